package identity

import (
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/argon2"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.hasher.derive = argon2.IDKey
	u := k.user(" Ana.Manager@Example.com ")
	scope := []id.ID{id.New(), id.New()}
	k.exec(`UPDATE users SET property_scope = $1 WHERE id = $2`, scope, u.ID)

	c := from(ownerIP, "ANA.manager@example.COM", goodPassword)
	c.UserAgent = "Brow\xffser\x00/1.0 " + strings.Repeat("é", 400)
	token, p, err := k.SignIn(k.ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	want := tenancy.Principal{Organization: k.org, User: u.ID, Role: tenancy.RoleManager, PropertyScope: scope, Session: p.Session, Fresh: true}
	got, err := k.Authenticate(k.ctx, token)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(netip.Addr{}), cmp.Comparer(sameAddr)); d != "" {
		t.Errorf("principal of the session (-want +got):\n%s", d)
	}
	want.IP, want.UserAgent = c.IP, c.UserAgent
	if d := cmp.Diff(want, p, cmp.Comparer(sameAddr)); d != "" {
		t.Errorf("principal of the sign-in (-want +got):\n%s", d)
	}
	for _, column := range []string{
		`SELECT last_login FROM users`, `SELECT last_login_at FROM platform.identities`,
		`SELECT created_at FROM platform.security_events WHERE kind = 'sign_in' AND organization_id IS NOT NULL`,
	} {
		if at := value[time.Time](k, column); !at.Equal(k.clock.Now()) {
			t.Errorf("%s: %s", column, at)
		}
	}

	k.sent.take()
	got.PropertyScope[0] = id.Nil // a caller's scribbling stays the caller's
	again, err := k.Authenticate(k.ctx, token)
	if err != nil || !slices.Equal(again.PropertyScope, scope) {
		t.Errorf("authenticated again: %v, %v", again, err)
	}
	if sent := k.sent.take(); len(sent) != 0 {
		t.Errorf("a hot session cost %v", sent)
	}
}

func sameAddr(a, b netip.Addr) bool { return a == b }

// The answer, the queries and the hashing say nothing about who exists.
func TestUnknownAndWrongAreAlike(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	k.user("disabled@example.com")
	k.exec(`UPDATE platform.identities SET disabled_at = now() WHERE email = 'disabled@example.com'`)
	k.userIn(k.org, "invited@example.com", tenancy.RoleManager, "")

	var first *fault.Fault
	var firstSent []string
	for i, c := range []Credentials{
		from(numbered(0), ownerEmail, badPassword),
		from(numbered(1), "nobody@example.com", goodPassword),
		from(numbered(2), "not an address", goodPassword),
		from(numbered(3), "", ""),
		from(numbered(4), "nul\x00@example.com", goodPassword),
		from(numbered(5), "\xff\xfe@example.com", goodPassword),
		from(numbered(6), strings.Repeat("x", 100_000)+"@example.com", goodPassword),
		from(numbered(7), ownerEmail, strings.Repeat(goodPassword, 10_000)),
		from(numbered(8), ownerEmail, "\xff\x00"),
		from(numbered(9), "disabled@example.com", goodPassword),
		from(numbered(10), "invited@example.com", goodPassword),
		from(netip.Addr{}, "nobody@example.com", badPassword),
	} {
		k.sent.take()
		before := k.hashing.Load()
		f := k.refusal(ErrSignInFailed, c)
		sent := k.sent.take()
		if n := k.hashing.Load() - before; n != 1 {
			t.Errorf("case %d hashed %d times", i, n)
		}
		if first == nil {
			first, firstSent = f, sent
		}
		if d := cmp.Diff(*first, *f); d != "" {
			t.Errorf("case %d answers differently:\n%s", i, d)
		}
		if d := cmp.Diff(firstSent, sent); d != "" {
			t.Errorf("case %d asks the database differently:\n%s", i, d)
		}
	}
	if len(firstSent) < 6 {
		t.Fatalf("the queries were not seen: %v", firstSent)
	}
}

func TestWhichOrganization(t *testing.T) {
	t.Parallel()
	k := setup(t)
	second := k.pg.Org(t)
	k.user(ownerEmail)
	k.userIn(second, ownerEmail, tenancy.RoleAuditor, "")
	status := func(org id.ID, status string) {
		k.exec(`UPDATE platform.directory SET status = $1 WHERE organization_id = $2`, status, org)
	}

	if _, p := k.signIn(); p.Organization != k.org {
		t.Error("without a session yet, the first membership is meant")
	}
	k.clock.Advance(time.Hour)
	status(k.org, "suspended")
	if _, p := k.signIn(); p.Organization != second || p.Role != tenancy.RoleAuditor {
		t.Error("a suspended organization does not keep a person out of another")
	}
	status(k.org, "active")
	if _, p := k.signIn(); p.Organization != second {
		t.Error("the organization used last is meant")
	}

	status(second, "closed")
	status(k.org, "suspended")
	k.fails(ErrSuspended, from(ownerIP, ownerEmail, goodPassword))
	k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, badPassword))
	status(k.org, "closed")
	k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, goodPassword))
	status(k.org, "active")
	k.exec(`UPDATE users SET deleted_at = now() WHERE tenant_id = $1`, k.org)
	k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, goodPassword))
	k.exec(`UPDATE users SET deleted_at = NULL WHERE tenant_id = $1`, k.org)
	k.exec(`UPDATE platform.memberships SET ended_at = now() WHERE organization_id = $1`, k.org)
	k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, goodPassword))
	if n := value[int](k, `SELECT count(*) FROM platform.security_events WHERE detail ->> 'refused' = 'organization_suspended'`); n != 1 {
		t.Errorf("%d events of the refusal", n)
	}
}

func TestEveryRoleComesIn(t *testing.T) {
	t.Parallel()
	k := setup(t)
	for _, role := range tenancy.Roles {
		email := string(role) + "@example.com"
		k.userIn(k.org, email, role, goodPassword)
		token, p, err := k.SignIn(k.ctx, from(ownerIP, email, goodPassword))
		if err != nil || p.Role != role || len(p.Scopes) != 0 {
			t.Errorf("%s: %v, %v, %v", role, p.Role, p.Scopes, err)
		}
		k.authenticates(k.Service, token, nil)
		k.fails(ErrSignInFailed, from(ownerIP, email, badPassword))
	}
}

func TestConcurrentSignIns(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	tokens := make([]secret.Text, 24)
	errs := make([]error, len(tokens))
	var all sync.WaitGroup
	for i := range tokens {
		all.Go(func() {
			tokens[i], _, errs[i] = k.SignIn(k.ctx, from(ownerIP, ownerEmail, goodPassword))
		})
	}
	all.Wait()
	seen := map[string]bool{}
	for i, token := range tokens {
		if errs[i] != nil {
			t.Fatal(errs[i])
		}
		if _, err := k.Authenticate(k.ctx, token); err != nil {
			t.Error(err)
		}
		seen[token.Reveal()] = true
	}
	if len(seen) != len(tokens) {
		t.Error("two sessions have one token")
	}
}

// A password that is changed while the old one is being checked lets nobody in with the old one.
func TestPasswordChangedMeanwhile(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	cheap, once := k.hasher.derive, sync.Once{}
	k.hasher.derive = func(p, salt []byte, time, memory uint32, lanes uint8, size uint32) []byte {
		once.Do(func() { k.exec(`UPDATE platform.identities SET password_hash = $1`, k.hasher.dummy) })
		return cheap(p, salt, time, memory, lanes, size)
	}
	k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, goodPassword))
	if n := value[int](k, `SELECT count(*) FROM platform.sessions`); n != 0 {
		t.Errorf("%d sessions", n)
	}
}

func TestOutdatedHashIsRenewed(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	salt := random(saltSize)
	old := cost{memory: 8, time: 1, lanes: 1}
	stored := encode(old, salt, k.hasher.derive([]byte(goodPassword), salt, 1, 8, 1, hashSize))
	k.exec(`UPDATE platform.identities SET password_hash = $1`, stored)
	k.signIn()
	renewed := value[string](k, `SELECT password_hash FROM platform.identities`)
	if c, _, _, err := decode(renewed); err != nil || c != currentCost {
		t.Errorf("the hash has cost %+v, %v", c, err)
	}
	k.signIn()
	if again := value[string](k, `SELECT password_hash FROM platform.identities`); again != renewed {
		t.Error("a current hash was renewed")
	}
}

func TestBusy(t *testing.T) {
	t.Parallel()
	k := setup(t)
	s := k.service(Options{HashSlots: 1, HashWait: time.Millisecond})
	leave, err := s.hasher.enter(k.ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = s.SignIn(k.ctx, from(ownerIP, ownerEmail, goodPassword))
	mustBe(t, err, ErrBusy)
	if fault.As(err).RetryAfter == 0 {
		t.Error("nothing says when to try again")
	}
	leave()
	_, _, err = s.SignIn(k.ctx, from(ownerIP, ownerEmail, goodPassword))
	mustBe(t, err, ErrSignInFailed)
}
