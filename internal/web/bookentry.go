package web

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// mostLines bounds the lines of one form; more come by the API.
const mostLines = 100

func journalCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Journal"), Href: "/books/journal"}
}

// booksOf are the books that a person may write into, or see: who was given some properties has nothing to do with the company's.
func (r *request) booksOf() []view.Option {
	if len(r.p.PropertyScope) > 0 {
		return view.LedgerBooks[:1]
	}
	return view.LedgerBooks
}

// entryForm is the form of an entry with what was typed.
func (s *site) entryForm(r *request, v view.EntryValues) (view.EntryForm, error) {
	m := view.EntryForm{
		Frame: r.booksFrame(message.T(r.Context(), "Write an entry"), booksCrumb(r), journalCrumb(r)), Key: newKey(r), Books: r.booksOf(),
		Late: authz.Allowed(r.p, authz.LedgerOverride), Values: v,
	}
	err := atOnce(r.Context(), func(ctx context.Context) (err error) {
		m.Properties, err = s.propertyChoices(ctx, r)
		return err
	}, func(ctx context.Context) error {
		list, err := s.Ledger.Accounts(ctx, r.p)
		for _, a := range list {
			if ledger.TakesManual(a) {
				m.Accounts = append(m.Accounts, view.Option{Value: a.ID.String(), Label: a.Code + " " + a.Name})
			}
		}
		return err
	}, func(ctx context.Context) (err error) {
		_, m.Closed, err = s.Ledger.Locks(ctx, r.p)
		return err
	})
	for _, l := range v.Lines {
		var unread fault.Fields
		if a := amount(&unread, "debit", l.Debit); a != nil {
			m.Debit = m.Debit.Add(*a)
		}
		if a := amount(&unread, "credit", l.Credit); a != nil {
			m.Credit = m.Credit.Add(*a)
		}
	}
	return m, err
}

func (s *site) newEntry(r *request) error {
	v := view.EntryValues{Date: s.today(r).String(), Book: string(ledger.PropertyBook), Lines: make([]view.LineValues, 2)}
	m, err := s.entryForm(r, v)
	if err != nil {
		return err
	}
	if len(m.Properties) == 1 { // there is nothing to choose
		for i := range v.Lines {
			v.Lines[i].Property = m.Properties[0].Value
		}
	}
	return s.page(r, view.EntryFormPage(m))
}

func entryValues(r *request) view.EntryValues {
	v := view.EntryValues{Date: r.text("date"), Book: r.text("book"), Memo: r.text("memo"), LateReason: r.text("late_reason")}
	n, err := strconv.Atoi(r.text("lines"))
	if err != nil || n < 0 {
		n = 0
	}
	for i := range min(n, mostLines) {
		at := "_" + strconv.Itoa(i)
		v.Lines = append(v.Lines, view.LineValues{
			Account: r.text("account_id" + at), Property: r.text("property_id" + at), Debit: r.text("debit" + at), Credit: r.text("credit" + at),
			Description: r.text("description" + at),
		})
	}
	return v
}

// arrangedLines is the form after one of its own buttons; false where it is to be posted.
func arrangedLines(v *view.EntryValues, action string) bool {
	what, value, _ := strings.Cut(action, ":")
	switch what {
	case "":
		return false
	case "add":
		if n := len(v.Lines); n < mostLines {
			var line view.LineValues
			if n > 0 { // an entry is seldom of two properties
				line.Property = v.Lines[n-1].Property
			}
			v.Lines = append(v.Lines, line)
		}
	case "drop":
		if i, err := strconv.Atoi(value); err == nil && i >= 0 && i < len(v.Lines) {
			v.Lines = append(v.Lines[:i], v.Lines[i+1:]...)
		}
	}
	return true
}

// readEntry turns what was typed into what the service takes. Lines in which nothing was typed are left out; places says where each
// of the others stands in the form.
func readEntry(v view.EntryValues, f *fault.Fields) (e ledger.Entry, places []int) {
	e = ledger.Entry{Book: ledger.Book(v.Book), Date: dayOf(f, "date", v.Date), Memo: v.Memo, LateReason: v.LateReason}
	for i, l := range v.Lines {
		if l.Account+l.Debit+l.Credit+l.Description == "" {
			continue
		}
		at := "_" + strconv.Itoa(i)
		debit, credit := amount(f, "debit"+at, l.Debit), amount(f, "credit"+at, l.Credit)
		var side fault.Fields
		line := ledger.Line{
			Account: chosenID(l.Account), Property: chosenID(l.Property), Description: l.Description, Amount: ledger.Side(&side, "/lines/"+strconv.Itoa(i), debit, credit),
		}
		if err := side.Err(); err != nil {
			for _, field := range fault.As(err).Fields {
				f.Add(inLine(field.Pointer, nil), field.Code, field.Message)
			}
		}
		e.Lines, places = append(e.Lines, line), append(places, i)
	}
	return e, places
}

// linePointer is the place of a fault in the lines of an entry; the form's inputs have the number at the end.
var linePointer = regexp.MustCompile(`^/lines/([0-9]+)(?:/([a-z_]+))?$`)

// inLine is the form's input for a pointer into the lines. places say where each line stands in the form; nil: where it says.
func inLine(pointer string, places []int) string {
	m := linePointer.FindStringSubmatch(pointer)
	if m == nil {
		return pointer
	}
	n, err := strconv.Atoi(m[1])
	if err == nil && n < len(places) {
		n = places[n]
	}
	if m[2] == "" || m[2] == "amount" {
		m[2] = "debit"
	}
	return "/" + m[2] + "_" + strconv.Itoa(n)
}

// inLines gives the faults of lines the names of the form's inputs.
func inLines(err error, places []int) error {
	f := fault.As(err)
	if f == nil || len(f.Fields) == 0 {
		return err
	}
	c := *f
	c.Fields = nil
	for _, field := range f.Fields {
		field.Pointer = inLine(field.Pointer, places)
		c.Fields = append(c.Fields, field)
	}
	return &c
}

func (s *site) writeEntry(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	typed := entryValues(r)
	if arrangedLines(&typed, r.text("action")) {
		m, err := s.entryForm(r, typed)
		if err != nil {
			return err
		}
		m.Arranged = true
		r.ResponseWriter.Header().Set("HX-Push-Url", "false") // the address stays that of the form
		return s.show(r.ResponseWriter, r.Request, http.StatusOK, view.EntryFormPage(m))
	}
	return submit(s, r, entry[view.EntryValues]{
		values: entryValues,
		do: func(v view.EntryValues) (done, error) {
			var f fault.Fields
			e, places := readEntry(v, &f)
			if err := merge(&f, inLines(e.Check(), places)); err != nil {
				return done{}, err
			}
			out, err := s.Ledger.Write(r.Context(), r.p, r.key("journal_entry.write"), e)
			if err != nil {
				return done{}, inLines(err, places)
			}
			return done{Next: "/books/journal/" + out.ID.String(), Say: message.T(r.Context(), "Entry %s was posted.", strconv.FormatInt(out.Number, 10))}, nil
		},
		again: func(v view.EntryValues, no refusal) (templ.Component, error) {
			m, err := s.entryForm(r, v)
			m.Errors, m.Message = no.Errors, no.Message
			return view.EntryFormPage(m), err
		},
	})
}

// reversalForm is the form that takes an entry back.
func (s *site) reversalForm(r *request) (view.PlainForm, error) {
	ctx := r.Context()
	at, err := r.pathID()
	if err != nil {
		return view.PlainForm{}, err
	}
	e, err := s.Ledger.Entry(ctx, r.p, at)
	if err != nil {
		return view.PlainForm{}, err
	}
	_, closed, err := s.Ledger.Locks(ctx, r.p)
	if err != nil {
		return view.PlainForm{}, err
	}
	row, here := r.entryRow(e, nil), "/books/journal/"+at.String()
	title := message.T(ctx, "Entry %s", row.Number)
	m := view.PlainForm{
		Frame:  r.booksFrame(message.T(ctx, "Reverse entry %s", row.Number), booksCrumb(r), journalCrumb(r), view.Link{Text: title, Href: here}),
		Action: here + "/reverse", Verb: message.T(ctx, "Reverse entry"), Back: here,
		Intro: message.T(ctx, "A second entry takes back that of %s over %s. Both stay in the journal.", e.Date.Words(), row.Total.Grouped()),
		Fields: []view.Field{
			{Name: "reason", Label: message.T(ctx, "Reason"), MaxLength: "1000"},
			dateField("date", message.T(ctx, "Day"), message.T(ctx, "Empty: the entry's own day, or the first open one after it."), true),
		},
	}
	if !closed.IsZero() && authz.Allowed(r.p, authz.LedgerOverride) {
		m.Fields = append(m.Fields, lateField(r, closed))
	}
	return m, nil
}

// lateField asks why something is dated in what is closed.
func lateField(r *request, closed period.Date) view.Field {
	return view.LateField(r.Context(), closed, "", "")
}

func (s *site) askReversal(r *request) error {
	m, err := s.reversalForm(r)
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) reverseEntry(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return s.plain(r, func() (view.PlainForm, error) { return s.reversalForm(r) }, func(v map[string]string) (done, error) {
		var f fault.Fields
		in := ledger.Reversal{Entry: at, Date: dayOf(&f, "date", v["date"]), Reason: v["reason"], LateReason: v["late_reason"]}
		if err := f.Err(); err != nil {
			return done{}, err
		}
		out, err := s.Ledger.Undo(r.Context(), r.p, in)
		if err != nil {
			return done{}, err
		}
		return done{Next: "/books/journal/" + out.ID.String(), Say: message.T(r.Context(), "The entry was reversed.")}, nil
	})
}
