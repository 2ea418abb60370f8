package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

type renterHomeView struct {
	LeaseID    id.ID  `json:"lease_id"`
	UnitID     id.ID  `json:"unit_id"`
	Unit       string `json:"unit" doc:"The unit's number; empty where it is the whole property." example:"12B"`
	PropertyID id.ID  `json:"property_id"`
	Property   string `json:"property" example:"Maple Court"`
	Role       string `json:"role" enum:"renter,occupant,guarantor"`
	Status     string `json:"status" enum:"pending,active,expiring_soon,renewed" doc:"Of the lease."`
}

type renterView struct {
	ID        id.ID           `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Kind      string          `json:"kind" enum:"person,company"`
	Name      string          `json:"name" doc:"As it is shown: the company, or first and last name." example:"Ana Lopez"`
	FirstName string          `json:"first_name" example:"Ana"`
	LastName  string          `json:"last_name" example:"Lopez"`
	Company   string          `json:"company_name" doc:"Empty for a person."`
	Email     string          `json:"email" doc:"Empty where unknown." example:"ana@example.com"`
	Phone     string          `json:"phone" doc:"Empty where unknown." example:"+1 614 555 0134"`
	SignsIn   bool            `json:"signs_in" doc:"Whether they have a sign-in to the portal."`
	Home      *renterHomeView `json:"home,omitempty" doc:"Where they live or will live. In lists only, and absent where there is none."`
	Version   int32           `json:"version" example:"7"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
	DeletedAt *time.Time      `json:"deleted_at" doc:"When they were deleted; null while they live."`
}

type renterLeaseView struct {
	ID          id.ID         `json:"id"`
	UnitID      id.ID         `json:"unit_id"`
	Unit        string        `json:"unit" example:"12B"`
	PropertyID  id.ID         `json:"property_id"`
	Property    string        `json:"property" example:"Maple Court"`
	Start       period.Date   `json:"start"`
	End         *period.Date  `json:"end" nullable:"true" doc:"null is month to month."`
	MonthlyRent *money.Amount `json:"monthly_rent" nullable:"true" example:"1210.00"`
	Status      string        `json:"status" enum:"draft,pending,active,expiring_soon,expired,terminated,renewed,cancelled"`
	Role        string        `json:"role" enum:"renter,occupant,guarantor"`
}

type renterDetailView struct {
	ID              id.ID             `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Kind            string            `json:"kind" enum:"person,company"`
	Name            string            `json:"name" doc:"As it is shown: the company, or first and last name." example:"Ana Lopez"`
	FirstName       string            `json:"first_name" example:"Ana"`
	LastName        string            `json:"last_name" example:"Lopez"`
	Company         string            `json:"company_name" doc:"Empty for a person."`
	Email           string            `json:"email" doc:"Empty where unknown." example:"ana@example.com"`
	Phone           string            `json:"phone" doc:"Empty where unknown." example:"+1 614 555 0134"`
	SignsIn         bool              `json:"signs_in" doc:"Whether they have a sign-in to the portal."`
	EmployerName    string            `json:"employer_name"`
	EmployerPhone   string            `json:"employer_phone"`
	SSNLastFour     string            `json:"ssn_last_four" doc:"Empty where no number is stored." example:"1234"`
	LicenseLastFour string            `json:"driver_license_last_four" doc:"Empty where none is stored, or one too short to show a part of."`
	Stored          []string          `json:"stored" nullable:"false" doc:"Which of ssn, driver_license, date_of_birth and income are stored, encrypted." example:"ssn"`
	Leases          []renterLeaseView `json:"leases" nullable:"false" doc:"The leases that they are or were on, the newest first."`
	Version         int32             `json:"version" example:"7"`
	CreatedAt       time.Time         `json:"created_at"`
	UpdatedAt       time.Time         `json:"updated_at"`
	DeletedAt       *time.Time        `json:"deleted_at" doc:"When they were deleted; null while they live."`
}

func viewRenter(r leasing.RenterProfile) renterView {
	v := renterView{
		ID: r.ID, Kind: r.Kind, Name: r.Name.String(), FirstName: r.Name.First, LastName: r.Name.Last, Company: r.Name.Company, Email: r.Email,
		Phone: r.Phone, SignsIn: r.SignsIn, Version: r.Version, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), DeletedAt: utc(r.DeletedAt),
	}
	if h := r.Home; h != nil {
		v.Home = &renterHomeView{h.LeaseID, h.UnitID, h.Number, h.PropertyID, h.Property, h.Role, h.Status}
	}
	return v
}

func viewRenterDetail(r leasing.RenterProfile, leases []leasing.RenterLease) renterDetailView {
	v := renterDetailView{
		ID: r.ID, Kind: r.Kind, Name: r.Name.String(), FirstName: r.Name.First, LastName: r.Name.Last, Company: r.Name.Company, Email: r.Email,
		Phone: r.Phone, SignsIn: r.SignsIn, Version: r.Version, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), DeletedAt: utc(r.DeletedAt),
		EmployerName: r.EmployerName, EmployerPhone: r.EmployerPhone, SSNLastFour: r.SSNLastFour,
		LicenseLastFour: r.LicenseLastFour, Stored: r.Stored, Leases: []renterLeaseView{},
	}
	for _, l := range leases {
		v.Leases = append(v.Leases, renterLeaseView{l.ID, l.UnitID, l.Number, l.PropertyID, l.Property, l.Start, day(l.End), l.MonthlyRent, l.Status, l.Role})
	}
	return v
}

type renterBody struct {
	Kind          opt[string]  `json:"kind" enum:"person,company" doc:"A new renter is a person unless you say otherwise."`
	FirstName     opt[string]  `json:"first_name" maxLength:"100" example:"Ana"`
	LastName      opt[string]  `json:"last_name" maxLength:"100" example:"Lopez"`
	Company       opt[string]  `json:"company_name" maxLength:"255" doc:"Of a company only."`
	Email         opt[string]  `json:"email" maxLength:"254" example:"ana@example.com"`
	Phone         opt[string]  `json:"phone" maxLength:"40" example:"+1 614 555 0134"`
	EmployerName  opt[string]  `json:"employer_name" maxLength:"255"`
	EmployerPhone opt[string]  `json:"employer_phone" maxLength:"40"`
	SSN           opt[*string] `json:"ssn" maxLength:"20" doc:"A Social Security or taxpayer number. Stored encrypted; null clears it."`
	DriverLicense opt[*string] `json:"driver_license" maxLength:"40" doc:"Stored encrypted; null clears it."`
	DateOfBirth   opt[*string] `json:"date_of_birth" format:"date" doc:"Stored encrypted; null clears it."`
	Income        opt[*string] `json:"income" doc:"A year, before taxes: a decimal string. Stored encrypted; null clears it." example:"52000.00"`
}

func (b renterBody) apply(in *leasing.RenterInput) {
	b.Kind.set(&in.Kind)
	b.FirstName.set(&in.FirstName)
	b.LastName.set(&in.LastName)
	b.Company.set(&in.Company)
	b.Email.set(&in.Email)
	b.Phone.set(&in.Phone)
	b.EmployerName.set(&in.EmployerName)
	b.EmployerPhone.set(&in.EmployerPhone)
	for _, s := range []struct {
		from opt[*string]
		to   **secret.Text
	}{{b.SSN, &in.SSN}, {b.DriverLicense, &in.DriverLicense}, {b.DateOfBirth, &in.DateOfBirth}, {b.Income, &in.Income}} {
		if !s.from.given {
			continue
		}
		text := secret.Text{}
		if s.from.value != nil {
			text = secret.New(*s.from.value)
		}
		*s.to = &text
	}
}

type revealBody struct {
	Field  opt[string] `json:"field" enum:"ssn,driver_license,date_of_birth,income" example:"ssn"`
	Reason opt[string] `json:"reason" minLength:"1" maxLength:"300" doc:"Why, for the audit log." example:"Credit check asked for by the renter"`
}

type revealedView struct {
	Field string `json:"field" enum:"ssn,driver_license,date_of_birth,income"`
	Value string `json:"value" doc:"In clear." example:"123-45-6789"`
}

func (a *api) renterOperations() []operation {
	const tag, list, one = "Renters", "/v1/renters", "/v1/renters/{id}"
	return []operation{
		{
			id: "list-renters", method: http.MethodGet, needs: authz.LeasingRead, path: list, tag: tag, summary: "List renters",
			doc:   "The people and companies that rent, each with their home. Who is on no lease is listed too.",
			query: pageParams(leasing.RenterSorts, renterFilters()...), result: pageView[renterView]{}, handle: a.listRenters,
		},
		{
			id: "create-renter", method: http.MethodPost, needs: authz.LeasingWrite, path: list, tag: tag, summary: "Create a renter",
			body: &renterBody{}, create: []string{}, status: http.StatusCreated, example: map[string]any{
				"first_name": "Ana", "last_name": "Lopez", "email": "ana@example.com", "phone": "+1 614 555 0134",
			},
			result: renterDetailView{}, versioned: true, repeatable: true, codes: []string{"ssn_taken", "keys_unavailable"}, handle: a.createRenter,
		},
		{
			id: "get-renter", method: http.MethodGet, needs: authz.LeasingRead, path: one, tag: tag, summary: "Read a renter",
			query: oneParams, result: renterDetailView{}, versioned: true, handle: a.getRenter,
		},
		{
			id: "update-renter", method: http.MethodPatch, needs: authz.LeasingWrite, path: one, tag: tag, summary: "Change a renter",
			doc: "Absent fields stay; null clears what is encrypted, an empty text the rest.", body: &renterBody{},
			example: map[string]any{"phone": "+1 614 555 0199"},
			result:  renterDetailView{}, versioned: true, conditional: true, codes: []string{"ssn_taken", "keys_unavailable"}, handle: a.updateRenter,
		},
		{
			id: "delete-renter", method: http.MethodDelete, needs: authz.LeasingWrite, path: one, tag: tag, summary: "Delete a renter",
			doc:    "Refused while they are party to a lease that is pending or in force: the detail names the homes.",
			status: http.StatusNoContent, conditional: true, codes: []string{"leases_in_force", "in_use"}, handle: a.deleteRenter,
		},
		{
			id: "restore-renter", method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/restore", tag: tag, summary: "Restore a renter",
			result: renterDetailView{}, versioned: true, handle: a.restoreRenter,
		},
		{
			id: "reveal-renter", method: http.MethodPost, needs: authz.RenterReveal, path: one + "/reveal", tag: tag, summary: "Reveal a personal number",
			doc:  "One field at a time, in clear. The audit log keeps who asked, for what and why. Browsers need a fresh proof, keys the scope `renter.reveal` by its own name.",
			body: &revealBody{}, create: []string{"field", "reason"}, example: map[string]any{"field": "ssn", "reason": "Credit check asked for by the renter"},
			result: revealedView{}, codes: []string{"step_up_required", "nothing_stored", "keys_unavailable"}, handle: a.revealRenter,
		},
	}
}

func renterFilters() []param {
	return []param{
		textParam("q", "Only those with this text in the name, e-mail address or phone number.", 200),
		choiceParam("kind", "Only this kind.", leasing.RenterKinds),
		choiceParam("leased", "Only those with a lease in force or to come, or only the others.", []string{"yes", "no"}),
		formatParam("property_id", "Only those whose home is in this property.", "uuid"), deletedParam("The deleted ones instead."),
	}
}

func (c *call) renterFilter() leasing.RenterFilter {
	q := c.query
	return leasing.RenterFilter{Query: q.text("q"), Kind: q.text("kind"), Leased: q.text("leased"), Property: q.id("property_id"), Deleted: q.deleted()}
}

func (a *api) listRenters(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Renters.List(ctx, c.principal, c.renterFilter(), c.page())
	return reply{body: viewPage(rows, around, viewRenter)}, err
}

// answerRenter answers with a renter and their leases.
func (a *api) answerRenter(ctx context.Context, c *call, r leasing.RenterProfile, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	leases, err := a.Renters.Leases(ctx, c.principal, r.ID)
	return reply{body: viewRenterDetail(r, leases), version: r.Version}, err
}

func (a *api) createRenter(ctx context.Context, c *call) (reply, error) {
	var b renterBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	key, err := c.key("renter.create")
	if err != nil {
		return reply{}, err
	}
	var in leasing.RenterInput
	b.apply(&in)
	r, err := a.Renters.Create(ctx, c.principal, key, in)
	out, err := a.answerRenter(ctx, c, r, err)
	out.location = "/v1/renters/" + r.ID.String()
	return out, err
}

func (a *api) getRenter(ctx context.Context, c *call) (reply, error) {
	r, err := a.Renters.Get(ctx, c.principal, c.id(), c.query.deleted())
	return a.answerRenter(ctx, c, r, err)
}

func (a *api) updateRenter(ctx context.Context, c *call) (reply, error) {
	var b renterBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	r, err := a.Renters.Update(ctx, c.principal, c.id(), version, b.apply)
	return a.answerRenter(ctx, c, r, err)
}

func (a *api) deleteRenter(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Renters.Delete(ctx, c.principal, c.id(), version)
}

func (a *api) restoreRenter(ctx context.Context, c *call) (reply, error) {
	r, err := a.Renters.Restore(ctx, c.principal, c.id())
	return a.answerRenter(ctx, c, r, err)
}

func (a *api) revealRenter(ctx context.Context, c *call) (reply, error) {
	var b revealBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	text, err := a.Renters.Reveal(ctx, c.principal, c.id(), b.Field.value, b.Reason.value)
	return reply{body: revealedView{b.Field.value, text.Reveal()}}, err
}
