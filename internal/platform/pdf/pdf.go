// Package pdf sets plain documents of text and tables as PDF: headings, paragraphs, lists, tables with a line of totals,
// signature lines, page breaks, and the number of the page at the foot. It knows nothing of what a document is about.
//
// The typeface is DejaVu Sans, whose glyphs cover the Latin (with Vietnamese), Greek, Cyrillic and Armenian scripts. Text
// is set from left to right without shaping: what needs more than that, or another script, is refused (ErrUnprintable)
// and not printed as boxes.
package pdf

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"golang.org/x/image/font/sfnt"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// ErrUnprintable says that a document holds characters that the typeface does not have.
var ErrUnprintable = fault.New(fault.Invalid, "characters_unprintable", "Some characters cannot be printed.")

// Kind is what a block of a document is.
type Kind int

// The kinds of blocks.
const (
	Paragraph Kind = iota // Text; line breaks in it stay
	Heading               // Text, at Level 1 or 2
	Item                  // Text of a list, after Mark
	Table                 // Rows; the first is the heading, and with Total the last is the sum
	Signature             // a line to sign on, with Text below it and a place for the date
	PageBreak
)

// Block is one part of a document.
type Block struct {
	Kind  Kind
	Text  string
	Level int        // of a Heading
	Mark  string     // of an Item: "•" or a number
	Rows  [][]string // of a Table; all of one length. The last column is set to the right.
	Total bool       // of a Table
}

// Document is what is set.
type Document struct {
	Title   string    // of the file
	Footer  string    // on every page, beside its number
	Created time.Time // in the file; the same document at the same time is the same file
	Blocks  []Block
}

const (
	family  = "dejavu"
	margin  = 22.0 // mm, on all sides
	size    = 10.0 // points
	leading = 5.2  // mm
)

var face = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(dejavusans.TTF) })

// Write sets a document on US letter paper. Errors: ErrUnprintable naming the characters, and w's.
func Write(w io.Writer, d Document) error {
	if err := d.check(); err != nil {
		return err
	}
	f := fpdf.New("P", "mm", "Letter", "")
	f.AddUTF8FontFromBytes(family, "", dejavusans.TTF)
	f.AddUTF8FontFromBytes(family, "B", dejavusansbold.TTF)
	f.SetTitle(d.Title, true)
	f.SetCreator("PropertyOS", true)
	f.SetCreationDate(d.Created)
	f.SetModificationDate(d.Created)
	f.SetCatalogSort(true)
	f.SetMargins(margin, margin, margin)
	f.SetAutoPageBreak(true, margin)
	f.AliasNbPages("")
	f.SetFooterFunc(func() {
		f.SetY(-margin + 6)
		f.SetFont(family, "", 8)
		f.CellFormat(0, 5, d.Footer, "", 0, "L", false, 0, "")
		f.SetX(margin)
		f.CellFormat(0, 5, fmt.Sprintf("%d / {nb}", f.PageNo()), "", 0, "R", false, 0, "")
	})
	f.AddPage()
	s := setter{f}
	for _, b := range d.Blocks {
		s.block(b)
	}
	if err := f.Output(w); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

// check refuses what the typeface lacks.
func (d Document) check() error {
	font, err := face()
	if err != nil {
		return fmt.Errorf("pdf: the typeface: %w", err)
	}
	var buffer sfnt.Buffer
	var missing []rune
	look := func(text string) {
		for _, r := range text {
			if r == '\n' || r == '\r' || r == '\t' || slices.Contains(missing, r) {
				continue
			}
			at, err := font.GlyphIndex(&buffer, r)
			if err != nil || at == 0 || r > 0xFFFF || shaped(r) {
				missing = append(missing, r)
			}
		}
	}
	look(d.Title + d.Footer)
	for _, b := range d.Blocks {
		look(b.Text + b.Mark)
		for _, row := range b.Rows {
			look(strings.Join(row, ""))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	missing = missing[:min(len(missing), 12)]
	return ErrUnprintable.Saying("These characters cannot be printed: %s. Write what they stand for in Latin, Greek or Cyrillic letters.",
		strings.Join(strings.Split(string(missing), ""), " "))
}

// shaped reports whether a script is written from right to left or with letters that change with their neighbors.
func shaped(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Nko, unicode.Thaana, unicode.Devanagari, unicode.Thai, unicode.Lao)
}

// setter puts blocks on pages.
type setter struct{ *fpdf.Fpdf }

// room is how high the rest of the page is.
func (s setter) room() float64 {
	_, height := s.GetPageSize()
	return height - margin - s.GetY()
}

func (s setter) width() float64 {
	width, _ := s.GetPageSize()
	return width - 2*margin
}

// keep begins a new page where less than so much is left.
func (s setter) keep(height float64) {
	if s.room() < height {
		s.AddPage()
	}
}

func (s setter) block(b Block) {
	switch b.Kind {
	case Heading:
		points := map[int]float64{1: 16, 2: 12}[b.Level]
		s.keep(24)
		s.Ln(2)
		s.SetFont(family, "B", points)
		s.MultiCell(0, points*0.5, b.Text, "", "L", false)
		s.Ln(2)
	case Item:
		s.SetFont(family, "", size)
		s.keep(leading)
		s.SetX(margin)
		s.CellFormat(8, leading, b.Mark, "", 0, "R", false, 0, "")
		s.SetLeftMargin(margin + 10)
		s.SetX(margin + 10)
		s.MultiCell(0, leading, b.Text, "", "L", false)
		s.SetLeftMargin(margin)
		s.SetX(margin)
		s.Ln(1)
	case Table:
		s.table(b)
	case Signature:
		s.signature(b.Text)
	case PageBreak:
		s.AddPage()
	default:
		s.SetFont(family, "", size)
		s.MultiCell(0, leading, b.Text, "", "L", false)
		s.Ln(2.5)
	}
}

// signature draws a line to sign on and one for the date.
func (s setter) signature(label string) {
	s.SetFont(family, "", size)
	s.keep(28)
	s.Ln(14)
	y, width := s.GetY(), s.width()
	s.Line(margin, y, margin+width*0.62, y)
	s.Line(margin+width*0.68, y, margin+width, y)
	s.SetFont(family, "", 8)
	s.Ln(1)
	s.CellFormat(width*0.68, 4, s.cut(label, width*0.62), "", 0, "L", false, 0, "")
	s.CellFormat(width*0.32, 4, "Date", "", 1, "L", false, 0, "")
	s.Ln(3)
}

// cut shortens a text to a width.
func (s setter) cut(text string, width float64) string {
	runes := []rune(text)
	for len(runes) > 1 && s.GetStringWidth(string(runes)) > width {
		runes = append(runes[:len(runes)-2], '…')
	}
	return string(runes)
}

// table sets rows with lines between them; a row is never cut by the end of a page, and the heading is repeated.
func (s setter) table(b Block) {
	if len(b.Rows) == 0 {
		return
	}
	columns := len(b.Rows[0])
	last := 34.0
	if columns == 1 {
		last = s.width()
	}
	widths := make([]float64, columns)
	for i := range widths {
		widths[i] = (s.width() - last) / float64(max(columns-1, 1))
	}
	widths[columns-1] = last
	for i, row := range b.Rows {
		style := ""
		if i == 0 || b.Total && i == len(b.Rows)-1 {
			style = "B"
		}
		if height := s.rowHeight(row, widths, style); s.room() < height {
			s.AddPage()
			if i > 0 {
				s.row(b.Rows[0], widths, "B")
			}
		}
		s.row(row, widths, style)
	}
	s.Ln(4)
}

func (s setter) rowHeight(row []string, widths []float64, style string) float64 {
	s.SetFont(family, style, 9)
	most := 1
	for i, text := range row {
		most = max(most, len(s.SplitText(text, widths[i]-2)))
	}
	return float64(most)*4.6 + 2
}

func (s setter) row(row []string, widths []float64, style string) {
	height := s.rowHeight(row, widths, style)
	x, y := margin, s.GetY()
	for i, text := range row {
		align := "L"
		if i == len(row)-1 && i > 0 {
			align = "R"
		}
		s.SetXY(x, y+1)
		s.MultiCell(widths[i], 4.6, text, "", align, false)
		x += widths[i]
	}
	s.SetDrawColor(180, 180, 180)
	s.Line(margin, y+height, margin+s.width(), y+height)
	s.SetDrawColor(0, 0, 0)
	s.SetXY(margin, y+height)
}
