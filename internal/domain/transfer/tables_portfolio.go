package transfer

import "github.com/propertyos/propertyos/internal/domain/transfer/internal/transferdb"

// portfolioTables are the places and who owns them.
var portfolioTables = []*table{
	{
		name: "addresses", table: "addresses", list: (*transferdb.Queries).ListAddresses, insert: (*transferdb.Queries).InsertAddresses,
		columns: []column{
			{name: "street1", kind: text},
			{name: "street2", kind: text},
			{name: "city", kind: text},
			{name: "state", kind: text},
			{name: "zip_code", kind: text},
			{name: "country", kind: text},
			{name: "latitude", kind: number},
			{name: "longitude", kind: number},
		},
	},
	{
		name: "properties", table: "properties", list: (*transferdb.Queries).ListProperties, insert: (*transferdb.Queries).InsertProperties,
		columns: []column{
			ref("address_id", "addresses"),
			{name: "name", kind: text},
			{name: "type", kind: text},
			{name: "year_built", kind: whole},
			{name: "square_feet", kind: whole},
			{name: "lot_size", kind: number},
			{name: "parking_spaces", kind: whole},
			{name: "time_zone", kind: text},
			{name: "amenities", kind: object},
			{name: "metadata", kind: object},
			{name: "status", kind: text},
		},
	},
	{
		name: "units", table: "units", list: (*transferdb.Queries).ListUnits, insert: (*transferdb.Queries).InsertUnits,
		columns: []column{
			ref("property_id", "properties"),
			{name: "number", kind: text},
			{name: "form", kind: text},
			{name: "floor", kind: whole},
			{name: "square_feet", kind: whole},
			{name: "bedrooms", kind: whole},
			{name: "bathrooms", kind: number},
			{name: "base_rent", kind: number},
			{name: "deposit", kind: number},
			{name: "amenities", kind: object},
			{name: "status", kind: text},
			{name: "non_revenue", kind: truth},
			{name: "metadata", kind: object},
		},
	},
	{
		name: "unit_holds", table: "unit_holds", list: (*transferdb.Queries).ListUnitHolds, insert: (*transferdb.Queries).InsertUnitHolds,
		columns: []column{
			ref("unit_id", "units"),
			ref("property_id", "properties"),
			{name: "kind", kind: text},
			{name: "from_date", kind: day},
			{name: "to_date", kind: day},
			{name: "reason", kind: text},
		},
	},
	{
		name: "property_groups", table: "property_groups", list: (*transferdb.Queries).ListPropertyGroups, insert: (*transferdb.Queries).InsertPropertyGroups,
		columns: []column{
			{name: "name", kind: text},
			{name: "description", kind: text},
		},
	},
	{
		name: "property_group_members", table: "property_group_members", list: (*transferdb.Queries).ListPropertyGroupMembers, insert: (*transferdb.Queries).InsertPropertyGroupMembers,
		columns: []column{
			ref("group_id", "property_groups"),
			ref("property_id", "properties"),
		},
	},
	{
		name: "owners", table: "owners", list: (*transferdb.Queries).ListOwners, insert: (*transferdb.Queries).InsertOwners,
		columns: []column{
			ref("address_id", "addresses"),
			{name: "name", kind: text},
			{name: "email", kind: text},
			{name: "phone", kind: text},
			{name: "ownership_percentage", kind: number},
			{name: "distribution_frequency", kind: text},
			{name: "distribution_day", kind: whole},
			{name: "active", kind: truth},
			{name: "metadata", kind: object},
		},
	},
	{
		name: "ownership_shares", table: "owner_properties", list: (*transferdb.Queries).ListOwnershipShares, insert: (*transferdb.Queries).InsertOwnershipShares,
		columns: []column{
			ref("owner_id", "owners"),
			ref("property_id", "properties"),
			{name: "ownership_percentage", kind: number},
			{name: "from_date", kind: day},
			{name: "to_date", kind: day},
			{name: "acquisition_date", kind: day},
			{name: "acquisition_cost", kind: number},
		},
	},
}
