package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

type box map[string]OutboxMail

func (b box) List() (list []OutboxMail, err error) {
	for _, m := range b {
		list = append(list, m)
	}
	return list, nil
}

func (b box) Read(name string) (OutboxMail, error) {
	m, ok := b[name]
	if !ok {
		return m, fault.ErrNotFound
	}
	return m, nil
}

func get(t *testing.T, h http.Handler, host, path string) (int, http.Header, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	r.Host = host
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	b, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, w.Header(), string(b)
}

func TestOutboxPages(t *testing.T) {
	t.Parallel()
	h := New(Deps{
		Log: slog.New(slog.DiscardHandler), URL: "http://localhost:8080",
		Outbox: box{"a.eml": {
			Name: "a.eml", To: "resident@example.com", Kind: "password_reset", Subject: "<b>Reset</b>", At: time.Unix(1, 0),
			Text: "Go to http://localhost:8080/reset?token=a.b-c. Not to http://localhost:8080@elsewhere.example or https://elsewhere.example/x.",
			HTML: `<p>Hi</p><script>alert(1)</script>`,
		}, "b.eml": {Name: "b.eml", Subject: "plain", Text: "x"}},
	})
	code, _, list := get(t, h, "localhost:8080", "/dev/outbox")
	if code != 200 || !strings.Contains(list, "&lt;b&gt;Reset") || !strings.Contains(list, `href="/dev/outbox/a.eml"`) {
		t.Errorf("list: %d\n%s", code, list)
	}
	code, _, mail := get(t, h, "127.0.0.1:8080", "/dev/outbox/a.eml")
	if code != 200 || !strings.Contains(mail, `href="/reset?token=a.b-c"`) || strings.Contains(mail, `href="https://elsewhere`) ||
		strings.Contains(mail, `href="@`) || strings.Contains(mail, "<script>alert") || !strings.Contains(mail, `src="/dev/outbox/a.eml/html"`) {
		t.Errorf("mail: %d\n%s", code, mail)
	}
	code, header, html := get(t, h, "[::1]:8080", "/dev/outbox/a.eml/html")
	policy := header.Get("Content-Security-Policy")
	if code != 200 || !strings.Contains(html, "<p>Hi</p>") || !strings.Contains(policy, "default-src 'none'") ||
		!strings.Contains(policy, "sandbox") || strings.Contains(policy, "allow-scripts") || strings.Contains(policy, "allow-same-origin") {
		t.Errorf("html: %d %s\n%s", code, policy, html)
	}
	for _, c := range []struct{ host, path string }{
		{"localhost:8080", "/dev/outbox/c.eml"},
		{"localhost:8080", "/dev/outbox/b.eml/html"},
		{"rebound.example.com:8080", "/dev/outbox"},
		{"rebound.example.com", "/dev/outbox/a.eml"},
		{"192.0.2.1:8080", "/dev/outbox/a.eml/html"},
		{"", "/dev/outbox"},
	} {
		if code, _, body := get(t, h, c.host, c.path); code != 404 || strings.Contains(body, "resident@example.com") {
			t.Errorf("%+v: %d", c, code)
		}
	}
}
