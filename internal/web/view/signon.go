package view

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/web/message"
)

// SignOnFind asks which organization to sign in to, and then shows the ways in.
type SignOnFind struct {
	Name    string // as it was typed
	Next    string // where to go afterwards
	Message string
	Choices []SignOnChoice
}

// SignOnChoice is one way in.
type SignOnChoice struct{ Slug, Host, Organization, Provider string }

func (m SignOnFind) start(c SignOnChoice) templ.SafeURL {
	q := url.Values{"organization": {c.Organization}, "provider": {c.Provider}}
	put(q, "next", m.Next)
	return address("/sign-in/oidc/start", q)
}

// SignOnFailed says why a sign-in at a provider came to nothing.
type SignOnFailed struct{ Message string }

// SignOnConnect asks whether to connect an account.
type SignOnConnect struct {
	Frame
	Host, Slug, Email string
}

// SignOnList is the settings page.
type SignOnList struct {
	Frame
	RedirectURI string
	Rows        []SignOnRow
}

// SignOnRow is one provider.
type SignOnRow struct {
	ID, Host, Issuer  string
	Domains           []string
	Role              string // of newcomers; "" takes nobody in
	Enabled, Enforced bool
}

// SignOnValues is what the form holds, as text. The secret is never among it.
type SignOnValues struct {
	Issuer, ClientID, Domains, Role string
	Enabled, Enforced, DropSecret   bool
}

// SignOnForm adds or edits a provider.
type SignOnForm struct {
	Frame
	ID          string // "" while adding
	Version     string
	RedirectURI string
	HasSecret   bool
	Values      SignOnValues
	Errors      FieldErrors
	Message     string
	Conflict    *Conflict
	Works       bool   // the connection was checked and works
	Broken      string // what is wrong with it
}

// SignOnRemove asks before a provider is taken out of use.
type SignOnRemove struct {
	Frame
	ID, Host, Version string
}

func (m SignOnForm) action() templ.SafeURL {
	if m.ID == "" {
		return "/settings/sign-on"
	}
	return to("settings", "sign-on", m.ID)
}

// signOnRoles are the roles that newcomers may be given.
func signOnRoles() []Option {
	return slices.DeleteFunc(slices.Clone(Roles), func(o Option) bool {
		return !slices.Contains([]string{"manager", "accountant", "leasing_agent", "technician", "bookkeeper", "auditor"}, o.Value)
	})
}

func (m SignOnForm) fields(ctx context.Context) []Field {
	secret := Field{
		Name: "client_secret", Label: message.T(ctx, "Client secret"), Type: "password", Optional: true, Autocomplete: "new-password",
		Help: message.T(ctx, "It is encrypted and never shown again. Leave it empty for a public client."),
	}
	if m.HasSecret {
		secret.Help = message.T(ctx, "One is stored. Leave it empty to keep it.")
	}
	fields := []Field{
		{
			Name: "issuer", Label: message.T(ctx, "Issuer"), Value: m.Values.Issuer, InputMode: "url", MaxLength: "500",
			Help: message.T(ctx, "The address that the provider calls itself by, such as https://login.example.com."),
		},
		{Name: "client_id", Label: message.T(ctx, "Client id"), Value: m.Values.ClientID, MaxLength: "500"},
		secret,
		{
			Name: "email_domains", Label: message.T(ctx, "E-mail domains"), Value: m.Values.Domains,
			Help: message.T(ctx, "One a line. The provider may only vouch for addresses of these domains."),
		},
		{
			Name: "default_role", Label: message.T(ctx, "Role of newcomers"), Value: m.Values.Role, Options: Words(ctx, signOnRoles()), Optional: true,
			Blank: message.T(ctx, "Nobody new: people have to be invited"),
			Help:  message.T(ctx, "What somebody may do whom the provider knows and who is no user here yet."),
		},
	}
	if m.ID != "" {
		fields = fields[1:]
	}
	for i := range fields {
		fields[i].Error = m.Errors[fields[i].Name]
	}
	focusFirst(fields, m.ID == "" && len(m.Errors) == 0)
	return fields
}

// query carries on where to go afterwards.
func (m SignIn) query() url.Values {
	q := url.Values{}
	put(q, "next", m.Next)
	return q
}
