package document

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/gabriel-vasile/mimetype"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/blob"
	"github.com/propertyos/propertyos/internal/platform/clamd"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Store keeps the encrypted files. *blob.Store is one.
type Store interface {
	// Write keeps what fill writes, all of it or nothing.
	Write(ctx context.Context, key string, fill func(io.Writer) error) error
	Read(ctx context.Context, key string) (io.ReadCloser, error)
	Delete(ctx context.Context, key string) error
	List(ctx context.Context, prefix string, found func(blob.Object) error) error
}

// Scanner looks for viruses. *clamd.Scanner is one.
type Scanner interface {
	Scan(ctx context.Context, from io.Reader) (clamd.Finding, error)
}

// DefaultMaxSize is the largest file that is taken unless another limit is set, in bytes.
const DefaultMaxSize = 50 << 20

// Options are what the service stands on beside the database.
type Options struct {
	Store   Store
	Keys    *crypt.Keyring // nil until UseKeys
	Scanner Scanner        // nil: files are not scanned
	MaxSize int64          // of one file in bytes; 0 is DefaultMaxSize
	Audit   audit.Recorder // nil records nothing
}

// Service is the use cases of documents.
type Service struct {
	db *tenancy.DB
	o  Options
}

// NewService makes the service.
func NewService(db *tenancy.DB, o Options) *Service {
	mimetype.SetLimit(sniffed)
	if o.MaxSize == 0 {
		o.MaxSize = DefaultMaxSize
	}
	if o.Audit == nil {
		o.Audit = audit.Nobody{}
	}
	return &Service{db: db, o: o}
}

// UseKeys gives the service the organizations' keys, without which no file can be stored or read. Call it before it is used.
func (s *Service) UseKeys(k *crypt.Keyring) { s.o.Keys = k }

// MaxSize is the largest file that is taken, in bytes.
func (s *Service) MaxSize() int64 { return s.o.MaxSize }

// Add stores a file and makes its document. The file is written before the row, so that no row lacks its file; where the row
// is refused the file is removed again. Errors: Invalid with fields, ErrEmpty, ErrTooLarge, ErrKind, reference_not_found for an
// entity that is not there or not theirs, file_store_unavailable.
func (s *Service) Add(ctx context.Context, p tenancy.Principal, in New) (Document, error) {
	g, err := authz.Require(p, authz.DocumentWrite)
	if err != nil {
		return Document{}, err
	}
	property, err := s.prepare(ctx, g, &in)
	if err != nil {
		return Document{}, err
	}
	f, err := s.store(ctx, g.Organization(), in.Name, in.Content)
	if err != nil {
		return Document{}, fmt.Errorf("add document: %w", err)
	}
	var out Document
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = s.addTx(ctx, tx, g, in, property, f)
		return err
	})
	if err != nil {
		s.discard(ctx, f.path)
		return Document{}, fmt.Errorf("add document: %w", err)
	}
	return out, nil
}

// prepare checks what is said of a document and finds the property that it belongs to; nil for none.
func (s *Service) prepare(ctx context.Context, g authz.Grant, in *New) (*id.ID, error) {
	if in.EntityType == "" && in.EntityID == id.Nil {
		in.EntityType, in.EntityID = "organization", g.Organization()
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := in.whom(ctx, documentdb.New(g.Reader(ctx, s.db)), g.Organization()); err != nil {
		return nil, err
	}
	property, err := documentdb.New(g.Reader(ctx, s.db)).EntityProperty(ctx, g.Organization(), in.EntityType, in.EntityID)
	if errors.Is(err, postgres.ErrNotFound) {
		return nil, postgres.ErrReference.On("/entity_id")
	}
	if err != nil {
		return nil, fmt.Errorf("entity of a document: %w", err)
	}
	if property != id.Nil && !g.Covers(property) || !leasing(g) && !slices.Contains(openEntities, in.EntityType) {
		return nil, postgres.ErrReference.On("/entity_id")
	}
	in.RetainUntil = retainUntil(in.RetentionClass, in.RetainUntil, s.today())
	return given(property), nil
}

// addTx makes the row of a file that was stored.
func (s *Service) addTx(ctx context.Context, tx tenancy.Tx, g authz.Grant, in New, property *id.ID, f file) (Document, error) {
	q := documentdb.New(tx)
	row := documentdb.InsertDocumentParams{
		TenantID: tx.Organization(), ID: id.New(), Type: in.Type, EntityType: in.EntityType, EntityID: in.EntityID, PropertyID: property,
		FileName: f.name, FilePath: f.path, FileSize: f.size, MimeType: f.media, ContentHash: f.hash, Description: given(in.Description),
		UploadedByID: given(tx.Principal().User), ExpiresAt: midnight(in.ExpiresOn), RetentionClass: in.RetentionClass,
		RetainUntil: in.RetainUntil, AccessLevel: in.AccessLevel, AudienceID: given(in.AudienceID), Tags: list(in.Tags),
		ScanStatus: s.unscanned(), CreatedAt: tx.Now(),
	}
	if err := q.InsertDocument(ctx, row); err != nil {
		return Document{}, err
	}
	if err := s.insertVersion(ctx, tx, row.ID, 1, f); err != nil {
		return Document{}, err
	}
	if err := event.Write(ctx, tx, Added, row.ID, Event{PropertyID: property, Revision: 1}); err != nil {
		return Document{}, err
	}
	return get(ctx, q, g, row.ID, false)
}

func (s *Service) insertVersion(ctx context.Context, tx tenancy.Tx, document id.ID, revision int32, f file) error {
	return documentdb.New(tx).InsertVersion(ctx, documentdb.InsertVersionParams{
		TenantID: tx.Organization(), ID: f.id, DocumentID: document, Revision: revision, FileName: f.name, FilePath: f.path,
		FileSize: f.size, MimeType: f.media, ContentHash: f.hash, FileKeyEncrypted: f.key.Ciphertext, FileKeyKeyID: f.key.KeyID,
		ScanStatus: s.unscanned(), UploadedByID: given(tx.Principal().User), CreatedAt: tx.Now(),
	})
}

// AddVersion stores another file of a document: the newest from then on, the older ones stay. Errors: as Add, and not_found.
func (s *Service) AddVersion(ctx context.Context, p tenancy.Principal, document id.ID, name string, content io.Reader) (Document, error) {
	g, err := authz.Require(p, authz.DocumentWrite)
	if err != nil {
		return Document{}, err
	}
	if _, err := get(ctx, documentdb.New(g.Reader(ctx, s.db)), g, document, false); err != nil {
		return Document{}, err
	}
	f, err := s.store(ctx, g.Organization(), name, content)
	if err != nil {
		return Document{}, fmt.Errorf("add version: %w", err)
	}
	var out Document
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = s.reviseTx(ctx, tx, g, document, f)
		return err
	})
	if err != nil {
		s.discard(ctx, f.path)
		return Document{}, fmt.Errorf("add version: %w", err)
	}
	return out, nil
}

func (s *Service) reviseTx(ctx context.Context, tx tenancy.Tx, g authz.Grant, document id.ID, f file) (out Document, err error) {
	q := documentdb.New(tx)
	locked, err := q.LockDocument(ctx, tx.Organization(), document)
	if err != nil {
		return out, err
	}
	if locked.DeletedAt != nil {
		return out, postgres.ErrNotFound
	}
	revision := locked.Revision + 1
	if err := s.insertVersion(ctx, tx, document, revision, f); err != nil {
		return out, err
	}
	if _, err := q.SetNewestVersion(ctx, documentdb.SetNewestVersionParams{
		TenantID: tx.Organization(), ID: document, Revision: revision, FileName: f.name, FilePath: f.path, FileSize: f.size,
		MimeType: f.media, ContentHash: f.hash, ScanStatus: s.unscanned(),
	}); err != nil {
		return out, err
	}
	if err := event.Write(ctx, tx, Revised, document, Event{PropertyID: locked.PropertyID, Revision: revision}); err != nil {
		return out, err
	}
	return get(ctx, q, g, document, false)
}

// unscanned is the state of a file that just came.
func (s *Service) unscanned() string {
	if s.o.Scanner == nil {
		return NotScanned
	}
	return Pending
}

func (s *Service) today() period.Date { return period.In(s.db.Clock().Now(), time.UTC) }

// midnight is a day as it is stored, at its beginning in UTC; nil for none.
func midnight(d period.Date) *time.Time {
	if d.IsZero() {
		return nil
	}
	t := d.Time()
	return &t
}
