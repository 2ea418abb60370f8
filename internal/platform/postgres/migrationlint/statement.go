package migrationlint

import "strings"

type tokens []token

// has reports whether the words stand in this order, side by side, anywhere in the tokens.
func (ts tokens) has(words ...string) bool {
	for i := range ts {
		c := cursor{toks: ts, i: i}
		if c.accept(words...) {
			return true
		}
	}
	return false
}

// split cuts the tokens at the commas that are in no parenthesis.
func (ts tokens) split() []tokens {
	var parts []tokens
	depth, from := 0, 0
	for i, t := range ts {
		switch {
		case t.is("(") || t.is("["):
			depth++
		case t.is(")") || t.is("]"):
			depth--
		case t.is(",") && depth == 0:
			parts, from = append(parts, ts[from:i]), i+1
		}
	}
	if from < len(ts) {
		parts = append(parts, ts[from:])
	}
	return parts
}

// flat returns the tokens that are in no parenthesis.
func (ts tokens) flat() tokens {
	var out tokens
	depth := 0
	for _, t := range ts {
		if t.is(")") {
			depth--
		}
		if depth == 0 {
			out = append(out, t)
		}
		if t.is("(") {
			depth++
		}
	}
	return out
}

// cursor walks along tokens.
type cursor struct {
	toks tokens
	i    int
}

// accept steps over the words if they come next, and reports whether they did.
func (c *cursor) accept(words ...string) bool {
	if c.i+len(words) > len(c.toks) {
		return false
	}
	for k, w := range words {
		if !c.toks[c.i+k].is(w) {
			return false
		}
	}
	c.i += len(words)
	return true
}

// oneOf steps over any of the words that come next, in any order and number.
func (c *cursor) oneOf(words ...string) {
	for again := true; again; {
		again = false
		for _, w := range words {
			again = c.accept(w) || again
		}
	}
}

// name steps over a possibly qualified name and returns it without the schema "public", which is how migrations and
// rules call tenant tables.
func (c *cursor) name() string {
	var parts []string
	for c.i < len(c.toks) && c.toks[c.i].kind == word {
		parts = append(parts, c.toks[c.i].text)
		c.i++
		if !c.accept(".") {
			break
		}
	}
	return strings.TrimPrefix(strings.Join(parts, "."), "public.")
}

// parens steps over a parenthesis if one comes next and returns what is inside.
func (c *cursor) parens() tokens {
	if !c.accept("(") {
		return nil
	}
	from, depth := c.i, 1
	for ; c.i < len(c.toks); c.i++ {
		switch {
		case c.toks[c.i].is("("):
			depth++
		case c.toks[c.i].is(")"):
			if depth--; depth == 0 {
				c.i++
				return c.toks[from : c.i-1]
			}
		}
	}
	return c.toks[from:]
}

// rest returns what is left, without the closing semicolon.
func (c *cursor) rest() tokens {
	end := len(c.toks)
	if end > c.i && c.toks[end-1].is(";") {
		end--
	}
	return c.toks[c.i:end]
}

type newTable struct {
	name      string
	elements  []tokens // column definitions and table constraints
	temporary bool
	partition bool // PARTITION OF: it follows its parent
}

func (st *statement) createTable() (newTable, bool) {
	c := cursor{toks: st.toks}
	if !c.accept("create") {
		return newTable{}, false
	}
	from := c.i
	c.oneOf("global", "local", "temporary", "temp", "unlogged")
	prefix := st.toks[from:c.i]
	if !c.accept("table") {
		return newTable{}, false
	}
	c.accept("if", "not", "exists")
	t := newTable{name: c.name(), temporary: prefix.has("temp") || prefix.has("temporary")}
	t.partition = c.accept("partition", "of")
	if !t.partition {
		t.elements = c.parens().split()
	}
	return t, true
}

type newIndex struct {
	name, table  string
	concurrently bool
}

func (st *statement) createIndex() (newIndex, bool) {
	c := cursor{toks: st.toks}
	if !c.accept("create") {
		return newIndex{}, false
	}
	c.accept("unique")
	if !c.accept("index") {
		return newIndex{}, false
	}
	ix := newIndex{concurrently: c.accept("concurrently")}
	c.accept("if", "not", "exists")
	if !c.accept("on") {
		ix.name = c.name()
		c.accept("on")
	}
	c.accept("only")
	ix.table = c.name()
	return ix, true
}

type alteration struct {
	name    string
	actions []tokens
}

func (st *statement) alterTable() (alteration, bool) {
	c := cursor{toks: st.toks}
	if !c.accept("alter", "table") {
		return alteration{}, false
	}
	c.accept("if", "exists")
	c.accept("only")
	a := alteration{name: c.name()}
	c.accept("*")
	a.actions = c.rest().split()
	return a, true
}

// isConstraint reports whether the action or table element is a constraint (ADD already taken off).
func (ts tokens) isConstraint() bool {
	if len(ts) == 0 {
		return false
	}
	for _, w := range []string{"constraint", "primary", "unique", "check", "foreign", "exclude"} {
		if ts[0].is(w) {
			return true
		}
	}
	return false
}

// added returns what an ADD action adds: a constraint or a column definition.
func (ts tokens) added() (what tokens, constraint, ok bool) {
	c := cursor{toks: ts}
	if !c.accept("add") {
		return nil, false, false
	}
	if c.rest().isConstraint() {
		return c.rest(), true, true
	}
	c.accept("column")
	c.accept("if", "not", "exists")
	return c.rest(), false, true
}

// notNullCheck recognizes ADD CONSTRAINT name CHECK (column IS NOT NULL).
func (ts tokens) notNullCheck() (constraint, column string, ok bool) {
	c := cursor{toks: ts}
	if !c.accept("add", "constraint") {
		return "", "", false
	}
	constraint = c.name()
	if !c.accept("check") {
		return "", "", false
	}
	inner := cursor{toks: c.parens()}
	column = inner.name()
	return constraint, column, inner.accept("is", "not", "null") && len(inner.rest()) == 0
}

// platformTable reports whether the name is in the schema platform, or one of the schemas that hold no tenant rows.
func platformTable(name string) bool {
	schema, _, qualified := strings.Cut(name, ".")
	return qualified && (schema == "platform" || schema == "app")
}
