package template

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/template/internal/templatedb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/pdf"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrChanged says that the text was changed since it was read.
var ErrChanged = fault.New(fault.Precondition, "changed_since", "This was changed since you opened it. Look at it again before you save.")

// Kinds are what a text can be for.
var Kinds = []string{"lease", "addendum", "notice", "disposition_letter", "renewal_offer", "other"}

// Sorts are the orders that a list of templates offers; the first is the default.
var Sorts = []string{"name", "kind"}

// maxBody bounds a text, in characters.
const maxBody = 100_000

// Template is a text that documents are made from.
type Template struct {
	ID               id.ID
	Name, Kind, Body string
	Number           int32 // of the saved text, from 1
	Version          int32
	CreatedAt        time.Time
	UpdatedAt        time.Time
	DeletedAt        *time.Time
}

// Saved is a text as it was saved once.
type Saved struct {
	Number     int32
	Name, Body string
	At         time.Time
	By         string // a name; "" where the program saved it
}

// Input is what a caller may say of a template.
type Input struct{ Name, Kind, Body string }

// Check normalizes the input and says what is wrong with it.
func (in *Input) Check() error {
	in.Name, in.Body = strings.TrimSpace(in.Name), strings.TrimSpace(strings.ReplaceAll(in.Body, "\r\n", "\n"))
	var f fault.Fields
	f.Text("/name", in.Name, true, 255)
	f.Check(slices.Contains(Kinds, in.Kind), "/kind", "not_allowed", "Use one of: "+strings.Join(Kinds, ", ")+".")
	f.Text("/body", in.Body, true, maxBody)
	if err := f.Err(); err != nil {
		return err
	}
	_, err := Parse(in.Body)
	return err
}

// Service is the use cases of templates.
type Service struct{ db *tenancy.DB }

// New makes the service.
func New(db *tenancy.DB) *Service { return &Service{db: db} }

// Filter narrows a list of templates. Zero values do not narrow.
type Filter struct {
	Kind    string
	Deleted bool
}

// List lists a page of templates. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Service) List(ctx context.Context, p tenancy.Principal, f Filter, r page.Request) ([]Template, page.Page, error) {
	g, err := authz.Require(p, authz.TemplateRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, Sorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	var e fault.Fields
	e.Check(f.Kind == "" || slices.Contains(Kinds, f.Kind), "kind", "not_allowed", "Use one of: "+strings.Join(Kinds, ", ")+".")
	if err := e.Err(); err != nil {
		return nil, page.Page{}, err
	}
	rows, err := templatedb.New(g.Reader(ctx, s.db)).ListTemplates(ctx, templatedb.ListTemplatesParams{
		TenantID: g.Organization(), Sort: q.Sort, Deleted: f.Deleted, Kind: f.Kind, HasCursor: q.HasCursor, Descending: q.Descending,
		CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list templates: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r templatedb.ListTemplatesRow) (string, id.ID) { return r.SortKey, r.ID })
	out := make([]Template, 0, len(rows))
	for _, r := range rows {
		out = append(out, Template{r.ID, r.Name, r.Kind, r.Body, r.Number, r.Version, r.CreatedAt, r.UpdatedAt, r.DeletedAt})
	}
	return out, around, nil
}

// Get returns one template. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Get(ctx context.Context, p tenancy.Principal, template id.ID, withDeleted bool) (Template, error) {
	g, err := authz.Require(p, authz.TemplateRead)
	if err != nil {
		return Template{}, err
	}
	return get(ctx, templatedb.New(g.Reader(ctx, s.db)), g.Organization(), template, withDeleted)
}

func get(ctx context.Context, q *templatedb.Queries, org, template id.ID, withDeleted bool) (Template, error) {
	r, err := q.GetTemplate(ctx, org, template, withDeleted)
	if err != nil {
		return Template{}, fmt.Errorf("get template: %w", err)
	}
	return Template(r), nil
}

// Versions lists what was saved of a template, the newest first, at most 100. Errors: postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Service) Versions(ctx context.Context, p tenancy.Principal, template id.ID) ([]Saved, error) {
	g, err := authz.Require(p, authz.TemplateRead)
	if err != nil {
		return nil, err
	}
	q := templatedb.New(g.Reader(ctx, s.db))
	if _, err := get(ctx, q, g.Organization(), template, true); err != nil {
		return nil, err
	}
	rows, err := q.ListTemplateVersions(ctx, g.Organization(), template)
	if err != nil {
		return nil, fmt.Errorf("list versions: %w", err)
	}
	out := make([]Saved, 0, len(rows))
	for _, r := range rows {
		out = append(out, Saved{r.Number, r.Name, r.Body, r.CreatedAt, strings.TrimSpace(r.SavedBy)})
	}
	return out, nil
}

// Create adds a template. Errors: Invalid with fields (a field that there is not is named, with those that there are),
// template_name_taken, tenancy.ErrKeyReused, authz.ErrForbidden.
func (s *Service) Create(ctx context.Context, p tenancy.Principal, key tenancy.Key, in Input) (out Template, err error) {
	g, err := authz.Require(p, authz.TemplateWrite)
	if err != nil {
		return out, err
	}
	if err := in.Check(); err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Template, error) {
			q, made := templatedb.New(tx), id.New()
			if err := q.InsertTemplate(ctx, templatedb.InsertTemplateParams{
				TenantID: tx.Organization(), ID: made, Name: in.Name, Kind: in.Kind, Body: in.Body,
			}); err != nil {
				return Template{}, err
			}
			if err := remember(ctx, q, tx, made, 1, in); err != nil {
				return Template{}, err
			}
			return get(ctx, q, tx.Organization(), made, false)
		})
		return err
	})
	if err != nil {
		return Template{}, fmt.Errorf("create template: %w", err)
	}
	return out, nil
}

// remember keeps a text as it was saved.
func remember(ctx context.Context, q *templatedb.Queries, tx tenancy.Tx, template id.ID, number int32, in Input) error {
	return q.InsertTemplateVersion(ctx, templatedb.InsertTemplateVersionParams{
		TenantID: tx.Organization(), ID: id.New(), TemplateID: template, Number: number, Name: in.Name, Body: in.Body,
		SavedBy: user(tx.Principal()), Now: tx.Now(),
	})
}

func user(p tenancy.Principal) *id.ID {
	if p.User == id.Nil {
		return nil
	}
	return &p.User
}

// Update changes a template and keeps the text before it. Errors: as Create's, ErrChanged, postgres.ErrNotFound.
func (s *Service) Update(ctx context.Context, p tenancy.Principal, template id.ID, version *int32, change func(*Input)) (out Template, err error) {
	err = s.change(ctx, p, template, version, false, func(ctx context.Context, tx tenancy.Tx, q *templatedb.Queries, stored Template) error {
		in := Input{Name: stored.Name, Kind: stored.Kind, Body: stored.Body}
		change(&in)
		if err := in.Check(); err != nil {
			return err
		}
		number := stored.Number + 1
		if err := q.UpdateTemplate(ctx, templatedb.UpdateTemplateParams{
			TenantID: tx.Organization(), ID: template, Name: in.Name, Kind: in.Kind, Body: in.Body, Number: number,
		}); err != nil {
			return err
		}
		if err := remember(ctx, q, tx, template, number, in); err != nil {
			return err
		}
		out, err = get(ctx, q, tx.Organization(), template, false)
		return err
	})
	return out, err
}

// Delete soft-deletes a template; documents made from it stay. Errors: ErrChanged, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Service) Delete(ctx context.Context, p tenancy.Principal, template id.ID, version *int32) error {
	return s.change(ctx, p, template, version, false, func(ctx context.Context, tx tenancy.Tx, q *templatedb.Queries, _ Template) error {
		now, deletion := tx.Now(), id.New()
		return q.DeleteTemplate(ctx, templatedb.DeleteTemplateParams{
			Now: &now, DeletedBy: user(tx.Principal()), DeletionID: &deletion, TenantID: tx.Organization(), ID: template,
		})
	})
}

// Restore brings a deleted template back. Errors: template_name_taken, postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Restore(ctx context.Context, p tenancy.Principal, template id.ID) (out Template, err error) {
	err = s.change(ctx, p, template, nil, true, func(ctx context.Context, tx tenancy.Tx, q *templatedb.Queries, _ Template) error {
		if err := q.DeleteTemplate(ctx, templatedb.DeleteTemplateParams{TenantID: tx.Organization(), ID: template}); err != nil {
			return err
		}
		out, err = get(ctx, q, tx.Organization(), template, false)
		return err
	})
	return out, err
}

func (s *Service) change(ctx context.Context, p tenancy.Principal, template id.ID, version *int32, deletedToo bool,
	do func(context.Context, tenancy.Tx, *templatedb.Queries, Template) error,
) error {
	g, err := authz.Require(p, authz.TemplateWrite)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := templatedb.New(tx)
		row, err := q.LockTemplate(ctx, tx.Organization(), template)
		if err != nil {
			return err
		}
		if row.DeletedAt != nil && !deletedToo {
			return postgres.ErrNotFound
		}
		if version != nil && *version != row.Version {
			return ErrChanged
		}
		stored, err := get(ctx, q, tx.Organization(), template, true)
		if err != nil {
			return err
		}
		return do(ctx, tx, q, stored)
	})
	if err != nil {
		return fmt.Errorf("change template: %w", err)
	}
	return nil
}

// Preview reads a text that need not be saved and fills it with samples. Errors: Invalid with fields, authz.ErrForbidden.
func (s *Service) Preview(_ context.Context, p tenancy.Principal, body string) ([]pdf.Block, error) {
	if _, err := authz.Require(p, authz.TemplateRead); err != nil {
		return nil, err
	}
	doc, err := Parse(body)
	if err != nil {
		return nil, err
	}
	return doc.Merge(Samples()), nil
}

// Print writes a template filled with samples as PDF. Errors: Invalid with fields, pdf.ErrUnprintable,
// postgres.ErrNotFound, authz.ErrForbidden.
func (s *Service) Print(ctx context.Context, p tenancy.Principal, w io.Writer, template id.ID) (Template, error) {
	t, err := s.Get(ctx, p, template, false)
	if err != nil {
		return t, err
	}
	doc, err := Parse(t.Body)
	if err != nil {
		return t, err
	}
	return t, pdf.Write(w, pdf.Document{Title: t.Name, Footer: t.Name, Created: t.UpdatedAt, Blocks: doc.Merge(Samples())})
}
