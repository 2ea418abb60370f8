package identity

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrTOTPOn says that the person has an authenticator app already.
	ErrTOTPOn = fault.New(fault.Conflict, "totp_enabled", "You already use an authenticator app. Remove it first to set up another.")
	// ErrTOTPOff says that there is no authenticator app, or no enrolment under way.
	ErrTOTPOff = fault.New(fault.Conflict, "totp_disabled", "No authenticator app is set up, or the setup was begun anew elsewhere.")
)

// The parameters of codes are those that every authenticator app knows. Source: RFC 6238 and the Key URI format.
const (
	totpIssuer = "PropertyOS"
	totpPeriod = 30 // seconds
	totpSkew   = 1  // steps that a clock may be off either way: RFC 6238 section 5.2
	totpSecret = 20 // bytes: the size of an HMAC-SHA-1 key, RFC 4226 section 4
)

// TOTPEnrolment is an authenticator app that is being set up.
type TOTPEnrolment struct {
	Secret secret.Text // to type in, base32
	QR     [][]bool    // to scan: rows of modules, true where dark, without the light border
}

// BeginTOTP makes a secret for an authenticator app, in place of one that was not confirmed. Errors: authz's, ErrTOTPOn,
// ErrNoKeys.
func (s *Service) BeginTOTP(ctx context.Context, p tenancy.Principal) (TOTPEnrolment, error) {
	if s.vault == nil {
		return TOTPEnrolment{}, ErrNoKeys
	}
	if err := s.vault.Warm(ctx, id.Nil); err != nil {
		return TOTPEnrolment{}, err
	}
	var key *otp.Key
	err := s.own(ctx, p, authz.AccountSecurity, "begin authenticator app", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		f, err := factorsOf(ctx, tx, identity)
		if err != nil {
			return err
		}
		key, err = totp.Generate(totp.GenerateOpts{
			Issuer: totpIssuer, AccountName: f.Email, Period: totpPeriod, Secret: random(totpSecret),
		})
		if err != nil {
			return fmt.Errorf("make secret: %w", err)
		}
		sealed, err := s.vault.SealText(ctx, id.Nil, crypt.IdentityTOTPSecret, identity, secret.New(key.Secret()))
		if err != nil {
			return err
		}
		n, err := identitydb.New(tx).PutTOTPSecret(ctx, sealed.Ciphertext, sealed.KeyID, tx.Now(), identity)
		if err != nil {
			return fmt.Errorf("keep secret: %w", err)
		}
		if n == 0 {
			return ErrTOTPOn
		}
		return nil
	})
	if err != nil {
		return TOTPEnrolment{}, err
	}
	return drawn(key)
}

// PendingTOTP returns the enrolment that is under way, to be shown again. Errors: authz's, ErrTOTPOff, ErrNoKeys.
func (s *Service) PendingTOTP(ctx context.Context, p tenancy.Principal) (TOTPEnrolment, error) {
	if s.vault == nil {
		return TOTPEnrolment{}, ErrNoKeys
	}
	var key *otp.Key
	err := s.own(ctx, p, authz.AccountSecurity, "show authenticator app", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		f, err := factorsOf(ctx, tx, identity)
		if err != nil {
			return err
		}
		if f.totp() || f.TotpSecretEncrypted == nil {
			return ErrTOTPOff
		}
		text, err := s.openTOTP(ctx, f)
		if err != nil {
			return err
		}
		raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text.Reveal())
		if err != nil {
			return fmt.Errorf("identity: a stored secret cannot be read: %w", crypt.ErrDecrypt)
		}
		key, err = totp.Generate(totp.GenerateOpts{Issuer: totpIssuer, AccountName: f.Email, Period: totpPeriod, Secret: raw})
		return err
	})
	if err != nil {
		return TOTPEnrolment{}, err
	}
	return drawn(key)
}

func drawn(key *otp.Key) (TOTPEnrolment, error) {
	code, err := qr.Encode(key.URL(), qr.M, qr.Auto)
	if err != nil {
		return TOTPEnrolment{}, fmt.Errorf("draw QR code: %w", err)
	}
	rows := make([][]bool, code.Bounds().Dy())
	for y := range rows {
		rows[y] = make([]bool, code.Bounds().Dx())
		for x := range rows[y] {
			r, _, _, _ := code.At(x, y).RGBA()
			rows[y][x] = r == 0
		}
	}
	return TOTPEnrolment{Secret: secret.New(key.Secret()), QR: rows}, nil
}

func (s *Service) openTOTP(ctx context.Context, f factors) (secret.Text, error) {
	if s.vault == nil {
		return secret.Text{}, ErrNoKeys
	}
	return s.vault.OpenText(ctx, id.Nil, crypt.IdentityTOTPSecret, f.ID,
		crypt.Sealed{KeyID: *f.TotpSecretKeyID, Ciphertext: f.TotpSecretEncrypted})
}

// ConfirmTOTP ends the enrolment with a first code. It returns recovery codes where the person had none, shown this once.
// Errors: authz's, ErrTOTPOff, ErrCode, ErrFactorsThrottled, ErrNoKeys.
func (s *Service) ConfirmTOTP(ctx context.Context, p tenancy.Principal, code secret.Text) (codes []secret.Text, err error) {
	if err := s.warm(ctx, Proof{Code: secret.New("x")}); err != nil {
		return nil, err
	}
	var refusal error
	err = s.own(ctx, p, authz.AccountSecurity, "confirm authenticator app", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		codes, refusal = nil, nil
		q := identitydb.New(tx)
		if _, err := q.LockIdentity(ctx, identity); err != nil {
			return fmt.Errorf("lock identity: %w", err)
		}
		f, err := factorsOf(ctx, tx, identity)
		if err != nil {
			return err
		}
		if f.totp() || f.TotpSecretEncrypted == nil {
			return ErrTOTPOff
		}
		text, err := s.openTOTP(ctx, f)
		if err != nil {
			return err
		}
		step, ok, err := matchCode(text, code, tx.Now())
		if err != nil {
			return err
		}
		if !ok { // whoever got here sees the secret: there is nothing to guess and so nothing to throttle
			refusal = ErrCode
			return nil
		}
		if n, err := q.ConfirmTOTP(ctx, tx.Now(), step, identity, f.TotpSecretEncrypted); err != nil || n == 0 {
			return errOr(err, ErrTOTPOff)
		}
		if err := note(ctx, tx, originOf(p).event(eventTOTPEnabled, tx.Now(), identity, nil)); err != nil {
			return err
		}
		if codes, err = firstCodes(ctx, tx, f, originOf(p)); err != nil {
			return err
		}
		return changed(ctx, tx, p, identity)
	})
	if err == nil {
		err = refusal
	}
	return codes, err
}

// errOr is err, or otherwise where err is nil: for an update that failed or found nothing.
func errOr(err, otherwise error) error {
	if err != nil {
		return fmt.Errorf("change identity: %w", err)
	}
	return otherwise
}

// RemoveTOTP takes the authenticator app away. Errors: authz's, ErrTOTPOff.
func (s *Service) RemoveTOTP(ctx context.Context, p tenancy.Principal) error {
	return s.own(ctx, p, authz.AccountSecurity, "remove authenticator app", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		q := identitydb.New(tx)
		if _, err := q.LockIdentity(ctx, identity); err != nil {
			return fmt.Errorf("lock identity: %w", err)
		}
		if n, err := q.RemoveTOTP(ctx, tx.Now(), identity); err != nil || n == 0 {
			return errOr(err, ErrTOTPOff)
		}
		if err := note(ctx, tx, originOf(p).event(eventTOTPDisabled, tx.Now(), identity, nil)); err != nil {
			return err
		}
		return changed(ctx, tx, p, identity)
	})
}

// proveCode checks a code of the authenticator app and takes it, once. Wrong ones are throttled.
func (s *Service) proveCode(ctx context.Context, tx tenancy.SystemTx, f factors, code secret.Text, o origin) (refusal, err error) {
	if !f.totp() {
		return ErrCode, nil
	}
	wait, err := factorWait(ctx, tx, f.ID, o)
	if err != nil {
		return nil, err
	}
	if wait > 0 {
		throttled := *ErrFactorsThrottled
		throttled.RetryAfter = wait
		return &throttled, nil
	}
	text, err := s.openTOTP(ctx, f)
	if err != nil {
		return nil, err
	}
	step, ok, err := matchCode(text, code, tx.Now())
	if err != nil {
		return nil, err
	}
	if ok {
		n, err := identitydb.New(tx).TakeTOTPStep(ctx, step, f.ID, f.TotpSecretEncrypted)
		if err != nil {
			return nil, fmt.Errorf("take code: %w", err)
		}
		if n == 1 {
			return nil, nil
		}
	}
	return ErrCode, s.factorFailed(ctx, tx, f.ID, o, map[string]any{"factor": "totp", "replayed": ok})
}

// matchCode finds the step of a code, from one before now to one after.
func matchCode(text, code secret.Text, now time.Time) (step int64, ok bool, err error) {
	given := strings.ReplaceAll(strings.TrimSpace(code.Reveal()), " ", "")
	if len(given) != int(otp.DigitsSix) {
		return 0, false, nil
	}
	current := now.Unix() / totpPeriod
	for at := current - totpSkew; at <= current+totpSkew; at++ {
		want, err := hotp.GenerateCode(text.Reveal(), uint64(at))
		if err != nil {
			return 0, false, fmt.Errorf("make code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(given)) == 1 {
			step, ok = at, true
		}
	}
	return step, ok, nil
}
