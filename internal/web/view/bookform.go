package view

import (
	"context"
	"strconv"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// EntryForm writes an entry into the journal.
type EntryForm struct {
	Frame
	Key                         string
	Books, Properties, Accounts []Option
	Closed                      period.Date // the last closed day; zero: none
	Late                        bool        // the person may date something in what is closed, with a reason
	Arranged                    bool        // one of its own buttons was pressed: typing goes on in the last line
	Values                      EntryValues
	Debit, Credit               money.Amount // of all lines, as far as they can be read
	Errors                      FieldErrors
	Message                     string
}

// EntryValues are the inputs of the form; the input's name stands beside each.
type EntryValues struct {
	Date       string // date
	Book       string // book
	Memo       string // memo
	LateReason string // late_reason
	Lines      []LineValues
}

// LineValues is a line in the form. Its inputs end in _ and the line's number, from 0.
type LineValues struct {
	Account     string // account_id
	Property    string // property_id
	Debit       string // debit
	Credit      string // credit
	Description string // description
}

// LateField asks why something is dated in what is closed.
func LateField(ctx context.Context, closed period.Date, value, fault string) Field {
	return Field{
		Name: "late_reason", Label: message.T(ctx, "Why in a closed period"), Value: value, Error: fault, Optional: true, MaxLength: "1000",
		Help: message.T(ctx, "Only for a day up to %s, through which the books are closed.", closed.Words()),
	}
}

func (m EntryForm) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	date := Field{Name: "date", Label: message.T(ctx, "Date"), Value: v.Date, Error: e["date"], Type: "date"}
	if !m.Closed.IsZero() && !m.late() {
		date.Help = message.T(ctx, "Closed through %s.", m.Closed.Words())
	}
	list := []Field{
		date,
		{Name: "book", Label: message.T(ctx, "Book"), Value: v.Book, Error: e["book"], Options: Words(ctx, m.Books)},
		{Name: "memo", Label: message.T(ctx, "Memo"), Value: v.Memo, Error: e["memo"], MaxLength: "1000", Optional: true},
	}
	if m.late() {
		list = append(list, LateField(ctx, m.Closed, v.LateReason, e["late_reason"]))
	}
	for i, l := range v.Lines {
		at := "_" + strconv.Itoa(i)
		list = append(list,
			Field{Name: "account_id" + at, Label: message.T(ctx, "Account"), Value: l.Account, Error: e["account_id"+at], Options: m.Accounts, Blank: message.T(ctx, "Choose an account")},
			Field{Name: "property_id" + at, Label: message.T(ctx, "Property"), Value: l.Property, Error: e["property_id"+at], Options: m.Properties, Blank: message.T(ctx, "No property"), Together: true},
			Field{Name: "debit" + at, Label: message.T(ctx, "Debit"), Value: l.Debit, Error: e["debit"+at], InputMode: "decimal", Together: true},
			Field{Name: "credit" + at, Label: message.T(ctx, "Credit"), Value: l.Credit, Error: e["credit"+at], InputMode: "decimal", Together: true},
			Field{Name: "description" + at, Label: message.T(ctx, "Description"), Value: l.Description, Error: e["description"+at], MaxLength: "1000", Together: true},
		)
	}
	if n := len(v.Lines); m.Arranged && n > 0 {
		for i := range list {
			list[i].Autofocus = list[i].Name == "account_id_"+strconv.Itoa(n-1)
		}
		return list
	}
	focusFirst(list, len(e) == 0)
	return list
}

// late reports whether something can be dated in what is closed.
func (m EntryForm) late() bool { return m.Late && !m.Closed.IsZero() }

// summed are the fields as the list of what is wrong names them: those of a line with its number.
func (m EntryForm) summed(ctx context.Context, fields []Field) []Field {
	out := make([]Field, 0, len(fields)+1)
	for _, f := range fields {
		for i := range m.Values.Lines {
			for _, name := range []string{"account_id_", "property_id_", "debit_", "credit_", "description_"} {
				if f.Name == name+strconv.Itoa(i) {
					f.Label = message.T(ctx, "Line %d, %s", i+1, f.Label)
				}
			}
		}
		out = append(out, f)
	}
	return append(out, Field{Name: "lines", Label: message.T(ctx, "Lines"), Error: m.Errors["lines"]})
}

// out is by how much debits are more than credits.
func (m EntryForm) out() money.Amount { return m.Debit.Sub(m.Credit) }

// Periods are the closed periods, and what was asked of them.
type Periods struct {
	Frame
	Closed period.Date // the last closed day; zero: all is open
	Write  bool        // the person may close, ask and decide
	Wish   *PeriodRow  // that waits for a second person
	Rows   []PeriodRow
}

// PeriodRow is something that was closed, or the wish to open it again.
type PeriodRow struct {
	ID, State, Reason, Asked, Decided string // the last two are people
	Through                           period.Date
	AskedAt, DecidedAt                time.Time
	Own                               bool // of who looks
}

// PeriodStates say how things stand with a closed period, or with a wish.
var PeriodStates = []Option{
	{"closed", message.Mark("Closed")},
	{"waiting", message.Mark("Waits for a second person")},
	{"opened", message.Mark("Opened")},
	{"refused", message.Mark("Refused")},
	{"taken_back", message.Mark("Taken back")},
}

// what says what was closed, or is to be opened.
func (r PeriodRow) what(ctx context.Context) string {
	switch {
	case r.State == "closed":
		return message.T(ctx, "Closed through %s", r.Through.Words())
	case r.Through.IsZero():
		return message.T(ctx, "Open everything")
	}
	return message.T(ctx, "Open what is after %s", r.Through.Words())
}

func (r PeriodRow) tone() Tone {
	switch r.State {
	case "waiting":
		return Warning
	case "opened":
		return Info
	case "closed":
		return Good
	}
	return Plain
}

// AccountKeepers say whose an income is.
var AccountKeepers = []Option{
	{"owner", message.Mark("The owner's")},
	{"company", message.Mark("The company's")},
	{"split", message.Mark("Split between them")},
}

// CashFlows are the parts of the cash flow.
var CashFlows = []Option{
	{"operating", message.Mark("Operating")},
	{"investing", message.Mark("Investing")},
	{"financing", message.Mark("Financing")},
}

// AccountUses say whether an account takes new entries.
var AccountUses = []Option{
	{"true", message.Mark("In use")},
	{"false", message.Mark("Not in use")},
}
