package web

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) auditRoutes() map[string]handler {
	return map[string]handler{
		"GET /settings/audit":        s.auditLog,
		"GET /settings/audit/{id}":   s.auditEntry,
		"GET /settings/audit/export": s.exportAudit,
	}
}

// auditFilter reads the filter from the address. What cannot be read is a fault of its parameter.
func (r *request) auditFilter() (view.AuditFilter, audit.Filter, error) {
	q := r.URL.Query()
	typed := view.AuditFilter{
		User: q.Get("user"), Action: q.Get("action"), Entity: q.Get("entity"), ID: q.Get("id"), From: q.Get("from"), To: q.Get("to"),
		Request: q.Get("request"), Address: q.Get("address"),
	}
	out := audit.Filter{Action: typed.Action, EntityType: typed.Entity, RequestID: typed.Request, Address: typed.Address}
	var f fault.Fields
	for _, v := range []struct {
		name, text string
		into       *id.ID
	}{{"user", typed.User, &out.User}, {"id", typed.ID, &out.EntityID}} {
		if v.text == "" {
			continue
		}
		parsed, err := id.Parse(v.text)
		f.Check(err == nil, v.name, "id_invalid", message.T(r.Context(), "An id has 36 characters, as the log shows it."))
		*v.into = parsed
	}
	out.Since = r.midnight(&f, "from", typed.From, 0)
	out.Until = r.midnight(&f, "to", typed.To, 1)
	return typed, out, f.Err()
}

// midnight is when a day begins in the organization's zone, or so many days later.
func (r *request) midnight(f *fault.Fields, name, text string, later int) time.Time {
	if text == "" {
		return time.Time{}
	}
	d, err := period.Parse(text)
	f.Check(err == nil, name, "date_invalid", message.T(r.Context(), "Use a date written YYYY-MM-DD."))
	if err != nil {
		return time.Time{}
	}
	d = d.AddDays(later)
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, r.zone)
}

func (r *request) auditFrame(title string, crumbs ...view.Link) view.Frame {
	f := r.frame(title, view.AreaSettings, crumbs...)
	f.Section = view.SectionAudit
	return f
}

func (s *site) auditLog(r *request) error {
	ctx := r.Context()
	typed, filter, err := r.auditFilter()
	choices, cerr := s.Audit.Choices(ctx, r.p)
	if cerr != nil {
		return cerr
	}
	m := view.AuditLog{
		Frame: r.auditFrame(message.T(ctx, "Audit log")), Filter: typed, Export: authz.Allowed(r.p, authz.AuditExport),
		Actions: choices.Actions, Kinds: choices.EntityTypes,
	}
	for _, a := range choices.Actors {
		m.Actors = append(m.Actors, view.Option{Value: a.ID.String(), Label: a.Name})
	}
	var list []audit.Logged
	if err == nil {
		var around view.Page
		list, around, err = s.auditRows(r, filter)
		m.Page = around
	}
	if err != nil {
		f := fault.As(err)
		if f.Kind != fault.Invalid || len(f.Fields) == 0 {
			return err
		}
		m.Errors = view.ErrorsOf(f.Fields)
		return s.show(r.ResponseWriter, r.Request, http.StatusUnprocessableEntity, view.AuditPage(m))
	}
	for _, l := range list {
		m.Rows = append(m.Rows, r.auditRow(l, shownChanges))
	}
	head, sealed, err := s.Audit.Head(ctx, r.p)
	if err != nil {
		return err
	}
	if sealed {
		m.Seal = &view.AuditSeal{When: view.AuditWhen(head.SealedAt, r.zone), Hash: head.Hash}
	}
	return s.page(r, view.AuditPage(m))
}

func (s *site) auditRows(r *request, f audit.Filter) ([]audit.Logged, view.Page, error) {
	list, around, err := s.Audit.List(r.Context(), r.p, f, cursor(r.URL.Query(), ""))
	return list, view.Page(around), err
}

// shownChanges is how many fields of an entry the list shows.
const shownChanges = 2

// auditRow tells an entry in words, with at most so many of its fields; 0 is all.
func (r *request) auditRow(l audit.Logged, most int) view.AuditRow {
	ctx := r.Context()
	row := view.AuditRow{
		ID: l.ID.String(), Moment: strconv.FormatInt(l.At.UnixMicro(), 10), When: view.AuditWhen(l.At, r.zone), Who: l.Name,
		Role: l.Role, Action: l.Action, Kind: l.EntityType, Address: l.Address, Reason: l.Reason,
	}
	switch {
	case row.Who != "":
	case l.User != id.Nil:
		row.Who = message.T(ctx, "Somebody who is gone")
	case l.Role == "":
		row.Who = message.T(ctx, "Somebody unknown")
	default:
		row.Who, row.Role = "PropertyOS", ""
	}
	for _, c := range append(l.Changes, l.Detail...) {
		if c.Name == "tenant_id" || c.Name == "live" {
			continue
		}
		if most > 0 && len(row.Changes) == most {
			row.More++
			continue
		}
		row.Changes = append(row.Changes, view.AuditChange{
			Field: c.Name, Old: r.auditValue(c.Name, c.Old), New: r.auditValue(c.Name, c.New),
		})
	}
	return row
}

// auditValue shows a stored value in words where it has some.
func (r *request) auditValue(column, value string) string {
	ctx := r.Context()
	switch {
	case value == "true":
		return message.T(ctx, "yes")
	case value == "false":
		return message.T(ctx, "no")
	case value != "" && (column == "status" || column == "form"):
		return stored(r, column, value)
	case column == "role":
		return view.Label(ctx, view.Roles, value)
	}
	if at, err := time.Parse(time.RFC3339Nano, value); err == nil && len(value) > len(time.DateOnly) {
		return view.AuditWhen(at, r.zone)
	}
	return value
}

// shownAt are the pages that show a row, by its kind.
var shownAt = map[string]string{"properties": "/properties/", "units": "/units/"}

func (s *site) auditEntry(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	var moment time.Time
	if micros, err := strconv.ParseInt(r.URL.Query().Get("at"), 10, 64); err == nil {
		moment = time.UnixMicro(micros)
	}
	one, others, err := s.Audit.Entry(r.Context(), r.p, at, moment)
	if err != nil {
		return err
	}
	row := r.auditRow(one, 0)
	m := view.AuditEntry{
		Frame:    r.auditFrame(view.Label(r.Context(), view.AuditKinds, row.Kind), view.Link{Text: message.T(r.Context(), "Audit log"), Href: "/settings/audit"}),
		AuditRow: row, EntityID: hex(one.EntityID), RequestID: one.RequestID, APIKey: hex(one.APIKey), Agent: one.Agent,
		Diff: one.Action == "update",
	}
	if page := shownAt[one.EntityType]; page != "" && one.EntityID != r.p.Organization {
		m.EntityURL = page + one.EntityID.String()
	}
	for _, l := range others {
		m.Others = append(m.Others, r.auditRow(l, shownChanges))
	}
	return s.page(r, view.AuditEntryPage(m))
}

// exportPatience bounds how long a file may take to be written.
const exportPatience = 15 * time.Minute

func (s *site) exportAudit(r *request) error {
	_, filter, err := r.auditFilter()
	if err != nil {
		return err
	}
	format := r.URL.Query().Get("format")
	if format == "" {
		format = audit.FormatCSV
	}
	begun := false
	err = s.Audit.Export(r.Context(), r.p, filter, format, func() io.Writer {
		begun = true
		h := r.ResponseWriter.Header()
		h.Set("Content-Type", map[string]string{audit.FormatCSV: "text/csv; charset=utf-8", audit.FormatJSON: "application/json"}[format])
		h.Set("Content-Disposition", `attachment; filename="`+url.PathEscape("audit-log."+format)+`"`)
		h.Set("Cache-Control", "no-store")
		// A server without deadlines of its own has none to move.
		_ = http.NewResponseController(r.ResponseWriter).SetWriteDeadline(s.Clock.Now().Add(exportPatience))
		return r.ResponseWriter
	})
	if err != nil && begun {
		s.Log.Warn("an export was cut off", "error", err)
		panic(http.ErrAbortHandler) // the browser must see that the file is not whole
	}
	return err
}
