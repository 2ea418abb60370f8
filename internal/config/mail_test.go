package config

import (
	"errors"
	"maps"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

func TestMailDefaults(t *testing.T) {
	good := map[string]string{envSMTPHost: "mail.example.com", envSMTPFrom: "no-reply@example.com", envURL: "https://app.example.com"}
	for tls, port := range map[string]int{"": 587, "starttls": 587, "tls": 465, "none": 25} {
		setup(t, good)
		t.Setenv(envSMTPTLS, tls)
		c, err := Load("", "")
		if err != nil || c.Mail.Port != port || c.Mail.Outbox {
			t.Errorf("%q: port %d, %v", tls, c.Mail.Port, err)
		}
	}
	setup(t, good)
	t.Setenv(envSMTPUser, "u")
	t.Setenv(envSMTPPassword+"_FILE", file(t, hush+"\n"))
	c, err := Load("", "")
	if err != nil || c.Mail.Password.Reveal() != hush {
		t.Errorf("password from a file: %v", err)
	}
}

func TestURL(t *testing.T) {
	for _, c := range []struct{ listen, set, secure, want string }{
		{"localhost:8080", "", "", "http://localhost:8080"},
		{"0.0.0.0:80", "", "", "http://localhost:80"},
		{"[::]:80", "", "true", "https://localhost:80"},
		{":80", "", "", "http://localhost:80"},
		{"[::1]:80", "", "", "http://[::1]:80"},
		{"localhost:8080", "https://app.example.com//", "", "https://app.example.com"},
		{"", "", "", ""},
	} {
		setup(t, map[string]string{envURL: c.set, envSecure: c.secure})
		got, err := Load("", c.listen)
		if err != nil || got.URL != c.want || got.URLAssumed() != (c.set == "" && c.listen != "") {
			t.Errorf("%+v: %q, assumed %t, %v", c, got.URL, got.URLAssumed(), err)
		}
	}
}

func TestMailRefusals(t *testing.T) {
	good := map[string]string{envSMTPHost: "mail.example.com", envSMTPFrom: "no-reply@example.com", envURL: "https://app.example.com"}
	for _, c := range []struct {
		what    string
		env     map[string]string
		pointer string
	}{
		{"no sender", map[string]string{envSMTPFrom: ""}, envSMTPFrom},
		{"two senders", map[string]string{envSMTPFrom: "a@example.com, b@example.com"}, envSMTPFrom},
		{"a sender of two lines", map[string]string{envSMTPFrom: "a@example.com\r\nBcc: b@example.com"}, envSMTPFrom},
		{"port", map[string]string{envSMTPPort: "smtp"}, envSMTPPort},
		{"port 0", map[string]string{envSMTPPort: "0"}, envSMTPPort},
		{"port 70000", map[string]string{envSMTPPort: "70000"}, envSMTPPort},
		{"tls", map[string]string{envSMTPTLS: "yes"}, envSMTPTLS},
		{"user without password", map[string]string{envSMTPUser: "u"}, envSMTPPassword},
		{"password in clear", map[string]string{envSMTPUser: "u", envSMTPPassword: hush, envSMTPTLS: "none"}, envSMTPTLS},
		{"no address for links", map[string]string{envURL: ""}, envURL},
		{"no host", map[string]string{envSMTPHost: ""}, envSMTPHost},
		{"an address with a path", map[string]string{envURL: "https://example.com/app"}, envURL},
		{"an address with a password", map[string]string{envURL: "https://u:p@example.com"}, envURL},
		{"not an address", map[string]string{envURL: "app.example.com"}, envURL},
		{"not the web", map[string]string{envURL: "javascript://example.com"}, envURL},
	} {
		t.Run(c.what, func(t *testing.T) {
			env := maps.Clone(good)
			maps.Copy(env, c.env)
			setup(t, env)
			_, err := Load("", "localhost:8080")
			var f *fault.Fault
			if !errors.As(err, &f) || len(f.Fields) != 1 || f.Fields[0].Pointer != c.pointer {
				t.Fatalf("%v, want a fault of %s", err, c.pointer)
			}
		})
	}
}
