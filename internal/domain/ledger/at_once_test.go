package ledger_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Twenty clients post the same and each their own at once: what is the same is there once, and numbers have no gap.
func TestPostingAtOnce(t *testing.T) {
	t.Parallel()
	k := setup(t)
	const clients = 20
	var wait sync.WaitGroup
	for n := range clients {
		wait.Go(func() {
			if _, err := k.post(k.entry("charge:same", "2026-03-01", "10.00"), k.entry(key(n), "2026-03-01", "1.00")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := k.balance(ledger.Receivable, day("2026-03-01")); got != "30.00" {
		t.Errorf("%s, want 30.00", got)
	}
	var entries, last int
	if err := k.super.QueryRow(t.Context(), `SELECT count(*), max(number) FROM journal_entries WHERE tenant_id = $1`, k.admin.Organization).Scan(&entries, &last); err != nil ||
		entries != clients+1 || last != clients+1 {
		t.Errorf("%d entries up to number %d, %v", entries, last, err)
	}
	k.sound()
}

// A period that is closed while others post takes nothing once it is closed.
func TestClosingWhileOthersPost(t *testing.T) {
	t.Parallel()
	k := setup(t)
	k.clock.Advance(24 * time.Hour)
	var wait sync.WaitGroup
	for n := range 10 {
		wait.Go(func() {
			for i := range 5 {
				_, err := k.post(k.entry(fmt.Sprint("charge:", n, i), "2026-03-31", "1.00"))
				if err != nil && !errors.Is(err, ledger.ErrLocked) {
					t.Error(err)
				}
			}
		})
	}
	entries := func() (n int) {
		if err := k.super.QueryRow(t.Context(), `SELECT count(*) FROM journal_entries WHERE tenant_id = $1`, k.admin.Organization).Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	closed := 0
	wait.Go(func() {
		if err := k.s.Close(t.Context(), k.admin, period.MustParse("2026-03-31"), "March is done"); err != nil {
			t.Error(err)
		}
		closed = entries()
	})
	wait.Wait()
	if n := entries(); n != closed {
		t.Errorf("%d entries when the period was closed, %d later", closed, n)
	}
	if _, err := k.post(k.entry("charge:late", "2026-03-31", "1.00")); !errors.Is(err, ledger.ErrLocked) {
		t.Errorf("after the close: %v", err)
	}
	k.sound()
}
