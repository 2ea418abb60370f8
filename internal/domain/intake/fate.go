package intake

import (
	"slices"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
)

// Fate is what becomes of a line of the file.
type Fate string

// The fates. A line can have several: that of a property's first unit makes the property too.
const (
	NewProperty       Fate = "new_property"
	UnchangedProperty Fate = "unchanged_property"
	NewUnit           Fate = "new_unit"
	ChangedUnit       Fate = "changed_unit" // its status
	UnchangedUnit     Fate = "unchanged_unit"
	NewLease          Fate = "new_lease"
	UnchangedLease    Fate = "unchanged_lease"
	// Held is a line that could be read, of a file that others keep from coming in.
	Held Fate = "held"
)

// Row is one line of the file with what becomes of it.
type Row struct {
	Line     int              `json:"line"` // 1-based
	Property string           `json:"property,omitempty"`
	Unit     string           `json:"unit,omitempty"`
	Fates    []Fate           `json:"fates"`
	Issues   []rentroll.Issue `json:"issues"`
}

// Failed reports whether the line keeps the file from coming in.
func (r Row) Failed() bool { return rentroll.Failed(r.Issues) }

// fates are what a plan decided, by line.
type fates map[int][]Fate

func (f fates) add(line int, what Fate) {
	if !slices.Contains(f[line], what) {
		f[line] = append(f[line], what)
	}
}

// rows lists every line that was read or has an issue, in the order of the file. Issues of the file as a whole are of
// none.
func rows(roll *rentroll.Roll, decided fates, issues []rentroll.Issue) []Row {
	at := map[int]int{}
	var list []Row
	put := func(line int) *Row {
		i, ok := at[line]
		if !ok {
			i = len(list)
			at[line] = i
			list = append(list, Row{Line: line, Fates: []Fate{}, Issues: []rentroll.Issue{}})
		}
		return &list[i]
	}
	for _, p := range roll.Properties {
		put(p.Line).Property = p.Name
		for _, u := range p.Units {
			name := func(line int) {
				r := put(line)
				r.Property, r.Unit = p.Name, u.Number
			}
			name(u.Line)
			for _, l := range u.Leases {
				name(l.Line)
			}
		}
	}
	for i := range list {
		list[i].Fates = append(list[i].Fates, decided[list[i].Line]...)
		if len(list[i].Fates) == 0 {
			list[i].Fates = append(list[i].Fates, Held)
		}
	}
	for _, issue := range issues {
		if issue.Line > 0 {
			r := put(issue.Line)
			r.Issues = append(r.Issues, issue)
		}
	}
	slices.SortStableFunc(list, func(a, b Row) int { return a.Line - b.Line })
	return list
}
