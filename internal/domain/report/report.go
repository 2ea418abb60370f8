// Package report answers questions that read across the domains: the state of the portfolio on a day and what needs
// attention. It writes nothing.
package report

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/report/internal/reportdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Portfolio is the state of the properties that the principal may see, on one day.
type Portfolio struct {
	AsOf           period.Date  `json:"as_of"`
	Properties     int64        `json:"properties"`
	Units          int64        `json:"units"`
	Occupied       int64        `json:"occupied"` // occupied and on notice
	OnNotice       int64        `json:"on_notice"`
	InEviction     int64        `json:"in_eviction"`
	Vacant         int64        `json:"vacant"`        // vacant and reserved
	VacantRented   int64        `json:"vacant_rented"` // vacant now and promised to somebody
	Down           int64        `json:"down"`          // down and model
	Commercial     int64        `json:"commercial_units"`
	Garages        int64        `json:"garages"`
	CurrentLeases  int64        `json:"current_leases"`
	MonthToMonth   int64        `json:"month_to_month"` // current leases without an end
	Holdover       int64        `json:"past_end"`       // current leases past their printed end
	FutureLeases   int64        `json:"future_leases"`
	Renters        int64        `json:"renters"` // named on current leases, lease by lease
	MarketRent     money.Amount `json:"market_rent"`
	MonthlyRent    money.Amount `json:"monthly_rent"` // of current leases
	OtherRecurring money.Amount `json:"other_recurring"`
	FutureRent     money.Amount `json:"future_rent"`
	DepositsHeld   money.Amount `json:"deposits_held"`
	PastDue        money.Amount `json:"past_due"` // lease by lease, never netted with prepaid
	Owing          int64        `json:"leases_past_due"`
	Deposits       int64        `json:"leases_with_deposit"`
	Prepaid        money.Amount `json:"prepaid"`
	BalancesAsOf   period.Date  `json:"balances_as_of"` // the day that deposits, past due and prepaid are known for
	EarliestEnd    period.Date  `json:"earliest_end"`
	LatestEnd      period.Date  `json:"latest_end"`
	OpenRequests   int64        `json:"open_requests"`
}

// Occupancy is how full one property is.
type Occupancy struct {
	PropertyID              id.ID
	Name, City, State       string
	Units, Occupied, Vacant int64
	VacantRent              money.Amount // market rent of the vacant units, monthly
	MonthlyRent             money.Amount // of the leases in force
}

// Ending is a lease that ends soon.
type Ending struct {
	UnitID           id.ID
	Number, Property string
	Renter           string
	EndsOn           period.Date
	MonthlyRent      money.Amount
}

// Owing is a household that owes.
type Owing struct {
	UnitID           id.ID
	Number, Property string
	Renter           string
	PastDue          money.Amount
	AsOf             period.Date
}

// Requests counts the open maintenance requests of one priority.
type Requests struct {
	Priority string
	Open     int64
	Oldest   time.Time
}

// Dashboard is what a manager looks at first. Its figures, its properties and its lists are each of one moment.
type Dashboard struct {
	Portfolio Portfolio
	Occupancy []Occupancy
	Ending    []Ending // within EndingWithin days, the next first
	EndingAll int64    // how many there are
	Months    []Month  // the leases that end in each of the next 12 months; empty for somebody who may not see leases
	Owing     []Owing
	Requests  []Requests
}

// EndingWithin is how many days ahead the dashboard looks for leases that end.
const EndingWithin = 90

// rows is how many rows each list of the dashboard has.
const rows = 8

// Service is the use cases.
type Service struct {
	db       *tenancy.DB
	recorder audit.Recorder
}

// New makes the service.
func New(db *tenancy.DB) *Service { return &Service{db: db, recorder: audit.Nobody{}} }

// WithAudit makes the service tell a recorder of what it shows of people and money, and returns it.
func (s *Service) WithAudit(r audit.Recorder) *Service {
	s.recorder = r
	return s
}

// Portfolio returns the state on asOf; the zero date means today in the organization's time zone.
func (s *Service) Portfolio(ctx context.Context, p tenancy.Principal, asOf period.Date) (Portfolio, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return Portfolio{}, err
	}
	var out Portfolio
	err = s.read(ctx, g, func(ctx context.Context, q *reportdb.Queries, day period.Date) (err error) {
		if asOf.IsZero() {
			asOf = day
		}
		out, err = portfolio(ctx, q, g, asOf)
		return err
	})
	if err == nil {
		s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "organizations", Detail: map[string]any{"shows": "summary", "as_of": asOf.String()}})
	}
	return out, err
}

// Dashboard returns everything that the dashboard shows, as of today in the organization's time zone.
func (s *Service) Dashboard(ctx context.Context, p tenancy.Principal) (Dashboard, error) {
	g, err := authz.Require(p, authz.DashboardRead)
	if err != nil {
		return Dashboard{}, err
	}
	// The parts are read side by side, each of one moment: one after the other they would keep a large organization waiting.
	var out, places, lists Dashboard
	parts := []func(context.Context, *reportdb.Queries, period.Date) error{
		func(ctx context.Context, q *reportdb.Queries, day period.Date) (err error) {
			out.Portfolio, err = portfolio(ctx, q, g, day)
			return err
		},
		func(ctx context.Context, q *reportdb.Queries, day period.Date) error {
			places = Dashboard{}
			return occupancy(ctx, q, g, day, &places)
		},
		func(ctx context.Context, q *reportdb.Queries, day period.Date) error {
			lists = Dashboard{}
			return beside(ctx, q, g, day, &lists)
		},
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, part := range parts {
		group.Go(func() error { return s.read(ctx, g, part) })
	}
	if err := group.Wait(); err != nil {
		return Dashboard{}, err
	}
	lists.Portfolio, lists.Occupancy = out.Portfolio, places.Occupancy
	s.note(p, lists)
	return lists, nil
}

// read reads something of one moment, and of the organization's day.
func (s *Service) read(ctx context.Context, g authz.Grant, do func(context.Context, *reportdb.Queries, period.Date) error) error {
	return g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if err := tx.PlanEach(ctx); err != nil {
			return err
		}
		q := reportdb.New(tx)
		day, err := today(ctx, q, tx)
		if err != nil {
			return err
		}
		return do(ctx, q, day)
	})
}

// beside reads the lists of a dashboard.
func beside(ctx context.Context, q *reportdb.Queries, g authz.Grant, day period.Date, out *Dashboard) error {
	if authz.Allowed(g.Principal(), authz.LeasingRead) {
		if err := leases(ctx, q, g, day, out); err != nil {
			return err
		}
	}
	requests, err := q.OpenRequests(ctx, g.Organization(), g.PropertyFilter())
	if err != nil {
		return fmt.Errorf("open requests: %w", err)
	}
	for _, r := range requests {
		out.Requests = append(out.Requests, Requests{Priority: r.Priority, Open: r.Requests, Oldest: r.Oldest})
	}
	return nil
}

// note tells that somebody saw the dashboard, and whose rents and debts it named.
func (s *Service) note(p tenancy.Principal, d Dashboard) {
	named := make([]id.ID, 0, len(d.Ending)+len(d.Owing))
	for _, e := range d.Ending {
		named = append(named, e.UnitID)
	}
	for _, o := range d.Owing {
		if !slices.Contains(named, o.UnitID) {
			named = append(named, o.UnitID)
		}
	}
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "organizations", Detail: map[string]any{"shows": "dashboard", "units": named}})
}

func today(ctx context.Context, q *reportdb.Queries, tx tenancy.Tx) (period.Date, error) {
	zone, err := q.OrganizationZone(ctx, tx.Organization())
	if err != nil {
		return period.Date{}, fmt.Errorf("time zone: %w", err)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.UTC
	}
	return period.In(tx.Now(), loc), nil
}

// portfolio reads the state on a day, of one moment.
func portfolio(ctx context.Context, q *reportdb.Queries, g authz.Grant, day period.Date) (Portfolio, error) {
	out := Portfolio{AsOf: day}
	for _, read := range []func(context.Context, *reportdb.Queries, authz.Grant, *Portfolio) error{space, held, balances} {
		if err := read(ctx, q, g, &out); err != nil {
			return Portfolio{}, err
		}
	}
	return out, nil
}

// space reads what there is to let.
func space(ctx context.Context, q *reportdb.Queries, g authz.Grant, out *Portfolio) error {
	r, err := q.Space(ctx, g.Organization(), g.PropertyFilter())
	if err != nil {
		return fmt.Errorf("space: %w", err)
	}
	out.Properties, out.Units, out.Occupied, out.OnNotice, out.Vacant = r.Properties, r.Units, r.Occupied, r.OnNotice, r.Vacant
	out.VacantRented, out.Down, out.Commercial, out.Garages = r.VacantRented, r.Down, r.Commercial, r.Garages
	out.MarketRent, out.OpenRequests = r.MarketRent, r.OpenRequests
	return nil
}

// held reads what is let, and to how many.
func held(ctx context.Context, q *reportdb.Queries, g authz.Grant, out *Portfolio) error {
	r, err := q.Leases(ctx, out.AsOf, g.Organization(), g.PropertyFilter())
	if err != nil {
		return fmt.Errorf("leases: %w", err)
	}
	out.InEviction, out.CurrentLeases, out.MonthToMonth, out.Holdover = r.InEviction, r.CurrentLeases, r.MonthToMonth, r.Holdover
	out.MonthlyRent, out.Renters, out.EarliestEnd, out.LatestEnd = r.MonthlyRent, r.Renters, r.EarliestEnd, r.LatestEnd
	out.FutureLeases, out.FutureRent = r.FutureLeases, r.FutureRent
	return nil
}

// balances reads what the households owe and have given.
func balances(ctx context.Context, q *reportdb.Queries, g authz.Grant, out *Portfolio) error {
	r, err := q.Balances(ctx, g.Organization(), out.AsOf, g.PropertyFilter())
	if err != nil {
		return fmt.Errorf("balances: %w", err)
	}
	out.DepositsHeld, out.PastDue, out.Prepaid, out.OtherRecurring = r.DepositsHeld, r.PastDue, r.Prepaid, r.OtherRecurring
	out.BalancesAsOf, out.Owing, out.Deposits = r.BalancesAsOf, r.Owing, r.Deposits
	return nil
}

func occupancy(ctx context.Context, q *reportdb.Queries, g authz.Grant, day period.Date, out *Dashboard) error {
	list, err := q.OccupancyByProperty(ctx, g.Organization(), day, g.PropertyFilter(), rows)
	if err != nil {
		return fmt.Errorf("occupancy: %w", err)
	}
	for _, r := range list {
		o := Occupancy{
			PropertyID: r.ID, Name: r.Name, Units: r.Units, Occupied: r.Occupied, Vacant: r.Vacant, VacantRent: r.VacantRent,
			MonthlyRent: r.MonthlyRent,
		}
		if r.City != nil {
			o.City = *r.City
		}
		if r.State != nil {
			o.State = *r.State
		}
		out.Occupancy = append(out.Occupancy, o)
	}
	return nil
}

func leases(ctx context.Context, q *reportdb.Queries, g authz.Grant, day period.Date, out *Dashboard) error {
	ending, err := q.LeasesEnding(ctx, reportdb.LeasesEndingParams{
		TenantID: g.Organization(), Day: day,
		Until: day.AddDays(EndingWithin), PropertyScope: g.PropertyFilter(), RowLimit: rows,
	})
	if err != nil {
		return fmt.Errorf("leases ending: %w", err)
	}
	for _, r := range ending {
		e := Ending{UnitID: r.UnitID, Number: r.Number, Property: r.PropertyName, Renter: r.Renter, EndsOn: r.EndDate}
		if r.MonthlyRent != nil {
			e.MonthlyRent = *r.MonthlyRent
		}
		out.Ending, out.EndingAll = append(out.Ending, e), r.Total
	}
	if out.Months, err = endings(ctx, q, g, day); err != nil {
		return err
	}
	owing, err := q.MostPastDue(ctx, g.Organization(), rows, g.PropertyFilter())
	if err != nil {
		return fmt.Errorf("most past due: %w", err)
	}
	for _, r := range owing {
		out.Owing = append(out.Owing, Owing{
			UnitID: r.UnitID, Number: r.Number, Property: r.PropertyName, Renter: r.Renter,
			PastDue: r.PastDue, AsOf: r.AsOf,
		})
	}
	return nil
}
