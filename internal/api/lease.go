package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type leaseRowView struct {
	ID           id.ID         `json:"id"`
	TenancyID    id.ID         `json:"tenancy_id" doc:"The stay that these terms are of."`
	UnitID       id.ID         `json:"unit_id"`
	PropertyID   id.ID         `json:"property_id"`
	UnitNumber   string        `json:"unit_number" doc:"Empty where the unit is the whole property." example:"12B"`
	PropertyName string        `json:"property_name" example:"Maple Court"`
	Renters      string        `json:"renters" doc:"Names, the first renter first." example:"Ana Lopez, Sam Reed"`
	Start        period.Date   `json:"start_date" example:"2026-12-01"`
	End          *period.Date  `json:"end_date" nullable:"true" doc:"The last day; null is month to month." example:"2027-11-30"`
	MonthlyRent  *money.Amount `json:"monthly_rent" nullable:"true" doc:"The first rent, of all payers, by the month." example:"1450.00"`
	Status       string        `json:"status" enum:"draft,pending,active,expiring_soon,expired,terminated,renewed,cancelled"`
	Holdover     bool          `json:"holdover" doc:"Past its end with the household in place: it goes on."`
	MovedIn      *period.Date  `json:"moved_in_on" nullable:"true"`
	MovedOut     *period.Date  `json:"moved_out_on" nullable:"true"`
	SignedAt     *time.Time    `json:"signed_at" doc:"null while no signature is recorded."`
	Version      int32         `json:"version" doc:"Goes up with every change of the lease itself; the ETag is this in quotes." example:"7"`
	CreatedAt    time.Time     `json:"created_at"`
	UpdatedAt    time.Time     `json:"updated_at"`
}

func viewLeaseRow(l leasing.LeaseRow) leaseRowView {
	return leaseRowView{
		ID: l.ID, TenancyID: l.TenancyID, UnitID: l.UnitID, PropertyID: l.PropertyID, UnitNumber: l.Number, PropertyName: l.PropertyName,
		Renters: l.Renters, Start: l.Start, End: day(l.End), MonthlyRent: l.MonthlyRent, Status: l.Status, Holdover: l.Holdover,
		MovedIn: day(l.MovedInOn), MovedOut: day(l.MovedOutOn), SignedAt: utc(l.SignedAt), Version: l.Version,
		CreatedAt: l.CreatedAt.UTC(), UpdatedAt: l.UpdatedAt.UTC(),
	}
}

// leaseDetailView has the fields of leaseRowView first: the document knows no structs inside structs.
type leaseDetailView struct {
	ID               id.ID              `json:"id"`
	TenancyID        id.ID              `json:"tenancy_id" doc:"The stay that these terms are of."`
	UnitID           id.ID              `json:"unit_id"`
	PropertyID       id.ID              `json:"property_id"`
	UnitNumber       string             `json:"unit_number" doc:"Empty where the unit is the whole property." example:"12B"`
	PropertyName     string             `json:"property_name" example:"Maple Court"`
	Renters          string             `json:"renters" doc:"Names, the first renter first." example:"Ana Lopez, Sam Reed"`
	Start            period.Date        `json:"start_date" example:"2026-12-01"`
	End              *period.Date       `json:"end_date" nullable:"true" doc:"The last day; null is month to month." example:"2027-11-30"`
	MonthlyRent      *money.Amount      `json:"monthly_rent" nullable:"true" doc:"The first rent, of all payers, by the month." example:"1450.00"`
	Status           string             `json:"status" enum:"draft,pending,active,expiring_soon,expired,terminated,renewed,cancelled"`
	Holdover         bool               `json:"holdover" doc:"Past its end with the household in place: it goes on."`
	MovedIn          *period.Date       `json:"moved_in_on" nullable:"true"`
	MovedOut         *period.Date       `json:"moved_out_on" nullable:"true"`
	SignedAt         *time.Time         `json:"signed_at" doc:"null while no signature is recorded."`
	Version          int32              `json:"version" doc:"Goes up with every change of the lease itself; the ETag is this in quotes." example:"7"`
	CreatedAt        time.Time          `json:"created_at"`
	UpdatedAt        time.Time          `json:"updated_at"`
	SecurityDeposit  *money.Amount      `json:"security_deposit" nullable:"true" doc:"As agreed." example:"1450.00"`
	PetDeposit       *money.Amount      `json:"pet_deposit" nullable:"true" doc:"As agreed." example:"300.00"`
	Subsidized       bool               `json:"subsidized" doc:"A housing program pays a part."`
	AutoRenew        bool               `json:"auto_renew"`
	Terms            string             `json:"terms" doc:"In words; empty where nothing is." example:"No boats in the yard."`
	SignedDocumentID *id.ID             `json:"signed_document_id" nullable:"true" doc:"A scan of what was signed."`
	ActivatedAt      *time.Time         `json:"activated_at"`
	LateFeeConfirmed *period.Date       `json:"late_fee_confirmed_on" nullable:"true" doc:"null: late fees are off."`
	Next             []string           `json:"next" nullable:"false" doc:"The states that it can get to now." example:"pending"`
	People           []leasePersonView  `json:"people" nullable:"false"`
	Rents            []leaseRentView    `json:"rents" nullable:"false" doc:"By date and payer; empty for a lease of another system that names only its rent."`
	Charges          []leaseChargeView  `json:"charges" nullable:"false" doc:"Recurring charges and credits beside the rent."`
	Deposits         []leaseDepositView `json:"deposits" nullable:"false" doc:"What is required; what is held is not known here."`
	Animals          []leaseAnimalView  `json:"animals" nullable:"false" doc:"Of the stay."`
	Vehicles         []leaseVehicleView `json:"vehicles" nullable:"false" doc:"Of the stay."`
	Policy           resolvedPolicyView `json:"policy" doc:"The rules that hold."`
}

func viewLeaseDetail(l leasing.LeaseDetail) leaseDetailView {
	row := viewLeaseRow(l.LeaseRow)
	return leaseDetailView{
		ID: row.ID, TenancyID: row.TenancyID, UnitID: row.UnitID, PropertyID: row.PropertyID, UnitNumber: row.UnitNumber, PropertyName: row.PropertyName, Renters: row.Renters, Start: row.Start, End: row.End,
		MonthlyRent: row.MonthlyRent, Status: row.Status, Holdover: row.Holdover, MovedIn: row.MovedIn, MovedOut: row.MovedOut, SignedAt: row.SignedAt, Version: row.Version, CreatedAt: row.CreatedAt, UpdatedAt: row.UpdatedAt,
		SecurityDeposit: l.SecurityDeposit, PetDeposit: l.PetDeposit, Subsidized: l.Subsidized,
		AutoRenew: l.AutoRenew, Terms: l.Terms, SignedDocumentID: l.SignedDocumentID, ActivatedAt: utc(l.ActivatedAt),
		LateFeeConfirmed: day(l.LateFeeConfirmedOn), Next: append([]string{}, l.Next()...), Policy: viewResolved(l.Policy),
		People: viewAll(l.People, viewPerson), Rents: viewAll(l.Rents, viewRent), Charges: viewAll(l.Charges, viewCharge),
		Deposits: viewAll(l.Deposits, viewDeposit), Animals: viewAll(l.Animals, viewAnimal), Vehicles: viewAll(l.Vehicles, viewVehicle),
	}
}

func viewAll[T, V any](rows []T, view func(T) V) []V {
	out := make([]V, 0, len(rows))
	for _, row := range rows {
		out = append(out, view(row))
	}
	return out
}

type leaseTermsBody struct {
	UnitID          opt[string]            `json:"unit_id" format:"uuid" doc:"The unit, for a new household; only when it is drawn up." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	TenancyID       opt[string]            `json:"tenancy_id" format:"uuid" doc:"Or the stay that is to go on by further terms; only when it is drawn up."`
	Start           opt[period.Date]       `json:"start_date" example:"2026-12-01"`
	End             opt[*period.Date]      `json:"end_date" doc:"The last day; null is month to month." example:"2027-11-30"`
	MonthlyRent     opt[*money.Amount]     `json:"monthly_rent" doc:"One rent of the renters from the start, in the place of all rents of the draft: a decimal string with at most two places." example:"1450.00"`
	SecurityDeposit opt[*money.Amount]     `json:"security_deposit" doc:"In the place of the security deposits of the draft; 0 takes them away." example:"1450.00"`
	Subsidized      opt[bool]              `json:"subsidized" doc:"A housing program pays a part."`
	AutoRenew       opt[bool]              `json:"auto_renew"`
	Terms           opt[string]            `json:"terms" maxLength:"20000" doc:"In words." example:"No boats in the yard."`
	People          opt[[]leasePersonBody] `json:"people" maxItems:"50" doc:"The first renter is the primary one; only when it is drawn up."`
}

func (b leaseTermsBody) apply(in *leasing.TermsInput) {
	b.Start.set(&in.Start)
	if b.End.given {
		in.End = period.Date{}
		if b.End.value != nil {
			in.End = *b.End.value
		}
	}
	b.MonthlyRent.set(&in.MonthlyRent)
	b.SecurityDeposit.set(&in.SecurityDeposit)
	b.Subsidized.set(&in.Subsidized)
	b.AutoRenew.set(&in.AutoRenew)
	b.Terms.set(&in.Terms)
}

// uuid reads an id of a body, id.Nil where it is not given.
func uuid(f *fault.Fields, at string, o opt[string]) id.ID {
	if !o.given {
		return id.Nil
	}
	v, err := id.Parse(o.value)
	f.Check(err == nil && v != id.Nil, at, "id_invalid", "This is not an id.")
	return v
}

const leaseTag, leasePath, oneLease = "Leases", "/v1/leases", "/v1/leases/{id}"

func (a *api) leaseOperations() []operation {
	return []operation{
		{
			id: "list-leases", method: http.MethodGet, needs: authz.LeasingRead, path: leasePath, tag: leaseTag, summary: "List leases",
			doc: "The leases of the properties that you may see.", query: pageParams(leasing.LeaseSorts, leaseFilters()...),
			result: pageView[leaseRowView]{}, handle: a.listLeases,
		},
		{
			id: "create-lease", method: http.MethodPost, needs: authz.LeasingWrite, path: leasePath, tag: leaseTag, summary: "Draw up a lease",
			doc: "A draft, of a unit for a new household or as further terms of a stay, with renters who are there or new ones. Submit it when " +
				"it is complete.",
			body: &leaseTermsBody{}, create: []string{"start_date"}, status: http.StatusCreated, example: map[string]any{
				"unit_id": exampleID, "start_date": "2026-12-01", "end_date": "2027-11-30", "monthly_rent": "1450.00", "security_deposit": "1450.00",
				"people": []any{map[string]any{"first_name": "Ana", "last_name": "Lopez", "email": "ana@example.com"}},
			},
			result: leaseDetailView{}, versioned: true, repeatable: true, codes: []string{"unit_down", "shares_exceed_100"}, handle: a.createLease,
		},
		{
			id: "get-lease", method: http.MethodGet, needs: authz.LeasingRead, path: oneLease, tag: leaseTag, summary: "Read a lease",
			doc: "All of it, with the rules that hold and where each comes from.", query: oneParams, result: leaseDetailView{}, versioned: true, handle: a.getLease,
		},
		{
			id: "update-lease", method: http.MethodPatch, needs: authz.LeasingWrite, path: oneLease, tag: leaseTag, summary: "Change a draft",
			doc:  "Absent fields stay. What begins with the lease begins with its new start.",
			body: &leaseTermsBody{}, example: map[string]any{"end_date": nil, "monthly_rent": "1475.00"}, result: leaseDetailView{}, versioned: true,
			conditional: true, codes: []string{"lease_fixed", "rent_overlaps"}, handle: a.updateLease,
		},
		{
			id: "discard-lease", method: http.MethodDelete, needs: authz.LeasingWrite, path: oneLease, tag: leaseTag, summary: "Discard a draft",
			doc: "Takes its people and documents along. A lease that is pending or in force is cancelled instead.", status: http.StatusNoContent,
			conditional: true, codes: []string{"lease_fixed"}, handle: a.discardLease,
		},
		{
			id: "restore-lease", method: http.MethodPost, needs: authz.LeasingWrite, path: oneLease + "/restore", tag: leaseTag, summary: "Restore a draft",
			doc: "Brings a discarded draft back. One that is there stays as it is.", result: leaseDetailView{}, versioned: true,
			codes: []string{"parent_deleted"}, handle: a.restoreLease,
		},
	}
}

func answerLease(l leasing.LeaseDetail, err error) (reply, error) {
	return reply{body: viewLeaseDetail(l), version: l.Version}, err
}

func (c *call) leaseFilter() leasing.LeaseFilter {
	q := c.query
	return leasing.LeaseFilter{
		Query: q.text("q"), Statuses: q.texts("status"), PropertyID: q.id("property_id"), UnitID: q.id("unit_id"), RenterID: q.id("renter_id"),
		Tenancy: q.id("tenancy_id"), EndsFrom: q.date("ends_from"), EndsTo: q.date("ends_to"),
		MonthToMonth: q.text("month_to_month") == "true", Holdover: q.text("holdover") == "true",
	}
}

func (a *api) listLeases(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Leases.Leases(ctx, c.principal, c.leaseFilter(), c.page())
	return reply{body: viewPage(rows, around, viewLeaseRow)}, err
}

func (a *api) createLease(ctx context.Context, c *call) (reply, error) {
	var b leaseTermsBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	key, err := c.key("lease.create")
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := leasing.LeaseInput{UnitID: uuid(&f, "/unit_id", b.UnitID), TenancyID: uuid(&f, "/tenancy_id", b.TenancyID)}
	b.apply(&in.TermsInput)
	for i, person := range b.People.value {
		in.People = append(in.People, person.input(&f, fmt.Sprintf("/people/%d", i)))
	}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	out, err := answerLease(a.Leases.CreateLease(ctx, c.principal, key, in))
	if v, ok := out.body.(leaseDetailView); ok {
		out.location = leasePath + "/" + v.ID.String()
	}
	return out, err
}

func (a *api) getLease(ctx context.Context, c *call) (reply, error) {
	return answerLease(a.Leases.Lease(ctx, c.principal, c.id(), c.query.deleted()))
}

func (a *api) updateLease(ctx context.Context, c *call) (reply, error) {
	var b leaseTermsBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	f.Check(!b.UnitID.given, "/unit_id", "not_allowed", "A lease stays with its unit. Draw up another one.")
	f.Check(!b.TenancyID.given, "/tenancy_id", "not_allowed", "A lease stays with its stay. Draw up another one.")
	f.Check(!b.People.given, "/people", "not_allowed", "People are added and removed one by one.")
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerLease(a.Leases.UpdateLease(ctx, c.principal, c.id(), version, b.apply))
}

func (a *api) discardLease(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Leases.DiscardLease(ctx, c.principal, c.id(), version)
}

func (a *api) restoreLease(ctx context.Context, c *call) (reply, error) {
	return answerLease(a.Leases.RestoreLease(ctx, c.principal, c.id()))
}

// leaseFilters are the parameters that narrow a list of leases.
func leaseFilters() []param {
	return []param{
		textParam("q", "Only those with this text in the unit's number, the property's name or a renter's name.", 200),
		choicesParam("status", "Only these states; repeat the parameter for several.", leasing.Statuses),
		formatParam("property_id", "Only the leases of this property.", "uuid"), formatParam("unit_id", "Only the leases of this unit.", "uuid"),
		formatParam("tenancy_id", "Only the leases of this stay.", "uuid"), formatParam("renter_id", "Only the leases that this renter is on.", "uuid"),
		formatParam("ends_from", "Only those that end on this day or later.", "date"), formatParam("ends_to", "Only those that end on this day or earlier.", "date"),
		boolParam("month_to_month", "Only those without an end."), boolParam("holdover", "Only those past their end with the household in place."),
	}
}
