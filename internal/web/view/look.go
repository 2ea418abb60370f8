package view

import (
	"context"
	"slices"
	"strconv"

	"github.com/propertyos/propertyos/internal/web/message"

	"github.com/a-h/templ"
)

func buttonClass(look string) string {
	switch look {
	case "primary":
		return "btn btn-primary"
	case "danger":
		return "btn btn-error"
	case "quiet":
		return "btn btn-quiet"
	}
	return "btn btn-plain"
}

func alertIcon(t Tone) string {
	switch t {
	case Good:
		return "circle-check"
	case Warning:
		return "triangle-alert"
	case Danger:
		return "circle-alert"
	}
	return "info"
}

// areaWord names the side menu of an area.
func areaWord(ctx context.Context, a Area) string {
	if a == AreaAccount {
		return message.T(ctx, "Account")
	}
	return message.T(ctx, "Settings")
}

// current is "page" on the area's own page and "true" on a page below it.
func current(ctx context.Context, f Frame, item navItem) string {
	if f.Title == message.Marked(ctx, item.word) {
		return "page"
	}
	return "true"
}

// state are the attributes that tell of an error, of help, and of where typing starts.
func (f Field) state() templ.Attributes {
	a := templ.Attributes{}
	if !f.Optional && !f.Together {
		a["aria-required"] = "true"
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	if by := f.describedBy(); by != "" {
		a["aria-describedby"] = by
	}
	if f.Autofocus {
		a["autofocus"] = true
	}
	return a
}

func hasOption(list []Option, value string) bool {
	for _, o := range list {
		if o.Value == value {
			return true
		}
	}
	return false
}

// restoreOf is where something deleted is restored, "" for somebody who may not.
func restoreOf(f Frame, path ...string) templ.SafeURL {
	if f.ReadOnly {
		return ""
	}
	return to(append(path, "restore")...)
}

func deletedTitle(ctx context.Context, kind string) string {
	switch kind {
	case "unit":
		return message.T(ctx, "This unit is deleted")
	case "document":
		return message.T(ctx, "This document is deleted")
	case "lease":
		return message.T(ctx, "This draft was discarded")
	case "owner":
		return message.T(ctx, "This owner is deleted")
	case "group":
		return message.T(ctx, "This group is deleted")
	}
	return message.T(ctx, "This property is deleted")
}

func deletedText(ctx context.Context, d Deletion) string {
	switch {
	case d.On.IsZero():
		return message.T(ctx, "It can be restored with everything that went with it.")
	case d.By == "":
		return message.T(ctx, "Deleted on %s. It can be restored with everything that went with it.", d.On.Words())
	}
	return message.T(ctx, "Deleted on %s by %s. It can be restored with everything that went with it.", d.On.Words(), d.By)
}

func conflictText(ctx context.Context, c Conflict) string {
	who := c.ChangedBy
	if who == "" {
		who = message.T(ctx, "Somebody")
	}
	if c.ChangedAt == "" {
		return message.T(ctx, "%s saved another version. Your typing is kept in the form below: saving it replaces that version.", who)
	}
	return message.T(ctx, "%s saved another version %s. Your typing is kept in the form below: saving it replaces that version.", who, c.ChangedAt)
}

// liveLinks makes the links of a list (sorting) replace just the list.
func liveLinks() templ.Attributes {
	return templ.Attributes{
		"hx-boost": "true", "hx-target": "#list", "hx-select": "#list", "hx-select-oob": "#filter-state",
		"hx-swap": "outerHTML", "hx-push-url": "true",
	}
}

// unitTableModel is what the table of units needs, on the units list and on a property's page.
type unitTableModel struct {
	rows     []UnitRow
	filter   UnitFilter
	totals   *UnitTotals // nil for none
	property bool        // whether each row names its property
	sortable bool
	pick     bool // whether rows can be chosen
}

func (m unitTableModel) shows(key string) bool { return shows(UnitColumns, m.filter.Columns, key) }

func (m unitTableModel) key(k string) string {
	if !m.sortable || k == "ending" {
		return ""
	}
	return k
}

// marketClass lets the market rent give way to the extra column where there is little room.
func (m unitTableModel) marketClass() string {
	if m.filter.With == "past_due" || m.filter.With == "deposit" {
		return "num wide"
	}
	return "num"
}

// extra is the heading of the last column, "" when the filter asks for none.
func (m unitTableModel) extra(ctx context.Context) string {
	switch m.filter.With {
	case "past_due":
		return message.T(ctx, "Past due")
	case "deposit":
		return message.T(ctx, "Deposit held")
	}
	return ""
}

func (m PropertyDetail) tab() string {
	switch m.Tab {
	case "details", "documents", "history", "owners", "timeline":
		return m.Tab
	}
	return "units"
}

func tabHref(path templ.SafeURL, tab string) templ.SafeURL { return path + templ.SafeURL("?tab="+tab) }

func has(list []string, v string) bool { return slices.Contains(list, v) }

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func yearOrDash(y int) string {
	if y == 0 {
		return dash
	}
	return strconv.Itoa(y)
}

func squareFeet(ctx context.Context, n int) string {
	if n == 0 {
		return dash
	}
	return message.T(ctx, "%s sq ft", number(n))
}

func acres(ctx context.Context, size string) string {
	if size == "" {
		return dash
	}
	return message.T(ctx, "%s acres", size)
}

func saveWord(ctx context.Context, c *Conflict, word string) string {
	if c != nil {
		return message.T(ctx, "Save my version")
	}
	return word
}
