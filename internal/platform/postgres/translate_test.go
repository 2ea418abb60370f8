package postgres_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// Each statement fails in the real server; a few states that a test cannot bring about are raised by a function, which
// comes through the same wire.
var failures = []struct {
	name, sql, code, pointer string
	kind                     fault.Kind
}{
	{
		"unique", `INSERT INTO units (tenant_id, id, property_id, number, base_rent) SELECT tenant_id, gen_random_uuid(), property_id, number, 1 FROM units LIMIT 1`,
		"unit_number_taken", "/number", fault.Conflict,
	},
	{
		"primary key", `INSERT INTO units (tenant_id, id, property_id, number, base_rent) SELECT tenant_id, id, property_id, 'other', 1 FROM units LIMIT 1`,
		"already_exists", "", fault.Conflict,
	},
	{"check", `UPDATE units SET base_rent = -1`, "not_allowed", "/base_rent", fault.Invalid},
	{"reference to nothing", `UPDATE work_orders SET vendor_id = gen_random_uuid()`, "reference_not_found", "/vendor_id", fault.Invalid},
	{"deleted parent", `UPDATE properties SET deleted_at = now()`, "in_use", "", fault.Conflict},
	{"delete what is used", `DELETE FROM owners`, "in_use", "", fault.Conflict},
	{"exclusion", `INSERT INTO owner_properties (tenant_id, id, owner_id, property_id, ownership_percentage, from_date)
		SELECT tenant_id, gen_random_uuid(), owner_id, property_id, 1, from_date FROM owner_properties LIMIT 1`, "share_overlaps", "", fault.Conflict},
	{"missing value", `UPDATE units SET number = NULL`, "required", "/number", fault.Invalid},
	{"document of nothing", `UPDATE documents SET entity_id = gen_random_uuid()`, "reference_not_found", "/entity_id", fault.Invalid},
	{"number out of range", `SELECT (99999::text || '999999')::int`, "out_of_range", "", fault.Invalid},
	{"money out of range", `UPDATE units SET base_rent = 1e13`, "out_of_range", "", fault.Invalid},
	{"statement timeout", `SET LOCAL statement_timeout = 1; SELECT pg_sleep(5)`, "timeout", "", fault.Unavailable},
	{"serialization", `DO $$ BEGIN RAISE 'x' USING ERRCODE = '40001'; END $$`, "busy", "", fault.Unavailable},
	{"deadlock", `DO $$ BEGIN RAISE 'x' USING ERRCODE = '40P01'; END $$`, "busy", "", fault.Unavailable},
	{"disk full", `DO $$ BEGIN RAISE 'x' USING ERRCODE = '53100'; END $$`, "disk_full", "", fault.Unavailable},
	{"starting up", `DO $$ BEGIN RAISE 'x' USING ERRCODE = '57P03'; END $$`, "database_unavailable", "", fault.Unavailable},
	{"shard suffix", `DO $$ BEGIN RAISE 'x' USING ERRCODE = '23505', CONSTRAINT = 'units_number_key_102008'; END $$`, "unit_number_taken", "/number", fault.Conflict},
	{"final row", `SET LOCAL ROLE propertyos_mover; UPDATE transactions SET description = 'x'`, "final", "", fault.Conflict},
	{"unknown constraint", `DO $$ BEGIN RAISE 'x' USING ERRCODE = '23505', CONSTRAINT = 'nobody_knows'; END $$`, "internal", "", fault.Internal},
	{"syntax error", `SELEC`, "internal", "", fault.Internal},
}

func TestTranslate(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	fill.Into(t, db, db.Org(t))
	conn := db.Conn(pgtest.Superuser)
	for _, f := range failures {
		tx, err := conn.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = tx.Exec(t.Context(), f.sql, pgx.QueryExecModeSimpleProtocol)
		if rollback := tx.Rollback(t.Context()); rollback != nil {
			t.Fatal(rollback)
		}
		if err == nil {
			t.Errorf("%s: nothing failed", f.name)
			continue
		}
		got := fault.As(postgres.Translate(err))
		if got.Kind != f.kind || got.Code != f.code {
			t.Errorf("%s: %v (kind %d), want %s (kind %d)", f.name, got, got.Kind, f.code, f.kind)
		}
		if f.pointer != "" && (len(got.Fields) == 0 || got.Fields[len(got.Fields)-1].Pointer != f.pointer) {
			t.Errorf("%s: points at %v, want %s", f.name, got.Fields, f.pointer)
		}
		if (f.kind == fault.Unavailable) != (got.RetryAfter > 0) {
			t.Errorf("%s: retry after %s", f.name, got.RetryAfter)
		}
		var pg *pgconn.PgError
		if !errors.As(postgres.Translate(err), &pg) {
			t.Errorf("%s: the cause is lost", f.name)
		}
	}
}

func TestTranslateText(t *testing.T) {
	t.Parallel()
	conn := pgtest.New(t).Conn(postgres.RoleApp)
	for _, text := range []string{"a\x00b", "a\xffb"} {
		var v string
		err := conn.QueryRow(t.Context(), `SELECT $1::text`, text).Scan(&v)
		if !errors.Is(postgres.Translate(err), postgres.ErrText) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestTranslateAbsence(t *testing.T) {
	t.Parallel()
	conn := pgtest.New(t).Conn(postgres.RoleApp)
	var n int
	err := postgres.Translate(conn.QueryRow(t.Context(), `SELECT 1 WHERE false`).Scan(&n))
	if !errors.Is(err, postgres.ErrNotFound) || !errors.Is(err, pgx.ErrNoRows) {
		t.Error(err)
	}
	if postgres.Translate(nil) != nil {
		t.Error("nil became an error")
	}
	if own := fault.New(fault.Invalid, "own", "Own."); !errors.Is(postgres.Translate(own), own) {
		t.Error("a fault was changed")
	}
	if plain := errors.New("a defect of ours"); !errors.Is(postgres.Translate(plain), plain) || errors.As(postgres.Translate(plain), new(*fault.Fault)) {
		t.Error("an error that is nobody's was changed")
	}
}

// What a user sees while the database is away is one fault, however it is away.
func TestTranslateLoss(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	conn := db.Conn(postgres.RoleApp)
	var pid int
	if err := conn.QueryRow(t.Context(), `SELECT pg_backend_pid()`).Scan(&pid); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool(pgtest.Superuser).Exec(t.Context(), `SELECT pg_terminate_backend($1, 5000)`, pid); err != nil {
		t.Fatal(err)
	}
	for range 2 { // once told by the server, once found closed
		if _, err := conn.Exec(t.Context(), `SELECT 1`); !errors.Is(postgres.Translate(err), postgres.ErrUnavailable) {
			t.Errorf("a connection that was ended: %v", postgres.Translate(err))
		}
	}
	if _, err := db.Pool(pgtest.Superuser).Exec(t.Context(), `ALTER DATABASE `+db.Name()+` CONNECTION LIMIT 0`); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Connect(t.Context(), db.URL(postgres.RoleApp)); !errors.Is(err, postgres.ErrUnavailable) {
		t.Errorf("too many connections: %v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := "postgres://user:hush-hush@" + listener.Addr().String() + "/db?sslmode=disable"
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = postgres.Connect(t.Context(), secret.New(closed))
	if !errors.Is(err, postgres.ErrUnavailable) || strings.Contains(err.Error(), "hush") {
		t.Errorf("a closed port: %v", err)
	}
	pool, err := postgres.OpenPool(t.Context(), db.URL(postgres.RoleApp), postgres.PoolOptions{})
	if err != nil {
		t.Fatal(err)
	}
	pool.Close()
	if _, err := pool.Exec(t.Context(), `SELECT 1`); !errors.Is(postgres.Translate(err), postgres.ErrUnavailable) {
		t.Errorf("a closed pool: %v", err)
	}
	for _, err := range []error{io.EOF, io.ErrUnexpectedEOF} {
		if !errors.Is(postgres.Translate(err), postgres.ErrUnavailable) {
			t.Errorf("%v stays as it is", err)
		}
	}
}

// A lock that others hold for longer than the role waits.
func TestTranslateLock(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	fill.Into(t, db, db.Org(t))
	held, waiting := db.Conn(pgtest.Superuser), db.Conn(pgtest.Superuser)
	tx, err := held.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.Background())
	if _, err := tx.Exec(t.Context(), `SELECT FROM units FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	_, err = waiting.Exec(t.Context(), `SET lock_timeout = 1; UPDATE units SET floor = 2`, pgx.QueryExecModeSimpleProtocol)
	if got := fault.As(postgres.Translate(err)); got.Code != postgres.ErrBusy.Code || got.RetryAfter != 2*time.Second {
		t.Error(got)
	}
}

func TestRetryable(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{"40001": true, "40P01": true, "23505": false, "55P03": false} {
		err := &pgconn.PgError{Code: code}
		if postgres.Retryable(err) != want || postgres.Retryable(postgres.Translate(err)) != want {
			t.Errorf("%s: want %v", code, want)
		}
	}
}
