package pgtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/jackc/pgx/v5"
)

// volatile matches what differs between two dumps of one schema: the key that guards psql, and versions.
var volatile = regexp.MustCompile(`(?m)^(?:\\(?:un)?restrict .*|-- Dumped .*)\n`)

// DumpSchema returns the schema of a database as db/schema.sql keeps it: without versions, without the partitions of
// single months, which depend on the day, and without the table in which goose keeps its place.
func DumpSchema(t testing.TB, d *DB) string {
	t.Helper()
	cfg, err := pgx.ParseConfig(d.URL(Superuser).Reveal())
	if err != nil {
		t.Fatal("pgtest: the superuser's URL cannot be read")
	}
	cmd := exec.Command(filepath.Join(d.server.bin, "pg_dump"), "--schema-only",
		"--schema=app", "--schema=public", "--schema=platform",
		"--exclude-table=public.audit_logs_p[0-9]*", "--exclude-table=platform.goose_db_version*")
	cmd.Env = append(os.Environ(), "PGHOST="+d.server.host, "PGPORT="+strconv.Itoa(int(d.server.port)), "PGUSER="+cfg.User,
		"PGPASSWORD="+cfg.Password, "PGDATABASE="+d.name)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("pgtest: pg_dump: %v: %s", err, errs.String())
	}
	return volatile.ReplaceAllString(out.String(), "")
}
