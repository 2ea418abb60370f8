package web

import (
	"cmp"
	"context"
	"net/url"
	"strconv"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) bookRoutes() map[string]handler {
	return map[string]handler{
		"GET /books":                       s.books,
		"GET /books/journal":               s.journal,
		"GET /books/journal/new":           s.newEntry,
		"POST /books/journal":              s.writeEntry,
		"GET /books/journal/{id}":          s.journalEntry,
		"GET /books/journal/{id}/reverse":  s.askReversal,
		"POST /books/journal/{id}/reverse": s.reverseEntry,
		"GET /books/accounts":              s.chartOfAccounts,
		"GET /books/accounts/new":          s.newAccount,
		"POST /books/accounts":             s.createAccount,
		"GET /books/accounts/{id}/edit":    s.editAccount,
		"POST /books/accounts/{id}":        s.updateAccount,
		"GET /books/periods":               s.closedPeriods,
		"GET /books/periods/close":         s.askClosing,
		"POST /books/periods":              s.closePeriod,
		"GET /books/periods/reopen":        s.askReopening,
		"POST /books/periods/reopen":       s.wishReopening,
		"POST /books/periods/{id}/decide":  s.decideReopening,
	}
}

func booksFilter(q url.Values) view.BooksFilter {
	return view.BooksFilter{
		Book: q.Get("book"), Property: q.Get("property"), Account: q.Get("account"), AsOf: q.Get("as_of"), From: q.Get("from"), To: q.Get("to"),
	}
}

func (r *request) booksFrame(title string, crumbs ...view.Link) view.Frame {
	return r.frame(title, view.AreaBooks, crumbs...)
}

// books is the trial balance.
func (s *site) books(r *request) error {
	f := booksFilter(r.URL.Query())
	var fields fault.Fields
	about := ledger.Question{Book: ledger.Book(cmp.Or(f.Book, string(ledger.PropertyBook))), AsOf: dayOf(&fields, "as_of", f.AsOf), Property: askedID(f.Property)}
	m := view.TrialBalance{
		Frame: r.booksFrame(message.T(r.Context(), "Books")), Filter: f, Books: r.booksOf(), Write: authz.Allowed(r.p, authz.LedgerPost),
	}
	err := fields.Err()
	if err == nil {
		err = s.fillBalance(r, &m, about)
	}
	if no, ok := refusalOf(err); ok {
		m.Errors = no.Errors
	} else if err != nil {
		return err
	}
	return s.page(r, view.TrialBalancePage(m))
}

func (s *site) fillBalance(r *request, m *view.TrialBalance, about ledger.Question) error {
	return atOnce(r.Context(), func(ctx context.Context) error {
		asked, rows, err := s.Ledger.TrialBalance(ctx, r.p, about)
		m.AsOf = asked.AsOf
		for _, b := range rows {
			row := view.BalanceRow{ID: b.Account.ID.String(), Code: b.Account.Code, Name: b.Account.Name, Type: b.Account.Type}
			if net := b.Net(); net.Sign() >= 0 {
				row.Debit, m.Debit = net, m.Debit.Add(net)
			} else {
				row.Credit, m.Credit = net.Neg(), m.Credit.Sub(net)
			}
			m.Rows = append(m.Rows, row)
		}
		return err
	}, func(ctx context.Context) (err error) {
		m.Properties, err = s.propertyChoices(ctx, r)
		return err
	})
}

// propertyChoices are the properties to narrow a list to.
func (s *site) propertyChoices(ctx context.Context, r *request) ([]view.Option, error) {
	list, err := s.Properties.Names(ctx, r.p)
	return options(list, func(p property.Named) (string, string) { return p.ID.String(), p.Name }), err
}

func options[T any](list []T, of func(T) (value, label string)) []view.Option {
	out := make([]view.Option, 0, len(list))
	for _, v := range list {
		value, label := of(v)
		out = append(out, view.Option{Value: value, Label: label})
	}
	return out
}

func (s *site) journal(r *request) error {
	f := booksFilter(r.URL.Query())
	var fields fault.Fields
	filter := ledger.EntryFilter{
		Book: ledger.Book(f.Book), From: dayOf(&fields, "from", f.From), To: dayOf(&fields, "to", f.To), Property: askedID(f.Property), Account: askedID(f.Account),
	}
	m := view.Journal{
		Frame: r.booksFrame(message.T(r.Context(), "Journal"), booksCrumb(r)), Filter: f, Books: r.booksOf(), Write: authz.Allowed(r.p, authz.LedgerPost),
	}
	err := fields.Err()
	if err == nil {
		err = s.fillJournal(r, &m, filter)
	}
	if no, ok := refusalOf(err); ok {
		m.Errors = no.Errors
	} else if err != nil {
		return err
	}
	return s.page(r, view.JournalPage(m))
}

func (s *site) fillJournal(r *request, m *view.Journal, filter ledger.EntryFilter) error {
	var entries []ledger.Recorded
	err := atOnce(r.Context(), func(ctx context.Context) error {
		list, around, err := s.Ledger.Entries(ctx, r.p, filter, cursor(r.URL.Query(), "-number"))
		entries, m.Page = list, view.Page(around)
		return err
	}, func(ctx context.Context) (err error) {
		m.Properties, err = s.propertyChoices(ctx, r)
		return err
	}, func(ctx context.Context) error {
		list, err := s.Ledger.Accounts(ctx, r.p)
		m.Accounts = options(list, func(a ledger.Account) (string, string) { return a.ID.String(), a.Code + " " + a.Name })
		return err
	})
	for _, e := range entries {
		m.Rows = append(m.Rows, r.entryRow(e, m.Properties))
	}
	return err
}

func (r *request) entryRow(e ledger.Recorded, properties []view.Option) view.EntryRow {
	row := view.EntryRow{
		ID: e.ID.String(), Number: strconv.FormatInt(e.Number, 10), Memo: e.Memo, Source: e.Source, Book: string(e.Book), Date: e.Date,
		Recorded: e.RecordedAt.In(r.zone), LateReason: e.LateReason, By: e.ByName, Reverses: blankID(e.Reverses), ReversedBy: blankID(e.ReversedBy), Total: money.Zero,
	}
	for _, l := range e.Lines {
		line := view.EntryLine{Code: l.Code, Account: l.Name, Description: l.Description, Debit: money.Zero, Credit: money.Zero}
		for _, p := range properties {
			if p.Value == l.Property.String() {
				line.Property = p.Label
			}
		}
		if l.Amount.Sign() > 0 {
			line.Debit, row.Total = l.Amount, row.Total.Add(l.Amount)
		} else {
			line.Credit = l.Amount.Neg()
			row.Credits = row.Credits.Add(line.Credit)
		}
		row.Lines = append(row.Lines, line)
	}
	return row
}

// askedID is what a select of ids says: nothing for nothing, nobody's for what is none.
func askedID(text string) id.ID {
	if text == "" {
		return id.Nil
	}
	return formID(text)
}

func blankID(v id.ID) string {
	if v == id.Nil {
		return ""
	}
	return v.String()
}

func booksCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Books"), Href: "/books"}
}

func (s *site) journalEntry(r *request) error {
	entry, err := r.pathID()
	if err != nil {
		return err
	}
	e, err := s.Ledger.Entry(r.Context(), r.p, entry)
	if err != nil {
		return err
	}
	properties, err := s.propertyChoices(r.Context(), r)
	if err != nil {
		return err
	}
	m := view.EntryDetail{EntryRow: r.entryRow(e, properties), Undo: e.ByHand() && authz.Allowed(r.p, authz.LedgerPost)}
	m.Frame = r.booksFrame(message.T(r.Context(), "Entry %s", m.Number), booksCrumb(r), journalCrumb(r))
	return s.page(r, view.EntryPage(m))
}
