package sample

import "github.com/propertyos/propertyos/internal/web/view"

func outboxPages() []Page {
	row := view.OutboxMail{
		Name: "20261031T120000.000000000Z-0198c0de.eml", To: "maren@harborlight.example.com", Kind: "password_reset",
		Subject: "Reset your password", At: "31 Oct 2026, 12:00:00",
	}
	full := row
	full.Text = []view.OutboxText{
		{Text: "Hello Maren,\n\nSomebody asked for a new password for your account. Follow this link within the hour:\n\n"},
		{Text: "http://localhost:8080/reset?token=kQ7mZr3", Href: "/reset?token=kQ7mZr3"},
		{Text: "\n\nIf it was not you, do nothing."},
	}
	full.HTML = "/assets/favicon.svg"
	far := row
	far.Subject, far.To, far.Kind = long, "wolfeschlegelsteinhausenbergerdorff.featherstonehaugh@a-very-long-domain-name.example.com", "invitation"
	bad := view.OutboxMail{
		Name: Hostile, To: Hostile, Kind: Hostile, Subject: Hostile, At: Hostile, HTML: "/x?" + Hostile,
		Text: []view.OutboxText{{Text: Hostile}, {Text: Hostile, Href: "/" + Hostile}},
	}
	return []Page{
		{"outbox", 200, view.OutboxPage(view.Outbox{Rows: []view.OutboxMail{row, far, row}})},
		{"outbox-empty", 200, view.OutboxPage(view.Outbox{})},
		{"outbox-mail", 200, view.OutboxMailPage(full)},
		{"outbox-hostile", 200, view.OutboxPage(view.Outbox{Rows: []view.OutboxMail{bad}})},
		{"outbox-mail-hostile", 200, view.OutboxMailPage(bad)},
	}
}
