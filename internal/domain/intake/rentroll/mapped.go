package rentroll

import (
	"crypto/sha256"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// mapped reads a list with one row per unit whose columns a person has named.
type mapped struct{ mapping Mapping }

// LayoutMapped is the layout of files that a mapping was made for.
const LayoutMapped = "mapped"

// ErrMapping says that a mapping names columns that the file does not have, or leaves out what is needed.
var ErrMapping = fault.New(fault.Invalid, "mapping_incomplete", "The choice of columns does not fit the file.")

func (mapped) Layout() string            { return LayoutMapped }
func (mapped) Title() string             { return "List with columns of your choice" }
func (mapped) recognize([][]string) bool { return false }

func (m mapped) read(t table, dates Dates, log *Log) (*Roll, error) {
	top := headerRow(t)
	cols := map[Field]column{}
	here := keys(t.records[top].cells)
	taken := map[column]Field{}
	for _, f := range Fields() {
		name, ok := m.mapping[f.Field]
		key := columnKey(name)
		switch other, twice := taken[key]; {
		case !ok || key == "":
			if f.Required {
				return nil, ErrMapping.Saying("Choose the column for “%s”.", f.Title).On("/mapping/" + string(f.Field))
			}
			continue
		case !here[key]:
			return nil, ErrMapping.Saying("The file has no column “%s”.", clip(name)).On("/mapping/" + string(f.Field))
		case twice:
			return nil, ErrMapping.Saying("The column “%s” was chosen twice.", clip(name)).On("/mapping/" + string(f.Field)).
				On("/mapping/" + string(other))
		}
		taken[key] = f.Field
		cols[f.Field] = key
	}
	return readFlat(&flat{cols: cols}, t, top, dates, log), nil
}

// headerRow is the row that names the columns: among the first the one with the most cells that hold text.
func headerRow(t table) int {
	best, most := 0, 0
	for i, r := range t.records[:min(topRows, len(t.records))] {
		n := 0
		for key := range keys(r.cells) {
			count(&n, key != "")
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

// Columns is what a file's header says, for the person who names what each column holds.
type Columns struct {
	Fingerprint [sha256.Size]byte // of the headings, in their order: the same for the next file of this kind
	Headings    []string          // those that can be told apart
	Samples     [][]string        // by heading, the first values that are not empty, at most three
	Guess       Mapping
}

// ReadColumns reads the header of a file in no known layout. known reports that the layout is one that needs no mapping.
func ReadColumns(data []byte) (c Columns, known bool, err error) {
	var log Log
	t, err := load(data, &log)
	if err != nil {
		return Columns{}, false, err
	}
	if _, err := choose(t, Options{}); err == nil {
		return Columns{}, true, nil
	}
	top := headerRow(t)
	seen := map[column]bool{}
	var print []string
	for i, cell := range t.records[top].cells {
		key := columnKey(cell)
		print = append(print, string(key))
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		c.Headings = append(c.Headings, clip(strings.TrimSpace(cell)))
		c.Samples = append(c.Samples, samples(t.records[top+1:], i))
	}
	if len(c.Headings) < 2 {
		return Columns{}, false, ErrUnknownLayout.Saying("The file has no header row of a known rent roll. Known: %s.", strings.Join(Titles(), ", "))
	}
	c.Fingerprint = sha256.Sum256([]byte(strings.Join(print, "\x00")))
	c.Guess = guess(c.Headings)
	return c, false, nil
}

func samples(rows []record, at int) (list []string) {
	const most, far = 3, 200
	for _, r := range rows[:min(far, len(rows))] {
		if at < len(r.cells) && strings.TrimSpace(r.cells[at]) != "" {
			if list = append(list, clip(strings.TrimSpace(r.cells[at]))); len(list) == most {
				break
			}
		}
	}
	return list
}

// guess finds fields by the names that lists give them.
func guess(headings []string) Mapping {
	m := Mapping{}
	for _, f := range Fields() {
		for _, name := range f.known {
			for _, h := range headings {
				if columnKey(h) == name && m[f.Field] == "" {
					m[f.Field] = h
				}
			}
		}
	}
	used := map[string]bool{}
	for _, f := range Fields() {
		if used[m[f.Field]] {
			delete(m, f.Field)
		}
		used[m[f.Field]] = true
	}
	return m
}
