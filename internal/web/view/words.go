package view

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/web/message"

	"github.com/propertyos/propertyos/internal/kernel/money"
)

// Option is one value of a value list and how it is shown.
type Option struct{ Value, Label string }

// The value lists, in the order in which they are offered. Words says them in the reader's language.
var (
	PropertyTypes = []Option{
		{"residential", message.Mark("Residential")},
		{"commercial", message.Mark("Commercial")},
		{"mixed_use", message.Mark("Mixed use")},
		{"industrial", message.Mark("Industrial")},
		{"land", message.Mark("Land")},
	}
	PropertyStatuses = []Option{{"active", message.Mark("Active")}, {"inactive", message.Mark("Inactive")}, {"sold", message.Mark("Sold")}}
	UnitTypes        = []Option{
		{"studio", message.Mark("Studio")},
		{"one_bedroom", message.Mark("One bedroom")},
		{"two_bedroom", message.Mark("Two bedrooms")},
		{"three_bedroom", message.Mark("Three bedrooms")},
		{"four_plus_bedroom", message.Mark("Four or more bedrooms")},
		{"townhouse", message.Mark("Townhouse")},
		{"duplex", message.Mark("Duplex")},
		{"commercial_space", message.Mark("Commercial space")},
		{"garage", message.Mark("Garage")},
	}
	UnitForms = []Option{
		{"apartment", message.Mark("Apartment")},
		{"house", message.Mark("House")},
		{"townhouse", message.Mark("Townhouse")},
		{"duplex", message.Mark("Duplex")},
		{"commercial_space", message.Mark("Commercial space")},
		{"garage", message.Mark("Garage")},
		{"storage", message.Mark("Storage")},
		{"other", message.Mark("Other")},
	}
	UnitStatuses = []Option{
		{"vacant", message.Mark("Vacant")},
		{"occupied", message.Mark("Occupied")},
		{"notice", message.Mark("On notice")},
		{"reserved", message.Mark("Reserved")},
		{"down", message.Mark("Down")},
		{"model", message.Mark("Model")},
	}
	LeaseStatuses = []Option{
		{"draft", message.Mark("Draft")},
		{"pending", message.Mark("Pending")},
		{"active", message.Mark("Active")},
		{"expiring_soon", message.Mark("Expiring soon")},
		{"holdover", message.Mark("Holdover")},
		{"expired", message.Mark("Expired")},
		{"terminated", message.Mark("Terminated")},
		{"renewed", message.Mark("Renewed")},
		{"cancelled", message.Mark("Cancelled")},
	}
	Roles = []Option{
		{"admin", message.Mark("Administrator")},
		{"manager", message.Mark("Manager")},
		{"accountant", message.Mark("Accountant")},
		{"owner", message.Mark("Owner")},
		{"tenant", message.Mark("Renter")},
		{"vendor", message.Mark("Vendor")},
		{"leasing_agent", message.Mark("Leasing agent")},
		{"technician", message.Mark("Technician")},
		{"bookkeeper", message.Mark("Bookkeeper")},
		{"auditor", message.Mark("Auditor")},
	}
	// Columns are what a history calls the fields of a property and of a unit.
	Columns = []Option{
		{"name", message.Mark("Name")},
		{"type", message.Mark("Type")},
		{"form", message.Mark("Kind of space")},
		{"status", message.Mark("Status")},
		{"number", message.Mark("Unit number")},
		{"year_built", message.Mark("Year built")},
		{"square_feet", message.Mark("Area")},
		{"lot_size", message.Mark("Lot size")},
		{"parking_spaces", message.Mark("Parking spaces")},
		{"amenities", message.Mark("Amenities")},
		{"address_id", message.Mark("Address")},
		{"property_id", message.Mark("Property")},
		{"floor", message.Mark("Floor")},
		{"bedrooms", message.Mark("Bedrooms")},
		{"bathrooms", message.Mark("Bathrooms")},
		{"base_rent", message.Mark("Market rent")},
		{"deposit", message.Mark("Deposit")},
		{"start_date", message.Mark("First day")},
		{"end_date", message.Mark("Last day")},
		{"monthly_rent", message.Mark("Rent")},
		{"security_deposit", message.Mark("Security deposit")},
		{"pet_deposit", message.Mark("Pet deposit")},
		{"signed_at", message.Mark("Signed")},
		{"activated_at", message.Mark("Activated")},
		{"auto_renew", message.Mark("Renews by itself")},
		{"late_fee_confirmed_on", message.Mark("Late-fee clause confirmed")},
		{"terms", message.Mark("Other terms")},
	}
	Priorities = []Option{{"emergency", message.Mark("Emergency")}, {"high", message.Mark("High")}, {"medium", message.Mark("Medium")}, {"low", message.Mark("Low")}}
	Bedrooms   = []Option{{"0", message.Mark("Studio")}, {"1", message.Mark("1 bedroom")}, {"2", message.Mark("2 bedrooms")}, {"3", message.Mark("3 bedrooms")}, {"4", message.Mark("4 or more")}}
	UnitExtras = []Option{{"past_due", message.Mark("Past due")}, {"deposit", message.Mark("Deposit held")}, {"ending", message.Mark("Lease ends in 90 days")}}
)

// Words returns a value list with its labels in the reader's language, for a Select or a row of chips.
func Words(ctx context.Context, list []Option) []Option {
	out := make([]Option, len(list))
	for i, o := range list {
		out[i] = Option{o.Value, message.Marked(ctx, o.Label)}
	}
	return out
}

// Label returns how value is shown: its label in list, or the value in words when the list does not know it.
func Label(ctx context.Context, list []Option, value string) string {
	for _, o := range list {
		if o.Value == value {
			return message.Marked(ctx, o.Label)
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
func rooms(ctx context.Context, beds, baths string) string {
	var parts []string
	switch beds {
	case "":
	case "0":
		parts = append(parts, message.T(ctx, "Studio"))
	default:
		parts = append(parts, message.T(ctx, "%s bd", beds))
	}
	if baths != "" {
		parts = append(parts, message.T(ctx, "%s ba", strings.TrimSuffix(baths, ".0")))
	}
	if len(parts) == 0 {
		return dash
	}
	return strings.Join(parts, " · ")
}
