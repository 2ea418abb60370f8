package leasing

import (
	"context"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The kit's clock stands at 2 November 2026; its organization is in New York.

// kept records households and gives back their stays.
func (k *kit) kept(list ...Household) []id.ID {
	k.Helper()
	if err := k.record(list...); err != nil {
		k.Fatal(err)
	}
	out := make([]id.ID, 0, len(list))
	for _, h := range list {
		out = append(out, h.TenancyID)
	}
	return out
}

func (k *kit) status(unit int) string {
	k.Helper()
	return k.one(`SELECT status FROM units WHERE id = $1`, k.units[unit])
}

func (k *kit) events(kind string) string {
	k.Helper()
	return k.one(`SELECT count(*) FROM events WHERE type = $1`, kind)
}

func (k *kit) want(what string, err error, want string) {
	k.Helper()
	if got := code(err); got != want {
		k.Errorf("%s: %q (%v), want %q", what, got, err, want)
	}
}

func TestMoveIn(t *testing.T) {
	t.Parallel()
	k := setup(t, 3)
	s := k.kept(
		k.stay(0, "", "2026-10-15", "2027-10-14", StatusActive), k.stay(1, "", "2026-10-15", "2027-10-14", StatusPending),
		k.stay(2, "2025-01-01", "2025-01-01", "", StatusActive),
	)
	rival := k.stay(2, "", "2027-02-01", "2027-12-31", StatusActive)
	k.in(func(ctx context.Context, tx tenancy.Tx) error { // promised to somebody while the first household is still there
		_, err := tx.Exec(ctx, `UPDATE leases SET end_date = '2026-10-01' WHERE tenancy_id = $1`, s[2])
		return err
	})
	rival.Leases[0].Start = day("2026-10-02")
	s = append(s, k.kept(rival)...)
	move := func(stay int, on string) error {
		_, err := k.service.MoveIn(k.ctx, k.admin, tenancy.Key{}, s[stay], day(on))
		return err
	}
	k.want("before the lease", move(0, "2026-10-14"), "lease_not_active")
	k.want("tomorrow", move(0, "2026-11-03"), "invalid_input")
	k.want("not active yet", move(1, "2026-10-20"), "lease_not_active")
	k.want("second household", move(3, "2026-10-20"), "unit_in_possession")
	if _, err := k.super.Exec(k.ctx, `UPDATE units SET status = 'down' WHERE id = $1`, k.units[0]); err != nil {
		t.Fatal(err)
	}
	k.want("down", move(0, "2026-10-20"), "unit_down")
	if _, err := k.super.Exec(k.ctx, `UPDATE units SET status = 'reserved' WHERE id = $1`, k.units[0]); err != nil {
		t.Fatal(err)
	}
	key := tenancy.NewKey("same", "tenancy.move_in", []byte("x"))
	for range 2 { // sent twice is once
		d, err := k.service.MoveIn(k.ctx, k.admin, key, s[0], day("2026-10-20"))
		if err != nil || d.MovedInOn != day("2026-10-20") || d.Status != StayOccupied || len(d.Renters) != 1 || len(d.Leases) != 1 {
			t.Fatalf("%+v %v", d, err)
		}
	}
	k.want("again", move(0, "2026-10-20"), "already_moved_in")
	if k.status(0) != "occupied" || k.events("tenancy.moved_in") != "1" {
		t.Errorf("unit is %s, %s events", k.status(0), k.events("tenancy.moved_in"))
	}
	if d, err := k.service.UndoMoveIn(k.ctx, k.admin, s[0]); err != nil || d.Status != StayFuture || k.status(0) != "reserved" {
		t.Errorf("undo: %+v %v, unit is %s", d.Stay, err, k.status(0))
	}
	k.want("undone already", second(k.service.UndoMoveIn(k.ctx, k.admin, s[0])), "not_moved_in")
	k.want("once more", move(0, "2026-10-21"), "")
	k.want("notice", second(k.service.GiveNotice(k.ctx, k.admin, tenancy.Key{}, s[0], NoticeInput{Kind: "entry", GivenBy: ByManager, GivenOn: day("2026-11-01")})), "")
	k.want("undo with a notice", second(k.service.UndoMoveIn(k.ctx, k.admin, s[0])), "stay_in_use")
}

func second[T any](_ T, err error) error { return err }

// Of two households that move into one unit at the same moment, one does.
func TestConcurrentMoveIn(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	one, other := k.stay(0, "", "2026-01-01", "2026-10-31", StatusActive), k.stay(0, "", "2026-11-01", "2027-10-31", StatusActive)
	s := k.kept(one, other)
	days := []string{"2026-10-30", "2026-11-02"}
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = k.service.MoveIn(k.ctx, k.admin, tenancy.Key{}, s[i%2], day(days[i%2]))
		})
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		switch code(err) {
		case "":
			won++
		case "unit_in_possession", "already_moved_in":
		default:
			t.Errorf("%d: %v", i, err)
		}
	}
	if n := k.one(`SELECT count(*) FROM tenancies WHERE moved_in_on IS NOT NULL`); won != 1 || n != "1" {
		t.Errorf("%d won, %s are in possession", won, n)
	}
}

func TestNotice(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	s := k.kept(k.stay(0, "2025-01-01", "2025-01-01", "", StatusActive), k.stay(1, "", "2026-12-01", "", StatusActive))
	in := NoticeInput{Kind: "to_vacate", GivenBy: ByRenter, GivenOn: day("2026-11-01"), EffectiveOn: day("2026-11-20"), ServedOn: day("2026-11-02"), ServedMethod: "mail"}
	give := func(stay int, change func(*NoticeInput)) (Notice, error) {
		n := in
		change(&n)
		return k.service.GiveNotice(k.ctx, k.admin, tenancy.Key{}, s[stay], n)
	}
	same := func(*NoticeInput) {}
	k.want("not there yet", second(give(1, same)), "not_moved_in")
	k.want("no day", second(give(0, func(n *NoticeInput) { n.EffectiveOn = period.Date{} })), "invalid_input")
	k.want("served how", second(give(0, func(n *NoticeInput) { n.ServedMethod = "" })), "invalid_input")
	k.want("given tomorrow", second(give(0, func(n *NoticeInput) { n.GivenOn = day("2026-11-03") })), "invalid_input")
	n, err := give(0, same)
	if err != nil || !n.Short() || n.Days() != 19 || n.NoticeDays != 30 || n.AcknowledgedAt == nil {
		t.Fatalf("%+v %v", n, err)
	}
	facts := `SELECT concat_ws(' ', t.notice_given_on, t.move_out_planned_on, l.end_date, u.status) FROM tenancies AS t
		JOIN leases AS l ON l.tenancy_id = t.id JOIN units AS u ON u.id = t.unit_id WHERE t.id = $1`
	if got := k.one(facts, s[0]); got != "2026-11-01 2026-11-20 2026-11-20 notice" {
		t.Errorf("after notice: %s", got)
	}
	k.want("a second one", second(give(0, same)), "notice_open")
	d, err := k.service.Stay(k.ctx, k.admin, s[0])
	if err != nil || d.Status != StayNoticeUnrented || len(d.Notices) != 1 {
		t.Errorf("%+v %v", d.Stay, err)
	}
	if n, err = k.service.WithdrawNotice(k.ctx, k.admin, n.ID); err != nil || n.WithdrawnAt == nil {
		t.Fatal(err)
	}
	if got := k.one(facts, s[0]); got != "occupied" {
		t.Errorf("after withdrawal: %s", got)
	}
	k.want("withdrawn twice", second(k.service.WithdrawNotice(k.ctx, k.admin, n.ID)), "notice_withdrawn")
	// A renter's own, from the portal: it counts once it is acknowledged.
	own := id.New()
	if _, err := k.super.Exec(k.ctx, `INSERT INTO lease_notices (tenant_id, id, lease_id, tenancy_id, kind, given_by, given_on, effective_on)
		SELECT tenant_id, $1, id, tenancy_id, 'to_vacate', 'renter', '2026-11-01', '2026-12-31' FROM leases WHERE tenancy_id = $2`, own, s[0]); err != nil {
		t.Fatal(err)
	}
	if n, err := k.service.Notice(k.ctx, k.admin, own); err != nil || !n.Pending() || n.Short() {
		t.Errorf("%+v %v", n, err)
	}
	k.want("acknowledge", second(k.service.AcknowledgeNotice(k.ctx, k.admin, own)), "")
	if got := k.one(facts, s[0]); got != "2026-11-01 2026-12-31 2026-12-31 notice" {
		t.Errorf("after acknowledgment: %s", got)
	}
	k.want("acknowledge twice", second(k.service.AcknowledgeNotice(k.ctx, k.admin, own)), "notice_acknowledged")
	served, err := k.service.ServeNotice(k.ctx, k.admin, own, NoticeInput{ServedOn: day("2026-11-02"), ServedMethod: "posted", ServedBy: "Marshal"})
	if err != nil || served.ServedMethod != "posted" {
		t.Errorf("%+v %v", served, err)
	}
}

func TestMoveOut(t *testing.T) {
	t.Parallel()
	k := setup(t, 4)
	with := k.stay(0, "2025-01-01", "2025-01-01", "2026-12-31", StatusActive)
	with.Leases[0].Opening = &Opening{AsOf: day("2026-01-01"), DepositHeld: *dollars("800"), OtherDepositHeld: *dollars("100")}
	s := k.kept(with, k.stay(1, "2025-01-01", "2025-01-01", "", StatusActive), k.stay(2, "", "2025-01-01", "", StatusActive),
		k.stay(3, "2024-01-01", "2024-01-01", "2024-12-31", StatusActive))
	out := func(stay int, in MoveOutInput) (StayDetail, error) {
		return k.service.MoveOut(k.ctx, k.admin, tenancy.Key{}, s[stay], in)
	}
	k.want("not moved in", second(out(2, MoveOutInput{On: day("2026-11-01")})), "not_moved_in")
	k.want("before move-in", second(out(0, MoveOutInput{On: day("2024-12-31")})), "invalid_input")
	k.want("no day for the deposits", second(out(0, MoveOutInput{On: day("2026-11-01")})), "due_required")
	fee := dollars("500")
	d, err := out(0, MoveOutInput{On: day("2026-11-01"), DispositionDueOn: day("2026-11-22"), Reason: "New job.", Fee: fee, ForwardingAddress: "1 Elm Street"})
	if err != nil || d.Status != StayFormer || len(d.Dispositions) != 1 || d.Dispositions[0].Held.String() != "900.00" || d.Dispositions[0].DaysLeft != 20 {
		t.Fatalf("%+v %v", d, err)
	}
	if l := d.Leases[0]; l.Status != StatusTerminated || l.TerminatedOn != day("2026-11-01") || l.TerminationFee.String() != "500.00" {
		t.Errorf("early: %+v", l)
	}
	k.want("twice", second(out(0, MoveOutInput{On: day("2026-11-01")})), "moved_out")
	if k.status(0) != "vacant" || k.events("tenancy.moved_out") != "1" {
		t.Errorf("unit is %s", k.status(0))
	}
	d, err = out(1, MoveOutInput{On: day("2026-11-01")}) // nothing is held, so nothing is due
	if err != nil || len(d.Dispositions) != 0 || d.Leases[0].Status != StatusExpired || d.Leases[0].End != day("2026-11-01") {
		t.Errorf("month to month: %+v %v", d, err)
	}
	d, err = out(3, MoveOutInput{On: day("2026-11-01"), Kind: "abandoned"})
	if err != nil || d.Leases[0].Status != StatusExpired || d.Leases[0].End != day("2024-12-31") || d.DepartureKind != "abandoned" {
		t.Errorf("holdover: %+v %v", d, err)
	}
}

func TestDisposition(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	h := k.stay(0, "2025-01-01", "2025-01-01", "2026-10-31", StatusActive)
	h.Leases[0].Opening = &Opening{AsOf: day("2026-01-01"), DepositHeld: *dollars("800")}
	s := k.kept(h)[0]
	if _, err := k.super.Exec(k.ctx, `WITH a AS (INSERT INTO addresses (tenant_id, id, street1, city, state, zip_code)
		VALUES ($1, gen_random_uuid(), '1 Elm', 'Miami', 'FL', '33101') RETURNING id) UPDATE properties SET address_id = (SELECT id FROM a)`, k.org); err != nil {
		t.Fatal(err)
	}
	var florida DepositRule
	for _, r := range RuleProposals() {
		if r.Jurisdiction == "US-FL" {
			florida = r
		}
	}
	florida.From = day("2020-01-01")
	if _, err := k.service.ConfirmRule(k.ctx, k.admin, tenancy.Key{}, florida); err != nil {
		t.Fatal(err)
	}
	k.want("the same place and days", second(k.service.ConfirmRule(k.ctx, k.admin, tenancy.Key{}, florida)), "rule_overlaps")
	out, err := k.service.MoveOut(k.ctx, k.admin, tenancy.Key{}, s, MoveOutInput{On: day("2026-10-15")})
	if err != nil || len(out.Dispositions) != 1 || out.Dispositions[0].DueOn != day("2026-10-30") || !out.Dispositions[0].Overdue() {
		t.Fatalf("%+v %v", out, err)
	}
	at := out.Dispositions[0].ID
	deduct := func(amount string) (Disposition, error) {
		return k.service.Deduct(k.ctx, k.admin, tenancy.Key{}, at, DeductionInput{Kind: "damage", Description: "Broken door", Amount: *dollars(amount)})
	}
	d, err := deduct("300")
	if err != nil || d.Refund().String() != "500.00" || d.DueOn != day("2026-11-14") || d.Overdue() { // a claim gives 30 days there
		t.Errorf("%+v %v", d, err)
	}
	k.want("more than held", second(deduct("500.01")), "more_than_held")
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { _, errs[i] = deduct("400") })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			k.want("raced", err, "more_than_held")
		}
	}
	if d, err = k.service.Disposition(k.ctx, k.admin, at); err != nil || won != 1 || d.Withheld.String() != "700.00" {
		t.Errorf("%d won: %+v %v", won, d, err)
	}
	for _, i := range d.Items {
		if d, err = k.service.RemoveDeduction(k.ctx, k.admin, at, i.ID); err != nil {
			t.Fatal(err)
		}
	}
	if d.DueOn != day("2026-10-30") {
		t.Errorf("without a claim due on %s", d.DueOn)
	}
	k.want("sent too early", second(k.service.SendDisposition(k.ctx, k.admin, at, SendInput{On: day("2026-10-14"), Method: "mail"})), "invalid_input")
	if list, err := k.service.OpenDispositions(k.ctx, k.admin); err != nil || len(list) != 1 {
		t.Errorf("%v %v", list, err)
	}
	if d, err = k.service.SendDisposition(k.ctx, k.admin, at, SendInput{Method: "certified_mail"}); err != nil || d.SentOn != day("2026-11-02") {
		t.Errorf("%+v %v", d, err)
	}
	k.want("after sending", second(deduct("1")), "disposition_sent")
}

func TestInspection(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	s := k.kept(k.stay(0, "2025-01-01", "2025-01-01", "", StatusActive))[0]
	i, err := k.service.BeginInspection(k.ctx, k.admin, tenancy.Key{}, s, InspectionInput{Kind: "move_out"})
	if err != nil || len(i.Items) < 20 || i.Items[0].Area != "Entry" || i.Items[0].Position != 0 {
		t.Fatalf("%+v %v", i, err)
	}
	k.want("a second one", second(k.service.BeginInspection(k.ctx, k.admin, tenancy.Key{}, s, InspectionInput{Kind: "move_out"})), "inspection_exists")
	k.want("too early", second(k.service.CompleteInspection(k.ctx, k.admin, i.ID)), "inspection_incomplete")
	k.want("condition", second(k.service.SetInspectionItems(k.ctx, k.admin, i.ID, []ItemInput{{ID: i.Items[0].ID, Condition: "awful"}})), "invalid_input")
	k.want("another's item", second(k.service.SetInspectionItems(k.ctx, k.admin, i.ID, []ItemInput{{ID: id.New(), Condition: "good"}})), "not_found")
	var seen []ItemInput
	for n, item := range i.Items {
		in := ItemInput{ID: item.ID, Condition: "good"}
		if n == 0 {
			in.Condition, in.Charge = "damaged", dollars("120.50")
		}
		seen = append(seen, in)
	}
	if i, err = k.service.SetInspectionItems(k.ctx, k.admin, i.ID, seen); err != nil || i.Charges.String() != "120.50" || i.Seen != i.Total {
		t.Fatalf("%+v %v", i, err)
	}
	k.want("complete", second(k.service.CompleteInspection(k.ctx, k.admin, i.ID)), "")
	k.want("final", second(k.service.SetInspectionItems(k.ctx, k.admin, i.ID, seen)), "inspection_completed")
}
