package leasing

import (
	"context"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Contact is whom to call in an emergency.
type Contact struct {
	ID, RenterID                     id.ID
	Name, Relationship, Phone, Email string
	Version                          int32
}

// ContactInput is what a caller may say of a contact.
type ContactInput struct{ Name, Relationship, Phone, Email string }

func (in *ContactInput) check() error {
	in.Name, in.Relationship, in.Phone = strings.TrimSpace(in.Name), strings.TrimSpace(in.Relationship), strings.TrimSpace(in.Phone)
	in.Email = strings.ToLower(strings.TrimSpace(in.Email))
	var f fault.Fields
	f.Text("/name", in.Name, true, 255)
	f.Text("/relationship", in.Relationship, false, 100)
	f.Text("/phone", in.Phone, true, 40)
	checkEmail(&f, in.Email)
	return f.Err()
}

// maxContacts bounds the contacts of one renter.
const maxContacts = 10

var errManyContacts = fault.New(fault.Conflict, "too_many_contacts", "There are ten contacts already. Remove one first.")

// Contacts lists the emergency contacts of a renter. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Renters) Contacts(ctx context.Context, p tenancy.Principal, renter id.ID) ([]Contact, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, err
	}
	q := leasingdb.New(g.Reader(ctx, s.db))
	if _, err := getRenter(ctx, q, g, renter, false); err != nil {
		return nil, err
	}
	return listContacts(ctx, q, g, []id.ID{renter})
}

func listContacts(ctx context.Context, q *leasingdb.Queries, g authz.Grant, renters []id.ID) ([]Contact, error) {
	rows, err := q.ListContacts(ctx, g.Organization(), renters)
	if err != nil {
		return nil, fmt.Errorf("list contacts: %w", err)
	}
	out := make([]Contact, 0, len(rows))
	for _, r := range rows {
		out = append(out, Contact(r))
	}
	return out, nil
}

// AddContact adds an emergency contact to a renter. Errors: Invalid with fields, too_many_contacts, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Renters) AddContact(ctx context.Context, p tenancy.Principal, key tenancy.Key, renter id.ID, in ContactInput) (Contact, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return Contact{}, err
	}
	return addContact(ctx, s.db, g, key, renter, in)
}

func addContact(ctx context.Context, db *tenancy.DB, g authz.Grant, key tenancy.Key, renter id.ID, in ContactInput) (out Contact, err error) {
	if g.Relation() == authz.Own && !g.Covers(renter) {
		return out, errNoRow
	}
	err = g.InTx(ctx, db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		q := leasingdb.New(tx)
		if g.Relation() != authz.Own {
			if err := lockRenter(ctx, q, g, renter, nil); err != nil {
				return err
			}
		}
		if err := in.check(); err != nil {
			return err
		}
		out, _, err = tenancy.Once(ctx, tx, key, func() (Contact, error) {
			there, err := listContacts(ctx, q, g, []id.ID{renter})
			if err != nil {
				return Contact{}, err
			}
			if len(there) >= maxContacts {
				return Contact{}, errManyContacts
			}
			made := id.New()
			if err := q.InsertContact(ctx, leasingdb.InsertContactParams{
				TenantID: tx.Organization(), ID: made, RenterID: renter, Name: in.Name, Relationship: in.Relationship, Phone: in.Phone, Email: in.Email,
			}); err != nil {
				return Contact{}, err
			}
			if err := nameContact(ctx, q, g, renter); err != nil {
				return Contact{}, err
			}
			return getContact(ctx, q, g, made)
		})
		return err
	})
	if err != nil {
		return Contact{}, fmt.Errorf("add contact: %w", err)
	}
	return out, nil
}

// nameContact keeps the renter's first contact in the renter's row, where staff changed the contacts.
func nameContact(ctx context.Context, q *leasingdb.Queries, g authz.Grant, renter id.ID) error {
	if g.Relation() == authz.Own {
		return nil
	}
	return q.NameContact(ctx, g.Organization(), renter)
}

// getContact reads a contact that the holder may see: staff by its renter, a renter their own.
func getContact(ctx context.Context, q *leasingdb.Queries, g authz.Grant, contact id.ID) (Contact, error) {
	r, err := q.GetContact(ctx, g.Organization(), contact, g.OwnFilter())
	if err != nil {
		return Contact{}, err
	}
	if g.Relation() != authz.Own {
		if _, err := getRenter(ctx, q, g, r.RenterID, false); err != nil {
			return Contact{}, err
		}
	}
	return Contact(r), nil
}

// UpdateContact changes a contact. Errors: Invalid with fields, property.ErrChanged, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Renters) UpdateContact(ctx context.Context, p tenancy.Principal, contact id.ID, version *int32, change func(*ContactInput)) (Contact, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return Contact{}, err
	}
	return updateContact(ctx, s.db, g, contact, version, change)
}

func updateContact(ctx context.Context, db *tenancy.DB, g authz.Grant, contact id.ID, version *int32, change func(*ContactInput)) (out Contact, err error) {
	err = g.InTx(ctx, db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		stored, err := getContact(ctx, q, g, contact)
		if err != nil {
			return err
		}
		if version != nil && *version != stored.Version {
			return property.ErrChanged
		}
		in := ContactInput{Name: stored.Name, Relationship: stored.Relationship, Phone: stored.Phone, Email: stored.Email}
		change(&in)
		if err := in.check(); err != nil {
			return err
		}
		n, err := q.UpdateContact(ctx, leasingdb.UpdateContactParams{
			TenantID: tx.Organization(), ID: contact, Name: in.Name, Relationship: in.Relationship, Phone: in.Phone, Email: in.Email, Version: stored.Version,
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return property.ErrChanged
		}
		if err := nameContact(ctx, q, g, stored.RenterID); err != nil {
			return err
		}
		out, err = getContact(ctx, q, g, contact)
		return err
	})
	if err != nil {
		return Contact{}, fmt.Errorf("update contact: %w", err)
	}
	return out, nil
}

// DeleteContact removes a contact. Errors: property.ErrChanged, postgres.ErrNotFound, authz.ErrForbidden.
func (s *Renters) DeleteContact(ctx context.Context, p tenancy.Principal, contact id.ID, version *int32) error {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return err
	}
	return deleteContact(ctx, s.db, g, contact, version)
}

func deleteContact(ctx context.Context, db *tenancy.DB, g authz.Grant, contact id.ID, version *int32) error {
	err := g.InTx(ctx, db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		stored, err := getContact(ctx, q, g, contact)
		if err != nil {
			return err
		}
		if version != nil && *version != stored.Version {
			return property.ErrChanged
		}
		_, err = q.DeleteContact(ctx, leasingdb.DeleteContactParams{
			Now: tx.Now(), DeletedBy: whoActs(tx.Principal()), DeletionID: id.New(), TenantID: tx.Organization(), ID: contact,
		})
		if err != nil {
			return err
		}
		return nameContact(ctx, q, g, stored.RenterID)
	})
	if err != nil {
		return fmt.Errorf("delete contact: %w", err)
	}
	return nil
}
