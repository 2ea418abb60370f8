package transfer

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/transfer/internal/transferdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Service writes an organization as an archive, and reads archives into others.
type Service struct {
	db        *tenancy.DB
	documents *document.Service // nil: archives without files
	recorder  audit.Recorder
	keys      *crypt.Keyring // nil: no personal data goes out or comes in
}

// New returns the service.
func New(db *tenancy.DB, documents *document.Service, recorder audit.Recorder) *Service {
	return &Service{db: db, documents: documents, recorder: recorder}
}

// UseKeys gives the service what personal data is encrypted with. Call it before the service is used.
func (s *Service) UseKeys(k *crypt.Keyring) { s.keys = k }

// Input says what to export.
type Input struct {
	Property     id.ID // id.Nil: the whole organization
	PersonalData bool  // Social Security numbers and the like too, in clear
}

// pageRows is how many rows are read at a time.
const pageRows = 1000

// Export writes p's organization, or what belongs to one property of it, as a zip. All rows are of one moment. That it happens
// is in the audit log before open is called with the archive's name, which is when its first byte may be written; after an error
// that comes later the archive is cut off. Errors: authz.ErrForbidden, authz.ErrLimited, postgres.ErrNotFound for a property that
// is not there or not theirs, authz.ErrStepUp and ErrKeys for personal data.
func (s *Service) Export(ctx context.Context, p tenancy.Principal, in Input, open func(name string) io.Writer) error {
	g, err := s.leave(p, in)
	if err != nil {
		return err
	}
	x := &export{Service: s, g: g, in: in, manifest: Manifest{
		Format: Format, Version: Version, ExportedAt: s.db.Clock().Now().UTC(), PersonalData: in.PersonalData,
	}}
	if err := x.describe(ctx); err != nil {
		return err
	}
	defer x.close()
	if x.rows, err = newSpool(); err == nil {
		x.files, err = newSpool()
	}
	if err != nil {
		return err
	}
	entry := audit.Entry{Action: audit.ActionExport, EntityType: "organizations", EntityIDs: []id.ID{p.Organization}, Detail: map[string]any{
		"whole": in.Property == id.Nil, "personal_data": in.PersonalData,
	}}
	if in.Property != id.Nil {
		entry.EntityType, entry.EntityIDs = "properties", []id.ID{in.Property}
	}
	if err := s.recorder.Record(ctx, p, entry); err != nil {
		return fmt.Errorf("record export: %w", err)
	}
	if err := g.InReadTx(ctx, s.db, x.read); err != nil {
		return fmt.Errorf("read an organization: %w", err)
	}
	if err := x.write(ctx, open(x.name())); err != nil {
		return fmt.Errorf("write an archive: %w", err)
	}
	return nil
}

// leave asks whether p may export that.
func (s *Service) leave(p tenancy.Principal, in Input) (authz.Grant, error) {
	g, err := authz.Require(p, authz.OrganizationExport)
	if err != nil {
		return g, err
	}
	if in.PersonalData {
		for _, a := range []authz.Action{authz.RenterReveal, authz.OwnerReveal} {
			if _, err := authz.Require(p, a); err != nil {
				return g, err
			}
		}
		if s.keys == nil {
			return g, ErrKeys
		}
	}
	switch {
	case in.Property == id.Nil && len(g.PropertyFilter()) > 0:
		return g, authz.ErrLimited
	case in.Property != id.Nil && !g.Covers(in.Property):
		return g, postgres.ErrNotFound
	}
	return g, nil
}

// export is one on its way.
type export struct {
	*Service
	g        authz.Grant
	in       Input
	manifest Manifest
	rows     *spool     // the files of rows, one after the other
	files    *spool     // the files of documents, one a line
	personal []personal // still encrypted
}

func (x *export) close() {
	for _, s := range []*spool{x.rows, x.files} {
		if s != nil {
			s.close()
		}
	}
}

// describe says what is exported.
func (x *export) describe(ctx context.Context) error {
	q, org := transferdb.New(x.g.Reader(ctx, x.db)), x.g.Organization()
	o, err := q.Settings(ctx, org)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return fmt.Errorf("the organization's time zone: %w", err)
	}
	m := &x.manifest
	m.Organization = Origin{ID: org, Name: o.Name, TimeZone: o.TimeZone, Currency: o.Currency}
	m.AsOf = period.In(m.ExportedAt, zone)
	m.Notes = append(m.Notes, notes...)
	if m.PersonalData {
		m.Notes = append(m.Notes, withPersonal)
	} else {
		m.Notes = append(m.Notes, withoutPersonal)
	}
	m.Notes = append(m.Notes, ruleNote)
	if x.in.Property == id.Nil {
		return nil
	}
	name, err := q.PropertyName(ctx, org, x.in.Property)
	m.Property = &Origin{ID: x.in.Property, Name: name}
	return err
}

// name is what to save the archive under.
func (x *export) name() string {
	what := "organization"
	if x.in.Property != id.Nil {
		what = "property"
	}
	return what + "-" + x.manifest.AsOf.String() + ".zip"
}

func (x *export) properties() []id.ID {
	if x.in.Property == id.Nil {
		return []id.ID{}
	}
	return []id.ID{x.in.Property}
}

// read keeps all rows, which are of one snapshot.
func (x *export) read(ctx context.Context, tx tenancy.Tx) error {
	if err := errors.Join(x.rows.reset(), x.files.reset()); err != nil { // anew for each try
		return err
	}
	x.manifest.Files, x.manifest.Totals, x.personal = nil, Totals{}, nil
	q := transferdb.New(tx)
	for _, t := range tables {
		f := newTally(x.rows)
		out := csv.NewWriter(f)
		if err := out.Write(t.headings()); err != nil {
			return err
		}
		n, err := x.each(ctx, q, t, out)
		if err != nil {
			return fmt.Errorf("%s: %w", t.table, err)
		}
		out.Flush()
		if err := out.Error(); err != nil {
			return err
		}
		x.manifest.Files = append(x.manifest.Files, f.entry(t.file(), n))
	}
	return nil
}

// each writes the rows of one table and returns how many there were.
func (x *export) each(ctx context.Context, q *transferdb.Queries, t *table, out *csv.Writer) (n int, err error) {
	for after := id.Nil; ; {
		rows, err := t.list(q, ctx, x.g.Organization(), after, x.properties(), pageRows)
		if err != nil {
			return n, err
		}
		ids := make([]id.ID, 0, len(rows))
		for _, row := range rows {
			at, r, err := t.fromRow(row)
			if err == nil {
				err = x.manifest.Totals.count(t.name, r)
			}
			if err == nil {
				err = out.Write(t.cells(at, r))
			}
			if err != nil {
				return n, err
			}
			n, after = n+1, at
			ids = append(ids, at)
		}
		if err := x.attach(ctx, q, t, ids); err != nil {
			return n, err
		}
		if len(rows) < pageRows {
			return n, nil
		}
	}
}

// attach keeps what hangs on a page of rows and is no column of theirs.
func (x *export) attach(ctx context.Context, q *transferdb.Queries, t *table, ids []id.ID) error {
	switch {
	case len(ids) == 0:
	case t.name == "documents":
		list, err := q.ListFiles(ctx, x.g.Organization(), ids)
		if err != nil {
			return err
		}
		to := json.NewEncoder(x.files)
		for _, f := range list {
			if err := to.Encode(f); err != nil {
				return err
			}
		}
	case x.in.PersonalData:
		return x.reveal(ctx, q, t, ids)
	}
	return nil
}

// tally counts and hashes what is written through it.
type tally struct {
	to  io.Writer
	sum hash.Hash
	n   int64
}

func newTally(to io.Writer) *tally { return &tally{to: to, sum: sha256.New()} }

func (t *tally) Write(p []byte) (int, error) {
	n, err := t.to.Write(p)
	t.sum.Write(p[:n])
	t.n += int64(n)
	return n, err
}

func (t *tally) entry(name string, rows int) ManifestFile {
	return ManifestFile{Name: name, Rows: rows, Bytes: t.n, SHA256: hex.EncodeToString(t.sum.Sum(nil))}
}

// write sends the archive: rows, files, what the files are, and last the manifest.
func (x *export) write(ctx context.Context, w io.Writer) error {
	z := zip.NewWriter(w)
	create := func(name string) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: x.manifest.ExportedAt})
	}
	from, err := x.rows.reader()
	if err != nil {
		return err
	}
	for _, f := range x.manifest.Files {
		to, err := create(f.Name)
		if err == nil {
			_, err = io.CopyN(to, from, f.Bytes)
		}
		if err != nil {
			return err
		}
	}
	if err := x.writeFiles(ctx, create); err != nil {
		return err
	}
	if x.in.PersonalData {
		if err := x.writePersonal(ctx, create); err != nil {
			return err
		}
	}
	to, err := create(manifestName)
	if err != nil {
		return err
	}
	e := json.NewEncoder(to)
	e.SetIndent("", "  ")
	if err := e.Encode(x.manifest); err != nil {
		return err
	}
	return z.Close()
}
