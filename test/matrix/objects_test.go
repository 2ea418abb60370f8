package matrix

import (
	"context"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
)

// object finds the id to put into a path: of a row of a family, for somebody who asks.
type object func(w *world, who *actor, of *fill.Rows) id.ID

// row is an object that is a row of a tenant table.
func row(table string) object {
	return func(_ *world, _ *actor, of *fill.Rows) id.ID { return of.IDs[table] }
}

// objects are what stands before {id} in a path, such as "units" in /v1/units/{id}, and how the id is found.
var objects = map[string]object{
	"properties": row("properties"),
	"units":      row("units"),
	"documents":  documentOf,
	"uploads":    upload,
	"addresses":  row("addresses"),
	"leases":     row("leases"),
	"api-keys":   apiKey,
	"owners":     row("owners"),
	"shares":     row("owner_properties"),
	"holds":      row("unit_holds"),
	"groups":     row("property_groups"),

	"property-groups": row("property_groups"),

	"tenancies":      row("tenancies"),
	"notices":        row("lease_notices"),
	"offers":         row("renewal_offers"),
	"checklists":     row("checklist_templates"),
	"renewal-offers": row("renewal_offers"),
	"renewals":       row("renewal_offers"),
	"inspections":    row("inspections"),
	"dispositions":   row("deposit_dispositions"),
	"deposit-rules":  row("deposit_rules"),

	"imports":     row("imports"),
	"users":       row("users"),
	"invitations": row("invitations"),
	"sign-on":     row("single_sign_ons"),
	"callback":    row("organizations"),
	// The log is of the organization as a whole.
	"audit":         row("audit_logs"),
	"audit-entries": row("audit_logs"),

	"renters":            row("tenants"),
	"emergency-contacts": row("emergency_contacts"),
	"announcements":      row("announcements"),
	"templates":          row("document_templates"),
	"accounts":           row("ledger_accounts"),
	"entries":            row("journal_entries"),
	"closings":           row("ledger_locks"),
	"journal":            row("journal_entries"),
	"periods":            row("ledger_locks"),
	"charges":            row("charges"),
	"charge-runs":        row("charge_runs"),
	"payments":           row("payments"),
	"refunds":            row("renter_refunds"),
	"vehicles":           row("vehicles"),

	"jobs": job,
	"sessions": ofPerson(`INSERT INTO platform.sessions (id, token_hash, identity_id, organization_id, user_id, expires_at)
		VALUES ($1::uuid, sha256($1::uuid::text::bytea), $2, $3, $4, now() + interval '1 day')`),
	"devices": ofPerson(`INSERT INTO platform.devices (id, token_hash, identity_id, user_agent, expires_at)
		VALUES ($1::uuid, sha256($1::uuid::text::bytea), $2, $3::uuid::text || $4::uuid::text, now() + interval '1 day')`),
	"passkeys": ofPerson(`INSERT INTO platform.passkeys (id, credential_id, identity_id, name, credential)
		VALUES ($1::uuid, sha256($1::uuid::text::bytea), $2, $3::uuid::text || $4::uuid::text, '{}')`),
}

// ofPerson is an object that is a person's and no family's: of who asks where the family is their own, and otherwise of the
// family's user. The statement is given the new row's id, the person, their organization and their user.
func ofPerson(insert string) object {
	return func(w *world, who *actor, of *fill.Rows) id.ID {
		made, user := id.New(), of.IDs["users"]
		if who != nil && slices.Contains(w.own, of) {
			user = who.user
		}
		var person id.ID
		if err := w.super.QueryRow(w.t.Context(), `SELECT identity_id FROM users WHERE tenant_id = $1 AND id = $2`, of.Org, user).Scan(&person); err != nil {
			w.t.Fatal(err)
		}
		w.exec(w.t.Context(), insert, made, person, of.Org, user)
		return made
	}
}

// job makes a job of the family's organization. Its kind shows whose it is.
func job(w *world, _ *actor, of *fill.Rows) id.ID {
	var number int64
	err := w.super.QueryRow(w.t.Context(), `INSERT INTO platform.river_job (kind, args, metadata)
		VALUES ('matrix.' || $1::text, '{}', jsonb_build_object('organization', $2::uuid)) RETURNING id`, of.Canary, of.Org).Scan(&number)
	if err != nil {
		w.t.Fatal(err)
	}
	made := id.ID{'j', 'o', 'b', 's', 0, 0, 0x80, 0, 0x80, 0} // as the API writes the number of a job
	binary.BigEndian.PutUint32(made[12:], uint32(number))
	return made
}

// inPath writes an id as a target's path has it: the pages number jobs as the queue does.
func inPath(t target, object id.ID) string {
	if !t.api && strings.HasPrefix(t.path, "/settings/jobs/") {
		return strconv.FormatUint(binary.BigEndian.Uint64(object[8:])&(1<<48-1), 10)
	}
	return object.String()
}

// upload is an upload of the family: their own where the family is that of who asks, since uploads are a person's.
func upload(w *world, who *actor, of *fill.Rows) id.ID {
	if who != nil && who.upload != id.Nil && slices.Contains(w.own, of) {
		return who.upload
	}
	return of.IDs["uploads"]
}

// documentOf is a document of the family: one for their role where somebody below staff asks for one of their own.
func documentOf(w *world, who *actor, of *fill.Rows) id.ID {
	if who != nil && who.document != id.Nil && slices.Contains(w.own, of) {
		return who.document
	}
	return of.IDs["documents"]
}

// furnish gives an actor what is one person's: an upload, and below staff a document that their role may see.
func (w *world) furnish(ctx context.Context, a *actor, of *fill.Rows) {
	w.t.Helper()
	a.upload = id.New()
	w.exec(ctx, `INSERT INTO uploads (tenant_id, id, user_id, intent, file_size, file_key_encrypted, file_key_key_id, expires_at)
		VALUES ($1, $2, $3, jsonb_build_object('name', $4::text), 10, '\x00', 1, now() + interval '1 day')`, of.Org, a.upload, a.user, of.Canary)
	shown := map[tenancy.Role][3]string{
		tenancy.RoleRenter: {"renter", "lease", "leases"}, tenancy.RoleOwner: {"owner", "property", "properties"}, tenancy.RoleVendor: {"vendor", "vendor", "vendors"},
	}[a.role]
	if shown[0] == "" {
		return
	}
	a.document = id.New()
	w.exec(ctx, `INSERT INTO documents SELECT (jsonb_populate_record(d, jsonb_build_object('id', $3::uuid, 'access_level', $4::text, 'audience_id', NULL,
			'entity_type', $5::text, 'entity_id', $6::uuid))).* FROM documents AS d WHERE d.tenant_id = $1 AND d.id = $2`,
		of.Org, of.IDs["documents"], a.document, shown[0], shown[1], of.IDs[shown[2]])
	w.exec(ctx, `INSERT INTO document_versions SELECT (jsonb_populate_record(v, jsonb_build_object('id', $3::uuid, 'document_id', $4::uuid, 'file_path', $3::uuid::text))).*
		FROM document_versions AS v WHERE v.tenant_id = $1 AND v.id = $2`, of.Org, of.IDs["document_versions"], id.New(), a.document)
}

// apiKey makes a key of the family's organization: keys are the platform's rows, so no family has one.
func apiKey(w *world, _ *actor, of *fill.Rows) id.ID {
	key := id.New()
	w.exec(w.t.Context(), `INSERT INTO platform.api_keys (id, organization_id, user_id, name, prefix, token_hash, role)
		VALUES ($1::uuid, $2, $3, 'x', 'x', sha256($1::uuid::text::bytea), 'manager')`, key, of.Org, of.IDs["users"])
	return key
}
