// Package event is what happened, told to the rest of the program. An event is written in the transaction in which it
// happened, so that it exists exactly if the change does, and is carried on after commit by the relay.
package event

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/propertyos/propertyos/internal/event/internal/eventdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Event is one thing that happened in an organization.
type Event struct {
	Type       string // noun.verb, such as "unit.created"
	EntityType string
	EntityID   id.ID
	Payload    json.RawMessage // ids and figures, never personal data; nil means {}
}

// WriteTx writes e in tx, with its actor and request.
func WriteTx(ctx context.Context, tx tenancy.Tx, e Event) error {
	p := tx.Principal()
	row := eventdb.InsertEventParams{
		TenantID: p.Organization, ID: id.New(), Type: e.Type, EntityType: e.EntityType,
		EntityID: e.EntityID, Payload: e.Payload, CreatedAt: tx.Now(),
	}
	if row.Payload == nil {
		row.Payload = json.RawMessage("{}")
	}
	if p.User != id.Nil {
		row.ActorID = &p.User
	}
	if p.RequestID != "" {
		row.RequestID = &p.RequestID
	}
	if err := eventdb.New(tx).InsertEvent(ctx, row); err != nil {
		return fmt.Errorf("write event %s: %w", e.Type, err)
	}
	return nil
}
