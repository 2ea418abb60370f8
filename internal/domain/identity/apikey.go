package identity

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// APIKeyMark and SandboxKeyMark begin every API key, so that people and secret scanners recognize one, and see whether it
// opens real data or a sandbox.
const (
	APIKeyMark     = "pos_live_"
	SandboxKeyMark = "pos_test_"
)

// keyPrefixSize is the size in bytes of the part of a key that lists show.
const keyPrefixSize = 5

var keyEncoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// APIKey is a key as lists show it, without its secret.
type APIKey struct {
	ID           id.ID
	Organization id.ID
	User         id.ID // whom it acts for
	Name         string
	Prefix       string // the part after the mark, by which its owner recognizes it
	Sandbox      bool   // it begins with SandboxKeyMark
	Role         tenancy.Role
	Scopes       []string // actions of authz or areas of them; nil is all that the role may but what is sensitive
	CreatedBy    id.ID    // who made it; id.Nil for an operator
	Replaces     id.ID    // the key that it took over from; id.Nil for none
	Replaced     bool     // another key has taken over from it
	CreatedAt    time.Time
	ExpiresAt    *time.Time // nil is never
	LastUsedAt   *time.Time // to the minute; nil is not yet
	LastUsedFrom string     // the address of that use; "" where unknown
	RevokedAt    *time.Time
}

// Mark is how the key's token begins.
func (k APIKey) Mark() string {
	if k.Sandbox {
		return SandboxKeyMark
	}
	return APIKeyMark
}

// Live reports whether the key opens anything at a moment.
func (k APIKey) Live(now time.Time) bool {
	return k.RevokedAt == nil && (k.ExpiresAt == nil || k.ExpiresAt.After(now))
}

// CreateAPIKeyInput says what key to make. The caller has made sure that it may be made.
type CreateAPIKeyInput struct {
	Organization id.ID
	User         id.ID
	Name         string       // 1 to 100 characters
	Role         tenancy.Role // the user's own role, or any role of staff if the user is an administrator
	ExpiresAt    *time.Time   // nil is never
}

func (in *CreateAPIKeyInput) check(now time.Time) error {
	var fields fault.Fields
	in.Name = strings.TrimSpace(in.Name)
	n := utf8.RuneCountInString(in.Name)
	fields.Check(n >= 1 && n <= 100 && printable(in.Name), "/name", "name_invalid", "Give the key a name of 1 to 100 characters.")
	fields.Check(staff(in.Role), "/role", "role_invalid", "Choose a role of staff.")
	fields.Check(in.ExpiresAt == nil || in.ExpiresAt.After(now), "/expires_at", "in_the_past", "The key would have expired already.")
	return fields.Err()
}

// printable reports whether text can be stored and shown in one line.
func printable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// mayHold reports whether a key of a role may act for a user: a key never does more than its user may, also after the
// user was given a lesser role.
func mayHold(user, key tenancy.Role) bool { return key == user || user == tenancy.RoleAdmin }

// CreateAPIKey makes a key that acts for a user, within the user's properties. The token is shown this once; only its
// SHA-256 is kept. Errors: field faults, ErrUnknownUser, ErrSuspended.
func (s *Service) CreateAPIKey(ctx context.Context, in CreateAPIKeyInput) (secret.Text, APIKey, error) {
	if err := in.check(s.clock.Now()); err != nil {
		return secret.Text{}, APIKey{}, err
	}
	var token secret.Text
	var key APIKey
	err := tenancy.InSystemTx(ctx, s.db, "create API key", func(ctx context.Context, tx tenancy.SystemTx) error {
		p, refusal, err := s.enter(ctx, tx, in.Organization, in.User, ErrUnknownUser)
		switch {
		case err != nil:
			return err
		case refusal != nil:
			return refusal
		case !mayHold(p.Role, in.Role):
			var fields fault.Fields
			fields.Add("/role", "role_too_strong", "A key may not do more than its user: choose the user's own role.")
			return fields.Err()
		}
		token, key, err = addKey(ctx, tx, APIKey{
			Organization: in.Organization, User: in.User, Name: in.Name, Sandbox: p.Sandbox, Role: in.Role, ExpiresAt: in.ExpiresAt,
		})
		if err != nil {
			return err
		}
		return noteKey(ctx, tx, eventKeyCreated, in.Organization, key.ID)
	})
	if err != nil {
		return secret.Text{}, APIKey{}, err
	}
	s.log.InfoContext(ctx, "API key created", "organization", key.Organization, "api_key", key.ID)
	return token, key, nil
}

func noteKey(ctx context.Context, tx tenancy.SystemTx, kind string, org, key id.ID) error {
	e := event(kind, tx.Now(), map[string]any{"api_key_id": key.String()})
	e.OrganizationID = &org
	if err := identitydb.New(tx).NoteEvent(ctx, e); err != nil {
		return fmt.Errorf("note %s: %w", kind, err)
	}
	return nil
}

// addKey gives a key its id and its token, and keeps it with the token's hash.
func addKey(ctx context.Context, tx tenancy.SystemTx, key APIKey) (secret.Text, APIKey, error) {
	text := func(n int) string { return strings.ToLower(keyEncoding.EncodeToString(random(n))) }
	key.ID, key.Prefix, key.CreatedAt = id.New(), text(keyPrefixSize), tx.Now()
	token := secret.New(key.Mark() + key.Prefix + "_" + text(tokenSize))
	hash := sha256.Sum256([]byte(token.Reveal()))
	err := identitydb.New(tx).PutAPIKey(ctx, identitydb.PutAPIKeyParams{
		ID: key.ID, OrganizationID: key.Organization, UserID: key.User, Name: key.Name, Prefix: key.Prefix, TokenHash: hash[:],
		Role: string(key.Role), Scopes: key.Scopes, CreatedBy: orNull(key.CreatedBy), ReplacesID: orNull(key.Replaces),
		Now: key.CreatedAt, ExpiresAt: key.ExpiresAt,
	})
	if err != nil {
		return secret.Text{}, APIKey{}, fmt.Errorf("add API key: %w", err)
	}
	return token, key, nil
}

func orNull(v id.ID) *id.ID {
	if v == id.Nil {
		return nil
	}
	return &v
}

// keyHash reports the hash of a key's token, and false for what cannot be one and needs no look-up.
func keyHash(token secret.Text) (tokenHash, bool) {
	raw := token.Reveal()
	rest, ok := strings.CutPrefix(raw, APIKeyMark)
	if !ok {
		rest, ok = strings.CutPrefix(raw, SandboxKeyMark)
	}
	prefix, random, cut := strings.Cut(rest, "_")
	if !ok || !cut || len(prefix) != keyEncoding.EncodedLen(keyPrefixSize) || len(random) != keyEncoding.EncodedLen(tokenSize) {
		return tokenHash{}, false
	}
	for _, c := range prefix + random {
		if (c < 'a' || c > 'z') && (c < '2' || c > '7') {
			return tokenHash{}, false
		}
	}
	return sha256.Sum256([]byte(raw)), true
}

// AuthenticateKey returns the principal of an API key's token, as Authenticate does of a session's, and just as cheaply.
// The address is kept as that of its last use; the zero one where it is not known. Errors: ErrNoKey, ErrSuspended.
func (s *Service) AuthenticateKey(ctx context.Context, token secret.Text, from netip.Addr) (tenancy.Principal, error) {
	hash, ok := keyHash(token)
	if !ok {
		return tenancy.Principal{}, ErrNoKey
	}
	return s.keys.get(ctx, hash, func(ctx context.Context) (v verdict, err error) {
		err = tenancy.InSystemTx(ctx, s.db, "authenticate API key", func(ctx context.Context, tx tenancy.SystemTx) error {
			v, err = s.judgeKey(ctx, tx, hash, from)
			return err
		})
		return v, err
	})
}

func (s *Service) judgeKey(ctx context.Context, tx tenancy.SystemTx, hash tokenHash, from netip.Addr) (verdict, error) {
	q, now := identitydb.New(tx), tx.Now()
	row, err := q.FindAPIKey(ctx, hash[:])
	if errors.Is(err, postgres.ErrNotFound) {
		return verdict{refusal: ErrNoKey}, nil
	}
	if err != nil {
		return verdict{}, fmt.Errorf("find API key: %w", err)
	}
	if row.RevokedAt != nil || row.ExpiresAt != nil && !row.ExpiresAt.After(now) {
		// Kept for a minute, so a program that goes on with it adds one event a minute rather than one a request.
		return verdict{refusal: ErrNoKey, until: now.Add(refusalTTL)},
			noteKey(ctx, tx, eventKeyRefused, row.OrganizationID, row.ID)
	}
	p, refusal, err := s.enter(ctx, tx, row.OrganizationID, row.UserID, ErrNoKey)
	if err == nil && refusal == nil && !mayHold(p.Role, tenancy.Role(row.Role)) {
		refusal = ErrNoKey
	}
	if err != nil || refusal != nil {
		return verdict{refusal: refusal}, err
	}
	p.Role, p.APIKey, p.KeyScopes = tenancy.Role(row.Role), row.ID, row.Scopes
	if stale := now.Add(-touchEvery); row.LastUsedAt == nil || !row.LastUsedAt.After(stale) {
		if err := q.TouchAPIKey(ctx, now, storableIP(from), row.ID, stale); err != nil {
			return verdict{}, fmt.Errorf("touch API key: %w", err)
		}
	}
	until := now.Add(cacheTTL)
	if row.ExpiresAt != nil {
		until = earlier(until, *row.ExpiresAt)
	}
	return verdict{principal: p, until: until}, nil
}

// RevokeAPIKey ends a key: at once in this process, within 2 seconds in others. Revoking it again changes nothing.
// Errors: ErrUnknownKey.
func (s *Service) RevokeAPIKey(ctx context.Context, organization, key id.ID) error {
	var hash tokenHash
	err := tenancy.InSystemTx(ctx, s.db, "revoke API key", func(ctx context.Context, tx tenancy.SystemTx) error {
		row, err := identitydb.New(tx).RevokeAPIKey(ctx, tx.Now(), organization, key)
		if errors.Is(err, postgres.ErrNotFound) {
			return ErrUnknownKey
		}
		if err != nil {
			return fmt.Errorf("revoke API key: %w", err)
		}
		hash = tokenHash(row.TokenHash)
		if !row.EndedNow {
			return nil
		}
		return noteKey(ctx, tx, eventKeyRevoked, organization, key)
	})
	if err != nil {
		return err
	}
	s.keys.forget(hash)
	return nil
}

// ListAPIKeys returns the newest 1,000 keys of an organization, the newest first, revoked and expired ones included.
func (s *Service) ListAPIKeys(ctx context.Context, organization id.ID) ([]APIKey, error) {
	var keys []APIKey
	err := tenancy.InSystemTx(ctx, s.db, "list API keys", func(ctx context.Context, tx tenancy.SystemTx) error {
		rows, err := identitydb.New(tx).ListAPIKeys(ctx, organization)
		if err != nil {
			return fmt.Errorf("list API keys: %w", err)
		}
		keys = make([]APIKey, 0, len(rows))
		for _, r := range rows {
			keys = append(keys, APIKey{
				ID: r.ID, Organization: organization, User: r.UserID, Name: r.Name, Prefix: r.Prefix,
				Role: tenancy.Role(r.Role), CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt, LastUsedAt: r.LastUsedAt,
				RevokedAt: r.RevokedAt,
			})
		}
		return nil
	})
	return keys, err
}
