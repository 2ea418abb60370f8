package web

import (
	"io"
	"mime"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) transferRoutes() map[string]handler {
	return map[string]handler{
		"GET /settings/export":           s.exportPage,
		"POST /settings/export":          s.exportOrganization,
		"GET /properties/{id}/handover":  s.handOverPage,
		"POST /properties/{id}/handover": s.handOver,
	}
}

func (r *request) mayReveal() bool {
	return authz.Allowed(r.p, authz.RenterReveal) && authz.Allowed(r.p, authz.OwnerReveal)
}

func (s *site) exportPage(r *request) error {
	return s.page(r, view.ExportPage(view.Export{
		Frame:  r.settingsFrame(message.T(r.Context(), "Export the organization"), view.SectionExport),
		Action: "/settings/export", Personal: r.mayReveal(),
	}))
}

func (s *site) handOverPage(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	p, err := s.Properties.Property(r.Context(), r.p, at, false)
	if err != nil {
		return err
	}
	home := view.Link{Text: p.Name, Href: "/properties/" + at.String()}
	return s.page(r, view.ExportPage(view.Export{
		Frame:    r.frame(message.T(r.Context(), "Hand over %s", p.Name), view.AreaProperties, propertiesCrumb(r), home),
		Property: p.Name, Action: home.Href + "/handover", Personal: r.mayReveal(),
	}))
}

func (s *site) exportOrganization(r *request) error { return s.transfer(r, id.Nil) }

func (s *site) handOver(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return s.transfer(r, at)
}

// transfer answers with the archive. What fails on the way breaks the connection off, so that nobody takes a part for the whole.
func (s *site) transfer(r *request, property id.ID) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	begun := false
	in := transfer.Input{Property: property, PersonalData: r.text("personal") == "true"}
	err := s.Transfers.Export(r.Context(), r.p, in, func(name string) io.Writer {
		begun = true
		h := r.ResponseWriter.Header()
		h.Set("Content-Type", "application/zip")
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		h.Set("Cache-Control", "no-store")
		// A server without deadlines of its own has none to move.
		_ = http.NewResponseController(r.ResponseWriter).SetWriteDeadline(clock.System{}.Now().Add(exportPatience))
		return r.ResponseWriter
	})
	if err != nil && begun {
		s.Log.WarnContext(r.Context(), "an export was cut off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return err
}
