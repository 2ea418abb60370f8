package view

// Outbox is the page of the mails that were kept instead of sent.
type Outbox struct{ Rows []OutboxMail }

// OutboxMail is one mail.
type OutboxMail struct {
	Name, To, Kind, Subject, At string

	Text []OutboxText
	HTML string // where its HTML is shown; "" where it has none
}

// OutboxText is a piece of a mail's text: an address to follow, or words.
type OutboxText struct {
	Text string
	Href string // where it leads within the site; "" for words
}
