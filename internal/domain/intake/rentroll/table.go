package rentroll

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/sheet"
)

// table is a file's rows, whatever the file was.
type table struct {
	records []record
	lost    int // rows that could not be taken apart
}

// load reads the rows of a file: text with a delimiter, or an Excel workbook.
func load(data []byte, log *Log) (table, error) {
	switch {
	case len(data) > MaxBytes:
		return table{}, ErrTooLarge
	case len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte(bom)))) == 0:
		return table{}, ErrEmpty
	case sheet.IsWorkbook(data):
		return loadWorkbook(data)
	}
	text, err := decode(data, log)
	if err != nil {
		return table{}, err
	}
	rows, lost, err := records(text, log)
	return table{rows, lost}, err
}

func loadWorkbook(data []byte) (table, error) {
	rows, err := sheet.Rows(data, MaxRows)
	if err != nil {
		return table{}, err
	}
	if len(rows) > MaxRows {
		return table{}, ErrTooManyRows
	}
	var t table
	for i, cells := range rows {
		if len(cells) == 0 {
			cells = []string{""}
		}
		t.records = append(t.records, record{line: i + 1, cells: cells, padded: true})
	}
	if len(t.records) == 0 {
		return table{}, ErrEmpty
	}
	return t, nil
}

// head are the cells of the first rows.
func (t table) head(most int) [][]string {
	var list [][]string
	for _, r := range t.records[:min(most, len(t.records))] {
		list = append(list, r.cells)
	}
	return list
}

// delimiter finds what separates a text's cells: of the usual characters the one by which some row near the top has the
// most cells, the comma where nothing else has more.
func delimiter(text string) rune {
	best, most := ',', 1
	for _, c := range ",;\t|" {
		n := 0
		rest := text
		for i := 0; i < topRows && rest != ""; i++ {
			var line string
			line, rest, _ = strings.Cut(rest, "\n")
			if len(line) > headLine {
				continue
			}
			r := csv.NewReader(strings.NewReader(line))
			r.Comma = c
			if cells, err := r.Read(); err == nil {
				n = max(n, len(cells))
			}
		}
		if n > most {
			best, most = c, n
		}
	}
	return best
}

// headLine is the length of a line beyond which it is no header, in bytes.
const headLine = 64 << 10

var titleAsOf = regexp.MustCompile(`(?i)^as of\s*[:=]?\s*(.*)$`)

// titleDate finds "As of: 10/31/2026" among the title rows.
func titleDate(titles []record, log *Log) period.Date {
	for _, r := range titles {
		for i, c := range r.cells {
			m := titleAsOf.FindStringSubmatch(strings.TrimSpace(c))
			if m == nil {
				continue
			}
			date := strings.TrimSpace(m[1])
			if date == "" && i+1 < len(r.cells) {
				date = strings.TrimSpace(r.cells[i+1])
			}
			d, t := parseDate(date)
			if t.any() {
				log.Warn(r.line, i+1, "", "as_of_unreadable", "The as-of date in the title %s.", t.words)
			}
			return d
		}
	}
	return period.Date{}
}
