package identity

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/outbound"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrSignOnExists says that the organization has set the provider up already.
	ErrSignOnExists = fault.New(fault.Conflict, "single_sign_on_exists", "This identity provider is already set up.").On("/issuer")
	// ErrSignOnChanged says that the provider was changed since it was read.
	ErrSignOnChanged = fault.New(fault.Precondition, "changed_since",
		"This was changed since you opened it. Look at it again before you save.")
	// ErrNoKeys says that the server runs without the keys that secrets are sealed with.
	ErrNoKeys = fault.New(fault.Unavailable, "keys_unavailable", "This server cannot use stored secrets right now. Its operator has to look.")
	// ErrTooManySignOns says that an organization has as many providers as it may.
	ErrTooManySignOns = fault.New(fault.Conflict, "too_many_single_sign_ons", "An organization may set up at most 20 identity providers.")
)

// The limits of a provider's settings: characters of its texts, domains, and providers of an organization.
const (
	maxSignOnText = 500
	maxDomains    = 50
	maxSignOns    = 20
)

// SignOnRoles are the roles that a person may be given at their first sign-in through a provider. An administrator is
// always made by another one.
var SignOnRoles = []tenancy.Role{
	tenancy.RoleManager, tenancy.RoleAccountant, tenancy.RoleLeasingAgent, tenancy.RoleTechnician,
	tenancy.RoleBookkeeper, tenancy.RoleAuditor,
}

// SignOnOptions shape SignOns.
type SignOnOptions struct {
	// PublicURL is the address under which browsers reach the server, without a path, such as https://app.example.com.
	// Providers send people back to it. It is a setting and never taken from a request, which anybody can make.
	PublicURL string
	// Client makes the requests to providers. Nil means a strict one of package outbound.
	Client *http.Client
	// Loopback lets an issuer be on this machine, by http too: for development and tests.
	Loopback bool
}

// SignOns is single sign-on: the identity providers that an organization trusts, and signing in through them by OpenID
// Connect. It is safe for concurrent use.
type SignOns struct {
	*Service
	keys      *crypt.Keyring
	options   SignOnOptions
	providers *discovered
}

// NewSignOns makes the service over s, whose sessions it begins. Until UseKeys it can do all but use a provider's secret.
func NewSignOns(s *Service, o SignOnOptions) *SignOns {
	if o.Client == nil {
		o.Client = outbound.NewClient(outbound.Options{Loopback: o.Loopback})
	}
	o.PublicURL = strings.TrimRight(o.PublicURL, "/")
	return &SignOns{Service: s, options: o, providers: newDiscovered(s.clock, o.Client)}
}

// UseKeys gives the service the keys that providers' secrets are sealed with. It must be called before the first request.
func (s *SignOns) UseKeys(keys *crypt.Keyring) { s.keys = keys }

// SignOn is an identity provider that an organization trusts. Its secret is never shown again.
type SignOn struct {
	ID           id.ID
	Issuer       string // as the provider writes it in its tokens
	ClientID     string
	HasSecret    bool
	EmailDomains []string     // whose addresses it may vouch for, lower case
	DefaultRole  tenancy.Role // of people who come for the first time; "" refuses them
	Enabled      bool
	Enforced     bool // password sign-in is for administrators only
	RedirectURI  string
	Version      int32
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Host is the issuer's host, for people to recognize.
func (s SignOn) Host() string { return hostOf(s.Issuer) }

func hostOf(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil {
		return issuer
	}
	return u.Host
}

// SignOnInput is what an administrator sets. The issuer is set once: a person's link to their account is made with it.
type SignOnInput struct {
	Issuer       string
	ClientID     string
	ClientSecret *secret.Text // nil keeps the stored one; the zero text is none, for a public client
	EmailDomains []string
	DefaultRole  tenancy.Role
	Enabled      bool
	Enforced     bool
}

var domainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$`)

// check looks at what was given. The issuer only counts where it is new: a provider that may no longer be asked can still
// be taken out of use.
func (s *SignOns) check(in *SignOnInput, added bool) error {
	var f fault.Fields
	in.Issuer, in.ClientID = strings.TrimSpace(in.Issuer), strings.TrimSpace(in.ClientID)
	f.Check(!added || s.issuerAllowed(in.Issuer), "/issuer", "issuer_invalid",
		"Enter the issuer's address as the provider gives it, such as https://login.example.com. It begins with https:// and has no ? or #.")
	f.Text("/client_id", in.ClientID, true, maxSignOnText)
	if in.ClientSecret != nil {
		raw := in.ClientSecret.Reveal()
		f.Check(utf8.RuneCountInString(raw) <= maxSignOnText && printable(raw), "/client_secret", "text_invalid",
			"The secret has at most 500 characters and no control characters.")
	}
	in.EmailDomains = domains(in.EmailDomains)
	f.Check(len(in.EmailDomains) <= maxDomains, "/email_domains", "too_many", "At most 50 domains.")
	for _, d := range in.EmailDomains {
		if len(d) > MaxEmail || !domainForm.MatchString(d) {
			f.Add("/email_domains", "domain_invalid", "Enter domains such as example.com, one a line.")
			break
		}
	}
	f.Check(in.DefaultRole == "" || slices.Contains(SignOnRoles, in.DefaultRole), "/default_role", "not_allowed",
		"Choose one of the roles, or none. Administrators are made by hand.")
	f.Check(!in.Enabled || len(in.EmailDomains) > 0, "/email_domains", "required",
		"Name at least one e-mail domain that this provider may vouch for.")
	f.Check(!in.Enforced || in.Enabled, "/enforced", "not_enabled", "Enable the provider before you require it.")
	return f.Err()
}

// domains normalizes a list: lower case, without @ and doubles, sorted.
func domains(list []string) []string {
	out := []string{}
	for _, d := range list {
		if d = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(d)), "@"); d != "" {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// issuerAllowed reports whether the text can be an issuer. Source: OpenID Connect Core 1.0 section 2, "iss".
func (s *SignOns) issuerAllowed(issuer string) bool {
	u, err := url.Parse(issuer)
	if err != nil || len(issuer) > maxSignOnText || u.Host == "" || u.User != nil || u.RawQuery != "" || u.ForceQuery ||
		u.Fragment != "" || strings.Contains(issuer, "#") || !printable(issuer) || strings.Contains(issuer, " ") {
		return false
	}
	return u.Scheme == "https" || s.options.Loopback && u.Scheme == "http" && outbound.Loopback(u.Hostname())
}

// RedirectURI is where a provider sends people back to, which its administrator has to enter there. Each organization has
// its own, so that an answer of one's provider is never taken for that of another's. Source: RFC 9700 section 4.4.2.
func (s *SignOns) RedirectURI(organization id.ID) string {
	return s.options.PublicURL + "/sign-in/oidc/callback/" + organization.String()
}

// Available reports whether single sign-on can be used: the server knows the address that people reach it under.
func (s *SignOns) Available() bool { return s != nil && s.options.PublicURL != "" }

// ListSignOns returns the organization's providers, the oldest first.
func (s *SignOns) ListSignOns(ctx context.Context, p tenancy.Principal) ([]SignOn, error) {
	g, err := authz.Require(p, authz.SecurityRead)
	if err != nil {
		return nil, err
	}
	rows, err := identitydb.New(g.Reader(ctx, s.db)).ListSignOns(ctx, g.Organization())
	if err != nil {
		return nil, fmt.Errorf("list identity providers: %w", err)
	}
	list := make([]SignOn, 0, len(rows))
	for _, r := range rows {
		list = append(list, s.signOn(g.Organization(), identitydb.GetSignOnRow(r)))
	}
	return list, nil
}

// SignOn returns one provider.
func (s *SignOns) SignOn(ctx context.Context, p tenancy.Principal, provider id.ID) (SignOn, error) {
	g, err := authz.Require(p, authz.SecurityRead)
	if err != nil {
		return SignOn{}, err
	}
	row, err := identitydb.New(g.Reader(ctx, s.db)).GetSignOn(ctx, g.Organization(), provider)
	if err != nil {
		return SignOn{}, fmt.Errorf("get identity provider: %w", err)
	}
	return s.signOn(g.Organization(), row), nil
}

func (s *SignOns) signOn(org id.ID, r identitydb.GetSignOnRow) SignOn {
	out := SignOn{
		ID: r.ID, Issuer: r.Issuer, ClientID: r.ClientID, HasSecret: r.HasSecret, EmailDomains: r.EmailDomains,
		Enabled: r.Enabled, Enforced: r.Enforced, RedirectURI: s.RedirectURI(org), Version: r.Version,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
	if r.DefaultRole != nil {
		out.DefaultRole = tenancy.Role(*r.DefaultRole)
	}
	return out
}

// AddSignOn sets a provider up. Errors: Invalid with fields, ErrSignOnExists, ErrTooManySignOns, those of authz.Require.
func (s *SignOns) AddSignOn(ctx context.Context, p tenancy.Principal, in SignOnInput) (SignOn, error) {
	g, err := authz.Require(p, authz.SecurityWrite)
	if err != nil {
		return SignOn{}, err
	}
	if err := s.check(&in, true); err != nil {
		return SignOn{}, err
	}
	provider := id.New()
	sealed, err := s.seal(ctx, g.Organization(), provider, in.ClientSecret)
	if err != nil {
		return SignOn{}, err
	}
	var row identitydb.GetSignOnRow
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := identitydb.New(tx)
		n, err := q.CountSignOns(ctx, g.Organization())
		if err != nil {
			return err
		}
		if n >= maxSignOns {
			return ErrTooManySignOns
		}
		err = q.AddSignOn(ctx, identitydb.AddSignOnParams{
			TenantID: g.Organization(), ID: provider, Issuer: in.Issuer, ClientID: in.ClientID,
			ClientSecretEncrypted: sealed.Ciphertext, ClientSecretKeyID: sealed.keyID(), EmailDomains: in.EmailDomains,
			DefaultRole: roleColumn(in.DefaultRole), Enabled: in.Enabled, Enforced: in.Enforced,
		})
		if err != nil {
			return err
		}
		row, err = q.GetSignOn(ctx, g.Organization(), provider)
		return err
	})
	if err != nil {
		return SignOn{}, fmt.Errorf("set up identity provider: %w", err)
	}
	s.sessions.clear()
	return s.signOn(g.Organization(), row), nil
}

// UpdateSignOn changes a provider by what change makes of its settings as they are; the issuer stays what it is. A nil
// version is whatever there is now. Errors: Invalid with fields, ErrSignOnChanged, those of authz.Require.
func (s *SignOns) UpdateSignOn(ctx context.Context, p tenancy.Principal, provider id.ID, version *int32,
	change func(*SignOnInput),
) (SignOn, error) {
	g, err := authz.Require(p, authz.SecurityWrite)
	if err != nil {
		return SignOn{}, err
	}
	now, err := s.SignOn(ctx, p, provider)
	if err != nil {
		return SignOn{}, err
	}
	if version == nil {
		version = &now.Version
	}
	in := SignOnInput{
		Issuer: now.Issuer, ClientID: now.ClientID, EmailDomains: now.EmailDomains, DefaultRole: now.DefaultRole,
		Enabled: now.Enabled, Enforced: now.Enforced,
	}
	change(&in)
	in.Issuer = now.Issuer
	if err := s.check(&in, false); err != nil {
		return SignOn{}, err
	}
	sealed, err := s.seal(ctx, g.Organization(), provider, in.ClientSecret)
	if err != nil {
		return SignOn{}, err
	}
	var row identitydb.GetSignOnRow
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := identitydb.New(tx)
		n, err := q.ChangeSignOn(ctx, identitydb.ChangeSignOnParams{
			TenantID: g.Organization(), ID: provider, ClientID: in.ClientID, KeepSecret: in.ClientSecret == nil,
			ClientSecretEncrypted: sealed.Ciphertext, ClientSecretKeyID: sealed.keyID(), EmailDomains: in.EmailDomains,
			DefaultRole: roleColumn(in.DefaultRole), Enabled: in.Enabled, Enforced: in.Enforced, Version: *version,
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrSignOnChanged
		}
		row, err = q.GetSignOn(ctx, g.Organization(), provider)
		return err
	})
	if err != nil {
		return SignOn{}, fmt.Errorf("change identity provider: %w", err)
	}
	s.sessions.clear() // who was let in by it, or without it, is looked at again
	return s.signOn(g.Organization(), row), nil
}

// RemoveSignOn takes a provider out of use and forgets its secret. The row stays, so that who came in by it can still be
// told; it can be set up again with a new secret. Errors: ErrSignOnChanged, those of authz.Require.
func (s *SignOns) RemoveSignOn(ctx context.Context, p tenancy.Principal, provider id.ID, version *int32) (SignOn, error) {
	return s.UpdateSignOn(ctx, p, provider, version, func(in *SignOnInput) {
		in.Enabled, in.Enforced, in.ClientSecret = false, false, &secret.Text{}
	})
}

// sealedSecret is a client's secret as it is stored; zero for none.
type sealedSecret struct{ crypt.Sealed }

func (s sealedSecret) keyID() *int64 {
	if s.IsZero() {
		return nil
	}
	return &s.KeyID
}

func (s *SignOns) seal(ctx context.Context, org, provider id.ID, text *secret.Text) (sealedSecret, error) {
	if text == nil || text.IsZero() {
		return sealedSecret{}, nil
	}
	if s.keys == nil {
		return sealedSecret{}, ErrNoKeys
	}
	sealed, err := s.keys.SealText(ctx, org, crypt.SignOnClientSecret, provider, *text)
	if err != nil {
		return sealedSecret{}, fmt.Errorf("seal client secret: %w", err)
	}
	return sealedSecret{sealed}, nil
}

func roleColumn(r tenancy.Role) *string {
	if r == "" {
		return nil
	}
	text := string(r)
	return &text
}
