package api

import (
	"slices"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Two weeks of a stay by the API: its property is taken on, rent is charged, paid, credited, returned; the books say the same.
func TestMoneyOfAStayByTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleAccountant)
	h := w.household(t, w.manager(), "Maple Court")
	if got := c.must(200, "GET", "/v1/properties/"+h.property+"/trust-banks", nil); got["operating_bank_id"] != nil || got["own"] != false {
		t.Errorf("%v", got)
	}
	charge := map[string]any{"tenancy_id": h.stay, "kind": "cleaning", "amount": "60.00", "due_on": "2026-03-02", "description": "Carpets"}
	if code, _ := c.do("POST", "/v1/charges", charge).problem(t); code != "property_not_taken_on" {
		t.Errorf("before the take-on: %s", code)
	}
	wrong := h.opening()
	wrong["operating"] = "600.00"
	if got := c.must(200, "POST", "/v1/take-ons/preview", wrong); got["difference"] != "100.00" || got["past_due"] != "100.00" || got["stays"] != 1.0 {
		t.Errorf("%v", got)
	}
	if _, places := c.do("POST", "/v1/take-ons", wrong).problem(t); !slices.Contains(places, "/owners cutover_difference") {
		t.Errorf("%v", places)
	}
	h.takeOn(c)
	if code, _ := c.do("POST", "/v1/take-ons", h.opening()).problem(t); code != "already_taken_on" {
		t.Errorf("taken on twice: %s", code)
	}
	if got := c.must(200, "GET", "/v1/properties/"+h.property+"/take-on", nil); got["first_period"] != "2026-03-01" || got["taken_on_by"] != c.as.User.String() {
		t.Errorf("%v", got)
	}

	if list := rowsOf(c.must(200, "POST", "/v1/charge-runs/preview", map[string]any{"kind": "rent", "through": "2026-03-14"})); len(list) != 1 || list[0].(map[string]any)["amount"] != "1275.00" {
		t.Errorf("%v", list)
	}
	c.must(200, "POST", "/v1/charge-runs/preview", map[string]any{"kind": "late_fee"})
	c.must(422, "POST", "/v1/charge-runs/preview", map[string]any{"kind": "rent", "limit": 1001})
	run := c.must(201, "POST", "/v1/charge-runs", map[string]any{"kind": "rent", "through": "2026-03-14"})
	if run["charges"] != 1.0 || run["amount"] != "1275.00" {
		t.Errorf("%v", run)
	}
	if again := c.must(201, "POST", "/v1/charge-runs", map[string]any{"kind": "rent", "through": "2026-03-14"}); again["charges"] != 0.0 {
		t.Errorf("%v", again)
	}
	if list := rowsOf(c.must(200, "GET", "/v1/charge-runs?kind=rent&sort=-started_at", nil)); len(list) != 2 || list[1].(map[string]any)["id"] != run["id"] {
		t.Errorf("%v", list)
	}
	rent := rowsOf(c.must(200, "GET", "/v1/charges?run_id="+run["id"].(string), nil))[0].(map[string]any)["id"].(string)

	made := c.must(201, "POST", "/v1/charges", charge, keyHeader, "one")
	if again := c.must(201, "POST", "/v1/charges", charge, keyHeader, "one"); again["id"] != made["id"] {
		t.Errorf("%v, %v", made, again)
	}
	check := map[string]any{
		"tenancy_id": h.stay, "amount": "800.00", "instrument": "personal_check", "on": "2026-03-03", "reference": "1042",
		"parts": []any{map[string]any{"charge_id": made["id"], "amount": "60.00"}, map[string]any{"charge_id": rent, "amount": "640.00"}},
	}
	paid := c.must(201, "POST", "/v1/payments", check, keyHeader, "check")
	if again := c.must(201, "POST", "/v1/payments", check, keyHeader, "check"); again["id"] != paid["id"] || paid["settled"] != "800.00" {
		t.Errorf("%v, %v", paid, again)
	}
	detail := c.must(200, "GET", "/v1/payments/"+paid["id"].(string), nil)
	if list := detail["allocations"].([]any); len(list) != 3 || detail["reference"] != "1042" { // the last hundred went by the order of the rules
		t.Errorf("%v", detail)
	}
	w.sameBooks(c, h)
	if got := c.must(200, "GET", "/v1/tenancies/"+h.stay+"/account", nil); got["balance"] != "635.00" || got["deposit"] != "1275.00" || got["prepaid"] != "0.00" {
		t.Errorf("%v", got)
	}

	credited := c.must(201, "POST", "/v1/charges/"+rent+"/credits", map[string]any{"amount": "50.00", "on": "2026-03-05", "reason": "The heating was out"})
	if list := rowsOf(c.must(200, "GET", "/v1/charges/"+rent+"/credits", nil)); len(list) != 1 || credited["id"] != rent {
		t.Errorf("%v, %v", credited, list)
	}
	forgiven := map[string]any{"amount": "5.00", "on": "2026-03-05", "reason": "Not worth the stamps"}
	w.person(w.org, tenancy.RoleBookkeeper).must(403, "POST", "/v1/charges/"+rent+"/write-offs", forgiven)
	c.must(201, "POST", "/v1/charges/"+rent+"/write-offs", forgiven)
	if code, _ := c.do("POST", "/v1/charge-runs/"+run["id"].(string)+"/undo", map[string]any{"reason": "x"}).problem(t); code != "run_settled" {
		t.Errorf("undoing what is settled: %s", code)
	}
	back := c.must(200, "POST", "/v1/payments/"+paid["id"].(string)+"/return", map[string]any{"on": "2026-03-10", "code": "R01", "reason": "Not enough funds"})
	if back["taken_back"] != "800.00" || back["status"] != "failed" {
		t.Errorf("%v", back)
	}
	if code, _ := c.do("POST", "/v1/payments/"+paid["id"].(string)+"/void", map[string]any{"on": "2026-03-11", "reason": "x"}).problem(t); code != "payment_not_open" {
		t.Errorf("voided after its return: %s", code)
	}
	w.sameBooks(c, h)
	if list := rowsOf(c.must(200, "GET", "/v1/payments?status=failed&sort=-date&tenancy_id="+h.stay, nil)); len(list) != 1 {
		t.Errorf("%v", list)
	}
}

// sameBooks looks whether account, statement and receivables say what the books say, day by day.
func (w *world) sameBooks(c *client, h household) {
	w.t.Helper()
	last := c.must(200, "GET", "/v1/tenancies/"+h.stay+"/account", nil)
	for _, day := range []string{"2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-05", "2026-03-10", "2026-03-14"} {
		books := receivable(c, day)
		statement := c.must(200, "GET", "/v1/tenancies/"+h.stay+"/statement?as_of="+day, nil)
		owed := c.must(200, "GET", "/v1/receivables?as_of="+day, nil)["totals"].(map[string]any)
		sum := money.Zero
		for name, v := range owed {
			if name != "total" && name != "rent" && name != "not_due" {
				sum = sum.Add(money.MustParse(v.(string)))
			}
		}
		if statement["closing_balance"] != books || owed["total"] != books || sum.String() != books {
			w.t.Errorf("%s: the books say %s, the statement %v, the receivables %v, their ages %s", day, books, statement["closing_balance"], owed["total"], sum)
		}
		if day == "2026-03-14" && last["balance"] != books {
			w.t.Errorf("the account says %v, the books %s", last["balance"], books)
		}
	}
	part := c.must(200, "GET", "/v1/tenancies/"+h.stay+"/statement?from=2026-03-01&as_of=2026-03-01", nil)
	if lines := part["lines"].([]any); part["opening_balance"] != "100.00" || len(lines) != 1 || lines[0].(map[string]any)["balance"] != "1375.00" {
		w.t.Errorf("%v", part)
	}
	c.must(422, "GET", "/v1/tenancies/"+h.stay+"/statement?from=2026-03-02&as_of=2026-03-01", nil)
	has(w.t, c.printed("/v1/tenancies/"+h.stay+"/statement/document?from=2026-03-01&as_of=2026-03-01"), "Ana Lopez Maple Court 102",
		"From 1 Mar 2026 to 1 Mar 2026", "Balance before $100.00", "2026-03-01 Rent, 2026-03-01 to 2026-03-31 $1,275.00 $1,375.00", "Please pay $1,375.00.")
}

// Money goes back by two people, and only what is held and has cleared.
func TestRefundsByTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, second := w.person(w.org, tenancy.RoleAccountant), w.person(w.org, tenancy.RoleAccountant)
	h := w.household(t, w.manager(), "Maple Court")
	h.takeOn(c)
	c.must(201, "POST", "/v1/payments", map[string]any{"tenancy_id": h.stay, "amount": "300.00", "instrument": "cash", "on": "2026-03-03"})
	ask := func(kind, amount string) answer {
		return c.do("POST", "/v1/refunds", map[string]any{"tenancy_id": h.stay, "kind": kind, "amount": amount, "payee": "Ana Lopez"})
	}
	for amount, want := range map[string]string{"200.01": "refund_exceeds", "200.00": "trust_below_zero"} { // 100.00 of it is past due, the rest not at the bank
		if code, _ := ask("prepaid", amount).problem(t); code != want {
			t.Errorf("%s: %s, want %s", amount, code, want)
		}
	}
	made := ask("deposit", "75.00").object(t)
	one := "/v1/refunds/" + made["id"].(string)
	pay := map[string]any{"on": "2026-03-10", "method": "check", "reference": "2001"}
	if code, _ := c.do("POST", one+"/release", pay).problem(t); code != "second_person_needed" {
		t.Errorf("one's own: %s", code)
	}
	if list := rowsOf(c.must(200, "GET", "/v1/refunds?state=open", nil)); len(list) != 1 || made["state"] != "open" {
		t.Errorf("%v, %v", made, list)
	}
	paid := second.must(200, "POST", one+"/release", pay, keyHeader, "pay")
	if again := second.must(200, "POST", one+"/release", pay, keyHeader, "pay"); again["paid_on"] != "2026-03-10" || paid["state"] != "released" {
		t.Errorf("%v, %v", paid, again)
	}
	second.must(409, "POST", one+"/release", pay)
	c.must(409, "POST", one+"/cancel", nil)
	other := ask("deposit", "10.00").object(t)
	if got := c.must(200, "POST", "/v1/refunds/"+other["id"].(string)+"/cancel", nil); got["state"] != "cancelled" {
		t.Errorf("%v", got)
	}
	if list := rowsOf(c.must(200, "GET", "/v1/refunds?state=released&tenancy_id="+h.stay, nil)); len(list) != 1 || list[0].(map[string]any)["reference"] != "2001" {
		t.Errorf("%v", list)
	}
	if code, _ := c.do("POST", "/v1/tenancies/"+h.stay+"/apply-deposit", map[string]any{"on": "2026-03-10"}).problem(t); code != "still_there" {
		t.Errorf("the deposit of who lives there: %s", code)
	}
	if got := c.must(200, "GET", "/v1/tenancies/"+h.stay+"/account", nil); got["deposit"] != "1200.00" || got["prepaid"] != "200.00" || got["balance"] != "0.00" {
		t.Errorf("%v", got)
	}
	if list := rowsOf(c.must(200, "GET", "/v1/trust-deficits", nil)); len(list) != 0 {
		t.Errorf("%v", list)
	}
}

// The rules and the banks of all properties are for who sees all of them.
func TestMoneyPolicyByTheAPI(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleAccountant)
	h := w.household(t, w.manager(), "Maple Court")
	rules := c.must(200, "GET", "/v1/money-policy", nil)
	if rules["hold_ach"] != 5.0 || rules["bill_limit"] != "0.00" {
		t.Errorf("%v", rules)
	}
	rules["hold_ach"], rules["allocation_order"] = 7, []string{"utilities", "rent"}
	c.must(204, "PUT", "/v1/money-policy", rules)
	if got := c.must(200, "GET", "/v1/money-policy", nil); got["hold_ach"] != 7.0 || got["allocation_order"].([]any)[0] != "utilities" {
		t.Errorf("%v", got)
	}
	for field, bad := range map[string]any{
		"hold_ach": 61, "allocation_order": []string{"rent", "rent"}, "return_fee_bearer": "nobody", "bill_limit": "-1.00", "hold_cash": nil, "one_person": nil,
	} {
		was := rules[field]
		rules[field] = bad
		c.must(422, "PUT", "/v1/money-policy", rules)
		rules[field] = was
	}
	banks := map[string]any{"operating_bank_id": h.operating, "deposit_bank_id": h.deposits}
	c.must(204, "PUT", "/v1/trust-banks", banks)
	if got := c.must(200, "GET", "/v1/properties/"+h.property+"/trust-banks", nil); got["own"] != false || got["operating_bank_id"] != h.operating {
		t.Errorf("%v", got)
	}
	if _, places := c.do("PUT", "/v1/trust-banks", map[string]any{"operating_bank_id": h.deposits, "deposit_bank_id": h.operating}).problem(t); len(places) != 2 {
		t.Errorf("banks of another purpose: %v", places)
	}
	limited := w.person(w.org, tenancy.RoleAccountant)
	limited.as.PropertyScope = []id.ID{uuidOf(t, h.property)}
	limited.must(204, "PUT", "/v1/properties/"+h.property+"/trust-banks", banks)
	for _, path := range []string{"/v1/trust-banks", "/v1/money-policy"} {
		body := rules
		if path == "/v1/trust-banks" {
			body = banks
		}
		if code, _ := limited.do("PUT", path, body).problem(t); code != "limited" {
			t.Errorf("%s by who sees some properties: %s", path, code)
		}
	}
	w.manager().must(403, "PUT", "/v1/money-policy", rules)
}

// Whose money it is not, to them it is not there: another organization, staff of other properties, and a renter of another home.
func TestMoneyIsNotOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleAccountant)
	maple, oak := w.household(t, w.manager(), "Maple Court"), w.household(t, w.manager(), "Oak Court")
	maple.takeOn(c)
	oak.takeOn(c)
	run := c.must(201, "POST", "/v1/charge-runs", map[string]any{"kind": "rent", "through": "2026-03-14"})
	paid := c.must(201, "POST", "/v1/payments", map[string]any{"tenancy_id": maple.stay, "amount": "100.00", "instrument": "cash", "on": "2026-03-03"})
	charge := rowsOf(c.must(200, "GET", "/v1/charges?kind=rent&tenancy_id="+maple.stay, nil))[0].(map[string]any)["id"].(string)
	refund := c.must(201, "POST", "/v1/refunds", map[string]any{"tenancy_id": maple.stay, "kind": "deposit", "amount": "5.00", "payee": "Ana Lopez"})["id"].(string)

	limited := w.person(w.org, tenancy.RoleAccountant)
	limited.as.PropertyScope = []id.ID{uuidOf(t, oak.property)}
	for _, who := range []*client{w.person(w.other, tenancy.RoleAdmin), limited} {
		for _, path := range []string{
			"/v1/charges/" + charge, "/v1/charges/" + charge + "/credits", "/v1/payments/" + paid["id"].(string), "/v1/refunds/" + refund,
			"/v1/tenancies/" + maple.stay + "/account", "/v1/tenancies/" + maple.stay + "/statement",
			"/v1/tenancies/" + maple.stay + "/statement/document", "/v1/properties/" + maple.property + "/take-on",
			"/v1/properties/" + maple.property + "/trust-banks",
		} {
			who.must(404, "GET", path, nil)
		}
		for path, body := range map[string]any{
			"/v1/charges/" + charge + "/credits":             map[string]any{"amount": "1.00", "on": "2026-03-05", "reason": "x"},
			"/v1/charges/" + charge + "/write-offs":          map[string]any{"amount": "1.00", "on": "2026-03-05", "reason": "x"},
			"/v1/payments/" + paid["id"].(string) + "/void":  map[string]any{"on": "2026-03-05", "reason": "x"},
			"/v1/refunds/" + refund + "/release":             map[string]any{"on": "2026-03-05", "method": "ach"},
			"/v1/refunds/" + refund + "/cancel":              nil,
			"/v1/tenancies/" + maple.stay + "/apply-deposit": map[string]any{"on": "2026-03-05"},
		} {
			who.must(404, "POST", path, body)
		}
		for path, body := range map[string]map[string]any{
			"/v1/charges":  {"kind": "other", "amount": "1.00", "due_on": "2026-03-05", "description": "x"},
			"/v1/payments": {"amount": "1.00", "instrument": "cash", "on": "2026-03-05"},
			"/v1/refunds":  {"kind": "deposit", "amount": "1.00", "payee": "x"},
		} {
			body["tenancy_id"] = maple.stay
			theirs := who.do("POST", path, body)
			body["tenancy_id"] = id.New().String()
			if nobodys := who.do("POST", path, body); theirs.status != 422 || string(theirs.body) != string(nobodys.body) {
				t.Errorf("%s tells a stay of others from one that nobody has: %s / %s", path, theirs.body, nobodys.body)
			}
		}
		who.must(404, "PUT", "/v1/properties/"+maple.property+"/trust-banks", map[string]any{"operating_bank_id": maple.operating, "deposit_bank_id": maple.deposits})
		who.must(422, "POST", "/v1/take-ons/preview", maple.opening())
	}
	// Of a run that charged both, the one who sees one property sees their part, and does not undo it.
	if got := limited.must(200, "GET", "/v1/charge-runs/"+run["id"].(string), nil); got["charges"] != 1.0 || got["amount"] != "1275.00" || run["charges"] != 2.0 {
		t.Errorf("%v of %v", got, run)
	}
	if code, _ := limited.do("POST", "/v1/charge-runs/"+run["id"].(string)+"/undo", map[string]any{"reason": "x"}).problem(t); code != "limited" {
		t.Errorf("undoing a run of others too: %s", code)
	}
	if list := limited.must(200, "GET", "/v1/receivables", nil)["stays"].([]any); len(list) != 1 || list[0].(map[string]any)["tenancy_id"] != oak.stay {
		t.Errorf("%v", list)
	}
	if list := limited.must(200, "GET", "/v1/receivables?property_id="+maple.property, nil)["stays"].([]any); len(list) != 0 {
		t.Errorf("%v", list)
	}
	w.renterSeesTheirOwn(c, maple, oak)
}

func (w *world) renterSeesTheirOwn(c *client, maple, oak household) {
	w.t.Helper()
	renter := w.as(w.org, tenancy.RoleRenter)
	for _, v := range []string{maple.renter, maple.stay, maple.lease, maple.unit} {
		renter.as.Scopes = append(renter.as.Scopes, uuidOf(w.t, v))
	}
	list := rowsOf(renter.must(200, "GET", "/v1/home/account", nil))
	staff := c.must(200, "GET", "/v1/tenancies/"+maple.stay+"/account", nil)
	if len(list) != 1 {
		w.t.Fatalf("%v", list)
	}
	for _, field := range []string{"tenancy_id", "balance", "renter_balance", "ahead", "prepaid", "deposit", "pending"} {
		if own := list[0].(map[string]any)[field]; own != staff[field] {
			w.t.Errorf("%s: the renter sees %v, staff %v", field, own, staff[field])
		}
	}
	own, theirs := renter.must(200, "GET", "/v1/home/statement", nil), c.must(200, "GET", "/v1/tenancies/"+maple.stay+"/statement", nil)
	if own["closing_balance"] != theirs["closing_balance"] || len(own["lines"].([]any)) != 3 || own["tenancy_id"] != maple.stay {
		w.t.Errorf("%v, %v", own, theirs)
	}
	renter.must(200, "GET", "/v1/home/statement?tenancy_id="+maple.stay, nil)
	renter.must(404, "GET", "/v1/home/statement?tenancy_id="+oak.stay, nil)
	for _, path := range []string{"/v1/charges", "/v1/payments", "/v1/receivables", "/v1/tenancies/" + maple.stay + "/account"} {
		renter.must(403, "GET", path, nil)
	}
	c.must(403, "GET", "/v1/home/account", nil)
	stranger := w.as(w.org, tenancy.RoleRenter)
	if list := rowsOf(stranger.must(200, "GET", "/v1/home/account", nil)); len(list) != 0 {
		w.t.Errorf("%v", list)
	}
	stranger.must(404, "GET", "/v1/home/statement", nil)
}

// Lists go by pages, each row once, in both directions, also where many rows are of one day.
func TestMoneyInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleAccountant)
	h := w.household(t, w.manager(), "Maple Court")
	h.takeOn(c)
	const n = 3
	for range n {
		c.must(201, "POST", "/v1/charges", map[string]any{"tenancy_id": h.stay, "kind": "other", "amount": "1.00", "due_on": "2026-03-02", "description": "x"})
		c.must(201, "POST", "/v1/payments", map[string]any{"tenancy_id": h.stay, "amount": "1.00", "instrument": "cash", "on": "2026-03-02"})
		c.must(201, "POST", "/v1/refunds", map[string]any{"tenancy_id": h.stay, "kind": "deposit", "amount": "1.00", "payee": "x"})
		c.must(201, "POST", "/v1/charge-runs", map[string]any{"kind": "late_fee"})
	}
	for path, sort := range map[string]string{
		"/v1/charges?kind=other&open=true&sort=": "due_on", "/v1/payments?sort=": "date", "/v1/refunds?sort=": "asked_at", "/v1/charge-runs?sort=": "started_at",
	} {
		var orders [2][]string
		for i, direction := range []string{"", "-"} {
			next, at := "", map[string]any(nil)
			for range n + 1 {
				at = c.must(200, "GET", path+direction+sort+"&limit=1&cursor="+next, nil)
				for _, row := range rowsOf(at) {
					orders[i] = append(orders[i], row.(map[string]any)["id"].(string))
				}
				if at["next_cursor"] == nil {
					break
				}
				next = at["next_cursor"].(string)
			}
			if back := c.must(200, "GET", path+direction+sort+"&limit=1&cursor="+at["prev_cursor"].(string), nil); rowsOf(back)[0].(map[string]any)["id"] != orders[i][n-2] {
				t.Errorf("%s%s: the page before the last is %v", path, direction, back)
			}
		}
		slices.Reverse(orders[1])
		if len(orders[0]) != n || !slices.Equal(orders[0], orders[1]) || len(slices.Compact(slices.Sorted(slices.Values(orders[0])))) != n {
			t.Errorf("%s: %v and backwards %v", path, orders[0], orders[1])
		}
		c.must(422, "GET", path+sort+"&cursor=nonsense", nil)
	}
}
