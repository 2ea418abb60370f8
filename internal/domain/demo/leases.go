package demo

import (
	"time"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// fate is how a unit stands on the as-of date. Its past is told backwards from there.
type fate int

const (
	settled  fate = iota // let, nothing special
	vacant               // empty, to let
	applied              // empty, somebody is considering it
	reserved             // empty, let from a day to come
	down                 // empty, under repair
	model                // never let: shown to visitors
	leaving              // let, notice given
	holdover             // let, past the end of the lease
	monthly              // let from month to month
	behind               // let, one or two months unpaid
	evicting             // let, an eviction filed
)

// unitStatus is what units.status says of each fate.
var unitStatus = map[fate]string{
	vacant: "vacant", applied: "vacant", reserved: "reserved", down: "down", model: "model",
	leaving: "notice", settled: "occupied", holdover: "occupied", monthly: "occupied", behind: "occupied", evicting: "occupied",
}

// drawFates deals fates out in fixed proportions, so that every organization shows all of them and about seven percent of its
// units stand empty. What is not lived in is let or vacant.
func (g *generator) drawFates() {
	d := newDice(g.company.slug, "fates")
	var homes, others []*unit
	for _, u := range g.spaces {
		if u.dwelling() {
			homes = append(homes, u)
		} else {
			others = append(others, u)
		}
	}
	shuffle(d, homes)
	shuffle(d, others)
	n := len(g.spaces)
	empty := n * 54 / 1000
	otherEmpty := min(len(others)/12, empty/3)
	deal(&others, vacant, otherEmpty)
	deal(&homes, applied, max(1, n/150))
	deal(&homes, vacant, empty-otherEmpty-max(1, n/150))
	deal(&homes, reserved, max(1, n*16/1000))
	deal(&homes, down, max(1, n/140))
	deal(&homes, model, n/140)
	deal(&homes, leaving, max(1, n*40/1000))
	deal(&homes, holdover, max(1, n*20/1000))
	deal(&homes, monthly, max(1, n*50/1000))
	deal(&homes, behind, max(1, n*40/1000))
	deal(&homes, evicting, g.company.evictions)
	for _, u := range g.spaces {
		u.Status = unitStatus[u.fate]
		u.NonRevenue = u.fate == model
	}
}

// deal gives the first n of a list a fate and takes them off it. A model is a flat, never a house.
func deal(list *[]*unit, f fate, n int) {
	var rest []*unit
	for _, u := range *list {
		if n > 0 && (f != model || u.Form == "apartment") {
			u.fate = f
			n--
			continue
		}
		rest = append(rest, u)
	}
	*list = rest
}

// histories tells who lived where.
func (g *generator) histories() {
	d := newDice(g.company.slug, "leases")
	for _, u := range g.spaces {
		if u.fate != model && !u.lockup() {
			g.history(d, u)
		}
	}
}

// history makes the stays of one unit, the latest first, back to the beginning of the story.
func (g *generator) history(d dice, u *unit) {
	var free period.Date // the unit was free from here on
	switch u.fate {
	case vacant, applied:
		free = g.month.AddMonths(-d.between(0, 2))
	case reserved:
		free = g.month.AddMonths(-d.between(0, 1))
	case down:
		free = g.month.AddMonths(-d.between(3, 5))
	default:
		s := g.present(d, u)
		g.stays = append(g.stays, s)
		free = s.MovedInOn.AddDays(-d.between(4, 22))
	}
	switch u.fate {
	case applied:
		g.applications(d, u)
	case reserved:
		g.reservation(d, u)
	}
	for {
		s := g.past(d, u, free)
		if s == nil {
			return
		}
		g.stays = append(g.stays, s)
		free = s.MovedInOn.AddDays(-d.between(4, 22))
	}
}

// past makes a stay that ended before the unit was free again, or nil when that is before the story begins. Most leave at
// the end of a term, some break it.
func (g *generator) past(d dice, u *unit, free period.Date) *stay {
	if d.chance(100) {
		out := free.AddDays(-1)
		anchor := out.FirstOfMonth().AddMonths(-d.between(4, 9))
		if out.Before(g.window) {
			return nil
		}
		s := g.newStay(u, anchor, 0)
		g.terms(d, s, anchor, 1, 12)
		s.Leases[0].Status = leasing.StatusTerminated
		s.MovedOutOn, s.MoveOutPlannedOn, s.NoticeGivenOn = out, out, out.AddDays(-d.between(20, 40))
		return s
	}
	after := free.FirstOfMonth()
	out := after.AddDays(-1)
	if out.Before(g.window) {
		return nil
	}
	years := 1
	if d.chance(300) && !after.AddMonths(-24).Before(g.window.AddMonths(-11)) {
		years = 2
	}
	anchor := after.AddMonths(-12 * years)
	s := g.newStay(u, anchor, d.offset())
	g.terms(d, s, anchor, years, 12)
	s.Leases[years-1].Status = leasing.StatusExpired
	s.MovedOutOn, s.MoveOutPlannedOn, s.NoticeGivenOn = out, out, out.AddDays(-d.between(30, 60))
	return s
}

// offset is how many days before the first of a month a stay begins: often none.
func (d dice) offset() int {
	if d.chance(650) {
		return 0
	}
	return d.between(8, 17)
}

// present makes the stay of whoever is in the unit on the as-of date.
func (g *generator) present(d dice, u *unit) *stay {
	anchor, offset := g.month.AddMonths(-d.between(1, 26)), d.offset()
	switch u.fate {
	case leaving:
		anchor = g.asOf.AddDays(20).LastOfMonth().AddDays(1).AddMonths(-12 * d.between(1, 2))
	case holdover:
		anchor = g.month.AddMonths(-d.between(0, 1) - 12*d.between(1, 2))
	case monthly:
		anchor = g.month.AddMonths(-d.between(14, 24))
	case behind:
		anchor = g.month.AddMonths(-d.between(5, 22))
	case evicting:
		anchor = g.month.AddMonths(-d.between(8, 10))
	}
	s := g.newStay(u, anchor, offset)
	months := 12
	if !u.dwelling() {
		months = 36
	}
	terms := 1
	for u.fate != holdover && u.fate != monthly && !anchor.AddMonths(months*terms).After(g.asOf) {
		terms++
	}
	if u.fate == holdover && !anchor.AddMonths(24).After(g.asOf) {
		terms = 2
	}
	g.terms(d, s, anchor, terms, months)
	g.fateOf(d, s)
	return s
}

// fateOf adds to a present stay what its unit's fate asks for.
func (g *generator) fateOf(d dice, s *stay) {
	last := &s.Leases[len(s.Leases)-1]
	last.Status = leasing.StatusActive
	if !last.End.Before(g.asOf) && last.End.DaysSince(g.asOf) <= soon {
		last.Status = leasing.StatusExpiringSoon
	}
	switch s.unit.fate {
	case leaving:
		s.MoveOutPlannedOn = last.End
		s.NoticeGivenOn = earlier(last.End.AddDays(-d.between(50, 60)), g.asOf.AddDays(-d.between(1, 6)))
	case monthly:
		last.Status = leasing.StatusRenewed
		next := g.renewal(d, last)
		next.End, next.Status = period.Date{}, leasing.StatusActive
		s.Leases = append(s.Leases, next)
	case behind:
		s.arrears = d.between(1, 2)
	case evicting:
		s.arrears = 4
		s.EvictionFiledOn = g.asOf.AddDays(-d.between(18, 26))
	case settled:
		if s.unit.dwelling() && !last.End.Before(g.asOf) && last.End.DaysSince(g.asOf) <= soon+15 && d.chance(700) {
			next := g.renewal(d, last)
			next.Status, next.SignedAt = leasing.StatusDraft, time.Time{}
			if d.chance(600) {
				next.Status, next.SignedAt = leasing.StatusPending, d.moment(g.asOf.AddDays(-d.between(1, 12)))
			}
			s.Leases = append(s.Leases, next)
		}
	}
}

// soon is how many days before its end a lease is expiring soon.
const soon = 60

// newStay makes a stay that begins offset days before anchor, the first of a month.
func (g *generator) newStay(u *unit, anchor period.Date, offset int) *stay {
	in := anchor.AddDays(-offset)
	s := &stay{unit: u}
	s.TenancyID, s.UnitID, s.PropertyID, s.MovedInOn = g.newID(in), u.ID, u.PropertyID, in
	return s
}

// terms gives a stay a chain of leases of so many months from anchor; the first includes the days before it. All but the
// last were renewed.
func (g *generator) terms(d dice, s *stay, anchor period.Date, count, months int) {
	first := leasing.NewLease{
		ID: g.newID(s.MovedInOn), Start: s.MovedInOn, End: anchor.AddMonths(months).AddDays(-1), Status: leasing.StatusRenewed,
		MonthlyRent: ptr(g.rentAt(d, s.unit, s.MovedInOn)), SignedAt: d.moment(s.MovedInOn.AddDays(-d.between(6, 24))),
		AutoRenew: d.chance(250), Subsidized: s.unit.dwelling() && d.chance(50),
	}
	first.SecurityDeposit = ptr(deposit(d, s.unit.city, *first.MonthlyRent))
	if s.unit.dwelling() && d.chance(200) {
		first.PetDeposit = ptr(dollars(d.between(4, 8) * 50))
		if d.chance(500) {
			first.PetFee = ptr(dollars(250))
		}
	}
	s.Leases = append(s.Leases, first)
	for len(s.Leases) < count {
		s.Leases = append(s.Leases, g.renewal(d, &s.Leases[len(s.Leases)-1]))
	}
}

// renewal is the term after a lease: a year from the day after its end, for two to five percent more.
func (g *generator) renewal(d dice, l *leasing.NewLease) leasing.NewLease {
	start := l.End.AddDays(1)
	rent := l.MonthlyRent.Cents() * int64(d.between(1026, 1044)) / 1000 / 100
	return leasing.NewLease{
		ID: g.newID(start), Start: start, End: start.AddMonths(12).AddDays(-1),
		MonthlyRent: ptr(dollars(int(rent))), SecurityDeposit: l.SecurityDeposit, PetDeposit: l.PetDeposit,
		Subsidized: l.Subsidized, AutoRenew: l.AutoRenew, Status: leasing.StatusRenewed,
		SignedAt: d.moment(start.AddDays(-d.between(14, 40))),
	}
}

// rentAt is what the unit let for on a day: rents have risen by a third of a percent a month.
func (g *generator) rentAt(d dice, u *unit, on period.Date) money.Amount {
	months := max(0, g.asOf.DaysSince(on)/30)
	rent := int(u.BaseRent.Cents()/100) * (1000 - 3*months) / 1000 * d.between(985, 1010) / 1000
	return dollars(max(5, roundTo(rent, 5)))
}

// deposit is a month's rent for most, half or one and a half for some. California allows no more than a month's.
func deposit(d dice, c *city, rent money.Amount) money.Amount {
	permille := pick(d, []int64{1000, 1000, 1000, 1000, 500, 1500})
	if c.state == "CA" {
		permille = min(permille, 1000)
	}
	return money.FromCents(rent.Cents() * permille / 1000 / 500 * 500)
}

// reservation lets an empty unit from a day to come.
func (g *generator) reservation(d dice, u *unit) {
	s := g.planned(d, u, g.asOf.AddDays(d.between(4, 24)), leasing.StatusPending)
	s.Leases[0].SignedAt = d.moment(g.asOf.AddDays(-d.between(1, 9)))
}

// applications leaves a draft on an empty unit, after another applicant had withdrawn.
func (g *generator) applications(d dice, u *unit) {
	g.planned(d, u, g.asOf.AddDays(d.between(5, 20)), leasing.StatusCancelled)
	g.planned(d, u, g.asOf.AddDays(d.between(15, 35)), leasing.StatusDraft)
}

func (g *generator) planned(d dice, u *unit, start period.Date, status string) *stay {
	s := g.newStay(u, start, 0)
	g.terms(d, s, start.LastOfMonth().AddDays(1), 1, 12)
	s.MovedInOn = period.Date{}
	s.Leases[0].Status, s.Leases[0].SignedAt = status, time.Time{}
	g.stays = append(g.stays, s)
	return s
}
