package transfer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/propertyos/propertyos/internal/platform/sheet"
)

// What is written is read again, whatever the text, and no cell of text begins as a formula does.
func TestCellsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab'\"=+-@\t\r\n,;|% é\\.")))
		rows := rapid.SliceOfN(rapid.SliceOfN(text, 3, 3), 1, 5).Draw(t, "rows")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		for _, row := range rows {
			line := make([]string, 0, len(row))
			for _, v := range row {
				cell := sheet.Guard(v)
				if strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
					t.Fatalf("%q went out as %q", v, cell)
				}
				line = append(line, cell)
			}
			if err := w.Write(line); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		in := newLines(&b)
		for _, row := range rows {
			line, err := in.next()
			for i := range line {
				line[i] = sheet.Unguard(line[i])
			}
			if err != nil || !slices.Equal(line, row) {
				t.Fatalf("%q came back as %q, %v", row, line, err)
			}
		}
		if _, err := in.next(); !errors.Is(err, io.EOF) {
			t.Fatalf("after the last line: %v", err)
		}
	})
	for _, bad := range []string{"a,b\n\"c", "a,b\nc\n", "a,b\n\"c\"d,e\n", "a,b\nc,d", "a,b\nc\"d,e\n", "a,\"" + strings.Repeat("x", maxText+2)} {
		in := newLines(strings.NewReader(bad))
		err := error(nil)
		for err == nil {
			_, err = in.next()
		}
		if !errors.Is(err, errCSV) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}
