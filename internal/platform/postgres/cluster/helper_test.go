package cluster_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.uber.org/goleak"

	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
)

// Environment of a test binary that plays another PropertyOS process: it starts the cluster of a folder, says so on
// its standard output and runs it until its standard input ends.
const (
	ownerDir = "CLUSTER_TEST_OWNER_DIR"
	ownerBin = "CLUSTER_TEST_OWNER_BIN"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(ownerDir); dir != "" {
		os.Exit(owner(dir, os.Getenv(ownerBin)))
	}
	goleak.VerifyTestMain(m)
}

func owner(dir, bin string) int {
	ctx := context.Background()
	c, err := cluster.Start(ctx, cluster.Options{Dir: dir, BinDir: bin})
	if err != nil {
		fmt.Println("failed:", err)
		return 1
	}
	fmt.Println("running", c.PID())
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := c.Stop(ctx); err != nil {
		fmt.Println("failed:", err)
		return 1
	}
	return 0
}

// process is another PropertyOS process.
type process struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	lines *bufio.Reader
}

// launch starts another process on dir without waiting for it. cred is the user it runs as, or nil for our own.
func launch(t *testing.T, dir, bin string, cred *syscall.Credential) *process {
	t.Helper()
	cmd := exec.Command("/proc/self/exe") // works for a user who cannot get to the test binary's folder, too
	cmd.Env = append(os.Environ(), ownerDir+"="+dir, ownerBin+"="+bin)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: cred}
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(t, err)
	stdout, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	p := &process{cmd: cmd, stdin: stdin, lines: bufio.NewReader(stdout)}
	t.Cleanup(p.kill)
	return p
}

// running waits until the process's cluster runs and returns the server's pid.
func (p *process) running(t *testing.T) int {
	t.Helper()
	line, err := p.lines.ReadString('\n')
	check(t, err)
	pid, err := strconv.Atoi(strings.TrimPrefix(strings.TrimSpace(line), "running "))
	if err != nil {
		t.Fatalf("the other process says %q", line)
	}
	return pid
}

// kill ends the process as kill -9 does.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// newDir returns a folder that any user may enter, unlike t.TempDir's.
func newDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cluster")
	check(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	check(t, os.Chmod(dir, 0o755))
	return dir
}

// start starts the cluster and ends it with the test.
func start(t *testing.T, o cluster.Options) *cluster.Cluster {
	t.Helper()
	c, err := cluster.Start(t.Context(), o)
	check(t, err)
	t.Cleanup(func() { check(t, c.Stop(context.Background())) })
	return c
}

func stop(t *testing.T, c *cluster.Cluster) {
	t.Helper()
	check(t, c.Stop(t.Context()))
}

// connect opens one connection for the length of the test.
func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	check(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func query[T any](t *testing.T, c interface{ SuperuserURL() string }, sql string, args ...any) T {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.SuperuserURL())
	check(t, err)
	defer func() { _ = conn.Close(context.Background()) }()
	var v T
	check(t, conn.QueryRow(t.Context(), sql, args...).Scan(&v))
	return v
}

// revealed lets query take a cluster as well as an Info.
type revealed struct{ *cluster.Info }

func (r revealed) SuperuserURL() string { return r.Info.SuperuserURL().Reveal() }

func of(c *cluster.Cluster) revealed { return revealed{c.Info} }

func exec1(t *testing.T, c *cluster.Cluster, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.SuperuserURL().Reveal())
	check(t, err)
	defer func() { _ = conn.Close(context.Background()) }()
	_, err = conn.Exec(t.Context(), sql)
	check(t, err)
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// events is a log whose messages can be waited for.
type events struct{ ch chan string }

func newEvents() events { return events{ch: make(chan string, 1000)} }

func (e events) log() *slog.Logger { return slog.New(e) }

func (events) Enabled(context.Context, slog.Level) bool { return true }
func (e events) WithAttrs([]slog.Attr) slog.Handler     { return e }
func (e events) WithGroup(string) slog.Handler          { return e }
func (e events) Handle(_ context.Context, r slog.Record) error {
	select {
	case e.ch <- r.Message:
	default:
	}
	return nil
}

// await waits for a message that contains words.
func (e events) await(t *testing.T, words string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute) // a hang should fail by name
	defer cancel()
	for {
		select {
		case m := <-e.ch:
			if strings.Contains(m, words) {
				return
			}
		case <-ctx.Done():
			t.Fatalf("never logged: %s", words)
		}
	}
}

// fakeBin returns a folder with the real programs, save those that are given as shell scripts.
func fakeBin(t *testing.T, scripts map[string]string) string {
	t.Helper()
	i, err := cluster.Find(t.Context(), "")
	check(t, err)
	dir := filepath.Join(newDir(t), "bin")
	check(t, os.Mkdir(dir, 0o755))
	for _, name := range []string{"postgres", "initdb", "pg_config"} {
		path := filepath.Join(dir, name)
		script, ok := scripts[name]
		if !ok {
			check(t, os.Symlink(filepath.Join(i.BinDir, name), path))
			continue
		}
		script = strings.ReplaceAll(script, "REAL", i.BinDir)
		check(t, os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755))
	}
	return dir
}

// ownerOf returns the user id of a file.
func ownerOf(t *testing.T, path string) int {
	t.Helper()
	info, err := os.Stat(path)
	check(t, err)
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		t.Fatalf("%s has no owner", path)
	}
	return int(st.Uid)
}
