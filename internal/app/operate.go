package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// CreateOrganization makes an organization.
func (a *App) CreateOrganization(ctx context.Context, slug, name, timeZone string) (organization.Organization, error) {
	return a.organizations.Create(ctx, organization.CreateInput{Slug: slug, Name: name, TimeZone: timeZone})
}

// Organizations lists every organization.
func (a *App) Organizations(ctx context.Context) ([]organization.Entry, error) {
	return a.organizations.List(ctx)
}

// Import brings a file into an organization.
func (a *App) Import(ctx context.Context, slug, reason, file string, asOf period.Date, dryRun bool, progress func(done, total int)) (intake.Report, error) {
	org, err := a.enter(ctx, slug, "import", reason)
	if err != nil {
		return intake.Report{}, err
	}
	report, err := a.bring(ctx, tenancy.Operator(org.ID, "import"), file, asOf, dryRun, progress)
	if err == nil && !dryRun && report.AlreadyImported == nil {
		err = jobs.RefreshStatistics(ctx, a.db)
	}
	return report, err
}

var errNotImported = fault.New(fault.NotFound, "import_not_found", "This file has not come into that organization, or its import was undone.")

// UndoImport takes back what a file brought into an organization. Errors: those of intake.Service.Undo, import_not_found.
func (a *App) UndoImport(ctx context.Context, slug, reason, file string) (intake.Earlier, error) {
	org, err := a.enter(ctx, slug, "undo import", reason)
	if err != nil {
		return intake.Earlier{}, err
	}
	p := tenancy.Operator(org.ID, "undo import")
	report, err := a.bring(ctx, p, file, period.Date{}, true, nil)
	if report.AlreadyImported == nil {
		if err == nil {
			err = errNotImported
		}
		return intake.Earlier{}, err
	}
	return *report.AlreadyImported, a.imports.Undo(ctx, p, report.AlreadyImported.ID)
}

// bring brings a file in. An archive may be large, and has files of documents, which are encrypted.
func (a *App) bring(ctx context.Context, p tenancy.Principal, file string, asOf period.Date, dryRun bool, progress func(done, total int)) (intake.Report, error) {
	unreadable := func(err error) error {
		return fault.New(fault.NotFound, "file_unreadable", fmt.Sprintf("The file %s cannot be read.", file)).With(err)
	}
	f, err := os.Open(file)
	if err != nil {
		return intake.Report{}, unreadable(err)
	}
	defer func() { _ = f.Close() }()
	facts, err := f.Stat()
	if err != nil {
		return intake.Report{}, unreadable(err)
	}
	if transfer.IsArchive(f, facts.Size()) {
		if err := a.openKeys(ctx, false); err != nil {
			return intake.Report{}, err
		}
		return a.imports.ImportArchive(ctx, p, intake.ArchiveInput{FileName: filepath.Base(file), From: f, Size: facts.Size(), DryRun: dryRun}, progress)
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return intake.Report{}, unreadable(err)
	}
	return a.imports.Import(ctx, p, intake.Input{FileName: filepath.Base(file), Data: data, AsOf: asOf, DryRun: dryRun}, progress)
}

// Exported is what an export wrote.
type Exported struct {
	File  string `json:"file"`
	Bytes int64  `json:"bytes"`
}

// Export writes an organization, or one property of it, as an archive into a new file that only its owner can read. Of an export
// that fails nothing stays.
func (a *App) Export(ctx context.Context, slug, reason, property, file string, personalData bool) (out Exported, err error) {
	in := transfer.Input{PersonalData: personalData}
	if property != "" {
		if in.Property, err = id.Parse(property); err != nil {
			return out, fault.New(fault.Invalid, "id_malformed", "That is not the id of a property.")
		}
	}
	org, err := a.enter(ctx, slug, "export", reason)
	if err != nil {
		return out, err
	}
	if err := a.openKeys(ctx, false); err != nil {
		return out, err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return out, fault.New(fault.Conflict, "file_unwritable", fmt.Sprintf("The file %s cannot be made, or is there already.", file)).With(err)
	}
	err = a.transfers.Export(ctx, tenancy.Operator(org.ID, "export"), in, func(string) io.Writer { return f })
	facts, serr := f.Stat()
	if err = errors.Join(err, serr, f.Close()); err != nil {
		_ = os.Remove(file)
		return out, err
	}
	return Exported{File: file, Bytes: facts.Size()}, nil
}

// CreateUser adds a person to an organization.
func (a *App) CreateUser(ctx context.Context, slug, reason, email, first, last, role string, password secret.Text) (identity.User, error) {
	org, err := a.enter(ctx, slug, "user create", reason)
	if err != nil {
		return identity.User{}, err
	}
	return a.identities.CreateUser(ctx, identity.CreateUserInput{
		Organization: org.ID, Email: email, FirstName: first,
		LastName: last, Role: tenancy.Role(role), Password: password,
	})
}

// ResetFactors takes all second factors from a person of an organization and ends their sessions.
func (a *App) ResetFactors(ctx context.Context, slug, email, reason string) error {
	org, err := a.organizations.Find(ctx, slug)
	if err != nil {
		return err
	}
	return a.identities.ResetFactors(ctx, org.ID, email, reason)
}

// CreateAPIKey makes an API key that acts for a user of an organization: the one named by e-mail, or else its first
// administrator. The role is the user's unless said.
func (a *App) CreateAPIKey(ctx context.Context, slug, reason, email, name, role string, expires *time.Time) (secret.Text, identity.APIKey, error) {
	org, err := a.enter(ctx, slug, "apikey create", reason)
	if err != nil {
		return secret.Text{}, identity.APIKey{}, err
	}
	user, err := a.identities.FindUser(ctx, org.ID, email)
	if err != nil {
		return secret.Text{}, identity.APIKey{}, err
	}
	if role == "" {
		role = string(user.Role)
	}
	return a.identities.CreateAPIKey(ctx, identity.CreateAPIKeyInput{
		Organization: org.ID, User: user.ID, Name: name,
		Role: tenancy.Role(role), ExpiresAt: expires,
	})
}

// APIKeys lists the keys of an organization.
func (a *App) APIKeys(ctx context.Context, slug, reason string) ([]identity.APIKey, error) {
	org, err := a.enter(ctx, slug, "apikey list", reason)
	if err != nil {
		return nil, err
	}
	return a.identities.ListAPIKeys(ctx, org.ID)
}

// RevokeAPIKey ends a key at once.
func (a *App) RevokeAPIKey(ctx context.Context, slug, reason, key string) error {
	org, err := a.enter(ctx, slug, "apikey revoke", reason)
	if err != nil {
		return err
	}
	parsed, err := id.Parse(key)
	if err != nil {
		return fault.New(fault.Invalid, "id_malformed", "That is not the id of an API key.")
	}
	return a.identities.RevokeAPIKey(ctx, org.ID, parsed)
}

func createLocalMaster(uri string) error {
	u, err := url.Parse(uri)
	if err != nil {
		return fault.New(fault.Invalid, "master_key_uri", "The master key's address cannot be read.")
	}
	if _, err := os.Stat(u.Path); err == nil {
		return nil
	}
	return crypt.CreateLocalMaster(u.Path)
}
