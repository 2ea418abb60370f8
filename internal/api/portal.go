package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/maintenance"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type placeView struct {
	Street1 string  `json:"street1" example:"12 Maple Street"`
	Street2 *string `json:"street2"`
	City    string  `json:"city" example:"Columbus"`
	State   *string `json:"state" example:"OH"`
	ZipCode *string `json:"zip_code" example:"43215"`
	Country string  `json:"country" example:"US"`
}

func viewPlace(a *property.Address) *placeView {
	if a == nil {
		return nil
	}
	return &placeView{Street1: a.Street1, Street2: a.Street2, City: a.City, State: a.State, ZipCode: a.ZipCode, Country: a.Country}
}

type homePersonView struct {
	Name string `json:"name" example:"Ana Lopez"`
	Role string `json:"role" enum:"renter,occupant,guarantor"`
}

type homeView struct {
	LeaseID     id.ID            `json:"lease_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	UnitID      id.ID            `json:"unit_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Unit        string           `json:"unit" doc:"The unit's number; empty where it is the whole property." example:"12B"`
	UnitType    string           `json:"unit_type" example:"two_bedroom"`
	Address     *placeView       `json:"address"`
	MovedInOn   *period.Date     `json:"moved_in_on" nullable:"true" doc:"null before the move."`
	Start       period.Date      `json:"start"`
	End         *period.Date     `json:"end" nullable:"true" doc:"null is month to month."`
	MonthlyRent *money.Amount    `json:"monthly_rent" nullable:"true" example:"1210.00"`
	Status      string           `json:"status" enum:"pending,active,expiring_soon,renewed"`
	People      []homePersonView `json:"people" nullable:"false" doc:"Who is on the lease, the one who signed first to begin with."`
}

func viewHome(h leasing.Home) homeView {
	v := homeView{
		LeaseID: h.LeaseID, UnitID: h.UnitID, Unit: h.Number, UnitType: h.UnitType, Address: viewPlace(h.Address), MovedInOn: day(h.MovedInOn),
		Start: h.Start, End: day(h.End), MonthlyRent: h.MonthlyRent, Status: h.Status, People: []homePersonView{},
	}
	for _, p := range h.People {
		v.People = append(v.People, homePersonView(p))
	}
	return v
}

type holdingView struct {
	PropertyID id.ID        `json:"property_id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Name       string       `json:"name" example:"Maple Court"`
	Type       string       `json:"type" example:"residential"`
	Address    *placeView   `json:"address"`
	Share      money.Amount `json:"share" doc:"Percent." example:"50.00"`
	Units      int64        `json:"units" example:"24"`
	Occupied   int64        `json:"occupied" doc:"Occupied or on notice." example:"22"`
}

func viewHolding(h owner.Holding) holdingView {
	return holdingView{
		PropertyID: h.PropertyID, Name: h.Name, Type: h.Type, Address: viewPlace(h.Address), Share: h.Share, Units: h.Units, Occupied: h.Occupied,
	}
}

type workView struct {
	ID           id.ID      `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Title        string     `json:"title" example:"Replace the kitchen faucet"`
	Instructions string     `json:"instructions"`
	Priority     string     `json:"priority" enum:"emergency,high,medium,low"`
	Status       string     `json:"status" enum:"submitted,triaged,assigned,estimate,approved,in_progress,awaiting_parts,reopened"`
	From         *time.Time `json:"scheduled_from" doc:"null where no time is set."`
	To           *time.Time `json:"scheduled_to"`
	Unit         string     `json:"unit" doc:"The unit's number; empty where the work is for the property as a whole." example:"12B"`
	Address      *placeView `json:"address"`
}

func viewWork(w maintenance.Work) workView {
	return workView{
		ID: w.ID, Title: w.Title, Instructions: w.Instructions, Priority: w.Priority, Status: w.Status, From: utc(w.From), To: utc(w.To),
		Unit: w.Unit, Address: viewPlace(w.Address),
	}
}

func (a *api) portalOperations() []operation {
	const tag = "Portal"
	return []operation{
		{
			id: "list-homes", method: http.MethodGet, path: "/v1/portal/homes", tag: tag, needs: authz.PortalRead,
			summary: "List your homes", doc: "For renters, with the session of their browser: where you live or will live, on which terms and with whom. One page holds all.",
			result: pageView[homeView]{}, handle: a.listHomes,
		},
		{
			id: "list-holdings", method: http.MethodGet, path: "/v1/portal/properties", tag: tag, needs: authz.PortalRead,
			summary: "List your properties", doc: "For owners, with the session of their browser: the properties of which you hold a share today. One page holds all.",
			result: pageView[holdingView]{}, handle: a.listHoldings,
		},
		{
			id: "list-work", method: http.MethodGet, path: "/v1/portal/work-orders", tag: tag, needs: authz.PortalRead,
			summary: "List your work orders", doc: "For vendors, with the session of their browser: the open work that was given to you, the most urgent first. One page holds all.",
			result: pageView[workView]{}, handle: a.listWork,
		},
	}
}

func (a *api) listHomes(ctx context.Context, c *call) (reply, error) {
	list, err := a.Leases.Homes(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewHome)}, err
}

func (a *api) listHoldings(ctx context.Context, c *call) (reply, error) {
	list, err := a.Owners.Holdings(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewHolding)}, err
}

func (a *api) listWork(ctx context.Context, c *call) (reply, error) {
	list, err := a.Maintenance.OpenWork(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewWork)}, err
}
