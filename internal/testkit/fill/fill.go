package fill

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// Rows are what was made for an organization: one row in each table, which belong together (the unit's property is the
// property that was made).
type Rows struct {
	Org    id.ID
	Canary string           // begins every text that was written
	IDs    map[string]id.ID // by table
	n      int
	made   map[string]bool // tables whose row is there
}

// Organization puts one more set of rows into every tenant table of org and into every partition, through tx, which must
// be a superuser's. The organization's own row must be there. The error names the table that cannot be filled.
func Organization(ctx context.Context, tx pgx.Tx, org id.ID) (*Rows, error) {
	all, err := Tables(ctx, tx)
	if err != nil {
		return nil, err
	}
	return one(ctx, tx, org, all)
}

// one is Organization for tables that are known.
func one(ctx context.Context, tx pgx.Tx, org id.ID, all []Table) (*Rows, error) {
	var tag [4]byte
	_, _ = rand.Read(tag[:]) // never fails
	r := &Rows{Org: org, Canary: "cn" + hex.EncodeToString(tag[:]), IDs: map[string]id.ID{organizations: org}, made: map[string]bool{organizations: true}}
	order, err := sorted(all)
	if err != nil {
		return nil, err
	}
	for _, t := range order {
		r.IDs[t.Name] = id.New()
	}
	if err := r.share(ctx, tx); err != nil {
		return nil, err
	}
	var s script
	s.add("", fmt.Sprintf(`SELECT set_config('app.current_tenant_id', '%s', true)`, org), anyRows) // what triggers keep is kept of one organization
	s.add("", `SET CONSTRAINTS ALL DEFERRED`, anyRows)                                             // an earlier family's end made them immediate
	for _, t := range order {
		if r.made[t.Name] {
			continue
		}
		if err := r.insert(&s, t); err != nil {
			return nil, fmt.Errorf("table %s cannot be filled; give testkit/fill a hint: %w", t.Name, err)
		}
	}
	for _, t := range order {
		r.closeCycles(&s, t)
	}
	for _, t := range all {
		if t.PartitionOf != "" {
			r.partition(&s, t)
		}
	}
	s.add("", `SET CONSTRAINTS ALL IMMEDIATE`, anyRows)
	return r, s.run(ctx, tx.Conn().PgConn())
}

// share takes over the rows of which an organization has one, where an earlier family made them.
func (r *Rows) share(ctx context.Context, tx pgx.Tx) error {
	for _, table := range Single {
		var known id.ID
		err := tx.QueryRow(ctx, `SELECT id FROM public.`+table+` WHERE tenant_id = $1`, r.Org).Scan(&known)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
		case err != nil:
			return fmt.Errorf("look for the row of %s: %w", table, err)
		default:
			r.IDs[table], r.made[table] = known, true
		}
	}
	return nil
}

// sorted puts the tables into an order in which each can point at those before it. Columns that may be empty give way
// where tables point at each other.
func sorted(all []Table) ([]Table, error) {
	var order []Table
	done := map[string]bool{organizations: true}
	rest := slices.DeleteFunc(slices.Clone(all), func(t Table) bool { return t.PartitionOf != "" || t.Name == organizations })
	for len(rest) > 0 {
		next := slices.IndexFunc(rest, func(t Table) bool { return ready(t, done, true) })
		if next < 0 {
			next = slices.IndexFunc(rest, func(t Table) bool { return ready(t, done, false) })
		}
		if next < 0 {
			return nil, fmt.Errorf("tables need each other: %s", rest[0].Name)
		}
		order, done[rest[next].Name] = append(order, rest[next]), true
		rest = slices.Delete(rest, next, next+1)
	}
	return order, nil
}

func ready(t Table, done map[string]bool, optionalToo bool) bool {
	return !slices.ContainsFunc(t.ForeignKeys, func(fk ForeignKey) bool {
		return !done[fk.Table] && fk.Table != t.Name && (optionalToo || required(t, fk))
	})
}

func required(t Table, fk ForeignKey) bool {
	return !slices.ContainsFunc(fk.Columns, func(c string) bool { return !t.Column(c).NotNull && !needed[t.Name+"."+c] })
}
