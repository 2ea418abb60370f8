package view

import (
	"context"
	"net/url"

	"github.com/propertyos/propertyos/internal/web/message"
)

// KeyAccessAll and KeyAccessChosen are what a key may do: all that its role may, or what was chosen.
const (
	KeyAccessAll    = "all"
	KeyAccessChosen = "chosen"
)

// KeyList is the API keys of the organization, with its sandbox.
type KeyList struct {
	Frame
	Rows        []KeyRow
	Page        Page
	All         bool // those that have ended too
	MayWrite    bool
	MaySandbox  bool
	SandboxSlug string // "" where there is none
}

// KeyRow is one API key. Times are in words, "" for none.
type KeyRow struct {
	ID, Name, Prefix, Role  string
	Scopes                  []string
	Limited                 bool // Scopes say all that it may; else it may what its role may
	Created, Expires        string
	LastUsed, LastUsedFrom  string
	Live, Replaced, Revoked bool
}

func (k KeyRow) status() (Tone, string) {
	switch {
	case k.Revoked:
		return Plain, message.Mark("Revoked")
	case !k.Live:
		return Plain, message.Mark("Expired")
	case k.Replaced:
		return Warning, message.Mark("Being replaced")
	}
	return Good, message.Mark("Live")
}

// KeyForm makes an API key. It posts name, role, expires (days, "" for never), access and scopes.
type KeyForm struct {
	Frame
	Values  KeyValues
	Errors  FieldErrors
	Message string
	Roles   []Option
	Actions []KeyAction
}

// KeyValues are what was typed.
type KeyValues struct {
	Name, Role, Expires, Access string
	Scopes                      []string
}

// KeyAction is something that a key can be allowed to do.
type KeyAction struct {
	Name, Area string
	Sensitive  bool
}

func (m KeyForm) fields(ctx context.Context) []Field {
	fields := []Field{
		{Name: "name", Label: message.T(ctx, "Name"), Value: m.Values.Name, Help: message.T(ctx, "What the key is for, so that you know it in a year."), MaxLength: "100"},
		{Name: "role", Label: message.T(ctx, "Role"), Value: m.Values.Role, Options: Words(ctx, m.Roles), Help: message.T(ctx, "The key never does more than you may yourself.")},
		{Name: "expires", Label: message.T(ctx, "Ends"), Value: m.Values.Expires, Blank: message.T(ctx, "Never"), Optional: true, Options: []Option{
			{"30", message.T(ctx, "In 30 days")}, {"90", message.T(ctx, "In 90 days")}, {"365", message.T(ctx, "In a year")},
		}},
		{Name: "access", Label: message.T(ctx, "May do"), Value: m.Values.Access, Options: []Option{
			{KeyAccessChosen, message.T(ctx, "Only what is chosen below")}, {KeyAccessAll, message.T(ctx, "All that its role may, but for what is sensitive")},
		}},
		{Name: "scopes", Label: message.T(ctx, "Chosen actions")},
	}
	for i := range fields {
		fields[i].Error = m.Errors[fields[i].Name]
	}
	focusFirst(fields, m.Errors == nil)
	return fields
}

// areas groups the actions by area, in their order.
func (m KeyForm) areas() [][]KeyAction {
	var out [][]KeyAction
	for _, a := range m.Actions {
		if n := len(out); n > 0 && out[n-1][0].Area == a.Area {
			out[n-1] = append(out[n-1], a)
			continue
		}
		out = append(out, []KeyAction{a})
	}
	return out
}

// keyAreas and keyVerbs say actions in words; one that has none is shown by its name.
var (
	keyAreas = map[string]string{
		"api_key":      message.Mark("API keys"),
		"audit":        message.Mark("Audit log"),
		"document":     message.Mark("Documents"),
		"export":       message.Mark("Exports"),
		"feature":      message.Mark("Features"),
		"import":       message.Mark("Imports"),
		"job":          message.Mark("Jobs"),
		"leasing":      message.Mark("Leasing"),
		"live":         message.Mark("Live updates"),
		"organization": message.Mark("Organization"),
		"plan":         message.Mark("Plan"),
		"portfolio":    message.Mark("Portfolio"),
		"sandbox":      message.Mark("Sandbox"),
		"search":       message.Mark("Search"),
		"security":     message.Mark("Security"),
		"user":         message.Mark("Users"),
	}
	keyVerbs = map[string]string{
		"organization.read":   message.Mark("Read its settings"),
		"organization.write":  message.Mark("Change its settings"),
		"organization.export": message.Mark("Export all of it"),
		"security.write":      message.Mark("Change who gets in"),
		"user.read":           message.Mark("Read users"),
		"user.write":          message.Mark("Invite, change and remove users"),
		"api_key.read":        message.Mark("List keys"),
		"api_key.write":       message.Mark("Make, replace and revoke keys"),
		"audit.read":          message.Mark("Read"),
		"audit.export":        message.Mark("Export"),
		"job.read":            message.Mark("See jobs"),
		"job.write":           message.Mark("Try again and discard"),
		"plan.read":           message.Mark("Read plan and usage"),
		"feature.write":       message.Mark("Switch features"),
		"sandbox.write":       message.Mark("Make, reset and remove"),
		"portfolio.read":      message.Mark("Read properties, units and addresses"),
		"portfolio.write":     message.Mark("Change properties, units and addresses"),
		"leasing.read":        message.Mark("Read leases, renters and balances"),
		"document.read":       message.Mark("See documents and open their files"),
		"document.write":      message.Mark("Add and change documents"),
		"document.hold":       message.Mark("Place and lift legal holds"),
		"import.run":          message.Mark("Import rent rolls"),
		"export.run":          message.Mark("Export lists as files"),
		"live.read":           message.Mark("Be told of changes"),
		"leasing.write":       message.Mark("Draw up and run leases"),
		"api_key":             message.Mark("API keys"),
		"audit":               message.Mark("Audit log"),
		"export":              message.Mark("Exports"),
		"feature":             message.Mark("Features"),
		"import":              message.Mark("Imports"),
		"job":                 message.Mark("Jobs"),
		"leasing":             message.Mark("Leasing"),
		"owner":               message.Mark("Owners"),
		"live":                message.Mark("Live updates"),
		"organization":        message.Mark("Organization"),
		"plan":                message.Mark("Plan"),
		"portfolio":           message.Mark("Portfolio"),
		"sandbox":             message.Mark("Sandbox"),
		"security":            message.Mark("Security"),
		"user":                message.Mark("Users"),
		"owner.read":          message.Mark("Read owners and their shares"),
		"owner.write":         message.Mark("Change owners and their shares"),
		"owner.reveal":        message.Mark("Read tax ids of owners in full"),
		"renter":              message.Mark("Renters"),
		"template":            message.Mark("Templates"),
		"announcement":        message.Mark("Announcements"),
		"renter.reveal":       message.Mark("Show Social Security numbers and the like"),
		"template.read":       message.Mark("Read templates"),
		"template.write":      message.Mark("Change templates"),
		"announcement.read":   message.Mark("Read announcements"),
		"announcement.write":  message.Mark("Announce"),
	}
)

func keyArea(area string) string {
	if words := keyAreas[area]; words != "" {
		return words
	}
	return area
}

func keyVerb(action string) string {
	if words := keyVerbs[action]; words != "" {
		return words
	}
	return action
}

// KeyShown shows a new key, once.
type KeyShown struct {
	Frame
	Name, Token string
	Rotated     bool // it replaces another
	Hours       int  // for which the other goes on
}

// KeyConfirm asks before a key is replaced or revoked. To replace it posts overlap, in hours.
type KeyConfirm struct {
	Frame
	ID, Name, Prefix string
	Overlaps         []string // hours to choose from
}

func (m KeyConfirm) overlapField(ctx context.Context) Field {
	words := map[string]string{
		"0": message.Mark("Not at all: it ends at once"), "1": message.Mark("For an hour"), "24": message.Mark("For a day"), "72": message.Mark("For 3 days"), "168": message.Mark("For 7 days"),
	}
	f := Field{
		Name: "overlap", Label: message.T(ctx, "Let the old key go on"), Value: "24",
		Help: message.T(ctx, "Long enough to change over every program that uses it."),
	}
	for _, hours := range m.Overlaps {
		f.Options = append(f.Options, Option{Value: hours, Label: message.Marked(ctx, words[hours])})
	}
	return f
}

func (m KeyList) query() url.Values {
	q := url.Values{}
	if m.All {
		q.Set("all", "1")
	}
	return q
}
