package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/domain/intake/internal/intakedb"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Faults of taking back.
var (
	// ErrBuiltUpon says that something of an import was changed or built upon since; Obstacles lists what.
	ErrBuiltUpon = fault.New(fault.Conflict, "import_built_upon",
		"Something that this import made was changed since, or something else was built upon it. It can no longer be undone as a whole.")
	// ErrUndone says that an import was taken back before.
	ErrUndone = fault.New(fault.Conflict, "import_undone", "This import was undone before.")
	// ErrTooOld says that an import came in before the program kept what it needs to take one back.
	ErrTooOld = fault.New(fault.Conflict, "import_not_undoable", "This import came in before imports could be undone.")
)

// Obstacle is something that stands in the way of taking an import back.
type Obstacle struct {
	Kind  string `json:"kind"`  // such as "lease_changed" or "document"
	Count int    `json:"count"` // how many
}

// Obstacles lists what stands in the way of taking an import back: nothing, if Undo would do it.
func (s *Service) Obstacles(ctx context.Context, p tenancy.Principal, at id.ID) ([]Obstacle, error) {
	g, err := s.enterOne(ctx, p)
	if err != nil {
		return nil, err
	}
	q, org := intakedb.New(g.Reader(ctx, s.db)), g.Organization()
	if _, err := q.GetImport(ctx, org, at); err != nil {
		return nil, err
	}
	return obstacles(ctx, g.Reader(ctx, s.db), org, at)
}

func obstacles(ctx context.Context, on tenancy.DBTX, org, at id.ID) ([]Obstacle, error) {
	found, err := intakedb.New(on).Obstacles(ctx, org, at)
	if err != nil {
		return nil, fmt.Errorf("look what was built upon an import: %w", err)
	}
	brought, err := transfer.Obstacles(ctx, on, org, at)
	if err != nil {
		return nil, err
	}
	list := []Obstacle{}
	add := func(kind string, n int) {
		i := slices.IndexFunc(list, func(o Obstacle) bool { return o.Kind == kind })
		switch {
		case n == 0:
		case i < 0:
			list = append(list, Obstacle{kind, n})
		default:
			list[i].Count += n
		}
	}
	for _, f := range found {
		add(f.Kind, int(f.Found))
	}
	for _, f := range brought {
		add(f.Kind, f.Count)
	}
	return list, nil
}

// Undo takes an import back as a whole: everything that it made is deleted by one deletion, units that it only changed get
// the status that they had, and the same file can come again. Errors: ErrBuiltUpon, ErrUndone, ErrTooOld,
// postgres.ErrNotFound.
func (s *Service) Undo(ctx context.Context, p tenancy.Principal, at id.ID) error {
	g, err := s.enterOne(ctx, p)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error { return undoTx(ctx, tx, at) })
	if err != nil {
		return fmt.Errorf("undo import: %w", err)
	}
	return nil
}

func undoTx(ctx context.Context, tx tenancy.Tx, at id.ID) error {
	q, org := intakedb.New(tx), tx.Organization()
	if err := q.BePatient(ctx); err != nil {
		return err
	}
	if _, err := q.LockOrganization(ctx, org); err != nil {
		return err
	}
	row, err := q.LockImport(ctx, org, at)
	switch {
	case err != nil:
		return err
	case row.UndoneAt != nil:
		return ErrUndone
	case !row.Undoable:
		return ErrTooOld
	}
	found, err := obstacles(ctx, tx, org, at)
	if err != nil {
		return err
	}
	if len(found) > 0 {
		return ErrBuiltUpon
	}
	r := leasing.Removal{ID: id.New(), At: tx.Now()}
	if user := tx.Principal().User; user != id.Nil {
		r.By = &user
	}
	if _, err := q.MarkUndone(ctx, intakedb.MarkUndoneParams{TenantID: org, ID: at, UndoneAt: r.At, UndoneBy: r.By, DeletionID: r.ID}); err != nil {
		return err
	}
	if err := leasing.TakeBackTx(ctx, tx, row.TenancyIds, row.RenterIds, r); err != nil {
		return err
	}
	if err := property.TakeBackTx(ctx, tx, row.PropertyIds, row.UnitIds, r.ID, r.At); err != nil {
		return err
	}
	if err := transfer.TakeBackTx(ctx, tx, at); err != nil {
		return err
	}
	var earlier map[id.ID]string
	if err := json.Unmarshal(row.EarlierStatuses, &earlier); err != nil {
		return fmt.Errorf("earlier statuses: %w", err)
	}
	if _, err := property.SetStatusesTx(ctx, tx, earlier); err != nil {
		return err
	}
	return event.Write(ctx, tx, ImportUndone, at, event.None{})
}

// finish keeps what the import made, for taking it back.
func (p *plan) finish(ctx context.Context, tx tenancy.Tx) error {
	earlier, err := json.Marshal(p.earlier)
	if err != nil {
		return fmt.Errorf("keep earlier statuses: %w", err)
	}
	a := intakedb.FinishImportParams{
		TenantID: tx.Organization(), ID: p.importID, EarlierStatuses: earlier,
		PropertyIds: []id.ID{}, UnitIds: []id.ID{}, TenancyIds: []id.ID{}, RenterIds: []id.ID{},
	}
	for _, n := range p.properties {
		a.PropertyIds = append(a.PropertyIds, n.ID)
		for _, u := range n.Units {
			a.UnitIds = append(a.UnitIds, u.ID)
		}
	}
	for _, u := range p.units {
		a.UnitIds = append(a.UnitIds, u.ID)
	}
	for _, h := range p.households {
		a.TenancyIds = append(a.TenancyIds, h.TenancyID)
		for _, r := range h.Renters {
			if !r.Existing {
				a.RenterIds = append(a.RenterIds, r.ID)
			}
		}
	}
	if _, err := intakedb.New(tx).FinishImport(ctx, a); err != nil {
		return fmt.Errorf("keep what was made: %w", err)
	}
	return nil
}
