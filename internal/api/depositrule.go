package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type depositRuleView struct {
	ID               *id.ID       `json:"id" nullable:"true" doc:"null for a proposal."`
	Jurisdiction     string       `json:"jurisdiction" doc:"Country and state." example:"US-CA"`
	Starts           string       `json:"starts_on_kind" enum:"move_out,end_of_term,later_of_both,address_given" doc:"From which day it counts."`
	DaysWithoutClaim int32        `json:"days_without_claim" doc:"To return everything." example:"21"`
	DaysWithClaim    int32        `json:"days_with_claim" doc:"To tell what is kept and return the rest." example:"21"`
	Delivery         string       `json:"delivery" doc:"How it has to be sent, in words."`
	Interest         string       `json:"interest" doc:"What it has to bear, in words."`
	Citation         string       `json:"citation" example:"California Civil Code § 1950.5"`
	SourceURL        string       `json:"source_url"`
	VerifiedOn       *period.Date `json:"verified_on" nullable:"true" doc:"When somebody of your organization read the source; null for a proposal: it is to be confirmed."`
	From             *period.Date `json:"from_date" nullable:"true"`
	To               *period.Date `json:"to_date" nullable:"true"`
}

type depositRulesView struct {
	Data []depositRuleView `json:"data" nullable:"false"`
}

func viewRule(r leasing.DepositRule) depositRuleView {
	return depositRuleView{
		ID: idOrNull(r.ID), Jurisdiction: r.Jurisdiction, Starts: r.Starts, DaysWithoutClaim: r.DaysWithoutClaim, DaysWithClaim: r.DaysWithClaim,
		Delivery: r.Delivery, Interest: r.Interest, Citation: r.Citation, SourceURL: r.SourceURL, VerifiedOn: day(r.VerifiedOn), From: day(r.From), To: day(r.To),
	}
}

type depositRuleBody struct {
	Jurisdiction     opt[string]       `json:"jurisdiction" example:"US-CA"`
	Starts           opt[string]       `json:"starts_on_kind" enum:"move_out,end_of_term,later_of_both,address_given" doc:"From which day it counts."`
	DaysWithoutClaim opt[*int32]       `json:"days_without_claim" example:"21"`
	DaysWithClaim    opt[*int32]       `json:"days_with_claim" example:"21"`
	Delivery         opt[string]       `json:"delivery" maxLength:"500"`
	Interest         opt[string]       `json:"interest" maxLength:"500"`
	Citation         opt[string]       `json:"citation" minLength:"1" maxLength:"500" example:"California Civil Code § 1950.5"`
	SourceURL        opt[string]       `json:"source_url" maxLength:"500"`
	VerifiedOn       opt[*period.Date] `json:"verified_on" doc:"When you read the source; today unless you say otherwise." example:"2026-10-01"`
	From             opt[*period.Date] `json:"from_date" doc:"The first day on which it holds; today unless you say otherwise." example:"2026-01-01"`
	To               opt[*period.Date] `json:"to_date" doc:"Absent: without end."`
}

type ruleEndBody struct {
	ToDate opt[period.Date] `json:"to_date" doc:"The last day on which it holds." example:"2026-12-31"`
}

func (a *api) depositRuleOperations() []operation {
	const tag, list, one = "Deposit rules", "/v1/deposit-rules", "/v1/deposit-rules/{id}"
	return []operation{
		{
			id: "list-deposit-rules", method: http.MethodGet, needs: authz.OrganizationRead, path: list, tag: tag, summary: "List deposit rules",
			doc: "The law on returning deposits, by place and date, as somebody of your organization confirmed it.", result: depositRulesView{},
			handle: func(ctx context.Context, c *call) (reply, error) {
				rules, err := a.Leases.DepositRules(ctx, c.principal)
				return reply{body: depositRulesView{Data: eachView(rules, viewRule)}}, err
			},
		},
		{
			id: "list-deposit-rule-proposals", method: http.MethodGet, needs: authz.OrganizationRead, path: "/v1/deposit-rule-proposals", tag: tag, summary: "List proposals",
			doc:    "Rules of some places with their sources, to be confirmed: they apply to nothing before you have read the source and confirmed them. Law changes, and cities add to it.",
			result: depositRulesView{}, handle: func(context.Context, *call) (reply, error) {
				return reply{body: depositRulesView{Data: eachView(leasing.RuleProposals(), viewRule)}}, nil
			},
		},
		{
			id: "get-deposit-rule", method: http.MethodGet, needs: authz.OrganizationRead, path: one, tag: tag, summary: "Read a deposit rule", result: depositRuleView{},
			handle: func(ctx context.Context, c *call) (reply, error) {
				r, err := a.Leases.DepositRule(ctx, c.principal, c.id())
				return reply{body: viewRule(r)}, err
			},
		},
		{
			id: "confirm-deposit-rule", method: http.MethodPost, needs: authz.OrganizationWrite, path: list, tag: tag, summary: "Confirm a deposit rule",
			doc: "By somebody who has read its source and is not limited to some properties.", body: &depositRuleBody{},
			create: []string{"jurisdiction", "starts_on_kind", "days_without_claim", "days_with_claim", "citation"}, status: http.StatusCreated, example: map[string]any{
				"jurisdiction": "US-CA", "starts_on_kind": "move_out", "days_without_claim": 21, "days_with_claim": 21, "citation": "California Civil Code § 1950.5",
			},
			result: depositRuleView{}, repeatable: true, codes: []string{"rule_overlaps"}, handle: a.confirmRule,
		},
		{
			id: "end-deposit-rule", method: http.MethodPost, needs: authz.OrganizationWrite, path: one + "/end", tag: tag, summary: "End a deposit rule",
			doc: "After its last day another one can hold.", body: &ruleEndBody{}, create: []string{"to_date"}, example: map[string]any{"to_date": "2099-12-31"},
			result: depositRuleView{}, codes: []string{"rule_overlaps"}, handle: a.endRule,
		},
	}
}

func (a *api) confirmRule(ctx context.Context, c *call) (reply, error) {
	var b depositRuleBody
	key, err := c.keyed("deposit_rule.confirm", &b)
	if err != nil {
		return reply{}, err
	}
	in := leasing.DepositRule{
		Jurisdiction: b.Jurisdiction.value, Starts: b.Starts.value, DaysWithoutClaim: -1, DaysWithClaim: -1, Delivery: b.Delivery.value,
		Interest: b.Interest.value, Citation: b.Citation.value, SourceURL: b.SourceURL.value, VerifiedOn: dateOf(b.VerifiedOn), From: dateOf(b.From), To: dateOf(b.To),
	}
	if n := b.DaysWithoutClaim.value; n != nil {
		in.DaysWithoutClaim = *n
	}
	if n := b.DaysWithClaim.value; n != nil {
		in.DaysWithClaim = *n
	}
	r, err := a.Leases.ConfirmRule(ctx, c.principal, key, in)
	return reply{body: viewRule(r), location: "/v1/deposit-rules/" + r.ID.String()}, err
}

func (a *api) endRule(ctx context.Context, c *call) (reply, error) {
	var b ruleEndBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	r, err := a.Leases.EndRule(ctx, c.principal, c.id(), b.ToDate.value)
	return reply{body: viewRule(r)}, err
}
