package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

const trustTag = "Trust money"

type moneyPolicyView struct {
	HoldACH         int32        `json:"hold_ach" doc:"Business days after the processor's success before the money counts as cleared." example:"5"`
	HoldCard        int32        `json:"hold_card" example:"2"`
	HoldCheck       int32        `json:"hold_check" doc:"Business days after the bank deposit." example:"5"`
	HoldCertified   int32        `json:"hold_certified" doc:"Of cashier's checks, money orders and wires." example:"1"`
	HoldCash        int32        `json:"hold_cash" example:"1"`
	ChargeDaysAhead int32        `json:"charge_days_ahead" doc:"Rent is charged so many days before it is due." example:"0"`
	AllocationOrder []string     `json:"allocation_order" nullable:"false" doc:"The kinds of charges that money goes to first; the others follow alike, deposits come last." example:"rent,late_fee,nsf_fee"`
	ReturnFeeBearer string       `json:"return_fee_bearer" enum:"owner,company" doc:"Who bears what the processor takes for a payment that came back."`
	BillLimit       money.Amount `json:"bill_limit" doc:"Bills up to this are approved by one person." example:"500.00"`
	OnePerson       bool         `json:"one_person" doc:"Nobody else is there to release: the rule of two people is waived."`
}

type moneyPolicyBody struct {
	HoldACH         opt[*int32]        `json:"hold_ach" minimum:"0" maximum:"60" example:"5"`
	HoldCard        opt[*int32]        `json:"hold_card" minimum:"0" maximum:"60" example:"2"`
	HoldCheck       opt[*int32]        `json:"hold_check" minimum:"0" maximum:"60" example:"5"`
	HoldCertified   opt[*int32]        `json:"hold_certified" minimum:"0" maximum:"60" example:"1"`
	HoldCash        opt[*int32]        `json:"hold_cash" minimum:"0" maximum:"60" example:"1"`
	ChargeDaysAhead opt[*int32]        `json:"charge_days_ahead" minimum:"0" maximum:"60" example:"0"`
	AllocationOrder opt[[]string]      `json:"allocation_order" maxItems:"20" maxLength:"20" doc:"Kinds of charges, each once; deposits always come last." example:"rent,late_fee,nsf_fee"`
	ReturnFeeBearer opt[string]        `json:"return_fee_bearer" enum:"owner,company"`
	BillLimit       opt[*money.Amount] `json:"bill_limit" doc:"A decimal string, 0 or more." example:"500.00"`
	OnePerson       opt[*bool]         `json:"one_person"`
}

var moneyPolicyFields = []string{
	"hold_ach", "hold_card", "hold_check", "hold_certified", "hold_cash", "charge_days_ahead", "allocation_order", "return_fee_bearer", "bill_limit", "one_person",
}

func (b moneyPolicyBody) policy() (out trust.Policy, err error) {
	var f fault.Fields
	for name, days := range map[string]struct {
		from *int32
		to   *int32
	}{
		"hold_ach": {b.HoldACH.value, &out.HoldACH}, "hold_card": {b.HoldCard.value, &out.HoldCard}, "hold_check": {b.HoldCheck.value, &out.HoldCheck},
		"hold_certified": {b.HoldCertified.value, &out.HoldCertified}, "hold_cash": {b.HoldCash.value, &out.HoldCash},
		"charge_days_ahead": {b.ChargeDaysAhead.value, &out.ChargeDaysAhead},
	} {
		f.Check(days.from != nil, "/"+name, "required", "Give the days.")
		if days.from != nil {
			*days.to = *days.from
		}
	}
	f.Check(b.AllocationOrder.given, "/allocation_order", "required", "Give the order; it may be empty.")
	f.Check(!slices.ContainsFunc(b.AllocationOrder.value, func(kind string) bool { return !slices.Contains(billing.ManualKinds, kind) }),
		"/allocation_order", "not_allowed", "Use kinds of charges.")
	f.Check(b.BillLimit.value != nil, "/bill_limit", "required", "Give the limit; it may be 0.")
	f.Check(b.OnePerson.value != nil, "/one_person", "required", "Say whether one person releases alone.")
	if err := f.Err(); err != nil {
		return out, err
	}
	out.AllocationOrder, out.ReturnFeeBearer, out.BillLimit, out.OnePerson = append([]string{}, b.AllocationOrder.value...), b.ReturnFeeBearer.value,
		*b.BillLimit.value, *b.OnePerson.value
	return out, nil
}

type trustBanksView struct {
	OperatingBankID *id.ID `json:"operating_bank_id" nullable:"true" doc:"null: none was chosen."`
	DepositBankID   *id.ID `json:"deposit_bank_id" nullable:"true"`
	Own             bool   `json:"own" doc:"Chosen for this property itself; otherwise those of all properties."`
}

type trustBanksBody struct {
	OperatingBankID opt[*string] `json:"operating_bank_id" format:"uuid" doc:"An account with the purpose operating_trust."`
	DepositBankID   opt[*string] `json:"deposit_bank_id" format:"uuid" doc:"An account with the purpose deposit_trust."`
}

type trustDeficitView struct {
	PropertyID    id.ID        `json:"property_id"`
	BankAccountID id.ID        `json:"bank_account_id"`
	On            period.Date  `json:"on"`
	Amount        money.Amount `json:"amount" doc:"By so much the cleared money of the property is below zero there; the company owes it." example:"85.10"`
	Reason        string       `json:"reason" example:"A payment came back"`
}

func (a *api) trustOperations() []operation {
	const policy, banks, ofProperty = "/v1/money-policy", "/v1/trust-banks", "/v1/properties/{id}/trust-banks"
	example := map[string]any{"operating_bank_id": exampleID, "deposit_bank_id": exampleID}
	return []operation{
		{
			id: "get-money-policy", method: http.MethodGet, needs: authz.MoneyRead, path: policy, tag: trustTag, summary: "Read the rules for trust money",
			doc: "Where nothing was set, what the program takes.", result: moneyPolicyView{}, handle: a.getMoneyPolicy,
		},
		{
			id: "set-money-policy", method: http.MethodPut, needs: authz.MoneySetup, path: policy, tag: trustTag, summary: "Set the rules for trust money",
			doc: "All of them. Money that was received before keeps its hold.", body: &moneyPolicyBody{}, create: moneyPolicyFields, status: http.StatusNoContent,
			example: map[string]any{
				"hold_ach": 5, "hold_card": 2, "hold_check": 5, "hold_certified": 1, "hold_cash": 1, "charge_days_ahead": 0,
				"allocation_order": []string{"rent", "late_fee", "nsf_fee"}, "return_fee_bearer": "company", "bill_limit": "0.00", "one_person": false,
			},
			codes: []string{"limited"}, handle: a.setMoneyPolicy,
		},
		{
			id: "get-trust-banks", method: http.MethodGet, needs: authz.MoneyRead, path: banks, tag: trustTag, summary: "Read the banks of all properties",
			doc: "Of those that have none of their own.", result: trustBanksView{}, handle: func(ctx context.Context, c *call) (reply, error) {
				return answerBanks(a.Trust.Banks(ctx, c.principal, id.Nil))
			},
		},
		{
			id: "set-trust-banks", method: http.MethodPut, needs: authz.MoneySetup, path: banks, tag: trustTag, summary: "Choose the banks of all properties",
			doc: "For those that have none of their own.", body: &trustBanksBody{}, create: []string{"operating_bank_id", "deposit_bank_id"}, status: http.StatusNoContent,
			example: example, codes: []string{"limited"}, handle: func(ctx context.Context, c *call) (reply, error) { return a.setTrustBanks(ctx, c, id.Nil) },
		},
		{
			id: "get-property-trust-banks", method: http.MethodGet, needs: authz.MoneyRead, path: ofProperty, tag: trustTag, summary: "Read the banks of a property",
			result: trustBanksView{}, handle: func(ctx context.Context, c *call) (reply, error) {
				if c.id() == id.Nil {
					return reply{}, fault.ErrNotFound
				}
				return answerBanks(a.Trust.Banks(ctx, c.principal, c.id()))
			},
		},
		{
			id: "set-property-trust-banks", method: http.MethodPut, needs: authz.MoneySetup, path: ofProperty, tag: trustTag, summary: "Choose the banks of a property",
			doc:  "Its operating money and its deposits each have one.",
			body: &trustBanksBody{}, create: []string{"operating_bank_id", "deposit_bank_id"}, status: http.StatusNoContent, example: example,
			handle: func(ctx context.Context, c *call) (reply, error) {
				if c.id() == id.Nil {
					return reply{}, fault.ErrNotFound
				}
				return a.setTrustBanks(ctx, c, c.id())
			},
		},
		{
			id: "list-trust-deficits", method: http.MethodGet, needs: authz.MoneyRead, path: "/v1/trust-deficits", tag: trustTag, summary: "List what properties are short of",
			doc:    "Where a bank took more than a property had. Until the company covers it, nothing of the property leaves that bank. The largest first, on one page.",
			result: pageView[trustDeficitView]{}, handle: func(ctx context.Context, c *call) (reply, error) {
				list, err := a.Trust.Deficits(ctx, c.principal)
				return reply{body: onePage(list, func(d trust.Deficit) trustDeficitView {
					return trustDeficitView{d.PropertyID, d.BankAccountID, d.DatedOn, d.Amount, d.Reason}
				})}, err
			},
		},
	}
}

func (a *api) getMoneyPolicy(ctx context.Context, c *call) (reply, error) {
	p, err := a.Trust.Policy(ctx, c.principal)
	return reply{body: moneyPolicyView{
		p.HoldACH, p.HoldCard, p.HoldCheck, p.HoldCertified, p.HoldCash, p.ChargeDaysAhead, append([]string{}, p.AllocationOrder...), p.ReturnFeeBearer,
		p.BillLimit, p.OnePerson,
	}}, err
}

func (a *api) setMoneyPolicy(ctx context.Context, c *call) (reply, error) {
	var b moneyPolicyBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	p, err := b.policy()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Trust.SetPolicy(ctx, c.principal, p)
}

func answerBanks(b trust.Chosen, err error) (reply, error) {
	return reply{body: trustBanksView{idOrNull(b.Operating), idOrNull(b.Deposit), b.Own}}, err
}

func (a *api) setTrustBanks(ctx context.Context, c *call, property id.ID) (reply, error) {
	var b trustBanksBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	var f fault.Fields
	chosen := trust.Banks{Operating: neededID(&f, "/operating_bank_id", b.OperatingBankID), Deposit: neededID(&f, "/deposit_bank_id", b.DepositBankID)}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return reply{}, a.Trust.SetBanks(ctx, c.principal, property, chosen)
}

type ownerBalanceBody struct {
	OwnerID opt[*string]       `json:"owner_id" required:"false" format:"uuid" doc:"Left out: of the owners together."`
	Amount  opt[*money.Amount] `json:"amount" doc:"What the owner has in the banks; below 0 where the property owes." example:"500.00"`
}

type takeOnBody struct {
	PropertyID  opt[*string]            `json:"property_id" format:"uuid"`
	On          opt[period.Date]        `json:"on" doc:"The last day of the earlier books." example:"2026-02-28"`
	FirstPeriod opt[period.Date]        `json:"first_period" doc:"The first of the first month that is billed here." example:"2026-03-01"`
	Operating   opt[*money.Amount]      `json:"operating" doc:"What the operating bank holds of the property." example:"500.00"`
	Deposits    opt[*money.Amount]      `json:"deposits" doc:"What the deposit bank holds." example:"3975.00"`
	Owners      opt[[]ownerBalanceBody] `json:"owners" maxItems:"500" doc:"Whose the rest is. What renters owe, have prepaid and deposited is taken from what was imported with their leases."`
}

func (b takeOnBody) input() (billing.TakeOnInput, error) {
	var f fault.Fields
	in := billing.TakeOnInput{
		Property: neededID(&f, "/property_id", b.PropertyID), On: b.On.value, FirstPeriod: b.FirstPeriod.value, Operating: amountOf(b.Operating),
		Deposits: amountOf(b.Deposits),
	}
	for i, o := range b.Owners.value {
		in.Owners = append(in.Owners, billing.OwnerBalance{Owner: bodyID(&f, "/owners/"+strconv.Itoa(i)+"/owner_id", o.OwnerID), Amount: amountOf(o.Amount)})
	}
	return in, f.Err()
}

type takeOnView struct {
	PropertyID  id.ID        `json:"property_id"`
	On          period.Date  `json:"on" example:"2026-02-28"`
	FirstPeriod period.Date  `json:"first_period" example:"2026-03-01"`
	Stays       int          `json:"stays" doc:"That bring a balance." example:"24"`
	PastDue     money.Amount `json:"past_due" doc:"Owed to the earlier system." example:"0.00"`
	Prepaid     money.Amount `json:"prepaid" example:"0.00"`
	Held        money.Amount `json:"deposits_held" example:"3975.00"`
	Difference  money.Amount `json:"difference" doc:"What the banks hold and nobody was named for: it has to be 0." example:"0.00"`
}

func answerTakeOn(t billing.TakeOn, err error) (reply, error) {
	if errors.Is(err, authz.ErrForbidden) || fault.As(err).Is404() {
		err = errNoReference.On("/property_id")
	}
	return reply{
		body:     takeOnView{t.Property, t.On, t.FirstPeriod, t.Stays, t.PastDue, t.Prepaid, t.Held, t.Difference},
		location: "/v1/properties/" + t.Property.String() + "/take-on",
	}, err
}

type takenOnView struct {
	PropertyID  id.ID       `json:"property_id"`
	On          period.Date `json:"on" doc:"The last day of the earlier books." example:"2026-02-28"`
	FirstPeriod period.Date `json:"first_period" doc:"The first month that is billed here." example:"2026-03-01"`
	TakenOnBy   *id.ID      `json:"taken_on_by" nullable:"true" doc:"null for the program."`
}

func (a *api) takeOnOperations() []operation {
	const list = "/v1/take-ons"
	needed := []string{"property_id", "on", "first_period", "operating", "deposits"}
	example := map[string]any{
		"property_id": exampleID, "on": "2026-02-28", "first_period": "2026-03-01", "operating": "500.00", "deposits": "3975.00",
		"owners": []any{map[string]any{"amount": "500.00"}},
	}
	return []operation{
		{
			id: "preview-take-on", method: http.MethodPost, needs: authz.MoneySetup, path: list + "/preview", tag: trustTag, summary: "Preview taking a property on",
			doc: "What its renters bring, and what is missing. Nothing is changed.", body: &takeOnBody{}, create: needed, example: example, result: takeOnView{},
			handle: func(ctx context.Context, c *call) (reply, error) {
				var b takeOnBody
				if err := c.read(&b); err != nil {
					return reply{}, err
				}
				in, err := b.input()
				if err != nil {
					return reply{}, err
				}
				return answerTakeOn(a.Billing.PreviewTakeOn(ctx, c.principal, in))
			},
		},
		{
			id: "take-on", method: http.MethodPost, needs: authz.MoneySetup, path: list, tag: trustTag, summary: "Take a property into the books",
			doc: "Once, on a day: what its banks hold, what renters owe and are owed, and its owners' balances. From then on it is billed.", body: &takeOnBody{},
			create: needed, status: http.StatusCreated, example: example, result: takeOnView{}, repeatable: true,
			codes: []string{"banks_missing", "already_taken_on", "period_locked", "no_lease"}, handle: a.takeOn,
		},
		{
			id: "get-take-on", method: http.MethodGet, needs: authz.MoneyRead, path: "/v1/properties/{id}/take-on", tag: trustTag, summary: "Read how a property was taken on",
			doc: "404 where it was not.", result: takenOnView{}, handle: func(ctx context.Context, c *call) (reply, error) {
				t, err := a.Billing.TakeOnOf(ctx, c.principal, c.id())
				return reply{body: takenOnView{t.PropertyID, t.DatedOn, t.FirstPeriod, t.CreatedBy}}, err
			},
		},
	}
}

func (a *api) takeOn(ctx context.Context, c *call) (reply, error) {
	var b takeOnBody
	key, err := c.keyed("take_on.create", &b)
	if err != nil {
		return reply{}, err
	}
	in, err := b.input()
	if err != nil {
		return reply{}, err
	}
	return answerTakeOn(a.Billing.TakeOn(ctx, c.principal, key, in))
}
