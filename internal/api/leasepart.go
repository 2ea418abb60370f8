package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type leasePersonView struct {
	ID       id.ID         `json:"id"`
	RenterID id.ID         `json:"renter_id"`
	Name     string        `json:"name" example:"Ana Lopez"`
	Email    string        `json:"email" doc:"Empty where it is not known." example:"ana@example.com"`
	Phone    string        `json:"phone" doc:"Empty where it is not known." example:"614-555-0100"`
	Role     string        `json:"role" enum:"renter,occupant,guarantor"`
	Primary  bool          `json:"primary"`
	From     period.Date   `json:"from_date"`
	To       *period.Date  `json:"to_date" nullable:"true" doc:"The last day; null is without end."`
	Share    *money.Amount `json:"share_percentage" nullable:"true" doc:"Of the rent; null where the renters owe it together." example:"50.00"`
}

func viewPerson(p leasing.Party) leasePersonView {
	return leasePersonView{p.ID, p.RenterID, p.Name.String(), p.Email, p.Phone, p.Role, p.Primary, p.From, day(p.To), p.Share}
}

type leasePersonBody struct {
	RenterID  opt[string]        `json:"renter_id" format:"uuid" doc:"A renter who is there; without it the name is somebody new."`
	FirstName opt[string]        `json:"first_name" maxLength:"100" example:"Ana"`
	LastName  opt[string]        `json:"last_name" maxLength:"100" example:"Lopez"`
	Company   opt[string]        `json:"company" maxLength:"255" doc:"For a company instead of a person."`
	Email     opt[string]        `json:"email" maxLength:"254" example:"ana@example.com"`
	Phone     opt[string]        `json:"phone" maxLength:"40" example:"614-555-0100"`
	Role      opt[string]        `json:"role" enum:"renter,occupant,guarantor" doc:"Renter unless you say otherwise."`
	From      opt[*period.Date]  `json:"from_date" doc:"From the start of the lease unless you say otherwise; required in force."`
	To        opt[*period.Date]  `json:"to_date" doc:"The last day."`
	Share     opt[*money.Amount] `json:"share_percentage" doc:"Of the rent, above 0. The shares of any day add up to 100 at most." example:"50.00"`
}

func (b leasePersonBody) input(f *fault.Fields, at string) leasing.PartyInput {
	return leasing.PartyInput{
		RenterID: uuid(f, at+"/renter_id", b.RenterID), FirstName: b.FirstName.value, LastName: b.LastName.value, Company: b.Company.value,
		Email: b.Email.value, Phone: b.Phone.value, Role: b.Role.value, From: date(b.From), To: date(b.To), Share: b.Share.value,
	}
}

// date is a date of a body, zero where it is null or not given.
func date(o opt[*period.Date]) period.Date {
	if o.value == nil {
		return period.Date{}
	}
	return *o.value
}

type leaseRentView struct {
	ID        id.ID        `json:"id"`
	Payer     string       `json:"payer" enum:"renter,agency,other"`
	PayerName string       `json:"payer_name" doc:"Empty for the renters." example:"County Housing Authority"`
	Amount    money.Amount `json:"amount" example:"1450.00"`
	Frequency string       `json:"frequency" enum:"weekly,biweekly,monthly,quarterly,semiannually,annually"`
	From      period.Date  `json:"from_date"`
	To        *period.Date `json:"to_date" nullable:"true"`
	Reason    string       `json:"reason" example:"Yearly increase"`
}

func viewRent(r leasing.Rent) leaseRentView {
	return leaseRentView{r.ID, r.Payer, r.PayerName, r.Amount, r.Frequency, r.From, day(r.To), r.Reason}
}

type leaseRentBody struct {
	Payer     opt[string]       `json:"payer" enum:"renter,agency,other" doc:"The renters unless you say otherwise."`
	PayerName opt[string]       `json:"payer_name" maxLength:"255" doc:"Required for an agency or another payer."`
	Amount    opt[money.Amount] `json:"amount" doc:"A decimal string with at most two places." example:"1500.00"`
	Frequency opt[string]       `json:"frequency" enum:"weekly,biweekly,monthly,quarterly,semiannually,annually" doc:"Monthly unless you say otherwise."`
	From      opt[period.Date]  `json:"from_date" doc:"In force after today. The rent of the same payer that goes on ends the day before."`
	To        opt[*period.Date] `json:"to_date"`
	Reason    opt[string]       `json:"reason" maxLength:"500" example:"Yearly increase"`
}

type leaseChargeView struct {
	ID          id.ID        `json:"id"`
	AnimalID    *id.ID       `json:"animal_id" nullable:"true"`
	Kind        string       `json:"kind" enum:"charge,credit"`
	Category    string       `json:"category" example:"parking"`
	Description string       `json:"description" example:"Parking space 14"`
	Payer       string       `json:"payer" enum:"renter,agency,other"`
	PayerName   string       `json:"payer_name"`
	Amount      money.Amount `json:"amount" doc:"Above zero, of a credit too." example:"45.00"`
	Frequency   string       `json:"frequency" enum:"weekly,biweekly,monthly,quarterly,semiannually,annually"`
	From        period.Date  `json:"from_date"`
	To          *period.Date `json:"to_date" nullable:"true"`
}

func viewCharge(v leasing.Charge) leaseChargeView {
	return leaseChargeView{v.ID, v.AnimalID, v.Kind, v.Category, v.Description, v.Payer, v.PayerName, v.Amount, v.Frequency, v.From, day(v.To)}
}

type leaseChargeBody struct {
	AnimalID    opt[string]       `json:"animal_id" format:"uuid" doc:"The animal that it is for; an assistance animal carries no charge."`
	Kind        opt[string]       `json:"kind" enum:"charge,credit" doc:"A charge unless you say otherwise."`
	Category    opt[string]       `json:"category" enum:"parking,garage,storage,pet,utilities,water,trash,internet,laundry,appliance,insurance,amenity,concession,subsidy,tax,other"`
	Description opt[string]       `json:"description" maxLength:"255" example:"Parking space 14"`
	Payer       opt[string]       `json:"payer" enum:"renter,agency,other" doc:"The renters unless you say otherwise."`
	PayerName   opt[string]       `json:"payer_name" maxLength:"255" doc:"Required for an agency or another payer."`
	Amount      opt[money.Amount] `json:"amount" doc:"A decimal string above zero with at most two places." example:"45.00"`
	Frequency   opt[string]       `json:"frequency" enum:"weekly,biweekly,monthly,quarterly,semiannually,annually" doc:"Monthly unless you say otherwise."`
	From        opt[*period.Date] `json:"from_date" doc:"The start of the lease, or today where it has begun, unless you say otherwise."`
	To          opt[*period.Date] `json:"to_date"`
}

type leaseDepositView struct {
	ID         id.ID        `json:"id"`
	AnimalID   *id.ID       `json:"animal_id" nullable:"true"`
	Kind       string       `json:"kind" enum:"security,pet,key,cleaning,last_month,other"`
	Amount     money.Amount `json:"amount" example:"1450.00"`
	DueOn      period.Date  `json:"due_on"`
	Payer      string       `json:"payer" enum:"renter,agency,other"`
	PayerName  string       `json:"payer_name"`
	Holder     string       `json:"holder" enum:"manager,owner"`
	Refundable bool         `json:"refundable"`
}

func viewDeposit(v leasing.Deposit) leaseDepositView {
	return leaseDepositView{v.ID, v.AnimalID, v.Kind, v.Amount, v.DueOn, v.Payer, v.PayerName, v.Holder, v.Refundable}
}

type leaseDepositBody struct {
	AnimalID      opt[string]       `json:"animal_id" format:"uuid" doc:"The animal that it is for; an assistance animal carries no deposit."`
	Kind          opt[string]       `json:"kind" enum:"security,pet,key,cleaning,last_month,other"`
	Amount        opt[money.Amount] `json:"amount" doc:"A decimal string above zero with at most two places." example:"300.00"`
	DueOn         opt[*period.Date] `json:"due_on" doc:"The start of the lease, or today where it has begun, unless you say otherwise."`
	Payer         opt[string]       `json:"payer" enum:"renter,agency,other" doc:"The renters unless you say otherwise."`
	PayerName     opt[string]       `json:"payer_name" maxLength:"255" doc:"Required for an agency or another payer."`
	Holder        opt[string]       `json:"holder" enum:"manager,owner" doc:"The manager unless you say otherwise."`
	NonRefundable opt[bool]         `json:"non_refundable"`
}

type leaseAnimalView struct {
	ID           id.ID        `json:"id"`
	Name         string       `json:"name" example:"Tom"`
	Species      string       `json:"species" enum:"dog,cat,bird,fish,rabbit,reptile,rodent,other"`
	Breed        string       `json:"breed"`
	WeightPounds *int32       `json:"weight_pounds"`
	Assistance   bool         `json:"assistance" doc:"No pet: it carries no deposit, fee or rent."`
	Note         string       `json:"note"`
	From         period.Date  `json:"from_date"`
	To           *period.Date `json:"to_date" nullable:"true"`
}

func viewAnimal(v leasing.Animal) leaseAnimalView {
	return leaseAnimalView{v.ID, v.Name, v.Species, v.Breed, v.WeightPounds, v.Assistance, v.Note, v.From, day(v.To)}
}

type leaseAnimalBody struct {
	Name         opt[string]       `json:"name" minLength:"1" maxLength:"100" example:"Tom"`
	Species      opt[string]       `json:"species" enum:"dog,cat,bird,fish,rabbit,reptile,rodent,other"`
	Breed        opt[string]       `json:"breed" maxLength:"100"`
	WeightPounds opt[*int32]       `json:"weight_pounds" minimum:"0" maximum:"2000"`
	Assistance   opt[bool]         `json:"assistance"`
	Note         opt[string]       `json:"note" maxLength:"1000"`
	From         opt[*period.Date] `json:"from_date"`
	To           opt[*period.Date] `json:"to_date"`
}

type leaseVehicleView struct {
	ID           id.ID  `json:"id"`
	Make         string `json:"make" example:"Volvo"`
	Model        string `json:"model"`
	Color        string `json:"color"`
	Year         *int32 `json:"year"`
	Plate        string `json:"plate"`
	PlateRegion  string `json:"plate_region"`
	ParkingSpace string `json:"parking_space"`
}

func viewVehicle(v leasing.Vehicle) leaseVehicleView {
	return leaseVehicleView{v.ID, v.Make, v.Model, v.Color, v.Year, v.Plate, v.PlateRegion, v.ParkingSpace}
}

type leaseVehicleBody struct {
	Make         opt[string] `json:"make" minLength:"1" maxLength:"100" example:"Volvo"`
	Model        opt[string] `json:"model" maxLength:"100"`
	Color        opt[string] `json:"color" maxLength:"50"`
	Year         opt[*int32] `json:"year" minimum:"1900" maximum:"2200"`
	Plate        opt[string] `json:"plate" maxLength:"20"`
	PlateRegion  opt[string] `json:"plate_region" maxLength:"50"`
	ParkingSpace opt[string] `json:"parking_space" maxLength:"50"`
}

type leasePartBody struct {
	Kind opt[string]       `json:"kind" enum:"people,rents,charges,deposits,animals,vehicles"`
	Part opt[string]       `json:"part_id" format:"uuid" doc:"The part's id, as the lease lists it." example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	On   opt[*period.Date] `json:"to_date" doc:"The last day; only where a part is ended."`
}

// part is an operation that adds a part to a lease.
func part[B any](name, word, summary, doc string, required []string, example map[string]any, codes []string,
	add func(*fault.Fields, B) func(context.Context, tenancy.Principal, id.ID) (leasing.LeaseDetail, error),
) operation {
	return operation{
		id: name, method: http.MethodPost, needs: authz.LeasingWrite, path: oneLease + "/" + word, tag: leaseTag, summary: summary, doc: doc,
		body: new(B), create: required, example: example, result: leaseDetailView{}, versioned: true,
		codes: append(codes, "lease_fixed", "lease_ended"),
		handle: func(ctx context.Context, c *call) (reply, error) {
			var b B
			if err := c.read(&b); err != nil {
				return reply{}, err
			}
			var f fault.Fields
			do := add(&f, b)
			if err := f.Err(); err != nil {
				return reply{}, err
			}
			return answerLease(do(ctx, c.principal, c.id()))
		},
	}
}

// adding is how a part of an input is added.
type adding = func(context.Context, tenancy.Principal, id.ID) (leasing.LeaseDetail, error)

func with[In any](in In, add func(context.Context, tenancy.Principal, id.ID, In) (leasing.LeaseDetail, error)) adding {
	return func(ctx context.Context, p tenancy.Principal, lease id.ID) (leasing.LeaseDetail, error) {
		return add(ctx, p, lease, in)
	}
}

const addDoc = "To a draft, or to a lease in force; what waits for signatures stays as those who sign read it."

func (a *api) leasePartOperations() []operation {
	l := a.Leases
	animal := []string{"assistance_animal"}
	return []operation{
		part("add-lease-person", "people", "Put somebody on a lease", addDoc, []string{}, map[string]any{"first_name": "Bo", "from_date": "2100-01-15"},
			[]string{"shares_exceed_100"}, func(f *fault.Fields, b leasePersonBody) adding { return with(b.input(f, ""), l.AddParty) }),
		part("add-lease-rent", "rents", "Agree a rent", addDoc+" An increase begins after today.", []string{"amount", "from_date"},
			map[string]any{"amount": "1500.00", "from_date": "2100-01-01", "reason": "Yearly increase"}, []string{"rent_overlaps"},
			func(_ *fault.Fields, b leaseRentBody) adding {
				return with(leasing.RentInput{
					Payer: b.Payer.value, PayerName: b.PayerName.value, Amount: b.Amount.value, Frequency: b.Frequency.value, From: b.From.value,
					To: date(b.To), Reason: b.Reason.value,
				}, l.AddRent)
			}),
		part("add-lease-charge", "charges", "Agree a recurring charge or credit", addDoc, []string{"category", "amount"},
			map[string]any{"category": "parking", "amount": "45.00", "from_date": "2100-01-01"}, animal, func(f *fault.Fields, b leaseChargeBody) adding {
				return with(leasing.ChargeInput{
					AnimalID: uuid(f, "/animal_id", b.AnimalID), Kind: b.Kind.value, Category: b.Category.value, Description: b.Description.value,
					Payer: b.Payer.value, PayerName: b.PayerName.value, Amount: b.Amount.value, Frequency: b.Frequency.value, From: date(b.From), To: date(b.To),
				}, l.AddCharge)
			}),
		part("add-lease-deposit", "deposits", "Require a deposit", addDoc, []string{"kind", "amount"}, map[string]any{"kind": "key", "amount": "50.00"},
			animal, func(f *fault.Fields, b leaseDepositBody) adding {
				return with(leasing.DepositInput{
					AnimalID: uuid(f, "/animal_id", b.AnimalID), Kind: b.Kind.value, Amount: b.Amount.value, DueOn: date(b.DueOn), Payer: b.Payer.value,
					PayerName: b.PayerName.value, Holder: b.Holder.value, NonRefundable: b.NonRefundable.value,
				}, l.AddDeposit)
			}),
		part("add-lease-animal", "animals", "Note an animal", "An assistance animal carries no deposit, fee or rent.", []string{"name", "species"},
			map[string]any{"name": "Tom", "species": "cat"}, nil, func(_ *fault.Fields, b leaseAnimalBody) adding {
				return with(leasing.AnimalInput{
					Name: b.Name.value, Species: b.Species.value, Breed: b.Breed.value, WeightPounds: b.WeightPounds.value, Assistance: b.Assistance.value,
					Note: b.Note.value, From: date(b.From), To: date(b.To),
				}, l.AddAnimal)
			}),
		part("add-lease-vehicle", "vehicles", "Note a vehicle", "", []string{"make"}, map[string]any{"make": "Volvo", "plate": "ABC 123"}, nil,
			func(_ *fault.Fields, b leaseVehicleBody) adding {
				return with(leasing.VehicleInput{
					Make: b.Make.value, Model: b.Model.value, Color: b.Color.value, Plate: b.Plate.value, PlateRegion: b.PlateRegion.value,
					ParkingSpace: b.ParkingSpace.value, Year: b.Year.value,
				}, l.AddVehicle)
			}),
		part("end-lease-part", "end-part", "End a part of a lease", "A person, rent, charge or animal, on its last day.",
			[]string{"kind", "part_id", "to_date"}, map[string]any{"kind": "people", "part_id": exampleID, "to_date": "2100-01-31"},
			[]string{"renter_required"}, func(f *fault.Fields, b leasePartBody) adding {
				of := uuid(f, "/part_id", b.Part)
				return func(ctx context.Context, p tenancy.Principal, lease id.ID) (leasing.LeaseDetail, error) {
					return l.EndPart(ctx, p, lease, b.Kind.value, of, date(b.On))
				}
			}),
		part("remove-lease-part", "remove-part", "Remove a part of a lease", "What had no effect yet: any part of a draft, in force what begins after today.",
			[]string{"kind", "part_id"}, map[string]any{"kind": "vehicles", "part_id": exampleID}, []string{"part_in_effect", "renter_required"},
			func(f *fault.Fields, b leasePartBody) adding {
				of := uuid(f, "/part_id", b.Part)
				return func(ctx context.Context, p tenancy.Principal, lease id.ID) (leasing.LeaseDetail, error) {
					return l.RemovePart(ctx, p, lease, b.Kind.value, of)
				}
			}),
	}
}
