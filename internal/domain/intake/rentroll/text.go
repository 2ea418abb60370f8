package rentroll

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

const bom = "\uFEFF"

// isUTF16 reports a UTF-16 byte-order mark, or text in which every other byte is NUL.
func isUTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return true
	}
	head := data[:min(len(data), 400)]
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	// A third of all bytes, all on one side: Latin text in two-byte units. A stray NUL is far from it.
	return len(head) >= 4 && max(zeros[0], zeros[1]) > len(head)/3 && min(zeros[0], zeros[1]) == 0
}

// windows1252 are the characters of bytes 0x80 to 0x9F; 0 where the code page has none. (Bytes from 0xA0 up are the
// same as in Unicode.)
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// decode returns the file as UTF-8 with LF line ends. Bytes that are not UTF-8 are read as Windows-1252, which is
// what spreadsheet programs on Windows save as plain "CSV", with a warning; a file that mixes both is refused.
func decode(data []byte, log *Log) (string, error) {
	if isUTF16(data) {
		return "", ErrUTF16
	}
	data = bytes.TrimPrefix(data, []byte(bom))
	text := string(data)
	if !utf8.Valid(data) {
		var err error
		if text, err = decodeWindows(data); err != nil {
			return "", err
		}
		log.Warn(0, 0, "", "encoding_windows", "The file is not UTF-8; it was read as Windows text. "+
			"Letters that Windows text lacks may have been lost when it was saved: look over the names.")
	}
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // line ends of old spreadsheet programs
	}
	return text, nil
}

func decodeWindows(data []byte) (string, error) {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for _, c := range data {
		r := rune(c)
		if c >= 0x80 && c <= 0x9F {
			if r = windows1252[c-0x80]; r == 0 {
				return "", ErrEncoding
			}
		}
		b.WriteRune(r)
	}
	good, bad, line := 0, 0, 0
	for rest, at := data, 1; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			if bad++; line == 0 {
				line = at
			}
		case size > 1:
			good++
		case r == '\n':
			at++
		}
		rest = rest[size:]
	}
	if good > bad {
		// UTF-8 with some broken bytes: reading all of it as Windows text would spoil every accented name.
		return "", ErrEncoding.Saying("The file is UTF-8 text with a broken character on line %d. Export it again, or save it as “CSV UTF-8”.", line)
	}
	return b.String(), nil
}

// record is one row of a CSV file.
type record struct {
	line   int // where it begins, 1-based
	cells  []string
	padded bool // a spreadsheet's row, which ends at its last cell that is not empty
}

// records splits CSV text. A row with broken quotes is an issue and is left out; lost tells how many were.
func records(text string, log *Log) (rows []record, lost int, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter(text)
	r.FieldsPerRecord = -1
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, lost, nil
		}
		if len(rows)+lost >= MaxRows {
			return nil, 0, ErrTooManyRows
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			lost++
			log.Error(broken.StartLine, len(cells)+1, "", "quote_broken",
				"A quotation mark is open or out of place in this row, so its cells cannot be told apart.")
			continue
		}
		if err != nil {
			return nil, 0, ErrEncoding.With(err)
		}
		line, _ := r.FieldPos(0)
		rows = append(rows, record{line: line, cells: cells})
	}
}

func (r record) empty() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// beyondFirst returns the 1-based column of the first text behind the first cell, 0 if there is none.
func (r record) beyondFirst() int {
	for i, c := range r.cells[1:] {
		if strings.TrimSpace(c) != "" {
			return i + 2
		}
	}
	return 0
}

// onlyFirst reports whether the first cell alone holds text.
func (r record) onlyFirst() bool { return strings.TrimSpace(r.cells[0]) != "" && r.beyondFirst() == 0 }
