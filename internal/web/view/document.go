package view

import (
	"cmp"
	"context"
	"net/url"
	"strconv"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// The value lists of documents.
var (
	DocumentTypes = []Option{
		{"lease", message.Mark("Lease")},
		{"addendum", message.Mark("Addendum")},
		{"notice", message.Mark("Notice")},
		{"invoice", message.Mark("Invoice")},
		{"receipt", message.Mark("Receipt")},
		{"insurance", message.Mark("Insurance")},
		{"id_verification", message.Mark("Proof of identity")},
		{"application", message.Mark("Application")},
		{"contract", message.Mark("Contract")},
		{"report", message.Mark("Report")},
		{"photo", message.Mark("Photo")},
		{"other", message.Mark("Other")},
	}
	DocumentEntities = []Option{
		{"organization", message.Mark("Organization")},
		{"property", message.Mark("Property")},
		{"unit", message.Mark("Unit")},
		{"tenancy", message.Mark("Stay")},
		{"lease", message.Mark("Lease")},
		{"renter", message.Mark("Renter")},
		{"owner", message.Mark("Owner")},
		{"vendor", message.Mark("Vendor")},
		{"maintenance_request", message.Mark("Repair request")},
		{"work_order", message.Mark("Work order")},
		{"payment", message.Mark("Payment")},
		{"inspection", message.Mark("Inspection")},
		{"lease_notice", message.Mark("Notice")},
		{"disposition", message.Mark("Deposit disposition")},
	}
	DocumentAudiences = []Option{
		{"staff", message.Mark("Staff")},
		{"private", message.Mark("Only me and administrators")},
		{"renter", message.Mark("Staff and the renter")},
		{"owner", message.Mark("Staff and the owner")},
		{"vendor", message.Mark("Staff and the vendor")},
		{"person", message.Mark("Staff and one person")},
	}
	RetentionClasses = []Option{
		{"standard", message.Mark("No minimum")},
		{"lease", message.Mark("Lease: 7 years")},
		{"financial", message.Mark("Financial: 7 years")},
		{"permanent", message.Mark("For good")},
	}
	ScanStatuses = []Option{
		{"not_scanned", message.Mark("Not scanned")},
		{"pending", message.Mark("Being scanned")},
		{"clean", message.Mark("No virus found")},
		{"infected", message.Mark("Infected")},
		{"failed", message.Mark("Scan failed")},
	}
)

// scanTones are the tones of ScanStatuses.
var scanTones = map[string]Tone{"pending": Warning, "clean": Good, "infected": Danger, "failed": Warning}

// DocumentRow is one document of a list, or a photo of a gallery.
type DocumentRow struct {
	ID, Name, Type string
	Place          string // the property and unit that it belongs to
	Size           string // in words
	Added          period.Date
	Expires        period.Date // zero: never
	Scan           string      // of ScanStatuses
	Description    string
	Openable       bool // false while the virus scan does not let it out
	Held, Deleted  bool
}

// DocumentFilter is what narrows a list of documents.
type DocumentFilter struct {
	Q, Type, Sort     string
	Expiring, Deleted bool
}

// Query returns the filter as query parameters, without a page's cursor.
func (f DocumentFilter) Query() url.Values {
	q := url.Values{}
	put(q, "q", f.Q)
	put(q, "type", f.Type)
	if f.Expiring {
		q.Set("expiring", "1")
	}
	if f.Deleted {
		q.Set("deleted", "1")
	}
	put(q, "sort", f.Sort)
	return q
}

func (f DocumentFilter) narrowed() bool { return f.Q != "" || f.Type != "" || f.Expiring || f.Deleted }

// DocumentList is the list of documents.
type DocumentList struct {
	Frame
	Filter DocumentFilter
	Rows   []DocumentRow
	Page   Page
	CanAdd bool
	Export bool
}

// DocumentsOf are the documents and photos of one thing, for a panel of its page.
type DocumentsOf struct {
	EntityType, EntityID string
	CanAdd               bool
	Rows                 []DocumentRow // the newest ones
	More                 bool          // there are others than Rows
	Photos               []DocumentRow
}

func (d DocumentsOf) addPhotoHref() string { return d.addHref() + "&type=photo" }

func (d DocumentsOf) addHref() string {
	return "/documents/new?" + url.Values{"entity_type": {d.EntityType}, "entity_id": {d.EntityID}}.Encode()
}

// DocumentDetail is one document.
type DocumentDetail struct {
	Frame
	DocumentRow
	Media, SHA256       string
	Audience, Retention string
	RetainUntil         period.Date
	HoldReason          string
	Tags                []string
	Revision            int
	Owner               Link   // what it belongs to; no Href where there is no page for it
	Preview             string // "picture", "pdf" or "" for none
	Versions            []DocumentVersion
	CanWrite, CanHold   bool
	Accept              string
	MaxSize             string // in words
	Errors              FieldErrors
	Message             string
	DeletedOn           *Deletion
}

// DocumentVersion is one file of a document.
type DocumentVersion struct {
	Number           int
	Name, Size, Scan string
	Finding          string // what the scanner calls what it found
	By               string
	Added            string
	Openable         bool
}

// DocumentValues are what is typed about a document.
type DocumentValues struct {
	EntityType, EntityID          string
	Name, Type, Description, Tags string
	Audience, Person, Expires     string
	Retention, RetainUntil        string
}

// DocumentForm adds a document, or changes what is said of one.
type DocumentForm struct {
	Frame
	ID, Version string // of the one that is changed; "" adds one
	Values      DocumentValues
	Errors      FieldErrors
	Message     string
	Owner       Link // what it will belong to
	Accept      string
	MaxSize     string // in words
}

func (m DocumentForm) fields(ctx context.Context) []Field {
	v, e := m.Values, m.Errors
	list := []Field{
		{Name: "type", Label: message.T(ctx, "Kind"), Value: v.Type, Error: e["type"], Options: Words(ctx, DocumentTypes)},
		{Name: "description", Label: message.T(ctx, "Description"), Value: v.Description, Error: e["description"], Optional: true},
		{Name: "tags", Label: message.T(ctx, "Tags"), Value: v.Tags, Error: e["tags"], Optional: true, Help: message.T(ctx, "Separated by commas.")},
		{Name: "access_level", Label: message.T(ctx, "Who may see it"), Value: v.Audience, Error: e["access_level"], Options: Words(ctx, DocumentAudiences)},
		{
			Name: "audience_email", Label: message.T(ctx, "The one person"), Value: v.Person, Error: cmp.Or(e["audience_email"], e["audience_id"]), Type: "email", Optional: true,
			Help: message.T(ctx, "The address that they sign in with, where the document is for one person."),
		},
		{Name: "expires_on", Label: message.T(ctx, "Expires on"), Value: v.Expires, Error: e["expires_on"], Type: "date", Optional: true, Help: message.T(ctx, "You are told 30 days before.")},
		{Name: "retention_class", Label: message.T(ctx, "Keep at least"), Value: v.Retention, Error: e["retention_class"], Options: Words(ctx, RetentionClasses)},
		{Name: "retain_until", Label: message.T(ctx, "Keep until"), Value: v.RetainUntil, Error: e["retain_until"], Type: "date", Optional: true, Help: message.T(ctx, "It cannot be deleted before.")},
	}
	if m.ID != "" {
		list = append(list, Field{Name: "name", Label: message.T(ctx, "Name of the file"), Value: v.Name, Error: e["name"], MaxLength: "200"})
	}
	focusFirst(list, false)
	return list
}

func fileHref(id string, revision int, inline bool) string {
	q := url.Values{}
	if revision > 0 {
		q.Set("revision", strconv.Itoa(revision))
	}
	if inline {
		q.Set("inline", "1")
	}
	return string(address(string(to("documents", id, "file")), q))
}

func alt(ctx context.Context, r DocumentRow) string {
	if r.Description != "" {
		return r.Description
	}
	return message.T(ctx, "Photo: %s", r.Name)
}
