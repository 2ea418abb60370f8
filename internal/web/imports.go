package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) importRoutes() map[string]handler {
	return map[string]handler{
		"GET /imports":                s.imports,
		"GET /imports/new":            s.newImport,
		"POST /imports":               s.createImport,
		"GET /imports/{id}":           s.oneImport,
		"POST /imports/{id}/describe": s.describeImport,
		"POST /imports/{id}/confirm":  s.confirmImport,
		"POST /imports/{id}/discard":  s.discardImport,
		"GET /imports/{id}/undo":      s.askUndoImport,
		"POST /imports/{id}/undo":     s.undoImport,
	}
}

func (r *request) importFrame(title string, crumbs ...view.Link) view.Frame {
	f := r.frame(title, view.AreaSettings, crumbs...)
	f.Section = view.SectionImports
	return f
}

func (r *request) importsCrumb() view.Link {
	return view.Link{Text: message.T(r.Context(), "Imports"), Href: "/imports"}
}

func (s *site) imports(r *request) error {
	before := id.Nil
	if after := r.URL.Query().Get("after"); after != "" {
		var err error
		if before, err = id.Parse(after); err != nil {
			return fault.ErrNotFound
		}
	}
	list, more, err := s.Imports.List(r.Context(), r.p, before)
	if err != nil {
		return err
	}
	m := view.ImportList{Frame: r.importFrame(message.T(r.Context(), "Imports"))}
	for _, i := range list {
		m.Rows = append(m.Rows, view.ImportRow{
			ID: i.ID.String(), File: i.FileName, State: string(i.State), Layout: intake.LayoutTitle(i.Layout), Made: r.moment(&i.CreatedAt),
			AsOf: i.AsOf, Units: i.Counts.Units.Created, Leases: i.Counts.Leases.Created,
		})
	}
	if more {
		m.Next = m.Rows[len(m.Rows)-1].ID
	}
	m.Live = []string{"imports", "import"}
	return s.page(r, view.ImportsPage(m))
}

func (s *site) newImport(r *request) error { return s.page(r, r.uploadPage("")) }

func (r *request) uploadPage(refused string) templ.Component {
	ctx := r.Context()
	return view.ImportNewPage(view.ImportNew{
		Frame: r.importFrame(message.T(ctx, "Import a file"), r.importsCrumb()), Layouts: intake.LayoutTitles(),
		Upload: view.Upload{
			Action: "/imports", Label: message.T(ctx, "Rent roll or export"), Accept: ".csv,.txt,.tsv,.xlsx,.zip", Error: refused,
			Help: message.T(ctx, "CSV, Excel workbook (.xlsx) or the zip of a PropertyOS export, up to 20 MB. Whoever runs PropertyOS brings larger ones in."),
		},
	})
}

// createImport takes a file. It is read into memory, within the limit, and nowhere else.
func (s *site) createImport(r *request) error {
	in, err := r.uploaded()
	var at id.ID
	var earlier *intake.Earlier
	if err == nil {
		at, earlier, err = s.Imports.Upload(r.Context(), r.p, in)
	}
	if err != nil {
		f := fault.As(err)
		switch f.Kind {
		case fault.Invalid, fault.TooLarge, fault.Unsupported:
			return s.show(r.ResponseWriter, r.Request, http.StatusUnprocessableEntity, r.uploadPage(f.Message))
		}
		return err
	}
	if earlier != nil { // said on the page: a script that sends files reads it once before the browser does
		return r.see("/imports/" + earlier.ID.String() + "?again=1")
	}
	return r.see("/imports/" + at.String())
}

// uploaded is the file of a form of several parts.
func (r *request) uploaded() (in intake.Input, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return in, badForm(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, fault.New(fault.Invalid, "file_missing", message.T(r.Context(), "Choose a file.")).On("/file")
		}
		if err != nil {
			return in, uploadFault(err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		in.FileName = part.FileName()
		in.Data, err = io.ReadAll(io.LimitReader(part, intake.MaxUpload+1))
		return in, uploadFault(err)
	}
}

func uploadFault(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return intake.ErrUploadLarge
	}
	if err != nil {
		return badForm(err)
	}
	return nil
}

func (s *site) oneImport(r *request) error {
	m, err := s.importModel(r)
	if err != nil {
		return err
	}
	return s.page(r, view.ImportPage(m))
}

// importModel reads an import as its page shows it.
func (s *site) importModel(r *request) (view.ImportDetail, error) {
	at, err := r.pathID()
	if err != nil {
		return view.ImportDetail{}, err
	}
	d, err := s.Imports.Get(r.Context(), r.p, at)
	if err != nil {
		return view.ImportDetail{}, err
	}
	ctx := r.Context()
	m := view.ImportDetail{
		Frame: r.importFrame(d.FileName, r.importsCrumb()), ID: at.String(), File: d.FileName, State: string(d.State),
		Layout: intake.LayoutTitle(d.Layout), AsOf: d.AsOf, Made: r.moment(&d.CreatedAt), Done: d.Done, Total: d.Total, Undoable: d.Undoable,
		Again: r.URL.Query().Get("again") != "",
	}
	m.Live = []string{"import:" + m.ID, "imports:" + m.ID}
	switch d.State {
	case intake.Waiting, intake.Failed:
		r.preview(d, &m)
	case intake.Imported, intake.Undone:
		m.Counts, m.Totals, m.Openings = importCounts(ctx, d.Counts), importTotals(ctx, d.Counts.Totals), importOpenings(ctx, d.Openings)
	}
	return m, nil
}

// linesShown is how many lines of the file a page of the preview has.
const linesShown = 100

func (r *request) preview(d intake.Detail, m *view.ImportDetail) {
	ctx := r.Context()
	m.Expires, m.Failure = r.moment(&d.ExpiresAt), d.Failure
	if d.Unreadable != nil {
		m.Unreadable = fault.As(d.Unreadable).Message
	}
	r.describe(d, m, asOfText(d), d.Mapping)
	if m.Mapped = len(d.Rows) > 0; !m.Mapped {
		return
	}
	m.Wrong, m.Doubtful = d.Report.Errors, d.Report.Warnings
	if !d.AsOfMissing {
		m.Counts = importCounts(ctx, intake.Counts{
			Properties: d.Report.Properties, Units: d.Report.Units, Renters: d.Report.Renters, Leases: d.Report.Leases,
		})
	}
	m.Totals = importTotals(ctx, d.Report.Totals)
	for _, i := range d.Report.Issues {
		if i.Line == 0 {
			m.Problems = append(m.Problems, i.Message)
		}
	}
	r.lines(d.Rows, m)
}

// lines shows one page of the lines that were asked for.
func (r *request) lines(rows []intake.Row, m *view.ImportDetail) {
	q := r.URL.Query()
	if q.Get("show") == "issues" {
		m.Show = "issues"
		rows = slices.DeleteFunc(slices.Clone(rows), func(row intake.Row) bool { return len(row.Issues) == 0 })
	}
	m.Found, m.PageLast = len(rows), max(1, (len(rows)+linesShown-1)/linesShown)
	at, _ := strconv.Atoi(q.Get("page"))
	m.PageAt = min(max(at, 1), m.PageLast)
	for _, row := range rows[(m.PageAt-1)*linesShown : min(m.PageAt*linesShown, len(rows))] {
		line := view.ImportLine{Line: row.Line, Property: row.Property, Unit: row.Unit}
		for _, f := range row.Fates {
			line.Fates = append(line.Fates, string(f))
		}
		for _, i := range row.Issues {
			line.Issues = append(line.Issues, view.ImportIssue{Column: columnWord(r.Context(), i), Text: i.Message, Error: i.Severity == rentroll.Error})
		}
		m.Lines = append(m.Lines, line)
	}
}

// columnWord names the column that an issue is about.
func columnWord(ctx context.Context, i rentroll.Issue) string {
	switch {
	case i.ColumnName != "":
		return message.T(ctx, "Column %s (%s)", strconv.Itoa(i.Column), i.ColumnName)
	case i.Column > 0:
		return message.T(ctx, "Column %s", strconv.Itoa(i.Column))
	}
	return ""
}

// asOfText is the day that was said; "" where the file says it, or nobody has.
func asOfText(d intake.Detail) string {
	if d.AsOf.IsZero() || d.AsOfMissing {
		return ""
	}
	return d.AsOf.String()
}

// describe fills in what is asked of the person: the day, where the file does not say it itself, and the columns.
func (r *request) describe(d intake.Detail, m *view.ImportDetail, asOf string, chosen rentroll.Mapping) {
	ctx := r.Context()
	if d.AsOfMissing || d.Columns != nil || d.Report.AsOfSource == rentroll.AsOfGiven || d.Report.AsOfSource == rentroll.AsOfName {
		m.AsOfField = &view.Field{
			Name: "as_of", Label: message.T(ctx, "Which day the file tells of"), Value: asOf, Type: "date",
			Help: message.T(ctx, "The file does not say it. Balances and deposits are kept as of this day."),
		}
	}
	if d.Columns == nil {
		return
	}
	var options []view.Option
	for i, h := range d.Columns.Headings {
		options = append(options, view.Option{Value: h, Label: h})
		m.Columns = append(m.Columns, view.ImportColumn{Heading: h, Samples: d.Columns.Samples[i]})
	}
	words := view.Words(ctx, view.ImportFields)
	for _, f := range rentroll.Fields() {
		m.Fields = append(m.Fields, view.Field{
			Name: string(f.Field), Label: view.Label(ctx, words, string(f.Field)), Value: chosen[f.Field], Options: options, Blank: message.T(ctx, "Not in the file"),
			Optional: !f.Required,
		})
	}
}

// describeImport takes the day and the columns. Where they do not fit, the page is shown again with what was chosen.
func (s *site) describeImport(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	chosen := rentroll.Mapping{}
	for _, f := range rentroll.Fields() {
		if h := r.text(string(f.Field)); h != "" {
			chosen[f.Field] = h
		}
	}
	var asOf period.Date
	if text := r.text("as_of"); text != "" {
		if asOf, err = period.Parse(text); err != nil {
			err = fault.New(fault.Invalid, "not_a_date", message.T(r.Context(), "Use a date such as 2026-10-31.")).On("/as_of")
		}
	}
	if err == nil {
		err = s.Imports.Describe(r.Context(), r.p, at, asOf, chosen)
	}
	if err == nil {
		return r.see("/imports/" + at.String())
	}
	return s.importAgain(r, err, func(d intake.Detail, m *view.ImportDetail) {
		m.Fields, m.Columns = nil, nil
		r.describe(d, m, r.text("as_of"), chosen)
	})
}

// importAgain shows the page of a file that waits again, with why a form of it was refused.
func (s *site) importAgain(r *request, refused error, fill func(intake.Detail, *view.ImportDetail)) error {
	no, ok := refusalOf(refused)
	if !ok {
		return refused
	}
	m, err := s.importModel(r)
	if err != nil {
		return err
	}
	if fill != nil {
		at, _ := r.pathID() // importModel has read it
		d, err := s.Imports.Get(r.Context(), r.p, at)
		if err != nil {
			return err
		}
		fill(d, &m)
	}
	m.Refused, m.Errors = no.Message, no.Errors
	for i := range m.Fields {
		m.Fields[i].Error = no.Errors[m.Fields[i].Name]
	}
	if m.AsOfField != nil {
		m.AsOfField.Error = no.Errors[m.AsOfField.Name]
	}
	m.FocusFirst()
	return s.show(r.ResponseWriter, r.Request, fault.As(refused).Kind.Status(), view.ImportPage(m))
}

func (s *site) confirmImport(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Imports.Confirm(r.Context(), r.p, at); err != nil {
		return s.importAgain(r, err, nil)
	}
	return r.see("/imports/" + at.String())
}

func (s *site) discardImport(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Imports.Discard(r.Context(), r.p, at); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The file was discarded."), "")
	return r.see("/imports")
}

func (s *site) askUndoImport(r *request) error {
	m, err := s.importModel(r)
	if err != nil {
		return err
	}
	at, _ := r.pathID() // importModel has read it
	found, err := s.Imports.Obstacles(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	for _, o := range found {
		m.Obstacles = append(m.Obstacles, obstacleWords(r.Context(), o))
	}
	return s.page(r, view.ImportUndoPage(m))
}

func (s *site) undoImport(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	err = s.Imports.Undo(r.Context(), r.p, at)
	if errors.Is(err, intake.ErrBuiltUpon) {
		return r.see("/imports/" + at.String() + "/undo")
	}
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The import was undone."), "")
	return r.see("/imports/" + at.String())
}
