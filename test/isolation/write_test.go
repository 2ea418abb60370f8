package isolation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/testkit/fill"
)

// unlike are values for new rows that would otherwise stand in the way of rows that are there.
var unlike = map[string]string{
	"lease_parties.role": `'occupant'`, "leases.status": `'draft'`, "tenancies.moved_in_on": `NULL`, "rent_schedules.payer": `'other'`,
	"renewal_offers.status": `'declined'`, "inspection_items.position": `(random() * 1000000)::int`,
	"document_template_versions.number": `(random() * 1000000)::int`, "document_versions.revision": `(random() * 1000000)::int`,
	"trust_deficits.number": `(random() * 1000000)::int`, "unit_holds.from_date": `'2031-01-01'`, "unit_holds.to_date": `'2031-02-01'`,
	"deposit_dispositions.status": `'draft'`, "deposit_dispositions.sent_on": `NULL`, "deposit_dispositions.sent_method": `NULL`,
}

// values returns the columns of a new row of t in refs' organization, as SQL expressions, pointing at refs' rows.
func (a *attacker) values(t fill.Table, refs *family, fresh id.ID) (names []string, values map[string]string) {
	a.t.Helper()
	values = map[string]string{}
	unique := map[string]bool{} // nullable references of which there may be one only
	for _, columns := range t.Uniques {
		if !slices.Contains(columns, "id") {
			for _, c := range columns {
				unique[c] = true
			}
		}
	}
	for _, c := range t.Columns {
		if c.Generated {
			continue
		}
		v, err := refs.Value(t, c)
		if err != nil {
			v = "NULL"
		}
		if other, ok := unlike[t.Name+"."+c.Name]; ok {
			v = other
		}
		for _, fk := range t.ForeignKeys {
			i := slices.Index(fk.Columns, c.Name)
			if i < 0 || c.Name == "tenant_id" || v == "NULL" {
				continue
			}
			v = quote(refs.data[fk.Table][fk.References[i]])
			if unique[c.Name] && !c.NotNull {
				v = "NULL"
			}
		}
		if c.Name == "id" {
			v = quote(fresh.String())
		}
		names, values[c.Name] = append(names, c.Name), v
	}
	return names, values
}

func quote(v string) string {
	if v == "" {
		return "NULL"
	}
	return "'" + v + "'"
}

func insert(t fill.Table, names []string, values map[string]string) string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = values[n]
	}
	return fmt.Sprintf(`INSERT INTO public.%s (%s) VALUES (%s)`, t.Name, strings.Join(names, ", "), strings.Join(list, ", "))
}

// settable is a column of t that the application may change, or id where there is none.
func settable(t fill.Table) string {
	if t.Name == "organizations" {
		return "name"
	}
	for _, c := range t.Columns {
		if !c.Generated && !slices.Contains(t.Key, c.Name) && c.Name != "tenant_id" {
			return c.Name
		}
	}
	return "id"
}

// write tries every way to change the victim's rows of a table, or to put rows into its organization.
func (a *attacker) write(t fill.Table) {
	a.t.Helper()
	name, tenant, org, col := "public."+t.Name, t.Tenant(), a.w.victim.Org, settable(t)
	victim, own := a.w.victim.IDs[t.Name], a.w.mine.IDs[t.Name]
	for _, statement := range []string{
		`UPDATE %[1]s SET %[5]s = %[5]s WHERE %[2]s = '%[3]s'`,
		`UPDATE %[1]s SET %[5]s = %[5]s WHERE id = '%[4]s'`,
		`UPDATE %[1]s SET %[5]s = %[5]s WHERE ctid = '%[7]s'`,
		`UPDATE %[1]s SET %[2]s = '%[3]s' WHERE id = '%[6]s'`,
		`UPDATE %[1]s AS x SET %[5]s = y.%[5]s FROM %[1]s AS y WHERE y.%[2]s = '%[3]s'`,
		`UPDATE %[1]s SET %[5]s = %[5]s WHERE %[2]s = '%[3]s' RETURNING *`,
		`DELETE FROM %[1]s WHERE %[2]s = '%[3]s'`,
		`DELETE FROM %[1]s WHERE id = '%[4]s' RETURNING *`,
		`DELETE FROM %[1]s AS x USING %[1]s AS y WHERE x.id = y.id AND y.%[2]s = '%[3]s'`,
		`MERGE INTO %[1]s AS x USING (SELECT '%[4]s'::uuid AS id) AS s ON x.id = s.id WHEN MATCHED THEN UPDATE SET %[5]s = x.%[5]s`,
		`MERGE INTO %[1]s AS x USING (SELECT '%[4]s'::uuid AS id) AS s ON x.id = s.id WHEN MATCHED THEN DELETE`,
	} {
		a.change(fmt.Sprintf(statement, name, tenant, org, victim, col, own, a.w.ctids[t.Name]))
	}
	a.refused(`TRUNCATE ` + name)
	a.copyIn(t.Name, "\n")
	for _, statement := range []string{
		`ALTER TABLE %s DISABLE ROW LEVEL SECURITY`, `ALTER TABLE %s NO FORCE ROW LEVEL SECURITY`,
		`DROP POLICY tenant_isolation ON %s`, `CREATE POLICY mine ON %s USING (true)`,
		`CREATE INDEX ON %s ((1))`, `ALTER TABLE %s OWNER TO CURRENT_USER`, `DROP TABLE %s`, `COMMENT ON TABLE %s IS 'mine'`,
	} {
		a.refused(fmt.Sprintf(statement, name))
	}
	a.refused(fmt.Sprintf(`CREATE TRIGGER mine AFTER INSERT ON %s FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`, name))
	a.put(t)
}

// unwritten are the tables in which the application writes no row at all.
var unwritten = map[string]bool{"organizations": true, "audit_logs": true, "audit_seals": true, "ledger_balances": true}

// spare is the family of which a new row of a table is made.
func (a *attacker) spare(t fill.Table) *family {
	if slices.Contains(fill.Single, t.Name) {
		return a.w.bare
	}
	return a.w.spare
}

// lead is what has to come before a row in the same transaction: the entry of a line, which takes none later.
func lead(a *attacker, t fill.Table, values map[string]string) string {
	if t.Name != "transactions" {
		return ""
	}
	entries := a.w.tables[slices.IndexFunc(a.w.tables, func(t fill.Table) bool { return t.Name == "journal_entries" })]
	entry := id.New()
	names, head := a.values(entries, a.w.spare, entry)
	values["journal_entry_id"] = quote(entry.String())
	return insert(entries, names, head) + "; "
}

// put tries to insert.
func (a *attacker) put(t fill.Table) {
	a.t.Helper()
	// Into the victim's organization, with rows of its own that are right in every way.
	names, values := a.values(t, a.w.victim, id.New())
	a.change(insert(t, names, values))
	a.change(insert(t, names, values) + ` ON CONFLICT DO NOTHING`)
	if t.PartitionOf != "" {
		return
	}
	// Over a row of the victim.
	_, values = a.values(t, a.w.victim, a.w.victim.IDs[t.Name])
	over := insert(t, names, values)
	a.change(over + ` ON CONFLICT DO NOTHING`)
	a.change(fmt.Sprintf(`%s ON CONFLICT (%s) DO UPDATE SET %s = excluded.%[3]s`, over, strings.Join(t.Key, ", "), settable(t)))
	// The answer must be the same whether the row is there or not.
	_, values = a.values(t, a.w.victim, id.New())
	there, missing := a.send(over, "ROLLBACK"), a.send(insert(t, names, values), "ROLLBACK")
	if (there.err == nil) != (missing.err == nil) || there.err != nil && there.err.Code != missing.err.Code {
		a.found("tells whether a row of the victim is there", over)
	}
	if unwritten[t.Name] {
		return
	}
	if slices.Contains(fill.Single, t.Name) { // into an organization that has none, which its own staff may
		_, values = a.values(t, a.w.bare, id.New())
		a.change(insert(t, names, values))
		a = a.as(staff(a.w.bare.Org))
	}
	_, values = a.values(t, a.spare(t), id.New())
	a.works(lead(a, t, values) + insert(t, names, values)) // the attacks below differ from this in one thing
	a.references(t, names)
	a.probes(t, names)
}

// references points a row of the attacker's at rows of the victim's.
func (a *attacker) references(t fill.Table, names []string) {
	a.t.Helper()
	for _, fk := range t.ForeignKeys {
		if len(fk.Columns) == 1 || slices.Contains(fk.Columns, "live") { // the organization itself; a second key
			continue
		}
		answers := make([]answer, 2)
		for i, foreign := range []bool{true, false} {
			_, values := a.values(t, a.spare(t), id.New())
			for k, c := range fk.Columns[1:] {
				values[c] = quote(id.New().String())
				if foreign {
					values[c] = quote(a.w.victim.data[fk.Table][fk.References[k+1]])
				}
			}
			statement := insert(t, names, values) + `; SET CONSTRAINTS ALL IMMEDIATE`
			answers[i] = a.send(statement, "ROLLBACK")
			a.judge(answers[i], statement)
			if answers[i].err == nil {
				a.found("points across organizations by "+fk.Name, statement)
			}
		}
		if answers[0].err != nil && answers[1].err != nil && answers[0].err.Code != answers[1].err.Code {
			a.found("answers otherwise when the reference is to a row of the victim: "+fk.Name+": "+answers[0].err.Message+
				" / "+answers[1].err.Message, t.Name)
		}
		set := make([]string, 0, len(fk.Columns))
		for k, c := range fk.Columns[1:] {
			set = append(set, c+" = "+quote(a.w.victim.data[fk.Table][fk.References[k+1]]))
		}
		a.change(fmt.Sprintf(`UPDATE public.%s SET %s WHERE tenant_id = '%s' AND id = '%s'`, t.Name, strings.Join(set, ", "),
			a.w.mine.Org, a.w.mine.IDs[t.Name]))
	}
}

// probes inserts the victim's unique values into the attacker's organization: a refusal would tell that they exist.
func (a *attacker) probes(t fill.Table, names []string) {
	a.t.Helper()
	for _, columns := range t.Uniques {
		_, values := a.values(t, a.spare(t), id.New())
		for _, c := range columns {
			if v, ok := a.w.victim.data[t.Name][c]; ok && c != "tenant_id" && values[c] != "" {
				values[c] = quote(v)
			}
		}
		statement := insert(t, names, values)
		said := a.send(statement, "ROLLBACK")
		a.judge(said, statement)
		if said.err != nil && (said.err.Code == "23505" || said.err.Code == "23P01") {
			a.found("tells by "+said.err.ConstraintName+" that the victim has a value", statement)
		}
	}
}
