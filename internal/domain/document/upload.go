package document

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const (
	// UploadAge is how long an upload stays open after its last part.
	UploadAge = 24 * time.Hour
	// MaxPart is the largest part that is taken at once, in bytes.
	MaxPart = 16 << 20
)

// The faults of uploads.
var (
	// ErrOffset says that a part does not begin where the last one ended. It names the place when it is returned.
	ErrOffset = fault.New(fault.Conflict, "upload_offset",
		"This part does not begin where the last one ended. Ask where the upload is and go on from there.")
	ErrCutOff     = fault.New(fault.Malformed, "upload_cut_off", "The connection broke before the part was whole. Send it again.")
	ErrPart       = fault.New(fault.TooLarge, "upload_part_too_large", "A part has at most 16 MB, and no more than what is left of the file.")
	ErrIncomplete = fault.New(fault.Conflict, "upload_incomplete", "Parts of the file are missing.")
)

// Upload is a file that arrives in parts.
type Upload struct {
	ID        id.ID     `json:"id"`
	Size      int64     `json:"size"`     // bytes, as announced
	Received  int64     `json:"received"` // bytes; where the next part begins
	Document  *id.ID    `json:"document"` // once it is complete
	ExpiresAt time.Time `json:"expires_at"`
}

// intent is what is said of a document before its file is there.
type intent struct {
	Document       id.ID       `json:"document"` // the one that gets another file; id.Nil for a new one
	Type           string      `json:"type"`
	EntityType     string      `json:"entity_type"`
	EntityID       id.ID       `json:"entity_id"`
	Name           string      `json:"name"`
	AccessLevel    string      `json:"access_level"`
	AudienceID     id.ID       `json:"audience_id"`
	Description    string      `json:"description"`
	Tags           []string    `json:"tags"`
	ExpiresOn      period.Date `json:"expires_on"`
	RetentionClass string      `json:"retention_class"`
	RetainUntil    period.Date `json:"retain_until"`
}

func (i intent) input() New {
	return New{
		Type: i.Type, EntityType: i.EntityType, EntityID: i.EntityID, Name: i.Name, AccessLevel: i.AccessLevel, AudienceID: i.AudienceID,
		Description: i.Description, Tags: i.Tags, ExpiresOn: i.ExpiresOn, RetentionClass: i.RetentionClass, RetainUntil: i.RetainUntil,
	}
}

// part is where one part lies.
type part struct {
	Path string `json:"path"`
	Size int64  `json:"size"`
}

// Begin opens an upload of a file of size bytes for a new document, or for another file of an existing one (version, else
// id.Nil). Content is not used. What is wrong with the document, and a size above the limit, is told now and not after the file was sent.
func (s *Service) Begin(ctx context.Context, p tenancy.Principal, in New, version id.ID, size int64) (Upload, error) {
	g, err := authz.Require(p, authz.DocumentWrite)
	if err != nil {
		return Upload{}, err
	}
	switch {
	case size <= 0:
		return Upload{}, ErrEmpty
	case size > s.o.MaxSize:
		return Upload{}, tooLarge(s.o.MaxSize)
	case s.o.Keys == nil:
		return Upload{}, ErrKeysClosed
	}
	if version == id.Nil {
		_, err = s.prepare(ctx, g, &in)
	} else {
		_, err = get(ctx, documentdb.New(g.Reader(ctx, s.db)), g, version, false)
	}
	if err != nil {
		return Upload{}, err
	}
	said, err := json.Marshal(intent{
		Document: version, Type: in.Type, EntityType: in.EntityType, EntityID: in.EntityID, Name: plainName(in.Name),
		AccessLevel: in.AccessLevel, AudienceID: in.AudienceID, Description: in.Description, Tags: in.Tags, ExpiresOn: in.ExpiresOn,
		RetentionClass: in.RetentionClass, RetainUntil: in.RetainUntil,
	})
	if err != nil {
		return Upload{}, fmt.Errorf("begin upload: %w", err)
	}
	u := Upload{ID: id.New(), Size: size}
	key, err := crypt.NewFileKey()
	if err != nil {
		return Upload{}, err
	}
	defer clear(key)
	sealed, err := s.o.Keys.Seal(ctx, g.Organization(), crypt.UploadFileKey, u.ID, key)
	if err != nil {
		return Upload{}, fmt.Errorf("begin upload: %w", err)
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		u.ExpiresAt = tx.Now().Add(UploadAge)
		return documentdb.New(tx).InsertUpload(ctx, documentdb.InsertUploadParams{
			TenantID: tx.Organization(), ID: u.ID, UserID: given(p.User), Intent: said, FileSize: size, FileKeyEncrypted: sealed.Ciphertext,
			FileKeyKeyID: sealed.KeyID, ExpiresAt: u.ExpiresAt, CreatedAt: tx.Now(),
		})
	})
	if err != nil {
		return Upload{}, fmt.Errorf("begin upload: %w", err)
	}
	return u, nil
}

// Upload tells where an upload is. Only whoever began it sees it. Error: postgres.ErrNotFound, also after it has expired.
func (s *Service) Upload(ctx context.Context, p tenancy.Principal, upload id.ID) (Upload, error) {
	u, _, err := s.upload(ctx, p, upload)
	return u, err
}

func (s *Service) upload(ctx context.Context, p tenancy.Principal, upload id.ID) (Upload, documentdb.GetUploadRow, error) {
	g, err := authz.Require(p, authz.DocumentWrite)
	if err != nil {
		return Upload{}, documentdb.GetUploadRow{}, err
	}
	row, err := documentdb.New(g.Reader(ctx, s.db)).GetUpload(ctx, g.Organization(), upload, given(p.User), s.db.Clock().Now())
	if err != nil {
		return Upload{}, row, fmt.Errorf("get upload: %w", err)
	}
	return Upload{ID: row.ID, Size: row.FileSize, Received: row.Received, Document: row.DocumentID, ExpiresAt: row.ExpiresAt}, row, nil
}

// Append takes the part that begins at an offset: all of it or, where it does not arrive whole, nothing. Errors: ErrOffset,
// ErrPart, ErrCutOff, postgres.ErrNotFound, file_store_unavailable.
func (s *Service) Append(ctx context.Context, p tenancy.Principal, upload id.ID, at int64, content io.Reader) (Upload, error) {
	u, row, err := s.upload(ctx, p, upload)
	if err != nil {
		return Upload{}, err
	}
	if u.Document != nil || at != u.Received {
		return Upload{}, ErrOffset.Saying("This part does not begin where the last one ended, at %d. Go on from there.", u.Received)
	}
	key, err := s.uploadKey(ctx, p.Organization, row)
	if err != nil {
		return Upload{}, err
	}
	defer clear(key)
	path := p.Organization.String() + "/uploads/" + u.ID.String() + "/" + id.New().String()
	source := &arriving{from: content, left: min(MaxPart, u.Size-u.Received)}
	var size int64
	err = s.o.Store.Write(ctx, path, func(w io.Writer) (err error) {
		size, err = encrypt(w, key, bound(p.Organization, path), source)
		return err
	})
	if err == nil && size == 0 {
		s.discard(ctx, path)
		return u, nil
	}
	if err != nil {
		return Upload{}, fmt.Errorf("take a part: %w", err)
	}
	g, err := authz.Require(p, authz.DocumentWrite)
	if err == nil {
		err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
			u.ExpiresAt = tx.Now().Add(UploadAge)
			n, err := documentdb.New(tx).AppendPart(ctx, documentdb.AppendPartParams{
				TenantID: tx.Organization(), ID: u.ID, At: at, Size: size, Path: path, ExpiresAt: u.ExpiresAt,
			})
			if err == nil && n == 0 {
				return ErrOffset // another request sent it at the same time
			}
			return err
		})
	}
	if err != nil {
		s.discard(ctx, path)
		return Upload{}, fmt.Errorf("take a part: %w", err)
	}
	u.Received += size
	return u, nil
}

func (s *Service) uploadKey(ctx context.Context, org id.ID, row documentdb.GetUploadRow) ([]byte, error) {
	if s.o.Keys == nil {
		return nil, ErrKeysClosed
	}
	key, err := s.o.Keys.Open(ctx, org, crypt.UploadFileKey, row.ID, crypt.Sealed{KeyID: row.FileKeyKeyID, Ciphertext: row.FileKeyEncrypted})
	if err != nil {
		return nil, fmt.Errorf("key of an upload: %w", err)
	}
	return key, nil
}

// arriving reads what a browser sends: a connection that breaks is the browser's trouble and not the store's.
type arriving struct {
	from io.Reader
	left int64
}

func (a *arriving) Read(p []byte) (int, error) {
	if int64(len(p)) > a.left+1 {
		p = p[:a.left+1]
	}
	n, err := a.from.Read(p)
	if a.left -= int64(n); a.left < 0 {
		return 0, ErrPart
	}
	return n, broken(err)
}

// Complete makes the document of an upload whose parts are all there. However often and by however many it is asked for, the
// document is made once, and each is given it. Errors: ErrIncomplete, and those of Add.
func (s *Service) Complete(ctx context.Context, p tenancy.Principal, upload id.ID) (Document, error) {
	g, err := authz.Require(p, authz.DocumentWrite)
	if err != nil {
		return Document{}, err
	}
	u, row, err := s.upload(ctx, p, upload)
	if err != nil {
		return Document{}, err
	}
	if u.Document != nil {
		return get(ctx, documentdb.New(g.Reader(ctx, s.db)), g, *u.Document, false)
	}
	if u.Received != u.Size {
		return Document{}, ErrIncomplete.Saying("%d of %d bytes have arrived.", u.Received, u.Size)
	}
	var said intent
	var parts []part
	if err := errors.Join(json.Unmarshal(row.Intent, &said), json.Unmarshal(row.Parts, &parts)); err != nil {
		return Document{}, fmt.Errorf("complete upload: %w", err)
	}
	in := said.input()
	var property *id.ID
	if said.Document == id.Nil {
		if property, err = s.prepare(ctx, g, &in); err != nil {
			return Document{}, err
		}
	}
	key, err := s.uploadKey(ctx, g.Organization(), row)
	if err != nil {
		return Document{}, err
	}
	defer clear(key)
	whole := &joined{s: s, ctx: ctx, org: g.Organization(), key: key, parts: parts}
	f, err := s.store(ctx, g.Organization(), in.Name, whole)
	whole.close()
	if err != nil {
		// Another request may have been faster, and have removed the parts when it was done.
		if u, _, again := s.upload(ctx, p, upload); again == nil && u.Document != nil {
			return get(ctx, documentdb.New(g.Reader(ctx, s.db)), g, *u.Document, false)
		}
		return Document{}, fmt.Errorf("complete upload: %w", err)
	}
	out, kept, err := s.completeTx(ctx, g, u.ID, said, in, property, f)
	if err != nil || !kept {
		s.discard(ctx, f.path)
	}
	if err != nil {
		return Document{}, fmt.Errorf("complete upload: %w", err)
	}
	for _, one := range parts {
		s.discard(ctx, one.Path)
	}
	return out, nil
}

// completeTx makes the document, unless another request was faster; kept tells whether f is its file.
func (s *Service) completeTx(ctx context.Context, g authz.Grant, upload id.ID, said intent, in New, property *id.ID, f file) (out Document, kept bool, err error) {
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		kept = false
		q := documentdb.New(tx)
		done, err := q.LockUpload(ctx, tx.Organization(), upload)
		if err != nil {
			return err
		}
		if done != nil {
			out, err = get(ctx, q, g, *done, false)
			return err
		}
		if said.Document == id.Nil {
			out, err = s.addTx(ctx, tx, g, in, property, f)
		} else {
			out, err = s.reviseTx(ctx, tx, g, said.Document, f)
		}
		if err != nil {
			return err
		}
		kept = true
		_, err = q.CompleteUpload(ctx, out.ID, tx.Now(), tx.Organization(), upload)
		return err
	})
	return out, kept, err
}

// joined reads the parts of an upload one after the other.
type joined struct {
	s     *Service
	ctx   context.Context //nolint:containedctx // a reader has no other way to be given one
	org   id.ID
	key   []byte
	parts []part
	now   io.ReadCloser
}

func (j *joined) Read(p []byte) (int, error) {
	for {
		if j.now == nil {
			if len(j.parts) == 0 {
				return 0, io.EOF
			}
			next, err := j.s.open(j.ctx, j.org, j.parts[0].Path, j.key)
			if err != nil {
				return 0, err
			}
			j.now, j.parts = next, j.parts[1:]
		}
		n, err := j.now.Read(p)
		if !errors.Is(err, io.EOF) {
			if err != nil {
				err = unreadable(err)
			}
			return n, err
		}
		j.close()
		if n > 0 {
			return n, nil
		}
	}
}

func (j *joined) close() {
	if j.now != nil {
		_ = j.now.Close()
		j.now = nil
	}
}
