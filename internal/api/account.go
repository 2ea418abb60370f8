package api

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

const receivablesTag = "Receivables"

type accountView struct {
	TenancyID  id.ID        `json:"tenancy_id"`
	PropertyID id.ID        `json:"property_id"`
	UnitID     id.ID        `json:"unit_id"`
	Balance    money.Amount `json:"balance" doc:"Owed and due today, by all payers." example:"475.00"`
	Renters    money.Amount `json:"renter_balance" doc:"What of it the renter owes, and no agency." example:"475.00"`
	Ahead      money.Amount `json:"ahead" doc:"Charged, and due later." example:"0.00"`
	Prepaid    money.Amount `json:"prepaid" doc:"Paid, and nothing settled with it yet." example:"0.00"`
	Deposit    money.Amount `json:"deposit" doc:"What is held." example:"1275.00"`
	Pending    money.Amount `json:"pending" doc:"Started, and neither come nor failed." example:"0.00"`
	Charges    []chargeView `json:"charges" nullable:"false" doc:"Those that something is open of, by their due day."`
}

func viewAccount(a billing.Account) accountView {
	return accountView{
		TenancyID: a.Tenancy, PropertyID: a.Property, UnitID: a.Unit, Balance: a.Balance, Renters: a.OfRenter(), Ahead: a.Ahead, Prepaid: a.Prepaid, Deposit: a.Deposit, Pending: a.Pending,
		Charges: eachView(a.Charges, viewStayCharge),
	}
}

type statementLineView struct {
	On          period.Date  `json:"on" example:"2026-03-01"`
	Type        string       `json:"type" enum:"charge,credit,payment,deposit,takeback" doc:"deposit: the deposit paid a charge. takeback: a payment went back, or some of it."`
	Kind        string       `json:"kind" doc:"Of the charge, the credit, the instrument of the payment, or how it went back." example:"rent"`
	ID          id.ID        `json:"id" doc:"Of the charge, the credit, the payment, or of what the deposit settled."`
	ChargeID    *id.ID       `json:"charge_id" nullable:"true" doc:"The charge that it is about."`
	Payer       string       `json:"payer" enum:"renter,agency,other"`
	Description string       `json:"description" example:"Rent, 2026-03-01 to 2026-03-31"`
	Amount      money.Amount `json:"amount" doc:"Above 0 it is owed, below 0 it is taken off." example:"1275.00"`
	Balance     money.Amount `json:"balance" doc:"What is owed then; below 0 it is paid ahead." example:"1275.00"`
}

type statementView struct {
	TenancyID id.ID               `json:"tenancy_id"`
	From      *period.Date        `json:"from" nullable:"true" doc:"null: from the beginning."`
	AsOf      period.Date         `json:"as_of" example:"2026-03-31"`
	Opening   money.Amount        `json:"opening_balance" doc:"What was owed before the first day." example:"0.00"`
	Closing   money.Amount        `json:"closing_balance" doc:"What is owed less what is paid ahead at the end of the last day." example:"785.10"`
	Lines     []statementLineView `json:"lines" nullable:"false" doc:"In the order of their days."`
}

func answerStatement(s billing.Statement, err error) (reply, error) {
	return reply{body: statementView{
		TenancyID: s.Tenancy, From: day(s.From), AsOf: s.To, Opening: s.Opening, Closing: s.Closing,
		Lines: eachView(s.Lines, func(l billing.StatementLine) statementLineView {
			return statementLineView{l.Day, l.What, l.Kind, l.ID, idOrNull(l.ChargeID), l.Payer, l.Description, l.Amount, l.Balance}
		}),
	}}, err
}

type receivableView struct {
	TenancyID    id.ID    `json:"tenancy_id"`
	PropertyID   id.ID    `json:"property_id"`
	UnitID       id.ID    `json:"unit_id"`
	PropertyName string   `json:"property_name" example:"Maple Court"`
	UnitNumber   string   `json:"unit_number" example:"102"`
	Owed         agesView `json:"owed"`
}

// agesView are sums of what is owed by how long it has been due.
type agesView struct {
	Total    money.Amount `json:"total" example:"785.10"`
	Rent     money.Amount `json:"rent" doc:"Of the total." example:"737.50"`
	NotDue   money.Amount `json:"not_due" doc:"Charged ahead, and due after the day: beside the total." example:"0.00"`
	DueToday money.Amount `json:"due_today" example:"0.00"`
	To30     money.Amount `json:"days_1_30" example:"785.10"`
	To60     money.Amount `json:"days_31_60" example:"0.00"`
	To90     money.Amount `json:"days_61_90" example:"0.00"`
	Older    money.Amount `json:"days_over_90" example:"0.00"`
}

func agesOf(r billing.Receivable) agesView {
	return agesView{r.Total, r.Rent, r.NotDue, r.DueToday, r.Days30, r.Days60, r.Days90, r.Older}
}

func (a agesView) add(b agesView) agesView {
	return agesView{
		a.Total.Add(b.Total), a.Rent.Add(b.Rent), a.NotDue.Add(b.NotDue), a.DueToday.Add(b.DueToday), a.To30.Add(b.To30), a.To60.Add(b.To60),
		a.To90.Add(b.To90), a.Older.Add(b.Older),
	}
}

type receivablesView struct {
	AsOf    period.Date      `json:"as_of"`
	KnownAt *time.Time       `json:"known_at" nullable:"true"`
	Totals  agesView         `json:"totals" doc:"Their total is the balance of the receivable account."`
	Stays   []receivableView `json:"stays" nullable:"false" doc:"By property and unit."`
}

func (a *api) accountOperations() []operation {
	days := []param{formatParam("from", "The first day; the beginning if left out.", "date"), formatParam("as_of", "The last day; today if left out.", "date")}
	return []operation{
		{
			id: "get-account", method: http.MethodGet, needs: authz.MoneyRead, path: "/v1/tenancies/{id}/account", tag: receivablesTag, summary: "Read the account of a stay",
			doc: "What it owes and has today.", result: accountView{}, codes: []string{"no_lease"}, handle: a.getAccount,
		},
		{
			id: "get-statement", method: http.MethodGet, needs: authz.MoneyRead, path: "/v1/tenancies/{id}/statement", tag: receivablesTag,
			summary: "Read the statement of a stay", doc: "Charges, credits and payments in the order of their days, with the balance after each.", query: days,
			result: statementView{}, handle: func(ctx context.Context, c *call) (reply, error) {
				return answerStatement(a.Billing.Statement(ctx, c.principal, billing.StatementQuestion{
					Tenancy: c.id(), From: c.query.date("from"), To: c.query.date("as_of"),
				}))
			},
		},
		{
			id: "print-statement", method: http.MethodGet, needs: authz.MoneyRead, path: "/v1/tenancies/{id}/statement/document", tag: receivablesTag,
			summary: "Print the statement of a stay", doc: "As PDF, to be sent to its renters.", query: days, files: []string{pdfType},
			codes: []string{"characters_unprintable"}, handle: func(ctx context.Context, c *call) (reply, error) {
				var b bytes.Buffer
				name, err := a.Billing.PrintStatement(ctx, c.principal, &b, billing.StatementQuestion{
					Tenancy: c.id(), From: c.query.date("from"), To: c.query.date("as_of"),
				})
				if err != nil {
					return reply{}, err
				}
				return c.sendPDF(&b, name), nil
			},
		},
		{
			id: "list-receivables", method: http.MethodGet, needs: authz.MoneyRead, path: "/v1/receivables", tag: receivablesTag, summary: "What is owed, by age",
			doc: "By stay, on a day, as it is known now or was at an earlier moment. The age counts from the due day of what is unpaid.", query: []param{
				formatParam("as_of", "The day, with it; today if left out.", "date"), formatParam("known_at", "As the books were at this moment.", "date-time"),
				formatParam("property_id", "Only of this property.", "uuid"),
			},
			result: receivablesView{}, handle: a.listReceivables,
		},
		{
			id: "get-own-account", method: http.MethodGet, needs: authz.HomeRead, path: "/v1/home/account", tag: "Portal", summary: "Read your account",
			doc:    "For renters, with the session of their browser: what you owe and have today, of each home, the latest first. One page holds all.",
			result: pageView[accountView]{}, handle: func(ctx context.Context, c *call) (reply, error) {
				list, err := a.Billing.OwnAccounts(ctx, c.principal)
				return reply{body: onePage(list, viewAccount)}, err
			},
		},
		{
			id: "get-own-statement", method: http.MethodGet, needs: authz.HomeRead, path: "/v1/home/statement", tag: "Portal", summary: "Read your statement",
			doc:    "For renters, with the session of their browser: charges, credits and payments in the order of their days, with the balance after each.",
			query:  append([]param{formatParam("tenancy_id", "The stay; your latest if left out.", "uuid")}, days...),
			result: statementView{}, codes: []string{"not_found"}, handle: func(ctx context.Context, c *call) (reply, error) {
				return answerStatement(a.Billing.OwnStatement(ctx, c.principal, billing.StatementQuestion{
					Tenancy: c.query.id("tenancy_id"), From: c.query.date("from"), To: c.query.date("as_of"),
				}))
			},
		},
	}
}

func (a *api) getAccount(ctx context.Context, c *call) (reply, error) {
	v, err := a.Billing.Account(ctx, c.principal, c.id())
	return reply{body: viewAccount(v)}, a.ofStay(ctx, c, err)
}

func (a *api) listReceivables(ctx context.Context, c *call) (reply, error) {
	about := billing.ReceivablesQuestion{Property: c.query.id("property_id"), AsOf: c.query.date("as_of")}
	if known := c.query.text("known_at"); known != "" {
		about.KnownAt, _ = time.Parse(time.RFC3339, known) // its shape was checked
	}
	about, rows, err := a.Billing.Receivables(ctx, c.principal, about)
	if err != nil {
		return reply{}, err
	}
	out := receivablesView{AsOf: about.AsOf, Stays: make([]receivableView, 0, len(rows))}
	if !about.KnownAt.IsZero() {
		out.KnownAt = &about.KnownAt
	}
	for _, r := range rows {
		v := receivableView{r.TenancyID, r.PropertyID, r.UnitID, r.PropertyName, r.Number, agesOf(r)}
		out.Stays, out.Totals = append(out.Stays, v), out.Totals.add(v.Owed)
	}
	return reply{body: out}, nil
}
