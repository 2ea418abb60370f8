package view

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// StretchKinds are what a unit can be on a day, in the order of the legend.
var StretchKinds = []Option{
	{"vacant", message.Mark("Vacant")},
	{"notice", message.Mark("On notice")},
	{"reserved", message.Mark("Reserved")},
	{"make_ready", message.Mark("Being made ready")},
	{"occupied", message.Mark("Occupied")},
	{"down", message.Mark("Down")},
	{"model", message.Mark("Model")},
}

// HoldKinds are what can keep a unit from being let.
var HoldKinds = []Option{
	{"make_ready", message.Mark("Being made ready")},
	{"down", message.Mark("Down")},
	{"reserved", message.Mark("Reserved")},
	{"model", message.Mark("Model")},
}

// Stretch is a run of days on which a unit is one thing.
type Stretch struct {
	Kind     string
	From, To period.Date
}

// DaysFilter is what the address of the calendar asks for: q, property, group, bedrooms, from and after.
type DaysFilter struct{ Q, Property, Group, Bedrooms, From string }

// Query returns the filter as query parameters, without a page's cursor.
func (f DaysFilter) Query() url.Values {
	q := url.Values{}
	put(q, "q", f.Q)
	put(q, "property", f.Property)
	put(q, "group", f.Group)
	put(q, "bedrooms", f.Bedrooms)
	put(q, "from", f.From)
	return q
}

func (f DaysFilter) narrowed() bool {
	return f.Q != "" || f.Property != "" || f.Group != "" || f.Bedrooms != ""
}

// Days is the calendar of what units are.
type Days struct {
	Frame
	Filter             DaysFilter
	Today, From, To    period.Date
	Earlier, Later     string // the first day of the window before and after
	Properties, Groups []Option
	Rows               []DaysRow
	Page               Page
}

// DaysRow is one unit of it.
type DaysRow struct {
	ID, Number, Property string
	Rooms                [2]string // bedrooms and bathrooms
	MarketRent           money.Amount
	Available            period.Date // none where no such day is known
	Stretches            []Stretch
}

// at is where in the window a day begins, in percent of its width.
func (m Days) at(d period.Date) string {
	days := m.To.DaysSince(m.From) + 1
	return strconv.FormatFloat(100*float64(d.DaysSince(m.From))/float64(days), 'f', 2, 64) + "%"
}

// wide is how much of the window a stretch takes, less a hair that keeps two apart.
func (m Days) wide(s Stretch) string {
	days := m.To.DaysSince(m.From) + 1
	return strconv.FormatFloat(max(0.2, 100*float64(s.To.DaysSince(s.From)+1)/float64(days)-0.2), 'f', 2, 64) + "%"
}

// months are the first days of the window's months, each marked where there is room for its name.
func (m Days) months() []period.Date {
	var out []period.Date
	for d := m.From.FirstOfMonth().AddMonths(1); !d.After(m.To.AddDays(-7)); d = d.AddMonths(1) {
		out = append(out, d)
	}
	return out
}

func monthName(d period.Date) string { return d.Time().Format("Jan") }

// spoken tells a unit's stretches in words.
func (m Days) spoken(ctx context.Context, r DaysRow) []string {
	var out []string
	for _, s := range r.Stretches {
		out = append(out, message.T(ctx, "%s: %s to %s", Label(ctx, StretchKinds, s.Kind), s.From.Words(), s.To.Words()))
	}
	return out
}

func (m Days) picture(ctx context.Context, r DaysRow) string {
	return strings.Join(m.spoken(ctx, r), ", ")
}

// HoldRow is a hold of a unit.
type HoldRow struct {
	ID, Version, Kind, Reason string
	From, To                  period.Date
}

// HoldForm is the form of a new hold, with what was typed.
type HoldForm struct {
	Key                    string
	Kind, From, To, Reason string
	Errors                 FieldErrors
	Message                string
}

func (m HoldForm) fields(ctx context.Context) []Field {
	e := m.Errors
	list := []Field{
		{Name: "kind", Label: message.T(ctx, "Why"), Value: m.Kind, Error: e["kind"], Options: Words(ctx, HoldKinds)},
		{Name: "from", Label: message.T(ctx, "From"), Value: m.From, Error: e["from"], Type: "date"},
		{Name: "to", Label: message.T(ctx, "Last day"), Value: m.To, Error: e["to"], Type: "date", Optional: true},
		{Name: "reason", Label: message.T(ctx, "Note"), Value: m.Reason, Error: e["reason"], MaxLength: "500", Optional: true},
	}
	focusFirst(list, false)
	return list
}

// Happening is one thing that happened to a property or a unit.
type Happening struct {
	When string // in words, in the reader's zone
	What string
	More []string
	Unit string // its number, with Href, on the page of a property
	Href string
}

func tabQuery(tab string) url.Values { return url.Values{"tab": {tab}} }

// GroupList is the list of groups of properties with the form of a new one.
type GroupList struct {
	Frame
	Rows    []GroupRow
	Key     string
	Name    string // as typed
	Errors  FieldErrors
	Message string
}

// GroupRow is one group.
type GroupRow struct {
	ID, Name, Description       string
	Properties, Units, Occupied int
}

// GroupDetail is the page of one group: its name, its members, and who could join.
type GroupDetail struct {
	Frame
	ID, Version, Name, Description string
	Members                        []Link   // its properties
	In, Out                        []Option // those in it and those not, to choose from
	Errors                         FieldErrors
	Message                        string
	Deleted                        bool
}

func (m GroupList) nameField(ctx context.Context) Field {
	list := []Field{{Name: "name", Label: message.T(ctx, "Name of a new group"), Value: m.Name, Error: m.Errors["name"], MaxLength: "100"}}
	focusFirst(list, false)
	return list[0]
}

func (m GroupDetail) fields(ctx context.Context) []Field {
	list := []Field{
		{Name: "name", Label: message.T(ctx, "Name"), Value: m.Name, Error: m.Errors["name"], MaxLength: "100"},
		{Name: "description", Label: message.T(ctx, "Description"), Value: m.Description, Error: m.Errors["description"], MaxLength: "500", Optional: true},
	}
	focusFirst(list, false)
	return list
}

func groupQuery(id string) url.Values { return url.Values{"group": {id}} }

// stretchTone is the color of a stretch. The word beside it, or in the legend, says the same.
func stretchTone(kind string) string {
	switch kind {
	case "make_ready":
		return string(Info)
	case "occupied":
		return string(Plain)
	case "vacant":
		return string(Good)
	case "notice":
		return string(Warning)
	}
	return string(toneOf(kind))
}
