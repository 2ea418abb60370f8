package matrix

import (
	"context"

	"github.com/propertyos/propertyos/internal/testkit/fill"
)

// empty ends leases, so that units and properties can go.
func empty(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE leases SET status = 'terminated' WHERE tenant_id = $1 AND unit_id = $2`, of.Org, of.IDs["units"])
	w.exec(ctx, `UPDATE tenancies SET moved_out_on = current_date WHERE tenant_id = $1 AND unit_id = $2`, of.Org, of.IDs["units"])
}

// letGo takes the address from its property, so that it can go.
func letGo(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE properties SET address_id = NULL WHERE tenant_id = $1 AND address_id = $2`, of.Org, of.IDs["addresses"])
}

// sold ends an owner's shares, so that the owner can go.
func sold(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE owner_properties SET from_date = '2001-01-01', to_date = '2001-01-02' WHERE tenant_id = $1 AND owner_id = $2`, of.Org, of.IDs["owners"])
}

// longHeld makes a share one that runs long enough to be worked on.
func longHeld(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE owner_properties SET from_date = '2026-01-01', to_date = '2040-01-01' WHERE tenant_id = $1 AND id = $2`, of.Org, of.IDs["owner_properties"])
}

// ownAddress takes from an owner the address that is its property's too, and makes the row the first version.
func ownAddress(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE owners SET address_id = NULL WHERE tenant_id = $1 AND id = $2`, of.Org, of.IDs["owners"])
	firstVersion("owners")(ctx, w, of)
}

// withoutTaxID takes a tax id away, which no key of this server could open.
func withoutTaxID(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE owners SET tax_id_encrypted = NULL, tax_id_key_id = NULL WHERE tenant_id = $1 AND id = $2`, of.Org, of.IDs["owners"])
}

// firstVersion makes the version that the form sends the one that is stored.
func firstVersion(table string) func(context.Context, *world, *fill.Rows) {
	return func(ctx context.Context, w *world, of *fill.Rows) {
		w.exec(ctx, `ALTER TABLE `+table+` DISABLE TRIGGER USER`)
		w.exec(ctx, `UPDATE `+table+` SET version = 1 WHERE tenant_id = $1 AND id = $2`, of.Org, of.IDs[table])
		w.exec(ctx, `ALTER TABLE `+table+` ENABLE TRIGGER USER`)
	}
}

// mailable makes an invitation one that is open.
func mailable(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE invitations SET expires_at = now() + interval '1 day' WHERE tenant_id = $1 AND id = $2`, of.Org, of.IDs["invitations"])
}

// unlimited makes a user one whose row can be saved as it is.
func unlimited(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE users SET property_scope = NULL WHERE tenant_id = $1 AND id = $2`, of.Org, of.IDs["users"])
	firstVersion("users")(ctx, w, of)
}

// trusted makes a provider one that could be in use.
func trusted(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE single_sign_ons SET issuer = 'https://' || id || '.example.com', client_id = 'client', email_domains = '{}',
		default_role = NULL, client_secret_encrypted = NULL, client_secret_key_id = NULL WHERE tenant_id = $1 AND id = $2`,
		of.Org, of.IDs["single_sign_ons"])
	firstVersion("single_sign_ons")(ctx, w, of)
}

// nothingPersonal takes away what is encrypted of a renter: whoever is let through hears that nothing is stored.
func nothingPersonal(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE tenants SET ssn_encrypted = NULL, ssn_key_id = NULL WHERE tenant_id = $1 AND id = $2`, of.Org, of.IDs["tenants"])
}

// renters makes a notice one that the renter gave and the manager has confirmed: whoever is let through hears that.
func renters(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE lease_notices SET given_by = 'renter', kind = 'to_vacate', acknowledged_at = now(), withdrawn_at = NULL
		WHERE tenant_id = $1 AND id = $2`, of.Org, of.IDs["lease_notices"])
}

// plainText makes a template one that is there and can be read.
func plainText(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE document_templates SET deleted_at = NULL, deletion_id = NULL, deleted_by = NULL WHERE tenant_id = $1 AND id = $2`,
		of.Org, of.IDs["document_templates"])
}

// thereAgain makes a contact one that has not been removed.
func thereAgain(ctx context.Context, w *world, of *fill.Rows) {
	w.exec(ctx, `UPDATE emergency_contacts SET deleted_at = NULL, deletion_id = NULL, deleted_by = NULL WHERE tenant_id = $1 AND id = $2`,
		of.Org, of.IDs["emergency_contacts"])
}
