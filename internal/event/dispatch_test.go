package event

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestSubscribersAreToldUntilTheySucceed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	org := b.pg.Org(t)
	type news struct {
		name string
		e    Recorded
		p    tenancy.Principal
		log  string
	}
	told := make(chan news, 20)
	tries := 0 // of one job, one at a time
	b.subs.On("unit.created", "fragile", func(ctx context.Context, p tenancy.Principal, e Recorded) error {
		tries++
		if tries < 3 {
			return errors.New("mail server is away")
		}
		told <- news{"fragile", e, p, observe.RequestID(ctx)}
		return nil
	})
	b.subs.On("unit.created", "sound", func(_ context.Context, p tenancy.Principal, e Recorded) error {
		told <- news{"sound", e, p, ""}
		return nil
	})
	b.subs.On("unit.deleted", "other", func(context.Context, tenancy.Principal, Recorded) error {
		t.Error("told of another type")
		return nil
	})
	b.work(t)
	run(t, b.relay())
	b.write(t, org, "unit.created", 1, nil)
	var last news
	sound := 0
	for last.name != "fragile" {
		last = receive(t, told)
		if last.name == "sound" {
			sound++
		}
	}
	sound += boolToInt(receive(t, told).name == "sound")
	if tries != 3 || sound != 3 {
		t.Errorf("fragile was told %d times, sound %d times, want 3", tries, sound)
	}
	e := last.e
	if e.Organization != org || e.ID == id.Nil || e.Actor == id.Nil || e.RequestID != "req-7" || e.Type != "unit.created" ||
		e.EntityType != "unit" || e.EntityID == id.Nil || string(e.Payload) != `{"number": 0}` || !e.CreatedAt.Equal(b.clock.Now()) {
		t.Errorf("told of %+v", e)
	}
	if p := last.p; p.Organization != org || p.Role != tenancy.RoleSystem || p.User != id.Nil || p.RequestID != "req-7" {
		t.Errorf("told as %+v", p)
	}
	if last.log != "req-7" {
		t.Errorf("the log would say request %q", last.log)
	}
	if log := b.log.String(); !strings.Contains(log, "subscriber fragile of unit.created: mail server is away") ||
		strings.Contains(log, "sound") {
		t.Errorf("log:\n%s", log)
	}
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestDispatchStaysInItsOrganization(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a, z := b.pg.Org(t), b.pg.Org(t)
	b.subs.On("unit.created", "test", func(_ context.Context, _ tenancy.Principal, e Recorded) error {
		if e.Organization != a {
			t.Errorf("told of %s", e.Organization)
		}
		return nil
	})
	b.write(t, a, "unit.created", 1, nil)
	var event id.ID
	err := tenancy.InTx(t.Context(), b.db, tenancy.Operator(a, "test"), func(ctx context.Context, tx tenancy.Tx) error {
		return tx.QueryRow(ctx, `SELECT id FROM events WHERE tenant_id = $1`, a).Scan(&event)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.subs.dispatch(t.Context(), b.db, tenancy.Operator(a, "test"), dispatchArgs{Tenant: a, Event: event, Type: "unit.created"}); err != nil {
		t.Error(err)
	}
	err = b.subs.dispatch(t.Context(), b.db, tenancy.Operator(z, "test"), dispatchArgs{Tenant: z, Event: event, Type: "unit.created"})
	if !fault.As(err).Is404() {
		t.Errorf("another organization's event: %v", err)
	}
	if err := b.subs.dispatch(t.Context(), b.db, tenancy.Operator(z, "test"), dispatchArgs{Tenant: z, Event: event, Type: "unit.moved"}); err != nil {
		t.Errorf("an event that nobody listens to: %v", err)
	}
}
