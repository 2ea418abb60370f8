package api

import (
	"net/http"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// The faults that arise here and in no domain.
var (
	// ErrNoCredentials is what Authenticate returns for a request with neither an API key nor a session.
	ErrNoCredentials = fault.New(fault.Unauthorized, "unauthorized",
		"Send an API key in the Authorization header (Authorization: Bearer …), or sign in.")

	errNoRoute     = fault.New(fault.NotFound, "not_found", "There is nothing here, or you may not see it.")
	errMethod      = fault.New(fault.Malformed, "method_not_allowed", "This address does not offer that method; the Allow header lists those it does.")
	errInternal    = fault.New(fault.Internal, "internal", "Something went wrong on our side. If you report it, quote the trace id.")
	errCrossOrigin = fault.New(fault.Forbidden, "cross_origin", "A page of another site may not do this in your name.")
	errJSON        = fault.New(fault.Malformed, "json_invalid", "The body is not valid JSON.")
	errDepth       = fault.New(fault.Malformed, "json_too_deep", "The body is nested too deeply.")
	errBodySize    = fault.New(fault.TooLarge, "body_too_large", "A body may have at most 1 MiB.")
	errMediaType   = fault.New(fault.Unsupported, "media_type_unsupported", "Send the body as application/json in UTF-8.")
	errQuery       = fault.New(fault.Malformed, "query_invalid", "The query string cannot be read. Percent-encode its values.")
	errIfMatch     = fault.New(fault.Malformed, "if_match_invalid", `If-Match takes one ETag as it was received, such as "7", or *.`)
)

// code explains one problem code.
type code struct {
	name   string
	status int
	title  string
	help   string // what to do about it
}

// codes are all problems that this API answers with, in the order of their status.
var codes = []code{
	{"json_invalid", 400, "The body is not JSON", "Check the syntax: quotes, commas, one value and nothing after it."},
	{"json_too_deep", 400, "The body is nested too deeply", "No resource needs more than a few levels."},
	{"query_invalid", 400, "The query string cannot be read", "Percent-encode the values of parameters."},
	{"if_match_invalid", 400, "The If-Match header cannot be read", "Send the ETag back exactly as it was received, quotes included."},
	{"unauthorized", 401, "Who are you?", "Send `Authorization: Bearer` with an API key."},
	{"api_key_invalid", 401, "The API key is not valid", "It was mistyped, revoked or has expired. Make a new one."},
	{"no_session", 401, "The session has ended", "Sign in again."},
	{"forbidden", 403, "Your role does not allow this", "Ask an administrator of your organization for a role or key that does."},
	{"scope_missing", 403, "The key was not made for this", "Make a key with the scope, or give this one more."},
	{"organization_suspended", 403, "The organization is suspended", "Its administrator knows more."},
	{"step_up_required", 403, "Confirm that it is you", "Confirm your sign-in in the browser, then try again. An API key needs the scope by its own name."},
	{"key_too_strong", 403, "The key would do more than you may", "Choose a role and scopes within your own."},
	{"cross_origin", 403, "Sent by a page of another site", "Browsers may change things only from PropertyOS's own pages. Programs are not concerned."},
	{"feature_not_yours", 403, "Not yours to switch", "Ask whoever runs this installation of PropertyOS."},
	{"not_found", 404, "Nothing here", "The address is wrong, the thing was deleted (see `deleted=true`), or it belongs to somebody else: these are told alike."},
	{"method_not_allowed", 405, "Not with this method", "The Allow header lists the methods."},
	{"email_taken", 409, "The e-mail address is taken", "Somebody in your organization has it."},
	{"invitation_open", 409, "Invited already", "Send the open invitation again, or withdraw it."},
	{"invitation_closed", 409, "The invitation is closed", "It was accepted or withdrawn. Invite anew."},
	{"last_admin", 409, "The last administrator", "Make somebody else an administrator first."},
	{"own_role", 409, "Your own role", "Another administrator changes it."},
	{"person_role", 409, "Staff and people served are apart", "Remove the user and invite them anew."},
	{"unit_number_taken", 409, "The unit number is taken", "Numbers are unique among the living units of a property."},
	{"plan_limit_reached", 409, "The plan includes no more units", "Change the plan, or delete units that you do not manage any more."},
	{"feature_off", 409, "Switched off at the moment", "Try again later, or ask whoever runs this installation of PropertyOS."},
	{"job_running", 409, "The job is running", "Wait until it has ended."},
	{"job_completed", 409, "The job is done", "There is nothing left to do."},
	{"leases_in_force", 409, "There are leases in force", "End the leases that the detail names, then delete."},
	{"deleted_with_property", 409, "Deleted with its property", "Restore the property; the unit comes back with it."},
	{"parent_deleted", 409, "What this belongs to has been deleted", "Restore that first."},
	{"address_in_use", 409, "The address is in use", "It goes when its property goes."},
	{"api_key_ended", 409, "The API key has ended", "It was revoked, has expired or was replaced. Make a new one."},
	{"sandbox_exists", 409, "There is a sandbox already", "Reset it, or remove it first."},
	{"sandbox_of_sandbox", 409, "This is a sandbox itself", "Use a key of the organization that it belongs to."},
	{"ssn_taken", 409, "Another renter has this number", "It is the same person: use the renter who is there."},
	{"nothing_stored", 409, "Nothing is stored here", "There is nothing to reveal."},
	{"too_many_contacts", 409, "Enough contacts", "Remove one first."},
	{"too_many_vehicles", 409, "Enough vehicles", "Remove one first."},
	{"notice_stands", 409, "Notice was given already", "Withdraw it before you give another."},
	{"notice_settled", 409, "The notice is settled", "The manager has confirmed it, or it was withdrawn."},
	{"lease_ended", 409, "The lease has ended", "There is nothing to give notice of."},
	{"template_name_taken", 409, "The name is taken", "Another template of this kind has it."},
	{"in_use", 409, "Still in use", "Something else points at it."},
	{"already_exists", 409, "This already exists", "Read what exists instead of creating it again."},
	{"idempotency_key_reused", 409, "The Idempotency-Key belongs to another request", "Use a new key for a new request."},
	{"idempotency_conflict", 409, "The same request is under way", "Wait for its answer, or ask again with the same key."},
	{"changed_since", 412, "Changed since you read it", "Read it again, apply your change to what you see, and send the new ETag."},
	{"body_too_large", 413, "The body is too large", "A body may have at most 1 MiB."},
	{"media_type_unsupported", 415, "Not a media type for this", "Send `Content-Type: application/json`; PATCH takes `application/merge-patch+json` too."},
	{"invalid_input", 422, "Some of the input is not acceptable", "`errors` names each place and what is wrong there."},
	{"cursor_invalid", 422, "The cursor does not fit this list", "Start from the first page; a cursor belongs to the sort it was made with."},
	{"text_invalid", 422, "The text cannot be stored", "Remove NUL and other control characters and make sure that it is UTF-8."},
	{"out_of_range", 422, "A number is out of range", "See the limits in the schema."},
	{"not_allowed", 422, "A value is not allowed", "See the allowed values in the schema."},
	{"required", 422, "Something required is missing", "`errors` names it."},
	{"reference_not_found", 422, "A reference leads nowhere", "What it names does not exist in your organization."},
	{"characters_unprintable", 422, "Some characters cannot be printed", "The detail names them. Write what they stand for in Latin, Greek or Cyrillic letters."},
	{"rate_limited", 429, "Too many requests", "Wait the seconds that Retry-After tells; `RateLimit` says on every answer what is left."},
	{"internal", 500, "A fault of ours", "It has been logged under the trace id."},
	{"database_unavailable", 503, "The database cannot be reached", "Try again after the seconds that Retry-After tells."},
	{"busy", 503, "Somebody else is changing this", "Nothing was changed. Try again."},
	{"timeout", 503, "This took too long", "Nothing was changed. Narrow the request or try again."},
	{"sandbox_unavailable", 503, "No sandboxes here", "The server runs without the key that sandboxes need. Ask whoever runs it."},
	{"keys_unavailable", 503, "The encryption key is not available", "Personal numbers can neither be kept nor shown. Ask whoever runs the server."},
	{"disk_full", 503, "The database's disk is full", "What was saved is safe. The operator has to make space."},
}

// fieldCodes are the codes inside errors[].
var fieldCodes = []struct{ name, help string }{
	{"unknown_field", "There is no field of that name."},
	{"duplicate_field", "The field occurs twice."},
	{"not_expanded", "The field belongs to what is not expanded; name it in `expand` too."},
	{"unknown_expansion", "This cannot be expanded here."},
	{"unknown_parameter", "There is no query parameter of that name."},
	{"repeated", "The parameter or header may be given once only."},
	{"required", "Nothing was given."},
	{"null_not_allowed", "The field can be left out, but not cleared with null."},
	{"wrong_type", "Another type of JSON value is expected."},
	{"too_long", "The text is too long."},
	{"too_many", "The list is too long."},
	{"text_invalid", "NUL, another control character, or not UTF-8."},
	{"not_allowed", "Not one of the allowed values."},
	{"out_of_range", "Too small or too large."},
	{"amount_not_string", "Amounts are strings, so that no program reads them as binary fractions."},
	{"amount_invalid", "Not a plain decimal number."},
	{"too_many_decimals", "More than two decimal places; amounts are never rounded."},
	{"id_invalid", "Not an id."},
	{"address_invalid", "Not an IP address."},
	{"date_invalid", "Not a date written YYYY-MM-DD."},
	{"name_invalid", "Not 1 to 255 characters."},
	{"time_zone_unknown", "Not in the IANA list of time zones."},
	{"country_invalid", "Not a two-letter country code."},
	{"email_invalid", "Not an e-mail address."},
	{"reference_not_found", "What it names does not exist in your organization."},
	{"currency_invalid", "Not a three-letter currency code."},
	{"locale_invalid", "Not a language tag."},
	{"coordinates_incomplete", "Latitude and longitude go together."},
	{"unit_number_taken", "See the problem of that name."},
	{"role_invalid", "Not one of the roles, or not one that this may have."},
	{"scope_unknown", "A scope that does not exist, or that is not for a key of this role."},
	{"in_the_past", "The moment has passed."},
	{"time_invalid", "Not a moment written as RFC 3339 says."},
	{"ssn_invalid", "Not nine digits, or none that was ever given out."},
	{"ssn_taken", "See the problem of that name."},
	{"unknown_merge_field", "The text names a field that there is not; the message lists those that there are."},
	{"braces_open", "A field of the text does not close."},
	{"field_alone", "A field of a table stands inside a line."},
	{"template_name_taken", "See the problem of that name."},
	{"key_invalid", "An Idempotency-Key has 1 to 255 visible ASCII characters."},
}

func problemPath(name string) string { return "/problems/" + name }

func findCode(name string) (code, bool) {
	for _, c := range codes {
		if c.name == name {
			return c, true
		}
	}
	return code{}, false
}

func titleOf(name string, status int) string {
	if c, ok := findCode(name); ok {
		return c.title
	}
	return http.StatusText(status)
}
