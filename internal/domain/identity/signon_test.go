package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestSignOnLetsAUserIn(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	u := k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
	_, p := k.comesIn(k.begin())
	if p.User != u.ID || p.Organization != k.org || p.Role != tenancy.RoleManager || !p.SingleSignOn || !p.Fresh {
		t.Errorf("%+v", p)
	}
	if _, err := authz.Require(p, authz.AccountSecurity); !errors.Is(err, authz.ErrSingleSignOn) {
		t.Errorf("the provider's word opens the person's own sign-in: %v", err)
	}
	// From now on the subject counts, whatever the address is, and verified or not.
	k.says(map[string]any{"email": "married.name@elsewhere.example", "email_verified": false, "auth_time": nil})
	_, p = k.comesIn(k.begin())
	if p.User != u.ID || p.Fresh {
		t.Errorf("%+v", p)
	}
	if kinds := value[string](k.kit, `SELECT string_agg(kind || ' ' || (detail->>'method'), ', ') FROM platform.security_events`); kinds != "sign_in single_sign_on, sign_in single_sign_on" {
		t.Errorf("events: %s", kinds)
	}
	for _, word := range []string{clientSecret, ownerEmail, "elsewhere.example", "code-", "access"} {
		if strings.Contains(k.log.String(), word) {
			t.Errorf("the log holds %q", word)
		}
	}
}

// A provider that knows the person only at its userinfo endpoint is asked there.
func TestSignOnAsksForTheAddress(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	u := k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
	k.says(map[string]any{"email": nil, "email_verified": nil})
	k.turnedAway(k.begin(), ErrSignOnEmail, "email_missing")
	k.userinfo = map[string]any{"sub": "somebody else", "email": ownerEmail, "email_verified": true}
	k.clock.Advance(discoveryTTL)
	k.turnedAway(k.begin(), ErrToken, "userinfo_subject")
	k.userinfo = map[string]any{"sub": "subject-1", "email": ownerEmail, "email_verified": "true"}
	if _, p := k.comesIn(k.begin()); p.User != u.ID {
		t.Errorf("%+v", p)
	}
}

func TestSignOnMakesUsers(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.turnedAway(k.begin(), ErrSignOnUnknown, "single_sign_on_unknown")
	k.withRole(tenancy.RoleLeasingAgent)
	_, p := k.comesIn(k.begin())
	if p.Role != tenancy.RoleLeasingAgent {
		t.Errorf("%+v", p)
	}
	who := value[string](k.kit, `SELECT email || ' ' || first_name || ' ' || last_name FROM users WHERE id = $1`, p.User)
	if who != ownerEmail+" Ana Manager" {
		t.Errorf("made %s", who)
	}
	if value[bool](k.kit, `SELECT password_hash IS NOT NULL FROM platform.identities WHERE email = $1`, ownerEmail) {
		t.Error("with a password")
	}
	k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, ""))
	// The default role is of the first time only.
	k.withRole(tenancy.RoleManager)
	if _, p := k.comesIn(k.begin()); p.Role != tenancy.RoleLeasingAgent {
		t.Errorf("%+v", p)
	}
}

func TestSignOnRefusesTokens(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := k.sign
	raw := func(header string, payload []byte, signature string) string {
		b := base64.RawURLEncoding
		return b.EncodeToString([]byte(header)) + "." + b.EncodeToString(payload) + "." + b.EncodeToString([]byte(signature))
	}
	now := k.clock.Now()
	for name, c := range map[string]struct {
		claims map[string]any
		sign   func([]byte) string
		answer func(map[string]any)
		reason string
	}{
		"another nonce":            {claims: map[string]any{"nonce": "of another sign-in"}, reason: "nonce"},
		"no nonce":                 {claims: map[string]any{"nonce": nil}, reason: "nonce"},
		"another audience":         {claims: map[string]any{"aud": "another client"}, reason: "audience"},
		"two audiences, no party":  {claims: map[string]any{"aud": []string{clientID, "another"}}, reason: "authorized_party"},
		"another authorized party": {claims: map[string]any{"aud": []string{clientID, "another"}, "azp": "another"}, reason: "authorized_party"},
		"another issuer":           {claims: map[string]any{"iss": "https://accounts.example.com"}, reason: "issuer"},
		"expired":                  {claims: map[string]any{"exp": now.Add(-time.Second).Unix()}, reason: "expired"},
		"not valid yet":            {claims: map[string]any{"nbf": now.Add(time.Hour).Unix()}, reason: "not_yet_valid"},
		"no subject":               {claims: map[string]any{"sub": ""}, reason: "subject"},
		"endless subject":          {claims: map[string]any{"sub": strings.Repeat("x", 256)}, reason: "subject"},
		"NUL in the subject":       {claims: map[string]any{"sub": "a\x00b"}, reason: "subject"},
		"hash of another access":   {claims: map[string]any{"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, reason: "access_token_hash"},
		"another key":              {sign: func(b []byte) string { return signed(t, jose.ES256, other, b) }, reason: "signature"},
		"alg none":                 {sign: func(b []byte) string { return raw(`{"alg":"none","typ":"JWT"}`, b, "") }, reason: "malformed"},
		"alg None":                 {sign: func(b []byte) string { return raw(`{"alg":"None","typ":"JWT"}`, b, "x") }, reason: "malformed"},
		"shared secret":            {sign: func(b []byte) string { return signed(t, jose.HS256, []byte(strings.Repeat(clientSecret, 2)), b) }, reason: "malformed"},
		"signature cut off": {sign: func(b []byte) string {
			text := good(b)
			return text[:strings.LastIndexByte(text, '.')+1]
		}, reason: "signature"},
		"changed after signing": {sign: func(b []byte) string {
			parts := strings.Split(good(b), ".")
			changed := strings.Replace(string(b), "subject-1", "subject-2", 1)
			return parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(changed)) + "." + parts[2]
		}, reason: "signature"},
		"no token":     {answer: func(a map[string]any) { delete(a, "id_token") }, reason: "no_id_token"},
		"not a token":  {sign: func([]byte) string { return "hello" }, reason: "malformed"},
		"empty token":  {sign: func([]byte) string { return "" }, reason: "no_id_token"},
		"other typing": {answer: func(a map[string]any) { a["id_token"] = 7 }, reason: "no_id_token"},
	} {
		k.says(c.claims)
		k.sign, k.answer = good, c.answer
		if c.sign != nil {
			k.sign = c.sign
		}
		t.Log(name)
		k.turnedAway(k.begin(), ErrToken, c.reason)
	}
	k.sign, k.answer, k.claims = good, nil, nil
	k.comesIn(k.begin())
}

func TestSignOnAnswerBelongsToTheBrowserThatBegan(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
	elsewhere := k.pg.Org(t)
	good := k.begin()
	theirs := k.begin() // an attacker's own sign-in, whose answer a victim's browser is made to bring
	for name, change := range map[string]func(*SignOnAnswer){
		"no cookie":            func(a *SignOnAnswer) { a.Cookie = secret.Text{} },
		"made-up cookie":       func(a *SignOnAnswer) { a.Cookie = secret.New("x") },
		"cookie of another":    func(a *SignOnAnswer) { a.Cookie = theirs.Cookie },
		"state of another":     func(a *SignOnAnswer) { a.State = theirs.State },
		"no state":             func(a *SignOnAnswer) { a.State = "" },
		"another organization": func(a *SignOnAnswer) { a.Organization = elsewhere },
	} {
		a := good
		change(&a)
		t.Log(name)
		k.turnedAway(a, ErrSignOnBegun, "")
	}
	injected := good
	injected.Code = theirs.Code // a code that was made for another sign-in fails at the provider, by PKCE
	k.turnedAway(injected, ErrToken, "code_refused")
	k.turnedAway(good, ErrSignOnBegun, "") // and the sign-in is used up, whatever came of it
	again := k.begin()
	k.comesIn(again)
	k.turnedAway(again, ErrSignOnBegun, "")
	late := k.begin()
	k.clock.Advance(signOnPatience)
	k.turnedAway(late, ErrSignOnBegun, "")
	denied := k.begin()
	denied.Code, denied.Error = "", "access_denied"
	k.turnedAway(denied, ErrSignOnDenied, "access_denied")
	denied = k.begin()
	denied.Code, denied.Error = "", `<script>"server_error`
	k.turnedAway(denied, ErrSignOnDenied, "provider_error")
	empty := k.begin()
	empty.Code = ""
	k.turnedAway(empty, ErrToken, "no_code")
	mixed := k.begin()
	mixed.Issuer = "https://accounts.example.com"
	k.turnedAway(mixed, ErrToken, "answer_of_another_issuer")
	right := k.begin()
	right.Issuer = k.issuer()
	k.comesIn(right)
	k.config = func(c map[string]any) { c["authorization_response_iss_parameter_supported"] = true }
	k.clock.Advance(discoveryTTL)
	k.turnedAway(k.begin(), ErrToken, "answer_of_another_issuer")
}

func TestNothingIsAskedWithinATransaction(t *testing.T) {
	t.Parallel()
	k := setupSignOn(t)
	k.userIn(k.org, ownerEmail, tenancy.RoleManager, "")
	k.handle = func(http.ResponseWriter, *http.Request) bool {
		n := value[int](k.kit, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
			AND state LIKE 'idle in transaction%'`)
		if n != 0 {
			t.Errorf("%d transactions are open while the provider is asked", n)
		}
		return false
	}
	k.comesIn(k.begin())
	if k.asked != 3 {
		t.Errorf("the provider was asked %d times, want configuration, token, keys", k.asked)
	}
	k.comesIn(k.begin())
	if k.asked != 4 {
		t.Errorf("the second time it was asked %d times more, want the token alone", k.asked-3)
	}
}
