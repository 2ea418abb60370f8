package intake

import (
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// Confirmation says who confirmed that a file is to be brought in.
type Confirmation struct {
	By id.ID `json:"by,omitzero"` // the user; id.Nil where the program acts
}

// What happens to imports. The entity of all of them is the import, whose id its file has from the moment it was sent.
var (
	ImportConfirmed  = event.Define[Confirmation]("import.confirmed", "imports", "Somebody confirmed that a file is to be brought in.")
	ImportProgressed = event.Define[event.None]("import.progressed", "import", "A file is being brought in, or could not be.")
	ImportCompleted  = event.Define[Counts]("import.completed", "imports", "A rent roll came in.")
	ImportUndone     = event.Define[event.None]("import.undone", "imports", "An import was taken back as a whole.")
)

// Events lists the domain's types of events.
var Events = []event.Definition{
	ImportConfirmed.Definition, ImportProgressed.Definition, ImportCompleted.Definition, ImportUndone.Definition,
}
