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
	{"upload_cut_off", 400, "The part did not arrive whole", "Nothing of it was kept. Send it again."},
	{"unauthorized", 401, "Who are you?", "Send `Authorization: Bearer` with an API key."},
	{"api_key_invalid", 401, "The API key is not valid", "It was mistyped, revoked or has expired. Make a new one."},
	{"no_session", 401, "The session has ended", "Sign in again."},
	{"forbidden", 403, "Your role does not allow this", "Ask an administrator of your organization for a role or key that does."},
	{"import_limited", 403, "Not for some of the properties only", "A file can touch every property: ask somebody who is not limited to some."},
	{"limited", 403, "Not for some of the properties only", "It concerns every property: ask somebody who is not limited to some."},
	{"scope_missing", 403, "The key was not made for this", "Make a key with the scope, or give this one more."},
	{"organization_suspended", 403, "The organization is suspended", "Its administrator knows more."},
	{"step_up_required", 403, "Confirm that it is you", "Confirm your sign-in in the browser, then try again. An API key needs the scope by its own name."},
	{"key_too_strong", 403, "The key would do more than you may", "Choose a role and scopes within your own."},
	{"cross_origin", 403, "Sent by a page of another site", "Browsers may change things only from PropertyOS's own pages. Programs are not concerned."},
	{"feature_not_yours", 403, "Not yours to switch", "Ask whoever runs this installation of PropertyOS."},
	{"retention_shortened", 403, "Not yours to shorten", "Administrators and managers may shorten how long a document is kept."},
	{"not_found", 404, "Nothing here", "The address is wrong, the thing was deleted (see `deleted=true`), or it belongs to somebody else: these are told alike."},
	{"method_not_allowed", 405, "Not with this method", "The Allow header lists the methods."},
	{"period_locked", 409, "The period is closed", "Use a later day, or have the period opened again. Who may override gives a `late_reason`."},
	{"entry_reversed", 409, "The entry is reversed already", "Post what is right as a new entry."},
	{"entry_is_reversal", 409, "The entry is a reversal", "Post what is right as a new entry."},
	{"entry_not_manual", 409, "Not written by hand", "Undo what the entry was posted for: the charge, the payment, the bill."},
	{"posting_key_reused", 409, "Something else has that key", "The same thing is posted once."},
	{"entry_posted", 409, "The entry is posted", "It takes no more lines. Post another entry."},
	{"account_code_taken", 409, "The account's code is taken", "Choose another code."},
	{"account_in_use", 409, "The program posts to that account", "Change its code or name, but leave it in use."},
	{"account_purpose_taken", 409, "Another account serves that purpose", "There is one for each."},
	{"reopening_waits", 409, "A reopening waits already", "Decide on it first."},
	{"lock_direction", 409, "Closed forwards, opened backwards", "Look at the last closed day again."},
	{"already_decided", 409, "Decided already", "Look at the list again."},
	{"second_person_needed", 409, "Somebody else has to decide", "Two people are needed: who asks and who accepts."},
	{"email_taken", 409, "The e-mail address is taken", "Somebody in your organization has it."},
	{"invitation_open", 409, "Invited already", "Send the open invitation again, or withdraw it."},
	{"invitation_closed", 409, "The invitation is closed", "It was accepted or withdrawn. Invite anew."},
	{"last_admin", 409, "The last administrator", "Make somebody else an administrator first."},
	{"own_role", 409, "Your own role", "Another administrator changes it."},
	{"person_role", 409, "Staff and people served are apart", "Remove the user and invite them anew."},
	{"unit_number_taken", 409, "The unit number is taken", "Numbers are unique among the living units of a property."},
	{"plan_limit_reached", 409, "The plan includes no more units", "Change the plan, or delete units that you do not manage any more."},
	{"feature_off", 409, "Switched off at the moment", "Try again later, or ask whoever runs this installation of PropertyOS."},
	{"import_running", 409, "The file is being imported", "Read the import to see how far it is."},
	{"import_built_upon", 409, "Something was built upon the import", "What was changed or added since stands in the way of taking all of it back."},
	{"import_undone", 409, "The import was undone", "Send the file again to import it anew."},
	{"import_not_undoable", 409, "The import cannot be undone", "It came in before imports could be."},
	{"archive_own", 409, "The export is of this organization", "Import it into another one."},
	{"archive_currency", 409, "The export is in another currency", "Import it into an organization that keeps its amounts in that currency."},
	{"job_running", 409, "The job is running", "Wait until it has ended."},
	{"job_completed", 409, "The job is done", "There is nothing left to do."},
	{"lease_transition", 409, "The lease is in another state", "The detail names the states that it can get to from here."},
	{"lease_overlaps", 409, "The unit is leased on some of these days", "Change the dates, or end the other lease first."},
	{"lease_unsigned", 409, "The lease is not signed", "Record its signature, then activate it."},
	{"lease_fixed", 409, "The lease is not a draft", "Take it back to draft while it is pending. In force, parts are added and ended."},
	{"lease_signed", 409, "The lease is signed", "Its paper stays as it was signed. Take the lease back to draft to make another."},
	{"lease_ended", 409, "The lease is over", "Nothing of it can be changed any more."},
	{"lease_moved_in", 409, "The household has moved in", "Its lease ends by notice, termination or move-out."},
	{"part_in_effect", 409, "This has had effect already", "End it on a day instead of removing it."},
	{"rent_overlaps", 409, "The same payer has another rent on some of these days", "End that one first, or choose other days."},
	{"unit_down", 409, "The unit is down", "Give it another status before it is leased."},
	{"leases_in_force", 409, "There are leases in force", "End the leases that the detail names, then delete."},
	{"deleted_with_property", 409, "Deleted with its property", "Restore the property; the unit comes back with it."},
	{"parent_deleted", 409, "What this belongs to has been deleted", "Restore that first."},
	{"address_in_use", 409, "The address is in use", "It goes when its property goes."},
	{"api_key_ended", 409, "The API key has ended", "It was revoked, has expired or was replaced. Make a new one."},
	{"document_on_hold", 409, "On legal hold", "Lift the hold first, if you may."},
	{"document_retained", 409, "It has to be kept", "The detail says until when."},
	{"file_infected", 409, "The file is infected", "Delete the document, or add a clean version."},
	{"scan_pending", 409, "Being checked for viruses", "Try again in a minute."},
	{"upload_offset", 409, "Not where the last part ended", "Ask where the upload is and go on from there."},
	{"upload_incomplete", 409, "Parts are missing", "Send them, then complete."},
	{"sandbox_exists", 409, "There is a sandbox already", "Reset it, or remove it first."},
	{"sandbox_of_sandbox", 409, "This is a sandbox itself", "Use a key of the organization that it belongs to."},
	{"not_moved_in", 409, "The household has not moved in", "Record the move-in first."},
	{"already_moved_in", 409, "The household has moved in", "There is nothing left to do."},
	{"moved_out", 409, "The household has moved out", "Its stay is over."},
	{"lease_not_active", 409, "No active lease covers the day", "Activate a lease of the household that covers it, or choose another day."},
	{"unit_in_possession", 409, "Somebody has the unit", "Record the move-out of the household that is in possession first."},
	{"stay_in_use", 409, "Something depends on the move-in", "Record a move-out instead."},
	{"notice_open", 409, "A notice is in force", "The household is leaving. Withdraw that notice first."},
	{"notice_withdrawn", 409, "The notice was withdrawn", "Record a new one."},
	{"notice_acknowledged", 409, "There is nothing to acknowledge", "Only a renter's notice that nobody has acknowledged can be."},
	{"offer_open", 409, "The lease has an open offer", "Withdraw it first."},
	{"offer_transition", 409, "The offer is in another state", "The detail names the states that it can get to from here."},
	{"offer_expired", 409, "The time to answer has passed", "Make a new offer."},
	{"lease_not_renewable", 409, "The lease cannot be renewed", "It is not in force, its household has left, or another lease follows it."},
	{"inspection_exists", 409, "The stay has an inspection of that kind", "Go on with that one."},
	{"inspection_completed", 409, "The inspection was completed", "It does not change any more."},
	{"inspection_incomplete", 409, "Something was not looked at", "Give the condition of every item first."},
	{"disposition_sent", 409, "The disposition was sent", "It does not change any more."},
	{"more_than_held", 409, "The deductions exceed the deposits", "Deduct at most what is held."},
	{"rule_overlaps", 409, "Another rule holds on some of these days", "End that one first."},
	{"ssn_taken", 409, "Another renter has this number", "It is the same person: use the renter who is there."},
	{"nothing_stored", 409, "Nothing is stored here", "There is nothing to reveal."},
	{"too_many_contacts", 409, "Enough contacts", "Remove one first."},
	{"too_many_vehicles", 409, "Enough vehicles", "Remove one first."},
	{"notice_stands", 409, "Notice was given already", "Withdraw it before you give another."},
	{"notice_settled", 409, "The notice is settled", "The manager has confirmed it, or it was withdrawn."},
	{"template_name_taken", 409, "The name is taken", "Another template of this kind has it."},
	{"checklist_name_taken", 409, "The name is taken", "Another checklist of this kind has it."},
	{"in_use", 409, "Still in use", "Something else points at it."},
	{"already_exists", 409, "This already exists", "Read what exists instead of creating it again."},
	{"shares_running", 409, "The owner still holds shares", "End or transfer them first."},
	{"share_overlaps", 409, "The owner has a share on some of these days", "Change or end that share instead."},
	{"no_tax_id", 409, "No tax id is kept", "There is nothing to show."},
	{"group_name_taken", 409, "The group's name is taken", "Names are unique, whatever their case."},
	{"hold_overlaps", 409, "Another hold covers some of these days", "Change or end that hold first."},
	{"idempotency_key_reused", 409, "The Idempotency-Key belongs to another request", "Use a new key for a new request."},
	{"idempotency_conflict", 409, "The same request is under way", "Wait for its answer, or ask again with the same key."},
	{"changed_since", 412, "Changed since you read it", "Read it again, apply your change to what you see, and send the new ETag."},
	{"body_too_large", 413, "The body is too large", "A body may have at most 1 MiB."},
	{"file_too_large", 413, "The file is too large", "The detail says how large one may be."},
	{"upload_part_too_large", 413, "The part is too large", "Send at most 16 MB at once, and no more than what is left of the file."},
	{"import_too_large", 413, "The file is too large", "A file that waits may have 20 MB."},
	{"archive_too_large", 413, "The zip unpacks to too much", "An export of PropertyOS never does."},
	{"rent_roll_too_large", 413, "The file is too large", "Split it by property."},
	{"rent_roll_too_many_rows", 413, "The file has too many rows", "Split it by property."},
	{"workbook_too_large", 413, "The workbook is too large", "It unpacks to more than is accepted: remove other sheets and pictures."},
	{"rent_roll_unknown_layout", 415, "The layout is not known", "Send a known layout, or a list with one row per unit and a mapping."},
	{"media_type_unsupported", 415, "Not a media type for this", "Send `Content-Type: application/json`; PATCH takes `application/merge-patch+json` too."},
	{"account_inactive", 422, "The account is not in use", "Choose another, or put it to use again."},
	{"account_controlled", 422, "The program keeps that account", "Post a charge, a payment, a bill or a deposit instead."},
	{"entry_unbalanced", 422, "Debits and credits differ", "They balance in each property by itself."},
	{"invalid_input", 422, "Some of the input is not acceptable", "`errors` names each place and what is wrong there."},
	{"import_refused", 422, "The file has errors", "Read the import with `rows=issues`, correct the file and send it again."},
	{"as_of_required", 422, "Nothing dates the file", "Send `as_of`: the day that the file tells of."},
	{"as_of_future", 422, "The day is still to come", "A file cannot tell of it."},
	{"mapping_incomplete", 422, "The mapping does not fit the file", "`errors` names what is missing."},
	{"archive_unknown", 422, "The zip is no export", "Send the zip as PropertyOS wrote it."},
	{"archive_version", 422, "The export is of another version", "Bring the older installation up to date, and export again."},
	{"archive_damaged", 422, "The export is damaged", "The detail says what is wrong. Export again, and send the zip unchanged."},
	{"archive_unsafe", 422, "The zip is not opened", "It holds what no export of PropertyOS does."},
	{"rent_roll_empty", 422, "The file is empty", "Export it again."},
	{"rent_roll_utf16", 422, "The file is UTF-16 text", "Save it as CSV UTF-8."},
	{"rent_roll_encoding", 422, "The file's text cannot be read", "Save it as CSV UTF-8."},
	{"workbook_unreadable", 422, "The workbook cannot be read", "Save it as an Excel workbook (.xlsx) again."},
	{"workbook_unsafe", 422, "The workbook is not opened", "It defines a document type, which workbooks do not."},
	{"cursor_invalid", 422, "The cursor does not fit this list", "Start from the first page; a cursor belongs to the sort it was made with."},
	{"text_invalid", 422, "The text cannot be stored", "Remove NUL and other control characters and make sure that it is UTF-8."},
	{"out_of_range", 422, "A number is out of range", "See the limits in the schema."},
	{"not_allowed", 422, "A value is not allowed", "See the allowed values in the schema."},
	{"required", 422, "Something required is missing", "`errors` names it."},
	{"reference_not_found", 422, "A reference leads nowhere", "What it names does not exist in your organization."},
	{"file_empty", 422, "The file is empty", "Send one with something in it."},
	{"file_kind_refused", 422, "Not a kind of file that is kept", "Use PDF, pictures, Office documents, text or CSV. What a file is, is told from its content."},
	{"renter_required", 422, "Somebody has to be the renter", "Put a renter on the lease who is there on that day."},
	{"shares_exceed_100", 422, "The shares exceed 100 percent", "The shares in force on any day may add up to 100 at most."},
	{"assistance_animal", 422, "An assistance animal carries no charge", "Charge nothing for it: no deposit, fee or rent."},
	{"characters_unprintable", 422, "Some characters cannot be printed", "The detail names them. Write what they stand for in Latin, Greek or Cyrillic letters."},
	{"rate_limited", 429, "Too many requests", "Wait the seconds that Retry-After tells; `RateLimit` says on every answer what is left."},
	{"internal", 500, "A fault of ours", "It has been logged under the trace id."},
	{"database_unavailable", 503, "The database cannot be reached", "Try again after the seconds that Retry-After tells."},
	{"busy", 503, "Somebody else is changing this", "Nothing was changed. Try again."},
	{"timeout", 503, "This took too long", "Nothing was changed. Narrow the request or try again."},
	{"import_unavailable", 503, "No imports here", "The server runs without the key that files are kept with. Ask whoever runs it."},
	{"sandbox_unavailable", 503, "No sandboxes here", "The server runs without the key that sandboxes need. Ask whoever runs it."},
	{"file_store_unavailable", 503, "The file store does not answer", "Nothing was changed. Try again after the seconds that Retry-After tells."},
	{"file_unreadable", 503, "The file cannot be read from the store", "It is missing or was changed there. An operator has to look into it."},
	{"keys_closed", 503, "The encryption keys are not open", "Ask whoever runs this installation of PropertyOS."},
	{"keys_unavailable", 503, "The encryption keys are not open", "Ask whoever runs the server."},
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
	{"file_empty", "See the problem of that name."},
	{"file_kind_refused", "See the problem of that name."},
	{"tax_id_invalid", "Not 6 to 20 letters and digits."},
	{"place_invalid", "Neither a latitude and a longitude nor the id of a property."},
	{"shares_exceed_100", "See the problem of that name."},
	{"group_name_taken", "See the problem of that name."},
	{"hold_overlaps", "See the problem of that name."},
	{"role_invalid", "Not one of the roles, or not one that this may have."},
	{"scope_unknown", "A scope that does not exist, or that is not for a key of this role."},
	{"in_the_future", "The day has not come yet."},
	{"before_move_in", "The day lies before the move-in."},
	{"before_move_out", "The day lies before the move-out."},
	{"before_given", "The day lies before the notice was given."},
	{"served_incomplete", "Day and method of service go together."},
	{"end_before_start", "The end lies before the beginning."},
	{"due_required", "No confirmed rule of the place says by when; give the day."},
	{"effective_too_early", "The lease has not run a day by then."},
	{"in_the_past", "The moment has passed."},
	{"time_invalid", "Not a moment written as RFC 3339 says."},
	{"ssn_invalid", "Not nine digits, or none that was ever given out."},
	{"ssn_taken", "See the problem of that name."},
	{"unknown_merge_field", "The text names a field that there is not; the message lists those that there are."},
	{"braces_open", "A field of the text does not close."},
	{"field_alone", "A field of a table stands inside a line."},
	{"template_name_taken", "See the problem of that name."},
	{"checklist_name_taken", "See the problem of that name."},
	{"area_invalid", "Give each area a name of at most 100 characters."},
	{"area_empty", "Give each area something to look at."},
	{"item_invalid", "Give each item a name of at most 200 characters."},
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
