package intake

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/intake/internal/intakedb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// runArgs are a job to bring a confirmed file in.
type runArgs struct {
	Tenant id.ID `json:"tenant_id"`
	Upload id.ID `json:"upload_id"`
	By     id.ID `json:"by"`
}

// Kind implements jobs.Args.
func (runArgs) Kind() string { return "import.run" }

// Organization implements jobs.Organized.
func (a runArgs) Organization() id.ID { return a.Tenant }

// Once implements jobs.Unique: an event that is told twice is one import.
func (runArgs) Once() jobs.Once { return jobs.Once{} }

// sweepArgs are a job to remove files that nobody confirmed in time.
type sweepArgs struct{}

// Kind implements jobs.Args.
func (sweepArgs) Kind() string { return "import.sweep" }

const (
	runTimeout   = 10 * time.Minute
	sweepTimeout = 5 * time.Minute
	sweepEvery   = time.Hour
)

// Handle registers the jobs and events by which confirmed files come in. Call it before the jobs start.
func (s *Service) Handle(c *jobs.Client, subscribers *event.Subscribers) {
	event.On(subscribers, ImportConfirmed, "bring a file in",
		func(ctx context.Context, p tenancy.Principal, e event.Happened[Confirmation]) error {
			return c.Insert(ctx, runArgs{Tenant: p.Organization, Upload: e.EntityID, By: e.Payload.By})
		})
	jobs.HandleIn(c, runTimeout, func(ctx context.Context, p tenancy.Principal, a runArgs) error { return s.Run(ctx, p, a.Upload, a.By) })
	jobs.Handle(c, sweepTimeout, func(ctx context.Context, _ sweepArgs) error { return s.Sweep(ctx) })
	jobs.Every(c, sweepEvery, sweepArgs{}, "Remove files that nobody imported within a day")
}

// Run brings a confirmed file in, in one transaction that removes the file too. Progress is told outside of that
// transaction. What the file itself is to blame for is kept with the file, for whoever sent it; anything else is the
// error, and the job comes again.
func (s *Service) Run(ctx context.Context, p tenancy.Principal, upload, by id.ID) error {
	g, err := s.enter(ctx, p)
	if err != nil {
		return s.failed(ctx, g, upload, err)
	}
	w, err := s.waiting(ctx, g, upload)
	if fault.As(err).Is404() {
		return nil // it came in, in a run whose end was not heard of
	}
	if err != nil {
		return err
	}
	if w.row.State != "running" {
		return nil
	}
	_, err = s.bringAny(ctx, g, w.in, incoming{
		id: upload, by: by, progress: s.progress(ctx, g, upload),
		after: func(ctx context.Context, tx tenancy.Tx) error {
			_, err := intakedb.New(tx).RemoveUpload(ctx, tx.Organization(), upload, true)
			return err
		},
	})
	return s.failed(ctx, g, upload, err)
}

// failed keeps a fault with the file, if it is one that trying again would not mend.
func (s *Service) failed(ctx context.Context, g authz.Grant, upload id.ID, cause error) error {
	if cause == nil || g.Organization() == id.Nil {
		return cause
	}
	f := fault.As(cause)
	switch f.Kind {
	case fault.Internal, fault.Unavailable, fault.RateLimited:
		return cause
	}
	err := g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if _, err := intakedb.New(tx).FailUpload(ctx, f.Message, tx.Organization(), upload); err != nil {
			return err
		}
		return event.Write(ctx, tx, ImportProgressed, upload, event.None{})
	})
	if err != nil {
		return errors.Join(cause, err)
	}
	return nil
}

// steps is into how many pieces progress is told at most.
const steps = 20

// progress keeps how far an import is with the file, for whoever watches. It is a nicety: what goes wrong with it is not
// told.
func (s *Service) progress(ctx context.Context, g authz.Grant, upload id.ID) func(done, total int) {
	last := -1
	return func(done, total int) {
		if total == 0 || done*steps/total == last {
			return
		}
		last = done * steps / total
		_ = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
			if _, err := intakedb.New(tx).ProgressUpload(ctx, int32(done), int32(total), tx.Organization(), upload); err != nil {
				return err
			}
			return event.Write(ctx, tx, ImportProgressed, upload, event.None{})
		})
	}
}

// Sweep removes the files of every organization that nobody confirmed in time.
func (s *Service) Sweep(ctx context.Context) error {
	list, err := s.organizations.List(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, o := range list {
		g, err := authz.Require(tenancy.Operator(o.ID, "import.sweep"), authz.ImportRun)
		if err == nil {
			err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
				_, err := intakedb.New(tx).RemoveExpiredUploads(ctx, tx.Organization(), tx.Now())
				return err
			})
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("organization %s: %w", o.ID, err))
		}
	}
	return errors.Join(failed...)
}
