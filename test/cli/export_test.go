package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// TestExport takes an organization out by the command and into another one, to the cent; one property of it too.
func TestExport(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	facts(t, shared.data, &struct{}{}, "import", rentRoll(), "--org", slug, "--as-of", "2026-10-31")
	file := filepath.Join(t.TempDir(), "all.zip")
	says(t, cmd(t, done, "export", "--org", slug, "--out", file).Out, "Exported to")
	if s, err := os.Stat(file); err != nil || s.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", s, err)
	}
	says(t, cmd(t, refused, "export", "--org", slug, "--out", file).Err, "is there already")
	says(t, cmd(t, refused, "import", file, "--org", slug).Err, "of this organization")

	other := slug + "-next"
	cmd(t, done, "org", "create", "--slug", other, "--name", "Next Management")
	says(t, cmd(t, done, "import", file, "--org", other, "--dry-run").Out, "Dry run", "420 new")
	says(t, cmd(t, done, "import", file, "--org", other).Out, "Layout propertyos", "as of", "14 new", "420 new", "372 new", "640,310.00", "541,088.21",
		"22,754.00", "497,366.60", "106,940.52", "19,002.34")
	says(t, cmd(t, done, "import", file, "--org", other).Out, "imported before")

	missing := filepath.Join(t.TempDir(), "none.zip")
	cmd(t, notFound, "export", "--org", slug, "--property", "0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10", "--out", missing)
	if _, err := os.Stat(missing); err == nil {
		t.Error("an export that failed left its file")
	}
}
