package crypt

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/aesgcm"
	"github.com/tink-crypto/tink-go/v2/key"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/mac"
	"github.com/tink-crypto/tink-go/v2/mac/hmac"
	"github.com/tink-crypto/tink-go/v2/tink"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// keys is what one organization's keysets are unwrapped to. It does not change after it is made.
type keys struct {
	redacted
	aead      tink.AEAD      // nil where there is none yet
	mac       tink.MAC       // nil where there is none yet
	primary   int64          // id of the key that aead encrypts with
	known     map[int64]bool // ids of all keys that aead can decrypt with
	destroyed bool           // one of the keysets was shredded
	loadedAt  time.Time
}

// has reports whether there is a keyset for purpose p.
func (k *keys) has(p Purpose) bool {
	if p == PurposeMAC {
		return k.mac != nil
	}
	return k.aead != nil
}

// wrapContext is the associated data of a wrapped keyset: one that is copied to another organization's row, or to the
// other purpose, does not open there.
func wrapContext(org id.ID, p Purpose) []byte {
	return fmt.Appendf(nil, "propertyos-keyset|%s|%s", org, p)
}

func (k *Keyring) wrap(ctx context.Context, org id.ID, p Purpose, h *keyset.Handle) ([]byte, error) {
	var out bytes.Buffer
	if err := h.WriteWithContext(ctx, keyset.NewBinaryWriter(&out), k.master, wrapContext(org, p)); err != nil {
		return nil, ErrMasterUnavailable.With(err)
	}
	return out.Bytes(), nil
}

func (k *Keyring) unwrap(ctx context.Context, org id.ID, w WrappedKeyset) (*keyset.Handle, error) {
	h, err := keyset.ReadWithContext(ctx, keyset.NewBinaryReader(bytes.NewReader(w.Wrapped)), k.master, wrapContext(org, w.Purpose))
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, ErrKeyset.With(err)
	}
	return h, nil
}

// parameters returns the kind of key that purpose p uses. Ciphertexts begin with the id of their key; a blind index
// has no prefix, so that it is 32 bytes.
func parameters(p Purpose) (key.Parameters, error) {
	if p == PurposeMAC {
		return hmac.NewParameters(hmac.ParametersOpts{
			KeySizeInBytes: 32, TagSizeInBytes: 32, HashType: hmac.SHA256, Variant: hmac.VariantNoPrefix,
		})
	}
	return aesgcm.NewParameters(aesgcm.ParametersOpts{
		KeySizeInBytes: 32, IVSizeInBytes: 12, TagSizeInBytes: 16, Variant: aesgcm.VariantTink,
	})
}

// addPrimary returns m's keyset with a fresh key that is the primary one, and the id of that key.
func addPrimary(m *keyset.Manager, p Purpose) (*keyset.Handle, int64, error) {
	params, err := parameters(p)
	if err != nil {
		return nil, 0, fmt.Errorf("key parameters: %w", err)
	}
	keyID, err := m.AddNewKeyFromParameters(params)
	if err != nil {
		return nil, 0, fmt.Errorf("make key: %w", err)
	}
	if err := m.SetPrimary(keyID); err != nil {
		return nil, 0, fmt.Errorf("make key primary: %w", err)
	}
	h, err := m.Handle()
	if err != nil {
		return nil, 0, fmt.Errorf("keyset of new key: %w", err)
	}
	return h, int64(keyID), nil
}

// add puts the unwrapped keyset h of purpose p into k.
func (k *keys) add(h *keyset.Handle, p Purpose) (err error) {
	if p == PurposeMAC {
		k.mac, err = mac.New(h)
		return err
	}
	primary, err := h.Primary()
	if err != nil {
		return err
	}
	k.primary = int64(primary.KeyID())
	k.known = make(map[int64]bool, h.Len())
	for i := range h.Len() {
		entry, err := h.Entry(i)
		if err != nil {
			return err
		}
		k.known[int64(entry.KeyID())] = entry.KeyStatus() == keyset.Enabled
	}
	k.aead, err = aead.New(h)
	return err
}
