// Package outbound makes the HTTP clients for addresses that an organization chose: identity providers, webhooks. Whoever
// chooses an address must not reach with it what only this server can reach (server-side request forgery). So a client
// refuses private networks at the moment it connects, when the name has been resolved for good, follows no redirect, uses
// no proxy of the environment, and bounds the time and the size of what it takes.
package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"

	"code.dny.dev/ssrf"
)

var (
	// ErrAddress says that the address leads where no organization may send this server: a private network, or this machine.
	ErrAddress = errors.New("outbound: the address is not a public one")
	// ErrScheme says that the address does not begin with https://.
	ErrScheme = errors.New("outbound: only https is allowed")
	// ErrRedirect says that the answer was a redirect, which is not followed: it could lead anywhere.
	ErrRedirect = errors.New("outbound: redirects are not followed")
	// ErrTooLarge says that the answer is larger than was allowed.
	ErrTooLarge = errors.New("outbound: the answer is too large")
)

// Options shape a client. The zero value is strict.
type Options struct {
	// Timeout bounds a request from the resolving of the name to the last byte of the answer. 0 means 10 seconds.
	Timeout time.Duration
	// MaxBody bounds an answer's body, in bytes. 0 means 1 MiB.
	MaxBody int64
	// Loopback lets requests go to this machine, by http too: for development and tests, where the other side runs beside
	// the server.
	Loopback bool
	// Roots are the certificate authorities to trust; nil means those of the system.
	Roots *x509.CertPool
	// Resolver looks names up; nil means the system's.
	Resolver *net.Resolver
}

const (
	defaultTimeout = 10 * time.Second
	defaultBody    = 1 << 20
	maxHeaders     = 64 << 10
)

// loopback are the networks of this machine itself. Source: RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3.
var (
	loopback4 = netip.MustParsePrefix("127.0.0.0/8")
	loopback6 = netip.MustParsePrefix("::1/128")
)

// NewClient returns a client that holds to o. It keeps no connection open between requests, so it need not be closed.
// Errors wrap those of this package, or tell of the network.
func NewClient(o Options) *http.Client {
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	if o.MaxBody == 0 {
		o.MaxBody = defaultBody
	}
	guard := []ssrf.Option{ssrf.WithAnyPort()}
	if o.Loopback {
		guard = append(guard, ssrf.WithAllowedV4Prefixes(loopback4), ssrf.WithAllowedV6Prefixes(loopback6))
	}
	// Control sees the resolved address right before the connection is made: a name that resolves differently the second
	// time, as in DNS rebinding, is judged by what it resolves to now.
	dialer := &net.Dialer{Timeout: o.Timeout, Control: ssrf.New(guard...).Safe, Resolver: o.Resolver}
	transport := &http.Transport{
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots},
		DisableKeepAlives:      true,
		DisableCompression:     true, // a small answer cannot unfold into a large one
		ForceAttemptHTTP2:      true,
		MaxResponseHeaderBytes: maxHeaders,
	}
	return &http.Client{
		Transport: bounded{transport, o.MaxBody, o.Loopback}, Timeout: o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return ErrRedirect },
	}
}

// bounded checks the scheme, names the guard's refusals, and bounds the body.
type bounded struct {
	next     http.RoundTripper
	max      int64
	loopback bool
}

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Scheme != "https" && (!b.loopback || r.URL.Scheme != "http" || !Loopback(r.URL.Hostname())) {
		return nil, ErrScheme
	}
	response, err := b.next.RoundTrip(r)
	if err != nil {
		return nil, named(err)
	}
	if response.ContentLength > b.max {
		_ = response.Body.Close()
		return nil, ErrTooLarge
	}
	response.Body = &limited{response.Body, b.max}
	return response, nil
}

// named turns the guard's refusals into ours.
func named(err error) error {
	for _, refusal := range []error{ssrf.ErrProhibitedIP, ssrf.ErrProhibitedNetwork, ssrf.ErrProhibitedPort, ssrf.ErrInvalidHostPort} {
		if errors.Is(err, refusal) {
			return fmt.Errorf("%w: %w", ErrAddress, refusal)
		}
	}
	return err
}

// limited fails where io.LimitReader would pretend that the body ends.
type limited struct {
	io.ReadCloser
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left < 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.ReadCloser.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n - 1, ErrTooLarge
	}
	return n, err
}

// Loopback reports whether a host of an address, without its port, is this machine: "localhost" or a loopback address.
func Loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && (loopback4.Contains(ip) || loopback6.Contains(ip))
}

// TimedOut reports whether err says that the other side took too long.
func TimedOut(err error) bool {
	var n net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &n) && n.Timeout()
}

// Untrusted reports whether err says that the other side's certificate is not to be trusted.
func Untrusted(err error) bool {
	var verification *tls.CertificateVerificationError
	return errors.As(err, &verification)
}
