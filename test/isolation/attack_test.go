package isolation

import (
	"maps"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/platform/postgres"
)

// attackAll runs every attack on every table and view.
func attackAll(a *attacker) {
	for _, table := range a.w.tables {
		a.read(table)
		a.write(table)
		if table.PartitionOf == "" {
			a.switching(table)
		}
	}
	for _, view := range a.w.views {
		a.readView(view)
	}
}

func nothingCrossesBetweenOrganizations(t *testing.T, w *world) {
	t.Parallel()
	before := w.fingerprint(t)
	pools := map[string]*pgxpool.Pool{
		"directly":          w.db.Pool(postgres.RoleApp),
		"through PgBouncer": w.db.Bouncer(t, 1).Pool(postgres.RoleApp),
	}
	for way, pool := range pools {
		start := attempts.Load()
		attackAll(w.attacker(t, pool))
		t.Logf("isolation: %d attempts %s", attempts.Load()-start, way)
	}
	if after := w.fingerprint(t); !maps.Equal(before, after) {
		for table, print := range after {
			if before[table] != print {
				leaks.Add(1)
				t.Errorf("LEAK: the victim's rows of %s changed", table)
			}
		}
	}
}

// TestIsolation runs every suite on one filled database. None of them changes what another looks at: the attacker's rows
// may change, the victim's may not.
func TestIsolation(t *testing.T) {
	t.Parallel()
	w := build(t)
	for name, suite := range map[string]func(*testing.T, *world){
		"WithoutAContextThereIsNothing":      withoutAContextThereIsNothing,
		"TheRoleCannotGrow":                  theRoleCannotGrow,
		"FunctionsAndCataloguesTellNothing":  functionsAndCataloguesTellNothing,
		"TheContextCannotBeForged":           theContextCannotBeForged,
		"AContextEndsWithItsTransaction":     aContextEndsWithItsTransaction,
		"TheRoleIsTrustedToEnter":            theRoleIsTrustedToEnter,
		"NothingCrossesBetweenOrganizations": nothingCrossesBetweenOrganizations,
		"PeopleSeeTheirOwn":                  peopleSeeTheirOwn,
		"PeopleChangeNothingOfOthers":        peopleChangeNothingOfOthers,
		"UnknownRolesSeeNothing":             unknownRolesSeeNothing,
		"ACrowdShares":                       aCrowdShares,
		"OwnerIsHeld":                        ownerIsHeld,
	} {
		t.Run(name, func(t *testing.T) { suite(t, w) })
	}
}
