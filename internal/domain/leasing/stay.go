package leasing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The statuses of a stay. They follow from its dates on the organization's day and are stored nowhere.
const (
	StayFuture         = "future" // not moved in yet
	StayOccupied       = "occupied"
	StayHoldover       = "holdover"        // past the end of the last term, in place
	StayNoticeRented   = "notice_rented"   // leaving, and the unit is promised to others
	StayNoticeUnrented = "notice_unrented" // leaving, and the unit is to let
	StayFormer         = "former"          // moved out
)

// StayStates are the values of StayFilter.State.
var StayStates = []string{"current", "notice", "to_acknowledge", "holdover", "eviction", "moving_in", "moving_out", "future", "former"}

// StaySorts are the orders that a list of stays offers; the first is the default.
var StaySorts = []string{"unit", "renter", "moved_in", "moves_out", "lease_end", "rent"}

// Stay is a household in a unit, from before it moves in until after it has left. Zero dates have not happened.
type Stay struct {
	ID, UnitID, PropertyID            id.ID
	Number                            string // of the unit; empty where it is the whole property
	PropertyName                      string
	Renter                            string // the primary one's name
	Status                            string // StayFuture … StayFormer, on the organization's day
	Holdover                          bool   // past the end of the last term, whatever the status
	MovedInOn, NoticeGivenOn          period.Date
	MoveOutPlannedOn, MovedOutOn      period.Date
	DepartureKind, ForwardingAddress  string
	EvictionFiledOn, EvictionClosedOn period.Date
	EvictionNote                      string
	TransferredFromID                 id.ID // id.Nil: it began by itself
	LeaseID                           id.ID // whose terms bind on the day; id.Nil: none
	LeaseStart, LeaseEnd              period.Date
	LeaseStatus                       string
	MonthlyRent                       *money.Amount
	Version                           int32
	CreatedAt, UpdatedAt              time.Time
}

// Evicting reports whether proceedings are open.
func (s Stay) Evicting() bool {
	return !s.EvictionFiledOn.IsZero() && s.EvictionClosedOn.IsZero() && s.MovedOutOn.IsZero()
}

// StayLease is one term in the chain of a stay.
type StayLease struct {
	ID                           id.ID
	Start, End                   period.Date // zero End: month to month
	MonthlyRent, SecurityDeposit *money.Amount
	Subsidized                   bool
	Status                       string
	SignedAt                     *time.Time
	TerminatedOn                 period.Date
	TerminationReason            string
	TerminationFee               *money.Amount
}

// StayDetail is a stay with everything that belongs to it.
type StayDetail struct {
	Stay
	Today        period.Date // the organization's
	Leases       []StayLease // in the order of their start
	Renters      []Renter    // whoever was a party, the primary one first
	Notices      []Notice    // the newest first
	Offers       []Offer     // the newest first
	Inspections  []Inspection
	Dispositions []Disposition
	DepositHeld  money.Amount // as the last opening says
	HeldKnown    bool         // an opening says so
}

// StayFilter narrows a list of stays. Zero values do not narrow.
type StayFilter struct {
	Query              string // in the unit's number, the property's name, the renters' names
	State              string // one of StayStates
	Days               int32  // of moving_in and moving_out: within so many days; 0 is 30
	PropertyID, UnitID id.ID
}

func (f StayFilter) check() error {
	var e fault.Fields
	e.Text("q", f.Query, false, 200)
	e.Check(f.State == "" || slices.Contains(StayStates, f.State), "state", "not_allowed", "Use one of: "+strings.Join(StayStates, ", ")+".")
	e.Check(f.Days >= 0 && f.Days <= 366, "days", "out_of_range", "Use 0 to 366 days.")
	return e.Err()
}

// usualDays is how far moving_in and moving_out look where nobody says.
const usualDays = 30

// Stays lists a page of stays. Errors: authz.ErrForbidden, Invalid for the parameters, page.ErrCursor.
func (s *Service) Stays(ctx context.Context, p tenancy.Principal, f StayFilter, r page.Request) ([]Stay, page.Page, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, StaySorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	if err := f.check(); err != nil {
		return nil, page.Page{}, err
	}
	if f.Days == 0 {
		f.Days = usualDays
	}
	var rows []leasingdb.ListStaysRow
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if err := tx.PlanEach(ctx); err != nil {
			return err
		}
		db := leasingdb.New(tx)
		today, err := db.Today(ctx, tx.Now(), g.Organization())
		if err != nil {
			return err
		}
		rows, err = db.ListStays(ctx, leasingdb.ListStaysParams{
			TenantID: g.Organization(), Today: today, Sort: q.Sort, PropertyScope: g.PropertyFilter(), PropertyID: f.PropertyID, UnitID: f.UnitID,
			State: f.State, Days: f.Days, Q: containing(f.Query), HasCursor: q.HasCursor, Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID,
			RowLimit: q.Fetch(),
		})
		return err
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list stays: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r leasingdb.ListStaysRow) (string, id.ID) { return r.SortKey, r.ID })
	out, shown := make([]Stay, 0, len(rows)), make([]id.ID, 0, len(rows))
	for _, row := range rows {
		out, shown = append(out, stayOf(row)), append(shown, row.ID)
	}
	if len(shown) > 0 {
		s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "tenancies", EntityIDs: shown})
	}
	return out, around, nil
}

// ToAcknowledge counts the households whose renters gave a notice that nobody has acknowledged yet. Error:
// authz.ErrForbidden.
func (s *Service) ToAcknowledge(ctx context.Context, p tenancy.Principal) (int64, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return 0, err
	}
	n, err := leasingdb.New(g.Reader(ctx, s.db)).CountToAcknowledge(ctx, g.Organization(), g.PropertyFilter())
	if err != nil {
		return 0, fmt.Errorf("count notices: %w", err)
	}
	return n, nil
}

// Stay returns one stay with what belongs to it. Errors: authz.ErrForbidden, postgres.ErrNotFound.
func (s *Service) Stay(ctx context.Context, p tenancy.Principal, stay id.ID) (StayDetail, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return StayDetail{}, err
	}
	var out StayDetail
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		today, err := q.Today(ctx, tx.Now(), g.Organization())
		if err != nil {
			return err
		}
		out, err = stayDetail(ctx, q, g, today, stay)
		return err
	})
	if err != nil {
		return StayDetail{}, fmt.Errorf("read stay: %w", err)
	}
	people := make([]id.ID, 0, len(out.Renters))
	for _, r := range out.Renters {
		people = append(people, r.ID)
	}
	s.recorder.Note(p, audit.Entry{
		Action: audit.ActionRead, EntityType: "tenants", EntityIDs: people, Detail: map[string]any{"tenancy_id": out.ID},
	})
	return out, nil
}

// oneStay reads a stay by itself. Error: postgres.ErrNotFound.
func oneStay(ctx context.Context, q *leasingdb.Queries, g authz.Grant, today period.Date, stay id.ID) (Stay, error) {
	if stay == id.Nil { // which would be every stay
		return Stay{}, postgres.ErrNotFound
	}
	rows, err := q.ListStays(ctx, leasingdb.ListStaysParams{
		TenantID: g.Organization(), Today: today, PropertyScope: g.PropertyFilter(), OnlyID: stay, RowLimit: 1,
	})
	if err != nil {
		return Stay{}, err
	}
	if len(rows) == 0 {
		return Stay{}, postgres.ErrNotFound
	}
	return stayOf(rows[0]), nil
}

func stayDetail(ctx context.Context, q *leasingdb.Queries, g authz.Grant, today period.Date, stay id.ID) (d StayDetail, err error) {
	org := g.Organization()
	d.Today = today
	if d.Stay, err = oneStay(ctx, q, g, today, stay); err != nil {
		return d, err
	}
	leases, err := q.StayLeases(ctx, org, stay)
	if err != nil {
		return d, err
	}
	for _, l := range leases {
		d.Leases = append(d.Leases, StayLease{
			ID: l.ID, Start: l.StartDate, End: l.EndDate, MonthlyRent: l.MonthlyRent, SecurityDeposit: l.SecurityDeposit,
			Subsidized: l.Subsidized, Status: l.Status, SignedAt: l.SignedAt, TerminatedOn: l.TerminatedOn,
			TerminationReason: textOf(l.TerminationReason), TerminationFee: l.TerminationFee,
		})
	}
	people, err := q.StayParties(ctx, org, stay)
	if err != nil {
		return d, err
	}
	for _, r := range people {
		d.Renters = append(d.Renters, Renter{
			ID: r.ID, Name: Name{First: r.FirstName, Last: r.LastName, Company: r.CompanyName}, Email: r.Email, Phone: r.Phone,
			Role: r.Role, Primary: r.IsPrimary, From: r.FromDate, To: r.ToDate,
		})
	}
	held, err := q.DepositHeld(ctx, org, stay)
	if err != nil {
		return d, err
	}
	d.DepositHeld, d.HeldKnown = held.Held, held.Known
	if d.Notices, err = noticesOf(ctx, q, g, stay, id.Nil); err != nil {
		return d, err
	}
	if d.Offers, err = offersOf(ctx, q, g, today, stay, id.Nil); err != nil {
		return d, err
	}
	if d.Inspections, err = inspectionsOf(ctx, q, g, stay, id.Nil); err != nil {
		return d, err
	}
	d.Dispositions, err = dispositionsOf(ctx, q, g, today, stay, id.Nil)
	return d, err
}

func stayOf(r leasingdb.ListStaysRow) Stay {
	return Stay{
		ID: r.ID, UnitID: r.UnitID, PropertyID: r.PropertyID, Number: r.Number, PropertyName: r.PropertyName, Renter: r.Renter,
		Status: r.Status, Holdover: r.Holdover, MovedInOn: r.MovedInOn, NoticeGivenOn: r.NoticeGivenOn,
		MoveOutPlannedOn: r.MoveOutPlannedOn, MovedOutOn: r.MovedOutOn, DepartureKind: textOf(r.DepartureKind),
		ForwardingAddress: textOf(r.ForwardingAddress), EvictionFiledOn: r.EvictionFiledOn, EvictionClosedOn: r.EvictionClosedOn,
		EvictionNote: textOf(r.EvictionNote), TransferredFromID: orNil(r.TransferredFromID), LeaseID: r.LeaseID, LeaseStart: r.StartDate,
		LeaseEnd: r.EndDate, LeaseStatus: r.LeaseStatus, MonthlyRent: r.MonthlyRent, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
}

func textOf(v *string) string {
	if v == nil {
		return ""
	}
	return *v
}

var escapeLike = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// containing is a pattern for ILIKE of what somebody looks for; nothing looked for is no pattern.
func containing(q string) string {
	if q = strings.TrimSpace(q); q == "" {
		return ""
	}
	return "%" + escapeLike.Replace(q) + "%"
}
