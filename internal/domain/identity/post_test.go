package identity

import (
	"context"
	"encoding/json"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	events "github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/mail"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const base = "https://app.example.com"

// office is a kit whose mails are sent when the test says so, to where the test can read them.
type office struct {
	*kit
	mailer *Mailer
	done   map[string]bool // jobs and events that were carried out

	mu     sync.Mutex
	mails  []mail.Message
	broken error // what sending ends with
}

func openOffice(t *testing.T) *office {
	t.Helper()
	k := setup(t)
	o := &office{kit: k, done: map[string]bool{}}
	client, err := jobs.New(k.pg.Pool(postgres.RoleSystem), jobs.Deps{DB: k.db, Log: slog.New(slog.DiscardHandler), InsertOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	k.Service = k.service(Options{HashSlots: 4, HashWait: time.Minute, SignUp: true, URL: base, Jobs: client})
	o.mailer = k.Mailer(o)
	return o
}

// Send implements mail.Sender.
func (o *office) Send(_ context.Context, m mail.Message) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.broken == nil {
		o.mails = append(o.mails, m)
	}
	return o.broken
}

// deliver carries out the jobs and events that have committed, each once unless it fails, and returns the mails.
func (o *office) deliver() []mail.Message {
	o.t.Helper()
	o.mails = nil
	rows, err := o.super.Query(o.ctx, `SELECT 'job ' || id, kind, args::text FROM `+postgres.RiverSchema+`.river_job
		UNION ALL SELECT 'event ' || id, type, json_build_object('org', tenant_id, 'id', entity_id, 'event', id)::text FROM events
		WHERE type LIKE 'invitation.%' ORDER BY 1`)
	if err != nil {
		o.t.Fatal(err)
	}
	type work struct{ name, kind, args string }
	var list []work
	for rows.Next() {
		var w work
		if err := rows.Scan(&w.name, &w.kind, &w.args); err != nil {
			o.t.Fatal(err)
		}
		list = append(list, w)
	}
	if err := rows.Err(); err != nil {
		o.t.Fatal(err)
	}
	for _, w := range list {
		if !o.done[w.name] {
			if err := o.carryOut(w.kind, w.args); err == nil {
				o.done[w.name] = true
			} else if o.broken == nil {
				o.t.Fatal(err)
			}
		}
	}
	return o.mails
}

func (o *office) carryOut(kind, raw string) error {
	o.t.Helper()
	read := func(into any) {
		if err := json.Unmarshal([]byte(raw), into); err != nil {
			o.t.Fatal(err)
		}
	}
	switch kind {
	case ticketMail{}.Kind():
		var a ticketMail
		read(&a)
		return o.mailer.sendTicket(o.ctx, a)
	case noticeMail{}.Kind():
		var a noticeMail
		read(&a)
		return o.mailer.sendNotice(o.ctx, a)
	case signInNotice{}.Kind(), attackNotice{}.Kind():
		return nil // not what is asked here
	}
	var e struct{ Org, ID, Event id.ID }
	read(&e)
	return o.mailer.sendInvitation(o.ctx, tenancy.Operator(e.Org, "event.dispatch"),
		events.Recorded{ID: e.Event, Event: events.Event{Type: kind, EntityID: e.ID}})
}

// one delivers and expects a single mail of a kind, to an address.
func (o *office) one(kind, to string) mail.Message {
	o.t.Helper()
	list := o.deliver()
	if len(list) != 1 || list[0].Kind != kind || list[0].To != to {
		o.t.Fatalf("mails %+v, want one %s to %s", list, kind, to)
	}
	return list[0]
}

var linkForm = regexp.MustCompile(regexp.QuoteMeta(base) + `/(verify|reset|invitation)\?token=([A-Za-z0-9_-]+)`)

// token is the one in a mail, the same in both of its forms.
func (o *office) token(m mail.Message) secret.Text {
	o.t.Helper()
	plain, page := linkForm.FindStringSubmatch(m.Text), linkForm.FindStringSubmatch(m.HTML)
	if plain == nil || page == nil || plain[0] != page[0] {
		o.t.Fatalf("the mail's link: %q and %q in\n%s", plain, page, m.Text)
	}
	return secret.New(plain[2])
}

func (o *office) breakMail(err error) { o.broken = err }

// quiet fails if there is anything to send.
func (o *office) quiet() {
	o.t.Helper()
	if list := o.deliver(); len(list) != 0 {
		o.t.Fatalf("mails %+v, want none", list)
	}
}

// principal signs a person in.
func (o *office) principal(email, password string) (secret.Text, tenancy.Principal) {
	o.t.Helper()
	token, p, err := o.SignIn(o.ctx, from(ownerIP, email, password))
	if err != nil {
		o.t.Fatalf("%s: %v", email, err)
	}
	return token, p
}

// admin adds an administrator and signs them in.
func (o *office) admin(email string) (secret.Text, tenancy.Principal) {
	o.t.Helper()
	o.userIn(o.org, email, tenancy.RoleAdmin, goodPassword)
	return o.principal(email, goodPassword)
}

var stranger = tenancy.Principal{IP: attackerIP, UserAgent: "Browser/1.0"}

// A mail says the same plainly and as HTML, and nothing that somebody chose becomes a line or markup of its own.
func TestLetters(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{
		"sign_up", "sign_up_existing", "email_verification", "email_change", "email_change_taken", "email_change_asked",
		"password_reset", "password_changed", "invitation",
	} {
		hostile := "<b>Hi</b>\n\n@ Click here\r\nBcc: x@example.com"
		m, err := letter{
			kind: kind, to: "ana@example.com", id: "1", link: "/verify?token=abc",
			facts: letterFacts{FirstName: hostile, Inviter: hostile, Organization: hostile},
		}.message(base)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if strings.ContainsAny(m.Subject, "\r\n") || m.Subject == "" || !strings.HasSuffix(m.Subject, "PropertyOS") {
			t.Errorf("%s: subject %q", kind, m.Subject)
		}
		if strings.Count(m.Text, base+"/verify?token=abc") != 1 || strings.Count(m.HTML, `href="`+base+`/verify?token=abc"`) != 1 {
			t.Errorf("%s: the link\n%s\n%s", kind, m.Text, m.HTML)
		}
		if strings.Contains(m.HTML, "<b>Hi") || strings.Contains(m.Text, "\n@ ") || strings.Contains(m.Text, "\nBcc") {
			t.Errorf("%s: hostile text came through\n%s\n%s", kind, m.Text, m.HTML)
		}
		if kind == "invitation" && !strings.Contains(m.HTML, "&lt;b&gt;Hi") {
			t.Errorf("the inviter is not named:\n%s", m.HTML)
		}
	}
}
