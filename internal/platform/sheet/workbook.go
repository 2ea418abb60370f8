package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// Limits of a workbook. A workbook is a zip archive, of which a small one can unpack to anything.
const (
	maxUnpacked = 200 << 20 // of all parts together, bytes
	maxParts    = 1000
	maxRatio    = 200 // unpacked bytes per packed one, for archives above a megabyte
)

// Faults of a workbook.
var (
	// ErrWorkbook says that bytes are not a workbook that can be read.
	ErrWorkbook = fault.New(fault.Invalid, "workbook_unreadable",
		"The file is not an Excel workbook that can be read. Open it in a spreadsheet program, save it as “Excel workbook (.xlsx)”, and try again.")
	// ErrWorkbookLarge says that a workbook unpacks to more than is accepted.
	ErrWorkbookLarge = fault.New(fault.TooLarge, "workbook_too_large", "The Excel workbook unpacks to more than is accepted here.")
	// ErrWorkbookUnsafe says that a workbook refers to something outside of it.
	ErrWorkbookUnsafe = fault.New(fault.Invalid, "workbook_unsafe",
		"The Excel workbook holds a document type definition, which workbooks do not have. It is not opened.")
)

// IsWorkbook reports whether data begins like a zip archive, as Excel's workbooks do.
func IsWorkbook(data []byte) bool { return bytes.HasPrefix(data, []byte("PK\x03\x04")) }

var (
	dateText  = regexp.MustCompile(`^\d{1,4}[-/.][0-9A-Za-z]{1,9}[-/.]\d{1,4}(?:[ T].*)?$`)
	serial    = regexp.MustCompile(`^\d{1,6}(?:\.\d+)?$`)
	longFloat = regexp.MustCompile(`^-?\d+(?:\.\d{3,})?(?:[eE][+-]?\d+)?$`)
)

// Rows reads the first sheet of a workbook that has rows. Text stays text, a number is written plainly (1525, 1480.31),
// a day as 2006-01-02; of a formula it is the value that the spreadsheet program last worked out. No more than most rows
// are read, and one beyond them. Errors: ErrWorkbook, ErrWorkbookLarge, ErrWorkbookUnsafe.
func Rows(data []byte, most int) ([][]string, error) {
	if err := inspect(data); err != nil {
		return nil, err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, ShortDatePattern: "yyyy-mm-dd",
	})
	if err != nil {
		return nil, ErrWorkbook.With(err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	for _, name := range f.GetSheetList() {
		rows, err := sheetRows(f, name, most)
		if err != nil || len(rows) > 0 {
			return rows, err
		}
	}
	return nil, nil
}

func sheetRows(f *excelize.File, name string, most int) (list [][]string, err error) {
	plainRows, err := f.Rows(name)
	if err != nil {
		return nil, ErrWorkbook.With(err)
	}
	defer plainRows.Close() //nolint:errcheck // a part of an archive in memory
	shownRows, err := f.Rows(name)
	if err != nil {
		return nil, ErrWorkbook.With(err)
	}
	defer shownRows.Close() //nolint:errcheck // as above
	for plainRows.Next() && shownRows.Next() && len(list) <= most {
		raw, err := plainRows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, ErrWorkbook.With(err)
		}
		shown, err := shownRows.Columns()
		if err != nil {
			return nil, ErrWorkbook.With(err)
		}
		for i := range raw {
			if i < len(shown) {
				raw[i] = workbookCell(raw[i], shown[i])
			}
		}
		list = append(list, raw)
	}
	if err := errors.Join(plainRows.Error(), shownRows.Error()); err != nil {
		return nil, ErrWorkbook.With(err)
	}
	return list, nil
}

// workbookCell makes a day of a number that is shown as one, and rounds away what binary fractions add.
func workbookCell(raw, shown string) string {
	if raw != shown && serial.MatchString(raw) && dateText.MatchString(strings.TrimSpace(shown)) {
		if n, err := strconv.ParseFloat(raw, 64); err == nil {
			if day, err := excelize.ExcelDateToTime(n, false); err == nil {
				return day.Format("2006-01-02")
			}
		}
	}
	if raw != shown && longFloat.MatchString(raw) {
		if n, err := strconv.ParseFloat(raw, 64); err == nil {
			return strconv.FormatFloat(n, 'f', -1, 64)
		}
	}
	return raw
}

// inspect looks at every part of the archive before anything interprets it: how much it unpacks to, by counting and not
// by what the archive says, and whether XML in it defines a document type, by which entities come in.
func inspect(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ErrWorkbook.With(err)
	}
	if len(z.File) > maxParts {
		return ErrWorkbookLarge
	}
	var total int64
	workbook := false
	for _, part := range z.File {
		n, unsafe, err := inspectPart(part, maxUnpacked-total)
		switch {
		case err != nil:
			return ErrWorkbook.With(fmt.Errorf("part of a workbook: %w", err))
		case unsafe:
			return ErrWorkbookUnsafe
		}
		total += n
		if total >= maxUnpacked || (total > 1<<20 && total > maxRatio*int64(len(data))) {
			return ErrWorkbookLarge
		}
		workbook = workbook || part.Name == "xl/workbook.xml"
	}
	if !workbook {
		return ErrWorkbook
	}
	return nil
}

func inspectPart(part *zip.File, room int64) (n int64, unsafe bool, err error) {
	r, err := part.Open()
	if err != nil {
		return 0, false, err
	}
	defer r.Close()
	buffer := make([]byte, 64<<10)
	var tail []byte // of the piece before, for a word that two pieces share
	for n < room {
		k, err := r.Read(buffer)
		n += int64(k)
		piece := append(tail, buffer[:k]...)
		if bytes.Contains(piece, []byte("<!DOCTYPE")) || bytes.Contains(piece, []byte("<!ENTITY")) ||
			bytes.Contains(piece, []byte("<\x00!\x00D\x00O\x00C")) || bytes.Contains(piece, []byte("\x00<\x00!\x00D\x00O\x00C")) {
			return n, true, nil
		}
		tail = append([]byte(nil), piece[max(0, len(piece)-16):]...)
		if errors.Is(err, io.EOF) {
			return n, false, nil
		}
		if err != nil {
			return n, false, err
		}
	}
	return n, false, nil
}
