package journey

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

const (
	newWord   = "a kettle on the windowsill"
	guestWord = "two bicycles in the rain"
)

// mailTo waits until the outbox has a mail with a subject for an address, opens it and returns the path of its link.
func (b *tab) mailTo(email, subject string) string {
	b.Helper()
	row := fmt.Sprintf(`[...document.querySelectorAll("tbody tr")].find(r => r.innerText.includes(%q) && r.innerText.includes(%q))`, email, subject)
	ctx, cancel := b.limit()
	defer cancel()
	for {
		b.open("/dev/outbox")
		if value[bool](b, "Boolean("+row+")") {
			break
		}
		if ctx.Err() != nil {
			b.Fatalf("no mail %q to %s: %s", subject, email, b.text("main"))
		}
		_, _ = chromedp.Run(ctx, chromedp.Poll[bool]("false", chromedp.WithPollingTimeout(300*time.Millisecond))) // the mail is on its way
	}
	b.open(value[string](b, row+`.querySelector("a").getAttribute("href")`))
	link := regexp.MustCompile(`/(verify|reset|invitation)\?token=[A-Za-z0-9_-]+`).FindString(b.text("[data-mail-text]"))
	if link == "" || !strings.Contains(b.text("[data-mail-text]"), world.server.URL+link) {
		b.Fatalf("the mail has no link to this server: %s", b.text("main"))
	}
	return link
}

// joining is a newcomer's organization, made at one width of the window.
type joining struct {
	admin, guest string // e-mail addresses
	name         string
}

// register signs a newcomer up and returns the link that they are mailed.
func (b *tab) register(j joining) string {
	b.Helper()
	b.open("/sign-in")
	b.follow(`a[href="/sign-up"]`)
	b.typeInto("input[name=email]", "nobody")
	b.follow("main button[type=submit]")
	b.says("[role=alert]", "attention")
	b.clean("sign-up with errors")
	for name, text := range map[string]string{"organization": j.name, "first_name": "Nora", "last_name": "Quill", "email": j.admin, "password": newWord} {
		b.typeInto("input[name="+name+"]", text)
	}
	b.follow("main button[type=submit]")
	b.says("main", "Check your mail", j.admin)
	b.clean("check your mail")
	return b.mailTo(j.admin, "Confirm your e-mail address")
}

// signUp signs a newcomer up through the mail, and leaves them on their dashboard.
func (b *tab) signUp(j joining) {
	b.Helper()
	link := b.register(j)
	b.open(link)
	b.open(link) // looking at it uses nothing up
	b.clean("verify")
	b.follow("main form button")
	b.until(`location.pathname === "/"`)
	b.open(link)
	b.says("main", "Done already")
}

// invite asks the guest to join as a manager.
func (b *tab) invite(j joining) {
	b.Helper()
	b.open("/settings/users")
	b.says("main", "Nora Quill")
	b.clean("users")
	b.inviteManager(j.guest)
	b.says("main", j.guest, "Open", "Manager")
	b.clean("invitations")
}

func (b *tab) inviteManager(email string) {
	b.Helper()
	b.open("/settings/invitations/new")
	b.clean("invite")
	b.typeInto("input[name=email]", email)
	b.script(`document.querySelector("select[name=role]").value = "manager"`)
	b.do(pressed("form[action='/settings/invitations'] button[type=submit]"))
	b.until(`location.pathname === "/settings/invitations" && document.querySelector("tbody")`)
}

// clean fails for what the accessibility checker finds, and for a page wider than the window.
func (b *tab) clean(what string) {
	b.Helper()
	b.script(`document.querySelectorAll("[data-toast]").forEach(t => t.remove())`) // half faded in, it has half its contrast
	value[string](b, world.axe+"; ''")
	if found := value[string](b, faultsOf); found != "" {
		b.Errorf("%s: %s", what, found)
	}
}

// secure enrolls a passkey for the manager who has just joined, and lets them in with it: beside the password, and alone.
func (b *tab) secure(j joining, width int64) {
	b.Helper()
	b.carryAuthenticator()
	b.addPasskey("Keys of the office")
	b.clean("security")
	b.signOut()
	b.signIn(j.guest, guestWord)
	b.until(`location.pathname === "/sign-in/second-factor"`)
	b.lookAround(place{name: "second-factor", path: "/sign-in/second-factor"}, width)
	b.showPasskey()
	b.says(".top", j.name)
	b.clean("dashboard of an empty organization")
	b.signOut()
	b.passkeyAlone()
	b.clean("sessions")
}

// TestJoining signs an organization up, confirms the address by the mail, invites a manager, lets them in, and has them
// make a passkey and come back with it, at the width of a desk and of a phone.
func TestJoining(t *testing.T) {
	t.Parallel()
	for name, width := range map[string]int64{"desktop": 1440, "phone": 390} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := joining{admin: "nora-" + name + "@joining.example", guest: "gil-" + name + "@joining.example", name: "Quill Homes " + name}
			b := visitor(t)
			b.do(chromedp.EmulateViewport(width, 900))
			b.signUp(j)
			b.invite(j)

			link := b.mailTo(j.guest, "invites you to "+j.name)
			b.open(link) // the administrator opens the guest's link
			b.says("main", "For somebody else", "g…@joining.example")
			if strings.Contains(b.text("main"), j.guest) {
				t.Error("the invited address is shown to somebody else")
			}
			guest := visitor(t)
			guest.do(chromedp.EmulateViewport(width, 900))
			guest.open(link)
			guest.says("main", "Join "+j.name, "Manager")
			guest.clean("invitation")
			guest.typeInto("input[name=password]", "short")
			guest.follow("main form button")
			guest.says("[role=alert]", "too short")
			guest.typeInto("input[name=first_name]", "Gil")
			guest.typeInto("input[name=password]", guestWord)
			guest.follow("main form button")
			guest.until(`location.pathname === "/"`)
			guest.open(link)
			guest.says("main", "Done already")
			if got := value[int](guest, `fetch("/settings/invitations/new").then(r => r.status)`); got != 403 {
				t.Errorf("a manager may open the invitation form: %d", got)
			}
			guest.secure(j, width)

			b.open("/settings/users?role=manager")
			b.follow("tbody a")
			b.says("h1", "Gil")
			b.clean("user")
			b.open("/settings/roles")
			b.clean("roles")
			b.open("/organizations")
			b.says("main", j.name)
			b.clean("organizations")
		})
	}
}

// TestForgottenPassword chooses a new password by the link of a mail, without JavaScript.
func TestForgottenPassword(t *testing.T) {
	t.Parallel()
	j := joining{admin: "rita@joining.example", name: "Rita Rents"}
	b := visitor(t)
	b.signUp(j)
	askAs(t, "evil.example", j.admin)
	other := visitor(t)
	other.withoutScripts()
	other.open("/forgot")
	other.do(chromedp.SendKeys(chromedp.CSS("input[name=email]"), j.admin), pressed("main form button"))
	other.do(chromedp.WaitVisible(chromedp.CSS(`a[href="/sign-in"]`)))
	reader := visitor(t)
	link := reader.mailTo(j.admin, "Choose a new password")
	other.open(link)
	other.do(chromedp.SendKeys(chromedp.CSS("input[name=password]"), guestWord), pressed("main form button"))
	other.do(chromedp.WaitVisible(chromedp.CSS(`a[href="/sign-in"]`)))
	b.open("/") // signed out everywhere
	b.until(`location.pathname === "/sign-in"`)
	b.typeInto("input[name=email]", j.admin)
	b.typeInto("input[name=password]", guestWord)
	b.follow("main button[type=submit]")
	b.until(`location.pathname === "/"`)
}

// askAs asks for a new password in the name of another host: the link in the mail must not lead there.
func askAs(t *testing.T, host, email string) {
	t.Helper()
	body := strings.NewReader(url.Values{"email": {email}}.Encode())
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, world.server.URL+"/forgot", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Forwarded-Host", host)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	reader := visitor(t)
	reader.mailTo(email, "Choose a new password")
	if text := reader.text("main"); strings.Contains(text, host) {
		t.Errorf("the mail leads to %s: %s", host, text)
	}
}
