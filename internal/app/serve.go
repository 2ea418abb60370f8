package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/web/assets"
)

// ErrListen says that the address cannot be listened on.
var ErrListen = fault.New(fault.Unavailable, "listen_failed", "The address cannot be listened on.")

// stopPatience bounds how long requests and jobs may finish after a signal.
const stopPatience = 15 * time.Second

// ServeOptions say what one process does.
type ServeOptions struct {
	HTTP    bool
	Workers bool
	Out     io.Writer
	Version string
}

// Serve runs the server, the workers or both against the database of the settings, until ctx ends. It refuses a role that
// row-level security does not hold.
func Serve(ctx context.Context, cfg config.Config, o ServeOptions) (err error) {
	log := newLog(o.Out, cfg)
	database, err := OpenDatabase(ctx, cfg, log)
	if err != nil {
		return err
	}
	a, err := Open(ctx, cfg, log, database)
	if err != nil {
		_ = database.Close(context.WithoutCancel(ctx))
		return err
	}
	defer func() { err = errors.Join(err, a.Close(context.WithoutCancel(ctx))) }()
	if err := a.checkRoles(ctx); err != nil {
		return err
	}
	if err := a.openKeys(ctx, false); err != nil {
		log.Warn("the encryption keys are not open: no secret of an identity provider and no authenticator app can be used", "error", err)
	}
	a.warnOfSettings()
	if err := audit.BeginEra(ctx, a.db); err != nil {
		return err
	}
	return a.run(ctx, o, func(address string) { log.Info("serving", "address", address, "version", o.Version) })
}

// startLive begins to hear of events, for the pages that are open.
func (a *App) startLive(ctx context.Context) error {
	url, err := a.database.URL("system")
	if err != nil {
		return err
	}
	a.hub.Start(ctx, url)
	return nil
}

// warnOfSettings tells of what works less well than it could.
func (a *App) warnOfSettings() {
	if a.cfg.Mail.Host == "" {
		a.log.Warn("no mail is sent and mail waits: set PROPERTYOS_SMTP_HOST and its siblings")
	}
}

// checkRoles refuses to serve as a role that row-level security does not hold, and a schema that is behind.
func (a *App) checkRoles(ctx context.Context) error {
	for _, role := range []string{"app", "system"} {
		url, err := a.database.URL(role)
		if err != nil {
			return err
		}
		facts, err := postgres.Inspect(ctx, url)
		if err != nil {
			return err
		}
		warning, err := facts.CheckServing()
		if err != nil {
			return err
		}
		if warning != "" && role == "app" && a.cfg.Database.External() { // the private cluster has warned by itself
			a.log.Warn(warning)
		}
	}
	return nil
}

// run starts what o asks for and stops it in the opposite order: no new requests, then jobs, then (in Close) pools.
func (a *App) run(ctx context.Context, o ServeOptions, started func(address string)) error {
	if err := a.openJobs(o.Workers); err != nil {
		return err
	}
	var server *http.Server
	var listener net.Listener
	if o.HTTP {
		if err := assets.Check(); err != nil {
			return err
		}
		var err error
		if listener, err = listen(a.cfg.Listen); err != nil {
			return err
		}
		if err := a.openKeys(ctx, false); err != nil {
			a.log.Warn("the master key is not available: no sandboxes can be made", "error", err)
		}
		server = &http.Server{
			Handler: a.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second,
			WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
			ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
		}
		server.RegisterOnShutdown(a.hub.Close) // answers that never end by themselves would hold up the stop
	}
	workers, err := a.startWork(ctx, o.Workers)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	if server != nil {
		if err := a.startLive(ctx); err != nil {
			return errors.Join(err, workers.stop(ctx))
		}
		defer a.hub.Stop()
		go func() { failed <- server.Serve(listener) }()
		started("http://" + a.cfg.Listen)
	}
	var cause error
	select {
	case <-ctx.Done():
	case cause = <-failed:
	case <-a.database.Gone():
		cause = a.database.Err()
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
	defer cancel()
	if server != nil {
		if err := server.Shutdown(stop); err != nil {
			a.log.Warn("requests were cut off", "error", err)
			_ = server.Close()
		}
	}
	if err := workers.stop(stop); err != nil {
		a.log.Warn("jobs were cut off", "error", err)
	}
	return cause
}

func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, ErrListen.Saying("Something else is using %s. Choose another address with --listen, such as localhost:8081.", address).With(err)
	case errors.Is(err, os.ErrPermission), errors.Is(err, syscall.EACCES):
		return nil, ErrListen.Saying("This user may not listen on %s. Ports below 1024 need more rights.", address).With(err)
	default:
		return nil, ErrListen.Saying("%s cannot be listened on.", address).With(err)
	}
}

// UpOptions say how to run everything on this machine.
type UpOptions struct {
	Demo    bool // load the demo organizations where there is no organization at all
	Out     io.Writer
	Version string
}

// Up makes and supervises a private PostgreSQL, brings its schema up to date, loads the demo if asked for and the
// database is empty, and serves until ctx ends. With an external database it does all but the cluster.
func Up(ctx context.Context, cfg config.Config, o UpOptions) (err error) {
	if cfg.LogLevel == "" {
		cfg.LogLevel = "warn" // a person reads this
	}
	if cfg.SignUp == "" {
		cfg.SignUp = config.SignUpOpen // somebody tries the product on their own machine
	}
	if cfg.LogFormat == "" {
		cfg.LogFormat = string(observe.FormatText)
	}
	cfg.Mail.Outbox = cfg.Mail.Host == ""
	log := newLog(o.Out, cfg)
	if err := assets.Check(); err != nil {
		return err
	}
	// The port is tried first, so that a second up on the same port does not first start a cluster.
	probe, err := listen(cfg.Listen)
	if err != nil {
		return err
	}
	_ = probe.Close()
	var database *Database
	if cfg.Database.External() {
		database, err = OpenDatabase(ctx, cfg, log)
	} else {
		fmt.Fprintf(o.Out, "Starting the private PostgreSQL in %s …\n", cfg.Data)
		database, err = startDatabase(ctx, cfg, log)
	}
	if err != nil {
		return err
	}
	a, err := Open(ctx, cfg, log, database)
	if err != nil {
		_ = database.Close(context.WithoutCancel(ctx))
		return err
	}
	defer func() { err = errors.Join(err, a.Close(context.WithoutCancel(ctx))) }()
	if err := a.prepare(ctx, o); err != nil {
		return err
	}
	if err := a.checkRoles(ctx); err != nil {
		return err
	}
	return a.run(ctx, ServeOptions{HTTP: true, Workers: true, Out: o.Out, Version: o.Version}, func(address string) {
		a.welcome(ctx, o.Out, address)
	})
}

// prepare brings the schema up, makes the master key, and loads the demo into an empty database.
func (a *App) prepare(ctx context.Context, o UpOptions) error {
	done, err := a.database.MigrateUp(ctx)
	if err != nil {
		return err
	}
	if len(done) > 0 {
		fmt.Fprintf(o.Out, "Applied %d migrations.\n", len(done))
	}
	if err := audit.BeginEra(ctx, a.db); err != nil {
		return err
	}
	if err := a.openKeys(ctx, true); err != nil {
		return err
	}
	if !o.Demo {
		return nil
	}
	list, err := a.organizations.List(ctx)
	if err != nil {
		return err
	}
	for _, org := range list {
		if !org.Demo {
			return nil // somebody's own data: no demo beside it
		}
	}
	if len(list) == 0 {
		fmt.Fprintln(o.Out, "Loading the demo organizations …")
	}
	// Where the last start was cut off in the middle of the demo, this finishes it.
	if _, err := a.LoadDemo(ctx, Today(), func(int, int) {}); err != nil && fault.As(err).Code != "demo_exists" {
		return err
	}
	return nil
}

// welcome prints where to go and how to get in.
func (a *App) welcome(ctx context.Context, w io.Writer, address string) {
	fmt.Fprintf(w, "\nPropertyOS is running at %s\n\n", address)
	list, err := a.organizations.List(ctx)
	if err != nil {
		return
	}
	demo := false
	for _, org := range list {
		demo = demo || org.Demo
	}
	switch {
	case demo:
		fmt.Fprintln(w, "Demo sign-ins:")
		printSignIns(w)
	case len(list) == 0:
		fmt.Fprintln(w, "There is no organization yet. Make one, and somebody who can sign in:")
		fmt.Fprintln(w, "  propertyos org create --slug my-company --name 'My company'")
		fmt.Fprintln(w, "  propertyos user create --org my-company --email me@my-company.example --role admin --password-file -")
	}
	if a.outboxPages() != nil {
		fmt.Fprintf(w, "\nMail is kept, not sent: %s/dev/outbox\n", address)
	}
	fmt.Fprintf(w, "\nAPI reference: %s/docs/api\nStop with Ctrl-C; the data stays in %s.\n", address, a.cfg.Data)
}

func newLog(w io.Writer, cfg config.Config) *slog.Logger {
	level, err := observe.ParseLevel(cfg.LogLevel)
	if err != nil {
		level = slog.LevelInfo // the settings have been checked
	}
	return observe.NewLogger(w, observe.LogOptions{Format: observe.Format(cfg.LogFormat), Level: level})
}
