package property

import (
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// UnitEvent is what an event of a unit carries.
type UnitEvent struct {
	PropertyID id.ID `json:"property_id"`
}

// What happens to properties and units.
var (
	PropertyCreated  = event.Define[event.None]("property.created", "property", "A property was added.")
	PropertyUpdated  = event.Define[event.None]("property.updated", "property", "A property or its address was changed.")
	PropertyDeleted  = event.Define[event.None]("property.deleted", "property", "A property was deleted with its units.")
	PropertyRestored = event.Define[event.None]("property.restored", "property", "A deleted property came back with its units.")
	UnitCreated      = event.Define[UnitEvent]("unit.created", "unit", "A unit was added.")
	UnitUpdated      = event.Define[UnitEvent]("unit.updated", "unit", "A unit was changed.")
	UnitDeleted      = event.Define[UnitEvent]("unit.deleted", "unit", "A unit was deleted.")
	UnitRestored     = event.Define[UnitEvent]("unit.restored", "unit", "A deleted unit came back.")
)

// Events lists the domain's types of events.
var Events = []event.Definition{
	PropertyCreated.Definition, PropertyUpdated.Definition, PropertyDeleted.Definition, PropertyRestored.Definition,
	UnitCreated.Definition, UnitUpdated.Definition, UnitDeleted.Definition, UnitRestored.Definition,
	GroupChanged.Definition, GroupDeleted.Definition, HoldChanged.Definition,
}
