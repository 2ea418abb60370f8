package event

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/event/internal/eventdb"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// dispatchTimeout is the time that all subscribers of one event have together.
const dispatchTimeout = 5 * time.Minute

// dispatchArgs are a job to tell an event's subscribers.
type dispatchArgs struct {
	Tenant id.ID  `json:"tenant_id"`
	Event  id.ID  `json:"event_id"`
	Type   string `json:"type"`
}

// Organization implements jobs.Organized.
func (a dispatchArgs) Organization() id.ID { return a.Tenant }

// Kind implements jobs.Args.
func (dispatchArgs) Kind() string { return "event.dispatch" }

// Recorded is an event as its subscribers see it, after commit.
type Recorded struct {
	Event
	ID           id.ID // the same each time the event is told, so that a subscriber can know it again
	Organization id.ID
	Actor        id.ID // the user in whose name it happened; id.Nil where the program acted
	RequestID    string
	CreatedAt    time.Time
}

// Subscriber is told of an event, at least once: it must bear being told again, and events may come in any order. The
// principal acts in the event's organization as the program itself; the rows that the subscriber needs it reads through
// the door. An error has every subscriber of the event told again, later.
type Subscriber func(ctx context.Context, p tenancy.Principal, e Recorded) error

// Subscribers are who is told of what. Fill it before the jobs start; it is not safe to change afterwards.
type Subscribers struct{ byType map[string][]subscription }

type subscription struct {
	name string
	do   Subscriber
}

// NewSubscribers makes an empty list.
func NewSubscribers() *Subscribers { return &Subscribers{byType: map[string][]subscription{}} }

// On has do told of every event of a type. The name is for the log.
func (s *Subscribers) On(eventType, name string, do Subscriber) {
	s.byType[eventType] = append(s.byType[eventType], subscription{name: name, do: do})
}

// Dispatch makes c tell subscribers of the events that a relay carries on. Call it before c starts.
func Dispatch(c *jobs.Client, db *tenancy.DB, s *Subscribers) {
	jobs.HandleIn(c, dispatchTimeout, func(ctx context.Context, p tenancy.Principal, a dispatchArgs) error {
		return s.dispatch(ctx, db, p, a)
	})
}

func (s *Subscribers) dispatch(ctx context.Context, db *tenancy.DB, p tenancy.Principal, a dispatchArgs) error {
	told := s.byType[a.Type]
	if len(told) == 0 {
		return nil
	}
	e, err := read(ctx, db, p, a.Event)
	if fault.As(err).Is404() {
		return jobs.Drop(err) // the organization has gone
	}
	if err != nil {
		return err
	}
	p.RequestID = e.RequestID
	ctx = observe.Begin(ctx, e.RequestID)
	observe.SetOrganization(ctx, a.Tenant)
	// One that fails does not keep the others from being told.
	var failed []error
	for _, t := range told {
		if err := t.do(ctx, p, e); err != nil {
			failed = append(failed, fmt.Errorf("subscriber %s of %s: %w", t.name, a.Type, err))
		}
	}
	return errors.Join(failed...)
}

// read reads from the primary: a replica may not have the event yet.
func read(ctx context.Context, db *tenancy.DB, p tenancy.Principal, event id.ID) (Recorded, error) {
	var e Recorded
	err := tenancy.InTx(ctx, db, p, func(ctx context.Context, tx tenancy.Tx) error {
		row, err := eventdb.New(tx).GetEvent(ctx, p.Organization, event)
		if err != nil {
			return err
		}
		e = Recorded{
			Event: Event{Type: row.Type, EntityType: row.EntityType, EntityID: row.EntityID, Payload: row.Payload},
			ID:    row.ID, Organization: p.Organization, CreatedAt: row.CreatedAt,
		}
		if row.ActorID != nil {
			e.Actor = *row.ActorID
		}
		if row.RequestID != nil {
			e.RequestID = *row.RequestID
		}
		return nil
	})
	if err != nil {
		return Recorded{}, fmt.Errorf("read event %s: %w", event, err)
	}
	return e, nil
}
