package leasing

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/template"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pdftext"
)

func TestPaper(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	h := k.chain()
	h.Renters[0].FirstName, h.Renters[0].LastName = "Zoë", "Nguyễn"
	h.Renters[1].FirstName, h.Renters[1].LastName = "Σωκράτης", "{{unit.number}} # Орлов"
	h.Leases[1].Terms = strings.Repeat("No boats in the yard, and no smoking on the balcony. ", 200) + "THE VERY END."
	list := []Household{h}
	if err := k.record(list...); err != nil {
		t.Fatal(err)
	}
	lease, stay := list[0].Leases[1].ID, list[0].TenancyID
	k.exec(`INSERT INTO recurring_charges (tenant_id, id, lease_id, tenancy_id, kind, category, description, amount, from_date) VALUES
		($1, gen_random_uuid(), $2, $3, 'charge', 'parking', 'Parking space 14', 75, '2025-01-01'),
		($1, gen_random_uuid(), $2, $3, 'credit', 'concession', 'Loyalty', 25.50, '2025-01-01')`, k.org, lease, stay)
	k.exec(`INSERT INTO rent_schedules (tenant_id, id, lease_id, tenancy_id, amount, from_date, to_date) VALUES
		($1, gen_random_uuid(), $2, $3, 1000.5, '2025-01-01', '2025-12-31'), ($1, gen_random_uuid(), $2, $3, 1234.5, '2026-01-01', NULL)`, k.org, lease, stay)
	k.exec(`INSERT INTO leasing_policies (tenant_id, id, property_id, notice_days) VALUES ($1, gen_random_uuid(), $2, 45)`, k.org, k.property)
	templates := template.New(k.service.db)
	made, err := templates.Create(k.ctx, k.admin, tenancy.Key{}, template.Input{Name: "Lease", Kind: "lease", Body: template.SampleLease})
	if err != nil {
		t.Fatal(err)
	}
	papers := NewPapers(k.service.db, k.service, templates, nil, audit.Nobody{})
	var b bytes.Buffer
	if _, err := papers.Print(k.ctx, k.admin, &b, lease, made.ID); err != nil {
		t.Fatal(err)
	}
	pages, err := pdftext.Pages(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(pages, " ")
	for _, want := range []string{
		"SAMPLE: have a lawyer", "Zoë Nguyễn, Σωκράτης {{unit.number}} # Орлов", "from 1 Jan 2025 to 31 Dec 2026", "$1,000.50", "$1,234.50",
		"Parking space 14", "-$25.50", "Sum a month $49.50", "Security $800.00", "Sum $900.00", "gives 45 days of written notice",
		"THE VERY END.", "Zoë Nguyễn, renter", "1 / ", "days after", "Elm Court",
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("the document does not say %q", want)
		}
	}
	if len(pages) < 3 {
		t.Errorf("%d pages", len(pages))
	}
	if t.Failed() {
		t.Log(flat)
	}
	// Somebody else's.
	stranger := k.admin
	stranger.PropertyScope = []id.ID{id.New()}
	if _, err := papers.Print(k.ctx, stranger, &b, lease, made.ID); !errors.Is(err, postgres.ErrNotFound) {
		t.Errorf("staff of another property: %v", err)
	}
	k.exec(`UPDATE tenants SET first_name = '王小明 🏠' WHERE id = $1`, list[0].Renters[0].ID)
	if _, err := papers.Print(k.ctx, k.admin, &b, lease, made.ID); code(err) != "characters_unprintable" || !strings.Contains(err.Error(), "王 小 明 🏠") {
		t.Errorf("what the typeface lacks: %v", err)
	}
}

// TestOwnRows: a renter reads and changes what is theirs, by the queries' own filter and by the database's policies, each
// of which is enough alone.
func TestOwnRows(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	list := []Household{k.chain(), k.stay(1, "2026-01-01", "2026-01-01", "2026-12-31", StatusActive)}
	if err := k.record(list...); err != nil {
		t.Fatal(err)
	}
	p, other := k.renter(list[0]), k.renter(list[1])
	portal := NewPortal(k.service.db, k.service)
	mine, theirs := list[0].Leases[1].ID, list[1].Leases[0].ID
	k.exec(`INSERT INTO announcements (tenant_id, id, property_id, title, body, publish_on, expires_on) VALUES
		($1, gen_random_uuid(), NULL, 'All', 'x', '2026-11-01', NULL), ($1, gen_random_uuid(), $2, 'House', 'x', '2026-11-02', '2026-11-02'),
		($1, gen_random_uuid(), NULL, 'Past', 'x', '2026-10-01', '2026-11-01'), ($1, gen_random_uuid(), NULL, 'Later', 'x', '2026-11-03', NULL)`,
		k.org, k.property)
	car, err := portal.AddVehicle(k.ctx, p, tenancy.Key{}, OwnVehicleInput{TenancyID: list[0].TenancyID, Make: "Toyota"})
	if err != nil {
		t.Fatal(err)
	}
	contact, err := portal.AddContact(k.ctx, p, tenancy.Key{}, ContactInput{Name: "Rosa", Phone: "1"})
	if err != nil {
		t.Fatal(err)
	}
	given, err := portal.GiveNotice(k.ctx, p, tenancy.Key{}, OwnNoticeInput{LeaseID: mine, LeaveOn: day("2026-12-31"), ForwardingAddress: "4 Elm"})
	if err != nil || given.GivenOn != day("2026-11-02") {
		t.Fatal(given, err)
	}
	if _, err := portal.GiveNotice(k.ctx, p, tenancy.Key{}, OwnNoticeInput{LeaseID: mine, LeaveOn: day("2026-12-31")}); !errors.Is(err, ErrNoticeStands) {
		t.Errorf("a second notice: %v", err)
	}
	if _, err := portal.GiveNotice(k.ctx, other, tenancy.Key{}, OwnNoticeInput{LeaseID: theirs, LeaveOn: day("2026-11-01")}); code(err) != "invalid_input" {
		t.Errorf("a day that has passed: %v", err)
	}
	for _, rls := range []string{"on", "off"} {
		if rls == "off" { // the queries' own filter is enough
			for _, table := range []string{"leases", "tenancies", "units", "vehicles", "emergency_contacts", "lease_notices", "tenants"} {
				k.exec(`ALTER TABLE ` + table + ` DISABLE ROW LEVEL SECURITY`)
			}
		}
		if l, err := portal.Lease(k.ctx, p, mine); err != nil || l.NoticeDays != int(*programPolicy().NoticeDays) || len(l.Rent) != 0 {
			t.Errorf("row-level security %s: %+v, %v", rls, l, err)
		}
		if told, err := portal.Announcements(k.ctx, p); err != nil || len(told) != 2 || told[0].Title != "House" || told[1].Title != "All" {
			t.Errorf("row-level security %s: told %+v, %v", rls, told, err)
		}
		for name, err := range map[string]error{
			"lease": func() error { _, err := portal.Lease(k.ctx, p, theirs); return err }(),
			"notice": func() error {
				_, err := portal.GiveNotice(k.ctx, other, tenancy.Key{}, OwnNoticeInput{LeaseID: mine, LeaveOn: day("2026-12-31")})
				return err
			}(),
			"withdrawal": func() error { _, err := portal.WithdrawNotice(k.ctx, other, given.ID); return err }(),
			"added vehicle": func() error {
				_, err := portal.AddVehicle(k.ctx, other, tenancy.Key{}, OwnVehicleInput{TenancyID: list[0].TenancyID, Make: "x"})
				return err
			}(),
			"changed vehicle": func() error {
				_, err := portal.UpdateVehicle(k.ctx, other, car.ID, nil, func(in *OwnVehicleInput) { in.Make = "x" })
				return err
			}(),
			"removed vehicle": portal.DeleteVehicle(k.ctx, other, car.ID, nil),
			"contact": func() error {
				_, err := portal.UpdateContact(k.ctx, other, contact.ID, nil, func(in *ContactInput) { in.Name = "x" })
				return err
			}(),
			"removed contact": portal.DeleteContact(k.ctx, other, contact.ID, nil),
		} {
			if !errors.Is(err, postgres.ErrNotFound) {
				t.Errorf("row-level security %s, %s of another: %v", rls, name, err)
			}
		}
		for what, n := range map[string]func() (int, error){
			"vehicles": func() (int, error) { l, err := portal.Vehicles(k.ctx, other); return len(l), err },
			"contacts": func() (int, error) { l, err := portal.OwnContacts(k.ctx, other); return len(l), err },
			"notices":  func() (int, error) { l, err := portal.Notices(k.ctx, other); return len(l), err },
		} {
			if n, err := n(); n != 0 || err != nil {
				t.Errorf("row-level security %s: another's %s: %d, %v", rls, what, n, err)
			}
		}
	}
	k.exec(`UPDATE lease_notices SET acknowledged_at = $1 WHERE id = $2`, time.Now(), given.ID)
	if _, err := portal.WithdrawNotice(k.ctx, p, given.ID); !errors.Is(err, ErrNoticeSettled) {
		t.Errorf("after it was confirmed: %v", err)
	}
}

// What a renter's session may write is held by the policies alone, whatever a query says.
func TestPoliciesHoldRenters(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	list := []Household{k.chain(), k.stay(1, "2026-01-01", "2026-01-01", "2026-12-31", StatusActive)}
	if err := k.record(list...); err != nil {
		t.Fatal(err)
	}
	p := k.renter(list[0])
	for name, sql := range map[string]string{
		"a vehicle of another":    `INSERT INTO vehicles (tenant_id, id, tenancy_id, make) VALUES ($1, gen_random_uuid(), '` + list[1].TenancyID.String() + `', 'x')`,
		"a notice of another":     `INSERT INTO lease_notices (tenant_id, id, lease_id, tenancy_id, kind, given_by, given_on) VALUES ($1, gen_random_uuid(), '` + list[1].Leases[0].ID.String() + `', '` + list[1].TenancyID.String() + `', 'to_vacate', 'renter', '2026-11-02')`,
		"the manager's notice":    `INSERT INTO lease_notices (tenant_id, id, lease_id, tenancy_id, kind, given_by, given_on) VALUES ($1, gen_random_uuid(), '` + list[0].Leases[1].ID.String() + `', '` + list[0].TenancyID.String() + `', 'to_vacate', 'manager', '2026-11-02')`,
		"a contact of another":    `INSERT INTO emergency_contacts (tenant_id, id, renter_id, name, phone) VALUES ($1, gen_random_uuid(), '` + list[1].Renters[0].ID.String() + `', 'x', '1')`,
		"an announcement":         `INSERT INTO announcements (tenant_id, id, title, body, publish_on) VALUES ($1, gen_random_uuid(), 'x', 'x', '2026-11-02')`,
		"a template":              `INSERT INTO document_templates (tenant_id, id, name, kind, body) VALUES ($1, gen_random_uuid(), 'x', 'lease', 'x')`,
		"their own row as renter": `UPDATE tenants SET first_name = 'x' WHERE tenant_id = $1`,
	} {
		err := tenancy.InTx(k.ctx, k.service.db, p, func(ctx context.Context, tx tenancy.Tx) error {
			_, err := tx.Exec(ctx, sql, k.org)
			return err
		})
		if err == nil {
			t.Errorf("a renter writes %s", name)
		}
	}
}
