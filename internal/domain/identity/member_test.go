package identity

import (
	"context"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func (o *office) setRole(p tenancy.Principal, user id.ID, role tenancy.Role) error {
	_, err := o.UpdateMember(o.ctx, p, user, nil, func(in *MemberInput) { in.Role = role })
	return err
}

// Removing takes away everything at once, and an invitation brings the same user back.
func TestRemoveMember(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	u := o.userIn(o.org, ownerEmail, tenancy.RoleManager, goodPassword)
	session, _ := o.principal(ownerEmail, goodPassword)
	key, _ := o.key(CreateAPIKeyInput{Organization: o.org, User: u.ID, Name: "key", Role: tenancy.RoleManager})
	o.opens(o.Service, key, nil)
	m, err := o.Member(o.ctx, boss, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, o.RemoveMember(o.ctx, boss, u.ID, ptr(m.Version-1)), ErrUserChanged)
	if err := o.RemoveMember(o.ctx, boss, u.ID, &m.Version); err != nil {
		t.Fatal(err)
	}
	o.authenticates(o.Service, session, ErrNoSession)
	o.opens(o.Service, key, ErrNoKey)
	o.fails(ErrSignInFailed, from(ownerIP, ownerEmail, goodPassword))
	mustBe(t, o.RemoveMember(o.ctx, boss, u.ID, nil), postgres.ErrNotFound)
	for removed, want := range map[bool]int{false: 1, true: 1} {
		list, _, err := o.Members(o.ctx, boss, MemberFilter{Removed: removed}, page.Request{})
		if err != nil || len(list) != want || (list[0].RemovedAt != nil) != removed {
			t.Errorf("removed %v: %+v, %v", removed, list, err)
		}
	}
	audit := `SELECT count(*) FROM audit_logs WHERE entity_type = 'users' AND entity_id = $1 AND user_id = $2 AND changes -> 'new' ? 'deleted_at'`
	if n := value[int](o.kit, audit, u.ID, boss.User); n != 1 {
		t.Errorf("%d audit entries of the removal in the administrator's name", n)
	}

	_, token := o.invite(boss, InvitationInput{Email: ownerEmail, Role: tenancy.RoleTechnician})
	see, err := o.LookAtInvitation(o.ctx, token, nobody)
	if err != nil || see.Way != WayReturn {
		t.Fatalf("%+v, %v", see, err)
	}
	back, _, err := o.AcceptInvitation(o.ctx, stranger, token, nobody, Acceptance{})
	if err != nil || !back.IsZero() {
		t.Fatalf("came back with a session: %v, %v", !back.IsZero(), err)
	}
	if _, p := o.principal(ownerEmail, goodPassword); p.User != u.ID || p.Role != tenancy.RoleTechnician {
		t.Errorf("came back as %+v", p)
	}
	o.authenticates(o.Service, session, ErrNoSession)
	o.opens(o.Service, key, ErrNoKey)
}

// A request that had been let in before the user was removed writes nothing after, in whichever process it runs.
func TestRemovedWhileARequestRuns(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	u := o.userIn(o.org, ownerEmail, tenancy.RoleAdmin, goodPassword)
	_, running := o.principal(ownerEmail, goodPassword)
	if err := o.RemoveMember(o.ctx, boss, u.ID, nil); err != nil {
		t.Fatal(err)
	}
	wrote := false
	err := tenancy.InTx(o.ctx, o.db, running, func(context.Context, tenancy.Tx) error { wrote = true; return nil })
	mustBe(t, err, tenancy.ErrRemoved)
	if wrote {
		t.Error("the transaction of a removed user ran")
	}
	_, err = o.CreateInvitation(o.ctx, running, tenancy.Key{}, manager(guestEmail))
	mustBe(t, err, tenancy.ErrRemoved)
	mustBe(t, o.RemoveMember(o.ctx, running, boss.User, nil), authz.ErrForbidden)
	mustBe(t, o.RequestVerification(o.ctx, running), ErrNoSession)
	_, err = o.Organizations(o.ctx, running)
	mustBe(t, err, ErrNoSession)
}

// The last administrator stays one: neither removed, nor demoted, nor gone by themselves.
func TestLastAdmin(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	o.userIn(o.org, "contact@example.com", tenancy.RoleManager, "")
	operator := tenancy.Operator(o.org, "test")
	mustBe(t, o.Leave(o.ctx, boss, o.org), ErrLastAdmin)
	mustBe(t, o.Leave(o.ctx, boss, id.New()), ErrElsewhere)
	mustBe(t, o.RemoveMember(o.ctx, operator, boss.User, nil), ErrLastAdmin)
	mustBe(t, o.setRole(operator, boss.User, tenancy.RoleManager), ErrLastAdmin)
	mustBe(t, o.setRole(boss, boss.User, tenancy.RoleManager), ErrOwnRole)

	second := o.userIn(o.org, ownerEmail, tenancy.RoleAdmin, goodPassword)
	if err := o.setRole(boss, second.ID, tenancy.RoleAuditor); err != nil {
		t.Fatal(err)
	}
	mustBe(t, o.Leave(o.ctx, boss, o.org), ErrLastAdmin)
	if err := o.setRole(boss, second.ID, tenancy.RoleAdmin); err != nil {
		t.Fatal(err)
	}
	if err := o.Leave(o.ctx, boss, o.org); err != nil {
		t.Fatal(err)
	}
	_, other := o.principal(ownerEmail, goodPassword)
	mustBe(t, o.Leave(o.ctx, other, o.org), ErrLastAdmin)
}

// Two administrators who remove or demote each other at the same moment leave one.
func TestLastAdminsTogether(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(o *office, p tenancy.Principal, other id.ID) error{
		"remove": func(o *office, p tenancy.Principal, other id.ID) error { return o.RemoveMember(o.ctx, p, other, nil) },
		"demote": func(o *office, p tenancy.Principal, other id.ID) error {
			return o.setRole(p, other, tenancy.RoleManager)
		},
		"leave": func(o *office, p tenancy.Principal, _ id.ID) error { return o.Leave(o.ctx, p, o.org) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := openOffice(t)
			_, a := o.admin(bossEmail)
			_, b := o.admin(ownerEmail)
			var both sync.WaitGroup
			var first, second error
			both.Go(func() { first = act(o, a, b.User) })
			both.Go(func() { second = act(o, b, a.User) })
			both.Wait()
			if (first == nil) == (second == nil) {
				t.Errorf("both ended alike: %v, %v", first, second)
			}
			if n := value[int](o.kit, `SELECT count(*) FROM users WHERE role = 'admin' AND deleted_at IS NULL`); n != 1 {
				t.Errorf("%d administrators are left", n)
			}
		})
	}
}

// A change of role holds at once, for the version that was seen, within the staff.
func TestUpdateMember(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	u := o.userIn(o.org, ownerEmail, tenancy.RoleManager, goodPassword)
	session, _ := o.principal(ownerEmail, goodPassword)
	o.authenticates(o.Service, session, nil)
	property := id.New()
	o.exec(`INSERT INTO properties (tenant_id, id, name, type, status) VALUES ($1, $2, 'Maple Court', 'residential', 'active')`, o.org, property)
	before, err := o.Member(o.ctx, boss, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	change := func(in *MemberInput) { in.Role, in.PropertyScope = tenancy.RoleTechnician, []id.ID{property} }
	m, err := o.UpdateMember(o.ctx, boss, u.ID, &before.Version, change)
	if err != nil || m.Role != tenancy.RoleTechnician || m.Version <= before.Version {
		t.Fatalf("%+v, %v", m, err)
	}
	if p, err := o.Authenticate(o.ctx, session); err != nil || p.Role != tenancy.RoleTechnician || len(p.PropertyScope) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = o.UpdateMember(o.ctx, boss, u.ID, &before.Version, change) // the second tab
	mustBe(t, err, ErrUserChanged)
	_, err = o.UpdateMember(o.ctx, boss, u.ID, nil, func(in *MemberInput) { in.Role, in.PropertyScope = tenancy.RoleOwner, nil })
	mustBe(t, err, ErrPersonRole)
	mustBe(t, o.setRole(boss, id.New(), tenancy.RoleManager), postgres.ErrNotFound)
	_, err = o.UpdateMember(o.ctx, boss, u.ID, nil, func(in *MemberInput) { in.Role = tenancy.RoleSystem })
	o.field(err, "/role", "role_invalid")
	_, err = o.UpdateMember(o.ctx, boss, u.ID, nil, func(in *MemberInput) { in.PropertyScope = []id.ID{id.New()} })
	o.field(err, "/property_scope", "reference_not_found")
	_, err = o.UpdateMember(o.ctx, boss, u.ID, nil, func(in *MemberInput) { in.PropertyScope = []id.ID{} })
	o.field(err, "/property_scope", "required")

	foreign := boss
	foreign.Organization = o.pg.Org(t)
	_, err = o.Member(o.ctx, foreign, u.ID)
	mustBe(t, err, postgres.ErrNotFound)
	for _, role := range tenancy.Roles {
		p := boss
		p.Role = role
		if authz.RelationOf(role, authz.UserRead) == "" {
			_, _, err := o.Members(o.ctx, p, MemberFilter{}, page.Request{})
			mustBe(t, err, authz.ErrForbidden)
		}
		if role != tenancy.RoleAdmin {
			mustBe(t, o.setRole(p, u.ID, tenancy.RoleManager), authz.ErrForbidden)
			mustBe(t, o.RemoveMember(o.ctx, p, u.ID, nil), authz.ErrForbidden)
		}
	}
}

// The list pages, filters and searches.
func TestMembers(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	_, boss := o.admin(bossEmail)
	for _, email := range []string{"a%b@example.com", "c@example.com", "d@example.com"} {
		o.userIn(o.org, email, tenancy.RoleManager, "")
	}
	var seen []string
	for r := (page.Request{Limit: 2}); ; {
		list, around, err := o.Members(o.ctx, boss, MemberFilter{}, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			seen = append(seen, m.Email)
		}
		if r.Cursor = around.Next; r.Cursor == "" {
			break
		}
	}
	if len(seen) != 4 || seen[0] != "a%b@example.com" || seen[1] != bossEmail || seen[3] != "d@example.com" {
		t.Errorf("%v", seen)
	}
	for f, want := range map[MemberFilter]int{
		{Query: "%"}: 1, {Query: "ana"}: 4, {Role: "manager"}: 3, {Role: "auditor"}: 0, {Query: "c@", Role: "admin"}: 0,
	} {
		list, _, err := o.Members(o.ctx, boss, f, page.Request{})
		if err != nil || len(list) != want {
			t.Errorf("%+v: %d, %v, want %d", f, len(list), err, want)
		}
	}
	for _, f := range []MemberFilter{{Role: "system"}, {Query: "a\x00"}} {
		if _, _, err := o.Members(o.ctx, boss, f, page.Request{}); err == nil {
			t.Errorf("%+v was taken", f)
		}
	}
}
