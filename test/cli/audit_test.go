package cli

import (
	"fmt"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/test/cli/program"
)

// TestAuditVerify alters one row as a superuser, and verify fails and names it.
func TestAuditVerify(t *testing.T) {
	t.Parallel()
	data := dir(t)
	start(t, "up", "--data", data, "--no-demo")
	slug, _ := organization(t, data)
	type report struct {
		Slug     string
		Entries  int64
		Unsealed int64
		Head     string
		Damages  int64
		Findings []struct{ Damage, Entry string }
	}
	verify := func() report {
		t.Helper()
		var list []report
		facts(t, data, &list, "audit", "verify", "--org", slug)
		return list[0]
	}
	var r report
	await(t, "the worker seals what the commands wrote", func() bool {
		r = verify()
		return r.Entries > 0 && r.Head != ""
	})
	says(t, on(t, data, done, "audit", "verify", "--org", slug, "--pin", r.Head).Out, slug, "OK", r.Head)
	says(t, on(t, data, failed, "audit", "verify", "--org", slug, "--pin", strings.Repeat("ab", 32)).Out, "DAMAGED", "tail cut off")
	says(t, on(t, data, refused, "audit", "verify", "--org", slug, "--pin", "x").Err, "64 hexadecimal digits")
	on(t, data, notFound, "audit", "verify", "--org", "no-such-org")

	conn := superuser(t, data)
	var altered string
	err := conn.QueryRow(t.Context(), `UPDATE audit_logs SET reason = 'none' WHERE (tenant_id, created_at, id) IN (SELECT tenant_id, created_at, id
		FROM audit_logs WHERE tenant_id = (SELECT organization_id FROM platform.directory WHERE slug = $1) ORDER BY created_at LIMIT 1)
		RETURNING id::text`, slug).Scan(&altered)
	if err != nil {
		t.Fatal(err)
	}
	says(t, on(t, data, failed, "audit", "verify", "--org", slug).Out, slug, "DAMAGED", "altered: entry "+altered, "in the range of seal")
	says(t, on(t, data, failed, "audit", "verify", "--json").Out, altered)
	if got := shared.binary.Do(t, failed, program.Call{Args: []string{"--data", data, "audit", "verify"}}); got.Err != "" {
		t.Errorf("what was printed is repeated: %s", got.Err)
	}
	says(t, on(t, data, done, "audit", "prune", "--before", "2001-01-01").Out, "no month is that old")
	on(t, data, refused, "audit", "prune", "--before", "soon")
}

// TestOperatorAccess: whoever comes in by the machine is in the log of the organization before anything is touched, and says why.
func TestOperatorAccess(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	says(t, cmd(t, refused, "db", "psql", "-c", "select 1").Err, "--reason")
	says(t, cmd(t, refused, "db", "psql", "--reason", "  ", "-c", "select 1").Err, "--reason")
	cmd(t, done, "apikey", "list", "--org", slug, "--reason", "a list for "+slug)
	cmd(t, done, "db", "psql", "--org", slug, "--reason", "a look at "+slug, "-c", "select 1")
	cmd(t, done, "db", "psql", "--reason", "a look from "+slug, "-c", "select 1")
	conn := superuser(t, shared.data)
	const found = `select count(*) from audit_logs as a join platform.directory as d on d.organization_id = a.tenant_id
		where a.action = 'operator_access' and a.actor_role = 'system' and a.entity_type = 'organizations' and a.detail ->> 'command' = '%s'
		and a.detail ->> 'system_user' <> '' and a.reason = '%s' and d.slug %s '%s'`
	for _, c := range []struct{ command, reason, in string }{
		{"apikey list", "a list for ", "="}, {"db psql --role app", "a look at ", "="}, {"db psql --role app", "a look from ", "="},
	} {
		if n := count(t, conn, fmt.Sprintf(found, c.command, c.reason+slug, c.in, slug)); n != 1 {
			t.Errorf("%s, %s: %d entries", c.command, c.reason, n)
		}
	}
	if n := count(t, conn, fmt.Sprintf(found, "db psql --role app", "a look at "+slug, "<>", slug)); n != 0 {
		t.Errorf("%d other organizations are told", n)
	}
	if n := count(t, conn, "select count(*) from platform.security_events where kind = 'operator_access' and detail ->> 'reason' = 'a look from "+slug+"'"); n != 1 {
		t.Errorf("%d security events", n)
	}
}
