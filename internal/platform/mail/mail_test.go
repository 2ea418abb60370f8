package mail

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// What could smuggle in a header, a recipient or a path is refused by every sender before anything is said.
func TestInjection(t *testing.T) {
	t.Parallel()
	p := (&post{}).serve(t, false)
	dir := t.TempDir()
	senders := []Sender{NewSMTP(p.settings()), NewOutbox(dir, clock.System{})}
	for what, spoil := range map[string]func(*Message){
		"subject with CRLF":     func(m *Message) { m.Subject = "Hi\r\nBcc: thief@example.com" },
		"subject with LF":       func(m *Message) { m.Subject = "Hi\nBcc: thief@example.com" },
		"subject with NUL":      func(m *Message) { m.Subject = "Hi\x00" },
		"subject not UTF-8":     func(m *Message) { m.Subject = "Hi\xff" },
		"no subject":            func(m *Message) { m.Subject = " " },
		"endless subject":       func(m *Message) { m.Subject = strings.Repeat("a", 301) },
		"address with CRLF":     func(m *Message) { m.To = "a@example.com\r\nRCPT TO:<thief@example.com>" },
		"two addresses":         func(m *Message) { m.To = "a@example.com,thief@example.com" },
		"address with a name":   func(m *Message) { m.To = "A <a@example.com>" },
		"address in brackets":   func(m *Message) { m.To = "<a@example.com>" },
		"address with a blank":  func(m *Message) { m.To = "a@example.com " },
		"no address":            func(m *Message) { m.To = "" },
		"not an address":        func(m *Message) { m.To = "resident" },
		"id that ends a header": func(m *Message) { m.ID = "a>\r\nBcc: thief@example.com" },
		"id that is a path":     func(m *Message) { m.ID = "../../etc/cron" },
		"kind with a header":    func(m *Message) { m.Kind = "x\r\nBcc: thief@example.com" },
		"no kind":               func(m *Message) { m.Kind = "" },
		"no text":               func(m *Message) { m.Text = "" },
		"endless text":          func(m *Message) { m.Text = strings.Repeat("a", maxBody+1) },
		"endless HTML":          func(m *Message) { m.HTML = strings.Repeat("a", maxBody+1) },
	} {
		m := letter()
		spoil(&m)
		for _, s := range senders {
			if err := s.Send(t.Context(), m); !errors.Is(err, ErrMessage) {
				t.Errorf("%s by %T: %v", what, s, err)
			}
		}
	}
	if n := len(p.all()); n != 0 || p.tries != 0 {
		t.Errorf("%d taken after %d tries", n, p.tries)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 0 {
		t.Errorf("kept %v, %v", files, err)
	}
}

func TestParseFrom(t *testing.T) {
	t.Parallel()
	a, err := ParseFrom("PropertyOS <no-reply@example.com>")
	if err != nil || a.Name != "PropertyOS" || a.Address != "no-reply@example.com" {
		t.Errorf("%v, %v", a, err)
	}
	for _, bad := range []string{"", "PropertyOS", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com", "\"a b\"@example.com"} {
		if _, err := ParseFrom(bad); fault.As(err) == nil || fault.As(err).Kind != fault.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestNowhereAsksToWait(t *testing.T) {
	t.Parallel()
	err := Nowhere{}.Send(t.Context(), letter())
	if f := fault.As(err); f.Kind != fault.Unavailable || f.RetryAfter <= 0 || !errors.Is(err, ErrNotSetUp) {
		t.Errorf("%v", err)
	}
}

func TestOutbox(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "outbox")
	now := clock.At(time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC))
	box := NewOutbox(dir, now)
	if list, err := box.List(); err != nil || len(list) != 0 {
		t.Fatalf("before the first mail: %v, %v", list, err)
	}
	for i := range outboxKept + 3 {
		m := letter()
		m.Subject += " " + strings.Repeat("x", i)
		if err := box.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		now.Advance(time.Second)
	}
	list, err := box.List()
	if err != nil || len(list) != outboxKept {
		t.Fatalf("%d kept, %v", len(list), err)
	}
	if want := letter().Subject + " " + strings.Repeat("x", outboxKept+2); list[0].Subject != want || list[0].Text != "" {
		t.Errorf("the newest is %+v", list[0])
	}
	k, err := box.Read(list[0].Name)
	if err != nil || k.Text != letter().Text || k.HTML != letter().HTML || k.To != to || k.Kind != "password_reset" || k.At.IsZero() {
		t.Errorf("%+v, %v", k, err)
	}
	outside := filepath.Join(filepath.Dir(dir), "secret.eml")
	if err := os.WriteFile(outside, []byte("To: a@example.com\r\n\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../secret.eml", outside, "", ".", "nothing.eml"} {
		if _, err := box.Read(name); !fault.As(err).Is404() {
			t.Errorf("%q: %v", name, err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != outboxKept {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%s: %v, %v", f.Name(), info.Mode(), err)
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder %v, %v", info.Mode(), err)
	}
}
