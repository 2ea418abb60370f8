package audit

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/audit/internal/auditdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// small makes a sealer whose seals hold few entries, so that a test has many.
func (k *kit) small(rows int32) *Sealer {
	s := NewSealer(k.db)
	s.rows = rows
	return s
}

func TestSealedLogIsWhole(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.write(7)
	k.write(5)
	if n := k.sealBy(k.small(5)); n < 12 {
		t.Errorf("%d entries sealed", n)
	}
	if n := k.seal(); n != 0 {
		t.Errorf("%d entries sealed again", n)
	}
	k.write(3)
	r := k.verify("")
	if !r.OK() || r.Unsealed != 3 || r.Oldest == nil {
		t.Errorf("report %+v", r)
	}
	k.seal()
	first := r.Head
	r = k.verify(first)
	if !r.OK() || r.Unsealed != 0 || r.Head == first || len(r.Head) != 64 || r.Seals < 4 {
		t.Errorf("report %+v", r)
	}
	if want := one[int64](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1`, k.org); r.Entries != want {
		t.Errorf("%d of %d entries are sealed", r.Entries, want)
	}
}

// TestLateCommitIsNotSkipped: transactions commit out of order, and no seal may pass one that still runs.
func TestLateCommitIsNotSkipped(t *testing.T) {
	t.Parallel()
	k := setup(t)
	late := k.pg.Conn(pgtest.Superuser)
	tx, err := late.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const insert = `INSERT INTO audit_logs (tenant_id, action, entity_type, entity_id) VALUES ($1, 'read', 'late', $1)`
	if _, err := tx.Exec(t.Context(), insert, k.org); err != nil {
		t.Fatal(err)
	}
	k.write(4) // begins later, commits earlier
	if _, err := NewSealer(k.db).Seal(t.Context(), k.org); err != nil {
		t.Fatal(err)
	}
	if r := k.verify(""); !r.OK() || r.Unsealed < 4 {
		t.Errorf("sealed past a transaction that runs: %+v", r)
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	k.seal()
	if r := k.verify(""); !r.OK() || r.Unsealed != 0 {
		t.Errorf("report %+v", r)
	}
}

// TestHashIsTheSameEverywhere: neither the session's time zone nor the era of the program may change it.
func TestHashIsTheSameEverywhere(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.exec(`INSERT INTO audit_logs (tenant_id, id, created_at, user_id, actor_role, action, entity_type, entity_id, changes, request_id, reason,
		ip_address, user_agent, api_key, detail, xact, era) VALUES ('0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10',
		'0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c11', '2026-07-01 12:00:00.123456+02', NULL, 'manager', 'update', 'units',
		'0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c12', '{"new": {"rent": 1250.50, "ä": "ö"}, "old": {"rent": 1200.00}}', 'req', NULL, '2001:db8::1',
		'agent', NULL, NULL, 42, 1)`)
	var hashes []string
	for _, zone := range []string{"UTC", "Canada/Newfoundland", "Asia/Kathmandu"} {
		conn := k.pg.Conn(postgres.RoleSystem)
		for _, sql := range []string{`SET timezone = '` + zone + `'`, `SET datestyle = 'German'`, `SET bytea_output = 'escape'`} {
			if _, err := conn.Exec(t.Context(), sql); err != nil {
				t.Fatal(err)
			}
		}
		hashes = append(hashes, hashOf(t, conn))
	}
	// Written down once: whoever changes the encoding breaks every seal that there is.
	const known = "2add0b4f85af9b3d33c83659f9da08e7c0009451cb0cf8837a35b9c8d432ca16"
	for _, h := range hashes {
		if h != known {
			t.Errorf("the entry's hash is %s, was %s", h, known)
		}
	}
}

func TestPinIsChecked(t *testing.T) {
	t.Parallel()
	k := setup(t)
	for _, c := range []struct {
		slug, pin string
		want      error
	}{
		{"x", "zz", errPin},
		{"x", "abcd", errPin},
		{"", strings.Repeat("ab", 32), errPinWhose},
		{"no-such-organization", "", errNoOrg},
	} {
		if _, err := Verify(t.Context(), k.db, c.slug, c.pin, func(Report) {}); !errors.Is(err, c.want) {
			t.Errorf("verify %q %q: %v", c.slug, c.pin, err)
		}
	}
}

// TestAnotherCluster: after a restore the transactions are counted anew, from below the sealed ones.
func TestAnotherCluster(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.write(3)
	k.seal()
	// As rows come back in another cluster: with numbers that this one has not reached.
	k.exec(`ALTER TABLE audit_seals DISABLE TRIGGER USER`)
	k.exec(`DELETE FROM audit_seals`)
	k.exec(`UPDATE audit_logs SET xact = xact + 1000000000`)
	k.exec(`UPDATE platform.audit_eras SET cluster = 1`)
	k.exec(`INSERT INTO platform.audit_eras (era, cluster) VALUES (2, 2)`)
	k.exec(`ALTER TABLE audit_seals ENABLE TRIGGER USER`)
	k.seal()
	if r := k.verify(""); !r.OK() || r.Unsealed != 0 || r.Entries < 3 {
		t.Fatalf("before: %+v", r)
	}
	for range 2 { // every start says so
		if err := BeginEra(t.Context(), k.db); err != nil {
			t.Fatal(err)
		}
	}
	if n := one[int](k, `SELECT max(era) FROM platform.audit_eras`); n != 3 {
		t.Errorf("the era is %d", n)
	}
	k.write(4)
	r := k.verify("")
	if !r.OK() || r.Unsealed != 4 {
		t.Fatalf("new entries lie among sealed ones: %+v", r)
	}
	if n := k.seal(); n != 4 {
		t.Errorf("%d sealed", n)
	}
	if r := k.verify(""); !r.OK() || r.Unsealed != 0 {
		t.Errorf("after: %+v", r)
	}
}

// TestRetention: a month that was dropped on purpose is told from one that was taken out.
func TestRetention(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.clock.Advance(one[time.Time](k, `SELECT now()`).Sub(k.clock.Now()))
	k.exec(`CREATE TABLE audit_logs_old PARTITION OF audit_logs FOR VALUES FROM ('2010-01-01+00') TO ('2010-02-01+00')`)
	k.exec(`INSERT INTO audit_logs (tenant_id, created_at, action, entity_type, entity_id)
		SELECT $1, '2010-01-15', 'read', 'units', gen_random_uuid() FROM generate_series(1, 5)`, k.org)
	k.write(3)
	k.seal()
	s := NewSealer(k.db)
	if _, err := s.DropBefore(t.Context(), k.clock.Now().AddDate(0, -3, 0)); !errors.Is(err, errKept) {
		t.Errorf("what a plan keeps is dropped: %v", err)
	}
	dropped, err := s.DropBefore(t.Context(), time.Date(2010, 3, 1, 0, 0, 0, 0, time.UTC))
	if err != nil || !dropped.Equal(time.Date(2010, 2, 1, 0, 0, 0, 0, time.UTC)) {
		t.Fatalf("dropped up to %v, %v", dropped, err)
	}
	r := k.verify("")
	if !r.OK() || r.Retained != 5 || r.GoneBefore == nil || !r.GoneBefore.Equal(dropped) {
		t.Errorf("report %+v", r)
	}
	if again, err := s.DropBefore(t.Context(), time.Date(2010, 3, 1, 0, 0, 0, 0, time.UTC)); err != nil || !again.IsZero() {
		t.Errorf("dropped again: %v, %v", again, err)
	}
	// One that the seals say nothing of is missing all the same.
	k.exec(`DELETE FROM audit_logs WHERE tenant_id = $1 AND action = 'read'`, k.org)
	if r := k.verify(""); r.OK() || r.Findings[0].Damage != DamageMissing {
		t.Errorf("report %+v", r)
	}
}

// TestSealsOfAll: the frequent look and the full one find every organization, and none is sealed into another's chain.
func TestSealsOfAll(t *testing.T) {
	t.Parallel()
	k := setup(t)
	other := *k
	other.org = k.pg.Org(t)
	k.write(2)
	other.write(3)
	k.clock.Advance(one[time.Time](k, `SELECT now()`).Sub(k.clock.Now()))
	s := NewSealer(k.db)
	for _, o := range []*kit{k, &other} {
		await(t, "the frequent look seals it", func() bool {
			if err := s.SealRecent(t.Context()); err != nil {
				t.Fatal(err)
			}
			r := o.verify("")
			return r.OK() && r.Unsealed == 0 && r.Seals > 0
		})
	}
	k.write(1)
	k.exec(`UPDATE audit_logs SET created_at = created_at - interval '3 hours' WHERE tenant_id = $1 AND xact = (SELECT max(xact) FROM audit_logs)`, k.org)
	if err := s.SealRecent(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r := k.verify(""); r.Unsealed != 1 {
		t.Errorf("report %+v", r)
	}
	await(t, "the full look seals it", func() bool {
		if err := s.SealAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		r := k.verify("")
		return r.OK() && r.Unsealed == 0
	})
}

// TestRequestsCannotWriteTheLog: not the log, not the seals, not in another's name.
func TestRequestsCannotWriteTheLog(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.write(1)
	k.seal()
	before := k.verify("")
	for _, sql := range []string{
		`INSERT INTO audit_logs (tenant_id, action, entity_type, entity_id) VALUES (app.current_tenant_id(), 'x', 'x', app.current_tenant_id())`,
		`SELECT app.record_audit('[]')`,
		`INSERT INTO audit_seals SELECT * FROM audit_seals`,
		`UPDATE audit_seals SET entries = 0`,
		`DELETE FROM audit_seals`,
		`SELECT app.drop_audit_months(now(), false)`,
		`SELECT app.begin_audit_era()`,
	} {
		err := tenancy.InTx(t.Context(), k.db, k.principal(tenancy.RoleAdmin), func(ctx context.Context, tx tenancy.Tx) error {
			_, err := tx.Exec(ctx, sql)
			return err
		})
		if err == nil || !strings.Contains(fmt.Sprintf("%+v %v", err, errors.Unwrap(err)), "permission denied") {
			t.Errorf("%s: %v", sql, err)
		}
	}
	if r := k.verify(""); !r.OK() || r.Seals != before.Seals || r.Seals == 0 || r.Head != before.Head {
		t.Errorf("report %+v", r)
	}
}

func hashOf(t *testing.T, conn *pgx.Conn) string {
	t.Helper()
	org := id.ID{}
	if err := org.UnmarshalText([]byte("0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10")); err != nil {
		t.Fatal(err)
	}
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.Background()) }()
	if _, err := tx.Exec(t.Context(), `SELECT app.set_context($1, NULL, 'system', NULL, NULL)`, org); err != nil {
		t.Fatal(err)
	}
	rows, err := evidence(t.Context(), auditdb.New(tx), org, place{era: 1, xact: -1}, place{1, 100, lastID}, 10)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	return hex.EncodeToString(hashEntry(&rows[0]))
}
