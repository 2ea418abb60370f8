package identity

import (
	"strings"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const (
	bossEmail  = "boss@example.com"
	guestEmail = "gil.guest@example.com"
)

var nobody secret.Text

func (o *office) invite(p tenancy.Principal, in InvitationInput) (Invitation, secret.Text) {
	o.t.Helper()
	i, err := o.CreateInvitation(o.ctx, p, tenancy.Key{}, in)
	if err != nil {
		o.t.Fatal(err)
	}
	return i, o.token(o.one("invitation", in.Email))
}

func manager(email string) InvitationInput {
	return InvitationInput{Email: email, FirstName: "Gil", Role: tenancy.RoleManager}
}

var accepting = Acceptance{FirstName: "Gil", LastName: "Guest", Password: secret.New(goodPassword)}

// Somebody new accepts with a name and a password, once, and is in.
func TestInvitation(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	property := id.New()
	o.exec(`INSERT INTO properties (tenant_id, id, name, type, status) VALUES ($1, $2, 'Maple Court', 'residential', 'active')`, o.org, property)
	in := manager(guestEmail)
	in.PropertyScope = []id.ID{property}
	i, token := o.invite(boss, in)
	if i.Status != InvitationOpen || i.InvitedBy == nil || *i.InvitedBy != boss.User {
		t.Errorf("%+v", i)
	}
	_, err := o.CreateInvitation(o.ctx, boss, tenancy.Key{}, manager(guestEmail))
	if f := fault.As(err); f == nil || f.Code != "invitation_open" {
		t.Errorf("invited twice: %v", err)
	}
	see, err := o.LookAtInvitation(o.ctx, token, nobody)
	if err != nil || see.Way != WayNew || see.Email != "g…@example.com" || see.Role != tenancy.RoleManager {
		t.Fatalf("%+v, %v", see, err)
	}
	_, _, err = o.AcceptInvitation(o.ctx, stranger, token, nobody, Acceptance{Password: secret.New(guestEmail)})
	var got []string
	for _, f := range fault.As(err).Fields {
		got = append(got, f.Pointer+" "+f.Code)
	}
	if strings.Join(got, ", ") != "/first_name required, /password is_email" {
		t.Errorf("%v", got)
	}
	session, p, err := o.AcceptInvitation(o.ctx, stranger, token, nobody, accepting)
	if err != nil || p.Role != tenancy.RoleManager {
		t.Fatalf("%+v, %v", p, err)
	}
	q, err := o.Authenticate(o.ctx, session)
	if err != nil || q.User != p.User || len(q.PropertyScope) != 1 || q.PropertyScope[0] != property {
		t.Fatalf("%+v, %v", q, err)
	}
	if a, err := o.Address(o.ctx, q); err != nil || !a.Verified {
		t.Errorf("%+v, %v", a, err)
	}
	_, _, err = o.AcceptInvitation(o.ctx, stranger, token, nobody, accepting)
	mustBe(t, err, ErrInvitationUsed)
	_, err = o.LookAtInvitation(o.ctx, token, nobody)
	mustBe(t, err, ErrInvitationUsed)
	i, err = o.Invitation(o.ctx, boss, i.ID)
	if err != nil || i.Status != InvitationAccepted {
		t.Errorf("%+v, %v", i, err)
	}
	_, err = o.ResendInvitation(o.ctx, boss, i.ID)
	mustBe(t, err, ErrInvitationClosed)
	mustBe(t, o.WithdrawInvitation(o.ctx, boss, i.ID), ErrInvitationClosed)
	_, err = o.CreateInvitation(o.ctx, boss, tenancy.Key{}, manager(guestEmail))
	mustBe(t, err, ErrEmailTaken)
}

// Of many who accept at the same moment one becomes the user.
func TestAcceptTogether(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	_, token := o.invite(boss, manager(guestEmail))
	var all sync.WaitGroup
	results := make([]error, 5)
	for i := range results {
		all.Go(func() { _, _, results[i] = o.AcceptInvitation(o.ctx, stranger, token, nobody, accepting) })
	}
	all.Wait()
	done := 0
	for _, err := range results {
		if err == nil {
			done++
		} else {
			mustBe(t, err, ErrInvitationUsed)
		}
	}
	if n := value[int](o.kit, `SELECT count(*) FROM users WHERE email = $1`, guestEmail); done != 1 || n != 1 {
		t.Errorf("%d accepted, %d users", done, n)
	}
}

// Sending again kills the link before; withdrawing kills the last; after seven days none works.
func TestInvitationEnds(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	i, first := o.invite(boss, manager(guestEmail))
	if _, err := o.ResendInvitation(o.ctx, boss, i.ID); err != nil {
		t.Fatal(err)
	}
	_, err := o.LookAtInvitation(o.ctx, first, nobody) // before the new mail is out
	mustBe(t, err, ErrLink)
	second := o.token(o.one("invitation", guestEmail))
	_, _, err = o.AcceptInvitation(o.ctx, stranger, first, nobody, accepting)
	mustBe(t, err, ErrLink)
	o.clock.Advance(invitationLife)
	_, _, err = o.AcceptInvitation(o.ctx, stranger, second, nobody, accepting)
	mustBe(t, err, ErrInvitationExpired)
	_, boss = o.principal(bossEmail, goodPassword)
	again, third := o.invite(boss, manager(guestEmail)) // an expired one does not stand in the way
	if err := o.WithdrawInvitation(o.ctx, boss, again.ID); err != nil {
		t.Fatal(err)
	}
	if err := o.WithdrawInvitation(o.ctx, boss, again.ID); err != nil {
		t.Errorf("withdrawn twice: %v", err)
	}
	_, _, err = o.AcceptInvitation(o.ctx, stranger, third, nobody, accepting)
	mustBe(t, err, ErrInvitationWithdrawn)
	if _, err := o.CreateInvitation(o.ctx, boss, tenancy.Key{}, manager(guestEmail)); err != nil {
		t.Fatal(err)
	}
	for status, want := range map[string]int{InvitationPending: 1, InvitationOpen: 1, InvitationWithdrawn: 2, InvitationAccepted: 0, "": 3} {
		list, _, err := o.Invitations(o.ctx, boss, InvitationFilter{Status: status}, page.Request{})
		if err != nil || len(list) != want {
			t.Errorf("%q: %d, %v, want %d", status, len(list), err, want)
		}
	}
	o.exec(`UPDATE platform.directory SET status = 'suspended' WHERE organization_id = $1`, o.org)
	_, err = o.LookAtInvitation(o.ctx, o.token(o.one("invitation", guestEmail)), nobody)
	mustBe(t, err, ErrSuspended)
}

// An invitation is for one address: whoever is signed in as another is told so, and nothing but a part of that address.
func TestInvitationForAnother(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	bossSession, boss := o.admin(bossEmail)
	home := o.pg.Org(t)
	o.userIn(home, guestEmail, tenancy.RoleAdmin, goodPassword)
	_, token := o.invite(boss, manager(guestEmail))
	_, _, err := o.AcceptInvitation(o.ctx, stranger, token, bossSession, accepting)
	mustBe(t, err, ErrInvitationOther)
	if said := fault.As(err).Message; strings.Contains(said, guestEmail) || !strings.Contains(said, "g…@example.com") {
		t.Errorf("told %q", said)
	}
	if n := value[int](o.kit, `SELECT count(*) FROM platform.security_events WHERE kind = 'invitation_refused'`); n != 1 {
		t.Errorf("%d events", n)
	}
	// Without a session the account's owner signs in first: the link alone opens nothing, and a password here is not taken.
	see, err := o.LookAtInvitation(o.ctx, token, nobody)
	if err != nil || see.Way != WaySignIn {
		t.Fatalf("%+v, %v", see, err)
	}
	_, _, err = o.AcceptInvitation(o.ctx, stranger, token, nobody, Acceptance{FirstName: "X", Password: secret.New(badPassword)})
	mustBe(t, err, ErrInvitationSignIn)
	session, _ := o.principal(guestEmail, goodPassword)
	moved, p, err := o.AcceptInvitation(o.ctx, stranger, token, session, Acceptance{})
	if err != nil || p.Organization != o.org {
		t.Fatalf("%+v, %v", p, err)
	}
	o.authenticates(o.Service, session, ErrNoSession)
	if q, err := o.Authenticate(o.ctx, moved); err != nil || q.Organization != o.org || q.Role != tenancy.RoleManager {
		t.Errorf("%+v, %v", q, err)
	}
	if list, err := o.Organizations(o.ctx, p); err != nil || len(list) != 2 {
		t.Errorf("%+v, %v", list, err)
	}
	o.principal(guestEmail, goodPassword)
}

// Owners, renters and vendors are tied to their rows when they accept, and not to a row that somebody has.
func TestInvitationOfAPerson(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	rows := map[tenancy.Role]id.ID{tenancy.RoleOwner: id.New(), tenancy.RoleRenter: id.New(), tenancy.RoleVendor: id.New()}
	o.exec(`INSERT INTO owners (tenant_id, id, name, email) VALUES ($1, $2, 'Olga Owner', 'olga@example.com')`, o.org, rows[tenancy.RoleOwner])
	o.exec(`INSERT INTO tenants (tenant_id, id, first_name, last_name) VALUES ($1, $2, 'Rex', 'Renter')`, o.org, rows[tenancy.RoleRenter])
	o.exec(`INSERT INTO vendors (tenant_id, id, name, type) VALUES ($1, $2, 'Vera Pipes', 'plumbing')`, o.org, rows[tenancy.RoleVendor])
	tables := map[tenancy.Role]string{tenancy.RoleOwner: "owners", tenancy.RoleRenter: "tenants", tenancy.RoleVendor: "vendors"}
	for role, row := range rows {
		email := string(role) + "@example.com"
		_, err := o.CreateInvitation(o.ctx, boss, tenancy.Key{}, InvitationInput{Email: email, Role: role})
		o.field(err, "/person_id", "required")
		wrong := id.New()
		_, err = o.CreateInvitation(o.ctx, boss, tenancy.Key{}, InvitationInput{Email: email, Role: role, Person: &wrong})
		o.field(err, "/person_id", "reference_not_found")
		found, err := o.PeopleToInvite(o.ctx, boss, role, "e")
		if err != nil || len(found) != 1 || found[0].ID != row {
			t.Fatalf("%s: %+v, %v", role, found, err)
		}
		_, token := o.invite(boss, InvitationInput{Email: email, Role: role, Person: &row})
		_, p, err := o.AcceptInvitation(o.ctx, stranger, token, nobody, accepting)
		if err != nil {
			t.Fatalf("%s: %v", role, err)
		}
		if user := value[id.ID](o.kit, `SELECT user_id FROM `+tables[role]+` WHERE id = $1`, row); user != p.User {
			t.Errorf("%s is tied to %s", role, user)
		}
		if found, err := o.PeopleToInvite(o.ctx, boss, role, ""); err != nil || len(found) != 0 {
			t.Errorf("%s is still offered: %+v, %v", role, found, err)
		}
	}
	_, err := o.CreateInvitation(o.ctx, boss, tenancy.Key{}, InvitationInput{Email: "x@example.com", Role: tenancy.RoleManager, Person: ptr(rows[tenancy.RoleOwner])})
	o.field(err, "/person_id", "not_allowed")
	_, err = o.CreateInvitation(o.ctx, boss, tenancy.Key{}, InvitationInput{Email: "x@example.com", Role: tenancy.RoleAdmin, PropertyScope: []id.ID{id.New()}})
	o.field(err, "/property_scope", "not_allowed")
	_, err = o.CreateInvitation(o.ctx, boss, tenancy.Key{}, InvitationInput{Email: "x@example.com", Role: tenancy.RoleManager, PropertyScope: []id.ID{id.New()}})
	o.field(err, "/property_scope", "reference_not_found")
	_, err = o.CreateInvitation(o.ctx, boss, tenancy.Key{}, InvitationInput{Email: "x@example.com", Role: tenancy.RoleSystem})
	o.field(err, "/role", "role_invalid")
}

func ptr[T any](v T) *T { return &v }

// Only administrators invite, and only while they are.
func TestWhoInvites(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	for _, role := range tenancy.Roles {
		p := boss
		p.Role = role
		_, err := o.CreateInvitation(o.ctx, p, tenancy.Key{}, manager(guestEmail))
		if role != tenancy.RoleAdmin {
			mustBe(t, err, authz.ErrForbidden)
		}
	}
	i, err := o.allInvitations(boss)
	if err != nil || len(i) != 1 {
		t.Fatalf("%+v, %v", i, err)
	}
	foreign := boss
	foreign.Organization = o.pg.Org(t)
	_, err = o.ResendInvitation(o.ctx, foreign, i[0].ID)
	mustBe(t, err, authz.ErrForbidden) // not a user there
	stale := boss
	stale.Session, stale.Fresh = id.New(), false
	_, err = o.ResendInvitation(o.ctx, stale, i[0].ID)
	mustBe(t, err, authz.ErrStepUp)
	o.exec(`UPDATE users SET role = 'manager'`) // while the request of the former administrator runs
	_, err = o.CreateInvitation(o.ctx, boss, tenancy.Key{}, manager("other@example.com"))
	mustBe(t, err, authz.ErrForbidden)
}

// allInvitations is all invitations, for tests.
func (o *office) allInvitations(p tenancy.Principal) ([]Invitation, error) {
	list, _, err := o.Invitations(o.ctx, p, InvitationFilter{}, page.Request{})
	return list, err
}
