package mail

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

const (
	user     = "propertyos"
	password = "correct-horse-battery"
	to       = "resident@example.com"
)

// taken is one message as the server took it.
type taken struct{ from, to, data, user string }

// post is a mail server for one test. It answers as its script says.
type post struct {
	mu    sync.Mutex
	taken []taken
	// What it does instead of taking the message; nil takes.
	rcpt   func(try int) error
	data   func(r io.Reader) error
	noAuth bool
	tries  int

	addr  *net.TCPAddr
	roots *x509.CertPool
	conns func() // closes the connections that are open
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &visit{post: p}, nil }

type visit struct {
	post *post
	taken
}

func (v *visit) Reset()                                      { v.from, v.to = "", "" }
func (v *visit) Logout() error                               { return nil }
func (v *visit) Mail(from string, _ *smtp.MailOptions) error { v.from = from; return nil }

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.post.mu.Lock()
	defer v.post.mu.Unlock()
	v.post.tries++
	if v.post.rcpt != nil {
		if err := v.post.rcpt(v.post.tries); err != nil {
			return err
		}
	}
	v.to = to
	return nil
}

func (v *visit) Data(r io.Reader) error {
	if v.post.data != nil {
		return v.post.data(r)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	v.data = string(b)
	v.post.mu.Lock()
	defer v.post.mu.Unlock()
	v.post.taken = append(v.post.taken, v.taken)
	return nil
}

func (v *visit) AuthMechanisms() []string {
	if v.post.noAuth {
		return nil
	}
	return []string{sasl.Plain}
}

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, u, p string) error {
		if u != user || p != password {
			return errors.New("no")
		}
		v.user = u
		return nil
	}), nil
}

func (p *post) all() []taken {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]taken{}, p.taken...)
}

// serve starts a server for the test, whose connections begin encrypted where implicit.
func (p *post) serve(t *testing.T, implicit bool) *post {
	t.Helper()
	certificate, roots := certify(t)
	server := smtp.NewServer(p)
	server.Domain, server.AllowInsecureAuth = "mail.example.com", true
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	server.ErrorLog = quiet{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.addr, p.roots = l.Addr().(*net.TCPAddr), roots
	if implicit {
		l = tls.NewListener(l, server.TLSConfig)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	p.conns = func() { _ = server.Close() }
	t.Cleanup(func() {
		_ = server.Close()
		_ = l.Close() // a server that is closed before it began to serve does not know of it, and would wait for ever
		<-done
	})
	return p
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func certify(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := clock.System{}.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// settings are how to reach p properly.
func (p *post) settings() SMTP {
	return SMTP{
		Host: p.addr.IP.String(), Port: p.addr.Port, User: user, Password: secret.New(password), TLS: TLSStart, Roots: p.roots,
		From:  &mail.Address{Name: "Harborlight, Mgmt", Address: "no-reply@harborlight.example.com"},
		Clock: clock.At(time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)),
	}
}

func letter() Message {
	return Message{
		To: to, Subject: "Réinitialiser · パスワード", Text: "Grüße\n.\nend\n", HTML: "<p>Grüße</p>", Kind: "password_reset",
		ID: "0198c0de-0000-7000-8000-000000000001",
	}
}

func TestSend(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ mode, user string }{{TLSStart, user}, {TLSImplicit, user}, {TLSNone, ""}, {TLSStart, ""}} {
		t.Run(c.mode+c.user, func(t *testing.T) {
			t.Parallel()
			p := (&post{}).serve(t, c.mode == TLSImplicit)
			s := p.settings()
			s.TLS, s.User = c.mode, c.user
			for range 2 { // sent again after a failure it is the same mail
				if err := NewSMTP(s).Send(t.Context(), letter()); err != nil {
					t.Fatal(err)
				}
			}
			got := p.all()
			if len(got) != 2 || got[0].from != "no-reply@harborlight.example.com" || got[0].to != to || got[0].user != c.user {
				t.Fatalf("taken %+v", got)
			}
			ids := map[string]bool{}
			for _, g := range got {
				k, err := parse([]byte(g.data))
				if err != nil {
					t.Fatal(err)
				}
				if k.Subject != letter().Subject || k.Text != letter().Text || k.HTML != letter().HTML || k.To != to || k.Kind != "password_reset" {
					t.Errorf("read back as %+v", k)
				}
				head, err := mail.ReadMessage(strings.NewReader(g.data))
				if err != nil {
					t.Fatal(err)
				}
				ids[head.Header.Get("Message-Id")] = true
				from, err := head.Header.AddressList("From")
				if err != nil || len(from) != 1 || *from[0] != *s.From {
					t.Errorf("from %v, %v", from, err)
				}
			}
			if want := "<" + letter().ID + "@harborlight.example.com>"; len(ids) != 1 || !ids[want] {
				t.Errorf("ids %v, want %s", ids, want)
			}
		})
	}
}

func reply(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: text}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	drain := func(then error) func(io.Reader) error {
		return func(r io.Reader) error { _, _ = io.Copy(io.Discard, r); return then }
	}
	for _, c := range []struct {
		what  string
		post  *post
		set   func(*SMTP)
		final bool // of no use to try again
	}{
		{"unknown address", &post{rcpt: func(int) error { return reply(550, "no such user "+to) }}, nil, true},
		{"mailbox full", &post{rcpt: func(int) error { return reply(452, to+" is full") }}, nil, false},
		{"sign in first", &post{rcpt: func(int) error { return reply(530, "authentication required for "+to) }}, nil, false},
		{"content refused", &post{data: drain(reply(554, "spam for "+to))}, nil, false},
		{"not now", &post{data: drain(reply(451, "later, "+to))}, nil, false},
		{"wrong password", &post{}, func(s *SMTP) { s.Password = secret.New("nope-" + password) }, false},
		{"no way to sign in", &post{noAuth: true}, nil, false},
		{"unknown certificate", &post{}, func(s *SMTP) { s.Roots = x509.NewCertPool() }, false},
		{"another host's certificate", &post{}, func(s *SMTP) { s.Host = "localhost" }, false},
		{"nobody there", &post{}, func(s *SMTP) { s.Port = 1 }, false},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			s := c.post.serve(t, false).settings()
			if c.set != nil {
				c.set(&s)
			}
			err := NewSMTP(s).Send(t.Context(), letter())
			if err == nil || (fault.As(err).Kind == fault.Invalid) != c.final || c.final != errors.Is(err, ErrRecipient) {
				t.Fatalf("%v, final %t", err, c.final)
			}
			if text := err.Error(); strings.Contains(text, to) || strings.Contains(text, password) || strings.Contains(text, user) {
				t.Errorf("the error tells too much: %s", text)
			}
			if n := len(c.post.all()); n != 0 {
				t.Errorf("%d taken", n)
			}
		})
	}
}

func TestGreylisting(t *testing.T) {
	t.Parallel()
	p := (&post{rcpt: func(try int) error {
		if try == 1 {
			return reply(451, "greylisted, come back later")
		}
		return nil
	}}).serve(t, false)
	sender := NewSMTP(p.settings())
	if err := sender.Send(t.Context(), letter()); err == nil || fault.As(err).Kind == fault.Invalid {
		t.Fatalf("the first time: %v", err)
	}
	if err := sender.Send(t.Context(), letter()); err != nil || len(p.all()) != 1 {
		t.Fatalf("the second time: %v, %d taken", err, len(p.all()))
	}
}

func TestConnectionDropsInTheMiddle(t *testing.T) {
	t.Parallel()
	p := &post{}
	p.data = func(io.Reader) error { p.conns(); return errors.New("gone") }
	p.serve(t, false)
	err := NewSMTP(p.settings()).Send(t.Context(), letter())
	if err == nil || fault.As(err).Kind == fault.Invalid {
		t.Errorf("%v, want something to try again", err)
	}
}

func TestSilentServer(t *testing.T) {
	t.Parallel()
	p := &post{}
	hang := make(chan struct{})
	asked := make(chan struct{})
	p.data = func(io.Reader) error { close(asked); <-hang; return nil }
	p.serve(t, false)
	t.Cleanup(func() { close(hang) })
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() { failed <- NewSMTP(p.settings()).Send(ctx, letter()) }()
	<-asked
	cancel() // and not the 20 seconds of the conversation
	if err := <-failed; err == nil {
		t.Error("sent")
	}
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = mute.Close() })
	s := p.settings()
	s.Port, s.Timeout = mute.Addr().(*net.TCPAddr).Port, 50*time.Millisecond
	if err := NewSMTP(s).Send(t.Context(), letter()); err == nil || !strings.Contains(err.Error(), "no answer in time") {
		t.Error(err)
	}
}

// A server that does not offer encryption is not told anything, least of all the password.
func TestNothingInClear(t *testing.T) {
	t.Parallel()
	heard := make(chan string, 1)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		var said strings.Builder
		_, _ = io.WriteString(conn, "220 hi\r\n")
		b := make([]byte, 4096)
		for {
			n, err := conn.Read(b)
			said.Write(b[:n])
			if err != nil || strings.Contains(said.String(), "QUIT") {
				heard <- said.String()
				return
			}
			_, _ = io.WriteString(conn, "250-hi\r\n250 AUTH PLAIN LOGIN\r\n")
		}
	}()
	s := (&post{addr: l.Addr().(*net.TCPAddr)}).settings()
	if err := NewSMTP(s).Send(t.Context(), letter()); err == nil {
		t.Error("sent in clear")
	}
	_ = l.Close()
	if said := <-heard; strings.Contains(said, "AUTH") || strings.Contains(said, "MAIL") {
		t.Errorf("said %q", said)
	}
}
