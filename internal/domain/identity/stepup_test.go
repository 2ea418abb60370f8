package identity

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func (k *kit) fresh(s *Service, token secret.Text, want bool) {
	k.t.Helper()
	p, err := s.Authenticate(k.ctx, token)
	if err != nil || p.Fresh != want {
		k.t.Fatalf("fresh is %t, want %t: %v", p.Fresh, want, err)
	}
}

func TestProofGrowsStale(t *testing.T) {
	t.Parallel()
	s := secure(t)
	token := s.token
	s.clock.Advance(freshFor - time.Minute - time.Second) // secure waited a minute after signing in
	s.fresh(s.Service, token, true)
	s.clock.Advance(time.Second) // within the cache's time, but stale is stale
	s.fresh(s.Service, token, false)

	other := s.service(Options{})
	s.fresh(other, token, false)
	mustBe(t, s.StepUp(s.ctx, s.me, Proof{Password: secret.New(badPassword)}), ErrPassword)
	s.fresh(s.Service, token, false)
	if err := s.StepUp(s.ctx, s.me, Proof{Password: secret.New(goodPassword)}); err != nil {
		t.Fatal(err)
	}
	s.fresh(s.Service, token, true)
	if p, err := other.Refresh(s.ctx, token); err != nil || !p.Fresh {
		t.Errorf("another process asked again: %+v, %v", p, err)
	}
	s.clock.Advance(freshFor)
	s.fresh(s.Service, token, false)
	mustBe(t, s.StepUp(s.ctx, s.me, Proof{Code: secret.New("000")}), ErrCode)
	mustBe(t, s.StepUp(s.ctx, s.me, Proof{RecoveryCode: s.codes[0]}), ErrProof)
	if err := s.StepUp(s.ctx, s.me, byCode(s.code(0))); err != nil {
		t.Fatal(err)
	}
	s.fresh(s.Service, token, true)
	for kind, want := range map[string]int{"step_up": 2, "step_up_failed": 3} {
		if n := value[int](s.kit, `SELECT count(*) FROM platform.security_events WHERE kind = $1`, kind); n != want {
			t.Errorf("%d events of %s, want %d", n, kind, want)
		}
	}
}

// A stolen session cannot be used to guess at the password for long, and does not keep the owner out elsewhere.
func TestStepUpIsThrottled(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	_, me := k.signIn()
	thief := me
	thief.IP = attackerIP
	for range perPair.free {
		mustBe(t, k.StepUp(k.ctx, thief, Proof{Password: secret.New(badPassword)}), ErrPassword)
	}
	err := k.StepUp(k.ctx, thief, Proof{Password: secret.New(goodPassword)})
	mustBe(t, err, ErrThrottled)
	if fault.As(err).RetryAfter != time.Minute {
		t.Errorf("wait %s", fault.As(err).RetryAfter)
	}
	if err := k.StepUp(k.ctx, me, Proof{Password: secret.New(goodPassword)}); err != nil {
		t.Errorf("the owner: %v", err)
	}
	if err := k.EndSession(k.ctx, me, me.Session); err != nil {
		t.Fatal(err)
	}
	mustBe(t, k.StepUp(k.ctx, me, Proof{Password: secret.New(goodPassword)}), ErrNoSession)
}

func TestOwnSessions(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	k.userIn(k.org, "bo@example.com", tenancy.RoleAdmin, goodPassword)
	_, theirs, err := k.SignIn(k.ctx, from(ownerIP, "bo@example.com", goodPassword))
	if err != nil {
		t.Fatal(err)
	}
	token, me := k.signIn()
	k.clock.Advance(time.Minute)
	c := from(attackerIP, ownerEmail, goodPassword)
	c.UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0"
	second, stolen, err := k.SignIn(k.ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	list, err := k.Sessions(k.ctx, me)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	if s := list[0]; s.Current || s.ID != stolen.Session || s.Agent != (Agent{"Edge", "Windows"}) || s.IP != attackerIP || s.Method != methodPassword {
		t.Errorf("%+v", s)
	}
	if s := list[1]; !s.Current || s.ID != me.Session {
		t.Errorf("%+v", s)
	}
	for _, not := range []id.ID{theirs.Session, id.New()} {
		mustBe(t, k.EndSession(k.ctx, me, not), ErrUnknownSession)
	}
	if err := k.EndSession(k.ctx, me, stolen.Session); err != nil {
		t.Fatal(err)
	}
	k.authenticates(k.Service, second, ErrNoSession)
	mustBe(t, k.EndSession(k.ctx, me, stolen.Session), ErrUnknownSession)
	third, _ := k.signIn()
	if n, err := k.EndOtherSessions(k.ctx, me); err != nil || n != 1 {
		t.Errorf("%d were ended, %v", n, err)
	}
	k.authenticates(k.Service, third, ErrNoSession)
	k.authenticates(k.Service, token, nil)
	key := me
	key.Session, key.APIKey, key.Organization = id.Nil, id.New(), me.Organization
	if list, err := k.Sessions(k.ctx, key); err != nil || len(list) != 1 || list[0].Current {
		t.Errorf("a key sees %+v, %v", list, err)
	}
}

func TestOwnProfile(t *testing.T) {
	t.Parallel()
	k := setup(t)
	u := k.userIn(k.org, ownerEmail, tenancy.RoleRenter, goodPassword) // whom the database lets change no users
	_, me := k.signIn()
	p, err := k.OwnProfile(k.ctx, me)
	if err != nil || p.FirstName != "Ana" || p.Email != ownerEmail {
		t.Fatal(p, err)
	}
	in := p
	in.FirstName, in.LastName, in.Phone = " Anna ", "Manager", "+1 555 0100"
	if err := k.SetOwnProfile(k.ctx, me, in); err != nil {
		t.Fatal(err)
	}
	mustBe(t, k.SetOwnProfile(k.ctx, me, in), ErrProfileChanged)
	if p, err = k.OwnProfile(k.ctx, me); err != nil || p.FirstName != "Anna" || p.Phone != "+1 555 0100" {
		t.Errorf("%+v, %v", p, err)
	}
	in.FirstName, in.Phone = strings.Repeat("x", 101), strings.Repeat("1", 41)
	if f := fault.As(k.SetOwnProfile(k.ctx, me, in)); f.Code != fault.CodeInvalid || len(f.Fields) != 2 {
		t.Errorf("%+v", f)
	}
	if by := value[id.ID](k, `SELECT user_id FROM audit_logs WHERE entity_type = 'users' AND user_id IS NOT NULL AND changes::text LIKE '%0100%'`); by != u.ID {
		t.Errorf("the change is %s's", by)
	}
}

func TestWrongCodesAreThrottled(t *testing.T) {
	t.Parallel()
	s := secure(t)
	guess := func(ip netip.Addr, code secret.Text) error {
		_, err := s.SecondFactor(s.ctx, SecondFactorInput{Ticket: s.half(ip, secret.Text{}).Ticket, Proof: byCode(code), From: from(ip, "", "")})
		return err
	}
	for range perFactorPair.free {
		mustBe(t, guess(attackerIP, secret.New("000000")), ErrCode)
	}
	mustBe(t, guess(attackerIP, s.code(0)), ErrFactorsThrottled)
	for n := range perFactorPerson.free - perFactorPair.free {
		mustBe(t, guess(numbered(n), secret.New("000000")), ErrCode)
	}
	elsewhere := netip.MustParseAddr("192.0.2.200")
	mustBe(t, guess(elsewhere, s.code(0)), ErrFactorsThrottled)
	if got := kinds(s.mails.take()); !slices.Equal(got, []string{"identity.attack_notice"}) {
		t.Errorf("mails: %v", got)
	}
	// The owner gets in where they usually are, and anywhere by what nobody can guess.
	if _, err := s.finish(s.ticket(), byCode(s.code(0))); err != nil {
		t.Errorf("at home: %v", err)
	}
	_, err := s.SecondFactor(s.ctx, SecondFactorInput{
		Ticket: s.half(elsewhere, secret.Text{}).Ticket, Proof: Proof{RecoveryCode: s.codes[0]}, From: from(elsewhere, "", ""),
	})
	if err != nil {
		t.Errorf("elsewhere with a recovery code: %v", err)
	}
}

// A thousand tries from a thousand places at one address: nearly all are turned away unhashed, the owner is not kept out
// at home, and is told once a day.
func TestCredentialStuffing(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	k.signIn()
	k.mails.take()
	before := k.hashing.Load()
	flood := func(n int) (looked int) {
		t.Helper()
		for i := range n {
			_, _, err := k.SignIn(k.ctx, from(numbered(i), ownerEmail, badPassword))
			switch fault.As(err).Code {
			case ErrSignInFailed.Code:
				looked++
			case ErrThrottled.Code:
			default:
				t.Fatal(err)
			}
		}
		return looked
	}
	if looked := flood(1000); looked != perEmail.free || k.hashing.Load()-before != int64(perEmail.free) {
		t.Errorf("%d passwords were tried", looked)
	}
	k.signIn()
	if got := kinds(k.mails.take()); !slices.Equal(got, []string{"identity.attack_notice"}) {
		t.Errorf("mails: %v", got)
	}
	for range 3 { // as slowly as it may go on, it brings no second mail on the same day
		k.clock.Advance(2 * time.Second)
		flood(2)
	}
	if got := kinds(k.mails.take()); len(got) != 0 {
		t.Errorf("mails on the same day: %v", got)
	}
	k.clock.Advance(alertEvery)
	flood(perEmail.free)
	if got := kinds(k.mails.take()); !slices.Equal(got, []string{"identity.attack_notice"}) {
		t.Errorf("mails on the next day: %v", got)
	}
	if n := value[int](k, `SELECT count(*) FROM platform.security_events WHERE kind = 'attack_suspected'`); n != 2 {
		t.Errorf("%d alerts were noted", n)
	}
	// An address that nobody has is answered alike, after the same statements, and nobody is told.
	for i := range perEmail.free - 1 {
		k.fails(ErrSignInFailed, from(numbered(i), "nobody@example.com", badPassword))
	}
	k.sent.take()
	k.fails(ErrSignInFailed, from(numbered(999), "nobody@example.com", badPassword))
	unknown := k.sent.take()
	if len(k.mails.take()) != 0 || !slices.ContainsFunc(unknown, func(q string) bool { return strings.HasPrefix(q, "RaiseAlert") }) {
		t.Errorf("an unknown address: %v", unknown)
	}
}

func TestNoticesAreSent(t *testing.T) {
	t.Parallel()
	k := setup(t)
	u := k.user(ownerEmail)
	k.signIn()
	near := netip.AddrFrom4([4]byte{203, 0, 200, 1})
	if _, _, err := k.SignIn(k.ctx, from(near, ownerEmail, goodPassword)); err != nil { // another address of the same provider
		t.Fatal(err)
	}
	if got := k.mails.take(); len(got) != 0 {
		t.Errorf("told of the first sign-in, or of a place nearby: %v", got)
	}
	c := from(attackerIP, ownerEmail, goodPassword)
	c.UserAgent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14.1; rv:130.0) Gecko/20100101 Firefox/130.0"
	if _, _, err := k.SignIn(k.ctx, c); err != nil {
		t.Fatal(err)
	}
	told := k.mails.take()
	if !slices.Equal(kinds(told), []string{"identity.sign_in_notice"}) {
		t.Fatalf("%v", told)
	}
	var out outbox
	if err := k.sendSignInNotice(k.ctx, &out, told[0].(signInNotice)); err != nil {
		t.Fatal(err)
	}
	if err := k.sendAttackNotice(k.ctx, &out, attackNotice{Identity: u.Identity}); err != nil {
		t.Fatal(err)
	}
	for i, words := range [][]string{
		{"Firefox on Mac", attackerIP.String(), "2 Mar 2026, 09:00 UTC", testURL + "/account/sessions"}, {testURL + "/account/security"},
	} {
		for _, w := range words {
			if out[i].To != ownerEmail || out[i].ID == "" || !strings.Contains(out[i].Text, w) {
				t.Errorf("the mail lacks %q: %+v", w, out[i])
			}
		}
	}
	if err := k.sendSignInNotice(k.ctx, &out, signInNotice{Session: id.New()}); err != nil || len(out) != 2 {
		t.Errorf("a session that is gone: %v", err)
	}
}

func TestParseAgent(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": "", "\x00": "", "curl/8.5": "curl",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0 Safari/537.36":                               "Chrome on Linux",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1": "Safari on iPhone",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/130.0 Mobile/15E148 Safari/604.1":  "Chrome on iPhone",
		"Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36":  "Samsung Internet on Android",
		"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36":                              "Chrome on ChromeOS",
	} {
		if got := ParseAgent(header).String(); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}
