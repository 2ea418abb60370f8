package api

import (
	"context"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

type uploadView struct {
	ID         id.ID     `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Size       int64     `json:"size" doc:"Bytes, as announced." example:"184320"`
	Received   int64     `json:"received" doc:"Bytes; where the next part begins." example:"65536"`
	DocumentID *id.ID    `json:"document_id" nullable:"true" doc:"The document, once the upload is complete; null before." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	ExpiresAt  time.Time `json:"expires_at" doc:"A day after the last part."`
}

func viewUpload(u document.Upload) uploadView {
	return uploadView{ID: u.ID, Size: u.Size, Received: u.Received, DocumentID: u.Document, ExpiresAt: u.ExpiresAt.UTC()}
}

type uploadBody struct {
	Size           opt[*float64] `json:"size" minimum:"1" doc:"Of the file, in bytes." example:"184320"`
	DocumentID     opt[*string]  `json:"document_id" format:"uuid" doc:"The document that gets a newer file; null or left out makes a new document."`
	EntityType     opt[string]   `json:"entity_type" enum:"organization,property,unit,tenancy,lease,renter,owner,vendor,maintenance_request,work_order,payment,inspection,lease_notice,disposition" doc:"What a new document belongs to; the organization if neither this nor entity_id is given."`
	EntityID       opt[*string]  `json:"entity_id" format:"uuid" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Name           opt[string]   `json:"name" minLength:"1" maxLength:"255" example:"Roof report.pdf"`
	Type           opt[string]   `json:"type" enum:"lease,addendum,notice,invoice,receipt,insurance,id_verification,application,contract,report,photo,other" doc:"other if it is left out."`
	Description    opt[*string]  `json:"description" maxLength:"2000" example:"After the storm"`
	Tags           opt[[]string] `json:"tags" maxItems:"20" maxLength:"50" example:"roof"`
	AccessLevel    opt[string]   `json:"access_level" enum:"private,staff,renter,owner,vendor,person" doc:"staff if it is left out."`
	AudienceID     opt[*string]  `json:"audience_id" format:"uuid"`
	AudienceEmail  opt[*string]  `json:"audience_email" maxLength:"255" doc:"Instead of audience_id: the address that they sign in with." example:"ana@example.com"`
	ExpiresOn      opt[*string]  `json:"expires_on" format:"date" example:"2027-03-14"`
	RetentionClass opt[string]   `json:"retention_class" enum:"standard,lease,financial,permanent" doc:"standard if it is left out."`
	RetainUntil    opt[*string]  `json:"retain_until" format:"date"`
}

func (b uploadBody) read() (in document.New, version id.ID, size int64, err error) {
	err = documentBody{
		Name: b.Name, Type: b.Type, Description: b.Description, Tags: b.Tags, AccessLevel: b.AccessLevel, AudienceID: b.AudienceID,
		AudienceEmail: b.AudienceEmail,
		ExpiresOn:     b.ExpiresOn, RetentionClass: b.RetentionClass, RetainUntil: b.RetainUntil,
	}.apply(&in)
	var f fault.Fields
	in.EntityType = b.EntityType.value
	setID(&f, "/entity_id", b.EntityID, &in.EntityID)
	setID(&f, "/document_id", b.DocumentID, &version)
	switch v := b.Size.value; {
	case v == nil:
		f.Add("/size", "required", "Say how large the file is.")
	case *v < 0 || *v > 1<<53:
		f.Add("/size", "out_of_range", "This number is out of range.")
	default:
		size = int64(*v)
	}
	if err == nil {
		err = f.Err()
	}
	return in, version, size, err
}

const offsetHeader = "Upload-Offset"

var errOctets = fault.New(fault.Unsupported, "media_type_unsupported", "Send the part as application/octet-stream.")

func (a *api) uploadOperations() []operation {
	const tag, list, one = "Documents", "/v1/uploads", "/v1/uploads/{id}"
	files := []string{"file_store_unavailable", "keys_closed"}
	return []operation{
		{
			id: "begin-upload", method: http.MethodPost, needs: authz.DocumentWrite, path: list, tag: tag, summary: "Begin an upload",
			doc: "Says what the file will be and how large it is. Then send its parts, and complete it. Where the connection breaks, ask where the " +
				"upload is and go on from there, for a day after the last part.",
			body: &uploadBody{}, create: []string{"name", "size"}, status: http.StatusCreated, example: map[string]any{
				"name": "Roof report.pdf", "size": 184320, "type": "report",
			},
			result: uploadView{}, codes: append(files, "file_empty", "file_too_large", "not_found"), handle: a.beginUpload,
		},
		{
			id: "get-upload", method: http.MethodGet, needs: authz.DocumentWrite, path: one, tag: tag, summary: "Ask where an upload is",
			doc: "Your own uploads only.", result: uploadView{}, handle: a.getUpload,
		},
		{
			id: "append-upload", method: http.MethodPatch, needs: authz.DocumentWrite, path: one, tag: tag, summary: "Send a part of a file",
			doc: "The body is the part itself, at most 16 MB; the header `Upload-Offset` says where in the file it begins, which has to be where the " +
				"last one ended. It is taken as a whole or not at all.",
			binary: true, result: uploadView{}, handle: a.appendUpload,
			codes: append(files, "upload_offset", "upload_part_too_large", "upload_cut_off", "media_type_unsupported"),
		},
		{
			id: "complete-upload", method: http.MethodPost, needs: authz.DocumentWrite, path: one + "/complete", tag: tag, summary: "Complete an upload",
			doc: "Makes the document when all parts are there. What the file is, is told from its content, not from its name; programs, archives, web " +
				"pages and SVG drawings are refused. Sent again it answers the same document.",
			status: http.StatusCreated, result: documentView{}, versioned: true, handle: a.completeUpload,
			codes: append(files, "upload_incomplete", "file_kind_refused", "file_unreadable", "reference_not_found", "not_allowed"),
		},
	}
}

func (a *api) beginUpload(ctx context.Context, c *call) (reply, error) {
	var b uploadBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	in, version, size, err := b.read()
	if err != nil {
		return reply{}, err
	}
	u, err := a.Documents.Begin(ctx, c.principal, in, version, size)
	return reply{body: viewUpload(u), location: "/v1/uploads/" + u.ID.String()}, err
}

func (a *api) getUpload(ctx context.Context, c *call) (reply, error) {
	u, err := a.Documents.Upload(ctx, c.principal, c.id())
	return reply{body: viewUpload(u)}, err
}

// partTime is how long a part may take to arrive; the server's own limit is for small requests.
const partTime = 5 * time.Minute

func (a *api) appendUpload(ctx context.Context, c *call) (reply, error) {
	// Somebody else's upload is told as missing before anything is said of what was sent for it.
	if _, err := a.Documents.Upload(ctx, c.principal, c.id()); err != nil {
		return reply{}, err
	}
	at, err := strconv.ParseInt(c.r.Header.Get(offsetHeader), 10, 64)
	if err != nil || at < 0 {
		var f fault.Fields
		f.Add(offsetHeader, "out_of_range", "Say where in the file the part begins, in bytes.")
		return reply{}, f.Err()
	}
	if media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type")); err != nil || media != "application/octet-stream" {
		return reply{}, errOctets
	}
	if c.r.ContentLength > document.MaxPart {
		return reply{}, document.ErrPart
	}
	_ = http.NewResponseController(c.w).SetReadDeadline(a.Clock.Now().Add(partTime)) // a server without deadlines has none to move
	u, err := a.Documents.Append(ctx, c.principal, c.id(), at, http.MaxBytesReader(c.w, c.r.Body, document.MaxPart+1))
	return reply{body: viewUpload(u)}, err
}

func (a *api) completeUpload(ctx context.Context, c *call) (reply, error) {
	d, err := a.Documents.Complete(ctx, c.principal, c.id())
	out, err := answerDocument(d, err)
	out.location = "/v1/documents/" + d.ID.String()
	return out, err
}
