package identity

import (
	"context"
	"encoding/hex"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func (k *kit) authenticates(s *Service, token secret.Text, want error) {
	k.t.Helper()
	p, err := s.Authenticate(k.ctx, token)
	if want == nil && err != nil || want != nil && p.Role != "" {
		k.t.Fatalf("got %q and %v, want error %v", p.Role, err, want)
	}
	if want != nil {
		mustBe(k.t, err, want)
	}
}

func TestSessionEndsUnused(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	token, _ := k.signIn()
	k.clock.Advance(24*time.Hour - time.Second)
	k.authenticates(k.Service, token, nil)
	k.clock.Advance(24*time.Hour - time.Second)
	k.authenticates(k.Service, token, nil)
	k.clock.Advance(24 * time.Hour)
	k.authenticates(k.Service, token, ErrNoSession)
}

func TestSessionEndsUsed(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	token, _ := k.signIn()
	const step = 12 * time.Hour
	for used := step; used < 14*24*time.Hour; used += step {
		k.clock.Advance(step)
		k.authenticates(k.Service, token, nil)
	}
	k.clock.Advance(step - time.Second)
	k.authenticates(k.Service, token, nil)
	k.clock.Advance(time.Second) // within the cache's time, but the end is the end
	k.authenticates(k.Service, token, ErrNoSession)
}

func TestLastSeenIsWrittenOnceAMinute(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	token, _ := k.signIn()
	touched := 0
	for range 61 {
		k.clock.Advance(3 * time.Second)
		k.sent.take()
		k.authenticates(k.Service, token, nil)
		for _, statement := range k.sent.take() {
			if strings.HasPrefix(statement, "TouchSession") {
				touched++
			}
		}
	}
	if touched != 3 {
		t.Errorf("written %d times in three minutes", touched)
	}
	if at := value[time.Time](k, `SELECT last_seen_at FROM platform.sessions`); !at.Equal(k.clock.Now().Add(-3 * time.Second)) {
		t.Errorf("last seen at %s, now is %s", at, k.clock.Now())
	}
}

func TestSignOut(t *testing.T) {
	t.Parallel()
	k := setup(t)
	other := k.service(Options{})
	k.user(ownerEmail)
	token, _ := k.signIn()
	second, _ := k.signIn()
	k.authenticates(k.Service, token, nil)
	k.authenticates(other, token, nil)
	for range 2 { // signing out again is no error
		if err := k.SignOut(k.ctx, token); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.SignOut(k.ctx, secret.New("no token")); err != nil {
		t.Fatal(err)
	}
	k.authenticates(k.Service, token, ErrNoSession)
	k.clock.Advance(2 * time.Second)
	k.authenticates(other, token, ErrNoSession)
	k.authenticates(other, second, nil)
	if n := value[int](k, `SELECT count(*) FROM platform.security_events WHERE kind = 'sign_out'`); n != 1 {
		t.Errorf("%d sign-outs were noted", n)
	}
}

func TestSessionFollowsItsUser(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	token, _ := k.signIn()
	for _, c := range []struct {
		do, undo string
		want     error
	}{
		{`UPDATE users SET deleted_at = now()`, `UPDATE users SET deleted_at = NULL`, ErrNoSession},
		{`UPDATE platform.memberships SET ended_at = now()`, `UPDATE platform.memberships SET ended_at = NULL`, ErrNoSession},
		{`UPDATE platform.identities SET disabled_at = now()`, `UPDATE platform.identities SET disabled_at = NULL`, ErrNoSession},
		{`UPDATE platform.directory SET status = 'closed'`, `UPDATE platform.directory SET status = 'active'`, ErrNoSession},
		{`UPDATE platform.directory SET status = 'suspended'`, `UPDATE platform.directory SET status = 'active'`, ErrSuspended},
		{`UPDATE users SET role = 'tenant'`, `UPDATE users SET role = 'auditor'`, nil},
	} {
		k.authenticates(k.Service, token, nil)
		k.exec(c.do)
		k.clock.Advance(2 * time.Second)
		k.authenticates(k.Service, token, c.want)
		k.exec(c.undo)
		k.clock.Advance(2 * time.Second)
	}
	k.clock.Advance(2 * time.Second)
	if p, err := k.Authenticate(k.ctx, token); err != nil || p.Role != tenancy.RoleAuditor {
		t.Errorf("the role of now: %s, %v", p.Role, err)
	}
}

func TestTamperedToken(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	token, _ := k.signIn()
	raw := token.Reveal()
	if len(raw) != 43 {
		t.Fatalf("the token has %d characters", len(raw))
	}
	for i := range raw { // every place, to a character of the alphabet that keeps the token well-formed
		c := byte('A')
		if raw[i] == c {
			c = 'E'
		}
		k.authenticates(k.Service, secret.New(raw[:i]+string(c)+raw[i+1:]), ErrNoSession)
	}
	k.sent.take()
	hash := value[[]byte](k, `SELECT token_hash FROM platform.sessions`)
	for _, bad := range []string{
		"", "x", raw[:42], raw + "A", raw + "=", " " + raw, raw + "\n", raw[:42] + "\x00", raw[:42] + "é",
		raw[:42] + "+", hex.EncodeToString(hash), string(hash), sessionEncoding.EncodeToString(hash)[:42],
		strings.Repeat("A", 1_000_000), "' OR true --",
	} {
		k.authenticates(k.Service, secret.New(bad), ErrNoSession)
	}
	if sent := k.sent.take(); len(sent) != 0 {
		t.Errorf("malformed tokens cost %d statements", len(sent))
	}
	k.authenticates(k.Service, secret.New(sessionEncoding.EncodeToString(hash)), ErrNoSession) // what is stored opens nothing
	if n := len(k.sessions.entries); n != 0 {
		t.Errorf("%d made-up tokens are kept", n)
	}
	k.authenticates(k.Service, token, nil)
}

func TestRequestsTogetherShareOneLookUp(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.user(ownerEmail)
	token, _ := k.signIn()
	hash, _ := sessionHash(token)
	k.sent.take()
	release, loading := make(chan struct{}), make(chan struct{})
	loads := 0
	load := func(context.Context) (verdict, error) {
		loads++
		close(loading)
		<-release
		return verdict{principal: tenancy.Principal{Role: tenancy.RoleAdmin}, until: k.clock.Now().Add(time.Second)}, nil
	}
	var all sync.WaitGroup
	ask := func() {
		if p, err := k.sessions.get(k.ctx, hash, load); err != nil || p.Role != tenancy.RoleAdmin {
			t.Errorf("%s, %v", p.Role, err)
		}
	}
	all.Go(ask)
	<-loading
	for range 20 {
		all.Go(ask)
	}
	close(release)
	all.Wait()
	if loads != 1 {
		t.Errorf("%d look-ups", loads)
	}
}

// A look-up that began before a revocation is answered but neither kept nor joined after it.
func TestForgetDuringLookUp(t *testing.T) {
	t.Parallel()
	k := setup(t)
	var hash tokenHash
	release, loading, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	stale := verdict{principal: tenancy.Principal{Role: tenancy.RoleAdmin}, until: k.clock.Now().Add(time.Second)}
	go func() {
		defer close(done)
		_, _ = k.sessions.get(k.ctx, hash, func(context.Context) (verdict, error) {
			close(loading)
			<-release
			return stale, nil
		})
	}()
	<-loading
	k.sessions.forget(hash)
	revoked := func(context.Context) (verdict, error) { return verdict{refusal: ErrNoSession}, nil }
	_, err := k.sessions.get(k.ctx, hash, revoked)
	mustBe(t, err, ErrNoSession)
	close(release)
	<-done
	_, err = k.sessions.get(k.ctx, hash, revoked)
	mustBe(t, err, ErrNoSession)
}

func TestCacheIsBounded(t *testing.T) {
	t.Parallel()
	k := setup(t)
	for i := range 3 * cacheSize {
		hash := tokenHash{byte(i), byte(i >> 8), byte(i >> 16)}
		k.sessions.keep(hash, verdict{until: k.clock.Now().Add(time.Second)}, 0)
	}
	if n := len(k.sessions.entries); n > cacheSize || n < cacheSize/2 {
		t.Errorf("%d entries", n)
	}
	for i := 0; len(k.sessions.entries) < cacheSize; i++ {
		k.sessions.entries[tokenHash{byte(i), byte(i >> 8), 255}] = verdict{until: k.clock.Now().Add(time.Second)}
	}
	k.clock.Advance(time.Second)
	k.sessions.keep(tokenHash{1}, verdict{until: k.clock.Now().Add(time.Second)}, 0)
	if n := len(k.sessions.entries); n != 1 {
		t.Errorf("%d entries, of which all but one are over", n)
	}
}

func TestCallerThatLeavesDoesNotFailOthers(t *testing.T) {
	t.Parallel()
	k := setup(t)
	var hash tokenHash
	release, loading := make(chan struct{}), make(chan struct{})
	load := func(ctx context.Context) (verdict, error) {
		close(loading)
		<-release
		return verdict{principal: tenancy.Principal{Role: tenancy.RoleAdmin}}, ctx.Err()
	}
	first, leave := context.WithCancel(k.ctx)
	var all sync.WaitGroup
	all.Go(func() {
		_, err := k.sessions.get(first, hash, load)
		mustBe(t, err, context.Canceled)
	})
	<-loading
	joined := k.sessions.flight.DoChan("0"+string(hash[:]), func() (any, error) { return nil, ErrNoSession })
	leave()
	all.Wait()
	close(release)
	if r := <-joined; r.Err != nil || !r.Shared {
		t.Errorf("the other caller got %v, shared %t", r.Err, r.Shared)
	}
}
