package audit

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit/internal/auditdb"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The formats of an export.
const (
	FormatCSV  = "csv"
	FormatJSON = "json"
)

// Formats lists them; the first is the default.
var Formats = []string{FormatCSV, FormatJSON}

// exportRows is how many entries an export reads at a time.
const exportRows = 1000

// Export writes all entries of a filter, the newest first. That it happens is in the log before open is called, which is when the
// first byte may be written. Errors: authz.ErrForbidden, Invalid for the parameters; an error after open was called leaves the file
// without its end.
func (s *Service) Export(ctx context.Context, p tenancy.Principal, f Filter, format string, open func() io.Writer) error {
	g, err := authz.Require(p, authz.AuditExport)
	if err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	var fields fault.Fields
	fields.Check(format == FormatCSV || format == FormatJSON, "format", "not_allowed", "The formats are csv and json.")
	if err := fields.Err(); err != nil {
		return err
	}
	asked := f.told()
	asked["format"] = format
	if err := s.recorder.Record(ctx, p, Entry{Action: ActionExport, EntityType: "audit_logs", Detail: asked}); err != nil {
		return err
	}
	w := open()
	out := file(&jsonFile{w: w})
	if format == FormatCSV {
		out = &csvFile{w: csv.NewWriter(w)}
	}
	if err := s.each(ctx, g, f, out.add); err != nil {
		return err
	}
	return out.end()
}

// each calls fn with every entry of a filter.
func (s *Service) each(ctx context.Context, g authz.Grant, f Filter, fn func(Logged) error) error {
	q, params := auditdb.New(g.Reader(ctx, s.db)), f.params(g.Organization(), exportRows)
	for {
		rows, err := q.ListEntries(ctx, params)
		if err != nil {
			return fmt.Errorf("export audit entries: %w", err)
		}
		for _, r := range rows {
			if err := fn(logged(r)); err != nil {
				return fmt.Errorf("write export: %w", err)
			}
		}
		if len(rows) < exportRows {
			return nil
		}
		last := rows[len(rows)-1]
		params.BeforeAt, params.BeforeID = last.CreatedAt, last.ID
	}
}

// file is an export under way.
type file interface {
	add(Logged) error
	end() error
}

type csvFile struct {
	w     *csv.Writer
	begun bool
}

func (f *csvFile) head() error {
	f.begun = true
	return f.w.Write([]string{
		"time", "person", "email", "role", "api_key", "action", "entity_type", "entity_id", "changes", "detail", "reason",
		"request_id", "address", "user_agent", "id",
	})
}

func (f *csvFile) add(l Logged) error {
	if !f.begun {
		if err := f.head(); err != nil {
			return err
		}
	}
	var changes, detail []string
	for _, c := range l.Changes {
		changes = append(changes, c.Name+": "+c.Old+" → "+c.New)
	}
	for _, d := range l.Detail {
		detail = append(detail, d.Name+": "+d.New)
	}
	cells := []string{
		l.At.Format(time.RFC3339Nano), l.Name, l.Email, l.Role, idText(l.APIKey), l.Action, l.EntityType, idText(l.EntityID),
		strings.Join(changes, "\n"), strings.Join(detail, "\n"), l.Reason, l.RequestID, l.Address, l.Agent, l.ID.String(),
	}
	for i, c := range cells {
		cells[i] = harmless(c)
	}
	return f.w.Write(cells)
}

func (f *csvFile) end() error {
	if !f.begun {
		if err := f.head(); err != nil {
			return err
		}
	}
	f.w.Flush()
	return f.w.Error()
}

// harmless keeps a spreadsheet from reading a cell as a formula. Source: OWASP, "CSV Injection".
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func idText(v id.ID) string {
	if v == id.Nil {
		return ""
	}
	return v.String()
}

// jsonFile is one array, an entry on each line.
type jsonFile struct {
	w     io.Writer
	begun bool
}

// exported is an entry in a JSON export.
type exported struct {
	ID         id.ID             `json:"id"`
	At         time.Time         `json:"at"`
	UserID     *id.ID            `json:"user_id"`
	Name       string            `json:"name"`
	Email      string            `json:"email"`
	Role       string            `json:"role"`
	APIKey     *id.ID            `json:"api_key_id"`
	Action     string            `json:"action"`
	EntityType string            `json:"entity_type"`
	EntityID   id.ID             `json:"entity_id"`
	Changes    []exportedChange  `json:"changes"`
	Detail     map[string]string `json:"detail"`
	Reason     string            `json:"reason"`
	RequestID  string            `json:"request_id"`
	Address    string            `json:"address"`
	Agent      string            `json:"user_agent"`
}

type exportedChange struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

func (f *jsonFile) add(l Logged) error {
	e := exported{
		ID: l.ID, At: l.At, UserID: given(l.User), Name: l.Name, Email: l.Email, Role: l.Role, APIKey: given(l.APIKey), Action: l.Action,
		EntityType: l.EntityType, EntityID: l.EntityID, Changes: make([]exportedChange, 0, len(l.Changes)),
		Detail: make(map[string]string, len(l.Detail)), Reason: l.Reason, RequestID: l.RequestID, Address: l.Address, Agent: l.Agent,
	}
	for _, c := range l.Changes {
		e.Changes = append(e.Changes, exportedChange{c.Name, c.Old, c.New})
	}
	for _, d := range l.Detail {
		e.Detail[d.Name] = d.New
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}
	before := ",\n"
	if !f.begun {
		before, f.begun = "[\n", true
	}
	_, err = f.w.Write(append([]byte(before), raw...))
	return err
}

func (f *jsonFile) end() error {
	after := "\n]\n"
	if !f.begun {
		after = "[]\n"
	}
	_, err := io.WriteString(f.w, after)
	return err
}
