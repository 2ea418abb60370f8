package view

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/web/message"
)

// AuditFilter is what the address of the audit log asks for, as typed: query parameters user, action, entity (a table's name),
// id (of an entity), from, to (days in the organization's zone), request, address, after and before.
type AuditFilter struct {
	User    string
	Action  string
	Entity  string
	ID      string
	From    string
	To      string
	Request string
	Address string
}

// Query returns the filter as query parameters, without a page's cursor.
func (f AuditFilter) Query() url.Values {
	q := url.Values{}
	put(q, "user", f.User)
	put(q, "action", f.Action)
	put(q, "entity", f.Entity)
	put(q, "id", f.ID)
	put(q, "from", f.From)
	put(q, "to", f.To)
	put(q, "request", f.Request)
	put(q, "address", f.Address)
	return q
}

func (f AuditFilter) narrowed() bool { return f != AuditFilter{} }

// AuditLog is the audit log of the organization.
type AuditLog struct {
	Frame
	Filter  AuditFilter
	Errors  FieldErrors // of the filter, by its parameter
	Actors  []Option
	Actions []string // values
	Kinds   []string // values
	Rows    []AuditRow
	Page    Page
	Export  bool // the person may take it away as a file
	Seal    *AuditSeal
}

// AuditSeal is the end of the chain that seals the log.
type AuditSeal struct{ When, Hash string }

// AuditRow is one entry in words.
type AuditRow struct {
	ID      string
	Moment  string // in microseconds, for the address
	When    string
	Who     string
	Role    string // a role value; empty for nobody in particular
	Action  string // an action's value, such as "update"
	Kind    string // a table's name, such as "units"
	Changes []AuditChange
	More    int // changes that Changes leaves out
	Address string
	Reason  string
}

// AuditChange is one field, by its column's name: what it was and is, in words. Of an entry that is no change Old is empty.
type AuditChange struct{ Field, Old, New string }

// AuditEntry is the page of one entry.
type AuditEntry struct {
	Frame
	AuditRow
	EntityID  string
	EntityURL string // where the thing itself is shown; empty where nothing shows it
	RequestID string
	APIKey    string
	Agent     string
	Diff      bool // Changes have a before and an after
	Others    []AuditRow
}

// origin is how the request came.
func (m AuditEntry) origin(ctx context.Context) []AuditChange {
	var out []AuditChange
	for _, f := range []AuditChange{
		{Field: message.T(ctx, "Reason"), New: m.Reason},
		{Field: message.T(ctx, "Request id"), New: m.RequestID},
		{Field: message.T(ctx, "API key"), New: m.APIKey},
		{Field: message.T(ctx, "Program"), New: m.Agent},
		{Field: message.T(ctx, "Id of the row"), New: m.EntityID},
		{Field: message.T(ctx, "Id of this entry"), New: m.ID},
	} {
		if f.New != "" {
			out = append(out, f)
		}
	}
	return out
}

func auditHref(r AuditRow) templ.SafeURL {
	return address("/settings/audit/"+url.PathEscape(r.ID), url.Values{"at": {r.Moment}})
}

func exportHref(f AuditFilter, format string) templ.SafeURL {
	q := f.Query()
	q.Set("format", format)
	return address("/settings/audit/export", q)
}

// AuditActions are the words for what was done.
var AuditActions = []Option{
	{"insert", message.Mark("Added")},
	{"update", message.Mark("Changed")},
	{"delete", message.Mark("Removed")},
	{"read", message.Mark("Looked at")},
	{"export", message.Mark("Exported")},
	{"reveal", message.Mark("Revealed a secret")},
	{"operator_access", message.Mark("Operator access")},
	{"sign_in", message.Mark("Signed in")},
	{"sign_in_failed", message.Mark("Sign-in failed")},
	{"sign_in_throttled", message.Mark("Sign-in slowed down")},
	{"sign_out", message.Mark("Signed out")},
	{"session_revoked", message.Mark("Session ended")},
	{"api_key_created", message.Mark("API key made")},
	{"api_key_revoked", message.Mark("API key revoked")},
	{"api_key_rotated", message.Mark("API key rotated")},
	{"api_key_refused", message.Mark("API key refused")},
	{"password_changed", message.Mark("Password changed")},
	{"password_reset_requested", message.Mark("Password reset asked for")},
	{"password_reset", message.Mark("Password reset")},
	{"keys_rotated", message.Mark("Encryption keys rotated")},
	{"signed_up", message.Mark("Signed up")},
	{"email_verified", message.Mark("E-mail address verified")},
	{"email_changed", message.Mark("E-mail address changed")},
	{"second_factor_failed", message.Mark("Second factor failed")},
	{"totp_enabled", message.Mark("Authenticator app added")},
	{"totp_disabled", message.Mark("Authenticator app removed")},
	{"passkey_added", message.Mark("Passkey added")},
	{"passkey_removed", message.Mark("Passkey removed")},
	{"recovery_codes_made", message.Mark("Recovery codes made")},
	{"recovery_code_used", message.Mark("Recovery code used")},
	{"device_remembered", message.Mark("Device remembered")},
	{"devices_forgotten", message.Mark("Devices forgotten")},
	{"step_up", message.Mark("Confirmed who they are")},
	{"step_up_failed", message.Mark("Confirmation failed")},
	{"organization_switched", message.Mark("Switched organization")},
	{"invitation_sent", message.Mark("Invitation sent")},
	{"invitation_accepted", message.Mark("Invitation accepted")},
	{"invitation_refused", message.Mark("Invitation refused")},
	{"user_removed", message.Mark("User removed")},
	{"single_sign_on_failed", message.Mark("Single sign-on failed")},
	{"attack_suspected", message.Mark("Attack suspected")},
}

// AuditKinds are the words for what it was done to.
var AuditKinds = []Option{
	{"organizations", message.Mark("Organization")},
	{"users", message.Mark("User")},
	{"api_keys", message.Mark("API key")},
	{"audit_logs", message.Mark("Audit log")},
	{"properties", message.Mark("Property")},
	{"units", message.Mark("Unit")},
	{"addresses", message.Mark("Address")},
	{"tenancies", message.Mark("Tenancy")},
	{"leases", message.Mark("Lease")},
	{"lease_parties", message.Mark("Party to a lease")},
	{"lease_openings", message.Mark("Opening of a lease")},
	{"leasing_policies", message.Mark("Leasing policy")},
	{"rent_schedules", message.Mark("Rent schedule")},
	{"recurring_charges", message.Mark("Recurring charge")},
	{"lease_deposits", message.Mark("Required deposit")},
	{"lease_notices", message.Mark("Notice")},
	{"renewal_offers", message.Mark("Renewal offer")},
	{"checklist_templates", message.Mark("Checklist")},
	{"inspections", message.Mark("Inspection")},
	{"inspection_items", message.Mark("Line of an inspection")},
	{"deposit_rules", message.Mark("Deposit rule")},
	{"deposit_dispositions", message.Mark("Deposit disposition")},
	{"disposition_items", message.Mark("Line of a disposition")},
	{"pets", message.Mark("Animal")},
	{"vehicles", message.Mark("Vehicle")},
	{"tenants", message.Mark("Renter")},
	{"emergency_contacts", message.Mark("Emergency contact")},
	{"announcements", message.Mark("Announcement")},
	{"document_templates", message.Mark("Template")},
	{"document_template_versions", message.Mark("Text of a template")},
	{"owners", message.Mark("Owner")},
	{"property_groups", message.Mark("Group of properties")},
	{"property_group_members", message.Mark("Property in a group")},
	{"unit_holds", message.Mark("Hold of a unit")},
	{"owner_properties", message.Mark("Share of an owner")},
	{"vendors", message.Mark("Vendor")},
	{"payments", message.Mark("Payment")},
	{"bank_accounts", message.Mark("Bank account")},
	{"ledger_accounts", message.Mark("Ledger account")},
	{"ledger_locks", message.Mark("Closed period")},
	{"journal_entries", message.Mark("Journal entry")},
	{"transactions", message.Mark("Transaction")},
	{"charges", message.Mark("Charge")},
	{"charge_credits", message.Mark("Credit on a charge")},
	{"charge_runs", message.Mark("Run of charges")},
	{"payment_allocations", message.Mark("What a payment settled")},
	{"payment_takebacks", message.Mark("What came back of a payment")},
	{"renter_refunds", message.Mark("Refund")},
	{"take_ons", message.Mark("Taking on a property")},
	{"trust_banks", message.Mark("Trust banks")},
	{"trust_receipts", message.Mark("Trust receipt")},
	{"trust_deficits", message.Mark("Trust deficit")},
	{"money_policies", message.Mark("Rules for trust money")},
	{"maintenance_requests", message.Mark("Maintenance request")},
	{"work_orders", message.Mark("Work order")},
	{"documents", message.Mark("Document")},
	{"document_versions", message.Mark("Version of a document")},
	{"uploads", message.Mark("Upload")},
	{"notifications", message.Mark("Notification")},
	{"notification_preferences", message.Mark("Notification settings")},
	{"webhooks", message.Mark("Webhook")},
	{"imports", message.Mark("Import")},
	{"import_uploads", message.Mark("File to import")},
	{"import_mappings", message.Mark("Columns of a list")},
	{"import_sources", message.Mark("Origin of an imported row")},
	{"invitations", message.Mark("Invitation")},
	{"single_sign_ons", message.Mark("Single sign-on")},
}

// AuditFields are the words for what an entry says that is no column of a row.
var AuditFields = []Option{
	{"format", message.Mark("Format")},
	{"command", message.Mark("Command")},
	{"system_user", message.Mark("User of the machine")},
	{"shows", message.Mark("Shown")},
	{"ids", message.Mark("Rows")},
	{"units", message.Mark("Units")},
	{"unit_id", message.Mark("Unit")},
	{"field", message.Mark("Field")},
	{"template_id", message.Mark("Template")},
	{"number", message.Mark("Number")},
	{"tenancy_id", message.Mark("Tenancy")},
	{"as_of", message.Mark("As of")},
	{"since", message.Mark("From")},
	{"until", message.Mark("Before")},
	{"action", message.Mark("Action")},
	{"entity_type", message.Mark("Kind")},
	{"entity_id", message.Mark("Id of the row")},
	{"user_id", message.Mark("Person")},
	{"request_id", message.Mark("Request id")},
	{"address", message.Mark("IP address")},
	{"api_key_id", message.Mark("API key")},
	{"refused", message.Mark("Refused")},
	{"base_rent", message.Mark("Market rent")},
}

// auditOptions are values with their words.
func auditOptions(ctx context.Context, words []Option, values []string) []Option {
	out := make([]Option, 0, len(values))
	for _, v := range values {
		out = append(out, Option{Value: v, Label: Label(ctx, words, v)})
	}
	return out
}

func auditField(ctx context.Context, name string) string {
	return Label(ctx, slices.Concat(Columns, AuditFields), name)
}

// AuditTone is the meaning of an action's color.
func AuditTone(action string) Tone {
	switch action {
	case "sign_in_failed", "sign_in_throttled", "api_key_refused", "second_factor_failed", "step_up_failed", "single_sign_on_failed",
		"attack_suspected", "invitation_refused":
		return Danger
	case "delete", "export", "reveal", "operator_access", "user_removed":
		return Warning
	case "read":
		return Plain
	default:
		return Info
	}
}

// auditTime is how the log tells a moment.
const auditTime = "2 Jan 2006, 15:04:05"

// AuditWhen tells a moment in a zone, to the second.
func AuditWhen(at time.Time, zone *time.Location) string { return at.In(zone).Format(auditTime) }
