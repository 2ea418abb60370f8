package crypt_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// fakeSSN is in the range that is never issued.
const fakeSSN = "900-00-0001"

// memory is a Store in memory that keeps the promise of Store.Save.
type memory struct {
	mu         sync.Mutex
	rows       map[id.ID]map[crypt.Purpose]crypt.WrappedKeyset
	loads      int
	beforeSave func(crypt.WrappedKeyset) // called without the lock
}

func newMemory() *memory {
	return &memory{rows: make(map[id.ID]map[crypt.Purpose]crypt.WrappedKeyset)}
}

func (m *memory) Load(_ context.Context, org id.ID) ([]crypt.WrappedKeyset, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.loads++
	var list []crypt.WrappedKeyset
	for _, k := range m.rows[org] {
		list = append(list, k)
	}
	return list, nil
}

func (m *memory) Save(_ context.Context, org id.ID, k crypt.WrappedKeyset) error {
	if m.beforeSave != nil {
		m.beforeSave(k)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows[org] == nil {
		m.rows[org] = make(map[crypt.Purpose]crypt.WrappedKeyset)
	}
	if m.rows[org][k.Purpose].Version != k.Version-1 {
		return crypt.ErrVersion
	}
	m.rows[org][k.Purpose] = k
	return nil
}

func (m *memory) row(org id.ID, p crypt.Purpose) crypt.WrappedKeyset {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.rows[org][p]
}

func (m *memory) put(org id.ID, k crypt.WrappedKeyset) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.rows[org] == nil {
		m.rows[org] = make(map[crypt.Purpose]crypt.WrappedKeyset)
	}
	m.rows[org][k.Purpose] = k
}

func (m *memory) loadCount() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.loads
}

// bundle is one master key and one store, which several keyrings may share as processes do.
type bundle struct {
	master crypt.Master
	store  *memory
	clock  *clock.Fixed
}

func setup(t *testing.T) *bundle {
	t.Helper()
	return &bundle{
		master: newLocalMaster(t),
		store:  newMemory(),
		clock:  clock.At(time.Date(2026, 3, 8, 6, 30, 0, 0, time.UTC)),
	}
}

// process returns a keyring with a memory of its own.
func (b *bundle) process() *crypt.Keyring { return crypt.NewKeyring(b.master, b.store, b.clock) }

func newLocalMaster(t *testing.T) crypt.Master {
	t.Helper()
	path := filepath.Join(t.TempDir(), "master.key")
	check(t, crypt.CreateLocalMaster(path))
	return must[crypt.Master](t)(crypt.OpenMaster(t.Context(), localURI(t, path)))
}

func localURI(t *testing.T, path string) string {
	t.Helper()
	return must[string](t)(crypt.LocalMasterURI(path))
}

// fataler is what testing and rapid have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func must[T any](t fataler) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		check(t, err)
		return v
	}
}

func check(t fataler, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}
