package intake

import "github.com/propertyos/propertyos/internal/event"

// ImportCompleted happens when a rent roll has come in.
var ImportCompleted = event.Define[Counts]("import.completed", "imports", "A rent roll came in.")

// Events lists the domain's types of events.
var Events = []event.Definition{ImportCompleted.Definition}
