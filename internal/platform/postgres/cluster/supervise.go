package cluster

import (
	"context"
	"errors"
	"runtime"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// supervise runs the server until Stop, restarting it when it dies. The first start is reported on ready, once. It
// gives up after too many restarts without a stable run in between, save for a full disk, for which it waits: whoever
// frees the space should find the product come back by itself.
func (c *Cluster) supervise(ready chan<- error) {
	// The kernel tells the server to stop when the thread that started it ends, so this one is kept. It is given back
	// rather than ended afterwards, for the sake of other programs that were started on it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer close(c.done)
	defer c.release()
	pause, restarts := c.opts.retry.first, 0
	for first := true; ; first = false {
		stable, failure := c.once(first, ready)
		if failure == nil || (first && !stable.reached) {
			if first && !stable.reached {
				ready <- failure
			}
			return
		}
		if stable.lasted {
			pause, restarts = c.opts.retry.first, 0
		}
		restarts++
		if restarts > c.opts.retry.limit && !errors.Is(failure, ErrDiskFull) {
			c.fail(failure)
			return
		}
		c.opts.Log.Error("PostgreSQL went down; restarting it", "error", failure, "attempt", restarts,
			"pause", pause.String())
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-c.stopping:
			timer.Stop()
			return
		}
		pause = min(2*pause, c.opts.retry.max)
	}
}

// stability tells how far one run of the server got.
type stability struct {
	reached bool // it accepted connections
	lasted  bool // and did so for long enough to count as healthy
}

// once runs the server one time, to its end. The failure is nil when it ended because of Stop.
func (c *Cluster) once(first bool, ready chan<- error) (stability, error) {
	if !first {
		if err := c.clear(); err != nil {
			return stability{}, c.unlessStopping(err)
		}
	}
	c.output.forget()
	s, err := c.run()
	if err != nil {
		return stability{}, startFault(c.opts.Dir, "PostgreSQL could not be started", []string{err.Error()}, err)
	}
	defer s.finish()
	var got stability
	slow := func() { c.opts.Log.Info("PostgreSQL is still starting; after a crash it replays its log first") }
	if s.awaitReady(c.stopping, slow) {
		got.reached = true
		c.opts.Log.Info("PostgreSQL is running", "pid", s.cmd.Process.Pid, "version", c.install.Version(),
			"data", c.place.Data)
		if first {
			ready <- nil
		}
	}
	since := c.opts.Clock.Now()
	select {
	case <-s.exited:
		s.finish()
		got.lasted = got.reached && c.opts.Clock.Now().Sub(since) >= c.opts.retry.stable
		return got, startFault(c.opts.Dir, "PostgreSQL ended by itself", c.output.words(), s.err)
	case <-c.stopping:
		s.shutdown(c.hard)
		c.opts.Log.Info("PostgreSQL is stopped", "data", c.place.Data)
		if first && !got.reached {
			return got, ErrStartFailed.Saying("The start of PostgreSQL was interrupted.")
		}
		return got, nil
	}
}

// clear ends the processes that a killed postmaster left behind; they would keep a new one from starting.
func (c *Cluster) clear() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-c.stopping:
			cancel()
		case <-ctx.Done():
		}
	}()
	return evict(ctx, c.place.Data, c.place.Socket, c.opts.Log)
}

// unlessStopping drops a failure that Stop itself caused.
func (c *Cluster) unlessStopping(err error) error {
	select {
	case <-c.stopping:
		return nil
	default:
		return err
	}
}

func (c *Cluster) fail(failure error) {
	f := fault.As(failure)
	c.opts.Log.Error("PostgreSQL cannot be kept running; giving up", "error", f)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = f
}
