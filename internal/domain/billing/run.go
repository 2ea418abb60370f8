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
	Stays        int32 // to look at
	Done         int32 // of them
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
		ID: r.ID, Kind: r.Kind, Through: r.Through, Stays: r.Leases, Done: r.Done, Charges: r.Charges, Amount: r.Amount, StartedBy: r.StartedBy, StartedAt: r.StartedAt,
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
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		w, err := look(ctx, tx)
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

// biller charges the next stays after one, and says which was the last of them, what it charged and how many it looked at: none are left at 0.
type biller func(ctx context.Context, g authz.Grant, w work, r pass) (last id.ID, made []Charge, stays int, err error)

// pass is one batch of a run.
type pass struct {
	run, after id.ID
	through    period.Date
}

// billers are the ways of charging, by kind of run.
var billers = map[string]biller{RunRent: billRents, RunLateFees: billFines}

func billRents(ctx context.Context, g authz.Grant, w work, r pass) (id.ID, []Charge, int, error) {
	stays, err := w.toBill(ctx, g, r.after, r.through, batch)
	if err != nil || len(stays) == 0 {
		return id.Nil, nil, 0, err
	}
	due, err := w.dueOf(ctx, stays, r.through)
	if err != nil {
		return id.Nil, nil, 0, err
	}
	made, err := w.write(ctx, r.run, due)
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
}

func billFines(ctx context.Context, g authz.Grant, w work, r pass) (id.ID, []Charge, int, error) {
	if r.through.After(w.today) {
		r.through = w.today
	}
	stays, err := w.toBill(ctx, g, r.after, r.through, batch)
	if err != nil || len(stays) == 0 {
		return id.Nil, nil, 0, err
	}
	made, err := w.fines(ctx, fineQuestion{tenancies: stays, through: r.through, run: r.run})
	return stays[len(stays)-1], made, len(stays), err
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
