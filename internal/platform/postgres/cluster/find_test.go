package cluster_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
)

func TestWhatIsMissingIsToldWithTheRemedy(t *testing.T) {
	t.Parallel()
	share := func(extensions ...string) string {
		dir := newDir(t)
		check(t, os.Mkdir(filepath.Join(dir, "extension"), 0o755))
		for _, e := range extensions {
			check(t, os.WriteFile(filepath.Join(dir, "extension", e+".control"), nil, 0o644))
		}
		return "echo " + dir
	}
	none := newDir(t)
	tests := map[string]struct {
		bin   string
		want  error
		words string
	}{
		"none": {none, cluster.ErrNotFound, none},
		"too old": {
			fakeBin(t, map[string]string{"postgres": "echo 'postgres (PostgreSQL) 14.11 (Debian 14.11-1)'"}),
			cluster.ErrTooOld, "14.11",
		},
		"no PostGIS": {
			fakeBin(t, map[string]string{"postgres": "echo 'postgres (PostgreSQL) 16.3'", "pg_config": share()}),
			cluster.ErrNoPostGIS, "postgresql-16-postgis-3",
		},
		"no pg_partman": {fakeBin(t, map[string]string{
			"postgres": "echo 'postgres (PostgreSQL) 17beta2'", "pg_config": share("postgis"),
		}), cluster.ErrNoPartman, "postgresql-17-partman"},
		"broken": {fakeBin(t, map[string]string{"postgres": "exit 1"}), cluster.ErrNotFound, "not found in"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(newDir(t), "data")
			_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir, BinDir: tt.bin})
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.words) {
				t.Errorf("got %v, want %v with %q", err, tt.want, tt.words)
			}
			if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("a refused start left its folder behind: %v", err)
			}
		})
	}
}

func TestDataOfAnotherVersionIsToldApart(t *testing.T) {
	t.Parallel()
	o := cluster.Options{Dir: newDir(t), Scratch: true}
	c := start(t, o)
	stop(t, c)
	o.BinDir = fakeBin(t, map[string]string{"postgres": "echo 'postgres (PostgreSQL) 99.1'"})
	if _, err := cluster.Start(t.Context(), o); !errors.Is(err, cluster.ErrVersionMismatch) {
		t.Errorf("version 99 on older data: %v", err)
	}
}
