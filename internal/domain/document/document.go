// Package document keeps files that belong to something: a lease, a unit, a renter. A file is encrypted under a key of its own and
// lies in the file store; its row says what it is, what it belongs to, who may see it and how long it is kept.
package document

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"time"

	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// The value lists of documents.
var (
	Types = []string{
		"lease", "addendum", "notice", "invoice", "receipt", "insurance", "id_verification", "application", "contract", "report",
		"photo", "other",
	}
	EntityTypes = []string{
		"organization", "property", "unit", "tenancy", "lease", "renter", "owner", "vendor", "maintenance_request", "work_order",
		"payment", "inspection", "lease_notice", "disposition",
	}
	// AccessLevels are the audiences. Staff see all but what is private, which is for whoever added it and administrators; the
	// others are for staff and the renter, owner or vendor that the document's entity is about, or for one person.
	AccessLevels = []string{"private", "staff", "renter", "owner", "vendor", "person"}
	// RetentionClasses say how long a document is kept at least; see retention.go.
	RetentionClasses = []string{"standard", "lease", "financial", "permanent"}
	// ScanStatuses are the states of the virus scan.
	ScanStatuses = []string{NotScanned, Pending, Clean, Infected, ScanFailed}
)

// The states of the virus scan of a file.
const (
	NotScanned = "not_scanned" // no scanner is set up
	Pending    = "pending"
	Clean      = "clean"
	Infected   = "infected"
	ScanFailed = "failed" // the scanner could not say; it is asked again
)

// The faults of this package.
var (
	ErrChanged = fault.New(fault.Precondition, "changed_since",
		"This was changed since you opened it. Look at it again before you save.")
	ErrEmpty = fault.New(fault.Invalid, "file_empty", "This file is empty.").On("/file")
	// ErrTooLarge names the limit when it is returned.
	ErrTooLarge = fault.New(fault.TooLarge, "file_too_large", "This file is too large.")
	// ErrKind says that files of this kind are not kept. It says which when it is returned.
	ErrKind = fault.New(fault.Invalid, "file_kind_refused",
		"Files of this kind cannot be kept here. Use PDF, pictures, Office documents, text or CSV.").On("/file")
	ErrOnHold = fault.New(fault.Conflict, "document_on_hold",
		"This document is on legal hold and cannot be deleted.")
	ErrRetained = fault.New(fault.Conflict, "document_retained",
		"This document has to be kept and cannot be deleted yet.")
	ErrShorter = fault.New(fault.Forbidden, "retention_shortened",
		"Only administrators and managers may shorten how long a document is kept.")
	ErrInfected = fault.New(fault.Conflict, "file_infected",
		"The virus scanner found something in this file. It cannot be opened.")
	ErrScanPending = fault.New(fault.Conflict, "scan_pending",
		"This file is being checked for viruses. Try again in a minute.")
	ErrFileLost = &fault.Fault{
		Kind: fault.Unavailable, Code: "file_unreadable",
		Message: "The file cannot be read from the store. An operator has to look into it.", RetryAfter: time.Minute,
	}
	ErrKeysClosed = &fault.Fault{
		Kind: fault.Unavailable, Code: "keys_closed",
		Message: "Files cannot be stored or read: the encryption keys are not open.", RetryAfter: time.Minute,
	}
)

// New is a document to add.
type New struct {
	Type        string // of Types; "" is other
	EntityType  string // of EntityTypes; without one and an id it is the organization
	EntityID    id.ID  // what the document belongs to
	Name        string // of the file; made safe, and given the extension of what the file is
	AccessLevel string // of AccessLevels; "" is staff
	AudienceID  id.ID  // the user, where AccessLevel is person
	// AudienceEmail names the user by the address that they sign in with, instead of AudienceID.
	AudienceEmail string
	Description   string
	Content       io.Reader // read once, to its end

	Tags           []string
	ExpiresOn      period.Date // the first day on which it does not hold any more; zero is never
	RetentionClass string      // "" is standard
	RetainUntil    period.Date // the first day on which it may be deleted; zero is what the class says
}

// Document is a document with its newest file.
type Document struct {
	ID             id.ID       `json:"id"`
	Type           string      `json:"type"`
	EntityType     string      `json:"entity_type"`
	EntityID       id.ID       `json:"entity_id"`
	PropertyID     *id.ID      `json:"property_id"` // of the entity; nil where it belongs to no property
	Place          string      `json:"-"`           // the property's name and the unit's number, for people
	Name           string      `json:"name"`
	Size           int64       `json:"size"` // bytes
	MediaType      string      `json:"media_type"`
	SHA256         string      `json:"sha256"` // of the content, in hex
	Description    string      `json:"description"`
	UploadedBy     *id.ID      `json:"uploaded_by"`
	ExpiresOn      period.Date `json:"expires_on"`
	RetentionClass string      `json:"retention_class"`
	RetainUntil    period.Date `json:"retain_until"`
	HeldAt         *time.Time  `json:"held_at"` // nil: no legal hold
	HoldReason     string      `json:"hold_reason"`
	AccessLevel    string      `json:"access_level"`
	AudienceID     *id.ID      `json:"audience_id"`
	Tags           []string    `json:"tags"`
	Revision       int32       `json:"revision"` // of the newest file, from 1
	ScanStatus     string      `json:"scan_status"`
	Version        int32       `json:"version"`
	CreatedAt      time.Time   `json:"created_at"`
	UpdatedAt      time.Time   `json:"updated_at"`
	DeletedAt      *time.Time  `json:"deleted_at"`
}

// Inline reports whether browsers may show the file in a page: PDF and the pictures that all of them know.
func (d Document) Inline() bool { return inline(d.MediaType) }

// Picture reports whether the file can be shown as a picture.
func (d Document) Picture() bool { return d.Inline() && d.MediaType != mediaPDF }

// Openable reports whether the virus scan lets the file out.
func (d Document) Openable() bool { return d.ScanStatus != Infected && d.ScanStatus != Pending }

func fromRow(r documentdb.ListDocumentsRow) Document {
	d := Document{
		ID: r.ID, Type: r.Type, EntityType: r.EntityType, EntityID: r.EntityID, PropertyID: r.PropertyID, Name: r.FileName,
		Place: r.PropertyName, Size: r.FileSize, MediaType: r.MimeType, SHA256: hex.EncodeToString(r.ContentHash),
		Description: deref(r.Description), UploadedBy: r.UploadedByID, RetentionClass: r.RetentionClass, RetainUntil: r.RetainUntil,
		HeldAt: r.HeldAt, HoldReason: deref(r.HoldReason), AccessLevel: r.AccessLevel, AudienceID: r.AudienceID, Tags: []string{},
		Revision: r.Revision, ScanStatus: r.ScanStatus, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		DeletedAt: r.DeletedAt,
	}
	_ = json.Unmarshal(r.Tags, &d.Tags) // a constraint says it is an array; what is not text in it is left out
	if r.ExpiresAt != nil {
		d.ExpiresOn = period.In(*r.ExpiresAt, time.UTC)
	}
	if r.UnitNumber != "" {
		d.Place += " · " + r.UnitNumber
	}
	return d
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// given is nil for a zero value, as columns want it.
func given[T comparable](v T) *T {
	var none T
	if v == none {
		return nil
	}
	return &v
}
