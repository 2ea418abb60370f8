package api

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
)

type policyFieldsView struct {
	DueDay                *int32        `json:"due_day" minimum:"1" maximum:"28" doc:"The day of the month on which rent is due."`
	GraceDays             *int32        `json:"grace_days" minimum:"0" maximum:"60" doc:"Days before something is late."`
	ProrationMethod       *string       `json:"proration_method" doc:"How a part of a month is counted." example:"actual_days"`
	LateFeeKind           *string       `json:"late_fee_kind" doc:"Amount, percentage, or the greater or lesser of both." example:"flat"`
	LateFeeAmount         *money.Amount `json:"late_fee_amount" nullable:"true" example:"50.00"`
	LateFeePercentage     *money.Amount `json:"late_fee_percentage" nullable:"true" doc:"Of the rent that is late, 0 to 100." example:"5.00"`
	LateFeeCapAmount      *money.Amount `json:"late_fee_cap_amount" nullable:"true" doc:"Of one fee." example:"100.00"`
	LateFeeDailyAmount    *money.Amount `json:"late_fee_daily_amount" nullable:"true" doc:"On top for each day." example:"5.00"`
	LateFeeDailyCapAmount *money.Amount `json:"late_fee_daily_cap_amount" nullable:"true" doc:"Of the daily amounts together." example:"50.00"`
	LateFeeMinimumAmount  *money.Amount `json:"late_fee_minimum_amount" nullable:"true" doc:"What is late and below is let go." example:"10.00"`
	NsfFee                *money.Amount `json:"nsf_fee" nullable:"true" doc:"For a returned payment." example:"35.00"`
	FullPaymentOnly       *bool         `json:"full_payment_only"`
	OnlinePaymentBlocked  *bool         `json:"online_payment_blocked"`
	CertifiedFundsOnly    *bool         `json:"certified_funds_only"`
	NoticeDays            *int32        `json:"notice_days" minimum:"0" maximum:"365"`
	ExpiringSoonDays      *int32        `json:"expiring_soon_days" minimum:"1" maximum:"365" doc:"How long before its end a lease is said to expire soon."`
}

type resolvedPolicyView struct {
	Values   policyFieldsView   `json:"values"`
	From     []policySourceView `json:"from" nullable:"false" doc:"Where each field comes from."`
	LateFees bool               `json:"late_fees" doc:"Whether late fees are charged: the rules have one and the lease's clause is confirmed."`
}

type policySourceView struct {
	Field  string `json:"field" example:"grace_days"`
	Source string `json:"source" enum:"lease,property,organization,program"`
}

type leasingPolicyView struct {
	PropertyID *id.ID             `json:"property_id" nullable:"true" doc:"Whose rules these are; null for the organization's and a lease's."`
	LeaseID    *id.ID             `json:"lease_id" nullable:"true" doc:"Whose rules these are; null for the organization's and a property's."`
	Own        policyFieldsView   `json:"own" doc:"What is set here; null is taken from the wider rules."`
	Resolved   resolvedPolicyView `json:"resolved" doc:"What holds here in the end."`
	Version    int32              `json:"version" doc:"1 while nothing was ever set here; the ETag is this in quotes." example:"1"`
}

func viewPolicyFields(p leasing.Policy) policyFieldsView {
	return policyFieldsView(p)
}

func viewResolved(r leasing.ResolvedPolicy) resolvedPolicyView {
	v := resolvedPolicyView{Values: viewPolicyFields(r.Policy), From: []policySourceView{}, LateFees: r.LateFees}
	for _, field := range slices.Sorted(maps.Keys(r.From)) {
		v.From = append(v.From, policySourceView{field, r.From[field]})
	}
	return v
}

type leasingPolicyBody struct {
	DueDay                opt[*int32]        `json:"due_day" minimum:"1" maximum:"28" doc:"The day of the month on which rent is due."`
	GraceDays             opt[*int32]        `json:"grace_days" minimum:"0" maximum:"60" doc:"Days before something is late."`
	ProrationMethod       opt[*string]       `json:"proration_method" enum:"actual_days,thirty_day,year_365" doc:"How a part of a month is counted."`
	LateFeeKind           opt[*string]       `json:"late_fee_kind" enum:"none,flat,percent,greater,lesser" doc:"Amount, percentage, or the greater or lesser of both."`
	LateFeeAmount         opt[*money.Amount] `json:"late_fee_amount" example:"50.00"`
	LateFeePercentage     opt[*money.Amount] `json:"late_fee_percentage" doc:"Of the rent that is late, 0 to 100." example:"5.00"`
	LateFeeCapAmount      opt[*money.Amount] `json:"late_fee_cap_amount" doc:"Of one fee." example:"100.00"`
	LateFeeDailyAmount    opt[*money.Amount] `json:"late_fee_daily_amount" doc:"On top for each day." example:"5.00"`
	LateFeeDailyCapAmount opt[*money.Amount] `json:"late_fee_daily_cap_amount" doc:"Of the daily amounts together." example:"50.00"`
	LateFeeMinimumAmount  opt[*money.Amount] `json:"late_fee_minimum_amount" doc:"What is late and below is let go." example:"10.00"`
	NsfFee                opt[*money.Amount] `json:"nsf_fee" doc:"For a returned payment." example:"35.00"`
	FullPaymentOnly       opt[*bool]         `json:"full_payment_only"`
	OnlinePaymentBlocked  opt[*bool]         `json:"online_payment_blocked"`
	CertifiedFundsOnly    opt[*bool]         `json:"certified_funds_only"`
	NoticeDays            opt[*int32]        `json:"notice_days" minimum:"0" maximum:"365"`
	ExpiringSoonDays      opt[*int32]        `json:"expiring_soon_days" minimum:"1" maximum:"365" doc:"How long before its end a lease is said to expire soon."`
}

func (b leasingPolicyBody) apply(p *leasing.Policy) {
	b.DueDay.set(&p.DueDay)
	b.GraceDays.set(&p.GraceDays)
	b.ProrationMethod.set(&p.ProrationMethod)
	b.LateFeeKind.set(&p.LateFeeKind)
	b.LateFeeAmount.set(&p.LateFeeAmount)
	b.LateFeePercentage.set(&p.LateFeePercentage)
	b.LateFeeCapAmount.set(&p.LateFeeCapAmount)
	b.LateFeeDailyAmount.set(&p.LateFeeDailyAmount)
	b.LateFeeDailyCapAmount.set(&p.LateFeeDailyCapAmount)
	b.LateFeeMinimumAmount.set(&p.LateFeeMinimumAmount)
	b.NsfFee.set(&p.NsfFee)
	b.FullPaymentOnly.set(&p.FullPaymentOnly)
	b.OnlinePaymentBlocked.set(&p.OnlinePaymentBlocked)
	b.CertifiedFundsOnly.set(&p.CertifiedFundsOnly)
	b.NoticeDays.set(&p.NoticeDays)
	b.ExpiringSoonDays.set(&p.ExpiringSoonDays)
}

func (a *api) leasingPolicyOperations() []operation {
	var list []operation
	for _, o := range []struct {
		of, path, name string
		needs          authz.Action
		policy         func(id.ID) leasing.PolicyOf
	}{
		{"organization", "/v1/leasing-policy", "", authz.OrganizationWrite, func(id.ID) leasing.PolicyOf { return leasing.PolicyOf{} }},
		{"property", "/v1/properties/{id}/leasing-policy", "property-", authz.PortfolioWrite, func(at id.ID) leasing.PolicyOf { return leasing.PolicyOf{Property: at} }},
		{"lease", "/v1/leases/{id}/leasing-policy", "lease-", authz.LeasingWrite, func(at id.ID) leasing.PolicyOf { return leasing.PolicyOf{Lease: at} }},
	} {
		list = append(list, operation{
			id: "get-" + o.name + "leasing-policy", method: http.MethodGet, needs: authz.LeasingRead, path: o.path, tag: "Leasing policies",
			summary: "Read the rules for rent of the " + o.of, result: leasingPolicyView{}, versioned: true,
			handle: func(ctx context.Context, c *call) (reply, error) {
				of := named(c, o.policy)
				v, err := a.Leases.Policy(ctx, c.principal, of)
				return answerPolicy(of, v, err)
			},
		}, operation{
			id: "set-" + o.name + "leasing-policy", method: http.MethodPatch, needs: o.needs, path: o.path, tag: "Leasing policies",
			summary: "Set the rules for rent of the " + o.of, doc: "Absent fields stay; null takes the wider rule.", body: &leasingPolicyBody{},
			example: map[string]any{"grace_days": 3, "nsf_fee": "35.00"}, result: leasingPolicyView{}, versioned: true, conditional: true,
			codes: []string{"lease_ended", "already_exists"},
			handle: func(ctx context.Context, c *call) (reply, error) {
				var b leasingPolicyBody
				version, err := c.readChange(&b)
				if err != nil {
					return reply{}, err
				}
				of := named(c, o.policy)
				v, err := a.Leases.SetPolicy(ctx, c.principal, of, version, b.apply)
				return answerPolicy(of, v, err)
			},
		})
	}
	return list
}

// named is whose policy the path names. A malformed id is one that nothing has, and not the organization's.
func named(c *call, policy func(id.ID) leasing.PolicyOf) leasing.PolicyOf {
	at := c.id()
	if at == id.Nil {
		at = id.New()
	}
	return policy(at)
}

func answerPolicy(of leasing.PolicyOf, p leasing.PolicyDetail, err error) (reply, error) {
	v := leasingPolicyView{Own: viewPolicyFields(p.Own), Resolved: viewResolved(p.Resolved), Version: p.Version}
	if of.Property != id.Nil {
		v.PropertyID = &of.Property
	}
	if of.Lease != id.Nil {
		v.LeaseID = &of.Lease
	}
	return reply{body: v, version: p.Version}, err
}
