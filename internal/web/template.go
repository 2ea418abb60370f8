package web

import (
	"bytes"
	"cmp"
	"mime"
	"net/http"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/template"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) templateRoutes() map[string]handler {
	return map[string]handler{
		"GET /templates":                  s.templates,
		"GET /templates/new":              s.newTemplate,
		"POST /templates":                 s.createTemplate,
		"POST /templates/preview":         s.previewTemplate,
		"GET /templates/{id}":             s.template,
		"POST /templates/{id}":            s.updateTemplate,
		"GET /templates/{id}/preview.pdf": s.printTemplate,
		"POST /templates/{id}/delete":     s.deleteTemplate,
		"POST /templates/{id}/restore":    s.restoreTemplate,
		"GET /leases/{id}/document":       s.choosePaper,
		"POST /leases/{id}/document":      s.keepPaper,
		"GET /leases/{id}/document.pdf":   s.printLease,
	}
}

func (s *site) templates(r *request) error {
	list, around, err := s.Templates.List(r.Context(), r.p, template.Filter{}, cursor(r.URL.Query(), "name"))
	if err != nil {
		return err
	}
	m := view.TemplateList{
		Frame: r.settings(message.T(r.Context(), "Templates"), view.SectionTemplates), Page: view.Page(around),
		Write: authz.Allowed(r.p, authz.TemplateWrite),
	}
	for _, t := range list {
		m.Rows = append(m.Rows, r.templateRow(t))
	}
	return s.page(r, view.TemplatesPage(m))
}

func (r *request) templateRow(t template.Template) view.TemplateRow {
	return view.TemplateRow{ID: t.ID.String(), Name: t.Name, Kind: t.Kind, Saved: t.UpdatedAt.In(r.zone).Format("2 Jan 2006, 15:04")}
}

// templateForm is the page of a template with what was typed, or what is stored.
func (s *site) templateForm(r *request, t template.Template) (view.TemplateForm, error) {
	ctx := r.Context()
	title := cmp.Or(t.Name, message.T(ctx, "Template"))
	if t.ID == id.Nil {
		title = message.T(ctx, "Add template")
	}
	m := view.TemplateForm{
		Frame: r.settings(title, view.SectionTemplates, view.Link{Text: message.T(ctx, "Templates"), Href: "/templates"}),
		Key:   newKey(r), Write: authz.Allowed(r.p, authz.TemplateWrite), Name: t.Name, Kind: cmp.Or(t.Kind, "lease"), Body: t.Body,
	}
	for _, f := range template.Fields {
		m.Known = append(m.Known, view.MergeField{Name: f.Name, Meaning: f.Meaning})
	}
	if t.ID == id.Nil {
		return m, nil
	}
	m.ID, m.Version = t.ID.String(), itoa(t.Version)
	saved, err := s.Templates.Versions(ctx, r.p, t.ID)
	for _, v := range saved {
		m.Versions = append(m.Versions, view.TemplateVersion{
			Number: itoa(v.Number), When: v.At.In(r.zone).Format("2 Jan 2006, 15:04"), Who: cmp.Or(v.By, "PropertyOS"),
		})
	}
	return m, err
}

// fillPreview puts the preview of the text into its page; a text that cannot be read has none.
func (s *site) fillPreview(r *request, m *view.TemplateForm) {
	blocks, err := s.Templates.Preview(r.Context(), r.p, m.Body)
	if err != nil {
		return
	}
	kinds := map[any]string{template.Item: "item", template.TableOf: "table", template.SignHere: "signature", template.NewPage: "page"}
	for _, b := range blocks {
		out := view.PaperBlock{Kind: kinds[b.Kind], Mark: b.Mark, Text: b.Text, Rows: b.Rows, Sum: b.Total}
		if b.Kind == template.Heading {
			out.Kind = map[int]string{1: "title", 2: "heading"}[b.Level]
		}
		m.Blocks = append(m.Blocks, out)
	}
}

func (s *site) showTemplate(r *request, t template.Template) error {
	m, err := s.templateForm(r, t)
	if err != nil {
		return err
	}
	s.fillPreview(r, &m)
	return s.page(r, view.TemplatePage(m))
}

func (s *site) newTemplate(r *request) error {
	t := template.Template{Kind: "lease"}
	if r.URL.Query().Get("sample") == "1" {
		t.Name, t.Body = message.T(r.Context(), "Residential lease (sample)"), template.SampleLease
	}
	return s.showTemplate(r, t)
}

func (s *site) template(r *request) error {
	t, err := s.storedTemplate(r)
	if err != nil {
		return err
	}
	return s.showTemplate(r, t)
}

func (s *site) storedTemplate(r *request) (template.Template, error) {
	at, err := r.pathID()
	if err != nil {
		return template.Template{}, err
	}
	return s.Templates.Get(r.Context(), r.p, at, false)
}

func templateTyped(r *request) template.Input {
	return template.Input{Name: r.text("name"), Kind: r.text("kind"), Body: r.text("body")}
}

// previewTemplate shows what was typed filled with samples, and saves nothing.
func (s *site) previewTemplate(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	v := templateTyped(r)
	m, err := s.templateForm(r, template.Template{Name: v.Name, Kind: v.Kind, Body: v.Body})
	if err != nil {
		return err
	}
	if _, err := s.Templates.Preview(r.Context(), r.p, v.Body); err != nil {
		no, ok := refusalOf(err)
		if !ok {
			return err
		}
		m.Errors, m.Message = no.Errors, no.Message
	}
	s.fillPreview(r, &m)
	return s.page(r, view.TemplatePage(m))
}

func (s *site) createTemplate(r *request) error {
	return s.saveTemplate(r, func() (template.Template, error) { return template.Template{}, nil }, func(v template.Input) (done, error) {
		t, err := s.Templates.Create(r.Context(), r.p, r.key("template.create"), v)
		return done{"/templates/" + t.ID.String(), message.T(r.Context(), "%s was added.", t.Name), ""}, err
	})
}

func (s *site) updateTemplate(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return s.saveTemplate(r, func() (template.Template, error) { return s.storedTemplate(r) }, func(v template.Input) (done, error) {
		_, err := s.Templates.Update(r.Context(), r.p, at, version(r), func(in *template.Input) { *in = v })
		return done{"/templates/" + at.String(), message.T(r.Context(), "Your changes were saved."), ""}, err
	})
}

func (s *site) saveTemplate(r *request, stored func() (template.Template, error), do func(template.Input) (done, error)) error {
	return submit(s, r, entry[template.Input]{
		values: templateTyped, do: do,
		again: func(v template.Input, no refusal) (templ.Component, error) {
			t, err := stored()
			if err != nil {
				return nil, err
			}
			m, err := s.templateForm(r, t)
			if err != nil {
				return nil, err
			}
			if no.Stale {
				m.Conflict = conflict(differing([]view.ConflictRow{
					{Label: message.T(r.Context(), "Name"), Saved: t.Name, Typed: v.Name}, {Label: message.T(r.Context(), "Text"), Saved: t.Body, Typed: v.Body},
				}))
			} else {
				m.Version = r.text("version")
			}
			m.Name, m.Kind, m.Body, m.Errors, m.Message = v.Name, v.Kind, v.Body, no.Errors, no.Message
			s.fillPreview(r, &m)
			return view.TemplatePage(m), nil
		},
	})
}

func (s *site) deleteTemplate(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Templates.Delete(r.Context(), r.p, at, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The template was deleted."), "/templates/"+at.String()+"/restore")
	return r.see("/templates")
}

func (s *site) restoreTemplate(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	t, err := s.Templates.Restore(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s was restored.", t.Name), "")
	return r.see("/templates/" + at.String())
}

// pdf answers with a document that has been set as a whole.
func (r *request) pdf(b *bytes.Buffer, name string) error {
	h := r.ResponseWriter.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	r.ResponseWriter.WriteHeader(http.StatusOK)
	_, _ = b.WriteTo(r.ResponseWriter) // the reader is gone
	return nil
}

func (s *site) printTemplate(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	t, err := s.Templates.Print(r.Context(), r.p, &b, at)
	if err != nil {
		return err
	}
	return r.pdf(&b, t.Name+".pdf")
}

// choosePaper asks from which template a lease is printed.
func (s *site) choosePaper(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	l, err := s.Leases.Lease(r.Context(), r.p, at, false)
	if err != nil {
		return err
	}
	list, _, err := s.Templates.List(r.Context(), r.p, template.Filter{}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return err
	}
	m := view.PaperChoice{
		Frame: r.frame(message.T(r.Context(), "Print the lease"), view.AreaLeasing, r.leaseCrumbs(l)...), LeaseID: at.String(),
		AddTemplate: authz.Allowed(r.p, authz.TemplateWrite), Keep: s.mayKeepPaper(r, l),
	}
	for _, t := range list {
		m.Rows = append(m.Rows, r.templateRow(t))
	}
	return s.page(r, view.PaperChoicePage(m))
}

// mayKeepPaper reports whether the paper of a lease can be made now and kept with it.
func (s *site) mayKeepPaper(r *request, l leasing.LeaseDetail) bool {
	return authz.Allowed(r.p, authz.LeasingWrite) && authz.Allowed(r.p, authz.DocumentWrite) && l.DeletedAt == nil && l.SignedAt == nil &&
		(l.Status == leasing.StatusDraft || l.Status == leasing.StatusPending)
}

// keepPaper makes the document of a lease and keeps it with the lease, to be signed.
func (s *site) keepPaper(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	d, err := s.Papers.Issue(r.Context(), r.p, at, chosen(r.text("template")))
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s is kept with the lease.", d.Name), "")
	return r.see("/leases/" + at.String())
}

func (s *site) printLease(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	of, err := id.Parse(r.URL.Query().Get("template"))
	if err != nil {
		return fault.ErrNotFound
	}
	var b bytes.Buffer
	paper, err := s.Papers.Print(r.Context(), r.p, &b, at, of)
	if err != nil {
		return err
	}
	return r.pdf(&b, paper.Name)
}
