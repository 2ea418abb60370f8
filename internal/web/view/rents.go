package view

import (
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/web/message"
)

// RentActions are the ways of changing many market rents, by the actions of the service.
var RentActions = []Option{
	{"base_rent_percent", message.Mark("By a percentage")},
	{"base_rent_by", message.Mark("By an amount")},
	{"base_rent", message.Mark("To an amount")},
}

// RentChange asks how many market rents change, and shows what would become of each before anything does.
type RentChange struct {
	Frame
	IDs    []string // of the units
	Next   string   // the list that they were chosen in
	Key    string
	Action string // of RentActions
	Value  string
	Errors FieldErrors
	Rows   []RentRow // of the preview; none before one was asked for
	// The sums of Rows that would change, before and after.
	Before, After money.Amount
	Changed       int
}

// RentRow is one unit of the preview.
type RentRow struct {
	Unit, Property string
	Before, After  money.Amount
	Refused        string // why it would stay
}
