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

const chargesTag = "Charges"

// chargeKinds are all kinds that a charge can have.
var chargeKinds = append([]string{billing.KindLastMonth, billing.KindOpening}, billing.ManualKinds...)

type chargeView struct {
	ID          id.ID        `json:"id"`
	TenancyID   id.ID        `json:"tenancy_id"`
	LeaseID     id.ID        `json:"lease_id"`
	UnitID      id.ID        `json:"unit_id"`
	PropertyID  id.ID        `json:"property_id"`
	RenterID    *id.ID       `json:"renter_id" nullable:"true"`
	Kind        string       `json:"kind" enum:"rent,late_fee,nsf_fee,pet,parking,utilities,damage,cleaning,legal,deposit,last_month,opening,other"`
	Payer       string       `json:"payer" enum:"renter,agency,other"`
	PayerName   string       `json:"payer_name" doc:"Empty for the renter."`
	Amount      money.Amount `json:"amount" example:"1500.00"`
	Open        money.Amount `json:"open" doc:"What is not settled yet." example:"700.00"`
	DueOn       period.Date  `json:"due_on" doc:"The day on which it enters the books." example:"2026-03-01"`
	From        period.Date  `json:"period_from" example:"2026-03-01"`
	To          *period.Date `json:"period_to" nullable:"true" doc:"null where it is of one day." example:"2026-03-31"`
	Description string       `json:"description" example:"Rent, 2026-03-01 to 2026-03-31"`
	Undone      bool         `json:"undone" doc:"Its run was undone: it is not owed."`
	CreatedAt   time.Time    `json:"created_at"`
}

func viewStayCharge(c billing.Charge) chargeView {
	return chargeView{
		ID: c.ID, TenancyID: c.Tenancy, LeaseID: c.Lease, UnitID: c.Unit, PropertyID: c.Property, RenterID: idOrNull(c.Renter), Kind: c.Kind, Payer: c.Payer,
		PayerName: c.PayerName, Amount: c.Amount, Open: c.Open, DueOn: c.Due, From: c.From, To: day(c.To), Description: c.Description, Undone: c.Undone,
		CreatedAt: c.CreatedAt.UTC(),
	}
}

// coming is a charge that a run would make.
type comingView struct {
	TenancyID   id.ID        `json:"tenancy_id"`
	LeaseID     id.ID        `json:"lease_id"`
	UnitID      id.ID        `json:"unit_id"`
	PropertyID  id.ID        `json:"property_id"`
	Kind        string       `json:"kind" example:"rent"`
	Payer       string       `json:"payer" enum:"renter,agency,other"`
	Amount      money.Amount `json:"amount" example:"1500.00"`
	DueOn       period.Date  `json:"due_on" example:"2026-03-01"`
	From        period.Date  `json:"period_from" example:"2026-03-01"`
	To          *period.Date `json:"period_to" nullable:"true" example:"2026-03-31"`
	Description string       `json:"description" example:"Rent, 2026-03-01 to 2026-03-31"`
}

func viewComing(c billing.Charge) comingView {
	return comingView{c.Tenancy, c.Lease, c.Unit, c.Property, c.Kind, c.Payer, c.Amount, c.Due, c.From, day(c.To), c.Description}
}

type chargeCreditView struct {
	ID        id.ID        `json:"id"`
	ChargeID  id.ID        `json:"charge_id"`
	Kind      string       `json:"kind" enum:"credit,write_off"`
	Amount    money.Amount `json:"amount" example:"50.00"`
	On        period.Date  `json:"on" example:"2026-03-20"`
	Reason    string       `json:"reason" example:"The heating was out"`
	CreatedAt time.Time    `json:"created_at"`
	CreatedBy *id.ID       `json:"created_by" nullable:"true" doc:"null for the program."`
}

type chargeBody struct {
	TenancyID   opt[*string]       `json:"tenancy_id" format:"uuid" doc:"The stay that owes it."`
	Kind        opt[string]        `json:"kind" enum:"rent,late_fee,nsf_fee,pet,parking,utilities,damage,cleaning,legal,deposit,other"`
	Amount      opt[*money.Amount] `json:"amount" doc:"A decimal string, above 0." example:"150.00"`
	DueOn       opt[period.Date]   `json:"due_on" doc:"It enters the books on that day." example:"2026-03-18"`
	Description opt[string]        `json:"description" minLength:"1" maxLength:"255" doc:"What the renter reads." example:"Cleaning of the carpets"`
	Payer       opt[string]        `json:"payer" enum:"renter,agency,other" doc:"renter if left out."`
	PayerName   opt[string]        `json:"payer_name" maxLength:"255" doc:"Of a payer that is not the renter."`
}

type creditBody struct {
	Amount opt[*money.Amount] `json:"amount" doc:"A decimal string, above 0." example:"50.00"`
	On     opt[period.Date]   `json:"on" doc:"Not after today; a day before the charge is due counts as its due day." example:"2026-03-20"`
	Reason opt[string]        `json:"reason" minLength:"1" maxLength:"1000" example:"The heating was out"`
}

func (a *api) chargeOperations() []operation {
	const list = "/v1/charges"
	credit := map[string]any{"amount": "50.00", "on": "2026-03-01", "reason": "The heating was out"}
	needed, codes := []string{"amount", "on", "reason"}, []string{"allocation_exceeds", "period_locked"}
	return []operation{
		{
			id: "list-charges", method: http.MethodGet, needs: authz.MoneyRead, path: list, tag: chargesTag, summary: "List charges", doc: "By their due day.",
			query: pageParams(billing.ChargeSorts, formatParam("tenancy_id", "Only of this stay.", "uuid"), formatParam("property_id", "Only of this property.", "uuid"),
				formatParam("run_id", "Only what this run charged.", "uuid"), choiceParam("kind", "Only of this kind.", chargeKinds),
				boolParam("open", "Only those that something is open of.")),
			result: pageView[chargeView]{}, handle: a.listCharges,
		},
		{
			id: "create-charge", method: http.MethodPost, needs: authz.MoneyCharge, path: list, tag: chargesTag, summary: "Charge a stay",
			doc: "Beside what its lease charges by itself.", body: &chargeBody{}, create: []string{"tenancy_id", "kind", "amount", "due_on", "description"},
			status: http.StatusCreated, example: map[string]any{
				"tenancy_id": exampleID, "kind": "cleaning", "amount": "150.00", "due_on": "2026-03-01", "description": "Cleaning of the carpets",
			},
			result: chargeView{}, repeatable: true, codes: []string{"property_not_taken_on", "no_lease", "period_locked"}, handle: a.createCharge,
		},
		{
			id: "get-charge", method: http.MethodGet, needs: authz.MoneyRead, path: list + "/{id}", tag: chargesTag, summary: "Read a charge", result: chargeView{},
			handle: func(ctx context.Context, c *call) (reply, error) {
				v, err := a.Billing.OneCharge(ctx, c.principal, c.id())
				return reply{body: viewStayCharge(v)}, err
			},
		},
		{
			id: "list-charge-credits", method: http.MethodGet, needs: authz.MoneyRead, path: list + "/{id}/credits", tag: chargesTag,
			summary: "List what was forgiven of a charge", doc: "On one page.", result: pageView[chargeCreditView]{},
			handle: func(ctx context.Context, c *call) (reply, error) {
				rows, err := a.Billing.Credits(ctx, c.principal, c.id())
				return reply{body: onePage(rows, func(k billing.ChargeCredit) chargeCreditView {
					return chargeCreditView{k.ID, k.ChargeID, k.Kind, k.Amount, k.DatedOn, k.Reason, k.CreatedAt.UTC(), k.CreatedBy}
				})}, err
			},
		},
		{
			id: "credit-charge", method: http.MethodPost, needs: authz.MoneyCharge, path: list + "/{id}/credits", tag: chargesTag, summary: "Credit a charge",
			doc: "It was not owed, or not all of it: its income goes. Money that had settled it is prepaid again.", body: &creditBody{}, create: needed,
			status: http.StatusCreated, example: credit, result: chargeView{}, repeatable: true, codes: codes, handle: a.creditCharge("charge.credit", billing.Credited),
		},
		{
			id: "write-off-charge", method: http.MethodPost, needs: authz.MoneyRelease, path: list + "/{id}/write-offs", tag: chargesTag, summary: "Write a charge off",
			doc: "It was owed and will not be paid: a bad debt. At most what is open.", body: &creditBody{}, create: needed, status: http.StatusCreated,
			example: credit, result: chargeView{}, repeatable: true, codes: codes, handle: a.creditCharge("charge.write_off", billing.WrittenOff),
		},
	}
}

func (a *api) listCharges(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Billing.Charges(ctx, c.principal, billing.ChargeFilter{
		Property: c.query.id("property_id"), Tenancy: c.query.id("tenancy_id"), Run: c.query.id("run_id"), Kind: c.query.text("kind"),
		Open: c.query.text("open") == "true",
	}, c.page())
	return reply{body: viewPage(rows, around, viewStayCharge)}, err
}

func (a *api) createCharge(ctx context.Context, c *call) (reply, error) {
	var b chargeBody
	key, err := c.keyed("charge.create", &b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := billing.ChargeInput{
		Tenancy: neededID(&f, "/tenancy_id", b.TenancyID), Kind: b.Kind.value, Amount: amountOf(b.Amount), Due: b.DueOn.value, Description: b.Description.value,
		Payer: b.Payer.value, PayerName: b.PayerName.value,
	}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	v, err := a.Billing.Charge(ctx, c.principal, key, in)
	return reply{body: viewStayCharge(v), location: "/v1/charges/" + v.ID.String()}, a.namedStay(ctx, c, in.Tenancy, err)
}

func (a *api) creditCharge(operation, kind string) handler {
	return func(ctx context.Context, c *call) (reply, error) {
		var b creditBody
		key, err := c.keyed(operation+" "+c.id().String(), &b)
		if err != nil {
			return reply{}, err
		}
		v, err := a.Billing.Credit(ctx, c.principal, key, billing.CreditInput{
			Charge: c.id(), Kind: kind, Amount: amountOf(b.Amount), On: b.On.value, Reason: b.Reason.value,
		})
		return reply{body: viewStayCharge(v), location: "/v1/charges/" + c.id().String() + "/credits"}, hidden(err)
	}
}
