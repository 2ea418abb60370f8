package identity

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/outbound"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestSignOnSettings(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	want := SignOn{
		ID: k.on.ID, Issuer: k.issuer(), ClientID: clientID, HasSecret: true, EmailDomains: []string{"example.com"}, Enabled: true,
		RedirectURI: publicURL + "/sign-in/oidc/callback/" + k.org.String(), Version: 1, CreatedAt: k.on.CreatedAt, UpdatedAt: k.on.UpdatedAt,
	}
	list, err := k.s.ListSignOns(k.ctx, k.admin)
	if d := cmp.Diff([]SignOn{want}, list); err != nil || d != "" {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	if strings.Contains(value[string](k.kit, `SELECT encode(client_secret_encrypted, 'escape') FROM single_sign_ons`), clientSecret) {
		t.Error("the secret is stored in clear")
	}
	if strings.Contains(value[string](k.kit, `SELECT coalesce(string_agg(a::text, ''), '') FROM audit_logs AS a`), "client_secret_encrypted\": \"") {
		t.Error("the audit log holds the secret")
	}
	k.set(func(in *SignOnInput) {
		in.EmailDomains, in.DefaultRole = []string{" @B.example ", "a.example", "b.example", ""}, tenancy.RoleAuditor
	})
	got, err := k.s.SignOn(k.ctx, k.admin, k.on.ID)
	if err != nil || strings.Join(got.EmailDomains, " ") != "a.example b.example" || !got.HasSecret || got.DefaultRole != tenancy.RoleAuditor {
		t.Errorf("%+v, %v", got, err)
	}
	stale := int32(1)
	_, err = k.s.UpdateSignOn(k.ctx, k.admin, k.on.ID, &stale, func(in *SignOnInput) { in.ClientID = "x" })
	mustBe(t, err, ErrSignOnChanged)
	got, err = k.s.UpdateSignOn(k.ctx, k.admin, k.on.ID, nil, func(in *SignOnInput) { in.Issuer, in.ClientID = "https://other.example", "new" })
	if err != nil || got.Issuer != k.issuer() || got.ClientID != "new" {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = k.s.RemoveSignOn(k.ctx, k.admin, k.on.ID, nil)
	if err != nil || got.Enabled || got.Enforced || got.HasSecret {
		t.Errorf("%+v, %v", got, err)
	}
	word := secret.New(clientSecret)
	_, err = k.s.AddSignOn(k.ctx, k.admin, SignOnInput{Issuer: k.issuer(), ClientID: clientID, ClientSecret: &word})
	mustBe(t, err, ErrSignOnExists)
}

func TestWhoMaySetSignOn(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	as := func(role tenancy.Role) tenancy.Principal {
		p := k.admin
		p.Role = role
		return p
	}
	stale := k.admin
	stale.Fresh = false
	foreign := k.adminOf(k.pg.Org(t), "admin@there.example")
	for name, c := range map[string]struct {
		p           tenancy.Principal
		read, write error
	}{
		"administrator":              {k.admin, nil, nil},
		"without a fresh proof":      {stale, nil, authz.ErrStepUp},
		"auditor":                    {as(tenancy.RoleAuditor), nil, authz.ErrForbidden},
		"manager":                    {as(tenancy.RoleManager), authz.ErrForbidden, authz.ErrForbidden},
		"renter":                     {as(tenancy.RoleRenter), authz.ErrForbidden, authz.ErrForbidden},
		"administrator of another":   {foreign, fault.ErrNotFound, fault.ErrNotFound},
		"key without such a scope":   {tenancy.Principal{Organization: k.org, Role: tenancy.RoleAdmin, APIKey: id.New()}, nil, authz.ErrScope},
		"key that was made for this": {tenancy.Principal{Organization: k.org, Role: tenancy.RoleAdmin, APIKey: id.New(), KeyScopes: []string{"security.read", "security.write"}}, nil, nil},
	} {
		_, err := k.s.SignOn(k.ctx, c.p, k.on.ID)
		if !errors.Is(err, c.read) {
			t.Errorf("%s reads: %v, want %v", name, err, c.read)
		}
		_, err = k.s.UpdateSignOn(k.ctx, c.p, k.on.ID, nil, func(in *SignOnInput) { in.ClientID = clientID })
		if !errors.Is(err, c.write) {
			t.Errorf("%s changes: %v, want %v", name, err, c.write)
		}
		if err := k.s.CheckSignOn(k.ctx, c.p, k.on.ID); !errors.Is(err, c.write) {
			t.Errorf("%s checks: %v, want %v", name, err, c.write)
		}
	}
}

func TestSignOnInputIsChecked(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	strict := NewSignOns(k.Service, SignOnOptions{PublicURL: publicURL})
	mustBe(t, func() error {
		word := secret.New(clientSecret)
		_, err := strict.AddSignOn(k.ctx, k.admin, SignOnInput{Issuer: "https://login.example.com", ClientID: "c", ClientSecret: &word})
		return err
	}(), ErrNoKeys)
	long := secret.New(strings.Repeat("x", 501))
	for name, c := range map[string]struct {
		change func(*SignOnInput)
		at     string
	}{
		"no issuer":           {func(in *SignOnInput) { in.Issuer = "" }, "/issuer"},
		"plain issuer":        {func(in *SignOnInput) { in.Issuer = "http://login.example.com" }, "/issuer"},
		"loopback":            {func(in *SignOnInput) { in.Issuer = k.issuer() }, "/issuer"},
		"other scheme":        {func(in *SignOnInput) { in.Issuer = "javascript:alert(1)" }, "/issuer"},
		"file":                {func(in *SignOnInput) { in.Issuer = "file:///etc/passwd" }, "/issuer"},
		"with a query":        {func(in *SignOnInput) { in.Issuer += "?a=b" }, "/issuer"},
		"with a fragment":     {func(in *SignOnInput) { in.Issuer += "#a" }, "/issuer"},
		"with a user":         {func(in *SignOnInput) { in.Issuer = "https://a:b@login.example.com" }, "/issuer"},
		"line break":          {func(in *SignOnInput) { in.Issuer += "/a\nb" }, "/issuer"},
		"no client":           {func(in *SignOnInput) { in.ClientID = " " }, "/client_id"},
		"long client":         {func(in *SignOnInput) { in.ClientID = strings.Repeat("x", 501) }, "/client_id"},
		"NUL in client":       {func(in *SignOnInput) { in.ClientID = "a\x00" }, "/client_id"},
		"long secret":         {func(in *SignOnInput) { in.ClientSecret = &long }, "/client_secret"},
		"not a domain":        {func(in *SignOnInput) { in.EmailDomains = []string{"example"} }, "/email_domains"},
		"any domain":          {func(in *SignOnInput) { in.EmailDomains = []string{"*"} }, "/email_domains"},
		"domains in one line": {func(in *SignOnInput) { in.EmailDomains = []string{"a.example b.example"} }, "/email_domains"},
		"too many domains": {func(in *SignOnInput) {
			for n := range 51 {
				in.EmailDomains = append(in.EmailDomains, strings.Repeat("x", n+1)+".example")
			}
		}, "/email_domains"},
		"no domain":             {func(in *SignOnInput) { in.EmailDomains, in.Enabled = nil, true }, "/email_domains"},
		"administrators":        {func(in *SignOnInput) { in.DefaultRole = tenancy.RoleAdmin }, "/default_role"},
		"renters":               {func(in *SignOnInput) { in.DefaultRole = tenancy.RoleRenter }, "/default_role"},
		"the system":            {func(in *SignOnInput) { in.DefaultRole = tenancy.RoleSystem }, "/default_role"},
		"required but disabled": {func(in *SignOnInput) { in.Enforced = true }, "/enforced"},
	} {
		in := SignOnInput{Issuer: "https://login.example.com", ClientID: "c", EmailDomains: []string{"example.com"}}
		c.change(&in)
		_, err := strict.AddSignOn(k.ctx, k.admin, in)
		f := fault.As(err)
		if f == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Pointer != c.at {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := strict.AddSignOn(k.ctx, k.admin, SignOnInput{Issuer: "https://login.example.com/realms/a", ClientID: "c"}); err != nil {
		t.Error(err)
	}
}

func TestFindSignOns(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	there := k.pg.Org(t)
	other := k.adminOf(there, "admin@there.example")
	k.add(other, func(in *SignOnInput) { in.EmailDomains = []string{"there.example", "shared.example"} })
	k.set(func(in *SignOnInput) { in.EmailDomains = append(in.EmailDomains, "shared.example") })
	slug := value[string](k.kit, `SELECT slug FROM platform.directory WHERE organization_id = $1`, k.org)
	for name, want := range map[string]int{
		slug: 1, " " + strings.ToUpper(slug) + " ": 1, "example.com": 1, "Somebody@Example.com": 1, "a@there.example": 1, "shared.example": 2,
		"": 0, "@": 0, "nobody": 0, "sub.example.com": 0, "%": 0, "a@b@": 0, "exam\x00ple.com": 0, strings.Repeat("x", 300): 0,
	} {
		list, err := k.s.FindSignOns(k.ctx, name)
		if len(list) != want || want == 0 != errors.Is(err, ErrNoSignOn) {
			t.Errorf("%q: %+v, %v", name, list, err)
		}
		for _, c := range list {
			if c.Host != hostOf(k.issuer()) || c.Slug == "" {
				t.Errorf("%+v", c)
			}
		}
	}
	k.set(func(in *SignOnInput) { in.Enabled = false })
	if _, err := k.s.FindSignOns(k.ctx, slug); !errors.Is(err, ErrNoSignOn) {
		t.Errorf("a disabled provider is offered: %v", err)
	}
}

// What an administrator is told when the connection is checked, and a person who tries to sign in.
func TestProvidersThatDoNotWork(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.s = NewSignOns(k.Service, SignOnOptions{
		PublicURL: publicURL, Loopback: true,
		Client: outbound.NewClient(outbound.Options{Loopback: true, Timeout: 3 * time.Second, MaxBody: 10_000}),
	})
	page := func(status int, body string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			return true
		}
	}
	for name, c := range map[string]struct {
		handle func(http.ResponseWriter, *http.Request) bool
		config map[string]any
		want   string
	}{
		"missing":         {handle: page(404, "nothing"), want: "status 404"},
		"failing":         {handle: page(500, "<b>secret stack</b>"), want: "status 500"},
		"another page":    {handle: page(200, "<html>"), want: "not the configuration"},
		"an empty object": {handle: page(200, "{}"), want: "not the configuration"},
		"huge":            {handle: page(200, `{"issuer":"`+strings.Repeat("x", 20_000)+`"}`), want: "too large"},
		"silent": {handle: func(_ http.ResponseWriter, r *http.Request) bool {
			<-r.Context().Done()
			return true
		}, want: "did not answer in time"},
		"redirect": {handle: func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusFound)
			return true
		}, want: "redirects to another"},
		"another name":       {config: map[string]any{"issuer": k.issuer() + "/"}, want: "calls itself by another address"},
		"no token endpoint":  {config: map[string]any{"token_endpoint": ""}, want: "lacks an address"},
		"script as endpoint": {config: map[string]any{"authorization_endpoint": "javascript:alert(1)"}, want: "does not begin with https://"},
		"no S256":            {config: map[string]any{"code_challenge_methods_supported": []string{"plain"}}, want: "PKCE"},
		"keys in a private network": {
			config: map[string]any{"jwks_uri": "https://169.254.169.254/latest"}, want: "private network",
		},
		"keys by http": {config: map[string]any{"jwks_uri": "http://example.com/keys"}, want: "does not begin with https://"},
		"no keys":      {config: map[string]any{"jwks_uri": k.issuer() + "/.well-known/openid-configuration"}, want: "publishes no keys"},
	} {
		k.behaves(c.handle, func(doc map[string]any) {
			for key, v := range c.config {
				doc[key] = v
			}
		})
		f := fault.As(k.s.CheckSignOn(k.ctx, k.admin, k.on.ID))
		if f == nil || !errors.Is(f, ErrProvider) || !strings.Contains(f.Message, c.want) || strings.Contains(f.Message, "secret stack") {
			t.Errorf("%s: %v", name, f)
		}
	}
	k.behaves(nil, nil)
	if err := k.s.CheckSignOn(k.ctx, k.admin, k.on.ID); err != nil {
		t.Error(err)
	}
	k.server.Close()
	if f := fault.As(k.s.CheckSignOn(k.ctx, k.admin, k.on.ID)); f == nil || !strings.Contains(f.Message, "cannot be reached") {
		t.Errorf("down: %v", f)
	}
	_, err := k.s.StartSignOn(k.ctx, visitorOf(ownerIP), k.org, k.on.ID, "")
	mustBe(t, err, ErrProvider)
}

// The provider breaks when the browser has come back already.
func TestProvidersThatBreakOnTheWay(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
	at := func(path string, do http.HandlerFunc) {
		k.behaves(func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != path {
				return false
			}
			do(w, r)
			return true
		}, nil)
	}
	at("/token", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "secret stack", 500) })
	k.turnedAway(k.begin(), ErrToken, "exchange_refused")
	at("/token", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusTemporaryRedirect)
	})
	k.turnedAway(k.begin(), ErrProvider, "redirect")
	at("/token", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, strings.Repeat("x", 100_000)) })
	k.turnedAway(k.begin(), ErrProvider, "unreachable")
	at("/token", func(_ http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) })
	k.turnedAway(k.begin(), ErrProvider, "unreachable")
	at("/keys", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusServiceUnavailable) })
	k.turnedAway(k.begin(), ErrProvider, "unreachable")
	k.behaves(nil, nil)
	wrong := secret.New("not the secret")
	k.set(func(in *SignOnInput) { in.ClientSecret = &wrong })
	k.turnedAway(k.begin(), ErrProvider, "client_refused")
	if strings.Contains(k.log.String(), "secret") {
		t.Error("the log repeats what the provider wrote")
	}
}
