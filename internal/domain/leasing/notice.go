package leasing

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The value lists of notices.
var (
	NoticeKinds   = []string{"to_vacate", "non_renewal", "termination", "pay_or_quit", "cure_or_quit", "rent_increase", "entry", "other"}
	ServedMethods = []string{"in_person", "mail", "certified_mail", "posted", "courier", "email", "portal", "other"}
)

// leaving are the kinds after which the household goes.
var leaving = []string{"to_vacate", "non_renewal", "termination"}

// Who gave a notice.
const (
	ByRenter  = "renter"
	ByManager = "manager"
)

// The faults of notices.
var (
	// ErrNoticeOpen says that the household is leaving already.
	ErrNoticeOpen = fault.New(fault.Conflict, "notice_open", "A notice is in force already: this household is leaving. Withdraw that notice first.")
	// ErrNoticeClosed says that a notice was withdrawn.
	ErrNoticeClosed = fault.New(fault.Conflict, "notice_withdrawn", "This notice was withdrawn.")
	// ErrAcknowledged says that a notice was acknowledged, or needs nobody's acknowledgment.
	ErrAcknowledged = fault.New(fault.Conflict, "notice_acknowledged", "Only a renter's notice that nobody has acknowledged yet can be acknowledged.")
)

// Notice is a notice that a renter or the manager gave.
type Notice struct {
	ID, LeaseID, TenancyID      id.ID
	PropertyID                  id.ID
	Kind, GivenBy               string
	GivenOn, EffectiveOn        period.Date // zero EffectiveOn: none
	ServedOn                    period.Date // zero: not served
	ServedMethod, ServedBy      string
	ProofDocumentID             id.ID // id.Nil: none
	Note                        string
	ForwardingAddress           string // that a renter gave with it
	AcknowledgedAt, WithdrawnAt *time.Time
	NoticeDays                  int32 // what the policy asks for; of a notice of leaving
	endedLease                  bool
	Version                     int32
	CreatedAt                   time.Time
}

// Leaving reports whether the household goes by it.
func (n Notice) Leaving() bool { return slices.Contains(leaving, n.Kind) }

// Days is how many days it gives.
func (n Notice) Days() int {
	if n.EffectiveOn.IsZero() {
		return 0
	}
	return n.EffectiveOn.DaysSince(n.GivenOn)
}

// Short reports whether it gives fewer days than the policy asks for. It stands all the same: the law of the place decides.
func (n Notice) Short() bool { return n.Leaving() && n.Days() < int(n.NoticeDays) }

// Pending reports whether it is a renter's that nobody has acknowledged.
func (n Notice) Pending() bool {
	return n.GivenBy == ByRenter && n.AcknowledgedAt == nil && n.WithdrawnAt == nil
}

// NoticeInput is a notice to record.
type NoticeInput struct {
	Kind, GivenBy          string
	GivenOn, EffectiveOn   period.Date
	ServedOn               period.Date // with ServedMethod; zero: not served
	ServedMethod, ServedBy string
	ProofDocumentID        id.ID // id.Nil: none
	Note                   string
}

func (in NoticeInput) check(a stayAct) error {
	var f fault.Fields
	a.day(&f, "/given_on", in.GivenOn)
	f.Check(slices.Contains(NoticeKinds, in.Kind), "/kind", "not_allowed", "Choose what kind of notice it is.")
	f.Check(in.GivenBy == ByRenter || in.GivenBy == ByManager, "/given_by", "not_allowed", "Choose who gave it.")
	f.Check(!slices.Contains(leaving, in.Kind) || !in.EffectiveOn.IsZero(), "/effective_on", "required", "Give the day on which the household leaves.")
	f.Check(in.EffectiveOn.IsZero() || !in.EffectiveOn.Before(in.GivenOn), "/effective_on", "before_given", "This is before the day on which it was given.")
	checkServed(&f, a, in)
	f.Text("/note", in.Note, false, 2000)
	return f.Err()
}

func checkServed(f *fault.Fields, a stayAct, in NoticeInput) {
	f.Check(in.ServedOn.IsZero() || !in.ServedOn.Before(in.GivenOn) && !in.ServedOn.After(a.today), "/served_on", "out_of_range",
		"A notice is served from the day on which it was given to today.")
	f.Check(in.ServedOn.IsZero() == (in.ServedMethod == ""), "/served_method", "served_incomplete", "Day and method of service go together.")
	f.Check(in.ServedMethod == "" || slices.Contains(ServedMethods, in.ServedMethod), "/served_method", "not_allowed", "Choose how it was served.")
	f.Text("/served_by", in.ServedBy, false, 255)
}

// GiveNotice records a notice. One after which the household leaves sets when it plans to go, and the end of a lease that
// goes from month to month. Errors: Invalid with fields, ErrNotMovedIn, ErrMovedOut, ErrNoTerms, ErrNoticeOpen,
// postgres.ErrNotFound.
func (s *Service) GiveNotice(ctx context.Context, p tenancy.Principal, key tenancy.Key, stay id.ID, in NoticeInput) (Notice, error) {
	return onStay(ctx, s, p, key, stay, "give notice", func(ctx context.Context, a stayAct) (id.ID, error) {
		if err := a.inPlace(); err != nil {
			return id.Nil, err
		}
		if err := in.check(a); err != nil {
			return id.Nil, err
		}
		l, err := a.noticed(ctx, in.Kind, id.Nil)
		if err != nil {
			return id.Nil, err
		}
		row := leasingdb.InsertNoticeParams{
			TenantID: a.g.Organization(), ID: id.New(), LeaseID: l.ID, TenancyID: stay, Kind: in.Kind, GivenBy: in.GivenBy, GivenOn: in.GivenOn,
			EffectiveOn: in.EffectiveOn, ServedOn: in.ServedOn, ServedMethod: in.ServedMethod, ServedBy: in.ServedBy, Note: in.Note,
			EndedLease: slices.Contains(leaving, in.Kind) && l.EndDate.IsZero(),
		}
		if in.ProofDocumentID != id.Nil {
			row.ProofDocumentID = &in.ProofDocumentID
		}
		if err := a.q.InsertNotice(ctx, row); err != nil {
			return id.Nil, err
		}
		if in.GivenBy == ByRenter { // whoever records it has taken note of it
			err := a.q.AcknowledgeNotice(ctx, leasingdb.AcknowledgeNoticeParams{
				TenantID: row.TenantID, ID: row.ID, Now: a.tx.Now(), AcknowledgedBy: a.actor(), EndedLease: row.EndedLease,
			})
			if err != nil {
				return id.Nil, err
			}
		}
		if err := a.takeNotice(ctx, l, in.Kind, in.GivenOn, in.EffectiveOn); err != nil {
			return id.Nil, err
		}
		return row.ID, a.tellPart(ctx, NoticeGiven, row.ID)
	}, readNotice)
}

// noticed is the lease that a notice of a kind is about. Errors: ErrNoTerms, ErrNoticeOpen where another notice of leaving
// than except is in force.
func (a stayAct) noticed(ctx context.Context, kind string, except id.ID) (leasingdb.StayLeasesRow, error) {
	leases, err := a.q.StayLeases(ctx, a.g.Organization(), a.stay.ID)
	if err != nil {
		return leasingdb.StayLeasesRow{}, err
	}
	l := binding(leases, a.today)
	if l == nil {
		return leasingdb.StayLeasesRow{}, ErrNoTerms
	}
	if !slices.Contains(leaving, kind) {
		return *l, nil
	}
	open, err := noticesOf(ctx, a.q, a.g, a.stay.ID, id.Nil)
	if err != nil {
		return *l, err
	}
	for _, n := range open {
		if n.ID != except && n.Leaving() && n.WithdrawnAt == nil && !n.Pending() {
			return *l, ErrNoticeOpen
		}
	}
	return *l, nil
}

// takeNotice makes a notice of leaving felt: in the stay, in a lease without an end, and in the unit's status.
func (a stayAct) takeNotice(ctx context.Context, l leasingdb.StayLeasesRow, kind string, given, effective period.Date) error {
	if !slices.Contains(leaving, kind) {
		return nil
	}
	org := a.g.Organization()
	if err := a.q.SetLeaving(ctx, given, effective, org, a.stay.ID); err != nil {
		return err
	}
	if l.EndDate.IsZero() {
		if !effective.After(l.StartDate) {
			return fault.New(fault.Invalid, "effective_too_early", "This is before the lease has run a day.").On("/effective_on")
		}
		if err := a.q.SetLeaseEnd(ctx, effective, org, l.ID); err != nil {
			return err
		}
	}
	return a.setUnit(ctx, "notice")
}

// onNotice does something to a notice while its stay is locked.
func (s *Service) onNotice(ctx context.Context, p tenancy.Principal, notice id.ID, what string, do func(context.Context, stayAct, Notice) error) (Notice, error) {
	n, err := s.Notice(ctx, p, notice)
	if err != nil {
		return Notice{}, err
	}
	return onStay(ctx, s, p, tenancy.Key{}, n.TenancyID, what, func(ctx context.Context, a stayAct) (id.ID, error) {
		n, err := readNotice(ctx, a, notice) // as it is now that nobody else can act
		if err != nil {
			return id.Nil, err
		}
		if n.WithdrawnAt != nil {
			return id.Nil, ErrNoticeClosed
		}
		return notice, do(ctx, a, n)
	}, readNotice)
}

// WithdrawNotice takes a notice back, and with a notice of leaving what followed from it. Errors: ErrNoticeClosed,
// ErrMovedOut, postgres.ErrNotFound.
func (s *Service) WithdrawNotice(ctx context.Context, p tenancy.Principal, notice id.ID) (Notice, error) {
	return s.onNotice(ctx, p, notice, "withdraw notice", func(ctx context.Context, a stayAct, n Notice) error {
		if err := a.inPlace(); err != nil {
			return err
		}
		org := a.g.Organization()
		if err := a.q.WithdrawNotice(ctx, a.tx.Now(), org, n.ID); err != nil {
			return err
		}
		if n.Leaving() && !n.Pending() {
			if err := a.q.SetLeaving(ctx, period.Date{}, period.Date{}, org, n.TenancyID); err != nil {
				return err
			}
			if n.endedLease {
				if err := a.q.SetLeaseEnd(ctx, period.Date{}, org, n.LeaseID); err != nil {
					return err
				}
			}
			if err := a.setUnit(ctx, "occupied"); err != nil {
				return err
			}
		}
		return a.tellPart(ctx, NoticeWithdrawn, n.ID)
	})
}

// AcknowledgeNotice takes note of a renter's own notice, which then has the effect that GiveNotice tells of; the address
// that the renter gave becomes the stay's. Errors:
// ErrAcknowledged, ErrNoticeClosed, ErrNoticeOpen, postgres.ErrNotFound.
func (s *Service) AcknowledgeNotice(ctx context.Context, p tenancy.Principal, notice id.ID) (Notice, error) {
	return s.onNotice(ctx, p, notice, "acknowledge notice", func(ctx context.Context, a stayAct, n Notice) error {
		if !n.Pending() {
			return ErrAcknowledged
		}
		if err := a.inPlace(); err != nil {
			return err
		}
		l, err := a.noticed(ctx, n.Kind, n.ID)
		if err != nil {
			return err
		}
		err = a.q.AcknowledgeNotice(ctx, leasingdb.AcknowledgeNoticeParams{
			TenantID: a.g.Organization(), ID: n.ID, Now: a.tx.Now(), AcknowledgedBy: a.actor(), EndedLease: n.Leaving() && l.EndDate.IsZero(),
		})
		if err != nil {
			return err
		}
		if n.ForwardingAddress != "" {
			if err := a.q.SetForwarding(ctx, n.ForwardingAddress, a.g.Organization(), n.TenancyID); err != nil {
				return err
			}
		}
		effective := n.EffectiveOn
		if n.Leaving() && effective.IsZero() {
			effective = n.GivenOn.AddDays(int(n.NoticeDays))
		}
		if err := a.takeNotice(ctx, l, n.Kind, n.GivenOn, effective); err != nil {
			return err
		}
		return a.tellPart(ctx, NoticeAcknowledged, n.ID)
	})
}

// ServeNotice records how a notice was served: NoticeInput's ServedOn, ServedMethod, ServedBy and ProofDocumentID. Errors:
// Invalid with fields, ErrNoticeClosed, postgres.ErrNotFound.
func (s *Service) ServeNotice(ctx context.Context, p tenancy.Principal, notice id.ID, in NoticeInput) (Notice, error) {
	return s.onNotice(ctx, p, notice, "serve notice", func(ctx context.Context, a stayAct, n Notice) error {
		in.GivenOn = n.GivenOn
		var f fault.Fields
		f.Check(!in.ServedOn.IsZero(), "/served_on", "required", "Give the day.")
		checkServed(&f, a, in)
		if err := f.Err(); err != nil {
			return err
		}
		row := leasingdb.ServeNoticeParams{
			TenantID: a.g.Organization(), ID: n.ID, ServedOn: in.ServedOn, ServedMethod: in.ServedMethod, ServedBy: in.ServedBy,
		}
		if in.ProofDocumentID != id.Nil {
			row.ProofDocumentID = &in.ProofDocumentID
		}
		if err := a.q.ServeNotice(ctx, row); err != nil {
			return err
		}
		return a.tellPart(ctx, NoticeServed, n.ID)
	})
}

// Notice returns one notice. Error: postgres.ErrNotFound.
func (s *Service) Notice(ctx context.Context, p tenancy.Principal, notice id.ID) (Notice, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return Notice{}, err
	}
	var out Notice
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		out, err = readNotice(ctx, stayAct{q: leasingdb.New(tx), g: g}, notice)
		return err
	})
	if err != nil {
		return Notice{}, fmt.Errorf("read notice: %w", err)
	}
	return out, nil
}

func readNotice(ctx context.Context, a stayAct, notice id.ID) (Notice, error) {
	list, err := noticesOf(ctx, a.q, a.g, id.Nil, notice)
	if err != nil {
		return Notice{}, err
	}
	if len(list) == 0 {
		return Notice{}, postgres.ErrNotFound
	}
	return list[0], nil
}

// noticesOf lists the notices of a stay, or the one with an id, where the grant covers them.
func noticesOf(ctx context.Context, q *leasingdb.Queries, g authz.Grant, stay, notice id.ID) ([]Notice, error) {
	rows, err := q.Notices(ctx, g.Organization(), stay, notice)
	if err != nil {
		return nil, err
	}
	out := make([]Notice, 0, len(rows))
	for _, r := range rows {
		if !g.Covers(r.PropertyID) {
			continue
		}
		n := Notice{
			ID: r.ID, LeaseID: r.LeaseID, TenancyID: r.TenancyID, PropertyID: r.PropertyID, Kind: r.Kind, GivenBy: r.GivenBy, GivenOn: r.GivenOn,
			EffectiveOn: r.EffectiveOn, ServedOn: r.ServedOn, ServedMethod: textOf(r.ServedMethod), ServedBy: textOf(r.ServedBy),
			ProofDocumentID: orNil(r.ProofDocumentID), Note: textOf(r.Note), ForwardingAddress: textOf(r.ForwardingAddress), AcknowledgedAt: r.AcknowledgedAt, WithdrawnAt: r.WithdrawnAt,
			endedLease: r.EndedLease, Version: r.Version, CreatedAt: r.CreatedAt,
		}
		if n.Leaving() {
			if n.NoticeDays, err = q.DaysOfPolicy(ctx, g.Organization(), r.LeaseID, r.PropertyID, *programPolicy().NoticeDays); err != nil {
				return nil, err
			}
		}
		out = append(out, n)
	}
	return out, nil
}
