package transfer_test

import (
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/testkit/fill"
)

// A file that is nowhere, infected or not yet scanned is listed with the reason, and does not keep the rest from going out and coming in.
func TestFilesThatDoNotGoOut(t *testing.T) {
	t.Parallel()
	k := setup(t)
	made := fill.Into(t, k.pg, k.from.Organization)
	infected, pending, gone := k.pdf("unit", made.IDs["units"], "bad"), k.pdf("unit", made.IDs["units"], "new"), k.pdf("unit", made.IDs["units"], "gone")
	kept := k.pdf("unit", made.IDs["units"], "good")
	k.exec(`UPDATE document_versions SET scan_status = 'infected' WHERE document_id = $1`, infected.ID)
	k.exec(`UPDATE document_versions SET scan_status = 'pending' WHERE document_id = $1`, pending.ID)
	k.check(k.store.Delete(k.ctx, k.one(`SELECT file_path FROM document_versions WHERE document_id = $1`, gone.ID)))
	k.exec(`UPDATE leases SET signed_document_id = $2 WHERE tenant_id = $1 AND id = $3`, k.from.Organization, gone.ID, made.IDs["leases"])

	data := k.export(k.from, transfer.Input{})
	o := k.open(data)
	why := map[string]string{}
	for _, row := range o.rows["document_versions"] {
		why[row["document_id"]] = row["left_out"]
	}
	for at, want := range map[string]string{
		infected.ID.String(): "infected", pending.ID.String(): "not_scanned_yet", gone.ID.String(): "lost",
		made.IDs["documents"].String(): "lost", kept.ID.String(): "",
	} {
		if why[at] != want {
			t.Errorf("left out as %q, want %q", why[at], want)
		}
	}
	if o.manifest.Documents != 1 || o.manifest.LeftOut != 4 || strings.Contains(string(data), "%PDF-1.4\nbad") {
		t.Errorf("%d files, %d left out", o.manifest.Documents, o.manifest.LeftOut)
	}
	r := k.load(k.to, data)
	if n := k.one(`SELECT count(*) FROM documents WHERE tenant_id = $1`, k.to.Organization); n != "1" || r.Warnings == 0 {
		t.Errorf("%s documents came in, %+v", n, r.Issues)
	}
	// A document that is held stands in the way of taking all of it back.
	k.exec(`UPDATE documents SET held_at = now(), hold_reason = 'a claim' WHERE tenant_id = $1`, k.to.Organization)
	if list, err := k.imports.Obstacles(k.ctx, k.to, r.ImportID); err != nil || len(list) != 1 || list[0].Kind != "document_changed" {
		t.Errorf("%+v, %v", list, err)
	}
}
