package view

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/web/message"
)

// ListTools are what stands above a list's table: how many rows there are, which columns are shown, and the list as a file.
type ListTools struct {
	Path    string     // of the list, such as "/units"
	Query   url.Values // what is shown: filter, sort and columns, without a page's cursor
	Count   string     // in words: "420 units"
	Columns []Option   // that may be hidden, with their headings
	Shown   []string   // keys of the columns that are shown; none means all
	Always  []string   // columns of the file that are there whatever is chosen
	Export  bool       // whether this person may take the list as a file
}

// rest are the parameters that choosing columns keeps.
func (t ListTools) rest() []Hidden {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(t.Query)), func(name string) bool { return name == "columns" })
	return kept(t.Query, names...)
}

// export is the address of what is shown as a file: the same rows in the same order, and the same columns under the names
// that the file has for them.
func (t ListTools) export() templ.SafeURL {
	q := maps.Clone(t.Query)
	q.Del("view")
	if list := known(t.Columns, t.Shown); len(list) > 0 {
		names := slices.Clone(t.Always)
		for _, key := range list {
			names = append(names, fileColumns[key]...)
		}
		q["columns"] = names
	}
	return address(t.Path+"/export", q)
}

// fileColumns are the columns of a file by those of the page.
var fileColumns = map[string][]string{
	"rooms": {"bedrooms", "bathrooms"}, "square_feet": {"square_feet"}, "renter": {"renters", "lease_end"}, "base_rent": {"base_rent"},
	"rent": {"monthly_rent"}, "type": {"type"}, "units": {"units"}, "occupied": {"occupied"}, "vacant": {"vacant"},
}

// kept are the parameters of these names, as the hidden inputs of a form that keeps them.
func kept(q url.Values, names ...string) []Hidden {
	var out []Hidden
	for _, name := range names {
		for _, v := range q[name] {
			if v != "" {
				out = append(out, Hidden{name, v})
			}
		}
	}
	return out
}

// shows reports whether a column of a list is among those chosen; where none of them is, all are.
func shows(list []Option, chosen []string, key string) bool {
	chosen = known(list, chosen)
	return len(chosen) == 0 || slices.Contains(chosen, key)
}

// known keeps the columns that a list has, in its order. All of them is the same as no choice.
func known(list []Option, chosen []string) []string {
	var out []string
	for _, o := range list {
		if slices.Contains(chosen, o.Value) {
			out = append(out, o.Value)
		}
	}
	if len(out) == len(list) {
		return nil
	}
	return out
}

// The columns that may be hidden. The first column of a table and its status always stay.
var (
	UnitColumns = []Option{
		{"rooms", message.Mark("Rooms")},
		{"square_feet", message.Mark("Sq ft")},
		{"renter", message.Mark("Renter")},
		{"base_rent", message.Mark("Market rent")},
		{"rent", message.Mark("Rent")},
	}
	PropertyColumns = []Option{
		{"type", message.Mark("Type")},
		{"units", message.Mark("Units")},
		{"occupied", message.Mark("Occupied")},
		{"vacant", message.Mark("Vacant")},
		{"rent", message.Mark("Monthly rent")},
	}
)

// Bulk is what can be done with the rows that are chosen: a POST to Action with ids (repeated), action,
// value, next and key, by which a form that is sent twice acts once.
type Bulk struct {
	Action  string // address, such as "/units/bulk"
	Next    string // address of the list as it is, to come back to
	Key     string
	Actions []BulkAction
	Values  []Option // for the actions that take one
}

// BulkAction is one choice of a Bulk.
type BulkAction struct {
	Value, Label string
	TakesValue   bool
}

// bulkOf are the actions for rows of a kind: those that are deleted can only be restored.
func bulkOf(ctx context.Context, path, key string, query url.Values, statuses []Option) Bulk {
	b := Bulk{Action: path + "/bulk", Next: string(address(path, query)), Key: key}
	if query.Has("deleted") {
		b.Actions = []BulkAction{{"restore", message.T(ctx, "Restore"), false}}
		return b
	}
	b.Actions = []BulkAction{{"status", message.T(ctx, "Set the status to"), true}, {"delete", message.T(ctx, "Delete"), false}}
	b.Values = Words(ctx, statuses)
	if path == "/units" {
		b.Actions = append(b.Actions, BulkAction{"rent", message.T(ctx, "Change the market rents"), false})
	}
	return b
}
