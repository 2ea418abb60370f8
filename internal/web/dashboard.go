package web

import (
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) dashboardRoutes() map[string]handler {
	return map[string]handler{
		"GET /{$}": s.dashboard,
	}
}

func (s *site) dashboard(r *request) error {
	d, err := s.Reports.Dashboard(r.Context(), r.p)
	if err != nil {
		return err
	}
	p := d.Portfolio
	m := view.Dashboard{
		Frame: r.frame(message.T(r.Context(), "Dashboard"), view.AreaDashboard), AsOf: p.AsOf, BalancesAsOf: p.BalancesAsOf,
		Properties: int(p.Properties), Units: int(p.Units), Occupied: int(p.Occupied), OnNotice: int(p.OnNotice),
		Vacant: int(p.Vacant), Down: int(p.Down), MonthlyRent: p.MonthlyRent, Leases: int(p.CurrentLeases), DepositsHeld: p.DepositsHeld,
		Deposits: int(p.Deposits), PastDue: p.PastDue, PastDueCount: int(p.Owing), EndingAll: int(d.EndingAll),
	}
	for _, o := range d.Occupancy {
		m.Occupancy = append(m.Occupancy, view.PropertyOccupancy{
			ID: o.PropertyID.String(), Name: o.Name, Units: int(o.Units),
			Occupied: int(o.Occupied), Vacant: int(o.Vacant), Rent: o.MonthlyRent,
		})
	}
	for _, e := range d.Ending {
		m.Ending = append(m.Ending, view.LeaseEnding{
			UnitID: e.UnitID.String(), Unit: e.Number, Property: e.Property,
			Renter: e.Renter, Ends: e.EndsOn, Rent: e.MonthlyRent,
		})
	}
	for _, month := range d.Months {
		m.Months = append(m.Months, view.MonthEnding{First: month.First, Leases: int(month.Leases)})
	}
	for _, o := range d.Owing {
		m.TopPastDue = append(m.TopPastDue, view.Balance{
			UnitID: o.UnitID.String(), Unit: o.Number, Property: o.Property,
			Renter: o.Renter, Due: o.PastDue,
		})
	}
	for _, q := range d.Requests {
		m.Requests = append(m.Requests, view.RequestCount{Priority: q.Priority, Open: int(q.Open)})
	}
	if authz.Allowed(r.p, authz.LeasingRead) {
		waiting, err := s.Leases.ToAcknowledge(r.Context(), r.p)
		if err != nil {
			return err
		}
		m.Notices = int(waiting)
	}
	m.Live = []string{"property", "unit", "lease", "tenancy", "imports"}
	return s.page(r, view.DashboardPage(m))
}

// hex is an id as it stands in addresses, nothing for none.
func hex(v id.ID) string {
	if v == id.Nil {
		return ""
	}
	return v.String()
}
