package web

import (
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// addPart reads the form of a kind of parts and adds it.
func (s *site) addPart(r *request, at id.ID, kind string) (err error) {
	var f fault.Fields
	from, to := dayOf(&f, "from_date", r.text("from_date")), dayOf(&f, "to_date", r.text("to_date"))
	sum := money.Zero
	if given := amount(&f, "amount", r.text("amount")); given != nil {
		sum = *given
	} else if _, has := r.PostForm["amount"]; has {
		f.Check(r.text("amount") != "", "/amount", "required", "This is required.")
	}
	do := s.partAdder(r, at, kind, &f, sum, from, to)
	if err := f.Err(); err != nil {
		return err
	}
	return do()
}

// partAdder reads what is a kind's own and returns what adds it.
func (s *site) partAdder(r *request, at id.ID, kind string, f *fault.Fields, sum money.Amount, from, to period.Date) (do func() error) {
	ctx := r.Context()
	keep := func(_ leasing.LeaseDetail, err error) error { return err }
	switch kind {
	case leasing.PartParty:
		share := amount(f, "share_percentage", r.text("share_percentage"))
		do = func() error {
			return keep(s.Leases.AddParty(ctx, r.p, at, leasing.PartyInput{
				FirstName: r.text("first_name"), LastName: r.text("last_name"), Email: r.text("email"), Phone: r.text("phone"), Role: r.text("role"),
				From: from, To: to, Share: share,
			}))
		}
	case leasing.PartRent:
		do = func() error {
			return keep(s.Leases.AddRent(ctx, r.p, at, leasing.RentInput{
				Payer: r.text("payer"), PayerName: r.text("payer_name"), Amount: sum, Frequency: r.text("frequency"), From: from, To: to, Reason: r.text("reason"),
			}))
		}
	case leasing.PartCharge:
		do = func() error {
			return keep(s.Leases.AddCharge(ctx, r.p, at, leasing.ChargeInput{
				AnimalID: chosen(r.text("animal_id")), Kind: r.text("charge_kind"), Category: r.text("category"), Description: r.text("description"),
				Payer: r.text("payer"), PayerName: r.text("payer_name"), Amount: sum, Frequency: r.text("frequency"), From: from, To: to,
			}))
		}
	case leasing.PartDeposit:
		due := dayOf(f, "due_on", r.text("due_on"))
		do = func() error {
			return keep(s.Leases.AddDeposit(ctx, r.p, at, leasing.DepositInput{
				AnimalID: chosen(r.text("animal_id")), Kind: r.text("deposit_kind"), Amount: sum, DueOn: due, Payer: r.text("payer"),
				PayerName: r.text("payer_name"), Holder: r.text("holder"), NonRefundable: r.text("non_refundable") == "true",
			}))
		}
	case leasing.PartAnimal:
		weight := whole(f, "weight_pounds", r.text("weight_pounds"))
		do = func() error {
			return keep(s.Leases.AddAnimal(ctx, r.p, at, leasing.AnimalInput{
				Name: r.text("name"), Species: r.text("species"), Breed: r.text("breed"), WeightPounds: weight, Assistance: r.text("assistance") == "true",
				Note: r.text("note"), From: from, To: to,
			}))
		}
	case leasing.PartVehicle:
		year := whole(f, "year", r.text("year"))
		do = func() error {
			return keep(s.Leases.AddVehicle(ctx, r.p, at, leasing.VehicleInput{
				Make: r.text("make"), Model: r.text("model"), Color: r.text("color"), Year: year, Plate: r.text("plate"),
				PlateRegion: r.text("plate_region"), ParkingSpace: r.text("parking_space"),
			}))
		}
	default:
		do = func() error { return keep(s.Leases.RemovePart(ctx, r.p, at, kind, id.Nil)) } // refused: there is no such kind
	}
	return do
}
