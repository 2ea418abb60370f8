// Package mail sends mail, and keeps it on this machine where there is nobody to send it to.
package mail

import "context"

// Message is one mail to one person.
type Message struct {
	To      string // an address without a name
	Subject string // one line
	Text    string // always there
	HTML    string // the same for readers that show it; "" sends text alone
	// Kind names what the mail is, such as "password_reset", for logs and the outbox.
	Kind string
	// ID makes the mail the same mail when it is sent again after a failure: it becomes the Message-ID.
	ID string
}

// Sender sends mail. Send returns when a server has taken responsibility for the message. An error for which trying again
// is of no use (an address that does not exist) is a fault of kind Invalid; all others may be tried again.
type Sender interface {
	Send(ctx context.Context, m Message) error
}
