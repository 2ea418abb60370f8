package rentroll

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// trouble is why a cell could not be read: a code and words that follow the column's name. The zero trouble is none.
type trouble struct{ code, words string }

func (t trouble) any() bool { return t.code != "" }

var plainAmount = regexp.MustCompile(`^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?$|^\.\d+$`)

// cellLimit is the largest amount that one row may hold. No rent is near it; a telephone number in a rent column is
// past it.
var cellLimit = money.MustParse("9999999.99")

// parseAmount reads the amounts of all layouts: 1450, 1,450.00, $1,450.00, -75.00, -$75.00, ($50.00).
func parseAmount(s string, limit money.Amount) (money.Amount, trouble) {
	negative := false
	if inner, ok := strings.CutPrefix(s, "("); ok && strings.HasSuffix(inner, ")") {
		negative, s = true, strings.TrimSuffix(inner, ")")
	} else if rest, ok := strings.CutPrefix(s, "-"); ok {
		negative, s = true, rest
	}
	s = strings.TrimPrefix(s, "$")
	if len(s) > 40 || !plainAmount.MatchString(s) {
		return money.Zero, trouble{"amount_not_number", "is not an amount such as 1,250.00"}
	}
	whole, places, _ := strings.Cut(strings.ReplaceAll(s, ",", ""), ".")
	if len(strings.TrimRight(places, "0")) > money.Places {
		return money.Zero, trouble{"amount_decimals", "has more than two decimal places"}
	}
	whole = strings.TrimLeft(whole, "0")
	places = (places + "00")[:money.Places]
	n, err := strconv.ParseInt("0"+whole+places, 10, 64)
	if err != nil || n > limit.Cents() {
		return money.Zero, trouble{"amount_too_large", "is larger than any amount that is accepted here (" + limit.Grouped() + ")"}
	}
	if negative {
		n = -n
	}
	return money.FromCents(n), trouble{}
}

var usDateForm = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})$`)

// parseUSDate reads MM/DD/YYYY and M/D/YYYY.
func parseUSDate(s string) (period.Date, trouble) {
	m := usDateForm.FindStringSubmatch(s)
	if m == nil {
		return period.Date{}, trouble{"date_form", "is not a date written MM/DD/YYYY"}
	}
	d, err := period.Parse(m[3] + "-" + pad(m[1]) + "-" + pad(m[2]))
	if err != nil || d.Year() < 1900 || d.Year() > 2199 {
		return period.Date{}, trouble{"date_impossible", "is a date that does not exist in the calendar"}
	}
	return d, trouble{}
}

var isoDateForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// parseDate reads YYYY-MM-DD too.
func parseDate(s string) (period.Date, trouble) {
	if !isoDateForm.MatchString(s) {
		d, t := parseUSDate(s)
		if t.code == "date_form" {
			t.words = "is not a date written YYYY-MM-DD or MM/DD/YYYY"
		}
		return d, t
	}
	d, err := period.Parse(s)
	if err != nil || d.Year() < 1900 || d.Year() > 2199 {
		return period.Date{}, trouble{"date_impossible", "is a date that does not exist in the calendar"}
	}
	return d, trouble{}
}

func pad(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

var plainCount = regexp.MustCompile(`^(?:\d{1,7}|\d{1,3}(?:,\d{3}){1,2})$`)

// parseCount reads a whole number from 0 up, with or without thousands separators.
func parseCount(s string) (int, trouble) {
	if !plainCount.MatchString(s) {
		return 0, trouble{"count_not_number", "is not a whole number from 0 up"}
	}
	n, err := strconv.Atoi(strings.ReplaceAll(s, ",", ""))
	if err != nil {
		return 0, trouble{"count_not_number", "is not a whole number from 0 up"}
	}
	return n, trouble{}
}

var bedBath = regexp.MustCompile(`^(--|\d{1,2})\s*/\s*(--|\d{1,2}(?:\.\d{1,2})?)$`)

// parseBedBath reads "2/1.50" and "--/--". Baths come as a plain decimal without trailing zeros.
func parseBedBath(s string) (beds *int, baths string, t trouble) {
	m := bedBath.FindStringSubmatch(s)
	if m == nil {
		return nil, "", trouble{"bed_bath_form", "is not written like 2/1.50 or --/--"}
	}
	if m[1] != "--" {
		n, _ := strconv.Atoi(m[1]) // two digits
		beds = &n
	}
	if m[2] != "--" {
		baths = m[2]
		if strings.Contains(baths, ".") {
			baths = strings.TrimRight(strings.TrimRight(baths, "0"), ".")
		}
		if baths = strings.TrimLeft(baths, "0"); baths == "" || baths[0] == '.' {
			baths = "0" + baths
		}
	}
	return beds, baths, trouble{}
}
