package leasing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The states of a renewal offer.
const (
	OfferDraft     = "draft"
	OfferSent      = "sent"
	OfferAccepted  = "accepted"
	OfferDeclined  = "declined"
	OfferExpired   = "expired"
	OfferWithdrawn = "withdrawn"
)

// OfferStates lists them in the order in which an offer passes through them.
var OfferStates = []string{OfferDraft, OfferSent, OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn}

// offerNext are the states that may follow one. What was sent is final but for its answer.
var offerNext = map[string][]string{
	OfferDraft: {OfferSent, OfferWithdrawn},
	OfferSent:  {OfferAccepted, OfferDeclined, OfferExpired, OfferWithdrawn},
}

// OfferSorts are the orders that a list of offers offers; the first is the default.
var OfferSorts = []string{"created_at", "respond_by", "lease_end"}

// The faults of offers.
var (
	// ErrOfferExpired says that the time to answer has passed.
	ErrOfferExpired = fault.New(fault.Conflict, "offer_expired", "The time to answer this offer has passed. Make a new one.")
	// ErrNotRenewable says that a lease has nothing to follow.
	ErrNotRenewable = fault.New(fault.Conflict, "lease_not_renewable", "Only a lease in force of a household in place can be renewed.")
)

// Offer is an offer of further terms.
type Offer struct {
	ID, LeaseID, TenancyID id.ID
	BatchID, NewLeaseID    id.ID // id.Nil: none
	PropertyID, UnitID     id.ID
	Number, PropertyName   string
	Renter                 string
	Status                 string // sent counts as expired once its day has passed
	Start, End             period.Date
	MonthlyRent            money.Amount
	CurrentRent            *money.Amount
	LeaseEnd               period.Date // of the lease that it follows
	Message                string
	RespondBy              period.Date // the last day on which it can be accepted; zero: any
	SentAt, AnsweredAt     *time.Time
	Version                int32
	CreatedAt              time.Time
}

// OfferInput is an offer to draw up.
type OfferInput struct {
	LeaseID     id.ID       // id.Nil: the stay's last one in force
	Start       period.Date // zero: the day after the lease's end
	End         period.Date // zero: month to month
	MonthlyRent money.Amount
	Message     string
	RespondBy   period.Date // zero: any day
}

func (in OfferInput) check(today period.Date, l leasingdb.StayLeasesRow) error {
	var f fault.Fields
	f.Check(!in.Start.IsZero(), "/start_date", "required", "Give the first day: the lease goes from month to month.")
	f.Check(in.Start.IsZero() || in.Start.After(l.StartDate), "/start_date", "out_of_range", "This is not after the lease that it follows.")
	f.Check(l.EndDate.IsZero() || in.Start.IsZero() || in.Start.After(l.EndDate), "/start_date", "out_of_range", "The lease that it follows has not ended by then.")
	f.Check(in.End.IsZero() || in.End.After(in.Start), "/end_date", "end_before_start", "The end lies before the beginning.")
	f.Check(in.MonthlyRent.Sign() >= 0, "/monthly_rent", "out_of_range", "Rent cannot be negative.")
	f.Check(in.RespondBy.IsZero() || !in.RespondBy.Before(today), "/respond_by", "in_the_past", "This day has passed.")
	f.Text("/message", in.Message, false, 4000)
	return f.Err()
}

// DraftOffer draws up an offer to renew a lease of a stay. Errors: Invalid with fields, ErrNotRenewable, ErrNoticeOpen,
// offer_open, postgres.ErrNotFound.
func (s *Service) DraftOffer(ctx context.Context, p tenancy.Principal, key tenancy.Key, stay id.ID, in OfferInput) (Offer, error) {
	return onStay(ctx, s, p, key, stay, "draft offer", func(ctx context.Context, a stayAct) (id.ID, error) {
		return a.draftOffer(ctx, in, nil)
	}, readOffer)
}

func (a stayAct) draftOffer(ctx context.Context, in OfferInput, batch *id.ID) (id.ID, error) {
	l, err := a.renewable(ctx, in.LeaseID)
	if err != nil {
		return id.Nil, err
	}
	if in.Start.IsZero() && !l.EndDate.IsZero() {
		in.Start = l.EndDate.AddDays(1)
	}
	if err := in.check(a.today, l); err != nil {
		return id.Nil, err
	}
	offer := id.New()
	err = a.q.InsertOffer(ctx, leasingdb.InsertOfferParams{
		TenantID: a.g.Organization(), ID: offer, LeaseID: l.ID, TenancyID: a.stay.ID, BatchID: batch, StartDate: in.Start, EndDate: in.End,
		MonthlyRent: in.MonthlyRent, Message: in.Message, RespondBy: in.RespondBy,
	})
	if err != nil {
		return id.Nil, err
	}
	return offer, a.tellPart(ctx, RenewalOffered, offer)
}

// renewable is the lease that can be renewed: the one with an id, or the last in force. Errors: ErrNotRenewable,
// ErrNoticeOpen, postgres.ErrNotFound.
func (a stayAct) renewable(ctx context.Context, lease id.ID) (leasingdb.StayLeasesRow, error) {
	none := leasingdb.StayLeasesRow{}
	if a.inPlace() != nil {
		return none, ErrNotRenewable
	}
	if !a.stay.NoticeGivenOn.IsZero() || !a.stay.MoveOutPlannedOn.IsZero() {
		return none, ErrNoticeOpen
	}
	leases, err := a.q.StayLeases(ctx, a.g.Organization(), a.stay.ID)
	if err != nil {
		return none, err
	}
	found := -1
	for i, l := range leases {
		if l.ID == lease || lease == id.Nil && inForce(l.Status) {
			found = i
		}
	}
	switch {
	case found < 0 && lease != id.Nil:
		return none, postgres.ErrNotFound
	case found < 0 || !inForce(leases[found].Status):
		return none, ErrNotRenewable
	}
	for _, l := range leases[found+1:] {
		if l.Status == StatusPending || inForce(l.Status) {
			return none, ErrNotRenewable.Saying("Another lease follows this one already.")
		}
	}
	return leases[found], nil
}

// onOffer does something to an offer while it and its stay are locked.
func (s *Service) onOffer(
	ctx context.Context, p tenancy.Principal, key tenancy.Key, offer id.ID, to string,
	do func(context.Context, stayAct, leasingdb.LockOfferRow) error,
) (Offer, error) {
	o, err := s.Offer(ctx, p, offer)
	if err != nil {
		return Offer{}, err
	}
	return onStay(ctx, s, p, key, o.TenancyID, to+" offer", func(ctx context.Context, a stayAct) (id.ID, error) {
		row, err := a.q.LockOffer(ctx, a.g.Organization(), offer)
		if err != nil {
			return id.Nil, err
		}
		late := row.Status == OfferSent && !row.RespondBy.IsZero() && row.RespondBy.Before(a.today)
		if late && to == OfferAccepted || row.Status == OfferExpired {
			return id.Nil, ErrOfferExpired
		}
		if next := offerNext[row.Status]; !slices.Contains(next, to) {
			allowed := "none"
			if len(next) > 0 {
				allowed = strings.Join(next, ", ")
			}
			return id.Nil, fault.New(fault.Conflict, "offer_transition",
				fmt.Sprintf("An offer that is %s cannot become %s. Possible: %s.", row.Status, to, allowed)).On("/status")
		}
		return offer, do(ctx, a, row)
	}, readOffer)
}

// SendOffer makes a draft final and open to be answered. How the renters hear of it is a subscriber's to do. Errors:
// offer_transition, ErrNotRenewable, ErrNoticeOpen, ErrOfferExpired, postgres.ErrNotFound.
func (s *Service) SendOffer(ctx context.Context, p tenancy.Principal, offer id.ID) (Offer, error) {
	return s.onOffer(ctx, p, tenancy.Key{}, offer, OfferSent, func(ctx context.Context, a stayAct, o leasingdb.LockOfferRow) error {
		return a.sendOffer(ctx, o)
	})
}

func (a stayAct) sendOffer(ctx context.Context, o leasingdb.LockOfferRow) error {
	if _, err := a.renewable(ctx, o.LeaseID); err != nil {
		return err
	}
	if !o.RespondBy.IsZero() && o.RespondBy.Before(a.today) {
		return ErrOfferExpired
	}
	now := a.tx.Now()
	if err := a.q.SetOffer(ctx, leasingdb.SetOfferParams{TenantID: a.g.Organization(), ID: o.ID, Status: OfferSent, SentAt: &now}); err != nil {
		return err
	}
	if err := a.q.SetLeaseRenewalSent(ctx, a.g.Organization(), o.LeaseID); err != nil {
		return err
	}
	return a.tellPart(ctx, RenewalSent, o.ID)
}

// AcceptOffer makes the next lease of the stay: active where it was signed on a day, and pending where signed is zero.
// The lease that it follows is renewed once the next one has begun. Errors: ErrOfferExpired, offer_transition,
// ErrNotRenewable for a household that has left or is leaving, lease_overlaps, postgres.ErrNotFound.
func (s *Service) AcceptOffer(ctx context.Context, p tenancy.Principal, key tenancy.Key, offer id.ID, signed period.Date) (Offer, error) {
	return s.onOffer(ctx, p, key, offer, OfferAccepted, func(ctx context.Context, a stayAct, o leasingdb.LockOfferRow) error {
		if signed.After(a.today) {
			return fault.New(fault.Invalid, "in_the_future", "This day has not come yet.").On("/signed_on")
		}
		l, err := a.renewable(ctx, o.LeaseID)
		if err != nil {
			return err
		}
		lease, err := a.follow(ctx, l, following{Start: o.StartDate, End: o.EndDate, Rent: o.MonthlyRent, Signed: signed})
		if err != nil {
			return err
		}
		now := a.tx.Now()
		err = a.q.SetOffer(ctx, leasingdb.SetOfferParams{
			TenantID: a.g.Organization(), ID: o.ID, Status: OfferAccepted, AnsweredAt: &now, AnsweredBy: a.actor(), NewLeaseID: &lease,
		})
		if err != nil {
			return err
		}
		return a.tellPart(ctx, RenewalAccepted, o.ID)
	})
}

// following are the terms after a lease.
type following struct {
	Start, End period.Date
	Rent       money.Amount
	Signed     period.Date // zero: not yet
}

// follow makes the lease after another: its parties, charges and what others pay go on.
func (a stayAct) follow(ctx context.Context, l leasingdb.StayLeasesRow, next following) (id.ID, error) {
	org, lease := a.g.Organization(), id.New()
	last := next.Start.AddDays(-1)
	if l.EndDate.IsZero() { // it went from month to month: now it has an end
		if !last.After(l.StartDate) {
			return id.Nil, fault.New(fault.Conflict, "lease_overlaps", "The lease that it follows has only begun.")
		}
		if err := a.q.SetLeaseEnd(ctx, last, org, l.ID); err != nil {
			return id.Nil, err
		}
	}
	row := leasingdb.InsertFollowingParams{
		TenantID: org, LeaseID: l.ID, ID: lease, StartDate: next.Start, EndDate: next.End, MonthlyRent: next.Rent, Status: StatusPending,
	}
	if !next.Signed.IsZero() {
		signed, now := next.Signed.Time(), a.tx.Now()
		row.Status, row.SignedAt, row.ActivatedAt = StatusActive, &signed, &now
	}
	if err := a.q.InsertFollowing(ctx, row); err != nil {
		return id.Nil, err
	}
	if err := a.q.CarryParties(ctx, next.Start, lease, org, l.ID); err != nil {
		return id.Nil, err
	}
	if err := a.q.CarryCharges(ctx, next.Start, lease, org, l.ID); err != nil {
		return id.Nil, err
	}
	err := a.q.CarryRents(ctx, leasingdb.CarryRentsParams{TenantID: org, LeaseID: l.ID, NewLeaseID: lease, Day: next.Start, LastDay: next.Start})
	if err != nil {
		return id.Nil, err
	}
	if err := a.q.InsertRenterRent(ctx, org, lease); err != nil {
		return id.Nil, err
	}
	if _, err := a.q.MarkRenewed(ctx, org, a.today); err != nil { // where the next term has begun already
		return id.Nil, err
	}
	return lease, nil
}

// DeclineOffer records that the renters said no. Errors: offer_transition, ErrOfferExpired, postgres.ErrNotFound.
func (s *Service) DeclineOffer(ctx context.Context, p tenancy.Principal, offer id.ID) (Offer, error) {
	return s.closeOffer(ctx, p, offer, OfferDeclined, RenewalDeclined)
}

// WithdrawOffer takes an offer back that was not answered. Errors: offer_transition, ErrOfferExpired, postgres.ErrNotFound.
func (s *Service) WithdrawOffer(ctx context.Context, p tenancy.Principal, offer id.ID) (Offer, error) {
	return s.closeOffer(ctx, p, offer, OfferWithdrawn, RenewalWithdrawn)
}

func (s *Service) closeOffer(ctx context.Context, p tenancy.Principal, offer id.ID, to string, what event.Type[PartEvent]) (Offer, error) {
	return s.onOffer(ctx, p, tenancy.Key{}, offer, to, func(ctx context.Context, a stayAct, o leasingdb.LockOfferRow) error {
		row := leasingdb.SetOfferParams{TenantID: a.g.Organization(), ID: o.ID, Status: to}
		if to == OfferDeclined {
			now := a.tx.Now()
			row.AnsweredAt, row.AnsweredBy = &now, a.actor()
		}
		if err := a.q.SetOffer(ctx, row); err != nil {
			return err
		}
		return a.tellPart(ctx, what, o.ID)
	})
}
