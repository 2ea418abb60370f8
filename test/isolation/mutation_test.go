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

// mutant is a wall with one part missing, how it is made whole again, and the attack that is to notice.
type mutant struct {
	name, change, undo string
	attack             attack
}

// attack is tried by attackers that tell whoever made the mutant.
type attack func(t *testing.T, w *world, tell func(*attacker) *attacker)

// ownerIsHeld attacks as the owner of the tables, whom only FORCE holds.
func ownerIsHeld(t *testing.T, w *world) {
	t.Parallel()
	for _, table := range w.tables {
		w.attacker(t, w.db.Pool(postgres.RoleOwner)).read(table)
	}
}

// asRole attacks one table as a role with a context of staff.
func asRole(role string, how func(*attacker)) attack {
	return func(t *testing.T, w *world, tell func(*attacker) *attacker) {
		how(tell(w.attacker(t, w.db.Pool(role))))
	}
}

// asPeople reads one table as sessions below staff.
func asPeople(table fill.Table) attack {
	return func(t *testing.T, w *world, tell func(*attacker) *attacker) {
		for role := range scopes {
			tell(w.below(t, role)).peek(`SELECT * FROM public.` + table.Name)
		}
	}
}

// breed makes every mutant of one table's wall.
func (w *world) breed(t *testing.T, table fill.Table) []mutant {
	var all []mutant
	add := func(name, change, undo string, how attack) {
		name, change, undo = table.Name+": "+name, strings.ReplaceAll(change, "%t", "public."+table.Name), strings.ReplaceAll(undo, "%t", "public."+table.Name)
		all = append(all, mutant{name, change, undo, how})
	}
	isolation, scope := w.policy(t, table.Name, "tenant_isolation"), w.policy(t, table.Name, "role_scope")
	byStaff := asRole(postgres.RoleApp, func(a *attacker) { a.read(table); a.write(table) })
	byOwner := asRole(postgres.RoleOwner, func(a *attacker) { a.read(table) })
	const off, on = `ALTER TABLE %t DISABLE ROW LEVEL SECURITY`, `ALTER TABLE %t ENABLE ROW LEVEL SECURITY`
	const grant, revoke = `GRANT SELECT ON %t TO propertyos_app; `, `REVOKE SELECT ON %t FROM propertyos_app; `
	const openPolicy, drop = `ALTER POLICY tenant_isolation ON %t USING (true)`, `DROP POLICY tenant_isolation ON %t; `
	add("not forced", `ALTER TABLE %t NO FORCE ROW LEVEL SECURITY`, `ALTER TABLE %t FORCE ROW LEVEL SECURITY`, byOwner)
	if table.PartitionOf != "" {
		add("partition open", grant+openPolicy, revoke+drop+isolation, byStaff)
		add("partition without policies", grant+off, revoke+on, byStaff)
		add("partition granted", grant, revoke, byStaff)
		return all
	}
	add("policy open", openPolicy+` WITH CHECK (true)`, drop+isolation, byStaff)
	add("policy gone", drop, isolation, byStaff)
	add("security off", off, on, byStaff)
	add("check open", `ALTER POLICY tenant_isolation ON %t WITH CHECK (true)`, drop+isolation, byStaff)
	add("people unrestricted", `DROP POLICY role_scope ON %t`, scope, asPeople(table))
	if !unwritten[table.Name] {
		all = append(all, w.keys(t, table)...)
	}
	return all
}

// keys makes the mutants of a table's keys: a foreign key that forgets the organization, a unique index over all of them.
func (w *world) keys(t *testing.T, table fill.Table) []mutant {
	var all []mutant
	var names []string
	for _, c := range table.Columns {
		if !c.Generated {
			names = append(names, c.Name)
		}
	}
	for _, fk := range table.ForeignKeys {
		if len(fk.Columns) == 1 || slices.Contains(fk.Columns, "live") {
			continue
		}
		definition := column(t, w.db.Pool(pgtest.Superuser), fmt.Sprintf(`SELECT pg_get_constraintdef(oid) FROM pg_constraint
			WHERE conname = '%s' AND conrelid = 'public.%s'::regclass`, fk.Name, table.Name))[0]
		replace := fmt.Sprintf(`ALTER TABLE public.%s DROP CONSTRAINT %s; ALTER TABLE public.%[1]s ADD CONSTRAINT %[2]s `, table.Name, fk.Name)
		all = append(all, mutant{
			name: table.Name + ": " + fk.Name + " without the organization",
			change: fmt.Sprintf(`CREATE UNIQUE INDEX mutant ON public.%s (id); %sFOREIGN KEY (%s) REFERENCES public.%[1]s (id)`,
				fk.Table, replace, fk.Columns[1]),
			undo:   replace + definition + `; DROP INDEX public.mutant`,
			attack: asRole(postgres.RoleApp, func(a *attacker) { a.references(table, names) }),
		})
	}
	for i, columns := range table.Uniques {
		if !slices.Contains(columns, "id") && columns[0] == "tenant_id" && len(columns) > 1 && !references(table, columns) {
			all = append(all, mutant{
				name:   fmt.Sprintf("%s: unique over all organizations: %s %d", table.Name, strings.Join(columns[1:], " "), i),
				change: fmt.Sprintf(`CREATE UNIQUE INDEX mutant ON public.%s (%s)`, table.Name, strings.Join(columns[1:], ", ")),
				undo:   `DROP INDEX public.mutant`,
				attack: asRole(postgres.RoleApp, func(a *attacker) { a.probes(table, names) }),
			})
		}
	}
	return all
}

// policy returns the statement that makes a policy as it is.
func (w *world) policy(t *testing.T, table, name string) string {
	t.Helper()
	return column(t, w.db.Pool(pgtest.Superuser), fmt.Sprintf(`SELECT format('CREATE POLICY %%I ON public.%%I AS %%s FOR %%s TO %%s USING (%%s)%%s',
		policyname, tablename, permissive, cmd, array_to_string(roles, ', '), qual, ' WITH CHECK (' || with_check || ')')
		FROM pg_policies WHERE schemaname = 'public' AND tablename = '%s' AND policyname = '%s'`, table, name))[0]
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
	super := w.db.Pool(pgtest.Superuser)
	alter := func(sql string) {
		t.Helper()
		if _, err := super.Exec(t.Context(), sql, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	var byAttack, byRules int
	var tried atomic.Int64
	for _, table := range w.tables {
		for _, m := range w.breed(t, table) {
			mutants.Add(1)
			alter(m.change)
			noticed := false
			m.attack(t, w, func(a *attacker) *attacker {
				a.found = func(string, string) { noticed = true }
				a.wrong = func(string, ...any) { noticed = true }
				a.enough = func() bool { return noticed }
				a.count, a.end = &tried, "ROLLBACK"
				return a
			})
			switch {
			case noticed:
				byAttack++
				caught.Add(1)
			case len(breaches(t, w.db)) > 0:
				byRules++
				caught.Add(1)
			default:
				t.Errorf("nobody notices %s", m.name)
			}
			alter(m.undo)
		}
	}
	if left := breaches(t, w.db); len(left) > 0 { // or the rules may have noticed an earlier mutant
		t.Errorf("the wall is not whole again: %v", left)
	}
	t.Logf("isolation: %d of %d mutants caught, %d by the attack and %d by the catalogue's rules alone, in %d attempts",
		byAttack+byRules, mutants.Load(), byAttack, byRules, tried.Load())
}

// breaches is what the catalogue's rules find.
func breaches(t *testing.T, db *pgtest.DB) []catalogue.Finding {
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
	return found
}
