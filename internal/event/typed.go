package event

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Type is a kind of event whose payload is a T: ids and figures, never personal data. A payload with a property_id says
// which property the event is about, which is who may be told of it live.
type Type[T any] struct{ Definition }

// Definition is a type of event without its payload's Go type, for lists.
type Definition struct {
	Name    string // noun.verb, such as "unit.created"
	Entity  string // what Write's entity is the id of, such as "unit"
	Purpose string // when it happens, in words
}

// None is the payload of an event that says all by its type and entity.
type None struct{}

var typeForm = regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)

// Define makes a type of event. A domain keeps its types as package variables and lists them in one of its own, from
// which the program makes the whole list. Define panics on a name that is not noun.verb.
func Define[T any](name, entity, purpose string) Type[T] {
	if !typeForm.MatchString(name) || entity == "" || purpose == "" {
		panic("event: " + name + " is not noun.verb, or says too little")
	}
	return Type[T]{Definition{Name: name, Entity: entity, Purpose: purpose}}
}

// List puts the types of several domains together. It panics if two have the same name.
func List(domains ...[]Definition) []Definition {
	var all []Definition
	seen := map[string]bool{}
	for _, list := range domains {
		for _, d := range list {
			if seen[d.Name] {
				panic("event: " + d.Name + " is defined twice")
			}
			seen[d.Name] = true
			all = append(all, d)
		}
	}
	return all
}

// Write writes an event in tx, with its actor and request: it exists exactly if tx commits.
func Write[T any](ctx context.Context, tx tenancy.Tx, t Type[T], entity id.ID, payload T) error {
	b, err := json.Marshal(payload)
	if err != nil {
		return fmt.Errorf("write event %s: %w", t.Name, err)
	}
	return WriteTx(ctx, tx, Event{Type: t.Name, EntityType: t.Entity, EntityID: entity, Payload: b})
}

// Happened is an event of one type as its subscribers see it.
type Happened[T any] struct {
	Recorded
	Payload T
}

// On has do told of every event of a type, under the rules of Subscriber. The name is for the log.
func On[T any](s *Subscribers, t Type[T], name string, do func(ctx context.Context, p tenancy.Principal, e Happened[T]) error) {
	s.On(t.Name, name, func(ctx context.Context, p tenancy.Principal, e Recorded) error {
		h := Happened[T]{Recorded: e}
		if err := json.Unmarshal(e.Event.Payload, &h.Payload); err != nil {
			return fmt.Errorf("payload of %s: %w", e.Type, err)
		}
		return do(ctx, p, h)
	})
}
