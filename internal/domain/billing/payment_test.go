package billing_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/trust"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func dollars(s string) money.Amount { return money.MustParse(s) }

// The same payment a hundred times at once is one payment.
func TestTheSamePaymentAtOnce(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.rent()
	key := tenancy.NewKey("pay-1", "receive", []byte("1000"))
	var first atomic.Pointer[id.ID]
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			p, err := k.s.Receive(t.Context(), k.admin, key, billing.PaymentInput{
				Tenancy: k.stays[0], Amount: dollars("1000.00"), Instrument: trust.CashMoney, On: day("2026-03-01"),
			})
			if err != nil {
				t.Error(err)
			}
			if first.CompareAndSwap(nil, &p.ID); *first.Load() != p.ID {
				t.Error("two payments were made")
			}
		})
	}
	all.Wait()
	k.same("payments", k.one(`SELECT count(*) || ' ' || sum(amount) FROM payments`), "1 1000.00")
	k.same("balance", k.account(0).Balance.String(), "0.00")
	k.ties()
}

// The same dollar of a charge is settled once: of those who want it at once the first has it, and the others are told.
func TestTheSameDollarTwice(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.rent()
	charge := k.account(0).Charges[0].ID
	var won, lost atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := k.s.Receive(t.Context(), k.admin, none, billing.PaymentInput{
				Tenancy: k.stays[0], Amount: dollars("600.00"), Instrument: trust.CashMoney, On: day("2026-03-01"),
				Parts: []billing.Part{{Charge: charge, Amount: dollars("600.00")}},
			})
			if err == nil {
				won.Add(1)
				return
			}
			lost.Add(1)
			k.wants("the others", err, "allocation_exceeds")
		})
	}
	all.Wait()
	if won.Load() != 1 || lost.Load() != 7 {
		t.Errorf("%d won, %d lost", won.Load(), lost.Load())
	}
	k.same("balance", k.account(0).Balance.String(), "400.00")
	k.ties()
}

// Whatever a person gives that cannot be is refused with the field, and nothing is written.
func TestBadPayments(t *testing.T) {
	t.Parallel()
	k := setup(t, 2)
	k.rent()
	mine, theirs := k.account(0).Charges[0].ID, k.account(1).Charges[0].ID
	good := billing.PaymentInput{Tenancy: k.stays[0], Amount: dollars("10.00"), Instrument: trust.CashMoney, On: day("2026-03-01")}
	for what, c := range map[string]struct {
		change func(*billing.PaymentInput)
		code   string
	}{
		"zero":                  {func(in *billing.PaymentInput) { in.Amount = money.Zero }, "range"},
		"negative":              {func(in *billing.PaymentInput) { in.Amount = dollars("-1.00") }, "range"},
		"huge":                  {func(in *billing.PaymentInput) { in.Amount = dollars("100000000000.00") }, "range"},
		"no day":                {func(in *billing.PaymentInput) { in.On = day("2026-03-01").AddDays(1) }, "in_the_future"},
		"a day long ago":        {func(in *billing.PaymentInput) { in.On = day("1900-01-01") }, "range"},
		"no instrument":         {func(in *billing.PaymentInput) { in.Instrument = "" }, "not_allowed"},
		"an online instrument":  {func(in *billing.PaymentInput) { in.Instrument = trust.ACH }, "not_allowed"},
		"a nameless agency":     {func(in *billing.PaymentInput) { in.Payer = "agency" }, "required"},
		"another stay's charge": {func(in *billing.PaymentInput) { in.Parts = []billing.Part{{theirs, dollars("1.00")}} }, "charge_of_another_stay"},
		"more than the payment": {func(in *billing.PaymentInput) { in.Parts = []billing.Part{{mine, dollars("11.00")}} }, "allocation_sum"},
		"more than the charge": {func(in *billing.PaymentInput) {
			in.Amount = dollars("2000")
			in.Parts = []billing.Part{{mine, dollars("1500")}}
		}, "allocation_exceeds"},
		"a part of nothing":       {func(in *billing.PaymentInput) { in.Parts = []billing.Part{{mine, money.Zero}} }, "allocation_exceeds"},
		"an unknown stay":         {func(in *billing.PaymentInput) { in.Tenancy = id.New() }, "no_lease"},
		"a note without an end":   {func(in *billing.PaymentInput) { in.Note = strings.Repeat("x", 2000) }, "too_long"},
		"a reference of controls": {func(in *billing.PaymentInput) { in.Reference = "\x00" }, "text_invalid"},
	} {
		in := good
		c.change(&in)
		_, err := k.s.Receive(t.Context(), k.admin, none, in)
		k.wants(what, err, c.code)
	}
	stranger := k.person(k.pg.Org(t), tenancy.RoleAdmin)
	_, err := k.s.Receive(t.Context(), stranger, none, good)
	k.wants("another organization", err, "no_lease")
	limited := k.person(k.admin.Organization, tenancy.RoleManager)
	limited.PropertyScope = []id.ID{id.New()}
	_, err = k.s.Receive(t.Context(), limited, none, good)
	k.wants("somebody of other properties", err, "forbidden")
	_, err = k.s.Receive(t.Context(), k.person(k.admin.Organization, tenancy.RoleAuditor), none, good)
	k.wants("an auditor", err, "forbidden")
	err = k.books.Close(t.Context(), k.admin, day("2026-02-28"), "February is done")
	k.must(err)
	in := good
	in.On = day("2026-02-28")
	_, err = k.s.Receive(t.Context(), k.admin, none, in)
	k.wants("a closed period", err, "period_locked")
	k.same("payments", k.one(`SELECT count(*) FROM payments`), "0")
	k.ties()
}

// A payment that comes back opens what it had settled at its own due day, and late fees that it had spared are posted.
func TestReturns(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.rent()
	p, err := k.pay(0, "1200.00", "2026-03-01")
	k.must(err)
	k.same("prepaid", p.Prepaid().String(), "200.00")
	back := billing.ReturnInput{Kind: billing.Returned, On: day("2026-03-01"), Code: "NSF"}
	_, err = k.s.Fail(t.Context(), k.admin, none, p.ID, billing.ReturnInput{Kind: billing.Returned, On: day("2026-02-27")})
	k.wants("before it came", err, "range")
	var won, lost atomic.Int64
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := k.s.Fail(t.Context(), k.admin, none, p.ID, back); err != nil {
				lost.Add(1)
				k.wants("returned again", err, "payment_not_open")
				return
			}
			won.Add(1)
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("returned %d times", won.Load())
	}
	a := k.account(0)
	k.same("after the return", a.Balance.String()+" "+a.Prepaid.String(), "1000.00 0.00")
	k.same("undeposited", k.one(`SELECT sum(debit - credit) FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.ledger_account_id WHERE a.purpose = 'undeposited'`), "0.00")
	k.ties()
}

// Online money is posted once, on success; told out of order, or again, it stays what it is.
func TestOnlineOutOfOrder(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.rent()
	start := func(processor string) billing.Payment {
		p, err := k.s.Start(t.Context(), k.admin, none, billing.OnlineInput{
			Tenancy: k.stays[0], Amount: dollars("400.00"), Instrument: trust.ACH, Started: day("2026-03-01"), Processor: processor,
		})
		k.must(err)
		return p
	}
	p := start("pi_1")
	k.same("while it is under way", k.account(0).Balance.String()+" "+k.account(0).Pending.String(), "1000.00 400.00")
	_, err := k.s.Start(t.Context(), k.admin, none, billing.OnlineInput{
		Tenancy: k.stays[0], Amount: dollars("400.00"), Instrument: trust.ACH, Started: day("2026-03-01"), Processor: "pi_1",
	})
	k.wants("the processor's id again", err, "payment_exists")
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := k.s.Succeed(t.Context(), k.admin, none, p.ID, day("2026-03-01")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	k.same("posted", k.account(0).Balance.String()+" "+k.one(`SELECT count(*) FROM journal_entries WHERE source = 'payment'`), "600.00 1")
	failed := start("pi_2")
	_, err = k.s.Fail(t.Context(), k.admin, none, failed.ID, billing.ReturnInput{Kind: billing.Returned, On: day("2026-03-01"), Code: "R02"})
	k.must(err)
	_, err = k.s.Succeed(t.Context(), k.admin, none, failed.ID, day("2026-03-01"))
	k.wants("success after it failed", err, "payment_not_open")
	k.same("after the failure", k.account(0).Balance.String()+" "+k.account(0).Pending.String(), "600.00 0.00")
	k.ties()
}

// Credits, write-offs and what is credited of a charge that was paid.
func TestCredits(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.rent()
	_, err := k.pay(0, "700.00", "2026-03-01")
	k.must(err)
	charge := k.account(0).Charges[0].ID
	credit := func(kind, amount string) error {
		_, err := k.s.Credit(t.Context(), k.admin, none, billing.CreditInput{Charge: charge, Kind: kind, Amount: dollars(amount), On: day("2026-03-01"), Reason: "No heat"})
		return err
	}
	k.wants("writing off what is paid", credit(billing.WrittenOff, "301.00"), "allocation_exceeds")
	k.wants("more than the charge", credit(billing.Credited, "1000.01"), "allocation_exceeds")
	k.must(credit(billing.WrittenOff, "100.00"))
	k.must(credit(billing.Credited, "500.00"))
	a := k.account(0)
	k.same("owed and prepaid", a.Balance.String()+" "+a.Prepaid.String(), "0.00 300.00")
	bookkeeper := k.person(k.admin.Organization, tenancy.RoleBookkeeper)
	_, err = k.s.Credit(t.Context(), bookkeeper, none, billing.CreditInput{Charge: charge, Kind: billing.WrittenOff, Amount: dollars("1.00"), On: day("2026-03-01"), Reason: "x"})
	k.wants("a write-off by who may not release", err, "forbidden")
	k.ties()
}

// Refunds take two people, what is held, and money that has cleared.
func TestRefunds(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.rent()
	p, err := k.pay(0, "1300.00", "2026-03-01")
	k.must(err)
	ask := func(kind, amount string) (billing.Refund, error) {
		return k.s.AskRefund(t.Context(), k.admin, none, billing.RefundInput{Tenancy: k.stays[0], Kind: kind, Amount: dollars(amount), Payee: "Ida Iris"})
	}
	_, err = ask(billing.RefundPrepaid, "300.01")
	k.wants("more than was paid ahead", err, "refund_exceeds")
	_, err = ask(billing.RefundDeposit, "1.00")
	k.wants("a deposit that is not held", err, "refund_exceeds")
	_, err = ask(billing.RefundPrepaid, "300.00")
	k.wants("a check that has not cleared", err, "trust_below_zero")
	k.in(func(ctx context.Context, tx tenancy.Tx) error {
		receipts, err := trust.Receipts(ctx, tx, nil, []id.ID{p.ID})
		if err != nil {
			return err
		}
		return trust.Bank(ctx, tx, receipts, day("2026-03-01"))
	})
	k.now("2026-03-20T15:00:00Z")
	r, err := ask(billing.RefundPrepaid, "200.00")
	k.must(err)
	pay := billing.ReleaseInput{On: day("2026-03-20"), Method: "check", Reference: "1001"}
	_, err = k.s.ReleaseRefund(t.Context(), k.admin, none, r.ID, pay)
	k.wants("one's own", err, "second_person_needed")
	_, err = k.s.ReleaseRefund(t.Context(), k.second, none, r.ID, pay)
	k.wants("a bank without the money", err, "trust_below_zero")
	k.same("nothing went", k.account(0).Prepaid.String(), "300.00")
	k.fill("1300.00", "2026-03-02")
	_, err = k.s.ReleaseRefund(t.Context(), k.second, none, r.ID, pay)
	k.must(err)
	_, err = k.s.ReleaseRefund(t.Context(), k.second, none, r.ID, pay)
	k.wants("released twice", err, "payment_not_open")
	k.same("left", k.account(0).Prepaid.String()+" "+k.one(`SELECT status FROM payments`), "100.00 partial_refund")
	_, err = k.s.Fail(t.Context(), k.admin, none, p.ID, billing.ReturnInput{Kind: billing.Returned, On: day("2026-03-20"), Code: "NSF"})
	k.must(err)
	k.same("what went back is the payment", k.one(`SELECT sum(amount) FROM payment_takebacks`), "1300.00")
	k.same("the renter owes the rent and the refund", k.account(0).Balance.String(), "1200.00")
	k.same("the property is short", k.one(`SELECT amount FROM trust_deficits`), "200.00")
	k.ties()
}

// What is posted cannot be changed by SQL, nor settled twice by it.
func TestSQLAsTheApplication(t *testing.T) {
	t.Parallel()
	k := setup(t, 1)
	k.rent()
	p, err := k.pay(0, "400.00", "2026-03-01")
	k.must(err)
	for what, sql := range map[string]string{
		"a charge's amount":      `UPDATE charges SET amount = 1`,
		"a charge's end":         `DELETE FROM charges`,
		"a payment's amount":     `UPDATE payments SET amount = 1 WHERE id = '` + p.ID.String() + `'`,
		"an allocation's amount": `UPDATE payment_allocations SET amount = 1`,
		"an allocation's end":    `DELETE FROM payment_allocations`,
		"more of the payment": `INSERT INTO payment_allocations (tenant_id, id, tenancy_id, charge_id, payment_id, amount, effective_on, journal_entry_id, created_at)
			SELECT tenant_id, gen_random_uuid(), tenancy_id, charge_id, payment_id, 0.01, effective_on, journal_entry_id, now() FROM payment_allocations`,
		"more of the charge": `INSERT INTO payment_allocations (tenant_id, id, tenancy_id, charge_id, amount, effective_on, journal_entry_id, created_at)
			SELECT tenant_id, gen_random_uuid(), tenancy_id, charge_id, 600.01, effective_on, journal_entry_id, now() FROM payment_allocations`,
		"a credit beyond": `INSERT INTO charge_credits (tenant_id, id, charge_id, tenancy_id, kind, amount, dated_on, reason, journal_entry_id, created_at)
			SELECT tenant_id, gen_random_uuid(), charge_id, tenancy_id, 'credit', 600.01, effective_on, 'x', journal_entry_id, now() FROM payment_allocations`,
		"a return beyond": `INSERT INTO payment_takebacks (tenant_id, id, payment_id, tenancy_id, kind, amount, dated_on, journal_entry_id, created_at)
			SELECT tenant_id, gen_random_uuid(), payment_id, tenancy_id, 'return', 0.01, effective_on, journal_entry_id, now() FROM payment_allocations`,
		"the same day again": `INSERT INTO charges (tenant_id, id, tenancy_id, lease_id, unit_id, property_id, kind, ledger_account_id, amount, due_on, period_from, period_to,
			description, rule_kind, rule_id, journal_entry_id, created_at) SELECT tenant_id, gen_random_uuid(), tenancy_id, lease_id, unit_id, property_id, kind, ledger_account_id,
			amount, due_on, period_to, period_to, description, rule_kind, rule_id, journal_entry_id, now() FROM charges`,
		"a receipt's amount": `UPDATE trust_receipts SET amount = 1`,
	} {
		err := tenancy.InTx(t.Context(), k.db, k.admin, func(ctx context.Context, tx tenancy.Tx) error {
			_, err := tx.Exec(ctx, sql)
			return err
		})
		if err == nil {
			t.Errorf("%s: nobody minds", what)
		}
	}
	k.ties()
}
