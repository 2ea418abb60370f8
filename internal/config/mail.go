package config

import (
	"net"
	"net/mail"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// Mail is how mail leaves. An empty Host means that none does.
type Mail struct {
	Host     string
	Port     int
	User     string
	Password secret.Text
	From     string // an address, with or without a name
	TLS      string // starttls, tls or none
	// Outbox keeps mail in the data folder where there is no Host: what up does.
	Outbox bool
}

const (
	envURL          = "PROPERTYOS_URL"
	envSMTPHost     = "PROPERTYOS_SMTP_HOST"
	envSMTPPort     = "PROPERTYOS_SMTP_PORT"
	envSMTPUser     = "PROPERTYOS_SMTP_USER"
	envSMTPPassword = "PROPERTYOS_SMTP_PASSWORD" //nolint:gosec // the name of a setting, not its value
	envSMTPFrom     = "PROPERTYOS_SMTP_FROM"
	envSMTPTLS      = "PROPERTYOS_SMTP_TLS"
)

// The ports that go with each way of encrypting. Source: RFC 8314 sections 3.1 and 3.3; 25 is a relay's.
var smtpPorts = map[string]int{"starttls": 587, "tls": 465, "none": 25}

// loadMail reads the mail server and the address that mailed links lead to.
func (c *Config) loadMail() error {
	m := Mail{
		Host: os.Getenv(envSMTPHost), User: os.Getenv(envSMTPUser), From: os.Getenv(envSMTPFrom), TLS: os.Getenv(envSMTPTLS),
	}
	var err error
	if m.Password, err = read(envSMTPPassword); err != nil {
		return err
	}
	if m.Host == "" {
		if m.User != "" || m.From != "" || m.TLS != "" || !m.Password.IsZero() || os.Getenv(envSMTPPort) != "" {
			return invalid(envSMTPHost, "Set "+envSMTPHost+" too when you set other settings of the mail server.")
		}
	} else {
		if m.TLS == "" {
			m.TLS = "starttls"
		}
		m.Port = smtpPorts[m.TLS]
		if v := os.Getenv(envSMTPPort); v != "" {
			if m.Port, err = strconv.Atoi(v); err != nil {
				return invalid(envSMTPPort, envSMTPPort+" is a number, such as 587.")
			}
		}
	}
	c.Mail = m
	c.URL = strings.TrimRight(os.Getenv(envURL), "/")
	if c.URL == "" && c.Listen != "" {
		c.URL = c.ownURL()
		c.urlAssumed = true
	}
	return nil
}

// ownURL is where a browser on this machine finds the server.
func (c Config) ownURL() string {
	scheme := "http://"
	if c.SecureCookies {
		scheme = "https://"
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return ""
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	return scheme + net.JoinHostPort(host, port)
}

// URLAssumed reports that nobody said by which address browsers reach the server, so that URL is a guess.
func (c Config) URLAssumed() bool { return c.urlAssumed }

func (c Config) validateURL() error {
	if c.URL == "" {
		return nil
	}
	u, err := url.Parse(c.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil || u.Path != "" ||
		u.RawQuery != "" || u.Fragment != "" {
		return invalid(envURL, envURL+" is the address of the site without a path, such as https://app.example.com.")
	}
	return nil
}

func (c Config) validateMail() error {
	if err := c.validateURL(); err != nil {
		return err
	}
	m := c.Mail
	if m.Host == "" {
		return nil
	}
	if _, ok := smtpPorts[m.TLS]; !ok {
		return invalid(envSMTPTLS, envSMTPTLS+" is starttls, tls or none.")
	}
	if m.Port < 1 || m.Port > 65535 {
		return invalid(envSMTPPort, envSMTPPort+" is a number from 1 to 65535.")
	}
	if from, err := mail.ParseAddress(m.From); err != nil || !strings.Contains(from.Address, "@") {
		return invalid(envSMTPFrom, envSMTPFrom+" is the address that mail comes from, such as PropertyOS <no-reply@example.com>.")
	}
	if m.User != "" && m.Password.IsZero() {
		return invalid(envSMTPPassword, "Set "+envSMTPPassword+" too when you set "+envSMTPUser+".")
	}
	if ip := net.ParseIP(m.Host); m.TLS == "none" && m.User != "" && m.Host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return invalid(envSMTPTLS, "A password never travels in clear: use starttls or tls with "+envSMTPUser+".")
	}
	if c.URL == "" || c.urlAssumed {
		return invalid(envURL, "Set "+envURL+", the address that links in mail lead to, when you set "+envSMTPHost+".")
	}
	return nil
}
