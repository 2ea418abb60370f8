package document

import (
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Event is what an event of a document carries.
type Event struct {
	PropertyID *id.ID `json:"property_id,omitempty"`
	Revision   int32  `json:"revision,omitempty"`
}

// Expiry is what the event of an expiring document carries.
type Expiry struct {
	PropertyID *id.ID      `json:"property_id,omitempty"`
	ExpiresOn  period.Date `json:"expires_on"`
}

// What happens to documents.
var (
	Added    = event.Define[Event]("document.added", "document", "A document was added.")
	Revised  = event.Define[Event]("document.revised", "document", "A document got a new file.")
	Updated  = event.Define[Event]("document.updated", "document", "What is said of a document was changed.")
	Deleted  = event.Define[Event]("document.deleted", "document", "A document was deleted.")
	Restored = event.Define[Event]("document.restored", "document", "A deleted document came back.")
	Held     = event.Define[Event]("document.held", "document", "A document was put on legal hold.")
	Released = event.Define[Event]("document.released", "document", "A document's legal hold was lifted.")
	Scanned  = event.Define[Event]("document.infected", "document", "The virus scanner found something in a document's file.")
	Expiring = event.Define[Expiry]("document.expiring", "document", "A document expires within thirty days.")
)

// Events lists the domain's types of events.
var Events = []event.Definition{
	Added.Definition, Revised.Definition, Updated.Definition, Deleted.Definition, Restored.Definition, Held.Definition,
	Released.Definition, Scanned.Definition, Expiring.Definition,
}
