package march

import (
	"context"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// played is what the month's payments were.
type played struct{ ach101, check102, ach102, cashiers103, cashiers102 billing.Payment }

// variant is what is different in a playing of the month.
type variant struct {
	started string // the day on which 102 started its ACH
}

func (k *month) receive(stay, instrument, amount, date string) billing.Payment {
	k.Helper()
	out, err := k.billing.Receive(k.Context(), k.admin, tenancy.Key{}, billing.PaymentInput{
		Tenancy: k.stays[stay], Amount: dollars(amount), Instrument: instrument, On: k.on(date),
	})
	k.must(err)
	return out
}

func (k *month) start(stay, amount, date string) billing.Payment {
	k.Helper()
	out, err := k.billing.Start(k.Context(), k.admin, tenancy.Key{}, billing.OnlineInput{
		Tenancy: k.stays[stay], Amount: dollars(amount), Instrument: trust.ACH, Started: k.on(date), Processor: "pi_" + stay + date,
	})
	k.must(err)
	return out
}

func (k *month) succeed(p billing.Payment, date string) billing.Payment {
	k.Helper()
	out, err := k.billing.Succeed(k.Context(), k.admin, tenancy.Key{}, p.ID, k.on(date))
	k.must(err)
	return out
}

// daily does what the program does each night.
func (k *month) daily(date string) {
	k.Helper()
	k.on(date)
	_, err := k.billing.BillLateFees(k.Context(), k.admin, day(date))
	k.must(err)
	_, err = k.billing.BillRent(k.Context(), k.admin, day(date))
	k.must(err)
}

// open is event 0.
func (k *month) open() {
	k.Helper()
	_, err := k.billing.TakeOn(k.Context(), k.admin, tenancy.Key{}, billing.TakeOnInput{
		Property: k.maple, On: k.on("2026-02-28"), FirstPeriod: day("2026-03-01"), Operating: dollars("500.00"), Deposits: dollars("3975.00"),
		Owners: []billing.OwnerBalance{{Amount: dollars("500.00")}},
	})
	k.must(err)
}

// first plays 1 to 13 March: events 1 to 8.
func (k *month) first(v variant) (out played) {
	k.Helper()
	k.daily("2026-03-01")
	out.ach101 = k.start("101", "1650.00", "2026-03-01")
	out.check102 = k.receive("102", trust.PersonalCheck, "800.00", "2026-03-03")
	k.deposit("2026-03-04", out.check102)
	out.ach101 = k.succeed(out.ach101, "2026-03-05")
	if v.started < "2026-03-07" {
		out.ach102 = k.start("102", "475.00", v.started)
	}
	k.daily("2026-03-07")
	k.payout("2026-03-09", "1650.00", out.ach101)
	if v.started > "2026-03-07" {
		out.ach102 = k.start("102", "475.00", v.started)
	}
	k.succeed(out.ach102, "2026-03-12")
	return out
}

// fail is events 12 to 14: 102's ACH comes back.
func (k *month) fail(out played) {
	k.Helper()
	_, err := k.billing.Fail(k.Context(), k.admin, tenancy.Key{}, out.ach102.ID, billing.ReturnInput{
		Kind: billing.Returned, On: k.on("2026-03-16"), Code: "R01", NSFFee: true, ProcessorFee: dollars("4.00"),
	})
	k.must(err)
}

// second plays 14 to 31 March, to before the fees and draws: events 9 to 24.
func (k *month) rest(out played) {
	k.Helper()
	k.daily("2026-03-14")
	out.cashiers103 = k.receive("103", trust.CashiersCheck, "2212.90", "2026-03-14")
	k.deposit("2026-03-16", out.cashiers103)
	k.fail(out)
	k.payout("2026-03-18", "-4.00")
	for _, c := range []struct{ kind, amount, what string }{{billing.KindCleaning, "150.00", "Cleaning"}, {billing.KindDamage, "210.00", "Door"}} {
		_, err := k.billing.Charge(k.Context(), k.admin, tenancy.Key{}, billing.ChargeInput{
			Tenancy: k.stays["104"], Kind: c.kind, Amount: dollars(c.amount), Due: k.on("2026-03-18"), Description: c.what,
		})
		k.must(err)
	}
	_, err := k.billing.ApplyDeposit(k.Context(), k.admin, tenancy.Key{}, billing.ApplyInput{Tenancy: k.stays["104"], On: k.on("2026-03-18")})
	k.must(err)
	k.transfer("2026-03-18", "360.00")
	k.refund("104", billing.RefundDeposit, "840.00", "2026-03-18")
	k.refund("101", billing.RefundPrepaid, "100.00", "2026-03-19")
	out.cashiers102 = k.receive("102", trust.CashiersCheck, "500.00", "2026-03-20")
	k.deposit("2026-03-20", out.cashiers102)
	k.daily("2026-03-31")
}

func (k *month) refund(stay, kind, amount, date string) {
	k.Helper()
	k.on(date)
	r, err := k.billing.AskRefund(k.Context(), k.admin, tenancy.Key{}, billing.RefundInput{
		Tenancy: k.stays[stay], Kind: kind, Amount: dollars(amount), Payee: "Renter " + stay,
	})
	k.must(err)
	in := billing.ReleaseInput{On: day(date), Method: "check", Reference: stay}
	_, err = k.billing.ReleaseRefund(k.Context(), k.admin, tenancy.Key{}, r.ID, in)
	k.wants("releasing one's own refund", err, "second_person_needed")
	_, err = k.billing.ReleaseRefund(k.Context(), k.second, tenancy.Key{}, r.ID, in)
	k.must(err)
}

// post posts lines of the property's book by hand.
func (k *month) post(key, date string, lines func(ledger.Chart) []ledger.Line) {
	k.Helper()
	k.on(date)
	k.in(func(ctx context.Context, tx tenancy.Tx) error {
		c, err := ledger.Open(ctx, tx)
		if err != nil {
			return err
		}
		_, err = ledger.Post(ctx, tx, ledger.Entry{Key: key, Book: ledger.PropertyBook, Date: day(date), Source: "bank", Lines: lines(c)})
		return err
	})
}

func (k *month) move(c ledger.Chart, to, from ledger.Purpose, bank id.ID, amount money.Amount) []ledger.Line {
	a, b := ledger.Debit(c.Of(to), k.maple, amount), ledger.Credit(c.Of(from), k.maple, amount)
	a.Bank, b.Bank = bank, bank
	return []ledger.Line{a, b}
}

func (k *month) deposit(date string, list ...billing.Payment) {
	k.Helper()
	var receipts []trust.Receipt
	k.in(func(ctx context.Context, tx tenancy.Tx) (err error) {
		var ids []id.ID
		for _, p := range list {
			ids = append(ids, p.ID)
		}
		if receipts, err = trust.Receipts(ctx, tx, nil, ids); err != nil {
			return err
		}
		return trust.Bank(ctx, tx, receipts, day(date))
	})
	k.post("deposit:"+date, date, func(c ledger.Chart) (out []ledger.Line) {
		for _, r := range receipts {
			to := ledger.OperatingBank
			if r.Bank == k.banks.Deposit {
				to = ledger.DepositBank
			}
			out = append(out, k.move(c, to, ledger.Undeposited, r.Bank, r.Amount)...)
		}
		return out
	})
}

func (k *month) payout(date, amount string, list ...billing.Payment) {
	k.Helper()
	k.in(func(ctx context.Context, tx tenancy.Tx) error {
		for _, p := range list {
			receipts, err := trust.Receipts(ctx, tx, nil, []id.ID{p.ID})
			if err != nil {
				return err
			}
			if err := trust.Bank(ctx, tx, receipts, day(date)); err != nil {
				return err
			}
		}
		return nil
	})
	k.post("payout:"+date, date, func(c ledger.Chart) []ledger.Line {
		return k.move(c, ledger.OperatingBank, ledger.Clearing, k.banks.Operating, dollars(amount))
	})
}

func (k *month) transfer(date, amount string) {
	k.Helper()
	k.post("transfer:"+date, date, func(c ledger.Chart) []ledger.Line {
		out := k.move(c, ledger.OperatingBank, ledger.DepositBank, k.banks.Operating, dollars(amount))
		out[1].Bank = k.banks.Deposit
		return out
	})
}

// sum adds up what is owed by a stay on a day.
func (k *month) owed(stay, date string) money.Amount {
	k.Helper()
	rows, err := k.billing.Owed(k.Context(), k.admin, billing.OwedQuestion{Tenancy: k.stays[stay], AsOf: day(date)})
	k.must(err)
	var sum money.Amount
	for _, r := range rows {
		sum = sum.Add(r.Open)
	}
	return sum
}

// TestMarch2026 plays the month and compares what it comes to.
func TestMarch2026(t *testing.T) {
	t.Parallel()
	k := begin(t, "America/New_York")
	k.open()
	k.rest(k.first(variant{started: "2026-03-09"}))

	e := k.want.Expected
	k.figure("102 owes on 17 March", k.owed("102", "2026-03-17"), e.Receivable["as_of_2026-03-17"]["renter 102"])
	k.figure("102 owes on 31 March", k.owed("102", "2026-03-31"), e.Receivable["as_of_2026-03-31"]["renter 102"])
	held, err := k.billing.Held(t.Context(), k.admin, ledger.DepositsHeld, day("2026-03-31"))
	k.must(err)
	total := money.Zero
	for _, n := range []string{"101", "102", "103", "104"} {
		got := money.Zero
		for _, h := range held {
			if h.TenancyID == k.stays[n] {
				got = h.Amount
			}
		}
		total = total.Add(got)
		k.figure("deposit of "+n, got, e.DepositsHeld["renter "+n])
	}
	k.figure("deposits", total, e.DepositsHeld["total"])
	accrual := k.accounts(ledger.PropertyBook, "2026-03-31", ledger.Accrual)
	for _, code := range []string{"1020", "1140", "1150", "1200", "2100", "2105", "2200", "3000", "4000", "4100", "4110", "4200", "5200"} {
		k.figure(code, accrual[code], e.TrialBalance[code])
	}
	n, err := k.books.Wrong(t.Context(), k.admin)
	k.must(err)
	if n != 0 {
		t.Errorf("%d months are not their lines", n)
	}
}

// An ACH that was started in the days of grace spares the late fee, until it fails.
func TestMarchWithAnEarlyACH(t *testing.T) {
	t.Parallel()
	k := begin(t, "America/New_York")
	k.open()
	out := k.first(variant{started: "2026-03-06"})
	fees := func() (list []string) {
		rows, err := k.super.Query(t.Context(), `SELECT due_on || ' ' || amount FROM charges WHERE kind = 'late_fee' ORDER BY due_on`)
		k.must(err)
		defer rows.Close()
		for rows.Next() {
			var s string
			k.must(rows.Scan(&s))
			list = append(list, s)
		}
		return list
	}
	if got := fees(); len(got) != 0 {
		t.Errorf("late fees while the money was under way: %v", got)
	}
	k.fail(out)
	if got := fees(); len(got) != 1 || got[0] != "2026-03-16 23.75" {
		t.Errorf("late fees once it failed: %v", got)
	}
	k.daily("2026-03-20")
	if got := fees(); len(got) != 1 {
		t.Errorf("late fees later: %v", got)
	}
}
