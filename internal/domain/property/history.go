package property

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Change is one entry of the audit log about a property or a unit.
type Change struct {
	At     time.Time
	By     string // the person's name, or empty where the program or a command acted
	Action string // insert, update or delete
	Fields []FieldChange
}

// FieldChange is one column that changed. Values are as they are stored; empty stands for none.
type FieldChange struct{ Name, Old, New string }

// historyRows is how many changes a history shows.
const historyRows = 50

// unshown are columns whose change says nothing to a person.
var unshown = []string{"id", "tenant_id", "live", "deletion_id", "deleted_by", "address_id", "property_id", "created_at"}

// PropertyHistory lists the changes of a property, the newest first, at most 50. It names the people who made them, so an
// owner is shown none.
func (s *Service) PropertyHistory(ctx context.Context, p tenancy.Principal, property id.ID) ([]Change, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, err
	}
	if _, err := s.Property(ctx, p, property, true); err != nil {
		return nil, err
	}
	return s.history(ctx, g, "properties", property)
}

// UnitHistory lists the changes of a unit, as PropertyHistory does.
func (s *Service) UnitHistory(ctx context.Context, p tenancy.Principal, unit id.ID) ([]Change, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, err
	}
	if _, err := s.Unit(ctx, p, unit, true); err != nil {
		return nil, err
	}
	return s.history(ctx, g, "units", unit)
}

func (s *Service) history(ctx context.Context, g authz.Grant, table string, entity id.ID) ([]Change, error) {
	if g.Relation() == authz.Own {
		return nil, nil
	}
	rows, err := propertydb.New(g.Reader(ctx, s.db)).ListChanges(ctx, g.Organization(), table, entity, historyRows)
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	s.recorder.Note(g.Principal(), audit.Entry{
		Action: audit.ActionRead, EntityType: table, EntityIDs: []id.ID{entity}, Detail: map[string]any{"shows": "history"},
	})
	out := make([]Change, 0, len(rows))
	for _, r := range rows {
		c := Change{At: r.CreatedAt, Action: r.Action, By: strings.TrimSpace(deref(r.FirstName) + " " + deref(r.LastName))}
		if c.By == "" {
			c.By = deref(r.Email)
		}
		if r.Action == "update" {
			c.Fields = changedFields(table, r.Changes)
		}
		out = append(out, c)
	}
	return out, nil
}

func changedFields(table string, raw json.RawMessage) []FieldChange {
	var out []FieldChange
	for _, c := range audit.ParseChanges(raw) {
		if !slices.Contains(unshown, c.Name) && (c.Name != "type" || table != "units") { // a unit's type follows from its form
			out = append(out, FieldChange(c))
		}
	}
	return out
}

// Plan is what a deletion would take, or what stands in its way.
type Plan struct {
	Deletion
	InForce []LeaseInForce // by unit, at most 100
	More    bool           // there are more than InForce names
}

// plannedLeases is how many leases a plan names.
const plannedLeases = 100

// LeaseInForce is a lease that forbids a deletion.
type LeaseInForce struct {
	UnitID         id.ID
	Number, Renter string
}

// PlanPropertyDeletion tells what DeleteProperty would do now.
func (s *Service) PlanPropertyDeletion(ctx context.Context, p tenancy.Principal, property id.ID) (Plan, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Plan{}, err
	}
	if _, err := s.Property(ctx, p, property, false); err != nil {
		return Plan{}, err
	}
	units, err := propertydb.New(g.Reader(ctx, s.db)).UnitIDsOfProperty(ctx, p.Organization, property)
	if err != nil {
		return Plan{}, fmt.Errorf("plan deletion: %w", err)
	}
	return s.plan(ctx, g, property, units)
}

// PlanUnitDeletion tells what DeleteUnit would do now.
func (s *Service) PlanUnitDeletion(ctx context.Context, p tenancy.Principal, unit id.ID) (Plan, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Plan{}, err
	}
	if _, err := s.Unit(ctx, p, unit, false); err != nil {
		return Plan{}, err
	}
	return s.plan(ctx, g, unit, []id.ID{unit})
}

func (s *Service) plan(ctx context.Context, g authz.Grant, root id.ID, units []id.ID) (Plan, error) {
	q := propertydb.New(g.Reader(ctx, s.db))
	inForce, err := q.LeasesInForce(ctx, g.Organization(), units, plannedLeases+1)
	if err != nil {
		return Plan{}, fmt.Errorf("plan deletion: %w", err)
	}
	counts, err := q.CountWithUnits(ctx, g.Organization(), units, root)
	if err != nil {
		return Plan{}, fmt.Errorf("plan deletion: %w", err)
	}
	out := Plan{Deletion: Deletion{Units: int64(len(units)), Leases: counts.Leases, Documents: counts.Documents}}
	if len(inForce) > plannedLeases {
		inForce, out.More = inForce[:plannedLeases], true
	}
	for _, l := range inForce {
		out.InForce = append(out.InForce, LeaseInForce{UnitID: l.UnitID, Number: l.Number, Renter: l.Renter})
	}
	return out, nil
}
