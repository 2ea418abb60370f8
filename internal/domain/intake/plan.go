package intake

import (
	"context"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// place is where a household lives.
type place struct{ property, unit id.ID }

// plan is what an import writes: decided against the organization's rows before the first is written.
type plan struct {
	importID   id.ID
	asOf       period.Date
	properties []property.NewProperty
	units      []property.NewUnit // of properties that are here
	statuses   map[id.ID]string   // of units that are here
	earlier    map[id.ID]string   // what those units had before
	households []leasing.Household
	found      issues
	report     *Report

	known   map[id.ID]map[string]property.KnownUnit // by property and number
	planned map[id.ID][]leasing.Planned             // by unit
	kept    int                                     // households that were here already
	fates   fates
}

// newPlan compares the roll with what is here and decides, row by row, what to make, to keep or to refuse.
func newPlan(ctx context.Context, tx tenancy.Tx, roll *rentroll.Roll, importID id.ID, report *Report) (*plan, error) {
	p := &plan{
		importID: importID, asOf: roll.AsOf, statuses: map[id.ID]string{}, earlier: map[id.ID]string{}, report: report, fates: fates{},
	}
	here, err := property.KnownTx(ctx, tx)
	if err != nil {
		return nil, err
	}
	match := p.match(roll, here)
	if err := p.look(ctx, tx, match); err != nil {
		return nil, err
	}
	for i, rp := range roll.Properties {
		if match[i] == id.Nil {
			p.create(rp)
			continue
		}
		report.Properties.Unchanged++
		p.fates.add(rp.Line, UnchangedProperty)
		for _, u := range rp.Units {
			p.unit(rp, u, match[i])
		}
	}
	p.summarize(roll)
	return p, nil
}

// match finds the roll's properties among those that are here: by name, street and ZIP code, or by name alone where the
// file has no address. id.Nil stands for a new one.
func (p *plan) match(roll *rentroll.Roll, here []property.Known) []id.ID {
	byKey, byName := map[string][]id.ID{}, map[string][]id.ID{}
	for _, k := range here {
		key, name := property.Key(k.Name, k.Street1, k.Zip), property.Key(k.Name, "", "")
		byKey[key], byName[name] = append(byKey[key], k.ID), append(byName[name], k.ID)
	}
	match := make([]id.ID, len(roll.Properties))
	lines := map[id.ID]int{}
	for i, rp := range roll.Properties {
		candidates := byName[property.Key(rp.Name, "", "")]
		if rp.Address.Street != "" {
			candidates = byKey[property.Key(rp.Name, rp.Address.Street, rp.Address.ZIP)]
		}
		switch {
		case len(candidates) > 1:
			p.found.fail(rp.Line, "property_ambiguous", "%d properties here answer to %s, so it is not clear which one is meant.",
				len(candidates), short(rp.Name))
		case len(candidates) == 1 && lines[candidates[0]] != 0:
			p.found.fail(rp.Line, "property_twice", "This property is the same one here as the one on line %d.", lines[candidates[0]])
		case len(candidates) == 1:
			match[i] = candidates[0]
			lines[candidates[0]] = rp.Line
		}
	}
	return match
}

// look fetches the units of the properties that were found, and who lives in them or is to come.
func (p *plan) look(ctx context.Context, tx tenancy.Tx, match []id.ID) error {
	p.known, p.planned = map[id.ID]map[string]property.KnownUnit{}, map[id.ID][]leasing.Planned{}
	var properties, units []id.ID
	for _, v := range match {
		if v != id.Nil {
			properties = append(properties, v)
			p.known[v] = map[string]property.KnownUnit{}
		}
	}
	if len(properties) == 0 {
		return nil
	}
	list, err := property.KnownUnitsTx(ctx, tx, properties)
	if err != nil {
		return err
	}
	for _, u := range list {
		p.known[u.PropertyID][u.Number] = u
		units = append(units, u.ID)
	}
	planned, err := leasing.PlannedTx(ctx, tx, units)
	if err != nil {
		return err
	}
	for _, l := range planned {
		p.planned[l.UnitID] = append(p.planned[l.UnitID], l)
	}
	return nil
}

// create plans a property that is not here, with its units and households.
func (p *plan) create(rp rentroll.Property) {
	n := newProperty(rp)
	p.report.Properties.Created++
	p.fates.add(rp.Line, NewProperty)
	for _, u := range rp.Units {
		unit := newUnit(u, n.ID)
		n.Units = append(n.Units, unit)
		p.report.Units.Created++
		p.fates.add(u.Line, NewUnit)
		p.leases(rp, u, place{n.ID, unit.ID})
	}
	p.properties = append(p.properties, n)
}

// unit plans a unit of a property that is here.
func (p *plan) unit(rp rentroll.Property, u rentroll.Unit, propertyID id.ID) {
	here, ok := p.known[propertyID][u.Number]
	if !ok {
		n := newUnit(u, propertyID)
		p.units = append(p.units, n)
		p.report.Units.Created++
		p.fates.add(u.Line, NewUnit)
		p.leases(rp, u, place{propertyID, n.ID})
		return
	}
	at := place{propertyID, here.ID}
	if home, occupied := possession(p.planned[here.ID]); occupied {
		p.occupied(rp, u, at, home)
		return
	}
	if status := status(u); status != here.Status {
		p.statuses[here.ID], p.earlier[here.ID] = status, here.Status
		p.report.Units.Changed++
		p.fates.add(u.Line, ChangedUnit)
	} else {
		p.report.Units.Unchanged++
		p.fates.add(u.Line, UnchangedUnit)
	}
	p.leases(rp, u, at)
}

// possession returns the leases of the household that is in the unit.
func possession(list []leasing.Planned) (home []leasing.Planned, occupied bool) {
	for _, l := range list {
		if l.InPossession {
			home = append(home, l)
		}
	}
	return home, len(home) > 0
}

// occupied plans a unit in which somebody lives here. An import moves nobody out: the file must name the same household.
func (p *plan) occupied(rp rentroll.Property, u rentroll.Unit, at place, home []leasing.Planned) {
	l := current(u)
	switch {
	case l == nil:
		p.found.fail(u.Line, "unit_occupied", "%s is empty in the file, but a household that moved in on %s lives there here. "+
			"Record its move-out first.", label(rp, u), home[0].MovedInOn.Words())
		return
	case !sameHousehold(*l, home):
		p.found.fail(u.Line, "unit_occupied", "%s is already occupied here, by another household that moved in on %s. "+
			"Record its move-out first.", label(rp, u), home[0].MovedInOn.Words())
		return
	}
	p.kept++
	p.report.Units.Unchanged++
	p.fates.add(u.Line, UnchangedUnit)
	p.fates.add(l.Line, UnchangedLease)
	p.report.Leases.Unchanged++
	p.report.Renters.Unchanged += len(l.Renters)
	later := u
	later.Leases = u.Leases[1:]
	p.leases(rp, later, at)
}

// sameHousehold compares the primary renter and the start: of the stay, or of one of its leases, since a renewal between
// two files changes the one and a manager's change the other.
func sameHousehold(l rentroll.Lease, home []leasing.Planned) bool {
	for _, h := range home {
		if h.Renter.Same(name(l)) && (h.Start == l.Start || h.MovedInOn == movedIn(l)) {
			return true
		}
	}
	return false
}

func name(l rentroll.Lease) leasing.Name {
	r := l.Renters[0] // checked: there is one
	return leasing.Name{First: r.First, Last: r.Last, Company: r.Company}
}

// leases plans the households of a unit, against those that are to come here and one another.
func (p *plan) leases(rp rentroll.Property, u rentroll.Unit, at place) {
	taken := p.planned[at.unit]
	for _, l := range u.Leases {
		if toCome(l, taken) {
			p.fates.add(l.Line, UnchangedLease)
			p.report.Leases.Unchanged++
			p.report.Renters.Unchanged += len(l.Renters)
			continue
		}
		h := household(u, l, at, p.asOf, p.importID)
		n := &h.Leases[0]
		for _, other := range taken {
			if n.Status == leasing.StatusDraft || !other.Overlaps(l.Start, l.End) {
				continue
			}
			if l.Future && other.TenancyID == id.Nil {
				// The file itself lets two leases share days, as a month-to-month stay and its successor do.
				p.found.warn(l.Line, "lease_overlap_draft", "%s: the lease to come begins before the lease in place ends, so "+
					"it is kept as a draft.", label(rp, u))
				n.Status = leasing.StatusDraft
				continue
			}
			p.found.fail(l.Line, "lease_overlaps", "%s: a lease that is here, from %s, covers some of the same days.",
				label(rp, u), other.Start.Words())
		}
		taken = append(taken[:len(taken):len(taken)], leasing.Planned{UnitID: at.unit, Start: l.Start, End: l.End, Status: n.Status})
		p.households = append(p.households, h)
		p.report.Leases.Created++
		p.fates.add(l.Line, NewLease)
		p.report.Renters.Created += len(l.Renters)
	}
}

// toCome reports whether a lease to come is here already.
func toCome(l rentroll.Lease, planned []leasing.Planned) bool {
	if !l.Future {
		return false
	}
	for _, h := range planned {
		if h.Status != "" && h.TenancyID != id.Nil && h.Start == l.Start && h.Renter.Same(name(l)) {
			return true
		}
	}
	return false
}

// summarize warns of choices that concern many lines at once.
func (p *plan) summarize(roll *rentroll.Roll) {
	if p.kept > 0 {
		p.found.warn(0, "households_kept", "%d households were here already and stay as they are: the amounts, dates and "+
			"notices that the file gives for them were not taken over.", p.kept)
	}
	unpriced := 0
	for _, rp := range roll.Properties {
		for _, u := range rp.Units {
			if u.MarketRent == nil {
				unpriced++
			}
		}
	}
	if unpriced > 0 {
		p.found.warn(0, "market_rent_unknown", "The file gives no market rent for %d units: new ones among them get the rent of "+
			"their lease as base rent, or 0.00.", unpriced)
	}
}
