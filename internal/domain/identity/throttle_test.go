package identity

import (
	"errors"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

func TestBlockGrows(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]time.Duration{
		0: 0, 4: 0, 5: time.Minute, 6: 2 * time.Minute, 7: 4 * time.Minute,
		10: 32 * time.Minute, 11: time.Hour, 12: time.Hour, 1_000_000: time.Hour,
	} {
		if got := perPair.blockFor(n); got != want {
			t.Errorf("after %d failures: %s, want %s", n, got, want)
		}
	}
	if got := perEmail.blockFor(5000); got != 2*time.Second {
		t.Errorf("an e-mail address is blocked for %s", got)
	}
}

func TestNetwork(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"203.0.113.7":                "203.0.113.7/32",
		"::ffff:203.0.113.7":         "203.0.113.7/32",
		"2001:db8:1:2:3:4:5:6":       "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::1":       "2001:db8:1:2::/64",
		"fe80::1:2:3:4%eth0":         "fe80::/64",
		"2001:db8:1:3::1":            "2001:db8:1:3::/64",
		"0000:0000:0000:0000::1":     "::/64",
		"::ffff:0:0":                 "0.0.0.0/32",
		"2001:db8:1:2:3:4:5:6%zoned": "2001:db8:1:2::/64",
	} {
		if got := network(netip.MustParseAddr(in)).String(); got != want {
			t.Errorf("%s is in %s, want %s", in, got, want)
		}
	}
	if got := network(netip.Addr{}).String(); got != "::/128" {
		t.Errorf("no address is in %s", got)
	}
}

func TestPairIsThrottled(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	wrong, right := from(ownerIP, ownerEmail, badPassword), from(ownerIP, ownerEmail, goodPassword)
	blocked := func(want time.Duration) {
		t.Helper()
		hashed := k.hashing.Load()
		if f := k.refusal(ErrThrottled, right); f.RetryAfter != want || f.Kind != fault.RateLimited {
			t.Fatalf("wait %s (%d), want %s", f.RetryAfter, f.Kind, want)
		}
		if k.hashing.Load() != hashed {
			t.Error("a throttled try was hashed")
		}
	}

	for range 4 {
		k.fails(ErrSignInFailed, wrong)
	}
	k.signIn() // four failures are forgiven
	for range 5 {
		k.fails(ErrSignInFailed, wrong)
	}
	blocked(time.Minute)
	k.clock.Advance(59 * time.Second)
	blocked(time.Second)
	k.clock.Advance(time.Second)
	k.fails(ErrSignInFailed, wrong)
	blocked(2 * time.Minute)
	k.clock.Advance(2 * time.Minute)
	k.fails(ErrSignInFailed, wrong)
	blocked(4 * time.Minute)

	k.clock.Advance(4*time.Minute + 15*time.Minute) // the window after the block has passed too
	for range 5 {
		k.fails(ErrSignInFailed, wrong)
	}
	blocked(time.Minute)
	k.clock.Advance(time.Minute)
	k.signIn()
	k.fails(ErrSignInFailed, wrong) // and success forgets

	if n := value[int](k, `SELECT count(*) FROM platform.security_events WHERE kind = 'sign_in_throttled'`); n != 4 {
		t.Errorf("%d events of throttling, want one for each block", n)
	}
}

func TestSlowFailuresAreForgotten(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	for range 12 {
		for range 4 {
			k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, badPassword))
		}
		k.clock.Advance(15 * time.Minute)
	}
}

func TestAddressIsThrottled(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	home := func(n byte) netip.Addr { // one customer's /64
		return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 0, 1, 0, 2, 9, 9, 9, 9, 9, 9, 9, n})
	}
	for n := range byte(20) {
		k.fails(ErrSignInFailed, from(home(n), nth(int(n)), badPassword))
	}
	if f := k.refusal(ErrThrottled, from(home(99), ownerEmail, goodPassword)); f.RetryAfter != time.Minute {
		t.Errorf("wait %s", f.RetryAfter)
	}
	next := netip.MustParseAddr("2001:db8:1:3::1")
	if _, _, err := k.SignIn(k.ctx, from(next, ownerEmail, goodPassword)); err != nil {
		t.Errorf("the next house: %v", err)
	}
}

func TestAttackerDoesNotLockOwnerOut(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	for range 5 {
		k.fails(ErrSignInFailed, from(attackerIP, ownerEmail, badPassword))
	}
	k.fails(ErrThrottled, from(attackerIP, ownerEmail, badPassword))
	k.signIn()
	k.fails(ErrThrottled, from(attackerIP, ownerEmail, badPassword)) // whose block the owner's success leaves alone
}

// A guess from many addresses is slowed, but not where the owner has signed in before.
func TestManyAddressesAreSlowed(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	k.signIn()
	for n := range 100 {
		k.fails(ErrSignInFailed, from(numbered(n), ownerEmail, badPassword))
	}
	elsewhere := netip.MustParseAddr("192.0.2.200")
	if f := k.refusal(ErrThrottled, from(elsewhere, ownerEmail, goodPassword)); f.RetryAfter != 2*time.Second {
		t.Errorf("wait %s", f.RetryAfter)
	}
	k.signIn()
	k.clock.Advance(2 * time.Second)
	k.fails(ErrSignInFailed, from(numbered(101), ownerEmail, badPassword))
	if f := k.refusal(ErrThrottled, from(numbered(102), ownerEmail, badPassword)); f.RetryAfter != 2*time.Second {
		t.Errorf("wait %s", f.RetryAfter)
	}
	k.clock.Advance(2 * time.Second)
	if _, _, err := k.SignIn(k.ctx, from(elsewhere, ownerEmail, goodPassword)); err != nil {
		t.Errorf("the owner at a new place: %v", err)
	}
}

// However many tries arrive at once, and at two processes, few more than the free ones are looked at.
func TestFloodIsThrottled(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	const slots = 2
	processes := []*Service{
		k.service(Options{HashSlots: slots, HashWait: time.Minute}),
		k.service(Options{HashSlots: slots, HashWait: time.Minute}),
	}
	var looked, turned atomic.Int64
	var all sync.WaitGroup
	for n := range 60 {
		all.Go(func() {
			_, _, err := processes[n%2].SignIn(k.ctx, from(attackerIP, ownerEmail, badPassword))
			switch {
			case errors.Is(err, ErrSignInFailed):
				looked.Add(1)
			case errors.Is(err, ErrThrottled):
				turned.Add(1)
			default:
				t.Errorf("unexpected: %v", err)
			}
		})
	}
	all.Wait()
	most := int64(perPair.free - 1 + 2*slots)
	if looked.Load() < int64(perPair.free) || looked.Load() > most || looked.Load()+turned.Load() != 60 {
		t.Errorf("%d passwords were tried, want %d to %d", looked.Load(), perPair.free, most)
	}
}
