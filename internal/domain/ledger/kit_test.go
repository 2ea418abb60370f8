package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// kit is the books of one organization with two properties, and of another organization.
type kit struct {
	*testing.T
	super        *pgxpool.Pool
	pg           *pgtest.DB
	db           *tenancy.DB
	clock        *clock.Fixed
	s            *ledger.Service
	admin, other tenancy.Principal
	maple, oak   id.ID
	chart        ledger.Chart
}

func setup(t *testing.T) *kit {
	t.Helper()
	pg := pgtest.New(t)
	c := clock.At(time.Date(2026, 3, 31, 15, 0, 0, 0, time.UTC))
	k := &kit{T: t, pg: pg, super: pg.Pool(pgtest.Superuser), clock: c, db: pg.DB(c)}
	k.s = ledger.New(k.db)
	k.admin, k.other = k.organization(), k.organization()
	k.maple, k.oak = k.property(k.admin, "Maple Court"), k.property(k.admin, "Oak House")
	k.chart = k.open(k.admin)
	k.open(k.other)
	return k
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.super.Exec(k.Context(), sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

func (k *kit) organization() tenancy.Principal {
	k.Helper()
	org := k.pg.Org(k)
	return k.person(org, tenancy.RoleAdmin)
}

// person is a new user of an organization.
func (k *kit) person(org id.ID, role tenancy.Role) tenancy.Principal {
	k.Helper()
	p := tenancy.Principal{Organization: org, User: id.New(), Role: role}
	k.exec(`INSERT INTO users (tenant_id, id, email, first_name, last_name, role) VALUES ($1, $2, $3, 'Pat', 'Poe', $4)`, org, p.User,
		p.User.String()+"@example.com", string(role))
	return p
}

func (k *kit) property(p tenancy.Principal, name string) id.ID {
	k.Helper()
	v := id.New()
	k.exec(`INSERT INTO properties (tenant_id, id, name, type) VALUES ($1, $2, $3, 'residential')`, p.Organization, v, name)
	return v
}

func (k *kit) open(p tenancy.Principal) (c ledger.Chart) {
	k.Helper()
	k.in(p, func(ctx context.Context, tx tenancy.Tx) (err error) {
		c, err = ledger.Open(ctx, tx)
		return err
	})
	return c
}

// code is the account with a code.
func (k *kit) code(code string) id.ID {
	for _, a := range k.chart.Accounts() {
		if a.Code == code {
			return a.ID
		}
	}
	k.Fatal("no account " + code)
	return id.Nil
}

// in runs something in a transaction that must hold.
func (k *kit) in(p tenancy.Principal, do func(context.Context, tenancy.Tx) error) {
	k.Helper()
	if err := tenancy.InTx(k.Context(), k.db, p, do); err != nil {
		k.Fatal(err)
	}
}

// post posts entries in a transaction of their own.
func (k *kit) post(entries ...ledger.Entry) (out []ledger.Posted, err error) {
	err = tenancy.InTx(k.Context(), k.db, k.admin, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = ledger.Post(ctx, tx, entries...)
		return err
	})
	return out, err
}

// entry is a rent of a property, charged on a day.
func (k *kit) entry(key, day, amount string) ledger.Entry {
	sum := money.MustParse(amount)
	return ledger.Entry{
		Key: key, Book: ledger.PropertyBook, Date: period.MustParse(day), Source: "charge",
		Lines: []ledger.Line{
			ledger.Debit(k.chart.Of(ledger.Receivable), k.maple, sum), ledger.Credit(k.chart.Of(ledger.Rent), k.maple, sum),
		},
	}
}

// balance is what an account holds at the end of a day, debit positive.
func (k *kit) balance(of ledger.Purpose, about ledger.Question) string {
	k.Helper()
	if about.Book == "" {
		about.Book = ledger.PropertyBook
	}
	_, list, err := k.s.TrialBalance(k.Context(), k.admin, about)
	if err != nil {
		k.Fatal(err)
	}
	var debit, credit money.Amount
	got := "0.00"
	for _, b := range list {
		debit, credit = debit.Add(b.Debit), credit.Add(b.Credit)
		if b.Account.ID == k.chart.Of(of) {
			got = b.Net().String()
		}
	}
	if !debit.Equal(credit) {
		k.Errorf("%+v: debits %s, credits %s", about, debit, credit)
	}
	return got
}

// wants says that err is the fault of a code, or one of a field with that code.
func (k *kit) wants(what string, err error, code string) {
	k.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Code != code && !slices.ContainsFunc(f.Fields, func(f fault.Field) bool { return f.Code == code }) {
		k.Errorf("%s: %v, want %s", what, err, code)
	}
}

// sound says that the kept sums are those of the lines.
func (k *kit) sound() {
	k.Helper()
	if n, err := k.s.Wrong(k.Context(), k.admin); err != nil || n != 0 {
		k.Errorf("%d months are wrong, %v", n, err)
	}
}

func day(s string) ledger.Question { return ledger.Question{AsOf: period.MustParse(s)} }

func key(n int) string { return fmt.Sprintf("charge:%d", n) }
