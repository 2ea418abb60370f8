package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/app"
	"github.com/propertyos/propertyos/internal/config"
)

// childVariable turns this program into one of the children: a server in a process of its own, which shares neither
// memory nor garbage collection with those who measure it.
const childVariable = "PROPERTYOS_BENCH_SERVE"

const (
	childSmallest = "smallest"
	childProduct  = "propertyos"
	// childUnaudited is the product with reads left out of the audit log, to see what recording them costs.
	childUnaudited = "unaudited"
)

// children make what a child serves, and what to do at its end.
var children = map[string]func(context.Context) (http.Handler, func(), error){
	childSmallest: func(ctx context.Context) (http.Handler, func(), error) {
		handler, pool, err := smallest(ctx, os.Getenv("DATABASE_URL"))
		if err != nil {
			return nil, nil, err
		}
		return handler, pool.Close, nil
	},
	childProduct:   func(ctx context.Context) (http.Handler, func(), error) { return product(ctx, true) },
	childUnaudited: func(ctx context.Context) (http.Handler, func(), error) { return product(ctx, false) },
}

// product returns the product's own handlers, logs of every request included.
func product(ctx context.Context, audited bool) (http.Handler, func(), error) {
	cfg, err := config.Load(os.TempDir(), "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	cfg.NoReadAudit = !audited
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	database, err := app.OpenDatabase(ctx, cfg, log)
	if err != nil {
		return nil, nil, err
	}
	a, err := app.Open(ctx, cfg, log, database)
	if err != nil {
		return nil, nil, errors.Join(err, database.Close(ctx))
	}
	return a.Handler(), func() { _ = a.Close(context.WithoutCancel(ctx)) }, nil
}

// serveChild serves until in ends, on a port that it writes to out.
func serveChild(serve func(context.Context) (http.Handler, func(), error), out io.Writer, in io.Reader) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	handler, done, err := serve(ctx)
	if err != nil {
		return err
	}
	defer done()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		_, _ = io.Copy(io.Discard, in)
		_ = server.Close()
	}()
	fmt.Fprintln(out, listener.Addr())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// startSmallest starts the server with the smallest handlers.
func (s *stand) startSmallest(ctx context.Context, _ options) (*serving, error) {
	as := &serving{
		name: childSmallest,
		list: func(m member) string { return "/" + ours(kindOrganization, m.org, 0).String() },
		get: func(m member, n int) string {
			return "/" + ours(kindOrganization, m.org, 0).String() + "/" + ours(kindUnit, m.org, n).String()
		},
	}
	return as, s.startChild(ctx, as)
}

func productNamed(name string) *serving {
	return &serving{
		name: name,
		list: func(member) string { return "/v1/units?limit=50" },
		get:  func(m member, n int) string { return "/v1/units/" + ours(kindUnit, m.org, n).String() },
	}
}

// startUnaudited starts the product's handlers with reads left out of the audit log.
func (s *stand) startUnaudited(ctx context.Context, _ options) (*serving, error) {
	as := productNamed(childUnaudited)
	return as, s.startChild(ctx, as)
}

// startProduct starts the product's server: the program that -binary names, or else a child with the same handlers.
func (s *stand) startProduct(ctx context.Context, o options) (*serving, error) {
	as := productNamed(childProduct)
	if o.binary != "" {
		return as, s.startBinary(ctx, as, o.binary)
	}
	return as, s.startChild(ctx, as)
}

// startChild starts this program again as one of the children.
func (s *stand) startChild(ctx context.Context, as *serving) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	as.command = exec.CommandContext(ctx, self)
	as.command.Env, as.command.Stderr, as.command.WaitDelay = s.environment(childVariable+"="+as.name), os.Stderr, 5*time.Second
	in, err := as.command.StdinPipe()
	if err != nil {
		return err
	}
	out, err := as.command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := as.command.Start(); err != nil {
		return err
	}
	as.end = in.Close
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return errors.Join(fmt.Errorf("the server %q did not start: %w", as.name, err), as.stop())
	}
	as.address = strings.TrimSpace(line)
	return nil
}
