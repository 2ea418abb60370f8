package identity

import (
	"context"
	"encoding/base32"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrNoFactor says that recovery codes were asked for where there is nothing to recover.
var ErrNoFactor = fault.New(fault.Conflict, "no_second_factor", "Set up an authenticator app or a passkey first.")

const (
	recoveryCodes = 10
	// recoverySize is the size of a code in bytes. Of 80 random bits a fast hash is enough, and no try needs to be slowed.
	recoverySize = 10
)

// newRecoveryCode is four groups of four, of letters and digits that are not taken for each other.
func newRecoveryCode() secret.Text {
	raw := strings.ToLower(base32.StdEncoding.EncodeToString(random(recoverySize)))
	return secret.New(raw[:4] + "-" + raw[4:8] + "-" + raw[8:12] + "-" + raw[12:])
}

// recoveryHash is what is kept of a code, however it is written down. The person is part of it.
func recoveryHash(identity id.ID, code secret.Text) []byte {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '2' && r <= '7' {
			return r
		}
		return -1
	}, strings.ToLower(code.Reveal()))
	hash := digest("recovery code", identity.String(), plain)
	return hash[:]
}

// firstCodes makes recovery codes for a person who has none.
func firstCodes(ctx context.Context, tx tenancy.SystemTx, f factors, o origin) ([]secret.Text, error) {
	if f.RecoveryCodes > 0 {
		return nil, nil
	}
	return makeCodes(ctx, tx, f.ID, o)
}

func makeCodes(ctx context.Context, tx tenancy.SystemTx, identity id.ID, o origin) ([]secret.Text, error) {
	q := identitydb.New(tx)
	if err := q.DropRecoveryCodes(ctx, identity); err != nil {
		return nil, fmt.Errorf("drop recovery codes: %w", err)
	}
	codes, ids, hashes := make([]secret.Text, recoveryCodes), make([]id.ID, recoveryCodes), make([][]byte, recoveryCodes)
	for i := range codes {
		codes[i], ids[i] = newRecoveryCode(), id.New()
		hashes[i] = recoveryHash(identity, codes[i])
	}
	if err := q.AddRecoveryCodes(ctx, ids, identity, hashes, tx.Now()); err != nil {
		return nil, fmt.Errorf("keep recovery codes: %w", err)
	}
	return codes, note(ctx, tx, o.event(eventCodesMade, tx.Now(), identity, nil))
}

// RenewRecoveryCodes makes ten new recovery codes, shown this once; the old ones are void. Errors: authz's, ErrNoFactor.
func (s *Service) RenewRecoveryCodes(ctx context.Context, p tenancy.Principal) (codes []secret.Text, err error) {
	err = s.own(ctx, p, authz.AccountSecurity, "renew recovery codes", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		if _, err := identitydb.New(tx).LockIdentity(ctx, identity); err != nil {
			return fmt.Errorf("lock identity: %w", err)
		}
		f, err := factorsOf(ctx, tx, identity)
		if err != nil {
			return err
		}
		if !f.second() {
			return ErrNoFactor
		}
		codes, err = makeCodes(ctx, tx, identity, originOf(p))
		return err
	})
	return codes, err
}

// proveRecoveryCode uses a recovery code up.
func (s *Service) proveRecoveryCode(ctx context.Context, tx tenancy.SystemTx, f factors, code secret.Text, o origin) (refusal, err error) {
	n, err := identitydb.New(tx).UseRecoveryCode(ctx, tx.Now(), f.ID, recoveryHash(f.ID, code))
	if err != nil {
		return nil, fmt.Errorf("use recovery code: %w", err)
	}
	if n == 0 {
		return ErrRecoveryCode, note(ctx, tx, o.event(eventFactorFailed, tx.Now(), f.ID, map[string]any{"factor": "recovery_code"}))
	}
	return nil, note(ctx, tx, o.event(eventCodeUsed, tx.Now(), f.ID, map[string]any{"left": f.RecoveryCodes - 1}))
}
