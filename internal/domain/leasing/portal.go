package leasing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Portal is what renters see and change of their own. Each query names the rows that the session is about, and the
// policies of the database hold the same a second time.
type Portal struct {
	db     *tenancy.DB
	leases *Service // carries out what a renter's answer leads to
}

// NewPortal makes the service.
func NewPortal(db *tenancy.DB, leases *Service) *Portal { return &Portal{db, leases} }

// OwnLease is the terms of a renter's lease.
type OwnLease struct {
	ID, TenancyID, UnitID id.ID
	Number, Status, Terms string
	Start, End            period.Date   // zero End: month to month
	MonthlyRent           *money.Amount // nil where none is agreed
	SecurityDeposit       *money.Amount
	SignedAt              *time.Time
	MovedIn, MovedOut     period.Date
	MoveOutPlanned        period.Date
	DueDay, GraceDays     int // the day of the month, and the days after it
	NoticeDays            int
	Today                 period.Date // in the organization's time zone
	Rent                  []RentStep
	Charges               []LeaseCharge
	Deposits              []LeaseDeposit
	Documents             []OwnDocument
}

// RentStep is the rent from a day on.
type RentStep struct {
	Amount           money.Amount
	Frequency, Payer string
	From, To         period.Date // zero To: without end
}

// LeaseCharge is what a lease charges or credits beside the rent.
type LeaseCharge struct {
	Kind, Category, Description string
	Amount                      money.Amount
	Frequency                   string
	From, To                    period.Date
	Payer                       string
}

// LeaseDeposit is a deposit that a lease asks for.
type LeaseDeposit struct {
	Kind   string
	Amount money.Amount
}

// OwnDocument is a document that renters are meant to see.
type OwnDocument struct {
	ID          id.ID
	Type, Name  string
	Size        int64 // bytes
	ContentType string
	Scan        string // the state of the virus scan
	At          time.Time
}

// Lease returns the terms of one's own lease. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Portal) Lease(ctx context.Context, p tenancy.Principal, lease id.ID) (OwnLease, error) {
	g, err := authz.Require(p, authz.HomeRead)
	if err != nil {
		return OwnLease{}, err
	}
	var out OwnLease
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = ownLease(ctx, leasingdb.New(tx), g, lease, tx.Now())
		return err
	})
	if err != nil {
		return OwnLease{}, fmt.Errorf("one's own lease: %w", err)
	}
	return out, nil
}

func ownLease(ctx context.Context, q *leasingdb.Queries, g authz.Grant, lease id.ID, now time.Time) (OwnLease, error) {
	org := g.Organization()
	l, err := q.OwnLease(ctx, now, org, lease, g.OwnFilter())
	if err != nil {
		return OwnLease{}, err
	}
	out := OwnLease{
		ID: l.ID, TenancyID: l.TenancyID, UnitID: l.UnitID, Number: l.Number, Status: l.Status, Terms: l.Terms, Start: l.StartDate,
		End: l.EndDate, MonthlyRent: l.MonthlyRent, SecurityDeposit: l.SecurityDeposit, SignedAt: l.SignedAt, MovedIn: l.MovedInOn,
		MovedOut: l.MovedOutOn, MoveOutPlanned: l.MoveOutPlannedOn, Today: l.Today,
		Documents: []OwnDocument{},
	}
	usual := programPolicy()
	policy := struct {
		DueDay     int32 `json:"due_day"`
		GraceDays  int32 `json:"grace_days"`
		NoticeDays int32 `json:"notice_days"`
	}{*usual.DueDay, *usual.GraceDays, *usual.NoticeDays}
	if len(l.Policy) > 0 {
		if err := json.Unmarshal(l.Policy, &policy); err != nil {
			return out, fmt.Errorf("policy of a lease: %w", err)
		}
	}
	out.DueDay, out.GraceDays, out.NoticeDays = int(policy.DueDay), int(policy.GraceDays), int(policy.NoticeDays)
	if err := out.amounts(ctx, q, org); err != nil {
		return out, err
	}
	docs, err := q.DocumentsOfHome(ctx, org, []id.ID{l.ID, l.TenancyID, l.UnitID})
	if err != nil {
		return out, err
	}
	for _, d := range docs {
		out.Documents = append(out.Documents, OwnDocument{d.ID, d.Type, d.FileName, d.FileSize, d.MimeType, d.ScanStatus, d.CreatedAt})
	}
	return out, nil
}

// amounts reads what the lease says of money.
func (l *OwnLease) amounts(ctx context.Context, q *leasingdb.Queries, org id.ID) error {
	rent, err := q.RentOfLease(ctx, org, l.ID)
	if err != nil {
		return err
	}
	charges, err := q.ChargesOfLease(ctx, org, l.ID)
	if err != nil {
		return err
	}
	deposits, err := q.DepositsOfLease(ctx, org, l.ID)
	if err != nil {
		return err
	}
	l.Rent, l.Charges, l.Deposits = []RentStep{}, []LeaseCharge{}, []LeaseDeposit{}
	for _, r := range rent {
		l.Rent = append(l.Rent, RentStep{Amount: r.Amount, Frequency: r.Frequency, Payer: r.Payer, From: r.FromDate, To: r.ToDate})
	}
	for _, c := range charges {
		l.Charges = append(l.Charges, LeaseCharge{
			Kind: c.Kind, Category: c.Category, Description: c.Description, Amount: c.Amount, Frequency: c.Frequency, From: c.FromDate,
			To: c.ToDate, Payer: c.Payer,
		})
	}
	for _, d := range deposits {
		l.Deposits = append(l.Deposits, LeaseDeposit(d))
	}
	return nil
}

// HomeAnnouncement is what a renter is told.
type HomeAnnouncement struct {
	ID    id.ID       `json:"id"`
	Title string      `json:"title"`
	Body  string      `json:"body"`
	On    period.Date `json:"on"`
}

// Announcements lists what is announced today for the homes of whoever asks, the newest first. Errors:
// authz.ErrForbidden.
func (s *Portal) Announcements(ctx context.Context, p tenancy.Principal) ([]HomeAnnouncement, error) {
	g, err := authz.Require(p, authz.HomeRead)
	if err != nil {
		return nil, err
	}
	lists, err := leasingdb.New(g.Reader(ctx, s.db)).HomeAnnouncements(ctx, s.db.Clock().Now(), g.Organization(), g.OwnFilter())
	if err != nil {
		return nil, fmt.Errorf("list announcements: %w", err)
	}
	out := []HomeAnnouncement{}
	for _, raw := range lists {
		var list []HomeAnnouncement
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, fmt.Errorf("announcements: %w", err)
		}
		for _, a := range list {
			if !slices.ContainsFunc(out, func(b HomeAnnouncement) bool { return a.ID == b.ID }) {
				out = append(out, a)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b HomeAnnouncement) int { return b.On.Compare(a.On) })
	return out, nil
}

// OwnContacts lists the emergency contacts of the renter who asks. Errors: authz.ErrForbidden.
func (s *Portal) OwnContacts(ctx context.Context, p tenancy.Principal) ([]Contact, error) {
	g, err := authz.Require(p, authz.HomeRead)
	if err != nil {
		return nil, err
	}
	return listContacts(ctx, leasingdb.New(g.Reader(ctx, s.db)), g, g.OwnFilter())
}

// AddContact adds an emergency contact to the renter who asks. Errors: as Renters.AddContact.
func (s *Portal) AddContact(ctx context.Context, p tenancy.Principal, key tenancy.Key, in ContactInput) (Contact, error) {
	g, err := authz.Require(p, authz.PortalWrite)
	if err != nil {
		return Contact{}, err
	}
	renter, err := s.self(ctx, g)
	if err != nil {
		return Contact{}, err
	}
	return addContact(ctx, s.db, g, key, renter, in)
}

// self is the renter who asks.
func (s *Portal) self(ctx context.Context, g authz.Grant) (id.ID, error) {
	return leasingdb.New(g.Reader(ctx, s.db)).OwnRenter(ctx, g.Organization(), g.Principal().User, g.OwnFilter())
}

// UpdateContact changes one's own contact. Errors: as Renters.UpdateContact.
func (s *Portal) UpdateContact(ctx context.Context, p tenancy.Principal, contact id.ID, version *int32, change func(*ContactInput)) (Contact, error) {
	g, err := authz.Require(p, authz.PortalWrite)
	if err != nil {
		return Contact{}, err
	}
	return updateContact(ctx, s.db, g, contact, version, change)
}

// DeleteContact removes one's own contact. Errors: as Renters.DeleteContact.
func (s *Portal) DeleteContact(ctx context.Context, p tenancy.Principal, contact id.ID, version *int32) error {
	g, err := authz.Require(p, authz.PortalWrite)
	if err != nil {
		return err
	}
	return deleteContact(ctx, s.db, g, contact, version)
}
