package identity

import (
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Why a sign-in through a provider is refused. Whoever reads these has signed in at the provider, so they are told plainly.
var (
	// ErrSignOnRequired says that a right password does not open this organization.
	ErrSignOnRequired = fault.New(fault.Forbidden, "single_sign_on_required",
		"Your organization asks you to sign in through its identity provider. Choose “Sign in with your organization”.")
	// ErrNoSignOn says that nobody signs in this way under that name; an unknown organization is told alike.
	ErrNoSignOn = fault.New(fault.NotFound, "single_sign_on_not_found",
		"No organization of that name, and nobody with that e-mail domain, signs in this way. Check it, or sign in with your password.")
	// ErrSignOnBegun says that the browser did not begin this sign-in, or not lately, or has ended it already.
	ErrSignOnBegun = fault.New(fault.Unauthorized, "single_sign_on_expired",
		"This sign-in was not begun in this browser, took too long or was used already. Please begin again.")
	// ErrSignOnDenied says that the provider sent the person back without signing them in.
	ErrSignOnDenied = fault.New(fault.Unauthorized, "single_sign_on_denied", "The identity provider did not sign you in.")
	// ErrSignOnDisabled says that the provider is not in use.
	ErrSignOnDisabled = fault.New(fault.Forbidden, "single_sign_on_disabled",
		"Your organization does not use this identity provider now. Ask its administrator.")
	// ErrSignOnEmail says that the provider vouches for no e-mail address.
	ErrSignOnEmail = fault.New(fault.Forbidden, "single_sign_on_email",
		"The identity provider did not tell an e-mail address that it has verified, so nobody here can be found by it.")
	// ErrSignOnDomain says that the provider vouches for an address that is not its to vouch for.
	ErrSignOnDomain = fault.New(fault.Forbidden, "single_sign_on_domain",
		"Your e-mail address is not of a domain that your organization lists for this identity provider.")
	// ErrSignOnUnknown says that the person is no user, and that the organization takes nobody in by itself.
	ErrSignOnUnknown = fault.New(fault.Forbidden, "single_sign_on_unknown",
		"You are not a user of this organization yet. Ask its administrator to invite you.")
	// ErrSignOnRemoved says that the person was a user of the organization.
	ErrSignOnRemoved = fault.New(fault.Forbidden, "single_sign_on_removed",
		"You are no longer a user of this organization. Ask its administrator.")
	// ErrSignOnReused says that somebody else came in by this address before.
	ErrSignOnReused = fault.New(fault.Forbidden, "single_sign_on_reused",
		"Another account of your identity provider has used this e-mail address here. Ask your administrator.")
	// ErrSignOnPerson says that a link was begun for one person and another is signed in.
	ErrSignOnPerson = fault.New(fault.Forbidden, "single_sign_on_person",
		"You are signed in as somebody else. Sign out, and sign in as the person whose account you want to connect.")
	// ErrSignOnStale says that the provider did not ask the person to prove who they are.
	ErrSignOnStale = fault.New(fault.Forbidden, "single_sign_on_stale",
		"The identity provider did not ask you to sign in again, so this could not be confirmed.")
)

// methodSignOn is sessions.method of a session that was made through a provider.
const methodSignOn = "single_sign_on"

// freshFor is how long a proof of who somebody is counts for acts that ask for one.
const freshFor = 15 * time.Minute

// How long a sign-in at a provider may take, and by how much its clock may be behind ours.
const (
	signOnPatience = 15 * time.Minute
	signOnSkew     = time.Minute
)

// passwordRefusal says why a person with the right password does not get into an organization that requires its own
// provider. Administrators always do, or nobody could set a broken provider right.
func passwordRefusal(p tenancy.Principal, m member) error {
	if m.MustSignOn && p.Role != tenancy.RoleAdmin {
		return ErrSignOnRequired
	}
	return nil
}

// sessionRefusal ends sessions by how they were made: those of a password when the organization begins to require its
// provider, and those of a provider when the organization has none in use any more.
func sessionRefusal(p tenancy.Principal, m member, method string) error {
	if method == methodSignOn && !m.SignsOn || method != methodSignOn && passwordRefusal(p, m) != nil {
		return ErrNoSession
	}
	return nil
}
