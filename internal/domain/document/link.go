package document

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// LinkAge is how long a link to a file works.
const LinkAge = 5 * time.Minute

// ErrLink says that a link has expired, or was never given out.
var ErrLink = fault.New(fault.Forbidden, "link_expired",
	"This link does not work any more: links to files work for five minutes. Go back and open the file again.")

const (
	linkUse    = "file-link"
	linkFields = 16 + 16 + 4 + 8 + 1
	linkTag    = 32
	flagInline = 1
)

// Link is a short-lived address of a file.
type Link struct {
	Token     string // goes after /files/
	ExpiresAt time.Time
}

// Link makes a link to a document's file: the newest for revision 0. Whoever has it can read that file until it expires, and
// nothing else. It names ids only. The read is recorded now. inline asks for a file that a page may show, where it is of such a
// kind. Errors: postgres.ErrNotFound, ErrInfected, ErrScanPending.
func (s *Service) Link(ctx context.Context, p tenancy.Principal, document id.ID, revision int32, asInline bool) (Link, error) {
	g, err := authz.Require(p, authz.DocumentRead)
	if err != nil {
		return Link{}, err
	}
	if s.o.Keys == nil {
		return Link{}, ErrKeysClosed
	}
	q := documentdb.New(g.Reader(ctx, s.db))
	d, err := get(ctx, q, g, document, g.Relation() != authz.Own)
	if err != nil {
		return Link{}, err
	}
	status := d.ScanStatus
	if revision != 0 && revision != d.Revision {
		if g.Relation() == authz.Own {
			return Link{}, postgres.ErrNotFound // older files are for staff
		}
		v, err := q.GetVersion(ctx, g.Organization(), document, revision)
		if err != nil {
			return Link{}, err
		}
		status = v.ScanStatus
	} else {
		revision = d.Revision
	}
	if err := letOut(status); err != nil {
		return Link{}, err
	}
	expires := s.db.Clock().Now().Add(LinkAge)
	fields := make([]byte, linkFields, linkFields+linkTag)
	org := g.Organization()
	copy(fields, org[:])
	copy(fields[16:], document[:])
	binary.BigEndian.PutUint32(fields[32:], uint32(revision))
	binary.BigEndian.PutUint64(fields[36:], uint64(expires.Unix()))
	if asInline {
		fields[44] = flagInline
	}
	tag, err := s.o.Keys.Sign(ctx, org, linkUse, fields)
	if err != nil {
		return Link{}, fmt.Errorf("sign a link: %w", err)
	}
	s.note(p, map[string]any{"shows": "file", "revision": revision}, document)
	return Link{Token: base64.RawURLEncoding.EncodeToString(append(fields, tag...)), ExpiresAt: expires}, nil
}

// letOut says whether the virus scan lets a file out.
func letOut(status string) error {
	switch status {
	case Infected:
		return ErrInfected
	case Pending:
		return ErrScanPending
	}
	return nil
}

// File is an open file. Close its Body.
type File struct {
	Name      string
	MediaType string
	Size      int64 // bytes
	Inline    bool  // it may be shown in a page; else it is for saving
	Body      io.ReadCloser
}

// Open opens the file that a link leads to. The link is all that it asks for. Errors: ErrLink for one that has expired or was made
// up, postgres.ErrNotFound where the document was deleted since, ErrInfected, ErrFileLost, file_store_unavailable.
func (s *Service) Open(ctx context.Context, token string) (File, error) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != linkFields+linkTag {
		return File{}, ErrLink
	}
	if s.o.Keys == nil {
		return File{}, ErrKeysClosed
	}
	fields, tag := raw[:linkFields], raw[linkFields:]
	org, document := id.ID(fields[:16]), id.ID(fields[16:32])
	expires := time.Unix(int64(binary.BigEndian.Uint64(fields[36:])), 0)
	if !s.db.Clock().Now().Before(expires) {
		return File{}, ErrLink
	}
	ok, err := s.o.Keys.Verify(ctx, org, linkUse, fields, tag)
	if err != nil && !errors.Is(err, crypt.ErrDestroyed) {
		return File{}, fmt.Errorf("verify a link: %w", err)
	}
	if !ok {
		return File{}, ErrLink
	}
	v, body, err := s.content(ctx, tenancy.Operator(org, "file link"), document, int32(binary.BigEndian.Uint32(fields[32:])))
	if err != nil {
		return File{}, err
	}
	return File{
		Name: v.FileName, MediaType: v.MimeType, Size: v.FileSize, Inline: fields[44] == flagInline && inline(v.MimeType), Body: body,
	}, nil
}

// content opens one file of a document that is there, for whom it was let out before.
func (s *Service) content(ctx context.Context, p tenancy.Principal, document id.ID, revision int32) (documentdb.GetVersionRow, io.ReadCloser, error) {
	v, err := s.versionOf(ctx, p, document, revision)
	if err == nil {
		err = letOut(v.ScanStatus)
	}
	if err != nil {
		return v, nil, err
	}
	body, err := s.openVersion(ctx, p.Organization, v)
	return v, body, err
}

func (s *Service) versionOf(ctx context.Context, p tenancy.Principal, document id.ID, revision int32) (documentdb.GetVersionRow, error) {
	g, err := authz.Require(p, authz.DocumentRead)
	if err != nil {
		return documentdb.GetVersionRow{}, err
	}
	v, err := documentdb.New(g.Reader(ctx, s.db)).GetVersion(ctx, g.Organization(), document, revision)
	if err != nil {
		return v, fmt.Errorf("file of a document: %w", err)
	}
	return v, nil
}

func (s *Service) openVersion(ctx context.Context, org id.ID, v documentdb.GetVersionRow) (io.ReadCloser, error) {
	key, err := s.o.Keys.Open(ctx, org, crypt.DocumentFileKey, v.ID, crypt.Sealed{KeyID: v.FileKeyKeyID, Ciphertext: v.FileKeyEncrypted})
	if err != nil {
		return nil, fmt.Errorf("key of a file: %w", err)
	}
	defer clear(key)
	return s.open(ctx, org, v.FilePath, key)
}

// Read opens the newest file of a document for the program itself, as when a letter encloses it. The read is recorded. Errors: as
// Link and Open.
func (s *Service) Read(ctx context.Context, p tenancy.Principal, document id.ID) (File, error) {
	g, err := authz.Require(p, authz.DocumentRead)
	if err != nil {
		return File{}, err
	}
	if s.o.Keys == nil {
		return File{}, ErrKeysClosed
	}
	d, err := get(ctx, documentdb.New(g.Reader(ctx, s.db)), g, document, false)
	if err != nil {
		return File{}, err
	}
	v, body, err := s.content(ctx, tenancy.Operator(p.Organization, "read a file"), document, d.Revision)
	if err != nil {
		return File{}, err
	}
	s.note(p, map[string]any{"shows": "file", "revision": d.Revision}, document)
	return File{Name: v.FileName, MediaType: v.MimeType, Size: v.FileSize, Body: body}, nil
}
