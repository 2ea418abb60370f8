package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
	"github.com/propertyos/propertyos/test/cli/program"
)

// TestMigrate takes the schema of a stopped installation down to nothing and up again: it is the committed one.
func TestMigrate(t *testing.T) {
	t.Parallel()
	data := dir(t)
	p, err := shared.binary.Start(program.Call{Args: []string{"up", "--data", data, "--no-demo"}})
	if err != nil {
		t.Fatal(err)
	}
	if code, err := p.Stop(); code != done || err != nil {
		t.Fatalf("stopped with %d, %v", code, err)
	}
	var all []struct {
		Version int64
		Applied bool
	}
	facts(t, data, &all, "migrate", "status")
	says(t, on(t, data, done, "migrate", "redo").Out, "applied again")
	says(t, on(t, data, done, "migrate", "down", "--to", "0").Out, "00001_app.sql", "taken back")
	if out := on(t, data, done, "migrate", "status").Out; strings.Count(out, "pending") != len(all) {
		t.Errorf("after down to 0: %s", out)
	}
	says(t, on(t, data, done, "migrate", "up").Out, "00001_app.sql", "applied")
	facts(t, data, &all, "migrate", "status")
	for _, m := range all {
		if !m.Applied {
			t.Errorf("%d is not applied", m.Version)
		}
	}
	says(t, on(t, data, done, "migrate", "up").Out, "0 migrations")
	start(t, "up", "--data", data, "--no-demo")
	want, err := os.ReadFile(filepath.Join(shared.binary.Root, "db", "schema.sql"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(dump(t, data), "\n")); diff != "" {
		t.Errorf("the schema differs from db/schema.sql:\n%.3000s", diff)
	}
}

// volatile is what differs between two dumps of one schema.
var volatile = regexp.MustCompile(`(?m)^(?:\\(?:un)?restrict .*|-- Dumped .*)\n`)

// dump is the schema of a running installation as db/schema.sql keeps it.
func dump(t *testing.T, data string) string {
	t.Helper()
	info, err := cluster.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	tool := exec.Command(filepath.Join(info.BinDir(), "pg_dump"), "--schema-only", "--schema=app", "--schema=public", "--schema=platform",
		"--exclude-table=public.audit_logs_p[0-9]*", "--exclude-table=platform.goose_db_version*")
	tool.Env = append(os.Environ(), "PGHOST="+info.SocketDir(), "PGPORT=5432", "PGUSER="+cluster.Superuser, "PGDATABASE=propertyos",
		"PGPASSWORD="+info.Password(cluster.Superuser).Reveal())
	out, err := tool.Output()
	if err != nil {
		t.Fatal(err)
	}
	return volatile.ReplaceAllString(string(out), "")
}

func TestMigrateCreate(t *testing.T) {
	t.Parallel()
	d := t.TempDir()
	if err := os.WriteFile(filepath.Join(d, "00007_old.sql"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	path := strings.TrimSpace(shared.binary.Do(t, done, program.Call{Args: []string{"migrate", "create", "add_pets", "--dir", d}}).Out)
	if path != filepath.Join(d, "00008_add_pets.sql") {
		t.Errorf("made %s", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	says(t, string(text), "-- +goose Up", "-- +goose Down")
	shared.binary.Do(t, refused, program.Call{Args: []string{"migrate", "create", "Add Pets", "--dir", d}})
	shared.binary.Do(t, notFound, program.Call{Args: []string{"migrate", "create", "add_pets"}, Dir: d})
}
