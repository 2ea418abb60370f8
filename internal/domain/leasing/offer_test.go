package leasing

import (
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestOffers(t *testing.T) {
	t.Parallel()
	k := setup(t, 4)
	s := k.kept(k.stay(0, "2025-12-01", "2025-12-01", "2026-11-30", StatusActive), k.stay(1, "2025-12-01", "2025-12-01", "2026-11-30", StatusActive),
		k.stay(2, "2025-01-01", "2025-01-01", "", StatusActive), k.stay(3, "2025-12-01", "2025-12-01", "2026-11-30", StatusActive))
	offer := func(stay int, in OfferInput) (Offer, error) {
		return k.service.DraftOffer(k.ctx, k.admin, tenancy.Key{}, s[stay], in)
	}
	k.want("inside the lease", second(offer(0, OfferInput{Start: day("2026-11-30"), MonthlyRent: *dollars("1")})), "invalid_input")
	k.want("answered yesterday", second(offer(0, OfferInput{RespondBy: day("2026-11-01"), MonthlyRent: *dollars("1")})), "invalid_input")
	o, err := offer(0, OfferInput{End: day("2027-11-30"), MonthlyRent: *dollars("1050"), RespondBy: day("2026-11-10")})
	if err != nil || o.Status != OfferDraft || o.Start != day("2026-12-01") {
		t.Fatalf("%+v %v", o, err)
	}
	k.want("two at once", second(offer(0, OfferInput{MonthlyRent: *dollars("1")})), "offer_open")
	k.want("a draft accepted", second(k.service.AcceptOffer(k.ctx, k.admin, tenancy.Key{}, o.ID, period.Date{})), "offer_transition")
	k.want("send", second(k.service.SendOffer(k.ctx, k.admin, o.ID)), "")
	// Eight days later its time has passed, whether or not the job has said so.
	late := New(k.pg.DB(clock.At(time.Date(2026, 11, 11, 17, 0, 0, 0, time.UTC))))
	k.want("too late", second(late.AcceptOffer(k.ctx, k.admin, tenancy.Key{}, o.ID, period.Date{})), "offer_expired")
	if got, err := late.Offer(k.ctx, k.admin, o.ID); err != nil || got.Status != OfferExpired {
		t.Errorf("%+v %v", got, err)
	}
	key := tenancy.NewKey("twice", "renewal.accept", []byte("x"))
	for range 2 {
		if o, err = k.service.AcceptOffer(k.ctx, k.admin, key, o.ID, day("2026-11-01")); err != nil || o.Status != OfferAccepted || o.NewLeaseID == id.Nil {
			t.Fatalf("%+v %v", o, err)
		}
	}
	if got := k.one(`SELECT string_agg(concat_ws(' ', l.start_date, l.end_date, l.monthly_rent, l.status, (SELECT count(*) FROM lease_parties AS p WHERE p.lease_id = l.id),
		(SELECT sum(amount) FROM rent_schedules AS r WHERE r.lease_id = l.id)), ', ' ORDER BY l.start_date) FROM leases AS l WHERE tenancy_id = $1`, s[0]); got !=
		"2025-12-01 2026-11-30 1000.00 active 1, 2026-12-01 2027-11-30 1050.00 active 1 1050.00" {
		t.Error(got)
	}
	k.want("renewed already", second(offer(0, OfferInput{LeaseID: o.LeaseID, MonthlyRent: *dollars("1")})), "lease_not_renewable")
	// Month to month gets an end.
	m, err := offer(2, OfferInput{Start: day("2027-01-01"), MonthlyRent: *dollars("1100")})
	if err != nil {
		t.Fatal(err)
	}
	k.want("send", second(k.service.SendOffer(k.ctx, k.admin, m.ID)), "")
	k.want("accept unsigned", second(k.service.AcceptOffer(k.ctx, k.admin, tenancy.Key{}, m.ID, period.Date{})), "")
	if got := k.one(`SELECT string_agg(concat_ws(' ', end_date, status), ', ' ORDER BY start_date) FROM leases WHERE tenancy_id = $1`, s[2]); got != "2026-12-31 active, pending" {
		t.Error(got)
	}
	// Many at once: one has left, one is leaving, one is left to offer to.
	k.want("notice", second(k.service.GiveNotice(k.ctx, k.admin, tenancy.Key{}, s[1], NoticeInput{Kind: "non_renewal", GivenBy: ByManager, GivenOn: day("2026-11-01"), EffectiveOn: day("2026-11-30")})), "")
	many := OffersInput{RenewalFilter: RenewalFilter{First: day("2026-11-01"), Last: day("2026-11-30")}, Percentage: dollars("3.55"), Months: 12, Send: true}
	preview, err := k.service.PreviewOffers(k.ctx, k.admin, many)
	if err != nil || len(preview) != 3 || preview[0].Skip != "lease_not_renewable" || preview[1].Skip != "notice_open" || preview[2].Skip != "" ||
		preview[2].Proposed.String() != "1035.50" {
		t.Fatalf("%+v %v", preview, err)
	}
	made, err := k.service.DraftOffers(k.ctx, k.admin, tenancy.Key{}, many)
	if err != nil || made[2].OfferState != OfferSent || k.one(`SELECT count(*) FROM renewal_offers WHERE batch_id IS NOT NULL AND end_date = '2027-11-30'`) != "1" {
		t.Fatalf("%+v %v", made, err)
	}
	// After possession nothing is renewed.
	k.want("move out", second(k.service.MoveOut(k.ctx, k.admin, tenancy.Key{}, s[3], MoveOutInput{On: day("2026-11-02")})), "")
	k.want("of a former household", second(k.service.AcceptOffer(k.ctx, k.admin, tenancy.Key{}, made[2].OfferID, period.Date{})), "offer_transition")
	k.want("a new one", second(offer(3, OfferInput{MonthlyRent: *dollars("1")})), "lease_not_renewable")
	if list, _, err := k.service.Offers(k.ctx, k.admin, OfferAccepted, page.Request{}); err != nil || len(list) != 2 {
		t.Errorf("%v %v", list, err)
	}
}

func TestTransferAndEviction(t *testing.T) {
	t.Parallel()
	k := setup(t, 3)
	s := k.kept(k.stay(0, "2025-01-01", "2025-01-01", "2027-12-31", StatusActive), k.stay(1, "2025-01-01", "2025-01-01", "", StatusActive))
	in := TransferInput{UnitID: k.units[1], On: day("2026-11-01"), MonthlyRent: *dollars("1200"), SignedOn: day("2026-10-30")}
	k.want("into somebody's", second(k.service.Transfer(k.ctx, k.admin, tenancy.Key{}, s[0], in)), "unit_in_possession")
	in.UnitID = id.New()
	k.want("nowhere", second(k.service.Transfer(k.ctx, k.admin, tenancy.Key{}, s[0], in)), "not_found")
	in.UnitID = k.units[2]
	d, err := k.service.Transfer(k.ctx, k.admin, tenancy.Key{}, s[0], in)
	if err != nil || d.TransferredFromID != s[0] || d.UnitID != k.units[2] || d.Status != StayOccupied || len(d.Renters) != 1 {
		t.Fatalf("%+v %v", d, err)
	}
	old, err := k.service.Stay(k.ctx, k.admin, s[0])
	if err != nil || old.DepartureKind != "transferred" || old.Leases[0].Status != StatusTerminated || k.status(0) != "vacant" || k.status(2) != "occupied" {
		t.Errorf("%+v %v", old, err)
	}
	if d, err = k.service.SetEviction(k.ctx, k.admin, s[1], EvictionInput{FiledOn: day("2026-10-01"), Note: "Rent of September."}); err != nil || !d.Evicting() {
		t.Errorf("%+v %v", d.Stay, err)
	}
	k.want("closed before it was filed", second(k.service.SetEviction(k.ctx, k.admin, s[1], EvictionInput{FiledOn: day("2026-10-01"), ClosedOn: day("2026-09-01")})), "invalid_input")
	if d, err = k.service.SetEviction(k.ctx, k.admin, s[1], EvictionInput{FiledOn: day("2026-10-01"), ClosedOn: day("2026-10-20")}); err != nil || d.Evicting() {
		t.Errorf("%+v %v", d.Stay, err)
	}
}
