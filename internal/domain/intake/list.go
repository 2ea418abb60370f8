package intake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/intake/internal/intakedb"
	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// State is how far an import is.
type State string

// The states.
const (
	Waiting  State = "waiting"  // for somebody to confirm it
	Running  State = "running"  // a job brings it in
	Failed   State = "failed"   // it could not be brought in; nothing of it is here
	Imported State = "imported" // it came in
	Undone   State = "undone"   // it came in and was taken back
)

// Summary is an import in a list.
type Summary struct {
	ID        id.ID
	FileName  string
	State     State
	Layout    string      // "" before it came in
	AsOf      period.Date // zero where it is not known yet
	Counts    Counts      // zero before it came in
	CreatedAt time.Time   // when the file was sent, or came in
	UndoneAt  *time.Time
}

// Detail is one import: a file that waits with its preview, or one that came in with its result.
type Detail struct {
	Summary
	// Of a file that waits or failed.
	Columns     *rentroll.Columns // for a list in no known layout; nil otherwise
	Mapping     rentroll.Mapping  // what is chosen so far
	Report      Report            // what would become of it; empty where the columns are not chosen yet
	Rows        []Row             // every line's fate
	Unreadable  error             // a fault of the file as a whole; nil where it can be read
	AsOfMissing bool              // nothing dates the file: it has to be said
	Failure     string            // why it could not be brought in, "" unless it failed
	ExpiresAt   time.Time
	// Of a file that is being brought in.
	Done, Total int
	// Of a file that came in.
	Openings Openings
	Undoable bool
}

// Openings are the balances and deposits that an import brought, as the earlier system stated them on the as-of date. They
// are kept for the ledger's beginning.
type Openings struct {
	Leases                                                       int
	PastDue, Prepaid, DepositHeld, OtherDeposits, OtherRecurring money.Amount
}

// listLimit is how many imports a page of the list has.
const listLimit = 50

// List lists the imports before one of them (id.Nil: from the newest), and more reports whether there are others behind
// them. Errors: authz.ErrForbidden, ErrLimited, organization.ErrFeatureOff.
func (s *Service) List(ctx context.Context, p tenancy.Principal, before id.ID) (list []Summary, more bool, err error) {
	g, err := s.enter(ctx, p)
	if err != nil {
		return nil, false, err
	}
	found, err := intakedb.New(g.Reader(ctx, s.db)).ListImports(ctx, listLimit+1, g.Organization(), before)
	if err != nil {
		return nil, false, fmt.Errorf("list imports: %w", err)
	}
	for _, r := range found {
		if len(list) == listLimit {
			return list, true, nil
		}
		v := Summary{
			ID: r.ID, FileName: r.FileName, State: State(r.State), Layout: r.Layout, AsOf: r.AsOf, CreatedAt: r.CreatedAt, UndoneAt: r.UndoneAt,
		}
		if v.UndoneAt != nil {
			v.State = Undone
		}
		if err := json.Unmarshal(r.Counts, &v.Counts); err != nil {
			return nil, false, fmt.Errorf("counts of an import: %w", err)
		}
		list = append(list, v)
	}
	return list, false, nil
}

// Get returns one import. Errors: as of List; postgres.ErrNotFound.
func (s *Service) Get(ctx context.Context, p tenancy.Principal, at id.ID) (Detail, error) {
	g, err := s.enterOne(ctx, p)
	if err != nil {
		return Detail{}, err
	}
	q, org := intakedb.New(g.Reader(ctx, s.db)), g.Organization()
	row, err := q.GetImport(ctx, org, at)
	if errors.Is(err, postgres.ErrNotFound) {
		return s.preview(ctx, g, at)
	}
	if err != nil {
		return Detail{}, fmt.Errorf("find import: %w", err)
	}
	d := Detail{
		Summary: Summary{
			ID: row.ID, FileName: row.FileName, State: Imported, Layout: row.Layout, AsOf: row.AsOf, CreatedAt: row.CreatedAt, UndoneAt: row.UndoneAt,
		},
		Undoable: row.Undoable && row.UndoneAt == nil,
	}
	if row.UndoneAt != nil {
		d.State = Undone
	}
	d.Report.AsOfSource = rentroll.AsOfSource(row.AsOfSource)
	if err := json.Unmarshal(row.Counts, &d.Counts); err != nil {
		return Detail{}, fmt.Errorf("counts of an import: %w", err)
	}
	o, err := q.SumOpenings(ctx, org, at)
	if err != nil {
		return Detail{}, fmt.Errorf("sum openings: %w", err)
	}
	d.Openings = Openings{int(o.Leases), o.PastDue, o.Prepaid, o.DepositHeld, o.OtherDepositHeld, o.OtherRecurring}
	return d, nil
}

// preview tells what would become of a file that waits.
func (s *Service) preview(ctx context.Context, g authz.Grant, at id.ID) (Detail, error) {
	w, err := s.waiting(ctx, g, at)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{
		Summary: Summary{ID: at, FileName: w.row.FileName, State: State(w.row.State), AsOf: w.row.AsOf, CreatedAt: w.row.CreatedAt},
		Mapping: w.in.Mapping, Failure: w.row.Failure, ExpiresAt: w.row.ExpiresAt, Done: int(w.row.Done), Total: int(w.row.Total),
	}
	if d.State == Running {
		return d, nil
	}
	if isArchive(w.in.Data) {
		return s.previewArchive(ctx, g, w, d)
	}
	columns, known, err := rentroll.ReadColumns(w.in.Data)
	if err != nil {
		d.Unreadable = err
		return d, nil
	}
	if !known {
		d.Columns = &columns
		if d.Mapping == nil {
			d.Mapping = columns.Guess
			return d, nil
		}
	}
	roll, report, err := read(w.in, w.today)
	if err != nil && !errors.Is(err, ErrRefused) {
		d.Unreadable = err
		return d, nil
	}
	decided := fates{}
	if err == nil {
		err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
			plan, err := newPlan(ctx, tx, roll, at, &report)
			if err != nil {
				return err
			}
			plan.found.addTo(&report)
			decided = plan.fates
			return nil
		})
		if err != nil {
			return Detail{}, fmt.Errorf("compare with what is here: %w", err)
		}
	}
	d.Report, d.Layout, d.AsOf = report, report.Layout, report.AsOf
	d.AsOfMissing = report.AsOfSource == rentroll.AsOfToday
	d.Rows = rows(roll, decided, report.Issues)
	return d, nil
}
