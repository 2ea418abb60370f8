package document_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/clamd"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Each audience sees its own documents, of what it is about, and nobody sees another organization's.
func TestAudiences(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	ctx := t.Context()
	tenancyID := id.New()
	k.exec(`INSERT INTO tenancies (tenant_id, id, unit_id, property_id) VALUES ($1, $2, $3, $4)`, k.admin.Organization, tenancyID, k.unit, k.property)
	of := func(kind string, entity id.ID, level string, audience id.ID) id.ID {
		return k.add(document.New{
			EntityType: kind, EntityID: entity, Name: level + ".txt", AccessLevel: level, AudienceID: audience, Content: bytes.NewReader([]byte("words")),
		}).ID
	}
	person := func(role tenancy.Role, scopes ...id.ID) tenancy.Principal {
		p := k.person(k.admin.Organization, role)
		p.Scopes = scopes
		return p
	}
	renter, neighbor := person(tenancy.RoleRenter, tenancyID), person(tenancy.RoleRenter, id.New())
	owner, vendor := person(tenancy.RoleOwner, k.property), person(tenancy.RoleVendor, k.property)
	technician, agent, manager := person(tenancy.RoleTechnician), person(tenancy.RoleLeasingAgent), person(tenancy.RoleManager)
	elsewhere := person(tenancy.RoleManager)
	elsewhere.PropertyScope = []id.ID{id.New()}

	forRenter, staffOnly := of("tenancy", tenancyID, "renter", id.Nil), of("tenancy", tenancyID, "staff", id.Nil)
	forOwner, forOne := of("property", k.property, "owner", id.Nil), of("property", k.property, "person", neighbor.User)
	byAddress := document.New{EntityType: "property", EntityID: k.property, Name: "a.txt", AccessLevel: "person", Content: bytes.NewReader([]byte("words"))}
	byAddress.AudienceEmail = k.stranger.User.String() + "@example.com"
	_, err := k.s.Add(ctx, k.admin, byAddress)
	k.refused("the address of somebody of another organization", err, "invalid_input")
	byAddress.AudienceEmail = " " + strings.ToUpper(owner.User.String()) + "@example.com"
	forOwnerAlone := k.add(byAddress).ID
	mine := of("property", k.property, "private", id.Nil)
	for _, c := range []struct {
		who  string
		p    tenancy.Principal
		sees []id.ID
	}{
		{"the renter", renter, []id.ID{forRenter}},
		{"a neighbor", neighbor, []id.ID{forOne}},
		{"the owner", owner, []id.ID{forOwner, forOwnerAlone}},
		{"a vendor", vendor, nil},
		{"a technician", technician, []id.ID{forOwner, forOne, forOwnerAlone}},
		{"a leasing agent", agent, []id.ID{forRenter, staffOnly, forOwner, forOne, forOwnerAlone}},
		{"a manager of other properties", elsewhere, nil},
		{"an administrator", k.admin, []id.ID{forRenter, staffOnly, forOwner, forOne, forOwnerAlone, mine}},
		{"a stranger", k.stranger, nil},
	} {
		rows, _, err := k.s.Documents(ctx, c.p, document.Filter{}, page.Request{Sort: "created_at"})
		k.check(err)
		var got []id.ID
		for _, d := range rows {
			got = append(got, d.ID)
		}
		if len(got) != len(c.sees) {
			t.Errorf("%s sees %d documents, want %d", c.who, len(got), len(c.sees))
		}
		for _, d := range []id.ID{forRenter, staffOnly, forOwner, forOne, mine} {
			allowed := false
			for _, s := range c.sees {
				allowed = allowed || s == d
			}
			_, one := k.s.Document(ctx, c.p, d, true)
			_, link := k.s.Link(ctx, c.p, d, 0, false)
			if allowed != (one == nil) || allowed != (link == nil) || !allowed && (!fault.As(one).Is404() || !fault.As(link).Is404()) {
				t.Errorf("%s and %s: %v, %v", c.who, d, one, link)
			}
		}
	}
	for _, p := range []tenancy.Principal{renter, owner, vendor, person(tenancy.RoleAuditor)} {
		_, err := k.s.Add(ctx, p, k.of("a.pdf", pdf("a")))
		k.refused(string(p.Role)+" adds", err, "forbidden")
		_, err = k.s.Delete(ctx, p, forRenter, nil)
		k.refused(string(p.Role)+" deletes", err, "forbidden")
	}
	_, err = k.s.Hold(ctx, agent, forRenter, "claim")
	k.refused("an agent holds", err, "forbidden")
	_, err = k.s.Add(ctx, k.stranger, k.of("a.pdf", pdf("a")))
	k.refused("attaching to another organization's property", err, "reference_not_found")
	_, err = k.s.Add(ctx, elsewhere, k.of("a.pdf", pdf("a")))
	k.refused("attaching to a property out of scope", err, "reference_not_found")
	_, err = k.s.AddVersion(ctx, k.stranger, forOwner, "a.pdf", bytes.NewReader(pdf("a")))
	k.refused("a version for another organization's document", err, "not_found")
	_, err = k.s.Delete(ctx, technician, staffOnly, nil)
	k.refused("a technician deletes what they do not see", err, "not_found")
	if _, err := k.s.Document(ctx, manager, staffOnly, false); err != nil {
		t.Error(err)
	}
	_, err = k.s.Versions(ctx, renter, forRenter)
	k.refused("a renter asks for earlier files", err, "forbidden")
}

func TestLinks(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	ctx := t.Context()
	d := k.add(k.of("a.pdf", pdf("a")))
	link, err := k.s.Link(ctx, k.admin, d.ID, 0, true)
	k.check(err)
	f, err := k.s.Open(ctx, link.Token)
	k.check(err)
	if !f.Inline || f.Name != "a.pdf" || f.MediaType != "application/pdf" {
		t.Errorf("%+v", f)
	}
	k.check(f.Body.Close())
	raw, err := base64.RawURLEncoding.DecodeString(link.Token)
	k.check(err)
	for i := range raw { // every byte of it is signed
		forged := bytes.Clone(raw)
		forged[i] ^= 1
		if _, err := k.s.Open(ctx, base64.RawURLEncoding.EncodeToString(forged)); err == nil {
			t.Errorf("byte %d can be changed", i)
		}
	}
	for _, token := range []string{"", "x", "....", link.Token + "A", link.Token[:20]} {
		_, err := k.s.Open(ctx, token)
		k.refused("a made-up link", err, "link_expired")
	}
	text, err := k.s.Link(ctx, k.admin, k.add(k.of("a.txt", []byte("words"))).ID, 0, true)
	k.check(err)
	f, err = k.s.Open(ctx, text.Token)
	k.check(err)
	k.check(f.Body.Close())
	if f.Inline {
		t.Error("text is shown in a page")
	}
	_, err = k.s.Delete(ctx, k.admin, d.ID, nil)
	k.check(err)
	k.clock.Advance(document.LinkAge)
	_, err = k.s.Open(ctx, link.Token)
	k.refused("a link after its time", err, "link_expired")
}

// scanner finds what is told of it.
type scanner struct {
	finds string
	err   error
}

func (s *scanner) Scan(_ context.Context, from io.Reader) (clamd.Finding, error) {
	if _, err := io.Copy(io.Discard, from); err != nil {
		return clamd.Finding{}, err
	}
	return clamd.Finding{Infected: s.finds != "", Name: s.finds}, s.err
}

func TestScan(t *testing.T) {
	t.Parallel()
	look := &scanner{}
	k := setup(t, look)
	ctx, job := t.Context(), tenancy.Operator(k.admin.Organization, "scan")
	d := k.add(k.of("a.pdf", pdf("a")))
	status := func() string {
		t.Helper()
		d, err := k.s.Document(ctx, k.admin, d.ID, false)
		k.check(err)
		return d.ScanStatus
	}
	_, err := k.s.Link(ctx, k.admin, d.ID, 0, false)
	k.refused("a file that was not scanned yet", err, "scan_pending")
	look.err = clamd.ErrUnavailable
	k.refused("a scanner that is away", k.s.Scan(ctx, job, d.ID, 1), "virus_scan_unavailable")
	if status() != document.ScanFailed {
		t.Errorf("then it is %s", status())
	}
	look.err = nil
	k.check(k.s.Rescan(ctx, job))
	if status() != document.Clean {
		t.Errorf("scanned again it is %s", status())
	}
	link, err := k.s.Link(ctx, k.admin, d.ID, 0, false)
	k.check(err)
	look.finds = "Eicar-Test-Signature"
	k.check(k.s.Scan(ctx, job, d.ID, 1))
	_, err = k.s.Link(ctx, k.admin, d.ID, 0, false)
	k.refused("an infected file", err, "file_infected")
	_, err = k.s.Open(ctx, link.Token)
	k.refused("an infected file by an older link", err, "file_infected")
	if n := k.count(`events WHERE type = 'document.infected' AND entity_id = $1`, d.ID); n != 1 {
		t.Errorf("%d events", n)
	}
}

func TestUpkeep(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	ctx, job := t.Context(), tenancy.Operator(k.admin.Organization, "upkeep")
	today := period.In(k.clock.Now(), time.UTC)
	add := func(in int) document.Document {
		n := k.of("a.pdf", pdf("a"))
		n.ExpiresOn = today.AddDays(in)
		return k.add(n)
	}
	soon, late := add(document.ExpiryNotice), add(document.ExpiryNotice+1)
	told := func() int { return k.count(`events WHERE type = 'document.expiring'`) }
	k.check(k.s.NoteExpiring(ctx, job))
	k.check(k.s.NoteExpiring(ctx, job))
	if told() != 1 || k.count(`events WHERE type = 'document.expiring' AND entity_id = $1`, soon.ID) != 1 {
		t.Errorf("told %d times", told())
	}
	_, err := k.s.Update(ctx, k.admin, soon.ID, nil, func(in *document.New) { in.ExpiresOn = today.AddDays(3) })
	k.check(err)
	k.check(k.s.NoteExpiring(ctx, job))
	if told() != 2 {
		t.Errorf("another day is told %d times", told()-1)
	}
	rows, _, err := k.s.Documents(ctx, k.admin, document.Filter{ExpiringWithin: document.ExpiryNotice}, page.Request{})
	k.check(err)
	if len(rows) != 1 || rows[0].ID == late.ID {
		t.Errorf("expiring: %+v", rows)
	}

	upload, err := k.s.Begin(ctx, k.admin, k.of("b.pdf", nil), id.Nil, 1000)
	k.check(err)
	_, err = k.s.Append(ctx, k.admin, upload.ID, 0, bytes.NewReader(pdf("part")))
	k.check(err)
	orphan := k.admin.Organization.String() + "/files/" + id.New().String()
	k.check(k.blobs.Store.Write(ctx, orphan, func(w io.Writer) error { _, err := w.Write([]byte("left")); return err }))
	k.check(k.s.RemoveOrphans(ctx, job))
	if n := len(k.stored()); n != 4 {
		t.Errorf("what is young is removed: %d left", n)
	}
	k.clock.Advance(document.OrphanAge + time.Hour)
	k.check(k.s.RemoveOrphans(ctx, job))
	if left := k.stored(); len(left) != 2 {
		t.Errorf("two documents have the files %v", left)
	}
	k.check(k.s.RemoveOrphans(ctx, tenancy.Operator(k.stranger.Organization, "upkeep")))
	if len(k.stored()) != 2 {
		t.Error("another organization's upkeep removes them")
	}
}
