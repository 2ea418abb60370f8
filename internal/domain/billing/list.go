package billing

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ChargeSorts are the orders of charges; the first is the default.
var ChargeSorts = []string{"due_on"}

// ChargeFilter narrows a list of charges. Zero values do not narrow.
type ChargeFilter struct {
	Property, Tenancy, Run id.ID
	Kind                   string
	Open                   bool // something is open of them
}

// Charges lists a page of charges, with what is open of each. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Service) Charges(ctx context.Context, p tenancy.Principal, f ChargeFilter, r page.Request) ([]Charge, page.Page, error) {
	var rows []billingdb.ListChargesRow
	q, err := s.list(ctx, p, r, ChargeSorts, func(ctx context.Context, g authz.Grant, tx tenancy.Tx, q page.Query, after cursor) (err error) {
		rows, err = billingdb.New(tx).ListCharges(ctx, billingdb.ListChargesParams{
			TenantID: tx.Organization(), Properties: some(g.PropertyFilter()), PropertyID: f.Property, TenancyID: f.Tenancy, RunID: f.Run, Kind: f.Kind,
			OnlyOpen: f.Open, HasCursor: q.HasCursor, Descending: q.Descending, AfterDay: after.day, AfterID: q.ID, RowLimit: q.Fetch(),
		})
		return err
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list charges: %w", err)
	}
	rows, around := page.Cut(q, rows, func(c billingdb.ListChargesRow) (string, id.ID) { return c.DueOn.String(), c.ID })
	out := make([]Charge, 0, len(rows))
	for _, c := range rows {
		out = append(out, chargeOf(billingdb.FindChargesRow(c)))
	}
	shown(s, p, "charges", out, func(c Charge) id.ID { return c.ID })
	return out, around, nil
}

// cursor is the place of a page's cursor, as a day or a moment.
type cursor struct {
	day period.Date
	at  time.Time
}

// stamp is how the key of a cursor writes a moment.
const stamp = time.RFC3339Nano

// list reads a page of a list in a transaction of its own.
func (s *Service) list(
	ctx context.Context, p tenancy.Principal, r page.Request, sorts []string,
	read func(context.Context, authz.Grant, tenancy.Tx, page.Query, cursor) error,
) (page.Query, error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return page.Query{}, err
	}
	q, err := page.Parse(r, sorts...)
	if err != nil {
		return q, err
	}
	var after cursor
	if q.HasCursor {
		var dayless, timeless error
		after.day, dayless = period.Parse(q.Key)
		after.at, timeless = time.Parse(stamp, q.Key)
		if dayless != nil && timeless != nil {
			return q, page.ErrCursor
		}
	}
	return q, g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if err := tx.PlanEach(ctx); err != nil {
			return err
		}
		return read(ctx, g, tx, q, after)
	})
}

// shown tells whose money somebody saw.
func shown[T any](s *Service, p tenancy.Principal, table string, list []T, of func(T) id.ID) {
	if len(list) == 0 {
		return
	}
	ids := make([]id.ID, 0, len(list))
	for _, one := range list {
		ids = append(ids, of(one))
	}
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: table, EntityIDs: ids})
}

// OneCharge returns a charge. Errors: postgres.ErrNotFound, also for one of a property that the person was not given; authz.ErrForbidden.
func (s *Service) OneCharge(ctx context.Context, p tenancy.Principal, charge id.ID) (Charge, error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return Charge{}, err
	}
	rows, err := billingdb.New(g.Reader(ctx, s.db)).FindCharges(ctx, g.Organization(), []id.ID{charge})
	if err != nil {
		return Charge{}, fmt.Errorf("read a charge: %w", err)
	}
	if len(rows) == 0 || !g.Covers(rows[0].PropertyID) {
		return Charge{}, postgres.ErrNotFound
	}
	out := chargeOf(rows[0])
	shown(s, p, "charges", []Charge{out}, func(c Charge) id.ID { return c.ID })
	return out, nil
}

// ChargeCredit is what was forgiven of a charge.
type ChargeCredit = billingdb.CreditsOfChargeRow

// Credits lists what was forgiven of a charge. Errors: those of OneCharge.
func (s *Service) Credits(ctx context.Context, p tenancy.Principal, charge id.ID) ([]ChargeCredit, error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return nil, err
	}
	if _, err := s.OneCharge(ctx, p, charge); err != nil {
		return nil, err
	}
	rows, err := billingdb.New(g.Reader(ctx, s.db)).CreditsOfCharge(ctx, g.Organization(), charge)
	if err != nil {
		return nil, fmt.Errorf("credits of a charge: %w", err)
	}
	return rows, nil
}

// RunSorts are the orders of runs; the first is the default.
var RunSorts = []string{"started_at"}

// RunList lists a page of runs of a kind, or of both. Who was given some properties sees their part of those that charged something there.
// Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Service) RunList(ctx context.Context, p tenancy.Principal, kind string, r page.Request) ([]Run, page.Page, error) {
	var rows []billingdb.SeenRunsRow
	q, err := s.list(ctx, p, r, RunSorts, func(ctx context.Context, g authz.Grant, tx tenancy.Tx, q page.Query, after cursor) (err error) {
		rows, err = billingdb.New(tx).SeenRuns(ctx, billingdb.SeenRunsParams{
			TenantID: tx.Organization(), Asking: p.User, Properties: some(g.PropertyFilter()), Kind: kind,
			HasCursor: q.HasCursor, Descending: q.Descending, After: after.at, AfterID: q.ID, RowLimit: q.Fetch(),
		})
		return err
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list runs: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r billingdb.SeenRunsRow) (string, id.ID) { return r.StartedAt.UTC().Format(stamp), r.ID })
	out := make([]Run, 0, len(rows))
	for _, r := range rows {
		out = append(out, seenRun(r))
	}
	return out, around, nil
}

func seenRun(r billingdb.SeenRunsRow) Run {
	return Run{
		ID: r.ID, Kind: r.Kind, Through: r.Through, Stays: r.Leases, Done: r.Done, Charges: r.Charges, Amount: r.Amount, StartedBy: r.StartedBy, StartedAt: r.StartedAt,
		FinishedAt: r.FinishedAt, UndoneAt: r.UndoneAt, UndoneReason: r.UndoneReason,
	}
}

// OneRun returns a run as the person may see it. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) OneRun(ctx context.Context, p tenancy.Principal, run id.ID) (Run, error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return Run{}, err
	}
	if run == id.Nil {
		return Run{}, postgres.ErrNotFound
	}
	rows, err := billingdb.New(g.Reader(ctx, s.db)).SeenRuns(ctx, billingdb.SeenRunsParams{
		TenantID: g.Organization(), ID: run, Asking: p.User, Properties: some(g.PropertyFilter()), RowLimit: 1,
	})
	if err != nil {
		return Run{}, fmt.Errorf("read a run: %w", err)
	}
	if len(rows) == 0 {
		return Run{}, postgres.ErrNotFound
	}
	return seenRun(rows[0]), nil
}

// PreviewLateFees lists what BillLateFees would charge through a day, of at most limit stays. Errors: those of Preview.
func (s *Service) PreviewLateFees(ctx context.Context, p tenancy.Principal, through period.Date, limit int32) ([]Charge, error) {
	return s.previewFines(ctx, p, through, limit, false)
}

// WaitingLateFees lists the late fees that are not charged because nobody confirmed the lease's clause on them, of at most limit stays: what they
// would be today. Error: authz.ErrForbidden.
func (s *Service) WaitingLateFees(ctx context.Context, p tenancy.Principal, limit int32) ([]Charge, error) {
	return s.previewFines(ctx, p, period.Date{}, limit, true)
}

func (s *Service) previewFines(ctx context.Context, p tenancy.Principal, through period.Date, limit int32, unconfirmed bool) (out []Charge, err error) {
	g, err := authz.Require(p, authz.MoneyCharge)
	if err != nil {
		return nil, err
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		w, err := look(ctx, tx)
		if err != nil {
			return err
		}
		if through, err = w.throughDay(through); err != nil {
			return err
		}
		if through.After(w.today) {
			through = w.today
		}
		stays, err := w.toBill(ctx, g, id.Nil, through, limit)
		if err != nil || len(stays) == 0 {
			return err
		}
		out, err = w.fines(ctx, fineQuestion{tenancies: stays, through: through, preview: true, unconfirmed: unconfirmed})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("preview late fees: %w", err)
	}
	return out, nil
}

// StayThere asks whether a stay is there and was given to the person for an action: the two are told alike. Errors: postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Service) StayThere(ctx context.Context, p tenancy.Principal, a authz.Action, stayID id.ID) error {
	g, err := authz.Require(p, a)
	if err != nil {
		return err
	}
	property, err := billingdb.New(g.Reader(ctx, s.db)).PlaceOfStay(ctx, g.Organization(), stayID)
	if err != nil {
		return err
	}
	if !g.Covers(property) {
		return postgres.ErrNotFound
	}
	return nil
}

// TakenOn is how a property came into these books.
type TakenOn = billingdb.TakeOnOfPropertyRow

// TakeOnOf returns how a property was taken on. Errors: postgres.ErrNotFound, also for a property that was not; authz.ErrForbidden.
func (s *Service) TakeOnOf(ctx context.Context, p tenancy.Principal, property id.ID) (TakenOn, error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return TakenOn{}, err
	}
	if !g.Covers(property) {
		return TakenOn{}, postgres.ErrNotFound
	}
	return billingdb.New(g.Reader(ctx, s.db)).TakeOnOfProperty(ctx, g.Organization(), property)
}
