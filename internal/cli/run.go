package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/propertyos/propertyos/internal/app"
)

type upCmd struct {
	Listen string `help:"Address to serve on. Default: localhost:8080." default:"localhost:8080" placeholder:"HOST:PORT"`
	NoDemo bool   `help:"Do not load the demo organizations into an empty database."`
}

func (c *upCmd) Run(ctx context.Context, g *globals) error {
	cfg, err := g.config(c.Listen)
	if err != nil {
		return err
	}
	return app.Up(ctx, cfg, app.UpOptions{Demo: !c.NoDemo, Out: g.out, Version: g.version})
}

type serveCmd struct {
	Listen   string `help:"Address to serve on. Default: localhost:8080." default:"localhost:8080" placeholder:"HOST:PORT"`
	NoWorker bool   `help:"Leave the jobs to propertyos worker."`
}

func (c *serveCmd) Run(ctx context.Context, g *globals) error {
	cfg, err := g.config(c.Listen)
	if err != nil {
		return err
	}
	return app.Serve(ctx, cfg, app.ServeOptions{HTTP: true, Workers: !c.NoWorker, Out: g.out, Version: g.version})
}

type workerCmd struct{}

func (c *workerCmd) Run(ctx context.Context, g *globals) error {
	cfg, err := g.config("")
	if err != nil {
		return err
	}
	return app.Serve(ctx, cfg, app.ServeOptions{Workers: true, Out: g.out, Version: g.version})
}

type versionCmd struct{}

func (c *versionCmd) Run(g *globals) error {
	return g.print(map[string]string{"version": g.version}, func(w io.Writer) { fmt.Fprintln(w, "propertyos", g.version) })
}

type doctorCmd struct{}

func (c *doctorCmd) Run(ctx context.Context, g *globals) error {
	cfg, err := g.config("")
	if err != nil {
		return err
	}
	findings := app.Doctor(ctx, cfg)
	bad := 0
	for _, f := range findings {
		if !f.OK {
			bad++
		}
	}
	err = g.print(findings, func(w io.Writer) {
		for _, f := range findings {
			mark := "ok  "
			switch {
			case !f.OK:
				mark = "BAD "
			case f.Warn:
				mark = "warn"
			}
			fmt.Fprintf(w, "%s %-25s %s\n", mark, f.Check, f.Detail)
		}
	})
	if err == nil && bad > 0 {
		return fmt.Errorf("%d of %d checks failed", bad, len(findings))
	}
	return err
}
