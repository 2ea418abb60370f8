package api

import (
	"context"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/kernel/clock"
)

const zipType = "application/zip"

// exportPatience bounds how long an archive may take to be sent.
const exportPatience = 15 * time.Minute

func (a *api) transferOperations() []operation {
	return []operation{{
		id: "export-organization", method: http.MethodGet, needs: authz.OrganizationExport, path: "/v1/export", tag: "Organization",
		summary: "Export the organization",
		doc: "A zip of CSV and of the files of documents, all rows as of one moment, with a manifest of their hashes and control totals. It " +
			"comes in elsewhere as an import. With `property_id` it holds what belongs to that property, to hand it over. The export is in " +
			"the audit log before its first byte is sent; one that is cut off by a fault ends the connection without its end.",
		query: []param{
			formatParam("property_id", "Only what belongs to this property.", "uuid"),
			boolParam("personal_data", "Social Security and tax numbers, driver's licenses, dates of birth and incomes too, in clear. Asks for a fresh proof."),
		},
		files: []string{zipType}, codes: []string{"limited", "keys_unavailable", "step_up_required"}, handle: a.exportOrganization,
	}}
}

func (a *api) exportOrganization(ctx context.Context, c *call) (reply, error) {
	begun := false
	in := transfer.Input{Property: c.query.id("property_id"), PersonalData: c.query.text("personal_data") == "true"}
	err := a.Transfers.Export(ctx, c.principal, in, func(name string) io.Writer {
		begun = true
		// A server without deadlines of its own has none to move.
		_ = http.NewResponseController(c.w).SetWriteDeadline(clock.System{}.Now().Add(exportPatience))
		c.w.Header().Set("Content-Type", zipType)
		c.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		return c.w
	})
	if err != nil && begun {
		a.Log.WarnContext(ctx, "an export was cut off", "error", err)
		panic(http.ErrAbortHandler) // the client must see that the file is not whole
	}
	return reply{written: true}, err
}
