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

const paymentsTag = "Payments"

type paymentView struct {
	ID         id.ID        `json:"id"`
	TenancyID  id.ID        `json:"tenancy_id"`
	LeaseID    id.ID        `json:"lease_id"`
	PropertyID id.ID        `json:"property_id"`
	RenterID   *id.ID       `json:"renter_id" nullable:"true"`
	Payer      string       `json:"payer" enum:"renter,agency,other"`
	PayerName  string       `json:"payer_name" doc:"Empty for the renter."`
	Amount     money.Amount `json:"amount" example:"1650.00"`
	Settled    money.Amount `json:"settled" doc:"What it settles of charges." example:"1500.00"`
	TakenBack  money.Amount `json:"taken_back" doc:"What of it was returned, refunded or voided." example:"0.00"`
	Prepaid    money.Amount `json:"prepaid" doc:"What of it settles nothing yet." example:"150.00"`
	Instrument string       `json:"instrument" doc:"personal_check, cashiers_check, money_order, cash, wire, ach, card, or opening for what an earlier system brought; empty where it is not known." example:"personal_check"`
	Status     string       `json:"status" doc:"pending and processing are on their way; completed has come; failed, cancelled, refunded and partial_refund went back, or some of it." example:"completed"`
	Reference  string       `json:"reference" doc:"Such as the number of a check." example:"1042"`
	StartedOn  *period.Date `json:"started_on" nullable:"true" example:"2026-03-03"`
	ReceivedOn *period.Date `json:"received_on" nullable:"true" doc:"null: it has not come, or never did." example:"2026-03-03"`
	ReturnCode string       `json:"return_code" doc:"Why it came back, such as R01; otherwise empty."`
	CreatedAt  time.Time    `json:"created_at"`
}

func viewPayment(p billing.Payment) paymentView {
	return paymentView{
		ID: p.ID, TenancyID: p.Tenancy, LeaseID: p.Lease, PropertyID: p.Property, RenterID: idOrNull(p.Renter), Payer: p.Payer, PayerName: p.PayerName,
		Amount: p.Amount, Settled: p.Settled, TakenBack: p.TakenBack, Prepaid: p.Prepaid(), Instrument: p.Instrument, Status: p.Status, Reference: p.Reference,
		StartedOn: day(p.Started), ReceivedOn: day(p.Received), ReturnCode: p.ReturnCode, CreatedAt: p.CreatedAt.UTC(),
	}
}

type allocationView struct {
	ID          id.ID        `json:"id"`
	ChargeID    id.ID        `json:"charge_id"`
	Kind        string       `json:"kind" doc:"Of the charge." example:"rent"`
	Description string       `json:"description" doc:"Of the charge." example:"Rent, 2026-03-01 to 2026-03-31"`
	DueOn       period.Date  `json:"due_on" example:"2026-03-01"`
	Amount      money.Amount `json:"amount" doc:"Below 0: it came off again." example:"1500.00"`
	On          period.Date  `json:"on" doc:"The day from which it counts." example:"2026-03-03"`
	Explicit    bool         `json:"explicit" doc:"Somebody said so; otherwise by the order of the rules."`
	ReversesID  *id.ID       `json:"reverses_id" nullable:"true" doc:"The allocation that this one takes off."`
}

type takebackView struct {
	ID     id.ID        `json:"id"`
	Kind   string       `json:"kind" enum:"return,dispute,void,refund"`
	Amount money.Amount `json:"amount" example:"475.00"`
	On     period.Date  `json:"on" example:"2026-03-16"`
	Code   string       `json:"return_code" doc:"Why it came back; otherwise empty." example:"R01"`
	Reason string       `json:"reason"`
}

// paymentDetailView is a paymentView with all that became of the payment.
type paymentDetailView struct {
	ID          id.ID            `json:"id"`
	TenancyID   id.ID            `json:"tenancy_id"`
	LeaseID     id.ID            `json:"lease_id"`
	PropertyID  id.ID            `json:"property_id"`
	RenterID    *id.ID           `json:"renter_id" nullable:"true"`
	Payer       string           `json:"payer" enum:"renter,agency,other"`
	PayerName   string           `json:"payer_name" doc:"Empty for the renter."`
	Amount      money.Amount     `json:"amount" example:"1650.00"`
	Settled     money.Amount     `json:"settled" doc:"What it settles of charges." example:"1500.00"`
	TakenBack   money.Amount     `json:"taken_back" doc:"What of it was returned, refunded or voided." example:"0.00"`
	Prepaid     money.Amount     `json:"prepaid" doc:"What of it settles nothing yet." example:"150.00"`
	Instrument  string           `json:"instrument" doc:"personal_check, cashiers_check, money_order, cash, wire, ach, card, or opening for what an earlier system brought; empty where it is not known." example:"personal_check"`
	Status      string           `json:"status" doc:"pending and processing are on their way; completed has come; failed, cancelled, refunded and partial_refund went back, or some of it." example:"completed"`
	Reference   string           `json:"reference" doc:"Such as the number of a check." example:"1042"`
	StartedOn   *period.Date     `json:"started_on" nullable:"true" example:"2026-03-03"`
	ReceivedOn  *period.Date     `json:"received_on" nullable:"true" doc:"null: it has not come, or never did." example:"2026-03-03"`
	ReturnCode  string           `json:"return_code" doc:"Why it came back, such as R01; otherwise empty."`
	CreatedAt   time.Time        `json:"created_at"`
	FailedOn    *period.Date     `json:"failed_on" nullable:"true"`
	Note        string           `json:"note"`
	Allocations []allocationView `json:"allocations" nullable:"false" doc:"What it settled, by the day from which it counts."`
	Takebacks   []takebackView   `json:"takebacks" nullable:"false" doc:"What of it went back."`
}

func viewPaymentDetail(p billing.PaymentDetail) paymentDetailView {
	v := viewPayment(p.Payment)
	return paymentDetailView{
		ID: v.ID, TenancyID: v.TenancyID, LeaseID: v.LeaseID, PropertyID: v.PropertyID, RenterID: v.RenterID, Payer: v.Payer, PayerName: v.PayerName,
		Amount: v.Amount, Settled: v.Settled, TakenBack: v.TakenBack, Prepaid: v.Prepaid, Instrument: v.Instrument, Status: v.Status, Reference: v.Reference,
		StartedOn: v.StartedOn, ReceivedOn: v.ReceivedOn, ReturnCode: v.ReturnCode, CreatedAt: v.CreatedAt, FailedOn: day(p.FailedOn), Note: p.Note,
		Allocations: eachView(p.Allocations, func(a billing.Allocated) allocationView {
			return allocationView{a.ID, a.ChargeID, a.Kind, a.Description, a.DueOn, a.Amount, a.EffectiveOn, a.Explicit, idOrNull(a.ReversesID)}
		}),
		Takebacks: eachView(p.Takebacks, func(k billing.Takeback) takebackView {
			return takebackView{k.ID, k.Kind, k.Amount, k.DatedOn, k.Code, k.Reason}
		}),
	}
}

type paymentBody struct {
	TenancyID  opt[*string]       `json:"tenancy_id" format:"uuid" doc:"The stay that it is for."`
	Amount     opt[*money.Amount] `json:"amount" doc:"A decimal string, above 0." example:"800.00"`
	Instrument opt[string]        `json:"instrument" enum:"personal_check,cashiers_check,money_order,cash,wire"`
	On         opt[period.Date]   `json:"on" doc:"The day on which it came; not after today." example:"2026-03-03"`
	Payer      opt[string]        `json:"payer" enum:"renter,agency,other" doc:"renter if left out."`
	PayerName  opt[string]        `json:"payer_name" maxLength:"255" doc:"Of a payer that is not the renter."`
	Reference  opt[string]        `json:"reference" maxLength:"100" doc:"Such as the number of a check." example:"1042"`
	Note       opt[string]        `json:"note" maxLength:"1000"`
	Parts      opt[[]partBody]    `json:"parts" maxItems:"200" doc:"What it settles. What they leave goes to what is due, by the order of the rules; the rest is prepaid."`
}

type returnBody struct {
	On           opt[period.Date]   `json:"on" doc:"The day on which it went back; not after today." example:"2026-03-16"`
	Code         opt[string]        `json:"code" maxLength:"40" doc:"Why, such as R01." example:"R01"`
	Reason       opt[string]        `json:"reason" maxLength:"1000" example:"Not enough funds"`
	NSFFee       opt[bool]          `json:"nsf_fee" doc:"Charge the renter what the lease's rules say for a payment that came back."`
	ProcessorFee opt[*money.Amount] `json:"processor_fee" doc:"What the processor took for it." example:"4.00"`
}

type disputeBody struct {
	On           opt[period.Date]   `json:"on" doc:"The day on which the bank took it; not after today." example:"2026-03-16"`
	Code         opt[string]        `json:"code" maxLength:"40" doc:"Why." example:"R10"`
	Reason       opt[string]        `json:"reason" maxLength:"1000" example:"The payer says that it was not theirs"`
	ProcessorFee opt[*money.Amount] `json:"processor_fee" doc:"What the processor took for it." example:"15.00"`
}

type voidBody struct {
	On     opt[period.Date] `json:"on" doc:"Not after today." example:"2026-03-04"`
	Reason opt[string]      `json:"reason" minLength:"1" maxLength:"1000" example:"Recorded for the wrong renter"`
}

func (a *api) paymentOperations() []operation {
	const list, one = "/v1/payments", "/v1/payments/{id}"
	statuses := []string{"pending", "processing", "completed", "failed", "refunded", "partial_refund", "cancelled"}
	codes := []string{"payment_not_open", "no_lease", "banks_missing", "period_locked", "takeback_exceeds", "property_not_taken_on"}
	return []operation{
		{
			id: "list-payments", method: http.MethodGet, needs: authz.MoneyRead, path: list, tag: paymentsTag, summary: "List payments",
			doc: "By the day on which they were started or came.", query: pageParams(billing.PaymentSorts, formatParam("tenancy_id", "Only of this stay.", "uuid"),
				formatParam("property_id", "Only of this property.", "uuid"), choiceParam("status", "Only in this state.", statuses)),
			result: pageView[paymentView]{}, handle: func(ctx context.Context, c *call) (reply, error) {
				rows, around, err := a.Billing.Payments(ctx, c.principal, billing.PaymentFilter{
					Property: c.query.id("property_id"), Tenancy: c.query.id("tenancy_id"), Status: c.query.text("status"),
				}, c.page())
				return reply{body: viewPage(rows, around, viewPayment)}, err
			},
		},
		{
			id: "receive-payment", method: http.MethodPost, needs: authz.MoneyReceive, path: list, tag: paymentsTag, summary: "Record a payment",
			doc:  "Money that came in hand. It waits undeposited until it is brought to the bank. Late fees that were due by then are posted first.",
			body: &paymentBody{}, create: []string{"tenancy_id", "amount", "instrument", "on"}, status: http.StatusCreated,
			example: map[string]any{"tenancy_id": exampleID, "amount": "800.00", "instrument": "personal_check", "on": "2026-03-03", "reference": "1042"},
			result:  paymentView{}, repeatable: true, handle: a.receivePayment,
			codes: []string{
				"property_not_taken_on", "no_lease", "charge_of_another_stay", "allocation_exceeds", "allocation_sum", "banks_missing", "period_locked",
			},
		},
		{
			id: "get-payment", method: http.MethodGet, needs: authz.MoneyRead, path: one, tag: paymentsTag, summary: "Read a payment",
			doc: "With what it settled and what of it went back.", result: paymentDetailView{}, handle: func(ctx context.Context, c *call) (reply, error) {
				p, err := a.Billing.OnePayment(ctx, c.principal, c.id())
				return reply{body: viewPaymentDetail(p)}, err
			},
		},
		{
			id: "return-payment", method: http.MethodPost, needs: authz.MoneyReceive, path: one + "/return", tag: paymentsTag, summary: "Record that a payment came back",
			doc:  "A check without funds, an ACH return. What it settled is open again at its own due day, and late fees that it had spared are posted.",
			body: &returnBody{}, create: []string{"on"}, example: map[string]any{"on": "2026-03-10", "code": "R01", "nsf_fee": true}, result: paymentView{},
			repeatable: true, codes: codes, handle: a.returnPayment,
		},
		{
			id: "dispute-payment", method: http.MethodPost, needs: authz.MoneyReceive, path: one + "/dispute", tag: paymentsTag, summary: "Record that a payment was disputed",
			doc: "The payer objected, and the bank took it.", body: &disputeBody{}, create: []string{"on"}, example: map[string]any{"on": "2026-03-10", "code": "R10"},
			result: paymentView{}, repeatable: true, codes: codes, handle: a.disputePayment,
		},
		{
			id: "void-payment", method: http.MethodPost, needs: authz.MoneyReceive, path: one + "/void", tag: paymentsTag, summary: "Void a payment",
			doc: "It was recorded by mistake.", body: &voidBody{}, create: []string{"on", "reason"},
			example: map[string]any{"on": "2026-03-10", "reason": "Recorded for the wrong renter"}, result: paymentView{}, repeatable: true, codes: codes,
			handle: a.voidPayment,
		},
	}
}

func (a *api) receivePayment(ctx context.Context, c *call) (reply, error) {
	var b paymentBody
	key, err := c.keyed("payment.receive", &b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := billing.PaymentInput{
		Tenancy: neededID(&f, "/tenancy_id", b.TenancyID), Amount: amountOf(b.Amount), Instrument: b.Instrument.value, On: b.On.value, Payer: b.Payer.value,
		PayerName: b.PayerName.value, Reference: b.Reference.value, Note: b.Note.value, Parts: partsOf(&f, b.Parts.value),
	}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	p, err := a.Billing.Receive(ctx, c.principal, key, in)
	return reply{body: viewPayment(p), location: "/v1/payments/" + p.ID.String()}, a.namedStay(ctx, c, in.Tenancy, err)
}

func (a *api) returnPayment(ctx context.Context, c *call) (reply, error) {
	var b returnBody
	key, err := c.keyed("payment.return "+c.id().String(), &b)
	if err != nil {
		return reply{}, err
	}
	return answerTakeback(a.Billing.Fail(ctx, c.principal, key, c.id(), billing.ReturnInput{
		Kind: billing.Returned, On: b.On.value, Code: b.Code.value, Reason: b.Reason.value, NSFFee: b.NSFFee.value, ProcessorFee: amountOf(b.ProcessorFee),
	}))
}

func (a *api) disputePayment(ctx context.Context, c *call) (reply, error) {
	var b disputeBody
	key, err := c.keyed("payment.dispute "+c.id().String(), &b)
	if err != nil {
		return reply{}, err
	}
	return answerTakeback(a.Billing.Fail(ctx, c.principal, key, c.id(), billing.ReturnInput{
		Kind: billing.Disputed, On: b.On.value, Code: b.Code.value, Reason: b.Reason.value, ProcessorFee: amountOf(b.ProcessorFee),
	}))
}

func (a *api) voidPayment(ctx context.Context, c *call) (reply, error) {
	var b voidBody
	key, err := c.keyed("payment.void "+c.id().String(), &b)
	if err != nil {
		return reply{}, err
	}
	return answerTakeback(a.Billing.Fail(ctx, c.principal, key, c.id(), billing.ReturnInput{Kind: billing.Voided, On: b.On.value, Reason: b.Reason.value}))
}

func answerTakeback(p billing.Payment, err error) (reply, error) {
	return reply{body: viewPayment(p)}, hidden(err)
}
