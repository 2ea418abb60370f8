package organization

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// addUnits adds n units to org in one transaction, as every way of adding them does.
func (k *kit) addUnits(org id.ID, n int) error {
	return tenancy.InTx(k.Context(), k.db, tenancy.Operator(org, "test"), func(ctx context.Context, tx tenancy.Tx) error {
		_, err := tx.Exec(ctx, `WITH p AS (INSERT INTO properties (tenant_id, id, name, type)
			VALUES ($1, gen_random_uuid(), 'Elm', 'residential') RETURNING id)
			INSERT INTO units (tenant_id, id, property_id, number, form, base_rent, status)
			SELECT $1, gen_random_uuid(), p.id, i, 'apartment', 1, 'vacant' FROM p, generate_series(1, $2) AS i`, org, n)
		if err != nil {
			return err
		}
		return HoldUnitsTx(ctx, tx)
	})
}

func TestPlanLimit(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.exec(`UPDATE platform.plans SET unit_limit = 10 WHERE code = 'essential'`)
	small, other := k.create("small"), k.create("other")
	k.check(k.addUnits(other.ID, 10)) // of no concern to the first
	k.check(k.addUnits(small.ID, 7))
	// Ten at once for the last three places: three get one, whoever comes first.
	var wg sync.WaitGroup
	results := make([]error, 10)
	for i := range results {
		wg.Go(func() { results[i] = k.addUnits(small.ID, 1) })
	}
	wg.Wait()
	added := 0
	for _, err := range results {
		switch {
		case err == nil:
			added++
		case !errors.Is(err, ErrPlanLimit) || fault.As(err).Kind != fault.Conflict || !strings.Contains(fault.As(err).Message, "10 units"):
			t.Errorf("refused with %v", err)
		}
	}
	if n := k.one(`SELECT count(*) FROM units WHERE tenant_id = $1`, small.ID); added != 3 || n != "10" {
		t.Errorf("%d were added, %s are there", added, n)
	}
	// Deleted units make room.
	k.exec(`UPDATE units SET deleted_at = now(), deletion_id = gen_random_uuid() WHERE tenant_id = $1 AND id = (SELECT min(id::text)::uuid FROM units WHERE tenant_id = $1)`, small.ID)
	k.check(k.addUnits(small.ID, 1))
	// A plan below what there is keeps it and lets nothing be added; one without a limit lets everything.
	k.exec(`UPDATE platform.plans SET unit_limit = 5 WHERE code = 'essential'`)
	if err := k.addUnits(small.ID, 1); !errors.Is(err, ErrPlanLimit) {
		t.Errorf("above a smaller plan: %v", err)
	}
	k.check(k.service.SetPlan(k.Context(), "small", "enterprise", "signed on 2 November"))
	k.check(k.addUnits(small.ID, 30))
}

func TestPlan(t *testing.T) {
	t.Parallel()
	k := setup(t)
	o := k.create("small")
	k.check(k.addUnits(o.ID, 3))
	p, err := k.service.Plan(k.Context(), admin(o.ID))
	k.check(err)
	if p.Plan.Code != "essential" || p.Plan.UnitLimit == nil || *p.Plan.UnitLimit != 500 || p.Units != 3 || len(p.Plans) != 3 ||
		p.Plans[2].UnitLimit != nil {
		t.Errorf("%+v", p)
	}
	manager := admin(o.ID)
	manager.Role = tenancy.RoleManager
	if _, err := k.service.Plan(k.Context(), manager); !errors.Is(err, authz.ErrForbidden) {
		t.Errorf("a manager: %v", err)
	}
	for _, c := range []struct {
		slug, plan, reason string
		want               error
	}{
		{"small", "platinum", "a reason", ErrPlan},
		{"nobody", "enterprise", "a reason", ErrNotFound},
		{"small", "enterprise", " ", ErrReason},
		{"small", "enterprise", strings.Repeat("x", 501), ErrReason},
	} {
		if err := k.service.SetPlan(k.Context(), c.slug, c.plan, c.reason); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	k.check(k.service.SetPlan(k.Context(), "small", "professional", "signed on 2 November"))
	if p, err = k.service.Plan(k.Context(), admin(o.ID)); err != nil || p.Plan.Code != "professional" {
		t.Errorf("%+v, %v", p.Plan, err)
	}
	if got := k.one(`SELECT plan FROM platform.directory WHERE slug = 'small'`); got != "professional" {
		t.Errorf("the directory says %s", got)
	}
	if got := k.one(`SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND to_jsonb(audit_logs)::text LIKE '%signed on 2 November%'`, o.ID); got != "1" {
		t.Errorf("%s entries of the audit log give the reason", got)
	}
}

func TestFeatures(t *testing.T) {
	t.Parallel()
	k := setup(t)
	one, two := k.create("one"), k.create("two")
	on := func(o Organization, want bool) {
		t.Helper()
		if got, err := k.service.Feature(k.Context(), admin(o.ID), FeatureLiveUpdates); err != nil || got != want {
			t.Errorf("%s: %t, %v, want %t", o.Slug, got, err, want)
		}
	}
	on(one, true)
	f, err := k.service.SwitchFeature(k.Context(), admin(one.ID), FeatureLiveUpdates, false)
	if err != nil || f.On || f.Set != "organization" {
		t.Errorf("%+v, %v", f, err)
	}
	on(one, false)
	on(two, true)
	if got := k.one(`SELECT payload ->> 'feature' FROM events WHERE tenant_id = $1 AND type = 'feature.switched'`, one.ID); got != "live_updates" {
		t.Errorf("the event is about %q", got)
	}
	yes, no := true, false
	k.check(k.service.SetFeature(k.Context(), "", FeatureLiveUpdates, &no, "an incident"))
	on(two, false)
	k.check(k.service.SetFeature(k.Context(), "one", FeatureLiveUpdates, &yes, "to try"))
	on(one, true) // its own goes before what is for all
	list, err := k.service.ListFeatures(k.Context(), admin(two.ID))
	if err != nil || len(list) != len(Features) || list[0].Set != "everywhere" || list[0].On || list[1].Set != "default" {
		t.Errorf("%+v, %v", list, err)
	}
	k.check(k.service.SetFeature(k.Context(), "", FeatureLiveUpdates, nil, "it is over"))
	on(two, true)
	if got := k.one(`SELECT reason FROM platform.feature_flags WHERE organization_id = $1`, one.ID); got != "to try" {
		t.Errorf("the reason is %q", got)
	}
	// Another process hears of it when what it remembers is old.
	elsewhere := New(k.db)
	if got, err := elsewhere.Feature(k.Context(), admin(two.ID), FeatureLiveUpdates); err != nil || !got {
		t.Errorf("%t, %v", got, err)
	}
	k.check(k.service.SetFeature(k.Context(), "two", FeatureLiveUpdates, &no, "to try"))
	k.clock.Advance(featureTTL)
	if got, err := elsewhere.Feature(k.Context(), admin(two.ID), FeatureLiveUpdates); err != nil || got {
		t.Errorf("after a while: %t, %v", got, err)
	}
}

func TestFeatureRefusals(t *testing.T) {
	t.Parallel()
	k := setup(t)
	o := k.create("one")
	for _, role := range tenancy.Roles {
		p := admin(o.ID)
		p.Role = role
		_, err := k.service.SwitchFeature(k.Context(), p, FeatureLiveUpdates, false)
		if role == tenancy.RoleAdmin {
			k.check(err)
		} else if !errors.Is(err, authz.ErrForbidden) {
			t.Errorf("%s: %v", role, err)
		}
	}
	for name, want := range map[FeatureName]error{FeatureRentRollImport: ErrFeatureOperator, "unheard_of": ErrFeature, "": ErrFeature} {
		if _, err := k.service.SwitchFeature(k.Context(), admin(o.ID), name, false); !errors.Is(err, want) {
			t.Errorf("%q: %v", name, err)
		}
	}
	yes := true
	for _, c := range []struct {
		slug   string
		name   FeatureName
		reason string
		want   error
	}{{"", "unheard_of", "why", ErrFeature}, {"nobody", FeatureLiveUpdates, "why", ErrNotFound}, {"", FeatureLiveUpdates, "", ErrReason}} {
		if err := k.service.SetFeature(k.Context(), c.slug, c.name, &yes, c.reason); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if n := k.one(`SELECT count(*) FROM platform.feature_flags`); n != "1" {
		t.Errorf("%s flags are set", n)
	}
}
