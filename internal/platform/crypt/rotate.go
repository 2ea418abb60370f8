package crypt

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/tink-crypto/tink-go/v2/keyset"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// PrimaryKeyID returns the id of the key that Seal encrypts org's values with. Rows with another id in a column
// Column.KeyIDColumn are the ones to reseal.
func (k *Keyring) PrimaryKeyID(ctx context.Context, org id.ID) (int64, error) {
	keys, err := k.keysFor(ctx, org, PurposeAEAD)
	if err != nil {
		return 0, err
	}
	return keys.primary, nil
}

// NeedsReseal reports whether a value that was sealed with the key keyID should be sealed again with the primary one.
func (k *Keyring) NeedsReseal(ctx context.Context, org id.ID, keyID int64) (bool, error) {
	primary, err := k.PrimaryKeyID(ctx, org)
	return err == nil && keyID != primary, err
}

// Rotate gives org a new primary encryption key and returns its id. Old keys stay for reading until Prune. Blind
// indexes are not touched. Other processes notice after MaxAge at most, or when they meet the new key's id.
func (k *Keyring) Rotate(ctx context.Context, org id.ID) (int64, error) {
	var newID int64
	err := k.change(ctx, org, PurposeAEAD, func(w *WrappedKeyset) error {
		m := keyset.NewManager()
		if w.Version > 0 {
			h, err := k.unwrap(ctx, org, *w)
			if err != nil {
				return err
			}
			m = keyset.NewManagerFromHandle(h)
		}
		h, added, err := addPrimary(m, PurposeAEAD)
		if err != nil {
			return fmt.Errorf("crypt: rotate: %w", err)
		}
		newID, w.RotatedAt = added, k.clock.Now()
		w.Wrapped, err = k.wrap(ctx, org, PurposeAEAD, h)
		return err
	})
	return newID, err
}

// Prune removes the encryption keys of org that no value needs any more and returns their ids. It refuses with
// ErrSettling until PruneGrace has passed since the last rotation. Only then it calls inUse, which must return every key id
// that org's sensitive columns still hold, deleted rows included; the primary key is kept in any case. A value of a
// removed key can never be opened again.
func (k *Keyring) Prune(ctx context.Context, org id.ID, inUse func(ctx context.Context) ([]int64, error)) ([]int64, error) {
	var removed []int64
	err := k.change(ctx, org, PurposeAEAD, func(w *WrappedKeyset) error {
		removed = nil
		if w.Version == 0 {
			return errNothingToChange
		}
		if k.clock.Now().Sub(w.RotatedAt) < PruneGrace {
			return ErrSettling
		}
		h, err := k.unwrap(ctx, org, *w)
		if err != nil {
			return err
		}
		needed, err := inUse(ctx)
		if err != nil {
			return err
		}
		pruned, ids, err := without(h, needed)
		if err != nil {
			return fmt.Errorf("crypt: prune: %w", err)
		}
		if len(ids) == 0 {
			return errNothingToChange
		}
		removed = ids
		w.Wrapped, err = k.wrap(ctx, org, PurposeAEAD, pruned)
		return err
	})
	if err != nil {
		return nil, err
	}
	return removed, nil
}

// without returns h with neither primary nor needed keys removed, and the ids of the others.
func without(h *keyset.Handle, needed []int64) (*keyset.Handle, []int64, error) {
	m := keyset.NewManagerFromHandle(h)
	var removed []int64
	for i := range h.Len() {
		entry, err := h.Entry(i)
		if err != nil {
			return nil, nil, err
		}
		if entry.IsPrimary() || slices.Contains(needed, int64(entry.KeyID())) {
			continue
		}
		if err := m.Delete(entry.KeyID()); err != nil {
			return nil, nil, err
		}
		removed = append(removed, int64(entry.KeyID()))
	}
	pruned, err := m.Handle()
	return pruned, removed, err
}

// Destroy shreds org's keys: every sealed value and blind index of org becomes noise, in the live database at once.
// It cannot be undone, can be repeated, and works without the master key. Other processes may hold the keys in memory for
// MaxAge more. The platform's own keys are refused with ErrPlatformKeys.
func (k *Keyring) Destroy(ctx context.Context, org id.ID) error {
	if org == id.Nil {
		return ErrPlatformKeys
	}
	for _, p := range []Purpose{PurposeAEAD, PurposeMAC} {
		err := k.change(ctx, org, p, func(w *WrappedKeyset) error {
			w.Wrapped, w.RotatedAt = nil, k.clock.Now()
			return nil
		})
		if err != nil && !errors.Is(err, ErrDestroyed) {
			return err
		}
	}
	return nil
}

// errNothingToChange ends change without a write and without an error.
var errNothingToChange = errors.New("nothing to change")

// change lets edit alter org's stored keyset of purpose p (Version 0 if there is none) and saves it as the next
// version, again from the start if another process was faster. A destroyed keyset is never changed again: ErrDestroyed.
func (k *Keyring) change(ctx context.Context, org id.ID, p Purpose, edit func(*WrappedKeyset) error) error {
	defer k.Forget(org)
	for range maxTries {
		stored, err := k.store.Load(ctx, org)
		if err != nil {
			return fmt.Errorf("crypt: load keysets: %w", err)
		}
		w := find(stored, p)
		if w.Version > 0 && w.Destroyed() {
			return ErrDestroyed
		}
		switch err := edit(&w); {
		case errors.Is(err, errNothingToChange):
			return nil
		case err != nil:
			return err
		}
		w.Version++
		err = k.store.Save(ctx, org, w)
		if err == nil {
			return nil
		}
		if !errors.Is(err, ErrVersion) {
			return fmt.Errorf("crypt: save keyset: %w", err)
		}
	}
	return ErrBusy
}
