package isolation

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/testkit/catalogue"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// mutant is a wall with one part missing, and the attack that is to notice.
type mutant struct {
	name, change string
	attack       func(*testing.T, *world, func(*attacker) *attacker)
}

// ownerIsHeld attacks as the owner of the tables, whom only FORCE holds.
func ownerIsHeld(t *testing.T, w *world) {
	t.Parallel()
	for _, table := range w.tables {
		w.attacker(t, w.db.Pool(postgres.RoleOwner)).read(table)
	}
}

func asStaff(table fill.Table) func(*testing.T, *world, func(*attacker) *attacker) {
	return func(t *testing.T, w *world, tell func(*attacker) *attacker) {
		a := tell(w.attacker(t, w.db.Pool(postgres.RoleApp)))
		a.read(table)
		a.write(table)
	}
}

func asOwner(table fill.Table) func(*testing.T, *world, func(*attacker) *attacker) {
	return func(t *testing.T, w *world, tell func(*attacker) *attacker) {
		tell(w.attacker(t, w.db.Pool(postgres.RoleOwner))).read(table)
	}
}

func asPeople(table fill.Table) func(*testing.T, *world, func(*attacker) *attacker) {
	return func(t *testing.T, w *world, tell func(*attacker) *attacker) {
		for role := range scopes {
			a := tell(w.below(t, role))
			a.peek(`SELECT * FROM public.` + table.Name)
		}
	}
}

// breed makes every mutant of the wall.
func breed(w *world) []mutant {
	var all []mutant
	for _, t := range w.tables {
		add := func(name, change string, attack func(*testing.T, *world, func(*attacker) *attacker)) {
			all = append(all, mutant{t.Name + ": " + name, strings.ReplaceAll(change, "%t", "public."+t.Name), attack})
		}
		if t.PartitionOf != "" {
			add("partition open", `GRANT SELECT ON %t TO propertyos_app; ALTER POLICY tenant_isolation ON %t USING (true)`, asStaff(t))
			add("partition without policies", `GRANT SELECT ON %t TO propertyos_app; ALTER TABLE %t DISABLE ROW LEVEL SECURITY`, asStaff(t))
			add("partition granted", `GRANT SELECT ON %t TO propertyos_app`, asStaff(t))
			add("partition not forced", `ALTER TABLE %t NO FORCE ROW LEVEL SECURITY`, asOwner(t))
			continue
		}
		add("policy open", `ALTER POLICY tenant_isolation ON %t USING (true) WITH CHECK (true)`, asStaff(t))
		add("policy gone", `DROP POLICY tenant_isolation ON %t`, asStaff(t))
		add("security off", `ALTER TABLE %t DISABLE ROW LEVEL SECURITY`, asStaff(t))
		add("not forced", `ALTER TABLE %t NO FORCE ROW LEVEL SECURITY`, asOwner(t))
		if t.Name == "organizations" {
			continue
		}
		add("check open", `ALTER POLICY tenant_isolation ON %t WITH CHECK (true)`, asStaff(t))
		add("people unrestricted", `DROP POLICY role_scope ON %t`, asPeople(t))
		for _, fk := range t.ForeignKeys {
			if len(fk.Columns) > 1 && !slices.Contains(fk.Columns, "live") {
				add(fk.Name+" without the organization", fmt.Sprintf(`CREATE UNIQUE INDEX ON public.%[1]s (id); ALTER TABLE %%t DROP CONSTRAINT %[2]s;
					ALTER TABLE %%t ADD CONSTRAINT %[2]s FOREIGN KEY (%[3]s) REFERENCES public.%[1]s (id)`, fk.Table, fk.Name, fk.Columns[1]), asStaff(t))
			}
		}
		for _, columns := range t.Uniques {
			if !slices.Contains(columns, "id") && columns[0] == "tenant_id" && !references(t, columns) {
				add("unique over all: "+columns[len(columns)-1], `CREATE UNIQUE INDEX ON %t (`+strings.Join(columns[1:], ", ")+`)`, asStaff(t))
			}
		}
	}
	return all
}

// references reports whether one of the columns points at another table, whose rows are one organization's anyway.
func references(t fill.Table, columns []string) bool {
	return slices.ContainsFunc(t.ForeignKeys, func(fk fill.ForeignKey) bool {
		return slices.ContainsFunc(columns[1:], func(c string) bool { return slices.Contains(fk.Columns, c) })
	})
}

func TestEveryMissingPartIsNoticed(t *testing.T) {
	t.Parallel()
	w := build(t)
	whole := w.db.Clone(t) // to which nobody connects, so that it can be copied
	var byAttack, byRules, tried atomic.Int64
	t.Run("mutants", func(t *testing.T) {
		for _, m := range breed(w) {
			t.Run(m.name, func(t *testing.T) {
				t.Parallel()
				mutants.Add(1)
				copied := *w
				copied.db = whole.Clone(t)
				if _, err := copied.db.Pool(pgtest.Superuser).Exec(context.Background(), m.change, pgx.QueryExecModeSimpleProtocol); err != nil {
					t.Fatal(err)
				}
				noticed := false
				m.attack(t, &copied, func(a *attacker) *attacker {
					a.found = func(string, string) { noticed = true }
					a.wrong = func(string, ...any) { noticed = true }
					a.count = &tried
					return a
				})
				switch {
				case noticed:
					byAttack.Add(1)
				case breaks(t, copied.db):
					byRules.Add(1)
				default:
					t.Errorf("nobody notices %s", m.change)
					return
				}
				caught.Add(1)
			})
		}
	})
	t.Logf("isolation: %d of %d mutants caught, %d by the attack and %d by the catalogue's rules alone, in %d attempts",
		byAttack.Load()+byRules.Load(), mutants.Load(), byAttack.Load(), byRules.Load(), tried.Load())
}

// breaks reports whether the catalogue's rules find something.
func breaks(t *testing.T, db *pgtest.DB) bool {
	t.Helper()
	ctx := context.Background()
	tx, err := db.Pool(pgtest.Superuser).Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(ctx)
	found, err := catalogue.Check(ctx, tx)
	if err != nil {
		t.Fatal(err)
	}
	return len(found) > 0
}
