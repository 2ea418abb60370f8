package billing_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Rent is charged once, however many run it at once.
func TestRentIsChargedOnce(t *testing.T) {
	t.Parallel()
	k := setup(t, 5)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := k.s.BillRent(t.Context(), k.admin, period.Date{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	k.same("rents", k.one(`SELECT count(*) || ' ' || sum(amount) FROM charges`), "5 5000.00")
	if again := k.rent(); again.Charges != 0 {
		t.Errorf("a run more charges %d", again.Charges)
	}
	k.ties()
}

// A run that is killed keeps what it did, and the next one does the rest.
func TestRunThatIsKilled(t *testing.T) {
	t.Parallel()
	k := setup(t, 450)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for k.super.QueryRow(ctx, `SELECT 1 FROM charges LIMIT 1`).Scan(new(int)) != nil {
			time.Sleep(time.Millisecond)
			if ctx.Err() != nil {
				return
			}
		}
		cancel()
	}()
	if _, err := k.s.BillRent(ctx, k.admin, period.Date{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a killed run: %v", err)
	}
	if n := k.one(`SELECT count(*) FROM charges`); n != "200" && n != "400" {
		t.Errorf("a killed run made %s charges, not whole batches", n)
	}
	rest := k.rent()
	k.same("rents", k.one(`SELECT count(*) || ' ' || sum(amount) || ' ' || count(DISTINCT tenancy_id) FROM charges`), "450 450000.00 450")
	if rest.FinishedAt == nil || rest.Done != 450 {
		t.Errorf("the run after it: %+v", rest)
	}
	k.ties()
}

// The day is that of the organization's place, not the server's.
func TestMonthEndInHonolulu(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.exec(`UPDATE organizations SET time_zone = 'Pacific/Honolulu' WHERE id = $1`, k.admin.Organization)
	k.now("2026-04-01T09:59:00Z") // 23:59 on 31 March there
	k.rent()
	k.same("rents on 31 March", k.one(`SELECT string_agg(due_on::text, ',') FROM charges`), "2026-03-01")
	_, err := k.pay(0, "10.00", "2026-04-01")
	k.wants("a payment of tomorrow", err, "in_the_future")
	k.now("2026-04-01T10:00:00Z")
	k.rent()
	k.same("rents on 1 April", k.one(`SELECT string_agg(due_on::text, ',' ORDER BY due_on) FROM charges`), "2026-03-01,2026-04-01")
	if _, err := k.pay(0, "10.00", "2026-04-01"); err != nil {
		t.Error(err)
	}
	k.ties()
}

// The 29th of February is a day like the others.
func TestLeapDay(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.now("2028-02-29T20:00:00Z")
	k.exec(`UPDATE leases SET end_date = '2028-02-29', status = 'expired'`)
	k.exec(`UPDATE tenancies SET moved_out_on = '2028-02-29'`)
	k.exec(`UPDATE take_ons SET first_period = '2028-01-01'`)
	k.rent()
	k.same("rents", k.one(`SELECT string_agg(period_to || ' ' || amount, ',' ORDER BY due_on) FROM charges`), "2028-01-31 1000.00,2028-02-29 1000.00")
}

// An increase in the middle of a month, a lease that follows another, an agency that pays a part, and a quarterly item.
func TestSchedules(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	rent := func(from, to any, amount, payer string) {
		var name any
		if payer != "renter" {
			name = "Housing Office"
		}
		k.exec(`INSERT INTO rent_schedules (tenant_id, id, lease_id, tenancy_id, payer, payer_name, amount, from_date, to_date)
			VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7, $8)`, k.admin.Organization, k.leases[0], k.stays[0], payer, name, amount, from, to)
	}
	rent("2026-01-01", "2026-03-15", "700.00", "renter")
	rent("2026-03-16", nil, "800.00", "renter")
	rent("2026-01-01", nil, "300.00", "agency")
	k.exec(`INSERT INTO recurring_charges (tenant_id, id, lease_id, tenancy_id, category, description, amount, frequency, from_date)
		VALUES ($1, gen_random_uuid(), $2, $3, 'parking', 'Parking', 90, 'quarterly', '2026-02-01')`, k.admin.Organization, k.leases[0], k.stays[0])
	preview, err := k.s.Preview(t.Context(), k.admin, period.Date{}, 10)
	k.must(err)
	var sum money.Amount
	for _, c := range preview {
		sum = sum.Add(c.Amount)
	}
	k.same("charges after a preview", k.one(`SELECT count(*) FROM charges`), "0")
	k.now("2026-03-31T20:00:00Z")
	k.rent()
	k.same("March", k.one(`SELECT string_agg(kind || ' ' || payer || ' ' || period_from || ' ' || amount, ', ' ORDER BY kind, payer, period_from) FROM charges`),
		// Of the quarter that began before these books only the days in them: 61 of 89.
		"parking renter 2026-03-01 61.69, rent agency 2026-03-01 300.00, rent renter 2026-03-01 338.71, rent renter 2026-03-16 412.90")
	k.same("the preview on 1 March", sum.String(), "700.40")
	k.ties()
}

// A run is undone as long as nothing of it is settled, and its days may be charged again.
func TestUndo(t *testing.T) {
	t.Parallel()
	k := setup(t, 3)
	run := k.rent()
	_, err := k.s.Undo(t.Context(), k.admin, none, run.ID, "")
	k.wants("without a reason", err, "required")
	_, err = k.s.Undo(t.Context(), k.admin, none, run.ID, "Wrong month")
	k.must(err)
	k.same("open after undoing", k.account(1).Balance.String(), "0.00")
	_, err = k.s.Undo(t.Context(), k.admin, none, run.ID, "Again")
	k.wants("undone twice", err, "already_undone")
	run = k.rent()
	if run.Charges != 3 {
		t.Errorf("the run after it charges %d", run.Charges)
	}
	if _, err := k.pay(0, "1.00", "2026-03-01"); err != nil {
		t.Fatal(err)
	}
	_, err = k.s.Undo(t.Context(), k.admin, none, run.ID, "Too late")
	k.wants("once something is paid", err, "run_settled")
	k.ties()
}

// What is charged ahead is seen at once, and in the books on its day; money that came before is prepaid and settles it then.
func TestAhead(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.now("2026-03-25T15:00:00Z")
	k.rent()
	if _, err := k.pay(0, "1500.00", "2026-03-25"); err != nil {
		t.Fatal(err)
	}
	_, err := k.s.BillRent(t.Context(), k.admin, day("2026-04-01"))
	k.must(err)
	a := k.account(0)
	k.same("ahead", a.Balance.String()+" "+a.Ahead.String()+" "+a.Prepaid.String(), "0.00 1000.00 500.00")
	k.now("2026-04-01T15:00:00Z")
	k.rent()
	a = k.account(0)
	k.same("on the day", a.Balance.String()+" "+a.Ahead.String()+" "+a.Prepaid.String(), "500.00 0.00 0.00")
	k.same("settled on", k.one(`SELECT max(effective_on) FROM payment_allocations`), "2026-04-01")
	k.ties()
}

// Properties that nobody has taken on are not billed, nor can they be charged or paid.
func TestNotTakenOn(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	k.exec(`DELETE FROM take_ons`)
	if run := k.rent(); run.Charges != 0 {
		t.Errorf("%d charges", run.Charges)
	}
	_, err := k.pay(0, "10.00", "2026-03-01")
	k.wants("a payment", err, "property_not_taken_on")
	_, err = k.s.TakeOn(t.Context(), k.admin, none, billing.TakeOnInput{
		Property: k.property, On: day("2026-02-28"), FirstPeriod: day("2026-03-01"), Operating: money.MustParse("5.00"),
	})
	k.wants("money of nobody", err, "cutover_difference")
	k.same("take-ons", k.one(`SELECT count(*) FROM take_ons`), "0")
	other := k.person(k.pg.Org(t), tenancy.RoleAdmin)
	_, err = k.s.TakeOn(t.Context(), other, none, billing.TakeOnInput{Property: k.property, On: day("2026-02-28"), FirstPeriod: day("2026-03-01")})
	k.wants("another organization's property", err, "not_found")
}

// A run by hand answers after its first stays, and a job does the rest; sent twice it is one run, and continued twice at once it charges once.
func TestRunGoesOn(t *testing.T) {
	t.Parallel()
	k := setup(t, 450)
	key := tenancy.NewKey("run", "charge_run.create", nil)
	run, err := k.s.StartRun(t.Context(), k.admin, key, billing.RunRent, period.Date{})
	k.must(err)
	if run.Stays != 450 || run.Done != 200 || run.Charges != 200 || run.FinishedAt != nil {
		t.Errorf("started: %+v", run)
	}
	again, err := k.s.StartRun(t.Context(), k.admin, key, billing.RunRent, period.Date{})
	k.must(err)
	if again.ID != run.ID {
		t.Error("the same key began another run")
	}
	k.same("told", k.one(`SELECT count(*) FROM events WHERE type = 'charge_run.started' AND entity_id = '`+run.ID.String()+`'`), "1")
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if _, err := k.s.Continue(t.Context(), k.admin, run.ID); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	k.same("rents", k.one(`SELECT count(*) || ' ' || count(DISTINCT tenancy_id) FROM charges`), "450 450")
	run, err = k.s.OneRun(t.Context(), k.admin, run.ID)
	k.must(err)
	if run.FinishedAt == nil || run.Charges != 450 || run.Amount.String() != "450000.00" {
		t.Errorf("finished: %+v", run)
	}
	_, err = k.s.StartRun(t.Context(), k.admin, none, "interest", period.Date{})
	k.wants("another kind", err, "not_allowed")
	other := k.person(k.pg.Org(t), tenancy.RoleAdmin)
	_, err = k.s.Continue(t.Context(), other, run.ID)
	k.wants("another organization's run", err, "not_found")
	k.ties()
}

// The program charges once on each day of the organization, finishes what was cut off, and leaves alone what somebody undid.
func TestDaily(t *testing.T) {
	t.Parallel()
	k := setup(t, 3)
	program := tenancy.Operator(k.admin.Organization, "test")
	daily := func() { k.must(k.s.DailyAll(t.Context(), []id.ID{program.Organization})) }
	daily()
	daily()
	k.same("on the first", k.one(`SELECT (SELECT count(*) FROM charge_runs) || ' ' || (SELECT count(*) FROM charges)`), "2 3")
	runs, _, err := k.s.RunList(t.Context(), k.admin, "", page.Request{})
	k.must(err)
	if len(runs) != 1 || runs[0].Charges != 3 { // the one of late fees found nothing
		t.Errorf("listed: %+v", runs)
	}
	_, err = k.s.Undo(t.Context(), k.admin, none, runs[0].ID, "Wrong month")
	k.must(err)
	daily()
	k.same("undone", k.account(0).Balance.String(), "0.00")
	k.now("2026-03-02T15:00:00Z")
	k.exec(`INSERT INTO charge_runs (tenant_id, id, kind, through, started_at) VALUES ($1, $2, 'rent', '2026-03-02', now())`, k.admin.Organization, id.New())
	daily()
	k.same("on the second", k.one(`SELECT count(*) || ' ' || count(finished_at) FROM charge_runs`), "4 4")
	k.same("charged again", k.account(0).Balance.String(), "1000.00")
	k.ties()
}

// A late fee of a lease whose clause nobody confirmed is shown and not charged; once it is confirmed it is charged.
func TestUnconfirmedLateFeesWait(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	percent, kind := money.MustParse("5.00"), "percent"
	k.exec(`INSERT INTO leasing_policies (tenant_id, id, late_fee_kind, late_fee_percentage, grace_days) VALUES ($1, $2, $3, $4, 5)`, k.admin.Organization, id.New(), kind, percent)
	k.exec(`UPDATE leases SET late_fee_confirmed_on = start_date WHERE id = $1`, k.leases[0])
	k.rent()
	k.now("2026-03-08T15:00:00Z")
	waiting, err := k.s.WaitingLateFees(t.Context(), k.admin, 10)
	k.must(err)
	if len(waiting) != 1 || waiting[0].Tenancy != k.stays[1] || waiting[0].Amount.String() != "50.00" {
		t.Errorf("waiting: %+v", waiting)
	}
	run, err := k.s.BillLateFees(t.Context(), k.admin, period.Date{})
	k.must(err)
	if run.Charges != 1 {
		t.Errorf("%d charged", run.Charges)
	}
	k.exec(`UPDATE leases SET late_fee_confirmed_on = start_date`)
	run, err = k.s.BillLateFees(t.Context(), k.admin, period.Date{})
	k.must(err)
	if waiting, err = k.s.WaitingLateFees(t.Context(), k.admin, 10); err != nil || len(waiting) != 0 || run.Charges != 1 {
		t.Errorf("confirmed: %d charged, %+v wait, %v", run.Charges, waiting, err)
	}
	k.ties()
}
