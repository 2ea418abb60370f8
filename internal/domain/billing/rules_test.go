package billing_test

import (
	"testing"

	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/money"
)

func TestProrate(t *testing.T) {
	for _, c := range []struct{ method, rent, from, to, want string }{
		{"actual_days", "1400.00", "2026-03-14", "2026-03-31", "812.90"},
		{"actual_days", "1400.00", "2026-03-01", "2026-03-31", "1400.00"},
		{"actual_days", "1400.00", "2028-02-29", "2028-02-29", "48.28"},
		{"actual_days", "1400.00", "2028-02-01", "2028-02-28", "1351.72"},
		{"thirty_day", "1400.00", "2026-03-14", "2026-03-31", "793.33"},
		{"thirty_day", "1400.00", "2026-02-14", "2026-02-28", "793.33"},
		{"thirty_day", "1400.00", "2026-03-31", "2026-03-31", "46.67"},
		{"thirty_day", "1400.00", "2026-03-01", "2026-03-30", "1400.00"},
		{"year_365", "1400.00", "2026-03-14", "2026-03-31", "828.49"},
		{"year_365", "1400.00", "2026-03-01", "2026-03-30", "1380.82"},
		{"year_365", "1400.00", "2026-03-02", "2026-03-31", "1380.82"},
		{"year_365", "0.01", "2026-03-02", "2026-03-31", "0.01"},
	} {
		if got := billing.Prorate(c.method, money.MustParse(c.rent), day(c.from), day(c.to)).String(); got != c.want {
			t.Errorf("%s of %s from %s to %s: %s, want %s", c.method, c.rent, c.from, c.to, got, c.want)
		}
	}
}

func TestLateFee(t *testing.T) {
	sum := func(s string) *money.Amount {
		if s == "" {
			return nil
		}
		a := money.MustParse(s)
		return &a
	}
	for _, c := range []struct{ kind, flat, percent, limit, least, unpaid, want string }{
		{"percent", "", "5.00", "", "", "475.00", "23.75"},
		{"percent", "", "5.00", "20.00", "", "475.00", "20.00"},
		{"percent", "", "5.00", "", "500.00", "475.00", "0.00"},
		{"percent", "", "5.00", "", "475.00", "475.00", "23.75"},
		{"percent", "", "5.00", "", "", "0.00", "0.00"},
		{"percent", "", "5.00", "", "", "-1.00", "0.00"},
		{"percent", "", "5.00", "", "", "1275.00", "63.75"},
		{"flat", "50.00", "", "", "", "0.01", "50.00"},
		{"greater", "50.00", "5.00", "", "", "475.00", "50.00"},
		{"greater", "10.00", "5.00", "", "", "475.00", "23.75"},
		{"lesser", "50.00", "5.00", "", "", "475.00", "23.75"},
		{"lesser", "10.00", "5.00", "", "", "475.00", "10.00"},
		{"none", "50.00", "5.00", "", "", "475.00", "0.00"},
	} {
		rules := leasing.ResolvedPolicy{LateFees: true, Policy: leasing.Policy{
			LateFeeKind: &c.kind, LateFeeAmount: sum(c.flat), LateFeePercentage: sum(c.percent), LateFeeCapAmount: sum(c.limit), LateFeeMinimumAmount: sum(c.least),
		}}
		if got := billing.LateFee(rules, money.MustParse(c.unpaid)).String(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
		rules.LateFees = false
		if got := billing.LateFee(rules, money.MustParse(c.unpaid)); !got.IsZero() {
			t.Errorf("%+v, but not confirmed: %s", c, got)
		}
	}
}
