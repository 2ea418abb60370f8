// Package money is exact decimal money with two places, the form in which every amount is stored
// (numeric(14,2)), shown and sent (a decimal string, never a JSON number).
package money

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/govalues/decimal"
)

// Places is the number of decimal places of every amount.
const Places = 2

// maxWhole is how many digits numeric(14,2) has before the point.
const maxWhole = 12

var (
	// ErrSyntax is returned for text that is not a plain decimal number.
	ErrSyntax = errors.New("not a decimal amount")
	// ErrPlaces is returned for an amount with more than two decimal places: money is never rounded on the
	// way in.
	ErrPlaces = errors.New("more than two decimal places")
	// ErrRange is returned for an amount that numeric(14,2) cannot hold.
	ErrRange = errors.New("amount out of range")

	limit = decimal.MustParse("999999999999.99")
)

// Amount is an exact amount of money in whole cents, in the organization's currency unless it is said
// otherwise beside it. The zero value is 0.00.
type Amount struct{ d decimal.Decimal }

// Zero is 0.00.
var Zero = Amount{}

// Parse reads a plain decimal such as "1250", "1250.5" or "-43.38". Thousands separators, currency signs, exponents and
// more than two places are errors (ErrSyntax, ErrPlaces, ErrRange); zeros at either end do not count.
func Parse(s string) (Amount, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, frac, _ := strings.Cut(digits, ".")
	if whole+frac == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return Zero, ErrSyntax
	}
	// What does not fit is told before decimal sees it, which would round a long fraction.
	whole, frac = strings.TrimLeft(whole, "0"), strings.TrimRight(frac, "0")
	switch {
	case len(frac) > Places:
		return Zero, ErrPlaces
	case len(whole) > maxWhole:
		return Zero, ErrRange
	}
	d, err := decimal.Parse("0" + whole + "." + frac)
	if err != nil {
		return Zero, ErrSyntax
	}
	if negative {
		d = d.Neg()
	}
	return Amount{d.Rescale(Places)}, nil
}

// MustParse is Parse for constants; it panics on bad text.
func MustParse(s string) Amount {
	a, err := Parse(s)
	if err != nil {
		panic(fmt.Sprintf("money.MustParse(%q): %v", s, err))
	}
	return a
}

// FromCents returns the amount of n cents. It does not look at the range, so that a sum which is only shown may be past
// numeric(14,2).
func FromCents(n int64) Amount {
	d, err := decimal.New(n, Places)
	if err != nil {
		panic(err) // unreachable: int64 cents always fit in decimal's 19 digits
	}
	return Amount{d}
}

func fromDecimal(d decimal.Decimal) (Amount, error) {
	if d.Trim(0).Scale() > Places {
		return Zero, ErrPlaces
	}
	d = d.Rescale(Places)
	if d.Abs().Cmp(limit) > 0 {
		return Zero, ErrRange
	}
	return Amount{d}, nil
}

// Add returns a+b. It panics past numeric(14,2): a sum that large is a broken program, not a user's error.
func (a Amount) Add(b Amount) Amount { return must(a.d.Add(b.d)) }

// Sub returns a-b.
func (a Amount) Sub(b Amount) Amount { return must(a.d.Sub(b.d)) }

// Neg returns -a.
func (a Amount) Neg() Amount { return Amount{a.d.Neg()} }

// Abs returns |a|.
func (a Amount) Abs() Amount { return Amount{a.d.Abs()} }

// Cmp returns -1, 0 or 1 as a is below, equal to or above b.
func (a Amount) Cmp(b Amount) int { return a.d.Cmp(b.d) }

// Equal reports a == b; go-cmp uses it.
func (a Amount) Equal(b Amount) bool { return a.d.Cmp(b.d) == 0 }

// Sign returns -1, 0 or 1.
func (a Amount) Sign() int { return a.d.Sign() }

// IsZero reports whether a is 0.00.
func (a Amount) IsZero() bool { return a.d.IsZero() }

// Cents returns the amount as a whole number of cents.
func (a Amount) Cents() int64 {
	whole, frac, _ := a.d.Int64(Places)
	return whole*100 + frac
}

// String returns the plain decimal with two places, such as "-43.38".
func (a Amount) String() string { return a.d.Rescale(Places).String() }

// Grouped returns the amount with thousands separators, such as "541,088.21" or "-1,200.00".
func (a Amount) Grouped() string {
	s := a.String()
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	whole, cents, _ := strings.Cut(s, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	return sign + b.String() + "." + cents
}

// In writes an amount as it is read in a currency, given by its ISO 4217 code: "-$1,250.00" for USD, "1,250.00 CAD" otherwise.
func (a Amount) In(currency string) string {
	switch {
	case currency != "USD":
		return a.Grouped() + " " + currency
	case a.Sign() < 0:
		return "-$" + a.Neg().Grouped()
	default:
		return "$" + a.Grouped()
	}
}

// MarshalText implements encoding.TextMarshaler: JSON carries a string, so that no client reads a float.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (a *Amount) UnmarshalText(b []byte) error {
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*a = v
	return nil
}

// Value implements driver.Valuer.
func (a Amount) Value() (driver.Value, error) { return a.String(), nil }

// Scan implements sql.Scanner. NULL, NaN and what Parse refuses are errors.
func (a *Amount) Scan(src any) error {
	var s string
	switch v := src.(type) {
	case string:
		s = v
	case []byte:
		s = string(v)
	case int64:
		s = fmt.Sprint(v)
	default:
		return fmt.Errorf("money: cannot scan %T", src)
	}
	v, err := Parse(s)
	if err != nil {
		return fmt.Errorf("money: scan: %w", err)
	}
	*a = v
	return nil
}

func must(d decimal.Decimal, err error) Amount {
	if err != nil {
		panic(fmt.Sprintf("money: %v", err))
	}
	a, err := fromDecimal(d)
	if err != nil {
		panic(fmt.Sprintf("money: %v", err))
	}
	return a
}
