package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// maxName is the longest first or last name, in characters.
const maxName = 100

// CreateUserInput says whom to add to which organization. The caller has made sure that it may be done.
type CreateUserInput struct {
	Organization        id.ID
	Email               string
	FirstName, LastName string // at most 100 characters each; may be empty
	Role                tenancy.Role
	// Password is optional: without one the person cannot sign in until one is set. It may only be given for a person
	// whom no organization has added before.
	Password secret.Text
}

// User is a person in one organization.
type User struct {
	ID           id.ID
	Organization id.ID
	Identity     id.ID
	Email        string // normalized
	Role         tenancy.Role
}

func (in *CreateUserInput) check() error {
	var fields fault.Fields
	email, err := NormalizeEmail(in.Email)
	fields.Check(err == nil, "/email", ErrEmail.Code, ErrEmail.Message)
	in.Email = email
	in.FirstName, in.LastName = strings.TrimSpace(in.FirstName), strings.TrimSpace(in.LastName)
	checkName(&fields, "/first_name", in.FirstName)
	checkName(&fields, "/last_name", in.LastName)
	fields.Check(in.Role.Valid(), "/role", "role_invalid", "Choose one of the roles.")
	if !in.Password.IsZero() {
		checkPassword(&fields, email, in.Password)
	}
	return fields.Err()
}

func checkName(fields *fault.Fields, pointer, name string) {
	fields.Check(utf8.RuneCountInString(name) <= maxName, pointer, "too_long", "At most 100 characters.")
	fields.Check(printable(name), pointer, "text_invalid", "The name holds characters that cannot be stored.")
}

// CreateUser adds a person to an organization: the identity of the e-mail address, made if it is new, the user, and the
// membership that ties them, all or nothing. A person who was removed from the organization comes back as the same
// user, with the role and the name given now. Errors: field faults, ErrUnknownOrganization, ErrEmailTaken, and
// ErrHasPassword, since an organization that could set the password of a person it did not create could sign in as them
// elsewhere.
func (s *Service) CreateUser(ctx context.Context, in CreateUserInput) (User, error) {
	if err := in.check(); err != nil {
		return User{}, err
	}
	hash, err := s.newHash(ctx, in.Password)
	if err != nil {
		return User{}, err
	}
	var user User
	err = tenancy.InSystemTx(ctx, s.db, "create user", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := identitydb.New(tx)
		status, err := q.OrganizationStatus(ctx, in.Organization)
		if errors.Is(err, postgres.ErrNotFound) || err == nil && status == "closed" {
			return ErrUnknownOrganization
		}
		if err != nil {
			return fmt.Errorf("find organization: %w", err)
		}
		identity, created, err := claim(ctx, tx, in.Email, hash)
		if err != nil {
			return err
		}
		user, err = addUser(ctx, tx, in, identity)
		if err == nil && !created && hash != nil {
			return ErrHasPassword
		}
		return err
	})
	if err != nil {
		return User{}, err
	}
	s.log.InfoContext(ctx, "user created", "organization", user.Organization, "user", user.ID)
	return user, nil
}

// newHash hashes a password that was chosen; nil for none.
func (s *Service) newHash(ctx context.Context, password secret.Text) (*string, error) {
	if password.IsZero() {
		return nil, nil
	}
	leave, err := s.hasher.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	hash := s.hasher.hash(password)
	return &hash, nil
}

// claim finds the identity of an e-mail address or makes it, and locks it.
func claim(ctx context.Context, tx tenancy.SystemTx, email string, hash *string) (identity id.ID, created bool, err error) {
	q := identitydb.New(tx)
	var changed *time.Time
	if hash != nil {
		now := tx.Now()
		changed = &now
	}
	n, err := q.ClaimIdentity(ctx, identitydb.ClaimIdentityParams{
		ID: id.New(), Email: email, PasswordHash: hash,
		PasswordChangedAt: changed, Now: tx.Now(),
	})
	if err != nil {
		return id.Nil, false, fmt.Errorf("make identity: %w", err)
	}
	identity, err = q.IdentityByEmail(ctx, email)
	if err != nil {
		return id.Nil, false, fmt.Errorf("find identity: %w", err)
	}
	return identity, n == 1, nil
}

func addUser(ctx context.Context, tx tenancy.SystemTx, in CreateUserInput, identity id.ID) (User, error) {
	q := identitydb.New(tx)
	if err := tx.Enter(ctx, in.Organization); err != nil {
		return User{}, err
	}
	user, err := q.PutUser(ctx, identitydb.PutUserParams{
		TenantID: in.Organization, ID: id.New(), IdentityID: identity,
		Email: in.Email, FirstName: in.FirstName, LastName: in.LastName, Role: string(in.Role), Now: tx.Now(),
	})
	if errors.Is(err, postgres.ErrNotFound) {
		return User{}, ErrEmailTaken
	}
	if err != nil {
		return User{}, fmt.Errorf("add user: %w", err)
	}
	err = q.PutMembership(ctx, identitydb.PutMembershipParams{
		ID: id.New(), IdentityID: identity,
		OrganizationID: in.Organization, UserID: user, Now: tx.Now(),
	})
	if err != nil {
		return User{}, fmt.Errorf("add membership: %w", err)
	}
	return User{ID: user, Organization: in.Organization, Identity: identity, Email: in.Email, Role: in.Role}, nil
}

// SetPassword gives a person a new password, in every organization, and ends all their sessions: here at once, in other
// processes within 2 seconds. API keys stay. It is for an operator, or for the person after proving who they are.
// Errors: field faults, ErrUnknownUser.
func (s *Service) SetPassword(ctx context.Context, email string, password secret.Text) error {
	email, err := NormalizeEmail(email)
	if err != nil {
		return err
	}
	if err := CheckPassword(email, password); err != nil {
		return err
	}
	hash, err := s.newHash(ctx, password)
	if err != nil {
		return err
	}
	err = tenancy.InSystemTx(ctx, s.db, "set password", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := identitydb.New(tx)
		identity, err := q.IdentityByEmail(ctx, email)
		if errors.Is(err, postgres.ErrNotFound) {
			return ErrUnknownUser
		}
		if err != nil {
			return fmt.Errorf("find identity: %w", err)
		}
		if err := q.SetPasswordHash(ctx, *hash, tx.Now(), identity); err != nil {
			return fmt.Errorf("set password: %w", err)
		}
		ended, err := q.RevokeSessions(ctx, tx.Now(), identity)
		if err != nil {
			return fmt.Errorf("revoke sessions: %w", err)
		}
		if err := endTrust(ctx, tx, identity); err != nil {
			return err
		}
		e := event(eventPasswordChanged, tx.Now(), map[string]any{"sessions_ended": ended})
		e.IdentityID = &identity
		if err := q.NoteEvent(ctx, e); err != nil {
			return fmt.Errorf("note new password: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.sessions.clear()
	return nil
}
