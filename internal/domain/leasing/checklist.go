package leasing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The most that a checklist holds.
const (
	mostAreas = 50
	mostItems = 300
)

// ChecklistTemplate is what an organization looks at when it walks through a unit.
type ChecklistTemplate struct {
	ID         id.ID
	Name, Kind string // of InspectionKinds
	Areas      []Area
	Version    int32
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// UsualChecklist is what is looked at where an organization has no checklist of its own.
func UsualChecklist() []Area { return slices.Clone(usualAreas) }

func (t *ChecklistTemplate) check() error {
	var f fault.Fields
	t.Name = strings.TrimSpace(t.Name)
	f.Text("/name", t.Name, true, 255)
	f.Check(slices.Contains(InspectionKinds, t.Kind), "/kind", "not_allowed", "Choose what the walk is for.")
	items := 0
	for _, a := range t.Areas {
		items += len(a.Items)
		f.Check(strings.TrimSpace(a.Area) != "" && len(a.Area) <= 100, "/areas", "area_invalid", "Give each area a name of at most 100 characters.")
		f.Check(len(a.Items) > 0, "/areas", "area_empty", "Give each area something to look at.")
		for _, item := range a.Items {
			f.Check(strings.TrimSpace(item) != "" && len(item) <= 200, "/areas", "item_invalid", "Give each item a name of at most 200 characters.")
		}
	}
	f.Check(items > 0, "/areas", "required", "Give at least one area with something to look at.")
	f.Check(len(t.Areas) <= mostAreas && items <= mostItems, "/areas", "too_many", "A checklist holds at most 50 areas and 300 items.")
	return f.Err()
}

// Checklists lists the organization's own checklists by kind and name. Error: authz.ErrForbidden.
func (s *Service) Checklists(ctx context.Context, p tenancy.Principal) ([]ChecklistTemplate, error) {
	g, err := authz.Require(p, authz.TemplateRead)
	if err != nil {
		return nil, err
	}
	list, err := checklists(ctx, leasingdb.New(g.Reader(ctx, s.db)), g.Organization(), id.Nil)
	if err != nil {
		return nil, fmt.Errorf("list checklists: %w", err)
	}
	return list, nil
}

// Checklist returns one of them. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Checklist(ctx context.Context, p tenancy.Principal, template id.ID) (ChecklistTemplate, error) {
	g, err := authz.Require(p, authz.TemplateRead)
	if err != nil {
		return ChecklistTemplate{}, err
	}
	return oneChecklist(ctx, leasingdb.New(g.Reader(ctx, s.db)), g.Organization(), template)
}

func checklists(ctx context.Context, q *leasingdb.Queries, org, only id.ID) ([]ChecklistTemplate, error) {
	rows, err := q.ChecklistTemplates(ctx, org, only)
	if err != nil {
		return nil, err
	}
	out := make([]ChecklistTemplate, 0, len(rows))
	for _, r := range rows {
		t := ChecklistTemplate{ID: r.ID, Name: r.Name, Kind: r.Kind, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
		if err := json.Unmarshal(r.Areas, &t.Areas); err != nil {
			return nil, fmt.Errorf("areas of a checklist: %w", err)
		}
		out = append(out, t)
	}
	return out, nil
}

func oneChecklist(ctx context.Context, q *leasingdb.Queries, org, template id.ID) (ChecklistTemplate, error) {
	if template == id.Nil {
		return ChecklistTemplate{}, postgres.ErrNotFound
	}
	list, err := checklists(ctx, q, org, template)
	if err == nil && len(list) == 0 {
		err = postgres.ErrNotFound
	}
	if err != nil {
		return ChecklistTemplate{}, err
	}
	return list[0], nil
}

// onChecklists changes the organization's checklists, which are its own as a whole.
func (s *Service) onChecklists(
	ctx context.Context, p tenancy.Principal, what string, do func(context.Context, tenancy.Tx, *leasingdb.Queries) (id.ID, error),
) (out ChecklistTemplate, err error) {
	g, err := authz.Require(p, authz.TemplateWrite)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		made, err := do(ctx, tx, q)
		if err != nil || made == id.Nil {
			return err
		}
		out, err = oneChecklist(ctx, q, tx.Organization(), made)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("%s: %w", what, err)
	}
	return out, nil
}

// AddChecklist makes a checklist, once for its key. Errors: Invalid with fields, checklist_name_taken, authz.ErrForbidden.
func (s *Service) AddChecklist(ctx context.Context, p tenancy.Principal, key tenancy.Key, t ChecklistTemplate) (ChecklistTemplate, error) {
	if err := t.check(); err != nil {
		return ChecklistTemplate{}, err
	}
	return s.onChecklists(ctx, p, "add checklist", func(ctx context.Context, tx tenancy.Tx, q *leasingdb.Queries) (id.ID, error) {
		made, _, err := tenancy.Once(ctx, tx, key, func() (id.ID, error) {
			areas, err := json.Marshal(t.Areas)
			if err != nil {
				return id.Nil, err
			}
			made := id.New()
			return made, q.InsertChecklistTemplate(ctx, leasingdb.InsertChecklistTemplateParams{
				TenantID: tx.Organization(), ID: made, Name: t.Name, Kind: t.Kind, Areas: areas,
			})
		})
		return made, err
	})
}

// stored is a checklist that is about to change: ErrChanged where its version is another one than is expected.
func (t *ChecklistTemplate) stored(ctx context.Context, q *leasingdb.Queries, org, template id.ID, version *int32) (err error) {
	*t, err = oneChecklist(ctx, q, org, template)
	if err == nil && version != nil && *version != t.Version {
		err = ErrChanged
	}
	return err
}

// UpdateChecklist changes the name and the areas of a checklist, what it is for stays; walks that were begun keep theirs.
// Errors: Invalid with fields, checklist_name_taken, ErrChanged where its version is another one, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Service) UpdateChecklist(
	ctx context.Context, p tenancy.Principal, template id.ID, version *int32, change func(*ChecklistTemplate),
) (ChecklistTemplate, error) {
	return s.onChecklists(ctx, p, "update checklist", func(ctx context.Context, tx tenancy.Tx, q *leasingdb.Queries) (id.ID, error) {
		var t ChecklistTemplate
		if err := t.stored(ctx, q, tx.Organization(), template, version); err != nil {
			return id.Nil, err
		}
		before := t
		change(&t)
		t.Kind = before.Kind
		if err := t.check(); err != nil {
			return id.Nil, err
		}
		areas, err := json.Marshal(t.Areas)
		if err != nil {
			return id.Nil, err
		}
		n, err := q.UpdateChecklistTemplate(ctx, leasingdb.UpdateChecklistTemplateParams{
			TenantID: tx.Organization(), ID: template, Name: t.Name, Areas: areas, Version: before.Version,
		})
		if err == nil && n == 0 {
			err = ErrChanged
		}
		return template, err
	})
}

// DeleteChecklist deletes a checklist. Errors: ErrChanged where its version is another one, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Service) DeleteChecklist(ctx context.Context, p tenancy.Principal, template id.ID, version *int32) error {
	_, err := s.onChecklists(ctx, p, "delete checklist", func(ctx context.Context, tx tenancy.Tx, q *leasingdb.Queries) (id.ID, error) {
		var t ChecklistTemplate
		if err := t.stored(ctx, q, tx.Organization(), template, version); err != nil {
			return id.Nil, err
		}
		row := leasingdb.DeleteChecklistTemplateParams{TenantID: tx.Organization(), ID: template, Now: tx.Now(), DeletionID: id.New(), Version: t.Version}
		if user := tx.Principal().User; user != id.Nil {
			row.DeletedBy = &user
		}
		n, err := q.DeleteChecklistTemplate(ctx, row)
		if err == nil && n == 0 {
			err = ErrChanged
		}
		return id.Nil, err
	})
	return err
}

// RestoreChecklist brings a deleted checklist back. Errors: checklist_name_taken where another one has its name by now,
// postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) RestoreChecklist(ctx context.Context, p tenancy.Principal, template id.ID) (ChecklistTemplate, error) {
	return s.onChecklists(ctx, p, "restore checklist", func(ctx context.Context, tx tenancy.Tx, q *leasingdb.Queries) (id.ID, error) {
		if template == id.Nil {
			return id.Nil, postgres.ErrNotFound
		}
		_, err := q.RestoreChecklistTemplate(ctx, tx.Organization(), template)
		return template, err
	})
}
