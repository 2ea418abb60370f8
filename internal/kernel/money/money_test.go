package money

import (
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

const maxCents = 99_999_999_999_999

func TestParse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"0": "0.00", "-0": "0.00", "-0.00": "0.00", "1250": "1250.00", "1250.5": "1250.50", "-43.38": "-43.38",
		"0001.50": "1.50", "1.500": "1.50", "2.00000000000000000000000000": "2.00", ".5": "0.50", "5.": "5.00",
		"999999999999.99": "999999999999.99", "-999999999999.99": "-999999999999.99",
		strings.Repeat("0", 40) + "7": "7.00",
	} {
		if got, err := Parse(in); err != nil || got.String() != want {
			t.Errorf("Parse(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
	for in, want := range map[string]error{
		"": ErrSyntax, ".": ErrSyntax, "-": ErrSyntax, "-.": ErrSyntax, "+1": ErrSyntax, "--1": ErrSyntax, "1-": ErrSyntax,
		"1,000": ErrSyntax, "$1": ErrSyntax, "1 ": ErrSyntax, " 1": ErrSyntax, "1 000": ErrSyntax, "1_000": ErrSyntax,
		"1e3": ErrSyntax, "1E-3": ErrSyntax, "0x10": ErrSyntax, "1.2.3": ErrSyntax, "NaN": ErrSyntax, "Inf": ErrSyntax,
		"-Infinity": ErrSyntax, "١٢": ErrSyntax, "1\x00": ErrSyntax, "(5.00)": ErrSyntax, "\xff": ErrSyntax,
		"1.005": ErrPlaces, "0.001": ErrPlaces, "-1.999": ErrPlaces,
		"1.00000000000000000001": ErrPlaces, "0.12345678901234567890123456789": ErrPlaces,
		"1000000000000": ErrRange, "-1000000000000.00": ErrRange, "99999999999999999999": ErrRange,
		strings.Repeat("9", 1000): ErrRange,
	} {
		if got, err := Parse(in); !errors.Is(err, want) || !got.IsZero() {
			t.Errorf("Parse(%q) = %v, %v, want %v", in, got, err, want)
		}
	}
}

func amounts(within int64) *rapid.Generator[Amount] {
	return rapid.Map(rapid.Int64Range(-within, within), FromCents)
}

// exact is the amount in cents by another arithmetic.
func exact(a Amount) *big.Int {
	n, ok := new(big.Int).SetString(strings.Replace(a.String(), ".", "", 1), 10)
	if !ok {
		panic(a.String())
	}
	return n
}

func TestPrintedIsParsedBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(-maxCents, maxCents).Draw(t, "cents")
		a := FromCents(cents)
		back, err := Parse(a.String())
		if err != nil || !back.Equal(a) || back.Cents() != cents || exact(a).Int64() != cents {
			t.Fatalf("%d cents print as %s and come back as %v, %v", cents, a, back, err)
		}
		if ungrouped := strings.ReplaceAll(a.Grouped(), ",", ""); ungrouped != a.String() {
			t.Fatalf("%s groups as %s", a, a.Grouped())
		}
		whole, _, _ := strings.Cut(strings.TrimPrefix(a.Grouped(), "-"), ".")
		for i, part := range strings.Split(whole, ",") {
			if len(part) != 3 && (i > 0 || len(part) > 3 || part == "") {
				t.Fatalf("%s groups as %s", a, a.Grouped())
			}
		}
		text, err := json.Marshal(a)
		if err != nil || string(text) != `"`+a.String()+`"` {
			t.Fatalf("JSON %s, %v", text, err)
		}
		var read Amount
		if err := json.Unmarshal(text, &read); err != nil || !read.Equal(a) {
			t.Fatalf("JSON comes back as %v, %v", read, err)
		}
		value, err := a.Value()
		if err != nil {
			t.Fatal(err)
		}
		var scanned Amount
		if err := scanned.Scan(value); err != nil || !scanned.Equal(a) {
			t.Fatalf("the database gives %v, %v", scanned, err)
		}
	})
}

func TestArithmeticIsExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := amounts(maxCents/2).Draw(t, "a"), amounts(maxCents/2).Draw(t, "b")
		x, y := exact(a), exact(b)
		if got, want := exact(a.Add(b)), new(big.Int).Add(x, y); got.Cmp(want) != 0 {
			t.Errorf("%s + %s = %s", a, b, got)
		}
		if got, want := exact(a.Sub(b)), new(big.Int).Sub(x, y); got.Cmp(want) != 0 {
			t.Errorf("%s - %s = %s", a, b, got)
		}
		if exact(a.Neg()).Cmp(new(big.Int).Neg(x)) != 0 || exact(a.Abs()).Cmp(new(big.Int).Abs(x)) != 0 {
			t.Errorf("-%s = %s, |%s| = %s", a, a.Neg(), a, a.Abs())
		}
		if a.Cmp(b) != x.Cmp(y) || a.Equal(b) != (x.Cmp(y) == 0) || a.Sign() != x.Sign() || a.IsZero() != (x.Sign() == 0) {
			t.Errorf("%s against %s: cmp %d, sign %d", a, b, a.Cmp(b), a.Sign())
		}
	})
}

func TestGrouped(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"0": "0.00", "-0.05": "-0.05", "999.99": "999.99", "1000": "1,000.00", "-1200": "-1,200.00", "541088.21": "541,088.21",
		"-100000": "-100,000.00", "999999999999.99": "999,999,999,999.99",
	} {
		if got := MustParse(in).Grouped(); got != want {
			t.Errorf("%s groups as %s, want %s", in, got, want)
		}
	}
}

func TestZeroValueIsZero(t *testing.T) {
	t.Parallel()
	var a Amount
	if a.String() != "0.00" || a.Grouped() != "0.00" || !a.IsZero() || a.Cents() != 0 || !a.Equal(FromCents(0)) ||
		!a.Add(MustParse("1.10")).Equal(MustParse("1.1")) || !cmp.Equal(a, MustParse("-0")) {
		t.Errorf("the zero value is %v", a)
	}
}

func TestScan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   any
		want string
	}{
		{"12.30", "12.30"},
		{[]byte("-7.1"), "-7.10"},
		{int64(-9), "-9.00"},
		{"541088.2100000000000000000000000000", "541088.21"},
	} {
		var a Amount
		if err := a.Scan(c.in); err != nil || a.String() != c.want {
			t.Errorf("Scan(%v) = %v, %v", c.in, a, err)
		}
	}
	for _, in := range []any{nil, "NaN", "Infinity", "", "1.001", "1000000000000.00", 1.5, true, struct{}{}} {
		a := MustParse("3")
		if err := a.Scan(in); err == nil || a.String() != "3.00" {
			t.Errorf("Scan(%v) = %v, %v, want an error and no change", in, a, err)
		}
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	t.Parallel()
	for _, in := range []string{`1.5`, `"1.505"`, `""`, `"1e2"`, `{}`, `true`} {
		a := MustParse("3")
		if err := json.Unmarshal([]byte(in), &a); err == nil || a.String() != "3.00" {
			t.Errorf("%s gave %v, %v", in, a, err)
		}
	}
}

func TestPanics(t *testing.T) {
	t.Parallel()
	most := FromCents(maxCents)
	for name, fn := range map[string]func(){
		"bad constant":   func() { MustParse("1.234") },
		"sum too large":  func() { most.Add(FromCents(1)) },
		"difference too": func() { most.Neg().Sub(FromCents(1)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			fn()
		})
	}
}
