package property

import (
	"context"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// StretchKinds are what a unit can be on a day.
var StretchKinds = []string{"occupied", "notice", "vacant", "reserved", "make_ready", "down", "model"}

// Stretch is a run of days on which a unit is one thing.
type Stretch struct {
	Kind     string      // of StretchKinds
	From, To period.Date // both included
}

// UnitDays is what a unit is on each day of a window.
type UnitDays struct {
	Unit
	Stretches []Stretch // by date; days of which nothing is known are in none
	// AvailableOn is the first day from today on that the unit is vacant; none where no such day is known.
	AvailableOn period.Date
}

// Availability is a page of units with their days.
type Availability struct {
	Today, From, To period.Date
	Units           []UnitDays
}

// The bounds of a window, in days.
const (
	usualDays = 13 * 7
	mostDays  = 2 * 366
)

// Availability tells what the units of a filter are on each day of a window: occupied, on notice, vacant, reserved, being made
// ready, down or a model. It follows from stays, from leases that bind somebody who is yet to move in, from holds and from the
// statuses a unit has had, in this order. Without from the window begins today, without to it has 13 weeks. Errors: Invalid for
// the parameters, page.ErrCursor.
func (s *Service) Availability(ctx context.Context, p tenancy.Principal, f UnitFilter, from, to period.Date, r page.Request) (Availability, page.Page, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return Availability{}, page.Page{}, err
	}
	q, err := page.Parse(r, UnitSorts[:1]...)
	if err != nil {
		return Availability{}, page.Page{}, err
	}
	f.Having = "" // tells of households
	if err := f.check(); err != nil {
		return Availability{}, page.Page{}, err
	}
	db := propertydb.New(g.Reader(ctx, s.db))
	today, err := db.OrganizationDay(ctx, s.db.Clock().Now(), g.Organization())
	if err != nil {
		return Availability{}, page.Page{}, fmt.Errorf("availability: %w", err)
	}
	if from.IsZero() {
		from = today
	}
	if to.IsZero() {
		to = from.AddDays(usualDays - 1)
	}
	var e fault.Fields
	e.Check(!to.Before(from) && to.DaysSince(from) < mostDays, "to", "out_of_range", "The last day comes at most two years after the first.")
	if err := e.Err(); err != nil {
		return Availability{}, page.Page{}, err
	}
	units, around, err := s.listUnits(ctx, g, f, q, false)
	if err != nil {
		return Availability{}, page.Page{}, err
	}
	out := Availability{Today: today, From: from, To: to}
	facts, err := factsOf(ctx, db, g.Organization(), units, today)
	if err != nil {
		return Availability{}, page.Page{}, fmt.Errorf("availability: %w", err)
	}
	for _, u := range units {
		days := UnitDays{Unit: u, Stretches: stretches(facts[u.ID], from, to)}
		for _, s := range stretches(facts[u.ID], today, today.AddDays(mostDays)) {
			if s.Kind == "vacant" {
				days.AvailableOn = s.From
				break
			}
		}
		out.Units = append(out.Units, days)
	}
	return out, around, nil
}

// layer is a stretch that is true unless one of a higher rank says otherwise. It has no end where To is none.
type layer struct {
	Stretch
	rank int
}

const (
	rankVacated = iota // before the first status that is known
	rankStatus
	rankPromised
	rankHold
	rankLease
	rankStay
)

// never is the day on which nothing begins: later than any window.
var never = period.New(9999, 12, 31)

func endless(d period.Date) period.Date {
	if d.IsZero() {
		return never
	}
	return d
}

// layStay lays down a stay, with the notice in it and the vacancy after it.
func layStay(t propertydb.StaysOfUnitsRow, today period.Date, add func(unit id.ID, rank int, kind string, from, to period.Date)) {
	last := endless(t.MovedOutOn)
	if t.MovedOutOn.IsZero() && !t.MoveOutPlannedOn.IsZero() && !t.MoveOutPlannedOn.Before(today) {
		last = t.MoveOutPlannedOn // who stays beyond the planned day is there until they move
	} else if t.MovedOutOn.IsZero() && !t.MoveOutPlannedOn.IsZero() {
		last = today
	}
	occupied := last
	if !t.NoticeGivenOn.IsZero() && !t.NoticeGivenOn.After(last) {
		notice := t.NoticeGivenOn
		if notice.Before(t.MovedInOn) {
			notice = t.MovedInOn
		}
		add(t.UnitID, rankStay, "notice", notice, last)
		occupied = notice.AddDays(-1)
	}
	add(t.UnitID, rankStay, "occupied", t.MovedInOn, occupied)
	if last.Before(never) {
		add(t.UnitID, rankVacated, "vacant", last.AddDays(1), never)
	}
}

// factsOf reads what bears on the days of units: one query for each kind of fact.
func factsOf(ctx context.Context, q *propertydb.Queries, org id.ID, units []Unit, today period.Date) (map[id.ID][]layer, error) {
	ids := make([]id.ID, 0, len(units))
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	out := make(map[id.ID][]layer, len(units))
	add := func(unit id.ID, rank int, kind string, from, to period.Date) {
		if !to.Before(from) {
			out[unit] = append(out[unit], layer{Stretch{kind, from, to}, rank})
		}
	}
	stays, err := q.StaysOfUnits(ctx, org, ids)
	if err != nil {
		return nil, err
	}
	lived := map[id.ID]bool{} // whether somebody is in possession
	for _, t := range stays {
		lived[t.UnitID] = lived[t.UnitID] || t.MovedOutOn.IsZero()
		layStay(t, today, add)
	}
	promised, err := q.PromisedUnits(ctx, org, ids)
	if err != nil {
		return nil, err
	}
	for _, l := range promised {
		add(l.UnitID, rankPromised, "reserved", today, l.StartDate.AddDays(-1))
		begins := l.StartDate
		if !begins.After(today) { // they could have moved in, and have not
			add(l.UnitID, rankLease, "reserved", begins, today)
			begins = today.AddDays(1)
		}
		add(l.UnitID, rankLease, "occupied", begins, endless(l.EndDate))
		if !l.EndDate.IsZero() {
			add(l.UnitID, rankVacated, "vacant", l.EndDate.AddDays(1), never)
		}
	}
	held, err := holds(ctx, q, org, ids)
	if err != nil {
		return nil, err
	}
	for _, h := range held {
		add(h.UnitID, rankHold, h.Kind, h.From, endless(h.To))
	}
	return out, statusLayers(ctx, q, org, units, today, lived, add)
}

// statusLayers adds the statuses that units have had, and the one they have now for as long as nothing else is known. A unit
// that somebody is in possession of is vacant once they have left, whatever its status says today.
func statusLayers(ctx context.Context, q *propertydb.Queries, org id.ID, units []Unit, today period.Date, lived map[id.ID]bool,
	add func(unit id.ID, rank int, kind string, from, to period.Date),
) error {
	ids := make([]id.ID, 0, len(units))
	for _, u := range units {
		ids = append(ids, u.ID)
	}
	rows, err := q.StatusesOfUnits(ctx, org, ids)
	if err != nil {
		return err
	}
	for i, r := range rows {
		last := today.AddDays(-1)
		if i+1 < len(rows) && rows[i+1].UnitID == r.UnitID {
			last = rows[i+1].Day.AddDays(-1)
		}
		add(r.UnitID, rankStatus, r.Status, r.Day, last)
	}
	for _, u := range units {
		now := u.Status
		if lived[u.ID] && slices.Contains([]string{"occupied", "notice"}, now) {
			now = "vacant" // below the stay, which says until when
		}
		add(u.ID, rankStatus, now, today, never)
	}
	return nil
}

// stretches paints layers over each other and cuts out a window. Between two of the days on which a layer begins or has ended
// nothing changes. Of two layers of one rank the later stands above.
func stretches(facts []layer, from, to period.Date) []Stretch {
	days := []period.Date{from}
	for _, f := range facts {
		for _, d := range []period.Date{f.From, f.To.AddDays(1)} {
			if d.After(from) && !d.After(to) {
				days = append(days, d)
			}
		}
	}
	slices.SortFunc(days, period.Date.Compare)
	days = slices.Compact(days)
	var out []Stretch
	for i, day := range days {
		last := to
		if i+1 < len(days) {
			last = days[i+1].AddDays(-1)
		}
		kind := kindOn(facts, day)
		switch n := len(out); {
		case kind == "":
		case n > 0 && out[n-1].Kind == kind && out[n-1].To.Equal(day.AddDays(-1)):
			out[n-1].To = last
		default:
			out = append(out, Stretch{kind, day, last})
		}
	}
	return out
}

func kindOn(facts []layer, day period.Date) string {
	kind, rank := "", -1
	var since period.Date
	for _, f := range facts {
		if day.Before(f.From) || day.After(f.To) {
			continue
		}
		if f.rank > rank || f.rank == rank && f.From.After(since) {
			kind, rank, since = f.Kind, f.rank, f.From
		}
	}
	return kind
}
