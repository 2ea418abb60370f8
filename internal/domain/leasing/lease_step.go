package leasing

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// SubmitLease makes a draft final: from now on its days are the unit's, and it waits for signatures. Errors:
// lease_transition, Invalid where it has no rent, no renter on its first day, or a part that begins before it,
// lease_overlaps, ErrUnitDown, ErrChanged, postgres.ErrNotFound.
func (s *Service) SubmitLease(ctx context.Context, p tenancy.Principal, lease id.ID, version *int32) (LeaseDetail, error) {
	return s.change(ctx, p, lease, version, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		if err := transition(c.row.Status, StatusPending); err != nil {
			return LeaseSubmitted, err
		}
		var f fault.Fields
		f.Check(c.row.MonthlyRent != nil, "/monthly_rent", "required", "A lease needs a rent. For none, enter 0.")
		if err := f.Err(); err != nil {
			return LeaseSubmitted, err
		}
		if err := c.needsRenter(ctx, c.row.StartDate); err != nil {
			return LeaseSubmitted, err
		}
		if err := canLet(c.unit); err != nil {
			return LeaseSubmitted, err
		}
		return LeaseSubmitted, c.set(ctx, StatusPending)
	})
}

// WithdrawLease takes a lease that waits for signatures back to draft; a signature that was recorded is forgotten with it.
// Errors: lease_transition, ErrChanged, postgres.ErrNotFound.
func (s *Service) WithdrawLease(ctx context.Context, p tenancy.Principal, lease id.ID, version *int32) (LeaseDetail, error) {
	return s.change(ctx, p, lease, version, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		if err := transition(c.row.Status, StatusDraft); err != nil {
			return LeaseChanged, err
		}
		return LeaseChanged, c.set(ctx, StatusDraft)
	})
}

// SignInput is a signature to record.
type SignInput struct {
	On         period.Date // the day of the last signature; not after today
	DocumentID id.ID       // a scan of the paper, a document of the lease or its stay; id.Nil for none
}

// SignLease records that a lease that waits for signatures is signed. Recorded again it takes the place of what was.
// Errors: Invalid with fields, reference_not_found, lease_transition naming what may be done where it does not wait,
// ErrChanged, postgres.ErrNotFound.
func (s *Service) SignLease(ctx context.Context, p tenancy.Principal, lease id.ID, version *int32, in SignInput) (LeaseDetail, error) {
	return s.change(ctx, p, lease, version, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		if err := c.signable(in); err != nil {
			return LeaseSigned, err
		}
		var document *id.ID
		if in.DocumentID != id.Nil {
			found, err := c.q.LeaseDocument(ctx, c.org, in.DocumentID, lease, c.row.TenancyID)
			if err == nil && found == 0 {
				err = postgres.ErrReference.On("/document_id")
			}
			if err != nil {
				return LeaseSigned, err
			}
			document = &in.DocumentID
		}
		_, err := c.q.SignLease(ctx, in.On, document, c.org, lease)
		return LeaseSigned, err
	})
}

// signable checks a signature before it is recorded.
func (c *changing) signable(in SignInput) error {
	var f fault.Fields
	f.Check(!in.On.IsZero(), "/signed_on", "required", "This is required.")
	f.Check(!in.On.After(c.today), "/signed_on", "out_of_range", "This day has not come yet.")
	f.Check(in.On.IsZero() || in.On.Year() >= 1900, "/signed_on", "out_of_range", "This date is out of range.")
	if err := f.Err(); err != nil {
		return err
	}
	if c.row.Status != StatusPending {
		return fault.New(fault.Conflict, "lease_transition",
			fmt.Sprintf("A lease that is %s cannot be signed. Possible while it is: pending.", c.row.Status)).On("/status")
	}
	return nil
}

// ActivateLease brings a signed lease into force; the unit is reserved for its household until that moves in. Errors:
// lease_transition, ErrUnsigned, ErrUnitDown, lease_overlaps, ErrChanged, postgres.ErrNotFound.
func (s *Service) ActivateLease(ctx context.Context, p tenancy.Principal, lease id.ID, version *int32) (LeaseDetail, error) {
	return s.change(ctx, p, lease, version, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		if c.row.Status != StatusPending { // one that is expiring soon becomes active again only by a change of its end
			return LeaseActivated, transition(map[bool]string{true: StatusActive, false: c.row.Status}[c.inForce()], StatusActive)
		}
		if c.row.SignedAt == nil {
			return LeaseActivated, ErrUnsigned
		}
		if err := canLet(c.unit); err != nil {
			return LeaseActivated, err
		}
		if err := c.set(ctx, StatusActive); err != nil {
			return LeaseActivated, err
		}
		if err := c.goOn(ctx); err != nil {
			return LeaseActivated, err
		}
		return LeaseActivated, settleUnitTx(ctx, c.tx, c.row.PropertyID, c.row.UnitID)
	})
}

// goOn makes the terms before a lease that has begun renewed ones, where its household lives there already.
func (c *changing) goOn(ctx context.Context) error {
	stay, err := c.q.LeaseTenancy(ctx, c.org, c.row.TenancyID)
	if err != nil || stay.MovedInOn.IsZero() || c.row.StartDate.After(c.today) {
		return err
	}
	if _, err := c.q.MarkRenewed(ctx, c.org, c.today); err != nil {
		return err
	}
	return setRentersLease(ctx, c.q, c.org, c.row.ID)
}

// CancelLease calls a lease off that waits for signatures, or that is in force while nobody has moved in. Errors:
// lease_transition, ErrMovedIn, ErrChanged, postgres.ErrNotFound.
func (s *Service) CancelLease(ctx context.Context, p tenancy.Principal, lease id.ID, version *int32) (LeaseDetail, error) {
	return s.change(ctx, p, lease, version, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		if err := transition(c.row.Status, StatusCancelled); err != nil {
			return LeaseCancelled, err
		}
		stay, err := c.q.LeaseTenancy(ctx, c.org, c.row.TenancyID)
		if err != nil {
			return LeaseCancelled, err
		}
		if c.row.Status == StatusActive && !stay.MovedInOn.IsZero() {
			return LeaseCancelled, ErrMovedIn
		}
		if err := c.set(ctx, StatusCancelled); err != nil {
			return LeaseCancelled, err
		}
		return LeaseCancelled, settleUnitTx(ctx, c.tx, c.row.PropertyID, c.row.UnitID)
	})
}

// ConfirmLateFees says that the lease has a late-fee clause that was looked at, from which day on late fees are charged by
// its policies; or, with on false, that it has none. Errors: ErrEnded, postgres.ErrNotFound.
func (s *Service) ConfirmLateFees(ctx context.Context, p tenancy.Principal, lease id.ID, on bool) (LeaseDetail, error) {
	return s.change(ctx, p, lease, nil, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		if err := c.notOver(); err != nil {
			return LeaseChanged, err
		}
		var day period.Date
		var by *id.ID
		if on {
			day, by = c.today, c.actor()
		}
		_, err := c.q.ConfirmLateFee(ctx, day, by, c.org, lease)
		return LeaseChanged, err
	})
}

func (c *changing) set(ctx context.Context, status string) error {
	_, err := c.q.SetLeaseStatus(ctx, status, c.tx.Now(), c.org, c.row.ID)
	return err
}

// DiscardLease deletes a draft with its parties and documents, and the stay where it was only planned by it. Errors:
// ErrFixed for what is no draft, ErrChanged, postgres.ErrNotFound.
func (s *Service) DiscardLease(ctx context.Context, p tenancy.Principal, lease id.ID, version *int32) error {
	_, err := s.change(ctx, p, lease, version, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		if c.row.Status != StatusDraft {
			return LeaseCancelled, ErrFixed
		}
		row := leasingdb.DeleteLeasePartiesParams{
			DeletedAt: c.tx.Now(), DeletedBy: c.actor(), DeletionID: id.New(), TenantID: c.org, LeaseID: lease,
		}
		// The leaves before the root: a deleted parent has no living children.
		if _, err := c.q.DeleteLeaseDocuments(ctx, leasingdb.DeleteLeaseDocumentsParams(row)); err != nil {
			return LeaseCancelled, err
		}
		if _, err := c.q.DeleteLeaseParties(ctx, row); err != nil {
			return LeaseCancelled, err
		}
		one := leasingdb.DeleteLeaseParams{
			DeletedAt: row.DeletedAt, DeletedBy: row.DeletedBy, DeletionID: row.DeletionID, TenantID: c.org, ID: lease,
		}
		if _, err := c.q.DeleteLease(ctx, one); err != nil {
			return LeaseCancelled, err
		}
		one.ID = c.row.TenancyID
		_, err := c.q.DeleteBareTenancy(ctx, leasingdb.DeleteBareTenancyParams(one))
		return LeaseCancelled, err
	})
	return err
}

// RestoreLease brings a draft back that was discarded, with what went with it; one that is there stays as it is. Errors:
// parent_deleted where its unit or stay is gone, postgres.ErrNotFound.
func (s *Service) RestoreLease(ctx context.Context, p tenancy.Principal, lease id.ID) (LeaseDetail, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return LeaseDetail{}, err
	}
	var out LeaseDetail
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		c, err := lockLease(ctx, tx, g, lease)
		if err != nil {
			return err
		}
		if c.row.DeletionID != nil {
			for _, restore := range []func(context.Context, id.ID, id.ID) (int64, error){
				c.q.RestoreLeaseTenancy, c.q.RestoreLease, c.q.RestoreLeaseParties, c.q.RestoreLeaseDocuments,
			} {
				if _, err := restore(ctx, c.org, *c.row.DeletionID); err != nil {
					return err
				}
			}
			err = event.Write(ctx, tx, LeaseCreated, lease, LeaseEvent{
				PropertyID: c.row.PropertyID, UnitID: c.row.UnitID, TenancyID: c.row.TenancyID, Status: c.row.Status,
			})
			if err != nil {
				return err
			}
		}
		out, err = getLease(ctx, tx, g, lease, false)
		return err
	})
	if err != nil {
		return LeaseDetail{}, fmt.Errorf("restore lease: %w", err)
	}
	return out, nil
}
