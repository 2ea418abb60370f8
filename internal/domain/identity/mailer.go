package identity

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	events "github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/mail"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// mailTimeout bounds one try to send one mail.
const mailTimeout = time.Minute

// ticketMail asks for the mail of a ticket.
type ticketMail struct {
	Ticket id.ID `json:"ticket_id"`
}

// Kind implements jobs.Args.
func (ticketMail) Kind() string { return "identity.ticket_mail" }

// noticeMail asks for a mail that only tells something: what names the text.
type noticeMail struct {
	Identity id.ID  `json:"identity_id"`
	Notice   id.ID  `json:"notice_id"` // the same when it is sent again
	What     string `json:"what"`
}

// Kind implements jobs.Args.
func (noticeMail) Kind() string { return "identity.notice_mail" }

// The notices.
const (
	noticePasswordChanged = "password_changed"
	noticeEmailChange     = "email_change_asked"
)

// The events of invitations.
const (
	eventInvitationCreated = "invitation.created"
	eventInvitationResent  = "invitation.resent"
)

// Mailer sends the mails of this domain.
type Mailer struct {
	s      *Service
	sender mail.Sender
}

// Mailer returns what sends the mails of this domain through sender. A token exists from the moment in which its mail is
// written: what is kept of it is its hash. A mail that is sent again has a new token, and the one before stops working.
func (s *Service) Mailer(sender mail.Sender) *Mailer { return &Mailer{s: s, sender: sender} }

// Handle registers the jobs and the events that mails follow from. Call it before the jobs start.
func (m *Mailer) Handle(c *jobs.Client, subscribers *events.Subscribers) {
	jobs.Handle(c, mailTimeout, m.sendTicket)
	jobs.Handle(c, mailTimeout, m.sendNotice)
	for _, kind := range []string{eventInvitationCreated, eventInvitationResent} {
		subscribers.On(kind, "mail invitation", m.sendInvitation)
	}
}

// send writes a letter out and hands it over. What can never be delivered is not tried again.
func (m *Mailer) send(ctx context.Context, l letter) error {
	message, err := l.message(m.s.options.URL)
	if err != nil {
		return err
	}
	err = m.sender.Send(ctx, message)
	if err != nil && fault.As(err).Kind == fault.Invalid {
		return jobs.Drop(err)
	}
	return err
}

func (m *Mailer) sendTicket(ctx context.Context, a ticketMail) error {
	var out *letter
	err := tenancy.InSystemTx(ctx, m.s.db, "mail a ticket", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		out, err = ticketLetter(ctx, tx, a.Ticket)
		return err
	})
	if err != nil || out == nil {
		return err
	}
	return m.send(ctx, *out)
}

// knownLetters are what is written instead to an address that somebody has already, by the kind of ticket.
var knownLetters = map[string]string{ticketSignUp: "sign_up_existing", ticketChangeEmail: "email_change_taken"}

// ticketLetter decides what to write to the address of a ticket: nothing where the ticket is over, or where a mail would
// be of no use. It mints the token where there is one to send.
func ticketLetter(ctx context.Context, tx tenancy.SystemTx, ticketID id.ID) (*letter, error) {
	q := identitydb.New(tx)
	t, err := q.GetMailedTicket(ctx, ticketID)
	if errors.Is(err, postgres.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find ticket: %w", err)
	}
	if t.UsedAt != nil || t.Email == nil || !t.ExpiresAt.After(tx.Now()) {
		return nil, nil
	}
	holder, err := q.LookAtEmail(ctx, *t.Email)
	known := err == nil
	if err != nil && !errors.Is(err, postgres.ErrNotFound) {
		return nil, fmt.Errorf("find identity: %w", err)
	}
	out := &letter{kind: t.Kind, to: *t.Email, id: t.ID.String(), link: "/sign-in"}
	path, identity := "/verify", t.IdentityID
	if told, ok := knownLetters[t.Kind]; ok && known {
		out.kind = told
		return out, nil
	}
	switch t.Kind {
	case ticketSignUp, ticketChangeEmail:
	case ticketVerify:
		if !known || identity == nil || holder.ID != *identity {
			return nil, nil
		}
	case ticketReset:
		if !known || holder.DisabledAt != nil {
			return nil, nil
		}
		path, identity = "/reset", &holder.ID
	default:
		return nil, nil // not a ticket that is mailed
	}
	token, hash := newSessionToken()
	if err := q.SetTicketToken(ctx, hash, identity, t.ID); err != nil {
		return nil, fmt.Errorf("keep token: %w", err)
	}
	out.link = path + "?token=" + token.Reveal()
	return out, nil
}

func (m *Mailer) sendNotice(ctx context.Context, a noticeMail) error {
	out := letter{kind: a.What, id: a.Notice.String(), link: "/sign-in"}
	if a.What == noticePasswordChanged {
		out.link = "/forgot"
	}
	err := tenancy.InSystemTx(ctx, m.s.db, "mail a notice", func(ctx context.Context, tx tenancy.SystemTx) error {
		who, err := identitydb.New(tx).LookAtIdentity(ctx, a.Identity)
		if errors.Is(err, postgres.ErrNotFound) {
			return jobs.Drop(err)
		}
		if err != nil {
			return fmt.Errorf("find identity: %w", err)
		}
		out.to = who.Email
		return nil
	})
	if err != nil {
		return err
	}
	return m.send(ctx, out)
}

// notify has a notice sent to a person's address as it is when the mail goes out.
func (s *Service) notify(ctx context.Context, tx tenancy.SystemTx, identity id.ID, what string) error {
	if s.options.Jobs == nil {
		return errNoJobs
	}
	return s.options.Jobs.InsertTx(ctx, tx, noticeMail{Identity: identity, Notice: id.New(), What: what})
}

// sendInvitation mints the token of an invitation and mails it. One that is closed meanwhile is left alone.
func (m *Mailer) sendInvitation(ctx context.Context, p tenancy.Principal, e events.Recorded) error {
	token := newInvitationToken(p.Organization)
	out := letter{kind: "invitation", id: e.ID.String(), link: "/invitation?token=" + token.Reveal()}
	hash := sha256.Sum256([]byte(token.Reveal()))
	err := tenancy.InSystemTx(ctx, m.s.db, "mail an invitation", func(ctx context.Context, tx tenancy.SystemTx) error {
		out.to = ""
		if err := tx.EnterAs(ctx, p); err != nil {
			return err
		}
		q := identitydb.New(tx)
		i, err := q.InvitationToSend(ctx, p.Organization, e.EntityID, tx.Now())
		if errors.Is(err, postgres.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("find invitation: %w", err)
		}
		out.to, out.facts = i.Email, letterFacts{FirstName: i.FirstName, Inviter: i.Inviter, Organization: i.Organization}
		if err := q.SetInvitationToken(ctx, hash[:], tx.Now(), p.Organization, e.EntityID); err != nil {
			return fmt.Errorf("keep token: %w", err)
		}
		return m.s.note(ctx, tx, p, eventInvited, nil, i.Email)
	})
	if err != nil || out.to == "" {
		return err
	}
	return m.send(ctx, out)
}
