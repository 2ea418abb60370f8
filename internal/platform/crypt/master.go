package crypt

import (
	"context"
	"regexp"
	"strings"

	"github.com/tink-crypto/tink-go/v2/core/registry"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Master is the key that wraps the keysets of all organizations. It lives outside the database and its backups.
// EncryptWithContext and DecryptWithContext may call a key service over the network.
type Master interface {
	tink.AEADWithContext
	// URI is the address of the key, which is not a secret.
	URI() string
}

// probe is what OpenMaster encrypts and decrypts once, so that a wrong or unreachable key is found at start and not
// with the first person's data.
var probe = []byte("propertyos master key probe")

var schemeForm = regexp.MustCompile(`^[a-z][a-z0-9+.-]{0,40}$`)

// OpenMaster opens the master key at uri and tries it once. local-file:///path/to/master.key is built in; see
// CreateLocalMaster. Any other scheme, such as aws-kms:// or gcp-kms://, needs a Tink KMS client that the build has
// registered with registry.RegisterKMSClient.
func OpenMaster(ctx context.Context, uri string) (Master, error) {
	// Not net/url: the addresses of AWS keys have colons where a URL has its port.
	scheme, _, ok := strings.Cut(uri, "://")
	if !ok || !schemeForm.MatchString(scheme) {
		return nil, ErrMasterURI
	}
	var m Master
	var err error
	if scheme == localScheme {
		m, err = openLocalMaster(uri)
	} else {
		m, err = openKMSMaster(uri, scheme)
	}
	if err != nil {
		return nil, err
	}
	sealed, err := m.EncryptWithContext(ctx, probe, nil)
	if err != nil {
		return nil, ErrMasterUnavailable.With(err)
	}
	opened, err := m.DecryptWithContext(ctx, sealed, nil)
	if err != nil {
		return nil, ErrMasterUnavailable.With(err)
	}
	if string(opened) != string(probe) {
		return nil, ErrMasterUnavailable
	}
	return m, nil
}

func openKMSMaster(uri, scheme string) (Master, error) {
	client, err := registry.GetKMSClient(uri)
	if err != nil {
		return nil, ErrMasterScheme.Saying(
			"No key service is registered for master key addresses that begin with %s://. This build knows %s:// and those added to it.",
			scheme, localScheme)
	}
	aead, err := client.GetAEAD(uri)
	if err != nil {
		return nil, ErrMasterUnavailable.With(err)
	}
	return newMaster(uri, aead), nil
}

// master is a Master over any Tink AEAD.
type master struct {
	redacted
	uri  string
	aead tink.AEAD
}

func newMaster(uri string, aead tink.AEAD) *master { return &master{uri: uri, aead: aead} }

// URI implements Master.
func (m *master) URI() string { return m.uri }

// EncryptWithContext implements tink.AEADWithContext.
func (m *master) EncryptWithContext(ctx context.Context, plaintext, associatedData []byte) ([]byte, error) {
	if c, ok := m.aead.(tink.AEADWithContext); ok {
		return c.EncryptWithContext(ctx, plaintext, associatedData)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return m.aead.Encrypt(plaintext, associatedData)
}

// DecryptWithContext implements tink.AEADWithContext.
func (m *master) DecryptWithContext(ctx context.Context, ciphertext, associatedData []byte) ([]byte, error) {
	if c, ok := m.aead.(tink.AEADWithContext); ok {
		return c.DecryptWithContext(ctx, ciphertext, associatedData)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return m.aead.Decrypt(ciphertext, associatedData)
}
