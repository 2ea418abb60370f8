package document

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Take opens one file of a document for an export, which has been recorded as a whole. Errors: ErrInfected, ErrScanPending,
// ErrFileLost, ErrKeysClosed, file_store_unavailable.
func (s *Service) Take(ctx context.Context, g authz.Grant, document id.ID, revision int32) (io.ReadCloser, error) {
	if s.o.Keys == nil {
		return nil, ErrKeysClosed
	}
	v, err := documentdb.New(g.Reader(ctx, s.db)).GetVersion(ctx, g.Organization(), document, revision)
	if err != nil {
		return nil, fmt.Errorf("file of a document: %w", err)
	}
	if err := letOut(v.ScanStatus); err != nil {
		return nil, err
	}
	return s.openVersion(ctx, g.Organization(), v)
}

// Kept is a file that was stored for a document to come.
type Kept struct{ file file }

// Stow stores a file for a document that BringTx makes. Where that does not come to pass, Drop it. Errors: ErrEmpty, ErrTooLarge,
// ErrKind, ErrKeysClosed, file_store_unavailable, and what content fails with.
func (s *Service) Stow(ctx context.Context, g authz.Grant, name string, content io.Reader) (Kept, error) {
	f, err := s.store(ctx, g.Organization(), name, content)
	return Kept{f}, err
}

// Drop removes files that no document refers to.
func (s *Service) Drop(ctx context.Context, list ...Kept) {
	for _, k := range list {
		s.discard(ctx, k.file.path)
	}
}

// Brought is a document that comes from another organization. It keeps its legal hold, and its files are scanned like new ones.
type Brought struct {
	ID             id.ID
	Type           string
	EntityType     string
	EntityID       id.ID
	PropertyID     id.ID // id.Nil: none
	Description    string
	ExpiresAt      *time.Time
	RetentionClass string
	RetainUntil    period.Date
	AccessLevel    string
	Tags           []byte // a JSON array
	HeldAt         *time.Time
	HoldReason     string
	CreatedAt      time.Time // when it was added over there
	Files          []BroughtFile
}

// BroughtFile is one of its files, which are in the order of their revisions.
type BroughtFile struct {
	Kept     Kept
	Revision int32
}

// ID is the id of the file's row.
func (f BroughtFile) ID() id.ID { return f.Kept.file.id }

// BringTx makes a document with its files, of which there is one at least. Errors: the faults of the tables' constraints.
func (s *Service) BringTx(ctx context.Context, tx tenancy.Tx, b Brought) error {
	q, newest := documentdb.New(tx), b.Files[len(b.Files)-1]
	f := newest.Kept.file
	if b.CreatedAt.After(tx.Now()) || b.CreatedAt.IsZero() {
		b.CreatedAt = tx.Now()
	}
	if err := q.BringDocument(ctx, documentdb.BringDocumentParams{
		TenantID: tx.Organization(), ID: b.ID, Type: b.Type, EntityType: b.EntityType, EntityID: b.EntityID, PropertyID: given(b.PropertyID),
		FileName: f.name, FilePath: f.path, FileSize: f.size, MimeType: f.media, ContentHash: f.hash, Description: given(b.Description),
		ExpiresAt: b.ExpiresAt, RetentionClass: b.RetentionClass, RetainUntil: b.RetainUntil, AccessLevel: b.AccessLevel, Tags: b.Tags,
		ScanStatus: s.unscanned(), HeldAt: b.HeldAt, HoldReason: given(b.HoldReason), CreatedAt: b.CreatedAt, Revision: newest.Revision,
	}); err != nil {
		return err
	}
	for _, f := range b.Files {
		if err := s.insertVersion(ctx, tx, b.ID, f.Revision, f.Kept.file); err != nil {
			return err
		}
		// One event for each file, for whoever looks at files.
		if err := event.Write(ctx, tx, Added, b.ID, Event{PropertyID: given(b.PropertyID), Revision: f.Revision}); err != nil {
			return err
		}
	}
	return nil
}
