package property

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// MaxMany is how many rows one request may change.
const MaxMany = 500

// The actions on many rows.
const (
	ManyStatus   = "status"    // Value is the new status
	ManyBaseRent = "base_rent" // of units: Value is the new market rent, a decimal
	ManyDelete   = "delete"
	ManyRestore  = "restore"

	ManyBaseRentBy      = "base_rent_by"      // of units: Value is added to the market rent, a decimal, below zero to take off
	ManyBaseRentPercent = "base_rent_percent" // of units: Value percent are added to the market rent
)

// The actions that each list offers.
var (
	UnitActions     = []string{ManyStatus, ManyBaseRent, ManyBaseRentBy, ManyBaseRentPercent, ManyDelete, ManyRestore}
	PropertyActions = []string{ManyStatus, ManyDelete, ManyRestore}
)

// The operations of idempotency keys, under which Undo finds what was done.
const (
	unitsMany      = "unit.bulk"
	propertiesMany = "property.bulk"
)

// ManyInput says what to do to which rows.
type ManyInput struct {
	IDs    []id.ID // 1 to MaxMany; one that is there twice counts once
	Action string
	Value  string // for ManyStatus and what changes the market rent
}

// Outcome is what became of one row.
type Outcome struct {
	ID      id.ID  `json:"id"`
	Code    string `json:"code,omitempty"` // of the fault that kept the row as it was; "" where it was done
	Message string `json:"message,omitempty"`
	Version int32  `json:"version,omitempty"` // after the change; 0 for what is deleted
	Before  string `json:"before,omitempty"`  // the value that was changed
}

// ManyReport is what became of all rows, in the order in which they were named.
type ManyReport struct {
	Action   string    `json:"action"`
	Outcomes []Outcome `json:"outcomes"`
}

// Done counts the rows that were changed.
func (r ManyReport) Done() int {
	n := 0
	for _, o := range r.Outcomes {
		if o.Code == "" {
			n++
		}
	}
	return n
}

// rowWork does one row of a list.
type rowWork func(ctx context.Context, tx tenancy.Tx, g authz.Grant, row id.ID) (version int32, before string, err error)

// ChangeUnits does one action to many units in one transaction. A unit that refuses (its number is taken, a lease is in
// force, it is not there) stays as it was and is told of; the others are done. A key makes it happen once and lets Undo
// take it back. Errors: Invalid with fields, tenancy.ErrKeyReused.
func (s *Service) ChangeUnits(ctx context.Context, p tenancy.Principal, key tenancy.Key, in ManyInput) (ManyReport, error) {
	work, err := s.unitWork(in)
	if err != nil {
		return ManyReport{}, err
	}
	key.Operation = unitsMany
	return s.many(ctx, p, key, in, work)
}

// ChangeProperties is ChangeUnits for properties.
func (s *Service) ChangeProperties(ctx context.Context, p tenancy.Principal, key tenancy.Key, in ManyInput) (ManyReport, error) {
	work, err := s.propertyWork(in)
	if err != nil {
		return ManyReport{}, err
	}
	key.Operation = propertiesMany
	return s.many(ctx, p, key, in, work)
}

func (in ManyInput) check(f *fault.Fields, actions []string) {
	f.Check(len(in.IDs) > 0, "/ids", "required", "Choose at least one row.")
	f.Check(len(in.IDs) <= MaxMany, "/ids", "too_many", fmt.Sprintf("Choose at most %d rows at a time.", MaxMany))
	oneOf(f, "/action", in.Action, actions)
}

func (s *Service) unitWork(in ManyInput) (rowWork, error) {
	var f fault.Fields
	in.check(&f, UnitActions)
	var rent func(money.Amount) money.Amount
	switch {
	case in.Action == ManyStatus:
		oneOf(&f, "/value", in.Value, UnitStatuses)
	case slices.Contains(RentActions, in.Action):
		rent = rentChange(in, &f)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	switch in.Action {
	case ManyDelete:
		return deleteWork(deleteUnitTx), nil
	case ManyRestore:
		return restoreUnitWork, nil
	}
	return func(ctx context.Context, tx tenancy.Tx, g authz.Grant, row id.ID) (int32, string, error) {
		var before string
		u, err := updateUnitTx(ctx, tx, g, row, nil, func(u *UnitInput) {
			if in.Action == ManyStatus {
				before, u.Status = u.Status, in.Value
				return
			}
			before, u.BaseRent = u.BaseRent.String(), rent(u.BaseRent)
		})
		return u.Version, before, err
	}, nil
}

func (s *Service) propertyWork(in ManyInput) (rowWork, error) {
	var f fault.Fields
	in.check(&f, PropertyActions)
	if in.Action == ManyStatus {
		oneOf(&f, "/value", in.Value, PropertyStatuses)
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	switch in.Action {
	case ManyDelete:
		return deleteWork(deletePropertyTx), nil
	case ManyRestore:
		return s.restorePropertyWork, nil
	}
	return func(ctx context.Context, tx tenancy.Tx, g authz.Grant, row id.ID) (int32, string, error) {
		var before string
		out, err := s.updatePropertyTx(ctx, tx, g, row, nil, func(p *PropertyInput) { before, p.Status = p.Status, in.Value })
		return out.Version, before, err
	}, nil
}

func deleteWork(remove func(context.Context, tenancy.Tx, authz.Grant, id.ID, *int32) (Deletion, error)) rowWork {
	return func(ctx context.Context, tx tenancy.Tx, g authz.Grant, row id.ID) (int32, string, error) {
		_, err := remove(ctx, tx, g, row, nil)
		return 0, "", err
	}
}

func restoreUnitWork(ctx context.Context, tx tenancy.Tx, g authz.Grant, row id.ID) (int32, string, error) {
	u, err := restoreUnitTx(ctx, tx, g, row)
	return u.Version, "", err
}

func (s *Service) restorePropertyWork(ctx context.Context, tx tenancy.Tx, g authz.Grant, row id.ID) (int32, string, error) {
	p, err := s.restorePropertyTx(ctx, tx, g, row)
	return p.Version, "", err
}

func (s *Service) many(ctx context.Context, p tenancy.Principal, key tenancy.Key, in ManyInput, work rowWork) (ManyReport, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return ManyReport{}, err
	}
	var out ManyReport
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (ManyReport, error) { return eachRow(ctx, tx, g, in, work) })
		return err
	})
	if err != nil {
		return ManyReport{}, fmt.Errorf("change many: %w", err)
	}
	return out, nil
}

// eachRow does the rows in the order of their ids, so that two requests for the same rows do not wait for each other in
// a ring.
func eachRow(ctx context.Context, tx tenancy.Tx, g authz.Grant, in ManyInput, work rowWork) (ManyReport, error) {
	ordered := slices.Clone(in.IDs)
	slices.SortFunc(ordered, func(a, b id.ID) int { return slices.Compare(a[:], b[:]) })
	became := make(map[id.ID]Outcome, len(ordered))
	for _, row := range slices.Compact(ordered) {
		o, err := oneRow(ctx, tx, g, row, work)
		if err != nil {
			return ManyReport{}, err
		}
		became[row] = o
	}
	out := ManyReport{Action: in.Action, Outcomes: make([]Outcome, 0, len(became))}
	for _, row := range in.IDs {
		if o, ok := became[row]; ok {
			out.Outcomes = append(out.Outcomes, o)
			delete(became, row)
		}
	}
	return out, nil
}

// oneRow does one row and takes back what a refusal has left half done, so that the others are not lost with it.
func oneRow(ctx context.Context, tx tenancy.Tx, g authz.Grant, row id.ID, work rowWork) (Outcome, error) {
	if _, err := tx.Exec(ctx, "SAVEPOINT one_row"); err != nil {
		return Outcome{}, err
	}
	version, before, err := work(ctx, tx, g, row)
	if err == nil {
		_, err = tx.Exec(ctx, "RELEASE SAVEPOINT one_row")
		return Outcome{ID: row, Version: version, Before: before}, err
	}
	f := fault.As(err)
	switch f.Kind {
	case fault.NotFound:
		f = fault.ErrNotFound // the unknown and the foreign are told alike
	case fault.Invalid, fault.Conflict, fault.Precondition:
	default:
		return Outcome{}, err
	}
	if _, back := tx.Exec(ctx, "ROLLBACK TO SAVEPOINT one_row"); back != nil {
		return Outcome{}, errors.Join(err, back)
	}
	return Outcome{ID: row, Code: f.Code, Message: f.Message}, nil
}

// UndoUnits takes back what ChangeUnits did under a key of p's within the last 24 hours: what was deleted comes back,
// what was restored goes, and what was changed gets its old value unless somebody has changed the row since. Error:
// fault.ErrNotFound for a key that is not known.
func (s *Service) UndoUnits(ctx context.Context, p tenancy.Principal, key string) (ManyReport, error) {
	return s.undo(ctx, p, key, unitsMany, deleteWork(deleteUnitTx), restoreUnitWork,
		func(ctx context.Context, tx tenancy.Tx, g authz.Grant, o Outcome, action string) (int32, string, error) {
			rent, err := money.Parse(o.Before)
			if action != ManyStatus && err != nil {
				return 0, "", fmt.Errorf("read kept rent: %w", err)
			}
			u, err := updateUnitTx(ctx, tx, g, o.ID, &o.Version, func(u *UnitInput) {
				if action == ManyStatus {
					u.Status = o.Before
				} else {
					u.BaseRent = rent
				}
			})
			return u.Version, "", err
		})
}

// UndoProperties is UndoUnits for ChangeProperties.
func (s *Service) UndoProperties(ctx context.Context, p tenancy.Principal, key string) (ManyReport, error) {
	return s.undo(ctx, p, key, propertiesMany, deleteWork(deletePropertyTx), s.restorePropertyWork,
		func(ctx context.Context, tx tenancy.Tx, g authz.Grant, o Outcome, _ string) (int32, string, error) {
			out, err := s.updatePropertyTx(ctx, tx, g, o.ID, &o.Version, func(p *PropertyInput) { p.Status = o.Before })
			return out.Version, "", err
		})
}

func (s *Service) undo(
	ctx context.Context, p tenancy.Principal, key, operation string, remove, restore rowWork,
	revert func(context.Context, tenancy.Tx, authz.Grant, Outcome, string) (int32, string, error),
) (ManyReport, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return ManyReport{}, err
	}
	var out ManyReport
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		done, err := tenancy.Kept[ManyReport](ctx, tx, key, operation)
		if err != nil {
			return err
		}
		in, before := ManyInput{Action: done.Action}, map[id.ID]Outcome{}
		for _, o := range done.Outcomes {
			if o.Code == "" {
				in.IDs, before[o.ID] = append(in.IDs, o.ID), o
			}
		}
		work := map[string]rowWork{ManyDelete: restore, ManyRestore: remove}[done.Action]
		if work == nil {
			work = func(ctx context.Context, tx tenancy.Tx, g authz.Grant, row id.ID) (int32, string, error) {
				return revert(ctx, tx, g, before[row], done.Action)
			}
		}
		out, err = eachRow(ctx, tx, g, in, work)
		return err
	})
	if err != nil {
		return ManyReport{}, fmt.Errorf("undo: %w", err)
	}
	return out, nil
}
