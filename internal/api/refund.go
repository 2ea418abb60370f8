package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

const refundsTag = "Refunds"

type refundView struct {
	ID         id.ID        `json:"id"`
	TenancyID  id.ID        `json:"tenancy_id"`
	PropertyID id.ID        `json:"property_id"`
	Kind       string       `json:"kind" enum:"deposit,prepaid"`
	Amount     money.Amount `json:"amount" example:"840.00"`
	Payee      string       `json:"payee" example:"Ana Lopez and Ben Lopez"`
	State      string       `json:"state" enum:"open,released,cancelled"`
	AskedBy    id.ID        `json:"asked_by"`
	AskedAt    time.Time    `json:"asked_at"`
	PaidOn     *period.Date `json:"paid_on" nullable:"true" example:"2026-03-18"`
	Method     string       `json:"method" doc:"check or ach once it is paid." example:"check"`
	Reference  string       `json:"reference" doc:"The number of the check." example:"2001"`
}

func viewRefund(r billing.Refund) refundView {
	state := billing.RefundOpen
	switch {
	case r.Released:
		state = billing.RefundReleased
	case r.Cancelled:
		state = billing.RefundCancelled
	}
	return refundView{
		r.ID, r.Tenancy, r.Property, r.Kind, r.Amount, r.Payee, state, r.AskedBy, r.AskedAt.UTC(), day(r.PaidOn), r.Method, r.Reference,
	}
}

type refundBody struct {
	TenancyID opt[*string]       `json:"tenancy_id" format:"uuid"`
	Kind      opt[string]        `json:"kind" enum:"deposit,prepaid"`
	Amount    opt[*money.Amount] `json:"amount" doc:"A decimal string, above 0, and no more than is held and has cleared." example:"840.00"`
	Payee     opt[string]        `json:"payee" minLength:"1" maxLength:"500" doc:"All renters together, unless they signed otherwise." example:"Ana Lopez and Ben Lopez"`
}

type releaseBody struct {
	On        opt[period.Date] `json:"on" doc:"The day on which it is paid; not after today." example:"2026-03-18"`
	Method    opt[string]      `json:"method" enum:"check,ach"`
	Reference opt[string]      `json:"reference" maxLength:"100" doc:"The number of a check, which needs one." example:"2001"`
}

type depositApplicationBody struct {
	On    opt[period.Date] `json:"on" doc:"Not after today, and not before the move-out." example:"2026-03-18"`
	Parts opt[[]partBody]  `json:"parts" maxItems:"200" doc:"What it pays. Left out it is everything that is open, by the order of the rules."`
}

type depositApplicationView struct {
	Parts []partView `json:"parts" nullable:"false" doc:"What the deposit paid."`
}

func (a *api) refundOperations() []operation {
	const list, one = "/v1/refunds", "/v1/refunds/{id}"
	return []operation{
		{
			id: "apply-deposit", method: http.MethodPost, needs: authz.MoneyCharge, path: "/v1/tenancies/{id}/apply-deposit", tag: refundsTag,
			summary: "Pay charges with the deposit", doc: "Of a household that has left: first with what it paid ahead, then with its deposit. The cash stays in the deposit bank " +
				"until it is transferred.", body: &depositApplicationBody{}, create: []string{"on"}, example: map[string]any{"on": "2026-03-10"},
			result: depositApplicationView{}, repeatable: true, handle: a.applyDeposit,
			codes: []string{"no_lease", "still_there", "refund_exceeds", "charge_of_another_stay", "allocation_exceeds", "allocation_sum", "period_locked"},
		},
		{
			id: "list-refunds", method: http.MethodGet, needs: authz.MoneyRead, path: list, tag: refundsTag, summary: "List refunds",
			doc: "In the order in which they were asked for.", query: pageParams(billing.RefundSorts, formatParam("tenancy_id", "Only of this stay.", "uuid"),
				choiceParam("state", "Only in this state.", []string{billing.RefundOpen, billing.RefundReleased, billing.RefundCancelled})),
			result: pageView[refundView]{}, handle: func(ctx context.Context, c *call) (reply, error) {
				rows, around, err := a.Billing.Refunds(ctx, c.principal, billing.RefundFilter{Tenancy: c.query.id("tenancy_id"), State: c.query.text("state")}, c.page())
				return reply{body: viewPage(rows, around, viewRefund)}, err
			},
		},
		{
			id: "ask-refund", method: http.MethodPost, needs: authz.MoneyPay, path: list, tag: refundsTag, summary: "Make a refund ready",
			doc: "Of a deposit or of what was paid ahead. Somebody else releases it.", body: &refundBody{}, create: []string{"tenancy_id", "kind", "amount", "payee"},
			status:  http.StatusCreated,
			example: map[string]any{"tenancy_id": exampleID, "kind": "deposit", "amount": "840.00", "payee": "Ana Lopez and Ben Lopez"}, result: refundView{},
			repeatable: true, codes: []string{"refund_exceeds", "trust_below_zero", "no_lease", "banks_missing"}, handle: a.askRefund,
		},
		{
			id: "get-refund", method: http.MethodGet, needs: authz.MoneyRead, path: one, tag: refundsTag, summary: "Read a refund", result: refundView{},
			handle: func(ctx context.Context, c *call) (reply, error) {
				return answerRefund(a.Billing.OneRefund(ctx, c.principal, c.id()))
			},
		},
		{
			id: "release-refund", method: http.MethodPost, needs: authz.MoneyRelease, path: one + "/release", tag: refundsTag, summary: "Release a refund",
			doc:  "By somebody else than who made it ready. A deposit leaves the deposit bank, what was paid ahead the operating one; only money that has cleared.",
			body: &releaseBody{}, create: []string{"on", "method"}, example: map[string]any{"on": "2026-03-10", "method": "check", "reference": "2001"},
			result: refundView{}, repeatable: true, handle: a.releaseRefund, codes: []string{
				"second_person_needed", "payment_not_open", "refund_exceeds", "trust_below_zero", "trust_deficit", "banks_missing", "period_locked", "no_lease",
			},
		},
		{
			id: "cancel-refund", method: http.MethodPost, needs: authz.MoneyPay, path: one + "/cancel", tag: refundsTag, summary: "Cancel a refund",
			doc: "While nobody has released it.", result: refundView{}, repeatable: true, codes: []string{"payment_not_open"},
			handle: func(ctx context.Context, c *call) (reply, error) {
				key, err := c.key("refund.cancel " + c.id().String())
				if err != nil {
					return reply{}, err
				}
				return answerRefund(a.Billing.CancelRefund(ctx, c.principal, key, c.id()))
			},
		},
	}
}

func answerRefund(r billing.Refund, err error) (reply, error) {
	return reply{body: viewRefund(r)}, hidden(err)
}

func (a *api) applyDeposit(ctx context.Context, c *call) (reply, error) {
	var b depositApplicationBody
	key, err := c.keyed("deposit.apply "+c.id().String(), &b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := billing.ApplyInput{Tenancy: c.id(), On: b.On.value, Parts: partsOf(&f, b.Parts.value)}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	parts, err := a.Billing.ApplyDeposit(ctx, c.principal, key, in)
	return reply{body: depositApplicationView{eachView(parts, func(p billing.Part) partView { return partView{p.Charge, p.Amount} })}}, a.ofStay(ctx, c, err)
}

func (a *api) askRefund(ctx context.Context, c *call) (reply, error) {
	var b refundBody
	key, err := c.keyed("refund.ask", &b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := billing.RefundInput{Tenancy: neededID(&f, "/tenancy_id", b.TenancyID), Kind: b.Kind.value, Amount: amountOf(b.Amount), Payee: b.Payee.value}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	r, err := a.Billing.AskRefund(ctx, c.principal, key, in)
	return reply{body: viewRefund(r), location: "/v1/refunds/" + r.ID.String()}, a.namedStay(ctx, c, in.Tenancy, err)
}

func (a *api) releaseRefund(ctx context.Context, c *call) (reply, error) {
	var b releaseBody
	key, err := c.keyed("refund.release "+c.id().String(), &b)
	if err != nil {
		return reply{}, err
	}
	return answerRefund(a.Billing.ReleaseRefund(ctx, c.principal, key, c.id(), billing.ReleaseInput{
		On: b.On.value, Method: b.Method.value, Reference: b.Reference.value,
	}))
}
