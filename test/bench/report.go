package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// report is what a run found; the JSON of -json.
type report struct {
	Machine  machine     `json:"machine"`
	Quick    bool        `json:"quick,omitempty"`
	Clients  int         `json:"clients"`
	Seconds  float64     `json:"seconds_per_cell"`
	Rounds   int         `json:"rounds"`
	Settings []string    `json:"settings"`
	SQL      []sqlCell   `json:"sql"`
	HTTP     []httpCell  `json:"http"`
	Memory   []memory    `json:"memory"`
	Large    []largeCell `json:"large"`
	Books    []booksCell `json:"books"`
	Rents    rentRun     `json:"rents"`
	Import   brought     `json:"import"`
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

// memory is what a serving process holds after a part of the requests.
type memory struct {
	After       string  `json:"after"`
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
func (r *report) write(w io.Writer) {
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
	for _, organizations := range r.scales() {
		var cells []sqlCell
		for _, c := range r.SQL {
			if c.Organizations == organizations {
				cells = append(cells, c)
			}
		}
		heading(w, fmt.Sprintf("%d organizations", organizations), "tx/s", "of bare")
		for i, c := range cells {
			r.line(w, c.Query, i > 0 && cells[i-1].Query == c.Query, c.Variant, c.result, c.Aim)
		}
	}
	r.growth(w)
	if len(r.HTTP) > 0 {
		heading(w, fmt.Sprintf("HTTP at %d organizations", r.HTTP[0].Organizations), "req/s", "of smallest")
	}
	for i, c := range r.HTTP {
		r.line(w, c.Request, i > 0 && r.HTTP[i-1].Request == c.Request, c.Server, c.result, c.Aim)
	}
	r.writeLarge(w)
	r.writeBooks(w)
	if len(r.Memory) > 0 {
		fmt.Fprintf(w, "\n%-45s%-11s%13s%10s\n", "memory of the process after", "", "resident MiB", "peak MiB")
	}
	for i, c := range r.Memory {
		after := c.After
		if i > 0 && r.Memory[i-1].After == after {
			after = ""
		}
		fmt.Fprintf(w, "%-45s%-11s%13.1f%10.1f  %s\n", after, c.Server, c.ResidentMiB, c.PeakMiB,
			r.verdict(c.AimMiB, c.ResidentMiB < c.AimMiB, "< %.0f"))
	}
	r.imported(w)
}

// imported prints what the import of one large file took.
func (r *report) imported(w io.Writer) {
	if i := r.Import; i.Units > 0 {
		fmt.Fprintf(w, "\n%-45s%-11s%10s%10s\n%-45s%-11s%10.0f%10.1f  %s\n", "import of one file", "", "units/s", "seconds",
			fmt.Sprintf("%d units, %d renters", i.Units, i.Renters), "", i.PerSecond, i.Seconds, r.verdict(i.Aim, i.Seconds < i.Aim, "< %.0f"))
	}
}

func heading(w io.Writer, title, rate, ratio string) {
	fmt.Fprintf(w, "\n%-45s%-11s%10s%10s%10s%13s  aim\n", title, "", rate, "p50 ms", "p99 ms", ratio)
}

// line prints one row of a table, with the aim told as met or missed.
func (r *report) line(w io.Writer, group string, again bool, name string, v result, aim float64) {
	if again {
		group = ""
	}
	rate := fmt.Sprintf("%.0f", v.PerSecond)
	if v.PerSecond < 100 {
		rate = fmt.Sprintf("%.1f", v.PerSecond)
	}
	ratio := fmt.Sprintf("%.2f", v.OfBaseline)
	if v.OfBaseline < 0.1 {
		ratio = fmt.Sprintf("%.4f", v.OfBaseline)
	}
	fmt.Fprintf(w, "%-45s%-11s%10s%10.2f%10.2f%13s  %s\n", group, name, rate, v.P50, v.P99, ratio,
		r.verdict(aim, v.OfBaseline >= aim, "%.2f"))
}

// verdict tells whether an aim is met. A quick run measures nothing and so says nothing.
func (r *report) verdict(aim float64, met bool, format string) string {
	switch {
	case aim == 0 || r.Quick:
		return ""
	case met:
		return fmt.Sprintf(format+" met", aim)
	default:
		return fmt.Sprintf(format+" MISSED", aim)
	}
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
	fmt.Fprintf(w, "\n%-45s", fmt.Sprintf("tx/s at %d by tx/s at %d", last, first))
	for _, v := range variants {
		fmt.Fprintf(w, "%8s", v.name)
	}
	fmt.Fprintln(w)
	for _, q := range queries {
		fmt.Fprintf(w, "%-45s", q.name)
		for _, v := range variants {
			fmt.Fprintf(w, "%8.2f", r.rate(last, q.name, v.name)/r.rate(first, q.name, v.name))
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
