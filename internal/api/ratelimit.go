package api

import (
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Limits are how many requests to operations one process answers. They are kept in its memory: behind n processes a
// client may do up to n times as much.
type Limits struct {
	Key     Limit // for each API key, and for each person who is signed in
	Address Limit // for each IPv4 address and each IPv6 network of 64 bits, whoever asks
}

// Limit is the size of a bucket of tokens, one of which each request takes, and how fast it fills again. The zero Limit
// limits nothing.
type Limit struct {
	PerMinute int
	Burst     int
}

// The headers of draft-ietf-httpapi-ratelimit-headers-10, "RateLimit header fields for HTTP", sections 3 and 4: the policy
// is the size of the bucket and the seconds in which an empty one fills; the other what is left and when it is full.
const (
	rateHeader   = "RateLimit"
	policyHeader = "RateLimit-Policy"
)

var errRateLimited = fault.New(fault.RateLimited, "rate_limited", "Too many requests. Wait as long as Retry-After says.")

// maxBuckets bounds the memory of a limiter: a bucket takes some 150 bytes.
const maxBuckets = 20_000

// limiter keeps a bucket for each of its keys.
type limiter[K comparable] struct {
	name  string // in the headers
	limit Limit
	clock clock.Clock

	mu      sync.Mutex
	buckets map[K]*rate.Limiter
}

func newLimiter[K comparable](name string, limit Limit, c clock.Clock) *limiter[K] {
	return &limiter[K]{name: name, limit: limit, clock: c, buckets: map[K]*rate.Limiter{}}
}

// take takes a token from the bucket of key, says in the headers what is left, and refuses where nothing was.
func (l *limiter[K]) take(h http.Header, key K) error {
	if l.limit.PerMinute <= 0 {
		return nil
	}
	now := l.clock.Now()
	bucket := l.bucket(key, now)
	ok := bucket.AllowN(now, 1)
	left, perSecond := bucket.TokensAt(now), float64(bucket.Limit())
	full := (float64(l.limit.Burst) - left) / perSecond
	h.Set(policyHeader, fmt.Sprintf("%q;q=%d;w=%d", l.name, l.limit.Burst, seconds(float64(l.limit.Burst)/perSecond)))
	h.Set(rateHeader, fmt.Sprintf("%q;r=%d;t=%d", l.name, max(0, int(left)), seconds(full)))
	if ok {
		return nil
	}
	wait := *errRateLimited
	wait.RetryAfter = time.Duration((1 - left) / perSecond * float64(time.Second))
	return &wait
}

func seconds(v float64) int { return max(0, int(math.Ceil(v))) }

func (l *limiter[K]) bucket(key K, now time.Time) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[key]
	if b == nil {
		if len(l.buckets) >= maxBuckets {
			l.makeRoom(now)
		}
		b = rate.NewLimiter(rate.Limit(float64(l.limit.PerMinute)/60), l.limit.Burst)
		l.buckets[key] = b
	}
	return b
}

// makeRoom drops the buckets that are full, which nobody misses, and while more than nine tenths are left, whatever comes
// first: the map's order is random. A tenth at a time, so that a crowd of addresses does not make each request walk it.
func (l *limiter[K]) makeRoom(now time.Time) {
	for key, b := range l.buckets {
		if b.TokensAt(now) >= float64(l.limit.Burst) {
			delete(l.buckets, key)
		}
	}
	for key := range l.buckets {
		if len(l.buckets) <= maxBuckets-maxBuckets/10 {
			return
		}
		delete(l.buckets, key)
	}
}

// network is the address as it is counted: whoever has one IPv6 address commonly has 2^64 of them.
func network(ip netip.Addr) netip.Addr {
	if ip.Is6() && !ip.Is4In6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return ip.Unmap()
}

// counted is whose bucket a request of p's is taken from.
func counted(p tenancy.Principal) id.ID {
	if p.APIKey != id.Nil {
		return p.APIKey
	}
	return p.User
}

// addressOf is where a request comes from, as whoever built the API knows it, or else as the connection says.
func (a *api) addressOf(r *http.Request) netip.Addr {
	if a.Address != nil {
		return a.Address(r)
	}
	if from, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return from.Addr().Unmap()
	}
	return netip.Addr{}
}

// retryAfter is the header's value: whole seconds, at least one.
func retryAfter(d time.Duration) string { return strconv.Itoa(max(1, seconds(d.Seconds()))) }
