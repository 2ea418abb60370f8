package identity

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Credentials are what a person signs in with, and from where.
type Credentials struct {
	Email     string
	Password  secret.Text
	IP        netip.Addr // of the client itself, not of a proxy in between
	UserAgent string
	// Device is what the browser kept from an Entry: a remembered device needs no second factor. May be zero.
	Device secret.Text
}

// SignIn checks the credentials and begins a session in the person's organization: the only one, or of several the one
// used last that lets them in. The token is shown this once.
//
// An unknown e-mail address, a wrong password and a person without a way in get the same answer, after the same queries
// and the same hashing. Errors: ErrSignInFailed, ErrThrottled with RetryAfter, ErrBusy, and after a right password
// ErrSuspended or ErrSecondFactor.
func (s *Service) SignIn(ctx context.Context, c Credentials) (secret.Text, tenancy.Principal, error) {
	e, err := s.Begin(ctx, c)
	if err == nil && !e.Ticket.IsZero() {
		err = ErrSecondFactor
	}
	return e.Token, e.Principal, err
}

// Begin is SignIn for who can go on to a second factor: where one is wanted, the entry has a ticket for SecondFactor and
// no session. Errors: SignIn's but ErrSecondFactor.
func (s *Service) Begin(ctx context.Context, c Credentials) (Entry, error) {
	email, err := NormalizeEmail(c.Email)
	if err != nil {
		// Nobody has it: the check goes on as for any unknown address. Its start keeps the keys apart.
		email = c.Email[:min(len(c.Email), MaxEmail)]
	}
	known := err == nil
	if len(c.Password.Reveal()) > 4*MaxPassword {
		c.Password = secret.Text{} // nobody's, and not worth normalizing
	}

	// The slot is held over the look-up, the hashing and the record of a failure. So at most as many tries as there are
	// slots pass the throttle between one failure and its count, however many arrive at once.
	leave, err := s.hasher.enter(ctx)
	if err != nil {
		return Entry{}, err
	}
	defer leave()

	t := newTry(email, c.IP)
	found, err := s.lookUp(ctx, t, email, known)
	if err != nil {
		return Entry{}, err
	}
	ok, phc, err := s.check(found, c.Password)
	if err != nil {
		return Entry{}, err
	}
	return s.conclude(ctx, t, c, found, ok, phc)
}

// lookUp finds the identity of an e-mail address, nil if there is none, unless the try has to wait (ErrThrottled).
func (s *Service) lookUp(ctx context.Context, t try, email string, known bool) (*identitydb.FindIdentityRow, error) {
	var found *identitydb.FindIdentityRow
	var wait time.Duration
	if !known {
		email = "" // which no row has, and PostgreSQL can always read
	}
	err := tenancy.InSystemTx(ctx, s.db, "sign-in: look up", func(ctx context.Context, tx tenancy.SystemTx) error {
		found = nil
		q := identitydb.New(tx)
		row, err := q.FindIdentity(ctx, t.network.String(), email)
		switch {
		case err == nil:
			found = &row
		case !errors.Is(err, postgres.ErrNotFound):
			return fmt.Errorf("find identity: %w", err)
		}
		wait, err = t.wait(ctx, q, tx.Now(), row.KnownNetwork)
		return err
	})
	if err != nil {
		return nil, err
	}
	if wait > 0 {
		throttled := *ErrThrottled
		throttled.RetryAfter = wait
		return nil, &throttled
	}
	return found, nil
}

// check compares the password with the identity's, or with the dummy where there is none, and makes a new hash where the
// stored one has outdated parameters. The hash is the one to keep.
func (s *Service) check(found *identitydb.FindIdentityRow, password secret.Text) (ok bool, phc string, err error) {
	phc = s.hasher.dummy
	if found != nil && found.PasswordHash != nil {
		phc = *found.PasswordHash
	}
	ok, stale, err := s.hasher.verify(phc, password)
	if err != nil {
		return false, "", err
	}
	if !ok || found == nil || found.DisabledAt != nil {
		return false, "", nil
	}
	if stale {
		phc = s.hasher.hash(password)
	}
	return true, phc, nil
}

// conclude records how the try ended and, if it was right, begins the session or asks for the second factor.
func (s *Service) conclude(ctx context.Context, t try, c Credentials, found *identitydb.FindIdentityRow, ok bool, phc string) (Entry, error) {
	var out Entry
	var refusal error
	err := tenancy.InSystemTx(ctx, s.db, "sign-in: conclude", func(ctx context.Context, tx tenancy.SystemTx) error {
		out, refusal = Entry{}, ErrSignInFailed
		if ok {
			var err error
			if out, refusal, err = s.begin(ctx, tx, c, *found, phc); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(refusal, ErrSignInFailed):
			return t.noteFailure(ctx, tx, c, found, s.alarm)
		case refusal != nil: // the password was right: nothing to throttle
			return t.noteRefusal(ctx, tx, c, *found, refusal)
		}
		if err := identitydb.New(tx).ClearThrottle(ctx, t.pair[:]); err != nil {
			return fmt.Errorf("clear throttle: %w", err)
		}
		return nil
	})
	if err != nil {
		return Entry{}, err
	}
	if refusal != nil {
		return Entry{}, refusal
	}
	if out.Ticket.IsZero() {
		s.log.InfoContext(ctx, "signed in", "organization", out.Principal.Organization, "user", out.Principal.User)
	}
	return out, nil
}

// begin makes the session of a person whose password was right, or the ticket for their second factor. The refusal is
// what they are told instead of it.
func (s *Service) begin(ctx context.Context, tx tenancy.SystemTx, c Credentials, found identitydb.FindIdentityRow, phc string) (out Entry, refusal, err error) {
	q := identitydb.New(tx)
	p, refusal, err := s.choose(ctx, tx, found.ID)
	if err != nil || refusal != nil {
		return out, refusal, err
	}
	noted, err := q.KeepHash(ctx, phc, found.ID, *found.PasswordHash)
	if err != nil {
		return out, nil, fmt.Errorf("note sign-in: %w", err)
	}
	if noted == 0 { // the password was changed, or the person disabled, while it was being checked
		return out, ErrSignInFailed, nil
	}
	second, known, err := s.awaits(ctx, tx, found.ID, c.Device)
	if err != nil {
		return out, nil, err
	}
	if second {
		out.Ticket, err = addTicket(ctx, tx, ticketSignIn, &found.ID, c.origin(), []byte("{}"), SignInLifetime)
		return out, nil, err
	}
	o := opening{identity: found.ID, method: methodPassword, origin: c.origin(), familiar: known}
	if known {
		o.method = methodDevice
	}
	out.Principal = p
	out.Token, refusal, err = s.openSession(ctx, tx, &out.Principal, o)
	return out, refusal, err
}

// choose finds the organization to sign in to and leaves the transaction in it. If none lets the person in, the refusal
// is the first that may be told.
func (s *Service) choose(ctx context.Context, tx tenancy.SystemTx, identity id.ID) (p tenancy.Principal, refusal, err error) {
	memberships, err := identitydb.New(tx).Memberships(ctx, identity)
	if err != nil {
		return p, nil, fmt.Errorf("list memberships: %w", err)
	}
	refusal = ErrSignInFailed
	for _, m := range memberships {
		p, row, why, err := s.enterMember(ctx, tx, m.OrganizationID, m.UserID, ErrSignInFailed)
		if err == nil && why == nil {
			why = passwordRefusal(p, row)
		}
		if err != nil || why == nil {
			return p, nil, err
		}
		if errors.Is(refusal, ErrSignInFailed) {
			refusal = why
		}
	}
	return p, refusal, nil
}

// enter puts the transaction into the organization and makes the principal of its user, for renters, owners and vendors
// with the rows that they are about. The refusal is ErrSuspended or refused.
func (s *Service) enter(ctx context.Context, tx tenancy.SystemTx, org, user id.ID, refused error) (p tenancy.Principal, refusal, err error) {
	p, _, refusal, err = s.enterMember(ctx, tx, org, user, refused)
	return p, refusal, err
}

// enterMember is enter, with the row that it read.
func (s *Service) enterMember(ctx context.Context, tx tenancy.SystemTx, org, user id.ID, refused error) (p tenancy.Principal, m member, refusal, err error) {
	if err := tx.Enter(ctx, org); err != nil {
		return p, m, nil, err
	}
	m, err = identitydb.New(tx).FindMember(ctx, org, user)
	if errors.Is(err, postgres.ErrNotFound) {
		return p, m, refused, nil
	}
	if err != nil {
		return p, m, nil, fmt.Errorf("find user: %w", err)
	}
	if why := admits(m, refused); why != nil {
		return p, m, why, nil
	}
	p = tenancy.Principal{
		Organization: org, User: user, Role: tenancy.Role(m.Role), PropertyScope: m.PropertyScope, Sandbox: m.Sandbox,
	}
	if !staff(p.Role) {
		if p.Scopes, err = personScopes(ctx, tx, org, user); err != nil {
			return tenancy.Principal{}, m, nil, err
		}
	}
	return p, m, nil, nil
}
