package migrationlint

import (
	"regexp"
	"slices"
)

// unnamed finds constraints and indexes whose name the server would invent. Error messages are mapped by constraint
// name, and Citus refuses unnamed ones on distributed tables.
func unnamed(_ *scene, st *statement) []string {
	var found []string
	report := func(element tokens) {
		for _, kind := range element.unnamedConstraints() {
			found = append(found, "the constraint "+kind+" has no name: write CONSTRAINT table_column_what before it")
		}
	}
	if t, ok := st.createTable(); ok && !t.temporary {
		for _, element := range t.elements {
			report(element)
		}
	}
	if alter, ok := st.alterTable(); ok {
		for _, action := range alter.actions {
			if what, _, ok := action.added(); ok {
				report(what)
			}
		}
	}
	if ix, ok := st.createIndex(); ok && ix.name == "" {
		found = append(found, "the index has no name")
	}
	return found
}

// unnamedConstraints returns the kinds of the nameless constraints in a column definition or table constraint.
func (ts tokens) unnamedConstraints() []string {
	flat := ts.flat()
	from := 0
	if !ts.isConstraint() {
		from = 1 // the column's own name
	}
	foreign := false
	var kinds []string
	for i := from; i < len(flat); i++ {
		t := flat[i]
		switch {
		case t.is("constraint"):
			i += 2 // its name and the key word that says what it is
			foreign = foreign || i < len(flat) && flat[i].is("foreign")
			continue
		case t.is("foreign"):
			foreign = true
		case t.is("references") && foreign:
			continue // belongs to FOREIGN KEY
		case t.is("primary"), t.is("unique"), t.is("check"), t.is("exclude"), t.is("references"):
		default:
			continue
		}
		kinds = append(kinds, t.text)
	}
	return kinds
}

func oneConstraint(_ *scene, st *statement) []string {
	alter, ok := st.alterTable()
	if !ok || len(alter.actions) < 2 {
		return nil
	}
	constraints := slices.ContainsFunc(alter.actions, func(action tokens) bool {
		what, constraint, ok := action.added()
		flat := what.flat()
		return ok && (constraint || flat.has("constraint") || flat.has("references"))
	})
	return one(constraints, "an ALTER TABLE that adds a constraint does nothing else: write one ALTER TABLE for each")
}

func oneStatement(_ *scene, st *statement) []string {
	if st.toks.has("begin", "atomic") {
		return nil // an SQL-standard function body, which has semicolons of its own
	}
	at := slices.IndexFunc(st.toks, func(t token) bool { return t.is(";") })
	return one(at >= 0 && at < len(st.toks)-1, "two statements in one message: give each lines of its own")
}

// distribute wants the hook directly after each CREATE TABLE, while the table is empty.
func distribute(sc *scene, st *statement) []string {
	t, ok := st.createTable()
	if !ok || t.temporary || t.partition || platformTable(t.name) {
		return nil
	}
	if sc.next != nil && sc.next.places(t.name) {
		return nil
	}
	return []string{"the next statement must be SELECT app.distribute('" + t.name + "') or, for a small global table, SELECT app.replicate('" + t.name + "')"}
}

// places reports whether the statement is SELECT app.distribute('table') or app.replicate('table').
func (st *statement) places(table string) bool {
	c := cursor{toks: st.toks}
	if !c.accept("select") {
		return false
	}
	if name := c.name(); name != "app.distribute" && name != "app.replicate" {
		return false
	}
	args := c.parens()
	if len(args) == 0 || args[0].kind != text {
		return false
	}
	inner, _ := lex(args[0].text)
	name := cursor{toks: inner}
	return name.name() == table
}

var (
	mergeInto = regexp.MustCompile(`(?i)\bmerge\s+into\b`)
	notify    = regexp.MustCompile(`(?i)\bpg_notify\s*\(|(^|;|\bbegin\b|\bthen\b)\s*notify\s+\w`)
)

func merge(_ *scene, st *statement) []string {
	found := st.toks.has("merge", "into")
	for _, t := range st.toks {
		found = found || t.kind == text && st.definesCode() && mergeInto.MatchString(t.text)
	}
	return one(found, "MERGE does not run on a sharded table: use INSERT … ON CONFLICT … DO UPDATE with excluded.")
}

// definesCode reports whether the statement's strings are program text: a function, a procedure or DO.
func (st *statement) definesCode() bool {
	c := cursor{toks: st.toks}
	if c.accept("do") {
		return true
	}
	if !c.accept("create") {
		return false
	}
	c.accept("or", "replace")
	return c.accept("function") || c.accept("procedure")
}

func notifyInTrigger(_ *scene, st *statement) []string {
	if !st.definesCode() || !st.toks.has("returns", "trigger") {
		return nil
	}
	found := slices.ContainsFunc(st.toks, func(t token) bool { return t.kind == text && notify.MatchString(t.text) })
	return one(found, "a trigger on a shard notifies the shard's database, where nobody listens: write an events row")
}

func deleteRule(_ *scene, st *statement) []string {
	if t, ok := st.createTable(); ok && platformTable(t.name) {
		return nil
	}
	if alter, ok := st.alterTable(); ok && platformTable(alter.name) {
		return nil
	}
	for _, event := range []string{"delete", "update"} {
		for _, act := range [][]string{{"cascade"}, {"set", "null"}, {"set", "default"}} {
			if st.toks.has(append([]string{"on", event}, act...)...) {
				return []string{"business rows are never removed or emptied by a key: leave ON " + event + " at NO ACTION and let the service decide"}
			}
		}
	}
	return nil
}

// bareDataChange catches an UPDATE or DELETE by the owner outside any organization: forced row-level security lets it
// touch no row, silently.
func bareDataChange(sc *scene, st *statement) []string {
	c := cursor{toks: st.toks}
	if !c.accept("update") && !c.accept("delete", "from") {
		return nil
	}
	c.accept("only")
	table := c.name()
	return one(!platformTable(table) && !sc.tables[table],
		"row-level security hides every row of "+table+" from this: loop over the organizations with app.set_context")
}

// bootstrap keeps what only a superuser may do out of migrations; db bootstrap does it once.
func bootstrap(_ *scene, st *statement) []string {
	for _, verb := range []string{"create", "drop", "alter"} {
		for _, what := range []string{"extension", "role", "user", "schema", "database", "tablespace"} {
			if c := (cursor{toks: st.toks}); c.accept(verb, what) {
				return []string{"roles, schemas and extensions belong to `propertyos db bootstrap`, which runs as superuser"}
			}
		}
	}
	return nil
}
