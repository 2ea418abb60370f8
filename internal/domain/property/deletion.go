package property

import (
	"context"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrLeasesInForce says that something cannot be deleted while leases of it are pending or in force; the message names
// them.
var ErrLeasesInForce = fault.New(fault.Conflict, "leases_in_force", "There are leases in force.")

// Deletion counts what one deletion took.
type Deletion struct {
	Units, Leases, Documents int64
}

// DeleteProperty soft-deletes a property with its units, its ended leases and drafts, their parties and documents, all of
// which come back with RestoreProperty. Errors: ErrLeasesInForce, ErrChanged, postgres.ErrNotFound.
func (s *Service) DeleteProperty(ctx context.Context, p tenancy.Principal, property id.ID, version *int32) (Deletion, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Deletion{}, err
	}
	var out Deletion
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = deletePropertyTx(ctx, tx, g, property, version)
		return err
	})
	if err != nil {
		return Deletion{}, fmt.Errorf("delete property: %w", err)
	}
	return out, nil
}

// deletePropertyTx is DeleteProperty inside a transaction.
func deletePropertyTx(ctx context.Context, tx tenancy.Tx, g authz.Grant, property id.ID, version *int32) (out Deletion, err error) {
	if !g.Covers(property) {
		return out, postgres.ErrNotFound
	}
	q := propertydb.New(tx)
	row, err := q.LockProperty(ctx, tx.Organization(), property)
	if err != nil {
		return out, err
	}
	if row.DeletedAt != nil {
		return out, postgres.ErrNotFound
	}
	if version != nil && *version != row.Version {
		return out, ErrChanged
	}
	units, err := q.LockUnitsOfProperty(ctx, tx.Organization(), property)
	if err != nil {
		return out, err
	}
	c := cascade{q: q, tx: tx, root: property, units: units, deletion: id.New()}
	if out, err = c.run(ctx); err != nil {
		return out, err
	}
	if _, err := q.DeleteProperty(ctx, propertydb.DeletePropertyParams{
		TenantID: tx.Organization(), ID: property,
		DeletedAt: tx.Now(), DeletedBy: actor(tx.Principal()), DeletionID: c.deletion,
	}); err != nil {
		return out, err
	}
	if row.AddressID != nil {
		_, err := q.DeleteAddress(ctx, propertydb.DeleteAddressParams{
			TenantID: tx.Organization(), ID: *row.AddressID,
			DeletedAt: tx.Now(), DeletedBy: actor(tx.Principal()), DeletionID: c.deletion,
		})
		if err != nil {
			return out, err
		}
	}
	return out, event.Write(ctx, tx, PropertyDeleted, property, event.None{})
}

// DeleteUnit soft-deletes one unit in the same way.
func (s *Service) DeleteUnit(ctx context.Context, p tenancy.Principal, unit id.ID, version *int32) (Deletion, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Deletion{}, err
	}
	var out Deletion
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = deleteUnitTx(ctx, tx, g, unit, version)
		return err
	})
	if err != nil {
		return Deletion{}, fmt.Errorf("delete unit: %w", err)
	}
	return out, nil
}

// deleteUnitTx is DeleteUnit inside a transaction.
func deleteUnitTx(ctx context.Context, tx tenancy.Tx, g authz.Grant, unit id.ID, version *int32) (out Deletion, err error) {
	q := propertydb.New(tx)
	row, err := q.LockUnit(ctx, tx.Organization(), unit)
	if err != nil {
		return out, err
	}
	if row.DeletedAt != nil || !g.Covers(row.PropertyID) {
		return out, postgres.ErrNotFound
	}
	if version != nil && *version != row.Version {
		return out, ErrChanged
	}
	c := cascade{q: q, tx: tx, root: unit, units: []id.ID{unit}, deletion: id.New()}
	if out, err = c.run(ctx); err != nil {
		return out, err
	}
	return out, event.Write(ctx, tx, UnitDeleted, unit, UnitEvent{PropertyID: row.PropertyID})
}

// cascade is one deletion under way: from the leaves to the units, since no parent may go before its children.
type cascade struct {
	q        *propertydb.Queries
	tx       tenancy.Tx
	root     id.ID
	units    []id.ID
	deletion id.ID
}

func (c cascade) run(ctx context.Context) (Deletion, error) {
	org, by := c.tx.Organization(), actor(c.tx.Principal())
	inForce, err := c.q.LeasesInForce(ctx, org, c.units, namedLeases+1)
	if err != nil {
		return Deletion{}, err
	}
	if len(inForce) > 0 {
		return Deletion{}, ErrLeasesInForce.Saying("There are leases in force: %s. End them first.", nameLeases(inForce))
	}
	var d Deletion
	if d.Documents, err = c.q.DeleteDocumentsOf(ctx, propertydb.DeleteDocumentsOfParams{
		TenantID: org, RootID: c.root,
		UnitIds: c.units, DeletedAt: c.tx.Now(), DeletedBy: by, DeletionID: c.deletion,
	}); err != nil {
		return d, err
	}
	if _, err = c.q.DeletePartiesOfUnits(ctx, propertydb.DeletePartiesOfUnitsParams{
		TenantID: org, UnitIds: c.units,
		DeletedAt: c.tx.Now(), DeletedBy: by, DeletionID: c.deletion,
	}); err != nil {
		return d, err
	}
	if d.Leases, err = c.q.DeleteLeasesOfUnits(ctx, propertydb.DeleteLeasesOfUnitsParams{
		TenantID: org, UnitIds: c.units,
		DeletedAt: c.tx.Now(), DeletedBy: by, DeletionID: c.deletion,
	}); err != nil {
		return d, err
	}
	if _, err = c.q.DeleteTenanciesOfUnits(ctx, propertydb.DeleteTenanciesOfUnitsParams{
		TenantID: org, UnitIds: c.units,
		DeletedAt: c.tx.Now(), DeletedBy: by, DeletionID: c.deletion,
	}); err != nil {
		return d, err
	}
	d.Units, err = c.q.DeleteUnits(ctx, propertydb.DeleteUnitsParams{
		TenantID: org, UnitIds: c.units,
		DeletedAt: c.tx.Now(), DeletedBy: by, DeletionID: c.deletion,
	})
	return d, err
}

// namedLeases is how many leases a refusal names before it only counts.
const namedLeases = 5

func nameLeases(rows []propertydb.LeasesInForceRow) string {
	var names []string
	for i, r := range rows {
		if i == namedLeases {
			names = append(names, "and more")
			break
		}
		unit := "unit " + r.Number
		if r.Number == "" {
			unit = "the whole property"
		}
		names = append(names, fmt.Sprintf("%s from %s", unit, r.StartDate.Words()))
	}
	return strings.Join(names, "; ")
}

// RestoreProperty brings back a deleted property with exactly what its deletion took. Errors: postgres.ErrNotFound,
// unit_number_taken where a unit's number has been given away since.
func (s *Service) RestoreProperty(ctx context.Context, p tenancy.Principal, property id.ID) (Property, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Property{}, err
	}
	var out Property
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = s.restorePropertyTx(ctx, tx, g, property)
		return err
	})
	if err != nil {
		return Property{}, fmt.Errorf("restore property: %w", err)
	}
	return out, nil
}

// restorePropertyTx is RestoreProperty inside a transaction.
func (s *Service) restorePropertyTx(ctx context.Context, tx tenancy.Tx, g authz.Grant, property id.ID) (out Property, err error) {
	if !g.Covers(property) {
		return out, postgres.ErrNotFound
	}
	q := propertydb.New(tx)
	row, err := q.LockProperty(ctx, tx.Organization(), property)
	if err != nil {
		return out, err
	}
	if row.DeletionID != nil {
		if err := restore(ctx, q, tx, *row.DeletionID); err != nil {
			return out, err
		}
		if err := organization.HoldUnitsTx(ctx, tx); err != nil {
			return out, err
		}
		if err := event.Write(ctx, tx, PropertyRestored, property, event.None{}); err != nil {
			return out, err
		}
	}
	out, err = s.getProperty(ctx, q, tx.Organization(), property, false)
	return out, err
}

// ErrRestoreProperty says that a unit went with its property and comes back with it.
var ErrRestoreProperty = fault.New(fault.Conflict, "deleted_with_property",
	"This unit was deleted with its property. Restore the property instead.")

// RestoreUnit brings back a deleted unit. Errors: ErrRestoreProperty, unit_number_taken, postgres.ErrNotFound.
func (s *Service) RestoreUnit(ctx context.Context, p tenancy.Principal, unit id.ID) (Unit, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Unit{}, err
	}
	var out Unit
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = restoreUnitTx(ctx, tx, g, unit)
		return err
	})
	if err != nil {
		return Unit{}, fmt.Errorf("restore unit: %w", err)
	}
	return out, nil
}

// restoreUnitTx is RestoreUnit inside a transaction.
func restoreUnitTx(ctx context.Context, tx tenancy.Tx, g authz.Grant, unit id.ID) (out Unit, err error) {
	q := propertydb.New(tx)
	row, err := q.LockUnit(ctx, tx.Organization(), unit)
	if err != nil {
		return out, err
	}
	if !g.Covers(row.PropertyID) {
		return out, postgres.ErrNotFound
	}
	if row.DeletionID != nil {
		parent, err := q.LockProperty(ctx, tx.Organization(), row.PropertyID)
		if err != nil {
			return out, err
		}
		if parent.DeletedAt != nil {
			return out, ErrRestoreProperty
		}
		if err := restore(ctx, q, tx, *row.DeletionID); err != nil {
			return out, err
		}
		if err := organization.HoldUnitsTx(ctx, tx); err != nil {
			return out, err
		}
		if err := event.Write(ctx, tx, UnitRestored, unit, UnitEvent{PropertyID: row.PropertyID}); err != nil {
			return out, err
		}
	}
	out, err = getUnit(ctx, q, g, unit, false)
	return out, err
}

// restore brings back, from the root to the leaves, every row that the deletion took.
func restore(ctx context.Context, q *propertydb.Queries, tx tenancy.Tx, deletion id.ID) error {
	steps := []func(context.Context, id.ID, id.ID) (int64, error){
		q.RestoreAddresses, q.RestoreProperties, q.RestoreUnits, q.RestoreRenters,
		q.RestoreTenancies, q.RestoreLeases, q.RestoreParties, q.RestoreDocuments,
	}
	for _, step := range steps {
		if _, err := step(ctx, tx.Organization(), deletion); err != nil {
			return err
		}
	}
	return nil
}
