package identity

import (
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const newEmail = "nora.new@example.com"

func signingUp(email string) SignUpInput {
	return SignUpInput{Organization: "Café Oak's & Co.", FirstName: "Nora", LastName: "New", Email: email, Password: secret.New(goodPassword)}
}

func (o *office) signUp(email string) {
	o.t.Helper()
	if err := o.SignUp(o.ctx, stranger, signingUp(email)); err != nil {
		o.t.Fatal(err)
	}
}

// Signing up makes nothing but a ticket; its link makes everything, once.
func TestSignUp(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	count := `SELECT (SELECT count(*) FROM platform.identities) + (SELECT count(*) FROM platform.directory) + (SELECT count(*) FROM users)`
	before := value[int](o.kit, count)
	o.signUp(" Nora.New@Example.com ")
	o.fails(ErrSignInFailed, from(ownerIP, newEmail, goodPassword))
	token := o.token(o.one("sign_up", newEmail))
	for range 3 { // looking is not using: programs that look into mails follow links
		link, err := o.LookAtLink(o.ctx, token)
		if err != nil || link.Kind != ticketSignUp || link.Email != "n…@example.com" {
			t.Fatalf("%+v, %v", link, err)
		}
	}
	if after := value[int](o.kit, count); after != before {
		t.Fatalf("%d rows were made before the address was confirmed", after-before)
	}
	_, err := o.LookAtReset(o.ctx, token)
	mustBe(t, err, ErrLink)

	done, err := o.Verify(o.ctx, stranger, token)
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.Authenticate(o.ctx, done.Session)
	if err != nil || p.Role != tenancy.RoleAdmin || p.Organization != done.Principal.Organization {
		t.Fatalf("%+v, %v", p, err)
	}
	me, err := o.Me(o.ctx, p)
	if err != nil || me.Name() != "Nora New" || !me.EmailVerified || me.Email != newEmail {
		t.Errorf("%+v, %v", me, err)
	}
	if slug := value[string](o.kit, `SELECT slug FROM platform.directory WHERE organization_id = $1`, p.Organization); slug != "cafe-oaks-co" {
		t.Errorf("the slug is %q", slug)
	}
	_, err = o.Verify(o.ctx, stranger, token)
	mustBe(t, err, ErrLinkUsed)
	_, err = o.LookAtLink(o.ctx, token)
	mustBe(t, err, ErrLinkUsed)
	if kept := value[string](o.kit, `SELECT coalesce(email, '') || data::text FROM platform.tickets`); kept != "{}" {
		t.Errorf("the ticket keeps %s", kept)
	}
	if _, _, err := o.SignIn(o.ctx, from(ownerIP, newEmail, goodPassword)); err != nil {
		t.Error(err)
	}
}

// Two organizations of one name have two slugs.
func TestSignUpSameName(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	for _, email := range []string{"one@example.com", "two@example.com"} {
		o.signUp(email)
		if _, err := o.Verify(o.ctx, stranger, o.token(o.one("sign_up", email))); err != nil {
			t.Fatal(err)
		}
	}
	if n := value[int](o.kit, `SELECT count(*) FROM platform.directory WHERE slug IN ('cafe-oaks-co', 'cafe-oaks-co-2')`); n != 2 {
		t.Errorf("%d of the slugs are there", n)
	}
}

// Of many who use one link at the same moment one makes the organization.
func TestVerifyTogether(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	before := value[int](o.kit, `SELECT count(*) FROM organizations`)
	o.signUp(newEmail)
	token := o.token(o.one("sign_up", newEmail))
	var all sync.WaitGroup
	results := make([]error, 6)
	for i := range results {
		all.Go(func() { _, results[i] = o.Verify(o.ctx, stranger, token) })
	}
	all.Wait()
	done := 0
	for _, err := range results {
		if err == nil {
			done++
		} else {
			mustBe(t, err, ErrLinkUsed)
		}
	}
	if n := value[int](o.kit, `SELECT count(*) FROM organizations`) - before; done != 1 || n != 1 {
		t.Errorf("%d succeeded, %d organizations were made", done, n)
	}
}

// Signing up with an address that has an account tells whoever does it nothing: the same answer after the same statements.
func TestSignUpTellsNothing(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.user(ownerEmail)
	ask := func(email string) []string {
		t.Helper()
		o.sent.take()
		hashed := o.hashing.Load()
		o.signUp(email)
		if n := o.hashing.Load() - hashed; n != 1 {
			t.Errorf("%d hashes for %s", n, email)
		}
		return slices.DeleteFunc(o.sent.take(), func(name string) bool { return strings.HasPrefix(name, "PG") }) // the queue's own, now and then
	}
	known, unknown := ask(ownerEmail), ask(newEmail)
	if strings.Join(known, "|") != strings.Join(unknown, "|") || len(known) == 0 {
		t.Errorf("an address with an account: %q\none without: %q", known, unknown)
	}
	mails := o.deliver()
	if len(mails) != 2 || mails[0].Kind != "sign_up_existing" || mails[1].Kind != "sign_up" {
		t.Fatalf("mails %+v", mails)
	}
	if linkForm.MatchString(mails[0].Text) || !strings.Contains(mails[0].Text, base+"/sign-in") {
		t.Errorf("the mail to somebody with an account:\n%s", mails[0].Text)
	}
}

// An account that was made between the mail and its link keeps its password.
func TestSignUpLosesToAnAccount(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.signUp(newEmail)
	first := o.token(o.one("sign_up", newEmail))
	in := signingUp(newEmail)
	in.Password = secret.New("another quiet heron")
	if err := o.SignUp(o.ctx, stranger, in); err != nil {
		t.Fatal(err)
	}
	second := o.token(o.one("sign_up", newEmail))
	if _, err := o.Verify(o.ctx, stranger, first); err != nil {
		t.Fatal(err)
	}
	_, err := o.Verify(o.ctx, stranger, second)
	mustBe(t, err, ErrHaveAccount)
	o.fails(ErrSignInFailed, from(ownerIP, newEmail, "another quiet heron"))
	if n := value[int](o.kit, `SELECT count(*) FROM users WHERE email = $1`, newEmail); n != 1 {
		t.Errorf("%d users", n)
	}
}

func TestSignUpChecksItsInput(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	err := o.SignUp(o.ctx, stranger, SignUpInput{Email: "nobody", Password: secret.New("short-pw"), LastName: "a\x00"})
	var got []string
	for _, f := range fault.As(err).Fields {
		got = append(got, f.Pointer)
	}
	if strings.Join(got, " ") != "/organization /last_name /email /password" || strings.Contains(err.Error(), "short-pw") {
		t.Errorf("%v: %v", got, err)
	}
	closed := o.service(Options{URL: base})
	mustBe(t, closed.SignUp(o.ctx, stranger, signingUp(newEmail)), ErrSignUpClosed)
	o.quiet()
}

// One place may ask for so many mails, and one address is sent so many, whoever asks.
func TestAskingIsThrottled(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	for i := range askPerNetwork.free {
		if err := o.ForgotPassword(o.ctx, stranger, nth(i)); err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
	}
	err := o.ForgotPassword(o.ctx, stranger, nth(99))
	mustBe(t, err, ErrAskedTooOften)
	if fault.As(err).RetryAfter <= 0 {
		t.Error("nobody says when to try again")
	}
	mustBe(t, o.SignUp(o.ctx, stranger, signingUp(nth(98))), ErrAskedTooOften)
	o.deliver()

	o.user(ownerEmail)
	for i := range 2 * askPerEmail.free { // from everywhere: the answer stays the same, the mails end
		if err := o.ForgotPassword(o.ctx, tenancy.Principal{IP: numbered(i)}, ownerEmail); err != nil {
			t.Fatalf("request %d: %v", i, err)
		}
	}
	if n := len(o.deliver()); n != askPerEmail.free {
		t.Errorf("%d mails, want %d", n, askPerEmail.free)
	}
	o.clock.Advance(2 * time.Hour)
	if err := o.ForgotPassword(o.ctx, tenancy.Principal{IP: netip.MustParseAddr("192.0.2.1")}, ownerEmail); err != nil {
		t.Fatal(err)
	}
	o.one("password_reset", ownerEmail)
}

// A mail that could not be sent is sent again, with a link that works; only hashes of tokens are kept, and ids in jobs.
func TestMailIsSentAgain(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.signUp(newEmail)
	o.breakMail(fault.New(fault.Unavailable, "down", "The mail server is down."))
	o.quiet()
	o.breakMail(nil)
	m := o.one("sign_up", newEmail)
	token := o.token(m)
	if _, err := o.LookAtLink(o.ctx, token); err != nil {
		t.Fatal(err)
	}
	all := value[string](o.kit, `SELECT string_agg(row_to_json(t)::text, '') FROM platform.tickets AS t`) +
		value[string](o.kit, `SELECT string_agg(args::text, '') FROM platform.river_job`)
	for _, hidden := range []string{token.Reveal(), goodPassword} {
		if strings.Contains(all, hidden) || strings.Contains(o.log.String(), hidden) {
			t.Error("a secret is kept")
		}
	}
	if jobs := value[string](o.kit, `SELECT string_agg(args::text, '') FROM platform.river_job`); strings.Contains(jobs, "@") {
		t.Errorf("jobs hold an address: %s", jobs)
	}
	o.clock.Advance(signUpLife)
	_, err := o.Verify(o.ctx, stranger, token)
	mustBe(t, err, ErrLinkExpired)
}

func TestVerifyRefusesTokens(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	made, _ := newSessionToken()
	for _, token := range []string{"", "x", made.Reveal(), strings.Repeat("é", 43), made.Reveal() + "="} {
		_, err := o.Verify(o.ctx, stranger, secret.New(token))
		mustBe(t, err, ErrLink)
		_, err = o.LookAtInvitation(o.ctx, secret.New(token), secret.Text{})
		mustBe(t, err, ErrLink)
	}
}

// Somebody with an account makes another organization while signed in, and goes back and forth without signing in again.
func TestOrganizationsOfOnePerson(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.user(ownerEmail)
	first, p := o.principal(ownerEmail, goodPassword)
	o.clock.Advance(time.Minute)
	second, there, err := o.CreateOrganization(o.ctx, p, first, "Second Street Homes")
	if err != nil {
		t.Fatal(err)
	}
	o.authenticates(o.Service, first, ErrNoSession)
	if q, err := o.Authenticate(o.ctx, second); err != nil || q.Organization != there.Organization || q.Role != tenancy.RoleAdmin {
		t.Fatalf("%+v, %v", q, err)
	}
	list, err := o.Organizations(o.ctx, there)
	if err != nil || len(list) != 2 || !list[0].Current || list[0].Name != "Second Street Homes" || list[1].Role != tenancy.RoleManager {
		t.Fatalf("%+v, %v", list, err)
	}
	back, again, err := o.SwitchOrganization(o.ctx, there, second, o.org)
	if err != nil || again.Organization != o.org || again.Role != tenancy.RoleManager {
		t.Fatalf("%+v, %v", again, err)
	}
	o.authenticates(o.Service, second, ErrNoSession)
	o.authenticates(o.Service, back, nil)
	if n := value[int](o.kit, `SELECT count(*) FROM platform.security_events WHERE kind = 'organization_switched' AND organization_id = $1`, o.org); n != 1 {
		t.Errorf("%d events", n)
	}

	foreign := o.pg.Org(t)
	for _, refused := range []struct {
		as    tenancy.Principal
		token secret.Text
		want  error
	}{
		{again, back, ErrUnknownOrganization}, // an organization of others
		{there, back, ErrNoSession},           // somebody else's token
		{again, second, ErrNoSession},         // one that has ended
	} {
		_, _, err := o.SwitchOrganization(o.ctx, refused.as, refused.token, foreign)
		mustBe(t, err, refused.want)
	}
	o.exec(`UPDATE platform.directory SET status = 'suspended' WHERE organization_id = $1`, there.Organization)
	_, _, err = o.SwitchOrganization(o.ctx, again, back, there.Organization)
	mustBe(t, err, ErrSuspended)
	o.authenticates(o.Service, back, nil)
}
