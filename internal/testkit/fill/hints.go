package fill

// hints are values that do not follow from a column's name, type and CHECK, as SQL, by "table.column". NULL leaves a
// column empty. $canary stands for a word that occurs nowhere else, $number for a number that no
// other row has, $id for a fresh id, $org for the organization and
// $row(table) for the id of the row that was made in that table.
var hints = map[string]string{
	"checklist_templates.areas":   `jsonb_build_array(jsonb_build_object('area', $canary::text, 'items', jsonb_build_array('Door')))`,
	"audit_seals.sequence":        `$number`,
	"audit_seals.hash":            `sha256($canary::bytea)`,
	"audit_seals.previous_hash":   `sha256(''::bytea)`,
	"bank_accounts.purpose":       `'owner_payout'`,
	"deposit_dispositions.status": `'sent'`,
	// Families of one organization must not meet in one place: the number in letters.
	"deposit_rules.jurisdiction": `(SELECT string_agg(chr(65 + n / (26 ^ k)::int % 26), '' ORDER BY k) FILTER (WHERE k > 2) || '-'
		|| string_agg(chr(65 + n / (26 ^ k)::int % 26), '' ORDER BY k) FILTER (WHERE k < 3) FROM (SELECT $number AS n) AS x, generate_series(0, 4) AS k)`,
	"imports.counts":                        `'{}'`,
	"imports.earlier_statuses":              `'{}'`,
	"imports.undone_at":                     `NULL`,
	"deposit_rules.source_url":              `'https://example.test/' || $canary`,
	"lease_deposits.payer":                  `'agency'`,
	"lease_notices.acknowledged_at":         `NULL`,
	"leases.terminated_on":                  `NULL`,
	"leasing_policies.lease_id":             `NULL`,
	"pets.assistance":                       `false`,
	"recurring_charges.payer":               `'agency'`,
	"renewal_offers.end_date":               `'2028-05-31'`,
	"renewal_offers.status":                 `'sent'`,
	"rent_schedules.payer":                  `'agency'`,
	"tenancies.transferred_from_id":         `NULL`,
	"announcements.publish_on":              `'2026-01-01'`,
	"announcements.expires_on":              `NULL`,
	"documents.access_level":                `'person'`,
	"documents.entity_type":                 `'property'`,
	"documents.entity_id":                   `$row(properties)`,
	"documents.audience_id":                 `$row(users)`,
	"documents.held_at":                     `NULL`,
	"documents.held_by":                     `NULL`,
	"documents.hold_reason":                 `NULL`,
	"documents.retain_until":                `NULL`,
	"documents.retention_class":             `'standard'`,
	"documents.scan_status":                 `'clean'`,
	"document_versions.scan_status":         `'clean'`,
	"uploads.document_id":                   `NULL`,
	"uploads.completed_at":                  `NULL`,
	"uploads.received":                      `0`,
	"uploads.expires_at":                    `now() + interval '1 day'`,
	"events.type":                           `'unit.changed'`,
	"idempotency_keys.actor_id":             `$row(users)`,
	"invitations.accepted_at":               `NULL`,
	"invitations.revoked_at":                `NULL`,
	"leases.end_date":                       `'2027-05-31'`,
	"leases.status":                         `'active'`,
	"ledger_accounts.parent_id":             `NULL`,
	"journal_entries.reverses_id":           `NULL`,
	"journal_entries.number":                `$number`,
	"journal_entries.late_reason":           `NULL`,
	"journal_entries.written_in":            `NULL`, // the table says it
	"ledger_accounts.keeper":                `NULL`, // an income account has one
	"ledger_accounts.purpose":               `NULL`,
	"ledger_locks.kind":                     `'reopen'`,
	"ledger_locks.asked_by":                 `$row(users)`,
	"ledger_locks.decided_by":               `$row(users)`, // taken back
	"ledger_locks.accepted":                 `false`,
	"ledger_balances.month":                 `'2020-01-01'`,
	"charges.payer":                         `'agency'`,
	"charges.undone_at":                     `NULL`,
	"charge_credits.amount":                 `1`, // with what is settled no more than the charge
	"charge_runs.undone_at":                 `NULL`,
	"charge_runs.undone_by":                 `NULL`,
	"charge_runs.undone_reason":             `NULL`,
	"payment_allocations.amount":            `2`,
	"payment_allocations.reverses_id":       `NULL`,
	"payment_takebacks.amount":              `3`,
	"payment_takebacks.code":                `upper($canary)`,
	"renter_refunds.released_by":            `NULL`,
	"renter_refunds.released_at":            `NULL`,
	"renter_refunds.cancelled_by":           `NULL`,
	"renter_refunds.cancelled_at":           `NULL`,
	"renter_refunds.paid_on":                `NULL`,
	"renter_refunds.journal_entry_id":       `NULL`,
	"trust_receipts.gone_on":                `NULL`,
	"money_policies.allocation_order":       `'{rent}'`, // of the organization, whichever family made it
	"notifications.status":                  `'sent'`,
	"organizations.time_zone":               `'America/New_York'`,
	"payments.parent_payment_id":            `NULL`,
	"payments.status":                       `'completed'`,
	"payments.payer":                        `'agency'`,
	"payments.return_code":                  `upper($canary)`,
	"properties.time_zone":                  `'America/New_York'`,
	"single_sign_ons.enabled":               `false`,
	"single_sign_ons.enforced":              `false`,
	"tenancies.moved_out_on":                `NULL`,
	"tenants.kind":                          `'person'`,
	"tenants.company_name":                  `NULL`, // a company has one, a person none
	"transactions.type":                     `'debit'`,
	"units.status":                          `'occupied'`,
	"vehicles.year":                         `2019`,
	"webhook_attempts.response_status":      `500`,
	"webhooks.url":                          `'https://example.test/' || $canary`,
	"work_orders.scheduled_to":              `now() + interval '1 hour'`,
	"maintenance_requests.status":           `'in_progress'`,
	"owners.ownership_percentage":           `50`,
	"owner_properties.ownership_percentage": `50`,
}

// needed are columns that may be empty as such, but not with the values that the hints give.
var needed = map[string]bool{"bank_accounts.owner_id": true}

// Single are the tables of which an organization has one row.
var Single = []string{"ledgers", "money_policies"}

// followUps run after a table's row was made, where one row alone breaks a rule.
var followUps = map[string]string{
	// An entry balances: the debit's other side.
	"transactions": `INSERT INTO transactions (tenant_id, id, journal_entry_id, ledger_account_id, type, amount, currency, property_id)
		SELECT tenant_id, gen_random_uuid(), journal_entry_id, ledger_account_id, 'credit', amount, currency, property_id
		FROM transactions WHERE tenant_id = $org AND id = $row(transactions)`,
}

// byName are values that follow from a column's name, in any table.
var byName = map[string]string{
	"deleted_at": `NULL`, "deleted_by": `NULL`, "deletion_id": `NULL`, "relayed_at": `NULL`, "disabled_at": `NULL`,
	"currency": `'USD'`, "country": `'US'`, "last_four": `'4321'`, "to_date": `'2026-12-31'`, "year_built": `1990`,
	"tenant_rating": `4`, "rating": `4`,
}
