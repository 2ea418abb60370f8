package leasing

import (
	"context"
	"fmt"
	"net/mail"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrRenterInForce says that a renter cannot be deleted while they are party to a lease that is pending or in force; the
// message names the homes.
var ErrRenterInForce = fault.New(fault.Conflict, "leases_in_force", "There are leases in force.")

// What happens to renters.
var (
	RenterCreated  = event.Define[event.None]("renter.created", "renter", "A renter was added.")
	RenterUpdated  = event.Define[event.None]("renter.updated", "renter", "A renter was changed.")
	RenterDeleted  = event.Define[event.None]("renter.deleted", "renter", "A renter was deleted.")
	RenterRestored = event.Define[event.None]("renter.restored", "renter", "A deleted renter came back.")
)

// RenterEvents lists the types of events of renters.
var RenterEvents = []event.Definition{
	RenterCreated.Definition, RenterUpdated.Definition, RenterDeleted.Definition, RenterRestored.Definition,
}

// RenterInput is what a caller may say of a renter.
type RenterInput struct {
	Kind                        string // of RenterKinds; "" is a person
	FirstName, LastName         string
	Company                     string // of a company only, which may have a first and last name as its contact
	Email, Phone                string
	EmployerName, EmployerPhone string
	// What is stored encrypted. nil leaves what is there; an empty text clears it.
	SSN, DriverLicense, DateOfBirth, Income *secret.Text
}

// Check normalizes the input and says what is wrong with it. No message repeats what was given.
func (in *RenterInput) Check() error {
	for _, v := range []*string{&in.FirstName, &in.LastName, &in.Company, &in.Phone, &in.EmployerName, &in.EmployerPhone} {
		*v = strings.TrimSpace(*v)
	}
	in.Email = strings.ToLower(strings.TrimSpace(in.Email))
	if in.Kind == "" {
		in.Kind = "person"
	}
	var f fault.Fields
	f.Check(in.Kind == "person" || in.Kind == "company", "/kind", "not_allowed", "Use one of: person, company.")
	f.Text("/first_name", in.FirstName, false, 100)
	f.Text("/last_name", in.LastName, in.Kind == "person" && in.FirstName == "", 100)
	f.Text("/company_name", in.Company, in.Kind == "company", 255)
	f.Check(in.Kind == "company" || in.Company == "", "/company_name", "not_allowed", "Only a company has this.")
	checkEmail(&f, in.Email)
	f.Text("/phone", in.Phone, false, 40)
	f.Text("/employer_name", in.EmployerName, false, 255)
	f.Text("/employer_phone", in.EmployerPhone, false, 40)
	for _, s := range secretFields {
		if v := *s.of(in); v != nil && !v.IsZero() {
			s.check(&f, v.Reveal())
		}
	}
	return f.Err()
}

// checkEmail notes what is no e-mail address; none is one.
func checkEmail(f *fault.Fields, email string) {
	if email == "" {
		return
	}
	a, err := mail.ParseAddress(email)
	f.Check(err == nil && a.Address == email && len(email) <= 254, "/email", "email_invalid", "Use an e-mail address such as name@example.com.")
}

// Create adds a renter. Errors: Invalid with fields, ErrKeys, ErrSSNTaken, tenancy.ErrKeyReused, authz.ErrForbidden.
func (s *Renters) Create(ctx context.Context, p tenancy.Principal, key tenancy.Key, in RenterInput) (RenterProfile, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return RenterProfile{}, err
	}
	if err := in.Check(); err != nil {
		return RenterProfile{}, err
	}
	renter := id.New()
	sealed, err := s.seal(ctx, g.Organization(), renter, in)
	if err != nil {
		return RenterProfile{}, err
	}
	var out RenterProfile
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (RenterProfile, error) {
			q := leasingdb.New(tx)
			if err := q.InsertRenter(ctx, leasingdb.InsertRenterParams{
				TenantID: tx.Organization(), ID: renter, Kind: in.Kind, FirstName: in.FirstName, LastName: in.LastName, CompanyName: in.Company,
				Email: in.Email, Phone: in.Phone, EmployerName: in.EmployerName, EmployerPhone: in.EmployerPhone,
			}); err != nil {
				return RenterProfile{}, err
			}
			if err := sealed.store(ctx, q, tx.Organization(), renter); err != nil {
				return RenterProfile{}, err
			}
			if err := event.Write(ctx, tx, RenterCreated, renter, event.None{}); err != nil {
				return RenterProfile{}, err
			}
			return getRenter(ctx, q, g, renter, false)
		})
		return err
	})
	if err != nil {
		return RenterProfile{}, fmt.Errorf("create renter: %w", err)
	}
	return out, nil
}

// Update changes a renter: change is given what is stored, without what is encrypted, and alters it. A version makes the
// change conditional on nobody else's. change is called more than once and must not do anything else. Errors: Invalid with
// fields, ErrKeys, ErrSSNTaken, property.ErrChanged, postgres.ErrNotFound, authz.ErrForbidden.
func (s *Renters) Update(ctx context.Context, p tenancy.Principal, renter id.ID, version *int32, change func(*RenterInput)) (RenterProfile, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return RenterProfile{}, err
	}
	stored, err := getRenter(ctx, leasingdb.New(g.Reader(ctx, s.db)), g, renter, false)
	if err != nil {
		return RenterProfile{}, err
	}
	in := stored.input()
	change(&in)
	if err := in.Check(); err != nil {
		return RenterProfile{}, err
	}
	sealed, err := s.seal(ctx, g.Organization(), renter, in) // before the transaction: the keys may have to be fetched
	if err != nil {
		return RenterProfile{}, err
	}
	var out RenterProfile
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		q := leasingdb.New(tx)
		if err := lockRenter(ctx, q, g, renter, version); err != nil {
			return err
		}
		now, err := getRenter(ctx, q, g, renter, false)
		if err != nil {
			return err
		}
		in := now.input()
		change(&in)
		if err := in.Check(); err != nil {
			return err
		}
		if err := q.UpdateRenter(ctx, leasingdb.UpdateRenterParams{
			TenantID: tx.Organization(), ID: renter, Kind: in.Kind, FirstName: in.FirstName, LastName: in.LastName, CompanyName: in.Company,
			Email: in.Email, Phone: in.Phone, EmployerName: in.EmployerName, EmployerPhone: in.EmployerPhone,
		}); err != nil {
			return err
		}
		if err := sealed.store(ctx, q, tx.Organization(), renter); err != nil {
			return err
		}
		if err := event.Write(ctx, tx, RenterUpdated, renter, event.None{}); err != nil {
			return err
		}
		out, err = getRenter(ctx, q, g, renter, false)
		return err
	})
	if err != nil {
		return RenterProfile{}, fmt.Errorf("update renter: %w", err)
	}
	return out, nil
}

func (r RenterProfile) input() RenterInput {
	return RenterInput{
		Kind: r.Kind, FirstName: r.Name.First, LastName: r.Name.Last, Company: r.Name.Company, Email: r.Email, Phone: r.Phone,
		EmployerName: r.EmployerName, EmployerPhone: r.EmployerPhone,
	}
}

// lockRenter locks a renter that lives and that the holder may see, at the version that was asked for.
func lockRenter(ctx context.Context, q *leasingdb.Queries, g authz.Grant, renter id.ID, version *int32) error {
	row, err := q.LockRenter(ctx, g.Organization(), renter)
	if err != nil {
		return err
	}
	if row.DeletedAt != nil {
		return errNoRow
	}
	if _, err := getRenter(ctx, q, g, renter, false); err != nil {
		return err
	}
	if version != nil && *version != row.Version {
		return property.ErrChanged
	}
	return nil
}

// Delete soft-deletes a renter with their emergency contacts, which come back with Restore. Errors: ErrRenterInForce,
// property.ErrChanged, postgres.ErrNotFound, authz.ErrForbidden.
func (s *Renters) Delete(ctx context.Context, p tenancy.Principal, renter id.ID, version *int32) error {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		if err := lockRenter(ctx, q, g, renter, version); err != nil {
			return err
		}
		if err := renterFree(ctx, q, tx.Organization(), renter); err != nil {
			return err
		}
		by, deletion := whoActs(tx.Principal()), id.New()
		if err := q.DeleteRentersContacts(ctx, leasingdb.DeleteRentersContactsParams{
			Now: tx.Now(), DeletedBy: by, DeletionID: deletion, TenantID: tx.Organization(), RenterID: renter,
		}); err != nil {
			return err
		}
		if err := q.DeleteRenter(ctx, leasingdb.DeleteRenterParams{
			Now: tx.Now(), DeletedBy: by, DeletionID: deletion, TenantID: tx.Organization(), ID: renter,
		}); err != nil {
			return err
		}
		return event.Write(ctx, tx, RenterDeleted, renter, event.None{})
	})
	if err != nil {
		return fmt.Errorf("delete renter: %w", err)
	}
	return nil
}

// MayDelete reports why a renter cannot be deleted; nil where nothing stands in the way. Errors as Delete's.
func (s *Renters) MayDelete(ctx context.Context, p tenancy.Principal, renter id.ID) error {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return err
	}
	return renterFree(ctx, leasingdb.New(g.Reader(ctx, s.db)), g.Organization(), renter)
}

func renterFree(ctx context.Context, q *leasingdb.Queries, org, renter id.ID) error {
	rows, err := q.RenterInForce(ctx, org, renter)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return nil
	}
	homes := make([]string, 0, len(rows))
	for _, r := range rows {
		home := r.PropertyName
		if r.Number != "" {
			home += ", unit " + r.Number
		}
		homes = append(homes, home+" from "+r.StartDate.Words())
	}
	return ErrRenterInForce.Saying("This renter is party to a lease in force: %s. End it, or take them off it, first.", strings.Join(homes, "; "))
}

// Restore brings a deleted renter back with the contacts that went with them. One that is not deleted stays as it is.
// Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Renters) Restore(ctx context.Context, p tenancy.Principal, renter id.ID) (RenterProfile, error) {
	g, err := authz.Require(p, authz.LeasingWrite)
	if err != nil {
		return RenterProfile{}, err
	}
	var out RenterProfile
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		q := leasingdb.New(tx)
		if out, err = getRenter(ctx, q, g, renter, true); err != nil || out.DeletedAt == nil {
			return err
		}
		row, err := q.LockRenter(ctx, tx.Organization(), renter)
		if err != nil {
			return err
		}
		if err := q.RestoreRenter(ctx, tx.Organization(), renter); err != nil {
			return err
		}
		if row.DeletionID != nil {
			if err := q.RestoreRentersContacts(ctx, tx.Organization(), renter, *row.DeletionID); err != nil {
				return err
			}
		}
		if err := event.Write(ctx, tx, RenterRestored, renter, event.None{}); err != nil {
			return err
		}
		out, err = getRenter(ctx, q, g, renter, false)
		return err
	})
	if err != nil {
		return RenterProfile{}, fmt.Errorf("restore renter: %w", err)
	}
	return out, nil
}

// whoActs is the user behind a principal; nil where the program acts.
func whoActs(p tenancy.Principal) *id.ID {
	if p.User == id.Nil {
		return nil
	}
	return &p.User
}
