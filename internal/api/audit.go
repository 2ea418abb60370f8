package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type auditEntryView struct {
	ID         id.ID             `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	At         time.Time         `json:"at" doc:"When it was written, to the microsecond."`
	UserID     *id.ID            `json:"user_id" nullable:"true" doc:"Who acted; null where the program, a command or an unknown person did."`
	Name       string            `json:"name" doc:"What they are called now; empty for nobody, or somebody who is gone." example:"Ada Manager"`
	Role       string            `json:"role" doc:"The role in which they acted; empty for somebody who was not let in." example:"manager"`
	APIKeyID   *id.ID            `json:"api_key_id" nullable:"true" doc:"The API key that was used."`
	Action     string            `json:"action" doc:"insert, update or delete of a row; read, export, reveal; or what happened at the door, such as sign_in." example:"update"`
	EntityType string            `json:"entity_type" doc:"The kind of row." example:"units"`
	EntityID   id.ID             `json:"entity_id" doc:"The row; your organization's own id for a list as a whole." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Changes    []auditChangeView `json:"changes" nullable:"false" doc:"The columns that changed, or of a new row those that it has. Secrets are left out."`
	Detail     []auditFactView   `json:"detail" nullable:"false" doc:"Of what is no change: what was asked for."`
	Reason     string            `json:"reason" doc:"Why, where somebody said so."`
	RequestID  string            `json:"request_id" doc:"The request in which it happened."`
	Address    string            `json:"address" doc:"The client's IP address." example:"203.0.113.7"`
	UserAgent  string            `json:"user_agent"`
}

type auditChangeView struct {
	Field string `json:"field" example:"base_rent"`
	Old   string `json:"old" doc:"Empty for none." example:"1450.00"`
	New   string `json:"new" doc:"Empty for none." example:"1495.00"`
}

type auditFactView struct {
	Name  string `json:"name" example:"format"`
	Value string `json:"value" example:"csv"`
}

func viewAuditEntry(l audit.Logged) auditEntryView {
	v := auditEntryView{
		ID: l.ID, At: l.At, UserID: someID(l.User), Name: l.Name, Role: l.Role, APIKeyID: someID(l.APIKey), Action: l.Action,
		EntityType: l.EntityType, EntityID: l.EntityID, Changes: make([]auditChangeView, 0, len(l.Changes)),
		Detail: make([]auditFactView, 0, len(l.Detail)), Reason: l.Reason, RequestID: l.RequestID, Address: l.Address, UserAgent: l.Agent,
	}
	for _, c := range l.Changes {
		v.Changes = append(v.Changes, auditChangeView{c.Name, c.Old, c.New})
	}
	for _, d := range l.Detail {
		v.Detail = append(v.Detail, auditFactView{d.Name, d.New})
	}
	return v
}

func someID(v id.ID) *id.ID {
	if v == id.Nil {
		return nil
	}
	return &v
}

// auditFilters are the parameters that narrow the log.
func auditFilters() []param {
	const most = 200
	return []param{
		formatParam("user_id", "Only what this person did.", "uuid"), formatParam("api_key_id", "Only what came by this API key.", "uuid"),
		textParam("action", "Only this action.", most), textParam("entity_type", "Only this kind of row.", most),
		formatParam("entity_id", "Only this row.", "uuid"), textParam("request_id", "Only this request.", most),
		textParam("address", "Only from this IP address.", most),
		formatParam("from", "From this day on, in UTC.", "date"), formatParam("to", "Up to and including this day, in UTC.", "date"),
	}
}

func (q query) auditFilter() audit.Filter {
	f := audit.Filter{
		User: q.id("user_id"), APIKey: q.id("api_key_id"), Action: q.text("action"), EntityType: q.text("entity_type"),
		EntityID: q.id("entity_id"), RequestID: q.text("request_id"), Address: q.text("address"),
	}
	if from := q.date("from"); from != (period.Date{}) {
		f.Since = from.Time()
	}
	if to := q.date("to"); to != (period.Date{}) {
		f.Until = to.AddDays(1).Time()
	}
	return f
}

func (a *api) auditOperations() []operation {
	const tag, list = "Audit log", "/v1/audit-entries"
	format := choiceParam("format", "The kind of file.", audit.Formats)
	format.schema.Default = audit.Formats[0]
	return []operation{
		{
			id: "list-audit-entries", method: http.MethodGet, needs: authz.AuditRead, path: list, tag: tag, summary: "List audit entries",
			doc: "What happened in your organization, the newest first: every change, every look at personal or financial data, every " +
				"sign-in and every export.",
			query: pageParams([]string{audit.Sorts[0]}, auditFilters()...), result: pageView[auditEntryView]{},
			handle: a.listAuditEntries,
		},
		{
			id: "get-audit-entry", method: http.MethodGet, needs: authz.AuditRead, path: list + "/{id}", tag: tag, summary: "Read an audit entry",
			result: auditEntryView{}, handle: a.getAuditEntry,
		},
		{
			id: "export-audit-entries", method: http.MethodGet, needs: authz.AuditExport, path: list + "/export", tag: tag,
			summary: "Export audit entries", doc: "All entries that fit, the newest first, as one file. The export is itself in the log before its first byte is sent.",
			query: append(auditFilters(), format), files: []string{"text/csv", "application/json"},
			handle: a.exportAuditEntries,
		},
	}
}

func (a *api) listAuditEntries(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Audit.List(ctx, c.principal, c.query.auditFilter(), c.page())
	return reply{body: viewPage(rows, around, viewAuditEntry)}, err
}

func (a *api) getAuditEntry(ctx context.Context, c *call) (reply, error) {
	one, _, err := a.Audit.Entry(ctx, c.principal, c.id(), time.Time{})
	return reply{body: viewAuditEntry(one)}, err
}

func (a *api) exportAuditEntries(ctx context.Context, c *call) (reply, error) {
	format := c.query.text("format")
	if format == "" {
		format = audit.Formats[0]
	}
	begun := false
	err := a.Audit.Export(ctx, c.principal, c.query.auditFilter(), format, func() io.Writer {
		begun = true
		kind := "text/csv; charset=utf-8"
		if format == audit.FormatJSON {
			kind = "application/json"
		}
		c.w.Header().Set("Content-Type", kind)
		c.w.Header().Set("Content-Disposition", `attachment; filename="audit-log.`+format+`"`)
		return c.w
	})
	if err != nil && begun {
		a.Log.WarnContext(ctx, "an export was cut off", "error", err)
		panic(http.ErrAbortHandler) // the client must see that the file is not whole
	}
	return reply{written: true}, err
}
