package billing

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The kinds of runs.
const (
	RunRent     = "rent"
	RunLateFees = "late_fee"
)

// batch is how many stays are billed in one transaction: what was done is kept when the program is killed, and others post in between.
const batch = 200

// Run is a charging of many stays.
type Run struct {
	ID           id.ID
	Kind         string
	Through      period.Date
	Done         int32 // stays
	Charges      int32
	Amount       money.Amount
	StartedBy    *id.ID
	StartedAt    time.Time
	FinishedAt   *time.Time
	UndoneAt     *time.Time
	UndoneReason string
}

func runOf(r billingdb.FindRunRow) Run {
	return Run{
		ID: r.ID, Kind: r.Kind, Through: r.Through, Done: r.Done, Charges: r.Charges, Amount: r.Amount, StartedBy: r.StartedBy, StartedAt: r.StartedAt,
		FinishedAt: r.FinishedAt, UndoneAt: r.UndoneAt, UndoneReason: r.UndoneReason,
	}
}

// ahead is how far ahead of today rent may be charged.
const ahead = 62

// throughDay checks the day of a run; zero means today and the organization's days ahead.
func (w work) throughDay(through period.Date) (period.Date, error) {
	usual := w.today.AddDays(int(w.rules.ChargeDaysAhead))
	if through.IsZero() {
		return usual, nil
	}
	var f fault.Fields
	f.Check(!through.After(w.today.AddDays(ahead)) && !through.Before(w.today.AddMonths(-24)), "/through", "range",
		fmt.Sprintf("Use a day of the last two years, or of the next %d days.", ahead))
	return through, f.Err()
}

// Preview lists what BillRent would charge through a day, of at most limit stays. Error: Invalid for the day, authz.ErrForbidden.
func (s *Service) Preview(ctx context.Context, p tenancy.Principal, through period.Date, limit int32) (out []Charge, err error) {
	g, err := authz.Require(p, authz.MoneyCharge)
	if err != nil {
		return nil, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		w, err := begin(ctx, tx)
		if err != nil {
			return err
		}
		if through, err = w.throughDay(through); err != nil {
			return err
		}
		stays, err := w.toBill(ctx, g, id.Nil, through, limit)
		if err != nil {
			return err
		}
		out, err = w.dueOf(ctx, stays, through)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("preview the rent: %w", err)
	}
	return out, nil
}

// BillRent charges rent, recurring items and deposits that are due through a day (zero: today and the organization's days ahead), and settles with
// what was prepaid what is due by today. Each day of each rule is charged once, however often and wherever this runs; killed in the
// middle it keeps what it did, and the next run does the rest. Errors: Invalid for the day, ledger.ErrLocked, authz.ErrForbidden.
func (s *Service) BillRent(ctx context.Context, p tenancy.Principal, through period.Date) (Run, error) {
	return s.run(ctx, p, RunRent, through, func(ctx context.Context, g authz.Grant, w work, run id.ID, after id.ID, through period.Date) (id.ID, []Charge, int, error) {
		stays, err := w.toBill(ctx, g, after, through, batch)
		if err != nil || len(stays) == 0 {
			return id.Nil, nil, 0, err
		}
		due, err := w.dueOf(ctx, stays, through)
		if err != nil {
			return id.Nil, nil, 0, err
		}
		made, err := w.write(ctx, run, due)
		if err != nil {
			return id.Nil, nil, 0, err
		}
		with, err := w.q.StaysWithPrepaid(ctx, w.org, stays)
		if err != nil {
			return id.Nil, nil, 0, err
		}
		for _, st := range with {
			if err := w.applyPrepaid(ctx, st, w.today); err != nil {
				return id.Nil, nil, 0, err
			}
		}
		return stays[len(stays)-1], made, len(stays), nil
	})
}

// BillLateFees posts the late fees that are due through a day (zero: today). Errors: those of BillRent.
func (s *Service) BillLateFees(ctx context.Context, p tenancy.Principal, through period.Date) (Run, error) {
	return s.run(ctx, p, RunLateFees, through, func(ctx context.Context, g authz.Grant, w work, run id.ID, after id.ID, through period.Date) (id.ID, []Charge, int, error) {
		if through.After(w.today) {
			through = w.today
		}
		stays, err := w.toBill(ctx, g, after, through, batch)
		if err != nil || len(stays) == 0 {
			return id.Nil, nil, 0, err
		}
		made, err := w.fines(ctx, fineQuestion{tenancies: stays, through: through, run: run})
		return stays[len(stays)-1], made, len(stays), err
	})
}

func (s *Service) run(
	ctx context.Context, p tenancy.Principal, kind string, through period.Date,
	do func(context.Context, authz.Grant, work, id.ID, id.ID, period.Date) (last id.ID, made []Charge, stays int, err error),
) (out Run, err error) {
	g, err := authz.Require(p, authz.MoneyCharge)
	if err != nil {
		return out, err
	}
	run, after := id.New(), id.Nil
	for first := true; ; first = false {
		finished := false
		err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
			w, err := begin(ctx, tx)
			if err != nil {
				return err
			}
			if first {
				if through, err = w.throughDay(through); err != nil {
					return err
				}
				if err := w.q.InsertRun(ctx, billingdb.InsertRunParams{
					TenantID: w.org, ID: run, Kind: kind, Through: through, StartedBy: w.by(), StartedAt: tx.Now(),
				}); err != nil {
					return err
				}
			}
			last, made, stays, err := do(ctx, g, w, run, after, through)
			if err != nil {
				return err
			}
			after, finished = last, stays == 0
			var sum money.Amount
			for _, c := range made {
				sum = sum.Add(c.Amount)
			}
			if err := w.q.RunDone(ctx, billingdb.RunDoneParams{
				TenantID: w.org, ID: run, Done: int32(stays), Charges: int32(len(made)), Amount: sum, Finished: finished, At: tx.Now(),
			}); err != nil {
				return err
			}
			r, err := w.q.FindRun(ctx, w.org, run)
			out = runOf(r)
			return err
		})
		if err != nil {
			return out, fmt.Errorf("run %s: %w", kind, err)
		}
		if finished {
			return out, nil
		}
	}
}

func (w work) toBill(ctx context.Context, g authz.Grant, after id.ID, through period.Date, limit int32) ([]id.ID, error) {
	stays, err := w.q.StaysToBill(ctx, billingdb.StaysToBillParams{
		TenantID: w.org, Properties: some(g.PropertyFilter()), After: after, Through: through, RowLimit: limit,
	})
	if err != nil {
		return nil, fmt.Errorf("stays to bill: %w", err)
	}
	return stays, nil
}

// dueOf reckons what stays owe by their schedules through a day and were not charged yet.
func (w work) dueOf(ctx context.Context, stays []id.ID, through period.Date) ([]Charge, error) {
	list, properties, leases, err := w.billables(ctx, stays)
	if err != nil {
		return nil, fmt.Errorf("what stays owe: %w", err)
	}
	rules, err := leasing.PoliciesTx(ctx, w.tx, properties, leases)
	if err != nil {
		return nil, err
	}
	var out []Charge
	for _, b := range list {
		if len(b.leases) > 0 {
			out = append(out, b.due(func(l billingdb.BillableLeasesRow) leasing.ResolvedPolicy {
				return rules.Of(b.stay.PropertyID, l.ID, l.LateFeeConfirmedOn)
			}, through)...)
		}
	}
	return out, nil
}

func (w work) billables(ctx context.Context, stays []id.ID) (list []*billable, properties, leases []id.ID, err error) {
	rows, err := w.q.BillableStays(ctx, w.org, stays)
	if err != nil {
		return nil, nil, nil, err
	}
	at, of := map[id.ID]*billable{}, map[id.ID]*billable{}
	earliest := w.today
	for _, r := range rows {
		b := &billable{stay: r, rents: map[id.ID][]billingdb.BillableRentsRow{}, recurring: map[id.ID][]billingdb.BillableRecurringRow{}}
		at[r.ID], list, properties = b, append(list, b), append(properties, r.PropertyID)
		if r.FirstPeriod.Before(earliest) {
			earliest = r.FirstPeriod
		}
	}
	terms, err := w.q.BillableLeases(ctx, w.org, stays)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, l := range terms {
		at[l.TenancyID].leases, of[l.ID], leases = append(at[l.TenancyID].leases, l), at[l.TenancyID], append(leases, l.ID)
	}
	rents, err := w.q.BillableRents(ctx, w.org, stays)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, r := range rents {
		if b := of[r.LeaseID]; b != nil {
			b.rents[r.LeaseID] = append(b.rents[r.LeaseID], r)
		}
	}
	recurring, err := w.q.BillableRecurring(ctx, w.org, stays)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, r := range recurring {
		if b := of[r.LeaseID]; b != nil {
			b.recurring[r.LeaseID] = append(b.recurring[r.LeaseID], r)
		}
	}
	deposits, err := w.q.BillableDeposits(ctx, w.org, stays)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, d := range deposits {
		if b := of[d.LeaseID]; b != nil {
			b.deposits = append(b.deposits, d)
		}
	}
	billed, err := w.q.BilledPeriods(ctx, w.org, stays, earliest)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, d := range billed {
		at[d.TenancyID].billed = append(at[d.TenancyID].billed, d)
	}
	return list, properties, leases, nil
}

// Undo takes back a run of which nothing is settled: each charge is reversed on its own day, or the first open one, and its days may be charged
// again. Errors: Invalid for the reason, ErrUndone, ErrTouched, authz.ErrForbidden, postgres.ErrNotFound.
func (s *Service) Undo(ctx context.Context, p tenancy.Principal, key tenancy.Key, run id.ID, reason string) (Run, error) {
	return act(ctx, s, p, authz.MoneyCharge, key, "undo a run", func(ctx context.Context, g authz.Grant, w work) (Run, error) {
		var f fault.Fields
		f.Text("/reason", reason, true, 1000)
		if err := f.Err(); err != nil {
			return Run{}, err
		}
		r, err := w.q.FindRun(ctx, w.org, run)
		if err != nil {
			return Run{}, err
		}
		if r.UndoneAt != nil {
			return Run{}, ErrUndone
		}
		rows, err := w.q.ChargesOfRun(ctx, w.org, run)
		if err != nil {
			return Run{}, err
		}
		ids := make([]id.ID, len(rows))
		for i, c := range rows {
			switch {
			case !g.Covers(c.PropertyID):
				return Run{}, authz.ErrForbidden
			case c.Touched:
				return Run{}, ErrTouched
			}
			ids[i] = c.ID
			if _, err := ledger.Reverse(ctx, w.tx, ledger.Reversal{Entry: c.JournalEntryID, Reason: reason}); err != nil {
				return Run{}, err
			}
		}
		if _, err := w.q.UndoCharges(ctx, w.tx.Now(), w.org, ids); err != nil {
			return Run{}, err
		}
		if err := w.q.UndoRun(ctx, billingdb.UndoRunParams{TenantID: w.org, ID: run, UndoneBy: w.by(), At: w.tx.Now(), Reason: reason}); err != nil {
			return Run{}, err
		}
		r, err = w.q.FindRun(ctx, w.org, run)
		return runOf(r), err
	})
}

// Runs lists the latest runs. Error: authz.ErrForbidden.
func (s *Service) Runs(ctx context.Context, p tenancy.Principal) ([]Run, error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return nil, err
	}
	rows, err := billingdb.New(g.Reader(ctx, s.db)).ListRuns(ctx, g.Organization(), 100)
	if err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	out := make([]Run, 0, len(rows))
	for _, r := range rows {
		out = append(out, runOf(billingdb.FindRunRow(r)))
	}
	return out, nil
}
