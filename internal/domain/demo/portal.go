package demo

import (
	"cmp"
	"context"
	"slices"

	"github.com/propertyos/propertyos/internal/domain/demo/internal/demodb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// portalRow chooses the row that the demo's renter, owner or vendor stands behind: a renter in possession, and the owner
// and the vendor who have the most to see.
func (o *Organization) portalRow(role tenancy.Role) id.ID {
	count := map[id.ID]int{}
	switch role {
	case tenancy.RoleRenter:
		for _, h := range o.Households {
			s := stay{Household: h}
			if s.lease() != nil {
				return h.Renters[0].ID
			}
		}
	case tenancy.RoleOwner:
		for _, s := range o.Shares {
			if s.To.IsZero() {
				count[s.OwnerID]++
			}
		}
	case tenancy.RoleVendor:
		for _, w := range o.WorkOrders {
			if w.VendorID == id.Nil {
				continue
			}
			count[w.VendorID]++
			if !slices.Contains([]string{"completed", "cancelled", "declined"}, w.Status) {
				count[w.VendorID] += len(o.WorkOrders) // more than all that is done
			}
		}
	}
	best := id.Nil
	for row, n := range count {
		if cmp.Or(cmp.Compare(n, count[best]), slices.Compare(row[:], best[:])) > 0 { // the same on every run
			best = row
		}
	}
	return best
}

// namePortals gives the sign-ins that are not staff the names of their rows.
func (o *Organization) namePortals() {
	for i := range o.SignIns {
		s := &o.SignIns[i]
		row := o.portalRow(s.Role)
		switch s.Role {
		case tenancy.RoleRenter:
			for _, h := range o.Households {
				for _, r := range h.Renters {
					if r.ID == row {
						s.FirstName, s.LastName = r.FirstName, r.LastName
					}
				}
			}
		case tenancy.RoleOwner:
			for _, w := range o.Owners {
				if w.ID == row {
					s.FirstName = w.Name
				}
			}
		case tenancy.RoleVendor:
			for _, v := range o.Vendors {
				if v.ID == row {
					s.FirstName = v.ContactName
				}
			}
		}
	}
}

// linkPortals ties the sign-ins that are not staff to their rows.
func linkPortals(ctx context.Context, q *demodb.Queries, org id.ID, o *Organization, users map[string]id.ID) error {
	for _, s := range o.SignIns {
		row := o.portalRow(s.Role)
		if row == id.Nil {
			continue
		}
		link := map[tenancy.Role]func(context.Context, id.ID, id.ID, id.ID) (int64, error){
			tenancy.RoleRenter: q.LinkRenter, tenancy.RoleOwner: q.LinkOwner, tenancy.RoleVendor: q.LinkVendor,
		}[s.Role]
		if err := wrote(1)(link(ctx, users[s.Email], org, row)); err != nil {
			return err
		}
	}
	return nil
}
