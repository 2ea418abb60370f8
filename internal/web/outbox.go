package web

import (
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/web/view"
)

// Outbox is where mail lands on a machine without a mail server. Its pages are for developers: whoever reaches the
// server on this machine may read every mail, so they exist only where nobody else can.
type Outbox interface {
	// List returns the mails, the newest first, without what is in them.
	List() ([]OutboxMail, error)
	// Read returns one. Errors: fault.ErrNotFound.
	Read(name string) (OutboxMail, error)
}

// OutboxMail is one mail in the outbox.
type OutboxMail struct {
	Name, To, Kind, Subject, Text, HTML string
	At                                  time.Time
}

func (s *site) outboxRoutes() map[string]http.HandlerFunc {
	if s.Outbox == nil {
		return nil
	}
	return map[string]http.HandlerFunc{
		"GET /dev/outbox":             s.onThisMachine(s.outboxPage),
		"GET /dev/outbox/{name}":      s.onThisMachine(s.outboxMail),
		"GET /dev/outbox/{name}/html": s.onThisMachine(s.outboxHTML),
	}
}

// onThisMachine answers only requests that name this machine. A page elsewhere could otherwise let its own name lead to
// this address and read along.
func (s *site) onThisMachine(h func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		ip := net.ParseIP(strings.Trim(host, "[]"))
		err = fault.ErrNotFound
		if host == "localhost" || ip != nil && ip.IsLoopback() {
			err = h(w, r)
		}
		if err != nil {
			s.fail(w, r, view.Frame{}, err)
		}
	}
}

func (s *site) outboxPage(w http.ResponseWriter, r *http.Request) error {
	list, err := s.Outbox.List()
	if err != nil {
		return err
	}
	var m view.Outbox
	for _, k := range list {
		m.Rows = append(m.Rows, outboxRow(k))
	}
	return s.show(w, r, http.StatusOK, view.OutboxPage(m))
}

func outboxRow(k OutboxMail) view.OutboxMail {
	return view.OutboxMail{Name: k.Name, To: k.To, Kind: k.Kind, Subject: k.Subject, At: k.At.Local().Format("2 Jan 2006, 15:04:05")}
}

// links are the addresses in a text. What stands after one in a sentence is not part of it.
var links = regexp.MustCompile(`https?://[^\s<>"]*[^\s<>".,;:!?)]`)

func (s *site) outboxMail(w http.ResponseWriter, r *http.Request) error {
	k, err := s.Outbox.Read(r.PathValue("name"))
	if err != nil {
		return err
	}
	m := outboxRow(k)
	at := 0
	for _, span := range links.FindAllStringIndex(k.Text, -1) {
		m.Text = append(m.Text, view.OutboxText{Text: k.Text[at:span[0]]}, s.outboxLink(k.Text[span[0]:span[1]]))
		at = span[1]
	}
	m.Text = append(m.Text, view.OutboxText{Text: k.Text[at:]})
	if k.HTML != "" {
		m.HTML = "/dev/outbox/" + url.PathEscape(k.Name) + "/html"
	}
	return s.show(w, r, http.StatusOK, view.OutboxMailPage(m))
}

// outboxLink makes an address that leads to this site one to follow; others stay words.
func (s *site) outboxLink(address string) view.OutboxText {
	t := view.OutboxText{Text: address}
	if own, ok := strings.CutPrefix(address, s.URL); ok && s.URL != "" {
		t.Href = safeNext(own)
	}
	return t
}

// outboxHTML is what the mail's frame shows: nothing in it may run, load or send; links open beside the page.
func (s *site) outboxHTML(w http.ResponseWriter, r *http.Request) error {
	k, err := s.Outbox.Read(r.PathValue("name"))
	if err != nil {
		return err
	}
	if k.HTML == "" {
		return fault.ErrNotFound
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "+
		"form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	_, err = w.Write([]byte(`<base target="_blank">` + k.HTML))
	return err
}
