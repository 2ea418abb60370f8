package cluster_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
)

func TestAKilledServerComesBackWithAllThatWasCommitted(t *testing.T) {
	t.Parallel()
	log := newEvents()
	c := start(t, cluster.Options{Dir: newDir(t), Log: log.log()})
	log.await(t, "is running")
	exec1(t, c, "CREATE TABLE kept (n int)")
	busy := connect(t, c.SuperuserURL().Reveal())
	slept := make(chan error)
	go func() { // a backend that does not notice by itself that its postmaster is gone
		_, err := busy.Exec(t.Context(), "SELECT count(*) FROM generate_series(1, 1e12)")
		slept <- err
	}()
	for round := range 3 {
		exec1(t, c, fmt.Sprintf("INSERT INTO kept VALUES (%d)", round))
		before := c.PID()
		check(t, syscall.Kill(before, syscall.SIGKILL))
		log.await(t, "is running")
		if c.PID() == before {
			t.Errorf("round %d: the same server as before", round)
		}
		if n := query[int](t, of(c), "SELECT count(*) FROM kept"); n != round+1 {
			t.Errorf("round %d: %d rows, want %d", round, n, round+1)
		}
	}
	if err := <-slept; err == nil {
		t.Error("the query of the killed server ended well")
	}
	check(t, c.Err())
}

func TestAKilledOwnerLeavesNothingInTheWay(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	var server int
	for round, also := range []bool{false, true} { // the owner alone, and the server with it
		p := launch(t, dir, "", nil)
		server = p.running(t)
		i, err := cluster.Open(dir)
		check(t, err)
		conn := connect(t, i.SuperuserURL().Reveal())
		_, err = conn.Exec(t.Context(), "CREATE TABLE IF NOT EXISTS kept (n int)")
		check(t, err)
		_, err = conn.Exec(t.Context(), "INSERT INTO kept VALUES (1)")
		check(t, err)
		if also {
			check(t, syscall.Kill(server, syscall.SIGKILL))
		}
		p.kill()
		c, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
		check(t, err)
		if n := query[int](t, of(c), "SELECT count(*) FROM kept"); n != round+1 {
			t.Errorf("%d rows, want %d", n, round+1)
		}
		stop(t, c)
	}
	// The pid of the dead server now is that of another program, here our own.
	stale := fmt.Sprintf("%d\n%s\n0\n5432\n%s\n\n  1  1\nready   \n", os.Getpid(), dir, dir)
	check(t, os.WriteFile(filepath.Join(dir, "postgres", "postmaster.pid"), []byte(stale), 0o600))
	if _, err := cluster.Open(dir); !errors.Is(err, cluster.ErrNotRunning) {
		t.Errorf("with a stale pid: %v", err)
	}
	start(t, cluster.Options{Dir: dir})
}

func TestAnInitdbKilledHalfwayLeavesNoHalfCluster(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	fifo := filepath.Join(newDir(t), "fifo")
	check(t, syscall.Mkfifo(fifo, 0o666))
	check(t, os.Chmod(fifo, 0o666)) // whatever the umask
	bin := fakeBin(t, map[string]string{"initdb": `REAL/initdb "$@" >&2; echo made >'` + fifo + `'; exec sleep 600`})
	p := launch(t, dir, bin, nil)
	said, err := os.ReadFile(fifo) // ends when the script has spoken
	check(t, err)
	if string(said) != "made\n" {
		t.Fatalf("initdb says %q", said)
	}
	p.kill()
	if half, err := filepath.Glob(filepath.Join(dir, "postgres.new-*")); err != nil || len(half) != 1 {
		t.Fatalf("in the making: %v, %v", half, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "postgres")); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("a half-made cluster looks like one: %v", err)
	}
	c := start(t, cluster.Options{Dir: dir})
	if n := query[int](t, of(c), "SELECT 1"); n != 1 {
		t.Error(n)
	}
	if half, err := filepath.Glob(filepath.Join(dir, "postgres.new-*")); err != nil || len(half) != 0 {
		t.Errorf("left over: %v, %v", half, err)
	}
}

func TestAStartThatIsInterruptedLetsGoOfTheFolder(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	fifo := filepath.Join(newDir(t), "fifo")
	check(t, syscall.Mkfifo(fifo, 0o666))
	check(t, os.Chmod(fifo, 0o666))
	bin := fakeBin(t, map[string]string{"initdb": `echo begun >'` + fifo + `'; exec sleep 600`})
	failed := make(chan error)
	go func() {
		_, err := cluster.Start(ctx, cluster.Options{Dir: dir, BinDir: bin})
		failed <- err
	}()
	_, err := os.ReadFile(fifo)
	check(t, err)
	cancel()
	if err := <-failed; !errors.Is(err, cluster.ErrStartFailed) {
		t.Errorf("interrupted: %v", err)
	}
	start(t, cluster.Options{Dir: dir, Scratch: true})
}

func TestSupervisionGivesUpOnAServerThatCannotLive(t *testing.T) {
	t.Parallel()
	log := newEvents()
	o := cluster.Options{Dir: newDir(t), Log: log.log()}.Impatient()
	c := start(t, o)
	conf := filepath.Join(c.DataDir(), "pg_hba.conf")
	check(t, os.WriteFile(conf, []byte("nonsense\n"), 0o600))
	check(t, syscall.Kill(c.PID(), syscall.SIGKILL))
	<-c.Done()
	if err := c.Err(); !errors.Is(err, cluster.ErrStartFailed) || !strings.Contains(err.Error(), "pg_hba.conf") {
		t.Errorf("given up for: %v", err)
	}
	log.await(t, "giving up")
	stop(t, c)
	start(t, o) // the folder is free again, and a start repairs the file
}

func TestAFailedStartTellsTheLastWords(t *testing.T) {
	t.Parallel()
	o := cluster.Options{Dir: newDir(t), Scratch: true, Settings: map[string]string{"work_mem": "plenty"}}
	_, err := cluster.Start(t.Context(), o)
	if !errors.Is(err, cluster.ErrStartFailed) || !strings.Contains(err.Error(), "FATAL:") {
		t.Fatalf("a bad setting: %v", err)
	}
	said, err := os.ReadFile(filepath.Join(o.Dir, "log", "postgres.log"))
	check(t, err)
	if !bytes.Contains(said, []byte("work_mem")) {
		t.Errorf("the log does not name the setting: %s", said)
	}
}

func TestLostPasswordsAreToldAndNotReplaced(t *testing.T) {
	t.Parallel()
	o := cluster.Options{Dir: newDir(t), Scratch: true}
	c := start(t, o)
	stop(t, c)
	check(t, os.Remove(filepath.Join(o.Dir, "secrets", cluster.Superuser)))
	if _, err := cluster.Start(t.Context(), o); !errors.Is(err, cluster.ErrSecrets) {
		t.Errorf("without its password: %v", err)
	}
}

func TestAFolderBelowAPrivateHomeWorks(t *testing.T) {
	t.Parallel()
	private, elsewhere := filepath.Join(newDir(t), "home"), newDir(t)
	check(t, os.Mkdir(private, 0o700))
	dir := filepath.Join(private, "data")
	o := cluster.Options{Dir: dir, Scratch: true}.Elsewhere(elsewhere)
	c := start(t, o)
	home := filepath.Dir(c.DataDir())
	if os.Geteuid() != 0 { // we run the server as ourselves, and reach our own home
		if home != dir {
			t.Errorf("the cluster lives in %s, want %s", home, dir)
		}
		return
	}
	if filepath.Dir(home) != elsewhere {
		t.Fatalf("the cluster lives in %s, want one below %s", home, elsewhere)
	}
	exec1(t, c, "CREATE TABLE kept ()")

	// A copy of the folder names the same home, which only one may run.
	other := filepath.Join(private, "copy")
	check(t, os.CopyFS(other, os.DirFS(dir)))
	if _, err := cluster.Start(t.Context(), cluster.Options{Dir: other}); !errors.Is(err, cluster.ErrLocked) {
		t.Errorf("a copy of the folder: %v", err)
	}
	stop(t, c)
	c = start(t, o)
	if n := query[int](t, of(c), "SELECT count(*) FROM kept"); n != 0 {
		t.Error(n)
	}
	stop(t, c)

	// A folder that was deleted and made again is new; what the old one held is left alone.
	check(t, os.RemoveAll(dir))
	c = start(t, o)
	if now := filepath.Dir(c.DataDir()); now == home {
		t.Errorf("the deleted folder's data is used again")
	}
	check(t, c.Remove(t.Context()))
	if _, err := os.Stat(filepath.Join(home, "postgres", "PG_VERSION")); err != nil {
		t.Errorf("the old data: %v", err)
	}
}
