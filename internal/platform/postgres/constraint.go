package postgres

import (
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// conflicts are the unique, exclusion and sum rules that a user can run into, by the name of the constraint or unique
// index. What is not here follows from the name: see ConstraintFault.
var conflicts = map[string]*fault.Fault{
	"units_number_key": fault.New(fault.Conflict, "unit_number_taken",
		"This property already has a unit with that number.").On("/number"),
	"users_email_key":      fault.New(fault.Conflict, "email_taken", "Somebody here already uses that e-mail address.").On("/email"),
	"identities_email_key": fault.New(fault.Conflict, "email_taken", "Somebody already uses that e-mail address.").On("/email"),
	"directory_slug_key":   fault.New(fault.Conflict, "slug_taken", "Another organization already uses that slug.").On("/slug"),
	"leases_period_excl":   fault.New(fault.Conflict, "lease_overlaps", "Another lease of this unit covers some of these days."),
	"imports_file_key":     fault.New(fault.Conflict, "already_imported", "This file has been imported before."),
	"tenancies_possession_key": fault.New(fault.Conflict, "unit_in_possession",
		"Somebody is already in possession of this unit."),
	"owner_properties_share_sum_check": fault.New(fault.Invalid, "shares_exceed_100",
		"The shares of this property would exceed 100 percent.").On("/ownership_percentage"),
	"owner_properties_period_excl": fault.New(fault.Conflict, "share_overlaps",
		"This owner already has a share of this property on some of these days."),
	"properties_address_id_key": fault.New(fault.Conflict, "address_in_use", "That address belongs to another property.").On("/address_id"),
	"payments_stripe_payment_intent_id_key": fault.New(fault.Conflict, "payment_exists",
		"This payment has been recorded before."),
	"transactions_balance_check":      fault.New(fault.Invalid, "entry_unbalanced", "Debits and credits have to be equal, in each property by itself."),
	"journal_entries_period_check":    fault.New(fault.Conflict, "period_locked", "That day is in a closed period. Use a later day, or open the period again.").On("/date"),
	"journal_entries_reverses_id_key": fault.New(fault.Conflict, "entry_reversed", "That entry has been reversed already."),
	"journal_entries_posting_key_key": fault.New(fault.Conflict, "posting_key_reused", "Something else has been posted under that key."),
	"transactions_entry_check":        fault.New(fault.Conflict, "entry_posted", "A posted entry takes no more lines."),
	"transactions_property_check":     fault.New(fault.Invalid, "required", "Choose the property.").On("/property_id"),
	"ledger_accounts_purpose_key":     fault.New(fault.Conflict, "account_purpose_taken", "Another account serves that purpose."),
	"ledger_locks_open_key":           fault.New(fault.Conflict, "reopening_waits", "Somebody has asked for that already. Decide on it first."),
	"ledger_locks_direction_check":    fault.New(fault.Conflict, "lock_direction", "A period is closed forwards and opened backwards."),
	"ledger_locks_final_check":        fault.New(fault.Conflict, "already_decided", "That was decided already."),
	"ledger_locks_two_people_check":   fault.New(fault.Conflict, "second_person_needed", "Somebody else has to accept what you asked for."),
	"journal_entries_lines_check":     fault.New(fault.Invalid, "entry_empty", "A journal entry needs lines."),
	"ledger_accounts_code_key":        fault.New(fault.Conflict, "account_code_taken", "Another account has that code.").On("/code"),
	"charges_rule_excl":               fault.New(fault.Conflict, "charged_already", "Some of these days have been charged for already."),
	"payment_allocations_charge_check": fault.New(fault.Invalid, "allocation_exceeds",
		"That is more than is open of the charge."),
	"payment_allocations_payment_check": fault.New(fault.Invalid, "allocation_sum", "The parts are more than the payment."),
	"payment_takebacks_sum_check":       fault.New(fault.Conflict, "takeback_exceeds", "That is more than is left of the payment."),
	"take_ons_property_id_key":          fault.New(fault.Conflict, "already_taken_on", "The books of this property are open here already."),
	"documents_entity_id_fkey":          ErrReference.On("/entity_id"),
	"documents_hold_check": fault.New(fault.Conflict, "document_on_hold",
		"This document is on legal hold and cannot be deleted, nor can what it belongs to."),
	"addresses_us_check": fault.New(fault.Invalid, "required",
		"An address in the United States needs a state and a ZIP code.").On("/state"),
	"invitations_email_key": fault.New(fault.Conflict, "invitation_open",
		"An invitation to this address is already open. Send it again or withdraw it.").On("/email"),
	"passkeys_credential_id_key": fault.New(fault.Conflict, "passkey_taken", "This passkey is already in use."),
	"oidc_subjects_subject_key": fault.New(fault.Conflict, "subject_taken",
		"That account of the identity provider belongs to somebody else here."),
	"directory_sandbox_of_key": fault.New(fault.Conflict, "sandbox_exists", "This organization already has a sandbox."),
	"single_sign_ons_issuer_key": fault.New(fault.Conflict, "single_sign_on_exists",
		"This identity provider is already set up.").On("/issuer"),
	"rent_schedules_period_excl": fault.New(fault.Conflict, "rent_overlaps",
		"Another rent of the same payer covers some of these days.").On("/from_date"),
	"renewal_offers_open_key":        fault.New(fault.Conflict, "offer_open", "This lease already has an open renewal offer."),
	"checklist_templates_name_key":   fault.New(fault.Conflict, "checklist_name_taken", "Another checklist of this kind has that name.").On("/name"),
	"document_templates_name_key":    fault.New(fault.Conflict, "template_name_taken", "Another template of this kind has that name.").On("/name"),
	"inspections_kind_key":           fault.New(fault.Conflict, "inspection_exists", "This stay already has an inspection of that kind."),
	"deposit_dispositions_draft_key": fault.New(fault.Conflict, "disposition_exists", "The deposits of this stay are being disposed of already."),
	"deposit_rules_period_excl": fault.New(fault.Conflict, "rule_overlaps",
		"Another rule for this jurisdiction covers some of these days.").On("/from_date"),
	"recurring_charges_pet_id_fkey": fault.New(fault.Invalid, "assistance_animal",
		"An assistance animal carries no deposit, fee or rent.").On("/pet_id"),
	"lease_deposits_pet_id_fkey": fault.New(fault.Invalid, "assistance_animal",
		"An assistance animal carries no deposit, fee or rent.").On("/pet_id"),
	"property_groups_name_key": fault.New(fault.Conflict, "group_name_taken", "Another group has that name.").On("/name"),
	"unit_holds_period_excl":   fault.New(fault.Conflict, "hold_overlaps", "Another hold of this unit covers some of these days.").On("/from_date"),
	"idempotency_keys_actor_id_key_key": fault.New(fault.Conflict, "idempotency_conflict",
		"Another request with this Idempotency-Key is under way."),
}

// tables lists every table whose name is a prefix in constraint names, longest first where one is a prefix of another,
// so that a constraint's name can be read as table, field and kind.
var tables = []string{
	"unit_status_history", "notification_preferences", "notification_attempts", "notifications", "webhook_deliveries",
	"webhook_attempts", "webhooks", "maintenance_requests", "transaction_reconciliations", "emergency_contacts",
	"owner_properties", "bank_accounts", "ledger_accounts", "journal_entries", "ledgers", "ledger_locks", "ledger_balances", "lease_openings", "lease_parties",
	"idempotency_keys", "security_events", "feature_flags", "audit_seals", "audit_eras", "audit_logs", "work_orders", "organizations", "transactions",
	"recovery_codes", "single_sign_ons", "oidc_subjects", "invitations", "passkeys", "tickets", "devices",
	"leasing_policies", "rent_schedules", "recurring_charges", "lease_deposits", "lease_notices", "renewal_offers", "checklist_templates",
	"inspection_items", "inspections", "deposit_rules", "deposit_dispositions", "disposition_items", "pets", "vehicles",
	"document_versions", "uploads", "addresses", "properties", "tenancies", "documents", "identities", "memberships", "directory", "throttles", "payments",
	"property_group_members", "property_groups", "unit_holds",
	"document_template_versions", "document_templates", "announcements",
	"charge_credits", "charge_runs", "charges", "payment_allocations", "payment_takebacks", "renter_refunds", "take_ons", "trust_banks",
	"trust_deficits", "trust_receipts", "money_policies",
	"addresses", "properties", "tenancies", "documents", "identities", "memberships", "directory", "throttles", "payments",
	"sessions", "api_keys", "keysets", "vendors", "tenants", "import_uploads", "import_mappings", "import_sources", "imports", "leases", "owners", "events", "units", "users", "plans",
}

// ConstraintFault returns the fault that a violation of the named constraint is. Names are a convention that the
// catalogue test holds: <table>_<field>_check is an invalid field, <table>_<field>_fkey a reference to nothing,
// <table>_<field>_key a value that is taken, <table>_final_check a change of a final row. It reports false for a name
// that it cannot read.
func ConstraintFault(name string) (*fault.Fault, bool) {
	if f, ok := conflicts[name]; ok {
		return f, true
	}
	for _, table := range tables {
		rest, ok := strings.CutPrefix(name, table+"_")
		if !ok {
			continue
		}
		switch {
		case rest == "final_check":
			return fault.New(fault.Conflict, "final", "Posted records are final. Correct them with a reversal."), true
		case rest == "pkey":
			return fault.New(fault.Conflict, "already_exists", "This already exists."), true
		case strings.HasSuffix(rest, "_live_fkey"):
			return fault.New(fault.Conflict, "parent_deleted", "What this belongs to has been deleted."), true
		case strings.HasSuffix(rest, "_fkey"):
			return ErrReference.On("/" + strings.TrimSuffix(rest, "_fkey")), true
		case strings.HasSuffix(rest, "_key"):
			return fault.New(fault.Conflict, "already_exists", "This already exists.").On("/" + strings.TrimSuffix(rest, "_key")), true
		case strings.HasSuffix(rest, "_check"):
			return fault.New(fault.Invalid, "not_allowed", "This value is not allowed.").On("/" + strings.TrimSuffix(rest, "_check")), true
		}
	}
	return nil, false
}
