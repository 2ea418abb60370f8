package leasing

import (
	"cmp"
	"context"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Roles are what people are on a lease.
var Roles = []string{RoleRenter, RoleOccupant, RoleGuarantor}

// Party is somebody on a lease.
type Party struct {
	ID, RenterID id.ID
	Name         Name
	Email, Phone string // "" where unknown
	Role         string
	Primary      bool
	From, To     period.Date   // zero To: without end
	Share        *money.Amount // percent of the rent; nil where the renters owe it together
}

// PartyInput is somebody to put on a lease: a renter who is there, by RenterID, or a new one.
type PartyInput struct {
	RenterID            id.ID // id.Nil for somebody new
	FirstName, LastName string
	Company             string // "" for a person
	Email, Phone        string
	Role                string        // default RoleRenter
	From, To            period.Date   // zero From: from the start of the lease
	Share               *money.Amount // percent, above 0 and at most 100; nil for none
}

var hundred = money.FromCents(100_00)

// check normalizes the input and notes what is wrong with it, for a lease that starts on a day.
func (in *PartyInput) check(f *fault.Fields, at string, start period.Date) {
	for _, text := range []*string{&in.FirstName, &in.LastName, &in.Company, &in.Email, &in.Phone} {
		*text = strings.TrimSpace(*text)
	}
	in.Email, in.Role = strings.ToLower(in.Email), cmp.Or(in.Role, RoleRenter)
	oneOf(f, at+"/role", in.Role, Roles)
	if in.RenterID == id.Nil {
		f.Check(in.FirstName+in.LastName+in.Company != "", at+"/first_name", "required", "Give a name.")
		f.Text(at+"/first_name", in.FirstName, false, 100)
		f.Text(at+"/last_name", in.LastName, false, 100)
		f.Text(at+"/company", in.Company, false, 255)
		f.Text(at+"/email", in.Email, false, 254)
		before, after, found := strings.Cut(in.Email, "@")
		f.Check(in.Email == "" || found && before != "" && after != "" && !strings.ContainsAny(in.Email, " ,;<>") && !strings.Contains(after, "@"),
			at+"/email", "email_invalid", "Use an e-mail address such as name@example.com.")
		f.Text(at+"/phone", in.Phone, false, 40)
	}
	f.Check(in.From.IsZero() || !in.From.Before(start), at+"/from_date", "out_of_range", "Nobody is on a lease before it starts.")
	from := in.From
	if from.IsZero() {
		from = start
	}
	f.Check(in.To.IsZero() || !in.To.Before(from), at+"/to_date", "out_of_range", "This ends before it begins.")
	f.Check(in.Share == nil || in.Share.Sign() > 0 && in.Share.Cmp(hundred) <= 0, at+"/share_percentage", "out_of_range",
		"A share is above 0 and at most 100 percent.")
	f.Check(in.Share == nil || in.Role == RoleRenter, at+"/share_percentage", "not_allowed", "Only renters have a share of the rent.")
}

// known fails with a fault on pointer for a renter who is not there, or whom the holder of the grant may not see.
func (in *PartyInput) known(ctx context.Context, tx tenancy.Tx, g authz.Grant, pointer string) error {
	if in.RenterID == id.Nil {
		return nil
	}
	found, err := leasingdb.New(tx).FindLeaseRenters(ctx, tx.Organization(), []id.ID{in.RenterID}, "", g.PropertyFilter())
	if err == nil && len(found) == 0 {
		err = postgres.ErrReference.On(pointer)
	}
	return err
}

func (in *PartyInput) renter() NewRenter {
	return NewRenter{
		ID: in.RenterID, Existing: in.RenterID != id.Nil, FirstName: in.FirstName, LastName: in.LastName, Company: in.Company,
		Email: in.Email, Phone: in.Phone, Role: in.Role, From: in.From, To: in.To,
	}
}

// AddParty puts somebody on a draft or on a lease in force. Errors: Invalid with fields, reference_not_found for a renter
// whom p may not see, shares_exceed_100, ErrFixed, ErrEnded, postgres.ErrNotFound.
func (s *Service) AddParty(ctx context.Context, p tenancy.Principal, lease id.ID, in PartyInput) (LeaseDetail, error) {
	return s.change(ctx, p, lease, nil, func(ctx context.Context, c *changing) (event.Type[LeaseEvent], error) {
		var f fault.Fields
		in.check(&f, "", c.row.StartDate)
		if in.From.IsZero() && c.inForce() {
			f.Add("/from_date", "required", "Say from which day, as the lease is in force.")
		}
		if err := f.Err(); err != nil {
			return LeaseChanged, err
		}
		if err := c.open(); err != nil {
			return LeaseChanged, err
		}
		if err := in.known(ctx, c.tx, c.grant, "/renter_id"); err != nil {
			return LeaseChanged, err
		}
		if in.From.IsZero() {
			in.From = c.row.StartDate
		}
		if in.RenterID == id.Nil {
			newcomer := in.renter()
			newcomer.ID = id.New()
			if _, _, err := (writer{q: c.q, org: c.org}).renters(ctx, []Household{{Renters: []NewRenter{newcomer}}}); err != nil {
				return LeaseChanged, err
			}
			in.RenterID = newcomer.ID
		}
		if err := c.insertParty(ctx, in); err != nil {
			return LeaseChanged, err
		}
		if err := c.keepPrimary(ctx); err != nil {
			return LeaseChanged, err
		}
		return LeaseChanged, c.checkShares(ctx)
	})
}

func (c *changing) insertParty(ctx context.Context, in PartyInput) error {
	return c.q.InsertLeaseParty(ctx, leasingdb.InsertLeasePartyParams{
		TenantID: c.org, ID: id.New(), LeaseID: c.row.ID, TenancyID: c.row.TenancyID, RenterID: in.RenterID, Role: in.Role,
		FromDate: in.From, ToDate: in.To, SharePercentage: in.Share,
	})
}

func people(ctx context.Context, q *leasingdb.Queries, org, lease id.ID) ([]Party, error) {
	rows, err := q.LeasePeople(ctx, org, lease)
	out := make([]Party, 0, len(rows))
	for _, r := range rows {
		out = append(out, Party{
			ID: r.ID, RenterID: r.RenterID, Name: Name{First: r.FirstName, Last: r.LastName, Company: r.CompanyName}, Email: r.Email,
			Phone: r.Phone, Role: r.Role, Primary: r.IsPrimary, From: r.FromDate, To: r.ToDate, Share: r.SharePercentage,
		})
	}
	return out, err
}

// keepPrimary names another primary renter where the one that is named is a renter of the lease no more.
func (c *changing) keepPrimary(ctx context.Context) error {
	list, err := people(ctx, c.q, c.org, c.row.ID)
	if err != nil {
		return err
	}
	var first *id.ID
	for _, party := range list {
		if party.Role != RoleRenter {
			continue
		}
		if party.Primary {
			return nil
		}
		if first == nil {
			first = &party.RenterID
		}
	}
	_, err = c.q.SetPrimaryRenter(ctx, first, c.org, c.row.ID)
	return err
}

// checkShares fails where the shares in force on some day are above 100 percent. The lease is locked, so that two changes
// do not pass it together. The sum can grow only on a day on which a share begins.
func (c *changing) checkShares(ctx context.Context) error {
	list, err := people(ctx, c.q, c.org, c.row.ID)
	if err != nil {
		return err
	}
	for _, day := range list {
		sum := money.Zero
		for _, party := range list {
			if party.Share != nil && !party.From.After(day.From) && (party.To.IsZero() || !party.To.Before(day.From)) {
				sum = sum.Add(*party.Share)
			}
		}
		if sum.Cmp(hundred) > 0 {
			return fault.New(fault.Invalid, "shares_exceed_100", "The shares of the rent would exceed 100 percent.").On("/share_percentage")
		}
	}
	return nil
}

// FoundRenter is a renter to choose for a lease.
type FoundRenter struct {
	ID    id.ID
	Name  Name
	Email string
}

// FindRenters finds at most 20 renters whom p may put on a lease, by name or e-mail, or those of ids.
func (s *Service) FindRenters(ctx context.Context, p tenancy.Principal, query string, ids ...id.ID) ([]FoundRenter, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(query) == "" && len(ids) == 0 {
		return nil, nil
	}
	rows, err := leasingdb.New(g.Lister(ctx, s.db)).FindLeaseRenters(ctx, g.Organization(), append([]id.ID{}, ids...), pattern(query), g.PropertyFilter())
	out := make([]FoundRenter, 0, len(rows))
	seen := make([]id.ID, 0, len(rows))
	for _, r := range rows {
		out = append(out, FoundRenter{r.ID, Name{r.FirstName, r.LastName, r.CompanyName}, r.Email})
		seen = append(seen, r.ID)
	}
	s.noteRenters(p, seen)
	return out, err
}
