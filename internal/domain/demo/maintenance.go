package demo

import (
	"time"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// How maintenance is told: what came in before the last two weeks is closed, what came in since is at every stage.
const (
	openDays    = 14
	requestRate = 130 // requests a month for a thousand homes that are let
)

// openStages are the stages of open requests, dealt in turn.
var openStages = []string{"submitted", "triaged", "assigned", "in_progress", "awaiting_parts", "reopened"}

// jobStages are what the job of a request at each stage may be at, dealt in turn.
var jobStages = map[string][]string{
	"triaged":        {"estimate", "submitted", "triaged"},
	"assigned":       {"assigned", "approved"},
	"in_progress":    {"in_progress"},
	"awaiting_parts": {"awaiting_parts"},
	"reopened":       {"reopened"},
	"completed":      {"completed"},
	"cancelled":      {"cancelled"},
}

// maintenance makes the requests with their jobs, and the jobs between two tenancies.
func (g *generator) maintenance() {
	d := newDice(g.company.slug, "maintenance")
	for _, s := range g.stays {
		if s.unit.dwelling() && !s.MovedInOn.IsZero() {
			g.closedRequests(d, s)
		}
		if s.unit.dwelling() && !s.MovedOutOn.IsZero() {
			g.turnover(d, s)
		}
	}
	var present []*stay
	for _, s := range g.stays {
		if s.unit.dwelling() && s.current() && s.MovedInOn.Before(g.asOf.AddDays(-openDays-8)) {
			present = append(present, s)
		}
	}
	shuffle(d, present)
	turns := map[string]int{}
	for i := range min(len(present), max(12, len(g.spaces)/9)) {
		g.openRequest(d, present[i], openStages[i%len(openStages)], turns)
	}
	g.rateVendors()
}

// closedRequests are what a household called about, month by month, and what came of it.
func (g *generator) closedRequests(d dice, s *stay) {
	end := g.asOf.AddDays(-openDays - 1)
	if !s.MovedOutOn.IsZero() {
		end = earlier(end, s.MovedOutOn)
	}
	for from := later(s.MovedInOn, g.window); from.AddDays(29).Before(end); from = from.AddDays(30) {
		if !d.chance(requestRate) {
			continue
		}
		t := pick(d, troubles)
		r := g.request(d, s, t, from.AddDays(d.between(0, 28)))
		if d.chance(60) {
			r.Status, r.ResolutionNotes = "cancelled", "The renter called it off."
			if d.chance(500) {
				g.job(d, &r, t, "cancelled")
			}
		} else {
			r.Status = "completed"
			r.ResolvedAt = r.CreatedAt.Add(effort(d, t.priority))
			r.ResolutionNotes = t.mended
			if d.chance(700) {
				r.Rating = pick(d, []int{5, 5, 5, 4, 4, 4, 3, 3, 2, 1})
			}
			if t.high > 400 && d.chance(120) {
				g.job(d, &r, t, "declined")
			}
			g.job(d, &r, t, "completed")
		}
		g.out.Requests = append(g.out.Requests, r)
	}
}

// effort is how long a request takes: hours where it is pressing, within two weeks always.
func effort(d dice, priority string) time.Duration {
	hours := map[string][2]int{"emergency": {1, 14}, "high": {6, 60}, "medium": {20, 170}, "low": {48, 300}}[priority]
	return time.Duration(d.between(hours[0]*60, hours[1]*60)) * time.Minute
}

// openRequest is one that is not done yet as the as-of day opens.
func (g *generator) openRequest(d dice, s *stay, stage string, turns map[string]int) {
	t := pick(d, troubles)
	on := g.asOf.AddDays(-d.between(2, 11))
	if stage == "reopened" {
		on = g.asOf.AddDays(-d.between(openDays, openDays+6))
	}
	r := g.request(d, s, t, on)
	r.Status = stage
	if stages := jobStages[stage]; stages != nil {
		g.job(d, &r, t, stages[turns[stage]%len(stages)])
		turns[stage]++
	}
	if stage == "reopened" {
		r.ResolutionNotes = t.mended + " The renter says that it is back."
	}
	g.out.Requests = append(g.out.Requests, r)
}

func (g *generator) request(d dice, s *stay, t trouble, on period.Date) Request {
	at := d.moment(on)
	return Request{
		ID: g.ids.newID(at), UnitID: s.UnitID, PropertyID: s.PropertyID, TenancyID: s.TenancyID,
		RenterID: s.Renters[0].ID, Category: t.category, Priority: t.priority, Title: t.title, Description: t.text, CreatedAt: at,
	}
}

// job adds a work order to a request, and to the request what follows from it: who is on it and what it costs.
func (g *generator) job(d dice, r *Request, t trouble, stage string) {
	at := r.CreatedAt.Add(time.Duration(d.between(10, 50)) * time.Minute)
	w := WorkOrder{
		ID: g.ids.newID(at), RequestID: r.ID, UnitID: r.UnitID, PropertyID: r.PropertyID, Title: r.Title,
		Instructions: t.text, Priority: r.Priority, Status: stage, CreatedAt: at,
	}
	cost := d.between(t.low, t.high)
	if t.trade == "" {
		w.AssignedTo = g.manager()
	} else if stage != "submitted" && stage != "triaged" {
		w.VendorID = g.vendor(d, t.trade).ID
	}
	if cost > 250 || stage == "estimate" || stage == "approved" {
		w.EstimatedCost = dollars(roundTo(cost*d.between(900, 1100)/1000, 10))
	}
	switch stage {
	case "completed":
		w.CompletedAt, w.ActualCost = r.ResolvedAt, money.FromCents(int64(cost)*100+int64(d.between(0, 19)*5))
		r.ActualCost = r.ActualCost.Add(w.ActualCost)
		w.ScheduledTo = r.ResolvedAt
		w.ScheduledFrom = laterMoment(at, r.ResolvedAt.Add(-2*time.Hour))
	case "declined":
		w.EstimatedCost = dollars(t.high * 2)
		w.Instructions = "Estimate declined: too high. Another vendor was asked."
	case "assigned", "approved", "in_progress", "awaiting_parts", "reopened":
		w.ScheduledFrom = g.asOf.AddDays(d.between(0, 3)).Time().Add(firstHour * time.Hour)
		w.ScheduledTo = w.ScheduledFrom.Add(time.Duration(d.between(1, 4)) * time.Hour)
	}
	if stage != "declined" {
		r.AssignedTo, r.VendorID, r.EstimatedCost = w.AssignedTo, w.VendorID, w.EstimatedCost
	}
	g.out.WorkOrders = append(g.out.WorkOrders, w)
}

// turnover makes a unit ready for the next household: cleaning always, painting and flooring for some.
func (g *generator) turnover(d dice, s *stay) {
	for _, part := range []struct {
		kind, title     string
		low, high, rate int
	}{
		{"cleaning", "Turnover cleaning", 160, 320, 1000},
		{"painting", "Turnover painting", 350, 900, 450},
		{"flooring", "Replace worn flooring", 700, 2200, 120},
	} {
		if !d.chance(part.rate) {
			continue
		}
		at := d.moment(s.MovedOutOn)
		w := WorkOrder{
			ID: g.ids.newID(at), RequestID: id.Nil, UnitID: s.UnitID, PropertyID: s.PropertyID, Title: part.title,
			Instructions: "Between two tenancies; keys at the office.", Priority: "medium", VendorID: g.vendor(d, part.kind).ID,
			CreatedAt: at, EstimatedCost: dollars(roundTo(d.between(part.low, part.high), 10)), Status: "in_progress",
		}
		w.ScheduledFrom = s.MovedOutOn.AddDays(1).Time().Add(firstHour * time.Hour)
		w.ScheduledTo = w.ScheduledFrom.Add(time.Duration(d.between(2, 7)) * time.Hour)
		if w.ScheduledTo.Before(g.asOf.Time()) {
			w.Status, w.CompletedAt = "completed", w.ScheduledTo
			w.ActualCost = dollars(d.between(part.low, part.high))
		}
		g.out.WorkOrders = append(g.out.WorkOrders, w)
	}
}

func laterMoment(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
