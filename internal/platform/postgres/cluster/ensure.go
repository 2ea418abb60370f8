package cluster

import (
	"context"
	"errors"
	"syscall"
	"time"
)

// Ensure is for commands that need the database for a moment: it attaches to the server of o.Dir when a process
// runs it already (Stop then only lets go of it), and starts it like Start otherwise, until Stop. A command whose
// server others have attached to waits for them in Stop. While another process is still starting the server,
// Ensure waits for it, two minutes at most.
func Ensure(ctx context.Context, o Options) (*Cluster, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	const patience = 2 * time.Minute
	tick := time.NewTicker(5 * pollEvery)
	defer tick.Stop()
	for waited := time.Duration(0); ; waited += 5 * pollEvery {
		c, err := Start(ctx, o)
		if err == nil {
			c.ensured = true
			return c, nil
		}
		if !errors.Is(err, ErrLocked) {
			return nil, err
		}
		if c, attachErr := attach(o); attachErr == nil || !errors.Is(attachErr, ErrNotRunning) {
			return c, attachErr
		}
		if waited >= patience {
			return nil, ErrNotRunning.Saying("Process %d holds %s, but its database does not answer.",
				lockHolder(o.Dir), o.Dir)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, ErrNotRunning.Saying("Waiting for the database of %s was interrupted.", o.Dir).With(ctx.Err())
		}
	}
}

// attach joins the server that another process runs.
func attach(o Options) (*Cluster, error) {
	use, held, err := flock(o.Dir, useName, syscall.LOCK_SH)
	if held { // its owner is about to stop it
		return nil, ErrNotRunning
	}
	if err != nil {
		return nil, dirFault(o.Dir, err)
	}
	info, err := Open(o.Dir)
	if err != nil {
		use.release()
		return nil, err
	}
	info.secrets.log = o.Log
	return &Cluster{Info: info, opts: o, attached: true, use: use, done: make(chan struct{})}, nil
}

// awaitUsers waits until no command is attached any more, or ctx ends, and lets no new one attach.
func (c *Cluster) awaitUsers(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		l, held, err := flock(c.opts.Dir, useName, syscall.LOCK_EX)
		if !held {
			if err == nil {
				c.hold(l)
			}
			return
		}
		select {
		case <-tick.C:
		case <-c.done:
			return
		case <-ctx.Done():
			return
		}
	}
}
