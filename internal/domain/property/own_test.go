package property_test

import (
	"errors"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// An owner sees what is theirs by the queries' own filters, also where no policy helps.
func TestOwnersSeeTheirOwnWithoutPolicies(t *testing.T) {
	t.Parallel()
	k := setup(t)
	mine, other := aim(k, "Elm"), aim(k, "Oak")
	line := "1 Spare"
	spare, err := k.s.CreateAddress(t.Context(), k.admin, tenancy.Key{}, property.AddressInput{Street1: line, City: "Dayton", Country: "DE"})
	k.check(err)
	k.exec(`DO $$ DECLARE r record; BEGIN FOR r IN SELECT oid::regclass AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
		AND relrowsecurity LOOP EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', r.name); END LOOP; END $$`)
	p := as(k.admin, tenancy.RoleOwner)
	p.Scopes = []id.ID{mine.property, mine.address}
	_, err = k.s.Address(t.Context(), p, mine.address, false)
	k.check(err)
	for _, address := range []id.ID{other.address, spare.ID} {
		if _, err := k.s.Address(t.Context(), p, address, false); !errors.Is(err, postgres.ErrNotFound) {
			t.Errorf("an address that is not theirs: %v", err)
		}
	}
	list, _, err := k.s.Addresses(t.Context(), p, property.AddressFilter{}, page.Request{})
	if err != nil || len(list) != 1 || list[0].ID != mine.address {
		t.Errorf("%+v, %v", list, err)
	}
	// Who changed what is the staff's to know.
	if changes, err := k.s.PropertyHistory(t.Context(), p, mine.property); err != nil || len(changes) != 0 {
		t.Errorf("an owner is shown %+v, %v", changes, err)
	}
	if changes, err := k.s.UnitHistory(t.Context(), p, mine.unit); err != nil || len(changes) != 0 {
		t.Errorf("an owner is shown %+v, %v", changes, err)
	}
	if changes, err := k.s.PropertyHistory(t.Context(), k.admin, mine.property); err != nil || len(changes) == 0 {
		t.Errorf("staff are shown %+v, %v", changes, err)
	}
}
