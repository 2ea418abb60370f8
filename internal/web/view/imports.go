package view

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// ImportStates are the states of an import.
var ImportStates = []Option{
	{"waiting", message.Mark("To be confirmed")},
	{"running", message.Mark("Running")},
	{"failed", message.Mark("Failed")},
	{"imported", message.Mark("Imported")},
	{"undone", message.Mark("Undone")},
}

// ImportFates are what becomes of a line.
var ImportFates = []Option{
	{"new_property", message.Mark("New property")},
	{"unchanged_property", message.Mark("Property unchanged")},
	{"new_unit", message.Mark("New unit")},
	{"changed_unit", message.Mark("Unit changed")},
	{"unchanged_unit", message.Mark("Unit unchanged")},
	{"new_lease", message.Mark("New lease")},
	{"unchanged_lease", message.Mark("Lease unchanged")},
	{"held", message.Mark("Held back by errors")},
}

// ImportFields are what a column of a list can hold.
var ImportFields = []Option{
	{"property", message.Mark("Property")},
	{"unit", message.Mark("Unit")},
	{"renters", message.Mark("Renters")},
	{"rent", message.Mark("Rent")},
	{"lease_start", message.Mark("Lease start")},
	{"lease_end", message.Mark("Lease end")},
	{"status", message.Mark("Status")},
	{"market_rent", message.Mark("Market rent")},
	{"deposit", message.Mark("Deposit held")},
	{"balance", message.Mark("Balance (below zero: paid ahead)")},
	{"move_in", message.Mark("Move-in")},
	{"move_out", message.Mark("Move-out")},
	{"emails", message.Mark("E-mail addresses")},
	{"phones", message.Mark("Telephone numbers")},
	{"street", message.Mark("Street")},
	{"city", message.Mark("City")},
	{"state", message.Mark("State")},
	{"zip", message.Mark("ZIP code")},
	{"country", message.Mark("Country")},
	{"latitude", message.Mark("Latitude")},
	{"longitude", message.Mark("Longitude")},
	{"unit_type", message.Mark("Kind of unit")},
	{"bedrooms", message.Mark("Bedrooms")},
	{"bathrooms", message.Mark("Bathrooms")},
	{"square_feet", message.Mark("Square feet")},
}

func importTone(state string) Tone {
	switch state {
	case "imported":
		return Good
	case "failed":
		return Danger
	case "running":
		return Info
	case "waiting":
		return Warning
	}
	return Plain
}

func fateTone(fate string) Tone {
	switch fate {
	case "new_property", "new_unit", "new_lease":
		return Good
	case "changed_unit":
		return Info
	case "held":
		return Warning
	}
	return Plain
}

// ImportList is the list of imports.
type ImportList struct {
	Frame
	Rows []ImportRow
	Next string // the last import's id where there are older ones, "" otherwise
}

// ImportRow is an import in the list.
type ImportRow struct {
	ID, File, State, Layout, Made string
	AsOf                          period.Date
	Units, Leases                 int
}

// ImportNew is where a file is sent.
type ImportNew struct {
	Frame
	Upload  Upload
	Layouts []string
}

// ImportDetail is one import, whatever its state.
type ImportDetail struct {
	Frame
	ID, File, State, Layout string
	AsOf                    period.Date
	Made, Expires, Undone   string

	// Of a file that waits.
	Refused          string // why the last form was refused, "" if it was not
	Errors           FieldErrors
	AsOfField        *Field // where the day has to be said or can be
	Columns          []ImportColumn
	Fields           []Field  // one select for each thing that a column can hold
	Mapped           bool     // the columns were chosen, so that there is a preview
	Unreadable       string   // why the file cannot be read
	Failure          string   // why it could not be brought in
	Problems         []string // of the file as a whole
	Counts           []ImportCount
	Totals           []ImportTotal
	Lines            []ImportLine
	Wrong, Doubtful  int // errors and warnings
	Show             string
	PageAt, PageLast int // from 1
	Found            int // lines that Show leaves

	Done, Total int // of one that is being brought in

	// Of one that came in.
	Again     bool // the file was sent again
	Openings  []ImportTotal
	Undoable  bool
	Obstacles []string
}

// ImportColumn is a heading of the file with its first values.
type ImportColumn struct {
	Heading string
	Samples []string
}

// ImportCount is what becomes of one kind of thing.
type ImportCount struct {
	What                        string
	Created, Changed, Unchanged int
}

// ImportTotal is a figure of the file.
type ImportTotal struct{ Label, Value string }

// ImportLine is a line of the file with its fate.
type ImportLine struct {
	Line           int
	Property, Unit string
	Fates          []string
	Issues         []ImportIssue
}

// ImportIssue is something wrong or doubtful with a line.
type ImportIssue struct {
	Column string // where in the line, "" for all of it
	Text   string
	Error  bool
}

func (m ImportDetail) path() string { return "/imports/" + url.PathEscape(m.ID) }

func (m ImportDetail) pageHref(n int, show string) templ.SafeURL {
	q := url.Values{}
	put(q, "show", show)
	if n > 1 {
		q.Set("page", strconv.Itoa(n))
	}
	return address(m.path(), q)
}

// ready reports whether the file can be confirmed.
func (m ImportDetail) ready() bool {
	return m.Mapped && m.Wrong == 0 && m.Unreadable == "" && len(m.Counts) > 0
}

func (m ImportDetail) askColumns() bool { return len(m.Columns) > 0 }

func (m ImportDetail) fields() []Field {
	var list []Field
	if m.AsOfField != nil {
		list = append(list, *m.AsOfField)
	}
	return append(list, m.Fields...)
}

func lineWord(ctx context.Context, l ImportLine) string {
	if l.Unit == "" {
		return l.Property
	}
	return message.T(ctx, "%s, unit %s", l.Property, l.Unit)
}

func olderImports(after string) templ.SafeURL {
	return address("/imports", url.Values{"after": {after}})
}

// importLook makes the button stand out while it is what comes next.
func importLook(m ImportDetail) string {
	if m.Mapped {
		return "plain"
	}
	return "primary"
}

// FocusFirst puts the cursor into the first field that is wrong.
func (m *ImportDetail) FocusFirst() {
	if m.AsOfField != nil && m.AsOfField.Error != "" {
		m.AsOfField.Autofocus = true
		return
	}
	for i := range m.Fields {
		if m.Fields[i].Error != "" {
			m.Fields[i].Autofocus = true
			return
		}
	}
}
