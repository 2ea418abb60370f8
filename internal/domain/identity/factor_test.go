package identity

import (
	"context"
	"errors"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/mail"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const testURL = "http://localhost:8080"

// queue records the jobs that are inserted.
type queue struct {
	mu   sync.Mutex
	args []jobs.Args
}

func (q *queue) InsertTx(_ context.Context, _ tenancy.SystemTx, args ...jobs.Args) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.args = append(q.args, args...)
	return nil
}

func (q *queue) take() []jobs.Args {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := q.args
	q.args = nil
	return list
}

// outbox records the mails that are sent.
type outbox []mail.Message

func (o *outbox) Send(_ context.Context, m mail.Message) error {
	*o = append(*o, m)
	return nil
}

// secured is a person with an authenticator app, signed in.
type secured struct {
	*kit
	user  User
	token secret.Text
	me    tenancy.Principal
	app   string // the secret of the authenticator app
	codes []secret.Text
}

func (k *kit) unlock() {
	k.t.Helper()
	path := filepath.Join(k.t.TempDir(), "master.key")
	if err := crypt.CreateLocalMaster(path); err != nil {
		k.t.Fatal(err)
	}
	master, err := crypt.OpenMaster(k.ctx, "local-file://"+path)
	if err != nil {
		k.t.Fatal(err)
	}
	k.UseKeys(crypt.NewKeyring(master, organization.NewKeyStore(k.db), k.clock))
}

func secure(t *testing.T) *secured {
	t.Helper()
	k := setup(t)
	k.unlock()
	s := &secured{kit: k, user: k.user(ownerEmail)}
	s.token, s.me = k.signIn()
	e, err := k.BeginTOTP(k.ctx, s.me)
	if err != nil {
		t.Fatal(err)
	}
	s.app = e.Secret.Reveal()
	if s.codes, err = k.ConfirmTOTP(k.ctx, s.me, s.code(0)); err != nil {
		t.Fatal(err)
	}
	k.clock.Advance(time.Minute) // the code of the enrollment is used up
	return s
}

// code is what the app shows that many steps from now.
func (s *secured) code(steps int) secret.Text {
	s.t.Helper()
	c, err := totp.GenerateCode(s.app, s.clock.Now().Add(time.Duration(steps)*totpPeriod*time.Second))
	if err != nil {
		s.t.Fatal(err)
	}
	return secret.New(c)
}

// half is the first half of a sign-in.
func (s *secured) half(ip netip.Addr, device secret.Text) Entry {
	s.t.Helper()
	c := from(ip, ownerEmail, goodPassword)
	c.Device = device
	e, err := s.Begin(s.ctx, c)
	if err != nil {
		s.t.Fatal(err)
	}
	return e
}

func (s *secured) ticket() secret.Text {
	s.t.Helper()
	e := s.half(ownerIP, secret.Text{})
	if e.Ticket.IsZero() || !e.Token.IsZero() || e.Principal.User != id.Nil {
		s.t.Fatalf("a password alone gave %+v", e)
	}
	return e.Ticket
}

func (s *secured) finish(ticket secret.Text, proof Proof) (Entry, error) {
	return s.SecondFactor(s.ctx, SecondFactorInput{Ticket: ticket, Proof: proof, From: from(ownerIP, "", "")})
}

func byCode(c secret.Text) Proof { return Proof{Code: c} }

func TestSecondFactorIsAsked(t *testing.T) {
	t.Parallel()
	s := secure(t)
	if len(s.codes) != recoveryCodes {
		t.Fatalf("%d recovery codes", len(s.codes))
	}
	_, _, err := s.SignIn(s.ctx, from(ownerIP, ownerEmail, goodPassword))
	mustBe(t, err, ErrSecondFactor)
	s.fails(ErrSignInFailed, from(ownerIP, ownerEmail, badPassword))
	ticket := s.ticket()
	if m, err := s.SecondFactorMeans(s.ctx, ticket); err != nil || m != (Means{Password: true, Code: true, RecoveryCode: true}) {
		t.Errorf("%+v, %v", m, err)
	}
	e, err := s.finish(ticket, byCode(s.code(0)))
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Authenticate(s.ctx, e.Token)
	if err != nil || p.User != s.user.ID || !p.Fresh || p.Session == id.Nil {
		t.Errorf("%+v, %v", p, err)
	}
	if m := value[string](s.kit, `SELECT method FROM platform.sessions WHERE id = $1`, p.Session); m != methodTOTP {
		t.Errorf("the session was proved by %s", m)
	}
	_, err = s.finish(ticket, byCode(s.code(1)))
	mustBe(t, err, ErrChallenge)
	for _, flag := range []string{`SELECT mfa_enabled FROM platform.identities`, `SELECT mfa_enabled FROM users`} {
		if !value[bool](s.kit, flag) {
			t.Errorf("%s is false", flag)
		}
	}
	stored := value[string](s.kit, `SELECT encode(totp_secret_encrypted, 'escape') FROM platform.identities`)
	if strings.Contains(stored, s.app) || strings.Contains(s.log.String(), s.app) {
		t.Error("the secret is stored or logged in clear")
	}
	if raw := value[string](s.kit, `SELECT string_agg(encode(code_hash, 'escape'), ' ') FROM platform.recovery_codes`); strings.Contains(raw, s.codes[0].Reveal()) {
		t.Error("a recovery code is stored in clear")
	}
}

func TestCodesOfTheStepsAroundNow(t *testing.T) {
	t.Parallel()
	s := secure(t)
	for _, c := range []struct {
		steps int
		want  error
	}{{-2, ErrCode}, {2, ErrCode}, {-1, nil}, {0, nil}, {1, nil}} {
		_, err := s.finish(s.ticket(), byCode(s.code(c.steps)))
		if c.want == nil && err != nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%d steps from now: %v", c.steps, err)
		}
	}
}

func TestCodeIsTakenOnce(t *testing.T) {
	t.Parallel()
	s := secure(t)
	code, earlier := s.code(0), s.code(-1)
	if _, err := s.finish(s.ticket(), byCode(code)); err != nil {
		t.Fatal(err)
	}
	for _, again := range []secret.Text{code, earlier} { // the step before one that was taken is over as well
		_, err := s.finish(s.ticket(), byCode(again))
		mustBe(t, err, ErrCode)
	}
	mustBe(t, s.StepUp(s.ctx, s.me, byCode(code)), ErrCode)
	if n := value[int](s.kit, `SELECT count(*) FROM platform.security_events WHERE kind = 'second_factor_failed' AND detail ->> 'replayed' = 'true'`); n != 3 {
		t.Errorf("%d replays were noted", n)
	}
	s.clock.Advance(time.Minute)
	code = s.code(0)
	tickets := []secret.Text{s.ticket(), s.ticket(), s.ticket(), s.ticket()}
	if n := s.together(tickets, byCode(code)); n != 1 {
		t.Errorf("one code let %d in", n)
	}
}

// together sends one proof with all tickets at once and counts who is let in.
func (s *secured) together(tickets []secret.Text, proof Proof) int64 {
	var in atomic.Int64
	var all sync.WaitGroup
	for _, ticket := range tickets {
		all.Go(func() {
			if _, err := s.finish(ticket, proof); err == nil {
				in.Add(1)
			}
		})
	}
	all.Wait()
	return in.Load()
}

func TestRecoveryCodeIsUsedOnce(t *testing.T) {
	t.Parallel()
	s := secure(t)
	typed := secret.New(" " + strings.ToUpper(strings.ReplaceAll(s.codes[0].Reveal(), "-", " ")))
	if _, err := s.finish(s.ticket(), Proof{RecoveryCode: typed}); err != nil {
		t.Fatal(err)
	}
	_, err := s.finish(s.ticket(), Proof{RecoveryCode: s.codes[0]})
	mustBe(t, err, ErrRecoveryCode)
	tickets := []secret.Text{s.ticket(), s.ticket(), s.ticket(), s.ticket()}
	if n := s.together(tickets, Proof{RecoveryCode: s.codes[1]}); n != 1 {
		t.Errorf("one recovery code let %d in", n)
	}
	fresh, err := s.RenewRecoveryCodes(s.ctx, s.me)
	if err != nil || len(fresh) != recoveryCodes {
		t.Fatal(len(fresh), err)
	}
	_, err = s.finish(s.ticket(), Proof{RecoveryCode: s.codes[2]})
	mustBe(t, err, ErrRecoveryCode)
	if _, err = s.finish(s.ticket(), Proof{RecoveryCode: fresh[2]}); err != nil {
		t.Error(err)
	}
	own, err := s.Security(s.ctx, s.me)
	if err != nil || own.RecoveryCodes != recoveryCodes-1 {
		t.Errorf("%d are left, %v", own.RecoveryCodes, err)
	}
}

func TestWaitingSignInEnds(t *testing.T) {
	t.Parallel()
	s := secure(t)
	ticket := s.ticket()
	for range signInTries - 1 {
		_, err := s.finish(ticket, Proof{RecoveryCode: secret.New("no such code")})
		mustBe(t, err, ErrRecoveryCode)
	}
	_, err := s.finish(ticket, Proof{RecoveryCode: secret.New("no such code")})
	mustBe(t, err, ErrChallenge)
	_, err = s.finish(ticket, byCode(s.code(0)))
	mustBe(t, err, ErrChallenge)

	ticket = s.ticket()
	_, err = s.finish(ticket, Proof{})
	mustBe(t, err, ErrProof)
	raw := ticket.Reveal()
	for _, bad := range []string{"", "x", raw[:42], raw[:41] + "AA", strings.ToLower(raw)} {
		_, err := s.finish(secret.New(bad), byCode(s.code(0)))
		mustBe(t, err, ErrChallenge)
	}
	s.clock.Advance(SignInLifetime)
	_, err = s.finish(ticket, byCode(s.code(0)))
	mustBe(t, err, ErrChallenge)

	ticket = s.ticket()
	s.clock.Advance(time.Minute)
	s.exec(`UPDATE platform.identities SET password_changed_at = $1`, s.clock.Now()) // as any reset does
	_, err = s.finish(ticket, byCode(s.code(0)))
	mustBe(t, err, ErrChallenge)

	ticket = s.ticket()
	s.exec(`UPDATE platform.identities SET disabled_at = now()`)
	_, err = s.finish(ticket, byCode(s.code(0)))
	mustBe(t, err, ErrSignInFailed)
}

func TestFactorsNeedAFreshProofAndASession(t *testing.T) {
	t.Parallel()
	s := secure(t)
	stale, key := s.me, s.me
	stale.Fresh = false
	key.Session, key.APIKey, key.KeyScopes = id.Nil, id.New(), []string{"account.security"}
	for name, do := range map[string]func(tenancy.Principal) error{
		"begin app":   func(p tenancy.Principal) error { _, err := s.BeginTOTP(s.ctx, p); return err },
		"show app":    func(p tenancy.Principal) error { _, err := s.PendingTOTP(s.ctx, p); return err },
		"confirm app": func(p tenancy.Principal) error { _, err := s.ConfirmTOTP(s.ctx, p, s.code(0)); return err },
		"remove app":  func(p tenancy.Principal) error { return s.RemoveTOTP(s.ctx, p) },
		"codes":       func(p tenancy.Principal) error { _, err := s.RenewRecoveryCodes(s.ctx, p); return err },
		"begin key":   func(p tenancy.Principal) error { _, err := s.BeginPasskey(s.ctx, p); return err },
		"add key":     func(p tenancy.Principal) error { _, err := s.AddPasskey(s.ctx, p, "x", PasskeyAnswer{}); return err },
		"remove key":  func(p tenancy.Principal) error { return s.RemovePasskey(s.ctx, p, id.New()) },
	} {
		if err := do(stale); !errors.Is(err, authz.ErrStepUp) {
			t.Errorf("%s without a fresh proof: %v", name, err)
		}
		if err := do(key); !errors.Is(err, ErrNeedsSession) {
			t.Errorf("%s by an API key: %v", name, err)
		}
	}
	_, err := s.BeginTOTP(s.ctx, s.me)
	mustBe(t, err, ErrTOTPOn)
	if err := s.RemoveTOTP(s.ctx, s.me); err != nil {
		t.Fatal(err)
	}
	mustBe(t, s.RemoveTOTP(s.ctx, s.me), ErrTOTPOff)
	if _, _, err := s.SignIn(s.ctx, from(ownerIP, ownerEmail, goodPassword)); err != nil {
		t.Errorf("without the app the password is enough: %v", err)
	}
	if n := value[int](s.kit, `SELECT count(*) FROM platform.recovery_codes`); n != 0 {
		t.Errorf("%d recovery codes are left of no factor", n)
	}
	if value[bool](s.kit, `SELECT mfa_enabled FROM users`) {
		t.Error("the user is still marked")
	}
}

func TestResetFactors(t *testing.T) {
	t.Parallel()
	s := secure(t)
	waiting := s.ticket()
	mustBe(t, s.ResetFactors(s.ctx, s.org, "nobody@example.com", "lost phone"), ErrNoUser)
	if err := s.ResetFactors(s.ctx, s.org, ownerEmail, " "); err == nil {
		t.Error("no reason was asked for")
	}
	if err := s.ResetFactors(s.ctx, s.org, ownerEmail, "lost phone, seen in person"); err != nil {
		t.Fatal(err)
	}
	s.authenticates(s.Service, s.token, ErrNoSession)
	_, err := s.finish(waiting, byCode(s.code(0)))
	mustBe(t, err, ErrChallenge)
	if _, _, err := s.SignIn(s.ctx, from(ownerIP, ownerEmail, goodPassword)); err != nil {
		t.Error(err)
	}
	if why := value[string](s.kit, `SELECT detail ->> 'reason' FROM platform.security_events WHERE kind = 'operator_access'`); why != "lost phone, seen in person" {
		t.Errorf("the reason is kept as %q", why)
	}
}

func TestWithoutKeysCodesAreNotChecked(t *testing.T) {
	t.Parallel()
	s := secure(t)
	ticket := s.ticket()
	s.UseKeys(nil)
	_, err := s.finish(ticket, byCode(s.code(0)))
	mustBe(t, err, ErrNoKeys)
	if _, err := s.finish(ticket, Proof{RecoveryCode: s.codes[0]}); err != nil {
		t.Errorf("a recovery code needs no keys: %v", err)
	}
}

func kinds(list []jobs.Args) []string {
	out := make([]string, 0, len(list))
	for _, a := range list {
		out = append(out, a.Kind())
	}
	slices.Sort(out)
	return out
}
