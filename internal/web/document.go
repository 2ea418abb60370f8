package web

import (
	"cmp"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) documentRoutes() map[string]handler {
	return map[string]handler{
		"GET /documents":                s.documents,
		"GET /documents/new":            s.newDocument,
		"POST /documents":               s.addDocument,
		"GET /documents/{id}":           s.document,
		"GET /documents/{id}/edit":      s.editDocument,
		"POST /documents/{id}":          s.updateDocument,
		"POST /documents/{id}/delete":   s.deleteDocument,
		"POST /documents/{id}/restore":  s.restoreDocument,
		"POST /documents/{id}/hold":     s.holdDocument,
		"POST /documents/{id}/release":  s.releaseDocument,
		"POST /documents/{id}/versions": s.reviseDocument,
		"GET /documents/{id}/file":      s.documentFile,
	}
}

// filesAtOnce is how many files of the largest size a form may send.
const filesAtOnce = 4

// room is how much a request may send, in bytes. A page that takes files also gets the time for them.
func (s *site) room(w http.ResponseWriter, r *http.Request) int64 {
	var files int64
	switch r.Pattern {
	case "POST /documents", "POST /documents/{id}/versions", "POST /leases/{id}/sign":
		files = filesAtOnce * s.Documents.MaxSize()
	case "POST /imports":
		files = intake.MaxUpload
	default:
		return maxForm
	}
	_ = http.NewResponseController(w).SetReadDeadline(s.Clock.Now().Add(fileTime)) // a server without deadlines has none to move
	return files + maxForm
}

func documentFilter(r *request) (view.DocumentFilter, document.Filter) {
	q := r.URL.Query()
	f := view.DocumentFilter{
		Q: q.Get("q"), Type: q.Get("type"), Sort: q.Get("sort"), Expiring: q.Get("expiring") == "1", Deleted: q.Get("deleted") == "1",
	}
	filter := document.Filter{Query: f.Q, Type: f.Type, Deleted: f.Deleted}
	if f.Expiring {
		filter.ExpiringWithin = document.ExpiryNotice
	}
	return f, filter
}

func (s *site) documents(r *request) error {
	f, filter := documentFilter(r)
	list, around, err := s.Documents.Documents(r.Context(), r.p, filter, cursor(r.URL.Query(), f.Sort))
	if err != nil {
		return err
	}
	m := view.DocumentList{
		Frame: r.frame(message.T(r.Context(), "Documents"), view.AreaDocuments), Filter: f, Page: view.Page(around),
		Rows: r.documentRows(list), CanAdd: authz.Allowed(r.p, authz.DocumentWrite), Export: authz.Allowed(r.p, authz.ExportRun),
	}
	m.Live = []string{"document"}
	return s.page(r, view.DocumentsPage(m))
}

func (r *request) documentRows(list []document.Document) []view.DocumentRow {
	out := make([]view.DocumentRow, 0, len(list))
	for _, d := range list {
		out = append(out, r.documentRow(d))
	}
	return out
}

func (r *request) documentRow(d document.Document) view.DocumentRow {
	return view.DocumentRow{
		ID: d.ID.String(), Name: d.Name, Type: d.Type, Place: d.Place, Size: sizeWords(r.Context(), d.Size),
		Added: period.In(d.CreatedAt, r.zone), Expires: d.ExpiresOn, Scan: d.ScanStatus, Description: d.Description,
		Openable: d.Openable(), Held: d.HeldAt != nil, Deleted: d.DeletedAt != nil,
	}
}

// sizeWords says a number of bytes in words.
func sizeWords(ctx context.Context, n int64) string {
	switch {
	case n < 1<<10:
		return message.N(ctx, n, "%d byte", "%d bytes")
	case n < 1<<20:
		return message.T(ctx, "%s KB", tenths(n, 1<<10))
	}
	return message.T(ctx, "%s MB", tenths(n, 1<<20))
}

func tenths(n, unit int64) string {
	t := (10*n + unit/2) / unit
	if t%10 == 0 || t >= 1000 {
		return itoa(int32(t / 10))
	}
	return itoa(int32(t/10)) + "." + itoa(int32(t%10))
}

// belongsTo is what a document belongs to, as a link where it has a page.
func (s *site) belongsTo(r *request, kind string, entity id.ID) view.Link {
	switch kind {
	case "property":
		if p, err := s.Properties.Property(r.Context(), r.p, entity, true); err == nil {
			return view.Link{Text: p.Name, Href: "/properties/" + entity.String()}
		}
	case "unit":
		if u, err := s.Properties.Unit(r.Context(), r.p, entity, true); err == nil {
			return view.Link{Text: u.PropertyName + " · " + view.UnitName(r.Context(), u.Number), Href: "/units/" + entity.String()}
		}
	case "lease":
		if l, err := s.Leases.Lease(r.Context(), r.p, entity, false); err == nil {
			return view.Link{Text: message.T(r.Context(), "Lease of %s", homeName(r, l.PropertyName, l.Number)), Href: "/leases/" + entity.String()}
		}
	case "tenancy":
		if d, err := s.Leases.Stay(r.Context(), r.p, entity); err == nil {
			return view.Link{Text: stayTitle(r, d.Stay), Href: "/tenancies/" + entity.String()}
		}
	case "renter":
		if p, err := s.Renters.Get(r.Context(), r.p, entity, false); err == nil {
			return view.Link{Text: p.Name.String(), Href: "/renters/" + entity.String()}
		}
	case "inspection":
		if i, err := s.Leases.Inspection(r.Context(), r.p, entity); err == nil {
			return view.Link{Text: view.Label(r.Context(), view.InspectionKinds, i.Kind), Href: "/inspections/" + entity.String()}
		}
	case "organization":
		return view.Link{Text: r.profile.Organization}
	}
	return view.Link{Text: view.Label(r.Context(), view.DocumentEntities, kind)}
}

func (s *site) document(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	m, err := s.documentDetail(r, at)
	if err != nil {
		return err
	}
	return s.page(r, view.DocumentPage(m))
}

func (s *site) documentDetail(r *request, at id.ID) (view.DocumentDetail, error) {
	d, err := s.Documents.Document(r.Context(), r.p, at, true)
	if err != nil {
		return view.DocumentDetail{}, err
	}
	var versions []document.Version
	if authz.Allowed(r.p, authz.DocumentHistory) {
		if versions, err = s.Documents.Versions(r.Context(), r.p, at); err != nil {
			return view.DocumentDetail{}, err
		}
	}
	m := view.DocumentDetail{
		Frame:       r.frame(d.Name, view.AreaDocuments, documentsCrumb(r)),
		DocumentRow: r.documentRow(d), Media: d.MediaType, SHA256: d.SHA256, Audience: d.AccessLevel, Retention: d.RetentionClass,
		RetainUntil: d.RetainUntil, HoldReason: d.HoldReason, Tags: d.Tags, Revision: int(d.Revision), Owner: s.belongsTo(r, d.EntityType, d.EntityID),
		CanWrite: authz.Allowed(r.p, authz.DocumentWrite), CanHold: authz.Allowed(r.p, authz.DocumentHold),
		Accept: strings.Join(document.Accepted(), ","), MaxSize: sizeWords(r.Context(), s.Documents.MaxSize()),
	}
	switch {
	case d.DeletedAt != nil:
		m.DeletedOn = &view.Deletion{On: period.In(*d.DeletedAt, r.zone)}
	case !d.Openable():
	case d.Picture():
		m.Preview = "picture"
	case d.Inline():
		m.Preview = "pdf"
	}
	for _, v := range versions {
		m.Versions = append(m.Versions, view.DocumentVersion{
			Number: int(v.Revision), Name: v.Name, Size: sizeWords(r.Context(), v.Size), Scan: v.ScanStatus, Finding: v.ScanFinding,
			By: v.UploadedBy, Added: v.CreatedAt.In(r.zone).Format("2 Jan 2006, 15:04"),
			Openable: d.DeletedAt == nil && v.ScanStatus != document.Infected && v.ScanStatus != document.Pending,
		})
	}
	m.Live = []string{"document:" + m.ID}
	return m, nil
}

func documentsCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Documents"), Href: "/documents"}
}

// newDocument asks for a document of what the address names, or of the organization as a whole.
func (s *site) newDocument(r *request) error {
	q := r.URL.Query()
	v := view.DocumentValues{
		EntityType: q.Get("entity_type"), EntityID: q.Get("entity_id"), Type: cmp.Or(q.Get("type"), "other"), Audience: "staff", Retention: "standard",
	}
	if v.EntityType == "" {
		v.EntityType, v.EntityID = "organization", r.p.Organization.String()
	}
	return s.page(r, s.documentForm(r, v, view.FieldErrors{}, ""))
}

func (s *site) documentForm(r *request, v view.DocumentValues, errs view.FieldErrors, said string) templ.Component {
	entity, err := id.Parse(v.EntityID)
	if err != nil {
		entity = id.Nil
	}
	return view.DocumentFormPage(view.DocumentForm{
		Frame: r.frame(message.T(r.Context(), "Add document"), view.AreaDocuments, documentsCrumb(r)), Values: v, Errors: errs, Message: said,
		Owner: s.belongsTo(r, v.EntityType, entity), Accept: strings.Join(document.Accepted(), ","),
		MaxSize: sizeWords(r.Context(), s.Documents.MaxSize()),
	})
}

// address is that of the one person whom a document is for, as far as somebody may see who there is.
func (s *site) address(r *request, user *id.ID) string {
	if user == nil || !authz.Allowed(r.p, authz.UserRead) {
		return ""
	}
	m, err := s.Identities.Member(r.Context(), r.p, *user)
	if err != nil {
		return "" // the form works without it
	}
	return m.Email
}

// readDocument turns what was typed into what the service takes.
func readDocument(v view.DocumentValues, f *fault.Fields) document.New {
	return document.New{
		Type: v.Type, EntityType: v.EntityType, EntityID: idTyped(f, "entity_id", v.EntityID), Description: v.Description,
		AccessLevel: v.Audience, AudienceEmail: v.Person, Tags: strings.Split(v.Tags, ","),
		ExpiresOn: dayOf(f, "expires_on", v.Expires), RetentionClass: v.Retention, RetainUntil: dayOf(f, "retain_until", v.RetainUntil),
	}
}

func idTyped(f *fault.Fields, name, text string) id.ID {
	if text == "" {
		return id.Nil
	}
	v, err := id.Parse(text)
	f.Check(err == nil, "/"+name, "id_invalid", "This is not an id.")
	return v
}

// addDocument takes the form with its files, one document for each. The fields come first; the files are read as they arrive.
func (s *site) addDocument(r *request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return badForm(err)
	}
	values := map[string]string{}
	var added []document.Document
	refuse := func(err error) error {
		if f := fault.As(err); f.Kind == fault.TooLarge {
			err = fault.New(fault.Invalid, f.Code, f.Message).On("/file")
		}
		return s.refuse(r, err, false, func(errs view.FieldErrors, said string) templ.Component {
			return s.documentForm(r, documentValues(values), errs, said)
		})
	}
	err = eachPart(parts, func(name string, file *multipart.Part) error {
		if file.FileName() == "" {
			text, err := io.ReadAll(io.LimitReader(file, maxForm))
			values[name] = strings.TrimSpace(string(text))
			return err
		}
		var f fault.Fields
		in := readDocument(documentValues(values), &f)
		if err := f.Err(); err != nil {
			return err
		}
		in.Name, in.Content = file.FileName(), file
		d, err := s.Documents.Add(r.Context(), r.p, in)
		added = append(added, d)
		return err
	})
	switch {
	case err != nil:
		return refuse(err)
	case len(added) == 0:
		var f fault.Fields
		f.Add("/file", "required", "Choose a file first.")
		return refuse(f.Err())
	case len(added) > 1:
		s.tell(r, message.N(r.Context(), int64(len(added)), "%d document was added.", "%d documents were added."), "")
		return r.see("/documents")
	}
	s.tell(r, message.T(r.Context(), "%s was added.", added[0].Name), "")
	return r.see("/documents/" + added[0].ID.String())
}

// eachPart walks through a form with files. A file field without a file is left out.
func eachPart(parts *multipart.Reader, do func(name string, part *multipart.Part) error) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return badForm(err)
		}
		if part.FormName() == "file" && part.FileName() == "" {
			continue
		}
		if err := do(part.FormName(), part); err != nil {
			return err
		}
	}
}

func documentValues(v map[string]string) view.DocumentValues {
	return view.DocumentValues{
		EntityType: v["entity_type"], EntityID: v["entity_id"], Name: v["name"], Type: v["type"], Description: v["description"], Tags: v["tags"],
		Audience: v["access_level"], Person: v["audience_email"], Expires: v["expires_on"], Retention: v["retention_class"], RetainUntil: v["retain_until"],
	}
}

func (s *site) reviseDocument(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	// Somebody else's document is told as missing before anything is said of the form.
	if _, err := s.Documents.Document(r.Context(), r.p, at, false); err != nil {
		return err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return badForm(err)
	}
	done := false
	err = eachPart(parts, func(_ string, file *multipart.Part) error {
		if file.FileName() == "" || done {
			return nil
		}
		done = true
		_, err := s.Documents.AddVersion(r.Context(), r.p, at, file.FileName(), file)
		return err
	})
	if err == nil && !done {
		err = fault.New(fault.Invalid, "required", "Choose a file first.").On("/file")
	}
	if err != nil {
		return s.refuseOnPage(r, at, err)
	}
	s.tell(r, message.T(r.Context(), "The new version was added."), "")
	return r.see("/documents/" + at.String())
}

// refuseOnPage shows a document's page with what was wrong.
func (s *site) refuseOnPage(r *request, at id.ID, err error) error {
	f := fault.As(err)
	if f.Kind == fault.TooLarge {
		err = fault.New(fault.Invalid, f.Code, f.Message).On("/file")
	}
	no, ok := refusalOf(err)
	if !ok {
		return err
	}
	m, failed := s.documentDetail(r, at)
	if failed != nil {
		return failed
	}
	m.Errors, m.Message = no.Errors, no.Message
	return s.show(r.ResponseWriter, r.Request, fault.As(err).Kind.Status(), view.DocumentPage(m))
}
