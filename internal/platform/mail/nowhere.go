package mail

import (
	"context"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// waitForSettings is how long a mail waits before it looks again whether there is a server to send it to.
const waitForSettings = 10 * time.Minute

// ErrNotSetUp says that there is no mail server. A job that meets it waits and keeps its tries.
var ErrNotSetUp = &fault.Fault{
	Kind: fault.Unavailable, Code: "mail_not_set_up", RetryAfter: waitForSettings,
	Message: "No mail is sent: set PROPERTYOS_SMTP_HOST and its siblings.",
}

// Nowhere is the sender of a server that was told of no mail server.
type Nowhere struct{}

// Send implements Sender: it always fails with ErrNotSetUp.
func (Nowhere) Send(context.Context, Message) error { return ErrNotSetUp }
