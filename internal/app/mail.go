package app

import (
	"fmt"
	"path/filepath"

	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/platform/mail"
	"github.com/propertyos/propertyos/internal/web"
)

// newMail is what sends mail by the settings: a server, or the outbox of up, or nothing, in which case mail waits.
func newMail(cfg config.Config, c clock.Clock) (mail.Sender, error) {
	switch m := cfg.Mail; {
	case m.Host != "":
		from, err := mail.ParseFrom(m.From)
		if err != nil {
			return nil, err
		}
		return mail.NewSMTP(mail.SMTP{Host: m.Host, Port: m.Port, User: m.User, Password: m.Password, From: from, TLS: m.TLS, Clock: c}), nil
	case m.Outbox:
		return mail.NewOutbox(filepath.Join(cfg.Data, "outbox"), c), nil
	default:
		return mail.Nowhere{}, nil
	}
}

// outboxPages is the outbox for the pages that show it, or nil where others than this machine could look.
func (a *App) outboxPages() web.Outbox {
	if box, ok := a.mail.(*mail.Outbox); ok && a.cfg.LoopbackListen() && !a.cfg.TrustProxy {
		return outboxPages{box}
	}
	return nil
}

type outboxPages struct{ box *mail.Outbox }

func (o outboxPages) List() ([]web.OutboxMail, error) {
	list, err := o.box.List()
	if err != nil {
		return nil, err
	}
	out := make([]web.OutboxMail, 0, len(list))
	for _, k := range list {
		out = append(out, outboxMail(k))
	}
	return out, nil
}

func (o outboxPages) Read(name string) (web.OutboxMail, error) {
	k, err := o.box.Read(name)
	return outboxMail(k), err
}

func outboxMail(k mail.Kept) web.OutboxMail {
	return web.OutboxMail{Name: k.Name, To: k.To, Kind: k.Kind, Subject: k.Subject, Text: k.Text, HTML: k.HTML, At: k.At}
}

// mailFinding tells how mail leaves.
func mailFinding(cfg config.Config) Finding {
	if cfg.Mail.Host == "" {
		return Finding{
			Check: "mail", OK: true, Warn: true,
			Detail: "no mail server: up keeps mail in its outbox, serve lets it wait. Set PROPERTYOS_SMTP_HOST and its siblings.",
		}
	}
	return Finding{Check: "mail", OK: true, Detail: fmt.Sprintf("%s:%d, %s", cfg.Mail.Host, cfg.Mail.Port, cfg.Mail.TLS)}
}
