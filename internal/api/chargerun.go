package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type chargeRunView struct {
	ID           id.ID        `json:"id"`
	Kind         string       `json:"kind" enum:"rent,late_fee"`
	Through      period.Date  `json:"through" doc:"What is due by this day was charged." example:"2026-03-31"`
	Stays        int32        `json:"stays" doc:"That were looked at so far." example:"240"`
	StaysInAll   int32        `json:"stays_in_all" doc:"That are to be looked at." example:"240"`
	Charges      int32        `json:"charges" example:"238"`
	Amount       money.Amount `json:"amount" example:"310400.00"`
	StartedBy    *id.ID       `json:"started_by" nullable:"true" doc:"null for the program."`
	StartedAt    time.Time    `json:"started_at"`
	FinishedAt   *time.Time   `json:"finished_at" doc:"null while it runs, and for one that was cut off: the next one does the rest."`
	UndoneAt     *time.Time   `json:"undone_at"`
	UndoneReason string       `json:"undone_reason"`
}

func viewChargeRun(r billing.Run) chargeRunView {
	return chargeRunView{r.ID, r.Kind, r.Through, r.Done, r.Stays, r.Charges, r.Amount, r.StartedBy, r.StartedAt.UTC(), utc(r.FinishedAt), utc(r.UndoneAt), r.UndoneReason}
}

type chargeRunBody struct {
	Kind    opt[string]       `json:"kind" enum:"rent,late_fee" doc:"rent is all that leases charge by their schedules, deposits too."`
	Through opt[*period.Date] `json:"through" doc:"What is due by this day is charged. Left out it is today, for rent with the days ahead of the rules. Late fees never run ahead." example:"2026-03-31"`
}

type chargeRunPreviewBody struct {
	Kind    opt[string]       `json:"kind" enum:"rent,late_fee"`
	Through opt[*period.Date] `json:"through" doc:"As in a run." example:"2026-03-31"`
	Limit   opt[*int32]       `json:"limit" minimum:"1" maximum:"1000" doc:"Of so many stays at most; 200 if left out." example:"200"`
}

func (a *api) chargeRunOperations() []operation {
	const list = "/v1/charge-runs"
	kinds := []string{billing.RunRent, billing.RunLateFees}
	return []operation{
		{
			id: "preview-charge-run", method: http.MethodPost, needs: authz.MoneyCharge, path: list + "/preview", tag: chargesTag, summary: "Preview a run of charges",
			doc: "What it would charge. Nothing is charged.", body: &chargeRunPreviewBody{}, create: []string{"kind"},
			example: map[string]any{"kind": "rent"}, result: pageView[comingView]{}, handle: a.previewChargeRun,
		},
		{
			id: "list-waiting-late-fees", method: http.MethodGet, needs: authz.MoneyCharge, path: "/v1/waiting-late-fees", tag: chargesTag,
			summary: "List late fees that wait for a confirmation",
			doc:     "What would be charged today if the clause on late fees of each lease were confirmed. Until it is, nothing is charged. Of 1,000 stays at most, on one page.",
			result:  pageView[comingView]{}, handle: func(ctx context.Context, c *call) (reply, error) {
				list, err := a.Billing.WaitingLateFees(ctx, c.principal, 1000)
				return reply{body: onePage(list, viewComing)}, err
			},
		},
		{
			id: "create-charge-run", method: http.MethodPost, needs: authz.MoneyCharge, path: list, tag: chargesTag, summary: "Charge rent, or late fees",
			doc: "To the stays of the properties that you may see and that were taken on. Each day of each rule is charged once, however often this is sent: a second run " +
				"finds nothing. What was prepaid settles what is due. The first stays are done with the answer, the others after it: finished_at tells.", body: &chargeRunBody{}, create: []string{"kind"}, status: http.StatusCreated,
			example: map[string]any{"kind": "rent"}, result: chargeRunView{}, repeatable: true, codes: []string{"period_locked"}, handle: a.createChargeRun,
		},
		{
			id: "list-charge-runs", method: http.MethodGet, needs: authz.MoneyRead, path: list, tag: chargesTag, summary: "List runs of charges",
			doc:    "Who was given some properties sees of each run their part.",
			query:  pageParams(billing.RunSorts, choiceParam("kind", "Only of this kind.", kinds)),
			result: pageView[chargeRunView]{}, handle: func(ctx context.Context, c *call) (reply, error) {
				rows, around, err := a.Billing.RunList(ctx, c.principal, c.query.text("kind"), c.page())
				return reply{body: viewPage(rows, around, viewChargeRun)}, err
			},
		},
		{
			id: "get-charge-run", method: http.MethodGet, needs: authz.MoneyRead, path: list + "/{id}", tag: chargesTag, summary: "Read a run of charges",
			doc: "`GET /v1/charges?run_id=` lists what it charged.", result: chargeRunView{}, handle: func(ctx context.Context, c *call) (reply, error) {
				r, err := a.Billing.OneRun(ctx, c.principal, c.id())
				return reply{body: viewChargeRun(r)}, err
			},
		},
		{
			id: "undo-charge-run", method: http.MethodPost, needs: authz.MoneyCharge, path: list + "/{id}/undo", tag: chargesTag, summary: "Undo a run of charges",
			doc: "While nothing of it is settled. Its days may be charged again.", body: &reasonBody{}, create: []string{"reason"},
			example: map[string]any{"reason": "The rent of 12B was wrong"}, result: chargeRunView{}, repeatable: true,
			codes: []string{"already_undone", "run_settled", "limited"}, handle: a.undoChargeRun,
		},
	}
}

func (a *api) previewChargeRun(ctx context.Context, c *call) (reply, error) {
	var b chargeRunPreviewBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	limit := int32(200)
	if n := b.Limit.value; n != nil {
		limit = *n
	}
	var f fault.Fields
	f.Check(limit >= 1 && limit <= 1000, "/limit", "out_of_range", "Use 1 to 1000 stays.")
	f.Check(b.Kind.value == billing.RunRent || b.Kind.value == billing.RunLateFees, "/kind", billing.ErrRunKind.Code, billing.ErrRunKind.Message)
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	preview := a.Billing.Preview
	if b.Kind.value == billing.RunLateFees {
		preview = a.Billing.PreviewLateFees
	}
	list, err := preview(ctx, c.principal, dateOf(b.Through), limit)
	return reply{body: onePage(list, viewComing)}, err
}

func (a *api) createChargeRun(ctx context.Context, c *call) (reply, error) {
	var b chargeRunBody
	key, err := c.keyed("charge_run.create", &b)
	if err != nil {
		return reply{}, err
	}
	r, err := a.Billing.StartRun(ctx, c.principal, key, b.Kind.value, dateOf(b.Through))
	return reply{body: viewChargeRun(r), location: "/v1/charge-runs/" + r.ID.String()}, err
}

func (a *api) undoChargeRun(ctx context.Context, c *call) (reply, error) {
	var b reasonBody
	key, err := c.keyed("charge_run.undo "+c.id().String(), &b)
	if err != nil {
		return reply{}, err
	}
	r, err := a.Billing.Undo(ctx, c.principal, key, c.id(), b.Reason.value)
	if errors.Is(err, authz.ErrForbidden) {
		if _, unseen := a.Billing.OneRun(ctx, c.principal, c.id()); unseen == nil {
			return reply{}, authz.ErrLimited // some of it is of other properties
		}
	}
	return reply{body: viewChargeRun(r)}, hidden(err)
}
