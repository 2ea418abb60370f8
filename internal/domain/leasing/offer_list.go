package leasing

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Offer returns one offer. Error: postgres.ErrNotFound.
func (s *Service) Offer(ctx context.Context, p tenancy.Principal, offer id.ID) (Offer, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return Offer{}, err
	}
	var out Offer
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		a := stayAct{q: leasingdb.New(tx), g: g}
		if a.today, err = a.q.Today(ctx, tx.Now(), g.Organization()); err != nil {
			return err
		}
		out, err = readOffer(ctx, a, offer)
		return err
	})
	if err != nil {
		return Offer{}, fmt.Errorf("read offer: %w", err)
	}
	return out, nil
}

func readOffer(ctx context.Context, a stayAct, offer id.ID) (Offer, error) {
	if offer == id.Nil {
		return Offer{}, postgres.ErrNotFound
	}
	list, err := offersOf(ctx, a.q, a.g, a.today, id.Nil, offer)
	if err != nil {
		return Offer{}, err
	}
	if len(list) == 0 {
		return Offer{}, postgres.ErrNotFound
	}
	return list[0], nil
}

// offersOf lists the offers of a stay, or the one with an id, the newest first.
func offersOf(ctx context.Context, q *leasingdb.Queries, g authz.Grant, today period.Date, stay, offer id.ID) ([]Offer, error) {
	rows, err := q.ListOffers(ctx, leasingdb.ListOffersParams{
		TenantID: g.Organization(), Today: today, PropertyScope: g.PropertyFilter(), TenancyID: stay, OnlyID: offer, Descending: true, RowLimit: page.MaxLimit,
	})
	if err != nil {
		return nil, err
	}
	out := make([]Offer, 0, len(rows))
	for _, r := range rows {
		out = append(out, offerOf(r))
	}
	return out, nil
}

// Offers lists a page of offers; state "" is all of them. Errors: authz.ErrForbidden, Invalid for the parameters,
// page.ErrCursor.
func (s *Service) Offers(ctx context.Context, p tenancy.Principal, state string, r page.Request) ([]Offer, page.Page, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, OfferSorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	var f fault.Fields
	f.Check(state == "" || slices.Contains(OfferStates, state), "status", "not_allowed", "Use one of: "+strings.Join(OfferStates, ", ")+".")
	if err := f.Err(); err != nil {
		return nil, page.Page{}, err
	}
	var rows []leasingdb.ListOffersRow
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if err := tx.PlanEach(ctx); err != nil {
			return err
		}
		db := leasingdb.New(tx)
		today, err := db.Today(ctx, tx.Now(), g.Organization())
		if err != nil {
			return err
		}
		rows, err = db.ListOffers(ctx, leasingdb.ListOffersParams{
			TenantID: g.Organization(), Today: today, Sort: q.Sort, State: state, PropertyScope: g.PropertyFilter(), HasCursor: q.HasCursor,
			Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
		})
		return err
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list offers: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r leasingdb.ListOffersRow) (string, id.ID) { return r.SortKey, r.ID })
	out, shown := make([]Offer, 0, len(rows)), make([]id.ID, 0, len(rows))
	for _, row := range rows {
		out, shown = append(out, offerOf(row)), append(shown, row.TenancyID)
	}
	if len(shown) > 0 {
		s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "tenancies", EntityIDs: shown, Detail: map[string]any{"shows": "renewal offers"}})
	}
	return out, around, nil
}

func offerOf(r leasingdb.ListOffersRow) Offer {
	return Offer{
		ID: r.ID, LeaseID: r.LeaseID, TenancyID: r.TenancyID, BatchID: orNil(r.BatchID), NewLeaseID: orNil(r.NewLeaseID), PropertyID: r.PropertyID,
		UnitID: r.UnitID, Number: r.Number, PropertyName: r.PropertyName, Renter: r.Renter, Status: r.State, Start: r.StartDate, End: r.EndDate,
		MonthlyRent: r.MonthlyRent, CurrentRent: r.CurrentRent, LeaseEnd: r.LeaseEnd, Message: textOf(r.Message), RespondBy: r.RespondBy,
		SentAt: r.SentAt, AnsweredAt: r.AnsweredAt, Version: r.Version, CreatedAt: r.CreatedAt,
	}
}
