package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// What is posted is numbered, balanced at any date, and the same whoever asks again.
func TestPosting(t *testing.T) {
	t.Parallel()
	k := setup(t)
	out, err := k.post(k.entry(key(1), "2026-03-01", "1500.00"), k.entry(key(2), "2026-03-05", "23.75"))
	if err != nil || out[0].Number != 1 || out[1].Number != 2 {
		t.Fatalf("%+v, %v", out, err)
	}
	known := k.clock.Now()
	k.clock.Advance(time.Hour)
	again, err := k.post(k.entry(key(2), "2026-03-05", "23.75"), k.entry(key(3), "2026-02-28", "100.00"))
	if err != nil || !again[0].Before || again[0].ID != out[1].ID || again[1].Number != 3 {
		t.Fatalf("%+v, %v", again, err)
	}
	for on, want := range map[string]string{"2026-02-27": "0.00", "2026-02-28": "100.00", "2026-03-01": "1600.00", "2026-03-04": "1600.00", "2026-03-05": "1623.75", "2027-01-01": "1623.75"} {
		if got := k.balance(ledger.Receivable, day(on)); got != want {
			t.Errorf("on %s %s, want %s", on, got, want)
		}
	}
	if got := k.balance(ledger.Receivable, ledger.Question{AsOf: period.MustParse("2026-03-05"), KnownAt: known}); got != "1523.75" {
		t.Errorf("as it was known before the later post: %s", got)
	}
	if got := k.balance(ledger.Receivable, ledger.Question{AsOf: period.MustParse("2026-03-31"), Property: k.oak}); got != "0.00" {
		t.Errorf("another property: %s", got)
	}
	if _, err := k.post(k.entry(key(2), "2026-03-05", "23.76")); !errors.Is(err, ledger.ErrKeyReused) {
		t.Errorf("another amount under the same key: %v", err)
	}
	k.sound()
}

// What is wrong with an entry is said, and nothing of it stays.
func TestWhatIsNotPosted(t *testing.T) {
	t.Parallel()
	k := setup(t)
	strange := k.open(k.other)
	for what, c := range map[string]struct {
		code string
		mend func(*ledger.Entry)
	}{
		"unbalanced":            {"entry_unbalanced", func(e *ledger.Entry) { e.Lines[0].Amount = money.MustParse("1.01") }},
		"across properties":     {"entry_unbalanced", func(e *ledger.Entry) { e.Lines[1].Property = k.oak }},
		"one line":              {"invalid_input", func(e *ledger.Entry) { e.Lines = e.Lines[:1] }},
		"no amount":             {"invalid_input", func(e *ledger.Entry) { e.Lines[0].Amount, e.Lines[1].Amount = money.Zero, money.Zero }},
		"no property":           {"invalid_input", func(e *ledger.Entry) { e.Lines[0].Property, e.Lines[1].Property = id.Nil, id.Nil }},
		"no date":               {"invalid_input", func(e *ledger.Entry) { e.Date = period.Date{} }},
		"no key":                {"invalid_input", func(e *ledger.Entry) { e.Key = "" }},
		"another book":          {"invalid_input", func(e *ledger.Entry) { e.Book = "cash" }},
		"no account":            {"invalid_input", func(e *ledger.Entry) { e.Lines[0].Account = id.Nil }},
		"another's account":     {"reference_not_found", func(e *ledger.Entry) { e.Lines[0].Account = strange.Of(ledger.Rent) }},
		"an unknown tenancy":    {"reference_not_found", func(e *ledger.Entry) { e.Lines[0].Tenancy = id.New() }},
		"an unknown property":   {"reference_not_found", func(e *ledger.Entry) { e.Lines[0].Property = id.New(); e.Lines[1].Property = e.Lines[0].Property }},
		"a letter of no script": {"invalid_input", func(e *ledger.Entry) { e.Memo = "a\x00b" }},
	} {
		e := k.entry(key(1), "2026-03-01", "1.00")
		c.mend(&e)
		_, err := k.post(k.entry(key(2), "2026-03-01", "5.00"), e)
		k.wants(what, err, c.code)
	}
	if got := k.balance(ledger.Receivable, day("2026-03-31")); got != "0.00" {
		t.Errorf("%s stayed", got)
	}
}

// A reversal takes an entry back once, on a day that is open and not before it.
func TestReversal(t *testing.T) {
	t.Parallel()
	k := setup(t)
	write := func(day string) ledger.Recorded {
		r, err := k.s.Write(t.Context(), k.admin, tenancy.Key{}, ledger.Entry{
			Book: ledger.PropertyBook, Date: period.MustParse(day), Memo: "Owner puts money in",
			Lines: []ledger.Line{
				ledger.Debit(k.code("1500"), k.maple, money.MustParse("500.00")),
				ledger.Credit(k.chart.Of(ledger.Contributions), k.maple, money.MustParse("500.00")),
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	e := write("2026-02-10")
	if len(e.Lines) != 2 || e.Lines[0].Code != "1500" && e.Lines[1].Code != "1500" || e.By == nil || *e.By != k.admin.User || e.ByName != "Pat Poe" || !e.ByHand() {
		t.Errorf("%+v", e)
	}
	undo := func(r ledger.Reversal) (ledger.Recorded, error) { return k.s.Undo(t.Context(), k.admin, r) }
	_, err := undo(ledger.Reversal{Entry: e.ID})
	k.wants("no reason", err, "required")
	_, err = undo(ledger.Reversal{Entry: e.ID, Reason: "Wrong", Date: period.MustParse("2026-02-09")})
	k.wants("before the entry", err, "range")
	_, err = undo(ledger.Reversal{Entry: id.New(), Reason: "Wrong"})
	k.wants("an unknown entry", err, "not_found")
	if err := k.s.Close(t.Context(), k.admin, period.MustParse("2026-02-28"), "February is done"); err != nil {
		t.Fatal(err)
	}
	back, err := undo(ledger.Reversal{Entry: e.ID, Reason: "Wrong owner"})
	if err != nil || back.Date.String() != "2026-03-01" || back.Reverses != e.ID {
		t.Fatalf("%+v, %v", back, err)
	}
	if got := k.balance(ledger.Contributions, day("2026-02-28")); got != "-500.00" {
		t.Errorf("February says %s now", got)
	}
	if got := k.balance(ledger.Contributions, day("2026-03-01")); got != "0.00" {
		t.Errorf("%s is left", got)
	}
	_, err = undo(ledger.Reversal{Entry: e.ID, Reason: "Wrong owner"})
	k.wants("again", err, "entry_reversed")
	_, err = undo(ledger.Reversal{Entry: back.ID, Reason: "Right after all"})
	k.wants("the reversal", err, "entry_is_reversal")
	charged, err := k.post(k.entry(key(1), "2026-03-02", "5.00"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = undo(ledger.Reversal{Entry: charged[0].ID, Reason: "Wrong"})
	k.wants("what the program posted", err, "entry_not_manual")
	k.sound()
}

// A closed period takes nothing but what is posted with a reason by who may, and a second person opens it.
func TestClosedPeriod(t *testing.T) {
	t.Parallel()
	k := setup(t)
	end := period.MustParse("2026-02-28")
	accountant, bookkeeper := k.person(k.admin.Organization, tenancy.RoleAccountant), k.person(k.admin.Organization, tenancy.RoleBookkeeper)
	k.wants("a bookkeeper closes", k.s.Close(t.Context(), bookkeeper, end, "Done"), "forbidden")
	k.wants("no reason", k.s.Close(t.Context(), accountant, end, " "), "invalid_input")
	k.wants("tomorrow", k.s.Close(t.Context(), accountant, period.MustParse("2026-04-01"), "Done"), "range")
	k.wants("next year", k.s.Close(t.Context(), accountant, period.MustParse("2027-01-31"), "Done"), "range")
	k.wants("to open what is open", k.s.AskReopening(t.Context(), accountant, end, "A bill came late"), "range")
	if err := k.s.Close(t.Context(), accountant, end, "February is done"); err != nil {
		t.Fatal(err)
	}
	k.wants("closed again", k.s.Close(t.Context(), accountant, end, "Done"), "range")
	_, err := k.post(k.entry(key(1), "2026-02-28", "5.00"))
	k.wants("on the last closed day", err, "period_locked")
	late := k.entry(key(1), "2026-02-28", "5.00")
	late.LateReason = "The bank told us late"
	if _, err := k.post(late); err != nil {
		t.Errorf("with a reason: %v", err)
	}
	by := ledger.Entry{Book: ledger.PropertyBook, Date: end, LateReason: "Late", Lines: []ledger.Line{
		ledger.Debit(k.code("1500"), k.maple, money.MustParse("1.00")),
		ledger.Credit(k.chart.Of(ledger.Contributions), k.maple, money.MustParse("1.00")),
	}}
	_, err = k.s.Write(t.Context(), bookkeeper, tenancy.Key{}, by)
	k.wants("a bookkeeper overrides", err, "forbidden")
	if e, err := k.s.Write(t.Context(), accountant, tenancy.Key{}, by); err != nil || e.LateReason != "Late" {
		t.Errorf("an accountant overrides: %+v, %v", e, err)
	}
	by.Date = by.Date.AddDays(1)
	if e, err := k.s.Write(t.Context(), accountant, tenancy.Key{}, by); err != nil || e.LateReason != "" {
		t.Errorf("what is not late has a reason: %+v, %v", e, err)
	}

	if err := k.s.AskReopening(t.Context(), accountant, period.MustParse("2026-01-31"), "A bill came late"); err != nil {
		t.Fatal(err)
	}
	k.wants("asked again", k.s.AskReopening(t.Context(), k.admin, period.Date{}, "All of it"), "reopening_waits")
	list, closed, err := k.s.Locks(t.Context(), bookkeeper)
	if err != nil || len(list) != 2 || !list[0].Reopens || list[0].AskedName != "Pat Poe" || list[0].DecidedName != "" || list[1].DecidedName != "Pat Poe" || list[0].DecidedBy != nil || !closed.Equal(end) {
		t.Fatalf("%+v, %s, %v", list, closed, err)
	}
	wish := list[0].ID
	k.wants("one's own wish", k.s.DecideReopening(t.Context(), accountant, wish, true), "second_person_needed")
	k.wants("another organization's", k.s.DecideReopening(t.Context(), k.other, wish, true), "not_found")
	if err := k.s.DecideReopening(t.Context(), k.admin, wish, true); err != nil {
		t.Fatal(err)
	}
	k.wants("decided again", k.s.DecideReopening(t.Context(), k.admin, wish, false), "already_decided")
	if _, err := k.post(k.entry(key(3), "2026-02-01", "5.00")); err != nil {
		t.Errorf("in what was opened: %v", err)
	}
	if err := k.s.AskReopening(t.Context(), accountant, period.Date{}, "A year came late"); err != nil {
		t.Fatal(err)
	}
	list, _, err = k.s.Locks(t.Context(), bookkeeper)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.s.DecideReopening(t.Context(), accountant, list[0].ID, false); err != nil {
		t.Errorf("taken back by who asked: %v", err)
	}
	if list, closed, err = k.s.Locks(t.Context(), bookkeeper); err != nil || closed.String() != "2026-01-31" || list[0].State() != "taken_back" || list[1].State() != "opened" {
		t.Errorf("closed through %s after that, %v", closed, err)
	}
	k.sound()
}

// Whoever may not see the books does not, and whoever was given some properties sees theirs.
func TestWhoSeesTheBooks(t *testing.T) {
	t.Parallel()
	k := setup(t)
	if _, err := k.post(k.entry(key(1), "2026-03-01", "1500.00")); err != nil {
		t.Fatal(err)
	}
	limited := k.person(k.admin.Organization, tenancy.RoleAccountant)
	limited.PropertyScope = []id.ID{k.oak}
	about := ledger.Question{Book: ledger.PropertyBook, AsOf: period.MustParse("2026-03-31")}
	if _, list, err := k.s.TrialBalance(t.Context(), limited, about); err != nil || len(list) != 0 {
		t.Errorf("another property: %+v, %v", list, err)
	}
	about.Property = k.maple
	_, _, err := k.s.TrialBalance(t.Context(), limited, about)
	k.wants("by name", err, "forbidden")
	_, _, err = k.s.TrialBalance(t.Context(), limited, ledger.Question{Book: ledger.CompanyBook, AsOf: about.AsOf})
	k.wants("the company's book", err, "forbidden")
	_, err = k.s.Write(t.Context(), limited, tenancy.Key{}, ledger.Entry{Book: ledger.PropertyBook, Date: about.AsOf, Lines: k.entry("x", "2026-03-01", "1.00").Lines})
	k.wants("writes into another property", err, "forbidden")
	for _, role := range []tenancy.Role{tenancy.RoleTechnician, tenancy.RoleLeasingAgent, tenancy.RoleRenter, tenancy.RoleOwner, tenancy.RoleVendor} {
		p := k.admin
		p.Role = role
		_, _, err := k.s.TrialBalance(t.Context(), p, about)
		k.wants(string(role), err, "forbidden")
	}
	if _, list, err := k.s.TrialBalance(t.Context(), k.other, ledger.Question{Book: ledger.PropertyBook, AsOf: about.AsOf}); err != nil || len(list) != 0 {
		t.Errorf("another organization: %+v, %v", list, err)
	}
	_, err = k.s.Write(t.Context(), k.admin, tenancy.Key{}, ledger.Entry{Book: ledger.PropertyBook, Date: about.AsOf, Lines: k.entry("x", "2026-03-01", "1.00").Lines})
	k.wants("by hand into receivables", err, "account_controlled")
	_, err = k.s.Write(t.Context(), k.admin, tenancy.Key{}, ledger.Entry{Book: ledger.PropertyBook, Date: about.AsOf, Lines: []ledger.Line{
		ledger.Debit(k.open(k.other).Of(ledger.OperatingBank), k.maple, money.MustParse("1.00")), ledger.Credit(k.chart.Of(ledger.Contributions), k.maple, money.MustParse("1.00")),
	}})
	k.wants("by hand into another's account", err, "required")
	_, err = k.s.Write(t.Context(), k.admin, tenancy.Key{}, ledger.Entry{Book: ledger.PropertyBook, Date: about.AsOf, Lines: []ledger.Line{
		ledger.Credit(k.chart.Of(ledger.OperatingBank), k.maple, money.MustParse("1.00")), ledger.Debit(k.code("1500"), k.maple, money.MustParse("1.00")),
	}})
	k.wants("by hand out of a trust bank", err, "account_controlled")
	own := ledger.Entry{Book: ledger.CompanyBook, Date: about.AsOf, Lines: []ledger.Line{
		ledger.Debit(k.code("5060"), id.Nil, money.MustParse("1.00")), ledger.Credit(k.chart.Of(ledger.CompanyBank), id.Nil, money.MustParse("1.00")),
	}}
	_, err = k.s.Write(t.Context(), k.admin, tenancy.Key{}, own)
	k.wants("from a bank that the company does not have", err, "company_bank_missing")
	bank := id.New()
	k.exec(`INSERT INTO bank_accounts (tenant_id, id, purpose, account_holder_name, account_type, bank_name, last_four)
		VALUES ($1, $2, 'company', 'Company', 'checking', 'First Bank', '0001')`, k.admin.Organization, bank)
	if e, err := k.s.Write(t.Context(), k.admin, tenancy.Key{}, own); err != nil || e.Lines[0].Bank != bank && e.Lines[1].Bank != bank {
		t.Errorf("from the company's bank: %+v, %v", e, err)
	}
	hidden, _, err := k.s.Entries(t.Context(), k.admin, ledger.EntryFilter{}, page.Request{})
	if err != nil || len(hidden) != 2 {
		t.Fatalf("%+v, %v", hidden, err)
	}
	_, err = k.s.Undo(t.Context(), limited, ledger.Reversal{Entry: hidden[1].ID, Reason: "Wrong"})
	k.wants("takes back what is not shown to them", err, "not_found")
}

// The application's own role cannot alter the books by SQL: not a row, not a line more, not a number less, not a sum, not a closed
// day.
func TestTheDatabaseRefuses(t *testing.T) {
	t.Parallel()
	k := setup(t)
	out, err := k.post(k.entry(key(1), "2026-02-01", "10.00"))
	if err != nil {
		t.Fatal(err)
	}
	if err := k.s.Close(t.Context(), k.admin, period.MustParse("2026-02-28"), "Done"); err != nil {
		t.Fatal(err)
	}
	rent, due := k.chart.Of(ledger.Rent), k.chart.Of(ledger.Receivable)
	entry := func(day string) string {
		return fmt.Sprintf(`WITH e AS (INSERT INTO journal_entries (tenant_id, id, number, book, entry_date, source)
			VALUES ('%s', '%s', 900, 'property', '%s', 'x') RETURNING tenant_id, id) `, k.admin.Organization, id.New(), day)
	}
	lines := func(from, property, credit string) string {
		return fmt.Sprintf(`INSERT INTO transactions (tenant_id, id, journal_entry_id, ledger_account_id, type, amount, property_id)
			SELECT e.tenant_id, gen_random_uuid(), e.id, '%s'::uuid, 'debit', 5, %s FROM %s
			UNION ALL SELECT e.tenant_id, gen_random_uuid(), e.id, '%s'::uuid, 'credit', %s, %s FROM %s`, due, property, from, rent, credit, property, from)
	}
	maple := "'" + k.maple.String() + "'::uuid"
	for what, c := range map[string]struct{ sql, code string }{
		"an entry is changed":     {`UPDATE journal_entries SET memo = 'x'`, ""},
		"an entry is removed":     {`DELETE FROM journal_entries`, ""},
		"a line is changed":       {`UPDATE transactions SET amount = 1`, ""},
		"a line is removed":       {`DELETE FROM transactions`, ""},
		"all is emptied":          {`TRUNCATE transactions`, ""},
		"a sum is changed":        {`UPDATE ledger_balances SET debit = 0`, ""},
		"a sum is made up":        {`INSERT INTO ledger_balances SELECT * FROM ledger_balances`, ""},
		"the closed day is moved": {`UPDATE ledgers SET locked_through = NULL`, ""},
		"numbers begin again":     {`UPDATE ledgers SET next_number = 1`, ""},
		"a wish is decided by itself": {fmt.Sprintf(`INSERT INTO ledger_locks (tenant_id, id, kind, reason, asked_by, asked_at, decided_by, decided_at, accepted)
			VALUES ('%[1]s', gen_random_uuid(), 'reopen', 'x', '%[2]s', now(), '%[2]s', now(), true)`, k.admin.Organization, k.admin.User), "second_person_needed"},
		"a line more":  {lines(fmt.Sprintf(`(SELECT '%s'::uuid AS tenant_id, '%s'::uuid AS id) AS e`, k.admin.Organization, out[0].ID), maple, "5"), "entry_posted"},
		"a closed day": {entry("2026-02-28") + lines("e", maple, "5"), "period_locked"},
		"no balance":   {entry("2026-03-01") + lines("e", maple, "6"), "entry_unbalanced"},
		"no property":  {entry("2026-03-01") + lines("e", "NULL::uuid", "5"), "required"},
		"no lines":     {entry("2026-03-01") + `SELECT 1`, "entry_empty"},
	} {
		err := tenancy.InTx(t.Context(), k.db, k.admin, func(ctx context.Context, tx tenancy.Tx) error {
			_, err := tx.Exec(ctx, c.sql)
			return err
		})
		if err == nil {
			t.Errorf("%s: nobody minds", what)
		} else if c.code != "" {
			k.wants(what, err, c.code)
		}
	}
	if got := k.balance(ledger.Receivable, day("2026-03-31")); got != "10.00" {
		t.Errorf("%s, want 10.00", got)
	}
	k.sound()
}
