package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/money"
)

// Option is one value of a value list and how it is shown.
type Option struct{ Value, Label string }

// The value lists, in the order in which they are offered.
var (
	PropertyTypes = []Option{
		{"residential", "Residential"},
		{"commercial", "Commercial"},
		{"mixed_use", "Mixed use"},
		{"industrial", "Industrial"},
		{"land", "Land"},
	}
	PropertyStatuses = []Option{{"active", "Active"}, {"inactive", "Inactive"}, {"sold", "Sold"}}
	UnitTypes        = []Option{
		{"studio", "Studio"},
		{"one_bedroom", "One bedroom"},
		{"two_bedroom", "Two bedrooms"},
		{"three_bedroom", "Three bedrooms"},
		{"four_plus_bedroom", "Four or more bedrooms"},
		{"townhouse", "Townhouse"},
		{"duplex", "Duplex"},
		{"commercial_space", "Commercial space"},
		{"garage", "Garage"},
	}
	UnitForms = []Option{
		{"apartment", "Apartment"},
		{"house", "House"},
		{"townhouse", "Townhouse"},
		{"duplex", "Duplex"},
		{"commercial_space", "Commercial space"},
		{"garage", "Garage"},
		{"storage", "Storage"},
		{"other", "Other"},
	}
	UnitStatuses = []Option{
		{"vacant", "Vacant"},
		{"occupied", "Occupied"},
		{"notice", "On notice"},
		{"reserved", "Reserved"},
		{"down", "Down"},
		{"model", "Model"},
	}
	LeaseStatuses = []Option{
		{"draft", "Draft"},
		{"pending", "Pending"},
		{"active", "Active"},
		{"expiring_soon", "Expiring soon"},
		{"holdover", "Holdover"},
		{"expired", "Expired"},
		{"terminated", "Terminated"},
		{"renewed", "Renewed"},
	}
	Roles = []Option{
		{"admin", "Administrator"},
		{"manager", "Manager"},
		{"accountant", "Accountant"},
		{"owner", "Owner"},
		{"tenant", "Renter"},
		{"vendor", "Vendor"},
		{"leasing_agent", "Leasing agent"},
		{"technician", "Technician"},
		{"bookkeeper", "Bookkeeper"},
		{"auditor", "Auditor"},
	}
	Priorities = []Option{{"emergency", "Emergency"}, {"high", "High"}, {"medium", "Medium"}, {"low", "Low"}}
	Bedrooms   = []Option{{"0", "Studio"}, {"1", "1 bedroom"}, {"2", "2 bedrooms"}, {"3", "3 bedrooms"}, {"4", "4 or more"}}
	UnitExtras = []Option{{"past_due", "Past due"}, {"deposit", "Deposit held"}, {"ending", "Lease ends in 90 days"}}
)

// Label returns how value is shown: its label in list, or the value in words when the list does not know it.
func Label(list []Option, value string) string {
	for _, o := range list {
		if o.Value == value {
			return o.Label
		}
	}
	words := strings.ReplaceAll(value, "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// Tone is the meaning of a color. It always comes with words.
type Tone string

// The tones.
const (
	Good    Tone = "good"
	Warning Tone = "warning"
	Danger  Tone = "danger"
	Info    Tone = "info"
	Plain   Tone = "plain"
)

var tones = map[string]Tone{
	"occupied": Good, "active": Good, "vacant": Warning, "notice": Info, "reserved": Info, "down": Danger, "model": Plain,
	"expiring_soon": Warning, "holdover": Warning, "pending": Info, "terminated": Danger, "renewed": Good,
	"emergency": Danger, "high": Warning,
}

func toneOf(status string) Tone {
	if t, ok := tones[status]; ok {
		return t
	}
	return Plain
}

// count returns "1 unit", "1,204 units".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// number groups thousands: 10000 is "10,000".
func number(n int) string { return strings.TrimSuffix(money.FromCents(int64(n)*100).Grouped(), ".00") }

// numberOrDash is number, with a dash for a fact that is not known.
func numberOrDash(n int) string {
	if n == 0 {
		return dash
	}
	return number(n)
}

const dash = "–"

// percent returns part of whole to one decimal, "88.6%", or a dash where there is no whole. What is not all is never
// rounded up to 100%.
func percent(part, whole int) string {
	if whole <= 0 {
		return dash
	}
	if part > 0 && part*2000 < whole {
		return "<0.1%"
	}
	tenths := (part*2000 + whole) / (2 * whole)
	if part < whole && tenths >= 1000 {
		tenths = 999
	}
	if tenths%10 == 0 {
		return strconv.Itoa(tenths/10) + "%"
	}
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

func orDash(s string) string {
	if s == "" {
		return dash
	}
	return s
}

// splitMoney returns the amount with a true minus sign, its cents apart.
func splitMoney(a money.Amount) (whole, cents string) {
	s := strings.Replace(a.Grouped(), "-", "\u2212", 1)
	dot := strings.LastIndexByte(s, '.')
	return s[:dot], s[dot:]
}

// moneyText is the whole amount as one text.
func moneyText(a money.Amount) string {
	whole, cents := splitMoney(a)
	return whole + cents
}

// rooms returns "2 bd · 1.5 ba" of what is known.
func rooms(beds, baths string) string {
	var parts []string
	switch beds {
	case "":
	case "0":
		parts = append(parts, "Studio")
	default:
		parts = append(parts, beds+" bd")
	}
	if baths != "" {
		parts = append(parts, strings.TrimSuffix(baths, ".0")+" ba")
	}
	if len(parts) == 0 {
		return dash
	}
	return strings.Join(parts, " · ")
}
