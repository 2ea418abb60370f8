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
		return Plain, "Revoked"
	case !k.Live:
		return Plain, "Expired"
	case k.Replaced:
		return Warning, "Being replaced"
	}
	return Good, "Live"
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
	t := func(text string) string { return message.T(ctx, text) }
	fields := []Field{
		{Name: "name", Label: t("Name"), Value: m.Values.Name, Help: t("What the key is for, so that you know it in a year."), MaxLength: "100"},
		{Name: "role", Label: t("Role"), Value: m.Values.Role, Options: m.Roles, Help: t("The key never does more than you may yourself.")},
		{Name: "expires", Label: t("Ends"), Value: m.Values.Expires, Blank: t("Never"), Optional: true, Options: []Option{
			{"30", t("In 30 days")}, {"90", t("In 90 days")}, {"365", t("In a year")},
		}},
		{Name: "access", Label: t("May do"), Value: m.Values.Access, Options: []Option{
			{KeyAccessChosen, t("Only what is chosen below")}, {KeyAccessAll, t("All that its role may, but for what is sensitive")},
		}},
		{Name: "scopes", Label: t("Chosen actions")},
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
		"api_key": "API keys", "audit": "Audit log", "export": "Exports", "feature": "Features", "import": "Imports", "job": "Jobs",
		"leasing": "Leasing", "live": "Live updates", "organization": "Organization", "plan": "Plan", "portfolio": "Portfolio",
		"sandbox": "Sandbox", "security": "Security", "user": "Users",
	}
	keyVerbs = map[string]string{
		"organization.read": "Read its settings", "organization.write": "Change its settings", "security.write": "Change who gets in",
		"user.read": "Read users", "user.write": "Invite, change and remove users", "api_key.read": "List keys",
		"api_key.write": "Make, replace and revoke keys", "audit.read": "Read", "audit.export": "Export", "job.read": "See jobs",
		"job.write": "Try again and discard", "plan.read": "Read plan and usage", "feature.write": "Switch features",
		"sandbox.write": "Make, reset and remove", "portfolio.read": "Read properties, units and addresses",
		"portfolio.write": "Change properties, units and addresses", "leasing.read": "Read leases, renters and balances",
		"import.run": "Import rent rolls", "export.run": "Export lists as files", "live.read": "Be told of changes",
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
		"0": "Not at all: it ends at once", "1": "For an hour", "24": "For a day", "72": "For 3 days", "168": "For 7 days",
	}
	f := Field{
		Name: "overlap", Label: message.T(ctx, "Let the old key go on"), Value: "24",
		Help: message.T(ctx, "Long enough to change over every program that uses it."),
	}
	for _, hours := range m.Overlaps {
		f.Options = append(f.Options, Option{Value: hours, Label: message.T(ctx, words[hours])})
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
