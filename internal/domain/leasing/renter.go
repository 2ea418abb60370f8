package leasing

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// RenterKinds are what a renter can be.
var RenterKinds = []string{"person", "company"}

// RenterSorts are the orders that a list of renters offers; the first is the default.
var RenterSorts = []string{"name", "email", "created_at"}

// RenterProfile is a person or a company that rents, without what is encrypted.
type RenterProfile struct {
	ID                           id.ID
	Kind                         string
	Name                         Name
	Email, Phone                 string // "" where unknown
	EmployerName, EmployerPhone  string // of GetRenter only
	SignsIn                      bool   // has a sign-in to the portal
	SSNLastFour, LicenseLastFour string // of GetRenter only; "" where unknown or too short to show a part
	Stored                       []string
	Home                         *RenterHome // what binds them now or is to come; of a list only
	Version                      int32
	CreatedAt, UpdatedAt         time.Time
	DeletedAt                    *time.Time
}

// Holds reports whether one of SecretFields is stored.
func (r RenterProfile) Holds(field string) bool {
	for _, f := range r.Stored {
		if f == field {
			return true
		}
	}
	return false
}

// RenterHome is where a renter lives or will live.
type RenterHome struct {
	LeaseID, UnitID, PropertyID id.ID
	Number, Property            string
	Role, Status                string
}

// RenterLease is a lease that a renter is or was on.
type RenterLease struct {
	ID, UnitID, PropertyID id.ID
	Number, Property       string
	Start, End             period.Date // zero End: month to month
	MonthlyRent            *money.Amount
	Status, Role           string
	From, To               period.Date // of the renter; zero To: without end
	MovedIn, MovedOut      period.Date
}

// Renters is the use cases of the people and companies that rent.
type Renters struct {
	db       *tenancy.DB
	keys     *crypt.Keyring
	recorder audit.Recorder
}

// NewRenters makes the service. Without keys (see UseKeys) it keeps no personal numbers.
func NewRenters(db *tenancy.DB, r audit.Recorder) *Renters { return &Renters{db: db, recorder: r} }

// UseKeys gives the service the keys of what it encrypts.
func (s *Renters) UseKeys(k *crypt.Keyring) { s.keys = k }

// RenterFilter narrows a list of renters. Zero values do not narrow.
type RenterFilter struct {
	Query    string // in the name, e-mail address or phone number
	Kind     string // of RenterKinds
	Leased   string // "yes" for those with a lease in force or to come, "no" for the others
	Property id.ID  // of the home
	Deleted  bool   // the deleted ones instead
}

func (f RenterFilter) check() error {
	var e fault.Fields
	e.Text("q", f.Query, false, 200)
	e.Check(f.Kind == "" || f.Kind == "person" || f.Kind == "company", "kind", "not_allowed", "Use one of: person, company.")
	e.Check(f.Leased == "" || f.Leased == "yes" || f.Leased == "no", "leased", "not_allowed", "Use one of: yes, no.")
	return e.Err()
}

var likeMarks = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// contains makes a pattern for ILIKE of what somebody typed; nothing typed is no pattern.
func contains(q string) string {
	if q = strings.TrimSpace(q); q == "" {
		return ""
	}
	return "%" + likeMarks.Replace(q) + "%"
}

// phonePattern is contains for a phone number however it is punctuated; "" for what is not one.
func phonePattern(q string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, q)
	if len(digits) < 3 || strings.ContainsFunc(q, unicode.IsLetter) {
		return ""
	}
	return "%" + digits + "%"
}

// List lists a page of renters. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Renters) List(ctx context.Context, p tenancy.Principal, f RenterFilter, r page.Request) ([]RenterProfile, page.Page, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, RenterSorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	if err := f.check(); err != nil {
		return nil, page.Page{}, err
	}
	args := leasingdb.ListRentersParams{
		TenantID: g.Organization(), Sort: q.Sort, PropertyScope: g.PropertyFilter(), Deleted: f.Deleted, Kind: f.Kind, Leased: f.Leased,
		Q: contains(f.Query), Phone: phonePattern(f.Query), HasCursor: q.HasCursor, Descending: q.Descending, CursorKey: q.Key,
		CursorID: q.ID, RowLimit: q.Fetch(),
	}
	if f.Property != id.Nil {
		args.PropertyID = &f.Property
	}
	rows, err := leasingdb.New(g.Lister(ctx, s.db)).ListRenters(ctx, args)
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list renters: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r leasingdb.ListRentersRow) (string, id.ID) { return r.SortKey, r.ID })
	out, ids := make([]RenterProfile, 0, len(rows)), make([]id.ID, 0, len(rows))
	for _, r := range rows {
		out, ids = append(out, listedRenter(r)), append(ids, r.ID)
	}
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "tenants", EntityIDs: ids})
	return out, around, nil
}

func listedRenter(r leasingdb.ListRentersRow) RenterProfile {
	out := RenterProfile{
		ID: r.ID, Kind: r.Kind, Name: Name{First: r.FirstName, Last: r.LastName, Company: r.CompanyName}, Email: r.Email, Phone: r.Phone,
		SignsIn: r.SignsIn, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
	}
	if r.LeaseID != id.Nil {
		out.Home = &RenterHome{
			LeaseID: r.LeaseID, UnitID: r.UnitID, PropertyID: r.PropertyID, Number: r.Number, Property: r.PropertyName,
			Role: r.Role, Status: r.Status,
		}
	}
	return out
}

// Get returns one renter, a deleted one only if asked for. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Renters) Get(ctx context.Context, p tenancy.Principal, renter id.ID, withDeleted bool) (RenterProfile, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return RenterProfile{}, err
	}
	out, err := getRenter(ctx, leasingdb.New(g.Reader(ctx, s.db)), g, renter, withDeleted)
	if err != nil {
		return out, err
	}
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "tenants", EntityIDs: []id.ID{renter}})
	return out, nil
}

func getRenter(ctx context.Context, q *leasingdb.Queries, g authz.Grant, renter id.ID, withDeleted bool) (RenterProfile, error) {
	r, err := q.GetRenter(ctx, g.Organization(), renter, withDeleted, g.PropertyFilter())
	if err != nil {
		return RenterProfile{}, fmt.Errorf("get renter: %w", err)
	}
	out := RenterProfile{
		ID: r.ID, Kind: r.Kind, Name: Name{First: r.FirstName, Last: r.LastName, Company: r.CompanyName}, Email: r.Email, Phone: r.Phone,
		EmployerName: r.EmployerName, EmployerPhone: r.EmployerPhone, SignsIn: r.SignsIn, SSNLastFour: r.SsnLastFour,
		LicenseLastFour: r.DriverLicenseLastFour, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
		Stored: []string{},
	}
	for _, f := range []struct {
		name string
		has  bool
	}{
		{FieldSSN, r.HasSsn}, {FieldLicense, r.HasDriverLicense}, {FieldBirth, r.HasDateOfBirth}, {FieldIncome, r.HasIncome},
	} {
		if f.has {
			out.Stored = append(out.Stored, f.name)
		}
	}
	return out, nil
}

// Leases lists the leases that a renter is or was on, the newest first, of the properties that p may see. Errors:
// postgres.ErrNotFound, authz.ErrForbidden.
func (s *Renters) Leases(ctx context.Context, p tenancy.Principal, renter id.ID) ([]RenterLease, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, err
	}
	q := leasingdb.New(g.Reader(ctx, s.db))
	if _, err := getRenter(ctx, q, g, renter, true); err != nil {
		return nil, err
	}
	rows, err := q.RentersLeases(ctx, g.Organization(), renter, g.PropertyFilter())
	if err != nil {
		return nil, fmt.Errorf("list a renter's leases: %w", err)
	}
	out := make([]RenterLease, 0, len(rows))
	for _, r := range rows {
		out = append(out, RenterLease{
			ID: r.ID, UnitID: r.UnitID, PropertyID: r.PropertyID, Number: r.Number, Property: r.PropertyName, Start: r.StartDate,
			End: r.EndDate, MonthlyRent: r.MonthlyRent, Status: r.Status, Role: r.Role, From: r.FromDate, To: r.ToDate,
			MovedIn: r.MovedInOn, MovedOut: r.MovedOutOn,
		})
	}
	return out, nil
}

// errNoRow is what a row that p may not see is answered with.
var errNoRow = postgres.ErrNotFound
