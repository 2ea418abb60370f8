// Command bench measures what the wall between organizations costs, and what the server costs, in one run on a database
// of its own: the original design's policies, ours, and the bare query, side by side; then the server's own handlers
// against the smallest that could be written. docs/benchmarks.md tells how to read it.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/clock"
)

// options are the flags.
type options struct {
	plan
	organizations []int
	json          string
	binary        string
	limit         time.Duration
	quick         bool
}

func main() {
	if serve := children[os.Getenv(childVariable)]; serve != nil {
		exit(serveChild(serve, os.Stdout, os.Stdin))
	}
	o, err := parse(os.Args[1:], os.Stderr)
	if err != nil {
		os.Exit(2) // the flag set has told why
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err = run(ctx, o, os.Stdout, os.Stderr)
	stop()
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func parse(args []string, w io.Writer) (options, error) {
	o := options{}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(w)
	organizations := f.String("organizations", "200,800", "numbers of organizations to measure at, rising")
	f.IntVar(&o.clients, "clients", 4, "clients at a time")
	f.DurationVar(&o.duration, "duration", 4*time.Second, "time for each line of the tables, over all rounds")
	f.IntVar(&o.rounds, "rounds", 5, "rounds in which the variants take turns")
	f.StringVar(&o.json, "json", "", "write the figures to this file too")
	f.StringVar(&o.binary, "binary", "", "the propertyos program whose server is measured; none measures its handlers in a process like this one")
	f.DurationVar(&o.limit, "limit", 15*time.Minute, "give up after this time")
	f.BoolVar(&o.quick, "quick", false, "few rows and short times: shows that it works, measures nothing")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	o.warmUp = 300 * time.Millisecond
	if o.quick {
		*organizations, o.duration, o.rounds, o.warmUp = "2,4", 40*time.Millisecond, 2, 10*time.Millisecond
	}
	for _, word := range strings.Split(*organizations, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(word))
		if last := len(o.organizations) - 1; err != nil || n < 1 || last >= 0 && n <= o.organizations[last] {
			return o, say(f, "-organizations needs rising numbers, such as 200,800")
		}
		o.organizations = append(o.organizations, n)
	}
	if o.clients < 1 || o.rounds < 1 || o.duration <= 0 || f.NArg() > 0 {
		return o, say(f, "-clients, -rounds and -duration must be positive, and there are no other arguments")
	}
	return o, nil
}

func say(f *flag.FlagSet, text string) error {
	fmt.Fprintln(f.Output(), "bench:", text)
	return flag.ErrHelp
}

// run measures everything, prints the tables to out and says on progress what it is at.
func run(ctx context.Context, o options, out, progress io.Writer) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, o.limit, fmt.Errorf("not done within %s", o.limit))
	defer cancel()
	r := &report{Quick: o.quick, Clients: o.clients, Seconds: o.duration.Seconds(), Rounds: o.rounds}
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes", "shared_buffers", "jit"} {
		r.Settings = append(r.Settings, name+" "+settings[name])
	}
	s, err := newStand(ctx, o.clients)
	if err != nil {
		return because(ctx, err)
	}
	defer func() {
		if closed := s.Close(); err == nil {
			err = closed
		}
	}()
	if r.Machine, err = s.inspect(ctx); err != nil {
		return because(ctx, err)
	}
	for _, organizations := range o.organizations {
		if err := s.measureSQL(ctx, o, r, organizations, progress); err != nil {
			return because(ctx, err)
		}
	}
	if err := s.measureHTTP(ctx, o, r, progress); err != nil {
		return because(ctx, err)
	}
	if err := s.measureLarge(ctx, o, r, progress); err != nil {
		return because(ctx, err)
	}
	if err := s.measureBooks(ctx, o, r, progress); err != nil {
		return because(ctx, err)
	}
	if err := s.measureImport(ctx, o, r, progress); err != nil {
		return because(ctx, err)
	}
	r.Machine.LoadAfter = loadAverage()
	if r.Machine.DatabaseMiB, err = s.databaseMiB(ctx); err != nil {
		return because(ctx, err)
	}
	if o.json != "" {
		if err := r.writeJSON(o.json); err != nil {
			return err
		}
	}
	r.write(out)
	return nil
}

// because prefers the reason for which ctx ended to what broke when it did.
func because(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// measureSQL loads up to a number of organizations and measures every query there.
func (s *stand) measureSQL(ctx context.Context, o options, r *report, organizations int, progress io.Writer) error {
	began := clock.Monotonic()
	fmt.Fprintf(progress, "loading %d organizations, twice ... ", organizations)
	if err := s.load(ctx, organizations); err != nil {
		return err
	}
	fmt.Fprintf(progress, "%.1f s\n", clock.Monotonic().Sub(began).Seconds())
	for _, q := range queries {
		if err := s.agree(ctx, q); err != nil {
			return err
		}
		fmt.Fprintf(progress, "%d organizations: %s\n", organizations, q.name)
		results, err := compare(ctx, o.plan, s.sqlContenders(q), 2)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		for i, v := range variants {
			cell := sqlCell{Organizations: organizations, Query: q.name, Variant: v.name, result: results[i]}
			if v.name == own {
				cell.Aim = q.aim
			}
			r.SQL = append(r.SQL, cell)
		}
	}
	return nil
}
