package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Whatever is posted and taken back, in whatever order: debits are credits in every property at every date, the kept sums are those of
// the lines, and what was known at a moment stays so.
func TestHistories(t *testing.T) {
	t.Parallel()
	k := setup(t)
	accounts := k.chart.Accounts()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		var posted []ledger.Posted
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			n++
			k.clock.Advance(time.Minute)
			if len(posted) > 0 && rapid.Bool().Draw(rt, "takes back") {
				i := rapid.IntRange(0, len(posted)-1).Draw(rt, "which")
				err := tenancy.InTx(t.Context(), k.db, k.admin, func(ctx context.Context, tx tenancy.Tx) error {
					_, err := ledger.Reverse(ctx, tx, ledger.Reversal{Entry: posted[i].ID, Reason: "Chance"})
					return err
				})
				if err != nil && !errors.Is(err, ledger.ErrReversed) {
					rt.Fatal(err)
				}
				continue
			}
			e := ledger.Entry{
				Key: fmt.Sprint("history:", n), Book: rapid.SampledFrom(ledger.Books).Draw(rt, "book"), Source: "history",
				Date: period.MustParse("2026-01-01").AddDays(rapid.IntRange(0, 120).Draw(rt, "day")), AccrualOnly: rapid.Bool().Draw(rt, "accrual only"),
			}
			for _, property := range []id.ID{k.maple, k.oak} {
				var sum money.Amount
				for range rapid.IntRange(1, 3).Draw(rt, "lines") {
					l := ledger.Debit(rapid.SampledFrom(accounts).Draw(rt, "account").ID, property, money.FromCents(rapid.Int64Range(1, 9_999_999).Draw(rt, "cents")))
					if rapid.Bool().Draw(rt, "elsewhere on cash") {
						l.Cash = rapid.SampledFrom(accounts).Draw(rt, "cash account").ID
					}
					sum = sum.Add(l.Amount)
					e.Lines = append(e.Lines, l)
				}
				e.Lines = append(e.Lines, ledger.Credit(rapid.SampledFrom(accounts).Draw(rt, "other side").ID, property, sum))
			}
			out, err := k.post(e)
			if err != nil {
				rt.Fatal(err)
			}
			posted = append(posted, out...)
		}
		about := ledger.Question{
			Book: rapid.SampledFrom(ledger.Books).Draw(rt, "asked book"), AsOf: period.MustParse("2026-01-01").AddDays(rapid.IntRange(0, 130).Draw(rt, "as of")),
			Property: rapid.SampledFrom([]id.ID{k.maple, k.oak, id.Nil}).Draw(rt, "asked property"),
			Basis:    rapid.SampledFrom([]ledger.Basis{ledger.Accrual, ledger.Cash}).Draw(rt, "basis"),
		}
		now := k.trial(rt, about)
		about.KnownAt = k.clock.Now()
		if known := k.trial(rt, about); known != now {
			rt.Errorf("%+v: from the sums %s, from the lines %s", about, now, known)
		}
		k.clock.Advance(time.Minute)
		n++
		if _, err := k.post(k.entry(fmt.Sprint("history:", n), about.AsOf.String(), "1.00")); err != nil {
			rt.Fatal(err)
		}
		if later := k.trial(rt, about); later != now {
			rt.Errorf("%+v: known as %s, later as %s", about, now, later)
		}
	})
	k.sound()
}

// trial is a trial balance as a text; it must balance.
func (k *kit) trial(rt *rapid.T, about ledger.Question) string {
	_, list, err := k.s.TrialBalance(k.Context(), k.admin, about)
	if err != nil {
		rt.Fatal(err)
	}
	var sum money.Amount
	text := ""
	for _, b := range list {
		sum = sum.Add(b.Net())
		text += fmt.Sprintf("%s %s %s; ", b.Account.Code, b.Debit, b.Credit)
	}
	if !sum.IsZero() {
		rt.Errorf("%+v: out of balance by %s", about, sum)
	}
	return text
}
