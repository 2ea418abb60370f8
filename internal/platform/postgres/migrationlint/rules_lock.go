package migrationlint

import "slices"

func indexConcurrently(sc *scene, st *statement) []string {
	ix, ok := st.createIndex()
	if ok && !ix.concurrently && !sc.fresh(ix.table) {
		return []string{"CREATE INDEX stops every write to " + ix.table +
			" until it is done: use CREATE INDEX CONCURRENTLY in a file with NO TRANSACTION"}
	}
	c := cursor{toks: st.toks}
	if !c.accept("drop", "index") || c.accept("concurrently") {
		return nil
	}
	c.accept("if", "exists")
	name := c.name()
	return one(!sc.indexes[name], "DROP INDEX waits for, and then blocks, all use of the table: use DROP INDEX CONCURRENTLY")
}

func concurrentlyAlone(sc *scene, st *statement) []string {
	c := cursor{toks: st.toks}
	ix, made := st.createIndex()
	dropped := c.accept("drop", "index", "concurrently")
	return one((made && ix.concurrently || dropped) && !sc.file.bare,
		`CONCURRENTLY cannot run in a transaction: add "-- +goose NO TRANSACTION" to the file`)
}

// steady lists the functions and parameterless forms in a default that are evaluated once for all existing rows.
var steady = []string{
	"now", "transaction_timestamp", "statement_timestamp", "current_setting", "coalesce", "nullif", "lower", "upper",
	"jsonb_build_object", "jsonb_build_array", "json_build_object", "json_build_array", "to_jsonb", "make_interval",
	"numeric", "varchar", "character", "char", "varying", "current_tenant_id",
}

func volatileDefault(sc *scene, st *statement) []string {
	var found []string
	eachExisting(sc, st, func(_ string, action tokens) {
		column, constraint, ok := action.added()
		if !ok || constraint {
			return
		}
		flat := column.flat()
		switch {
		case flat.has("serial") || flat.has("bigserial") || flat.has("smallserial") || flat.has("identity"):
			found = append(found, "a serial or identity column rewrites the whole table: ids come from the application")
		case flat.has("stored"):
			found = append(found, "a stored generated column rewrites the whole table: add a plain column, backfill it in batches")
		case volatileCall(column):
			found = append(found, "a volatile default rewrites the whole table: add the column without it, SET DEFAULT, then backfill in batches")
		case flat.has("not", "null") && !flat.has("default"):
			found = append(found, "a NOT NULL column without a default fails on a table that has rows")
		}
	})
	return found
}

// volatileCall reports whether the default of the column calls a function that is not known to be steady.
func volatileCall(column tokens) bool {
	at := slices.IndexFunc(column, func(t token) bool { return t.is("default") })
	if at < 0 {
		return false
	}
	for i := at + 1; i+1 < len(column); i++ {
		if column[i].is("check") || column[i].is("references") || column[i].is("constraint") {
			return false
		}
		if column[i].kind == word && column[i+1].is("(") && !slices.Contains(steady, column[i].text) {
			return true
		}
	}
	return false
}

// eachExisting calls fn with the actions of an ALTER TABLE on a table that was there before this file.
func eachExisting(sc *scene, st *statement, fn func(table string, action tokens)) {
	alter, ok := st.alterTable()
	if !ok || sc.fresh(alter.name) {
		return
	}
	for _, action := range alter.actions {
		fn(alter.name, action)
	}
}

// alteredColumn returns the column of an ALTER [COLUMN] action and what is done to it.
func (ts tokens) alteredColumn() (column string, what tokens, ok bool) {
	c := cursor{toks: ts}
	if !c.accept("alter") || c.accept("constraint") {
		return "", nil, false
	}
	c.accept("column")
	column = c.name()
	return column, c.rest(), true
}

func columnType(sc *scene, st *statement) []string {
	var found []string
	eachExisting(sc, st, func(_ string, action tokens) {
		_, what, ok := action.alteredColumn()
		c := cursor{toks: what}
		if ok && (c.accept("type") || c.accept("set", "data", "type")) {
			found = append(found, "changing a column's type rewrites the table and its indexes: add a new column, backfill it, switch over, drop the old one later")
		}
	})
	return found
}

func setNotNull(sc *scene, st *statement) []string {
	var found []string
	eachExisting(sc, st, func(table string, action tokens) {
		column, what, ok := action.alteredColumn()
		if ok && what.has("set", "not", "null") && !sc.proven[[2]string{table, column}] {
			found = append(found, "SET NOT NULL reads the whole table under an exclusive lock: first ADD CONSTRAINT … CHECK ("+
				column+" IS NOT NULL) NOT VALID, then VALIDATE CONSTRAINT it in a statement of its own")
		}
	})
	return found
}

func notValid(sc *scene, st *statement) []string {
	var found []string
	eachExisting(sc, st, func(table string, action tokens) {
		what, _, ok := action.added()
		flat := what.flat()
		checks := flat.has("check") || flat.has("foreign", "key") || flat.has("references")
		if ok && checks && !flat.has("not", "valid") {
			found = append(found, "the constraint reads all of "+table+
				" under a lock: add it as a table constraint NOT VALID, then VALIDATE CONSTRAINT in a statement of its own")
		}
	})
	return found
}

func addUnique(sc *scene, st *statement) []string {
	var found []string
	eachExisting(sc, st, func(table string, action tokens) {
		what, _, ok := action.added()
		flat := what.flat()
		indexed := flat.has("unique") || flat.has("primary", "key") || flat.has("exclude")
		if ok && indexed && !flat.has("using", "index") {
			found = append(found, "the constraint builds its index on "+table+
				" under an exclusive lock: CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX")
		}
	})
	return found
}

func heavy(_ *scene, st *statement) []string {
	c := cursor{toks: st.toks}
	for _, w := range []string{"vacuum", "cluster", "reindex", "truncate"} {
		if c.accept(w) {
			return []string{w + " has no place in a migration: it holds the table, and maintenance is the operator's"}
		}
	}
	return one(c.accept("lock"), "an explicit LOCK makes every session wait behind the migration")
}

func contractOnly(sc *scene, st *statement) []string {
	if sc.file.contract {
		return nil
	}
	const message = ` while the running release may still use it: do it in a later file that carries "-- migration: contract"`
	c := cursor{toks: st.toks}
	if c.accept("drop", "table") {
		c.accept("if", "exists")
		return one(!sc.fresh(c.name()), "DROP TABLE"+message)
	}
	var found []string
	eachExisting(sc, st, func(_ string, action tokens) {
		c := cursor{toks: action}
		if c.accept("drop") && !c.accept("constraint") {
			found = append(found, "DROP COLUMN"+message)
		}
	})
	return found
}

func rename(sc *scene, st *statement) []string {
	c := cursor{toks: st.toks}
	if !c.accept("alter") || !st.toks.flat().has("rename") {
		return nil
	}
	if alter, ok := st.alterTable(); ok && sc.fresh(alter.name) {
		return nil
	}
	return []string{"RENAME breaks the release that is still running: add the new name beside the old one and drop the old one later"}
}
