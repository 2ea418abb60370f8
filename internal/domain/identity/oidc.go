package identity

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/platform/outbound"
)

// ErrProvider says that the identity provider did not do its part; the message says which. What the provider wrote is not
// repeated: it may hold anything.
var ErrProvider = fault.New(fault.Unavailable, "provider_unavailable", "The identity provider cannot be used right now.")

// ErrToken says that the provider's answer does not prove who somebody is.
var ErrToken = fault.New(fault.Unauthorized, "single_sign_on_failed",
	"The identity provider's answer could not be accepted. Please sign in again.")

const (
	// discoveryTTL is how long a provider's configuration is kept. Its keys are read again whenever a token names one that is
	// not known.
	discoveryTTL = 10 * time.Minute
	// maxDiscovered bounds the providers that are kept, each with its keys: a few kilobytes.
	maxDiscovered = 500
)

// discovery is what a provider says of itself. Source: OpenID Connect Discovery 1.0 section 3, RFC 9207 section 3.
type discovery struct {
	oidc.ProviderConfig
	AuthMethods []string `json:"token_endpoint_auth_methods_supported"`
	Challenges  []string `json:"code_challenge_methods_supported"`
	TellsIssuer bool     `json:"authorization_response_iss_parameter_supported"`

	provider *oidc.Provider
	until    time.Time
}

// algorithms are the signatures that are taken: none with a shared key, and never "none". Source: RFC 7518 section 3.1,
// RFC 8037 section 3.1.
var algorithms = []string{
	oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA,
}

// discovered keeps the configurations of providers for a while.
type discovered struct {
	clock  clock.Clock
	client *http.Client
	mu     sync.Mutex
	known  map[string]*discovery
}

func newDiscovered(c clock.Clock, client *http.Client) *discovered {
	return &discovered{clock: c, client: client, known: map[string]*discovery{}}
}

// get returns a provider's configuration. It must not be called within a transaction: it may ask the provider.
func (d *discovered) get(ctx context.Context, issuer string) (*discovery, error) {
	d.mu.Lock()
	found := d.known[issuer]
	d.mu.Unlock()
	if found != nil && found.until.After(d.clock.Now()) {
		return found, nil
	}
	found, err := d.fetch(ctx, issuer)
	if err != nil {
		return nil, err
	}
	d.keep(issuer, found)
	return found, nil
}

// fetch asks the provider. The client's own limit bounds the wait.
func (d *discovered) fetch(ctx context.Context, issuer string) (*discovery, error) {
	found := &discovery{until: d.clock.Now().Add(discoveryTTL)}
	if err := d.read(ctx, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration", found); err != nil {
		return nil, err
	}
	switch {
	case found.IssuerURL == "":
		return nil, notOpenID
	case found.IssuerURL != issuer:
		return nil, ErrProvider.Saying("The provider calls itself by another address. Enter the issuer exactly as the provider " +
			"writes it, with or without a slash at the end.")
	case found.AuthURL == "" || found.TokenURL == "" || found.JWKSURL == "":
		return nil, ErrProvider.Saying("The provider's configuration lacks an address: it needs authorization_endpoint, " +
			"token_endpoint and jwks_uri.")
	// The browser is sent there, so it must be an address of the web. The client checks those that the server asks.
	case !strings.HasPrefix(found.AuthURL, "https://") && !(strings.HasPrefix(issuer, "http://") && strings.HasPrefix(found.AuthURL, "http://")):
		return nil, ErrProvider.Saying("The provider's authorization_endpoint does not begin with https://.")
	case len(found.Challenges) > 0 && !slices.Contains(found.Challenges, "S256"):
		return nil, ErrProvider.Saying("The provider does not offer PKCE with S256, which this server asks for.")
	}
	found.Algorithms = slices.DeleteFunc(found.Algorithms, func(a string) bool { return !slices.Contains(algorithms, a) })
	if len(found.Algorithms) == 0 {
		found.Algorithms = []string{oidc.RS256} // which every provider offers: OpenID Connect Discovery 1.0 section 3
	}
	found.provider = found.NewProvider(oidc.ClientContext(ctx, d.client))
	return found, nil
}

// notOpenID answers an address at which there is something else.
var notOpenID = ErrProvider.Saying("What the issuer's address answers is not the configuration of an OpenID Connect provider.")

// read asks for a JSON document.
func (d *discovered) read(ctx context.Context, address string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return ErrProvider.Saying("The provider gives something that is not an address.")
	}
	r.Header.Set("Accept", "application/json")
	response, err := d.client.Do(r)
	if err != nil {
		return networkFault(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return ErrProvider.Saying("The provider answers %s with status %d.", lastPart(address), response.StatusCode)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return networkFault(err)
	}
	if json.Unmarshal(body, into) != nil {
		return notOpenID
	}
	return nil
}

// lastPart is the end of an address, to tell two requests apart in words.
func lastPart(address string) string { return address[strings.LastIndexByte(address, '/')+1:] }

// keys counts the keys that a provider publishes.
func (d *discovered) keys(ctx context.Context, found *discovery) (int, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	err := d.read(ctx, found.JWKSURL, &set)
	return len(set.Keys), err
}

func (d *discovered) keep(issuer string, found *discovery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for old, entry := range d.known {
		if len(d.known) < maxDiscovered && entry.until.After(d.clock.Now()) {
			continue
		}
		delete(d.known, old) // the map's order is random: a dropped entry costs one request
	}
	d.known[issuer] = found
}

// networkFault tells in words why a provider could not be asked.
func networkFault(err error) *fault.Fault {
	switch {
	case errors.Is(err, outbound.ErrAddress):
		return ErrProvider.Saying("The provider's address leads into a private network, which this server does not ask.").With(signOnReason("private_address"))
	case errors.Is(err, outbound.ErrScheme):
		return ErrProvider.Saying("The provider gives an address that does not begin with https://.").With(signOnReason("scheme"))
	case errors.Is(err, outbound.ErrRedirect):
		return ErrProvider.Saying("The provider's address redirects to another one. Enter the issuer that it redirects to.").With(signOnReason("redirect"))
	case errors.Is(err, outbound.ErrTooLarge):
		return ErrProvider.Saying("The provider's answer is too large.").With(signOnReason("too_large"))
	case outbound.TimedOut(err):
		return ErrProvider.Saying("The provider did not answer in time. Please try again.").With(signOnReason("timeout"))
	case outbound.Untrusted(err):
		return ErrProvider.Saying("The provider's certificate is not trusted, has expired or is for another name.").With(signOnReason("certificate"))
	default:
		return ErrProvider.Saying("The provider cannot be reached.").With(signOnReason("unreachable"))
	}
}

// config is how this server speaks to a provider.
func (d *discovery) config(clientID, secret, redirect string) *oauth2.Config {
	endpoint := d.provider.Endpoint()
	// Chosen here, because trying both would send a code twice, and a code counts once.
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if secret == "" || len(d.AuthMethods) > 0 && !slices.Contains(d.AuthMethods, "client_secret_basic") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{
		ClientID: clientID, ClientSecret: secret, Endpoint: endpoint, RedirectURL: redirect,
		Scopes: []string{oidc.ScopeOpenID, "email", "profile"},
	}
}

// claims are what is taken from a token.
type claims struct {
	Subject    string
	Email      string // normalized; "" if the provider gives none, or none that it has verified
	Unverified bool   // it gave one that it has not verified
	First      string
	Last       string
	AuthTime   time.Time // when the person proved who they are, as the provider says; zero if it does not
}

// wire is the claims as they are written. Source: OpenID Connect Core 1.0 sections 2 and 5.1.
type wire struct {
	Email           string   `json:"email"`
	EmailVerified   flexBool `json:"email_verified"`
	GivenName       string   `json:"given_name"`
	FamilyName      string   `json:"family_name"`
	AuthTime        int64    `json:"auth_time"`
	AuthorizedParty string   `json:"azp"`
}

// flexBool also reads "true": some providers write their booleans as text.
type flexBool bool

func (b *flexBool) UnmarshalJSON(raw []byte) error {
	*b = string(raw) == "true" || string(raw) == `"true"`
	return nil
}

// redeem turns a code into the claims of a verified token. It must not be called within a transaction.
func (s *SignOns) redeem(ctx context.Context, d *discovery, config *oauth2.Config, code, verifier, nonce string) (claims, error) {
	ctx = oidc.ClientContext(ctx, s.options.Client)
	token, err := config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return claims{}, exchangeFault(err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok || raw == "" {
		return claims{}, failedFor("no_id_token")
	}
	checks := &oidc.Config{ClientID: config.ClientID, SupportedSigningAlgs: d.Algorithms, Now: s.clock.Now}
	verified, err := d.provider.Verifier(checks).Verify(ctx, raw)
	if err != nil {
		return claims{}, tokenFault(err)
	}
	if !same(verified.Nonce, nonce) {
		return claims{}, failedFor("nonce")
	}
	var w wire
	if err := verified.Claims(&w); err != nil {
		return claims{}, failedFor("claims")
	}
	// Source: OpenID Connect Core 1.0 section 3.1.3.7, steps 4 and 5.
	if w.AuthorizedParty != "" && w.AuthorizedParty != config.ClientID || len(verified.Audience) > 1 && w.AuthorizedParty == "" {
		return claims{}, failedFor("authorized_party")
	}
	if verified.AccessTokenHash != "" && verified.VerifyAccessToken(token.AccessToken) != nil {
		return claims{}, failedFor("access_token_hash")
	}
	if w.Email == "" && d.UserInfoURL != "" {
		if err := s.userInfo(ctx, d, token, verified.Subject, &w); err != nil {
			return claims{}, err
		}
	}
	return w.read(verified.Subject)
}

// userInfo asks for what the token does not say. Source: OpenID Connect Core 1.0 section 5.3.2: the subject must be the
// token's own.
func (s *SignOns) userInfo(ctx context.Context, d *discovery, token *oauth2.Token, subject string, w *wire) error {
	info, err := d.provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return exchangeFault(err)
	}
	if info.Subject != subject {
		return failedFor("userinfo_subject")
	}
	first := wire{AuthTime: w.AuthTime}
	if err := info.Claims(&first); err != nil {
		return failedFor("claims")
	}
	first.AuthTime = w.AuthTime
	*w = first
	return nil
}

func (w wire) read(subject string) (claims, error) {
	if subject == "" || len(subject) > 255 || !printable(subject) {
		return claims{}, failedFor("subject")
	}
	c := claims{Subject: subject, First: nameClaim(w.GivenName), Last: nameClaim(w.FamilyName)}
	if w.AuthTime > 0 {
		c.AuthTime = time.Unix(w.AuthTime, 0).UTC()
	}
	email, err := NormalizeEmail(w.Email)
	switch {
	case err != nil:
	case !bool(w.EmailVerified):
		c.Unverified = true
	default:
		c.Email = email
	}
	return c, nil
}

// nameClaim cuts a name to what a user may have.
func nameClaim(s string) string {
	s = strings.TrimSpace(s)
	if !printable(s) {
		return ""
	}
	if r := []rune(s); len(r) > maxName {
		s = string(r[:maxName])
	}
	return s
}

// failedFor is ErrToken with a reason for the organization's own log of events.
func failedFor(reason string) *fault.Fault { return ErrToken.With(signOnReason(reason)) }

// signOnReason is why a sign-in failed, as events and logs tell it: one of our own words, never the provider's.
type signOnReason string

func (r signOnReason) Error() string { return string(r) }

// tokenFault is the refusal of a token. The reason is read off the library's words, which is good enough for a log: whatever
// they are, the token is refused.
func tokenFault(err error) *fault.Fault {
	var expired *oidc.TokenExpiredError
	text := err.Error()
	reason := "signature"
	for part, r := range map[string]string{
		"issued by a different provider": "issuer", "expected audience": "audience", "before the nbf": "not_yet_valid",
		"malformed jwt": "malformed", "not signed": "unsigned",
	} {
		if strings.Contains(text, part) {
			reason = r
		}
	}
	switch {
	case errors.As(err, &expired):
		reason = "expired"
	case strings.Contains(text, "fetching keys"):
		return networkFault(err)
	}
	return failedFor(reason)
}

// exchangeFault tells why a code or an access token was not taken, by the provider's error code and not by its words.
func exchangeFault(err error) *fault.Fault {
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused) && refused.ErrorCode == "invalid_grant":
		return failedFor("code_refused") // used twice, or too late
	case errors.As(err, &refused) && (refused.ErrorCode == "invalid_client" || refused.ErrorCode == "unauthorized_client"):
		return ErrProvider.Saying("The identity provider does not accept this organization's client. An administrator has to check the " +
			"client's id and secret.").With(signOnReason("client_refused"))
	case errors.As(err, &refused):
		return failedFor("exchange_refused")
	default:
		return networkFault(err)
	}
}
