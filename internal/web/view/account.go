package view

import (
	"context"
	"time"

	"github.com/propertyos/propertyos/internal/web/message"
)

// Means is what somebody can be asked to prove themselves with.
type Means struct{ Password, Code, RecoveryCode, Passkey bool }

func (m Means) none() bool { return m == Means{} }

// SecondFactor is the second page of signing in. Each of its forms posts next, remember and one proof.
type SecondFactor struct {
	Means
	Next      string
	Remember  bool
	Message   string // why it did not work
	Throttled time.Duration
	Errors    FieldErrors // of code and recovery_code
}

// StepUp asks a signed-in person once more who they are. With an Action its forms carry what was sent there, and the
// server sends it on after the proof.
type StepUp struct {
	Frame
	Means
	SignOn    bool     // the person came in through their organization's provider and can confirm there
	Next      string   // where to go on to
	Action    string   // where to send Fields on to; "" goes to Next
	Fields    []Hidden // as they were sent, without passwords
	Message   string
	Throttled time.Duration
	Errors    FieldErrors // of password and code
}

// Account is the person's own profile: POST /account with first_name, last_name, phone and version.
type Account struct {
	Frame
	FirstName, LastName, Phone, Email string
	Version                           string
	Errors                            FieldErrors
	Message                           string
}

func (m Account) fields(ctx context.Context) []Field {
	fields := []Field{
		{Name: "first_name", Label: message.T(ctx, "First name"), Value: m.FirstName, Autocomplete: "given-name", MaxLength: "100", Optional: true},
		{Name: "last_name", Label: message.T(ctx, "Last name"), Value: m.LastName, Autocomplete: "family-name", MaxLength: "100", Optional: true},
		{Name: "phone", Label: message.T(ctx, "Phone"), Value: m.Phone, Type: "tel", Autocomplete: "tel", MaxLength: "40", Optional: true},
	}
	for i := range fields {
		fields[i].Error = m.Errors[fields[i].Name]
	}
	focusFirst(fields, false)
	return fields
}

// Security is how the person signs in.
type Security struct {
	Frame
	HasPassword     bool
	PasswordChanged string // in words; "" if that is not known
	TOTPSince       string // in words; "" without an authenticator app
	Passkeys        []PasskeyRow
	RecoveryCodes   int
	Devices         []DeviceRow
	Errors          FieldErrors // of the password form, and of a passkey's name
	Message         string
}

// fields are those of the password form and of a new passkey.
func (m Security) fields(ctx context.Context) []Field {
	fields := []Field{
		{Name: "current_password", Label: message.T(ctx, "Current password"), Type: "password", Autocomplete: "current-password", Error: m.Errors["current"]},
		{
			Name: "new_password", Label: message.T(ctx, "New password"), Type: "password", Autocomplete: "new-password", Error: m.Errors["password"],
			Help: message.T(ctx, "At least 10 characters. A few words make a good one."),
		},
		{
			Name: "name", Label: message.T(ctx, "Name of the new passkey"), Error: m.Errors["name"], MaxLength: "100", Optional: true,
			Help: message.T(ctx, "So that you know it again, such as “Work laptop”."),
		},
	}
	focusFirst(fields, false)
	return fields
}

func (m Security) secondFactor() bool { return m.TOTPSince != "" || len(m.Passkeys) > 0 }

// PasskeyRow is a passkey of the person.
type PasskeyRow struct{ ID, Name, Added, Used string } // Used is "" before the first use

// DeviceRow is a remembered device.
type DeviceRow struct{ ID, Browser, System, Place, Used, Until string }

// TOTPSetup is an authenticator app being set up: POST /account/security/app with code.
type TOTPSetup struct {
	Frame
	Secret  string // in groups of four
	QR      QR     // to scan
	Errors  FieldErrors
	Message string
}

// RecoveryCodes shows codes, once.
type RecoveryCodes struct {
	Frame
	Codes []string
}

// Sessions is where the person is signed in.
type Sessions struct {
	Frame
	Rows []SessionRow
}

// SessionRow is a browser in which the person is signed in.
type SessionRow struct {
	ID, Browser, System, Place, Organization, Began, Seen string
	Method                                                string // as the session has it
	Current                                               bool
}

// methods say how a session was proved.
var methods = []Option{
	{"password", message.Mark("Password")},
	{"password_device", message.Mark("Password, on a remembered device")},
	{"password_totp", message.Mark("Password and code")},
	{"password_recovery_code", message.Mark("Password and recovery code")},
	{"password_passkey", message.Mark("Password and passkey")},
	{"passkey", message.Mark("Passkey")},
	{"single_sign_on", message.Mark("Single sign-on")},
}
