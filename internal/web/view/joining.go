package view

import (
	"context"
	"time"

	"github.com/propertyos/propertyos/internal/web/message"
)

// SignUp is the form with which an organization is signed up: POST /sign-up.
type SignUp struct {
	Values  SignUpValues
	Errors  FieldErrors
	Message string        // a fault that is of no field
	Wait    time.Duration // above zero after too many tries
}

// SignUpValues are its inputs; a password is never shown again.
type SignUpValues struct {
	Organization string // organization
	FirstName    string // first_name
	LastName     string // last_name
	Email        string // email
}

func (m SignUp) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	list := []Field{
		{Name: "organization", Label: message.T(ctx, "Company"), Value: v.Organization, Error: e["organization"], MaxLength: "255", Autocomplete: "organization"},
		{Name: "first_name", Label: message.T(ctx, "First name"), Value: v.FirstName, Error: e["first_name"], MaxLength: "100", Autocomplete: "given-name"},
		{Name: "last_name", Label: message.T(ctx, "Last name"), Value: v.LastName, Error: e["last_name"], MaxLength: "100", Autocomplete: "family-name", Optional: true},
		emailField(ctx, v.Email, e["email"], "username"),
		newPasswordField(ctx, e["password"]),
	}
	focusFirst(list, true)
	return list
}

func emailField(ctx context.Context, value, fault, complete string) Field {
	return Field{
		Name: "email", Label: message.T(ctx, "E-mail"), Type: "email", Value: value, Error: fault, InputMode: "email",
		MaxLength: "254", Autocomplete: complete,
	}
}

func newPasswordField(ctx context.Context, fault string) Field {
	return Field{
		Name: "password", Label: message.T(ctx, "Password"), Type: "password", Error: fault, Autocomplete: "new-password",
		Help: message.T(ctx, "At least 10 characters. A few words make a good one."),
	}
}

// CheckMail tells that a mail is on its way, if there is anybody to send one to. What names the reason: "sign_up", "forgot".
type CheckMail struct {
	Email string
	What  string
}

// Forgot asks for the address of somebody who has forgotten their password: POST /forgot.
type Forgot struct {
	Email   string
	Errors  FieldErrors
	Message string
	Wait    time.Duration
}

// Mailed is a page that a mailed link leads to and that asks before it does anything: POST to the same path with token.
type Mailed struct {
	Token string
	Kind  string // sign_up, email_verification, email_change
	Email string // masked
}

// Reset asks for a new password: POST /reset with token and password.
type Reset struct {
	Token   string
	Email   string // masked
	Errors  FieldErrors
	Message string
}

// Invitation is an invitation as the invited person sees it: POST /invitation.
type Invitation struct {
	Token        string
	Organization string
	Role         string
	Email        string // masked unless the person is signed in as it
	Way          string // new, signed_in, sign_in, return
	FirstName    string // first_name
	LastName     string // last_name
	Errors       FieldErrors
	Message      string
}

func (m Invitation) fields(ctx context.Context) []Field {
	list := []Field{
		{Name: "first_name", Label: message.T(ctx, "First name"), Value: m.FirstName, Error: m.Errors["first_name"], MaxLength: "100", Autocomplete: "given-name"},
		{Name: "last_name", Label: message.T(ctx, "Last name"), Value: m.LastName, Error: m.Errors["last_name"], MaxLength: "100", Autocomplete: "family-name", Optional: true},
		newPasswordField(ctx, m.Errors["password"]),
	}
	focusFirst(list, true)
	return list
}

// signInHref comes back to the invitation after signing in.
func (m Invitation) signInHref() string {
	return "/sign-in?next=" + queryEscape("/invitation?token="+m.Token)
}

// Told is a page by itself that says how something ended, and where to go on.
type Told struct {
	Title string
	Text  string
	Next  Link // its text is one of the catalogue's
	Out   bool // offers to sign out
}
