package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
)

func (a *api) ledgerOperations() []operation {
	return slices.Concat(a.chartOperations(), a.journalOperations(), a.closingOperations())
}

func (a *api) chartOperations() []operation {
	const accounts = "/v1/ledger/accounts"
	return []operation{
		{
			id: "list-ledger-accounts", method: http.MethodGet, needs: authz.LedgerChart, path: accounts, tag: ledgerTag, summary: "List the chart of accounts",
			doc: "All of them, by code.", result: pageView[ledgerAccountView]{}, handle: a.listLedgerAccounts,
		},
		{
			id: "create-ledger-account", method: http.MethodPost, needs: authz.LedgerAccounts, path: accounts, tag: ledgerTag, summary: "Add an account",
			body: &ledgerAccountBody{}, create: []string{"code", "name", "type"}, status: http.StatusCreated,
			example: map[string]any{"code": "4050", "name": "Laundry income", "type": "income", "keeper": "owner"},
			result:  ledgerAccountView{}, versioned: true, repeatable: true, codes: []string{"account_code_taken"}, handle: a.createLedgerAccount,
		},
		{
			id: "get-ledger-account", method: http.MethodGet, needs: authz.LedgerChart, path: accounts + "/{id}", tag: ledgerTag, summary: "Read an account",
			result: ledgerAccountView{}, versioned: true, handle: func(ctx context.Context, c *call) (reply, error) {
				v, err := a.Ledger.Account(ctx, c.principal, c.id())
				return reply{body: viewLedgerAccount(v), version: v.Version}, err
			},
		},
		{
			id: "update-ledger-account", method: http.MethodPatch, needs: authz.LedgerAccounts, path: accounts + "/{id}", tag: ledgerTag, summary: "Change an account",
			doc: "One that the program posts to stays in use; its code and name are yours to change.", body: &ledgerAccountBody{},
			example: map[string]any{"name": "Laundry"}, result: ledgerAccountView{}, versioned: true, conditional: true,
			codes: []string{"account_code_taken", "account_in_use"}, handle: a.updateLedgerAccount,
		},
	}
}

func (a *api) journalOperations() []operation {
	const entries = "/v1/ledger/entries"
	return []operation{
		{
			id: "list-journal-entries", method: http.MethodGet, needs: authz.LedgerRead, path: entries, tag: ledgerTag, summary: "List the journal",
			doc: "With the lines of the properties that you may see.", query: pageParams(ledger.EntrySorts, entryFilters()...),
			result: pageView[journalEntryView]{}, handle: a.listJournalEntries,
		},
		{
			id: "get-journal-entry", method: http.MethodGet, needs: authz.LedgerRead, path: entries + "/{id}", tag: ledgerTag, summary: "Read an entry",
			result: journalEntryView{}, handle: func(ctx context.Context, c *call) (reply, error) {
				e, err := a.Ledger.Entry(ctx, c.principal, c.id())
				return reply{body: viewJournalEntry(e)}, err
			},
		},
		{
			id: "write-journal-entry", method: http.MethodPost, needs: authz.LedgerPost, path: entries, tag: ledgerTag, summary: "Write into the journal",
			doc:  "Debits and credits balance, property by property. What is posted is final: a mistake is reversed.",
			body: &journalEntryBody{}, create: []string{"book", "date", "lines"}, status: http.StatusCreated, example: map[string]any{
				"book": "property", "date": "2026-03-01", "memo": "Owner puts money in", "lines": []any{
					map[string]any{"account_id": exampleID, "debit": "500.00", "property_id": exampleID},
					map[string]any{"account_id": exampleID, "credit": "500.00", "property_id": exampleID},
				},
			},
			result: journalEntryView{}, repeatable: true, codes: []string{"period_locked", "entry_unbalanced", "account_controlled", "account_inactive", "company_bank_missing"},
			handle: a.writeJournalEntry,
		},
		{
			id: "reverse-journal-entry", method: http.MethodPost, needs: authz.LedgerPost, path: entries + "/{id}/reverse", tag: ledgerTag,
			summary: "Reverse an entry", doc: "One that a person wrote; what the program posted is undone where it came from.",
			body: &reversalBody{}, create: []string{"reason"}, status: http.StatusCreated, example: map[string]any{"reason": "Booked to the wrong property"},
			result: journalEntryView{}, codes: []string{"period_locked", "entry_reversed", "entry_is_reversal", "entry_not_manual"}, handle: a.reverseJournalEntry,
		},
		{
			id: "trial-balance", method: http.MethodGet, needs: authz.LedgerRead, path: "/v1/ledger/trial-balance", tag: ledgerTag, summary: "Trial balance",
			doc: "The balances of a book on a day, as they are known now or were at an earlier moment.", query: []param{
				choiceParam("book", "The book; property if left out.", []string{"property", "company"}),
				formatParam("as_of", "The day, with it; today if left out.", "date"), formatParam("known_at", "As the books were at this moment.", "date-time"),
				formatParam("property_id", "Only this property.", "uuid"),
			},
			result: trialBalanceView{}, handle: a.trialBalance,
		},
	}
}

func (a *api) closingOperations() []operation {
	const closings = "/v1/ledger/closings"
	decide := func(name, word, summary, doc string, accept bool) operation {
		return operation{
			id: name, method: http.MethodPost, needs: authz.LedgerClose, path: closings + "/{id}/" + word, tag: ledgerTag, summary: summary,
			doc: doc, status: http.StatusNoContent, codes: []string{"second_person_needed", "already_decided", "lock_direction"},
			handle: func(ctx context.Context, c *call) (reply, error) {
				return reply{}, a.Ledger.DecideReopening(ctx, c.principal, c.id(), accept)
			},
		}
	}
	return []operation{
		{
			id: "list-closed-periods", method: http.MethodGet, needs: authz.LedgerChart, path: closings, tag: ledgerTag, summary: "List closed periods",
			doc: "What was closed, and what was asked to be opened, the newest first, at most 100.", result: pageView[closedPeriodView]{},
			handle: func(ctx context.Context, c *call) (reply, error) {
				list, _, err := a.Ledger.Locks(ctx, c.principal)
				return reply{body: viewPage(list, page.Page{}, viewClosedPeriod)}, err
			},
		},
		{
			id: "close-period", method: http.MethodPost, needs: authz.LedgerClose, path: closings, tag: ledgerTag, summary: "Close a period",
			body: &closingBody{}, create: []string{"through", "reason"}, status: http.StatusNoContent,
			example: map[string]any{"through": "2026-02-28", "reason": "February is reconciled"}, codes: []string{"lock_direction"}, handle: a.closePeriod,
		},
		{
			id: "ask-reopening", method: http.MethodPost, needs: authz.LedgerClose, path: "/v1/ledger/reopenings", tag: ledgerTag,
			summary: "Ask to open a period again", doc: "Somebody else accepts or refuses it.", body: &closingBody{}, create: []string{"reason"},
			status: http.StatusNoContent, example: map[string]any{"through": "2026-01-31", "reason": "A bill came late"}, codes: []string{"reopening_waits"},
			handle: a.askReopening,
		},
		decide("accept-reopening", "accept", "Accept that a period is opened", "By somebody else than who asked.", true),
		decide("refuse-reopening", "refuse", "Refuse to open a period", "Who asked takes the wish back so.", false),
	}
}

func entryFilters() []param {
	return []param{
		choiceParam("book", "Only this book.", []string{"property", "company"}), textParam("source", "Only what was posted of this kind.", 63),
		formatParam("from", "Only this day and later.", "date"), formatParam("to", "Only this day and earlier.", "date"),
		formatParam("property_id", "Only entries with a line of this property.", "uuid"),
		formatParam("account_id", "Only entries with a line of this account.", "uuid"),
		formatParam("tenancy_id", "Only entries with a line of this stay.", "uuid"),
	}
}

func (a *api) listLedgerAccounts(ctx context.Context, c *call) (reply, error) {
	list, err := a.Ledger.Accounts(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewLedgerAccount)}, err
}

func (a *api) createLedgerAccount(ctx context.Context, c *call) (reply, error) {
	var b ledgerAccountBody
	key, err := c.keyed("ledger_account.create", &b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := ledger.AccountInput{Active: true}
	b.apply(&f, &in)
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	v, err := a.Ledger.CreateAccount(ctx, c.principal, key, in)
	return reply{body: viewLedgerAccount(v), version: v.Version, location: "/v1/ledger/accounts/" + v.ID.String()}, err
}

func (a *api) updateLedgerAccount(ctx context.Context, c *call) (reply, error) {
	var b ledgerAccountBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	b.apply(&f, &ledger.AccountInput{})
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	v, err := a.Ledger.UpdateAccount(ctx, c.principal, c.id(), version, func(in *ledger.AccountInput) { b.apply(&f, in) })
	return reply{body: viewLedgerAccount(v), version: v.Version}, err
}

func (a *api) listJournalEntries(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Ledger.Entries(ctx, c.principal, ledger.EntryFilter{
		Book: ledger.Book(c.query.text("book")), Source: c.query.text("source"), From: c.query.date("from"), To: c.query.date("to"),
		Property: c.query.id("property_id"), Account: c.query.id("account_id"), Tenancy: c.query.id("tenancy_id"),
	}, c.page())
	return reply{body: viewPage(rows, around, viewJournalEntry)}, err
}

func (a *api) writeJournalEntry(ctx context.Context, c *call) (reply, error) {
	var b journalEntryBody
	key, err := c.keyed("journal_entry.write", &b)
	if err != nil {
		return reply{}, err
	}
	e, err := b.entry()
	if err != nil {
		return reply{}, err
	}
	return answerEntry(a.Ledger.Write(ctx, c.principal, key, e))
}

func answerEntry(e ledger.Recorded, err error) (reply, error) {
	return reply{body: viewJournalEntry(e), location: "/v1/ledger/entries/" + e.ID.String()}, err
}

func (a *api) reverseJournalEntry(ctx context.Context, c *call) (reply, error) {
	var b reversalBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	return answerEntry(a.Ledger.Undo(ctx, c.principal, ledger.Reversal{
		Entry: c.id(), Date: dateOf(b.Date), Reason: b.Reason.value, LateReason: b.LateReason.value,
	}))
}

func (a *api) trialBalance(ctx context.Context, c *call) (reply, error) {
	about := ledger.Question{Book: ledger.Book(c.query.text("book")), AsOf: c.query.date("as_of"), Property: c.query.id("property_id")}
	if about.Book == "" {
		about.Book = ledger.PropertyBook
	}
	if known := c.query.text("known_at"); known != "" {
		about.KnownAt, _ = time.Parse(time.RFC3339, known) // its shape was checked
	}
	about, rows, err := a.Ledger.TrialBalance(ctx, c.principal, about)
	if err != nil {
		return reply{}, err
	}
	out := trialBalanceView{Book: string(about.Book), AsOf: about.AsOf, Rows: make([]trialBalanceLineView, 0, len(rows)), Debit: money.Zero, Credit: money.Zero}
	if !about.KnownAt.IsZero() {
		out.KnownAt = &about.KnownAt
	}
	for _, r := range rows {
		v := trialBalanceLineView{r.Account.ID, r.Account.Code, r.Account.Name, r.Account.Type, r.Debit, r.Credit, r.Net()}
		if net := v.Balance; net.Sign() > 0 {
			out.Debit = out.Debit.Add(net)
		} else {
			out.Credit = out.Credit.Sub(net)
		}
		out.Rows = append(out.Rows, v)
	}
	return reply{body: out}, nil
}

func (a *api) closePeriod(ctx context.Context, c *call) (reply, error) {
	var b closingBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	return reply{}, a.Ledger.Close(ctx, c.principal, dateOf(b.Through), b.Reason.value)
}

func (a *api) askReopening(ctx context.Context, c *call) (reply, error) {
	var b closingBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	return reply{}, a.Ledger.AskReopening(ctx, c.principal, dateOf(b.Through), b.Reason.value)
}
