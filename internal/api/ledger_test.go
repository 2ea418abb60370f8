package api

import (
	"testing"

	"github.com/propertyos/propertyos/internal/tenancy"
)

// The books by the API: a chart, an entry, its reversal, balances that balance, a closed period that a second person opens.
func TestTheBooksByTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, second := w.person(w.org, tenancy.RoleAccountant), w.person(w.org, tenancy.RoleAccountant)
	maple := w.manager().property("Maple Court")
	accounts := map[string]string{}
	for _, a := range c.must(200, "GET", "/v1/ledger/accounts", nil)["data"].([]any) {
		accounts[a.(map[string]any)["code"].(string)] = a.(map[string]any)["id"].(string)
	}
	if len(accounts) < 30 {
		t.Fatalf("%d accounts", len(accounts))
	}
	line := func(code, side, amount string) map[string]any {
		return map[string]any{"account_id": accounts[code], side: amount, "property_id": maple}
	}
	entry := func(day string, lines ...any) map[string]any {
		return map[string]any{"book": "property", "date": day, "memo": "Owner puts money in", "lines": lines}
	}
	good := entry("2026-02-10", line("1500", "debit", "500.00"), line("3100", "credit", "500.00"))
	made := c.must(201, "POST", "/v1/ledger/entries", good, "Idempotency-Key", "one")
	again := c.must(201, "POST", "/v1/ledger/entries", good, "Idempotency-Key", "one")
	if made["number"] != 1.0 || made["id"] != again["id"] || len(made["lines"].([]any)) != 2 {
		t.Errorf("%v, %v", made, again)
	}
	for code, bad := range map[string]map[string]any{
		"entry_unbalanced":   entry("2026-02-10", line("1500", "debit", "500.00"), line("3100", "credit", "499.99")),
		"account_controlled": entry("2026-02-10", line("1200", "debit", "5.00"), line("3100", "credit", "5.00")),
		"invalid_input":      entry("2026-02-10", line("1500", "debit", "-5.00"), line("3100", "credit", "-5.00")),
	} {
		if got, _ := c.do("POST", "/v1/ledger/entries", bad).problem(t); got != code {
			t.Errorf("%s, want %s", got, code)
		}
	}
	for _, amount := range []string{"1.001", "1e3", "NaN", "10000000000000.00", "0.00"} {
		if got := c.do("POST", "/v1/ledger/entries", entry("2026-02-10", line("1500", "debit", amount), line("3100", "credit", amount))); got.status != 422 {
			t.Errorf("%s: %d %s", amount, got.status, got.body)
		}
	}
	balance := c.must(200, "GET", "/v1/ledger/trial-balance?as_of=2026-02-28&property_id="+maple, nil)
	if balance["debit"] != "500.00" || balance["credit"] != "500.00" || len(balance["accounts"].([]any)) != 2 {
		t.Errorf("%v", balance)
	}
	c.must(204, "POST", "/v1/ledger/closings", map[string]any{"through": "2026-02-28", "reason": "February is reconciled"})
	if code, _ := c.do("POST", "/v1/ledger/entries", good).problem(t); code != "period_locked" {
		t.Errorf("into a closed period: %s", code)
	}
	back := c.must(201, "POST", "/v1/ledger/entries/"+made["id"].(string)+"/reverse", map[string]any{"reason": "Wrong owner"})
	if back["date"] != "2026-03-01" || back["reverses_id"] != made["id"] {
		t.Errorf("%v", back)
	}
	if list := c.must(200, "GET", "/v1/ledger/entries?sort=-number&account_id="+accounts["1500"], nil)["data"].([]any); len(list) != 2 || list[0].(map[string]any)["number"] != 2.0 {
		t.Errorf("%v", list)
	}
	c.must(204, "POST", "/v1/ledger/reopenings", map[string]any{"through": "2026-01-31", "reason": "A bill came late"})
	wish := c.must(200, "GET", "/v1/ledger/closings", nil)["data"].([]any)[0].(map[string]any)["id"].(string)
	if code, _ := c.do("POST", "/v1/ledger/closings/"+wish+"/accept", nil).problem(t); code != "second_person_needed" {
		t.Errorf("one's own wish: %s", code)
	}
	second.must(204, "POST", "/v1/ledger/closings/"+wish+"/accept", nil)
	c.must(201, "POST", "/v1/ledger/entries", good)

	laundry := c.must(201, "POST", "/v1/ledger/accounts", map[string]any{"code": "4050", "name": "Laundry income", "type": "income", "keeper": "owner"})
	c.must(409, "POST", "/v1/ledger/accounts", map[string]any{"code": "4050", "name": "Vending", "type": "income"})
	changed := c.must(200, "PATCH", "/v1/ledger/accounts/"+laundry["id"].(string), map[string]any{"active": false}, "If-Match", `"1"`)
	if changed["active"] != false || changed["name"] != "Laundry income" {
		t.Errorf("%v", changed)
	}
	c.must(412, "PATCH", "/v1/ledger/accounts/"+laundry["id"].(string), map[string]any{"name": "Vending"}, "If-Match", `"1"`)
	if code, _ := c.do("PATCH", "/v1/ledger/accounts/"+accounts["1200"], map[string]any{"active": false}).problem(t); code != "account_in_use" {
		t.Errorf("an account of the program: %s", code)
	}
	other := w.as(w.other, tenancy.RoleAdmin)
	other.must(404, "GET", "/v1/ledger/entries/"+made["id"].(string), nil)
	other.must(404, "PATCH", "/v1/ledger/accounts/"+laundry["id"].(string), map[string]any{"name": "Mine"})
	w.as(w.org, tenancy.RoleTechnician).must(403, "GET", "/v1/ledger/entries", nil)
	w.as(w.org, tenancy.RoleBookkeeper).must(403, "POST", "/v1/ledger/closings", map[string]any{"through": "2026-03-01", "reason": "x"})
}
