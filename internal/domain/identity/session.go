package identity

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// tokenSize is the size of a random token in bytes: 256 bits.
const tokenSize = 32

// touchEvery is how exact the times of last use are. A write for each request would cost more than the request.
const touchEvery = time.Minute

var sessionEncoding = base64.RawURLEncoding.Strict()

func newSessionToken() (secret.Text, []byte) {
	token := sessionEncoding.EncodeToString(random(tokenSize))
	hash := sha256.Sum256([]byte(token))
	return secret.New(token), hash[:]
}

// sessionHash reports the hash of a token, and false for what cannot be one and needs no look-up.
func sessionHash(token secret.Text) (tokenHash, bool) {
	raw := token.Reveal()
	if len(raw) != sessionEncoding.EncodedLen(tokenSize) {
		return tokenHash{}, false
	}
	if _, err := sessionEncoding.DecodeString(raw); err != nil {
		return tokenHash{}, false
	}
	return sha256.Sum256([]byte(raw)), true
}

// Authenticate returns the principal of a session's token. The edge adds the request's id, address and user agent. While
// the session is in use it costs no query for 2 seconds at a time; a session that another process revoked is therefore
// accepted for at most that long. Errors: ErrNoSession, ErrSuspended.
func (s *Service) Authenticate(ctx context.Context, token secret.Text) (tenancy.Principal, error) {
	hash, ok := sessionHash(token)
	if !ok {
		return tenancy.Principal{}, ErrNoSession
	}
	return s.sessions.get(ctx, hash, func(ctx context.Context) (v verdict, err error) {
		err = tenancy.InSystemTx(ctx, s.db, "authenticate session", func(ctx context.Context, tx tenancy.SystemTx) error {
			v, err = s.judgeSession(ctx, tx, hash)
			return err
		})
		return v, err
	})
}

func (s *Service) judgeSession(ctx context.Context, tx tenancy.SystemTx, hash tokenHash) (verdict, error) {
	q, now := identitydb.New(tx), tx.Now()
	row, err := q.FindSession(ctx, hash[:])
	if errors.Is(err, postgres.ErrNotFound) {
		return verdict{refusal: ErrNoSession}, nil // not kept: made-up tokens would fill the cache
	}
	if err != nil {
		return verdict{}, fmt.Errorf("find session: %w", err)
	}
	end := row.ExpiresAt
	if idle := row.LastSeenAt.Add(s.options.SessionIdle); idle.Before(end) {
		end = idle
	}
	if row.RevokedAt != nil || !end.After(now) {
		return verdict{refusal: ErrNoSession, until: now.Add(refusalTTL)}, nil
	}
	if row.DisabledAt != nil {
		return verdict{refusal: ErrNoSession}, nil
	}
	p, m, refusal, err := s.enterMember(ctx, tx, row.OrganizationID, row.UserID, ErrNoSession)
	if err == nil && refusal == nil {
		refusal = sessionRefusal(p, m, row.Method)
	}
	if err != nil || refusal != nil {
		return verdict{refusal: refusal}, err
	}
	p.Session, p.SingleSignOn = row.ID, row.Method == methodSignOn
	if row.ProvedAt != nil {
		fresh := row.ProvedAt.Add(freshFor)
		if p.Fresh = fresh.After(now); p.Fresh {
			end = earlier(end, fresh)
		}
	}
	if stale := now.Add(-touchEvery); !row.LastSeenAt.After(stale) {
		if err := q.TouchSession(ctx, now, row.ID, stale); err != nil {
			return verdict{}, fmt.Errorf("touch session: %w", err)
		}
	}
	return verdict{principal: p, until: earlier(now.Add(cacheTTL), end)}, nil
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// SignOut ends a session: at once in this process, within 2 seconds in others. A token that is no live session's is
// no error, since its owner is signed out either way.
func (s *Service) SignOut(ctx context.Context, token secret.Text) error {
	hash, ok := sessionHash(token)
	if !ok {
		return nil
	}
	err := tenancy.InSystemTx(ctx, s.db, "sign out", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := identitydb.New(tx)
		row, err := q.RevokeSession(ctx, tx.Now(), hash[:])
		if errors.Is(err, postgres.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("revoke session: %w", err)
		}
		e := event(eventSignOut, tx.Now(), nil)
		e.IdentityID, e.OrganizationID = &row.IdentityID, &row.OrganizationID
		if err := q.NoteEvent(ctx, e); err != nil {
			return fmt.Errorf("note sign-out: %w", err)
		}
		return nil
	})
	s.sessions.forget(hash)
	return err
}
