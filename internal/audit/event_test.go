package audit

import (
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// TestSecurityEventsAreCopied: into the organization that they are of, or into each of a known person's.
func TestSecurityEventsAreCopied(t *testing.T) {
	t.Parallel()
	k := setup(t)
	other, left := k.pg.Org(t), k.pg.Org(t)
	person, user := id.New(), id.New()
	k.exec(`INSERT INTO platform.identities (id, email) VALUES ($1, 'ada@example.com')`, person)
	k.exec(`INSERT INTO users (tenant_id, id, identity_id, email, role) VALUES ($1, $2, $3, 'ada@example.com', 'manager')`, k.org, user, person)
	for org, ended := range map[id.ID]string{k.org: "NULL", other: "NULL", left: "now()"} {
		member := id.New()
		if org == k.org {
			member = user
		}
		k.exec(`INSERT INTO platform.memberships (id, identity_id, organization_id, user_id, ended_at) VALUES ($1, $2, $3, $4, `+ended+`)`,
			id.New(), person, org, member)
	}
	const event = `INSERT INTO platform.security_events (id, kind, identity_id, organization_id, email_digest, ip_address, user_agent, detail)
		VALUES ($1, $2, $3, $4, '\xdeadbeef', '198.51.100.9', 'a browser', $5)`
	key := id.New()
	k.exec(event, id.New(), "sign_in", person, k.org, `{}`)
	k.exec(event, id.New(), "sign_in_failed", person, nil, `{"refused": "organization_suspended"}`)
	k.exec(event, id.New(), "sign_in_failed", nil, nil, `{}`) // of nobody that is known
	k.exec(event, id.New(), "api_key_created", nil, k.org, `{"api_key_id": "`+key.String()+`"}`)
	const found = `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = $2 AND entity_type = $3 AND entity_id = $4
		AND host(ip_address) = '198.51.100.9' AND user_agent = 'a browser'`
	for _, c := range []struct {
		org    id.ID
		action string
		kind   string
		entity id.ID
		more   string
		want   int
	}{
		{k.org, "sign_in", "users", user, ` AND user_id = entity_id AND actor_role = 'manager'`, 1},
		{k.org, "sign_in_failed", "users", user, ` AND user_id IS NULL AND actor_role IS NULL AND detail ->> 'refused' = 'organization_suspended'`, 1},
		{k.org, "api_key_created", "api_keys", key, ``, 1},
		{other, "sign_in", "users", user, ``, 0},
	} {
		if n := one[int](k, found+c.more, c.org, c.action, c.kind, c.entity); n != c.want {
			t.Errorf("%s: %d entries, want %d", c.action, n, c.want)
		}
	}
	if n := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'sign_in_failed'`, other); n != 1 {
		t.Errorf("a failure of a known person: %d entries in another organization of theirs", n)
	}
	if n := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action LIKE 'sign_in%'`, left); n != 0 {
		t.Errorf("%d entries in an organization that the person has left", n)
	}
	if n := one[int](k, `SELECT count(*) FROM audit_logs WHERE audit_logs::text ILIKE '%deadbeef%' OR audit_logs::text LIKE '%digest%'`); n != 0 {
		t.Error("the digest of an e-mail address is in the log")
	}
}

func TestOperatorAccess(t *testing.T) {
	t.Parallel()
	k := setup(t)
	other := k.pg.Org(t)
	if err := OperatorAccess(t.Context(), k.db, k.org, "import", " a rent roll\x00 "); err != nil {
		t.Fatal(err)
	}
	const found = `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'operator_access' AND actor_role = 'system'
		AND entity_type = 'organizations' AND entity_id = tenant_id AND detail ->> 'command' = $2 AND reason = $3 AND user_agent = 'propertyos ' || $2`
	if n := one[int](k, found, k.org, "import", "a rent roll"); n != 1 {
		t.Errorf("%d entries", n)
	}
	if n := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'operator_access'`, other); n != 0 {
		t.Error("another organization is told")
	}
	if err := OperatorAccess(t.Context(), k.db, id.Nil, "db psql", "a look"); err != nil {
		t.Fatal(err)
	}
	for _, org := range []id.ID{k.org, other} {
		if n := one[int](k, found, org, "db psql", "a look"); n != 1 {
			t.Errorf("%d entries of an access to everything", n)
		}
	}
}
