package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// ErrRecipient says that the server refuses the address for good.
var ErrRecipient = fault.New(fault.Invalid, "mail_recipient_refused", "Mail to this address is refused.")

// How the connection is encrypted.
const (
	TLSStart    = "starttls" // begins in clear and must turn to TLS: port 587
	TLSImplicit = "tls"      // TLS from the first byte: port 465
	TLSNone     = "none"     // never; for a relay on this machine
)

// SMTP is how to reach a mail server.
type SMTP struct {
	Host     string
	Port     int
	User     string // "" signs in as nobody
	Password secret.Text
	From     *mail.Address // from ParseFrom
	TLS      string
	Clock    clock.Clock
	Roots    *x509.CertPool // nil: those of the machine
	// Timeout bounds each step of the conversation. 0 means 20 seconds.
	Timeout time.Duration
}

const defaultTimeout = 20 * time.Second

// server sends over SMTP, with a connection for each message: a mail every few seconds does not pay for keeping one.
type server struct{ SMTP }

// NewSMTP makes a sender over a mail server. It does not connect.
func NewSMTP(s SMTP) Sender {
	if s.Timeout == 0 {
		s.Timeout = defaultTimeout
	}
	return &server{s}
}

// Send implements Sender. Its errors name no address and repeat no word of the server's, which likes to quote the
// address: they end up in logs and in the queue.
func (s *server) Send(ctx context.Context, m Message) error {
	msg, err := compose(m, s.From, s.Clock)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.Host, s.options()...)
	if err != nil {
		return fmt.Errorf("mail: %w", err)
	}
	conversation, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return s.failed("connect", err)
	}
	// The library heeds the context only while it connects. Closing the connection under it ends the rest.
	stop := context.AfterFunc(ctx, func() { _ = conversation.Text.Close() })
	defer stop()
	err = client.SendWithSMTPClient(conversation, msg)
	_ = client.CloseWithSMTPClient(conversation)
	if msg.IsDelivered() {
		return nil // what fails after the server has taken the message is not worth a second copy
	}
	if err == nil {
		return errors.New("mail: not taken")
	}
	return s.failed("send", err)
}

func (s *server) options() []gomail.Option {
	opts := []gomail.Option{
		gomail.WithPort(s.Port), gomail.WithTimeout(s.Timeout), gomail.WithoutNoop(),
		gomail.WithTLSConfig(&tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots}),
	}
	switch s.TLS {
	case TLSImplicit:
		opts = append(opts, gomail.WithSSL())
	case TLSNone:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User),
			gomail.WithPassword(s.Password.Reveal()))
	}
	return opts
}

// failed turns the library's error into one that is safe to keep.
func (s *server) failed(step string, err error) error {
	var refused *gomail.SendError
	if errors.As(err, &refused) {
		code := refused.ErrorCode()
		// 530 is "sign in first" (RFC 4954 section 6): the settings' fault and not the address's.
		if refused.Reason == gomail.ErrSMTPRcptTo && code >= 500 && code != 530 {
			return ErrRecipient.With(fmt.Errorf("mail: recipient refused with %d", code))
		}
		if code != 0 {
			return fmt.Errorf("mail: %s: answered with %d", refused.Reason, code)
		}
		return fmt.Errorf("mail: %s: %s", refused.Reason, lost(err))
	}
	var reply *textproto.Error
	if errors.As(err, &reply) {
		return fmt.Errorf("mail: %s: answered with %d", step, reply.Code)
	}
	return fmt.Errorf("mail: %s: %s", step, lost(err))
}

// lost says what happened to a connection.
func lost(err error) string {
	var network net.Error
	var certificate *tls.CertificateVerificationError
	var op *net.OpError
	switch {
	case errors.As(err, &certificate):
		return "the server's certificate is not trusted"
	case errors.As(err, &network) && network.Timeout():
		return "no answer in time"
	case errors.As(err, &op) && op.Op == "dial":
		return "the server cannot be reached"
	default:
		return "the connection broke, or the server does not offer what the settings ask for"
	}
}
