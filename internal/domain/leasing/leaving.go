package leasing

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrNoticeStands says that a household has given notice already, which is open until it is withdrawn.
	ErrNoticeStands = fault.New(fault.Conflict, "notice_stands", "Notice was given already. Withdraw it before you give another.")
	// ErrNoticeSettled says that a notice can no longer be withdrawn by whoever gave it.
	ErrNoticeSettled = fault.New(fault.Conflict, "notice_settled", "Your manager has confirmed this notice, or it was withdrawn. Ask your manager.")
)

// NoticeSubmitted tells that a renter gave notice by the portal, which waits to be acknowledged.
var NoticeSubmitted = event.Define[event.None]("notice.submitted", "lease", "A renter gave notice to leave in the portal.")

// PortalEvents lists the types of events of what renters do.
var PortalEvents = []event.Definition{NoticeSubmitted.Definition}

// OwnNotice is a renter's notice to leave.
type OwnNotice struct {
	ID, LeaseID, TenancyID id.ID
	GivenOn, LeaveOn       period.Date
	ForwardingAddress      string
	Note                   string
	AcknowledgedAt         *time.Time // nil until the manager confirms it
	WithdrawnAt            *time.Time
	Version                int32
}

// Open reports whether the notice stands.
func (n OwnNotice) Open() bool { return n.WithdrawnAt == nil }

// OwnNoticeInput is a notice to leave.
type OwnNoticeInput struct {
	LeaseID           id.ID
	LeaveOn           period.Date
	ForwardingAddress string
	Note              string
}

func (in *OwnNoticeInput) check(today period.Date) error {
	in.ForwardingAddress, in.Note = strings.TrimSpace(in.ForwardingAddress), strings.TrimSpace(in.Note)
	var f fault.Fields
	switch {
	case in.LeaveOn.IsZero():
		f.Add("/leave_on", "required", "This is required.")
	case in.LeaveOn.Before(today):
		f.Add("/leave_on", "in_the_past", "Choose today or a later day.")
	case in.LeaveOn.After(today.AddMonths(24)):
		f.Add("/leave_on", "out_of_range", "Choose a day within two years.")
	}
	f.Text("/forwarding_address", in.ForwardingAddress, false, 500)
	f.Text("/note", in.Note, false, 2000)
	return f.Err()
}

// Notices lists the notices that the households of whoever asks gave, the newest first. Errors: authz.ErrForbidden.
func (s *Portal) Notices(ctx context.Context, p tenancy.Principal) ([]OwnNotice, error) {
	g, err := authz.Require(p, authz.HomeRead)
	if err != nil {
		return nil, err
	}
	return listNotices(ctx, leasingdb.New(g.Reader(ctx, s.db)), g)
}

func listNotices(ctx context.Context, q *leasingdb.Queries, g authz.Grant) ([]OwnNotice, error) {
	rows, err := q.OwnNotices(ctx, g.Organization(), g.OwnFilter())
	if err != nil {
		return nil, fmt.Errorf("list notices: %w", err)
	}
	out := make([]OwnNotice, 0, len(rows))
	for _, r := range rows {
		out = append(out, OwnNotice{
			ID: r.ID, LeaseID: r.LeaseID, TenancyID: r.TenancyID, GivenOn: r.GivenOn, LeaveOn: r.EffectiveOn, Note: r.Note,
			ForwardingAddress: r.ForwardingAddress, AcknowledgedAt: r.AcknowledgedAt, WithdrawnAt: r.WithdrawnAt, Version: r.Version,
		})
	}
	return out, nil
}

// GiveNotice records that a renter's household leaves. A day that is nearer than the lease's notice is taken as it is: what
// it costs is the lease's to say and the manager's to answer. Errors: Invalid with fields, ErrNoticeStands, lease_ended,
// postgres.ErrNotFound for a lease that is not one's own, authz.ErrForbidden.
func (s *Portal) GiveNotice(ctx context.Context, p tenancy.Principal, key tenancy.Key, in OwnNoticeInput) (out OwnNotice, err error) {
	g, err := authz.Require(p, authz.PortalWrite)
	if err != nil {
		return out, err
	}
	if in.LeaseID == id.Nil || !g.Covers(in.LeaseID) {
		return out, errNoRow
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		q := leasingdb.New(tx)
		lease, err := ownLease(ctx, q, g, in.LeaseID, tx.Now())
		if err != nil {
			return err
		}
		if err := in.check(lease.Today); err != nil {
			return err
		}
		// The lock makes those who send at once wait for each other.
		if _, err := q.OwnTenancy(ctx, tx.Organization(), lease.TenancyID); err != nil {
			return err
		}
		out, _, err = tenancy.Once(ctx, tx, key, func() (OwnNotice, error) { return giveNotice(ctx, tx, q, g, lease, in) })
		return err
	})
	if err != nil {
		return OwnNotice{}, fmt.Errorf("give notice: %w", err)
	}
	return out, nil
}

func giveNotice(ctx context.Context, tx tenancy.Tx, q *leasingdb.Queries, g authz.Grant, lease OwnLease, in OwnNoticeInput) (OwnNotice, error) {
	if !lease.MovedOut.IsZero() || lease.Status == StatusExpired || lease.Status == StatusTerminated {
		return OwnNotice{}, ErrEnded
	}
	there, err := listNotices(ctx, q, g)
	if err != nil {
		return OwnNotice{}, err
	}
	for _, n := range there {
		if n.TenancyID == lease.TenancyID && n.Open() {
			return OwnNotice{}, ErrNoticeStands
		}
	}
	made := id.New()
	if err := q.OwnInsertNotice(ctx, leasingdb.OwnInsertNoticeParams{
		TenantID: tx.Organization(), ID: made, LeaseID: lease.ID, TenancyID: lease.TenancyID, GivenOn: lease.Today, EffectiveOn: in.LeaveOn,
		Note: in.Note, ForwardingAddress: in.ForwardingAddress,
	}); err != nil {
		return OwnNotice{}, err
	}
	if err := event.Write(ctx, tx, NoticeSubmitted, lease.ID, event.None{}); err != nil {
		return OwnNotice{}, err
	}
	return findNotice(ctx, q, g, made)
}

func findNotice(ctx context.Context, q *leasingdb.Queries, g authz.Grant, notice id.ID) (OwnNotice, error) {
	list, err := listNotices(ctx, q, g)
	if err != nil {
		return OwnNotice{}, err
	}
	for _, n := range list {
		if n.ID == notice {
			return n, nil
		}
	}
	return OwnNotice{}, errNoRow
}

// WithdrawNotice takes back a notice that the manager has not confirmed. Errors: ErrNoticeSettled, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Portal) WithdrawNotice(ctx context.Context, p tenancy.Principal, notice id.ID) (out OwnNotice, err error) {
	g, err := authz.Require(p, authz.PortalWrite)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		if _, err := findNotice(ctx, q, g, notice); err != nil {
			return err
		}
		n, err := q.OwnWithdrawNotice(ctx, tx.Now(), tx.Organization(), notice, g.OwnFilter())
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrNoticeSettled
		}
		out, err = findNotice(ctx, q, g, notice)
		return err
	})
	if err != nil {
		return OwnNotice{}, fmt.Errorf("withdraw notice: %w", err)
	}
	return out, nil
}
