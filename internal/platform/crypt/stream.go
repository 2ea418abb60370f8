package crypt

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"github.com/tink-crypto/tink-go/v2/streamingaead/subtle"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// FileKeySize is the length of a file's key: AES-256.
const FileKeySize = 32

// segment is how many bytes of ciphertext are authenticated at once, and so the memory that one stream needs.
const segment = 64 << 10

// NewFileKey makes the key of one file. Seal it before it is stored.
func NewFileKey() ([]byte, error) {
	key := make([]byte, FileKeySize)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("crypt: file key: %w", err)
	}
	return key, nil
}

func cipherOf(key []byte) (*subtle.AESGCMHKDF, error) {
	c, err := subtle.NewAESGCMHKDF(key, "SHA256", FileKeySize, segment, 0)
	if err != nil {
		return nil, fmt.Errorf("crypt: stream: %w", err)
	}
	return c, nil
}

// EncryptTo returns a writer that writes what it is given to w, encrypted in segments of AES-256-GCM (Tink's streaming AEAD,
// AES256_GCM_HKDF): none of them can be changed, moved or left out. bound is the place that the file belongs to, and has to be
// said again to decrypt. Close writes the last segment and leaves w open.
func EncryptTo(w io.Writer, key, bound []byte) (io.WriteCloser, error) {
	c, err := cipherOf(key)
	if err != nil {
		return nil, err
	}
	return c.NewEncryptingWriter(w, bound)
}

// DecryptFrom returns what EncryptTo was given, from what it wrote. A reader that meets what was not written so, or that was cut
// off, fails with ErrDecrypt, and with r's own error where r fails.
func DecryptFrom(r io.Reader, key, bound []byte) (io.Reader, error) {
	c, err := cipherOf(key)
	if err != nil {
		return nil, err
	}
	source := &failing{r: r}
	plain, err := c.NewDecryptingReader(source, bound)
	if err != nil {
		return nil, source.orDecrypt()
	}
	return &decrypting{plain: plain, source: source}, nil
}

// failing remembers the error of a reader, which the cipher would tell as its own.
type failing struct {
	r   io.Reader
	err error
}

func (f *failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		f.err = err
	}
	return n, err
}

func (f *failing) orDecrypt() error {
	if f.err != nil {
		return f.err
	}
	return ErrDecrypt
}

type decrypting struct {
	plain  io.Reader
	source *failing
}

func (d *decrypting) Read(p []byte) (int, error) {
	n, err := d.plain.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = d.source.orDecrypt()
	}
	return n, err
}

// Sign returns the 32 bytes that prove that message was written by a holder of the organization's keys for a use, such as
// "file-link". A signature of one use or organization is none of another.
func (k *Keyring) Sign(ctx context.Context, org id.ID, use string, message []byte) ([]byte, error) {
	keys, err := k.keysFor(ctx, org, PurposeMAC)
	if err != nil {
		return nil, err
	}
	tag, err := keys.mac.ComputeMAC(signed(org, use, message))
	if err != nil {
		return nil, fmt.Errorf("crypt: sign: %w", err)
	}
	return tag, nil
}

// Verify reports whether Sign made tag for the same organization, use and message.
func (k *Keyring) Verify(ctx context.Context, org id.ID, use string, message, tag []byte) (bool, error) {
	keys, err := k.existing(ctx, org)
	if err != nil || keys.mac == nil {
		return false, err
	}
	return keys.mac.VerifyMAC(tag, signed(org, use, message)) == nil, nil
}

// signed is what is signed: no blind index begins like it, since no table has a bar for its name.
func signed(org id.ID, use string, message []byte) []byte {
	return append(fmt.Appendf(nil, "|sign|%s|%s|", use, org), message...)
}
