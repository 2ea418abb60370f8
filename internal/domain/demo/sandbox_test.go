package demo_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// administrator makes an organization with one administrator.
func (b *bundle) administrator(t *testing.T, slug string) tenancy.Principal {
	t.Helper()
	o, err := b.orgs.Create(t.Context(), organization.CreateInput{Slug: slug, Name: slug + " Ltd", TimeZone: "America/Chicago"})
	check(t, err)
	u, err := b.users.CreateUser(t.Context(), identity.CreateUserInput{
		Organization: o.ID, Email: "ada@" + slug + ".example", FirstName: "Ada", LastName: "Ames", Role: tenancy.RoleAdmin,
	})
	check(t, err)
	return tenancy.Principal{Organization: o.ID, User: u.ID, Role: tenancy.RoleAdmin}
}

func (b *bundle) rowsOf(t *testing.T, org id.ID) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, table := range []string{"properties", "units", "leases", "payments", "users", "owners", "vendors", "audit_logs"} {
		out[table] = b.number(t, `SELECT count(*) FROM `+table+` WHERE tenant_id = $1`, org)
	}
	return out
}

func TestSandbox(t *testing.T) {
	t.Parallel()
	b := setup(t)
	s := demo.NewSandboxes(b.orgs, b.users, b.Service)
	p, other := b.administrator(t, "acme"), b.administrator(t, "other")
	before := b.rowsOf(t, p.Organization)

	if _, err := s.Get(t.Context(), p); !errors.Is(err, organization.ErrNoSandbox) {
		t.Errorf("none yet: %v", err)
	}
	made, err := s.Make(t.Context(), p)
	check(t, err)
	if made.Properties < 3 || made.Units < 30 || !strings.HasPrefix(made.Slug, "acme-sandbox-") {
		t.Errorf("made %+v", made)
	}
	if _, err := s.Make(t.Context(), p); !errors.Is(err, organization.ErrSandboxExists) {
		t.Errorf("a second: %v", err)
	}
	// Another organization's is another, at the same time and with ids of its own.
	theirs, err := s.Make(t.Context(), other)
	check(t, err)
	if got, err := s.Get(t.Context(), p); err != nil || got.ID != made.ID || theirs.ID == made.ID {
		t.Errorf("%+v, %v", got, err)
	}
	rows := b.rowsOf(t, made.ID)
	if rows["units"] != made.Units || rows["leases"] == 0 || rows["payments"] == 0 || rows["users"] != 1 {
		t.Errorf("it holds %v", rows)
	}
	for table, n := range b.rowsOf(t, p.Organization) {
		if n != before[table] {
			t.Errorf("the real organization has %d %s, had %d", n, table, before[table])
		}
	}

	// The same administrator gets in, as one; its keys say what they open.
	user, err := b.users.FindUser(t.Context(), made.ID, "ada@acme.example")
	check(t, err)
	inside := tenancy.Principal{Organization: made.ID, User: user.ID, Role: tenancy.RoleAdmin}
	token, key, err := b.users.NewKey(t.Context(), inside, identity.NewKeyInput{Name: "try", Role: tenancy.RoleAdmin})
	check(t, err)
	if !strings.HasPrefix(token.Reveal(), identity.SandboxKeyMark) || !key.Sandbox {
		t.Errorf("the key is %+v", key)
	}
	as, err := b.users.AuthenticateKey(t.Context(), token, inside.IP)
	if err != nil || !as.Sandbox || as.Organization != made.ID {
		t.Errorf("%+v, %v", as, err)
	}
	if _, err := s.Make(t.Context(), inside); !errors.Is(err, organization.ErrInSandbox) {
		t.Errorf("a sandbox of a sandbox: %v", err)
	}

	fresh, err := s.Reset(t.Context(), p)
	if err != nil || fresh.ID == made.ID {
		t.Fatalf("reset: %+v, %v", fresh, err)
	}
	if status := b.number(t, `SELECT count(*) FROM platform.directory WHERE organization_id = $1 AND status = 'closed'`, made.ID); status != 1 {
		t.Error("the old one is open")
	}
	if _, _, err := b.users.NewKey(t.Context(), inside, identity.NewKeyInput{Name: "late", Role: tenancy.RoleAdmin}); err == nil {
		t.Error("a closed sandbox makes keys")
	}
	check(t, s.Remove(t.Context(), p))
	if err := s.Remove(t.Context(), p); !errors.Is(err, organization.ErrNoSandbox) {
		t.Errorf("removed twice: %v", err)
	}
	if got, err := s.Get(t.Context(), other); err != nil || got.ID != theirs.ID {
		t.Errorf("the other's went with it: %+v, %v", got, err)
	}
}

func TestSandboxIsForAdministrators(t *testing.T) {
	t.Parallel()
	b := setup(t)
	s := demo.NewSandboxes(b.orgs, b.users, b.Service)
	p := b.administrator(t, "acme")
	for _, role := range tenancy.Roles {
		as := p
		as.Role = role
		for name, do := range map[string]func() error{
			"get": func() error { _, err := s.Get(t.Context(), as); return err }, "make": func() error { _, err := s.Make(t.Context(), as); return err },
			"reset": func() error { _, err := s.Reset(t.Context(), as); return err }, "remove": func() error { return s.Remove(t.Context(), as) },
		} {
			if err := do(); role != tenancy.RoleAdmin && !errors.Is(err, authz.ErrForbidden) {
				t.Errorf("%s as %s: %v", name, role, err)
			}
		}
	}
	without := demo.NewSandboxes(b.orgs, b.users, nil)
	if _, err := without.Make(t.Context(), p); !errors.Is(err, demo.ErrNoSandboxes) {
		t.Errorf("without a master key: %v", err)
	}
}
