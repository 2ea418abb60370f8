package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type rentStepView struct {
	Amount    money.Amount `json:"amount" example:"1210.00"`
	Frequency string       `json:"frequency" enum:"weekly,biweekly,monthly,quarterly,semiannually,annually"`
	Payer     string       `json:"payer" enum:"renter,agency,other"`
	From      period.Date  `json:"from"`
	To        *period.Date `json:"to" nullable:"true" doc:"null is without end."`
}

type ownChargeView struct {
	Kind        string       `json:"kind" enum:"charge,credit"`
	Category    string       `json:"category" example:"parking"`
	Description string       `json:"description" example:"Parking space 14"`
	Amount      money.Amount `json:"amount" doc:"Positive; a credit takes off." example:"75.00"`
	Frequency   string       `json:"frequency" example:"monthly"`
	From        period.Date  `json:"from"`
	To          *period.Date `json:"to" nullable:"true" doc:"null is without end."`
}

type ownDepositView struct {
	Kind   string       `json:"kind" enum:"security,pet,key,cleaning,last_month,other"`
	Amount money.Amount `json:"amount" example:"1210.00"`
}

type ownDocumentView struct {
	ID          id.ID     `json:"id"`
	Type        string    `json:"type" example:"lease"`
	Name        string    `json:"name" example:"Lease.pdf"`
	Size        int64     `json:"size" doc:"Bytes." example:"48213"`
	ContentType string    `json:"content_type" example:"application/pdf"`
	At          time.Time `json:"at"`
}

type ownLeaseView struct {
	ID          id.ID             `json:"id"`
	TenancyID   id.ID             `json:"tenancy_id" doc:"The stay that the lease is of; vehicles belong to it."`
	Unit        string            `json:"unit" example:"12B"`
	Status      string            `json:"status" enum:"pending,active,expiring_soon,expired,terminated,renewed"`
	Start       period.Date       `json:"start"`
	End         *period.Date      `json:"end" nullable:"true" doc:"null is month to month."`
	MonthlyRent *money.Amount     `json:"monthly_rent" nullable:"true" example:"1210.00"`
	Terms       string            `json:"terms" doc:"Special terms; empty where there are none."`
	DueDay      int               `json:"due_day" doc:"The day of the month on which rent is due; 0 where nothing is set." example:"1"`
	NoticeDays  int               `json:"notice_days" doc:"The days of notice that the lease asks for." example:"30"`
	Rent        []rentStepView    `json:"rent" nullable:"false" doc:"The rent by date."`
	Charges     []ownChargeView   `json:"charges" nullable:"false"`
	Deposits    []ownDepositView  `json:"deposits" nullable:"false"`
	Documents   []ownDocumentView `json:"documents" nullable:"false" doc:"Those that renters are meant to see."`
}

func viewOwnLease(l leasing.OwnLease) ownLeaseView {
	v := ownLeaseView{
		ID: l.ID, TenancyID: l.TenancyID, Unit: l.Number, Status: l.Status, Start: l.Start, End: day(l.End), MonthlyRent: l.MonthlyRent,
		Terms: l.Terms, DueDay: l.DueDay, NoticeDays: l.NoticeDays, Rent: []rentStepView{}, Charges: []ownChargeView{},
		Deposits: []ownDepositView{}, Documents: []ownDocumentView{},
	}
	for _, r := range l.Rent {
		v.Rent = append(v.Rent, rentStepView{r.Amount, r.Frequency, r.Payer, r.From, day(r.To)})
	}
	for _, c := range l.Charges {
		v.Charges = append(v.Charges, ownChargeView{c.Kind, c.Category, c.Description, c.Amount, c.Frequency, c.From, day(c.To)})
	}
	for _, d := range l.Deposits {
		v.Deposits = append(v.Deposits, ownDepositView(d))
	}
	for _, d := range l.Documents {
		v.Documents = append(v.Documents, ownDocumentView{d.ID, d.Type, d.Name, d.Size, d.ContentType, d.At.UTC()})
	}
	return v
}

type homeAnnouncementView struct {
	ID    id.ID       `json:"id"`
	Title string      `json:"title" example:"Water off on Tuesday"`
	Body  string      `json:"body"`
	On    period.Date `json:"on"`
}

func (a *api) ownHomeOperations() []operation {
	return []operation{
		{
			id: "get-own-lease", method: http.MethodGet, needs: authz.HomeRead, path: "/v1/portal/leases/{id}", tag: "Portal", summary: "Read your lease",
			doc:    "For renters, with the session of their browser: the terms, the rent by date, charges, deposits and documents.",
			result: ownLeaseView{}, handle: a.getOwnLease,
		},
		{
			id: "list-own-announcements", method: http.MethodGet, needs: authz.HomeRead, path: "/v1/portal/announcements", tag: "Portal",
			summary: "List what is announced", doc: "For renters, with the session of their browser. One page holds all.",
			result: pageView[homeAnnouncementView]{}, handle: a.listOwnAnnouncements,
		},
	}
}

func (a *api) getOwnLease(ctx context.Context, c *call) (reply, error) {
	l, err := a.Portal.Lease(ctx, c.principal, c.id())
	return reply{body: viewOwnLease(l)}, err
}

func (a *api) listOwnAnnouncements(ctx context.Context, c *call) (reply, error) {
	list, err := a.Portal.Announcements(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, func(v leasing.HomeAnnouncement) homeAnnouncementView { return homeAnnouncementView(v) })}, err
}
