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

// A program that meets a full disk gets ENOSPC from the kernel, here from /dev/full, for whichever user.
func TestAFullDiskIsToldWhoeverMeetsIt(t *testing.T) {
	t.Parallel()
	const full = "cat /dev/zero >/dev/full"
	dir := newDir(t)
	o := cluster.Options{Dir: dir, Scratch: true, BinDir: fakeBin(t, map[string]string{"initdb": full})}
	toldFull(t, o)
	if _, err := os.Stat(filepath.Join(dir, "postgres")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a half-made cluster: %v", err)
	}
	o.BinDir = ""
	stop(t, start(t, o)) // space was found
	o.BinDir = fakeBin(t, map[string]string{
		"postgres": `[ "$1" = --version ] && exec REAL/postgres --version; ` + full,
	})
	toldFull(t, o)
	o.BinDir = ""
	start(t, o)
}

func toldFull(t *testing.T, o cluster.Options) {
	t.Helper()
	_, err := cluster.Start(t.Context(), o)
	if !errors.Is(err, cluster.ErrDiskFull) || !strings.Contains(err.Error(), "The disk that holds "+o.Dir+" is full") {
		t.Fatalf("on a full disk: %v", err)
	}
}

// A disk that really fills up: while the cluster is made, while it works, and when it is started again. Root mounts a
// small one; for others the test above stands in, which needs no mount.
func TestADiskThatFillsUpLosesNothing(t *testing.T) {
	t.Parallel()
	disk := newDir(t)
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=12m,mode=755"); err != nil {
		t.Logf("no small disk can be mounted here (%v); filling the log device instead", err)
		return
	}
	t.Cleanup(func() { check(t, syscall.Unmount(disk, syscall.MNT_DETACH)) })
	log := newEvents()
	o := cluster.Options{Dir: filepath.Join(disk, "data"), Log: log.log()}
	toldFull(t, o)
	if left, err := filepath.Glob(filepath.Join(o.Dir, "postgres*")); err != nil || len(left) != 0 {
		t.Errorf("left of the failed making: %v, %v", left, err)
	}
	check(t, syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=90m"))
	c := start(t, o)
	log.await(t, "is running")
	exec1(t, c, "CREATE TABLE kept (n int, filler text)")
	filler := filepath.Join(disk, "filler")
	fill(t, filler)
	taken, err := os.Stat(filler)
	check(t, err)
	check(t, os.Truncate(filler, taken.Size()-4<<20)) // some rows fit still
	saved := insertUntilRefused(t, c)
	if saved == 0 {
		t.Error("not one row was committed, so none could be lost")
	}

	// No room for the write-ahead log is beyond what the server survives. It comes back by itself once there is space.
	fill(t, filler+"2")
	writeLogUntilRefused(t, c)
	log.await(t, "restarting it")
	check(t, os.Remove(filler))
	check(t, os.Remove(filler+"2"))
	log.await(t, "is running")
	if n := query[int](t, of(c), "SELECT count(*) FROM kept"); n != saved {
		t.Errorf("%d rows are left of %d that were committed", n, saved)
	}
	stop(t, c)

	fill(t, filler)
	toldFull(t, o)
	check(t, os.Remove(filler))
	c = start(t, o)
	if n := query[int](t, of(c), "SELECT count(*) FROM kept"); n != saved {
		t.Errorf("%d rows are left of %d that were committed", n, saved)
	}
	stop(t, c)
}

// writeLogUntilRefused fills the write-ahead log, and nothing else, until the server goes down.
func writeLogUntilRefused(t *testing.T, c *cluster.Cluster) {
	t.Helper()
	conn := connect(t, c.SuperuserURL().Reveal())
	for range 1000 {
		if _, err := conn.Exec(t.Context(),
			"SELECT pg_logical_emit_message(true, 'filler', repeat('x', 1000000))"); err != nil {
			return
		}
	}
	t.Fatal("a full disk refused nothing")
}

// fill takes what is left of the disk into path.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	check(t, err)
	block := make([]byte, 4096)
	for err == nil {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	check(t, f.Close())
}

// insertUntilRefused commits rows until the full disk refuses one, and returns how many were committed.
func insertUntilRefused(t *testing.T, c *cluster.Cluster) int {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.SuperuserURL().Reveal())
	if err != nil {
		return 0
	}
	defer func() { _ = conn.Close(t.Context()) }()
	for n := range 100_000 {
		if _, err := conn.Exec(t.Context(), fmt.Sprintf(
			"INSERT INTO kept SELECT %d, string_agg(gen_random_uuid()::text, '') FROM generate_series(1, 200)", n)); err != nil {
			return n
		}
	}
	t.Fatal("a full disk refused nothing")
	return 0
}
