package march

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// vector is the part of march-2026.json that is compared: the figures.
type vector struct {
	Policies struct {
		LateFee struct {
			Percent string `json:"percent"`
		} `json:"late_fee"`
	} `json:"policies"`
	Expected struct {
		TrialBalance      map[string]string            `json:"trial_balance_accrual"`
		TrialBalanceTotal string                       `json:"trial_balance_total"`
		NetIncome         map[string]string            `json:"net_income"`
		BalanceSheet      map[string]map[string]string `json:"balance_sheet"`
		Receivable        map[string]map[string]string `json:"receivable"`
		DepositsHeld      map[string]string            `json:"deposits_held"`
		ThreeWayOperating map[string]string            `json:"three_way_operating"`
		ThreeWayDeposit   map[string]string            `json:"three_way_deposit"`
		OwnerStatement    map[string]string            `json:"owner_statement"`
		Variants          map[string]json.RawMessage   `json:"variants"`
		Beneficiaries     map[string]map[string]string `json:"beneficiaries"`
		CompanyBook       map[string]string            `json:"company_book"`
		Checkpoints       map[string]map[string]string `json:"checkpoints"`
	} `json:"expected"`
}

// month is Maple Court on the last day of February, before anything is in these books.
type month struct {
	*testing.T
	pg      *pgtest.DB
	super   *pgxpool.Pool
	db      *tenancy.DB
	clock   *clock.Fixed
	want    vector
	admin   tenancy.Principal // makes
	second  tenancy.Principal // releases
	maple   id.ID
	units   map[string]id.ID
	stays   map[string]id.ID
	owners  map[string]id.ID
	banks   trust.Banks
	company id.ID

	books   *ledger.Service
	trust   *trust.Service
	billing *billing.Service
	leasing *leasing.Service
}

func dollars(s string) money.Amount { return money.MustParse(s) }

func day(s string) period.Date { return period.MustParse(s) }

func some(s string) *money.Amount {
	a := dollars(s)
	return &a
}

// begin sets the scene; zone is where the organization is, and the clock stands at noon there.
func begin(t *testing.T, zone string) *month {
	t.Helper()
	pg := pgtest.New(t)
	c := clock.At(time.Date(2026, 2, 28, 22, 0, 0, 0, time.UTC))
	k := &month{T: t, pg: pg, super: pg.Pool(pgtest.Superuser), clock: c, db: pg.DB(c), stays: map[string]id.ID{}, units: map[string]id.ID{}, owners: map[string]id.ID{}}
	raw, err := os.ReadFile("testdata/march-2026.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &k.want); err != nil {
		t.Fatal(err)
	}
	org := pg.Org(t)
	k.exec(`UPDATE organizations SET plan = 'enterprise', time_zone = $2 WHERE id = $1`, org, zone)
	k.admin, k.second = k.person(org), k.person(org)
	k.books, k.trust, k.billing, k.leasing = ledger.New(k.db), trust.New(k.db), billing.New(k.db), leasing.New(k.db)
	k.place()
	k.households()
	return k
}

func (k *month) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.super.Exec(k.Context(), sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

func (k *month) person(org id.ID) tenancy.Principal {
	p := tenancy.Principal{Organization: org, User: id.New(), Role: tenancy.RoleAdmin}
	k.exec(`INSERT INTO users (tenant_id, id, email, first_name, last_name, role) VALUES ($1, $2, $3, 'Pat', 'Poe', 'admin')`, org, p.User, p.User.String()+"@example.com")
	return p
}

func (k *month) bank(purpose string) id.ID {
	b := id.New()
	k.exec(`INSERT INTO bank_accounts (tenant_id, id, purpose, account_holder_name, account_type, bank_name, last_four)
		VALUES ($1, $2, $3, 'Maple Court', 'checking', 'First Bank', '0001')`, k.admin.Organization, b, purpose)
	return b
}

// place makes the property with its four units, its banks, owners and rules.
func (k *month) place() {
	k.Helper()
	list := []property.NewProperty{{Name: "Maple Court", Type: "residential"}}
	for _, n := range []string{"101", "102", "103", "104"} {
		list[0].Units = append(list[0].Units, property.NewUnit{Number: n, Form: "apartment", Status: "occupied"})
	}
	k.in(func(ctx context.Context, tx tenancy.Tx) error { return property.InsertManyTx(ctx, tx, list) })
	k.maple = list[0].ID
	for _, u := range list[0].Units {
		k.units[u.Number] = u.ID
	}
	k.banks = trust.Banks{Operating: k.bank(trust.OperatingTrust), Deposit: k.bank(trust.DepositTrust)}
	k.company = k.bank(trust.Company)
	k.must(k.trust.SetBanks(k.Context(), k.admin, k.maple, k.banks))
	rules := trust.DefaultPolicy()
	rules.ReturnFeeBearer = trust.BearerOwner
	k.must(k.trust.SetPolicy(k.Context(), k.admin, rules))
	for i, name := range []string{"A", "B", "C"} {
		k.owners[name] = id.New()
		k.exec(`INSERT INTO owners (tenant_id, id, name) VALUES ($1, $2, $3)`, k.admin.Organization, k.owners[name], "Owner "+name)
		k.exec(`INSERT INTO owner_properties (tenant_id, id, owner_id, property_id, ownership_percentage, from_date) VALUES ($1, gen_random_uuid(), $2, $3, $4, '2025-01-01')`,
			k.admin.Organization, k.owners[name], k.maple, []string{"50", "25", "25"}[i])
	}
	percent, kind, grace, nsf := dollars(k.want.Policies.LateFee.Percent), "percent", int32(5), dollars("35.00")
	_, err := k.leasing.SetPolicy(k.Context(), k.admin, leasing.PolicyOf{Property: k.maple}, nil, func(p *leasing.Policy) {
		p.LateFeePercentage, p.LateFeeKind, p.GraceDays, p.NsfFee = &percent, &kind, &grace, &nsf
	})
	k.must(err)
}

// households are 101 and 102 who live there, 103 who moves in on 14 March, 104 who left on the last day of February.
func (k *month) households() {
	k.Helper()
	home := func(unit, start, rent, deposit, movedIn, movedOut string) leasing.Household {
		h := leasing.Household{
			UnitID: k.units[unit], PropertyID: k.maple, Renters: []leasing.NewRenter{{FirstName: "Renter", LastName: unit}},
			Leases: []leasing.NewLease{{Start: day(start), MonthlyRent: some(rent), Status: leasing.StatusActive}},
		}
		if movedIn != "" {
			h.MovedInOn = day(movedIn)
		}
		if movedOut != "" {
			h.MovedOutOn, h.Leases[0].End, h.Leases[0].Status = day(movedOut), day(movedOut), leasing.StatusExpired
		}
		if deposit != "" {
			h.Leases[0].Opening = &leasing.Opening{AsOf: day("2026-02-28"), DepositHeld: dollars(deposit)}
		}
		return h
	}
	list := []leasing.Household{
		home("101", "2025-06-01", "1500.00", "1500.00", "2025-06-01", ""), home("102", "2025-06-01", "1275.00", "1275.00", "2025-06-01", ""),
		home("103", "2026-03-14", "1400.00", "", "2026-03-14", ""), home("104", "2025-03-01", "1200.00", "1200.00", "2025-03-01", "2026-02-28"),
	}
	k.in(func(ctx context.Context, tx tenancy.Tx) error { return leasing.RecordTx(ctx, tx, list) })
	for i, n := range []string{"101", "102", "103", "104"} {
		k.stays[n] = list[i].TenancyID
	}
	k.exec(`UPDATE leases SET late_fee_confirmed_on = start_date WHERE tenant_id = $1`, k.admin.Organization)
	k.exec(`INSERT INTO lease_deposits (tenant_id, id, lease_id, tenancy_id, kind, amount, due_on)
		SELECT tenant_id, gen_random_uuid(), id, tenancy_id, 'security', 1400, '2026-03-14' FROM leases WHERE tenancy_id = $1`, k.stays["103"])
}

func (k *month) in(do func(context.Context, tenancy.Tx) error) {
	k.Helper()
	k.must(tenancy.InTx(k.Context(), k.db, k.admin, do))
}

func (k *month) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

// wants says that err is the fault of a code.
func (k *month) wants(what string, err error, code string) {
	k.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code {
		k.Errorf("%s: %v, want %s", what, err, code)
	}
}

// on moves the clock to the afternoon of a day.
func (k *month) on(date string) period.Date {
	k.clock.Advance(day(date).Time().Add(22 * time.Hour).Sub(k.clock.Now()))
	return day(date)
}

// accounts are the balances of a book on a day by code, debit positive, without those that are zero.
func (k *month) accounts(book ledger.Book, date string, basis ledger.Basis) map[string]money.Amount {
	k.Helper()
	_, rows, err := k.books.TrialBalance(k.Context(), k.admin, ledger.Question{Book: book, AsOf: day(date), Basis: basis})
	k.must(err)
	out := map[string]money.Amount{}
	for _, r := range rows {
		if !r.Net().IsZero() {
			out[r.Account.Code] = r.Net()
		}
	}
	return out
}

// figure compares one figure.
func (k *month) figure(what string, got money.Amount, want string) {
	k.Helper()
	if got.String() != want {
		k.Errorf("%s: %s, want %s", what, got, want)
	}
}
