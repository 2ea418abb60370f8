package leasing

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// vacantKit is a kit whose units are vacant.
func vacantKit(t *testing.T, units int) *kit {
	t.Helper()
	k := setup(t, units)
	k.exec(`UPDATE units SET status = 'vacant'`)
	return k
}

// input is a lease of a unit for two renters from the first of December.
func (k *kit) input(unit int) LeaseInput {
	return LeaseInput{
		TermsInput: TermsInput{Start: day("2026-12-01"), End: day("2027-11-30"), MonthlyRent: dollars("1450"), SecurityDeposit: dollars("1450")},
		UnitID:     k.units[unit],
		People:     []PartyInput{{FirstName: "Ana", LastName: "Lopez", Email: "ANA@example.com"}, {FirstName: "Sam", LastName: "Reed"}},
	}
}

func (k *kit) draft(in LeaseInput) LeaseDetail {
	k.Helper()
	l, err := k.service.CreateLease(k.ctx, k.admin, tenancy.Key{}, in)
	if err != nil {
		k.Fatal(err)
	}
	return l
}

// active is a lease in force, before its household moves in.
func (k *kit) active(unit int) LeaseDetail {
	k.Helper()
	l := k.draft(k.input(unit))
	k.must(k.service.SubmitLease(k.ctx, k.admin, l.ID, nil))
	k.must(k.service.SignLease(k.ctx, k.admin, l.ID, nil, SignInput{On: day("2026-11-01")}))
	return k.must(k.service.ActivateLease(k.ctx, k.admin, l.ID, nil))
}

func (k *kit) must(l LeaseDetail, err error) LeaseDetail {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
	return l
}

// wants fails unless an error has the code and names the field; "" is none.
func (k *kit) wants(what string, err error, want, pointer string) {
	k.Helper()
	if got := code(err); got != want {
		k.Errorf("%s: %q (%v), want %q", what, got, err, want)
		return
	}
	if pointer != "" && !slices.ContainsFunc(fault.As(err).Fields, func(f fault.Field) bool { return f.Pointer == pointer }) {
		k.Errorf("%s names %v, want %s", what, fault.As(err).Fields, pointer)
	}
}

func (k *kit) unitStatus(unit int) string {
	return k.one(`SELECT status FROM units WHERE id = $1`, k.units[unit])
}

func TestFromDraftToActive(t *testing.T) {
	t.Parallel()
	k := vacantKit(t, 1)
	l := k.draft(k.input(0))
	if l.Status != StatusDraft || l.Renters != "Ana Lopez, Sam Reed" || len(l.People) != 2 || !l.People[0].Primary || l.MonthlyRent.String() != "1450.00" ||
		l.SecurityDeposit.String() != "1450.00" || len(l.Rents) != 1 || l.Rents[0].From != day("2026-12-01") {
		t.Errorf("%+v", l)
	}
	_, err := k.service.SignLease(k.ctx, k.admin, l.ID, nil, SignInput{On: day("2026-11-01")})
	k.wants("signing a draft", err, "lease_transition", "/status")
	_, err = k.service.ActivateLease(k.ctx, k.admin, l.ID, nil)
	k.wants("activating a draft", err, "lease_transition", "/status")
	if err == nil || !strings.Contains(fault.As(err).Message, "Possible: pending") {
		t.Errorf("the refusal does not name what is possible: %v", err)
	}
	k.must(k.service.SubmitLease(k.ctx, k.admin, l.ID, nil))
	_, err = k.service.ActivateLease(k.ctx, k.admin, l.ID, nil)
	k.wants("activating without a signature", err, "lease_unsigned", "")
	_, err = k.service.SignLease(k.ctx, k.admin, l.ID, nil, SignInput{On: day("2026-11-03")})
	k.wants("signed tomorrow", err, fault.CodeInvalid, "/signed_on")
	_, err = k.service.SignLease(k.ctx, k.admin, l.ID, nil, SignInput{On: day("2026-11-01"), DocumentID: id.New()})
	k.wants("a scan that is not there", err, "reference_not_found", "/document_id")
	l = k.must(k.service.SignLease(k.ctx, k.admin, l.ID, nil, SignInput{On: day("2026-11-01")}))
	if l.SignedAt == nil || k.unitStatus(0) != "vacant" {
		t.Errorf("signed: %v, unit %s", l.SignedAt, k.unitStatus(0))
	}
	l = k.must(k.service.ActivateLease(k.ctx, k.admin, l.ID, &l.Version))
	if l.Status != StatusActive || l.ActivatedAt == nil || k.unitStatus(0) != "reserved" {
		t.Errorf("%s, unit %s", l.Status, k.unitStatus(0))
	}
	if got := k.one(`SELECT string_agg(type, ' ' ORDER BY created_at, id) FROM events WHERE entity_id = $1`, l.ID); got !=
		"lease.created lease.submitted lease.signed lease.activated" {
		t.Errorf("events: %s", got)
	}
	_, err = k.service.UpdateLease(k.ctx, k.admin, l.ID, nil, func(in *TermsInput) { in.Start = day("2026-12-15") })
	k.wants("base terms in force", err, "lease_fixed", "")
	l = k.must(k.service.CancelLease(k.ctx, k.admin, l.ID, nil))
	if l.Status != StatusCancelled || k.unitStatus(0) != "vacant" {
		t.Errorf("cancelled: %s, unit %s", l.Status, k.unitStatus(0))
	}
	_, err = k.service.CancelLease(k.ctx, k.admin, l.ID, nil)
	k.wants("canceling twice", err, "lease_transition", "/status")
	history, err := k.service.LeaseHistory(k.ctx, k.admin, l.ID)
	if err != nil || len(history) < 4 {
		t.Errorf("history: %v, %v", history, err)
	}
	moved := k.active(0)
	k.exec(`UPDATE tenancies SET moved_in_on = '2026-12-01' WHERE id = $1`, moved.TenancyID)
	_, err = k.service.CancelLease(k.ctx, k.admin, moved.ID, nil)
	k.wants("canceling after move-in", err, "lease_moved_in", "")
}

func TestPendingGoesBackToDraft(t *testing.T) {
	t.Parallel()
	k := vacantKit(t, 1)
	l := k.draft(k.input(0))
	k.must(k.service.SubmitLease(k.ctx, k.admin, l.ID, nil))
	l = k.must(k.service.SignLease(k.ctx, k.admin, l.ID, nil, SignInput{On: day("2026-11-01")}))
	_, err := k.service.AddRent(k.ctx, k.admin, l.ID, RentInput{Amount: *dollars("1"), From: day("2027-06-01")})
	k.wants("a rent while it waits for signatures", err, "lease_fixed", "")
	k.wants("discarding what is no draft", k.service.DiscardLease(k.ctx, k.admin, l.ID, nil), "lease_fixed", "")
	l = k.must(k.service.WithdrawLease(k.ctx, k.admin, l.ID, nil))
	if l.Status != StatusDraft || l.SignedAt != nil {
		t.Errorf("%s, signed %v", l.Status, l.SignedAt)
	}
	stale := l.Version
	l = k.must(k.service.UpdateLease(k.ctx, k.admin, l.ID, &stale, func(in *TermsInput) {
		in.Start, in.End, in.MonthlyRent = day("2026-12-15"), day("2027-12-14"), dollars("1500")
	}))
	if l.MonthlyRent.String() != "1500.00" || l.Rents[0].From != day("2026-12-15") || l.People[1].From != day("2026-12-15") ||
		l.Deposits[0].DueOn != day("2026-12-15") {
		t.Errorf("%+v", l)
	}
	_, err = k.service.UpdateLease(k.ctx, k.admin, l.ID, &stale, func(*TermsInput) {})
	k.wants("an old version", err, "changed_since", "")
	if err := k.service.DiscardLease(k.ctx, k.admin, l.ID, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := k.service.Lease(k.ctx, k.admin, l.ID, false); !errors.Is(err, postgres.ErrNotFound) {
		t.Errorf("a discarded draft: %v", err)
	}
	if n := k.one(`SELECT count(*) FROM tenancies WHERE deleted_at IS NULL`); n != "0" {
		t.Errorf("%s planned stays are left", n)
	}
	l = k.must(k.service.RestoreLease(k.ctx, k.admin, l.ID))
	if l.Status != StatusDraft || len(l.People) != 2 || l.DeletedAt != nil {
		t.Errorf("%+v", l)
	}
}

func TestBadLeases(t *testing.T) {
	t.Parallel()
	k := vacantKit(t, 3)
	k.exec(`UPDATE units SET status = 'down' WHERE id = $1`, k.units[1])
	k.exec(`UPDATE units SET deleted_at = now(), deletion_id = gen_random_uuid() WHERE id = $1`, k.units[2])
	other := tenancy.Principal{Organization: k.pg.Org(t), Role: tenancy.RoleAdmin}
	for name, c := range map[string]struct {
		change        func(*LeaseInput)
		code, pointer string
	}{
		"end before start":     {func(in *LeaseInput) { in.End = day("2026-11-30") }, fault.CodeInvalid, "/end_date"},
		"end on the first day": {func(in *LeaseInput) { in.End = in.Start }, fault.CodeInvalid, "/end_date"},
		"no start":             {func(in *LeaseInput) { in.Start = day("0001-01-01") }, fault.CodeInvalid, "/start_date"},
		"negative rent":        {func(in *LeaseInput) { in.MonthlyRent = dollars("-0.01") }, fault.CodeInvalid, "/monthly_rent"},
		"no unit":              {func(in *LeaseInput) { in.UnitID = id.Nil }, fault.CodeInvalid, "/unit_id"},
		"a unit that is down":  {func(in *LeaseInput) { in.UnitID = k.units[1] }, "unit_down", "/unit_id"},
		"a deleted unit":       {func(in *LeaseInput) { in.UnitID = k.units[2] }, "reference_not_found", "/unit_id"},
		"an unknown unit":      {func(in *LeaseInput) { in.UnitID = id.New() }, "reference_not_found", "/unit_id"},
		"an unknown stay":      {func(in *LeaseInput) { in.UnitID, in.TenancyID = id.Nil, id.New() }, "reference_not_found", "/tenancy_id"},
		"an unknown renter":    {func(in *LeaseInput) { in.People[1] = PartyInput{RenterID: id.New()} }, "reference_not_found", "/people/1/renter_id"},
		"nobody":               {func(in *LeaseInput) { in.People[0] = PartyInput{} }, fault.CodeInvalid, "/people/0/first_name"},
		"an odd e-mail":        {func(in *LeaseInput) { in.People[0].Email = "a@b@c" }, fault.CodeInvalid, "/people/0/email"},
		"an odd role":          {func(in *LeaseInput) { in.People[0].Role = "owner" }, fault.CodeInvalid, "/people/0/role"},
		"too large a share":    {func(in *LeaseInput) { in.People[0].Share = dollars("100.01") }, fault.CodeInvalid, "/people/0/share_percentage"},
		"shares above 100":     {func(in *LeaseInput) { in.People[0].Share, in.People[1].Share = dollars("60"), dollars("40.01") }, "shares_exceed_100", ""},
		"text with NUL":        {func(in *LeaseInput) { in.Terms = "a\x00b" }, fault.CodeInvalid, "/terms"},
	} {
		in := k.input(0)
		c.change(&in)
		_, err := k.service.CreateLease(k.ctx, k.admin, tenancy.Key{}, in)
		k.wants(name, err, c.code, c.pointer)
	}
	if n := k.one(`SELECT (SELECT count(*) FROM leases) + (SELECT count(*) FROM tenancies) + (SELECT count(*) FROM tenants)`); n != "0" {
		t.Errorf("refused leases left %s rows", n)
	}
	_, err := k.service.CreateLease(k.ctx, other, tenancy.Key{}, k.input(0))
	k.wants("another organization's unit", err, "reference_not_found", "/unit_id")

	bare := k.input(0)
	bare.MonthlyRent, bare.People = nil, nil
	l := k.draft(bare)
	_, err = k.service.SubmitLease(k.ctx, k.admin, l.ID, nil)
	k.wants("without a rent", err, fault.CodeInvalid, "/monthly_rent")
	k.must(k.service.AddRent(k.ctx, k.admin, l.ID, RentInput{Amount: money.Zero, From: day("2026-12-01")}))
	_, err = k.service.SubmitLease(k.ctx, k.admin, l.ID, nil)
	k.wants("without a renter", err, "renter_required", "")
	k.must(k.service.AddParty(k.ctx, k.admin, l.ID, PartyInput{FirstName: "Ana"}))
	k.exec(`UPDATE units SET status = 'down' WHERE id = $1`, k.units[0])
	_, err = k.service.SubmitLease(k.ctx, k.admin, l.ID, nil)
	k.wants("a unit that went down", err, "unit_down", "/unit_id")
}

// TestOneLeaseWins lets fifty clients submit leases of one unit that share days.
func TestOneLeaseWins(t *testing.T) {
	t.Parallel()
	k := vacantKit(t, 1)
	const clients = 50
	leases := make([]id.ID, clients)
	for i := range leases {
		in := k.input(0)
		in.Start = in.Start.AddDays(i)
		leases[i] = k.draft(in).ID
	}
	codes := make([]string, clients)
	var group sync.WaitGroup
	for i, lease := range leases {
		group.Go(func() {
			_, err := k.service.SubmitLease(k.ctx, k.admin, lease, nil)
			codes[i] = code(err)
		})
	}
	group.Wait()
	slices.Sort(codes)
	if got := strings.Join(slices.Compact(slices.Clone(codes)), " "); got != " lease_overlaps" || codes[1] == "" {
		t.Errorf("%v", codes)
	}
	if n := k.one(`SELECT count(*) FROM leases WHERE status = 'pending'`); n != "1" {
		t.Errorf("%s leases have the days", n)
	}
	winner, err := id.Parse(k.one(`SELECT id FROM leases WHERE status = 'pending'`))
	if err != nil {
		t.Fatal(err)
	}
	k.must(k.service.SignLease(k.ctx, k.admin, winner, nil, SignInput{On: day("2026-11-01")}))
	won := make([]string, 8)
	for i := range won {
		group.Go(func() {
			_, err := k.service.ActivateLease(k.ctx, k.admin, winner, nil)
			won[i] = code(err)
		})
	}
	group.Wait()
	if slices.Sort(won); won[0] != "" || won[1] != "lease_transition" {
		t.Errorf("activated at once: %v", won)
	}
}

func TestPartsOfALeaseInForce(t *testing.T) {
	t.Parallel()
	k := vacantKit(t, 2)
	in := k.input(0)
	in.Start = day("2026-10-01") // it has begun
	l := k.draft(in)
	k.must(k.service.SubmitLease(k.ctx, k.admin, l.ID, nil))
	k.must(k.service.SignLease(k.ctx, k.admin, l.ID, nil, SignInput{On: day("2026-09-20")}))
	k.must(k.service.ActivateLease(k.ctx, k.admin, l.ID, nil))

	_, err := k.service.AddRent(k.ctx, k.admin, l.ID, RentInput{Amount: *dollars("1500"), From: day("2026-11-02")})
	k.wants("a rent from today", err, fault.CodeInvalid, "/from_date")
	l = k.must(k.service.AddRent(k.ctx, k.admin, l.ID, RentInput{Amount: *dollars("1525"), From: day("2027-01-01"), Reason: "Yearly increase"}))
	if len(l.Rents) != 2 || l.Rents[0].To != day("2026-12-31") || l.MonthlyRent.String() != "1450.00" {
		t.Errorf("%+v", l.Rents)
	}
	l = k.must(k.service.RemovePart(k.ctx, k.admin, l.ID, PartRent, l.Rents[1].ID))
	if len(l.Rents) != 1 || !l.Rents[0].To.IsZero() {
		t.Errorf("after the increase was taken back: %+v", l.Rents)
	}
	_, err = k.service.RemovePart(k.ctx, k.admin, l.ID, PartRent, l.Rents[0].ID)
	k.wants("a rent in effect", err, "part_in_effect", "")
	_, err = k.service.RemovePart(k.ctx, k.admin, l.ID, PartRent, id.New())
	k.wants("a rent of nobody", err, "not_found", "")

	l = k.must(k.service.AddAnimal(k.ctx, k.admin, l.ID, AnimalInput{Name: "Rex", Species: "dog", Assistance: true}))
	l = k.must(k.service.AddAnimal(k.ctx, k.admin, l.ID, AnimalInput{Name: "Tom", Species: "cat"}))
	helper, cat := l.Animals[0], l.Animals[1]
	if !helper.Assistance {
		helper, cat = cat, helper
	}
	charge := ChargeInput{Category: "pet", Amount: *dollars("25"), AnimalID: helper.ID}
	_, err = k.service.AddCharge(k.ctx, k.admin, l.ID, charge)
	k.wants("a charge for an assistance animal", err, "assistance_animal", "/pet_id")
	_, err = k.service.AddDeposit(k.ctx, k.admin, l.ID, DepositInput{Kind: DepositPet, Amount: *dollars("300"), AnimalID: helper.ID})
	k.wants("a deposit for an assistance animal", err, "assistance_animal", "/pet_id")
	charge.AnimalID = cat.ID
	l = k.must(k.service.AddCharge(k.ctx, k.admin, l.ID, charge))
	_, err = k.service.RemovePart(k.ctx, k.admin, l.ID, PartAnimal, cat.ID)
	k.wants("an animal that is charged for", err, "part_in_effect", "")
	l = k.must(k.service.EndPart(k.ctx, k.admin, l.ID, PartCharge, l.Charges[0].ID, day("2026-12-31")))
	if l.Charges[0].To != day("2026-12-31") {
		t.Errorf("%+v", l.Charges)
	}
	_, err = k.service.AddCharge(k.ctx, k.admin, l.ID, ChargeInput{Category: "parking", Amount: *dollars("-5")})
	k.wants("a negative charge", err, fault.CodeInvalid, "/amount")
	_, err = k.service.AddCharge(k.ctx, k.admin, l.ID, ChargeInput{Category: "subsidy", Kind: KindCredit, Amount: *dollars("5"), Payer: PayerAgency})
	k.wants("an agency without a name", err, fault.CodeInvalid, "/payer_name")
	l = k.must(k.service.AddDeposit(k.ctx, k.admin, l.ID, DepositInput{Kind: DepositPet, Amount: *dollars("300"), AnimalID: cat.ID}))
	l = k.must(k.service.AddVehicle(k.ctx, k.admin, l.ID, VehicleInput{Make: "Volvo", Plate: "ABC 123"}))
	if l.PetDeposit.String() != "300.00" || len(l.Vehicles) != 1 {
		t.Errorf("%+v", l)
	}

	l = k.must(k.service.AddParty(k.ctx, k.admin, l.ID, PartyInput{FirstName: "Bo", From: day("2026-11-15"), Share: dollars("100")}))
	_, err = k.service.AddParty(k.ctx, k.admin, l.ID, PartyInput{FirstName: "Cy", From: day("2026-12-15"), Share: dollars("0.01")})
	k.wants("shares above 100 on some day", err, "shares_exceed_100", "/share_percentage")
	for i, party := range l.People {
		_, err = k.service.EndPart(k.ctx, k.admin, l.ID, PartParty, party.ID, day("2026-12-01"))
		if last := i == len(l.People)-1; (code(err) == "renter_required") != last {
			t.Errorf("ending %s: %v", party.Name, err)
		}
	}
	if l = k.must(k.service.Lease(k.ctx, k.admin, l.ID, false)); l.People[0].Name.First == "" {
		t.Errorf("%+v", l.People)
	}
}

func TestMonthlyEquivalents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ amount, frequency, want string }{
		{"300", "weekly", "1300.00"},
		{"100.01", "weekly", "433.38"},
		{"500", "biweekly", "1083.33"},
		{"1000", Monthly, "1000.00"},
		{"1000", "quarterly", "333.33"},
		{"100.01", "quarterly", "33.34"},
		{"0.03", "semiannually", "0.01"},
		{"0.06", "annually", "0.01"},
		{"0.05", "annually", "0.00"},
	} {
		if got := AMonth(money.MustParse(c.amount), c.frequency).String(); got != c.want {
			t.Errorf("%s %s is %s a month, want %s", c.amount, c.frequency, got, c.want)
		}
	}
	k := vacantKit(t, 1)
	in := k.input(0)
	in.MonthlyRent = nil
	l := k.draft(in)
	k.must(k.service.AddRent(k.ctx, k.admin, l.ID, RentInput{Amount: *dollars("100"), Frequency: "weekly", From: l.Start}))
	k.must(k.service.AddRent(k.ctx, k.admin, l.ID, RentInput{Payer: PayerAgency, PayerName: "Housing Office", Amount: *dollars("600"), From: l.Start}))
	l = k.must(k.service.AddRent(k.ctx, k.admin, l.ID, RentInput{Amount: *dollars("110"), Frequency: "weekly", From: day("2027-06-01")}))
	if l.MonthlyRent.String() != "1033.33" || len(l.Rents) != 3 {
		t.Errorf("%s, %+v", l.MonthlyRent, l.Rents)
	}
	_, err := k.service.AddRent(k.ctx, k.admin, l.ID, RentInput{Amount: *dollars("120"), Frequency: "weekly", From: day("2027-03-01"), To: day("2027-07-01")})
	k.wants("two rents at once", err, "rent_overlaps", "/from_date")
}
