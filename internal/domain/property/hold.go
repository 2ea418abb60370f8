package property

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// HoldKinds are the reasons for which a unit is kept from being let.
var HoldKinds = []string{"down", "reserved", "model", "make_ready"}

// HoldChanged says that what keeps a unit from being let is another.
var HoldChanged = event.Define[UnitEvent]("unit.hold_changed", "unit", "A hold of a unit began, ended or was changed.")

// Hold keeps a unit from being let, from one day to another, both included.
type Hold struct {
	ID         id.ID       `json:"id"`
	UnitID     id.ID       `json:"unit_id"`
	PropertyID id.ID       `json:"property_id"`
	Kind       string      `json:"kind"` // of HoldKinds
	From       period.Date `json:"from"`
	To         period.Date `json:"to"` // none while nobody has ended it
	Reason     *string     `json:"reason"`
	Version    int32       `json:"version"`
	CreatedAt  time.Time   `json:"created_at"`
	UpdatedAt  time.Time   `json:"updated_at"`
}

// HoldInput is what a caller may say of a hold.
type HoldInput struct {
	Kind     string
	From, To period.Date
	Reason   *string
}

func (in *HoldInput) check() error {
	if in.Reason != nil && strings.TrimSpace(*in.Reason) == "" {
		in.Reason = nil
	}
	var f fault.Fields
	oneOf(&f, "/kind", in.Kind, HoldKinds)
	f.Check(!in.From.IsZero(), "/from", "required", "Say from which day.")
	f.Check(in.To.IsZero() || !in.To.Before(in.From), "/to", "out_of_range", "The last day cannot come before the first.")
	f.Text("/reason", deref(in.Reason), false, 500)
	return f.Err()
}

// Holds lists the holds of a unit, the earlier ones first. Error: postgres.ErrNotFound for the unit.
func (s *Service) Holds(ctx context.Context, p tenancy.Principal, unit id.ID) ([]Hold, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, err
	}
	q := propertydb.New(g.Reader(ctx, s.db))
	if _, err := getUnit(ctx, q, g, unit, true); err != nil {
		return nil, err
	}
	return holds(ctx, q, g.Organization(), []id.ID{unit})
}

func holds(ctx context.Context, q *propertydb.Queries, org id.ID, units []id.ID) ([]Hold, error) {
	rows, err := q.HoldsOfUnits(ctx, org, units)
	if err != nil {
		return nil, fmt.Errorf("list holds: %w", err)
	}
	out := make([]Hold, 0, len(rows))
	for _, r := range rows {
		out = append(out, Hold{
			ID: r.ID, UnitID: r.UnitID, PropertyID: r.PropertyID, Kind: r.Kind, From: r.FromDate, To: r.ToDate, Reason: r.Reason,
			Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		})
	}
	return out, nil
}

// Hold returns one hold. Error: postgres.ErrNotFound.
func (s *Service) Hold(ctx context.Context, p tenancy.Principal, hold id.ID) (Hold, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return Hold{}, err
	}
	return getHold(ctx, propertydb.New(g.Reader(ctx, s.db)), g, hold)
}

func getHold(ctx context.Context, q *propertydb.Queries, g authz.Grant, hold id.ID) (Hold, error) {
	r, err := q.GetHold(ctx, g.Organization(), hold)
	if err != nil {
		return Hold{}, fmt.Errorf("get hold: %w", err)
	}
	if !g.Covers(r.PropertyID) {
		return Hold{}, postgres.ErrNotFound
	}
	return Hold{
		ID: r.ID, UnitID: r.UnitID, PropertyID: r.PropertyID, Kind: r.Kind, From: r.FromDate, To: r.ToDate, Reason: r.Reason,
		Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}, nil
}

// AddHold keeps a unit from being let. Errors: Invalid with fields, hold_overlaps, tenancy.ErrKeyReused, postgres.ErrNotFound
// for the unit.
func (s *Service) AddHold(ctx context.Context, p tenancy.Principal, key tenancy.Key, unit id.ID, in HoldInput) (Hold, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Hold{}, err
	}
	if err := in.check(); err != nil {
		return Hold{}, err
	}
	var out Hold
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Hold, error) {
			q, hold := propertydb.New(tx), id.New()
			u, err := getUnit(ctx, q, g, unit, false)
			if err != nil {
				return Hold{}, err
			}
			if err := q.InsertHold(ctx, propertydb.InsertHoldParams{
				TenantID: tx.Organization(), ID: hold, UnitID: unit, PropertyID: u.PropertyID, Kind: in.Kind, FromDate: in.From,
				ToDate: in.To, Reason: in.Reason,
			}); err != nil {
				return Hold{}, err
			}
			if err := event.Write(ctx, tx, HoldChanged, unit, UnitEvent{PropertyID: u.PropertyID}); err != nil {
				return Hold{}, err
			}
			return getHold(ctx, q, g, hold)
		})
		return err
	})
	if err != nil {
		return Hold{}, fmt.Errorf("add hold: %w", err)
	}
	return out, nil
}

// UpdateHold changes a hold: change is given what is stored and alters it. Errors: Invalid with fields, hold_overlaps,
// ErrChanged, postgres.ErrNotFound.
func (s *Service) UpdateHold(ctx context.Context, p tenancy.Principal, hold id.ID, version *int32, change func(*HoldInput)) (Hold, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Hold{}, err
	}
	var out Hold
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := propertydb.New(tx)
		now, err := getHold(ctx, q, g, hold)
		if err != nil {
			return err
		}
		based := version
		if based == nil {
			based = &now.Version
		}
		in := HoldInput{Kind: now.Kind, From: now.From, To: now.To, Reason: now.Reason}
		change(&in)
		if err := in.check(); err != nil {
			return err
		}
		n, err := q.UpdateHold(ctx, propertydb.UpdateHoldParams{
			TenantID: tx.Organization(), ID: hold, Kind: in.Kind, FromDate: in.From, ToDate: in.To, Reason: in.Reason, Version: based,
		})
		switch {
		case err != nil:
			return err
		case n == 0:
			return ErrChanged
		}
		if err := event.Write(ctx, tx, HoldChanged, now.UnitID, UnitEvent{PropertyID: now.PropertyID}); err != nil {
			return err
		}
		out, err = getHold(ctx, q, g, hold)
		return err
	})
	if err != nil {
		return Hold{}, fmt.Errorf("update hold: %w", err)
	}
	return out, nil
}

// RemoveHold takes a hold away, as if it had never been; to end one, change its last day. Errors: ErrChanged,
// postgres.ErrNotFound.
func (s *Service) RemoveHold(ctx context.Context, p tenancy.Principal, hold id.ID, version *int32) (Hold, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Hold{}, err
	}
	var now Hold
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		q := propertydb.New(tx)
		if now, err = getHold(ctx, q, g, hold); err != nil {
			return err
		}
		n, err := q.DeleteHold(ctx, propertydb.DeleteHoldParams{
			TenantID: tx.Organization(), ID: hold, DeletedAt: tx.Now(), DeletedBy: actor(p), DeletionID: id.New(), Version: version,
		})
		switch {
		case err != nil:
			return err
		case n == 0:
			return ErrChanged
		}
		return event.Write(ctx, tx, HoldChanged, now.UnitID, UnitEvent{PropertyID: now.PropertyID})
	})
	if err != nil {
		return Hold{}, fmt.Errorf("remove hold: %w", err)
	}
	return now, nil
}
