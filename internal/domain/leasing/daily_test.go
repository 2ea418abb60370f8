package leasing

import (
	"errors"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Midnight is the organization's: at 05:00 UTC on 1 November it is still October in Honolulu.
func TestDailyAndHoldoverInTheZone(t *testing.T) {
	t.Parallel()
	k := setup(t, 4)
	if _, err := k.super.Exec(k.ctx, `UPDATE organizations SET time_zone = 'Pacific/Honolulu'`); err != nil {
		t.Fatal(err)
	}
	chain := k.stay(2, "2025-11-01", "2025-11-01", "2026-10-31", StatusActive)
	chain.Leases = append(chain.Leases, NewLease{Start: day("2026-11-01"), End: day("2027-10-31"), MonthlyRent: dollars("1000"), Status: StatusActive})
	s := k.kept(k.stay(0, "2025-11-01", "2025-11-01", "2026-10-31", StatusActive), k.stay(1, "2025-11-01", "2025-11-01", "2026-12-30", StatusActive), chain,
		k.stay(3, "2025-11-01", "2025-11-01", "2027-12-31", StatusExpiringSoon))
	if _, err := k.super.Exec(k.ctx, `UPDATE tenancies SET move_out_planned_on = '2026-11-08' WHERE id = $1`, s[3]); err != nil {
		t.Fatal(err)
	}
	if _, err := k.super.Exec(k.ctx, `INSERT INTO renewal_offers (tenant_id, id, lease_id, tenancy_id, status, start_date, monthly_rent, respond_by, sent_at)
		SELECT tenant_id, gen_random_uuid(), id, tenancy_id, 'sent', '2026-12-31', 1, '2026-10-31', now() FROM leases WHERE tenancy_id = $1`, s[1]); err != nil {
		t.Fatal(err)
	}
	states := func() string {
		return k.one(`SELECT string_agg(l.status, ' ' ORDER BY u.number, l.start_date) FROM leases AS l JOIN units AS u ON u.id = l.unit_id`)
	}
	october := New(k.pg.DB(clock.At(time.Date(2026, 11, 1, 5, 0, 0, 0, time.UTC))))
	november := New(k.pg.DB(clock.At(time.Date(2026, 11, 1, 10, 0, 0, 0, time.UTC))))
	for _, c := range []struct {
		service  *Service
		holdover bool
		first    DailyReport
		states   string
	}{
		{october, false, DailyReport{Expiring: 4}, "expiring_soon expiring_soon expiring_soon active active"},
		{november, true, DailyReport{Expiring: 1, Renewed: 1, OffersExpired: 1, MoveOuts: 1}, "active expiring_soon renewed active active"},
	} {
		if d, err := c.service.Stay(k.ctx, k.admin, s[0]); err != nil || d.Holdover != c.holdover || (d.Status == StayHoldover) != c.holdover {
			t.Errorf("before the job: %+v %v", d.Stay, err)
		}
		got, err := c.service.Daily(k.ctx, tenancy.Operator(k.org, "test"))
		if err != nil || got != c.first || states() != c.states {
			t.Errorf("%+v, want %+v; leases are %s, want %s; %v", got, c.first, states(), c.states, err)
		}
		if again, err := c.service.Daily(k.ctx, tenancy.Operator(k.org, "test")); err != nil || again != (DailyReport{}) {
			t.Errorf("again: %+v %v", again, err)
		}
	}
	list, _, err := november.Stays(k.ctx, k.admin, StayFilter{State: "holdover"}, page.Request{})
	if err != nil || len(list) != 1 || list[0].ID != s[0] {
		t.Errorf("%+v %v", list, err)
	}
	if list, _, err := november.Stays(k.ctx, k.admin, StayFilter{State: "moving_out", Days: 7}, page.Request{}); err != nil || len(list) != 1 || list[0].ID != s[3] {
		t.Errorf("%+v %v", list, err)
	}
}

// What is another organization's, or of properties that the person was not given, is not there.
func TestStaysOfOthers(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	h := k.stay(0, "2025-01-01", "2025-01-01", "2026-12-31", StatusActive)
	s := k.kept(h)[0]
	o, err := k.service.DraftOffer(k.ctx, k.admin, tenancy.Key{}, s, OfferInput{MonthlyRent: *dollars("1")})
	if err != nil {
		t.Fatal(err)
	}
	i, err := k.service.BeginInspection(k.ctx, k.admin, tenancy.Key{}, s, InspectionInput{Kind: "move_in"})
	if err != nil {
		t.Fatal(err)
	}
	n, err := k.service.GiveNotice(k.ctx, k.admin, tenancy.Key{}, s, NoticeInput{Kind: "entry", GivenBy: ByManager, GivenOn: day("2026-11-01")})
	if err != nil {
		t.Fatal(err)
	}
	limited, stranger := k.admin, k.admin
	limited.Role, limited.PropertyScope = tenancy.RoleManager, []id.ID{id.New()}
	stranger.Organization = k.pg.Org(t)
	before := k.one(`SELECT md5(string_agg(x::text, '' ORDER BY x::text)) FROM (SELECT t::text FROM tenancies AS t UNION ALL SELECT o::text FROM renewal_offers AS o
		UNION ALL SELECT l::text FROM leases AS l UNION ALL SELECT n::text FROM lease_notices AS n) AS x`)
	for who, p := range map[string]tenancy.Principal{"limited": limited, "stranger": stranger} {
		for what, err := range map[string]error{
			"read":        second(k.service.Stay(k.ctx, p, s)),
			"move in":     second(k.service.MoveIn(k.ctx, p, tenancy.Key{}, s, day("2026-11-01"))),
			"move out":    second(k.service.MoveOut(k.ctx, p, tenancy.Key{}, s, MoveOutInput{On: day("2026-11-01")})),
			"notice":      second(k.service.GiveNotice(k.ctx, p, tenancy.Key{}, s, NoticeInput{})),
			"withdraw":    second(k.service.WithdrawNotice(k.ctx, p, n.ID)),
			"offer":       second(k.service.DraftOffer(k.ctx, p, tenancy.Key{}, s, OfferInput{})),
			"send":        second(k.service.SendOffer(k.ctx, p, o.ID)),
			"inspection":  second(k.service.CompleteInspection(k.ctx, p, i.ID)),
			"eviction":    second(k.service.SetEviction(k.ctx, p, s, EvictionInput{})),
			"transfer":    second(k.service.Transfer(k.ctx, p, tenancy.Key{}, s, TransferInput{})),
			"disposition": second(k.service.Disposition(k.ctx, p, s)),
		} {
			if !errors.Is(err, postgres.ErrNotFound) {
				t.Errorf("%s, %s: %v", who, what, err)
			}
		}
		for _, state := range append([]string{""}, StayStates...) {
			if list, _, err := k.service.Stays(k.ctx, p, StayFilter{State: state}, page.Request{}); err != nil || len(list) != 0 {
				t.Errorf("%s, %s: %v %v", who, state, list, err)
			}
		}
	}
	k.want("a limited manager's law", second(k.service.ConfirmRule(k.ctx, limited, tenancy.Key{}, RuleProposals()[0])), "forbidden")
	reader := k.admin
	reader.Role = tenancy.RoleAuditor
	k.want("an auditor", second(k.service.MoveOut(k.ctx, reader, tenancy.Key{}, s, MoveOutInput{})), authz.ErrForbidden.Code)
	if after := k.one(`SELECT md5(string_agg(x::text, '' ORDER BY x::text)) FROM (SELECT t::text FROM tenancies AS t UNION ALL SELECT o::text FROM renewal_offers AS o
		UNION ALL SELECT l::text FROM leases AS l UNION ALL SELECT n::text FROM lease_notices AS n) AS x`); after != before {
		t.Error("something changed")
	}
}
