package owner

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// kit is a database with two organizations: the administrator's, which has two properties, and a stranger's.
type kit struct {
	*testing.T
	pg              *pgtest.DB
	s               *Service
	told            *told
	admin, stranger tenancy.Principal
	elm, oak        id.ID
}

// told keeps what a service records before it shows something.
type told struct{ entries []audit.Entry }

func (t *told) Note(tenancy.Principal, audit.Entry) {}

func (t *told) Record(_ context.Context, _ tenancy.Principal, e audit.Entry) error {
	t.entries = append(t.entries, e)
	return nil
}

func setup(t *testing.T) *kit {
	t.Helper()
	pg := pgtest.New(t)
	now := clock.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	db := pg.DB(now)
	master, err := crypt.OpenMaster(t.Context(), masterKey(t))
	if err != nil {
		t.Fatal(err)
	}
	k := &kit{T: t, pg: pg, told: &told{}}
	k.s = New(db).WithAudit(k.told)
	k.s.UseKeys(crypt.NewKeyring(master, organization.NewKeyStore(db), now))
	k.admin = tenancy.Principal{Organization: pg.Org(t), User: id.New(), Role: tenancy.RoleAdmin, Fresh: true}
	k.stranger = tenancy.Principal{Organization: pg.Org(t), User: id.New(), Role: tenancy.RoleAdmin, Fresh: true}
	properties := property.New(db)
	for _, into := range []*id.ID{&k.elm, &k.oak} {
		p, err := properties.CreateProperty(t.Context(), k.admin, tenancy.Key{}, property.PropertyInput{Name: "Elm", Type: "residential"})
		if err != nil {
			t.Fatal(err)
		}
		*into = p.ID
	}
	return k
}

func masterKey(t *testing.T) string {
	t.Helper()
	path := t.TempDir() + "/master.key"
	if err := crypt.CreateLocalMaster(path); err != nil {
		t.Fatal(err)
	}
	uri, err := crypt.LocalMasterURI(path)
	if err != nil {
		t.Fatal(err)
	}
	return uri
}

func (k *kit) owner(name string) Owner {
	k.Helper()
	o, err := k.s.CreateOwner(k.Context(), k.admin, tenancy.Key{}, Input{Name: name, Active: true})
	if err != nil {
		k.Fatal(err)
	}
	return o
}

func (k *kit) share(o Owner, percentage, from, to string) (Share, error) {
	return k.s.AddShare(k.Context(), k.admin, tenancy.Key{}, k.elm, ShareInput{
		OwnerID: o.ID, Percentage: money.MustParse(percentage), From: day(from), To: day(to),
	})
}

func (k *kit) must(s Share, err error) Share {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
	return s
}

func day(s string) period.Date {
	if s == "" {
		return period.Date{}
	}
	return period.MustParse(s)
}

func code(err error) string {
	if err == nil {
		return ""
	}
	f := fault.As(err)
	for _, field := range f.Fields {
		return f.Code + " " + field.Pointer
	}
	return f.Code
}

// told how a property is owned: each share as name, percent and days, then the gaps.
func (k *kit) ownership() string {
	k.Helper()
	o, err := k.s.Ownership(k.Context(), k.admin, k.elm)
	if err != nil {
		k.Fatal(err)
	}
	var b strings.Builder
	for _, s := range o.Shares {
		fmt.Fprintf(&b, "%s %s %s..%s\n", s.OwnerName, s.Percentage, s.From, s.To)
	}
	for _, g := range o.Gaps {
		fmt.Fprintf(&b, "gap %s %s..%s\n", g.Missing, g.From, g.To)
	}
	return b.String()
}

func (k *kit) owned(want string) {
	k.Helper()
	if got := k.ownership(); got != want {
		k.Errorf("owned:\n%swant:\n%s", got, want)
	}
}

func TestSharesByDate(t *testing.T) {
	t.Parallel()
	k := setup(t)
	ada, bo, cy := k.owner("Ada"), k.owner("Bo"), k.owner("Cy")
	first := k.must(k.share(ada, "60", "2026-01-01", ""))
	k.must(k.share(bo, "40", "2026-06-01", "2026-12-31"))
	k.owned("Bo 40.00 2026-06-01..2026-12-31\nAda 60.00 2026-01-01..\ngap 40.00 2026-01-01..2026-05-31\ngap 40.00 2027-01-01..\n")
	for _, c := range []struct{ percentage, from, to, want string }{
		{"0.01", "2026-06-01", "", "shares_exceed_100 /percentage"},
		{"40.01", "2026-05-31", "2026-05-31", "shares_exceed_100 /percentage"},
		{"40", "2026-05-30", "2026-06-01", "shares_exceed_100 /percentage"}, // over 100 only on its last day
		{"0", "2026-01-01", "", "invalid_input /percentage"},
		{"100.01", "2026-01-01", "", "invalid_input /percentage"},
		{"1", "2026-02-02", "2026-02-01", "invalid_input /to"},
		{"1", "", "", "invalid_input /from"},
	} {
		if _, err := k.share(cy, c.percentage, c.from, c.to); code(err) != c.want {
			t.Errorf("%s %s..%s: %v, want %s", c.percentage, c.from, c.to, err, c.want)
		}
	}
	if _, err := k.share(ada, "1", "2026-02-01", "2026-02-02"); code(err) != "share_overlaps" {
		t.Errorf("a second share of the same owner: %v", err)
	}
	k.must(k.share(cy, "40", "2027-01-01", ""))

	// A change ends what was and begins what is; one that would exceed 100 changes nothing.
	before := k.ownership()
	if _, err := k.s.ChangeShare(t.Context(), k.admin, first.ID, nil, day("2026-09-01"), money.MustParse("61")); code(err) != "shares_exceed_100 /percentage" {
		t.Error(err)
	}
	if after := k.ownership(); after != before {
		t.Errorf("a refused change left\n%s", after)
	}
	changed := k.must(k.s.ChangeShare(t.Context(), k.admin, first.ID, &first.Version, day("2026-09-01"), money.MustParse("50")))
	if changed.ID == first.ID {
		t.Error("the old share was written over")
	}
	if _, err := k.s.EndShare(t.Context(), k.admin, first.ID, &first.Version, day("2026-08-01")); code(err) != "changed_since" {
		t.Errorf("a stale version: %v", err)
	}
	k.must(k.s.ChangeShare(t.Context(), k.admin, changed.ID, nil, day("2026-09-01"), money.MustParse("55"))) // a correction
	k.owned("Cy 40.00 2027-01-01..\nAda 55.00 2026-09-01..\nBo 40.00 2026-06-01..2026-12-31\nAda 60.00 2026-01-01..2026-08-31\n" +
		"gap 40.00 2026-01-01..2026-05-31\ngap 5.00 2026-09-01..\n")
}

// A property passes from one owner to another at a date, a part of it or all.
func TestTransferOfOwnership(t *testing.T) {
	t.Parallel()
	k := setup(t)
	ada, bo := k.owner("Ada"), k.owner("Bo")
	all := k.must(k.share(ada, "100", "2020-01-01", ""))
	for _, c := range []struct {
		in   TransferInput
		want string
	}{
		{TransferInput{To: ada.ID, On: day("2026-12-01")}, "invalid_input /owner_id"},
		{TransferInput{To: bo.ID}, "invalid_input /from"},
		{TransferInput{To: bo.ID, On: day("2020-01-01")}, "invalid_input /from"},
		{TransferInput{To: bo.ID, On: day("2026-12-01"), Percentage: money.MustParse("101")}, "invalid_input /percentage"},
		{TransferInput{To: id.New(), On: day("2026-12-01")}, "reference_not_found /owner_id"},
	} {
		if _, err := k.s.TransferShare(t.Context(), k.admin, all.ID, nil, c.in); code(err) != c.want {
			t.Errorf("%+v: %v, want %s", c.in, err, c.want)
		}
	}
	k.must(k.s.TransferShare(t.Context(), k.admin, all.ID, nil, TransferInput{To: bo.ID, On: day("2026-12-01"), Percentage: money.MustParse("30")}))
	k.owned("Ada 70.00 2026-12-01..\nBo 30.00 2026-12-01..\nAda 100.00 2020-01-01..2026-11-30\n")
	if err := k.s.DeleteOwner(t.Context(), k.admin, ada.ID, nil); !errors.Is(err, ErrSharesRunning) {
		t.Errorf("an owner who owns was deleted: %v", err)
	}
	list, err := k.s.SharesOf(t.Context(), k.admin, ada.ID)
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	k.must(k.s.TransferShare(t.Context(), k.admin, list[0].ID, nil, TransferInput{To: k.owner("Cy").ID, On: day("2026-12-02")}))
	if err := k.s.DeleteOwner(t.Context(), k.admin, ada.ID, nil); !errors.Is(err, ErrSharesRunning) {
		t.Errorf("an owner whose last day is to come was deleted: %v", err)
	}
	if _, err := k.s.EndShare(t.Context(), k.admin, all.ID, nil, period.Date{}); code(err) != "share_overlaps" {
		t.Errorf("a share was opened again over those that took its place: %v", err)
	}
}

// Of two who take the same free part at once, one gets it.
func TestConcurrentShares(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.must(k.share(k.owner("Ada"), "40", "2026-01-01", ""))
	owners := []Owner{k.owner("Bo"), k.owner("Cy")}
	errs := make([]error, len(owners))
	var wg sync.WaitGroup
	for i, o := range owners {
		wg.Go(func() { _, errs[i] = k.share(o, "60", "2026-03-01", "") })
	}
	wg.Wait()
	if got := code(errs[0]) + code(errs[1]); got != "shares_exceed_100 /percentage" {
		t.Errorf("both: %v", errs)
	}
}

func TestOwnersOfOthers(t *testing.T) {
	t.Parallel()
	k := setup(t)
	ada := k.owner("Ada")
	share := k.must(k.share(ada, "60", "2026-01-01", ""))
	limited := k.admin
	limited.Role, limited.PropertyScope = tenancy.RoleManager, []id.ID{k.oak}
	for name, p := range map[string]tenancy.Principal{"another organization": k.stranger, "staff of another property": limited} {
		_, owner := k.s.Owner(t.Context(), p, ada.ID, true)
		_, one := k.s.Share(t.Context(), p, share.ID)
		_, of := k.s.SharesOf(t.Context(), p, ada.ID)
		_, property := k.s.Ownership(t.Context(), p, k.elm)
		_, update := k.s.UpdateOwner(t.Context(), p, ada.ID, nil, func(*Input) {})
		_, end := k.s.EndShare(t.Context(), p, share.ID, nil, day("2026-12-31"))
		_, add := k.s.AddShare(t.Context(), p, tenancy.Key{}, k.elm, ShareInput{OwnerID: ada.ID, Percentage: money.MustParse("1"), From: day("2026-01-01")})
		for i, err := range []error{owner, one, of, property, update, end, add, k.s.DeleteOwner(t.Context(), p, ada.ID, nil)} {
			if fault.As(err) == nil || fault.As(err).Kind != fault.NotFound {
				t.Errorf("%s, %d: %v", name, i, err)
			}
		}
		if list, _, err := k.s.Owners(t.Context(), p, Filter{}, page.Request{}); err != nil || len(list) != 0 {
			t.Errorf("%s is shown %v, %v", name, list, err)
		}
	}
	free := k.owner("Free")
	if list, _, err := k.s.Owners(t.Context(), limited, Filter{}, page.Request{}); err != nil || len(list) != 1 || list[0].ID != free.ID {
		t.Errorf("an owner of nothing yet: %v, %v", list, err)
	}
}

func TestTaxID(t *testing.T) {
	t.Parallel()
	k := setup(t)
	number := secret.New("12-3456789")
	o, err := k.s.CreateOwner(t.Context(), k.admin, tenancy.Key{}, Input{Name: "Ada", TaxID: &number, Email: new(string)})
	if err != nil || o.TaxIDLastFour != "6789" {
		t.Fatal(o, err)
	}
	super := k.pg.Pool(pgtest.Superuser)
	var stored string
	if err := super.QueryRow(t.Context(), `SELECT o::text || coalesce((SELECT string_agg(a::text, '') FROM audit_logs AS a), '') FROM owners AS o`).Scan(&stored); err != nil || strings.Contains(stored, "3456789") {
		t.Errorf("the number is in the database: %v", err)
	}
	o, err = k.s.UpdateOwner(t.Context(), k.admin, o.ID, &o.Version, func(in *Input) { in.Name = "Ada Ames" })
	if err != nil || o.TaxIDLastFour != "6789" || o.Name != "Ada Ames" {
		t.Errorf("a change of something else: %+v, %v", o, err)
	}
	if got, err := k.s.RevealTaxID(t.Context(), k.admin, o.ID); err != nil || got != "12-3456789" {
		t.Errorf("revealed %q, %v", got, err)
	}
	if n := len(k.told.entries); n != 1 || k.told.entries[0].Action != "reveal" || k.told.entries[0].EntityIDs[0] != o.ID {
		t.Errorf("recorded %+v", k.told.entries)
	}
	stale, manager := k.admin, k.admin
	stale.Fresh, stale.Session, manager.Role = false, id.New(), tenancy.RoleManager
	for want, p := range map[error]tenancy.Principal{authz.ErrStepUp: stale, authz.ErrForbidden: manager, fault.ErrNotFound: k.stranger} {
		if got, err := k.s.RevealTaxID(t.Context(), p, o.ID); !errors.Is(err, want) || got != "" {
			t.Errorf("revealed %q: %v, want %v", got, err, want)
		}
	}
	bad := secret.New("none of your business")
	if _, err := k.s.UpdateOwner(t.Context(), k.admin, o.ID, nil, func(in *Input) { in.TaxID = &bad }); code(err) != "invalid_input /tax_id" {
		t.Error(err)
	}
	if o, err = k.s.UpdateOwner(t.Context(), k.admin, o.ID, nil, func(in *Input) { in.TaxID = &secret.Text{} }); err != nil || o.TaxIDLastFour != "" {
		t.Errorf("taken away: %+v, %v", o, err)
	}
	if _, err := k.s.RevealTaxID(t.Context(), k.admin, o.ID); !errors.Is(err, ErrNoTaxID) {
		t.Error(err)
	}
	if err := k.s.DeleteOwner(t.Context(), k.admin, o.ID, &o.Version); err != nil {
		t.Fatal(err)
	}
	if back, err := k.s.RestoreOwner(t.Context(), k.admin, o.ID); err != nil || back.DeletedAt != nil {
		t.Error(back, err)
	}
}
