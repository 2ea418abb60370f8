package leasing

import (
	"errors"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// TestOwnOffers: a renter sees what was sent to the own household, answers it once, and gets the next lease to sign.
func TestOwnOffers(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	list := []Household{
		k.stay(0, "2025-12-01", "2025-12-01", "2026-11-30", StatusActive), k.stay(1, "2025-12-01", "2025-12-01", "2026-11-30", StatusActive),
	}
	if err := k.record(list...); err != nil {
		t.Fatal(err)
	}
	me, other := k.renter(list[0]), k.renter(list[1])
	portal := NewPortal(k.service.db, k.service)
	offer, err := k.service.DraftOffer(k.ctx, k.admin, tenancy.Key{}, list[0].TenancyID, OfferInput{End: day("2027-11-30"), MonthlyRent: *dollars("1050")})
	if err != nil {
		t.Fatal(err)
	}
	answer := func(p tenancy.Principal, accept bool) error {
		_, err := portal.AnswerOffer(k.ctx, p, tenancy.Key{}, offer.ID, accept)
		return err
	}
	if got, err := portal.Offers(k.ctx, me); err != nil || len(got) != 0 {
		t.Errorf("a draft is seen: %+v %v", got, err)
	}
	if err := answer(me, true); !errors.Is(err, postgres.ErrNotFound) {
		t.Errorf("a draft is answered: %v", err)
	}
	k.want("send", second(k.service.SendOffer(k.ctx, k.admin, offer.ID)), "")
	if got, err := portal.Offers(k.ctx, me); err != nil || len(got) != 1 || got[0].Status != OfferSent || got[0].MonthlyRent.String() != "1050.00" {
		t.Errorf("%+v %v", got, err)
	}
	for _, accept := range []bool{true, false} {
		if err := answer(other, accept); !errors.Is(err, postgres.ErrNotFound) {
			t.Errorf("somebody else's offer is answered: %v", err)
		}
	}
	k.want("accept", answer(me, true), "")
	k.want("decline what was accepted", answer(me, false), "offer_transition")
	if got := k.one(`SELECT concat_ws(' ', o.status, o.answered_by = $2, l.status, l.start_date, l.monthly_rent) FROM renewal_offers AS o
		JOIN leases AS l ON l.id = o.new_lease_id WHERE o.id = $1`, offer.ID, me.User); got != "accepted t pending 2026-12-01 1050.00" {
		t.Error(got)
	}
}

// TestOwnNoticeReachesStaff: it is counted and listed until somebody acknowledges it, and the address becomes the stay's.
func TestOwnNoticeReachesStaff(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	list := []Household{k.stay(0, "2025-12-01", "2025-12-01", "2026-11-30", StatusActive)}
	if err := k.record(list...); err != nil {
		t.Fatal(err)
	}
	waiting := func(want int) {
		t.Helper()
		n, err := k.service.ToAcknowledge(k.ctx, k.admin)
		rows, _, failed := k.service.Stays(k.ctx, k.admin, StayFilter{State: "to_acknowledge"}, page.Request{})
		if err != nil || failed != nil || int(n) != want || len(rows) != want {
			t.Errorf("%d wait, %d are listed, want %d: %v %v", n, len(rows), want, err, failed)
		}
		stranger := k.admin
		stranger.PropertyScope = []id.ID{id.New()}
		if n, err := k.service.ToAcknowledge(k.ctx, stranger); err != nil || n != 0 {
			t.Errorf("staff of another property are told of %d: %v", n, err)
		}
	}
	waiting(0)
	n, err := NewPortal(k.service.db, k.service).GiveNotice(k.ctx, k.renter(list[0]), tenancy.Key{}, OwnNoticeInput{
		LeaseID: list[0].Leases[0].ID, LeaveOn: day("2026-12-31"), ForwardingAddress: "4 Elm Street",
	})
	if err != nil {
		t.Fatal(err)
	}
	waiting(1)
	k.want("acknowledge", second(k.service.AcknowledgeNotice(k.ctx, k.admin, n.ID)), "")
	waiting(0)
	if got := k.one(`SELECT concat_ws(' ', move_out_planned_on, forwarding_address) FROM tenancies WHERE id = $1`, list[0].TenancyID); got != "2026-12-31 4 Elm Street" {
		t.Error(got)
	}
	k.want("move out", second(k.service.MoveOut(k.ctx, k.admin, tenancy.Key{}, list[0].TenancyID, MoveOutInput{On: day("2026-11-01")})), "")
	if got := k.one(`SELECT forwarding_address FROM tenancies WHERE id = $1`, list[0].TenancyID); got != "4 Elm Street" {
		t.Errorf("the address is %q after a move-out that names none", got)
	}
}

// TestChecklists: an organization's own checklist is the one that a walk begins with.
func TestChecklists(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	s := k.kept(k.stay(0, "2025-12-01", "2025-12-01", "2026-11-30", StatusActive))
	in := ChecklistTemplate{Name: "Houses", Kind: "periodic", Areas: []Area{{"Porch", []string{"Gate", "Bell"}}}}
	empty := in
	empty.Areas = []Area{{"Porch", nil}}
	k.want("an area of nothing", second(k.service.AddChecklist(k.ctx, k.admin, tenancy.Key{}, empty)), "invalid_input")
	made, err := k.service.AddChecklist(k.ctx, k.admin, tenancy.Key{}, in)
	if err != nil {
		t.Fatal(err)
	}
	k.want("its name again", second(k.service.AddChecklist(k.ctx, k.admin, tenancy.Key{}, in)), "checklist_name_taken")
	made.Areas[0].Items = append(made.Areas[0].Items, "Mailbox")
	version := made.Version
	more := func(t *ChecklistTemplate) { t.Areas, t.Kind = made.Areas, "move_in" }
	changed, err := k.service.UpdateChecklist(k.ctx, k.admin, made.ID, &version, more)
	if err != nil || len(changed.Areas[0].Items) != 3 || changed.Kind != made.Kind {
		t.Fatal(changed, err)
	}
	k.want("a version that is gone", second(k.service.UpdateChecklist(k.ctx, k.admin, made.ID, &version, more)), "changed_since")
	k.want("delete a version that is gone", k.service.DeleteChecklist(k.ctx, k.admin, made.ID, &version), "changed_since")
	walk, err := k.service.BeginInspection(k.ctx, k.admin, tenancy.Key{}, s[0], InspectionInput{Kind: "periodic"})
	if err != nil || len(walk.Items) != 3 || walk.Items[2].Item != "Mailbox" {
		t.Errorf("%+v %v", walk.Items, err)
	}
	k.want("delete", k.service.DeleteChecklist(k.ctx, k.admin, made.ID, nil), "")
	k.want("delete what is gone", k.service.DeleteChecklist(k.ctx, k.admin, made.ID, nil), "not_found")
	if back, err := k.service.RestoreChecklist(k.ctx, k.admin, made.ID); err != nil || back.Name != "Houses" {
		t.Error(back, err)
	}
}

// TestMoveInTellsReaders: the column of the design that names a renter's lease follows the move-in and the next term.
func TestMoveInTellsReaders(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	in := k.input(0)
	in.Start = day("2026-11-01")
	l := k.draft(in)
	k.must(k.service.SubmitLease(k.ctx, k.admin, l.ID, nil))
	k.must(k.service.SignLease(k.ctx, k.admin, l.ID, nil, SignInput{On: day("2026-11-01")}))
	k.must(k.service.ActivateLease(k.ctx, k.admin, l.ID, nil))
	k.want("move in", second(k.service.MoveIn(k.ctx, k.admin, tenancy.Key{}, l.TenancyID, l.Start)), "")
	if got := k.one(`SELECT bool_and(lease_id = $1) FROM tenants WHERE id IN (SELECT renter_id FROM lease_parties WHERE lease_id = $1 AND role = 'renter')`, l.ID); got != "true" {
		t.Errorf("the renters' lease is the stay's: %s", got)
	}
}
