package api

import (
	"context"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// household is a stay in a unit of its own that rents for 1275.00 and left a deposit of as much.
type household struct {
	property, unit, stay, lease, renter string
	operating, deposits                 string // banks
}

// household makes one in a property of its own, with the banks that the property is to have.
func (w *world) household(t *testing.T, c *client, name string) household {
	t.Helper()
	h := household{property: c.property(name)}
	h.unit = c.unit(h.property, "102")
	rent := money.MustParse("1275.00")
	list := []leasing.Household{{
		UnitID: uuidOf(t, h.unit), PropertyID: uuidOf(t, h.property), MovedInOn: period.MustParse("2025-06-01"),
		Renters: []leasing.NewRenter{{FirstName: "Ana", LastName: "Lopez"}},
		Leases: []leasing.NewLease{{
			Start: period.MustParse("2025-06-01"), MonthlyRent: &rent, Status: leasing.StatusActive,
			Opening: &leasing.Opening{AsOf: period.MustParse("2026-02-28"), DepositHeld: rent, PastDue: money.MustParse("100.00")},
		}},
	}}
	if err := tenancy.InTx(t.Context(), w.door, c.as, func(ctx context.Context, tx tenancy.Tx) error { return leasing.RecordTx(ctx, tx, list) }); err != nil {
		t.Fatal(err)
	}
	h.stay = list[0].TenancyID.String()
	super := w.db.Pool(pgtest.Superuser)
	err := super.QueryRow(t.Context(), `SELECT l.id::text, p.renter_id::text FROM leases AS l JOIN lease_parties AS p ON p.tenant_id = l.tenant_id AND p.lease_id = l.id
		WHERE l.tenancy_id = $1::uuid`, h.stay).Scan(&h.lease, &h.renter)
	if err != nil {
		t.Fatal(err)
	}
	for purpose, into := range map[string]*string{"operating_trust": &h.operating, "deposit_trust": &h.deposits} {
		*into = id.New().String()
		if _, err := super.Exec(t.Context(), `INSERT INTO bank_accounts (tenant_id, id, purpose, account_holder_name, account_type, bank_name, last_four)
			VALUES ($1, $2::uuid, $3, 'Maple Court', 'checking', 'First Bank', '0001')`, c.as.Organization, *into, purpose); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// takeOn opens the books of a household's property with 500.00 of its owners.
func (h household) takeOn(c *client) map[string]any {
	c.w.t.Helper()
	c.must(204, "PUT", "/v1/properties/"+h.property+"/trust-banks", map[string]any{"operating_bank_id": h.operating, "deposit_bank_id": h.deposits})
	return c.must(201, "POST", "/v1/take-ons", h.opening())
}

func (h household) opening() map[string]any {
	return map[string]any{
		"property_id": h.property, "on": "2026-02-28", "first_period": "2026-03-01", "operating": "500.00", "deposits": "1275.00",
		"owners": []any{map[string]any{"amount": "500.00"}},
	}
}

func rowsOf(list map[string]any) []any { return list["data"].([]any) }

// receivable is what the books say is owed on a day.
func receivable(c *client, day string) string {
	c.w.t.Helper()
	for _, a := range c.must(200, "GET", "/v1/ledger/trial-balance?as_of="+day, nil)["accounts"].([]any) {
		if a := a.(map[string]any); a["account_code"] == "1200" {
			return a["balance"].(string)
		}
	}
	return "0.00"
}
