package ledger_test

import (
	"context"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The two bases come from the same lines: a charge is income when it is owed, or when it is paid, and a payment that comes back takes
// it away on its own day.
func TestTwoBases(t *testing.T) {
	k := setup(t)
	charge := ledger.Subject{Kind: "charge", ID: id.New()}
	owed := k.entry("charge:1", "2026-02-27", "900.00")
	owed.AccrualOnly = true
	paid := money.MustParse("600.00")
	receipt := ledger.Entry{
		Key: "payment:1", Book: ledger.PropertyBook, Date: period.MustParse("2026-03-03"), Source: "payment",
		Lines: []ledger.Line{
			ledger.Debit(k.chart.Of(ledger.Undeposited), k.maple, paid),
			{Account: k.chart.Of(ledger.Receivable), Property: k.maple, Amount: paid.Neg(), Cash: k.chart.Of(ledger.Rent), For: charge},
		},
	}
	done, err := k.post(owed, receipt)
	if err != nil {
		t.Fatal(err)
	}
	k.in(k.admin, func(ctx context.Context, tx tenancy.Tx) error {
		_, err := ledger.Reverse(ctx, tx, ledger.Reversal{Entry: done[1].ID, Date: period.MustParse("2026-03-10"), Reason: "R01"})
		return err
	})
	k.clock.Advance(time.Second) // entries are recorded one after the other
	for _, w := range []struct {
		day                               string
		basis                             ledger.Basis
		rent, receivable, undepositedFund string
	}{
		{"2026-02-28", ledger.Accrual, "-900.00", "900.00", "0.00"},
		{"2026-02-28", ledger.Cash, "0.00", "0.00", "0.00"},
		{"2026-03-04", ledger.Accrual, "-900.00", "300.00", "600.00"},
		{"2026-03-04", ledger.Cash, "-600.00", "0.00", "600.00"},
		{"2026-03-31", ledger.Cash, "0.00", "0.00", "0.00"},
		{"2026-04-30", ledger.Cash, "0.00", "0.00", "0.00"},
		{"2026-04-30", ledger.Accrual, "-900.00", "900.00", "0.00"},
	} {
		for _, known := range []bool{false, true} {
			about := day(w.day)
			about.Basis = w.basis
			if known {
				about.KnownAt = k.clock.Now()
			}
			got := []string{k.balance(ledger.Rent, about), k.balance(ledger.Receivable, about), k.balance(ledger.Undeposited, about)}
			if got[0] != w.rent || got[1] != w.receivable || got[2] != w.undepositedFund {
				t.Errorf("%s on %s (known: %v): rent %s, receivable %s, undeposited %s", w.day, w.basis, known, got[0], got[1], got[2])
			}
		}
	}
	k.sound()
}
