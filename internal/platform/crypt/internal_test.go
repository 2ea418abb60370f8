package crypt

import (
	"context"
	"testing"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// single is a Store for one goroutine.
type single map[id.ID][]WrappedKeyset

func (s single) Load(_ context.Context, org id.ID) ([]WrappedKeyset, error) { return s[org], nil }

func (s single) Save(_ context.Context, org id.ID, k WrappedKeyset) error {
	if find(s[org], k.Purpose).Version != k.Version-1 {
		return ErrVersion
	}
	s[org] = append([]WrappedKeyset{k}, s[org]...)
	return nil
}

func newKeyring(t *testing.T) *Keyring {
	t.Helper()
	h, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		t.Fatal(err)
	}
	primitive, err := aead.New(h)
	if err != nil {
		t.Fatal(err)
	}
	return NewKeyring(newMaster("test", primitive), single{}, clock.At(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)))
}

// Organizations never share keys, so that only the key itself can show that each part of the place is bound.
func TestEachPartOfThePlaceIsBound(t *testing.T) {
	t.Parallel()
	k := newKeyring(t)
	org, row := id.New(), id.New()
	s, err := k.Seal(t.Context(), org, OwnerTaxID, row, []byte("90-0000001"))
	if err != nil {
		t.Fatal(err)
	}
	same, err := k.existing(t.Context(), org)
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		ad    []byte
		opens bool
	}{
		"same place":         {associatedData(org, OwnerTaxID, row), true},
		"other organization": {associatedData(id.New(), OwnerTaxID, row), false},
		"other table":        {associatedData(org, VendorTaxID, row), false},
		"other column":       {associatedData(org, Column{OwnerTaxID.Table, "ssn"}, row), false},
		"other row":          {associatedData(org, OwnerTaxID, id.New()), false},
		"no place":           {nil, false},
	} {
		if _, err := same.aead.Decrypt(s.Ciphertext, tc.ad); (err == nil) != tc.opens {
			t.Errorf("%s: opens %t, want %t", name, err == nil, tc.opens)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	k := newKeyring(t)
	k.max = 2
	orgs := []id.ID{id.New(), id.New(), id.New()}
	for _, org := range []id.ID{orgs[0], orgs[1], orgs[0], orgs[2]} {
		if err := k.Warm(t.Context(), org); err != nil {
			t.Fatal(err)
		}
	}
	if len(k.byOrg) != 2 || k.used.Len() != 2 {
		t.Fatalf("%d and %d organizations in memory", len(k.byOrg), k.used.Len())
	}
	for i, want := range []bool{true, false, true} { // the one used longest ago went
		if got := k.cached(orgs[i]) != nil; got != want {
			t.Errorf("organization %d in memory: %t, want %t", i, got, want)
		}
	}
	k.Forget(orgs[0])
	if k.cached(orgs[0]) != nil || k.used.Len() != 1 {
		t.Error("Forget left keys in memory")
	}
}
