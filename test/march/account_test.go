package march

import (
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// On each day of the month the statements of the stays and what is owed by age say what the books say, and so does what a renter is shown.
func TestAccountsAreTheBooks(t *testing.T) {
	t.Parallel()
	k := begin(t, "America/New_York")
	k.open()
	out := k.first(variant{started: "2026-03-09"})
	known, before := k.clock.Now(), k.receivables("2026-03-12", time.Time{})
	k.clock.Advance(time.Second)
	k.rest(out)

	for date := day("2026-02-28"); !date.After(day("2026-03-31")); date = date.AddDays(1) {
		on := date.String()
		total := k.receivables(on, time.Time{})
		k.figure("receivables on "+on, total, k.accounts(ledger.PropertyBook, on, ledger.Accrual)["1200"].String())
		prepaid, err := k.billing.Held(t.Context(), k.admin, ledger.Prepaid, date)
		k.must(err)
		for unit, stay := range k.stays {
			want := k.owed(unit, on)
			for _, h := range prepaid {
				if h.TenancyID == stay {
					want = want.Sub(h.Amount)
				}
			}
			s, err := k.billing.Statement(t.Context(), k.admin, billing.StatementQuestion{Tenancy: stay, To: date})
			k.must(err)
			k.figure("the statement of "+unit+" on "+on, s.Closing, want.String())
			sum := money.Zero
			for _, l := range s.Lines {
				if sum = sum.Add(l.Amount); !sum.Equal(l.Balance) {
					t.Errorf("%s on %s: a balance of %s after %s", unit, on, l.Balance, sum)
				}
			}
		}
	}
	k.figure("receivables of 12 March as they were known then", k.receivables("2026-03-12", known), before.String())
	if now := k.receivables("2026-03-12", time.Time{}); now.Equal(money.Zero) {
		t.Error("nothing was owed on 12 March")
	}
	k.rentersSeeTheBooks()
}

// receivables are the totals of what is owed on a day; their ages add up to them.
func (k *month) receivables(date string, known time.Time) money.Amount {
	k.Helper()
	_, rows, err := k.billing.Receivables(k.Context(), k.admin, billing.ReceivablesQuestion{AsOf: day(date), KnownAt: known})
	k.must(err)
	total := money.Zero
	for _, r := range rows {
		total = total.Add(r.Total)
		if ages := r.DueToday.Add(r.Days30).Add(r.Days60).Add(r.Days90).Add(r.Older); !ages.Equal(r.Total) {
			k.Errorf("%s: %s by age, %s in all", date, ages, r.Total)
		}
	}
	return total
}

// rentersSeeTheBooks compares what renters are shown of their accounts with what staff see, which is from the books.
func (k *month) rentersSeeTheBooks() {
	k.Helper()
	for unit, stay := range k.stays {
		books, err := k.billing.Account(k.Context(), k.admin, stay)
		k.must(err)
		list, err := k.billing.OwnAccounts(k.Context(), tenancy.Principal{
			Organization: k.admin.Organization, User: id.New(), Role: tenancy.RoleRenter, Scopes: []id.ID{stay},
		})
		k.must(err)
		if len(list) != 1 {
			k.Fatalf("%s sees %d accounts", unit, len(list))
		}
		own := list[0]
		k.figure(unit+" owes", own.Balance, books.Balance.String())
		k.figure(unit+" owes ahead", own.Ahead, books.Ahead.String())
		k.figure(unit+" has prepaid", own.Prepaid, books.Prepaid.String())
		k.figure(unit+" has deposited", own.Deposit, books.Deposit.String())
		k.figure(unit+" has under way", own.Pending, books.Pending.String())
	}
}
