package transfer

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

var errCSV = errors.New("a line is not as it was written")

// lines reads comma-separated values exactly as encoding/csv wrote them. That package's own reader does not: it takes \r\n
// within a cell for \n. (RFC 4180; each line has as many cells as the first.)
type lines struct {
	from  *bufio.Reader
	width int
}

func newLines(from io.Reader) *lines { return &lines{from: bufio.NewReaderSize(from, 64<<10)} }

// next returns the next line; io.EOF after the last.
func (l *lines) next() ([]string, error) {
	line := make([]string, 0, l.width)
	for {
		cell, end, err := l.cell()
		if errors.Is(err, io.EOF) && len(line) == 0 && cell == "" {
			return nil, io.EOF
		}
		if err != nil {
			return nil, errCSV
		}
		line = append(line, cell)
		if !end {
			continue
		}
		if l.width == 0 {
			l.width = len(line)
		}
		if len(line) != l.width {
			return nil, errCSV
		}
		return line, nil
	}
}

// cell reads one cell; end says that its line ends with it.
func (l *lines) cell() (cell string, end bool, err error) {
	var b strings.Builder
	first, err := l.from.ReadByte()
	if err != nil {
		return "", false, err
	}
	if first != '"' {
		for c := first; ; {
			switch c {
			case ',':
				return b.String(), false, nil
			case '\n':
				return b.String(), true, nil
			case '"', '\r':
				return b.String(), false, errCSV
			}
			_ = b.WriteByte(c)
			if c, err = l.from.ReadByte(); err != nil || b.Len() > maxText {
				return b.String(), false, errCSV
			}
		}
	}
	for b.Len() <= maxText {
		c, err := l.from.ReadByte()
		if err != nil {
			return b.String(), false, errCSV
		}
		if c != '"' {
			_ = b.WriteByte(c)
			continue
		}
		switch c, err = l.from.ReadByte(); {
		case err != nil:
			return b.String(), false, errCSV
		case c == '"':
			_ = b.WriteByte(c)
		case c == ',':
			return b.String(), false, nil
		case c == '\n':
			return b.String(), true, nil
		default:
			return b.String(), false, errCSV
		}
	}
	return "", false, errCSV
}
