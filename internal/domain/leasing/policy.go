package leasing

import (
	"context"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The value lists of policies.
var (
	ProrationMethods = []string{"actual_days", "thirty_day", "year_365"}
	LateFeeKinds     = []string{LateFeeNone, "flat", "percent", "greater", "lesser"}
)

// LateFeeNone says that nothing is charged for what is late.
const LateFeeNone = "none"

// Policy is the rules for rent that an organization, a property or a lease sets. A field that is nil is taken from the wider
// one: lease, property, organization, then the program's own.
type Policy struct {
	DueDay                *int32        // the day of the month on which rent is due, 1 to 28
	GraceDays             *int32        // 0 to 60
	ProrationMethod       *string       // of ProrationMethods
	LateFeeKind           *string       // of LateFeeKinds
	LateFeeAmount         *money.Amount // for the kinds that have an amount
	LateFeePercentage     *money.Amount // of the rent that is late
	LateFeeCapAmount      *money.Amount // of one fee
	LateFeeDailyAmount    *money.Amount // on top for each day
	LateFeeDailyCapAmount *money.Amount // of the daily amounts together
	LateFeeMinimumAmount  *money.Amount // below which nothing late is charged for
	NsfFee                *money.Amount // for a returned payment
	FullPaymentOnly       *bool
	OnlinePaymentBlocked  *bool
	CertifiedFundsOnly    *bool
	NoticeDays            *int32 // 0 to 365
	ExpiringSoonDays      *int32 // before its end a lease is said to expire soon, 1 to 365
}

// Where a field of a policy comes from.
const (
	FromProgram      = "program"
	FromOrganization = "organization"
	FromProperty     = "property"
	FromLease        = "lease"
)

// ResolvedPolicy is the rules that hold, with where each comes from, by the field's name as the tables have it.
type ResolvedPolicy struct {
	Policy
	From map[string]string
	// LateFees says that late fees are charged: the rules have one, and the lease's clause is confirmed.
	LateFees bool
}

// PolicyDetail is the policy that an organization, a property or a lease sets itself, and what holds there in the end.
type PolicyDetail struct {
	Own      Policy
	Resolved ResolvedPolicy
	Version  int32  // of Own; 1 where it sets nothing yet
	Name     string // of the property; "" for the organization and a lease
}

func ptr[T any](v T) *T { return &v }

// programPolicy is what holds where nobody has said anything.
func programPolicy() Policy {
	return Policy{
		DueDay: ptr(int32(1)), GraceDays: ptr(int32(5)), ProrationMethod: ptr("actual_days"), LateFeeKind: ptr(LateFeeNone),
		FullPaymentOnly: ptr(false), OnlinePaymentBlocked: ptr(false), CertifiedFundsOnly: ptr(false), NoticeDays: ptr(int32(30)),
		ExpiringSoonDays: ptr(int32(60)),
	}
}

// Check says what is wrong with the policy.
func (p Policy) Check() error {
	var f fault.Fields
	within(&f, "/due_day", p.DueDay, 1, 28)
	within(&f, "/grace_days", p.GraceDays, 0, 60)
	within(&f, "/notice_days", p.NoticeDays, 0, 365)
	within(&f, "/expiring_soon_days", p.ExpiringSoonDays, 1, 365)
	if p.ProrationMethod != nil {
		oneOf(&f, "/proration_method", *p.ProrationMethod, ProrationMethods)
	}
	if p.LateFeeKind != nil {
		oneOf(&f, "/late_fee_kind", *p.LateFeeKind, LateFeeKinds)
	}
	notNegative(&f, "/late_fee_amount", p.LateFeeAmount)
	notNegative(&f, "/late_fee_percentage", p.LateFeePercentage)
	notNegative(&f, "/late_fee_cap_amount", p.LateFeeCapAmount)
	notNegative(&f, "/late_fee_daily_amount", p.LateFeeDailyAmount)
	notNegative(&f, "/late_fee_daily_cap_amount", p.LateFeeDailyCapAmount)
	notNegative(&f, "/late_fee_minimum_amount", p.LateFeeMinimumAmount)
	notNegative(&f, "/nsf_fee", p.NsfFee)
	f.Check(p.LateFeePercentage == nil || p.LateFeePercentage.Cmp(hundred) <= 0, "/late_fee_percentage", "out_of_range", "Use at most 100 percent.")
	return f.Err()
}

func within(f *fault.Fields, pointer string, value *int32, low, high int32) {
	f.Check(value == nil || (*value >= low && *value <= high), pointer, "out_of_range", "This number is out of range.")
}

// take fills the fields that are still open from a wider policy.
func (r *ResolvedPolicy) take(from string, p Policy) {
	openField(r.From, "due_day", from, &r.DueDay, p.DueDay)
	openField(r.From, "grace_days", from, &r.GraceDays, p.GraceDays)
	openField(r.From, "proration_method", from, &r.ProrationMethod, p.ProrationMethod)
	openField(r.From, "late_fee_kind", from, &r.LateFeeKind, p.LateFeeKind)
	openField(r.From, "late_fee_amount", from, &r.LateFeeAmount, p.LateFeeAmount)
	openField(r.From, "late_fee_percentage", from, &r.LateFeePercentage, p.LateFeePercentage)
	openField(r.From, "late_fee_cap_amount", from, &r.LateFeeCapAmount, p.LateFeeCapAmount)
	openField(r.From, "late_fee_daily_amount", from, &r.LateFeeDailyAmount, p.LateFeeDailyAmount)
	openField(r.From, "late_fee_daily_cap_amount", from, &r.LateFeeDailyCapAmount, p.LateFeeDailyCapAmount)
	openField(r.From, "late_fee_minimum_amount", from, &r.LateFeeMinimumAmount, p.LateFeeMinimumAmount)
	openField(r.From, "nsf_fee", from, &r.NsfFee, p.NsfFee)
	openField(r.From, "full_payment_only", from, &r.FullPaymentOnly, p.FullPaymentOnly)
	openField(r.From, "online_payment_blocked", from, &r.OnlinePaymentBlocked, p.OnlinePaymentBlocked)
	openField(r.From, "certified_funds_only", from, &r.CertifiedFundsOnly, p.CertifiedFundsOnly)
	openField(r.From, "notice_days", from, &r.NoticeDays, p.NoticeDays)
	openField(r.From, "expiring_soon_days", from, &r.ExpiringSoonDays, p.ExpiringSoonDays)
}

func openField[T any](names map[string]string, name, from string, into **T, value *T) {
	if *into == nil && value != nil {
		*into, names[name] = value, from
	}
}

// resolve puts the policies together, the widest first, as the query gives them.
func resolve(rows []leasingdb.LeasePoliciesRow, confirmed period.Date) ResolvedPolicy {
	out := ResolvedPolicy{From: map[string]string{}}
	slices.Reverse(rows)
	for _, r := range rows {
		from := FromOrganization
		if r.LeaseID != nil {
			from = FromLease
		} else if r.PropertyID != nil {
			from = FromProperty
		}
		out.take(from, policyOf(r))
	}
	out.take(FromProgram, programPolicy())
	out.LateFees = *out.LateFeeKind != LateFeeNone && !confirmed.IsZero()
	return out
}

func policyOf(r leasingdb.LeasePoliciesRow) Policy {
	return Policy{
		DueDay:                r.DueDay,
		GraceDays:             r.GraceDays,
		ProrationMethod:       r.ProrationMethod,
		LateFeeKind:           r.LateFeeKind,
		LateFeeAmount:         r.LateFeeAmount,
		LateFeePercentage:     r.LateFeePercentage,
		LateFeeCapAmount:      r.LateFeeCapAmount,
		LateFeeDailyAmount:    r.LateFeeDailyAmount,
		LateFeeDailyCapAmount: r.LateFeeDailyCapAmount,
		LateFeeMinimumAmount:  r.LateFeeMinimumAmount,
		NsfFee:                r.NsfFee,
		FullPaymentOnly:       r.FullPaymentOnly,
		OnlinePaymentBlocked:  r.OnlinePaymentBlocked,
		CertifiedFundsOnly:    r.CertifiedFundsOnly,
		NoticeDays:            r.NoticeDays,
		ExpiringSoonDays:      r.ExpiringSoonDays,
	}
}

// resolved is the policy of a lease.
func resolved(ctx context.Context, q *leasingdb.Queries, org, propertyID, lease id.ID, confirmed period.Date) (ResolvedPolicy, error) {
	rows, err := q.LeasePolicies(ctx, org, propertyID, lease)
	return resolve(rows, confirmed), err
}

// PolicyOf says whose policy is meant: the organization's where both are id.Nil.
type PolicyOf struct{ Property, Lease id.ID }

// needs is what changing the policy takes.
func (of PolicyOf) needs() authz.Action {
	switch {
	case of.Lease != id.Nil:
		return authz.LeasingWrite
	case of.Property != id.Nil:
		return authz.PortfolioWrite
	}
	return authz.OrganizationWrite
}

// Policy returns a policy and what holds in the end. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Policy(ctx context.Context, p tenancy.Principal, of PolicyOf) (PolicyDetail, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return PolicyDetail{}, err
	}
	var out PolicyDetail
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = readPolicy(ctx, tx, g, of)
		return err
	})
	if err != nil {
		return PolicyDetail{}, fmt.Errorf("read policy: %w", err)
	}
	return out, nil
}

func readPolicy(ctx context.Context, tx tenancy.Tx, g authz.Grant, of PolicyOf) (PolicyDetail, error) {
	q, org := leasingdb.New(tx), tx.Organization()
	out := PolicyDetail{Version: 1}
	var confirmed period.Date
	at := of.Property
	switch {
	case of.Lease != id.Nil:
		l, err := q.GetLease(ctx, org, of.Lease, false, tx.Now())
		if err != nil {
			return out, err
		}
		at, confirmed = l.PropertyID, l.LateFeeConfirmedOn
		if !g.Covers(at) {
			return out, postgres.ErrNotFound
		}
	case of.Property != id.Nil:
		row, err := q.PolicyProperty(ctx, org, of.Property)
		if err == nil && !g.Covers(of.Property) {
			err = postgres.ErrNotFound
		}
		if err != nil {
			return out, err
		}
		out.Name = row.Name
	}
	rows, err := q.LeasePolicies(ctx, org, at, of.Lease)
	if err != nil {
		return out, err
	}
	for _, r := range rows {
		if deref(r.LeaseID) == of.Lease && (of.Lease != id.Nil || deref(r.PropertyID) == of.Property) {
			out.Own, out.Version = policyOf(r), r.Version+1
		}
	}
	out.Resolved = resolve(rows, confirmed)
	return out, nil
}

// SetPolicy changes a policy: change is given what is stored and alters it. A version makes the change conditional on nobody
// else's; 1 is that of a policy which was never set. Errors: Invalid with fields, ErrChanged, ErrEnded for a lease that is
// over, postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) SetPolicy(ctx context.Context, p tenancy.Principal, of PolicyOf, version *int32, change func(*Policy)) (PolicyDetail, error) {
	g, err := authz.Require(p, of.needs())
	if err != nil {
		return PolicyDetail{}, err
	}
	var out PolicyDetail
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if of.Lease != id.Nil {
			c, err := lockLease(ctx, tx, g, of.Lease)
			if err == nil {
				err = c.notOver()
			}
			if err != nil {
				return err
			}
		}
		stored, err := readPolicy(ctx, tx, g, of)
		if err != nil {
			return err
		}
		if version != nil && *version != stored.Version {
			return ErrChanged
		}
		own := stored.Own
		change(&own)
		if err := own.Check(); err != nil {
			return err
		}
		if err := writePolicy(ctx, tx, of, own, stored.Version == 1); err != nil {
			return err
		}
		out, err = readPolicy(ctx, tx, g, of)
		return err
	})
	if err != nil {
		return PolicyDetail{}, fmt.Errorf("set policy: %w", err)
	}
	return out, nil
}

func writePolicy(ctx context.Context, tx tenancy.Tx, of PolicyOf, own Policy, fresh bool) error {
	q := leasingdb.New(tx)
	row := leasingdb.InsertPolicyParams{
		TenantID: tx.Organization(), ID: id.New(),
		DueDay:                own.DueDay,
		GraceDays:             own.GraceDays,
		ProrationMethod:       own.ProrationMethod,
		LateFeeKind:           own.LateFeeKind,
		LateFeeAmount:         own.LateFeeAmount,
		LateFeePercentage:     own.LateFeePercentage,
		LateFeeCapAmount:      own.LateFeeCapAmount,
		LateFeeDailyAmount:    own.LateFeeDailyAmount,
		LateFeeDailyCapAmount: own.LateFeeDailyCapAmount,
		LateFeeMinimumAmount:  own.LateFeeMinimumAmount,
		NsfFee:                own.NsfFee,
		FullPaymentOnly:       own.FullPaymentOnly,
		OnlinePaymentBlocked:  own.OnlinePaymentBlocked,
		CertifiedFundsOnly:    own.CertifiedFundsOnly,
		NoticeDays:            own.NoticeDays,
		ExpiringSoonDays:      own.ExpiringSoonDays,
	}
	if of.Lease != id.Nil {
		row.LeaseID = &of.Lease
	} else if of.Property != id.Nil {
		row.PropertyID = &of.Property
	}
	if fresh {
		if err := q.InsertPolicy(ctx, row); err != nil {
			return err
		}
	} else if _, err := q.UpdatePolicy(ctx, leasingdb.UpdatePolicyParams{
		TenantID: row.TenantID, PropertyID: row.PropertyID, LeaseID: row.LeaseID,
		DueDay:                own.DueDay,
		GraceDays:             own.GraceDays,
		ProrationMethod:       own.ProrationMethod,
		LateFeeKind:           own.LateFeeKind,
		LateFeeAmount:         own.LateFeeAmount,
		LateFeePercentage:     own.LateFeePercentage,
		LateFeeCapAmount:      own.LateFeeCapAmount,
		LateFeeDailyAmount:    own.LateFeeDailyAmount,
		LateFeeDailyCapAmount: own.LateFeeDailyCapAmount,
		LateFeeMinimumAmount:  own.LateFeeMinimumAmount,
		NsfFee:                own.NsfFee,
		FullPaymentOnly:       own.FullPaymentOnly,
		OnlinePaymentBlocked:  own.OnlinePaymentBlocked,
		CertifiedFundsOnly:    own.CertifiedFundsOnly,
		NoticeDays:            own.NoticeDays,
		ExpiringSoonDays:      own.ExpiringSoonDays,
	}); err != nil {
		return err
	}
	if of.Lease == id.Nil {
		return nil
	}
	place, err := q.LockLease(ctx, row.TenantID, of.Lease)
	if err != nil {
		return err
	}
	return event.Write(ctx, tx, LeaseChanged, of.Lease, LeaseEvent{
		PropertyID: place.PropertyID, UnitID: place.UnitID, TenancyID: place.TenancyID, Status: place.Status,
	})
}
