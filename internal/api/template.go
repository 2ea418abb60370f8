package api

import (
	"bytes"
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/template"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
)

type templateView struct {
	ID        id.ID      `json:"id"`
	Name      string     `json:"name" example:"Residential lease"`
	Kind      string     `json:"kind" enum:"lease,addendum,notice,disposition_letter,renewal_offer,other"`
	Body      string     `json:"body" doc:"Paragraphs, # headings, - and 1. lists, [signature: …] and [page break], with fields such as {{renter.names}}."`
	Number    int32      `json:"number" doc:"Which text this is, from 1." example:"3"`
	Version   int32      `json:"version" example:"3"`
	CreatedAt time.Time  `json:"created_at"`
	UpdatedAt time.Time  `json:"updated_at"`
	DeletedAt *time.Time `json:"deleted_at"`
}

func viewTemplate(t template.Template) templateView {
	return templateView{t.ID, t.Name, t.Kind, t.Body, t.Number, t.Version, t.CreatedAt.UTC(), t.UpdatedAt.UTC(), utc(t.DeletedAt)}
}

type savedTextView struct {
	Number  int32     `json:"number" example:"2"`
	Name    string    `json:"name" example:"Residential lease"`
	Body    string    `json:"body"`
	SavedAt time.Time `json:"saved_at"`
	SavedBy string    `json:"saved_by" doc:"Empty where the program saved it." example:"Ada Manager"`
}

func viewSavedText(v template.Saved) savedTextView {
	return savedTextView{v.Number, v.Name, v.Body, v.At.UTC(), v.By}
}

type templateBody struct {
	Name opt[string] `json:"name" minLength:"1" maxLength:"255" example:"Residential lease"`
	Kind opt[string] `json:"kind" enum:"lease,addendum,notice,disposition_letter,renewal_offer,other"`
	Body opt[string] `json:"body" minLength:"1" maxLength:"100000" doc:"A field that there is not is refused with a list of those that there are."`
}

func (b templateBody) apply(in *template.Input) {
	b.Name.set(&in.Name)
	b.Kind.set(&in.Kind)
	b.Body.set(&in.Body)
}

const pdfType = "application/pdf"

func (a *api) templateOperations() []operation {
	const tag, list, one = "Templates", "/v1/templates", "/v1/templates/{id}"
	taken := []string{"template_name_taken"}
	return []operation{
		{
			id: "list-templates", method: http.MethodGet, needs: authz.TemplateRead, path: list, tag: tag, summary: "List templates",
			query:  pageParams(template.Sorts, choiceParam("kind", "Only this kind.", template.Kinds), deletedParam("The deleted ones instead.")),
			result: pageView[templateView]{}, handle: a.listTemplates,
		},
		{
			id: "create-template", method: http.MethodPost, needs: authz.TemplateWrite, path: list, tag: tag, summary: "Create a template",
			body: &templateBody{}, create: []string{"name", "kind", "body"}, status: http.StatusCreated, example: map[string]any{
				"name": "House rules", "kind": "addendum", "body": "# House rules\n\nFor {{renter.names}} in {{unit.address}}.\n\n- Quiet from 10 in the evening.\n",
			},
			result: templateView{}, versioned: true, repeatable: true, codes: taken, handle: a.createTemplate,
		},
		{
			id: "get-template", method: http.MethodGet, needs: authz.TemplateRead, path: one, tag: tag, summary: "Read a template",
			query: oneParams, result: templateView{}, versioned: true, handle: a.getTemplate,
		},
		{
			id: "update-template", method: http.MethodPatch, needs: authz.TemplateWrite, path: one, tag: tag, summary: "Change a template",
			doc: "The text before it is kept.", body: &templateBody{}, example: map[string]any{"name": "House rules of 2027"},
			result: templateView{}, versioned: true, conditional: true, codes: taken, handle: a.updateTemplate,
		},
		{
			id: "delete-template", method: http.MethodDelete, needs: authz.TemplateWrite, path: one, tag: tag, summary: "Delete a template",
			status: http.StatusNoContent, conditional: true, handle: a.deleteTemplate,
		},
		{
			id: "restore-template", method: http.MethodPost, needs: authz.TemplateWrite, path: one + "/restore", tag: tag,
			summary: "Restore a template", result: templateView{}, versioned: true, codes: taken, handle: a.restoreTemplate,
		},
		{
			id: "list-template-versions", method: http.MethodGet, needs: authz.TemplateRead, path: one + "/versions", tag: tag,
			summary: "List what was saved of a template", doc: "The newest first, at most 100.", result: pageView[savedTextView]{}, handle: a.listTemplateVersions,
		},
		{
			id: "print-template", method: http.MethodGet, needs: authz.TemplateRead, path: one + "/preview", tag: tag,
			summary: "Print a template with samples", files: []string{pdfType}, codes: []string{"characters_unprintable"}, handle: a.printTemplate,
		},
		{
			id: "print-lease", method: http.MethodGet, needs: authz.LeasingRead, path: "/v1/leases/{id}/document", tag: tag,
			summary: "Print a lease from a template", doc: "The fields of the template are filled in with what is known of the lease today.",
			query: []param{formatParam("template_id", "The template.", "uuid")},
			files: []string{pdfType}, codes: []string{"characters_unprintable"}, handle: a.printLease,
		},
		{
			id: "issue-lease-paper", method: http.MethodPost, needs: authz.LeasingWrite, path: "/v1/leases/{id}/document", tag: tag,
			summary: "Make a lease's paper from a template",
			doc: "Prints it and keeps it as a document of the lease, which its renters see once the lease is no draft. Made again from the same " +
				"template it is the document's next version. A lease that is signed keeps the paper that was signed. Asks for `document.write` too.",
			body: &paperBody{}, create: []string{"template_id"}, example: map[string]any{"template_id": exampleID}, result: documentView{}, versioned: true,
			codes: []string{"characters_unprintable", "lease_signed", "lease_ended", "file_store_unavailable"}, handle: a.issuePaper,
		},
	}
}

func answerTemplate(v template.Template, err error) (reply, error) {
	return reply{body: viewTemplate(v), version: v.Version}, err
}

func (a *api) listTemplates(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Templates.List(ctx, c.principal, template.Filter{Kind: c.query.text("kind"), Deleted: c.query.deleted()}, c.page())
	return reply{body: viewPage(rows, around, viewTemplate)}, err
}

func (a *api) createTemplate(ctx context.Context, c *call) (reply, error) {
	var in template.Input
	key, err := readInto(c, "template.create", templateBody.apply, &in)
	if err != nil {
		return reply{}, err
	}
	v, err := a.Templates.Create(ctx, c.principal, key, in)
	out, err := answerTemplate(v, err)
	out.location = "/v1/templates/" + v.ID.String()
	return out, err
}

func (a *api) getTemplate(ctx context.Context, c *call) (reply, error) {
	return answerTemplate(a.Templates.Get(ctx, c.principal, c.id(), c.query.deleted()))
}

func (a *api) updateTemplate(ctx context.Context, c *call) (reply, error) {
	var b templateBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	return answerTemplate(a.Templates.Update(ctx, c.principal, c.id(), version, b.apply))
}

func (a *api) deleteTemplate(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Templates.Delete(ctx, c.principal, c.id(), version)
}

func (a *api) restoreTemplate(ctx context.Context, c *call) (reply, error) {
	return answerTemplate(a.Templates.Restore(ctx, c.principal, c.id()))
}

func (a *api) listTemplateVersions(ctx context.Context, c *call) (reply, error) {
	list, err := a.Templates.Versions(ctx, c.principal, c.id())
	return reply{body: viewPage(list, page.Page{}, viewSavedText)}, err
}

// sendPDF answers with a document once all of it has been set, so that a fault is told and not a broken file.
func (c *call) sendPDF(b *bytes.Buffer, name string) reply {
	h := c.w.Header()
	h.Set("Content-Type", pdfType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	if c.r.Method != http.MethodHead {
		_, _ = b.WriteTo(c.w) // the reader is gone
	}
	return reply{written: true}
}

func (a *api) printTemplate(ctx context.Context, c *call) (reply, error) {
	var b bytes.Buffer
	t, err := a.Templates.Print(ctx, c.principal, &b, c.id())
	if err != nil {
		return reply{}, err
	}
	return c.sendPDF(&b, t.Name+".pdf"), nil
}

func (a *api) printLease(ctx context.Context, c *call) (reply, error) {
	var b bytes.Buffer
	paper, err := a.Papers.Print(ctx, c.principal, &b, c.id(), c.query.id("template_id"))
	if err != nil {
		return reply{}, err
	}
	return c.sendPDF(&b, paper.Name), nil
}

type paperBody struct {
	TemplateID opt[*id.ID] `json:"template_id" doc:"The template."`
}

func (a *api) issuePaper(ctx context.Context, c *call) (reply, error) {
	var b paperBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	var of id.ID
	if b.TemplateID.value != nil {
		of = *b.TemplateID.value
	}
	d, err := a.Papers.Issue(ctx, c.principal, c.id(), of)
	return reply{body: viewDocument(d), version: d.Version}, err
}
