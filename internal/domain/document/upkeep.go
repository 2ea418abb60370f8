package document

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/blob"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const (
	// ExpiryNotice is how many days before a document expires the event document.expiring tells of it.
	ExpiryNotice = 30
	// OrphanAge is how old a file has to be before it is removed because nothing refers to it: longer than any upload is open.
	OrphanAge = 2 * UploadAge

	daily         = 24 * time.Hour
	rescanEvery   = time.Hour
	upkeepTimeout = 10 * time.Minute
	scanTimeout   = 10 * time.Minute
	rescanBatch   = 100 // files of one organization at a time
	orphanBatch   = 500 // paths that are looked up at once
)

// The kinds of the work by the clock. It has no arguments.
type (
	expiringArgs struct{}
	orphansArgs  struct{}
	rescanArgs   struct{}
)

// Kind implements jobs.Args.
func (expiringArgs) Kind() string { return "document.expiring" }

// Kind implements jobs.Args.
func (orphansArgs) Kind() string { return "document.orphans" }

// Kind implements jobs.Args.
func (rescanArgs) Kind() string { return "document.rescan" }

// Keep registers the work by the clock and has every new file scanned. organizations lists those to work for. Call it before c
// starts.
func (s *Service) Keep(c *jobs.Client, subscribers *event.Subscribers, organizations func(context.Context) ([]id.ID, error)) {
	each := func(kind string, do func(context.Context, tenancy.Principal) error) func(context.Context) error {
		return func(ctx context.Context) error {
			list, err := organizations(ctx)
			if err != nil {
				return err
			}
			var failed error
			for _, org := range list { // one organization's trouble is not another's
				if err := do(ctx, tenancy.Operator(org, kind)); err != nil {
					failed = errors.Join(failed, fmt.Errorf("%s of %s: %w", kind, org, err))
				}
			}
			return failed
		}
	}
	expiring, orphans, rescan := each("document.expiring", s.NoteExpiring), each("document.orphans", s.RemoveOrphans), each("document.rescan", s.Rescan)
	jobs.Handle(c, upkeepTimeout, func(ctx context.Context, _ expiringArgs) error { return expiring(ctx) })
	jobs.Handle(c, upkeepTimeout, func(ctx context.Context, _ orphansArgs) error { return orphans(ctx) })
	jobs.Every(c, daily, expiringArgs{}, "Tell of documents that expire soon")
	jobs.Every(c, daily, orphansArgs{}, "Remove files that nothing refers to")
	if s.o.Scanner == nil {
		return
	}
	jobs.Handle(c, scanTimeout, func(ctx context.Context, _ rescanArgs) error { return rescan(ctx) })
	jobs.Every(c, rescanEvery, rescanArgs{}, "Scan files that could not be scanned before")
	scan := func(ctx context.Context, p tenancy.Principal, e event.Happened[Event]) error {
		return s.Scan(ctx, p, e.EntityID, e.Payload.Revision)
	}
	event.On(subscribers, Added, "scan for viruses", scan)
	event.On(subscribers, Revised, "scan for viruses", scan)
}

// NoteExpiring writes an event for every document that expires within ExpiryNotice days and that nobody was told of.
func (s *Service) NoteExpiring(ctx context.Context, p tenancy.Principal) error {
	g, err := authz.Require(p, authz.DocumentWrite)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		before := s.today().AddDays(ExpiryNotice + 1).Time()
		rows, err := documentdb.New(tx).NoteExpiring(ctx, tx.Now(), tx.Organization(), before)
		if err != nil {
			return err
		}
		for _, r := range rows {
			e := Expiry{PropertyID: r.PropertyID, ExpiresOn: period.In(*r.ExpiresAt, time.UTC)}
			if err := event.Write(ctx, tx, Expiring, r.ID, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("tell of expiring documents: %w", err)
	}
	return nil
}

// RemoveOrphans removes the files of an organization that are older than OrphanAge and that no row refers to: what a server left
// that stopped between the file and its row, and the parts of uploads that were given up.
func (s *Service) RemoveOrphans(ctx context.Context, p tenancy.Principal) error {
	g, err := authz.Require(p, authz.DocumentWrite)
	if err != nil {
		return err
	}
	now := s.db.Clock().Now()
	var batch []string
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		unknown, err := documentdb.New(g.Reader(ctx, s.db)).UnknownPaths(ctx, batch, p.Organization, now)
		if err != nil {
			return err
		}
		batch = batch[:0]
		for _, path := range unknown {
			if err := s.o.Store.Delete(ctx, path); err != nil {
				return err
			}
		}
		return nil
	}
	err = s.o.Store.List(ctx, p.Organization.String()+"/", func(o blob.Object) error {
		if now.Sub(o.Modified) > OrphanAge {
			batch = append(batch, o.Key)
		}
		if len(batch) < orphanBatch {
			return nil
		}
		return flush()
	})
	if err = errors.Join(err, flush()); err != nil {
		return fmt.Errorf("remove orphans: %w", err)
	}
	return nil
}

// Rescan has the scanner look again at files that it could not look at before.
func (s *Service) Rescan(ctx context.Context, p tenancy.Principal) error {
	g, err := authz.Require(p, authz.DocumentWrite)
	if err != nil {
		return err
	}
	rows, err := documentdb.New(g.Reader(ctx, s.db)).Unscanned(ctx, p.Organization, rescanBatch)
	if err != nil {
		return fmt.Errorf("files to scan: %w", err)
	}
	for _, r := range rows {
		err := s.Scan(ctx, p, r.DocumentID, r.Revision)
		if err != nil && fault.As(err).Kind == fault.Unavailable && !errors.Is(err, ErrFileLost) {
			return err // the scanner or the store is away: the others would meet the same
		}
	}
	return nil
}
