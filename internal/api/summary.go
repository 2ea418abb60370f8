package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/report"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type summaryView struct {
	AsOf           period.Date  `json:"as_of" doc:"The day of the counts."`
	Properties     int64        `json:"properties" example:"24"`
	Units          int64        `json:"units" example:"600"`
	Occupied       int64        `json:"occupied" doc:"Occupied or on notice." example:"561"`
	OnNotice       int64        `json:"on_notice" doc:"Occupied, with a planned move-out." example:"18"`
	InEviction     int64        `json:"in_eviction" example:"3"`
	Vacant         int64        `json:"vacant" doc:"Vacant or reserved." example:"33"`
	VacantRented   int64        `json:"vacant_rented" doc:"Vacant now and promised to somebody." example:"9"`
	Down           int64        `json:"down" doc:"Down, or a model." example:"6"`
	Commercial     int64        `json:"commercial_units" example:"12"`
	Garages        int64        `json:"garages" example:"20"`
	CurrentLeases  int64        `json:"current_leases" example:"561"`
	MonthToMonth   int64        `json:"month_to_month" doc:"Current leases without an end." example:"40"`
	Holdover       int64        `json:"past_end" doc:"Current leases past their printed end." example:"4"`
	FutureLeases   int64        `json:"future_leases" example:"9"`
	Renters        int64        `json:"renters" doc:"Renters named on current leases, lease by lease." example:"803"`
	MarketRent     money.Amount `json:"market_rent" doc:"Of all units, monthly." example:"780000.00"`
	MonthlyRent    money.Amount `json:"monthly_rent" doc:"Of current leases." example:"702350.00"`
	OtherRecurring money.Amount `json:"other_recurring" doc:"Other monthly charges of current leases." example:"8410.00"`
	FutureRent     money.Amount `json:"future_rent" doc:"Monthly rent of leases that have not begun." example:"11200.00"`
	DepositsHeld   money.Amount `json:"deposits_held" example:"640125.00"`
	PastDue        money.Amount `json:"past_due" doc:"Added up lease by lease, never netted with what others have prepaid." example:"21960.43"`
	Owing          int64        `json:"leases_past_due" example:"31"`
	Prepaid        money.Amount `json:"prepaid" example:"5120.00"`
	BalancesAsOf   *period.Date `json:"balances_as_of" nullable:"true" doc:"The day for which deposits, past due and prepaid are known; null where no balances are known."`
	EarliestEnd    *period.Date `json:"earliest_end" nullable:"true" doc:"The first printed end of a current lease."`
	LatestEnd      *period.Date `json:"latest_end" nullable:"true" doc:"The last printed end of a current lease."`
	OpenRequests   int64        `json:"open_requests" doc:"Maintenance requests that are not done." example:"47"`
}

func viewSummary(p report.Portfolio) summaryView {
	return summaryView{
		AsOf: p.AsOf, Properties: p.Properties, Units: p.Units, Occupied: p.Occupied, OnNotice: p.OnNotice,
		InEviction: p.InEviction, Vacant: p.Vacant, VacantRented: p.VacantRented, Down: p.Down, Commercial: p.Commercial,
		Garages: p.Garages, CurrentLeases: p.CurrentLeases, MonthToMonth: p.MonthToMonth, Holdover: p.Holdover,
		FutureLeases: p.FutureLeases, Renters: p.Renters, MarketRent: p.MarketRent, MonthlyRent: p.MonthlyRent,
		OtherRecurring: p.OtherRecurring, FutureRent: p.FutureRent, DepositsHeld: p.DepositsHeld, PastDue: p.PastDue,
		Owing: p.Owing, Prepaid: p.Prepaid, BalancesAsOf: day(p.BalancesAsOf), EarliestEnd: day(p.EarliestEnd),
		LatestEnd: day(p.LatestEnd), OpenRequests: p.OpenRequests,
	}
}

func (a *api) summaryOperations() []operation {
	return []operation{{
		id: "get-summary", method: http.MethodGet, needs: authz.PortfolioRead, path: "/v1/summary", tag: "Summary", summary: "Read the portfolio's totals",
		doc:    "The control totals of the properties that you may see: what the dashboard shows, and what an import is checked against.",
		query:  []param{formatParam("as_of", "The day to count for; today in the organization's time zone if it is left out.", "date")},
		result: summaryView{}, handle: a.getSummary,
	}}
}

func (a *api) getSummary(ctx context.Context, c *call) (reply, error) {
	p, err := a.Reports.Portfolio(ctx, c.principal, c.query.date("as_of"))
	return reply{body: viewSummary(p)}, err
}
