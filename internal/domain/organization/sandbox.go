package organization

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization/internal/organizationdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrNoSandbox says that the organization has no open sandbox.
	ErrNoSandbox = fault.New(fault.NotFound, "sandbox_not_found", "There is no sandbox.")
	// ErrSandboxExists says that the organization has an open sandbox: it may have one at a time.
	ErrSandboxExists = fault.New(fault.Conflict, "sandbox_exists", "There is a sandbox already. Reset it, or remove it first.")
	// ErrInSandbox says that a sandbox was asked for a sandbox of its own.
	ErrInSandbox = fault.New(fault.Conflict, "sandbox_of_sandbox", "This is a sandbox. Manage it from the organization that it belongs to.")
)

// sandboxMark stands in the slug of every sandbox, before a random end: the slug of a closed one stays taken.
const sandboxMark = "-sandbox-"

// maxSlug is how long a slug may be.
const maxSlug = 63

// Sandbox returns the open sandbox of p's organization. Error: ErrNoSandbox.
func (s *Service) Sandbox(ctx context.Context, p tenancy.Principal) (Entry, error) {
	if _, err := authz.Require(p, authz.SandboxWrite); err != nil {
		return Entry{}, err
	}
	var row organizationdb.FindSandboxRow
	err := tenancy.InSystemTx(ctx, s.db, "find sandbox", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		row, err = findSandbox(ctx, tx, p.Organization)
		return err
	})
	return Entry{ID: row.OrganizationID, Slug: row.Slug, Plan: row.Plan, Status: row.Status, Demo: row.Demo}, err
}

func findSandbox(ctx context.Context, tx tenancy.SystemTx, org id.ID) (organizationdb.FindSandboxRow, error) {
	row, err := organizationdb.New(tx).FindSandbox(ctx, org)
	if fault.As(err).Is404() {
		return row, ErrNoSandbox
	}
	if err != nil {
		return row, fmt.Errorf("find sandbox: %w", err)
	}
	return row, nil
}

// CreateSandbox makes an empty organization for trying that belongs to p's, with its settings and plan. Errors:
// ErrSandboxExists, ErrInSandbox.
func (s *Service) CreateSandbox(ctx context.Context, p tenancy.Principal) (Entry, error) {
	if _, err := authz.Require(p, authz.SandboxWrite); err != nil {
		return Entry{}, err
	}
	own, err := s.Get(ctx, p)
	if err != nil {
		return Entry{}, err
	}
	entry := Entry{ID: id.New(), Slug: sandboxSlug(own.Slug), Plan: own.Plan, Status: "active"}
	err = tenancy.InSystemTx(ctx, s.db, "create sandbox", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := organizationdb.New(tx)
		parent, err := q.ReadDirectory(ctx, p.Organization)
		if err != nil {
			return fmt.Errorf("read directory: %w", err)
		}
		if parent.Sandbox {
			return ErrInSandbox
		}
		if _, err := findSandbox(ctx, tx, p.Organization); err == nil {
			return ErrSandboxExists
		} else if !fault.As(err).Is404() {
			return err
		}
		// From here on it is the new organization that is written to, and nothing of p's own.
		if err := tx.Enter(ctx, entry.ID); err != nil {
			return err
		}
		if err := q.InsertSandbox(ctx, entry.ID, entry.Slug, entry.Plan, p.Organization); err != nil {
			return fmt.Errorf("enter sandbox in the directory: %w", err)
		}
		_, err = q.InsertOrganization(ctx, organizationdb.InsertOrganizationParams{
			TenantID: entry.ID, Name: SandboxName(own.Name), Slug: entry.Slug, Plan: entry.Plan, TimeZone: own.TimeZone,
			Currency: own.Currency, Locale: own.Locale,
		})
		return err
	})
	if err != nil {
		return Entry{}, fmt.Errorf("create sandbox: %w", err)
	}
	return entry, nil
}

// SandboxName is what the sandbox of an organization is called.
func SandboxName(name string) string {
	const end = " (sandbox)"
	if runes := []rune(name); len(runes) > 255-len(end) {
		name = string(runes[:255-len(end)])
	}
	return name + end
}

func sandboxSlug(slug string) string {
	end := sandboxMark + strings.ToLower(rand.Text()[:8])
	return slug[:min(len(slug), maxSlug-len(end))] + end
}

// CloseSandbox closes the open sandbox of p's organization for good: nobody gets in any more, by session or by key.
// Error: ErrNoSandbox.
func (s *Service) CloseSandbox(ctx context.Context, p tenancy.Principal) error {
	if _, err := authz.Require(p, authz.SandboxWrite); err != nil {
		return err
	}
	return tenancy.InSystemTx(ctx, s.db, "close sandbox", func(ctx context.Context, tx tenancy.SystemTx) error {
		row, err := findSandbox(ctx, tx, p.Organization)
		if err != nil {
			return err
		}
		if err := tx.Enter(ctx, row.OrganizationID); err != nil {
			return err
		}
		q := organizationdb.New(tx)
		if err := q.CloseDirectory(ctx, row.OrganizationID); err != nil {
			return fmt.Errorf("close sandbox in the directory: %w", err)
		}
		if err := q.CloseOrganization(ctx, row.OrganizationID); err != nil {
			return fmt.Errorf("close sandbox: %w", err)
		}
		return nil
	})
}
