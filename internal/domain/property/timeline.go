package property

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// TimelineKinds are what a timeline tells.
var TimelineKinds = []string{
	"status", "moved_in", "moved_out", "notice_given", "eviction_filed", "lease_began", "lease_ended", "lease_signed", "notice",
	"request", "document", "import", "hold", "change",
}

// Happening is one thing that happened to a property or a unit.
type Happening struct {
	Kind   string    // of TimelineKinds
	ID     id.ID     // of the row that tells it: the status, the stay, the lease, …
	At     time.Time // for a fact that has a day only, the beginning of that day where the organization is
	Day    bool      // whether it has a day only
	UnitID id.ID     // id.Nil for the property as a whole
	Number string    // of the unit
	// Said is the status, the kind of notice or hold, the request's title, the file's name, or the action of a change.
	Said string
	// More is the last day of a lease or a hold, who gave a notice, the request's status, the document's type, the import's
	// layout, or the table of a change.
	More   string
	Who    string       // the renter who signed first, or who did it; "" where that is not told
	Rent   money.Amount // a month, of a lease that began
	Fields []FieldChange
}

// PropertyTimeline tells what happened to a property and its units, the latest first unless the request says otherwise. A
// reader is told what their role may see: staff without leasing neither of stays nor of leases, and an owner neither the names
// of renters nor who changed what. Errors: page.ErrCursor, postgres.ErrNotFound.
func (s *Service) PropertyTimeline(ctx context.Context, p tenancy.Principal, property id.ID, r page.Request) ([]Happening, page.Page, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	if _, err := s.Property(ctx, p, property, true); err != nil {
		return nil, page.Page{}, err
	}
	return s.timeline(ctx, g, property, id.Nil, r)
}

// UnitTimeline is PropertyTimeline for one unit.
func (s *Service) UnitTimeline(ctx context.Context, p tenancy.Principal, unit id.ID, r page.Request) ([]Happening, page.Page, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	u, err := s.Unit(ctx, p, unit, true)
	if err != nil {
		return nil, page.Page{}, err
	}
	return s.timeline(ctx, g, u.PropertyID, unit, r)
}

// timelineSources are the tables that a reader is told from. The policies let an owner see stays, leases, requests, holds and
// the documents for owners of their properties.
func timelineSources(g authz.Grant) []string {
	if g.Relation() == authz.Own {
		return []string{"stay", "lease", "request", "document", "hold"}
	}
	out := []string{"status", "request", "hold", "change"}
	if authz.Allowed(g.Principal(), authz.LeasingRead) {
		out = append(out, "stay", "lease", "notice", "document", "import")
	}
	return out
}

func (s *Service) timeline(ctx context.Context, g authz.Grant, property, unit id.ID, r page.Request) ([]Happening, page.Page, error) {
	if r.Sort == "" {
		r.Sort = "-at"
	}
	q, err := page.Parse(r, "at")
	if err != nil {
		return nil, page.Page{}, err
	}
	rows, err := propertydb.New(g.Reader(ctx, s.db)).Timeline(ctx, propertydb.TimelineParams{
		TenantID: g.Organization(), PropertyID: property, UnitID: unit, Sources: timelineSources(g), Now: s.db.Clock().Now(),
		AllPrivate: g.Principal().Role == tenancy.RoleAdmin || g.Principal().Role == tenancy.RoleSystem, UserID: g.Principal().User,
		HasCursor: q.HasCursor, Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("timeline: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r propertydb.TimelineRow) (string, id.ID) { return r.SortKey, r.ID })
	out := make([]Happening, 0, len(rows))
	for _, r := range rows {
		h := Happening{
			Kind: r.Kind, ID: r.ID, At: r.HappenedAt, Day: r.WholeDay, UnitID: r.UnitID, Number: r.Number, Said: r.Said, More: r.More, Who: r.Who,
			Rent: r.Amount,
		}
		if r.Kind == "change" && r.Said == "update" {
			h.Fields = changedFields(r.More, r.Changes)
		}
		out = append(out, h)
	}
	if g.Relation() != authz.Own && len(out) > 0 {
		table, entity := "properties", property
		if unit != id.Nil {
			table, entity = "units", unit
		}
		s.recorder.Note(g.Principal(), audit.Entry{
			Action: audit.ActionRead, EntityType: table, EntityIDs: []id.ID{entity}, Detail: map[string]any{"shows": "timeline"},
		})
	}
	return out, around, nil
}

// LastDay is More as a day, for a lease or a hold; none where it has no end.
func (h Happening) LastDay() period.Date {
	d, err := period.Parse(h.More)
	if err != nil {
		return period.Date{}
	}
	return d
}
