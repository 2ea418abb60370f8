package transfer

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/transfer/internal/transferdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// forgetPlans makes the session plan anew how it checks foreign keys: a plan made for a nearly empty table reads every row of the
// organization for each new one.
const forgetPlans = `DISCARD PLANS`

// Stock is what is made ready before the rows of an archive are written: stored files, and what is encrypted again.
type Stock struct {
	files   map[id.ID]document.Kept // by the id that they had
	secrets secrets
}

// Stow stores the files of the documents that a plan makes, and encrypts what is personal. Where that fails, or the rows do not come
// in, Drop the stock. Errors: ErrNoFiles, ErrKeys, and those of document.Service.Stow.
func (s *Service) Stow(ctx context.Context, g authz.Grant, p *Plan) (Stock, error) {
	out := Stock{files: map[id.ID]document.Kept{}}
	var err error
	if out.secrets, err = s.seal(ctx, p); err != nil {
		return out, err
	}
	for at, to := range p.places["documents"] {
		if !to.fresh {
			continue
		}
		for _, f := range p.contents.files[at] {
			if f.entry == "" {
				continue
			}
			if s.documents == nil {
				return out, ErrNoFiles
			}
			k, err := s.stow(ctx, g, p, f)
			if err != nil {
				return out, err
			}
			out.files[f.id] = k
		}
	}
	return out, nil
}

func (s *Service) stow(ctx context.Context, g authz.Grant, p *Plan, f storedFile) (document.Kept, error) {
	from, err := p.contents.content(f.entry)
	if err != nil {
		return document.Kept{}, err
	}
	defer func() { _ = from.Close() }()
	k, err := s.documents.Stow(ctx, g, f.name, from)
	if err != nil {
		return k, about(short(f.name), err)
	}
	return k, nil
}

// Drop removes stored files.
func (s *Service) Drop(ctx context.Context, stock Stock) {
	for _, k := range stock.files {
		s.documents.Drop(ctx, k)
	}
}

// about names what a fault is of, where it is one that people are told.
func about(what string, err error) error {
	f := fault.As(err)
	switch f.Kind {
	case fault.Invalid, fault.Conflict, fault.TooLarge, fault.Unsupported, fault.NotFound:
		return f.Saying("%s: %s", what, f.Message)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// LoadTx writes what a plan makes, for an import whose row is there. progress, which may be nil, is told how many rows were
// written. With an empty stock, as in a dry run,
// documents are left out. Errors: the faults of the tables' constraints, with the file that
// a row is of; organization.ErrPlanLimit.
func (s *Service) LoadTx(ctx context.Context, tx tenancy.Tx, p *Plan, importID id.ID, stock Stock, progress func(done, total int)) error {
	l := &load{Service: s, Plan: p, tx: tx, q: transferdb.New(tx), importID: importID, stock: stock, loose: map[*column][]pair{}}
	done, total := 0, p.contents.rows
	for _, t := range tables {
		if _, err := tx.Exec(ctx, forgetPlans); err != nil {
			return fmt.Errorf("forget plans: %w", err)
		}
		if err := l.table(ctx, t); err != nil {
			return about(t.file(), err)
		}
		if done += len(p.places[t.name]); progress != nil {
			progress(done, total)
		}
		if t.name == "units" {
			if err := organization.HoldUnitsTx(ctx, tx); err != nil {
				return err
			}
		}
	}
	if err := l.link(ctx); err != nil {
		return err
	}
	return stock.secrets.storeTx(ctx, tx)
}

// load is an archive on its way in.
type load struct {
	*Service
	*Plan
	tx       tenancy.Tx
	q        *transferdb.Queries
	importID id.ID
	stock    Stock
	loose    map[*column][]pair
}

// pair is a link that is set when all rows are there.
type pair struct {
	ID id.ID `json:"id"`
	To id.ID `json:"to"`
}

// batchRows is how many rows are written at a time.
const batchRows = 1000

// batch is what is written at a time.
type batch struct {
	rows         []map[string]string
	ids, sources []id.ID
}

func (l *load) table(ctx context.Context, t *table) error {
	var b batch
	err := l.contents.each(ctx, t, func(at id.ID, r record) error {
		to := l.places[t.name][at]
		if !to.fresh {
			return nil
		}
		if t.name == "documents" {
			brought, err := l.document(ctx, at, to.id, r)
			if err != nil {
				return err
			}
			if !brought {
				l.places[t.name][at] = place{} // so that nothing is linked to it
				return nil
			}
		} else {
			b.rows = append(b.rows, l.row(t, to.id, r))
		}
		b.ids, b.sources = append(b.ids, to.id), append(b.sources, at)
		if len(b.ids) < batchRows {
			return nil
		}
		return l.flush(ctx, t, &b)
	})
	if err != nil {
		return err
	}
	return l.flush(ctx, t, &b)
}

func (l *load) flush(ctx context.Context, t *table, b *batch) error {
	if len(b.ids) == 0 {
		return nil
	}
	if t.insert != nil {
		raw, err := json.Marshal(b.rows)
		if err != nil {
			return err
		}
		n, err := t.insert(l.q, ctx, raw, l.org)
		if err != nil {
			return err
		}
		if int(n) != len(b.rows) {
			return fmt.Errorf("wrote %d rows of %d", n, len(b.rows))
		}
	}
	_, err := l.q.InsertSources(ctx, transferdb.InsertSourcesParams{
		TenantID: l.org, ImportID: l.importID, Entity: t.name, Ids: b.ids, SourceIds: b.sources,
	})
	*b = batch{}
	return err
}

// row brings a row into the form of the database, with the ids that things have here.
func (l *load) row(t *table, at id.ID, r record) map[string]string {
	out := map[string]string{"id": at.String()}
	if t.name == "lease_openings" {
		out["import_id"] = l.importID.String()
	}
	for i := range t.columns {
		c := &t.columns[i]
		v, ok := r[c.name]
		if !ok {
			continue
		}
		switch c.kind {
		case link, loose:
			from, _ := id.Parse(v) // it fits
			to := l.places[c.to][from].id
			switch {
			case to == id.Nil:
			case c.kind == loose:
				l.loose[c] = append(l.loose[c], pair{at, to})
			default:
				out[c.name] = to.String()
			}
		default:
			out[c.name] = v
		}
	}
	return out
}

// link sets what could not be set before all rows were there. What leads to nothing here stays empty.
func (l *load) link(ctx context.Context) error {
	for c, list := range l.loose {
		raw, err := json.Marshal(list)
		if err != nil {
			return err
		}
		if _, err := c.set(l.q, ctx, l.org, raw); err != nil {
			return about(c.name, err)
		}
	}
	return nil
}

// document makes a document, if its files were stored.
func (l *load) document(ctx context.Context, from, at id.ID, r record) (bool, error) {
	b := document.Brought{
		ID: at, Type: r["type"], EntityType: r["entity_type"], EntityID: l.org, Description: r["description"], RetentionClass: r["retention_class"],
		AccessLevel: r["access_level"], Tags: []byte(r["tags"]), HoldReason: r["hold_reason"], ExpiresAt: instant(r["expires_at"]), HeldAt: instant(r["held_at"]),
	}
	if to := documentEntities[b.EntityType]; to != "" {
		source, _ := id.Parse(r["entity_id"])
		if b.EntityID = l.places[to][source].id; b.EntityID == id.Nil {
			return false, nil
		}
	}
	if b.AccessLevel == "person" { // who that was signs in over there
		b.AccessLevel = "private"
	}
	source, _ := id.Parse(r["property_id"])
	b.PropertyID = l.places["properties"][source].id
	b.RetainUntil, _ = period.Parse(r["retain_until"])
	if added := instant(r["created_at"]); added != nil {
		b.CreatedAt = *added
	}
	for _, f := range l.contents.files[from] {
		revision, err := strconv.ParseInt(f.revision, 10, 32)
		if k, ok := l.stock.files[f.id]; ok && err == nil {
			b.Files = append(b.Files, document.BroughtFile{Kept: k, Revision: int32(revision)})
		}
	}
	if len(b.Files) == 0 {
		return false, nil
	}
	if err := l.documents.BringTx(ctx, l.tx, b); err != nil {
		return false, err
	}
	var ids, sources []id.ID
	for _, f := range l.contents.files[from] {
		if k, ok := l.stock.files[f.id]; ok {
			ids, sources = append(ids, document.BroughtFile{Kept: k}.ID()), append(sources, f.id)
		}
	}
	_, err := l.q.InsertSources(ctx, transferdb.InsertSourcesParams{
		TenantID: l.org, ImportID: l.importID, Entity: fileTable.name, Ids: ids, SourceIds: sources,
	})
	return err == nil, err
}

// instant reads a moment that fits; nil for none.
func instant(cell string) *time.Time {
	if cell == "" {
		return nil
	}
	at, err := time.Parse(time.RFC3339Nano, cell)
	if err != nil {
		return nil
	}
	return &at
}
