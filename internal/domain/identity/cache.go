package identity

import (
	"context"
	"crypto/sha256"
	"slices"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const (
	// cacheTTL is how long a process may go on accepting a token that another process has revoked.
	cacheTTL = 2 * time.Second
	// refusalTTL is how long a token whose end is for good is turned away without a look at the database.
	refusalTTL = time.Minute
	// cacheSize bounds the memory: an entry takes a few hundred bytes.
	cacheSize = 10_000
	// loadPatience bounds a look-up, which several requests may wait for and so outlives each of them.
	loadPatience = 10 * time.Second
)

// verdict is what a token is worth, until when: a principal, or the reason for turning it away.
type verdict struct {
	principal tenancy.Principal
	refusal   error
	until     time.Time
}

// tokenHash is the SHA-256 of a token, which is all that is kept of it. A token has 256 random bits, so a fast hash is
// enough: there is nothing to guess.
type tokenHash = [sha256.Size]byte

// cache keeps verdicts for a moment, so that a request costs no look-up while its session is in use, and lets requests
// that arrive together share one.
type cache struct {
	clock  clock.Clock
	flight singleflight.Group

	mu      sync.Mutex
	entries map[tokenHash]verdict
	// generation counts what was forgotten: a look-up that began before a revocation must not be kept after it.
	generation uint64
}

func newCache(c clock.Clock) *cache {
	return &cache{clock: c, entries: map[tokenHash]verdict{}}
}

// get returns the verdict on a token, from load when none is kept. A verdict whose until is not after now is not kept.
func (c *cache) get(ctx context.Context, hash tokenHash, load func(context.Context) (verdict, error)) (tenancy.Principal, error) {
	v, found, generation := c.kept(hash)
	if found {
		return v.answer()
	}
	// The generation is part of the key, so nobody joins a look-up that began before something was forgotten.
	flight := strconv.FormatUint(generation, 36) + string(hash[:])
	result := c.flight.DoChan(flight, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadPatience)
		defer cancel()
		if v, found, _ := c.kept(hash); found { // another look-up ended between the question and this one
			return v, nil
		}
		v, err := load(ctx)
		if err == nil {
			c.keep(hash, v, generation)
		}
		return v, err
	})
	select {
	case <-ctx.Done():
		return tenancy.Principal{}, ctx.Err()
	case r := <-result:
		if r.Err != nil {
			return tenancy.Principal{}, r.Err
		}
		v, _ := r.Val.(verdict) // the function above returns nothing else
		return v.answer()
	}
}

// kept is the verdict on a token that still holds, and how often something was forgotten so far.
func (c *cache) kept(hash tokenHash) (v verdict, found bool, generation uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, found = c.entries[hash]
	return v, found && v.until.After(c.clock.Now()), c.generation
}

// answer copies what callers might write to.
func (v verdict) answer() (tenancy.Principal, error) {
	p := v.principal
	p.Scopes, p.PropertyScope, p.KeyScopes = slices.Clone(p.Scopes), slices.Clone(p.PropertyScope), slices.Clone(p.KeyScopes)
	return p, v.refusal
}

func (c *cache) keep(hash tokenHash, v verdict, generation uint64) {
	now := c.clock.Now()
	if !v.until.After(now) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.generation != generation {
		return
	}
	if len(c.entries) >= cacheSize {
		c.makeRoom(now)
	}
	c.entries[hash] = v
}

// makeRoom drops what is over and, while more than nine tenths are left, whatever comes first: the map's order is random,
// and a dropped entry costs one look-up. A tenth at a time, so that a full cache is not walked for every new token.
func (c *cache) makeRoom(now time.Time) {
	for hash, v := range c.entries {
		if !v.until.After(now) {
			delete(c.entries, hash)
		}
	}
	for hash := range c.entries {
		if len(c.entries) <= cacheSize-cacheSize/10 {
			break
		}
		delete(c.entries, hash)
	}
}

// forget makes the process look a token up again, even if a look-up is under way.
func (c *cache) forget(hash tokenHash) {
	c.mu.Lock()
	delete(c.entries, hash)
	c.generation++
	c.mu.Unlock()
}

// clear forgets every token that was let in.
func (c *cache) clear() {
	c.mu.Lock()
	clear(c.entries)
	c.generation++
	c.mu.Unlock()
}
