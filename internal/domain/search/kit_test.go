package search_test

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/search"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// kit is a database with two organizations that have the same rows, so that whatever is found of the other shows.
type kit struct {
	*testing.T
	super           *pgxpool.Pool
	pg              *pgtest.DB
	s               *search.Service
	properties      *property.Service
	admin, stranger tenancy.Principal
	elm, oak        id.ID // properties of admin's organization
}

func setup(t *testing.T) *kit {
	t.Helper()
	pg := pgtest.New(t)
	db := pg.DB(clock.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)))
	k := &kit{T: t, pg: pg, super: pg.Pool(pgtest.Superuser), s: search.New(db), properties: property.New(db)}
	k.admin, k.stranger = k.organization(), k.organization()
	k.elm, k.oak = k.id(`SELECT id FROM properties WHERE tenant_id = $1 AND name = 'Elm Court'`), k.id(`SELECT id FROM properties WHERE tenant_id = $1 AND name = 'Oak 100% House'`)
	return k
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.super.Exec(k.Context(), sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

// id reads one id of admin's organization.
func (k *kit) id(sql string) id.ID {
	k.Helper()
	var v id.ID
	if err := k.super.QueryRow(k.Context(), sql, k.admin.Organization).Scan(&v); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
	return v
}

// organization makes one with two properties, three units, two households and whoever belongs to them.
func (k *kit) organization() tenancy.Principal {
	k.Helper()
	org := k.pg.Org(k)
	p := tenancy.Principal{Organization: org, User: id.New(), Role: tenancy.RoleAdmin}
	k.exec(`INSERT INTO users (tenant_id, id, email, first_name, last_name, role) VALUES ($1, $2, 'greta@example.com', 'Greta', 'Grant', 'admin')`, org, p.User)
	homes := []struct{ name, street, number, first, last, company, email, phone, rent string }{
		{"Elm Court", "12 Harbor Lane", "3-B", "José", "García", "", "jose@example.com", "+1 (415) 555-0137", "1450.00"},
		{"Oak 100% House", "7 Mill_Road", "12", "", "", `O'Hara "Best" & Sons`, "office@ohara.example", "217.555.0199", "1450.00"},
	}
	for _, h := range homes {
		address, prop, unit, renter, tenancyID, lease := id.New(), id.New(), id.New(), id.New(), id.New(), id.New()
		k.exec(`INSERT INTO addresses (tenant_id, id, street1, city, state, zip_code) VALUES ($1, $2, $3, 'Springfield', 'IL', '62701')`, org, address, h.street)
		k.exec(`INSERT INTO properties (tenant_id, id, address_id, name, type) VALUES ($1, $2, $3, $4, 'residential')`, org, prop, address, h.name)
		k.exec(`INSERT INTO units (tenant_id, id, property_id, number, base_rent, status) VALUES ($1, $2, $3, $4, 1450, 'occupied'), ($1, $5, $3, '300', 900, 'vacant')`,
			org, unit, prop, h.number, id.New())
		k.exec(`INSERT INTO tenants (tenant_id, id, kind, first_name, last_name, company_name, email, phone)
			VALUES ($1, $2, CASE WHEN $3 = '' THEN 'company' ELSE 'person' END, $3, $4, nullif($5, ''), $6, $7)`, org, renter, h.first, h.last, h.company, h.email, h.phone)
		k.exec(`INSERT INTO tenancies (tenant_id, id, unit_id, property_id, moved_in_on) VALUES ($1, $2, $3, $4, '2025-01-01')`, org, tenancyID, unit, prop)
		k.exec(`INSERT INTO leases (tenant_id, id, tenancy_id, unit_id, property_id, renter_id, start_date, end_date, monthly_rent, status)
			VALUES ($1, $2, $3, $4, $5, $6, '2025-01-01', '2027-12-31', $7, 'active')`, org, lease, tenancyID, unit, prop, renter, money.MustParse(h.rent))
		k.exec(`INSERT INTO lease_parties (tenant_id, id, lease_id, tenancy_id, renter_id, from_date) VALUES ($1, $2, $3, $4, $5, '2025-01-01')`, org, id.New(), lease, tenancyID, renter)
		k.exec(`INSERT INTO payments (tenant_id, id, tenancy_id, lease_id, renter_id, amount, method, status, paid_at) VALUES ($1, $2, $3, $4, $5, 1450, 'check', 'completed', '2026-10-01')`,
			org, id.New(), tenancyID, lease, renter)
		k.exec(`INSERT INTO documents (tenant_id, id, type, entity_type, entity_id, file_name, file_path, file_size, mime_type, content_hash, access_level, uploaded_by_id)
			VALUES ($1, $2, 'lease', 'lease', $3, 'signed-terms.pdf', 'x', 1, 'application/pdf', sha256('x'), 'staff', NULL),
			($1, $4, 'report', 'property', $5, 'boiler-survey.pdf', 'x', 1, 'application/pdf', sha256('x'), 'private', $6)`,
			org, id.New(), lease, id.New(), prop, p.User)
		owner := id.New()
		k.exec(`INSERT INTO owners (tenant_id, id, name, email) VALUES ($1, $2, $3, 'books@example.com')`, org, owner, h.name+" Holdings")
		k.exec(`INSERT INTO owner_properties (tenant_id, id, owner_id, property_id, ownership_percentage, from_date) VALUES ($1, $2, $3, $4, 100, '2020-01-01')`, org, id.New(), owner, prop)
	}
	k.exec(`INSERT INTO vendors (tenant_id, id, name, type, contact_name) VALUES ($1, $2, 'Sørensen Plumbing', 'plumbing', 'Ida Lund')`, org, id.New())
	return p
}

// found is what a search shows, as "kind total: name number, …; …".
func (k *kit) found(p tenancy.Principal, text string, kinds ...search.Kind) string {
	k.Helper()
	a, err := k.s.Search(k.Context(), p, search.Request{Text: text, Kinds: kinds})
	if err != nil {
		k.Fatalf("%.80q: %v", text, err)
	}
	var groups []string
	for _, g := range a.Groups {
		if int64(len(g.Hits)) != g.Total {
			k.Errorf("%.80q: %d of %d %s", text, len(g.Hits), g.Total, g.Kind)
		}
		var names []string
		for _, h := range g.Hits {
			if h.Kind != g.Kind {
				k.Errorf("%.80q: a %s among %s", text, h.Kind, g.Kind)
			}
			names = append(names, strings.TrimSpace(h.Name+" "+h.Number))
		}
		groups = append(groups, string(g.Kind)+": "+strings.Join(names, ", "))
	}
	return strings.Join(groups, "; ")
}

func as(p tenancy.Principal, role tenancy.Role) tenancy.Principal {
	p.Role = role
	return p
}

func limited(p tenancy.Principal, properties ...id.ID) tenancy.Principal {
	p.PropertyScope = append([]id.ID{}, properties...)
	return p
}

// witness keeps what is recorded.
type witness struct {
	audit.Nobody
	entries []audit.Entry
}

func (w *witness) Note(_ tenancy.Principal, e audit.Entry) { w.entries = append(w.entries, e) }
