package cluster_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
)

func TestFirstStartMakesAClusterAndTheSecondKeepsIt(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(newDir(t), "it's our \"data\" & 50%+")
	c := start(t, cluster.Options{Dir: dir})
	for sql, want := range map[string]string{
		"SHOW listen_addresses":    "",
		"SHOW server_encoding":     "UTF8",
		"SHOW lc_collate":          "C.UTF-8",
		"SHOW data_checksums":      "on",
		"SHOW fsync":               "on",
		"SHOW timezone":            "UTC",
		"SHOW password_encryption": "scram-sha-256",
		"SHOW max_connections":     "100",
		"SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules":                     "scram-sha-256",
		"SELECT (rolpassword ~ '^SCRAM-SHA-256')::text FROM pg_authid WHERE rolname = 'postgres'": "true",
		"SELECT string_agg(DISTINCT coalesce(error, ''), ',') FROM pg_hba_file_rules":             "",
		"SELECT count(*)::text FROM pg_file_settings WHERE error IS NOT NULL ":                    "0",
	} {
		if got := query[string](t, of(c), sql); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
	exec1(t, c, fmt.Sprintf("CREATE ROLE propertyos_app LOGIN PASSWORD '%s'", c.Password("propertyos_app").Reveal()))
	exec1(t, c, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42); GRANT SELECT ON kept TO propertyos_app")
	password := c.Password("propertyos_app")
	stop(t, c)
	stop(t, c)
	<-c.Done()
	check(t, c.Err())
	if _, err := cluster.Open(dir); !errors.Is(err, cluster.ErrNotRunning) {
		t.Fatalf("opening a stopped cluster: %v", err)
	}

	again := start(t, cluster.Options{Dir: dir})
	if again.Password("propertyos_app") != password {
		t.Error("the second start made another password")
	}
	var n int
	app := connect(t, again.URL("propertyos_app", "postgres").Reveal())
	check(t, app.QueryRow(t.Context(), "SELECT n FROM kept").Scan(&n))
	if n != 42 {
		t.Errorf("kept %d, want 42", n)
	}
}

func TestOnlyPasswordsOpenTheCluster(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	c := start(t, cluster.Options{Dir: dir, Scratch: true})
	wrong := strings.Replace(c.SuperuserURL().Reveal(), c.Password(cluster.Superuser).Reveal(), "wrong", 1)
	if _, err := pgx.Connect(t.Context(), wrong); err == nil || !strings.Contains(err.Error(), "28P01") {
		t.Errorf("a wrong password: %v", err)
	}
	for _, path := range []string{"secrets/postgres", "log/postgres.log", "up.lock", "cluster.json"} {
		info, err := os.Stat(filepath.Join(dir, path))
		check(t, err)
		if perm := info.Mode().Perm(); perm != 0o600 {
			t.Errorf("%s may be used by others: %o", path, perm)
		}
	}
	secretText := c.Password(cluster.Superuser).Reveal()
	for _, name := range []string{"cmdline", "environ"} {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", c.PID(), name))
		check(t, err)
		if strings.Contains(string(b), secretText) {
			t.Errorf("the password shows in %s of the server", name)
		}
	}
	if !c.Password("no such role").IsZero() {
		t.Error("a name that is no role has a password")
	}
	if tcp := query[int](t, of(c), "SELECT count(*) FROM pg_settings WHERE name = 'listen_addresses' AND setting <> ''"); tcp != 0 {
		t.Error("it listens on a network address")
	}
}

func TestASecondProcessIsRefusedByName(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	other := launch(t, dir, "", nil)
	server := other.running(t)
	_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
	if !errors.Is(err, cluster.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint("process ", other.cmd.Process.Pid)) {
		t.Fatalf("a second start: %v", err)
	}
	// Other commands join it, and leave it running.
	c, err := cluster.Ensure(t.Context(), cluster.Options{Dir: dir})
	check(t, err)
	if !c.Attached() || c.PID() != server {
		t.Errorf("attached %v to %d, want %d", c.Attached(), c.PID(), server)
	}
	exec1(t, c, "CREATE TABLE x ()")
	if err := c.Remove(t.Context()); err == nil {
		t.Error("removed the cluster of another process")
	}
	stop(t, c)
	i, err := cluster.Open(dir)
	check(t, err)
	if got := query[int](t, revealed{i}, "SELECT 1"); got != 1 {
		t.Errorf("after detaching: %d", got)
	}
	check(t, other.stdin.Close())
	check(t, other.cmd.Wait())
	if _, err := cluster.Open(dir); !errors.Is(err, cluster.ErrNotRunning) {
		t.Errorf("after its clean end: %v", err)
	}
}

func TestEnsureStartsAndWaitsForThoseWhoJoined(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	if _, err := cluster.Open(dir); !errors.Is(err, cluster.ErrNotRunning) {
		t.Fatalf("an empty folder: %v", err)
	}
	o := cluster.Options{Dir: dir, Scratch: true}
	first, err := cluster.Ensure(t.Context(), o)
	check(t, err)
	joined, err := cluster.Ensure(t.Context(), o)
	check(t, err)
	if first.Attached() || !joined.Attached() {
		t.Fatalf("attached: first %v, joined %v", first.Attached(), joined.Attached())
	}
	stopped := make(chan error)
	go func() { stopped <- first.Stop(t.Context()) }()
	for range 20 { // each is a round trip to a server that must not have begun to stop
		if got := query[int](t, of(joined), "SELECT 1"); got != 1 {
			t.Fatal(got)
		}
	}
	stop(t, joined)
	check(t, <-stopped)
	third, err := cluster.Ensure(t.Context(), o)
	check(t, err)
	if third.Attached() {
		t.Error("joined a server that was stopped")
	}
	stop(t, third)
}

func TestScratchIsFastTakesSettingsAndCanBeRemoved(t *testing.T) {
	t.Parallel()
	parent := newDir(t)
	dir := filepath.Join(parent, "data")
	c := start(t, cluster.Options{Dir: dir, Scratch: true, Settings: map[string]string{
		"work_mem": "7MB", "app.note": `it's a \ test`,
	}})
	for name, want := range map[string]string{
		"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200",
		"work_mem": "7MB", "app.note": `it's a \ test`,
	} {
		if got := query[string](t, of(c), "SELECT current_setting($1)", name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	check(t, c.Remove(t.Context()))
	left, err := os.ReadDir(dir)
	check(t, err)
	if len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	bad := cluster.Options{Dir: dir, Scratch: true, Settings: map[string]string{"work_mem": "1MB'\nfsync = 'on"}}
	if _, err := cluster.Start(t.Context(), bad); !errors.Is(err, cluster.ErrSetting) {
		t.Errorf("a setting of two lines: %v", err)
	}
}

func TestALongPathGetsAShortSocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(newDir(t), strings.Repeat("long", 25), "data")
	o := cluster.Options{Dir: dir, Scratch: true}
	c := start(t, o)
	socket := c.SocketDir()
	t.Cleanup(func() { _ = os.RemoveAll(socket) })
	if len(socket) > 90 {
		t.Errorf("the socket is in %s", socket)
	}
	i, err := cluster.Open(dir)
	check(t, err)
	if got := query[int](t, revealed{i}, "SELECT 1"); got != 1 {
		t.Error(got)
	}
	stop(t, c)
	if again := start(t, o); again.SocketDir() != socket {
		t.Errorf("another socket on the second start: %s, was %s", again.SocketDir(), socket)
	}
}

func TestAFolderCanBeMoved(t *testing.T) {
	t.Parallel()
	parent := newDir(t)
	here, there := filepath.Join(parent, "here"), filepath.Join(parent, "there")
	c := start(t, cluster.Options{Dir: here, Scratch: true})
	exec1(t, c, "CREATE TABLE moved ()")
	stop(t, c)
	check(t, os.Rename(here, there))
	c = start(t, cluster.Options{Dir: there, Scratch: true})
	if n := query[int](t, of(c), "SELECT count(*) FROM moved"); n != 0 || !strings.HasPrefix(c.DataDir(), there) {
		t.Errorf("%d rows in %s", n, c.DataDir())
	}
}

func TestRunsAsAnOrdinaryUser(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	uid := os.Geteuid()
	var cred *syscall.Credential
	if uid == 0 {
		uid = 65534 // nobody
		cred = &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid)}
		check(t, os.Chown(dir, uid, uid))
	}
	p := launch(t, dir, "", cred)
	pid := p.running(t)
	if got := ownerOf(t, fmt.Sprintf("/proc/%d", pid)); got != uid {
		t.Errorf("the server runs as %d, want %d", got, uid)
	}
	check(t, p.stdin.Close())
	check(t, p.cmd.Wait())
	// Root that starts it later leaves it to the same user.
	c := start(t, cluster.Options{Dir: dir})
	if got := ownerOf(t, c.DataDir()); got != uid {
		t.Errorf("the data belongs to %d, want %d", got, uid)
	}
	c.Password("propertyos_app")
	if got := ownerOf(t, filepath.Join(dir, "secrets", "propertyos_app")); got != uid {
		t.Errorf("a new password belongs to %d, want %d", got, uid)
	}
}
