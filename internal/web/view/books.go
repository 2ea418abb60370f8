package view

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// LedgerBooks are whose books an entry is in.
var LedgerBooks = []Option{
	{"property", message.Mark("Property book")},
	{"company", message.Mark("Company book")},
}

// AccountTypes are the sorts of accounts, in the order of a balance.
var AccountTypes = []Option{
	{"asset", message.Mark("Assets")},
	{"liability", message.Mark("Liabilities")},
	{"equity", message.Mark("Equity")},
	{"income", message.Mark("Income")},
	{"expense", message.Mark("Expenses")},
}

// TrialBalance is the balances of a book on a day.
type TrialBalance struct {
	Frame
	Filter        BooksFilter
	Properties    []Option
	AsOf          period.Date
	Rows          []BalanceRow
	Debit, Credit money.Amount
	Books         []Option // that the person may see
	Write         bool     // the person may write an entry
	Errors        FieldErrors
}

// asOf is the day of the filter: that of the balances, or what was typed where it is none.
func (m TrialBalance) asOf() string {
	if m.AsOf.IsZero() {
		return m.Filter.AsOf
	}
	return m.AsOf.String()
}

// texts are what is wrong, in order.
func (e FieldErrors) texts() []string { return slices.Sorted(maps.Values(e)) }

// BooksFilter narrows the pages of the books. From and To are of the journal, AsOf of the balances.
type BooksFilter struct {
	Book, Property, Account string
	AsOf, From, To          string
}

// Query is the filter as a query string.
func (f BooksFilter) Query() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"book": f.Book, "property": f.Property, "account": f.Account, "as_of": f.AsOf, "from": f.From, "to": f.To} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}

func (f BooksFilter) narrowed() bool { return f != BooksFilter{} }

// BalanceRow is an account's balance, on the side where it stands.
type BalanceRow struct {
	ID, Code, Name, Type string
	Debit, Credit        money.Amount
}

// Journal is a page of the journal.
type Journal struct {
	Frame
	Filter               BooksFilter
	Properties, Accounts []Option
	Rows                 []EntryRow
	Page                 Page
	Books                []Option // that the person may see
	Write                bool     // the person may write an entry
	Errors               FieldErrors
}

// EntryRow is an entry of the journal.
type EntryRow struct {
	ID, Number, Memo, Source, Book string
	Date                           period.Date
	Recorded                       time.Time
	Total, Credits                 money.Amount // of its debits; of its credits, as far as they are shown
	LateReason, By                 string
	Reverses, ReversedBy           string // ids
	Lines                          []EntryLine
}

// EntryLine is a line of an entry.
type EntryLine struct {
	Code, Account, Property, Description string
	Debit, Credit                        money.Amount
}

// EntryDetail is one entry.
type EntryDetail struct {
	Frame
	EntryRow
	Undo bool // the person may take it back
}

// recorded says when the entry was posted, and by whom.
func (m EntryDetail) recorded(ctx context.Context) string {
	at := m.Recorded.Format("2 Jan 2006, 15:04")
	if m.By == "" {
		return at
	}
	return message.T(ctx, "%s by %s", at, m.By)
}

// ChartOfAccounts is the accounts by type.
type ChartOfAccounts struct {
	Frame
	Rows  []AccountRow
	Write bool
}

// AccountRow is an account of the chart.
type AccountRow struct {
	ID, Code, Name, Type, Description string
	Program, Active                   bool
}

// EntrySources say what entries were posted for.
var EntrySources = []Option{
	{"manual", message.Mark("Written by hand")},
}

// of is the journal of one account as far as the balance goes.
func (m TrialBalance) of(account string) url.Values {
	f := m.Filter
	f.Account, f.To, f.AsOf = account, m.AsOf.String(), ""
	if f.Book == "" {
		f.Book = "property"
	}
	return f.Query()
}

// entryTitle is what an entry is about, in a line.
func entryTitle(ctx context.Context, r EntryRow) string {
	if r.Memo != "" {
		return r.Memo
	}
	return Label(ctx, EntrySources, r.Source)
}

// entryAccounts names the accounts of an entry, each once.
func entryAccounts(r EntryRow) string {
	var names []string
	for _, l := range r.Lines {
		if at := strings.Join(names, "\n"); !strings.Contains("\n"+at+"\n", "\n"+l.Account+"\n") {
			names = append(names, l.Account)
		}
	}
	return strings.Join(names, ", ")
}
