package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/intake/internal/intakedb"
	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// MaxUpload is how large a file may be that waits to be confirmed, in bytes.
const MaxUpload = 20 << 20

// uploadKept is how long a file waits.
const uploadKept = 24 * time.Hour

// Faults of files that wait.
var (
	// ErrUploadLarge says that a file is larger than MaxUpload.
	ErrUploadLarge = fault.New(fault.TooLarge, "import_too_large", "The file is larger than 20 MB.").On("/file")
	// ErrNoKeys says that the server cannot encrypt, so that it keeps no file.
	ErrNoKeys = fault.New(fault.Unavailable, "import_unavailable", "Files cannot be kept at the moment. Ask whoever runs PropertyOS.")
	// ErrRunning says that a file is being brought in already.
	ErrRunning = fault.New(fault.Conflict, "import_running", "This file is being imported already.")
	// ErrAsOf says that nothing dates the file and nobody has.
	ErrAsOf = fault.New(fault.Invalid, "as_of_required", "Say which day the file tells of: it does not say so itself.").On("/as_of")
	// ErrFuture says that a file cannot tell of a day to come.
	ErrFuture = fault.New(fault.Invalid, "as_of_future", "The file cannot tell of a day that is still to come.").On("/as_of")
)

// Upload keeps a file until somebody confirms or discards it, at most a day. The same bytes that came in before are not
// kept: the earlier import is returned instead. Errors: as of Import, ErrUploadLarge, ErrNoKeys, rentroll.ErrEmpty.
func (s *Service) Upload(ctx context.Context, p tenancy.Principal, in Input) (id.ID, *Earlier, error) {
	g, err := s.enter(ctx, p)
	if err != nil {
		return id.Nil, nil, err
	}
	switch {
	case len(in.Data) == 0:
		return id.Nil, nil, rentroll.ErrEmpty.On("/file")
	case len(in.Data) > MaxUpload:
		return id.Nil, nil, ErrUploadLarge
	case s.keys == nil:
		return id.Nil, nil, ErrNoKeys
	}
	if err := s.checkAsOf(ctx, g, in.AsOf); err != nil {
		return id.Nil, nil, err
	}
	org, hash := g.Organization(), sha256.Sum256(in.Data)
	if report, done, err := already(ctx, g.Reader(ctx, s.db), org, hash, false); err != nil || done {
		return id.Nil, report.AlreadyImported, err
	}
	if isArchive(in.Data) {
		if _, err := transfer.Open(bytes.NewReader(in.Data), int64(len(in.Data))); err != nil {
			return id.Nil, nil, onFile(err)
		}
	} else if in.Mapping == nil {
		columns, known, err := rentroll.ReadColumns(in.Data)
		if err != nil {
			return id.Nil, nil, onFile(err)
		}
		if !known {
			if in.Mapping, err = s.remembered(ctx, g, columns); err != nil {
				return id.Nil, nil, err
			}
		}
	}
	row := intakedb.InsertUploadParams{
		TenantID: org, ID: id.New(), FileName: cleanName(in.FileName), FileHash: hash[:], Size: int32(len(in.Data)), AsOf: in.AsOf,
		Mapping: mappingJSON(in.Mapping), ExpiresAt: s.db.Clock().Now().Add(uploadKept),
	}
	if p.User != id.Nil {
		row.CreatedBy = &p.User
	}
	sealed, err := s.keys.Seal(ctx, org, crypt.ImportContent, row.ID, in.Data)
	if err != nil {
		return id.Nil, nil, fmt.Errorf("seal file: %w", err)
	}
	row.ContentEncrypted, row.ContentKeyID = sealed.Ciphertext, sealed.KeyID
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := intakedb.New(tx)
		if _, err := q.RemoveExpiredUploads(ctx, org, tx.Now()); err != nil {
			return err
		}
		return q.InsertUpload(ctx, row)
	})
	if err != nil {
		return id.Nil, nil, fmt.Errorf("keep file: %w", err)
	}
	return row.ID, nil, nil
}

// onFile points a fault of a whole file to the field that it was chosen in.
func onFile(err error) error {
	var f *fault.Fault
	if errors.As(err, &f) && len(f.Fields) == 0 {
		return f.On("/file")
	}
	return err
}

func (s *Service) checkAsOf(ctx context.Context, g authz.Grant, d period.Date) error {
	if d.IsZero() {
		return nil
	}
	today, err := s.today(ctx, g)
	if err == nil && d.After(today) {
		err = ErrFuture
	}
	return err
}

// remembered is the mapping of the list before with the same headings; nil where there was none.
func (s *Service) remembered(ctx context.Context, g authz.Grant, c rentroll.Columns) (rentroll.Mapping, error) {
	raw, err := intakedb.New(g.Reader(ctx, s.db)).FindMapping(ctx, g.Organization(), c.Fingerprint[:])
	if errors.Is(err, postgres.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for a mapping: %w", err)
	}
	return mappingOf(raw)
}

func mappingJSON(m rentroll.Mapping) json.RawMessage {
	if m == nil {
		return nil
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic(err) // unreachable: texts
	}
	return b
}

func mappingOf(raw json.RawMessage) (m rentroll.Mapping, err error) {
	if len(raw) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, fmt.Errorf("mapping: %w", err)
	}
	return m, nil
}

// Describe says of a file that waits which day it tells of and, for a list in no known layout, which column holds what,
// which is remembered for the next list with the same headings. Errors: ErrRunning, ErrFuture, rentroll.ErrMapping,
// postgres.ErrNotFound.
func (s *Service) Describe(ctx context.Context, p tenancy.Principal, upload id.ID, asOf period.Date, m rentroll.Mapping) error {
	g, err := s.enterOne(ctx, p)
	if err != nil {
		return err
	}
	if err := s.checkAsOf(ctx, g, asOf); err != nil {
		return err
	}
	w, err := s.waiting(ctx, g, upload)
	if err != nil {
		return err
	}
	if isArchive(w.in.Data) { // it says by itself all that there is to say
		return nil
	}
	columns, known, err := rentroll.ReadColumns(w.in.Data)
	if err != nil {
		return err
	}
	if known {
		m = nil
	} else if _, _, err := rentroll.Read(w.in.FileName, w.in.Data, rentroll.Options{Today: w.today, AsOf: asOf, Mapping: orNone(m)}); err != nil {
		return err
	}
	return g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q, org := intakedb.New(tx), tx.Organization()
		n, err := q.DescribeUpload(ctx, asOf, mappingJSON(m), org, upload)
		if err == nil && n == 0 {
			err = ErrRunning
		}
		if err == nil && m != nil {
			err = q.SaveMapping(ctx, org, id.New(), columns.Fingerprint[:], mappingJSON(m))
		}
		return err
	})
}

// orNone is a mapping that says nothing instead of none at all.
func orNone(m rentroll.Mapping) rentroll.Mapping {
	if m == nil {
		return rentroll.Mapping{}
	}
	return m
}

// waiting is a file that waits, opened.
type waiting struct {
	row   intakedb.GetUploadRow
	in    Input
	today period.Date
}

func (s *Service) waiting(ctx context.Context, g authz.Grant, upload id.ID) (w waiting, err error) {
	if s.keys == nil {
		return w, ErrNoKeys
	}
	q, org := intakedb.New(g.Reader(ctx, s.db)), g.Organization()
	if w.row, err = q.GetUpload(ctx, org, upload); err != nil {
		return w, err
	}
	if w.row.ExpiresAt.Before(s.db.Clock().Now()) {
		return w, postgres.ErrNotFound
	}
	sealed, err := q.UploadContent(ctx, org, upload)
	if err != nil {
		return w, err
	}
	w.in = Input{FileName: w.row.FileName, AsOf: w.row.AsOf}
	if w.in.Mapping, err = mappingOf(w.row.Mapping); err != nil {
		return w, err
	}
	w.in.Data, err = s.keys.Open(ctx, org, crypt.ImportContent, upload, crypt.Sealed{KeyID: sealed.ContentKeyID, Ciphertext: sealed.ContentEncrypted})
	if err != nil {
		return w, err
	}
	w.today, err = s.today(ctx, g)
	return w, err
}

// Confirm has a file brought in by a job. Errors: ErrAsOf where nothing dates it; ErrRefused where it has errors; ErrRunning;
// postgres.ErrNotFound; the faults of package rentroll.
func (s *Service) Confirm(ctx context.Context, p tenancy.Principal, upload id.ID) error {
	g, err := s.enterOne(ctx, p)
	if err != nil {
		return err
	}
	w, err := s.waiting(ctx, g, upload)
	if err != nil {
		return err
	}
	if isArchive(w.in.Data) {
		_, err = openArchive(ctx, bytes.NewReader(w.in.Data), int64(len(w.in.Data)), w.today)
	} else {
		var report Report
		if _, report, err = read(w.in, w.today); err == nil && report.AsOfSource == rentroll.AsOfToday {
			err = ErrAsOf
		}
	}
	if err != nil {
		return err
	}
	return g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		n, err := intakedb.New(tx).StartUpload(ctx, tx.Organization(), upload)
		if err == nil && n == 0 {
			err = ErrRunning
		}
		if err != nil {
			return err
		}
		return event.Write(ctx, tx, ImportConfirmed, upload, Confirmation{By: p.User})
	})
}

// Discard removes a file that waits. Errors: ErrRunning, postgres.ErrNotFound.
func (s *Service) Discard(ctx context.Context, p tenancy.Principal, upload id.ID) error {
	g, err := s.enterOne(ctx, p)
	if err != nil {
		return err
	}
	return g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q, org := intakedb.New(tx), tx.Organization()
		if _, err := q.GetUpload(ctx, org, upload); err != nil {
			return err
		}
		n, err := q.RemoveUpload(ctx, org, upload, false)
		if err == nil && n == 0 {
			err = ErrRunning
		}
		return err
	})
}
