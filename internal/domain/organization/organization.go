// Package organization is the customer itself: its name, its place in the platform's directory, its settings.
package organization

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization/internal/organizationdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrNotFound says that no organization has the slug.
	ErrNotFound = fault.New(fault.NotFound, "organization_not_found", "There is no organization with that slug.")
	// ErrChanged says that the organization was changed since it was read.
	ErrChanged = fault.New(fault.Precondition, "changed_since", "This was changed since you opened it. Look at it again before you save.")
)

// Organization is one customer.
type Organization struct {
	ID        id.ID     `json:"id"`
	Name      string    `json:"name"`
	Slug      string    `json:"slug"`
	Plan      string    `json:"plan"`
	Status    string    `json:"status"` // active, suspended or closed
	TimeZone  string    `json:"time_zone"`
	Currency  string    `json:"currency"` // ISO 4217
	Locale    string    `json:"locale"`   // BCP 47
	Version   int32     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Service is the use cases.
type Service struct {
	db    *tenancy.DB
	flags flagCache
}

// New makes the service.
func New(db *tenancy.DB) *Service { return &Service{db: db} }

// CreateInput makes an organization. Zone, plan and currency have defaults; ID may be given for repeatable data.
type CreateInput struct {
	ID       id.ID
	Slug     string // 1 to 63 of a-z, 0-9 and inner hyphens; unique on the platform
	MakeSlug bool   // make the slug of the name instead, one that nobody has
	Name     string
	TimeZone string // IANA; default America/New_York
	Currency string // default USD
	Plan     string // default essential
	Demo     bool
}

var slugForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// Create makes an organization and its place in the directory. It is the platform's act: no role of an organization may.
// Errors: Invalid with fields, or slug_taken.
func (s *Service) Create(ctx context.Context, in CreateInput) (Organization, error) {
	var out Organization
	err := tenancy.InSystemTx(ctx, s.db, "create organization", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		out, err = CreateTx(ctx, tx, in)
		return err
	})
	return out, err
}

// Get returns the principal's organization.
func (s *Service) Get(ctx context.Context, p tenancy.Principal) (Organization, error) {
	g, err := authz.Require(p, authz.OrganizationRead)
	if err != nil {
		return Organization{}, err
	}
	row, err := organizationdb.New(g.Reader(ctx, s.db)).GetOrganization(ctx, p.Organization)
	if err != nil {
		return Organization{}, fmt.Errorf("get organization: %w", err)
	}
	return fromRow(row), nil
}

// UpdateInput is what an organization may change of itself: not its slug, plan or status.
type UpdateInput struct {
	Name     string
	TimeZone string
	Currency string
	Locale   string
	Version  int32 // the version that was read
}

// Update changes the principal's organization. Errors: Invalid with fields, ErrChanged, authz.ErrForbidden.
func (s *Service) Update(ctx context.Context, p tenancy.Principal, in UpdateInput) (Organization, error) {
	g, err := authz.Require(p, authz.OrganizationWrite)
	if err != nil {
		return Organization{}, err
	}
	in.Name = strings.TrimSpace(in.Name)
	var f fault.Fields
	checkSettings(&f, in.Name, in.TimeZone, in.Currency, in.Locale)
	if err := f.Err(); err != nil {
		return Organization{}, err
	}
	var row organizationdb.UpdateOrganizationRow
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		row, err = organizationdb.New(tx).UpdateOrganization(ctx, organizationdb.UpdateOrganizationParams{
			TenantID: p.Organization,
			Name:     in.Name, TimeZone: in.TimeZone, Currency: in.Currency, Locale: in.Locale, Version: in.Version,
		})
		if fault.As(err).Is404() {
			return ErrChanged
		}
		return err
	})
	if err != nil {
		return Organization{}, fmt.Errorf("update organization: %w", err)
	}
	return fromRow(organizationdb.GetOrganizationRow(row)), nil
}

// Entry is an organization as the platform's directory lists it.
type Entry struct {
	ID     id.ID  `json:"id"`
	Slug   string `json:"slug"`
	Plan   string `json:"plan"`
	Status string `json:"status"`
	Demo   bool   `json:"demo"`
}

// Find looks an organization up by slug, for commands. Error: ErrNotFound.
func (s *Service) Find(ctx context.Context, slug string) (Entry, error) {
	var row organizationdb.FindDirectoryRow
	err := tenancy.InSystemTx(ctx, s.db, "find organization by slug", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		row, err = organizationdb.New(tx).FindDirectory(ctx, slug)
		if fault.As(err).Is404() {
			return ErrNotFound
		}
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("find organization: %w", err)
	}
	return Entry{ID: row.OrganizationID, Slug: row.Slug, Plan: row.Plan, Status: row.Status, Demo: row.Demo}, nil
}

// List returns every organization of the platform, for commands.
func (s *Service) List(ctx context.Context) ([]Entry, error) {
	var list []Entry
	err := tenancy.InSystemTx(ctx, s.db, "list organizations", func(ctx context.Context, tx tenancy.SystemTx) error {
		rows, err := organizationdb.New(tx).ListDirectory(ctx)
		list = make([]Entry, 0, len(rows))
		for _, r := range rows {
			list = append(list, Entry{ID: r.OrganizationID, Slug: r.Slug, Plan: r.Plan, Status: r.Status, Demo: r.Demo})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list organizations: %w", err)
	}
	return list, nil
}

func checkSettings(f *fault.Fields, name, zone, currency, locale string) {
	f.Text("/name", name, true, 255)
	_, err := time.LoadLocation(zone)
	f.Check(err == nil && zone != "" && zone != "Local", "/time_zone", "time_zone_unknown",
		"Use a time zone of the IANA list, such as America/Chicago.")
	f.Check(currencyForm.MatchString(currency), "/currency", "currency_invalid", "Use a three-letter ISO 4217 code, such as USD.")
	f.Check(localeForm.MatchString(locale) && len(locale) <= maxLocale, "/locale", "locale_invalid", "Use a language tag such as en-US.")
}

// maxLocale is how long a language tag may be, as RFC 5646 recommends.
const maxLocale = 35

var (
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
	localeForm   = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

func fromRow(r organizationdb.GetOrganizationRow) Organization {
	return Organization{
		ID: r.ID, Name: r.Name, Slug: r.Slug, Plan: r.Plan, Status: r.Status, TimeZone: r.TimeZone,
		Currency: r.Currency, Locale: r.Locale, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
}
