package leasing

import (
	"context"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// MaxOffers is how many leases one batch of offers, and the board, holds.
const MaxOffers = 500

// Renewal is a lease that ends, with what has been offered to follow it.
type Renewal struct {
	LeaseID, TenancyID, PropertyID, UnitID id.ID
	Number, PropertyName, Renter           string
	Start, End                             period.Date
	Rent                                   *money.Amount
	Leaving                                bool         // a notice is in force
	Followed                               bool         // a further lease is there
	OfferID                                id.ID        // of the last offer; id.Nil: none was made
	OfferState                             string       // "" where none was made
	Offered                                money.Amount // the rent of it
	RespondBy                              period.Date
	Proposed                               money.Amount // in a preview: the rent that would be offered
	Skip                                   string       // in a preview: the code of why none would be; "" where one would
}

// RenewalFilter says which leases: those that end from First to Last.
type RenewalFilter struct {
	First, Last period.Date
	PropertyID  id.ID // id.Nil: any
}

func (f RenewalFilter) check(e *fault.Fields) {
	e.Check(!f.First.IsZero(), "/ends_from", "required", "Give the first day.")
	e.Check(!f.Last.IsZero(), "/ends_to", "required", "Give the last day.")
	e.Check(f.Last.IsZero() || f.Last.DaysSince(f.First) >= 0 && f.Last.DaysSince(f.First) <= 366, "/ends_to", "out_of_range",
		"Use a span of at most a year.")
}

// Renewals lists the leases in force that end within the filter's days, by property and unit, at most MaxOffers. Errors:
// authz.ErrForbidden, Invalid with fields.
func (s *Service) Renewals(ctx context.Context, p tenancy.Principal, f RenewalFilter) ([]Renewal, error) {
	var e fault.Fields
	if f.check(&e); e.Err() != nil {
		return nil, e.Err()
	}
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, err
	}
	var out []Renewal
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		today, err := q.Today(ctx, tx.Now(), g.Organization())
		if err != nil {
			return err
		}
		out, err = renewals(ctx, q, g, today, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list renewals: %w", err)
	}
	shown := make([]id.ID, 0, len(out))
	for _, r := range out {
		shown = append(shown, r.TenancyID)
	}
	if len(shown) > 0 {
		s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "tenancies", EntityIDs: shown, Detail: map[string]any{"shows": "renewals"}})
	}
	return out, nil
}

func renewals(ctx context.Context, q *leasingdb.Queries, g authz.Grant, today period.Date, f RenewalFilter) ([]Renewal, error) {
	rows, err := q.Renewable(ctx, leasingdb.RenewableParams{
		TenantID: g.Organization(), Today: today, FirstDay: f.First, LastDay: f.Last, PropertyScope: g.PropertyFilter(), PropertyID: f.PropertyID,
		RowLimit: MaxOffers,
	})
	if err != nil {
		return nil, err
	}
	out := make([]Renewal, 0, len(rows))
	for _, r := range rows {
		out = append(out, Renewal{
			LeaseID: r.LeaseID, TenancyID: r.TenancyID, PropertyID: r.PropertyID, UnitID: r.UnitID, Number: r.Number, PropertyName: r.PropertyName,
			Renter: r.Renter, Start: r.StartDate, End: r.EndDate, Rent: r.MonthlyRent, Leaving: r.Leaving, Followed: r.Followed, OfferID: r.OfferID,
			OfferState: r.OfferState, Offered: r.OfferedRent, RespondBy: r.RespondBy,
		})
	}
	return out, nil
}

// OffersInput says what to offer to many.
type OffersInput struct {
	RenewalFilter
	Amount     *money.Amount // what the rent rises by a month; may be negative
	Percentage *money.Amount // or what it rises by in percent, rounded to the cent half up; may be negative
	Months     int32         // the length of the next term; 0: month to month
	RespondBy  period.Date   // zero: any day
	Message    string
	Send       bool // at once, and not as drafts
}

func (in OffersInput) check(today period.Date) error {
	var e fault.Fields
	in.RenewalFilter.check(&e)
	e.Check(in.Amount == nil || in.Percentage == nil, "/percentage", "not_allowed", "Give an amount or a percentage, not both.")
	limit := money.FromCents(100_00)
	e.Check(in.Percentage == nil || in.Percentage.Abs().Cmp(limit) <= 0, "/percentage", "out_of_range", "Use -100 to 100 percent.")
	e.Check(in.Months >= 0 && in.Months <= 120, "/months", "out_of_range", "Use 0 to 120 months.")
	e.Check(in.RespondBy.IsZero() || !in.RespondBy.Before(today), "/respond_by", "in_the_past", "This day has passed.")
	e.Text("/message", in.Message, false, 4000)
	return e.Err()
}

// hundredPercent is the divisor of cents times percent with two places.
const hundredPercent = 100_00

// propose fills in what would be offered, or why nothing would be.
func (in OffersInput) propose(list []Renewal) {
	for i := range list {
		r := &list[i]
		switch {
		case r.Leaving:
			r.Skip = "notice_open"
		case r.Followed:
			r.Skip = "lease_not_renewable"
		case r.OfferState == OfferDraft || r.OfferState == OfferSent:
			r.Skip = "offer_open"
		case r.Rent == nil:
			r.Skip = "rent_unknown"
		}
		if r.Rent == nil {
			continue
		}
		r.Proposed = *r.Rent
		if in.Amount != nil {
			r.Proposed = r.Rent.Add(*in.Amount)
		}
		if in.Percentage != nil {
			r.Proposed = r.Rent.Add(money.FromCents(divideHalfUp(r.Rent.Cents()*in.Percentage.Cents(), hundredPercent)))
		}
		if r.Proposed.Sign() < 0 && r.Skip == "" {
			r.Skip = "out_of_range"
		}
	}
}

// divideHalfUp divides and rounds halves away from zero.
func divideHalfUp(n, by int64) int64 {
	if n < 0 {
		return -divideHalfUp(-n, by)
	}
	return (n + by/2) / by
}

// PreviewOffers tells of every lease what DraftOffers would offer, and of which it would make none and why. Errors:
// authz.ErrForbidden, Invalid with fields.
func (s *Service) PreviewOffers(ctx context.Context, p tenancy.Principal, in OffersInput) ([]Renewal, error) {
	if err := in.check(period.Date{}); err != nil { // whether the day to answer has passed is found when offers are made
		return nil, err
	}
	list, err := s.Renewals(ctx, p, in.RenewalFilter)
	if err != nil {
		return nil, err
	}
	in.propose(list)
	return list, nil
}

// DraftOffers draws up an offer for every lease that the preview shows one for, under one batch, all of them or none, and
// sends them where that is asked for. It returns the rows of the preview with the offers that were made. Errors: Invalid
// with fields, tenancy.ErrKeyReused.
func (s *Service) DraftOffers(ctx context.Context, p tenancy.Principal, key tenancy.Key, in OffersInput) ([]Renewal, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return nil, err
	}
	var out []Renewal
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		today, err := q.Today(ctx, tx.Now(), g.Organization())
		if err != nil {
			return err
		}
		if err := in.check(today); err != nil {
			return err
		}
		out, _, err = tenancy.Once(ctx, tx, key, func() ([]Renewal, error) {
			list, err := renewals(ctx, q, g, today, in.RenewalFilter)
			if err != nil {
				return nil, err
			}
			in.propose(list)
			batch := id.New()
			for i := range list {
				if list[i].Skip != "" {
					continue
				}
				if err := offerOne(ctx, tx, g, &list[i], in, batch); err != nil {
					return nil, err
				}
			}
			return list, nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("draft offers: %w", err)
	}
	return out, nil
}

// offerOne makes the offer of one row. Somebody else may have been faster since the row was read: then it is skipped.
func offerOne(ctx context.Context, tx tenancy.Tx, g authz.Grant, r *Renewal, in OffersInput, batch id.ID) error {
	a, err := lockStay(ctx, tx, g, r.TenancyID)
	if err != nil {
		return err
	}
	offer := OfferInput{LeaseID: r.LeaseID, Start: r.End.AddDays(1), MonthlyRent: r.Proposed, Message: in.Message, RespondBy: in.RespondBy}
	if in.Months > 0 {
		offer.End = r.End.AddDays(1).AddMonths(int(in.Months)).AddDays(-1)
	}
	made, err := a.draftOffer(ctx, offer, &batch)
	if f := fault.As(err); f != nil && (errors.Is(err, ErrNoticeOpen) || errors.Is(err, ErrNotRenewable)) {
		r.Skip = f.Code
		return nil
	}
	if err != nil {
		return err
	}
	r.OfferID, r.OfferState, r.Offered, r.RespondBy = made, OfferDraft, offer.MonthlyRent, offer.RespondBy
	if !in.Send {
		return nil
	}
	row, err := a.q.LockOffer(ctx, g.Organization(), made)
	if err != nil {
		return err
	}
	r.OfferState = OfferSent
	return a.sendOffer(ctx, row)
}
