package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestMain lets the test's own program be the servers that it measures.
func TestMain(m *testing.M) {
	if serve := children[os.Getenv(childVariable)]; serve != nil {
		exit(serveChild(serve, os.Stdout, os.Stdin))
	}
	os.Exit(m.Run())
}

// TestQuick runs the whole benchmark on a handful of rows. What it measures is not looked at, only that each thing was
// measured and that all variants read and wrote the same.
func TestQuick(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "figures.json")
	o, err := parse([]string{"-quick", "-json", path, "-limit", "5m"}, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(t.Context(), o, &out, t.Output()); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(b, &r); err != nil {
		t.Fatal(err)
	}
	if got, want := len(r.SQL), 2*len(queries)*len(variants); got != want {
		t.Errorf("%d cells of SQL, want %d", got, want)
	}
	if got, want := len(r.HTTP), 8; got != want {
		t.Errorf("%d cells of HTTP, want %d", got, want)
	}
	if len(r.Large) != len(largeRequests) {
		t.Errorf("%d cells of the large organization, want %d", len(r.Large), len(largeRequests))
	}
	for _, c := range r.Large {
		if c.P50 <= 0 || c.P99 < c.P50 || c.KiB <= 0 {
			t.Errorf("no measurement: %+v", c)
		}
	}
	if got, want := len(r.Books), 5; got != want {
		t.Errorf("%d cells of the books, want %d", got, want)
	}
	for _, c := range r.Books {
		if c.PerSecond <= 0 || c.P50 <= 0 || c.P99 < c.P50 || c.OfBaseline <= 0 {
			t.Errorf("no measurement: %+v", c)
		}
	}
	if r.Rents.Charges <= r.Rents.Leases || r.Rents.Seconds <= 0 || r.Rents.BareSeconds <= 0 {
		t.Errorf("no measurement: %+v", r.Rents)
	}
	for _, c := range r.SQL {
		if c.PerSecond <= 0 || c.P50 <= 0 || c.P99 < c.P50 || c.OfBaseline <= 0 {
			t.Errorf("no measurement: %+v", c)
		}
	}
	for _, c := range r.HTTP {
		if c.PerSecond <= 0 || c.P50 <= 0 || c.P99 < c.P50 || c.OfBaseline <= 0 {
			t.Errorf("no measurement: %+v", c)
		}
	}
	for _, want := range []string{"2 organizations", "4 organizations", "tx/s at 4 by tx/s at 2", "HTTP at 4", "memory", "books", "one rent run", "import of one file"} {
		if !bytes.Contains(out.Bytes(), []byte(want)) {
			t.Errorf("the report does not say %q:\n%s", want, out.String())
		}
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), fmt.Sprintf("%s%d-*", tempPrefix, os.Getpid())))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestFlags(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-organizations", "800,200"},
		{"-organizations", "0"},
		{"-organizations", "many"},
		{"-clients", "0"},
		{"-rounds", "0"},
		{"-duration", "-1s"},
		{"surplus"},
		{"-unknown"},
	} {
		if _, err := parse(args, t.Output()); err == nil {
			t.Errorf("%v was accepted", args)
		}
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	var values []time.Duration
	for n := 100; n > 0; n-- {
		values = append(values, time.Duration(n))
	}
	for percent, want := range map[int]time.Duration{1: 1, 50: 50, 99: 99, 100: 100} {
		if got := percentile(values, percent); got != want {
			t.Errorf("percentile %d = %d, want %d", percent, got, want)
		}
	}
	if got := percentile([]time.Duration{7}, 99); got != 7 {
		t.Errorf("of one value: %d", got)
	}
	if got := median([]float64{5, 1, 3}); got != 3 {
		t.Errorf("median = %v, want 3", got)
	}
}
