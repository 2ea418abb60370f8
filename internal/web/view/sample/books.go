package sample

import (
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

var (
	books   = view.Link{Text: "Books", Href: "/books"}
	journal = view.Link{Text: "Journal", Href: "/books/journal"}

	bookProperties = []view.Option{{Value: "p1", Label: "Maple Court"}, {Value: "p2", Label: long}}
	bookAccounts   = []view.Option{{Value: "a1", Label: "1010 Operating trust bank"}, {Value: "a2", Label: "3100 Owner contributions"}, {Value: "a3", Label: "5000 " + long}}
	recorded       = time.Date(2026, 10, 30, 14, 2, 0, 0, time.UTC)
)

func trialBalance() view.TrialBalance {
	m := view.TrialBalance{Frame: frame("Books", view.AreaBooks), Properties: bookProperties, AsOf: today, Books: view.LedgerBooks, Write: true}
	for _, r := range []view.BalanceRow{
		{ID: "a1", Code: "1010", Name: "Operating trust bank", Type: "asset", Debit: amount("48211.07")},
		{ID: "a4", Code: "1200", Name: "Tenant receivables", Type: "asset", Debit: amount("3120.50")},
		{ID: "a5", Code: "2100", Name: "Security deposits held", Type: "liability", Credit: amount("21450.00")},
		{ID: "a6", Code: "4000", Name: "Rent income", Type: "income", Credit: amount("31500.00")},
		{ID: "a3", Code: "5000", Name: "Repairs", Type: "expense", Debit: amount("1618.43")},
	} {
		m.Rows, m.Debit, m.Credit = append(m.Rows, r), m.Debit.Add(r.Debit), m.Credit.Add(r.Credit)
	}
	return m
}

// fullBalance is a balance of many accounts with long names and large amounts.
func fullBalance() view.TrialBalance {
	m := trialBalance()
	m.Frame = longFrame("Books", view.AreaBooks)
	for n := range 80 {
		r := view.BalanceRow{ID: fmt.Sprint("x", n), Code: fmt.Sprint(6000 + n), Name: long, Type: "expense", Debit: amount("-123456789.01").Neg()}
		if n%2 == 1 {
			r.Debit, r.Credit = money.Zero, r.Debit
		}
		m.Rows, m.Debit, m.Credit = append(m.Rows, r), m.Debit.Add(r.Debit), m.Credit.Add(r.Credit)
	}
	return m
}

func entryRows() []view.EntryRow {
	return []view.EntryRow{
		entryRow("e2", "1042", "Owner puts money in for the new roof", "500.00"),
		{ID: "e3", Number: "1041", Memo: long + " " + long, Source: "manual", Book: "property", Date: today, Total: amount("123456789.01"), ReversedBy: "e4", Lines: []view.EntryLine{{Account: long}, {Account: "Repairs"}}},
		{ID: "e1", Number: "1", Source: "manual", Book: "company", Date: period.New(2026, 1, 1), Total: amount("0.01"), Lines: []view.EntryLine{{Account: "Company bank"}}},
	}
}

func entryRow(id, number, memo, sum string) view.EntryRow {
	return view.EntryRow{
		ID: id, Number: number, Memo: memo, Source: "manual", Book: "property", Date: period.New(2026, 10, 28), Recorded: recorded, By: "Maren Lindqvist",
		Total: amount(sum), Credits: amount(sum), Lines: []view.EntryLine{
			{Code: "1010", Account: "Operating trust bank", Property: "Maple Court", Debit: amount(sum)},
			{Code: "3100", Account: "Owner contributions", Property: "Maple Court", Description: "First of two", Credit: amount(sum)},
		},
	}
}

func entryDetail(change func(*view.EntryRow)) view.EntryDetail {
	m := view.EntryDetail{Frame: frame("Entry 1042", view.AreaBooks, books, journal), EntryRow: entryRow("e2", "1042", "Owner puts money in", "500.00")}
	change(&m.EntryRow)
	m.Undo = m.ReversedBy == "" && m.Reverses == ""
	return m
}

func entryForm() view.EntryForm {
	return view.EntryForm{
		Frame: frame("Write an entry", view.AreaBooks, books, journal), Key: "k", Books: view.LedgerBooks, Properties: bookProperties, Accounts: bookAccounts,
		Values: view.EntryValues{Date: "2026-10-31", Book: "property", Lines: make([]view.LineValues, 2)},
	}
}

// refusedEntry is a form with a fault of each kind, of somebody who may date something in what is closed.
func refusedEntry() view.EntryForm {
	m := entryForm()
	m.Closed, m.Late = period.New(2026, 9, 30), true
	m.Values.Date, m.Values.Memo = "2026-09-28", long
	m.Values.Lines = []view.LineValues{
		{Account: "a1", Property: "p1", Debit: "500", Description: "First of two"}, {Account: "a3", Property: "p2", Credit: "499.999"}, {Debit: "1", Credit: "1"},
	}
	m.Debit, m.Credit = amount("501.00"), amount("1.00")
	m.Errors = view.FieldErrors{
		"date": "That day is in a closed period. Use a later day, or open the period again.", "credit_1": "Use an amount such as 1250 or 1250.50.",
		"account_id_2": "Choose the account.", "debit_2": "Give a debit or a credit, and not both.", "lines": "Debits and credits have to be equal, in each property by itself.",
	}
	return m
}

func hostileEntryForm() view.EntryForm {
	m := refusedEntry()
	m.Frame, m.Message = hostileFrame(), Hostile
	m.Values = view.EntryValues{Date: Hostile, Book: Hostile, Memo: Hostile, LateReason: Hostile, Lines: []view.LineValues{{Account: Hostile, Property: Hostile, Debit: Hostile, Credit: Hostile, Description: Hostile}}}
	m.Errors = view.FieldErrors{"memo": Hostile, "debit_0": Hostile, "lines": Hostile}
	return m
}

func chartOfAccounts() view.ChartOfAccounts {
	return view.ChartOfAccounts{Frame: frame("Chart of accounts", view.AreaBooks, books), Write: true, Rows: []view.AccountRow{
		{ID: "a1", Code: "1010", Name: "Operating trust bank", Type: "asset", Program: true, Active: true},
		{ID: "a5", Code: "2100", Name: "Security deposits held", Type: "liability", Program: true, Active: true},
		{ID: "a2", Code: "3100", Name: "Owner contributions", Type: "equity", Program: true, Active: true},
		{ID: "a7", Code: "4050", Name: "Laundry income", Type: "income", Description: "Machines in the basements", Active: true},
		{ID: "a8", Code: "4055", Name: long, Type: "income", Description: long, Active: false},
		{ID: "a3", Code: "5000", Name: "Repairs", Type: "expense", Active: true},
	}}
}

func periods() view.Periods {
	wish := view.PeriodRow{ID: "k4", State: "waiting", Through: period.New(2026, 8, 31), Reason: "A bill of September came late.", Asked: "Theo Brandt", AskedAt: recorded}
	return view.Periods{
		Frame: frame("Closed periods", view.AreaBooks, books), Closed: period.New(2026, 9, 30), Write: true, Wish: &wish, Rows: []view.PeriodRow{
			wish,
			{ID: "k3", State: "closed", Through: period.New(2026, 9, 30), Reason: "September is reconciled.", Asked: "Maren Lindqvist", AskedAt: recorded.AddDate(0, 0, -20), Own: true},
			{ID: "k2", State: "opened", Through: period.New(2026, 7, 31), Reason: long, Asked: "Theo Brandt", AskedAt: recorded.AddDate(0, -1, 0), Decided: "Maren Lindqvist", DecidedAt: recorded.AddDate(0, -1, 1)},
			{ID: "k1", State: "refused", Reason: "Everything again.", Asked: "Theo Brandt", AskedAt: recorded.AddDate(0, -2, 0), Decided: "Maren Lindqvist", DecidedAt: recorded.AddDate(0, -2, 1)},
			{ID: "k0", State: "taken_back", Through: period.New(2026, 6, 30), Reason: "By mistake.", Asked: "Theo Brandt", AskedAt: recorded.AddDate(0, -3, 0), Decided: "Theo Brandt", DecidedAt: recorded.AddDate(0, -3, 0)},
		},
	}
}

func bookPages() []Page {
	none := view.TrialBalance{Frame: frame("Books", view.AreaBooks), Properties: bookProperties, AsOf: today, Books: view.LedgerBooks, Write: true}
	wrong := none
	wrong.AsOf, wrong.Filter, wrong.Errors = period.Date{}, view.BooksFilter{AsOf: Hostile}, view.FieldErrors{"as_of": "Use a date such as 2026-12-31."}
	list := view.Journal{
		Frame: frame("Journal", view.AreaBooks, books), Properties: bookProperties, Accounts: bookAccounts, Rows: entryRows(), Books: view.LedgerBooks, Write: true,
		Page: view.Page{Next: "x"},
	}
	empty, unmatched := list, list
	empty.Rows, empty.Page, unmatched.Rows, unmatched.Page, unmatched.Filter = nil, view.Page{}, nil, view.Page{}, view.BooksFilter{Account: "a1", From: "2026-10-01"}
	hostile := entryDetail(func(r *view.EntryRow) {
		r.Memo, r.Source, r.Book, r.LateReason, r.By, r.ID = Hostile, Hostile, Hostile, Hostile, Hostile, Hostile
		r.Lines = []view.EntryLine{{Code: Hostile, Account: Hostile, Property: Hostile, Description: Hostile, Debit: amount("1.00")}}
	})
	hostile.Frame = hostileFrame()
	own, open, read := periods(), view.Periods{Frame: frame("Closed periods", view.AreaBooks, books), Write: true}, periods()
	wish := *own.Wish
	wish.Own = true
	own.Wish, read.Write = &wish, false
	odd := periods()
	odd.Frame, odd.Wish = hostileFrame(), &view.PeriodRow{ID: Hostile, State: "waiting", Reason: Hostile, Asked: Hostile}
	odd.Rows = []view.PeriodRow{{ID: Hostile, State: Hostile, Reason: Hostile, Asked: Hostile, Decided: Hostile, DecidedAt: recorded}}
	account := view.PlainForm{
		Frame: frame("Laundry income", view.AreaBooks, books), Action: "/books/accounts/a7", Verb: "Save it", Back: "/books/accounts", Fields: []view.Field{
			{Name: "code", Label: "Code of it", Value: "4000", Error: "Another account has that code."}, {Name: "name", Label: "Name of it", Value: "Laundry income"},
		}, Errors: view.FieldErrors{"code": "Another account has that code."},
	}
	plain := chartOfAccounts()
	plain.Write = false
	return []Page{
		{"books", 200, view.TrialBalancePage(trialBalance())},
		{"books-empty", 200, view.TrialBalancePage(none)},
		{"books-full", 200, view.TrialBalancePage(fullBalance())},
		{"books-wrong-filter", 200, view.TrialBalancePage(wrong)},
		{"books-journal", 200, view.JournalPage(list)},
		{"books-journal-empty", 200, view.JournalPage(empty)},
		{"books-journal-no-match", 200, view.JournalPage(unmatched)},
		{"books-entry", 200, view.EntryPage(entryDetail(func(*view.EntryRow) {}))},
		{"books-entry-reversed", 200, view.EntryPage(entryDetail(func(r *view.EntryRow) { r.ReversedBy = "e9" }))},
		{"books-entry-reversal", 200, view.EntryPage(entryDetail(func(r *view.EntryRow) { r.Reverses, r.LateReason = "e1", "The bank told us late." }))},
		{"books-entry-hostile", 200, view.EntryPage(hostile)},
		{"books-entry-new", 200, view.EntryFormPage(entryForm())},
		{"books-entry-new-errors", 422, view.EntryFormPage(refusedEntry())},
		{"books-entry-new-hostile", 422, view.EntryFormPage(hostileEntryForm())},
		{"books-accounts", 200, view.AccountsPage(chartOfAccounts())},
		{"books-accounts-read", 200, view.AccountsPage(plain)},
		{"books-account-errors", 422, view.PlainFormPage(account)},
		{"books-periods", 200, view.PeriodsPage(periods())},
		{"books-periods-own", 200, view.PeriodsPage(own)},
		{"books-periods-read", 200, view.PeriodsPage(read)},
		{"books-periods-empty", 200, view.PeriodsPage(open)},
		{"books-periods-hostile", 200, view.PeriodsPage(odd)},
	}
}
