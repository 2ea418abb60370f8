package outbound

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

func get(t *testing.T, c *http.Client, url string) (string, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := c.Do(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	b, err := io.ReadAll(response.Body)
	return string(b), err
}

// counting is a server on this machine that counts who reaches it.
func counting(t *testing.T) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var reached atomic.Int64
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reached.Add(1)
		_, _ = io.WriteString(w, "secret of the machine")
	}))
	t.Cleanup(s.Close)
	return s, &reached
}

func trusting(s *httptest.Server) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(s.Certificate())
	return pool
}

func TestPrivateNetworksAreRefused(t *testing.T) {
	t.Parallel()
	s, reached := counting(t)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c := NewClient(Options{Timeout: 5 * time.Second, Roots: trusting(s)})
	for _, host := range []string{
		"127.0.0.1", "localhost", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "10.0.0.1", "172.16.0.1",
		"192.168.1.1", "169.254.169.254", "100.64.0.1", "[fd00::1]", "[fe80::1]", "224.0.0.1", "[2001:db8::1]", "[::]",
		"[64:ff9b::7f00:1]", "[2002:7f00:1::]",
	} {
		if _, err := get(t, c, "https://"+host+":"+port+"/"); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", host, err)
		}
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("this machine was reached %d times", n)
	}
}

func TestLoopbackWhereItIsAllowed(t *testing.T) {
	t.Parallel()
	s, _ := counting(t)
	c := NewClient(Options{Loopback: true, Roots: trusting(s)})
	if body, err := get(t, c, s.URL); err != nil || !strings.Contains(body, "secret") {
		t.Errorf("%q, %v", body, err)
	}
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "plain") }))
	t.Cleanup(plain.Close)
	if body, err := get(t, c, plain.URL); err != nil || body != "plain" {
		t.Errorf("%q, %v", body, err)
	}
	if _, err := get(t, c, "https://10.0.0.1/"); !errors.Is(err, ErrAddress) {
		t.Errorf("another private network: %v", err)
	}
	if _, err := get(t, NewClient(Options{Loopback: true}), s.URL); !Untrusted(err) {
		t.Errorf("a certificate that nobody vouches for: %v", err)
	}
}

func TestOnlyHTTPS(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"http://example.com/", "http://127.0.0.1/", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/"} {
		if _, err := get(t, NewClient(Options{}), url); !errors.Is(err, ErrScheme) {
			t.Errorf("%s: %v", url, err)
		}
	}
	if _, err := get(t, NewClient(Options{Loopback: true}), "http://example.com/"); !errors.Is(err, ErrScheme) {
		t.Errorf("http to elsewhere: %v", err)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	s, reached := counting(t)
	from := httptest.NewServer(http.RedirectHandler(s.URL, http.StatusFound))
	t.Cleanup(from.Close)
	if _, err := get(t, NewClient(Options{Loopback: true, Roots: trusting(s)}), from.URL); !errors.Is(err, ErrRedirect) {
		t.Error(err)
	}
	if reached.Load() != 0 {
		t.Error("the redirect was followed")
	}
}

func TestTheProxyOfTheEnvironmentIsNotAsked(t *testing.T) {
	s, reached := counting(t)
	t.Setenv("HTTPS_PROXY", s.URL)
	t.Setenv("HTTP_PROXY", s.URL)
	if _, err := get(t, NewClient(Options{Timeout: 5 * time.Second}), "https://10.0.0.1/"); !errors.Is(err, ErrAddress) {
		t.Error(err)
	}
	if reached.Load() != 0 {
		t.Error("the request went through the proxy")
	}
}

func TestSizeIsBounded(t *testing.T) {
	t.Parallel()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/declared":
			w.Header().Set("Content-Length", "1000000000")
		case "/fits":
			_, _ = io.WriteString(w, strings.Repeat("x", 1000))
		case "/headers":
			w.Header().Set("X-Long", strings.Repeat("x", 2*maxHeaders))
		default:
			for range 100 {
				_, _ = io.WriteString(w, strings.Repeat("x", 1000))
				_ = http.NewResponseController(w).Flush()
			}
		}
	}))
	t.Cleanup(s.Close)
	c := NewClient(Options{Loopback: true, MaxBody: 1000})
	if body, err := get(t, c, s.URL+"/fits"); err != nil || len(body) != 1000 {
		t.Errorf("%d, %v", len(body), err)
	}
	for _, path := range []string{"/declared", "/endless"} {
		if _, err := get(t, c, s.URL+path); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if body, err := get(t, c, s.URL+"/headers"); err == nil {
		t.Errorf("endless headers were read: %d", len(body))
	}
}

func TestTimeIsBounded(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/drip" {
			_, _ = io.WriteString(w, "x")
			_ = http.NewResponseController(w).Flush()
		}
		<-gone
	}))
	t.Cleanup(s.Close)
	t.Cleanup(func() { close(gone) })
	c := NewClient(Options{Loopback: true, Timeout: 50 * time.Millisecond})
	for _, path := range []string{"/silent", "/drip"} {
		if _, err := get(t, c, s.URL+path); !TimedOut(err) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestNameThatChangesItsAddress resolves a name first to a public address and then to this machine, as in DNS rebinding:
// what counts is what it resolves to when the connection is made.
func TestNameThatChangesItsAddress(t *testing.T) {
	t.Parallel()
	s, reached := counting(t)
	_, port, err := net.SplitHostPort(s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64
	names := &net.Resolver{PreferGo: true, Dial: func(_ context.Context, _, _ string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go answer(theirs, func() netip.Addr {
			if asked.Add(1) == 1 {
				return netip.MustParseAddr("93.184.215.14")
			}
			return netip.MustParseAddr("127.0.0.1")
		})
		return ours, nil
	}}
	first, err := names.LookupNetIP(t.Context(), "ip4", "rebind.example")
	if err != nil || len(first) != 1 || first[0].IsLoopback() {
		t.Fatalf("%v, %v", first, err)
	}
	c := NewClient(Options{Timeout: 5 * time.Second, Resolver: names, Roots: trusting(s)})
	if _, err := get(t, c, "https://rebind.example:"+port+"/"); !errors.Is(err, ErrAddress) {
		t.Error(err)
	}
	if reached.Load() != 0 {
		t.Error("this machine was reached by a name")
	}
}

// answer is a name server for one connection: it gives every A question the next address and every other one nothing.
func answer(c net.Conn, next func() netip.Addr) {
	defer c.Close()
	for {
		var size [2]byte
		if _, err := io.ReadFull(c, size[:]); err != nil {
			return
		}
		raw := make([]byte, int(size[0])<<8|int(size[1]))
		if _, err := io.ReadFull(c, raw); err != nil {
			return
		}
		var m dnsmessage.Message
		if err := m.Unpack(raw); err != nil {
			return
		}
		m.Response, m.Additionals = true, nil
		for _, q := range m.Questions {
			if q.Type == dnsmessage.TypeA {
				m.Answers = append(m.Answers, dnsmessage.Resource{
					Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 0},
					Body:   &dnsmessage.AResource{A: next().As4()},
				})
			}
		}
		out, err := m.Pack()
		if err != nil {
			return
		}
		if _, err := c.Write(append([]byte{byte(len(out) >> 8), byte(len(out))}, out...)); err != nil {
			return
		}
	}
}
