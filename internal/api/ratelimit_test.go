package api

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// limited is a world whose clock stands still and whose limits are small.
func limitedWorld(t *testing.T, l Limits, from func(*http.Request) netip.Addr) (*world, *clock.Fixed) {
	t.Helper()
	w := newWorld(t)
	now := clock.At(testNow)
	w.deps.Limits, w.deps.Clock, w.deps.Address = l, now, from
	w.server.Close()
	w.server = httptest.NewServer(New(w.deps))
	t.Cleanup(w.server.Close)
	return w, now
}

func TestRateOfAKey(t *testing.T) {
	t.Parallel()
	w, now := limitedWorld(t, Limits{Key: Limit{PerMinute: 60, Burst: 3}, Address: Limit{PerMinute: 6000, Burst: 1000}}, nil)
	c, other := w.manager(), w.manager()
	c.as.APIKey, other.as.APIKey = id.New(), id.New()
	for left := 2; left >= 0; left-- {
		got := c.do("GET", "/v1/properties", nil)
		want := map[int]string{2: `"key";r=2;t=1`, 1: `"key";r=1;t=2`, 0: `"key";r=0;t=3`}[left]
		if got.status != 200 || got.header.Get(rateHeader) != want || got.header.Get(policyHeader) != `"key";q=3;w=3` {
			t.Errorf("%d %v", got.status, got.header)
		}
	}
	refused := c.do("GET", "/v1/properties", nil)
	if code, _ := refused.problem(t); refused.status != 429 || code != "rate_limited" || refused.header.Get("Retry-After") != "1" {
		t.Errorf("%d %v %s", refused.status, refused.header, refused.body)
	}
	other.must(200, "GET", "/v1/properties", nil)
	now.Advance(time.Second)
	c.must(200, "GET", "/v1/properties", nil)
	c.must(429, "GET", "/v1/properties", nil)
	// The pages of the documentation are not counted.
	(&client{w: w, anon: true}).must200("/openapi.json")
}

func (c *client) must200(path string) {
	c.w.t.Helper()
	if a := c.do("GET", path, nil); a.status != 200 {
		c.w.t.Errorf("%s: %d", path, a.status)
	}
}

// Guessing keys is limited before any of them is looked up.
func TestRateOfAnAddress(t *testing.T) {
	t.Parallel()
	from := func(r *http.Request) netip.Addr { return netip.MustParseAddr(r.Header.Get("X-From")) }
	w, _ := limitedWorld(t, Limits{Key: Limit{PerMinute: 6000, Burst: 100}, Address: Limit{PerMinute: 60, Burst: 2}}, from)
	nobody := &client{w: w, anon: true}
	for i, c := range []struct {
		from string
		want int
	}{
		{"203.0.113.7", 401},
		{"203.0.113.7", 401},
		{"203.0.113.7", 429},
		{"::ffff:203.0.113.7", 429},
		{"203.0.113.8", 401},
		{"2001:db8::1", 401},
		{"2001:db8::2", 401},
		{"2001:db8::3", 429},
		{"2001:db8:0:1::1", 401},
	} {
		if got := nobody.do("GET", "/v1/properties", nil, "X-From", c.from); got.status != c.want {
			t.Errorf("%d: from %s: %d", i, c.from, got.status)
		}
	}
}

// However many addresses ask, the memory is bounded, and one that is at its limit is not forgotten for one that is not.
func TestLimiterIsBounded(t *testing.T) {
	t.Parallel()
	l := newLimiter[int]("x", Limit{PerMinute: 1, Burst: 1}, clock.At(testNow))
	for i := range 3 * maxBuckets {
		_ = l.take(http.Header{}, i)
		if len(l.buckets) > maxBuckets {
			t.Fatalf("%d buckets", len(l.buckets))
		}
	}
	now := clock.At(testNow)
	full := newLimiter[int]("x", Limit{PerMinute: 60, Burst: 1}, now)
	for i := range maxBuckets - 1 {
		_ = full.take(http.Header{}, i)
	}
	now.Advance(time.Second) // all are full again, and one is spent
	_ = full.take(http.Header{}, -1)
	_ = full.take(http.Header{}, -2)
	if err := full.take(http.Header{}, -1); err == nil {
		t.Error("the limit was forgotten")
	}
	if off := newLimiter[int]("x", Limit{}, now); off.take(http.Header{}, 1) != nil || len(off.buckets) != 0 {
		t.Error("no limit limits")
	}
}
