package crypt_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

func TestRotationKeepsOldValuesReadable(t *testing.T) {
	t.Parallel()
	b := setup(t)
	k, stale := b.process(), b.process()
	org, row := id.New(), id.New()
	old := must[crypt.Sealed](t)(k.Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)))
	check(t, stale.Warm(t.Context(), org))

	newID := must[int64](t)(k.Rotate(t.Context(), org))
	if newID == old.KeyID || must[int64](t)(k.PrimaryKeyID(t.Context(), org)) != newID {
		t.Fatalf("rotation from key %d gave %d", old.KeyID, newID)
	}
	if !must[bool](t)(k.NeedsReseal(t.Context(), org, old.KeyID)) || must[bool](t)(k.NeedsReseal(t.Context(), org, newID)) {
		t.Error("wrong report of what needs to be sealed again")
	}
	fresh, did, err := k.Reseal(t.Context(), org, crypt.TenantSSN, row, old)
	check(t, err)
	if !did || fresh.KeyID != newID {
		t.Errorf("reseal: did %t, key %d, want %d", did, fresh.KeyID, newID)
	}
	if _, did, err = k.Reseal(t.Context(), org, crypt.TenantSSN, row, fresh); err != nil || did {
		t.Errorf("second reseal: did %t, error %v", did, err)
	}
	// A process that still has the old keys in memory meets a value of the new one.
	for _, s := range []crypt.Sealed{old, fresh} {
		if got := must[[]byte](t)(stale.Open(t.Context(), org, crypt.TenantSSN, row, s)); string(got) != fakeSSN {
			t.Error("opened to another value")
		}
	}
	if must[int64](t)(stale.PrimaryKeyID(t.Context(), org)) != newID {
		t.Error("the other process did not take up the new key")
	}
}

func TestOtherProcessTakesUpRotationByAge(t *testing.T) {
	t.Parallel()
	b := setup(t)
	k, stale := b.process(), b.process()
	org := id.New()
	oldID := must[int64](t)(stale.PrimaryKeyID(t.Context(), org))
	newID := must[int64](t)(k.Rotate(t.Context(), org))
	b.clock.Advance(crypt.MaxAge - 1)
	if got := must[int64](t)(stale.PrimaryKeyID(t.Context(), org)); got != oldID {
		t.Fatalf("keys were read again before their time: %d", got)
	}
	b.clock.Advance(1)
	if got := must[int64](t)(stale.PrimaryKeyID(t.Context(), org)); got != newID {
		t.Errorf("primary %d after MaxAge, want %d", got, newID)
	}
}

func TestRotateBeforeFirstUseMakesTheFirstKey(t *testing.T) {
	t.Parallel()
	k := setup(t).process()
	org := id.New()
	made := must[int64](t)(k.Rotate(t.Context(), org))
	if got := must[int64](t)(k.PrimaryKeyID(t.Context(), org)); got != made {
		t.Errorf("primary %d, want %d", got, made)
	}
}

func TestPruneRemovesOnlyUnusedKeysAfterTheGrace(t *testing.T) {
	t.Parallel()
	b := setup(t)
	k := b.process()
	org, row := id.New(), id.New()
	a := must[crypt.Sealed](t)(k.Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)))
	must[int64](t)(k.Rotate(t.Context(), org))
	c := must[crypt.Sealed](t)(k.Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)))
	must[int64](t)(k.Rotate(t.Context(), org))

	asked := false
	inUse := func(context.Context) ([]int64, error) { asked = true; return []int64{c.KeyID}, nil }
	if _, err := k.Prune(t.Context(), org, inUse); !errors.Is(err, crypt.ErrSettling) || asked {
		t.Fatalf("prune right after rotation: error %v, asked %t", err, asked)
	}
	b.clock.Advance(crypt.PruneGrace)
	if removed := must[[]int64](t)(k.Prune(t.Context(), org, inUse)); !slices.Equal(removed, []int64{a.KeyID}) {
		t.Fatalf("removed %v, want only %d", removed, a.KeyID)
	}
	requireDecryptFault(t, k, org, crypt.TenantSSN, row, a)
	must[[]byte](t)(k.Open(t.Context(), org, crypt.TenantSSN, row, c))
	version := b.store.row(org, crypt.PurposeAEAD).Version
	if removed := must[[]int64](t)(k.Prune(t.Context(), org, inUse)); removed != nil || b.store.row(org, crypt.PurposeAEAD).Version != version {
		t.Errorf("second prune removed %v", removed)
	}
	broken := errors.New("count failed")
	if _, err := k.Prune(t.Context(), org, func(context.Context) ([]int64, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("prune with a failing count gave %v", err)
	}
}

func TestDestroyIsFinal(t *testing.T) {
	t.Parallel()
	b := setup(t)
	k, other := b.process(), b.process()
	org, neighbor, row := id.New(), id.New(), id.New()
	s := must[crypt.Sealed](t)(k.Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)))
	kept := must[crypt.Sealed](t)(k.Seal(t.Context(), neighbor, crypt.TenantSSN, row, []byte(fakeSSN)))
	check(t, other.Warm(t.Context(), org))

	check(t, k.Destroy(t.Context(), org))
	check(t, k.Destroy(t.Context(), org)) // again: nothing to do
	b.clock.Advance(crypt.MaxAge)
	for _, p := range []*crypt.Keyring{k, other, b.process()} {
		_, sealErr := p.Seal(t.Context(), org, crypt.TenantSSN, row, nil)
		_, openErr := p.Open(t.Context(), org, crypt.TenantSSN, row, s)
		_, indexErr := p.BlindIndex(t.Context(), org, crypt.TenantSSN, []byte(fakeSSN))
		_, rotateErr := p.Rotate(t.Context(), org)
		for _, err := range []error{sealErr, openErr, indexErr, rotateErr, p.Warm(t.Context(), org)} {
			if !errors.Is(err, crypt.ErrDestroyed) {
				t.Errorf("after destroy: %v", err)
			}
		}
	}
	for _, p := range []crypt.Purpose{crypt.PurposeAEAD, crypt.PurposeMAC} {
		if !b.store.row(org, p).Destroyed() {
			t.Errorf("the store still holds the %s keyset", p)
		}
	}
	must[[]byte](t)(k.Open(t.Context(), neighbor, crypt.TenantSSN, row, kept))
	if err := k.Destroy(t.Context(), id.Nil); !errors.Is(err, crypt.ErrPlatformKeys) {
		t.Errorf("destroying the platform's keys gave %v", err)
	}
}

// TestNoHistoryLosesAValue runs random histories of two processes against a model of what must be readable.
func TestNoHistoryLosesAValue(t *testing.T) {
	t.Parallel()
	b := setup(t)
	rapid.Check(t, func(rt *rapid.T) {
		type entry struct {
			row    id.ID
			plain  string
			sealed crypt.Sealed
		}
		org, ctx := id.New(), t.Context()
		processes := []*crypt.Keyring{b.process(), b.process()}
		var rows []entry
		any1 := func(rt *rapid.T) *crypt.Keyring { return rapid.SampledFrom(processes).Draw(rt, "process") }
		rt.Repeat(map[string]func(*rapid.T){
			"seal": func(rt *rapid.T) {
				e := entry{row: id.New(), plain: rapid.String().Draw(rt, "plain")}
				e.sealed = must[crypt.Sealed](rt)(any1(rt).Seal(ctx, org, crypt.TenantIncome, e.row, []byte(e.plain)))
				rows = append(rows, e)
			},
			"rotate": func(rt *rapid.T) { must[int64](rt)(any1(rt).Rotate(ctx, org)) },
			"wait": func(rt *rapid.T) {
				b.clock.Advance(rapid.SampledFrom([]time.Duration{1, 4, 30}).Draw(rt, "steps") * crypt.MaxAge / 2)
			},
			"reseal": func(rt *rapid.T) {
				k := any1(rt)
				for i := range rows {
					s, _, err := k.Reseal(ctx, org, crypt.TenantIncome, rows[i].row, rows[i].sealed)
					check(rt, err)
					rows[i].sealed = s
				}
			},
			"prune": func(rt *rapid.T) {
				_, err := any1(rt).Prune(ctx, org, func(context.Context) (ids []int64, _ error) {
					for _, e := range rows {
						ids = append(ids, e.sealed.KeyID)
					}
					return ids, nil
				})
				if !errors.Is(err, crypt.ErrSettling) {
					check(rt, err)
				}
			},
			"": func(rt *rapid.T) {
				for _, e := range rows {
					got := must[[]byte](rt)(any1(rt).Open(ctx, org, crypt.TenantIncome, e.row, e.sealed))
					if string(got) != e.plain {
						rt.Fatalf("opened to another value")
					}
				}
			},
		})
	})
}
