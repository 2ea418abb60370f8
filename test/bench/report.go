package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// report is what a run found; the JSON of -json.
type report struct {
	Machine  machine    `json:"machine"`
	Clients  int        `json:"clients"`
	Seconds  float64    `json:"seconds_per_cell"`
	Rounds   int        `json:"rounds"`
	Settings []string   `json:"settings"`
	SQL      []sqlCell  `json:"sql"`
	HTTP     []httpCell `json:"http"`
	Memory   []memory   `json:"memory"`
}

// sqlCell is one variant of one query at one number of organizations.
type sqlCell struct {
	Organizations int     `json:"organizations"`
	Query         string  `json:"query"`
	Variant       string  `json:"variant"`
	Aim           float64 `json:"aim,omitempty"`
	result
}

// httpCell is one server's answer to one request. The base line is the smallest handler.
type httpCell struct {
	Organizations int     `json:"organizations"`
	Request       string  `json:"request"`
	Server        string  `json:"server"`
	Aim           float64 `json:"aim,omitempty"`
	result
}

// memory is what a serving process holds after the HTTP part.
type memory struct {
	Server      string  `json:"server"`
	ResidentMiB float64 `json:"resident_mib"`
	PeakMiB     float64 `json:"peak_mib"`
	AimMiB      float64 `json:"aim_mib,omitempty"`
}

func (r *report) writeJSON(path string) error {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

// write prints the tables.
func (r *report) write(w io.Writer) error {
	m := r.Machine
	fmt.Fprintf(w, "\n%d cores (%s), %d MiB, PostgreSQL %s, %s. A commit that waits for the disk takes %.2f ms.\n", m.Cores,
		m.Processor, m.MemoryMiB, m.PostgreSQL, m.Go, m.CommitMS)
	fmt.Fprintf(w, "%s. Load of the machine %s before, %s after (our own included).\n", strings.Join(r.Settings, ", "),
		orUnknown(m.LoadBefore), orUnknown(m.LoadAfter))
	fmt.Fprintf(w, "%d clients at a time, %.3g s for each line in %d rounds taken in turn; figures are medians of the rounds.\n",
		r.Clients, r.Seconds, r.Rounds)
	fmt.Fprintf(w, "The base line of every ratio is %s.\n\n", bare)
	for _, v := range variants {
		fmt.Fprintf(w, "  %-6s %s\n", v.name, v.note)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, organizations := range r.scales() {
		fmt.Fprintf(t, "\n%d organizations\t\ttx/s\tp50 ms\tp99 ms\tof bare\taim\t\n", organizations)
		last := ""
		for _, c := range r.SQL {
			if c.Organizations == organizations {
				line(t, c.Query, &last, c.Variant, c.result, c.Aim)
			}
		}
		if err := t.Flush(); err != nil {
			return err
		}
	}
	r.growth(t)
	if len(r.HTTP) > 0 {
		last := ""
		fmt.Fprintf(t, "\nHTTP, %d organizations\t\treq/s\tp50 ms\tp99 ms\tof smallest\taim\t\n", r.HTTP[0].Organizations)
		for _, c := range r.HTTP {
			line(t, c.Request, &last, c.Server, c.result, c.Aim)
		}
	}
	if len(r.Memory) > 0 {
		fmt.Fprint(t, "\nmemory after the requests\t\tresident MiB\tpeak MiB\taim\t\n")
		for _, c := range r.Memory {
			fmt.Fprintf(t, "%s\t\t%.1f\t%.1f\t%s\t\n", c.Server, c.ResidentMiB, c.PeakMiB, under(c.AimMiB))
		}
	}
	return t.Flush()
}

// line prints one row of a table, with the aim told as met or missed.
func line(w io.Writer, group string, last *string, name string, r result, aim float64) {
	title := group
	if *last == group {
		title = ""
	}
	*last = group
	verdict := ""
	if aim > 0 {
		verdict = fmt.Sprintf("%.2f met", aim)
		if r.OfBaseline < aim {
			verdict = fmt.Sprintf("%.2f MISSED", aim)
		}
	}
	fmt.Fprintf(w, "%s\t%s\t%.0f\t%.2f\t%.2f\t%.2f\t%s\t\n", title, name, r.PerSecond, r.P50, r.P99, r.OfBaseline, verdict)
}

func under(aim float64) string {
	if aim == 0 {
		return ""
	}
	return fmt.Sprintf("< %.0f", aim)
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// scales returns the numbers of organizations, in order.
func (r *report) scales() []int {
	var list []int
	for _, c := range r.SQL {
		if len(list) == 0 || list[len(list)-1] != c.Organizations {
			list = append(list, c.Organizations)
		}
	}
	return list
}

// growth prints what more organizations do to the transactions of each variant: 1.00 is nothing, 0.25 is four times
// slower.
func (r *report) growth(w io.Writer) {
	scales := r.scales()
	if len(scales) < 2 {
		return
	}
	first, last := scales[0], scales[len(scales)-1]
	fmt.Fprintf(w, "\ntx/s at %d by tx/s at %d\t", last, first)
	for _, v := range variants {
		fmt.Fprintf(w, "%s\t", v.name)
	}
	fmt.Fprintln(w)
	for _, q := range queries {
		fmt.Fprintf(w, "%s\t", q.name)
		for _, v := range variants {
			fmt.Fprintf(w, "%.2f\t", r.rate(last, q.name, v.name)/r.rate(first, q.name, v.name))
		}
		fmt.Fprintln(w)
	}
}

func (r *report) rate(organizations int, query, variant string) float64 {
	for _, c := range r.SQL {
		if c.Organizations == organizations && c.Query == query && c.Variant == variant {
			return c.PerSecond
		}
	}
	return 0
}
