package identity

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func (k *kit) opens(s *Service, token secret.Text, want error) tenancy.Principal {
	k.t.Helper()
	p, err := s.AuthenticateKey(k.ctx, token, ownerIP)
	if want == nil && err != nil || want != nil && p.Role != "" {
		k.t.Fatalf("got %q and %v, want error %v", p.Role, err, want)
	}
	if want != nil {
		mustBe(k.t, err, want)
	}
	return p
}

func (k *kit) key(in CreateAPIKeyInput) (secret.Text, APIKey) {
	k.t.Helper()
	token, key, err := k.CreateAPIKey(k.ctx, in)
	if err != nil {
		k.t.Fatal(err)
	}
	return token, key
}

func TestAPIKey(t *testing.T) {
	t.Parallel()
	k := setup(t)
	other := k.service(Options{})
	u := k.user(ownerEmail)
	scope := []id.ID{id.New()}
	k.exec(`UPDATE users SET property_scope = $1`, scope)
	expires := k.clock.Now().Add(24 * time.Hour)
	token, key := k.key(CreateAPIKeyInput{Organization: k.org, User: u.ID, Name: " books ", Role: tenancy.RoleManager, ExpiresAt: &expires})
	if !regexp.MustCompile(`^pos_live_[a-z2-7]{8}_[a-z2-7]{52}$`).MatchString(token.Reveal()) ||
		!strings.HasPrefix(token.Reveal(), APIKeyMark+key.Prefix+"_") {
		t.Error("the token has another format")
	}

	want := tenancy.Principal{Organization: k.org, User: u.ID, Role: tenancy.RoleManager, PropertyScope: scope, APIKey: key.ID}
	if d := cmp.Diff(want, k.opens(k.Service, token, nil), cmp.Comparer(sameAddr)); d != "" {
		t.Errorf("principal (-want +got):\n%s", d)
	}
	k.sent.take()
	k.opens(k.Service, token, nil)
	if sent := k.sent.take(); len(sent) != 0 {
		t.Errorf("a hot key cost %v", sent)
	}
	used := k.clock.Now()
	k.clock.Advance(59 * time.Second)
	k.opens(k.Service, token, nil)
	list, err := k.ListAPIKeys(k.ctx, k.org)
	wantKey := APIKey{
		ID: key.ID, Organization: k.org, User: u.ID, Name: "books", Prefix: key.Prefix, Role: tenancy.RoleManager,
		CreatedAt: used, ExpiresAt: &expires, LastUsedAt: &used,
	}
	if d := cmp.Diff([]APIKey{wantKey}, list); err != nil || d != "" {
		t.Errorf("list: %v (-want +got):\n%s", err, d)
	}

	k.opens(other, token, nil)
	for range 2 { // revoking again changes nothing
		if err := k.RevokeAPIKey(k.ctx, k.org, key.ID); err != nil {
			t.Fatal(err)
		}
		k.opens(k.Service, token, ErrNoKey)
		k.clock.Advance(2 * time.Second)
		k.opens(other, token, ErrNoKey)
	}
	kinds := value[string](k, `SELECT string_agg(kind, ' ' ORDER BY created_at, id) FROM platform.security_events`)
	if kinds != "api_key_created api_key_revoked api_key_refused api_key_refused api_key_refused" {
		t.Errorf("events: %s", kinds)
	}
}

func TestAPIKeyExpires(t *testing.T) {
	t.Parallel()
	k := setup(t)
	u := k.user(ownerEmail)
	expires := k.clock.Now().Add(time.Second)
	token, _ := k.key(CreateAPIKeyInput{Organization: k.org, User: u.ID, Name: "short", Role: tenancy.RoleManager, ExpiresAt: &expires})
	k.opens(k.Service, token, nil)
	k.clock.Advance(time.Second) // the cache would keep it for another
	k.opens(k.Service, token, ErrNoKey)
	k.sent.take()
	for range 20 {
		k.opens(k.Service, token, ErrNoKey)
	}
	if sent := k.sent.take(); len(sent) != 0 {
		t.Errorf("a program that goes on costs %d statements", len(sent))
	}
}

func TestAPIKeyNeverDoesMoreThanItsUser(t *testing.T) {
	t.Parallel()
	k := setup(t)
	admin := k.userIn(k.org, "admin@example.com", tenancy.RoleAdmin, "")
	token, _ := k.key(CreateAPIKeyInput{Organization: k.org, User: admin.ID, Name: "reader", Role: tenancy.RoleAuditor})
	full, _ := k.key(CreateAPIKeyInput{Organization: k.org, User: admin.ID, Name: "all", Role: tenancy.RoleAdmin})
	if p := k.opens(k.Service, token, nil); p.Role != tenancy.RoleAuditor {
		t.Errorf("role %s", p.Role)
	}
	for _, c := range []struct {
		change         string
		readers, fulls error
	}{
		{`UPDATE users SET role = 'auditor'`, nil, ErrNoKey},
		{`UPDATE users SET role = 'technician'`, ErrNoKey, ErrNoKey},
		{`UPDATE users SET role = 'owner'`, ErrNoKey, ErrNoKey},
		{`UPDATE users SET role = 'admin'`, nil, nil},
		{`UPDATE users SET deleted_at = now()`, ErrNoKey, ErrNoKey},
		{`UPDATE users SET deleted_at = NULL`, nil, nil},
		{`UPDATE platform.directory SET status = 'suspended'`, ErrSuspended, ErrSuspended},
	} {
		k.exec(c.change)
		k.clock.Advance(2 * time.Second)
		k.opens(k.Service, token, c.readers)
		k.opens(k.Service, full, c.fulls)
	}
}

func TestAPIKeyRefusals(t *testing.T) {
	t.Parallel()
	k := setup(t)
	elsewhere := k.pg.Org(t)
	manager := k.user(ownerEmail)
	renter := k.userIn(k.org, "renter@example.com", tenancy.RoleRenter, "")
	now := k.clock.Now()
	good := CreateAPIKeyInput{Organization: k.org, User: manager.ID, Name: "key", Role: tenancy.RoleManager}
	for name, c := range map[string]struct {
		change func(*CreateAPIKeyInput)
		code   string
		at     string
	}{
		"no name":            {func(in *CreateAPIKeyInput) { in.Name = "  " }, fault.CodeInvalid, "/name"},
		"long name":          {func(in *CreateAPIKeyInput) { in.Name = strings.Repeat("é", 101) }, fault.CodeInvalid, "/name"},
		"NUL in name":        {func(in *CreateAPIKeyInput) { in.Name = "a\x00b" }, fault.CodeInvalid, "/name"},
		"bytes in name":      {func(in *CreateAPIKeyInput) { in.Name = "a\xff" }, fault.CodeInvalid, "/name"},
		"unknown role":       {func(in *CreateAPIKeyInput) { in.Role = "king" }, fault.CodeInvalid, "/role"},
		"system role":        {func(in *CreateAPIKeyInput) { in.Role = tenancy.RoleSystem }, fault.CodeInvalid, "/role"},
		"renter's role":      {func(in *CreateAPIKeyInput) { in.Role = tenancy.RoleRenter }, fault.CodeInvalid, "/role"},
		"role above user":    {func(in *CreateAPIKeyInput) { in.Role = tenancy.RoleAdmin }, fault.CodeInvalid, "/role"},
		"expired":            {func(in *CreateAPIKeyInput) { in.ExpiresAt = &now }, fault.CodeInvalid, "/expires_at"},
		"unknown user":       {func(in *CreateAPIKeyInput) { in.User = id.New() }, ErrUnknownUser.Code, ""},
		"other organization": {func(in *CreateAPIKeyInput) { in.Organization = elsewhere }, ErrUnknownUser.Code, ""},
		"no organization":    {func(in *CreateAPIKeyInput) { in.Organization = id.New() }, ErrUnknownUser.Code, ""},
		"a renter":           {func(in *CreateAPIKeyInput) { in.User = renter.ID }, fault.CodeInvalid, "/role"},
	} {
		in := good
		c.change(&in)
		_, _, err := k.CreateAPIKey(k.ctx, in)
		f := fault.As(err)
		if f == nil || f.Code != c.code || (c.at != "" && f.Fields[0].Pointer != c.at) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := value[int](k, `SELECT count(*) FROM platform.api_keys`); n != 0 {
		t.Errorf("%d keys", n)
	}

	token, key := k.key(good)
	mustBe(t, k.RevokeAPIKey(k.ctx, elsewhere, key.ID), ErrUnknownKey)
	mustBe(t, k.RevokeAPIKey(k.ctx, k.org, id.New()), ErrUnknownKey)
	if list, err := k.ListAPIKeys(k.ctx, elsewhere); err != nil || len(list) != 0 {
		t.Errorf("another organization lists %v, %v", list, err)
	}
	raw := token.Reveal()
	k.sent.take()
	for _, bad := range []string{
		"", raw[:len(raw)-1], raw + "a", strings.ToUpper(raw), strings.Replace(raw, "live", "dead", 1),
		strings.Replace(raw, "_", "-", 1), raw[:len(raw)-1] + "1", raw[:len(raw)-1] + "\x00", APIKeyMark, key.Prefix,
	} {
		k.opens(k.Service, secret.New(bad), ErrNoKey)
	}
	if sent := k.sent.take(); len(sent) != 0 {
		t.Errorf("malformed keys cost %d statements", len(sent))
	}
	last := "a"
	if strings.HasSuffix(raw, last) {
		last = "b"
	}
	k.opens(k.Service, secret.New(raw[:len(raw)-1]+last), ErrNoKey)
	session, _ := k.signIn()
	k.opens(k.Service, session, ErrNoKey) // neither token is the other's
	k.authenticates(k.Service, token, ErrNoSession)
	k.opens(k.Service, token, nil)
}
