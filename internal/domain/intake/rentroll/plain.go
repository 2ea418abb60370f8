package rentroll

import "slices"

// plain reads a hand-kept list with one row per unit and English column names.
type plain struct{}

func (plain) Layout() string { return "plain" }
func (plain) Title() string  { return "Plain list, one row per unit" }

var plainColumns = map[Field]column{
	FieldProperty: "property", FieldStreet: "address", FieldCity: "city", FieldState: "state", FieldZIP: "zip", FieldCountry: "country",
	FieldLatitude: "latitude", FieldLongitude: "longitude", FieldUnit: "unit", FieldKind: "unittype", FieldBedrooms: "bedrooms",
	FieldBathrooms: "bathrooms", FieldSquareFeet: "squarefeet", FieldMarketRent: "marketrent", FieldStatus: "status",
	FieldRenters: "renters", FieldEmails: "emails", FieldPhones: "phones", FieldRent: "rent", FieldDeposit: "deposit",
	FieldStart: "leasestart", FieldEnd: "leaseend", FieldMoveIn: "movein", FieldMoveOut: "moveout", FieldBalance: "balance",
}

// plainNeeded are columns without which nothing sensible can be imported.
var plainNeeded = []column{"property", "unit", "status", "renters", "rent", "leasestart", "leaseend"}

func (plain) recognize(head [][]string) bool { return slices.ContainsFunc(head, plainHeader) }

func plainHeader(cells []string) bool { return hits(keys(cells), plainNeeded) == len(plainNeeded) }

// keys are the columns of a header row.
func keys(cells []string) map[column]bool {
	seen := map[column]bool{}
	for _, c := range cells {
		seen[columnKey(c)] = true
	}
	return seen
}

func (plain) read(t table, dates Dates, log *Log) (*Roll, error) {
	top := slices.IndexFunc(t.records, func(r record) bool { return plainHeader(r.cells) })
	return readFlat(&flat{cols: plainColumns}, t, top, dates, log), nil
}
