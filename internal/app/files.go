package app

import (
	"context"

	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/blob"
	"github.com/propertyos/propertyos/internal/platform/clamd"
)

// openFiles opens the file store and makes the service of documents over it.
func (a *App) openFiles(ctx context.Context) (err error) {
	o := document.Options{MaxSize: a.cfg.Files.MaxSize, Audit: a.audit}
	if a.files, err = blob.Open(ctx, a.cfg.FileStore()); err != nil {
		return err
	}
	o.Store = a.files
	if a.cfg.Files.Scanner != "" {
		if o.Scanner, err = clamd.New(a.cfg.Files.Scanner); err != nil {
			return err
		}
	}
	a.documents = document.NewService(a.db, o)
	return nil
}

// organizationIDs lists the organizations that work by the clock is done for.
func (a *App) organizationIDs(ctx context.Context) ([]id.ID, error) {
	list, err := a.organizations.List(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]id.ID, 0, len(list))
	for _, o := range list {
		out = append(out, o.ID)
	}
	return out, nil
}

// fileFindings look at the file store and the virus scanner.
func fileFindings(ctx context.Context, cfg config.Config) []Finding {
	store := Finding{Check: "file store", OK: true, Detail: "answers"}
	s, err := blob.Open(ctx, cfg.FileStore())
	if err == nil {
		err = s.Check(ctx)
		_ = s.Close()
	}
	if err != nil {
		store.OK, store.Detail = false, fault.As(err).Message
	}
	scan := Finding{Check: "virus scanner", OK: true, Warn: true, Detail: "none: files are not scanned. Set PROPERTYOS_CLAMD to the address of clamd."}
	if cfg.Files.Scanner != "" {
		scan.Warn, scan.Detail = false, "answers"
		c, err := clamd.New(cfg.Files.Scanner)
		if err == nil {
			err = c.Ping(ctx)
		}
		if err != nil {
			scan.OK, scan.Detail = false, fault.As(err).Message
		}
	}
	return []Finding{store, scan}
}
