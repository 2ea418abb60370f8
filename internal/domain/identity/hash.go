package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// cost is what one hash takes. Source of the values: OWASP Password Storage Cheat Sheet, the Argon2id minimum (19 MiB,
// 2 iterations, 1 lane), which keeps a sign-in in the tens of milliseconds of one processor.
type cost struct {
	memory uint32 // KiB
	time   uint32 // passes
	lanes  uint8
}

var currentCost = cost{memory: 19 * 1024, time: 2, lanes: 1}

const (
	saltSize = 16 // bytes, as RFC 9106 section 3.1 recommends
	hashSize = 32 // bytes
	// The most that a stored hash may ask for, so that a damaged row cannot take the machine down.
	maxMemory = 256 * 1024
	maxTime   = 16
	maxLanes  = 16
)

// errHash says that a stored hash cannot be read. Its text never repeats the hash.
var errHash = errors.New("identity: a stored password hash cannot be read")

var b64 = base64.RawStdEncoding.Strict()

// hasher makes and checks argon2id hashes, a bounded number at a time: each takes 19 MiB, so a flood of sign-ins would
// otherwise take all memory.
type hasher struct {
	slots  chan struct{}
	wait   time.Duration
	derive func(password, salt []byte, time, memory uint32, threads uint8, size uint32) []byte
	// dummy is what the password of an unknown e-mail address is checked against: a hash of nothing, with the
	// parameters of a real one, so that the check takes the same work and never succeeds.
	dummy string
}

func newHasher(slots int, wait time.Duration) *hasher {
	if slots <= 0 {
		slots = runtime.GOMAXPROCS(0)
	}
	return &hasher{
		slots: make(chan struct{}, slots), wait: wait, derive: argon2.IDKey,
		dummy: encode(currentCost, random(saltSize), random(hashSize)),
	}
}

// random returns n bytes that nobody can guess. crypto/rand does not fail: it ends the program instead.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return b
}

// enter takes a slot and returns what gives it back. Errors: ErrBusy when none is free in time.
func (h *hasher) enter(ctx context.Context) (leave func(), err error) {
	timer := time.NewTimer(h.wait)
	defer timer.Stop()
	select {
	case h.slots <- struct{}{}:
		return func() { <-h.slots }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a hashing slot: %w", ctx.Err())
	case <-timer.C:
		busy := *ErrBusy
		busy.RetryAfter = 2 * time.Second
		return nil, &busy
	}
}

// hash returns the PHC string of a new hash. The caller holds a slot.
func (h *hasher) hash(password secret.Text) string {
	salt := random(saltSize)
	c := currentCost
	return encode(c, salt, h.derive(normal(password), salt, c.time, c.memory, c.lanes, hashSize))
}

// verify reports whether the password is the one of the hash, and whether that was made with parameters that are no
// longer ours. The caller holds a slot.
func (h *hasher) verify(phc string, password secret.Text) (ok, stale bool, err error) {
	c, salt, want, err := decode(phc)
	if err != nil {
		return false, false, err
	}
	got := h.derive(normal(password), salt, c.time, c.memory, c.lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1, c != currentCost || len(want) != hashSize, nil
}

// normal gives passwords that look the same on different keyboards the same bytes. Source: NIST SP 800-63B section
// 5.1.1.2, which asks for NFKC or NFKD before hashing.
func normal(password secret.Text) []byte { return norm.NFKC.Bytes([]byte(password.Reveal())) }

// encode writes the string format of the Password Hashing Competition.
func encode(c cost, salt, hash []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.lanes,
		b64.EncodeToString(salt), b64.EncodeToString(hash))
}

func decode(phc string) (c cost, salt, hash []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.lanes); err != nil ||
		parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", c.memory, c.time, c.lanes) {
		return c, nil, nil, errHash
	}
	if c.memory == 0 || c.memory > maxMemory || c.time == 0 || c.time > maxTime || c.lanes == 0 || c.lanes > maxLanes {
		return c, nil, nil, errHash
	}
	salt, saltErr := b64.DecodeString(parts[4])
	hash, hashErr := b64.DecodeString(parts[5])
	if saltErr != nil || hashErr != nil || len(salt) < 8 || len(salt) > 64 || len(hash) < 16 || len(hash) > 64 {
		return c, nil, nil, errHash
	}
	return c, salt, hash, nil
}
