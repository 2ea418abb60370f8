package journey

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/pquerna/otp/totp"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/test/cli/program"
)

// newcomer adds somebody with a password to an organization.
func newcomer(t *testing.T, email string) {
	t.Helper()
	r, err := propertyos(program.Call{In: password, Args: []string{
		"user", "create", "--org", "craft", "--email", email, "--role", "manager", "--password-file", "-",
	}})
	if err != nil || r.Code != 0 {
		t.Fatalf("%v %s%s", err, r.Out, r.Err)
	}
}

// carryAuthenticator gives the tab an authenticator that checks who holds it and needs no touch.
func (b *tab) carryAuthenticator() {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if _, err := cdp.Call(ctx, target, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, target, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
			Options: &webauthn.VirtualAuthenticatorOptions{
				Protocol: "ctap2", Transport: "internal", HasResidentKey: true, HasUserVerification: true,
				IsUserVerified: true, AutomaticPresenceSimulation: true,
			},
		})
		return err
	}))
}

func (b *tab) signIn(email, word string) {
	b.Helper()
	b.open("/sign-in")
	b.typeInto("input[name=email]", email)
	b.typeInto("input[name=password]", word)
	b.follow("form[action='/sign-in'] button[type=submit]")
}

// personMenu opens the menu of whoever is signed in.
const personMenu = "details:has(form[action='/sign-out']) > summary"

func (b *tab) signOut() {
	b.Helper()
	b.do(pressed(personMenu))
	b.follow("form[action='/sign-out'] button")
	b.until(`location.pathname === "/sign-in"`)
}

// addPasskey enrolls the first passkey of whoever has just signed in, and keeps the recovery codes.
func (b *tab) addPasskey(name string) {
	b.Helper()
	b.open("/account/security")
	b.typeInto("#f-name", name)
	b.follow("form[data-passkey=create] button[type=submit]")
	b.until(`document.querySelectorAll(".codes li").length === 10`)
	b.clean("recovery codes")
	b.follow("main a.btn-primary")
	b.says("main", name, "10 codes are left")
}

// showPasskey answers the question for the second factor.
func (b *tab) showPasskey() {
	b.Helper()
	b.follow("form[data-passkey=get] button[type=submit]")
	b.until(`location.pathname === "/"`)
}

// passkeyAlone signs in with nothing but the passkey.
func (b *tab) passkeyAlone() {
	b.Helper()
	b.open("/sign-in?next=%2Faccount%2Fsessions")
	b.follow("form[action='/sign-in/passkey'] button[type=submit]")
	b.until(`location.pathname === "/account/sessions"`)
	b.says("main ul.panel li:first-child", "This device", "Passkey")
}

// TestPasskeys makes a passkey, shows it as the second factor, lets the browser be remembered, and signs in with the passkey
// alone: at a desk and on a phone.
func TestPasskeys(t *testing.T) {
	t.Parallel()
	for _, width := range []int64{1440, 390} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			t.Parallel()
			email := fmt.Sprintf("pia%d@craft.example", width)
			newcomer(t, email)
			b := visitor(t)
			b.do(chromedp.EmulateViewport(width, 900))
			b.carryAuthenticator()
			b.signIn(email, password)
			b.until(`location.pathname === "/"`)
			b.addPasskey("Work laptop")

			b.signOut()
			b.signIn(email, password)
			b.until(`location.pathname === "/sign-in/second-factor"`)
			b.do(pressed("#remember-passkey"))
			b.showPasskey()

			b.signOut()
			b.signIn(email, password) // in a browser that is remembered
			b.until(`location.pathname === "/"`)
			b.open("/account/security")
			b.says("[aria-labelledby=devices-title]", "remembered until")
			b.script(`document.querySelector("[aria-labelledby=devices-title] button").scrollIntoView({block: "center"})`)
			b.follow("[aria-labelledby=devices-title] button")
			b.signOut()
			b.signIn(email, password)
			b.until(`location.pathname === "/sign-in/second-factor"`)

			b.passkeyAlone()

			b.open("/account/security")
			b.script(`document.querySelector("[aria-labelledby=passkey-title] .lines button").scrollIntoView({block: "center"})`)
			b.follow("[aria-labelledby=passkey-title] .lines button")
			b.says("#toasts", "The passkey was removed")
			b.signOut()
			b.do(pressed("form[action='/sign-in/passkey'] button[type=submit]"))
			b.until(`document.querySelector("[role=alert]:not([hidden])")`)
		})
	}
}

// scripts turns JavaScript on or off in the page that is open.
func (b *tab) scripts(off bool) {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		return err
	}))
}

// peek reads a text while JavaScript is off.
func (b *tab) peek(selector string) string {
	b.Helper()
	b.scripts(false)
	defer b.scripts(true)
	return b.text(selector)
}

// TestCodesWithoutScripts sets up an authenticator app and signs in by code and by recovery code with JavaScript off.
func TestCodesWithoutScripts(t *testing.T) {
	t.Parallel()
	const email = "noor@craft.example"
	newcomer(t, email)
	b := visitor(t)
	b.withoutScripts()
	half := func(then string) {
		t.Helper()
		b.open("/sign-in")
		b.do(chromedp.SendKeys(chromedp.CSS("input[name=email]"), email), chromedp.SendKeys(chromedp.CSS("input[name=password]"), password),
			pressed("form[action='/sign-in'] button[type=submit]"), chromedp.WaitVisible(chromedp.CSS(then)))
	}
	leave := func() {
		t.Helper()
		b.do(pressed(personMenu), chromedp.WaitVisible(chromedp.CSS("form[action='/sign-out'] button")),
			pressed("form[action='/sign-out'] button"), chromedp.WaitVisible(chromedp.CSS("input[name=password]")))
	}
	half(personMenu)
	b.open("/account/security")
	if said := b.peek("[aria-labelledby=passkey-title]"); !strings.Contains(said, "Passkeys need JavaScript") {
		t.Errorf("of passkeys the page says %q", said)
	}
	b.do(pressed("form[action$='/app/begin'] button"), chromedp.WaitVisible(chromedp.CSS("svg.qr")))
	app := strings.ReplaceAll(b.peek("ol code"), " ", "")
	// The code after this one is good already: nobody needs to wait for a clock.
	now := clock.System{}.Now()
	code := func(steps int) string {
		t.Helper()
		c, err := totp.GenerateCode(app, now.Add(time.Duration(steps)*30*time.Second))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	b.do(chromedp.SendKeys(chromedp.CSS("#f-code"), "000000"), pressed("form[action$='/app'] button"), chromedp.WaitVisible(chromedp.CSS("#f-code-error")))
	b.do(chromedp.SendKeys(chromedp.CSS("#f-code"), code(0)), pressed("form[action$='/app'] button"), chromedp.WaitVisible(chromedp.CSS(".codes")))
	recovery := b.peek(".codes li:first-child")
	leave()
	half("#f-code")
	b.do(chromedp.SendKeys(chromedp.CSS("#f-code"), code(0)), pressed("form[action='/sign-in/second-factor'] button"),
		chromedp.WaitVisible(chromedp.CSS("#f-code-error"))) // it was taken when the app was set up
	b.do(chromedp.SendKeys(chromedp.CSS("#f-code"), code(1)), pressed("form[action='/sign-in/second-factor'] button"),
		chromedp.WaitVisible(chromedp.CSS(personMenu)))
	leave()
	half("#f-code")
	b.do(pressed("main details summary"), chromedp.WaitVisible(chromedp.CSS("#f-recovery_code")),
		chromedp.SendKeys(chromedp.CSS("#f-recovery_code"), recovery), pressed("main details button"), chromedp.WaitVisible(chromedp.CSS(personMenu)))
	leave()
	half("#f-code")
	b.do(pressed("main details summary"), chromedp.WaitVisible(chromedp.CSS("#f-recovery_code")),
		chromedp.SendKeys(chromedp.CSS("#f-recovery_code"), recovery), pressed("main details button"), chromedp.WaitVisible(chromedp.CSS("#f-recovery_code-error")))

	r, err := propertyos(program.Call{Args: []string{"user", "reset-factors", "--org", "craft", "--email", email, "--reason", "lost phone"}})
	if err != nil || r.Code != 0 {
		t.Fatalf("%v %s%s", err, r.Out, r.Err)
	}
	half(personMenu) // by the password alone
	b.open("/account")
	b.do(chromedp.SetValue(chromedp.CSS("#f-first_name"), "Noor"), pressed("form[action='/account'] button"), chromedp.WaitVisible(chromedp.CSS("#toasts .toast")))
	if got := b.node("#f-first_name"); got != "Noor" {
		t.Errorf("the first name became %q", got)
	}
}
