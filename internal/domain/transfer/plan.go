package transfer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/transfer/internal/transferdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// place is what a row of an archive is here. Without an id it does not come in.
type place struct {
	id    id.ID
	fresh bool // it is to be made
	named bool // it is one that was here before, of the same name
}

// Plan is what becomes of the rows of an archive in one organization.
type Plan struct {
	contents *Contents
	org      id.ID
	earlier  *Plan                      // whose ids it takes; may be nil
	places   map[string]map[id.ID]place // by file
	Warnings []Warning
}

// Warning is something that does not keep an archive from coming in.
type Warning struct{ Code, Message string }

// Count is how many rows of a file come in, and how many are here already.
type Count struct{ Fresh, Known int }

// Count counts the rows of a file.
func (p *Plan) Count(file string) (c Count) {
	for _, at := range p.places[file] {
		switch {
		case at.fresh:
			c.Fresh++
		case at.id != id.Nil:
			c.Known++
		}
	}
	return c
}

// Fresh lists the ids of the rows of a file that are to be made, or were.
func (p *Plan) Fresh(file string) []id.ID {
	out := []id.ID{}
	for _, at := range p.places[file] {
		if at.fresh {
			out = append(out, at.id)
		}
	}
	slices.SortFunc(out, func(a, b id.ID) int { return strings.Compare(a.String(), b.String()) })
	return out
}

// sourceChunk is how many ids are looked up at a time.
const sourceChunk = 5000

// PlanTx decides row by row: what an earlier import brought, and nobody took back, is the same row again and stays as it is; what
// there can be one of by its name is the one that is here; the rest is to be made, with the ids of an earlier plan where there is one. Errors: ErrOwn,
// ErrCurrency.
func (s *Service) PlanTx(ctx context.Context, tx tenancy.Tx, c *Contents, earlier *Plan) (*Plan, error) {
	q := transferdb.New(tx)
	p := &Plan{contents: c, org: tx.Organization(), earlier: earlier, places: map[string]map[id.ID]place{}}
	here, err := q.Settings(ctx, p.org)
	switch m := c.Manifest.Organization; {
	case err != nil:
		return nil, err
	case m.ID == p.org:
		return nil, ErrOwn
	case m.Currency != here.Currency:
		return nil, ErrCurrency.Saying("This export is in %s, and your organization keeps its amounts in %s.", short(m.Currency), here.Currency)
	}
	known, err := p.known(ctx, q)
	if err != nil {
		return nil, err
	}
	named, err := q.ListNamed(ctx, p.org)
	if err != nil {
		return nil, err
	}
	names := map[string]id.ID{}
	for _, n := range named {
		names[n.Entity+"/"+n.Key] = n.ID
	}
	for _, t := range tables {
		if err := p.decide(ctx, t, known, names); err != nil {
			return nil, err
		}
	}
	return p, p.warn(ctx, tx)
}

// source is a row of another organization.
type source struct {
	file string
	id   id.ID
}

func (p *Plan) known(ctx context.Context, q *transferdb.Queries) (map[source]id.ID, error) {
	known := map[source]id.ID{}
	for _, t := range tables {
		var ids []id.ID
		for at := range p.contents.ids[t.name] {
			ids = append(ids, at)
		}
		for part := range slices.Chunk(ids, sourceChunk) {
			list, err := q.ListSources(ctx, p.org, part)
			if err != nil {
				return nil, fmt.Errorf("look what came before: %w", err)
			}
			for _, s := range list {
				known[source{s.Entity, s.SourceID}] = s.ID
			}
		}
	}
	return known, nil
}

// nameOf is what a row is known by where there can be one of its name; not ok elsewhere.
func nameOf(t *table, r record) (string, bool) {
	switch t.name {
	case "property_groups":
		return strings.ToLower(r["name"]), true
	case "checklist_templates", "document_templates":
		return r["kind"] + "/" + r["name"], true
	case "deposit_rules":
		return r["jurisdiction"] + "/" + r["from_date"] + "/" + r["citation"], true
	case "leasing_policies":
		return "", r["property_id"] == "" && r["lease_id"] == ""
	}
	return "", false
}

func (p *Plan) decide(ctx context.Context, t *table, known map[source]id.ID, names map[string]id.ID) error {
	places := make(map[id.ID]place, len(p.contents.ids[t.name]))
	p.places[t.name] = places
	return p.contents.each(ctx, t, func(at id.ID, r record) error {
		if same, ok := known[source{t.name, at}]; ok {
			places[at] = place{id: same}
			return nil
		}
		name, nameable := nameOf(t, r)
		same, here := names[t.table+"/"+name]
		switch {
		case nameable && here:
			places[at] = place{id: same, named: true}
		case t.name == "deposit_rules", t.name == "documents" && !p.contents.kept(at), p.ofNamed(t, r):
			places[at] = place{}
		default:
			to := place{id: id.New(), fresh: true}
			if p.earlier != nil && p.earlier.places[t.name][at].fresh {
				to = p.earlier.places[t.name][at]
			}
			places[at] = to
		}
		return nil
	})
}

// ofNamed reports whether a row is a part of something that was here before: an earlier text of a template.
func (p *Plan) ofNamed(t *table, r record) bool {
	if t.name != "document_template_versions" {
		return false
	}
	at, _ := id.Parse(r["template_id"])
	return p.places["document_templates"][at].named
}

// kept reports whether a document has a file with its content.
func (c *Contents) kept(document id.ID) bool {
	return slices.ContainsFunc(c.files[document], func(f storedFile) bool { return f.entry != "" })
}

// warn tells what does not come in as it was.
func (p *Plan) warn(ctx context.Context, tx tenancy.Tx) error {
	say := func(code, format string, args ...any) {
		p.Warnings = append(p.Warnings, Warning{code, fmt.Sprintf(format, args...)})
	}
	rules, documents := 0, 0
	for _, at := range p.places["deposit_rules"] {
		if at.id == id.Nil {
			rules++
		}
	}
	for _, at := range p.places["documents"] {
		if at.id == id.Nil {
			documents++
		}
	}
	if rules > 0 {
		say("rules_left_out", "%d rules on returning deposits do not come in: confirm the law of each place yourself.", rules)
	}
	if documents > 0 {
		say("documents_left_out", "%d documents do not come in, because their files were left out when they were exported.", documents)
	}
	for _, at := range p.places["leasing_policies"] {
		if at.named {
			say("policy_kept", "Your organization has its own leasing rules, which stay. Those of the other organization do not come in.")
		}
	}
	return p.warnOfTwins(ctx, tx, say)
}

// warnOfTwins tells of properties that are here by their name and address, and yet did not come from there.
func (p *Plan) warnOfTwins(ctx context.Context, tx tenancy.Tx, say func(code, format string, args ...any)) error {
	here, err := property.KnownTx(ctx, tx)
	if err != nil {
		return err
	}
	keys := map[string]bool{}
	for _, k := range here {
		keys[property.Key(k.Name, k.Street1, k.Zip)] = true
	}
	addresses := map[string]record{}
	if err := p.contents.each(ctx, tableOf("addresses"), func(at id.ID, r record) error {
		addresses[at.String()] = r
		return nil
	}); err != nil {
		return err
	}
	return p.contents.each(ctx, tableOf("properties"), func(at id.ID, r record) error {
		a := addresses[r["address_id"]]
		if p.places["properties"][at].fresh && keys[property.Key(r["name"], a["street1"], a["zip_code"])] {
			say("property_twice", "A property named %s with the same address is here already. It comes in beside that one.", short(r["name"]))
		}
		return nil
	})
}

func tableOf(name string) *table {
	return tables[slices.IndexFunc(tables, func(t *table) bool { return t.name == name })]
}

// PlannedProperty is a property of an archive.
type PlannedProperty struct {
	Name  string
	Fresh bool // it is to be made; else it is here already
}

// Properties lists the properties of an archive in its order.
func (p *Plan) Properties(ctx context.Context) (list []PlannedProperty, err error) {
	err = p.contents.each(ctx, tableOf("properties"), func(at id.ID, r record) error {
		list = append(list, PlannedProperty{r["name"], p.places["properties"][at].fresh})
		return nil
	})
	return list, err
}
