// Package pgtest gives tests a real PostgreSQL: one scratch server for each test process, started on first use, and in
// it a database for each test, cloned from a migrated template in a few dozen milliseconds. The roles and their rights
// are the product's own, and the databases stand in an odd time zone so that code which forgets zones fails.
//
// A package that uses it says so once:
//
//	func TestMain(m *testing.M) { pgtest.Main(m) }
//
// PROPERTYOS_TEST_PG, a superuser's URL, names a server that runs already; it keeps the template between runs.
package pgtest

import (
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"testing"

	"go.uber.org/goleak"
)

// shared is the server of this test process.
var shared struct {
	mu      sync.Mutex
	inMain  bool
	server  *server
	err     error
	stopped bool
}

// Main runs a package's tests, ends what they started, looks for goroutines left behind and exits. On an interrupt it
// stops the server before it exits; when the process dies in another way the kernel stops it (on Linux), and the next
// run takes its files away. m is a *testing.M, or what wraps one.
func Main(m interface{ Run() int }) {
	shared.mu.Lock()
	shared.inMain = true
	shared.mu.Unlock()

	interrupts, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer close(done)
		if s, ok := <-interrupts; ok {
			stop()
			fmt.Fprintf(os.Stderr, "pgtest: %s, stopped the test server\n", s)
			os.Exit(130)
		}
	}()
	code := m.Run()
	stop()
	signal.Stop(interrupts)
	close(interrupts)
	<-done
	if code == 0 {
		if err := goleak.Find(); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest:", err)
			code = 1
		}
	}
	os.Exit(code)
}

// running returns the server, starting it on first use.
func running(t testing.TB) *server {
	t.Helper()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if !shared.inMain {
		t.Fatal("pgtest: call pgtest.Main from the package's TestMain, or nobody stops the server")
	}
	if shared.stopped {
		t.Fatal("pgtest: the server has been stopped")
	}
	if shared.server == nil && shared.err == nil {
		shared.server, shared.err = start()
	}
	if shared.err != nil {
		t.Fatalf("pgtest: start a PostgreSQL for the tests: %v", shared.err)
	}
	return shared.server
}

func stop() {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	shared.stopped = true
	if shared.server != nil {
		shared.server.stop()
		shared.server = nil
	}
}
