package cluster

import (
	"os"
	"os/exec"
	"syscall"
	"time"
)

// server is one run of the postgres program.
type server struct {
	cmd    *exec.Cmd
	data   string
	exited chan struct{} // closed when the postmaster is gone
	read   chan struct{} // closed when its last word is read
	stderr *os.File
	err    error // how it ended; set before exited is closed
}

// run starts postgres. The caller must stay locked to its thread until the server has exited.
func (c *Cluster) run() (*server, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	s := &server{
		cmd:  exec.Command(c.install.program("postgres"), "-D", c.place.Data), //nolint:gosec // an installed program
		data: c.place.Data, exited: make(chan struct{}), read: make(chan struct{}), stderr: r,
	}
	s.cmd.Dir, s.cmd.Env, s.cmd.SysProcAttr = c.place.Data, c.environment(), c.account.attributes()
	s.cmd.Stdout, s.cmd.Stderr = w, w
	err = s.cmd.Start()
	_ = w.Close() // the server has its own
	if err != nil {
		_ = r.Close()
		return nil, err
	}
	go func() {
		defer close(s.read)
		c.output.collect(r)
	}()
	go func() {
		defer close(s.exited)
		s.err = s.cmd.Wait()
	}()
	return s, nil
}

func (s *server) ready() bool {
	pm := readPostmaster(s.data)
	return pm.ready && pm.pid == s.cmd.Process.Pid
}

// awaitReady waits until the server accepts connections. It returns false when the server exited or stopping is
// closed before.
func (s *server) awaitReady(stopping <-chan struct{}, slow func()) bool {
	const telling = 5 * time.Second
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for waited := time.Duration(0); !s.ready(); waited += pollEvery {
		if waited == telling {
			slow()
		}
		select {
		case <-tick.C:
		case <-s.exited:
			return false
		case <-stopping:
			return false
		}
	}
	return true
}

// shutdown ends the server by a fast shutdown, and by stronger means once hard is closed.
func (s *server) shutdown(hard <-chan struct{}) {
	_ = s.cmd.Process.Signal(syscall.SIGINT) // fails only for a server that is gone
	select {
	case <-s.exited:
		return
	case <-hard:
	}
	_ = s.cmd.Process.Signal(syscall.SIGQUIT)
	timer := time.NewTimer(5 * time.Second)
	defer timer.Stop()
	select {
	case <-s.exited:
		return
	case <-timer.C:
	}
	_ = s.cmd.Process.Kill()
	<-s.exited
}

// finish waits for the last words of a server that exited. Processes of its that outlive it hold the other end of the
// pipe, so the wait is bounded.
func (s *server) finish() {
	timer := time.NewTimer(500 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-s.read:
	case <-timer.C:
	}
	_ = s.stderr.Close()
	<-s.read
}
