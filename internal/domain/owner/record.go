package owner

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/owner/internal/ownerdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrChanged says that the row was changed since it was read.
	ErrChanged = fault.New(fault.Precondition, "changed_since",
		"This was changed since you opened it. Look at it again before you save.")
	// ErrSharesRunning says that somebody cannot be deleted as an owner while they own.
	ErrSharesRunning = fault.New(fault.Conflict, "shares_running",
		"This owner still holds shares, today or later. End or transfer them first.")
)

// Owner is a person or a company that owns shares of properties.
type Owner struct {
	ID                    id.ID             `json:"id"`
	UserID                *id.ID            `json:"user_id"` // who signs in as this owner; nil for nobody
	Name                  string            `json:"name"`
	Email                 *string           `json:"email"` // normalized
	Phone                 *string           `json:"phone"`
	Address               *property.Address `json:"address"`                // in lists nil
	DefaultShare          money.Amount      `json:"default_share"`          // percent that a new share proposes
	DistributionFrequency string            `json:"distribution_frequency"` // of DistributionFrequencies
	DistributionDay       int32             `json:"distribution_day"`       // of the month; the last one where the month is shorter
	Active                bool              `json:"active"`
	TaxIDLastFour         string            `json:"tax_id_last_four"` // "" where none is kept
	Properties            int64             `json:"properties"`       // of which a share runs today; in lists only
	Version               int32             `json:"version"`
	CreatedAt             time.Time         `json:"created_at"`
	UpdatedAt             time.Time         `json:"updated_at"`
	DeletedAt             *time.Time        `json:"deleted_at"`
}

// Filter narrows a list of owners. Zero values do not narrow.
type Filter struct {
	Query   string // in the name, e-mail address or phone number
	State   string // of States
	Deleted bool   // the deleted ones instead
}

// Sorts are the orders that a list of owners offers; the first is the default.
var Sorts = []string{"name", "properties", "created_at"}

// Owners lists a page of owners. Somebody who is limited to properties is shown the owners of those, and those who own
// nothing. Errors: Invalid for the parameters, page.ErrCursor.
func (s *Service) Owners(ctx context.Context, p tenancy.Principal, f Filter, r page.Request) ([]Owner, page.Page, error) {
	g, err := authz.Require(p, authz.OwnerRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, Sorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	if err := f.check(); err != nil {
		return nil, page.Page{}, err
	}
	rows, err := ownerdb.New(g.Lister(ctx, s.db)).ListOwners(ctx, ownerdb.ListOwnersParams{
		TenantID: g.Organization(), Now: s.db.Clock().Now(), Sort: q.Sort, Deleted: f.Deleted, State: f.State, Q: pattern(f.Query),
		PropertyScope: g.PropertyFilter(), HasCursor: q.HasCursor, Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list owners: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r ownerdb.ListOwnersRow) (string, id.ID) { return r.SortKey, r.ID })
	out, shown := make([]Owner, 0, len(rows)), make([]id.ID, 0, len(rows))
	for _, r := range rows {
		shown = append(shown, r.ID)
		out = append(out, Owner{
			ID: r.ID, UserID: r.UserID, Name: r.Name, Email: r.Email, Phone: r.Phone, DefaultShare: r.DefaultShare,
			DistributionFrequency: r.DistributionFrequency, DistributionDay: r.DistributionDay, Active: r.Active,
			TaxIDLastFour: deref(r.TaxIDLastFour), Properties: r.Properties, Version: r.Version, CreatedAt: r.CreatedAt,
			UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
		})
	}
	if len(shown) > 0 {
		s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "owners", EntityIDs: shown})
	}
	return out, around, nil
}

// Owner returns one owner, a deleted one only if asked for. Error: postgres.ErrNotFound.
func (s *Service) Owner(ctx context.Context, p tenancy.Principal, owner id.ID, withDeleted bool) (Owner, error) {
	g, err := authz.Require(p, authz.OwnerRead)
	if err != nil {
		return Owner{}, err
	}
	out, err := get(ctx, ownerdb.New(g.Reader(ctx, s.db)), g, owner, withDeleted)
	if err == nil {
		s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "owners", EntityIDs: []id.ID{owner}})
	}
	return out, err
}

func get(ctx context.Context, q *ownerdb.Queries, g authz.Grant, owner id.ID, withDeleted bool) (Owner, error) {
	r, err := q.GetOwner(ctx, g.Organization(), owner, withDeleted, g.PropertyFilter())
	if err != nil {
		return Owner{}, fmt.Errorf("get owner: %w", err)
	}
	o := Owner{
		ID: r.ID, UserID: r.UserID, Name: r.Name, Email: r.Email, Phone: r.Phone, DefaultShare: r.DefaultShare,
		DistributionFrequency: r.DistributionFrequency, DistributionDay: r.DistributionDay, Active: r.Active,
		TaxIDLastFour: deref(r.TaxIDLastFour), Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
	}
	if r.AddressID != nil {
		o.Address = &property.Address{
			ID: *r.AddressID, Street1: r.Street1, Street2: r.Street2, City: r.City, State: r.State, ZipCode: r.ZipCode, Country: r.Country,
		}
	}
	return o, nil
}

// CreateOwner adds an owner. Errors: Invalid with fields, ErrNoKeys, tenancy.ErrKeyReused.
func (s *Service) CreateOwner(ctx context.Context, p tenancy.Principal, key tenancy.Key, in Input) (Owner, error) {
	g, err := authz.Require(p, authz.OwnerWrite)
	if err != nil {
		return Owner{}, err
	}
	if err := in.Check(); err != nil {
		return Owner{}, err
	}
	owner := id.New()
	tax, err := s.sealTaxID(ctx, g.Organization(), owner, in.TaxID) // before the transaction: keys may come from elsewhere
	if err != nil {
		return Owner{}, err
	}
	var out Owner
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Owner, error) {
			q := ownerdb.New(tx)
			address, err := property.SaveAddressTx(ctx, tx, nil, in.Address)
			if err != nil {
				return Owner{}, err
			}
			if err := q.InsertOwner(ctx, ownerdb.InsertOwnerParams{
				TenantID: tx.Organization(), ID: owner, Name: in.Name, Email: in.Email, Phone: in.Phone, AddressID: address,
				DefaultShare: in.DefaultShare, DistributionFrequency: in.DistributionFrequency, DistributionDay: in.DistributionDay,
				Active: in.Active, TaxIDEncrypted: tax.Ciphertext, TaxIDKeyID: tax.keyID(), TaxIDBidx: tax.index, TaxIDLastFour: tax.lastFour,
			}); err != nil {
				return Owner{}, err
			}
			if err := event.Write(ctx, tx, Created, owner, event.None{}); err != nil {
				return Owner{}, err
			}
			return get(ctx, q, g, owner, false)
		})
		return err
	})
	if err != nil {
		return Owner{}, fmt.Errorf("create owner: %w", err)
	}
	return out, nil
}

// UpdateOwner changes an owner: change is given what is stored and alters it. The tax id stays unless change gives another
// one. Errors: Invalid with fields, ErrChanged, ErrNoKeys, postgres.ErrNotFound.
func (s *Service) UpdateOwner(ctx context.Context, p tenancy.Principal, owner id.ID, version *int32, change func(*Input)) (Owner, error) {
	g, err := authz.Require(p, authz.OwnerWrite)
	if err != nil {
		return Owner{}, err
	}
	var asked Input
	change(&asked)
	tax, err := s.sealTaxID(ctx, g.Organization(), owner, asked.TaxID)
	if err != nil {
		return Owner{}, err
	}
	var out Owner
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := ownerdb.New(tx)
		locked, stored, err := lock(ctx, q, g, owner, false)
		if err != nil {
			return err
		}
		if version != nil && *version != locked.Version {
			return ErrChanged
		}
		in := stored.input()
		change(&in)
		if err := in.Check(); err != nil {
			return err
		}
		if err := save(ctx, tx, q, locked, in, tax); err != nil {
			return err
		}
		if err := event.Write(ctx, tx, Updated, owner, event.None{}); err != nil {
			return err
		}
		out, err = get(ctx, q, g, owner, false)
		return err
	})
	if err != nil {
		return Owner{}, fmt.Errorf("update owner: %w", err)
	}
	return out, nil
}

func lock(ctx context.Context, q *ownerdb.Queries, g authz.Grant, owner id.ID, withDeleted bool) (ownerdb.LockOwnerRow, Owner, error) {
	locked, err := q.LockOwner(ctx, g.Organization(), owner)
	if err != nil {
		return locked, Owner{}, err
	}
	stored, err := get(ctx, q, g, owner, withDeleted)
	return locked, stored, err
}

func save(ctx context.Context, tx tenancy.Tx, q *ownerdb.Queries, locked ownerdb.LockOwnerRow, in Input, tax sealedTaxID) error {
	address, err := property.SaveAddressTx(ctx, tx, locked.AddressID, in.Address)
	if err != nil {
		return err
	}
	if err := q.UpdateOwner(ctx, ownerdb.UpdateOwnerParams{
		TenantID: tx.Organization(), ID: locked.ID, Name: in.Name, Email: in.Email, Phone: in.Phone, AddressID: address,
		DefaultShare: in.DefaultShare, DistributionFrequency: in.DistributionFrequency, DistributionDay: in.DistributionDay, Active: in.Active,
	}); err != nil {
		return err
	}
	if locked.AddressID != nil && address == nil {
		if err := property.DropAddressTx(ctx, tx, *locked.AddressID); err != nil {
			return err
		}
	}
	if in.TaxID == nil {
		return nil
	}
	return q.SetTaxID(ctx, ownerdb.SetTaxIDParams{
		TenantID: tx.Organization(), ID: locked.ID, TaxIDEncrypted: tax.Ciphertext, TaxIDKeyID: tax.keyID(), TaxIDBidx: tax.index,
		TaxIDLastFour: tax.lastFour,
	})
}

// DeleteOwner soft-deletes an owner who holds no share, today or later. Errors: ErrSharesRunning, ErrChanged,
// postgres.ErrNotFound.
func (s *Service) DeleteOwner(ctx context.Context, p tenancy.Principal, owner id.ID, version *int32) error {
	g, err := authz.Require(p, authz.OwnerWrite)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := ownerdb.New(tx)
		locked, _, err := lock(ctx, q, g, owner, false)
		if err != nil {
			return err
		}
		if version != nil && *version != locked.Version {
			return ErrChanged
		}
		running, err := q.RunningShares(ctx, tx.Organization(), owner, tx.Now())
		if err != nil {
			return err
		}
		if running > 0 {
			return ErrSharesRunning
		}
		if err := q.DeleteOwner(ctx, ownerdb.DeleteOwnerParams{
			TenantID: tx.Organization(), ID: owner, DeletedAt: tx.Now(), DeletedBy: actor(p), DeletionID: id.New(),
		}); err != nil {
			return err
		}
		return event.Write(ctx, tx, Deleted, owner, event.None{})
	})
	if err != nil {
		return fmt.Errorf("delete owner: %w", err)
	}
	return nil
}

// RestoreOwner brings a deleted owner back. One that is not deleted stays as it is. Error: postgres.ErrNotFound.
func (s *Service) RestoreOwner(ctx context.Context, p tenancy.Principal, owner id.ID) (Owner, error) {
	g, err := authz.Require(p, authz.OwnerWrite)
	if err != nil {
		return Owner{}, err
	}
	var out Owner
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := ownerdb.New(tx)
		locked, _, err := lock(ctx, q, g, owner, true)
		if err != nil {
			return err
		}
		if locked.DeletedAt != nil {
			if err := q.RestoreOwner(ctx, tx.Organization(), owner); err != nil {
				return err
			}
			if err := event.Write(ctx, tx, Restored, owner, event.None{}); err != nil {
				return err
			}
		}
		out, err = get(ctx, q, g, owner, false)
		return err
	})
	if err != nil {
		return Owner{}, fmt.Errorf("restore owner: %w", err)
	}
	return out, nil
}

// sealedTaxID is a tax id as it is stored; the zero value is none.
type sealedTaxID struct {
	crypt.Sealed
	index    []byte
	lastFour *string
}

func (t sealedTaxID) keyID() *int64 {
	if t.IsZero() {
		return nil
	}
	return &t.KeyID
}

// RevealTaxID returns an owner's tax id in clear, which is recorded before it is given out. Errors: ErrNoTaxID, ErrNoKeys,
// authz.ErrStepUp, postgres.ErrNotFound.
func (s *Service) RevealTaxID(ctx context.Context, p tenancy.Principal, owner id.ID) (string, error) {
	g, err := authz.Require(p, authz.OwnerReveal)
	if err != nil {
		return "", err
	}
	q := ownerdb.New(g.Reader(ctx, s.db))
	if _, err := get(ctx, q, g, owner, false); err != nil {
		return "", err
	}
	row, err := q.TaxID(ctx, g.Organization(), owner)
	if err != nil {
		return "", fmt.Errorf("read tax id: %w", err)
	}
	switch {
	case row.TaxIDKeyID == nil:
		return "", ErrNoTaxID
	case s.keys == nil:
		return "", ErrNoKeys
	}
	text, err := s.keys.OpenText(ctx, g.Organization(), crypt.OwnerTaxID, owner, crypt.Sealed{KeyID: *row.TaxIDKeyID, Ciphertext: row.TaxIDEncrypted})
	if err != nil {
		return "", fmt.Errorf("open tax id: %w", err)
	}
	if err := s.recorder.Record(ctx, p, audit.Entry{
		Action: "reveal", EntityType: "owners", EntityIDs: []id.ID{owner}, Detail: map[string]any{"shows": "tax_id"},
	}); err != nil {
		return "", err
	}
	return text.Reveal(), nil
}
