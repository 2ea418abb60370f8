package identity

import (
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// What the provider of one organization says opens nothing in another, whoever the person is there.
func TestAProvidersSessionStaysInItsOrganization(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	const both = "both@example.com"
	elsewhere := k.pg.Org(t)
	k.userIn(k.org, both, tenancy.RoleManager, "")
	k.userIn(elsewhere, both, tenancy.RoleAdmin, "")
	k.says(map[string]any{"email": both})
	token, p := k.comesIn(k.begin())

	_, _, err := k.SwitchOrganization(k.ctx, p, token, elsewhere)
	mustBe(t, err, authz.ErrSingleSignOn)
	k.options.SignUp = true
	_, _, err = k.CreateOrganization(k.ctx, p, token, "Another")
	mustBe(t, err, authz.ErrSingleSignOn)
	_, err = k.EndOtherSessions(k.ctx, p)
	mustBe(t, err, authz.ErrSingleSignOn)
	list, err := k.Organizations(k.ctx, p)
	if err != nil || len(list) != 1 || list[0].ID != k.org {
		t.Errorf("sees %+v, %v", list, err)
	}
	if _, err := k.Authenticate(k.ctx, token); err != nil {
		t.Errorf("the session did not go on: %v", err)
	}
}

// A password does not lead by a detour into an organization that requires its own provider, unless for administrators.
func TestSwitchingHeedsTheRequiredProvider(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	elsewhere := k.pg.Org(t)
	for email, c := range map[string]struct {
		role tenancy.Role
		want error
	}{
		"manager@example.com":   {tenancy.RoleManager, ErrSignOnRequired},
		"operating@example.com": {tenancy.RoleAdmin, nil},
	} {
		k.userIn(elsewhere, email, tenancy.RoleManager, goodPassword)
		k.clock.Advance(time.Minute)
		token, p, err := k.SignIn(k.ctx, Credentials{Email: email, Password: secret.New(goodPassword), IP: ownerIP})
		if err != nil {
			t.Fatal(err)
		}
		k.userIn(k.org, email, c.role, "")
		k.set(func(in *SignOnInput) { in.Enforced = true })
		_, _, err = k.SwitchOrganization(k.ctx, p, token, k.org)
		if c.want == nil && err != nil || c.want != nil {
			mustBe(t, err, c.want)
		}
	}
}
