package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/outbound"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const (
	clientID     = "propertyos-at-provider"
	clientSecret = "the client's secret words"
	publicURL    = "https://app.example.com"
)

// provider is an identity provider that does as its test says: it keeps to the protocol or breaks it in one place.
type provider struct {
	t      *testing.T
	server *httptest.Server
	key    *ecdsa.PrivateKey
	now    func() time.Time

	mu    sync.Mutex
	codes map[string]url.Values // what was asked for, by the code that was given for it
	asked int

	config   func(map[string]any)                          // changes what discovery says
	claims   func(map[string]any)                          // changes what the token says
	sign     func([]byte) string                           // makes the token of its claims
	answer   func(map[string]any)                          // changes the token endpoint's answer
	userinfo map[string]any                                // nil where there is none
	handle   func(http.ResponseWriter, *http.Request) bool // does something else altogether
}

func newProvider(k *kit) *provider {
	k.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		k.t.Fatal(err)
	}
	p := &provider{t: k.t, key: key, now: k.clock.Now, codes: map[string]url.Values{}}
	p.sign = func(payload []byte) string { return signed(k.t, jose.ES256, key, payload) }
	p.server = httptest.NewServer(p)
	k.t.Cleanup(p.server.Close)
	return p
}

// behaves changes what the provider does, also while it still answers an earlier question.
func (p *provider) behaves(handle func(http.ResponseWriter, *http.Request) bool, config func(map[string]any)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.handle, p.config = handle, config
}

func (p *provider) issuer() string { return p.server.URL }

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked++
	handle, config := p.handle, p.config
	p.mu.Unlock()
	if handle != nil && handle(w, r) {
		return
	}
	switch r.URL.Path {
	case "/.well-known/openid-configuration":
		doc := map[string]any{
			"issuer": p.issuer(), "authorization_endpoint": p.issuer() + "/authorize", "token_endpoint": p.issuer() + "/token",
			"jwks_uri": p.issuer() + "/keys", "id_token_signing_alg_values_supported": []string{"ES256", "none", "HS256"},
		}
		if p.userinfo != nil {
			doc["userinfo_endpoint"] = p.issuer() + "/userinfo"
		}
		if config != nil {
			config(doc)
		}
		p.json(w, 200, doc)
	case "/keys":
		p.json(w, 200, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "k1", Algorithm: "ES256", Use: "sig"}}})
	case "/token":
		p.token(w, r)
	case "/userinfo":
		if r.Header.Get("Authorization") != "Bearer access" {
			p.json(w, 401, map[string]any{})
			return
		}
		p.json(w, 200, p.userinfo)
	default:
		http.NotFound(w, r)
	}
}

func (p *provider) json(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

// token redeems a code as RFC 6749 and RFC 7636 say: once, for the client and the verifier that it was given for.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	p.mu.Lock()
	asked, ok := p.codes[r.PostFormValue("code")]
	delete(p.codes, r.PostFormValue("code"))
	p.mu.Unlock()
	challenge := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	word, err := url.QueryUnescape(password)
	switch {
	case err != nil || user != clientID || word != clientSecret:
		p.json(w, 401, map[string]any{"error": "invalid_client", "error_description": "echo " + password})
		return
	case !ok || base64.RawURLEncoding.EncodeToString(challenge[:]) != asked.Get("code_challenge") ||
		r.PostFormValue("redirect_uri") != asked.Get("redirect_uri"):
		p.json(w, 400, map[string]any{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{
		"iss": p.issuer(), "sub": "subject-1", "aud": clientID, "exp": p.now().Add(time.Hour).Unix(), "iat": p.now().Unix(),
		"nonce": asked.Get("nonce"), "auth_time": p.now().Unix(), "email": ownerEmail, "email_verified": true,
		"given_name": "Ana", "family_name": "Manager",
	}
	if p.claims != nil {
		p.claims(claims)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	answer := map[string]any{"access_token": "access", "token_type": "Bearer", "expires_in": 60, "id_token": p.sign(payload)}
	if p.answer != nil {
		p.answer(answer)
	}
	p.json(w, 200, answer)
}

// says makes the provider's next tokens say these claims too; nil takes one away.
func (p *provider) says(more map[string]any) {
	p.claims = func(c map[string]any) {
		maps.Copy(c, more)
		maps.DeleteFunc(c, func(_ string, v any) bool { return v == nil })
	}
}

func signed(t *testing.T, alg jose.SignatureAlgorithm, key any, payload []byte) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", "k1"))
	if err != nil {
		t.Fatal(err)
	}
	object, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := object.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// signOnKit is single sign-on of one organization with one provider.
type signOnKit struct {
	*kit
	*provider
	s     *SignOns
	admin tenancy.Principal
	on    SignOn
}

func setupSignOn(t *testing.T) *signOnKit {
	t.Helper()
	k := &signOnKit{kit: setup(t)}
	k.provider = newProvider(k.kit)
	path := filepath.Join(t.TempDir(), "master.key")
	if err := crypt.CreateLocalMaster(path); err != nil {
		t.Fatal(err)
	}
	uri, err := crypt.LocalMasterURI(path)
	if err != nil {
		t.Fatal(err)
	}
	master, err := crypt.OpenMaster(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	keys := crypt.NewKeyring(master, organization.NewKeyStore(k.db), k.clock)
	k.s = NewSignOns(k.Service, SignOnOptions{
		PublicURL: publicURL + "/", Loopback: true,
		Client: outbound.NewClient(outbound.Options{Loopback: true, Timeout: 5 * time.Second, MaxBody: 64 << 10}),
	})
	k.s.UseKeys(keys)
	k.admin = k.adminOf(k.org, "admin@example.com")
	k.on = k.add(k.admin, func(*SignOnInput) {})
	return k
}

// adminOf makes an administrator who has just proved who they are.
func (k *signOnKit) adminOf(org id.ID, email string) tenancy.Principal {
	k.kit.t.Helper()
	u := k.userIn(org, email, tenancy.RoleAdmin, goodPassword)
	return tenancy.Principal{Organization: org, User: u.ID, Role: tenancy.RoleAdmin, Session: id.New(), Fresh: true}
}

func (k *signOnKit) add(p tenancy.Principal, change func(*SignOnInput)) SignOn {
	k.kit.t.Helper()
	word := secret.New(clientSecret)
	in := SignOnInput{
		Issuer: k.issuer(), ClientID: clientID, ClientSecret: &word, EmailDomains: []string{"example.com"}, Enabled: true,
	}
	change(&in)
	on, err := k.s.AddSignOn(k.ctx, p, in)
	if err != nil {
		k.kit.t.Fatal(err)
	}
	return on
}

func (k *signOnKit) set(change func(*SignOnInput)) {
	k.kit.t.Helper()
	if _, err := k.s.UpdateSignOn(k.ctx, k.admin, k.on.ID, nil, change); err != nil {
		k.kit.t.Fatal(err)
	}
}

func (k *signOnKit) withRole(r tenancy.Role) { k.set(func(in *SignOnInput) { in.DefaultRole = r }) }

// begin begins a sign-in and has the provider agree to it: what the browser would bring back.
func (k *signOnKit) begin() SignOnAnswer { return k.beginAt(k.org, k.on.ID) }

func (k *signOnKit) beginAt(org, provider id.ID) SignOnAnswer {
	k.kit.t.Helper()
	start, err := k.s.StartSignOn(k.ctx, visitorOf(ownerIP), org, provider, "/units")
	if err != nil {
		k.kit.t.Fatal(err)
	}
	return k.agree(org, start)
}

func visitorOf(ip netip.Addr) tenancy.Principal {
	return tenancy.Principal{IP: ip, UserAgent: "Browser/1.0"}
}

// agree reads what the browser is sent to the provider with, and gives a code for it.
func (k *signOnKit) agree(org id.ID, start SignOnStart) SignOnAnswer {
	k.kit.t.Helper()
	u, err := url.Parse(start.Address)
	if err != nil || !strings.HasPrefix(start.Address, k.issuer()+"/authorize?") {
		k.kit.t.Fatalf("sent to %s: %v", start.Address, err)
	}
	q := u.Query()
	for name, want := range map[string]string{
		"client_id": clientID, "response_type": "code", "code_challenge_method": "S256", "scope": "openid email profile",
		"redirect_uri": publicURL + "/sign-in/oidc/callback/" + org.String(),
	} {
		if q.Get(name) != want {
			k.kit.t.Errorf("%s=%q, want %q", name, q.Get(name), want)
		}
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(q.Get(name)) != 43 {
			k.kit.t.Errorf("%s=%q is not 256 random bits", name, q.Get(name))
		}
	}
	code := "code-" + id.New().String()
	k.mu.Lock()
	k.codes[code] = q
	k.mu.Unlock()
	return SignOnAnswer{Organization: org, Cookie: start.Cookie, State: q.Get("state"), Code: code, Visitor: visitorOf(ownerIP)}
}

// comesIn signs in and returns the principal of the session.
func (k *signOnKit) comesIn(a SignOnAnswer) (secret.Text, tenancy.Principal) {
	k.kit.t.Helper()
	r, err := k.s.FinishSignOn(k.ctx, a)
	if err != nil {
		k.kit.t.Fatal(err)
	}
	if r.Connect || r.Next != "/units" {
		k.kit.t.Fatalf("%+v", r)
	}
	p, err := k.Authenticate(k.ctx, r.Token)
	if err != nil {
		k.kit.t.Fatal(err)
	}
	return r.Token, p
}

// turnedAway fails unless the sign-in ends with the error, without a session and with one event that gives the reason.
func (k *signOnKit) turnedAway(a SignOnAnswer, want error, reason string) {
	k.kit.t.Helper()
	sessions := value[int](k.kit, `SELECT count(*) FROM platform.sessions`)
	r, err := k.s.FinishSignOn(k.ctx, a)
	mustBe(k.kit.t, err, want)
	if !r.Token.IsZero() || r.Connect || value[int](k.kit, `SELECT count(*) FROM platform.sessions`) != sessions {
		k.kit.t.Error("a refused sign-in made a session")
	}
	if reason == "" {
		return
	}
	got := value[string](k.kit, `SELECT coalesce(max(detail->>'reason'), '') FROM platform.security_events
		WHERE kind = 'single_sign_on_failed' AND organization_id = $1 AND id = (SELECT max(id::text)::uuid FROM platform.security_events)`, a.Organization)
	if got != reason {
		k.kit.t.Errorf("the event says %q, want %q", got, reason)
	}
}
