package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type importView struct {
	ID         id.ID               `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	FileName   string              `json:"file_name" example:"rent_roll-20261031.csv"`
	State      string              `json:"state" enum:"waiting,running,failed,imported,undone" doc:"A file that waits is kept for a day."`
	Layout     string              `json:"layout" doc:"Empty before it is known." example:"appfolio"`
	AsOf       *period.Date        `json:"as_of" nullable:"true" doc:"The day that the file tells of." example:"2026-10-31"`
	Properties importCountView     `json:"properties" doc:"What becomes of them, or became."`
	Units      importCountView     `json:"units"`
	Leases     importCountView     `json:"leases"`
	Renters    importCountView     `json:"renters"`
	Errors     int                 `json:"errors" doc:"Any keeps the file from coming in." example:"0"`
	Warnings   int                 `json:"warnings" example:"2"`
	Failure    string              `json:"failure" doc:"Why it could not be brought in." example:"Your plan includes 500 units."`
	Done       int                 `json:"done" doc:"Units and households that were written so far." example:"2310"`
	Total      int                 `json:"total" example:"5000"`
	Columns    []importColumnView  `json:"columns" nullable:"false" doc:"Of a list in no known layout: its headings, for the mapping."`
	Rows       []importRowView     `json:"rows" nullable:"false" doc:"With rows=issues or rows=all, before it came in: the lines and what becomes of them."`
	Openings   *importOpeningsView `json:"openings,omitempty" doc:"Of one that came in: the balances and deposits that it brought."`
	CreatedAt  time.Time           `json:"created_at"`
	UndoneAt   *time.Time          `json:"undone_at" doc:"When it was taken back."`
}

type importCountView struct {
	Created   int `json:"created" example:"420"`
	Changed   int `json:"changed" example:"0"`
	Unchanged int `json:"unchanged" example:"0"`
}

type importColumnView struct {
	Heading string   `json:"heading" example:"Monthly"`
	Samples []string `json:"samples" nullable:"false" doc:"Its first values." example:"1200.50"`
}

type importRowView struct {
	Line     int               `json:"line" doc:"From 1." example:"7"`
	Property string            `json:"property" example:"Maple Court"`
	Unit     string            `json:"unit" example:"12B"`
	Fates    []string          `json:"fates" nullable:"false" example:"new_unit,new_lease"`
	Issues   []importIssueView `json:"issues" nullable:"false"`
}

type importIssueView struct {
	Severity string `json:"severity" enum:"error,warning"`
	Code     string `json:"code" example:"date_impossible"`
	Message  string `json:"message" example:"Lease To is a date that does not exist in the calendar."`
	Column   int    `json:"column" doc:"From 1; 0 for all of the line." example:"13"`
}

type importOpeningsView struct {
	Leases         int          `json:"leases" example:"372"`
	PastDue        money.Amount `json:"past_due" example:"106940.52"`
	Prepaid        money.Amount `json:"prepaid" example:"19002.34"`
	DepositHeld    money.Amount `json:"deposit_held" example:"497366.60"`
	OtherDeposits  money.Amount `json:"other_deposits" example:"0.00"`
	OtherRecurring money.Amount `json:"other_recurring" example:"22754.00"`
}

type importBody struct {
	FileName opt[string]   `json:"file_name" maxLength:"255" doc:"As you know the file; its name can hold the day that it tells of." example:"rent_roll-20261031.csv"`
	Content  opt[string]   `json:"content" maxLength:"1000000" doc:"The file's bytes in base64. A body may have 1 MiB: bring larger files by the page." example:"cHJvcGVydHksdW5pdA=="`
	AsOf     opt[string]   `json:"as_of" maxLength:"10" doc:"The day that the file tells of, where it does not say so itself." example:"2026-10-31"`
	Mapping  opt[[]string] `json:"mapping" maxItems:"50" maxLength:"300" doc:"For a list in no known layout: which column holds what, as field=heading." example:"rent=Monthly"`
}

// importCodes are what a file can be refused for.
var importCodes = []string{
	"import_limited", "feature_off", "import_unavailable", "import_too_large", "rent_roll_empty", "rent_roll_too_large", "rent_roll_too_many_rows",
	"rent_roll_utf16", "rent_roll_encoding", "rent_roll_unknown_layout", "workbook_unreadable", "workbook_too_large", "workbook_unsafe",
	"mapping_incomplete", "as_of_future", "archive_unknown", "archive_version", "archive_damaged", "archive_unsafe", "archive_too_large",
	"archive_own", "archive_currency",
}

func (a *api) importOperations() []operation {
	const tag, list, one = "Imports", "/v1/imports", "/v1/imports/{id}"
	rows := choiceParam("rows", "Which lines of a file that waits are told.", []string{"none", "issues", "all"})
	rows.schema.Default = "none"
	reads := []string{"import_limited", "feature_off", "import_unavailable"}
	return []operation{
		{
			id: "list-imports", method: http.MethodGet, needs: authz.ImportRun, path: list, tag: tag, summary: "List imports",
			doc: "Files that came in and files that wait, the newest first.", codes: reads,
			query:  []param{textParam("cursor", "The `next_cursor` of an earlier answer.", 4096)},
			result: pageView[importView]{}, handle: a.listImports,
		},
		{
			id: "create-import", method: http.MethodPost, needs: authz.ImportRun, path: list, tag: tag, summary: "Send a file",
			doc:  "Nothing is written yet: read what would become of it, then confirm it. The bytes of a file that came in before answer with that import.",
			body: &importBody{}, create: []string{"file_name", "content"}, status: http.StatusCreated,
			example: map[string]any{"file_name": "roll.csv", "content": base64.StdEncoding.EncodeToString([]byte(
				"property,unit,status,renters,rent,lease_start,lease_end\nMaple Court,12B,vacant,,,,\n")), "as_of": "2026-01-31"},
			result: importView{}, codes: importCodes, handle: a.createImport,
		},
		{
			id: "get-import", method: http.MethodGet, needs: authz.ImportRun, path: one, tag: tag, summary: "Read an import",
			query: []param{rows}, result: importView{}, codes: reads, handle: a.getImport,
		},
		{
			id: "confirm-import", method: http.MethodPost, needs: authz.ImportRun, path: one + "/confirm", tag: tag, summary: "Bring a file in",
			doc:    "A job brings it in, all of it or nothing. Read the import to see how far it is.",
			status: http.StatusAccepted, result: importView{},
			codes: append([]string{"as_of_required", "import_refused", "import_running"}, importCodes...), handle: a.confirmImport,
		},
		{
			id: "discard-import", method: http.MethodDelete, needs: authz.ImportRun, path: one, tag: tag, summary: "Discard a file that waits",
			status: http.StatusNoContent, codes: append([]string{"import_running"}, reads...), handle: a.discardImport,
		},
		{
			id: "undo-import", method: http.MethodPost, needs: authz.ImportRun, path: one + "/undo", tag: tag, summary: "Undo an import",
			doc:    "Takes everything back that it made, while nothing of it was changed or built upon.",
			result: importView{}, codes: append([]string{"import_built_upon", "import_undone", "import_not_undoable"}, reads...), handle: a.undoImport,
		},
	}
}

func viewCount(c intake.Count) importCountView { return importCountView(c) }

func viewBrought(s intake.Summary) importView {
	return importView{
		ID: s.ID, FileName: s.FileName, State: string(s.State), Layout: s.Layout, AsOf: day(s.AsOf),
		Properties: viewCount(s.Counts.Properties), Units: viewCount(s.Counts.Units), Leases: viewCount(s.Counts.Leases),
		Renters: viewCount(s.Counts.Renters), Warnings: s.Counts.Warnings, Columns: []importColumnView{}, Rows: []importRowView{},
		CreatedAt: s.CreatedAt.UTC(), UndoneAt: utc(s.UndoneAt),
	}
}

func viewImport(d intake.Detail, rows string) importView {
	v := viewBrought(d.Summary)
	v.Failure, v.Done, v.Total = d.Failure, d.Done, d.Total
	if d.Unreadable != nil {
		v.Failure = fault.As(d.Unreadable).Message
	}
	switch d.State {
	case intake.Imported, intake.Undone:
		o := d.Openings
		v.Openings = &importOpeningsView{o.Leases, o.PastDue, o.Prepaid, o.DepositHeld, o.OtherDeposits, o.OtherRecurring}
		return v
	}
	v.Properties, v.Units, v.Leases, v.Renters = viewCount(d.Report.Properties), viewCount(d.Report.Units), viewCount(d.Report.Leases), viewCount(d.Report.Renters)
	v.Errors, v.Warnings = d.Report.Errors, d.Report.Warnings
	if d.Columns != nil {
		for i, h := range d.Columns.Headings {
			v.Columns = append(v.Columns, importColumnView{Heading: h, Samples: append([]string{}, d.Columns.Samples[i]...)})
		}
	}
	for _, r := range d.Rows {
		if rows == "all" || rows == "issues" && len(r.Issues) > 0 {
			v.Rows = append(v.Rows, viewRow(r))
		}
	}
	return v
}

func viewRow(r intake.Row) importRowView {
	v := importRowView{Line: r.Line, Property: r.Property, Unit: r.Unit, Fates: []string{}, Issues: []importIssueView{}}
	for _, f := range r.Fates {
		v.Fates = append(v.Fates, string(f))
	}
	for _, i := range r.Issues {
		v.Issues = append(v.Issues, importIssueView{Severity: string(i.Severity), Code: i.Code, Message: i.Message, Column: i.Column})
	}
	return v
}

func (a *api) listImports(ctx context.Context, c *call) (reply, error) {
	before := id.Nil
	if cursor := c.query.text("cursor"); cursor != "" {
		var err error
		if before, err = id.Parse(cursor); err != nil {
			return reply{}, page.ErrCursor
		}
	}
	list, more, err := a.Imports.List(ctx, c.principal, before)
	var around page.Page
	if more {
		around.Next = list[len(list)-1].ID.String()
	}
	return reply{body: viewPage(list, around, viewBrought)}, err
}

// input reads the body of a new import.
func (b importBody) input() (in intake.Input, err error) {
	var f fault.Fields
	in.FileName = b.FileName.value
	if in.Data, err = base64.StdEncoding.DecodeString(b.Content.value); err != nil {
		f.Add("/content", "not_allowed", "Send the bytes in base64.")
	}
	if b.AsOf.value != "" {
		if in.AsOf, err = period.Parse(b.AsOf.value); err != nil {
			f.Add("/as_of", "not_allowed", "Use a date such as 2026-10-31.")
		}
	}
	for _, pair := range b.Mapping.value {
		field, heading, ok := strings.Cut(pair, "=")
		if !ok {
			f.Add("/mapping", "not_allowed", "Write each as field=heading.")
			break
		}
		if in.Mapping == nil {
			in.Mapping = rentroll.Mapping{}
		}
		in.Mapping[rentroll.Field(field)] = heading
	}
	return in, f.Err()
}

func (a *api) createImport(ctx context.Context, c *call) (reply, error) {
	var b importBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	in, err := b.input()
	if err != nil {
		return reply{}, err
	}
	at, earlier, err := a.Imports.Upload(ctx, c.principal, in)
	if err != nil {
		return reply{}, err
	}
	if earlier != nil {
		at = earlier.ID
	}
	out, err := a.answerImport(ctx, c, at)
	out.location = "/v1/imports/" + at.String()
	return out, err
}

func (a *api) answerImport(ctx context.Context, c *call, at id.ID) (reply, error) {
	d, err := a.Imports.Get(ctx, c.principal, at)
	return reply{body: viewImport(d, c.query.text("rows"))}, err
}

func (a *api) getImport(ctx context.Context, c *call) (reply, error) {
	return a.answerImport(ctx, c, c.id())
}

func (a *api) confirmImport(ctx context.Context, c *call) (reply, error) {
	if err := a.Imports.Confirm(ctx, c.principal, c.id()); err != nil {
		return reply{}, err
	}
	return a.answerImport(ctx, c, c.id())
}

func (a *api) discardImport(ctx context.Context, c *call) (reply, error) {
	return reply{}, a.Imports.Discard(ctx, c.principal, c.id())
}

func (a *api) undoImport(ctx context.Context, c *call) (reply, error) {
	if err := a.Imports.Undo(ctx, c.principal, c.id()); err != nil {
		return reply{}, err
	}
	return a.answerImport(ctx, c, c.id())
}
