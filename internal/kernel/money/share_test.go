package money

import (
	"testing"

	"pgregory.net/rapid"
)

func TestShare(t *testing.T) {
	for _, c := range []struct {
		amount   string
		num, den int64
		want     string
	}{
		{"1400.00", 18, 31, "812.90"},
		{"1400.00", 17, 30, "793.33"},
		{"1400.00", 12 * 18, 365, "828.49"},
		{"-0.01", 1, 2, "-0.01"},
		{"0.01", 1, 2, "0.01"},
		{"0.01", 1, 3, "0.00"},
		{"999999999999.99", 1_000_000, 1_000_000, "999999999999.99"},
	} {
		if got := MustParse(c.amount).Share(c.num, c.den).String(); got != c.want {
			t.Errorf("%s × %d ÷ %d = %s, want %s", c.amount, c.num, c.den, got, c.want)
		}
	}
	if got := MustParse("3587.90").Percent(MustParse("8.00")).String(); got != "287.03" {
		t.Errorf("8%% of 3587.90 is %s", got)
	}
}

func TestSplit(t *testing.T) {
	got := MustParse("3056.87").Split([]int64{5000, 2500, 2500})
	if got[0].String() != "1528.43" || got[1].String() != "764.22" || got[2].String() != "764.22" {
		t.Errorf("%v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		whole := FromCents(rapid.Int64Range(-1e12, 1e12).Draw(t, "whole"))
		weights := rapid.SliceOfN(rapid.Int64Range(0, 10000), 1, 9).Draw(t, "weights")
		weights[0]++
		total := int64(0)
		for _, w := range weights {
			total += w
		}
		parts := whole.Split(weights)
		if !Sum(parts...).Equal(whole) {
			t.Fatalf("%v are not %s together", parts, whole)
		}
		for i, p := range parts {
			exact := whole.Share(weights[i], total)
			if p.Sub(exact).Abs().Cents() > 1 || weights[i] == 0 && !p.IsZero() {
				t.Fatalf("part %d is %s of %s by %d of %d", i, p, whole, weights[i], total)
			}
		}
	})
}
