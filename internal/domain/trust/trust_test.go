package trust_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

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

func TestMain(m *testing.M) { pgtest.Main(m) }

// kit is a property with its two banks, and a stay whose payments come in.
type kit struct {
	*testing.T
	super              *pgxpool.Pool
	pg                 *pgtest.DB
	db                 *tenancy.DB
	s                  *trust.Service
	admin              tenancy.Principal
	property, unit     id.ID
	tenancy, lease     id.ID
	operating, deposit id.ID
	chart              ledger.Chart
}

func setup(t *testing.T) *kit {
	t.Helper()
	pg := pgtest.New(t)
	k := &kit{T: t, pg: pg, super: pg.Pool(pgtest.Superuser), db: pg.DB(clock.At(time.Date(2026, 3, 20, 15, 0, 0, 0, time.UTC)))}
	k.s = trust.New(k.db)
	k.admin = tenancy.Principal{Organization: pg.Org(t), Role: tenancy.RoleAdmin}
	list := []property.NewProperty{{Name: "Elm Court", Type: "residential", Units: []property.NewUnit{{Number: "1", Form: "apartment", Status: "occupied"}}}}
	k.in(func(ctx context.Context, tx tenancy.Tx) (err error) {
		if k.chart, err = ledger.Open(ctx, tx); err != nil {
			return err
		}
		return property.InsertManyTx(ctx, tx, list)
	})
	k.property, k.unit, k.tenancy, k.lease = list[0].ID, list[0].Units[0].ID, id.New(), id.New()
	org := k.admin.Organization
	k.exec(`INSERT INTO tenancies (tenant_id, id, unit_id, property_id) VALUES ($1, $2, $3, $4)`, org, k.tenancy, k.unit, k.property)
	k.exec(`INSERT INTO leases (tenant_id, id, tenancy_id, unit_id, property_id, start_date, monthly_rent, status) VALUES ($1, $2, $3, $4, $5, '2026-01-01', 1000, 'active')`,
		org, k.lease, k.tenancy, k.unit, k.property)
	k.operating, k.deposit = k.bank(trust.OperatingTrust), k.bank(trust.DepositTrust)
	return k
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.super.Exec(k.Context(), sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

func (k *kit) bank(purpose string) id.ID {
	b := id.New()
	k.exec(`INSERT INTO bank_accounts (tenant_id, id, purpose, account_holder_name, account_type, bank_name, last_four)
		VALUES ($1, $2, $3, 'Elm Court', 'checking', 'First Bank', '0001')`, k.admin.Organization, b, purpose)
	return b
}

func (k *kit) in(do func(context.Context, tenancy.Tx) error) {
	k.Helper()
	if err := tenancy.InTx(k.Context(), k.db, k.admin, do); err != nil {
		k.Fatal(err)
	}
}

func (k *kit) wants(what string, err error, code string) {
	k.Helper()
	var f *fault.Fault
	if errors.As(err, &f) {
		if f.Code == code {
			return
		}
		for _, field := range f.Fields {
			if field.Code == code {
				return
			}
		}
	}
	k.Errorf("%s: %v, want %s", what, err, code)
}

// receive makes a payment that is in the operating bank since a day, held for so many business days.
func (k *kit) receive(amount, on string, hold int32) {
	k.Helper()
	payment, day, sum := id.New(), period.MustParse(on), money.MustParse(amount)
	k.exec(`INSERT INTO payments (tenant_id, id, tenancy_id, lease_id, amount, method, status, paid_at) VALUES ($1, $2, $3, $4, $5, 'check', 'completed', now())`,
		k.admin.Organization, payment, k.tenancy, k.lease, sum)
	k.in(func(ctx context.Context, tx tenancy.Tx) error {
		if err := trust.Receive(ctx, tx, trust.Receipt{
			Payment: payment, Tenancy: k.tenancy, Property: k.property, Bank: k.operating, Kind: trust.InHand, Amount: sum, Received: day, Hold: hold,
		}); err != nil {
			return err
		}
		receipts, err := trust.Receipts(ctx, tx, nil, []id.ID{payment})
		if err != nil {
			return err
		}
		return trust.Bank(ctx, tx, receipts, day)
	})
	k.move(amount, on)
}

// move posts money into the operating bank, or out of it.
func (k *kit) move(amount, on string) {
	k.Helper()
	k.in(func(ctx context.Context, tx tenancy.Tx) error { return k.post(ctx, tx, amount, on) })
}

func (k *kit) post(ctx context.Context, tx tenancy.Tx, amount, on string) error {
	bank, other := ledger.Debit(k.chart.Of(ledger.OperatingBank), k.property, money.MustParse(amount)), ledger.Credit(k.chart.Of(ledger.OtherIncome), k.property, money.MustParse(amount))
	bank.Bank = k.operating
	_, err := ledger.Post(ctx, tx, ledger.Entry{
		Key: "test:" + id.New().String(), Book: ledger.PropertyBook, Date: period.MustParse(on), Source: "test", Lines: []ledger.Line{bank, other},
	})
	return err
}

// pay posts money out of the bank, and asks whether it may leave.
func (k *kit) pay(amount, on string) error {
	return tenancy.InTx(k.Context(), k.db, k.admin, func(ctx context.Context, tx tenancy.Tx) error {
		if err := k.post(ctx, tx, "-"+amount, on); err != nil {
			return err
		}
		return trust.Disburse(ctx, tx, k.property, k.operating, period.MustParse(on))
	})
}

func (k *kit) cleared(on, want string) {
	k.Helper()
	k.in(func(ctx context.Context, tx tenancy.Tx) error {
		got, err := trust.Cleared(ctx, tx, k.property, k.operating, period.MustParse(on))
		if got.String() != want {
			k.Errorf("cleared on %s: %s, want %s", on, got, want)
		}
		return err
	})
}

// A hold ends at the start of its n-th business day: a check of Wednesday the 4th, held for five, on Wednesday the 11th.
func TestHolds(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.receive("800.00", "2026-03-04", 5)
	k.cleared("2026-03-03", "0.00")
	k.cleared("2026-03-04", "0.00")
	k.cleared("2026-03-10", "0.00")
	k.cleared("2026-03-11", "800.00")
	k.wants("held money", k.pay("0.01", "2026-03-10"), "trust_below_zero")
	if err := k.pay("800.00", "2026-03-11"); err != nil {
		t.Error(err)
	}
	k.wants("money that is gone", k.pay("0.01", "2026-03-20"), "trust_below_zero")
}

// What is dated back takes nothing that left since, though there is enough on its own day and today.
func TestDatedBack(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.move("100.00", "2026-03-02")
	if err := k.pay("100.00", "2026-03-05"); err != nil {
		t.Fatal(err)
	}
	k.move("100.00", "2026-03-08")
	k.wants("between", k.pay("50.00", "2026-03-03"), "trust_below_zero")
	if err := k.pay("50.00", "2026-03-08"); err != nil {
		t.Error(err)
	}
	k.cleared("2026-03-20", "50.00")
}

// What the bank takes by itself is written down as short, blocks what would leave, and ends when it is covered.
func TestDeficit(t *testing.T) {
	t.Parallel()
	k := setup(t)
	watch := func(on string) {
		k.in(func(ctx context.Context, tx tenancy.Tx) error {
			return trust.Watch(ctx, tx, k.property, k.operating, period.MustParse(on), "Test")
		})
	}
	open := func(want string) {
		t.Helper()
		rows, err := k.s.Deficits(t.Context(), k.admin)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range rows {
			got += r.Amount.String()
		}
		if got != want {
			t.Errorf("short of %q, want %q", got, want)
		}
	}
	k.move("10.00", "2026-03-02")
	watch("2026-03-02")
	open("")
	k.move("-14.00", "2026-03-03")
	watch("2026-03-03")
	open("4.00")
	k.move("3.00", "2026-03-04")
	k.wants("while it is short", k.pay("0.01", "2026-03-04"), "trust_deficit")
	watch("2026-03-04")
	open("1.00")
	k.move("1.00", "2026-03-05")
	watch("2026-03-03") // asked of a past day, it is today's all the same
	open("")
}

func TestRulesAndBanks(t *testing.T) {
	t.Parallel()
	k := setup(t)
	set := func(p tenancy.Principal, b trust.Banks) error { return k.s.SetBanks(t.Context(), p, id.Nil, b) }
	k.wants("the wrong way round", set(k.admin, trust.Banks{Operating: k.deposit, Deposit: k.operating}), "bank_purpose")
	k.wants("unknown", set(k.admin, trust.Banks{Operating: id.New(), Deposit: k.deposit}), "bank_purpose")
	other := tenancy.Principal{Organization: k.pg.Org(t), Role: tenancy.RoleAdmin}
	k.wants("another organization's", set(other, trust.Banks{Operating: k.operating, Deposit: k.deposit}), "bank_purpose")
	k.in(func(ctx context.Context, tx tenancy.Tx) error {
		_, err := trust.BanksOf(ctx, tx, k.property)
		k.wants("no banks yet", err, "banks_missing")
		return nil
	})
	if err := set(k.admin, trust.Banks{Operating: k.operating, Deposit: k.deposit}); err != nil {
		t.Fatal(err)
	}
	rules := trust.DefaultPolicy()
	rules.HoldACH = 61
	k.wants("a hold without an end", k.s.SetPolicy(t.Context(), k.admin, rules), "range")
	rules = trust.DefaultPolicy()
	rules.AllocationOrder = []string{"rent", "deposit"}
	k.wants("deposits in the order", k.s.SetPolicy(t.Context(), k.admin, rules), "not_allowed")
	rules.AllocationOrder = []string{"rent", "rent"}
	k.wants("a kind twice", k.s.SetPolicy(t.Context(), k.admin, rules), "duplicate")
	rules.AllocationOrder, rules.HoldCheck = []string{"late_fee"}, 7
	if err := k.s.SetPolicy(t.Context(), k.admin, rules); err != nil {
		t.Fatal(err)
	}
	got, err := k.s.Policy(t.Context(), k.admin)
	if err != nil || got.HoldCheck != 7 || len(got.AllocationOrder) != 1 || got.HoldACH != 5 {
		t.Errorf("%+v, %v", got, err)
	}
}
