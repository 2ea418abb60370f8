package postgres_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// rules are every constraint and unique index that a statement can break, with its table and kind. River's tables are
// written by River alone, and a partition repeats its table's.
const rules = `
SELECT r.relname || ' ' || k.conname || ' ' || k.contype::text FROM pg_constraint AS k JOIN pg_class AS r ON r.oid = k.conrelid
WHERE r.relnamespace IN ('public'::regnamespace, 'platform'::regnamespace) AND NOT r.relispartition AND r.relname !~ '^(river|goose)' AND k.contype <> 't'
UNION
SELECT r.relname || ' ' || c.relname || ' u' FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_class AS r ON r.oid = i.indrelid
WHERE r.relnamespace IN ('public'::regnamespace, 'platform'::regnamespace) AND NOT r.relispartition AND r.relname !~ '^(river|goose)' AND i.indisunique AND NOT i.indisprimary`

func TestEveryConstraintIsAFault(t *testing.T) {
	t.Parallel()
	suffix := map[string]string{"p": "_pkey", "f": "_fkey", "u": "_key", "c": "_check", "x": "_excl"}
	found := texts(t, pgtest.New(t), rules)
	for _, line := range found {
		part := strings.Fields(line)
		table, name, kind := part[0], part[1], part[2]
		f, ok := postgres.ConstraintFault(name)
		if !ok || f.Code == "" || f.Message == "" {
			t.Errorf("%s of %s is in no registry and does not follow from its name", name, table)
		}
		if !strings.HasPrefix(name, table+"_") || !strings.HasSuffix(name, suffix[kind]) {
			t.Errorf("%s of %s is not named <table>_<field>%s", name, table, suffix[kind])
		}
		if len(name) > 63-len("_102008") {
			t.Errorf("%s leaves no room for the number of a shard", name)
		}
	}
	if len(found) < 300 {
		t.Errorf("only %d constraints were looked at", len(found))
	}
}

var raised = regexp.MustCompile(`CONSTRAINT = '(\w+)'`)

// What functions raise has a name, too.
func TestEveryRaisedConstraintIsAFault(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, source := range texts(t, pgtest.New(t), `SELECT prosrc FROM pg_proc WHERE pronamespace = 'app'::regnamespace`) {
		for _, m := range raised.FindAllStringSubmatch(source, -1) {
			seen++
			if _, ok := postgres.ConstraintFault(m[1]); !ok {
				t.Errorf("%s is raised and in no registry", m[1])
			}
		}
	}
	if seen == 0 {
		t.Error("no function raises a named constraint")
	}
}

func TestUnknownConstraintsAreNotGuessed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "units", "units_", "units_number", "unknown_number_key", "unitsnumber_key", "river_job_pkey"} {
		if f, ok := postgres.ConstraintFault(name); ok {
			t.Errorf("%q became %v", name, f)
		}
	}
}
