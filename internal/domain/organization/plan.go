package organization

import (
	"context"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization/internal/organizationdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrPlanLimit says that the plan includes no more units.
	ErrPlanLimit = fault.New(fault.Conflict, "plan_limit_reached", "Your plan does not include that many units.")
	// ErrPlan says that there is no such plan.
	ErrPlan = fault.New(fault.NotFound, "plan_not_found", "There is no such plan.")
	// ErrReason says that an operator has to say why.
	ErrReason = fault.New(fault.Invalid, "reason_required", "Say why, in 3 to 500 characters.")
)

// Plan is what a customer can buy.
type Plan struct {
	Code                 string
	Name                 string
	UnitLimit            *int32 // nil is any number
	AuditRetentionMonths int32
}

// PlanFacts are an organization's plan and how much of it is used.
type PlanFacts struct {
	Plan  Plan
	Units int64 // undeleted ones, which are what the limit counts
	Plans []Plan
}

// Plan returns the organization's plan, its use and the other plans.
func (s *Service) Plan(ctx context.Context, p tenancy.Principal) (PlanFacts, error) {
	g, err := authz.Require(p, authz.PlanRead)
	if err != nil {
		return PlanFacts{}, err
	}
	var out PlanFacts
	var code string
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := organizationdb.New(tx)
		row, err := q.GetOrganization(ctx, tx.Organization())
		if err != nil {
			return err
		}
		code = row.Plan
		out.Units, err = q.CountUnits(ctx, tx.Organization())
		return err
	})
	if err != nil {
		return PlanFacts{}, fmt.Errorf("read plan: %w", err)
	}
	err = tenancy.InSystemTx(ctx, s.db, "list plans", func(ctx context.Context, tx tenancy.SystemTx) error {
		rows, err := organizationdb.New(tx).ListPlans(ctx)
		out.Plans = make([]Plan, 0, len(rows))
		for _, r := range rows {
			plan := Plan(r)
			out.Plans = append(out.Plans, plan)
			if plan.Code == code {
				out.Plan = plan
			}
		}
		return err
	})
	if err != nil {
		return PlanFacts{}, fmt.Errorf("list plans: %w", err)
	}
	return out, nil
}

// HoldUnitsTx refuses a transaction that has added more units than the plan includes. Call it after they were added, or
// came back; from then on nobody else adds any until tx ends. Error: ErrPlanLimit.
func HoldUnitsTx(ctx context.Context, tx tenancy.Tx) error {
	q, org := organizationdb.New(tx), tx.Organization()
	limit, err := q.UnitLimit(ctx, org)
	if err != nil {
		return fmt.Errorf("read plan: %w", err)
	}
	if limit < 0 {
		return nil
	}
	if err := q.HoldUnits(ctx, org); err != nil {
		return fmt.Errorf("wait for the units before: %w", err)
	}
	// A statement of its own: it sees what those before committed while this one waited.
	units, err := q.CountUnits(ctx, org)
	if err != nil {
		return fmt.Errorf("count units: %w", err)
	}
	if units > int64(limit) {
		return ErrPlanLimit.Saying("Your plan includes %d units, and with this there would be %d. Change the plan, or delete units that "+
			"you do not manage any more.", limit, units)
	}
	return nil
}

// SetPlan gives an organization another plan: the operator's act, with a reason. A plan below what is in use keeps what
// there is and lets nothing be added. Errors: ErrNotFound, ErrPlan, ErrReason.
func (s *Service) SetPlan(ctx context.Context, slug, code, reason string) error {
	if reason = strings.TrimSpace(reason); !saidWhy(reason) {
		return ErrReason
	}
	org, err := s.Find(ctx, slug)
	if err != nil {
		return err
	}
	err = tenancy.InSystemTx(ctx, s.db, reason, func(ctx context.Context, tx tenancy.SystemTx) error {
		q := organizationdb.New(tx)
		plans, err := q.ListPlans(ctx)
		if err != nil {
			return err
		}
		known := false
		for _, p := range plans {
			known = known || p.Code == code
		}
		if !known {
			return ErrPlan
		}
		if err := tx.Enter(ctx, org.ID); err != nil {
			return err
		}
		if _, err := q.SetDirectoryPlan(ctx, code, tx.Now(), org.ID); err != nil {
			return err
		}
		_, err = q.SetOrganizationPlan(ctx, code, org.ID)
		return err
	})
	if err != nil {
		return fmt.Errorf("set plan: %w", err)
	}
	return nil
}

func saidWhy(reason string) bool { return len(reason) >= 3 && len(reason) <= 500 }
