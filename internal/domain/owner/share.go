package owner

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/owner/internal/ownerdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// whole is all of a property, in percent.
var whole = money.MustParse("100")

// ErrPropertyDeleted says that no share of a deleted property can be added or changed.
var ErrPropertyDeleted = fault.New(fault.Conflict, "parent_deleted", "What this belongs to has been deleted.")

// Share is what an owner holds of a property, from the first of its days to the last.
type Share struct {
	ID              id.ID         `json:"id"`
	OwnerID         id.ID         `json:"owner_id"`
	OwnerName       string        `json:"owner_name"`
	OwnerDeleted    bool          `json:"owner_deleted"`
	PropertyID      id.ID         `json:"property_id"`
	PropertyName    string        `json:"property_name"`
	Percentage      money.Amount  `json:"percentage"` // above 0 and at most 100
	From            period.Date   `json:"from"`
	To              period.Date   `json:"to"`          // the last day; none while nobody has ended it
	AcquiredOn      period.Date   `json:"acquired_on"` // none where unknown
	AcquisitionCost *money.Amount `json:"acquisition_cost"`
	Version         int32         `json:"version"`
	CreatedAt       time.Time     `json:"created_at"`
	UpdatedAt       time.Time     `json:"updated_at"`
}

// RunsOn reports whether the share holds on a day.
func (s Share) RunsOn(day period.Date) bool {
	return !day.Before(s.From) && (s.To.IsZero() || !day.After(s.To))
}

// ShareInput is what a caller may say of a new share.
type ShareInput struct {
	OwnerID         id.ID
	Percentage      money.Amount
	From, To        period.Date // To may be none
	AcquiredOn      period.Date
	AcquisitionCost *money.Amount
}

func checkShare(f *fault.Fields, at string, share money.Amount) {
	f.Check(share.Sign() > 0 && share.Cmp(whole) <= 0, at, "out_of_range", "A share is above 0 and at most 100 percent.")
}

func (in ShareInput) check() error {
	var f fault.Fields
	f.Check(in.OwnerID != id.Nil, "/owner_id", "required", "Choose an owner.")
	checkShare(&f, "/percentage", in.Percentage)
	f.Check(!in.From.IsZero(), "/from", "required", "Say from which day.")
	f.Check(in.To.IsZero() || !in.To.Before(in.From), "/to", "out_of_range", "The last day cannot come before the first.")
	f.Check(in.AcquisitionCost == nil || in.AcquisitionCost.Sign() >= 0, "/acquisition_cost", "out_of_range", "This cannot be negative.")
	return f.Err()
}

// SharesOf lists the shares of an owner, by property and the later ones first; of somebody who is limited to properties those
// of them. Error: postgres.ErrNotFound for the owner.
func (s *Service) SharesOf(ctx context.Context, p tenancy.Principal, owner id.ID) ([]Share, error) {
	g, err := authz.Require(p, authz.OwnerRead)
	if err != nil {
		return nil, err
	}
	q := ownerdb.New(g.Reader(ctx, s.db))
	if _, err := get(ctx, q, g, owner, true); err != nil {
		return nil, err
	}
	out, err := shares(ctx, q, g, ownerdb.ListSharesParams{OwnerID: owner})
	if err == nil {
		s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "owners", EntityIDs: []id.ID{owner}, Detail: map[string]any{"shows": "shares"}})
	}
	return out, err
}

// Share returns one share. Error: postgres.ErrNotFound.
func (s *Service) Share(ctx context.Context, p tenancy.Principal, share id.ID) (Share, error) {
	g, err := authz.Require(p, authz.OwnerRead)
	if err != nil {
		return Share{}, err
	}
	return getShare(ctx, ownerdb.New(g.Reader(ctx, s.db)), g, share)
}

func getShare(ctx context.Context, q *ownerdb.Queries, g authz.Grant, share id.ID) (Share, error) {
	if share == id.Nil {
		return Share{}, postgres.ErrNotFound
	}
	list, err := shares(ctx, q, g, ownerdb.ListSharesParams{ID: share})
	switch {
	case err != nil:
		return Share{}, err
	case len(list) == 0:
		return Share{}, postgres.ErrNotFound
	}
	return list[0], nil
}

func shares(ctx context.Context, q *ownerdb.Queries, g authz.Grant, of ownerdb.ListSharesParams) ([]Share, error) {
	of.TenantID, of.PropertyScope = g.Organization(), g.PropertyFilter()
	rows, err := q.ListShares(ctx, of)
	if err != nil {
		return nil, fmt.Errorf("list shares: %w", err)
	}
	out := make([]Share, 0, len(rows))
	for _, r := range rows {
		out = append(out, Share{
			ID: r.ID, OwnerID: r.OwnerID, OwnerName: r.OwnerName, OwnerDeleted: r.OwnerDeleted, PropertyID: r.PropertyID,
			PropertyName: r.PropertyName, Percentage: r.OwnershipPercentage, From: r.FromDate, To: r.ToDate, AcquiredOn: r.AcquisitionDate,
			AcquisitionCost: r.AcquisitionCost, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		})
	}
	return out, nil
}

// AddShare begins a share of a property. Errors: Invalid with fields, shares_exceed_100 and share_overlaps, ErrPropertyDeleted,
// tenancy.ErrKeyReused, postgres.ErrNotFound for the property.
func (s *Service) AddShare(ctx context.Context, p tenancy.Principal, key tenancy.Key, property id.ID, in ShareInput) (Share, error) {
	g, err := authz.Require(p, authz.OwnerWrite)
	if err != nil {
		return Share{}, err
	}
	if !g.Covers(property) {
		return Share{}, postgres.ErrNotFound
	}
	if err := in.check(); err != nil {
		return Share{}, err
	}
	var out Share
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Share, error) {
			q := ownerdb.New(tx)
			if err := living(ctx, q, tx.Organization(), property); err != nil {
				return Share{}, err
			}
			return addShare(ctx, tx, q, g, property, in)
		})
		return err
	})
	if err != nil {
		return Share{}, fmt.Errorf("add share: %w", err)
	}
	return out, nil
}

// living locks a property whose shares are to change.
func living(ctx context.Context, q *ownerdb.Queries, org, property id.ID) error {
	deleted, err := q.LockProperty(ctx, org, property)
	if err != nil {
		return err
	}
	if deleted != nil {
		return ErrPropertyDeleted
	}
	return nil
}

func addShare(ctx context.Context, tx tenancy.Tx, q *ownerdb.Queries, g authz.Grant, property id.ID, in ShareInput) (Share, error) {
	if _, _, err := lock(ctx, q, g, in.OwnerID, false); err != nil {
		if fault.As(err).Kind == fault.NotFound {
			return Share{}, fault.New(fault.Invalid, "reference_not_found", "There is no such owner.").On("/owner_id")
		}
		return Share{}, err
	}
	share := id.New()
	if err := q.InsertShare(ctx, ownerdb.InsertShareParams{
		TenantID: tx.Organization(), ID: share, OwnerID: in.OwnerID, PropertyID: property, OwnershipPercentage: in.Percentage,
		FromDate: in.From, ToDate: in.To, AcquisitionDate: in.AcquiredOn, AcquisitionCost: in.AcquisitionCost,
	}); err != nil {
		return Share{}, onForm(err)
	}
	if err := event.Write(ctx, tx, ShareChanged, in.OwnerID, ShareEvent{PropertyID: property, ShareID: share}); err != nil {
		return Share{}, err
	}
	return getShare(ctx, q, g, share)
}

// onForm puts the database's refusal on the field that the caller has for it.
func onForm(err error) error {
	if f := fault.As(err); f != nil && f.Code == "shares_exceed_100" {
		return fault.New(f.Kind, f.Code, f.Message).On("/percentage").With(err)
	}
	return err
}

// change runs do on a locked share whose property lives, and tells of it.
func (s *Service) change(ctx context.Context, p tenancy.Principal, share id.ID, version *int32,
	do func(ctx context.Context, tx tenancy.Tx, q *ownerdb.Queries, g authz.Grant, now Share) (Share, error),
) (Share, error) {
	g, err := authz.Require(p, authz.OwnerWrite)
	if err != nil {
		return Share{}, err
	}
	var out Share
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := ownerdb.New(tx)
		seen, err := getShare(ctx, q, g, share)
		if err != nil {
			return err
		}
		if err := living(ctx, q, tx.Organization(), seen.PropertyID); err != nil {
			return err
		}
		if _, err := q.LockShare(ctx, tx.Organization(), share); err != nil {
			return err
		}
		now, err := getShare(ctx, q, g, share) // as it is, now that nobody else changes it
		if err != nil {
			return err
		}
		if version != nil && *version != now.Version {
			return ErrChanged
		}
		if out, err = do(ctx, tx, q, g, now); err != nil {
			return err
		}
		return event.Write(ctx, tx, ShareChanged, now.OwnerID, ShareEvent{PropertyID: now.PropertyID, ShareID: share})
	})
	if err != nil {
		return Share{}, fmt.Errorf("change share: %w", err)
	}
	return out, nil
}

func until(ctx context.Context, q *ownerdb.Queries, org id.ID, now Share, percentage money.Amount, to period.Date) error {
	return onForm(q.UpdateShare(ctx, percentage, to, org, now.ID))
}

// within checks that a day lies in a share.
func within(f *fault.Fields, at string, now Share, day period.Date) {
	f.Check(!day.IsZero(), at, "required", "Say from which day.")
	f.Check(day.IsZero() || now.RunsOn(day), at, "out_of_range", "This day is not one of the share's.")
}

// ChangeShare makes a share another size from a day on: what was ends the day before, and a new share begins, which is
// returned. On the share's own first day it is corrected in place. Errors: Invalid with fields, shares_exceed_100, ErrChanged,
// ErrPropertyDeleted, postgres.ErrNotFound.
func (s *Service) ChangeShare(ctx context.Context, p tenancy.Principal, share id.ID, version *int32, from period.Date, percentage money.Amount) (Share, error) {
	return s.change(ctx, p, share, version, func(ctx context.Context, tx tenancy.Tx, q *ownerdb.Queries, g authz.Grant, now Share) (Share, error) {
		var f fault.Fields
		checkShare(&f, "/percentage", percentage)
		within(&f, "/from", now, from)
		if err := f.Err(); err != nil {
			return Share{}, err
		}
		if from.Equal(now.From) {
			if err := until(ctx, q, tx.Organization(), now, percentage, now.To); err != nil {
				return Share{}, err
			}
			return getShare(ctx, q, g, share)
		}
		if err := until(ctx, q, tx.Organization(), now, now.Percentage, from.AddDays(-1)); err != nil {
			return Share{}, err
		}
		return addShare(ctx, tx, q, g, now.PropertyID, ShareInput{
			OwnerID: now.OwnerID, Percentage: percentage, From: from, To: now.To, AcquiredOn: now.AcquiredOn, AcquisitionCost: now.AcquisitionCost,
		})
	})
}

// EndShare sets the last day of a share; none makes it run on. Errors: Invalid with fields, shares_exceed_100 and
// share_overlaps where another took its place, ErrChanged, ErrPropertyDeleted, postgres.ErrNotFound.
func (s *Service) EndShare(ctx context.Context, p tenancy.Principal, share id.ID, version *int32, to period.Date) (Share, error) {
	return s.change(ctx, p, share, version, func(ctx context.Context, tx tenancy.Tx, q *ownerdb.Queries, g authz.Grant, now Share) (Share, error) {
		var f fault.Fields
		f.Check(to.IsZero() || !to.Before(now.From), "/to", "out_of_range", "The last day cannot come before the first.")
		if err := f.Err(); err != nil {
			return Share{}, err
		}
		if err := until(ctx, q, tx.Organization(), now, now.Percentage, to); err != nil {
			return Share{}, err
		}
		return getShare(ctx, q, g, share)
	})
}

// TransferInput says what of a share passes to whom, from which day on.
type TransferInput struct {
	To         id.ID        // the owner who takes over
	On         period.Date  // the first day of the new owner
	Percentage money.Amount // zero is all of it; what is left stays with the owner who gives
	Cost       *money.Amount
}

// TransferShare passes a share, or a part of it, to another owner from a day on, and returns the new owner's share. All of it
// happens or none. Errors: those of ChangeShare, share_overlaps where the new owner has a share already.
func (s *Service) TransferShare(ctx context.Context, p tenancy.Principal, share id.ID, version *int32, in TransferInput) (Share, error) {
	return s.change(ctx, p, share, version, func(ctx context.Context, tx tenancy.Tx, q *ownerdb.Queries, g authz.Grant, now Share) (Share, error) {
		passes := in.Percentage
		if passes.IsZero() {
			passes = now.Percentage
		}
		var f fault.Fields
		f.Check(in.To != id.Nil, "/owner_id", "required", "Choose an owner.")
		f.Check(in.To != now.OwnerID, "/owner_id", "not_allowed", "Choose somebody else than the owner who has it.")
		within(&f, "/from", now, in.On)
		f.Check(in.On.IsZero() || in.On.After(now.From), "/from", "out_of_range", "The share begins on this day or later: choose a later day.")
		f.Check(passes.Sign() > 0 && passes.Cmp(now.Percentage) <= 0, "/percentage", "out_of_range", "This is more than the owner has.")
		f.Check(in.Cost == nil || in.Cost.Sign() >= 0, "/acquisition_cost", "out_of_range", "This cannot be negative.")
		if err := f.Err(); err != nil {
			return Share{}, err
		}
		if err := until(ctx, q, tx.Organization(), now, now.Percentage, in.On.AddDays(-1)); err != nil {
			return Share{}, err
		}
		if left := now.Percentage.Sub(passes); left.Sign() > 0 {
			if _, err := addShare(ctx, tx, q, g, now.PropertyID, ShareInput{
				OwnerID: now.OwnerID, Percentage: left, From: in.On, To: now.To, AcquiredOn: now.AcquiredOn, AcquisitionCost: now.AcquisitionCost,
			}); err != nil {
				return Share{}, err
			}
		}
		return addShare(ctx, tx, q, g, now.PropertyID, ShareInput{
			OwnerID: in.To, Percentage: passes, From: in.On, To: now.To, AcquiredOn: in.On, AcquisitionCost: in.Cost,
		})
	})
}
