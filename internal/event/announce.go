package event

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/propertyos/propertyos/internal/event/internal/eventdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// channel is where relays announce to the servers what they have carried on.
const channel = "propertyos_events"

// announceMany is how many events one announcement holds. Source: PostgreSQL takes payloads below 8,000 bytes; an event
// has at most 4 ids and two names of up to 100 and 63 bytes.
const announceMany = 20

// Sighting is that an event happened: ids and names, none of what is in it.
type Sighting struct {
	Organization id.ID  `json:"o"`
	ID           id.ID  `json:"i"`
	Type         string `json:"t"`
	EntityType   string `json:"y"`
	Entity       id.ID  `json:"e"`
	Property     id.ID  `json:"p,omitzero"` // the property that it is about; id.Nil where it is about none
}

// announce tells the servers of events that were carried on. Announcements travel with the relay's commit and arrive in
// the order of commits everywhere, which is the one order that all servers agree on: rows of events commit in another
// order than they were made in.
func announce(ctx context.Context, q *eventdb.Queries, rows []eventdb.TakeUnrelayedRow) error {
	for len(rows) > 0 {
		n := min(len(rows), announceMany)
		list := make([]Sighting, n)
		for i, r := range rows[:n] {
			list[i] = Sighting{Organization: r.TenantID, ID: r.ID, Type: r.Type, EntityType: r.EntityType, Entity: r.EntityID}
			if property, err := id.Parse(r.PropertyID); err == nil {
				list[i].Property = property
			}
		}
		b, err := json.Marshal(list)
		if err != nil {
			return fmt.Errorf("announce events: %w", err)
		}
		if err := q.Announce(ctx, channel, string(b)); err != nil {
			return fmt.Errorf("announce events: %w", err)
		}
		rows = rows[n:]
	}
	return nil
}
