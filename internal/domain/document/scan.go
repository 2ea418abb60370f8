package document

import (
	"context"
	"errors"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// maxFinding bounds the name of a finding, as the column does.
const maxFinding = 200

// Scan has the scanner look at one file of a document and keeps what it says. Where the scanner or the store fails the state is
// ScanFailed and the error is returned, so that a job tries again. Without a scanner it does nothing.
func (s *Service) Scan(ctx context.Context, p tenancy.Principal, document id.ID, revision int32) error {
	if s.o.Scanner == nil {
		return nil
	}
	if s.o.Keys == nil {
		return ErrKeysClosed
	}
	v, err := s.versionOf(ctx, p, document, revision)
	if errors.Is(err, postgres.ErrNotFound) {
		return nil // gone with its organization's data
	}
	if err != nil {
		return err
	}
	status, name, failed := s.look(ctx, p.Organization, v)
	return errors.Join(failed, s.keepScan(ctx, p, v, status, name))
}

// look scans a file.
func (s *Service) look(ctx context.Context, org id.ID, v documentdb.GetVersionRow) (status, name string, err error) {
	body, err := s.openVersion(ctx, org, v)
	if err != nil {
		return ScanFailed, "", err
	}
	defer func() { _ = body.Close() }()
	finding, err := s.o.Scanner.Scan(ctx, body)
	switch {
	case err != nil:
		return ScanFailed, "", fmt.Errorf("scan a file: %w", err)
	case finding.Infected:
		if name = finding.Name; len(name) > maxFinding {
			name = name[:maxFinding]
		}
		return Infected, name, nil
	}
	return Clean, "", nil
}

func (s *Service) keepScan(ctx context.Context, p tenancy.Principal, v documentdb.GetVersionRow, status, name string) error {
	g, err := authz.Require(p, authz.DocumentWrite)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := documentdb.New(tx)
		if _, err := q.SetScan(ctx, documentdb.SetScanParams{
			TenantID: tx.Organization(), DocumentID: v.DocumentID, Revision: v.Revision, ScanStatus: status, ScannedAt: tx.Now(),
			ScanFinding: given(name),
		}); err != nil {
			return err
		}
		if _, err := q.SetDocumentScan(ctx, status, tx.Organization(), v.DocumentID, v.Revision); err != nil {
			return err
		}
		if status != Infected {
			return nil
		}
		return event.Write(ctx, tx, Scanned, v.DocumentID, Event{Revision: v.Revision})
	})
	if err != nil {
		return fmt.Errorf("keep what a scan found: %w", err)
	}
	return nil
}
