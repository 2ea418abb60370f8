package isolation

import (
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/testkit/fill"
)

// read tries every way to see the victim's rows of a table.
func (a *attacker) read(t fill.Table) {
	a.t.Helper()
	name, org := "public."+t.Name, a.w.victim.Org
	tenant := t.Tenant()
	victim := a.w.victim.IDs[t.Name]
	seen := a.peek(`SELECT * FROM ` + name)
	if t.PartitionOf == "" && seen.rows == 0 {
		a.found("is blind: the attacker does not see even its own rows", `SELECT * FROM `+name)
	}
	for _, statement := range []string{
		`SELECT * FROM %[1]s WHERE %[2]s = '%[3]s'`,
		`SELECT * FROM %[1]s WHERE %[2]s = '%[3]s' OR true`,
		`SELECT * FROM %[1]s WHERE id = '%[4]s'`,
		`SELECT * FROM ONLY %[1]s`,
		`SELECT * FROM %[1]s WHERE ctid = '%[5]s'`,
		`SELECT * FROM %[1]s WHERE %[2]s = '%[3]s' FOR SHARE`,
		`SELECT * FROM %[1]s TABLESAMPLE SYSTEM (100)`,
		`SELECT jsonb_agg(x) FROM %[1]s AS x`,
		`SELECT a.* FROM %[1]s AS a FULL JOIN %[1]s AS b ON a.id = b.id AND b.%[2]s = '%[3]s'`,
		`SELECT (SELECT string_agg(x::text, ' ') FROM %[1]s AS x WHERE x.%[2]s <> app.current_tenant_id())`,
		`WITH x AS MATERIALIZED (SELECT * FROM %[1]s) TABLE x`,
		`DECLARE c CURSOR FOR SELECT * FROM %[1]s; FETCH ALL FROM c`,
		`SELECT max(%[2]s::text), min(%[2]s::text) FROM %[1]s`,
		// What a predicate does on rows that the policy hides: an error or a message would tell of them.
		`SELECT count(*) FROM %[1]s AS x WHERE x::text::int = 1`,
		`EXPLAIN (ANALYZE, VERBOSE, TIMING off) SELECT * FROM %[1]s WHERE %[2]s = '%[3]s'`,
	} {
		a.peek(fmt.Sprintf(statement, name, tenant, org, victim, a.w.ctids[t.Name]))
	}
	a.numbers(t, fmt.Sprintf(`SELECT count(*) FROM %s WHERE %s = '%s'`, name, tenant, org))
	a.divides(fmt.Sprintf(`SELECT count(*) FROM %s WHERE 1 / (CASE WHEN %s = '%s' THEN 0 ELSE 1 END) = 1`, name, tenant, org))
	a.copyOut(name)
	a.copyOut("(SELECT * FROM " + name + ")")
}

// numbers counts rows of the victim.
func (a *attacker) numbers(t fill.Table, statement string) {
	a.t.Helper()
	if said := a.peek(statement); said.err == nil && said.text != "0\n" {
		a.found("counts rows of the victim in "+t.Name, statement)
	}
}

// divides runs a predicate that fails on a row of the victim.
func (a *attacker) divides(statement string) {
	a.t.Helper()
	if said := a.peek(statement); said.err != nil && said.err.Code == "22012" {
		a.found("runs a predicate on a row of the victim", statement)
	}
}

// readView tries to see the victim's rows through a view.
func (a *attacker) readView(view string) {
	a.t.Helper()
	a.peek(`SELECT * FROM public.` + view)
	a.peek(fmt.Sprintf(`SELECT * FROM public.%s WHERE tenant_id = '%s'`, view, a.w.victim.Org))
	a.copyOut(`(SELECT * FROM public.` + view + `)`)
}

// switching prepares a statement in one organization and runs it in the other and back: a plan must not keep the first.
func (a *attacker) switching(t fill.Table) {
	a.t.Helper()
	const runs = 7 // from the sixth on PostgreSQL considers a generic plan
	mine, theirs := staff(a.w.mine.Org).enter(), staff(a.w.victim.Org).enter()
	for _, mode := range []string{"auto", "force_generic_plan", "force_custom_plan"} {
		body := `SET LOCAL plan_cache_mode = ` + mode + `; PREPARE p AS SELECT * FROM public.` + t.Name + `; ` + theirs
		for range runs {
			body += `; EXECUTE p`
		}
		// The victim's own rows are skipped: only what comes after the switch back is judged.
		a.last(body+`; `+mine+`; EXECUTE p`, `; DEALLOCATE p`)
	}
}

// last judges only the last result of a statement that itself enters the victim's organization.
func (a *attacker) last(statement, after string) {
	a.t.Helper()
	a.count.Add(1)
	a.inLast(statement, after, func(text string) {
		if what := reveals(text, statement, a.ids, a.canary); what != "" {
			a.found("shows "+what+" after a switch of organization", statement)
		}
	})
}

func (w *world) own() []fill.Table {
	return slices.DeleteFunc(slices.Clone(w.tables), func(t fill.Table) bool { return t.PartitionOf != "" })
}
