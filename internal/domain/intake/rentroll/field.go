package rentroll

// Field is something that a column of a list with one row per unit can hold.
type Field string

// The fields.
const (
	FieldProperty   Field = "property"
	FieldStreet     Field = "street"
	FieldCity       Field = "city"
	FieldState      Field = "state"
	FieldZIP        Field = "zip"
	FieldCountry    Field = "country"
	FieldLatitude   Field = "latitude"
	FieldLongitude  Field = "longitude"
	FieldUnit       Field = "unit"
	FieldKind       Field = "unit_type"
	FieldBedrooms   Field = "bedrooms"
	FieldBathrooms  Field = "bathrooms"
	FieldSquareFeet Field = "square_feet"
	FieldMarketRent Field = "market_rent"
	FieldStatus     Field = "status"
	FieldRenters    Field = "renters"
	FieldEmails     Field = "emails"
	FieldPhones     Field = "phones"
	FieldRent       Field = "rent"
	FieldDeposit    Field = "deposit"
	FieldStart      Field = "lease_start"
	FieldEnd        Field = "lease_end"
	FieldMoveIn     Field = "move_in"
	FieldMoveOut    Field = "move_out"
	FieldBalance    Field = "balance"
)

// FieldInfo describes a field to the person who says which column holds it.
type FieldInfo struct {
	Field    Field
	Title    string
	Required bool
	known    []column // how lists call it, for a first guess
}

// Fields lists the fields in the order in which people are asked for them.
func Fields() []FieldInfo {
	return []FieldInfo{
		{FieldProperty, "Property", true, []column{"property", "propertyname", "building", "community"}},
		{FieldUnit, "Unit", true, []column{"unit", "unitnumber", "unitno", "apartment", "apt", "suite", "unitname"}},
		{FieldRenters, "Renters", true, []column{"renters", "renter", "tenants", "tenant", "tenantname", "resident", "residents", "name", "lessee"}},
		{FieldRent, "Rent", true, []column{"rent", "monthlyrent", "actualrent", "currentrent", "leaserent", "totalrecurringrent"}},
		{FieldStart, "Lease start", true, []column{"leasestart", "leasefrom", "start", "startdate", "leasestartdate", "leasebegin"}},
		{FieldEnd, "Lease end", false, []column{"leaseend", "leaseto", "end", "enddate", "leaseenddate", "leaseexpiration", "expires"}},
		{FieldStatus, "Status", false, []column{"status", "unitstatus", "occupancy"}},
		{FieldMarketRent, "Market rent", false, []column{"marketrent", "market", "askingrent"}},
		{FieldDeposit, "Deposit held", false, []column{"deposit", "deposits", "securitydeposit", "depositheld", "depositsheld", "totaldepositsheld"}},
		{FieldBalance, "Balance (what is owed; below zero is paid ahead)", false, []column{"balance", "balancedue", "pastdue", "totalbalancedue", "amountdue"}},
		{FieldMoveIn, "Move-in", false, []column{"movein", "moveindate", "movedin"}},
		{FieldMoveOut, "Move-out", false, []column{"moveout", "moveoutdate"}},
		{FieldEmails, "E-mail addresses", false, []column{"emails", "email", "tenantemail"}},
		{FieldPhones, "Telephone numbers", false, []column{"phones", "phone", "telephone", "mobile"}},
		{FieldStreet, "Street address", false, []column{"streetaddress", "address", "street", "propertyaddress", "address1"}},
		{FieldCity, "City", false, []column{"city", "town"}},
		{FieldState, "State", false, []column{"state", "province"}},
		{FieldZIP, "ZIP code", false, []column{"zip", "zipcode", "postalcode"}},
		{FieldCountry, "Country", false, []column{"country"}},
		{FieldLatitude, "Latitude", false, []column{"latitude", "lat"}},
		{FieldLongitude, "Longitude", false, []column{"longitude", "long", "lng"}},
		{FieldKind, "Kind of unit", false, []column{"unittype", "propertytype", "kind"}},
		{FieldBedrooms, "Bedrooms", false, []column{"bedrooms", "beds", "bed", "br"}},
		{FieldBathrooms, "Bathrooms", false, []column{"bathrooms", "baths", "bath", "ba"}},
		{FieldSquareFeet, "Square feet", false, []column{"squarefeet", "sqft", "size", "area"}},
	}
}

// Mapping says by field in which column it stands, by the column's heading.
type Mapping map[Field]string
