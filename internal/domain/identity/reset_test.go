package identity

import (
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const nextPassword = "nine brave herons"

func (o *office) field(err error, pointer, code string) {
	o.t.Helper()
	f := fault.As(err)
	if f == nil || len(f.Fields) == 0 || f.Fields[0].Pointer != pointer || f.Fields[0].Code != code {
		o.t.Errorf("%v, want %s %s", err, pointer, code)
	}
}

// A reset gives a new password once, ends every session, keeps the second factor, and tells by mail.
func TestResetPassword(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	u := o.user(ownerEmail)
	o.exec(`UPDATE platform.identities SET mfa_enabled = true, totp_secret_encrypted = 'x', totp_secret_key_id = 1`)
	o.exec(`INSERT INTO platform.devices (id, identity_id, token_hash, expires_at) VALUES (gen_random_uuid(), $1, sha256('a'), now() + interval '1 day')`, u.Identity)
	session, _ := o.principal(ownerEmail, goodPassword)
	for range perPair.free {
		_, _, _ = o.SignIn(o.ctx, from(attackerIP, ownerEmail, badPassword))
	}
	for _, email := range []string{ownerEmail, "nobody@example.com"} { // the same answer
		if err := o.ForgotPassword(o.ctx, stranger, email); err != nil {
			t.Fatal(err)
		}
	}
	token := o.token(o.one("password_reset", ownerEmail))
	link, err := o.LookAtReset(o.ctx, token)
	if err != nil || link.Email != "a…@example.com" {
		t.Fatalf("%+v, %v", link, err)
	}
	_, err = o.Verify(o.ctx, stranger, token)
	mustBe(t, err, ErrLink)
	o.field(o.ResetPassword(o.ctx, stranger, token, secret.New("short")), "/password", "too_short")
	o.authenticates(o.Service, session, nil)

	if err := o.ResetPassword(o.ctx, stranger, token, secret.New(nextPassword)); err != nil {
		t.Fatal(err)
	}
	o.authenticates(o.Service, session, ErrNoSession)
	o.fails(ErrSignInFailed, from(ownerIP, ownerEmail, goodPassword))
	if _, _, err := o.SignIn(o.ctx, from(attackerIP, ownerEmail, nextPassword)); err != nil {
		t.Errorf("the old password's failures still count: %v", err)
	}
	mustBe(t, o.ResetPassword(o.ctx, stranger, token, secret.New(goodPassword)), ErrLinkUsed)
	o.one("password_changed", ownerEmail)
	kept := `SELECT mfa_enabled AND totp_secret_encrypted IS NOT NULL AND email_verified_at IS NOT NULL FROM platform.identities`
	if !value[bool](o.kit, kept) {
		t.Error("the reset touched the second factor, or did not confirm the address")
	}
	if value[int](o.kit, `SELECT count(*) FROM platform.devices WHERE revoked_at IS NULL`) != 0 {
		t.Error("a browser is still remembered")
	}
}

func TestResetExpires(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	u := o.user(ownerEmail)
	if err := o.ForgotPassword(o.ctx, stranger, ownerEmail); err != nil {
		t.Fatal(err)
	}
	token := o.token(o.one("password_reset", ownerEmail))
	o.clock.Advance(resetLife)
	mustBe(t, o.ResetPassword(o.ctx, stranger, token, secret.New(nextPassword)), ErrLinkExpired)

	if err := o.ForgotPassword(o.ctx, stranger, ownerEmail); err != nil {
		t.Fatal(err)
	}
	o.exec(`UPDATE platform.identities SET disabled_at = now() WHERE id = $1`, u.Identity)
	o.quiet()
	o.field(o.ForgotPassword(o.ctx, stranger, "nobody"), "/email", "email_invalid")
}

// Changing one's own password takes the one before, keeps this session and ends the others and what was mailed.
func TestChangePassword(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.user(ownerEmail)
	here, p := o.principal(ownerEmail, goodPassword)
	p.Session, p.Fresh = value[id.ID](o.kit, `SELECT id FROM platform.sessions`), true
	elsewhere, _ := o.principal(ownerEmail, goodPassword)
	if err := o.ForgotPassword(o.ctx, stranger, ownerEmail); err != nil {
		t.Fatal(err)
	}
	reset := o.token(o.one("password_reset", ownerEmail))

	stale := p
	stale.Fresh = false
	o.field(o.ChangePassword(o.ctx, stale, secret.New(badPassword), secret.New(nextPassword)), "/current", "password_wrong")
	o.field(o.ChangePassword(o.ctx, p, secret.New(badPassword), secret.New(nextPassword)), "/current", "password_wrong")
	o.field(o.ChangePassword(o.ctx, p, secret.New(goodPassword), secret.New("short")), "/password", "too_short")
	o.authenticates(o.Service, elsewhere, nil)
	if err := o.ChangePassword(o.ctx, stale, secret.New(goodPassword), secret.New(nextPassword)); err != nil { // which is proof enough
		t.Fatal(err)
	}
	o.authenticates(o.Service, here, nil)
	o.authenticates(o.Service, elsewhere, ErrNoSession)
	mustBe(t, o.ResetPassword(o.ctx, stranger, reset, secret.New(goodPassword)), ErrLinkUsed)
	o.one("password_changed", ownerEmail)
	o.principal(ownerEmail, nextPassword)

	for range perPair.free {
		err := o.ChangePassword(o.ctx, p, secret.New(badPassword), secret.New(goodPassword))
		o.field(err, "/current", "password_wrong")
	}
	mustBe(t, o.ChangePassword(o.ctx, p, secret.New(nextPassword), secret.New(goodPassword)), ErrThrottled)
}

// A new address holds when its link is used, in every organization; the old one is told when it is asked for.
func TestChangeEmail(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.user(ownerEmail)
	second := o.pg.Org(t)
	if _, err := o.CreateUser(o.ctx, CreateUserInput{Organization: second, Email: ownerEmail, Role: tenancy.RoleManager}); err != nil {
		t.Fatal(err)
	}
	o.user("taken@example.com")
	_, p := o.principal(ownerEmail, goodPassword)
	o.field(o.ChangeEmail(o.ctx, p, "nobody"), "/email", "email_invalid")
	o.field(o.ChangeEmail(o.ctx, p, ownerEmail), "/email", "email_same")
	if err := o.ChangeEmail(o.ctx, p, " New@Example.com "); err != nil {
		t.Fatal(err)
	}
	mails := o.deliver()
	if len(mails) != 2 || mails[0].To == mails[1].To {
		t.Fatalf("mails %+v", mails)
	}
	at := 0
	if mails[0].Kind != "email_change" {
		at = 1
	}
	if mails[at].To != "new@example.com" || mails[1-at].To != ownerEmail || mails[1-at].Kind != noticeEmailChange {
		t.Fatalf("mails %+v", mails)
	}
	token := o.token(mails[at])
	if _, err := o.Verify(o.ctx, stranger, token); err != nil {
		t.Fatal(err)
	}
	o.fails(ErrSignInFailed, from(ownerIP, ownerEmail, goodPassword))
	o.principal("new@example.com", goodPassword)
	if n := value[int](o.kit, `SELECT count(*) FROM users WHERE email = 'new@example.com' AND email_verified`); n != 2 {
		t.Errorf("%d users have the new address, want 2", n)
	}
	_, err := o.Verify(o.ctx, stranger, token)
	mustBe(t, err, ErrLinkUsed)

	if err := o.ChangeEmail(o.ctx, p, "taken@example.com"); err != nil { // the answer does not tell that somebody has it
		t.Fatal(err)
	}
	kinds := map[string]string{}
	for _, m := range o.deliver() {
		kinds[m.Kind] = m.To
		if linkForm.MatchString(m.Text) {
			t.Errorf("a link was mailed:\n%s", m.Text)
		}
	}
	if kinds["email_change_taken"] != "taken@example.com" || kinds[noticeEmailChange] != "new@example.com" {
		t.Errorf("mails %v", kinds)
	}
}

func TestRequestVerification(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	o.user(ownerEmail)
	_, p := o.principal(ownerEmail, goodPassword)
	if a, err := o.Address(o.ctx, p); err != nil || a.Verified || a.Email != ownerEmail {
		t.Fatalf("%+v, %v", a, err)
	}
	if err := o.RequestVerification(o.ctx, p); err != nil {
		t.Fatal(err)
	}
	token := o.token(o.one("email_verification", ownerEmail))
	o.clock.Advance(verifyLife - time.Minute)
	if _, err := o.Verify(o.ctx, stranger, token); err != nil {
		t.Fatal(err)
	}
	if a, err := o.Address(o.ctx, p); err != nil || !a.Verified {
		t.Errorf("%+v, %v", a, err)
	}
	mustBe(t, o.RequestVerification(o.ctx, p), ErrVerified)
	if !value[bool](o.kit, `SELECT email_verified FROM users`) {
		t.Error("the user's row does not tell")
	}
}
