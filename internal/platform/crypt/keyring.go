package crypt

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/tink-crypto/tink-go/v2/keyset"
	"golang.org/x/sync/singleflight"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

const (
	// MaxAge is how long unwrapped keys stay in memory before they are read again: how long another process's
	// rotation or shredding may go unnoticed.
	MaxAge = 5 * time.Minute
	// PruneGrace is how long after a rotation old keys cannot be removed. It leaves MaxAge for processes that still
	// encrypt with the old key, and the rest for their transactions to end.
	PruneGrace = time.Hour

	defaultCached = 1024             // organizations; about 4 KB each
	loadTimeout   = 15 * time.Second // for the store and the key service together
	maxTries      = 5                // of a change that other processes keep overtaking
)

// Keyring seals and opens the sensitive values of all organizations. It is safe for concurrent use. Unwrapped keys are
// kept in memory only, for at most MaxAge and for a bounded number of organizations.
type Keyring struct {
	redacted
	master  Master
	store   Store
	clock   clock.Clock
	max     int
	flights singleflight.Group

	mu    sync.Mutex
	byOrg map[id.ID]*list.Element
	used  *list.List // of *slot, most recently used first
	epoch uint64     // counts Forget, so that a load that began before it is not kept
}

type slot struct {
	org  id.ID
	keys *keys
}

// NewKeyring returns a Keyring over the keysets in store, which master wraps.
func NewKeyring(master Master, store Store, c clock.Clock) *Keyring {
	return &Keyring{master: master, store: store, clock: c, max: defaultCached, byOrg: make(map[id.ID]*list.Element), used: list.New()}
}

// Warm reads org's keys into memory, making them if there are none. Call it before a transaction that seals or opens, so
// that the store and the key service are not asked within the transaction.
func (k *Keyring) Warm(ctx context.Context, org id.ID) error {
	for _, p := range []Purpose{PurposeAEAD, PurposeMAC} {
		if _, err := k.keysFor(ctx, org, p); err != nil {
			return err
		}
	}
	return nil
}

// Forget drops org's unwrapped keys from memory.
func (k *Keyring) Forget(org id.ID) {
	k.flights.Forget(org.String())
	k.mu.Lock()
	defer k.mu.Unlock()
	k.epoch++
	k.drop(org)
}

func (k *Keyring) drop(org id.ID) {
	if e, ok := k.byOrg[org]; ok {
		k.used.Remove(e)
		delete(k.byOrg, org)
	}
}

// cached returns org's keys from memory, or nil.
func (k *Keyring) cached(org id.ID) *keys {
	k.mu.Lock()
	defer k.mu.Unlock()
	e, ok := k.byOrg[org]
	if !ok {
		return nil
	}
	found := e.Value.(*slot).keys
	if k.clock.Now().Sub(found.loadedAt) >= MaxAge {
		k.drop(org)
		return nil
	}
	k.used.MoveToFront(e)
	return found
}

// keep puts fresh keys into memory unless Forget was called since epoch.
func (k *Keyring) keep(org id.ID, fresh *keys, epoch uint64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.epoch != epoch {
		return
	}
	k.drop(org)
	k.byOrg[org] = k.used.PushFront(&slot{org, fresh})
	for k.used.Len() > k.max {
		k.drop(k.used.Back().Value.(*slot).org)
	}
}

func (k *Keyring) currentEpoch() uint64 {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.epoch
}

// existing returns org's keys, of which some may not exist yet. Shredded ones are ErrDestroyed.
func (k *Keyring) existing(ctx context.Context, org id.ID) (*keys, error) {
	found := k.cached(org)
	if found == nil {
		var err error
		if found, err = k.load(ctx, org); err != nil {
			return nil, err
		}
	}
	if found.destroyed {
		return nil, ErrDestroyed
	}
	return found, nil
}

// keysFor returns org's keys with a keyset for purpose p, made if need be.
func (k *Keyring) keysFor(ctx context.Context, org id.ID, p Purpose) (*keys, error) {
	found, err := k.existing(ctx, org)
	if err != nil || found.has(p) {
		return found, err
	}
	err = k.shared(ctx, string(p)+org.String(), func(ctx context.Context) error { return k.create(ctx, org, p) })
	if err != nil {
		return nil, err
	}
	found, err = k.existing(ctx, org)
	if err == nil && !found.has(p) {
		return nil, ErrBusy
	}
	return found, err
}

// create makes org's first keyset for purpose p, or finds that another process did. What is in memory is then out of
// date in both cases.
func (k *Keyring) create(ctx context.Context, org id.ID, p Purpose) error {
	defer k.Forget(org)
	h, _, err := addPrimary(keyset.NewManager(), p)
	if err != nil {
		return fmt.Errorf("crypt: %w", err)
	}
	wrapped, err := k.wrap(ctx, org, p, h)
	if err != nil {
		return err
	}
	err = k.store.Save(ctx, org, WrappedKeyset{Purpose: p, Version: 1, Wrapped: wrapped, RotatedAt: k.clock.Now()})
	if err != nil && !errors.Is(err, ErrVersion) {
		return fmt.Errorf("crypt: save keyset: %w", err)
	}
	return nil
}

// load reads and unwraps org's keysets, once for all callers that wait for it.
func (k *Keyring) load(ctx context.Context, org id.ID) (*keys, error) {
	return shared(ctx, &k.flights, org.String(), func(ctx context.Context) (*keys, error) {
		epoch := k.currentEpoch()
		fresh, err := k.read(ctx, org)
		if err == nil {
			k.keep(org, fresh, epoch)
		}
		return fresh, err
	})
}

func (k *Keyring) read(ctx context.Context, org id.ID) (*keys, error) {
	fresh := &keys{loadedAt: k.clock.Now()}
	stored, err := k.store.Load(ctx, org)
	if err != nil {
		return nil, fmt.Errorf("crypt: load keysets: %w", err)
	}
	for _, w := range stored {
		if w.Destroyed() {
			return &keys{loadedAt: fresh.loadedAt, destroyed: true}, nil
		}
		h, err := k.unwrap(ctx, org, w)
		if err != nil {
			return nil, err
		}
		if err := fresh.add(h, w.Purpose); err != nil {
			return nil, ErrKeyset.With(err)
		}
	}
	return fresh, nil
}

func (k *Keyring) shared(ctx context.Context, name string, fn func(context.Context) error) error {
	_, err := shared(ctx, &k.flights, name, func(ctx context.Context) (struct{}, error) { return struct{}{}, fn(ctx) })
	return err
}

// shared runs fn once for all callers of the same name that come while it runs. It goes on when the caller that
// started it gives up, because the others still wait for it.
func shared[T any](ctx context.Context, g *singleflight.Group, name string, fn func(context.Context) (T, error)) (T, error) {
	done := g.DoChan(name, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout)
		defer cancel()
		return fn(ctx)
	})
	var none T
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case r := <-done:
		if r.Err != nil {
			return none, r.Err
		}
		return r.Val.(T), nil
	}
}
