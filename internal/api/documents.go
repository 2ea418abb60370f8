package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type documentView struct {
	ID             id.ID        `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Type           string       `json:"type" enum:"lease,addendum,notice,invoice,receipt,insurance,id_verification,application,contract,report,photo,other"`
	EntityType     string       `json:"entity_type" example:"unit"`
	EntityID       id.ID        `json:"entity_id" doc:"What it belongs to." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	PropertyID     *id.ID       `json:"property_id" nullable:"true" doc:"The property that its entity belongs to; null where there is none." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Name           string       `json:"name" example:"Roof report.pdf"`
	Size           int64        `json:"size" doc:"Bytes." example:"184320"`
	MediaType      string       `json:"media_type" doc:"Told from the content." example:"application/pdf"`
	SHA256         string       `json:"sha256" doc:"Of the content, in hexadecimal." example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	Description    string       `json:"description" example:"After the storm"`
	Tags           []string     `json:"tags" nullable:"false" example:"roof"`
	AccessLevel    string       `json:"access_level" enum:"private,staff,renter,owner,vendor,person"`
	AudienceID     *id.ID       `json:"audience_id" nullable:"true" doc:"The user, where it is for one person." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	ExpiresOn      *period.Date `json:"expires_on" nullable:"true" doc:"null is never."`
	RetentionClass string       `json:"retention_class" enum:"standard,lease,financial,permanent"`
	RetainUntil    *period.Date `json:"retain_until" nullable:"true" doc:"It cannot be deleted before."`
	HeldAt         *time.Time   `json:"held_at" doc:"When it was put on legal hold; null while it is on none."`
	HoldReason     string       `json:"hold_reason" example:"Claim of the former renter"`
	Revision       int32        `json:"revision" doc:"The number of its newest file, from 1." example:"2"`
	ScanStatus     string       `json:"scan_status" enum:"not_scanned,pending,clean,infected,failed" doc:"Files that are pending or infected cannot be opened."`
	UploadedBy     *id.ID       `json:"uploaded_by" nullable:"true" doc:"The user; null where the program made it." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Version        int32        `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt      time.Time    `json:"created_at"`
	UpdatedAt      time.Time    `json:"updated_at"`
	DeletedAt      *time.Time   `json:"deleted_at" doc:"When it was deleted; null while it lives."`
}

func viewDocument(d document.Document) documentView {
	return documentView{
		ID: d.ID, Type: d.Type, EntityType: d.EntityType, EntityID: d.EntityID, PropertyID: d.PropertyID, Name: d.Name, Size: d.Size,
		MediaType: d.MediaType, SHA256: d.SHA256, Description: d.Description, Tags: d.Tags, AccessLevel: d.AccessLevel, AudienceID: d.AudienceID,
		ExpiresOn: day(d.ExpiresOn), RetentionClass: d.RetentionClass, RetainUntil: day(d.RetainUntil), HeldAt: utc(d.HeldAt),
		HoldReason: d.HoldReason, Revision: d.Revision, ScanStatus: d.ScanStatus, UploadedBy: d.UploadedBy, Version: d.Version,
		CreatedAt: d.CreatedAt.UTC(), UpdatedAt: d.UpdatedAt.UTC(), DeletedAt: utc(d.DeletedAt),
	}
}

type documentVersionView struct {
	Revision    int32     `json:"revision" example:"2"`
	Name        string    `json:"name" example:"Roof report.pdf"`
	Size        int64     `json:"size" doc:"Bytes." example:"184320"`
	MediaType   string    `json:"media_type" example:"application/pdf"`
	SHA256      string    `json:"sha256" example:"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
	ScanStatus  string    `json:"scan_status" enum:"not_scanned,pending,clean,infected,failed"`
	ScanFinding string    `json:"scan_finding" doc:"What the scanner calls what it found." example:""`
	UploadedBy  string    `json:"uploaded_by" example:"Ada Manager"`
	CreatedAt   time.Time `json:"created_at"`
}

func viewDocumentVersion(v document.Version) documentVersionView {
	out := documentVersionView(v)
	out.CreatedAt = v.CreatedAt.UTC()
	return out
}

type documentBody struct {
	Name           opt[string]   `json:"name" minLength:"1" maxLength:"255" doc:"Made safe, and given the extension of what the file is." example:"Roof report.pdf"`
	Type           opt[string]   `json:"type" enum:"lease,addendum,notice,invoice,receipt,insurance,id_verification,application,contract,report,photo,other"`
	Description    opt[*string]  `json:"description" maxLength:"2000" example:"After the storm"`
	Tags           opt[[]string] `json:"tags" maxItems:"20" maxLength:"50" doc:"Replaces the list; null empties it." example:"roof"`
	AccessLevel    opt[string]   `json:"access_level" enum:"private,staff,renter,owner,vendor,person"`
	AudienceID     opt[*string]  `json:"audience_id" format:"uuid" doc:"The user, where access_level is person; null otherwise." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	AudienceEmail  opt[*string]  `json:"audience_email" maxLength:"255" doc:"Instead of audience_id: the address that they sign in with." example:"ana@example.com"`
	ExpiresOn      opt[*string]  `json:"expires_on" format:"date" doc:"null is never." example:"2027-03-14"`
	RetentionClass opt[string]   `json:"retention_class" enum:"standard,lease,financial,permanent"`
	RetainUntil    opt[*string]  `json:"retain_until" format:"date" doc:"A class never gives less than it says." example:"2033-03-14"`
}

func (b documentBody) apply(in *document.New) error {
	var f fault.Fields
	b.Name.set(&in.Name)
	b.Type.set(&in.Type)
	b.Tags.set(&in.Tags)
	b.AccessLevel.set(&in.AccessLevel)
	b.RetentionClass.set(&in.RetentionClass)
	if b.Description.given {
		in.Description = orBlank(b.Description.value)
	}
	setID(&f, "/audience_id", b.AudienceID, &in.AudienceID)
	if b.AudienceEmail.given {
		in.AudienceEmail = orBlank(b.AudienceEmail.value)
	}
	setDate(&f, "/expires_on", b.ExpiresOn, &in.ExpiresOn)
	setDate(&f, "/retain_until", b.RetainUntil, &in.RetainUntil)
	return f.Err()
}

func orBlank(v *string) string {
	if v == nil {
		return ""
	}
	return *v
}

func setID(f *fault.Fields, at string, from opt[*string], into *id.ID) {
	if !from.given {
		return
	}
	*into = id.Nil
	if text := orBlank(from.value); text != "" {
		v, err := id.Parse(text)
		f.Check(err == nil, at, "id_invalid", "This is not an id.")
		*into = v
	}
}

func setDate(f *fault.Fields, at string, from opt[*string], into *period.Date) {
	if !from.given {
		return
	}
	*into = period.Date{}
	if text := orBlank(from.value); text != "" {
		v, err := period.Parse(text)
		f.Check(err == nil, at, "date_invalid", "Use a date such as 2027-03-14.")
		*into = v
	}
}

type documentHoldBody struct {
	Reason opt[string] `json:"reason" minLength:"1" maxLength:"500" example:"Claim of the former renter"`
}

type documentLinkBody struct {
	Revision opt[*int32] `json:"revision" minimum:"1" doc:"Which of its files; the newest if it is left out." example:"1"`
	Inline   opt[bool]   `json:"inline" doc:"For showing in a page, where the file is a PDF or a picture; for saving if it is left out."`
}

type documentLinkView struct {
	URL       string    `json:"url" doc:"Where the file is, below the address of this installation. Whoever has it can read the file until it expires." example:"/files/AZfEonsefD..."`
	ExpiresAt time.Time `json:"expires_at" doc:"Five minutes from now."`
}

func documentFilters() []param {
	return []param{
		textParam("q", "Words of the name, the description or the property's name.", 200),
		choiceParam("type", "Only documents of this kind.", document.Types),
		choiceParam("entity_type", "Only those of this kind of thing.", document.EntityTypes),
		formatParam("entity_id", "Only those of this thing.", "uuid"),
		formatParam("property_id", "Only those of this property and of what is in it.", "uuid"),
		textParam("tag", "Only those with this tag.", 50),
		numberParam("expiring_within", "Only those that expire within so many days, or have expired.", 1, 3660),
		deletedParam("The deleted ones instead."),
	}
}

func (a *api) documentOperations() []operation {
	const tag, list, one = "Documents", "/v1/documents", "/v1/documents/{id}"
	filters := documentFilters()
	listed := pageParams(document.Sorts, filters...)
	listed[len(filters)].schema.Default = "-created_at"
	return []operation{
		{
			id: "list-documents", method: http.MethodGet, needs: authz.DocumentRead, path: list, tag: tag, summary: "List documents",
			doc:   "The documents that you may see, the newest first unless you sort them. Reads are recorded in the audit log.",
			query: listed, result: pageView[documentView]{}, handle: a.listDocuments,
		},
		{
			id: "get-document", method: http.MethodGet, needs: authz.DocumentRead, path: one, tag: tag, summary: "Read a document",
			doc: "What is said of it. For the file itself, make a link.", query: oneParams, result: documentView{}, versioned: true, handle: a.getDocument,
		},
		{
			id: "update-document", method: http.MethodPatch, needs: authz.DocumentWrite, path: one, tag: tag, summary: "Change a document",
			doc:  "What is said of it; absent fields stay, null clears. Its files do not change: send a newer one by an upload.",
			body: &documentBody{}, example: map[string]any{"description": "After the storm", "tags": []any{"roof"}},
			result: documentView{}, versioned: true, conditional: true, codes: []string{"retention_shortened"}, handle: a.updateDocument,
		},
		{
			id: "delete-document", method: http.MethodDelete, needs: authz.DocumentWrite, path: one, tag: tag, summary: "Delete a document",
			doc:    "Restoring brings it back with all of its files. Refused while it is on legal hold or has to be kept.",
			status: http.StatusNoContent, conditional: true, codes: []string{"document_on_hold", "document_retained"}, handle: a.deleteDocument,
		},
		{
			id: "restore-document", method: http.MethodPost, needs: authz.DocumentWrite, path: one + "/restore", tag: tag, summary: "Restore a document",
			doc: "Brings a deleted document back. One that is not deleted stays as it is.", result: documentView{}, versioned: true, handle: a.restoreDocument,
		},
		{
			id: "hold-document", method: http.MethodPost, needs: authz.DocumentHold, path: one + "/hold", tag: tag, summary: "Put a document on legal hold",
			doc:  "Until the hold is lifted nobody can delete the document, nor what it belongs to.",
			body: &documentHoldBody{}, create: []string{"reason"}, example: map[string]any{"reason": "Claim of the former renter"},
			result: documentView{}, versioned: true, handle: a.holdDocument,
		},
		{
			id: "release-document", method: http.MethodPost, needs: authz.DocumentHold, path: one + "/release", tag: tag, summary: "Lift a legal hold",
			result: documentView{}, versioned: true, handle: a.releaseDocument,
		},
		{
			id: "list-document-versions", method: http.MethodGet, needs: authz.DocumentHistory, path: one + "/versions", tag: tag, summary: "List a document's files",
			doc: "The newest first, for staff; others see the newest alone, by the document itself. One page holds all.", result: pageView[documentVersionView]{}, handle: a.listDocumentVersions,
		},
		{
			id: "link-document", method: http.MethodPost, needs: authz.DocumentRead, path: one + "/link", tag: tag, summary: "Make a link to a document's file",
			doc:  "An address that works for five minutes without any other credentials. The read is recorded now.",
			body: &documentLinkBody{}, create: []string{}, example: map[string]any{"inline": true}, status: http.StatusCreated,
			result: documentLinkView{}, codes: []string{"file_infected", "scan_pending", "keys_closed"}, handle: a.linkDocument,
		},
	}
}

func answerDocument(d document.Document, err error) (reply, error) {
	return reply{body: viewDocument(d), version: d.Version}, err
}

func (c *call) documentFilter() document.Filter {
	f := document.Filter{
		Query: c.query.text("q"), Type: c.query.text("type"), EntityType: c.query.text("entity_type"), EntityID: c.query.id("entity_id"),
		PropertyID: c.query.id("property_id"), Tag: c.query.text("tag"), Deleted: c.query.deleted(),
	}
	if days := c.query.number("expiring_within"); days != nil {
		f.ExpiringWithin = int(*days)
	}
	return f
}

func (a *api) listDocuments(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Documents.Documents(ctx, c.principal, c.documentFilter(), c.page())
	return reply{body: viewPage(rows, around, viewDocument)}, err
}

func (a *api) getDocument(ctx context.Context, c *call) (reply, error) {
	return answerDocument(a.Documents.Document(ctx, c.principal, c.id(), c.query.deleted()))
}

func (a *api) updateDocument(ctx context.Context, c *call) (reply, error) {
	var b documentBody
	version, err := c.readChange(&b)
	if err == nil {
		err = b.apply(&document.New{}) // what cannot be read is told before anything is locked
	}
	if err != nil {
		return reply{}, err
	}
	return answerDocument(a.Documents.Update(ctx, c.principal, c.id(), version, func(in *document.New) { _ = b.apply(in) }))
}

func (a *api) deleteDocument(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	_, err = a.Documents.Delete(ctx, c.principal, c.id(), version)
	return reply{}, err
}

func (a *api) restoreDocument(ctx context.Context, c *call) (reply, error) {
	return answerDocument(a.Documents.Restore(ctx, c.principal, c.id()))
}

func (a *api) holdDocument(ctx context.Context, c *call) (reply, error) {
	var b documentHoldBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	return answerDocument(a.Documents.Hold(ctx, c.principal, c.id(), b.Reason.value))
}

func (a *api) releaseDocument(ctx context.Context, c *call) (reply, error) {
	return answerDocument(a.Documents.Release(ctx, c.principal, c.id()))
}

func (a *api) listDocumentVersions(ctx context.Context, c *call) (reply, error) {
	rows, err := a.Documents.Versions(ctx, c.principal, c.id())
	return reply{body: viewPage(rows, page.Page{}, viewDocumentVersion)}, err
}

func (a *api) linkDocument(ctx context.Context, c *call) (reply, error) {
	var b documentLinkBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	var revision int32
	if b.Revision.value != nil {
		revision = max(*b.Revision.value, -1)
	}
	link, err := a.Documents.Link(ctx, c.principal, c.id(), revision, b.Inline.value)
	at := "/files/" + link.Token
	return reply{body: documentLinkView{URL: at, ExpiresAt: link.ExpiresAt.UTC()}, location: at}, err
}
