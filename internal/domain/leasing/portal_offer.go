package leasing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// OwnOffer is an offer of further terms to a renter's household.
type OwnOffer struct {
	ID, LeaseID, TenancyID id.ID
	Status                 string // OfferSent until it is answered, expired or withdrawn
	Start, End             period.Date
	MonthlyRent            money.Amount
	CurrentRent            *money.Amount // nil where none is agreed
	LeaseEnd               period.Date   // of the lease that it follows
	Message                string
	RespondBy              period.Date // zero: any day
	AnsweredAt             *time.Time
	Version                int32
}

// Offers lists the offers that were sent to the households of whoever asks, the newest first. Errors: authz.ErrForbidden.
func (s *Portal) Offers(ctx context.Context, p tenancy.Principal) ([]OwnOffer, error) {
	g, err := authz.Require(p, authz.HomeRead)
	if err != nil {
		return nil, err
	}
	rows, err := leasingdb.New(g.Reader(ctx, s.db)).OwnOffers(ctx, s.db.Clock().Now(), g.Organization(), g.OwnFilter())
	if err != nil {
		return nil, fmt.Errorf("list offers: %w", err)
	}
	out := make([]OwnOffer, 0, len(rows))
	for _, r := range rows {
		out = append(out, OwnOffer{
			ID: r.ID, LeaseID: r.LeaseID, TenancyID: r.TenancyID, Status: r.State, Start: r.StartDate, End: r.EndDate, MonthlyRent: r.MonthlyRent,
			CurrentRent: r.CurrentRent, LeaseEnd: r.LeaseEnd, Message: r.Message, RespondBy: r.RespondBy, AnsweredAt: r.AnsweredAt, Version: r.Version,
		})
	}
	return out, nil
}

// AnswerOffer accepts or declines an offer for the household of whoever asks. An accepted one makes the next lease, which
// waits for signatures. Errors: as Service.AcceptOffer and Service.DeclineOffer, postgres.ErrNotFound for an offer that is
// not one's own, authz.ErrForbidden.
func (s *Portal) AnswerOffer(ctx context.Context, p tenancy.Principal, key tenancy.Key, offer id.ID, accept bool) (OwnOffer, error) {
	if _, err := authz.Require(p, authz.PortalWrite); err != nil {
		return OwnOffer{}, err
	}
	if _, err := s.offer(ctx, p, offer); err != nil {
		return OwnOffer{}, err
	}
	// Leases are the program's to make: no session below staff writes them. The audit log names the person all the same.
	program := tenancy.Operator(p.Organization, "answer to a renewal offer in the portal")
	program.User, program.RequestID, program.IP = p.User, p.RequestID, p.IP
	var err error
	if accept {
		_, err = s.leases.AcceptOffer(ctx, program, key, offer, period.Date{})
	} else {
		_, err = s.leases.DeclineOffer(ctx, program, offer)
	}
	if err != nil {
		return OwnOffer{}, err
	}
	return s.offer(ctx, p, offer)
}

// offer is one of the offers of whoever asks. Error: postgres.ErrNotFound.
func (s *Portal) offer(ctx context.Context, p tenancy.Principal, offer id.ID) (OwnOffer, error) {
	list, err := s.Offers(ctx, p)
	if err != nil {
		return OwnOffer{}, err
	}
	i := slices.IndexFunc(list, func(o OwnOffer) bool { return o.ID == offer })
	if i < 0 {
		return OwnOffer{}, errNoRow
	}
	return list[i], nil
}
