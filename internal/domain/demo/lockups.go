package demo

import (
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// lockups lets garages and storage from month to month to people who live in the same property; where nobody does, a
// business takes them like any other space.
func (g *generator) lockups() {
	d := newDice(g.company.slug, "lockups")
	taken := map[id.ID]bool{}
	homes := g.stays
	for _, u := range g.spaces {
		if !u.lockup() || u.fate == vacant {
			continue
		}
		home := neighbor(d, u, homes, taken)
		if home == nil {
			g.history(d, u)
			continue
		}
		taken[home.TenancyID] = true
		start := later(home.MovedInOn, g.month.AddMonths(-d.between(1, 14)))
		s := g.newStay(u, start, 0)
		s.lockup = true
		s.Leases = []leasing.NewLease{{
			ID: g.newID(start), Start: start, MonthlyRent: ptr(g.rentAt(d, u, start)),
			Status: leasing.StatusActive, SignedAt: d.moment(start.AddDays(-2)),
		}}
		s.Renters = []leasing.NewRenter{{ID: home.TenancyID, Existing: true}} // the person is named when all are
		g.stays = append(g.stays, s)
	}
}

// neighbor returns a settled household of the unit's property that has no lockup yet.
func neighbor(d dice, u *unit, homes []*stay, taken map[id.ID]bool) *stay {
	var list []*stay
	for _, s := range homes {
		if s.PropertyID == u.PropertyID && s.unit.fate == settled && s.unit.dwelling() && s.current() && !taken[s.TenancyID] {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return pick(d, list)
}
