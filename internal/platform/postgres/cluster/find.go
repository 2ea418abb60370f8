package cluster

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The versions that are accepted, and the least one that is not warned about: 15.20 repaired row-level security.
const (
	leastMajor  = 15
	safeMinor15 = 20
)

// Install is a PostgreSQL server that is installed on this machine.
type Install struct {
	BinDir       string // folder of postgres, initdb, psql and the rest
	Major, Minor int
	sharedDir    string // holds extension/*.control; empty when unknown
}

// Version returns the version as PostgreSQL writes it, such as "15.18".
func (i Install) Version() string { return fmt.Sprintf("%d.%d", i.Major, i.Minor) }

func (i Install) program(name string) string { return filepath.Join(i.BinDir, name) }

func (i Install) warn(log *slog.Logger) {
	if i.Major == 15 && i.Minor < safeMinor15 {
		log.Warn("this PostgreSQL lacks repairs of row-level security; update it", "version", i.Version(),
			"repaired_in", fmt.Sprintf("15.%d", safeMinor15))
	}
}

// Find looks for an installed PostgreSQL 15 or newer with PostGIS and pg_partman: in binDir when it is given, else on
// PATH and in the usual places, newest first. Its faults are postgres_not_found, postgres_too_old, postgis_missing
// and partman_missing.
func Find(ctx context.Context, binDir string) (Install, error) { return find(ctx, binDir, 0) }

// find is Find for data of the given major version, or any when major is 0: only the server that made a data
// directory can open it, however new another one is.
func find(ctx context.Context, binDir string, major int) (Install, error) {
	installs := candidates(ctx, binDir)
	if len(installs) == 0 {
		where := "on PATH or in the usual places"
		if binDir != "" {
			where = "in " + binDir
		}
		return Install{}, ErrNotFound.Saying("PostgreSQL 15 or newer was not found %s. "+
			"Install it, on Debian or Ubuntu with: apt-get install postgresql postgis", where)
	}
	if major != 0 {
		fitting := slices.DeleteFunc(slices.Clone(installs), func(i Install) bool { return i.Major != major })
		if len(fitting) == 0 {
			return Install{}, ErrVersionMismatch.Saying("The data was made by PostgreSQL %d, and here is only %s. "+
				"Install version %d again, on Debian or Ubuntu with: apt-get install postgresql-%d", major,
				installs[0].Version(), major, major)
		}
		installs = fitting
	}
	// The first complaint about a server that is new enough is the one that helps; "too old" only when all are.
	var complaint error
	for _, i := range installs {
		err := i.check()
		if err == nil {
			return i, nil
		}
		if complaint == nil || errors.Is(complaint, ErrTooOld) {
			complaint = err
		}
	}
	return Install{}, complaint
}

func (i Install) check() error {
	if i.Major < leastMajor {
		return ErrTooOld.Saying("PostgreSQL %d or newer is needed, and %s holds version %s. "+
			"Install a newer one, on Debian or Ubuntu with: apt-get install postgresql", leastMajor, i.BinDir, i.Version())
	}
	if !i.hasExtension("postgis") {
		return ErrNoPostGIS.Saying("PostgreSQL %d is installed without PostGIS. "+
			"Install it, on Debian or Ubuntu with: apt-get install postgresql-%d-postgis-3", i.Major, i.Major)
	}
	if !i.hasExtension("pg_partman") {
		return ErrNoPartman.Saying("PostgreSQL %d is installed without pg_partman. "+
			"Install it, on Debian or Ubuntu with: apt-get install postgresql-%d-partman", i.Major, i.Major)
	}
	return nil
}

func (i Install) hasExtension(name string) bool {
	dirs := []string{i.sharedDir}
	if i.sharedDir == "" { // some systems put pg_config into another package
		dirs = []string{
			filepath.Join(i.BinDir, "../share/postgresql"), filepath.Join(i.BinDir, "../share"),
			fmt.Sprintf("/usr/share/postgresql/%d", i.Major), "/usr/share/pgsql",
		}
	}
	return slices.ContainsFunc(dirs, func(dir string) bool {
		return exists(filepath.Join(dir, "extension", name+".control"))
	})
}

// candidates returns the servers to choose from: the one on PATH, then the others with the newest first.
func candidates(ctx context.Context, binDir string) []Install {
	if binDir != "" {
		if abs, err := filepath.Abs(binDir); err == nil {
			binDir = abs
		}
		if i, ok := inspect(ctx, binDir); ok {
			return []Install{i}
		}
		return nil
	}
	var onPath, usual []Install
	seen := map[string]bool{}
	if path, err := exec.LookPath("postgres"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			path = real
		}
		if i, ok := inspect(ctx, filepath.Dir(path)); ok {
			onPath, seen[i.BinDir] = append(onPath, i), true
		}
	}
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
		"/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin", "/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		dirs, err := filepath.Glob(pattern)
		if err != nil {
			continue
		}
		for _, dir := range dirs {
			if i, ok := inspect(ctx, dir); ok && !seen[i.BinDir] {
				usual, seen[i.BinDir] = append(usual, i), true
			}
		}
	}
	slices.SortStableFunc(usual, func(a, b Install) int {
		return cmp.Or(cmp.Compare(b.Major, a.Major), cmp.Compare(b.Minor, a.Minor))
	})
	return append(onPath, usual...)
}

// versionWords matches what `postgres --version` prints, also for beta versions ("17beta1").
var versionWords = regexp.MustCompile(`\(PostgreSQL\) (\d+)(?:\.(\d+))?`)

// inspect asks the server in dir for its version. Not ok means that there is no working server.
func inspect(ctx context.Context, dir string) (Install, bool) {
	i := Install{BinDir: dir}
	if !exists(i.program("postgres")) || !exists(i.program("initdb")) {
		return i, false
	}
	out, err := i.ask(ctx, "postgres", "--version")
	if err != nil {
		return i, false
	}
	m := versionWords.FindSubmatch(out)
	if m == nil {
		return i, false
	}
	i.Major, _ = strconv.Atoi(string(m[1])) // digits by the pattern
	i.Minor, _ = strconv.Atoi(string(m[2])) // empty for a beta: 0
	if out, err := i.ask(ctx, "pg_config", "--sharedir"); err == nil {
		i.sharedDir = strings.TrimSpace(string(out))
	}
	return i, true
}

func (i Install) ask(ctx context.Context, program, question string) ([]byte, error) {
	return exec.CommandContext(ctx, i.program(program), question).Output() //nolint:gosec // an installed program
}

// existingMajor returns the major version that made the data of dir, or 0 when there is none.
func existingMajor(dir string) int {
	p, err := readPlace(dir)
	if err != nil {
		return 0
	}
	b, err := os.ReadFile(filepath.Join(p.Data, "PG_VERSION"))
	if err != nil {
		return 0
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0
	}
	return major
}
