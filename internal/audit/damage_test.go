package audit

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// TestDamage does to a sealed log whatever a superuser can, and verify must tell each kind and name the row.
func TestDamage(t *testing.T) {
	t.Parallel()
	whole := setup(t)
	whole.write(9)
	whole.sealBy(whole.small(4))
	whole.write(6)
	whole.sealBy(whole.small(4))
	const target = `(SELECT id FROM audit_logs WHERE tenant_id = $1 AND action = 'read' ORDER BY xact, id OFFSET 5 LIMIT 1)`
	victim := one[id.ID](whole, `SELECT `+target, whole.org)
	head := whole.verify("").Head
	const alter = `UPDATE audit_logs SET %s WHERE tenant_id = $1 AND id = ` + target
	type want struct {
		damage Damage
		names  bool // the entry
	}
	cases := []struct {
		name, sql string
		want      want
		pin       bool
	}{
		{"action", fmt.Sprintf(alter, `action = 'export'`), want{DamageAltered, true}, false},
		{"actor", fmt.Sprintf(alter, `user_id = gen_random_uuid()`), want{DamageAltered, true}, false},
		{"actor gone", fmt.Sprintf(alter, `user_id = NULL`), want{DamageAltered, true}, false},
		{"role", fmt.Sprintf(alter, `actor_role = 'admin'`), want{DamageAltered, true}, false},
		{"entity", fmt.Sprintf(alter, `entity_id = tenant_id`), want{DamageAltered, true}, false},
		{"kind of entity", fmt.Sprintf(alter, `entity_type = 'leases'`), want{DamageAltered, true}, false},
		{"changes", fmt.Sprintf(alter, `changes = '{"new": {}}'`), want{DamageAltered, true}, false},
		{"detail", fmt.Sprintf(alter, `detail = '{}'`), want{DamageAltered, true}, false},
		{"request", fmt.Sprintf(alter, `request_id = request_id || 'x'`), want{DamageAltered, true}, false},
		{"reason", fmt.Sprintf(alter, `reason = ''`), want{DamageAltered, true}, false},
		{"address", fmt.Sprintf(alter, `ip_address = '203.0.113.7/24'`), want{DamageAltered, true}, false},
		{"agent", fmt.Sprintf(alter, `user_agent = NULL`), want{DamageAltered, true}, false},
		{"key", fmt.Sprintf(alter, `api_key = gen_random_uuid()`), want{DamageAltered, true}, false},
		{"time", fmt.Sprintf(alter, `created_at = created_at + interval '1 microsecond'`), want{DamageAltered, true}, false},
		{"month", fmt.Sprintf(alter, `created_at = created_at + interval '1 month'`), want{DamageAltered, true}, false},
		{"place", fmt.Sprintf(alter, `xact = xact + 1000000`), want{DamageMissing, true}, false},
		{"organization", fmt.Sprintf(alter, `tenant_id = gen_random_uuid()`), want{DamageMissing, true}, false},
		{"identity", fmt.Sprintf(alter, `id = gen_random_uuid()`), want{DamageMissing, true}, false},
		{"deleted", `DELETE FROM audit_logs WHERE tenant_id = $1 AND id = ` + target, want{DamageMissing, true}, false},
		{
			"inserted", `INSERT INTO audit_logs (tenant_id, created_at, action, entity_type, entity_id, xact)
			SELECT tenant_id, created_at, 'read', 'units', entity_id, xact FROM audit_logs WHERE tenant_id = $1 AND id = ` + target,
			want{DamageInserted, false},
			false,
		},
		{
			"inserted before all", `INSERT INTO audit_logs (tenant_id, action, entity_type, entity_id, xact) VALUES ($1, 'read', 'units', $1, 0)`,
			want{DamageInserted, false},
			false,
		},
		{
			"seal altered", `UPDATE audit_seals SET sealed_at = sealed_at - interval '1 day' WHERE tenant_id = $1 AND sequence = 2`,
			want{DamageSeal, false},
			false,
		},
		{
			"manifest altered", `UPDATE audit_seals SET manifest = substr(manifest, 1, 56) || manifest WHERE tenant_id = $1 AND sequence = 2`,
			want{DamageSeal, false},
			false,
		},
		{
			"manifest cut", `UPDATE audit_seals SET manifest = substr(manifest, 2) WHERE tenant_id = $1 AND sequence = 2`,
			want{DamageSeal, false},
			false,
		},
		{"seal taken out", `DELETE FROM audit_seals WHERE tenant_id = $1 AND sequence = 2`, want{DamageGap, false}, false},
		{"first seal taken out", `DELETE FROM audit_seals WHERE tenant_id = $1 AND sequence = 1`, want{DamageGap, false}, false},
		{"seals reordered", `UPDATE audit_seals AS s SET era = o.era, to_xact = o.to_xact, to_id = o.to_id, entries = o.entries,
			manifest = o.manifest, previous_hash = o.previous_hash, hash = o.hash, sealed_at = o.sealed_at, id = gen_random_uuid()
			FROM (SELECT * FROM audit_seals) AS o WHERE s.tenant_id = $1 AND o.tenant_id = $1
			AND (s.sequence, o.sequence) IN ((2, 3), (3, 2))`, want{DamageChain, false}, false},
		{"seal moved back", `UPDATE audit_seals SET to_xact = 1 WHERE tenant_id = $1 AND sequence = 3`, want{DamageOrder, false}, false},
		{
			"tail cut off", `WITH gone AS (DELETE FROM audit_seals WHERE tenant_id = $1 AND sequence >= 4 RETURNING sequence)
			DELETE FROM audit_logs WHERE tenant_id = $1 AND xact > (SELECT to_xact FROM audit_seals WHERE tenant_id = $1 AND sequence = 3)`,
			want{DamageTail, false},
			true,
		},
		{
			"everything gone", `WITH gone AS (DELETE FROM audit_seals WHERE tenant_id = $1) DELETE FROM audit_logs WHERE tenant_id = $1`,
			want{DamageTail, false},
			true,
		},
	}
	conn := whole.pg.Conn(pgtest.Superuser)
	for _, c := range cases {
		// One after the other: each damage is put right before the next.
		t.Run(c.name, func(t *testing.T) {
			k := *whole
			k.t = t
			undo := snapshot(t, conn, k.org)
			defer undo()
			k.exec(c.sql, k.org)
			pin := ""
			if c.pin {
				pin = head
				if r := k.verify(""); !r.OK() {
					t.Errorf("without the pin nothing can tell: %+v", r.Findings)
				}
			}
			r := k.verify(pin)
			if r.OK() {
				t.Fatal("verify saw nothing")
			}
			for _, f := range r.Findings {
				if f.Damage != c.want.damage {
					continue
				}
				if c.want.names && f.Entry != victim {
					t.Errorf("names %s, not %s", f.Entry, victim)
				}
				if said := f.String(); !strings.Contains(said, string(f.Damage)) || c.want.names && !strings.Contains(said, victim.String()) {
					t.Errorf("says %s", said)
				}
				if f.Damage == DamageAltered && (f.EntityType == "" || f.At.IsZero()) {
					t.Errorf("an altered entry without its facts: %+v", f)
				}
				return
			}
			t.Errorf("found %v, not %s", r.Findings, c.want.damage)
		})
	}
	if r := whole.verify(head); !r.OK() {
		t.Errorf("after all was put back: %+v", r.Findings)
	}
}

// snapshot keeps an organization's log and seals, and returns what puts them back as they were.
func snapshot(t *testing.T, conn *pgx.Conn, org id.ID) func() {
	t.Helper()
	run := func(sql string) {
		t.Helper()
		if _, err := conn.Exec(context.Background(), strings.ReplaceAll(sql, "$1", "'"+org.String()+"'")); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	run(`DROP TABLE IF EXISTS pg_temp.logs, pg_temp.seals`)
	run(`CREATE TEMP TABLE logs AS SELECT * FROM public.audit_logs`)
	run(`CREATE TEMP TABLE seals AS SELECT * FROM public.audit_seals`)
	return func() {
		t.Helper()
		run(`DELETE FROM public.audit_logs`)
		run(`DELETE FROM public.audit_seals`)
		run(`INSERT INTO public.audit_logs SELECT * FROM pg_temp.logs`)
		run(`INSERT INTO public.audit_seals SELECT * FROM pg_temp.seals`)
	}
}
