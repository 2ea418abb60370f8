package identity

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// An organization chooses its provider, and the provider may say anything. These are its ways to get at people.
func TestAProviderVouchesForItsOwnOrganizationOnly(t *testing.T) {
	t.Parallel()
	const victim = "victim@example.com"
	for name, c := range map[string]struct {
		before func(k *signOnKit)
		claims map[string]any
		want   error
		reason string
	}{
		"unverified address": {
			claims: map[string]any{"email": victim, "email_verified": false}, want: ErrSignOnEmail, reason: "email_unverified",
		},
		"no word on verification": {
			claims: map[string]any{"email": victim, "email_verified": nil}, want: ErrSignOnEmail, reason: "email_unverified",
		},
		"no address at all": {claims: map[string]any{"email": nil}, want: ErrSignOnEmail, reason: "email_missing"},
		"not an address":    {claims: map[string]any{"email": "victim"}, want: ErrSignOnEmail, reason: "email_missing"},
		"domain that is not listed": {
			claims: map[string]any{"email": "victim@bank.example"}, want: ErrSignOnDomain, reason: "single_sign_on_domain",
		},
		"domain that only looks listed": {
			claims: map[string]any{"email": "victim@evil-example.com"}, want: ErrSignOnDomain, reason: "single_sign_on_domain",
		},
		"domain below the listed one": {
			claims: map[string]any{"email": "victim@sub.example.com"}, want: ErrSignOnDomain, reason: "single_sign_on_domain",
		},
		"two at signs": {
			claims: map[string]any{"email": "victim@bank.example@example.com"}, want: ErrSignOnEmail, reason: "email_missing",
		},
		"disabled person": {
			before: func(k *signOnKit) {
				k.userIn(k.org, victim, tenancy.RoleManager, "")
				k.exec(`UPDATE platform.identities SET disabled_at = now() WHERE email = $1`, victim)
			},
			claims: map[string]any{"email": victim}, want: ErrSignOnRemoved,
		},
		"removed user": {
			before: func(k *signOnKit) {
				u := k.userIn(k.org, victim, tenancy.RoleManager, "")
				k.exec(`UPDATE users SET deleted_at = now() WHERE id = $1`, u.ID)
				k.exec(`UPDATE platform.memberships SET ended_at = now() WHERE user_id = $1`, u.ID)
			},
			claims: map[string]any{"email": victim}, want: ErrSignOnRemoved,
		},
		"user whose membership ended": {
			before: func(k *signOnKit) {
				u := k.userIn(k.org, victim, tenancy.RoleManager, "")
				k.exec(`UPDATE platform.memberships SET ended_at = now() WHERE user_id = $1`, u.ID)
			},
			claims: map[string]any{"email": victim}, want: ErrSignOnRemoved,
		},
		"address that another account came in by": {
			before: func(k *signOnKit) {
				k.userIn(k.org, victim, tenancy.RoleManager, "")
				k.says(map[string]any{"email": victim, "sub": "former colleague"})
				k.comesIn(k.begin())
			},
			claims: map[string]any{"email": victim}, want: ErrSignOnReused, reason: "single_sign_on_reused",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := setupSignOn(t)
			k.withRole(tenancy.RoleManager)
			if c.before != nil {
				c.before(k)
			}
			links := value[int](k.kit, `SELECT count(*) FROM platform.oidc_subjects`)
			k.says(c.claims)
			k.turnedAway(k.begin(), c.want, c.reason)
			if value[int](k.kit, `SELECT count(*) FROM platform.oidc_subjects`) != links {
				t.Error("a link was made")
			}
		})
	}
}

// A person with a password and another organization: the provider's word alone ties nothing.
func TestConnectingTakesThePersonsOwnSignIn(t *testing.T) {
	t.Parallel()
	for name, member := range map[string]bool{"user of both": true, "user of another": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := setupSignOn(t)
			k.withRole(tenancy.RoleTechnician)
			home := k.pg.Org(t)
			k.userIn(home, ownerEmail, tenancy.RoleManager, goodPassword)
			if member {
				k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
			}
			a := k.begin()
			r, err := k.s.FinishSignOn(k.ctx, a)
			if err != nil || !r.Connect || !r.Token.IsZero() || value[int](k.kit, `SELECT count(*) FROM platform.oidc_subjects`) != 0 {
				t.Fatalf("%+v, %v", r, err)
			}
			// Neither without a session, nor as somebody else, nor with a session that a provider made, nor from another browser.
			k.userIn(home, "other@example.com", tenancy.RoleManager, goodPassword)
			other, _, err := k.SignIn(k.ctx, from(ownerIP, "other@example.com", goodPassword))
			if err != nil {
				t.Fatal(err)
			}
			own, p, err := k.SignIn(k.ctx, from(ownerIP, ownerEmail, goodPassword))
			if err != nil {
				t.Fatal(err)
			}
			mustBe(t, k.s.ConnectSignOn(k.ctx, visitorOf(ownerIP), secret.Text{}, a.Cookie), ErrNoSession)
			mustBe(t, k.s.ConnectSignOn(k.ctx, visitorOf(ownerIP), other, a.Cookie), ErrSignOnPerson)
			mustBe(t, k.s.ConnectSignOn(k.ctx, visitorOf(ownerIP), own, secret.New("another browser's cookie")), ErrSignOnBegun)
			k.exec(`UPDATE platform.sessions SET method = 'single_sign_on' WHERE id = $1`, p.Session)
			mustBe(t, k.s.ConnectSignOn(k.ctx, visitorOf(ownerIP), own, a.Cookie), ErrSignOnPerson)
			k.exec(`UPDATE platform.sessions SET method = 'password' WHERE id = $1`, p.Session)

			pending, err := k.s.PendingConnection(k.ctx, a.Cookie)
			if err != nil || pending.Email != ownerEmail || pending.Host != hostOf(k.issuer()) || pending.Slug == "" {
				t.Errorf("%+v, %v", pending, err)
			}
			if err := k.s.ConnectSignOn(k.ctx, visitorOf(ownerIP), own, a.Cookie); err != nil {
				t.Fatal(err)
			}
			mustBe(t, k.s.ConnectSignOn(k.ctx, visitorOf(ownerIP), own, a.Cookie), ErrSignOnBegun)
			_, in := k.comesIn(k.begin())
			want := tenancy.RoleTechnician
			if member {
				want = tenancy.RoleManager
			}
			if in.Organization != k.org || in.Role != want || !in.SingleSignOn {
				t.Errorf("%+v", in)
			}
		})
	}
}

func TestAConnectionWaitsForAWhileOnly(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.userIn(k.pg.Org(t), ownerEmail, tenancy.RoleManager, goodPassword)
	k.withRole(tenancy.RoleTechnician)
	a := k.begin()
	if r, err := k.s.FinishSignOn(k.ctx, a); err != nil || !r.Connect {
		t.Fatal(err)
	}
	own, _ := k.signIn()
	k.set(func(in *SignOnInput) { in.Enabled = false })
	mustBe(t, k.s.ConnectSignOn(k.ctx, visitorOf(ownerIP), own, a.Cookie), ErrSignOnDisabled)
	k.set(func(in *SignOnInput) { in.Enabled = true })
	k.clock.Advance(signOnPatience)
	mustBe(t, k.s.ConnectSignOn(k.ctx, visitorOf(ownerIP), own, a.Cookie), ErrSignOnBegun)
}

// Two organizations trust the same provider: what one of them was told opens nothing of the other.
func TestLinksAreOfOneOrganization(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
	k.comesIn(k.begin())
	there := k.pg.Org(t)
	on := k.add(k.adminOf(there, "admin@there.example"), func(in *SignOnInput) { in.EmailDomains = []string{"there.example"} })
	k.turnedAway(k.beginAt(there, on.ID), ErrSignOnDomain, "single_sign_on_domain")
	// A provider of one organization does not begin a sign-in into another.
	if _, err := k.s.StartSignOn(k.ctx, visitorOf(ownerIP), there, k.on.ID, ""); !errors.Is(err, ErrSignOnDisabled) {
		t.Error(err)
	}
}

func TestOrganizationsAndProvidersThatAreOutOfUse(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
	session, _ := k.comesIn(k.begin())
	begun := []SignOnAnswer{k.begin(), k.begin(), k.begin()}
	starts := func(want error) {
		t.Helper()
		_, err := k.s.StartSignOn(k.ctx, visitorOf(ownerIP), k.org, k.on.ID, "")
		mustBe(t, err, want)
	}
	for i, c := range []struct {
		off, on func()
		want    error
		session error
	}{
		{
			func() { k.set(func(in *SignOnInput) { in.Enabled = false }) },
			func() { k.set(func(in *SignOnInput) { in.Enabled = true }) }, ErrSignOnDisabled, ErrNoSession,
		},
		{
			func() { k.exec(`UPDATE platform.directory SET status = 'suspended'`) },
			func() { k.exec(`UPDATE platform.directory SET status = 'active'`) }, ErrSuspended, ErrSuspended,
		},
		{
			func() { k.exec(`UPDATE platform.directory SET status = 'closed'`) },
			func() { k.exec(`UPDATE platform.directory SET status = 'active'`) }, ErrSignOnDisabled, ErrNoSession,
		},
	} {
		c.off()
		k.clock.Advance(cacheTTL)
		starts(c.want)
		k.turnedAway(begun[i], c.want, "")
		k.authenticates(k.Service, session, c.session)
		c.on()
		k.clock.Advance(refusalTTL)
	}
	k.authenticates(k.Service, session, nil)
}

func TestAProviderCanBeRequired(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.user(ownerEmail)
	before, _ := k.signIn()
	k.set(func(in *SignOnInput) { in.Enforced = true })
	k.authenticates(k.Service, before, ErrNoSession)
	k.fails(ErrSignOnRequired, from(ownerIP, ownerEmail, goodPassword))
	k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, badPassword)) // only a right password is told
	if _, _, err := k.SignIn(k.ctx, from(ownerIP, "admin@example.com", goodPassword)); err != nil {
		t.Errorf("the administrator cannot set a broken provider right: %v", err)
	}
	session, _ := k.comesIn(k.begin())
	// Another organization of the same person stays open by password.
	there := k.pg.Org(t)
	k.userIn(there, ownerEmail, tenancy.RoleManager, "")
	if _, p, err := k.SignIn(k.ctx, from(ownerIP, ownerEmail, goodPassword)); err != nil || p.Organization != there {
		t.Errorf("%+v, %v", p, err)
	}
	// A disabled provider requires nothing.
	k.set(func(in *SignOnInput) { in.Enabled, in.Enforced = false, false })
	k.authenticates(k.Service, session, ErrNoSession)
	k.exec(`UPDATE platform.memberships SET ended_at = now() WHERE organization_id = $1`, there)
	k.signIn()
}

func TestConfirmingAtTheProvider(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
	k.says(map[string]any{"auth_time": k.clock.Now().Add(-time.Hour).Unix()})
	session, p := k.comesIn(k.begin())
	if p.Fresh {
		t.Error("a session is fresh whose person signed in at the provider an hour ago")
	}
	fresh := func() bool {
		t.Helper()
		p, err := k.Authenticate(k.ctx, session)
		if err != nil {
			t.Fatal(err)
		}
		return p.Fresh
	}
	begin := func() SignOnAnswer {
		t.Helper()
		start, err := k.s.StartStepUp(k.ctx, visitorOf(ownerIP), session, "/settings")
		if err != nil {
			t.Fatal(err)
		}
		a := k.agree(k.org, start)
		q := k.codes[a.Code]
		if q.Get("prompt") != "login" || q.Get("max_age") != "0" {
			t.Errorf("the provider is not told to ask again: %v", q)
		}
		a.Session = session
		return a
	}
	for name, c := range map[string]struct {
		claims map[string]any
		change func(*SignOnAnswer)
		want   error
	}{
		"an old proof":       {claims: map[string]any{"auth_time": k.clock.Now().Add(-2 * time.Minute).Unix()}, want: ErrSignOnStale},
		"no word of a proof": {claims: map[string]any{"auth_time": nil}, want: ErrSignOnStale},
		"somebody else":      {claims: map[string]any{"sub": "colleague"}, want: ErrSignOnPerson},
		"another session":    {change: func(a *SignOnAnswer) { a.Session, _ = k.comesIn(k.begin()) }, want: ErrSignOnBegun},
		"no session":         {change: func(a *SignOnAnswer) { a.Session = secret.Text{} }, want: ErrNoSession},
	} {
		k.claims = nil
		a := begin()
		if c.change != nil {
			c.change(&a)
		}
		if c.claims != nil {
			k.says(c.claims)
		}
		if _, err := k.s.FinishSignOn(k.ctx, a); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if fresh() {
			t.Fatalf("%s: the session is fresh", name)
		}
	}
	k.claims = nil
	r, err := k.s.FinishSignOn(k.ctx, begin())
	if err != nil || !r.Token.IsZero() || r.Next != "/settings" || !fresh() {
		t.Errorf("%+v, %v", r, err)
	}
	k.clock.Advance(freshFor)
	if fresh() {
		t.Error("a proof counts for ever")
	}
	// A session that was not made by a provider is not confirmed by one.
	k.user("own@example.com")
	own, _, err := k.SignIn(k.ctx, from(netip.MustParseAddr("203.0.113.8"), "own@example.com", goodPassword))
	if err != nil {
		t.Fatal(err)
	}
	_, err = k.s.StartStepUp(k.ctx, visitorOf(ownerIP), own, "")
	mustBe(t, err, ErrNoSession)
}
