package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/kernel/money"
)

const (
	payments = 10_000
	tellers  = 16
	deaths   = 10 // of the server and of PostgreSQL, in turn
)

// Tellers record payments while the server and PostgreSQL are killed at random moments. A teller that got no answer asks again
// with the same key, as a client does. At the end every payment is there once, and the books are those of the payments.
func TestPaymentsOutliveDeaths(t *testing.T) {
	s := open(t)
	stays := s.tenancies()
	if len(stays) < 50 {
		t.Fatalf("%d stays", len(stays))
	}
	today := s.must(200, "GET", "/v1/ledger/trial-balance", nil)["as_of"].(string)
	s.must(201, "POST", "/v1/charge-runs", map[string]any{"kind": "rent", "through": today})
	var next, done, again atomic.Int64
	var wg sync.WaitGroup
	for range tellers {
		wg.Go(func() {
			for {
				n := next.Add(1)
				if n > payments || t.Failed() {
					return
				}
				for !s.pay(t.Context(), n, stays[n%int64(len(stays))], today) {
					if t.Failed() {
						return
					}
					again.Add(1)
					pause(t.Context(), 50*time.Millisecond)
				}
				done.Add(1)
			}
		})
	}
	var killed [2]int
	for n := range deaths {
		// So that every death has work around it: each is due when its part of the payments is there, and a moment by chance.
		for done.Load() < int64(n)*payments/deaths && !t.Failed() {
			pause(t.Context(), 5*time.Millisecond)
		}
		pause(t.Context(), time.Duration(rand.IntN(500))*time.Millisecond)
		if n%2 == 0 {
			s.killServer()
		} else {
			s.killDatabase()
		}
		killed[n%2]++
	}
	wg.Wait()
	s.settle()
	lost, doubled := s.count(t, today)
	fmt.Printf("crash: %d payments by %d tellers, server killed %d times, PostgreSQL %d times, %d requests asked again: %d lost, %d doubled\n",
		done.Load(), tellers, killed[0], killed[1], again.Load(), lost, doubled)
}

// amount of the n-th payment, in cents that tell it apart from its neighbors.
func amount(n int64) money.Amount { return money.FromCents(100 + n%977) }

// pay records the n-th payment, and reports whether it was answered.
func (s *stand) pay(ctx context.Context, n int64, stay, today string) bool {
	status, out, err := s.ask(ctx, "POST", "/v1/payments", fmt.Sprintf("teller-%d", n), map[string]any{
		"tenancy_id": stay, "amount": amount(n), "instrument": "cash", "on": today, "reference": fmt.Sprintf("crash-%05d", n),
	})
	switch {
	case err != nil, status == 503, status == 409 && out["code"] == "idempotency_conflict":
		return false
	case status != 201:
		s.Errorf("payment %d: %d %v", n, status, out)
		return false
	case out["amount"] != amount(n).String():
		s.Errorf("payment %d was answered with %v", n, out)
	}
	return true
}

// settle waits for a server that answers.
func (s *stand) settle() {
	s.Helper()
	for range 600 {
		if status, _, err := s.ask(s.Context(), "GET", "/v1/summary", "", nil); err == nil && status == 200 {
			return
		}
		pause(s.Context(), 100*time.Millisecond)
	}
	s.Fatal("no server came back")
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// count compares what is in the database with what was sent.
func (s *stand) count(t *testing.T, today string) (lost, doubled int) {
	t.Helper()
	conn := s.superuser()
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	found, err := conn.Query(t.Context(), `SELECT reference, count(*), min(amount)::text FROM payments WHERE reference LIKE 'crash-%' GROUP BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	times, sum := map[string]int{}, money.Zero
	var reference, text string
	var n int
	_, err = pgx.ForEachRow(found, []any{&reference, &n, &text}, func() error {
		times[reference] = n
		sum = sum.Add(money.MustParse(text))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sent := money.Zero
	for n := int64(1); n <= payments; n++ {
		sent = sent.Add(amount(n))
		switch times[fmt.Sprintf("crash-%05d", n)] {
		case 1:
		case 0:
			lost++
		default:
			doubled++
		}
	}
	if lost > 0 || doubled > 0 || len(times) != payments || !sum.Equal(sent) {
		t.Errorf("%d lost, %d doubled, %d found, %s of %s", lost, doubled, len(times), sum, sent)
	}
	for what, sql := range wrongs {
		var wrong int
		if err := conn.QueryRow(t.Context(), sql).Scan(&wrong); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if wrong != 0 {
			t.Errorf("%s: %d", what, wrong)
		}
	}
	if in := s.undeposited(today); in != sent.String() {
		t.Errorf("the books hold %s in hand, %s was received", in, sent)
	}
	return lost, doubled
}

// undeposited is what the books say of money in hand.
func (s *stand) undeposited(today string) string {
	s.Helper()
	for _, a := range s.must(200, "GET", "/v1/ledger/trial-balance?as_of="+today, nil)["accounts"].([]any) {
		if a := a.(map[string]any); a["account_code"] == "1140" {
			return a["balance"].(string)
		}
	}
	return money.Zero.String()
}

// wrongs count what must not be.
var wrongs = map[string]string{
	"entries that do not balance": `SELECT count(*) FROM (SELECT journal_entry_id FROM transactions GROUP BY journal_entry_id, property_id
		HAVING sum(CASE type WHEN 'credit' THEN -amount ELSE amount END) <> 0) AS e`,
	"payments without an entry or with one of another amount": `SELECT count(*) FROM payments AS p WHERE p.reference LIKE 'crash-%' AND
		(SELECT coalesce(sum(CASE t.type WHEN 'credit' THEN -t.amount ELSE t.amount END), 0) FROM transactions AS t JOIN ledger_accounts AS a ON a.tenant_id = t.tenant_id
			AND a.id = t.ledger_account_id AND a.purpose = 'undeposited' WHERE t.tenant_id = p.tenant_id AND t.journal_entry_id = p.journal_entry_id) <> p.amount`,
	"receipts that are not of their payment": `SELECT count(*) FROM payments AS p WHERE p.reference LIKE 'crash-%' AND
		(SELECT coalesce(sum(r.amount), 0) FROM trust_receipts AS r WHERE r.tenant_id = p.tenant_id AND r.payment_id = p.id) <> p.amount`,
	"gaps in the journal": `SELECT count(*) FROM (SELECT max(number) - count(*) AS gap FROM journal_entries GROUP BY tenant_id) AS g WHERE gap <> 0`,
	"balances that are not those of the lines": `SELECT count(*) FROM (SELECT tenant_id, ledger_account_id, sum(debit) - sum(credit) AS net FROM ledger_balances GROUP BY 1, 2) AS b
		FULL JOIN (SELECT tenant_id, ledger_account_id, sum(CASE type WHEN 'credit' THEN -amount ELSE amount END) AS net FROM transactions GROUP BY 1, 2) AS l
		USING (tenant_id, ledger_account_id) WHERE b.net IS DISTINCT FROM l.net`,
	"answered requests that are remembered as not": `SELECT count(*) FROM idempotency_keys WHERE key LIKE 'teller-%' AND result IS NULL`,
}
