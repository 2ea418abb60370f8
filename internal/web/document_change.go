package web

import (
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) editDocument(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	d, err := s.Documents.Document(r.Context(), r.p, at, false)
	if err != nil {
		return err
	}
	v := view.DocumentValues{
		Name: d.Name, Type: d.Type, Description: d.Description, Tags: strings.Join(d.Tags, ", "), Audience: d.AccessLevel,
		Expires: dateText(d.ExpiresOn), Retention: d.RetentionClass, RetainUntil: dateText(d.RetainUntil),
	}
	v.Person = s.address(r, d.AudienceID)
	return s.page(r, s.documentEdit(r, at, itoa(d.Version), v, refusal{}))
}

func dateText(d period.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func (s *site) documentEdit(r *request, at id.ID, version string, v view.DocumentValues, no refusal) templ.Component {
	m := view.DocumentForm{
		Frame: r.frame(message.T(r.Context(), "Edit document"), view.AreaDocuments, documentsCrumb(r)), ID: at.String(), Version: version,
		Values: v, Errors: no.Errors, Message: no.Message,
	}
	if no.Stale {
		m.Message = message.T(r.Context(), "This was changed since you opened it. Look at it again before you save.")
	}
	return view.DocumentFormPage(m)
}

func (s *site) updateDocument(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	values := func(r *request) view.DocumentValues {
		typed := map[string]string{}
		for name := range r.PostForm {
			typed[name] = r.text(name)
		}
		return documentValues(typed)
	}
	return submit(s, r, entry[view.DocumentValues]{
		values: values,
		do: func(v view.DocumentValues) (done, error) {
			var f fault.Fields
			in := readDocument(v, &f)
			version := whole(&f, "version", r.text("version"))
			if err := f.Err(); err != nil {
				return done{}, err
			}
			d, err := s.Documents.Update(r.Context(), r.p, at, version, func(stored *document.New) {
				in.Name, in.EntityType, in.EntityID = v.Name, stored.EntityType, stored.EntityID
				if in.AccessLevel == "person" && in.AudienceEmail == "" { // whoever it was
					in.AudienceID = stored.AudienceID
				}
				*stored = in
			})
			return done{Next: "/documents/" + at.String(), Say: message.T(r.Context(), "%s was saved.", d.Name)}, err
		},
		again: func(v view.DocumentValues, no refusal) (templ.Component, error) {
			return s.documentEdit(r, at, r.text("version"), v, no), nil
		},
	})
}

func (s *site) deleteDocument(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	d, err := s.Documents.Delete(r.Context(), r.p, at, nil)
	if err != nil {
		return s.refuseOnPage(r, at, err)
	}
	s.tell(r, message.T(r.Context(), "%s was deleted.", d.Name), "/documents/"+at.String()+"/restore")
	return r.see("/documents")
}

func (s *site) restoreDocument(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	d, err := s.Documents.Restore(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s was restored.", d.Name), "")
	return r.see("/documents/" + at.String())
}

func (s *site) holdDocument(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if _, err := s.Documents.Hold(r.Context(), r.p, at, r.text("reason")); err != nil {
		return s.refuseOnPage(r, at, err)
	}
	s.tell(r, message.T(r.Context(), "The document is on legal hold."), "")
	return r.see("/documents/" + at.String())
}

func (s *site) releaseDocument(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if _, err := s.Documents.Release(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The legal hold was lifted."), "")
	return r.see("/documents/" + at.String())
}

// documentFile leads to the file itself, by a link that works for a few minutes.
func (s *site) documentFile(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	q := r.URL.Query()
	revision := 0
	if text := q.Get("revision"); text != "" {
		if revision, err = strconv.Atoi(text); err != nil || revision < 1 || revision > 1<<30 {
			return fault.ErrNotFound
		}
	}
	link, err := s.Documents.Link(r.Context(), r.p, at, int32(revision), q.Get("inline") == "1")
	if err != nil {
		return err
	}
	r.ResponseWriter.Header().Set("Cache-Control", "no-store")
	return r.see("/files/" + link.Token)
}

// fileRoutes are open: the link itself says who may read what, and for how long.
func (s *site) fileRoutes() map[string]http.HandlerFunc {
	return map[string]http.HandlerFunc{"GET /files/{token}": s.file}
}

// fileTime is how long a file may take on its way; the server's own limit is for pages.
const fileTime = 15 * time.Minute

// file answers what a link leads to. A file can hold anything, so the browser is told to run none of it: no type but the one
// that was found, no scripts, no frame but our own. A PDF has no sandbox around it, in which browsers show none; what their readers run
// has nothing of this site.
func (s *site) file(w http.ResponseWriter, r *http.Request) {
	f, err := s.Documents.Open(r.Context(), r.PathValue("token"))
	if err != nil {
		s.fail(w, r, view.Frame{}, err)
		return
	}
	defer func() { _ = f.Body.Close() }()
	h := w.Header()
	disposition, policy := "attachment", "default-src 'none'; sandbox"
	if f.Inline {
		disposition, policy = "inline", "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
		if f.MediaType == "application/pdf" {
			policy = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
		}
		h.Set("X-Frame-Options", "SAMEORIGIN")
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.Name}))
	h.Set("Content-Type", f.MediaType)
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	if r.Method == http.MethodHead {
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(s.Clock.Now().Add(fileTime)) // a server without deadlines has none to move
	if _, err := io.Copy(w, f.Body); err != nil {
		s.Log.WarnContext(r.Context(), "file cut off", "error", err)
		panic(http.ErrAbortHandler)
	}
}
