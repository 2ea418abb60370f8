package mail

import (
	"net/mail"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	gomail "github.com/wneessen/go-mail"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// ErrMessage says that a message cannot be sent as it is: trying again is of no use.
var ErrMessage = fault.New(fault.Invalid, "mail_invalid", "This mail cannot be sent as it is.")

// Limits of a message. An address: RFC 5321 section 4.5.3.1.3. A subject longer than this no reader shows.
const (
	maxAddress = 254
	maxSubject = 300
	maxBody    = 1 << 20
)

// name is what a kind or an id may be: it stands in headers and in file names.
var name = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// check refuses what could become another header, another recipient or another file than is meant.
func (m Message) check() error {
	if !address(m.To) {
		return ErrMessage.Saying("The mail has no address that mail can be sent to.")
	}
	if strings.TrimSpace(m.Subject) == "" || len(m.Subject) > maxSubject || !utf8.ValidString(m.Subject) ||
		strings.ContainsFunc(m.Subject, unicode.IsControl) {
		return ErrMessage.Saying("The subject of a mail is one line.")
	}
	if m.Text == "" || len(m.Text) > maxBody || len(m.HTML) > maxBody {
		return ErrMessage.Saying("The mail has no text, or too much.")
	}
	if !name.MatchString(m.Kind) || !name.MatchString(m.ID) {
		return ErrMessage.Saying("The mail has no kind or no id.")
	}
	return nil
}

// address reports whether s is one address without a name, and nothing else.
func address(s string) bool {
	if len(s) > maxAddress || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return false
	}
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == s
}

// compose makes the message as it travels. The same message becomes the same Message-ID, so that a mail that was sent
// twice, because the connection broke after the server had taken it, is shown once by readers that look for that.
func compose(m Message, from *mail.Address, c clock.Clock) (*gomail.Msg, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	if err := msg.To(m.To); err != nil {
		return nil, ErrMessage.Saying("The mail has no address that mail can be sent to.")
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	msg.SetMessageIDWithValue(m.ID + "@" + domain)
	msg.SetDateWithValue(c.Now())
	msg.Subject(m.Subject)
	// Nobody's out-of-office note is wanted in answer. Source: RFC 3834 section 5.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader(headerKind, m.Kind)
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return msg, nil
}

// headerKind tells the outbox, and whoever reads a mail's headers, what the mail is.
const headerKind = "X-PropertyOS-Kind"

// ParseFrom reads the sender's address, with or without a name: "PropertyOS <no-reply@example.com>".
func ParseFrom(s string) (*mail.Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil || !address(a.Address) || strings.ContainsFunc(a.Name, unicode.IsControl) {
		return nil, fault.New(fault.Invalid, "mail_from_invalid", "This is not an address that mail can come from.")
	}
	return a, nil
}
