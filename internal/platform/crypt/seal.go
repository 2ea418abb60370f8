package crypt

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// Sealed is an encrypted value as it is stored.
type Sealed struct {
	KeyID      int64  // id of the key that made it; for the column Column.KeyIDColumn
	Ciphertext []byte // for the column Column.EncryptedColumn
}

// IsZero reports whether there is no value at all, as in a row whose columns are null. An encrypted empty value is not
// zero.
func (s Sealed) IsZero() bool { return s.KeyID == 0 && len(s.Ciphertext) == 0 }

// Tink's ciphertext begins with this byte and the four bytes of the key's id, big-endian.
const (
	tinkPrefix    = 1
	tinkPrefixLen = 5
)

// keyIDOf reads the id of the key that made a ciphertext.
func keyIDOf(ciphertext []byte) (int64, bool) {
	if len(ciphertext) < tinkPrefixLen || ciphertext[0] != tinkPrefix {
		return 0, false
	}
	return int64(binary.BigEndian.Uint32(ciphertext[1:tinkPrefixLen])), true
}

// associatedData binds a ciphertext to its place. Ids have a fixed form and the table of columns has no bar in its
// names, so that no two places give the same bytes.
func associatedData(org id.ID, c Column, row id.ID) []byte {
	return fmt.Appendf(nil, "%s|%s|%s|%s", org, c.Table, c.Name, row)
}

// check returns what is known of column c, or ErrColumn if it may not be used with org and row.
func check(org id.ID, c Column) (ColumnInfo, error) {
	info, ok := columnsByName[c]
	switch {
	case !ok:
		return info, ErrColumn.Saying("The column %s is not in the table of sensitive columns.", c)
	case info.Platform && org != id.Nil:
		return info, ErrColumn.Saying("The column %s belongs to the platform, not to an organization.", c)
	case !info.Platform && org == id.Nil:
		return info, ErrColumn.Saying("The column %s needs an organization.", c)
	}
	return info, nil
}

func checkRow(org id.ID, c Column, row id.ID) error {
	if _, err := check(org, c); err != nil {
		return err
	}
	if row == id.Nil {
		return ErrColumn.Saying("A value of %s needs the id of its row.", c)
	}
	return nil
}

// Seal encrypts plaintext, which may be empty, for column c of one row. org is id.Nil for a platform column. The result
// opens only with the same org, column and row. The organization's keys are made on first use.
func (k *Keyring) Seal(ctx context.Context, org id.ID, c Column, row id.ID, plaintext []byte) (Sealed, error) {
	if err := checkRow(org, c, row); err != nil {
		return Sealed{}, err
	}
	keys, err := k.keysFor(ctx, org, PurposeAEAD)
	if err != nil {
		return Sealed{}, err
	}
	ciphertext, err := keys.aead.Encrypt(plaintext, associatedData(org, c, row))
	if err != nil {
		return Sealed{}, fmt.Errorf("crypt: seal %s: %w", c, err)
	}
	return Sealed{KeyID: keys.primary, Ciphertext: ciphertext}, nil
}

// Open decrypts what Seal made for the same org, column and row. Anything else is ErrDecrypt, without detail;
// ErrDestroyed if the organization's keys were shredded.
func (k *Keyring) Open(ctx context.Context, org id.ID, c Column, row id.ID, s Sealed) ([]byte, error) {
	if err := checkRow(org, c, row); err != nil {
		return nil, err
	}
	keys, err := k.existing(ctx, org)
	if err != nil {
		return nil, err
	}
	if made, ok := keyIDOf(s.Ciphertext); !ok || made != s.KeyID {
		return nil, ErrDecrypt
	}
	if !keys.known[s.KeyID] {
		// Another process may have rotated since the keys were read.
		k.Forget(org)
		if keys, err = k.existing(ctx, org); err != nil {
			return nil, err
		}
	}
	if keys.aead == nil {
		return nil, ErrDecrypt
	}
	plaintext, err := keys.aead.Decrypt(s.Ciphertext, associatedData(org, c, row))
	if err != nil {
		return nil, ErrDecrypt
	}
	return plaintext, nil
}

// SealText is Seal for a secret text.
func (k *Keyring) SealText(ctx context.Context, org id.ID, c Column, row id.ID, plaintext secret.Text) (Sealed, error) {
	return k.Seal(ctx, org, c, row, []byte(plaintext.Reveal()))
}

// OpenText is Open for a secret text.
func (k *Keyring) OpenText(ctx context.Context, org id.ID, c Column, row id.ID, s Sealed) (secret.Text, error) {
	plaintext, err := k.Open(ctx, org, c, row, s)
	if err != nil {
		return secret.Text{}, err
	}
	return secret.New(string(plaintext)), nil
}

// Reseal encrypts s again with the primary key if another key made it, and reports whether it did. Otherwise it returns s
// as it is, unopened.
func (k *Keyring) Reseal(ctx context.Context, org id.ID, c Column, row id.ID, s Sealed) (Sealed, bool, error) {
	needed, err := k.NeedsReseal(ctx, org, s.KeyID)
	if err != nil || !needed {
		return s, false, err
	}
	plaintext, err := k.Open(ctx, org, c, row, s)
	if err != nil {
		return s, false, err
	}
	defer clear(plaintext)
	fresh, err := k.Seal(ctx, org, c, row, plaintext)
	if err != nil {
		return s, false, err
	}
	return fresh, true, nil
}

// BlindIndex returns the 32 bytes by which an encrypted value of column c can be looked up: equal values of one
// organization's column, however they are punctuated, have equal indexes, and without the organization's key an index
// says nothing. It stays the same when Rotate changes the encryption key. A value with nothing to index, such as one
// without a digit, gives nil: store null, so that it matches nothing.
func (k *Keyring) BlindIndex(ctx context.Context, org id.ID, c Column, plaintext []byte) ([]byte, error) {
	info, err := check(org, c)
	if err != nil {
		return nil, err
	}
	if info.normalize == nil {
		return nil, ErrColumn.Saying("The column %s has no blind index.", c)
	}
	normal := info.normalize(plaintext)
	if len(normal) == 0 {
		return nil, nil
	}
	defer clear(normal)
	keys, err := k.keysFor(ctx, org, PurposeMAC)
	if err != nil {
		return nil, err
	}
	input := append(fmt.Appendf(nil, "%s|%s|", c.Table, c.Name), normal...)
	defer clear(input)
	index, err := keys.mac.ComputeMAC(input)
	if err != nil {
		return nil, fmt.Errorf("crypt: blind index of %s: %w", c, err)
	}
	return index, nil
}
