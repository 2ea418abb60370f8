package leasing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The value lists of inspections.
var (
	InspectionKinds = []string{"move_in", "move_out", "periodic"}
	Conditions      = []string{"new", "good", "fair", "worn", "dirty", "damaged", "missing", "not_applicable"}
)

// The faults of inspections.
var (
	// ErrInspectionClosed says that a checklist was completed and does not change any more.
	ErrInspectionClosed = fault.New(fault.Conflict, "inspection_completed", "This checklist was completed and does not change any more.")
	// ErrInspectionOpen says that something of a checklist was not looked at.
	ErrInspectionOpen = fault.New(fault.Conflict, "inspection_incomplete", "Give the condition of every item before you complete the checklist.")
)

// Inspection is a walk through a unit with its checklist. Photos are documents of it.
type Inspection struct {
	ID, TenancyID, UnitID, PropertyID id.ID
	Number                            string // of the unit
	Kind                              string
	PerformedOn                       period.Date
	CompletedAt                       *time.Time
	Note                              string
	Total, Seen                       int64        // items, and those with a condition
	Charges                           money.Amount // what its items would cost
	Items                             []InspectionItem
	Version                           int32
	CreatedAt                         time.Time
}

// InspectionItem is one line of a checklist.
type InspectionItem struct {
	ID        id.ID
	Position  int32
	Area      string
	Item      string
	Condition string // "": not looked at yet
	Note      string
	Charge    *money.Amount // what it would cost the household; nil: nothing
}

// Area is a part of a unit and what to look at there.
type Area struct {
	Area  string   `json:"area"`
	Items []string `json:"items"`
}

// usualAreas is the checklist of an organization that has none of its own.
var usualAreas = []Area{
	{"Entry", []string{"Door and lock", "Keys handed over", "Walls and ceiling", "Floor"}},
	{"Living room", []string{"Walls and ceiling", "Floor", "Windows and blinds", "Lights and outlets"}},
	{"Kitchen", []string{"Refrigerator", "Stove and oven", "Sink and faucet", "Cabinets and counters", "Floor"}},
	{"Bathroom", []string{"Toilet", "Tub or shower", "Sink and faucet", "Ventilation", "Floor"}},
	{"Bedroom", []string{"Walls and ceiling", "Floor", "Windows and blinds", "Closet"}},
	{"Safety", []string{"Smoke detector", "Carbon monoxide detector", "Heating"}},
}

// InspectionInput is a walk to begin.
type InspectionInput struct {
	Kind        string
	PerformedOn period.Date // zero: today
	TemplateID  id.ID       // id.Nil: the organization's first of the kind, or the usual one
	Note        string
}

// BeginInspection begins a walk through the unit of a stay, with the items of a checklist. A stay has one of moving in and
// one of moving out. Errors: Invalid with fields, inspection_exists, postgres.ErrNotFound for the stay or the template.
func (s *Service) BeginInspection(ctx context.Context, p tenancy.Principal, key tenancy.Key, stay id.ID, in InspectionInput) (Inspection, error) {
	return onStay(ctx, s, p, key, stay, "begin inspection", func(ctx context.Context, a stayAct) (id.ID, error) {
		if in.PerformedOn.IsZero() {
			in.PerformedOn = a.today
		}
		var f fault.Fields
		a.day(&f, "/performed_on", in.PerformedOn)
		f.Check(slices.Contains(InspectionKinds, in.Kind), "/kind", "not_allowed", "Choose what the walk is for.")
		f.Text("/note", in.Note, false, 4000)
		if err := f.Err(); err != nil {
			return id.Nil, err
		}
		areas, err := checklist(ctx, a, in)
		if err != nil {
			return id.Nil, err
		}
		org, made := a.g.Organization(), id.New()
		err = a.q.InsertInspection(ctx, leasingdb.InsertInspectionParams{
			TenantID: org, ID: made, TenancyID: stay, UnitID: a.stay.UnitID, Kind: in.Kind, PerformedOn: in.PerformedOn, PerformedBy: a.actor(), Note: in.Note,
		})
		if err != nil {
			return id.Nil, err
		}
		items := leasingdb.InsertInspectionItemsParams{TenantID: org, InspectionID: made}
		for _, area := range areas {
			for _, item := range area.Items {
				items.Ids, items.Positions = append(items.Ids, id.New()), append(items.Positions, int32(len(items.Ids)))
				items.Areas, items.Items = append(items.Areas, area.Area), append(items.Items, item)
			}
		}
		_, err = a.q.InsertInspectionItems(ctx, items)
		return made, err
	}, readInspection)
}

// checklist is what to look at. Error: postgres.ErrNotFound for a template that is not there.
func checklist(ctx context.Context, a stayAct, in InspectionInput) ([]Area, error) {
	raw, err := a.q.ChecklistTemplate(ctx, a.g.Organization(), in.Kind, in.TemplateID)
	if errors.Is(err, postgres.ErrNotFound) && in.TemplateID == id.Nil {
		return usualAreas, nil
	}
	if err != nil {
		return nil, err
	}
	var areas []Area
	if err := json.Unmarshal(raw, &areas); err != nil {
		return nil, fmt.Errorf("checklist: %w", err)
	}
	return areas, nil
}

// onInspection does something to a checklist that is not completed.
func (s *Service) onInspection(ctx context.Context, p tenancy.Principal, inspection id.ID, what string, do func(context.Context, stayAct) error) (Inspection, error) {
	i, err := s.Inspection(ctx, p, inspection)
	if err != nil {
		return Inspection{}, err
	}
	return onStay(ctx, s, p, tenancy.Key{}, i.TenancyID, what, func(ctx context.Context, a stayAct) (id.ID, error) {
		row, err := a.q.LockInspection(ctx, a.g.Organization(), inspection)
		if err != nil {
			return id.Nil, err
		}
		if row.CompletedAt != nil {
			return id.Nil, ErrInspectionClosed
		}
		return inspection, do(ctx, a)
	}, readInspection)
}

// ItemInput is what was seen of one line of a checklist.
type ItemInput struct {
	ID              id.ID
	Condition, Note string
	Charge          *money.Amount
}

// SetInspectionItems records what was seen of some lines, all of them or none. Errors: Invalid with fields,
// ErrInspectionClosed, postgres.ErrNotFound for the checklist or a line.
func (s *Service) SetInspectionItems(ctx context.Context, p tenancy.Principal, inspection id.ID, items []ItemInput) (Inspection, error) {
	var f fault.Fields
	for _, in := range items {
		at := ""
		if len(items) > 1 {
			at = "/" + in.ID.String()
		}
		f.Check(in.Condition == "" || slices.Contains(Conditions, in.Condition), at+"/condition", "not_allowed", "Choose a condition.")
		f.Text(at+"/note", in.Note, false, 1000)
		f.Check(in.Charge == nil || in.Charge.Sign() >= 0, at+"/charge_amount", "out_of_range", "A charge cannot be negative.")
	}
	if err := f.Err(); err != nil {
		return Inspection{}, err
	}
	return s.onInspection(ctx, p, inspection, "set inspection items", func(ctx context.Context, a stayAct) error {
		for _, in := range items {
			n, err := a.q.SetInspectionItem(ctx, leasingdb.SetInspectionItemParams{
				TenantID: a.g.Organization(), InspectionID: inspection, ID: in.ID, Condition: in.Condition, Note: in.Note, ChargeAmount: in.Charge,
			})
			if err != nil {
				return err
			}
			if n == 0 {
				return postgres.ErrNotFound
			}
		}
		return nil
	})
}

// CompleteInspection makes a checklist final. Renters of the stay see it from then on. Errors: ErrInspectionOpen,
// ErrInspectionClosed, postgres.ErrNotFound.
func (s *Service) CompleteInspection(ctx context.Context, p tenancy.Principal, inspection id.ID) (Inspection, error) {
	return s.onInspection(ctx, p, inspection, "complete inspection", func(ctx context.Context, a stayAct) error {
		i, err := readInspection(ctx, a, inspection)
		if err != nil {
			return err
		}
		if i.Seen < i.Total {
			return ErrInspectionOpen
		}
		if err := a.q.CompleteInspection(ctx, a.tx.Now(), a.g.Organization(), inspection); err != nil {
			return err
		}
		return a.tellPart(ctx, InspectionCompleted, inspection)
	})
}

// Inspection returns one inspection with its items. Error: postgres.ErrNotFound.
func (s *Service) Inspection(ctx context.Context, p tenancy.Principal, inspection id.ID) (Inspection, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return Inspection{}, err
	}
	var out Inspection
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		out, err = readInspection(ctx, stayAct{q: leasingdb.New(tx), g: g}, inspection)
		return err
	})
	if err != nil {
		return Inspection{}, fmt.Errorf("read inspection: %w", err)
	}
	return out, nil
}

func readInspection(ctx context.Context, a stayAct, inspection id.ID) (Inspection, error) {
	list, err := inspectionsOf(ctx, a.q, a.g, id.Nil, inspection)
	if err != nil {
		return Inspection{}, err
	}
	if len(list) == 0 {
		return Inspection{}, postgres.ErrNotFound
	}
	items, err := a.q.InspectionItems(ctx, a.g.Organization(), inspection)
	if err != nil {
		return Inspection{}, err
	}
	out := list[0]
	for _, r := range items {
		out.Items = append(out.Items, InspectionItem{
			ID: r.ID, Position: r.Position, Area: r.Area, Item: r.Item, Condition: textOf(r.Condition), Note: textOf(r.Note), Charge: r.ChargeAmount,
		})
	}
	return out, nil
}

// inspectionsOf lists the inspections of a stay, or the one with an id, without their items.
func inspectionsOf(ctx context.Context, q *leasingdb.Queries, g authz.Grant, stay, inspection id.ID) ([]Inspection, error) {
	rows, err := q.Inspections(ctx, g.Organization(), stay, inspection)
	if err != nil {
		return nil, err
	}
	out := make([]Inspection, 0, len(rows))
	for _, r := range rows {
		if g.Covers(r.PropertyID) {
			out = append(out, Inspection{
				ID: r.ID, TenancyID: orNil(r.TenancyID), UnitID: r.UnitID, PropertyID: r.PropertyID, Number: r.Number, Kind: r.Kind,
				PerformedOn: r.PerformedOn, CompletedAt: r.CompletedAt, Note: textOf(r.Note), Total: r.Items, Seen: r.Seen, Charges: r.Charges,
				Version: r.Version, CreatedAt: r.CreatedAt,
			})
		}
	}
	return out, nil
}
