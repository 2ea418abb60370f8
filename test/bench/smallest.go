package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// smallest returns the least that can answer: no sign-in, no checks, no logs. What it sends to the database is what the
// product sends for the same answer, recorded from the product's own service.
func smallest(ctx context.Context, url string) (http.Handler, *pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, nil, postgres.ErrURL
	}
	record := &recorder{}
	cfg.ConnConfig.Tracer = record
	watched, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	defer watched.Close()
	example := who(1)
	service := property.New(tenancy.NewDB(tenancy.Pools{App: watched}, clock.System{}))
	if _, _, err := service.Units(ctx, example, property.UnitFilter{}, page.Request{Limit: page.DefaultLimit}); err != nil {
		return nil, nil, err
	}
	list := record.take()
	if _, err := service.Unit(ctx, example, ours(kindUnit, 1, 0), false); err != nil {
		return nil, nil, err
	}
	get := record.take()

	cfg = cfg.Copy()
	cfg.ConnConfig.Tracer, cfg.MaxConns = nil, 20
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /{org}", &replay{pool: pool, sent: list})
	mux.Handle("GET /{org}/{unit}", &replay{pool: pool, sent: get})
	return mux, pool, nil
}

// statement is what was sent once.
type statement struct {
	sql  string
	args []any
}

// recorder keeps what is sent to the database in batches.
type recorder struct {
	mu   sync.Mutex
	sent []statement
}

func (r *recorder) take() []statement {
	r.mu.Lock()
	defer r.mu.Unlock()
	sent := r.sent
	r.sent = nil
	return sent
}

func (*recorder) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	return ctx
}
func (*recorder) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (*recorder) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (r *recorder) TraceBatchQuery(_ context.Context, _ *pgx.Conn, data pgx.TraceBatchQueryData) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent = append(r.sent, statement{data.SQL, data.Args})
}
func (*recorder) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// replay answers with the rows of the last statement, for the organization and the unit of the path.
type replay struct {
	pool *pgxpool.Pool
	sent []statement
	once sync.Once
	row  reflect.Type
}

func (h *replay) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	swap := map[id.ID]id.ID{}
	for from, name := range map[id.ID]string{ours(kindOrganization, 1, 0): "org", ours(kindUnit, 1, 0): "unit"} {
		if text := r.PathValue(name); text != "" {
			to, err := id.Parse(text)
			if err != nil {
				http.Error(w, "malformed id", http.StatusNotFound)
				return
			}
			swap[from] = to
		}
	}
	batch := &pgx.Batch{}
	for _, s := range h.sent {
		batch.Queue(s.sql, swapped(s.args, swap)...)
	}
	body, err := h.answer(h.pool.SendBatch(r.Context(), batch))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

func swapped(args []any, swap map[id.ID]id.ID) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		out[i] = arg
		switch v := arg.(type) {
		case id.ID:
			if to, ok := swap[v]; ok {
				out[i] = to
			}
		case *id.ID:
			if v != nil {
				if to, ok := swap[*v]; ok {
					out[i] = to
				}
			}
		}
	}
	return out
}

func (h *replay) answer(results pgx.BatchResults) (_ []byte, err error) {
	defer func() { err = errors.Join(err, results.Close()) }()
	for range len(h.sent) - 1 {
		if _, err := results.Exec(); err != nil {
			return nil, err
		}
	}
	rows, err := results.Query()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	h.once.Do(func() { h.row = structOf(rows) })
	list := reflect.MakeSlice(reflect.SliceOf(h.row), 0, page.DefaultLimit+1)
	for rows.Next() {
		row := reflect.New(h.row).Elem()
		dest := make([]any, row.NumField())
		for i := range dest {
			dest[i] = row.Field(i).Addr().Interface()
		}
		if err := rows.Scan(dest...); err != nil {
			return nil, err
		}
		list = reflect.Append(list, row)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return json.Marshal(list.Interface())
}

// structOf makes a struct for the columns, once: reading and encoding it costs what a struct written by hand does.
func structOf(rows pgx.Rows) reflect.Type {
	types := map[uint32]reflect.Type{
		pgtype.UUIDOID: reflect.TypeFor[*id.ID](), pgtype.TextOID: reflect.TypeFor[*string](),
		pgtype.Int4OID: reflect.TypeFor[*int32](), pgtype.Int8OID: reflect.TypeFor[*int64](),
		pgtype.BoolOID: reflect.TypeFor[*bool](), pgtype.NumericOID: reflect.TypeFor[*money.Amount](),
		pgtype.TimestamptzOID: reflect.TypeFor[*time.Time](), pgtype.DateOID: reflect.TypeFor[*time.Time](),
		pgtype.JSONBOID: reflect.TypeFor[json.RawMessage](),
	}
	var fields []reflect.StructField
	for i, column := range rows.FieldDescriptions() {
		t, ok := types[column.DataTypeOID]
		if !ok {
			t = reflect.TypeFor[any]()
		}
		fields = append(fields, reflect.StructField{
			Name: fmt.Sprintf("Column%d", i), Type: t,
			Tag: reflect.StructTag(fmt.Sprintf(`json:%q`, column.Name)),
		})
	}
	return reflect.StructOf(fields)
}
