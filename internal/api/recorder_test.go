package api

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// recorder keeps what is recorded.
type recorder struct {
	audit.Nobody
	mu      sync.Mutex
	entries []audit.Entry
}

func (r *recorder) Record(_ context.Context, _ tenancy.Principal, e audit.Entry) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries = append(r.entries, e)
	return nil
}

func (r *recorder) take() []audit.Entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.entries
	r.entries = nil
	return list
}

// keysets keeps wrapped keysets for one test.
type keysets struct {
	mu   sync.Mutex
	rows map[id.ID][]crypt.WrappedKeyset
}

func (k *keysets) Load(_ context.Context, org id.ID) ([]crypt.WrappedKeyset, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.rows[org], nil
}

func (k *keysets) Save(_ context.Context, org id.ID, w crypt.WrappedKeyset) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rows[org] = append(k.rows[org], w)
	return nil
}

func keyring(t *testing.T) *crypt.Keyring {
	t.Helper()
	path := filepath.Join(t.TempDir(), "master.key")
	if err := crypt.CreateLocalMaster(path); err != nil {
		t.Fatal(err)
	}
	uri, err := crypt.LocalMasterURI(path)
	if err != nil {
		t.Fatal(err)
	}
	master, err := crypt.OpenMaster(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	return crypt.NewKeyring(master, &keysets{rows: map[id.ID][]crypt.WrappedKeyset{}}, clock.At(testNow))
}
