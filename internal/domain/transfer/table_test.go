package transfer

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// leftOutColumns are those that do not leave an organization, by table; "" is any. docs/export.md says so too.
var leftOutColumns = map[string]string{
	"":                  "tenant_id id created_at updated_at version deleted_at deleted_by deletion_id live",
	"addresses":         "coordinates", // as latitude and longitude
	"properties":        "photos",
	"units":             "photos",
	"owners":            "user_id bank_account_id tax_id_encrypted tax_id_key_id tax_id_bidx tax_id_last_four",
	"leases":            "terms_pdf_url late_fee_confirmed_by",
	"lease_openings":    "import_id",
	"lease_notices":     "acknowledged_by",
	"renewal_offers":    "answered_by",
	"inspections":       "performed_by",
	"deposit_rules":     "confirmed_by",
	"tenants":           "user_id date_of_birth_encrypted date_of_birth_key_id ssn_encrypted ssn_key_id ssn_bidx ssn_last_four driver_license_encrypted driver_license_key_id driver_license_last_four income_encrypted income_key_id",
	"document_versions": "file_path file_size mime_type content_hash file_key_encrypted file_key_key_id scan_status scanned_at scan_finding uploaded_by_id",
	"documents":         "file_name file_path file_size mime_type content_hash uploaded_by_id audience_id metadata scan_status held_by expiry_noted_at",

	"document_template_versions": "saved_by",
}

// leftOutTables are those that do not leave an organization at all.
const leftOutTables = `organizations users bank_accounts vendors maintenance_requests work_orders payments transactions
	transaction_reconciliations journal_entries ledger_accounts ledgers ledger_locks ledger_balances
	charges charge_credits charge_runs payment_allocations payment_takebacks renter_refunds take_ons trust_banks trust_deficits trust_receipts
	money_policies audit_logs audit_seals events idempotency_keys imports import_uploads
	import_mappings import_sources invitations notifications notification_attempts notification_preferences single_sign_ons
	unit_status_history uploads webhooks webhook_deliveries webhook_attempts`

// A table or column that the schema gets is carried, or somebody has said that it is not.
func TestWhatTheSchemaHasIsCarriedOrNamed(t *testing.T) {
	t.Parallel()
	rows, err := pgtest.New(t).Pool(pgtest.Superuser).Query(t.Context(), `SELECT c.relname::text, a.attname::text
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`)
	if err != nil {
		t.Fatal(err)
	}
	type at struct{ Table, Column string }
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[at])
	if err != nil {
		t.Fatal(err)
	}
	carried := map[string]map[string]bool{}
	for _, list := range append(tables[:len(tables):len(tables)], fileTable) {
		names := map[string]bool{}
		for _, name := range slices.Concat(strings.Fields(leftOutColumns[""]), strings.Fields(leftOutColumns[list.table])) {
			names[name] = true
		}
		for _, c := range list.columns {
			names[c.name] = true
		}
		carried[list.table] = names
	}
	unnamed := map[string]bool{}
	for _, f := range found {
		switch names, ok := carried[f.Table]; {
		case slices.Contains(strings.Fields(leftOutTables), f.Table):
		case !ok:
			unnamed[f.Table] = true
		case !names[f.Column]:
			t.Errorf("%s.%s is neither carried nor named as left out", f.Table, f.Column)
		}
	}
	for name := range maps.Keys(unnamed) {
		t.Errorf("the table %s is neither carried nor named as left out", name)
	}
	if len(found) < 500 {
		t.Errorf("only %d columns were found", len(found))
	}
}
