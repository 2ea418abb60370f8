// Package rentroll reads rent rolls that managers bring from other systems into one neutral model, Roll. A layout
// is one Reader; what comes after (preview, import) knows only the model. The package is pure: bytes in, model and
// issues out.
package rentroll

import (
	"path"
	"regexp"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Limits of a file.
const (
	MaxBytes = 50 << 20
	MaxRows  = 100_000
	topRows  = 30 // among which the header must be
)

// Faults of a whole file. Faults of a line are Issues.
var (
	ErrEmpty       = fault.New(fault.Invalid, "rent_roll_empty", "The file is empty.")
	ErrTooLarge    = fault.New(fault.TooLarge, "rent_roll_too_large", "The file is larger than 50 MB.")
	ErrTooManyRows = fault.New(fault.TooLarge, "rent_roll_too_many_rows", "The file has more than 100,000 rows.")
	ErrUTF16       = fault.New(fault.Invalid, "rent_roll_utf16",
		"The file is Unicode text in the UTF-16 form. Save it as “CSV UTF-8” and import that file.")
	ErrEncoding = fault.New(fault.Invalid, "rent_roll_encoding",
		"The file is neither UTF-8 nor Windows text. Save it as “CSV UTF-8” and import that file.")
	ErrUnknownLayout = fault.New(fault.Unsupported, "rent_roll_unknown_layout",
		"The file is not in a rent-roll layout that is known here.")
)

// Options are what the person who imports and the clock say.
type Options struct {
	AsOf  period.Date // the as-of date if it was given; zero otherwise
	Today period.Date // the organization's today, for a file that nothing dates; always set
	// Mapping says which column holds what, for a file in no known layout. Where it is set, it alone decides.
	Mapping Mapping
}

// Reader reads one layout. Read must not panic whatever the rows are; it notes what is wrong in log and returns
// an error only for a fault of the file as a whole.
type Reader interface {
	// Layout is the stable short name, such as "appfolio".
	Layout() string
	// Title is the name for people, such as "AppFolio rent roll".
	Title() string
	// recognize reports whether a table that begins with these rows is in this layout. It must say no rather than
	// guess: the first reader that says yes gets the file.
	recognize(head [][]string) bool
	// read returns the roll, never nil without an error, with the as-of date that dates decides. Read of the
	// package fills in Layout, Errors and Warnings.
	read(t table, dates Dates, log *Log) (*Roll, error)
}

// readers is the registry: a new layout is a new file and one line here.
func readers() []Reader { return []Reader{appfolio{}, buildium{}, doorloop{}, yardi{}, plain{}} }

// Titles returns the titles of the layouts that can be read.
func Titles() []string {
	var titles []string
	for _, r := range readers() {
		titles = append(titles, r.Title())
	}
	return titles
}

// Title is the name for people of a layout by its short name.
func Title(layout string) string {
	for _, r := range append(readers(), mapped{}) {
		if r.Layout() == layout {
			return r.Title()
		}
	}
	return layout
}

// Read reads a file in whatever known layout it is: comma-separated values, also with semicolons or tabs, or an Excel
// workbook. Issues come in the order of the file, at most MaxIssues and then one that counts the rest; Roll.Errors and
// Roll.Warnings count all. The roll of a file with errors holds what could be read, for a preview: it must not be
// imported. The error is one of the package's faults or of package sheet's, and then the roll is nil.
func Read(name string, data []byte, opt Options) (*Roll, []Issue, error) {
	var log Log
	t, err := load(data, &log)
	if err != nil {
		return nil, nil, err
	}
	reader, err := choose(t, opt)
	if err != nil {
		return nil, nil, err
	}
	roll, err := reader.read(t, Dates{name: name, opt: opt}, &log)
	if err != nil {
		return nil, nil, err
	}
	roll.Layout = reader.Layout()
	roll.Errors, roll.Warnings = log.errorCount, log.warnCount
	return roll, log.issues(), nil
}

// choose returns the reader for a table.
func choose(t table, opt Options) (Reader, error) {
	if opt.Mapping != nil {
		return mapped{opt.Mapping}, nil
	}
	head := t.head(topRows)
	for _, r := range readers() {
		if r.recognize(head) {
			return r, nil
		}
	}
	return nil, ErrUnknownLayout.Saying("The file has no header row of a known rent roll. Known: %s.", strings.Join(Titles(), ", "))
}

// Dates decides a roll's as-of date.
type Dates struct {
	name string
	opt  Options
}

var nameDate = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)\d\d)([-_.]?)([01]\d)([-_.]?)([0-3]\d)(?:[^0-9]|$)`)

// Decide returns the as-of date and its source: given, else the file's own (zero if it has none), else the one in the
// file's name, else today. It warns if a given date contradicts the file.
func (d Dates) Decide(own period.Date, log *Log) (period.Date, AsOfSource) {
	stated, source := own, AsOfFile
	if stated.IsZero() {
		stated, source = dateInName(d.name), AsOfName
	}
	switch {
	case !d.opt.AsOf.IsZero():
		if !stated.IsZero() && stated != d.opt.AsOf {
			log.Warn(0, 0, "", "as_of_differs", "The as-of date given is %s, but the file is dated %s.", d.opt.AsOf, stated)
		}
		return d.opt.AsOf, AsOfGiven
	case !stated.IsZero():
		return stated, source
	}
	return d.opt.Today, AsOfToday
}

func dateInName(name string) period.Date {
	m := nameDate.FindStringSubmatch(path.Base(strings.ReplaceAll(name, `\`, "/")))
	if m == nil || m[2] != m[4] {
		return period.Date{}
	}
	d, err := period.Parse(m[1] + "-" + m[3] + "-" + m[5])
	if err != nil {
		return period.Date{}
	}
	return d
}
