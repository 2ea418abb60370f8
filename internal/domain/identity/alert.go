package identity

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/mail"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The limits on wrong codes of a second factor. Only who has the password gets to try one. A code has six digits, so a
// guess must not go on for long; a passkey and a recovery code are never held up, so nobody is locked out by it.
var (
	perFactorPair   = limit{name: "factor_pair", free: 5, window: 15 * time.Minute, block: time.Minute, most: time.Hour}
	perFactorPerson = limit{name: "factor_person", free: 20, window: time.Hour, block: 30 * time.Second, most: 15 * time.Minute}
)

// alertEvery is how often a person is told that somebody guesses at their account.
const alertEvery = 24 * time.Hour

// The places that a browser may move in before its next sign-in counts as one from a new place: providers hand out
// addresses from ranges of about this size.
const (
	wideV4 = 16
	wideV6 = 32
)

// placesKnownFor is how long a browser and its network are remembered.
const placesKnownFor = 180 * 24 * time.Hour

func factorKeys(identity id.ID, o origin) (pair, person [32]byte) {
	return digest("throttle factor pair", network(o.ip).String(), identity.String()), digest("throttle factor person", identity.String())
}

// factorWait is how long a code must wait; 0 lets it be tried. Where the person has signed in before only the place
// itself can be blocked.
func factorWait(ctx context.Context, tx tenancy.SystemTx, identity id.ID, o origin) (time.Duration, error) {
	q := identitydb.New(tx)
	pair, person := factorKeys(identity, o)
	rows, err := q.BlockedUntil(ctx, [][]byte{pair[:], person[:]}, tx.Now())
	if err != nil || len(rows) == 0 {
		return 0, wrap("look up throttles", err)
	}
	known, err := q.KnownNetwork(ctx, identity, network(o.ip).String())
	if err != nil {
		return 0, wrap("look up networks", err)
	}
	var longest time.Duration
	for _, r := range rows {
		if !known || string(r.Key) != string(person[:]) {
			longest = max(longest, r.BlockedUntil.Sub(tx.Now()))
		}
	}
	return longest, nil
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// factorFailed notes a wrong code and counts it. Who guesses at codes has the password: the person is told.
func (s *Service) factorFailed(ctx context.Context, tx tenancy.SystemTx, identity id.ID, o origin, detail map[string]any) error {
	q := identitydb.New(tx)
	if err := note(ctx, tx, o.event(eventFactorFailed, tx.Now(), identity, detail)); err != nil {
		return err
	}
	pair, person := factorKeys(identity, o)
	for _, k := range []struct {
		limit limit
		key   [32]byte
	}{{perFactorPair, pair}, {perFactorPerson, person}} {
		d, err := countAgainst(ctx, q, tx.Now(), k.limit, k.key)
		if err != nil {
			return err
		}
		if d > 0 && k.key == person {
			if err := s.alarm(ctx, tx, &identity, "second_factor"); err != nil {
				return err
			}
		}
	}
	return nil
}

// alarm tells a person, once a day, that somebody guesses at their account, and notes that it did. The query is the same
// for an address that nobody has.
func (s *Service) alarm(ctx context.Context, tx tenancy.SystemTx, identity *id.ID, what string) error {
	whose := id.Nil
	if identity != nil {
		whose = *identity
	}
	n, err := identitydb.New(tx).RaiseAlert(ctx, tx.Now(), whose, tx.Now().Add(-alertEvery))
	if err != nil || n == 0 {
		return wrap("raise alert", err)
	}
	e := event(eventAttack, tx.Now(), map[string]any{"on": what})
	e.IdentityID = identity
	if err := note(ctx, tx, e); err != nil {
		return err
	}
	return s.enqueue(ctx, tx, attackNotice{Identity: whose})
}

// tellOfNewPlace sends a mail about a session unless the person has signed in lately with the same browser from the same
// wider network. The first sign-in of all is nothing to tell of.
func (s *Service) tellOfNewPlace(ctx context.Context, tx tenancy.SystemTx, o opening, session id.ID) error {
	rows, err := identitydb.New(tx).EarlierSessions(ctx, o.identity, session, tx.Now().Add(-placesKnownFor))
	if err != nil || len(rows) == 0 {
		return wrap("look up earlier sessions", err)
	}
	agent, place := ParseAgent(o.origin.agent), wide(o.origin.ip)
	for _, r := range rows {
		if ParseAgent(orEmpty(r.UserAgent)) == agent && wide(orNowhere(r.IpAddress)) == place {
			return nil
		}
	}
	return s.enqueue(ctx, tx, signInNotice{Session: session})
}

func wide(ip netip.Addr) netip.Prefix {
	ip = ip.Unmap().WithZone("")
	bits := wideV6
	if ip.Is4() {
		bits = wideV4
	}
	p, err := ip.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

func (s *Service) enqueue(ctx context.Context, tx tenancy.SystemTx, args jobs.Args) error {
	if s.options.Jobs == nil {
		return nil
	}
	return s.options.Jobs.InsertTx(ctx, tx, args)
}

type signInNotice struct {
	Session id.ID `json:"session"`
}

// Kind implements jobs.Args.
func (signInNotice) Kind() string { return "identity.sign_in_notice" }

type attackNotice struct {
	Identity id.ID `json:"identity"`
}

// Kind implements jobs.Args.
func (attackNotice) Kind() string { return "identity.attack_notice" }

// noticePatience bounds the sending of one mail.
const noticePatience = time.Minute

// HandleJobs makes a client do the jobs of this package: mails about sign-ins from new places and about guessing.
func (s *Service) HandleJobs(c *jobs.Client, m mail.Sender) {
	jobs.Handle(c, noticePatience, func(ctx context.Context, a signInNotice) error { return sent(s.sendSignInNotice(ctx, m, a)) })
	jobs.Handle(c, noticePatience, func(ctx context.Context, a attackNotice) error { return sent(s.sendAttackNotice(ctx, m, a)) })
}

// sent gives up on a mail that no try will ever send.
func sent(err error) error {
	if err != nil && fault.As(err).Kind == fault.Invalid {
		return jobs.Drop(err)
	}
	return err
}

func (s *Service) sendSignInNotice(ctx context.Context, m mail.Sender, a signInNotice) error {
	var row identitydb.SessionNoticeRow
	err := tenancy.InSystemTx(ctx, s.db, "sign-in notice", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		row, err = identitydb.New(tx).SessionNotice(ctx, a.Session)
		return err
	})
	if errors.Is(err, postgres.ErrNotFound) {
		return nil
	}
	if err != nil {
		return wrap("sign-in notice", err)
	}
	device := "A browser that did not say what it is"
	if agent := ParseAgent(orEmpty(row.UserAgent)); agent.Known() {
		device = agent.String()
	}
	place := "not known"
	if ip := orNowhere(row.IpAddress); ip.IsValid() {
		place = ip.String()
	}
	return m.Send(ctx, mail.Message{
		To: row.Email, Kind: "new_sign_in", ID: "sign-in-" + a.Session.String(),
		Subject: "New sign-in to PropertyOS",
		Text: fmt.Sprintf("Somebody signed in to your PropertyOS account from a device that we had not seen before.\n\n"+
			"Device: %s\nNetwork address: %s\nTime: %s\n\n"+
			"If it was you, there is nothing to do.\n\n"+
			"If it was not, end that session and change your password:\n%s\n",
			device, place, row.CreatedAt.UTC().Format("2 Jan 2006, 15:04 UTC"), s.page("/account/sessions")),
	})
}

func (s *Service) sendAttackNotice(ctx context.Context, m mail.Sender, a attackNotice) error {
	var row identitydb.AlertAddressRow
	err := tenancy.InSystemTx(ctx, s.db, "attack notice", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		row, err = identitydb.New(tx).AlertAddress(ctx, a.Identity)
		return err
	})
	if errors.Is(err, postgres.ErrNotFound) {
		return nil
	}
	if err != nil {
		return wrap("attack notice", err)
	}
	day := ""
	if row.LastAlertAt != nil {
		day = row.LastAlertAt.UTC().Format("2006-01-02")
	}
	return m.Send(ctx, mail.Message{
		To: row.Email, Kind: "attack_suspected", ID: "attack-" + a.Identity.String() + "-" + day,
		Subject: "Somebody is trying to get into your PropertyOS account",
		Text: "There were many failed tries to sign in to your PropertyOS account, and we are slowing them down. " +
			"You can go on signing in as usual.\n\n" +
			"Choose a password that you use nowhere else, and set up a passkey or an authenticator app, which a guessed " +
			"password does not get past:\n" + s.page("/account/security") + "\n\n" +
			"You get this mail once a day at most.\n",
	})
}

// page is an address on this installation.
func (s *Service) page(path string) string { return s.options.URL + path }
