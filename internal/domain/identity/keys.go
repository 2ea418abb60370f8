package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Limits of API keys.
const (
	// MaxOverlap is how long a key may go on beside the one that replaces it.
	MaxOverlap = 7 * 24 * time.Hour
	// maxScopes is more than there are actions.
	maxScopes = 100
)

var (
	// ErrKeyEnded says that a key was revoked, has expired or was replaced, and so cannot be replaced.
	ErrKeyEnded = fault.New(fault.Conflict, "api_key_ended", "This API key has ended or has been replaced already. Make a new one.")
	// ErrKeyTooStrong says that a key would be able to do what whoever makes it may not.
	ErrKeyTooStrong = fault.New(fault.Forbidden, "key_too_strong", "A key cannot be given more than you may do yourself.")
)

// NewKeyInput says what key to make. It acts for whoever makes it, within their properties.
type NewKeyInput struct {
	Name      string // 1 to 100 characters
	Role      tenancy.Role
	Scopes    []string   // actions of authz or areas of them; nil is all that the role may but what is sensitive
	ExpiresAt *time.Time // nil is never
}

func (in *NewKeyInput) check(now time.Time) error {
	var fields fault.Fields
	in.Name = strings.TrimSpace(in.Name)
	fields.Text("/name", in.Name, true, 100)
	fields.Check(printable(in.Name), "/name", "text_invalid", "This holds characters that cannot be stored.")
	fields.Check(staff(in.Role), "/role", "role_invalid", "Choose a role of staff.")
	fields.Check(in.ExpiresAt == nil || in.ExpiresAt.After(now), "/expires_at", "in_the_past", "The key would have expired already.")
	fields.Check(len(in.Scopes) <= maxScopes, "/scopes", "too_many", "These are more scopes than there are.")
	slices.Sort(in.Scopes)
	in.Scopes = slices.Compact(in.Scopes)
	if staff(in.Role) && slices.ContainsFunc(in.Scopes, func(scope string) bool { return !authz.ValidScope(in.Role, scope) }) {
		fields.Add("/scopes", "scope_unknown", "One of the scopes does not exist, or is not for a key of this role.")
	}
	return fields.Err()
}

// NewKey makes a key that acts for p. The token is shown this once; only its SHA-256 is kept. Errors: field faults,
// ErrKeyTooStrong, and authz's.
func (s *Service) NewKey(ctx context.Context, p tenancy.Principal, in NewKeyInput) (secret.Text, APIKey, error) {
	if _, err := authz.Require(p, authz.KeyWrite); err != nil {
		return secret.Text{}, APIKey{}, err
	}
	if err := in.check(s.clock.Now()); err != nil {
		return secret.Text{}, APIKey{}, err
	}
	if !authz.MayGrant(p, in.Role, in.Scopes) {
		return secret.Text{}, APIKey{}, ErrKeyTooStrong
	}
	var token secret.Text
	var key APIKey
	err := tenancy.InSystemTx(ctx, s.db, "create API key", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		token, key, err = s.issueKey(ctx, tx, p, APIKey{Name: in.Name, Role: in.Role, Scopes: in.Scopes, ExpiresAt: in.ExpiresAt})
		if err != nil {
			return err
		}
		return noteKeyOf(ctx, tx, p, eventKeyCreated, key.ID)
	})
	if err != nil {
		return secret.Text{}, APIKey{}, err
	}
	return token, key, nil
}

// issueKey makes a key for p, who must be in the organization still and hold its role.
func (s *Service) issueKey(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal, key APIKey) (secret.Text, APIKey, error) {
	now, refusal, err := s.enter(ctx, tx, p.Organization, p.User, authz.ErrForbidden)
	switch {
	case err != nil:
		return secret.Text{}, APIKey{}, err
	case refusal != nil:
		return secret.Text{}, APIKey{}, refusal
	case !mayHold(now.Role, key.Role):
		return secret.Text{}, APIKey{}, ErrKeyTooStrong
	}
	if err := tx.EnterAs(ctx, p); err != nil {
		return secret.Text{}, APIKey{}, err
	}
	key.Organization, key.User, key.CreatedBy, key.Sandbox = p.Organization, p.User, p.User, now.Sandbox
	return addKey(ctx, tx, key)
}

// Key returns one key of p's organization. Error: ErrUnknownKey.
func (s *Service) Key(ctx context.Context, p tenancy.Principal, key id.ID) (APIKey, error) {
	if _, err := authz.Require(p, authz.KeyRead); err != nil {
		return APIKey{}, err
	}
	var out APIKey
	err := tenancy.InSystemTx(ctx, s.db, "read API key", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		if err := tx.EnterAs(ctx, p); err != nil {
			return err
		}
		_, out, err = readKey(ctx, tx, p, key)
		return err
	})
	return out, err
}

func readKey(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal, key id.ID) (tokenHash, APIKey, error) {
	q := identitydb.New(tx)
	row, err := q.GetAPIKey(ctx, p.Organization, key)
	if errors.Is(err, postgres.ErrNotFound) {
		return tokenHash{}, APIKey{}, ErrUnknownKey
	}
	if err != nil {
		return tokenHash{}, APIKey{}, fmt.Errorf("read API key: %w", err)
	}
	sandbox, err := q.IsSandbox(ctx, p.Organization)
	if err != nil {
		return tokenHash{}, APIKey{}, fmt.Errorf("read organization: %w", err)
	}
	return tokenHash(row.TokenHash), APIKey{
		ID: row.ID, Organization: p.Organization, User: row.UserID, Name: row.Name, Prefix: row.Prefix, Sandbox: sandbox,
		Role: tenancy.Role(row.Role), Scopes: row.Scopes, CreatedBy: orNil(row.CreatedBy), Replaces: orNil(row.ReplacesID),
		Replaced: row.Replaced, CreatedAt: row.CreatedAt, ExpiresAt: row.ExpiresAt, LastUsedAt: row.LastUsedAt,
		LastUsedFrom: row.LastUsedIp, RevokedAt: row.RevokedAt,
	}, nil
}

func orNil(v *id.ID) id.ID {
	if v == nil {
		return id.Nil
	}
	return *v
}

// KeySorts are the orders that a list of keys offers; the first is the default.
var KeySorts = []string{"created_at", "name", "last_used_at"}

// Keys lists a page of the keys of p's organization; live leaves out those that have ended. Errors: Invalid for the
// parameters, page.ErrCursor.
func (s *Service) Keys(ctx context.Context, p tenancy.Principal, live bool, r page.Request) ([]APIKey, page.Page, error) {
	if _, err := authz.Require(p, authz.KeyRead); err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, KeySorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	var rows []identitydb.PageAPIKeysRow
	var sandbox bool
	err = tenancy.InSystemTx(ctx, s.db, "list API keys", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		if err := tx.EnterAs(ctx, p); err != nil {
			return err
		}
		db := identitydb.New(tx)
		if sandbox, err = db.IsSandbox(ctx, p.Organization); err != nil {
			return err
		}
		rows, err = db.PageAPIKeys(ctx, identitydb.PageAPIKeysParams{
			Sort: q.Sort, OrganizationID: p.Organization, Live: live, Now: tx.Now(), HasCursor: q.HasCursor,
			Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
		})
		return err
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list API keys: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r identitydb.PageAPIKeysRow) (string, id.ID) { return r.SortKey, r.ID })
	out := make([]APIKey, 0, len(rows))
	for _, r := range rows {
		out = append(out, APIKey{
			ID: r.ID, Organization: p.Organization, User: r.UserID, Name: r.Name, Prefix: r.Prefix, Sandbox: sandbox,
			Role: tenancy.Role(r.Role), Scopes: r.Scopes, CreatedBy: orNil(r.CreatedBy), Replaces: orNil(r.ReplacesID),
			Replaced: r.Replaced, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt, LastUsedAt: r.LastUsedAt,
			LastUsedFrom: r.LastUsedIp, RevokedAt: r.RevokedAt,
		})
	}
	return out, around, nil
}

// RevokeKey ends a key of p's organization: at once in this process, within 2 seconds in others. Revoking it again
// changes nothing. Errors: ErrUnknownKey and authz's.
func (s *Service) RevokeKey(ctx context.Context, p tenancy.Principal, key id.ID) error {
	if _, err := authz.Require(p, authz.KeyWrite); err != nil {
		return err
	}
	var hash tokenHash
	err := tenancy.InSystemTx(ctx, s.db, "revoke API key", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		if err := tx.EnterAs(ctx, p); err != nil {
			return err
		}
		hash, err = endKey(ctx, tx, p, key)
		return err
	})
	if err != nil {
		return err
	}
	s.keys.forget(hash)
	return nil
}

// endKey revokes a key and notes that it was, unless it had been.
func endKey(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal, key id.ID) (tokenHash, error) {
	row, err := identitydb.New(tx).RevokeAPIKey(ctx, tx.Now(), p.Organization, key)
	if errors.Is(err, postgres.ErrNotFound) {
		return tokenHash{}, ErrUnknownKey
	}
	if err != nil {
		return tokenHash{}, fmt.Errorf("revoke API key: %w", err)
	}
	if !row.EndedNow {
		return tokenHash(row.TokenHash), nil
	}
	return tokenHash(row.TokenHash), noteKeyOf(ctx, tx, p, eventKeyRevoked, key)
}

// RotateKey replaces a key by a new one of the same name, role, scopes and length of life, with a new token. The old one
// goes on for the overlap, 0 to MaxOverlap, so that programs can be changed over one by one. The new key acts for p, since
// nobody may be given a token that acts for somebody else. Errors: field faults, ErrUnknownKey, ErrKeyEnded,
// ErrKeyTooStrong, and authz's.
func (s *Service) RotateKey(ctx context.Context, p tenancy.Principal, key id.ID, overlap time.Duration) (secret.Text, APIKey, error) {
	if _, err := authz.Require(p, authz.KeyWrite); err != nil {
		return secret.Text{}, APIKey{}, err
	}
	var fields fault.Fields
	fields.Check(overlap >= 0 && overlap <= MaxOverlap, "/overlap_hours", "out_of_range", "The old key may go on for 0 to 168 hours, which is 7 days.")
	if err := fields.Err(); err != nil {
		return secret.Text{}, APIKey{}, err
	}
	var token secret.Text
	var fresh APIKey
	var hash tokenHash
	err := tenancy.InSystemTx(ctx, s.db, "rotate API key", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		if err := tx.EnterAs(ctx, p); err != nil {
			return err
		}
		token, fresh, hash, err = s.rotate(ctx, tx, p, key, overlap)
		return err
	})
	if err != nil {
		return secret.Text{}, APIKey{}, err
	}
	s.keys.forget(hash)
	return token, fresh, nil
}

func (s *Service) rotate(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal, key id.ID, overlap time.Duration) (secret.Text, APIKey, tokenHash, error) {
	var none secret.Text
	q := identitydb.New(tx)
	if _, err := q.LockAPIKey(ctx, p.Organization, key); err != nil && !errors.Is(err, postgres.ErrNotFound) {
		return none, APIKey{}, tokenHash{}, fmt.Errorf("lock API key: %w", err)
	}
	hash, old, err := readKey(ctx, tx, p, key)
	switch {
	case err != nil:
		return none, APIKey{}, tokenHash{}, err
	case !old.Live(tx.Now()) || old.Replaced:
		return none, APIKey{}, tokenHash{}, ErrKeyEnded
	case !authz.MayGrant(p, old.Role, old.Scopes):
		return none, APIKey{}, tokenHash{}, ErrKeyTooStrong
	}
	fresh := APIKey{Name: old.Name, Role: old.Role, Scopes: old.Scopes, Replaces: old.ID}
	if old.ExpiresAt != nil {
		until := tx.Now().Add(old.ExpiresAt.Sub(old.CreatedAt))
		fresh.ExpiresAt = &until
	}
	token, fresh, err := s.issueKey(ctx, tx, p, fresh)
	if err != nil {
		return none, APIKey{}, tokenHash{}, err
	}
	if overlap == 0 {
		_, err = endKey(ctx, tx, p, old.ID)
	} else if until := tx.Now().Add(overlap); old.ExpiresAt == nil || until.Before(*old.ExpiresAt) {
		err = q.EndAPIKey(ctx, until, p.Organization, old.ID)
	}
	if err != nil {
		return none, APIKey{}, tokenHash{}, fmt.Errorf("end the old API key: %w", err)
	}
	return token, fresh, hash, noteKeyOf(ctx, tx, p, eventKeyRotated, old.ID)
}

// noteKeyOf is noteKey for what a person or a program of the organization did.
func noteKeyOf(ctx context.Context, tx tenancy.SystemTx, p tenancy.Principal, kind string, key id.ID) error {
	e := event(kind, tx.Now(), map[string]any{"api_key_id": key.String(), "user_id": p.User.String()})
	e.OrganizationID, e.IpAddress, e.UserAgent = &p.Organization, storableIP(p.IP), storable(p.UserAgent)
	if err := identitydb.New(tx).NoteEvent(ctx, e); err != nil {
		return fmt.Errorf("note %s: %w", kind, err)
	}
	return nil
}
