// Package identity knows who is asking: people and their passwords, the sessions of browsers, the API keys of programs,
// and the users that people are in organizations. It turns a token into the principal that everything else acts for.
//
// What it reads lies in the schema platform, before any organization is known, so all of its look-ups run as the system
// role, through tenancy.InSystemTx. The README states what holds.
package identity

import (
	"encoding/json"
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrSignInFailed answers an unknown e-mail address, a wrong password, a person without an organization and a
	// removed user alike, so that an answer tells nobody who is a customer.
	ErrSignInFailed = fault.New(fault.Unauthorized, "sign_in_failed", "The e-mail address or the password is not right.")
	// ErrThrottled says that there were too many failed sign-ins; RetryAfter says when to try again.
	ErrThrottled = fault.New(fault.RateLimited, "sign_in_throttled", "Too many failed sign-ins. Please wait and try again.")
	// ErrSuspended says that the organization is suspended. Only who has proved who they are gets to see it.
	ErrSuspended = fault.New(fault.Forbidden, "organization_suspended",
		"This organization is suspended. Please contact support.")
	// ErrNoSession says that a token is no session's, or that of one which has ended.
	ErrNoSession = fault.New(fault.Unauthorized, "no_session", "You are not signed in, or your session has ended. Please sign in.")
	// ErrNoKey says that a token is no API key's, or that of one which was revoked, has expired or lost its user.
	ErrNoKey = fault.New(fault.Unauthorized, "api_key_invalid", "This API key is not valid, or no longer.")
	// ErrBusy says that more people are signing in than the machine can check passwords of. Safe to retry.
	ErrBusy = fault.New(fault.Unavailable, "sign_in_busy", "Many people are signing in right now. Please try again.")
	// ErrEmailTaken says that the person is a member of the organization already.
	ErrEmailTaken = fault.New(fault.Conflict, "email_taken", "Somebody here already uses that e-mail address.").On("/email")
	// ErrHasPassword says that the person has a sign-in already, whose password is theirs alone to choose.
	ErrHasPassword = fault.New(fault.Conflict, "identity_exists",
		"This person already has a sign-in and keeps its password. Leave the password out.").On("/password")
	// ErrUnknownOrganization says that there is no such organization, or that it is closed.
	ErrUnknownOrganization = fault.New(fault.NotFound, "organization_not_found", "There is no such organization.")
	// ErrUnknownUser says that there is no such user, or none that is a member now.
	ErrUnknownUser = fault.New(fault.NotFound, "user_not_found", "There is no such user.")
	// ErrUnknownKey says that the organization has no such API key.
	ErrUnknownKey = fault.New(fault.NotFound, "api_key_not_found", "There is no such API key.")
)

// Options shape a Service. The zero value is what production uses.
type Options struct {
	// SessionLifetime is how long a session lasts however much it is used. 0 means 14 days.
	SessionLifetime time.Duration
	// SessionIdle is how long a session lasts unused. 0 means 24 hours: a working day and the night after it.
	SessionIdle time.Duration
	// HashSlots is how many passwords are checked at a time, each of which takes a processor and 19 MiB. 0 means
	// GOMAXPROCS.
	HashSlots int
	// HashWait bounds how long a sign-in waits for a slot. 0 means 5 seconds.
	HashWait time.Duration
	// SignUp lets anybody make an organization.
	SignUp bool
	// URL is where people reach the pages, without a slash at its end. Links in mails are made of it and of nothing
	// that a request says of itself, and passkeys are bound to it: without it there are none.
	URL string
	// Jobs takes the mails to send. Without it whatever sends one is refused.
	Jobs jobs.Inserter
	// Audit is told who looked at the list of people. Nil means nobody.
	Audit audit.Recorder
}

func (o Options) orDefaults() Options {
	if o.SessionLifetime == 0 {
		o.SessionLifetime = 14 * 24 * time.Hour
	}
	if o.SessionIdle == 0 {
		o.SessionIdle = 24 * time.Hour
	}
	if o.HashWait == 0 {
		o.HashWait = 5 * time.Second
	}
	if o.Audit == nil {
		o.Audit = audit.Nobody{}
	}
	return o
}

// Service signs people in and authenticates requests. It is safe for concurrent use; make one for a process, since it
// holds the cache and the bound on hashing.
type Service struct {
	db             *tenancy.DB
	clock          clock.Clock
	log            *slog.Logger
	options        Options
	hasher         *hasher
	sessions, keys *cache

	vault   *crypt.Keyring     // nil: no codes of authenticator apps
	relying *webauthn.WebAuthn // nil: no passkeys
}

// New makes the service.
func New(db *tenancy.DB, c clock.Clock, log *slog.Logger, o Options) *Service {
	o = o.orDefaults()
	relying, err := relyingParty(o.URL)
	if err != nil {
		log.Warn("there are no passkeys", "error", err)
	}
	return &Service{
		db: db, clock: c, log: log, options: o, hasher: newHasher(o.HashSlots, o.HashWait),
		sessions: newCache(c), keys: newCache(c), relying: relying,
	}
}

// SessionLifetime is how long a session lasts at most: the age to give its cookie.
func (s *Service) SessionLifetime() time.Duration { return s.options.SessionLifetime }

// member is a row of users with the state of what it hangs on.
type member = identitydb.FindMemberRow

// admits reports why a user may not come in, as ErrSuspended, or refused for all that is not to be told.
func admits(m member, refused error) error {
	switch {
	case !m.Member || m.DeletedAt != nil || m.Status == "closed":
		return refused
	case m.Status != "active":
		return ErrSuspended
	}
	return nil
}

// staff reports whether a role works for the organization rather than being served by it.
func staff(r tenancy.Role) bool {
	switch r {
	case tenancy.RoleOwner, tenancy.RoleRenter, tenancy.RoleVendor:
		return false
	default:
		return r.Valid()
	}
}

// The kinds of security events that are written here.
const (
	eventSignIn          = "sign_in"
	eventSignInFailed    = "sign_in_failed"
	eventSignInThrottled = "sign_in_throttled"
	eventSignOut         = "sign_out"
	eventKeyCreated      = "api_key_created"
	eventKeyRevoked      = "api_key_revoked"
	eventKeyRefused      = "api_key_refused"
	eventKeyRotated      = "api_key_rotated"
	eventPasswordChanged = "password_changed"
	eventResetAsked      = "password_reset_requested"
	eventReset           = "password_reset"
	eventSignedUp        = "signed_up"
	eventVerified        = "email_verified"
	eventEmailChanged    = "email_changed"
	eventSwitched        = "organization_switched"
	eventInvited         = "invitation_sent"
	eventAccepted        = "invitation_accepted"
	eventRefusedInvite   = "invitation_refused"
	eventRemoved         = "user_removed"
)

// event is the part of a security event that all kinds share.
func event(kind string, now time.Time, detail map[string]any) identitydb.NoteEventParams {
	if detail == nil {
		detail = map[string]any{}
	}
	raw, err := json.Marshal(detail)
	if err != nil {
		panic(err) // unreachable: strings and numbers only
	}
	return identitydb.NoteEventParams{ID: id.New(), Kind: kind, Now: now, Detail: raw}
}

// maxAgent bounds how much of a User-Agent header is kept, in bytes.
const maxAgent = 300

// storable makes a User-Agent header fit for PostgreSQL; nil for an empty one.
func storable(agent string) *string {
	if len(agent) > maxAgent {
		agent = agent[:maxAgent]
	}
	agent = strings.ReplaceAll(strings.ToValidUTF8(agent, ""), "\x00", "")
	if agent == "" {
		return nil
	}
	return &agent
}

func storableIP(ip netip.Addr) *string {
	if !ip.IsValid() {
		return nil
	}
	s := ip.Unmap().WithZone("").String()
	return &s
}
