package leasing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// DailyArgs are a job that brings stays and leases up to the day. It has no arguments: it goes through every organization.
type DailyArgs struct{}

// Kind implements jobs.Args.
func (DailyArgs) Kind() string { return "leasing.daily" }

// How often, so that no organization waits long after its midnight, and for how long at most.
const (
	DailyEvery   = time.Hour
	DailyTimeout = 10 * time.Minute
)

const (
	// usualExpiry is how many days before its end a lease is expiring_soon where neither lease nor policy says so.
	usualExpiry = 60
	// remindMoveOut is how many days before a planned move-out is told of.
	remindMoveOut = 7
)

// DailyReport counts what a run of Daily changed.
type DailyReport struct{ Expiring, Renewed, OffersExpired, MoveOuts int }

// Daily brings one organization up to the day in its time zone: leases near their end become expiring_soon (and those whose
// end has moved away active again), leases whose next term has begun become renewed, offers that nobody answered expire,
// and planned move-outs that are near are told of. A second run on the same day changes nothing. Nothing that is shown or
// charged waits for it: lists and rules look at the dates themselves.
func (s *Service) Daily(ctx context.Context, p tenancy.Principal) (DailyReport, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return DailyReport{}, err
	}
	var out DailyReport
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		out = DailyReport{}
		q, org := leasingdb.New(tx), g.Organization()
		today, err := q.Today(ctx, tx.Now(), org)
		if err != nil {
			return err
		}
		renewed, err := q.MarkRenewed(ctx, org, today)
		if err != nil {
			return err
		}
		for _, r := range renewed {
			if err := event.Write(ctx, tx, LeaseRenewed, r.ID, PartEvent{PropertyID: r.PropertyID, TenancyID: r.TenancyID}); err != nil {
				return err
			}
		}
		near, err := q.MarkExpiringSoon(ctx, org, today, usualExpiry)
		if err != nil {
			return err
		}
		for _, r := range near {
			if r.Status != StatusExpiringSoon {
				continue
			}
			if err := event.Write(ctx, tx, LeaseExpiringSoon, r.ID, PartEvent{PropertyID: r.PropertyID, TenancyID: r.TenancyID}); err != nil {
				return err
			}
		}
		offers, err := q.ExpireOffers(ctx, org, today)
		if err != nil {
			return err
		}
		for _, r := range offers {
			if err := event.Write(ctx, tx, RenewalExpired, r.ID, PartEvent{PropertyID: r.PropertyID, TenancyID: r.TenancyID}); err != nil {
				return err
			}
		}
		leaving, err := q.MoveOutsToRemind(ctx, org, today, remindMoveOut)
		if err != nil {
			return err
		}
		for _, r := range leaving {
			if err := event.Write(ctx, tx, StayMoveOutNear, r.ID, StayEvent{PropertyID: r.PropertyID, On: r.MoveOutPlannedOn}); err != nil {
				return err
			}
		}
		out = DailyReport{Expiring: len(near), Renewed: len(renewed), OffersExpired: len(offers), MoveOuts: len(leaving)}
		return nil
	})
	if err != nil {
		return DailyReport{}, fmt.Errorf("daily work of leasing: %w", err)
	}
	return out, nil
}

// DailyAll does Daily for organizations, one after the other. One that fails does not keep the others from it.
func (s *Service) DailyAll(ctx context.Context, organizations []id.ID) error {
	var failed []error
	for _, org := range organizations {
		if _, err := s.Daily(ctx, tenancy.Operator(org, DailyArgs{}.Kind())); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}
