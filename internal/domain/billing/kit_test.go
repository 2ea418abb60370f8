package billing_test

import (
	"context"
	"errors"
	"fmt"
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

func TestMain(m *testing.M) { pgtest.Main(m) }

// kit is an organization with one property of some units, each with a household since 2026-01-01 at 1000.00 a month, taken on from March.
type kit struct {
	*testing.T
	super         *pgxpool.Pool
	pg            *pgtest.DB
	db            *tenancy.DB
	clock         *clock.Fixed
	s             *billing.Service
	books         *ledger.Service
	trust         *trust.Service
	admin, second tenancy.Principal
	property      id.ID
	stays, leases []id.ID
	banks         trust.Banks
	chart         ledger.Chart
}

// none asks for nothing to happen once.
var none tenancy.Key

func setup(t *testing.T, units int) *kit {
	t.Helper()
	pg := pgtest.New(t)
	c := clock.At(time.Date(2026, 3, 1, 15, 0, 0, 0, time.UTC))
	k := &kit{T: t, pg: pg, super: pg.Pool(pgtest.Superuser), clock: c, db: pg.DB(c)}
	k.s, k.books, k.trust = billing.New(k.db), ledger.New(k.db), trust.New(k.db)
	org := pg.Org(t)
	k.exec(`UPDATE organizations SET plan = 'enterprise' WHERE id = $1`, org)
	k.admin, k.second = k.person(org, tenancy.RoleAdmin), k.person(org, tenancy.RoleAdmin)
	k.settle(units)
	_, err := k.s.TakeOn(t.Context(), k.admin, none, billing.TakeOnInput{Property: k.property, On: day("2026-02-28"), FirstPeriod: day("2026-03-01")})
	k.must(err)
	k.in(func(ctx context.Context, tx tenancy.Tx) error {
		k.chart, err = ledger.Open(ctx, tx)
		return err
	})
	return k
}

func (k *kit) settle(units int) {
	k.Helper()
	list := []property.NewProperty{{Name: "Elm Court", Type: "residential"}}
	for i := range units {
		list[0].Units = append(list[0].Units, property.NewUnit{Number: fmt.Sprint(i + 1), Form: "apartment", Status: "occupied"})
	}
	k.in(func(ctx context.Context, tx tenancy.Tx) error { return property.InsertManyTx(ctx, tx, list) })
	k.property = list[0].ID
	rent := money.MustParse("1000.00")
	var homes []leasing.Household
	for _, u := range list[0].Units {
		homes = append(homes, leasing.Household{
			UnitID: u.ID, PropertyID: k.property, MovedInOn: day("2026-01-01"), Renters: []leasing.NewRenter{{FirstName: "Ida", LastName: "Iris"}},
			Leases: []leasing.NewLease{{Start: day("2026-01-01"), MonthlyRent: &rent, Status: leasing.StatusActive}},
		})
	}
	k.in(func(ctx context.Context, tx tenancy.Tx) error { return leasing.RecordTx(ctx, tx, homes) })
	for _, h := range homes {
		k.stays, k.leases = append(k.stays, h.TenancyID), append(k.leases, h.Leases[0].ID)
	}
	k.banks = trust.Banks{Operating: k.bank(trust.OperatingTrust), Deposit: k.bank(trust.DepositTrust)}
	k.must(k.trust.SetBanks(k.Context(), k.admin, id.Nil, k.banks))
}

func (k *kit) bank(purpose string) id.ID {
	b := id.New()
	k.exec(`INSERT INTO bank_accounts (tenant_id, id, purpose, account_holder_name, account_type, bank_name, last_four)
		VALUES ($1, $2, $3, 'Elm Court', 'checking', 'First Bank', '0001')`, k.admin.Organization, b, purpose)
	return b
}

func (k *kit) person(org id.ID, role tenancy.Role) tenancy.Principal {
	k.Helper()
	p := tenancy.Principal{Organization: org, User: id.New(), Role: role}
	k.exec(`INSERT INTO users (tenant_id, id, email, first_name, last_name, role) VALUES ($1, $2, $3, 'Pat', 'Poe', $4)`, org, p.User,
		p.User.String()+"@example.com", string(role))
	return p
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.super.Exec(k.Context(), sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

func (k *kit) one(sql string, args ...any) (v string) {
	k.Helper()
	if err := k.super.QueryRow(k.Context(), "SELECT coalesce(("+sql+")::text, '')", args...).Scan(&v); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
	return v
}

func (k *kit) in(do func(context.Context, tenancy.Tx) error) {
	k.Helper()
	k.must(tenancy.InTx(k.Context(), k.db, k.admin, do))
}

func (k *kit) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

// wants says that err is the fault of a code.
func (k *kit) wants(what string, err error, code string) {
	k.Helper()
	var f *fault.Fault
	switch {
	case !errors.As(err, &f):
		k.Errorf("%s: %v, want %s", what, err, code)
	case f.Code == code:
	default:
		for _, field := range f.Fields {
			if field.Code == code {
				return
			}
		}
		k.Errorf("%s: %v, want %s", what, err, code)
	}
}

func (k *kit) same(what, got, want string) {
	k.Helper()
	if got != want {
		k.Errorf("%s: %s, want %s", what, got, want)
	}
}

// now moves the clock to a moment.
func (k *kit) now(moment string) {
	k.Helper()
	t, err := time.Parse(time.RFC3339, moment)
	k.must(err)
	k.clock.Advance(t.Sub(k.clock.Now()))
}

// rent charges the rent that is due by today.
func (k *kit) rent() billing.Run {
	k.Helper()
	run, err := k.s.BillRent(k.Context(), k.admin, period.Date{})
	k.must(err)
	return run
}

func (k *kit) pay(stay int, amount, on string) (billing.Payment, error) {
	return k.s.Receive(k.Context(), k.admin, none, billing.PaymentInput{
		Tenancy: k.stays[stay], Amount: money.MustParse(amount), Instrument: trust.PersonalCheck, On: day(on),
	})
}

func (k *kit) account(stay int) billing.Account {
	k.Helper()
	a, err := k.s.Account(k.Context(), k.admin, k.stays[stay])
	k.must(err)
	return a
}

// ties says that the books are those of the charges and payments.
func (k *kit) ties() {
	k.Helper()
	org := k.admin.Organization
	control := func(purpose string) string {
		return k.one(`SELECT coalesce(sum(CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END), 0.00) FROM transactions t JOIN ledger_accounts a ON a.tenant_id = t.tenant_id
			AND a.id = t.ledger_account_id WHERE t.tenant_id = $1 AND a.purpose = $2`, org, purpose)
	}
	k.same("receivable is what is open of charges", control("receivable"), k.one(`SELECT coalesce(sum(CASE WHEN c.undone_at IS NULL THEN c.amount ELSE 0 END
		- coalesce((SELECT sum(amount) FROM payment_allocations a WHERE a.charge_id = c.id), 0) - coalesce((SELECT sum(amount) FROM charge_credits a WHERE a.charge_id = c.id), 0)), 0.00)
		FROM charges c WHERE c.tenant_id = $1`, org))
	k.same("prepaid is what is left of payments", control("prepaid"), k.one(`SELECT -coalesce(sum(p.amount - coalesce((SELECT sum(amount) FROM payment_takebacks b WHERE b.payment_id = p.id), 0)
		- coalesce((SELECT sum(amount) FROM payment_allocations a WHERE a.payment_id = p.id), 0)), 0.00) FROM payments p WHERE p.tenant_id = $1 AND p.journal_entry_id IS NOT NULL`, org))
	k.same("charges with more than they are", k.one(`SELECT count(*) FROM charges c WHERE c.tenant_id = $1 AND (SELECT coalesce(sum(amount), 0) FROM payment_allocations a WHERE a.charge_id = c.id)
		+ (SELECT coalesce(sum(amount), 0) FROM charge_credits a WHERE a.charge_id = c.id) NOT BETWEEN 0 AND c.amount`, org), "0")
	k.same("a receivable on the cash basis", k.one(`SELECT coalesce(sum(b.cash_debit - b.cash_credit), 0.00) FROM ledger_balances b JOIN ledger_accounts a ON a.tenant_id = b.tenant_id AND a.id = b.ledger_account_id
		WHERE b.tenant_id = $1 AND a.purpose IN ('receivable', 'deposits_billed')`, org), "0.00")
	n, err := k.books.Wrong(k.Context(), k.admin)
	k.must(err)
	if n != 0 {
		k.Errorf("%d months are not their lines", n)
	}
}

func day(s string) period.Date { return period.MustParse(s) }

// fill brings what is undeposited to the operating bank, in the books.
func (k *kit) fill(amount, on string) {
	k.Helper()
	k.in(func(ctx context.Context, tx tenancy.Tx) error {
		bank, from := ledger.Debit(k.chart.Of(ledger.OperatingBank), k.property, money.MustParse(amount)), ledger.Credit(k.chart.Of(ledger.Undeposited), k.property, money.MustParse(amount))
		bank.Bank, from.Bank = k.banks.Operating, k.banks.Operating
		_, err := ledger.Post(ctx, tx, ledger.Entry{
			Key: "fill:" + on, Book: ledger.PropertyBook, Date: day(on), Source: "bank_deposit", Lines: []ledger.Line{bank, from},
		})
		return err
	})
}
