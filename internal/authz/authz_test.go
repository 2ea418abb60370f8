package authz

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// matrix is who may do what, written out a second time as one letter a role, in the order of tenancy.Roles: all, scope,
// own, or - for not at all. A grant that is given or taken must be given or taken here too.
var matrix = map[Action]string{
	//                 ad ma ac ow re ve la te bo au
	OrganizationRead:   "a a a - - - a a a a",
	OrganizationWrite:  "a - - - - - - - - -",
	OrganizationExport: "s - - - - - - - - -",
	SecurityRead:       "a - - - - - - - - a",
	SecurityWrite:      "a - - - - - - - - -",
	UserRead:           "a a - - - - - - - a",
	UserWrite:          "a - - - - - - - - -",
	KeyRead:            "a - - - - - - - - a",
	KeyWrite:           "a - - - - - - - - -",
	AuditRead:          "a - - - - - - - - a",
	AuditExport:        "a - - - - - - - - a",
	JobRead:            "a - - - - - - - - a",
	JobWrite:           "a - - - - - - - - -",
	PlanRead:           "a - - - - - - - - a",
	FeatureWrite:       "a - - - - - - - - -",
	SandboxWrite:       "a - - - - - - - - -",
	DashboardRead:      "s s s - - - s s s s",
	PortfolioRead:      "s s s o - - s s s s",
	GroupRead:          "s s s - - - s s s s",
	PortfolioWrite:     "s s - - - - - - - -",
	OwnerRead:          "s s s - - - - - s s",
	OwnerWrite:         "s s - - - - - - - -",
	OwnerReveal:        "s - s - - - - - s -",
	LeasingRead:        "s s s - - - s - s s",
	DocumentRead:       "s s s o o o s s s s",
	DocumentHistory:    "s s s - - - s s s s",
	DocumentWrite:      "s s s - - - s s s -",
	DocumentHold:       "s s - - - - - - - -",
	LeasingWrite:       "s s - - - - s - - -",
	RenterReveal:       "s s - - - - - - - -",
	TemplateRead:       "a a a - - - a - a a",
	TemplateWrite:      "a a - - - - - - - -",
	AnnouncementRead:   "s s s - - - s s s s",
	AnnouncementWrite:  "s s - - - - - - - -",
	LedgerChart:        "a a a - - - - - a a",
	LedgerRead:         "s s s - - - - - s s",
	LedgerPost:         "s - s - - - - - s -",
	LedgerAccounts:     "a - a - - - - - - -",
	LedgerClose:        "a - a - - - - - - -",
	LedgerOverride:     "a - a - - - - - - -",
	MoneyRead:          "s s s - - - - - s s",
	MoneyCharge:        "s s s - - - - - s -",
	MoneyReceive:       "s s s - - - - - s -",
	MoneyPay:           "s - s - - - - - s -",
	MoneyRelease:       "s - s - - - - - - -",
	MoneySetup:         "s - s - - - - - - -",
	BankReconcile:      "a - a - - - - - a -",
	ImportRun:          "s s - - - - - - - -",
	ExportRun:          "s s s - - - - - s s",
	LiveRead:           "s s s - - - s s s s",
	SearchRead:         "s s s - - - s s s s",
	PortalRead:         "- - - o o o - - - -",
	HomeRead:           "- - - - o - - - - -",
	HoldingRead:        "- - - o - - - - - -",
	PortalWrite:        "- - - - o - - - - -",
	AccountRead:        "o o o o o o o o o o",
	AccountWrite:       "o o o o o o o o o o",
	AccountSecurity:    "o o o o o o o o o o",
}

var letters = map[string]Relation{"a": All, "s": Scope, "o": Own, "-": ""}

func TestEveryRoleAndAction(t *testing.T) {
	t.Parallel()
	if len(matrix) != len(Actions()) {
		t.Errorf("the matrix has %d actions, there are %d", len(matrix), len(Actions()))
	}
	for _, action := range Actions() {
		row := strings.Fields(matrix[action])
		if len(row) != len(tenancy.Roles) {
			t.Errorf("the matrix says of %s: %q", action, row)
			continue
		}
		for i, role := range tenancy.Roles {
			want := letters[row[i]]
			p := tenancy.Principal{Organization: id.New(), User: id.New(), Role: role, Session: id.New(), Fresh: true}
			g, err := Require(p, action)
			if g.Relation() != want || Allowed(p, action) != (want != "") || RelationOf(role, action) != want {
				t.Errorf("%s, %s: %q, %v, want %q", role, action, g.Relation(), err, want)
			}
			if (err == nil) != (want != "") || want == "" && !errors.Is(err, ErrForbidden) {
				t.Errorf("%s, %s: %v", role, action, err)
			}
			if err == nil && (g.Organization() != p.Organization || g.Principal().User != p.User) {
				t.Errorf("%s, %s: the grant is somebody else's", role, action)
			}
		}
		system, err := Require(tenancy.Operator(id.New(), "test"), action)
		if err != nil || system.Relation() != All {
			t.Errorf("system, %s: %q, %v", action, system.Relation(), err)
		}
	}
}

func TestSensitiveActsAskForAFreshProof(t *testing.T) {
	t.Parallel()
	p := tenancy.Principal{Organization: id.New(), User: id.New(), Role: tenancy.RoleAdmin, Session: id.New()}
	for _, action := range Actions() {
		if RelationOf(p.Role, action) == "" {
			continue
		}
		stale, fresh := p, p
		fresh.Fresh = true
		_, err := Require(stale, action)
		if errors.Is(err, ErrStepUp) != Sensitive(action) || !Allowed(stale, action) {
			t.Errorf("%s without a fresh proof: %v", action, err)
		}
		if _, err := Require(fresh, action); err != nil {
			t.Errorf("%s with a fresh proof: %v", action, err)
		}
	}
}

// A provider of one organization must not become a way to a person's password, and so into the others.
func TestSingleSignOnDoesNotChangeHowOneSignsIn(t *testing.T) {
	t.Parallel()
	for _, role := range tenancy.Roles {
		p := tenancy.Principal{Organization: id.New(), User: id.New(), Role: role, Session: id.New(), Fresh: true, SingleSignOn: true}
		for _, action := range Actions() {
			p.SingleSignOn = false
			_, without := Require(p, action)
			p.SingleSignOn = true
			_, with := Require(p, action)
			if action == AccountSecurity {
				without = ErrSingleSignOn
			}
			if !errors.Is(with, without) {
				t.Errorf("%s, %s: %v, want %v", role, action, with, without)
			}
		}
	}
}

func TestAKeyDoesWhatItsScopesSay(t *testing.T) {
	t.Parallel()
	key := func(scopes ...string) tenancy.Principal {
		return tenancy.Principal{Organization: id.New(), User: id.New(), Role: tenancy.RoleAdmin, APIKey: id.New(), KeyScopes: scopes}
	}
	for _, c := range []struct {
		name string
		p    tenancy.Principal
		a    Action
		want error
	}{
		{"no scopes", key(), PortfolioWrite, nil},
		{"no scopes, sensitive", key(), UserWrite, ErrScope},
		{"the action", key("portfolio.read"), PortfolioRead, nil},
		{"another action", key("portfolio.read"), PortfolioWrite, ErrScope},
		{"the area", key("portfolio"), PortfolioWrite, nil},
		{"the area of a sensitive action", key("user"), UserWrite, ErrScope},
		{"the sensitive action", key("user.write"), UserWrite, nil},
		{"a prefix that is no area", key("port"), PortfolioRead, ErrScope},
		{"another role's", func() tenancy.Principal {
			p := key("user.write")
			p.Role = tenancy.RoleManager
			return p
		}(), UserWrite, ErrForbidden},
	} {
		if _, err := Require(c.p, c.a); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func TestAGrantKnowsItsProperties(t *testing.T) {
	t.Parallel()
	mine, other := id.New(), id.New()
	for _, p := range []tenancy.Principal{
		{Role: tenancy.RoleOwner, Scopes: []id.ID{mine}},
		{Role: tenancy.RoleManager, PropertyScope: []id.ID{mine}},
	} {
		g, err := Require(p, PortfolioRead)
		if err != nil {
			t.Fatal(err)
		}
		if !g.Covers(mine) || g.Covers(other) || !slices.Contains(g.PropertyFilter(), mine) || slices.Contains(g.PropertyFilter(), other) {
			t.Errorf("%s: %v", p.Role, g.PropertyFilter())
		}
	}
	for _, p := range []tenancy.Principal{{Role: tenancy.RoleOwner}, {Role: tenancy.RoleManager, PropertyScope: []id.ID{}}} {
		if g, _ := Require(p, PortfolioRead); g.Covers(mine) || len(g.PropertyFilter()) == 0 {
			t.Errorf("%s with no property at all sees every property", p.Role)
		}
	}
	if g, _ := Require(tenancy.Principal{Role: tenancy.RoleManager}, PortfolioRead); !g.Covers(mine) || len(g.PropertyFilter()) != 0 {
		t.Error("a manager who is not limited is")
	}
}

func TestUnknownRolesAndActionsAreDenied(t *testing.T) {
	t.Parallel()
	for _, role := range []tenancy.Role{"", "Admin", "admin ", "root", "superuser", "system\x00"} {
		for _, action := range Actions() {
			if p := (tenancy.Principal{Role: role}); Allowed(p, action) || !errors.Is(refusal(p, action), ErrForbidden) {
				t.Errorf("the role %q may %s", role, action)
			}
		}
	}
	for _, role := range tenancy.Roles {
		for _, action := range []Action{"", "portfolio", "portfolio.*", "Portfolio.Read"} {
			if Allowed(tenancy.Principal{Role: role}, action) {
				t.Errorf("%s may %q", role, action)
			}
		}
	}
	if tenancy.RoleSystem.Valid() {
		t.Error("a user may be the system")
	}
	if fault.As(ErrForbidden).Kind != fault.Forbidden {
		t.Errorf("%+v", ErrForbidden)
	}
}

func refusal(p tenancy.Principal, a Action) error {
	_, err := Require(p, a)
	return err
}

func TestEverythingIsDescribed(t *testing.T) {
	t.Parallel()
	roles := Roles()
	if len(roles) != len(tenancy.Roles) {
		t.Fatalf("%d roles are described, there are %d", len(roles), len(tenancy.Roles))
	}
	for i, r := range roles {
		if r.Role != tenancy.Roles[i] || r.Name == "" || r.Meaning == "" || r.Staff != slices.Contains(staff, r.Role) {
			t.Errorf("%d: %+v", i, r)
		}
	}
	n := 0
	for _, area := range Areas() {
		n += len(area.Actions)
		if area.Meaning == "" || len(area.Actions) == 0 {
			t.Errorf("the area %q needs a meaning and actions", area.Name)
		}
		for _, a := range area.Actions {
			if Meaning(a) == "" || !Known(a) {
				t.Errorf("%s needs a meaning", a)
			}
		}
	}
	if n != len(Actions()) || Known("portfolio") {
		t.Errorf("%d actions are in areas, there are %d", n, len(Actions()))
	}
}

func TestOwnIsNeverEverything(t *testing.T) {
	t.Parallel()
	mine := id.New()
	for _, c := range []struct {
		p    tenancy.Principal
		want []id.ID
	}{
		{tenancy.Principal{Role: tenancy.RoleRenter}, []id.ID{id.Nil}},
		{tenancy.Principal{Role: tenancy.RoleRenter, Scopes: []id.ID{mine}}, []id.ID{id.Nil, mine}},
		{tenancy.Operator(id.New(), "test"), []id.ID{}},
	} {
		g, err := Require(c.p, PortalRead)
		if err != nil || !slices.Equal(g.OwnFilter(), c.want) {
			t.Errorf("%s: %v, %v", c.p.Role, g.OwnFilter(), err)
		}
	}
}
