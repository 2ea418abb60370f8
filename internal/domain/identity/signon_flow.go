package identity

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/oauth2"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// SignOnChoice is a way into an organization, for somebody who is not signed in.
type SignOnChoice struct {
	Organization id.ID
	Provider     id.ID
	Slug         string // the organization's
	Host         string // the provider's
}

// FindSignOns returns the providers in use of the organization with a slug, or of those with a provider that lists the
// domain of an e-mail address. Error: ErrNoSignOn.
func (s *SignOns) FindSignOns(ctx context.Context, name string) ([]SignOnChoice, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	domain := name[strings.LastIndexByte(name, '@')+1:]
	if len(name) > MaxEmail || !printable(name) {
		return nil, ErrNoSignOn
	}
	var choices []SignOnChoice
	err := tenancy.InSystemTx(ctx, s.db, "find identity providers", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := identitydb.New(tx)
		homes, err := q.SignOnHomesByDomain(ctx, domain)
		if err != nil {
			return fmt.Errorf("find organizations by domain: %w", err)
		}
		home, err := q.SignOnHomeBySlug(ctx, name)
		if err == nil {
			homes = []id.ID{home}
		} else if !errors.Is(err, postgres.ErrNotFound) {
			return fmt.Errorf("find organization: %w", err)
		}
		choices = nil
		for _, org := range homes {
			if err := tx.Enter(ctx, org); err != nil {
				return err
			}
			rows, err := q.SignOnChoices(ctx, org)
			if err != nil {
				return fmt.Errorf("list identity providers: %w", err)
			}
			for _, r := range rows {
				choices = append(choices, SignOnChoice{Organization: org, Provider: r.ID, Slug: r.Slug, Host: hostOf(r.Issuer)})
			}
		}
		return nil
	})
	if err == nil && len(choices) == 0 {
		err = ErrNoSignOn
	}
	return choices, err
}

// What a ticket of single sign-on is for.
const (
	forSignIn  = "sign_in"
	forStepUp  = "step_up"
	forConnect = "connect"
)

// journey is what a ticket remembers of a sign-in under way. It holds no secret: those are derived from the cookie.
type journey struct {
	For      string `json:"for"`
	Provider id.ID  `json:"provider"`
	Next     string `json:"next,omitempty"`
	Session  id.ID  `json:"session,omitzero"` // that is to be confirmed
	Issuer   string `json:"issuer,omitempty"` // and the rest: of an account that waits to be connected
	Subject  string `json:"subject,omitempty"`
	First    string `json:"first,omitempty"`
	Last     string `json:"last,omitempty"`
}

// ticketHash is the hash under which a sign-in is kept. It takes the cookie and the state together: neither who sees the
// address nor who sees the cookie alone can go on with it.
func ticketHash(cookie secret.Text, state string) []byte {
	h := digest("single sign-on", cookie.Reveal(), state)
	return h[:]
}

// derived makes a secret of a sign-in from its cookie, so that the database keeps none.
func derived(cookie secret.Text, state, purpose string) string {
	mac := hmac.New(sha256.New, []byte(cookie.Reveal()))
	mac.Write([]byte(purpose + " " + state))
	return sessionEncoding.EncodeToString(mac.Sum(nil))
}

func same(a, b string) bool { return b != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// SignOnStart is where to send the browser, and the cookie that ties the way back to it.
type SignOnStart struct {
	Address string
	Cookie  secret.Text
}

// StartSignOn begins a sign-in at a provider. The visitor tells where the request comes from, next where to go afterwards.
// Errors: ErrSignOnDisabled, ErrSuspended, ErrProvider.
func (s *SignOns) StartSignOn(ctx context.Context, visitor tenancy.Principal, organization, provider id.ID, next string) (SignOnStart, error) {
	return s.start(ctx, visitor, organization, journey{For: forSignIn, Provider: provider, Next: next}, nil)
}

// StartStepUp begins a confirmation at the provider that the session's person signed in with: it is told to ask them again,
// however lately it did. Errors: as StartSignOn, and ErrNoSession for a session that was not made by a provider.
func (s *SignOns) StartStepUp(ctx context.Context, visitor tenancy.Principal, session secret.Text, next string) (SignOnStart, error) {
	j := journey{For: forStepUp, Next: next}
	var org id.ID
	err := tenancy.InSystemTx(ctx, s.db, "confirm at provider: look up", func(ctx context.Context, tx tenancy.SystemTx) error {
		row, err := liveSession(ctx, tx, session)
		if err != nil {
			return err
		}
		if row.Method != methodSignOn {
			return ErrNoSession
		}
		org, j.Session = row.OrganizationID, row.ID
		if err := tx.Enter(ctx, org); err != nil {
			return err
		}
		j.Provider, err = lastProvider(ctx, tx, org, row.IdentityID)
		return err
	})
	if err != nil {
		return SignOnStart{}, err
	}
	again := []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0")}
	return s.start(ctx, visitor, org, j, again)
}

// liveSession finds a session by its token. Error: ErrNoSession.
func liveSession(ctx context.Context, tx tenancy.SystemTx, token secret.Text) (identitydb.SignOnSessionRow, error) {
	hash, ok := sessionHash(token)
	if !ok {
		return identitydb.SignOnSessionRow{}, ErrNoSession
	}
	row, err := identitydb.New(tx).SignOnSession(ctx, hash[:], tx.Now())
	if errors.Is(err, postgres.ErrNotFound) {
		return row, ErrNoSession
	}
	if err != nil {
		return row, fmt.Errorf("find session: %w", err)
	}
	return row, nil
}

// lastProvider is the provider in use that a person signed in with last.
func lastProvider(ctx context.Context, tx tenancy.SystemTx, org, identity id.ID) (id.ID, error) {
	q := identitydb.New(tx)
	subjects, err := q.SubjectsOf(ctx, org, identity)
	if err != nil {
		return id.Nil, fmt.Errorf("list links: %w", err)
	}
	providers, err := q.SignOnChoices(ctx, org)
	if err != nil {
		return id.Nil, fmt.Errorf("list identity providers: %w", err)
	}
	for _, subject := range subjects {
		for _, provider := range providers {
			if provider.Issuer == subject.Issuer {
				return provider.ID, nil
			}
		}
	}
	return id.Nil, ErrSignOnDisabled
}

func (s *SignOns) start(ctx context.Context, visitor tenancy.Principal, org id.ID, j journey, more []oauth2.AuthCodeOption) (SignOnStart, error) {
	var row identitydb.FindSignOnRow
	err := tenancy.InSystemTx(ctx, s.db, "single sign-on: look up provider", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		row, err = usable(ctx, tx, org, j.Provider)
		return err
	})
	if err != nil {
		return SignOnStart{}, err
	}
	d, err := s.providers.get(ctx, row.Issuer)
	if err != nil {
		return SignOnStart{}, err
	}
	cookie, _ := newSessionToken()
	state := sessionEncoding.EncodeToString(random(tokenSize))
	data, err := json.Marshal(j)
	if err != nil {
		return SignOnStart{}, fmt.Errorf("keep sign-in: %w", err)
	}
	err = tenancy.InSystemTx(ctx, s.db, "single sign-on: begin", func(ctx context.Context, tx tenancy.SystemTx) error {
		return identitydb.New(tx).AddSignOnTicket(ctx, identitydb.AddSignOnTicketParams{
			ID: id.New(), TokenHash: ticketHash(cookie, state), OrganizationID: org, Data: data,
			IpAddress: storableIP(visitor.IP), UserAgent: storable(visitor.UserAgent), Now: tx.Now(), ExpiresAt: tx.Now().Add(signOnPatience),
		})
	})
	if err != nil {
		return SignOnStart{}, fmt.Errorf("keep sign-in: %w", err)
	}
	options := append([]oauth2.AuthCodeOption{
		oauth2.S256ChallengeOption(derived(cookie, state, "verifier")),
		oauth2.SetAuthURLParam("nonce", derived(cookie, state, "nonce")),
	}, more...)
	address := d.config(row.ClientID, "", s.RedirectURI(org)).AuthCodeURL(state, options...)
	return SignOnStart{Address: address, Cookie: cookie}, nil
}

// usable returns a provider that people may sign in with now, and leaves the transaction in its organization. A missing one
// is told like a disabled one.
func usable(ctx context.Context, tx tenancy.SystemTx, org, provider id.ID) (identitydb.FindSignOnRow, error) {
	if org == id.Nil {
		return identitydb.FindSignOnRow{}, ErrSignOnDisabled
	}
	if err := tx.Enter(ctx, org); err != nil {
		return identitydb.FindSignOnRow{}, err
	}
	row, err := identitydb.New(tx).FindSignOn(ctx, org, provider)
	switch {
	case errors.Is(err, postgres.ErrNotFound):
		return row, ErrSignOnDisabled
	case err != nil:
		return row, fmt.Errorf("find identity provider: %w", err)
	case row.Status == "closed" || !row.Enabled:
		return row, ErrSignOnDisabled
	case row.Status != "active":
		return row, ErrSuspended
	}
	return row, nil
}

// SignOnAnswer is what a browser brings back from a provider.
type SignOnAnswer struct {
	Organization id.ID       // of the address that it came back to
	Cookie       secret.Text // that StartSignOn gave it
	State        string
	Code         string
	Error        string // the provider's code of a refusal
	Issuer       string // "" unless the provider tells it: RFC 9207
	Session      secret.Text
	Visitor      tenancy.Principal
}

// SignOnResult is how a sign-in at a provider ended well.
type SignOnResult struct {
	Token   secret.Text // of the new session; zero if an older one was confirmed, or the account has to be connected
	Next    string      // as it was given to the start
	Connect bool        // the person has to sign in by themselves first, and then ConnectSignOn
}

// FinishSignOn carries on when the browser comes back. The provider is asked between two transactions, never inside one.
// Errors: ErrSignOnBegun, ErrSignOnDenied, ErrToken, ErrProvider, ErrSuspended and the refusals above.
func (s *SignOns) FinishSignOn(ctx context.Context, a SignOnAnswer) (SignOnResult, error) {
	j, begun, row, err := s.takeTicket(ctx, a)
	if err != nil {
		return SignOnResult{}, err
	}
	c, err := s.ask(ctx, a, row)
	if err != nil {
		return SignOnResult{}, s.noteFailedSignOn(ctx, a, j, err)
	}
	result := SignOnResult{Next: j.Next}
	switch j.For {
	case forStepUp:
		err = s.confirm(ctx, a, j, row, c, begun)
	default:
		result.Token, result.Connect, err = s.admit(ctx, a, j, c)
	}
	if err != nil {
		return SignOnResult{}, s.noteFailedSignOn(ctx, a, j, err)
	}
	return result, nil
}

// ask checks what came back and redeems the code.
func (s *SignOns) ask(ctx context.Context, a SignOnAnswer, row identitydb.FindSignOnRow) (claims, error) {
	d, err := s.providers.get(ctx, row.Issuer)
	switch {
	case err != nil:
		return claims{}, err
	case a.Issuer != "" && a.Issuer != row.Issuer, a.Issuer == "" && d.TellsIssuer:
		return claims{}, failedFor("answer_of_another_issuer")
	case a.Error == "access_denied", a.Error == "login_required", a.Error == "interaction_required", a.Error == "consent_required":
		return claims{}, ErrSignOnDenied.With(signOnReason(a.Error))
	case a.Error != "":
		return claims{}, ErrSignOnDenied.With(signOnReason("provider_error"))
	case a.Code == "":
		return claims{}, failedFor("no_code")
	}
	var client secret.Text
	if row.ClientSecretKeyID != nil {
		if s.keys == nil {
			return claims{}, ErrNoKeys
		}
		client, err = s.keys.OpenText(ctx, a.Organization, crypt.SignOnClientSecret, row.ID,
			crypt.Sealed{KeyID: *row.ClientSecretKeyID, Ciphertext: row.ClientSecretEncrypted})
		if err != nil {
			return claims{}, fmt.Errorf("open client secret: %w", err)
		}
	}
	config := d.config(row.ClientID, client.Reveal(), s.RedirectURI(a.Organization))
	return s.redeem(ctx, d, config, a.Code, derived(a.Cookie, a.State, "verifier"), derived(a.Cookie, a.State, "nonce"))
}

// CheckSignOn asks a provider for its configuration and its keys, as a sign-in would, and tells in words what is wrong.
// Whether the client's id and secret are right shows only when somebody signs in. Errors: ErrProvider, those of authz.Require.
func (s *SignOns) CheckSignOn(ctx context.Context, p tenancy.Principal, provider id.ID) error {
	if _, err := authz.Require(p, authz.SecurityWrite); err != nil {
		return err
	}
	now, err := s.SignOn(ctx, p, provider)
	if err != nil {
		return err
	}
	d, err := s.providers.fetch(ctx, now.Issuer)
	if err != nil {
		return err
	}
	n, err := s.providers.keys(ctx, d)
	if err == nil && n == 0 {
		err = ErrProvider.Saying("The provider publishes no keys, so its tokens cannot be checked.")
	}
	return err
}

// refusedFor is the reason that an event and the log tell: one of our own words.
func refusedFor(err error) string {
	var reason signOnReason
	if errors.As(err, &reason) {
		return string(reason)
	}
	return fault.As(err).Code
}
