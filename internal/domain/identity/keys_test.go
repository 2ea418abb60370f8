package identity

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// admin is the principal of an administrator who has just proved who they are.
func (k *kit) admin(email string) tenancy.Principal {
	k.t.Helper()
	u, err := k.CreateUser(k.ctx, CreateUserInput{Organization: k.org, Email: email, Role: tenancy.RoleAdmin})
	if err != nil {
		k.t.Fatal(err)
	}
	return tenancy.Principal{Organization: k.org, User: u.ID, Role: tenancy.RoleAdmin, Session: id.New(), Fresh: true, IP: ownerIP}
}

func (k *kit) newKey(p tenancy.Principal, in NewKeyInput) (secret.Text, APIKey) {
	k.t.Helper()
	token, key, err := k.NewKey(k.ctx, p, in)
	if err != nil {
		k.t.Fatal(err)
	}
	return token, key
}

func TestKeyOfScopes(t *testing.T) {
	t.Parallel()
	k := setup(t)
	p := k.admin("admin@example.com")
	token, key := k.newKey(p, NewKeyInput{Name: " rent roll ", Role: tenancy.RoleManager, Scopes: []string{"portfolio", "export.run", "portfolio"}})
	if key.Name != "rent roll" || !slices.Equal(key.Scopes, []string{"export.run", "portfolio"}) || key.CreatedBy != p.User {
		t.Errorf("%+v", key)
	}
	as := k.opens(k.Service, token, nil)
	for action, want := range map[authz.Action]error{
		authz.PortfolioWrite: nil, authz.ExportRun: nil, authz.LeasingRead: authz.ErrScope, authz.KeyWrite: authz.ErrForbidden,
	} {
		if _, err := authz.Require(as, action); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", action, err, want)
		}
	}
	k.clock.Advance(2 * time.Minute)
	k.opens(k.Service, token, nil)
	now, err := k.Key(k.ctx, p, key.ID)
	if err != nil || now.LastUsedFrom != ownerIP.String() || now.LastUsedAt == nil || !now.LastUsedAt.Equal(k.clock.Now()) {
		t.Errorf("last use %+v, %v", now, err)
	}
}

func TestKeysAreRefused(t *testing.T) {
	t.Parallel()
	k := setup(t)
	p := k.admin("admin@example.com")
	past := k.clock.Now().Add(-time.Second)
	good := NewKeyInput{Name: "x", Role: tenancy.RoleManager}
	for want, change := range map[string]func(*NewKeyInput){
		"/name required":           func(in *NewKeyInput) { in.Name = " " },
		"/name text_invalid":       func(in *NewKeyInput) { in.Name = "a\nb" },
		"/role role_invalid":       func(in *NewKeyInput) { in.Role = tenancy.RoleOwner },
		"/expires_at in_the_past":  func(in *NewKeyInput) { in.ExpiresAt = &past },
		"/scopes scope_unknown":    func(in *NewKeyInput) { in.Scopes = []string{"portfolio.burn"} },
		"/scopes scope_unknown ":   func(in *NewKeyInput) { in.Scopes = []string{"audit.read"} }, // not a manager's
		"/scopes scope_unknown  ":  func(in *NewKeyInput) { in.Scopes = []string{"account.write"} },
		"/scopes scope_unknown   ": func(in *NewKeyInput) { in.Scopes = []string{"user.write"} },
	} {
		in := good
		change(&in)
		_, _, err := k.NewKey(k.ctx, p, in)
		f := fault.As(err)
		if f == nil || len(f.Fields) != 1 || f.Fields[0].Pointer+" "+f.Fields[0].Code != strings.TrimSpace(want) {
			t.Errorf("want %s, got %v %+v", want, err, f)
		}
	}
	// Only an administrator, and only with a fresh proof.
	manager := p
	manager.Role = tenancy.RoleManager
	stale := p
	stale.Fresh = false
	for _, c := range []struct {
		as   tenancy.Principal
		want error
	}{{manager, authz.ErrForbidden}, {stale, authz.ErrStepUp}} {
		if _, _, err := k.NewKey(k.ctx, c.as, good); !errors.Is(err, c.want) {
			t.Errorf("make: %v, want %v", err, c.want)
		}
		if err := k.RevokeKey(k.ctx, c.as, id.New()); !errors.Is(err, c.want) {
			t.Errorf("revoke: %v, want %v", err, c.want)
		}
		if _, _, err := k.RotateKey(k.ctx, c.as, id.New(), 0); !errors.Is(err, c.want) {
			t.Errorf("rotate: %v, want %v", err, c.want)
		}
	}
}

// A key that may make keys makes none that can do more than itself, and takes over none that can.
func TestKeysDoNotClimb(t *testing.T) {
	t.Parallel()
	k := setup(t)
	p := k.admin("admin@example.com")
	_, strong := k.newKey(p, NewKeyInput{Name: "strong", Role: tenancy.RoleAdmin})
	token, _ := k.newKey(p, NewKeyInput{Name: "maker", Role: tenancy.RoleAdmin, Scopes: []string{"api_key.write", "portfolio.read"}})
	as := k.opens(k.Service, token, nil)
	for _, in := range []NewKeyInput{
		{Name: "all", Role: tenancy.RoleAdmin},
		{Name: "manager", Role: tenancy.RoleManager},
		{Name: "more", Role: tenancy.RoleAdmin, Scopes: []string{"portfolio"}},
		{Name: "users", Role: tenancy.RoleAdmin, Scopes: []string{"user.write"}},
	} {
		if _, _, err := k.NewKey(k.ctx, as, in); !errors.Is(err, ErrKeyTooStrong) {
			t.Errorf("%s: %v", in.Name, err)
		}
	}
	if _, _, err := k.RotateKey(k.ctx, as, strong.ID, time.Hour); !errors.Is(err, ErrKeyTooStrong) {
		t.Errorf("rotate: %v", err)
	}
	if _, _, err := k.NewKey(k.ctx, as, NewKeyInput{Name: "same", Role: tenancy.RoleManager, Scopes: []string{"portfolio.read"}}); err != nil {
		t.Errorf("a weaker key: %v", err)
	}
}

func TestRotateKey(t *testing.T) {
	t.Parallel()
	k := setup(t)
	first, second := k.admin("first@example.com"), k.admin("second@example.com")
	expires := k.clock.Now().Add(30 * 24 * time.Hour)
	oldToken, old := k.newKey(first, NewKeyInput{Name: "x", Role: tenancy.RoleManager, Scopes: []string{"portfolio"}, ExpiresAt: &expires})
	k.opens(k.Service, oldToken, nil)

	k.clock.Advance(24 * time.Hour)
	token, fresh, err := k.RotateKey(k.ctx, second, old.ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if fresh.Replaces != old.ID || fresh.Name != "x" || !slices.Equal(fresh.Scopes, old.Scopes) || !fresh.ExpiresAt.Equal(k.clock.Now().Add(30*24*time.Hour)) {
		t.Errorf("%+v", fresh)
	}
	// The token acts for whoever was given it.
	if got := k.opens(k.Service, token, nil); got.User != second.User {
		t.Error("the new key acts for somebody else")
	}
	if got := k.opens(k.Service, oldToken, nil); got.User != first.User {
		t.Error("the old key changed hands")
	}
	if _, _, err := k.RotateKey(k.ctx, first, old.ID, 0); !errors.Is(err, ErrKeyEnded) {
		t.Errorf("rotated twice: %v", err)
	}
	k.clock.Advance(time.Hour)
	k.opens(k.Service, oldToken, ErrNoKey)
	k.opens(k.Service, token, nil)

	// Without an overlap the old one ends at once.
	last, _, err := k.RotateKey(k.ctx, second, fresh.ID, 0)
	if err != nil {
		t.Fatal(err)
	}
	k.opens(k.Service, token, ErrNoKey)
	k.opens(k.Service, last, nil)
	for _, overlap := range []time.Duration{-time.Second, MaxOverlap + time.Second} {
		if _, _, err := k.RotateKey(k.ctx, first, fresh.ID, overlap); fault.As(err).Code != fault.CodeInvalid {
			t.Errorf("overlap %v: %v", overlap, err)
		}
	}
}

// Keys of another organization do not exist.
func TestKeysOfOthers(t *testing.T) {
	t.Parallel()
	k := setup(t)
	p := k.admin("admin@example.com")
	token, key := k.newKey(p, NewKeyInput{Name: "x", Role: tenancy.RoleManager})
	k.org = k.pg.Org(t)
	stranger := k.admin("stranger@example.com")
	if _, err := k.Key(k.ctx, stranger, key.ID); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("read: %v", err)
	}
	if err := k.RevokeKey(k.ctx, stranger, key.ID); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("revoke: %v", err)
	}
	if _, _, err := k.RotateKey(k.ctx, stranger, key.ID, 0); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("rotate: %v", err)
	}
	if list, _, err := k.Keys(k.ctx, stranger, false, page.Request{}); err != nil || len(list) != 0 {
		t.Errorf("list: %v, %v", list, err)
	}
	k.opens(k.Service, token, nil)
}

func TestListKeys(t *testing.T) {
	t.Parallel()
	k := setup(t)
	p := k.admin("admin@example.com")
	var made []APIKey
	for _, name := range []string{"a", "b", "c"} {
		k.clock.Advance(time.Second)
		_, key := k.newKey(p, NewKeyInput{Name: name, Role: tenancy.RoleManager})
		made = append(made, key)
	}
	if err := k.RevokeKey(k.ctx, p, made[1].ID); err != nil {
		t.Fatal(err)
	}
	names := func(live bool, r page.Request) (string, page.Page) {
		list, around, err := k.Keys(k.ctx, p, live, r)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, key := range list {
			out = append(out, key.Name)
		}
		return strings.Join(out, ""), around
	}
	if got, _ := names(true, page.Request{Sort: "-created_at"}); got != "ca" {
		t.Errorf("the live ones: %s", got)
	}
	got, around := names(false, page.Request{Limit: 2})
	if rest, _ := names(false, page.Request{Limit: 2, Cursor: around.Next}); got != "ab" || rest != "c" {
		t.Errorf("%s then %s", got, rest)
	}
	auditor := p
	auditor.Role, auditor.Fresh = tenancy.RoleAuditor, false
	if list, _, err := k.Keys(k.ctx, auditor, false, page.Request{}); err != nil || len(list) != 3 {
		t.Errorf("an auditor: %v, %v", list, err)
	}
	manager := p
	manager.Role = tenancy.RoleManager
	if _, _, err := k.Keys(k.ctx, manager, false, page.Request{}); !errors.Is(err, authz.ErrForbidden) {
		t.Errorf("a manager: %v", err)
	}
}
