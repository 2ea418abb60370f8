package view

import (
	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/web/message"
)

// TemplateKinds are what a text can be for.
var TemplateKinds = []Option{
	{"lease", message.Mark("Lease")},
	{"addendum", message.Mark("Addendum")},
	{"notice", message.Mark("Notice")},
	{"disposition_letter", message.Mark("Deposit letter")},
	{"renewal_offer", message.Mark("Renewal offer")},
	{"other", message.Mark("Other")},
}

// TemplateList is the texts that documents are made from.
type TemplateList struct {
	Frame
	Rows  []TemplateRow
	Page  Page
	Write bool // the person may add and change them
}

// TemplateRow is one text.
type TemplateRow struct{ ID, Name, Kind, Saved string }

// TemplateForm is the page of one text: what it says, and how it looks filled in.
type TemplateForm struct {
	Frame
	ID, Version, Key string
	Write            bool
	Name, Kind, Body string // as typed
	Errors           FieldErrors
	Message          string
	Conflict         *Conflict
	Blocks           []PaperBlock // the preview; none where the text cannot be read
	Known            []MergeField
	Versions         []TemplateVersion
}

// MergeField is a field that can be filled in.
type MergeField struct{ Name, Meaning string }

// TemplateVersion is a text as it was saved once.
type TemplateVersion struct{ Number, When, Who string }

// PaperBlock is a part of a document as a page shows it.
type PaperBlock struct {
	Kind string // "title", "heading", "item", "table", "signature", "page", or "" for a paragraph
	Mark string
	Text string
	Rows [][]string
	Sum  bool
}

// last reports whether a row is the sum of its table.
func (b PaperBlock) last(i int) bool { return b.Sum && i == len(b.Rows)-1 }

// PaperChoice lists the templates that a lease can be printed from.
type PaperChoice struct {
	Frame
	LeaseID string
	Rows    []TemplateRow
}

func (m TemplateForm) action() templ.SafeURL {
	if m.ID == "" {
		return "/templates"
	}
	return to("templates", m.ID)
}
