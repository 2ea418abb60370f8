package cluster

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// evict ends what is left of an earlier server of data, and takes away the pid and socket files that would keep a new
// one from starting. The caller holds the lock, so no other PropertyOS means to run that server: its process was
// killed, and the server either is still shutting down or lost its postmaster.
func evict(ctx context.Context, data, socket string, log *slog.Logger) error {
	steps := []struct {
		signal  syscall.Signal
		patient time.Duration
	}{{syscall.SIGINT, 30 * time.Second}, {syscall.SIGQUIT, 10 * time.Second}, {syscall.SIGKILL, 10 * time.Second}}
	for _, step := range steps {
		pids := serverProcesses(data)
		if len(pids) == 0 {
			break
		}
		log.Warn("a server from before still runs; stopping it", "pids", len(pids), "signal", step.signal.String())
		if err := drive(ctx, data, pids, step.signal, step.patient); err != nil {
			return err
		}
	}
	if pids := serverProcesses(data); len(pids) != 0 {
		return ErrStartFailed.Saying("A PostgreSQL server from before still runs on %s (process %d) and cannot be stopped.",
			data, pids[0])
	}
	if !pidIsKnown {
		return nil
	}
	// The pid in these files may meanwhile be that of any other program, at which PostgreSQL would refuse to start.
	socketFile := filepath.Join(socket, ".s.PGSQL."+port)
	stale := []string{socketFile, socketFile + ".lock"}
	if pm := readPostmaster(data); pm.pid != 0 && alive(pm.pid) {
		stale = append(stale, filepath.Join(data, "postmaster.pid"))
	}
	for _, path := range stale {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return dirFault(data, err)
		}
	}
	return nil
}

// drive signals the servers of data and waits until they are gone, patience is over, or the postmaster is gone while
// processes of its are left, which want a stronger signal.
func drive(ctx context.Context, data string, pids []int, sig syscall.Signal, patience time.Duration) error {
	main := readPostmaster(data).pid
	headless := !slices.Contains(pids, main)
	if headless {
		if sig == syscall.SIGINT { // to a backend it would only cancel a query
			sig = syscall.SIGQUIT
		}
		for _, pid := range pids {
			_ = syscall.Kill(pid, sig) // one that is gone is what we want
		}
	} else {
		_ = syscall.Kill(main, sig)
	}
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for waited := time.Duration(0); waited < patience; waited += pollEvery {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ErrStartFailed.Saying("The start of PostgreSQL was interrupted.").With(ctx.Err())
		}
		left := serverProcesses(data)
		if len(left) == 0 || !headless && !slices.Contains(left, main) {
			return nil
		}
	}
	return nil
}
