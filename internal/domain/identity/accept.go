package identity

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrInvitationUsed says that an invitation was accepted before.
	ErrInvitationUsed = fault.New(fault.Conflict, "invitation_used", "This invitation has been accepted already. Sign in to go on.")
	// ErrInvitationWithdrawn says that an invitation was taken back.
	ErrInvitationWithdrawn = fault.New(fault.Conflict, "invitation_withdrawn", "This invitation was withdrawn. Ask whoever invited you.")
	// ErrInvitationExpired says that an invitation came too late.
	ErrInvitationExpired = fault.New(fault.Conflict, "invitation_expired", "This invitation has expired. Ask whoever invited you for a new one.")
	// ErrInvitationOther says that the person who is signed in is not the one who was invited; its message names the
	// invited address masked.
	ErrInvitationOther = fault.New(fault.Forbidden, "invitation_for_another", "This invitation is for another e-mail address.")
	// ErrInvitationSignIn says that the invited person has an account and has to sign in to it first.
	ErrInvitationSignIn = fault.New(fault.Unauthorized, "invitation_sign_in", "You have an account already. Sign in to accept the invitation.")
	// ErrInvitationMember says that the invited person is a member of the organization already.
	ErrInvitationMember = fault.New(fault.Conflict, "invitation_member", "You belong to this organization already.")
	// ErrInvitationPerson says that whom the sign-in was for is gone, or has another one.
	ErrInvitationPerson = fault.New(fault.Conflict, "invitation_person", "This invitation no longer fits. Ask whoever invited you for a new one.")
)

// newInvitationToken returns a token that names the organization, so that no look-up crosses it.
func newInvitationToken(org id.ID) secret.Text {
	return secret.New(sessionEncoding.EncodeToString(append(org[:], random(tokenSize)...)))
}

// readInvitationToken returns the organization and the hash; false for what cannot be a token.
func readInvitationToken(token secret.Text) (org id.ID, hash tokenHash, ok bool) {
	raw := token.Reveal()
	if len(raw) != sessionEncoding.EncodedLen(len(org)+tokenSize) {
		return org, hash, false
	}
	all, err := sessionEncoding.DecodeString(raw)
	if err != nil {
		return org, hash, false
	}
	copy(org[:], all)
	return org, sha256.Sum256([]byte(raw)), org != id.Nil
}

// Way is how an invited person comes in.
type Way string

// The ways.
const (
	WayNew      Way = "new"       // chooses a name and a password
	WaySignedIn Way = "signed_in" // accepts as who they are signed in as
	WaySignIn   Way = "sign_in"   // has an account, and signs in to it first
	WayReturn   Way = "return"    // has an account that nothing lets in any more: accepts, then signs in
)

// InvitationView is an invitation as the invited person sees it.
type InvitationView struct {
	Organization        string
	Role                tenancy.Role
	Email               string // the invited address; masked unless the person is signed in as it
	FirstName, LastName string // as whoever invited them wrote it
	Way                 Way
}

// LookAtInvitation tells what the invitation of a token offers to whoever holds a session, which may be the zero text.
// Errors: ErrLink, ErrInvitationUsed, ErrInvitationWithdrawn, ErrInvitationExpired, ErrInvitationOther, ErrSuspended.
func (s *Service) LookAtInvitation(ctx context.Context, token, session secret.Text) (InvitationView, error) {
	var out InvitationView
	err := tenancy.InSystemTx(ctx, s.db, "look at an invitation", func(ctx context.Context, tx tenancy.SystemTx) error {
		i, err := s.openInvitation(ctx, tx, token, session)
		if err != nil {
			return err
		}
		out = InvitationView{
			Organization: i.row.Organization, Role: tenancy.Role(i.row.Role), Email: mask(i.row.Email),
			FirstName: i.row.FirstName, LastName: i.row.LastName, Way: i.way,
		}
		if i.way == WaySignedIn {
			out.Email = i.row.Email
		}
		return nil
	})
	return out, err
}

// opened is an invitation that can be accepted, and who would.
type opened struct {
	org     id.ID
	row     identitydb.FindInvitationRow
	way     Way
	holder  *identitydb.LookAtEmailRow // nil for somebody without an account
	session id.ID                      // of WaySignedIn
}

// openInvitation finds and locks the invitation of a token. The transaction has entered its organization.
func (s *Service) openInvitation(ctx context.Context, tx tenancy.SystemTx, token, session secret.Text) (opened, error) {
	org, hash, ok := readInvitationToken(token)
	if !ok {
		return opened{}, ErrLink
	}
	if err := tx.Enter(ctx, org); err != nil {
		return opened{}, err
	}
	row, err := identitydb.New(tx).FindInvitation(ctx, org, hash[:])
	switch {
	case errors.Is(err, postgres.ErrNotFound):
		return opened{}, ErrLink
	case err != nil:
		return opened{}, fmt.Errorf("find invitation: %w", err)
	case row.AcceptedAt != nil:
		return opened{}, ErrInvitationUsed
	case row.RevokedAt != nil || row.Status == "closed":
		return opened{}, ErrInvitationWithdrawn
	case !row.ExpiresAt.After(tx.Now()):
		return opened{}, ErrInvitationExpired
	case row.Status != "active":
		return opened{}, ErrSuspended
	}
	out := opened{org: org, row: row}
	return out, s.wayIn(ctx, tx, &out, session)
}

// wayIn finds who the invited address belongs to, and how they come in.
func (s *Service) wayIn(ctx context.Context, tx tenancy.SystemTx, i *opened, session secret.Text) error {
	q := identitydb.New(tx)
	holder, err := q.LookAtEmail(ctx, i.row.Email)
	switch {
	case err == nil:
		i.holder = &holder
	case !errors.Is(err, postgres.ErrNotFound):
		return fmt.Errorf("find identity: %w", err)
	}
	live, err := s.live(ctx, tx, session)
	if err != nil && !errors.Is(err, ErrNoSession) {
		return err
	}
	switch {
	case err == nil && (i.holder == nil || live.IdentityID != holder.ID):
		return ErrInvitationOther.Saying("This invitation is for %s, and you are signed in with another e-mail address. "+
			"Sign out, then open the link again.", mask(i.row.Email))
	case err == nil && live.Method == methodSignOn: // the provider of one organization has no say in another
		return authz.ErrSingleSignOn
	case err == nil:
		i.way, i.session = WaySignedIn, live.ID
		return nil
	case i.holder == nil:
		i.way = WayNew
		return nil
	case holder.DisabledAt != nil:
		return ErrInvitationWithdrawn
	case holder.PasswordHash == nil && holder.LastLoginAt == nil:
		i.way = WayNew // made by somebody else, and never used
		return nil
	}
	member, err := q.IsMember(ctx, holder.ID)
	if err != nil {
		return fmt.Errorf("find memberships: %w", err)
	}
	if i.way = WayReturn; member {
		i.way = WaySignIn
	}
	return nil
}

// live finds the session of a token and locks it. Error: ErrNoSession.
func (s *Service) live(ctx context.Context, tx tenancy.SystemTx, session secret.Text) (identitydb.LiveSessionRow, error) {
	hash, ok := sessionHash(session)
	if !ok {
		return identitydb.LiveSessionRow{}, ErrNoSession
	}
	row, err := identitydb.New(tx).LiveSession(ctx, hash[:], tx.Now(), tx.Now().Add(-s.options.SessionIdle))
	if missing(err) {
		return row, ErrNoSession
	}
	if err != nil {
		return row, fmt.Errorf("find session: %w", err)
	}
	return row, nil
}

// Acceptance is what an invited person enters; somebody with an account enters nothing.
type Acceptance struct {
	FirstName, LastName string
	Password            secret.Text
}

// AcceptInvitation makes the invited person a member, once. Somebody new gets an account with a confirmed address and a
// session; who is signed in has their session moved to the organization; both see the token of it this once. Who comes
// back to an account that had no organization left gets the zero text and signs in. Errors: field faults, ErrBusy,
// ErrInvitationSignIn, ErrInvitationMember, ErrInvitationPerson, and those of LookAtInvitation.
func (s *Service) AcceptInvitation(ctx context.Context, visitor tenancy.Principal, token, session secret.Text, in Acceptance) (secret.Text, tenancy.Principal, error) {
	hash, err := s.checkAcceptance(ctx, token, session, &in)
	if err != nil {
		s.noteRefused(ctx, visitor, token, err)
		return secret.Text{}, tenancy.Principal{}, err
	}
	var out secret.Text
	var p tenancy.Principal
	err = tenancy.InSystemTx(ctx, s.db, "accept invitation", func(ctx context.Context, tx tenancy.SystemTx) error {
		i, err := s.openInvitation(ctx, tx, token, session)
		if err != nil {
			return err
		}
		if i.way == WaySignIn || i.way == WayNew && hash == nil {
			return ErrInvitationSignIn // or it became one meanwhile
		}
		out, p, err = s.join(ctx, tx, visitor, i, in, hash)
		return err
	})
	if err != nil {
		return secret.Text{}, tenancy.Principal{}, err
	}
	s.sessions.clear()
	s.log.InfoContext(ctx, "invitation accepted", "organization", p.Organization, "user", p.User)
	return out, p, nil
}

// checkAcceptance checks what somebody new entered, before the work of hashing their password.
func (s *Service) checkAcceptance(ctx context.Context, token, session secret.Text, in *Acceptance) (hash *string, err error) {
	var i opened
	err = tenancy.InSystemTx(ctx, s.db, "check acceptance", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		i, err = s.openInvitation(ctx, tx, token, session)
		return err
	})
	if err != nil || i.way != WayNew {
		return nil, err
	}
	var fields fault.Fields
	checkPerson(&fields, &in.FirstName, &in.LastName)
	checkPassword(&fields, i.row.Email, in.Password)
	if err := fields.Err(); err != nil {
		return nil, err
	}
	return s.newHash(ctx, in.Password)
}

// join makes the membership, ties the person's row to it, and begins or moves the session.
func (s *Service) join(ctx context.Context, tx tenancy.SystemTx, visitor tenancy.Principal, i opened, in Acceptance, hash *string) (out secret.Text, p tenancy.Principal, err error) {
	q, role := identitydb.New(tx), tenancy.Role(i.row.Role)
	n := newcomer{organization: i.org, email: i.row.Email, role: role, scope: i.row.PropertyScope}
	if i.way == WayNew {
		n.first, n.last = in.FirstName, in.LastName
	} else {
		n.first, n.last = i.row.FirstName, i.row.LastName
	}
	made := false
	if n.identity, made, err = claim(ctx, tx, i.row.Email, hash); err != nil {
		return out, p, err
	}
	if i.way == WayNew && !made {
		if i.holder == nil { // somebody made it since
			return out, p, ErrInvitationSignIn
		}
		if err := q.SetPasswordHash(ctx, *hash, tx.Now(), n.identity); err != nil {
			return out, p, fmt.Errorf("set password: %w", err)
		}
	}
	if err := q.VerifyIdentity(ctx, tx.Now(), n.identity); err != nil {
		return out, p, fmt.Errorf("verify identity: %w", err)
	}
	user, err := admit(ctx, tx, n)
	if errors.Is(err, ErrEmailTaken) {
		err = ErrInvitationMember
	}
	if err != nil {
		return out, p, err
	}
	p = visitor
	p.Organization, p.User, p.Role, p.PropertyScope = i.org, user, role, n.scope
	if err := tx.EnterAs(ctx, p); err != nil {
		return out, p, err
	}
	if err := link(ctx, q, i, user); err != nil {
		return out, p, err
	}
	if err := q.MarkInvitationAccepted(ctx, tx.Now(), user, i.org, i.row.ID); err != nil {
		return out, p, fmt.Errorf("accept invitation: %w", err)
	}
	if err := s.note(ctx, tx, p, eventAccepted, &n.identity, ""); err != nil {
		return out, p, err
	}
	switch i.way {
	case WayNew:
		out, err = s.beginSession(ctx, tx, visitor, n.identity, i.org, user)
	case WaySignedIn:
		out, err = follow(ctx, tx, i.session, i.org, user)
	case WaySignIn, WayReturn: // the session begins with their own sign-in
	}
	return out, p, err
}

// link ties the renter's, owner's or vendor's row of an invitation to the user.
func link(ctx context.Context, q *identitydb.Queries, i opened, user id.ID) error {
	if i.row.PersonID == nil {
		return nil
	}
	tie := map[tenancy.Role]func(context.Context, id.ID, id.ID, id.ID) (int64, error){
		tenancy.RoleRenter: q.LinkRenter, tenancy.RoleOwner: q.LinkOwner, tenancy.RoleVendor: q.LinkVendor,
	}[tenancy.Role(i.row.Role)]
	if tie == nil {
		return ErrInvitationPerson
	}
	n, err := tie(ctx, user, i.org, *i.row.PersonID)
	if err != nil {
		return fmt.Errorf("tie person to user: %w", err)
	}
	if n != 1 {
		return ErrInvitationPerson
	}
	return nil
}

// follow moves a session to another organization under a new token; the old one ends.
func follow(ctx context.Context, tx tenancy.SystemTx, session, org, user id.ID) (secret.Text, error) {
	q := identitydb.New(tx)
	token, hash := newSessionToken()
	err := q.MoveSession(ctx, identitydb.MoveSessionParams{
		ID: id.New(), TokenHash: hash, OrganizationID: org, UserID: user, Now: tx.Now(), FromID: session,
	})
	if err != nil {
		return secret.Text{}, fmt.Errorf("move session: %w", err)
	}
	if err := q.EndSession(ctx, tx.Now(), session); err != nil {
		return secret.Text{}, fmt.Errorf("end session: %w", err)
	}
	return token, nil
}

// noteRefused records that somebody held an invitation that was not theirs. It is no part of the answer.
func (s *Service) noteRefused(ctx context.Context, visitor tenancy.Principal, token secret.Text, refusal error) {
	org, _, ok := readInvitationToken(token)
	if !ok || !errors.Is(refusal, ErrInvitationOther) {
		return
	}
	visitor.Organization = org
	err := tenancy.InSystemTx(ctx, s.db, "note refused invitation", func(ctx context.Context, tx tenancy.SystemTx) error {
		return s.note(ctx, tx, visitor, eventRefusedInvite, nil, "")
	})
	if err != nil {
		s.log.WarnContext(ctx, "a refused invitation was not noted", "error", err)
	}
}
