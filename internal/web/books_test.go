package web

import (
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// desk is the pages of the books over a database, with two properties, and people who each have a browser.
type desk struct {
	*testing.T
	pg         *pgtest.DB
	org        id.ID
	url        string
	clock      *clock.Fixed
	identities *identity.Service
	maple, oak string
	accounts   map[string]string // by code
}

// clerk is one person at the desk.
type clerk struct{ *house }

func openBooks(t *testing.T) *desk {
	t.Helper()
	pg := pgtest.New(t)
	d := &desk{T: t, pg: pg, org: pg.Org(t), clock: clock.At(time.Date(2026, 3, 10, 15, 0, 0, 0, time.UTC)), accounts: map[string]string{}}
	db, log := pg.DB(d.clock), slog.New(slog.DiscardHandler)
	d.identities = identity.New(db, d.clock, log, identity.Options{URL: "http://localhost"})
	books := ledger.New(db)
	server := httptest.NewServer(New(Deps{
		Identities: d.identities, Ledger: books, Properties: property.New(db), Clock: d.clock, Log: log,
		Visitor: func(r *http.Request) tenancy.Principal {
			return tenancy.Principal{IP: netip.MustParseAddr("203.0.113.7"), UserAgent: r.UserAgent()}
		},
	}))
	t.Cleanup(server.Close)
	d.url = server.URL
	d.maple, d.oak = d.property("Maple Court"), d.property("Oak House")
	list, err := books.Accounts(t.Context(), tenancy.Principal{Organization: d.org, User: id.New(), Role: tenancy.RoleAdmin})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		d.accounts[a.Code] = a.ID.String()
	}
	return d
}

func (d *desk) exec(sql string, args ...any) {
	d.Helper()
	if _, err := d.pg.Pool(pgtest.Superuser).Exec(d.Context(), sql, args...); err != nil {
		d.Fatalf("%s: %v", sql, err)
	}
}

func (d *desk) property(name string) string {
	d.Helper()
	v := id.New()
	d.exec(`INSERT INTO properties (tenant_id, id, name, type) VALUES ($1, $2, $3, 'residential')`, d.org, v, name)
	return v.String()
}

// person signs somebody in, who was given some properties or, with none, all.
func (d *desk) person(role tenancy.Role, name string, properties ...string) clerk {
	d.Helper()
	email := strings.ToLower(name) + "@example.com"
	u, err := d.identities.CreateUser(d.Context(), identity.CreateUserInput{
		Organization: d.org, Email: email, FirstName: name, LastName: "Poe", Role: role, Password: secret.New(personWord),
	})
	if err != nil {
		d.Fatal(err)
	}
	if len(properties) > 0 {
		d.exec(`UPDATE users SET property_scope = $2::uuid[] WHERE id = $1`, u.ID, properties)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		d.Fatal(err)
	}
	c := clerk{&house{T: d.T, url: d.url, browser: &http.Client{
		Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}}
	c.leads("/sign-in", url.Values{"email": {email}, "password": {personWord}}, "/")
	return c
}

// entry is the form of an entry: lines are account, property, debit, credit.
func (d *desk) entry(day string, lines ...[4]string) url.Values {
	v := url.Values{"date": {day}, "book": {"property"}, "memo": {"Owner puts money in"}, "lines": {string(rune('0' + len(lines)))}, "key": {id.New().String()}}
	for i, l := range lines {
		at := "_" + string(rune('0'+i))
		v.Set("account_id"+at, l[0])
		v.Set("property_id"+at, l[1])
		v.Set("debit"+at, l[2])
		v.Set("credit"+at, l[3])
	}
	return v
}

// good is an entry that balances.
func (d *desk) good(day string) url.Values {
	return d.entry(day, [4]string{d.accounts["1500"], d.maple, "1,500.00", ""}, [4]string{}, [4]string{d.accounts["3100"], d.maple, "", "$1500"})
}

var regexpDecide = regexp.MustCompile(`/books/periods/[0-9a-f-]+/decide`)

// says asks for a page or sends it a form and looks for its status and words.
func (c clerk) says(path string, form url.Values, want int, words ...string) string {
	c.Helper()
	status, to, text := c.send(path, form)
	if status != want {
		c.Fatalf("%s answers %d (to %s), want %d\n%s", path, status, to, want, text)
	}
	for _, w := range words {
		if !strings.Contains(text, w) {
			c.Errorf("%s does not say %q\n%s", path, w, text)
		}
	}
	return text
}

func (d *desk) entries() (n int) {
	d.Helper()
	if err := d.pg.Pool(pgtest.Superuser).QueryRow(d.Context(), `SELECT count(*) FROM journal_entries WHERE tenant_id = $1`, d.org).Scan(&n); err != nil {
		d.Fatal(err)
	}
	return n
}

// An entry is posted once however often its form is sent, and taken back with a reason.
func TestAnEntryByItsForm(t *testing.T) {
	t.Parallel()
	d := openBooks(t)
	c := d.person(tenancy.RoleBookkeeper, "Bea")
	text := c.says("/books/journal/new", nil, http.StatusOK, `name="account_id_1"`, "1500 Improvements", "Maple Court")
	for _, hidden := range []string{"1200 Tenant receivables", "Why in a closed period"} {
		if strings.Contains(text, hidden) {
			t.Errorf("the form offers %s", hidden)
		}
	}
	form := d.good("2026-03-05")
	status, at, text := c.send("/books/journal", form)
	if status != http.StatusSeeOther || !strings.HasPrefix(at, "/books/journal/") {
		t.Fatalf("%d %s\n%s", status, at, text)
	}
	c.leads("/books/journal", form, at)
	if n := d.entries(); n != 1 {
		t.Errorf("%d entries of one form", n)
	}
	c.says(at, nil, http.StatusOK, "Entry 1", "5 Mar 2026", "Owner puts money in", "Maple Court", "by Bea Poe", "1,500", at+"/reverse")
	c.says("/books/journal", nil, http.StatusOK, "Owner puts money in")
	c.says("/books?as_of=2026-03-05", nil, http.StatusOK, "Owner contributions", "1,500")
	c.says("/books?as_of=soon", nil, http.StatusOK, "Use a date such as")
	c.says("/books/journal?from=2026-03-05&to=2026-03-01", nil, http.StatusOK, "The last day is before the first.")

	c.says(at+"/reverse", nil, http.StatusOK, "Reverse entry 1", "5 Mar 2026 over 1,500.00")
	c.says(at+"/reverse", url.Values{"date": {"2026-03-06"}}, http.StatusUnprocessableEntity, "Say why.", `value="2026-03-06"`)
	c.says(at+"/reverse", url.Values{"reason": {"Wrong"}, "date": {"2026-03-04"}}, http.StatusUnprocessableEntity, "not dated before")
	c.says(at+"/reverse", url.Values{"reason": {"Wrong"}, "date": {"soon"}}, http.StatusUnprocessableEntity, "Use a date such as")
	status, back, _ := c.send(at+"/reverse", url.Values{"reason": {"Wrong owner"}, "date": {"2026-03-06"}})
	if status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	c.says(at+"/reverse", url.Values{"reason": {"Again"}}, http.StatusConflict, "has been reversed already")
	if text := c.says(back, nil, http.StatusOK, "This entry is a reversal", "Wrong owner"); strings.Contains(text, back+"/reverse") {
		t.Error("a reversal offers to be reversed")
	}
	c.says(at, nil, http.StatusOK, "This entry is reversed")
	c.says("/books/journal/"+id.New().String()+"/reverse", nil, http.StatusNotFound)
}

// What is refused is said at its line, and nothing typed is lost.
func TestAnEntryThatIsRefused(t *testing.T) {
	t.Parallel()
	d := openBooks(t)
	c, limited := d.person(tenancy.RoleBookkeeper, "Bea"), d.person(tenancy.RoleBookkeeper, "Lim", d.oak)
	bank, equity := d.accounts["1500"], d.accounts["3100"]
	line := func(account, property, debit, credit string) [4]string {
		return [4]string{account, property, debit, credit}
	}
	for what, f := range map[string]struct {
		form  url.Values
		words []string
	}{
		"unbalanced":        {d.entry("2026-03-05", line(bank, d.maple, "500", ""), line(equity, d.maple, "", "499.99")), []string{"have to be equal, in each property", `value="499.99"`, `id="f-lines"`}},
		"across properties": {d.entry("2026-03-05", line(bank, d.maple, "500", ""), line(equity, d.oak, "", "500")), []string{"have to be equal, in each property"}},
		"control account":   {d.entry("2026-03-05", line(bank, d.maple, "5", ""), line("", "", "", ""), line(d.accounts["1200"], d.maple, "", "5")), []string{`id="f-account_id_2-error"`, "The program keeps that account"}},
		"no account":        {d.entry("2026-03-05", line("", d.maple, "5", ""), line(equity, "", "", "5")), []string{`id="f-account_id_0-error"`, "Choose the account.", `id="f-property_id_1-error"`}},
		"an unknown one":    {d.entry("2026-03-05", line(id.New().String(), d.maple, "5", ""), line(equity, d.maple, "", "5")), []string{`id="f-account_id_0-error"`}},
		"both sides":        {d.entry("2026-03-05", line(bank, d.maple, "5", "5"), line(equity, d.maple, "", "5")), []string{`id="f-debit_0-error"`, "and not both"}},
		"below zero":        {d.entry("2026-03-05", line(bank, d.maple, "-5", ""), line(equity, d.maple, "", "-5")), []string{`id="f-debit_0-error"`, `id="f-credit_1-error"`, "above 0"}},
		"no amount":         {d.entry("2026-03-05", line(bank, d.maple, "five", ""), line(equity, d.maple, "", "1.999")), []string{"Use an amount such as", `value="five"`, `id="f-credit_1-error"`}},
		"no lines":          {d.entry("2026-03-05"), []string{"Fill in at least 2 lines"}},
		"no day":            {d.entry("", line(bank, d.maple, "5", ""), line(equity, d.maple, "", "5")), []string{"Give the date.", `id="f-date-error"`}},
		"a day of no year":  {d.entry("2026-02-30", line(bank, d.maple, "5", ""), line(equity, d.maple, "", "5")), []string{"Use a date such as"}},
		"an unknown place":  {d.entry("2026-03-05", line(bank, id.New().String(), "5", ""), line(equity, d.maple, "", "5")), []string{"have to be equal"}},
		"nothing":           {url.Values{}, []string{"Give the date."}},
		"no numbers":        {url.Values{"lines": {"999999999999999999999"}, "date": {"x"}, "book": {"x"}}, []string{"Use a date such as"}},
	} {
		t.Run(what, func(t *testing.T) {
			c := clerk{&house{T: t, url: c.url, browser: c.browser}}
			c.says("/books/journal", f.form, http.StatusUnprocessableEntity, f.words...)
		})
	}
	limited.says("/books/journal", d.good("2026-03-05"), http.StatusForbidden)
	company := d.good("2026-03-05")
	company.Set("book", "company")
	limited.says("/books/journal", company, http.StatusForbidden)
	if text := limited.says("/books/journal/new", nil, http.StatusOK, "Oak House"); strings.Contains(text, "Maple Court") || strings.Contains(text, "Company book") {
		t.Error("the form offers what they were not given")
	}
	if n := d.entries(); n != 0 {
		t.Errorf("%d entries of what was refused", n)
	}

	for _, form := range []url.Values{{"action": {"add"}, "lines": {"0"}}, {"action": {"drop:7"}, "lines": {"-1"}}, {"action": {"drop:x"}}} {
		c.says("/books/journal", form, http.StatusOK, "Add a line")
	}
	most := d.entry("2026-03-05", line(bank, d.maple, "999999999999.99", ""), line(equity, d.maple, "", "999999999999.99"))
	for _, sent := range []int{http.StatusSeeOther, http.StatusUnprocessableEntity} { // a month's sum has an end
		most.Set("key", id.New().String())
		if status, _, text := c.send("/books/journal", most); status != sent {
			t.Errorf("%d, want %d\n%s", status, sent, text)
		}
	}
	for _, day := range []string{"0001-01-01", "9999-12-31"} {
		far := d.good(day)
		if status, _, text := c.send("/books/journal", far); status >= http.StatusInternalServerError {
			t.Errorf("%s: %d\n%s", day, status, text)
		}
	}
	more := d.good("2026-03-05")
	more.Set("action", "add")
	c.says("/books/journal", more, http.StatusOK, `name="account_id_3"`, `value="1,500.00"`, `value="`+more.Get("key")+`"`, "Owner puts money in")
	more.Set("action", "drop:1")
	if text := c.says("/books/journal", more, http.StatusOK, `name="account_id_1"`, `value="$1500"`); strings.Contains(text, `name="account_id_2"`) {
		t.Error("the line is still there")
	}
	d.person(tenancy.RoleManager, "Mia").says("/books/journal", d.good("2026-03-05"), http.StatusForbidden)
}

// A period is closed by one person and opened by a second; what is dated in it is refused, but with a reason by who may.
func TestClosedPeriodsByTheirForms(t *testing.T) {
	t.Parallel()
	d := openBooks(t)
	c, second, clerk := d.person(tenancy.RoleAccountant, "Ada"), d.person(tenancy.RoleAccountant, "Sue"), d.person(tenancy.RoleBookkeeper, "Bea")
	c.says("/books/periods", nil, http.StatusOK, "No period was closed yet", "Close a period")
	c.says("/books/periods/close", nil, http.StatusOK, `value="2026-02-28"`)
	_, written, _ := c.send("/books/journal", d.good("2026-02-10"))
	c.says("/books/periods", url.Values{"through": {"2026-04-01"}, "reason": {"x"}}, http.StatusUnprocessableEntity, "not after today", `value="2026-04-01"`)
	c.says("/books/periods", url.Values{"through": {"2026-02-28"}}, http.StatusUnprocessableEntity, `id="f-reason-error"`)
	c.says("/books/periods", url.Values{"through": {"soon"}, "reason": {"x"}}, http.StatusUnprocessableEntity, "Use a date such as")
	c.leads("/books/periods", url.Values{"through": {"2026-02-28"}, "reason": {"February is reconciled"}}, "/books/periods")
	c.says("/books/periods", nil, http.StatusOK, "Closed through 28 Feb 2026", "From 1 Mar 2026 on", "February is reconciled", "Ada Poe", "/books/periods/reopen")

	clerk.says("/books/journal", d.good("2026-02-28"), http.StatusConflict, `id="f-date-error"`, "in a closed period", `value="1,500.00"`)
	late := d.good("2026-02-28")
	late.Set("late_reason", "The bank told us late")
	clerk.says("/books/journal", late, http.StatusForbidden)
	c.says("/books/journal/new", nil, http.StatusOK, "Why in a closed period")
	if status, _, text := c.send("/books/journal", late); status != http.StatusSeeOther {
		t.Errorf("with a reason: %d\n%s", status, text)
	}
	status, back, _ := clerk.send(written+"/reverse", url.Values{"reason": {"Wrong owner"}})
	if status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	clerk.says(back, nil, http.StatusOK, "1 Mar 2026")

	c.says("/books/periods/reopen", url.Values{"through": {"2026-02-28"}, "reason": {"x"}}, http.StatusUnprocessableEntity, "before the last closed one")
	c.leads("/books/periods/reopen", url.Values{"through": {"2026-01-31"}, "reason": {"A bill came late"}}, "/books/periods")
	c.says("/books/periods/reopen", url.Values{"reason": {"Again"}}, http.StatusConflict, "asked for that already")
	text := c.says("/books/periods", nil, http.StatusOK, "Open what is after 31 Jan 2026?", "Take it back")
	decide := regexpDecide.FindString(text)
	c.says(decide, url.Values{"do": {"accept"}}, http.StatusConflict, "Somebody else has to accept")
	if text := clerk.says("/books/periods", nil, http.StatusOK, "A bill came late"); strings.Contains(text, "/decide") || strings.Contains(text, "/books/periods/close") {
		t.Error("a bookkeeper is offered to close or decide")
	}
	for path, form := range map[string]url.Values{decide: {"do": {"accept"}}, "/books/periods": {"through": {"2026-03-01"}, "reason": {"x"}}, "/books/periods/reopen": {"reason": {"x"}}} {
		clerk.says(path, form, http.StatusForbidden)
	}
	c.leads(decide, url.Values{"do": {"refuse"}}, "/books/periods")
	c.says("/books/periods", nil, http.StatusOK, "Taken back", "Closed through 28 Feb 2026")
	c.leads("/books/periods/reopen", url.Values{"through": {"2026-01-31"}, "reason": {"After all"}}, "/books/periods")
	decide = regexpDecide.FindString(second.says("/books/periods", nil, http.StatusOK, "Refuse"))
	second.leads(decide, url.Values{"do": {"accept"}}, "/books/periods")
	second.says(decide, url.Values{"do": {"refuse"}}, http.StatusConflict, "decided already")
	second.says("/books/periods/"+id.New().String()+"/decide", url.Values{"do": {"accept"}}, http.StatusNotFound)
	if status, _, text := clerk.send("/books/journal", d.good("2026-02-28")); status != http.StatusSeeOther {
		t.Errorf("in what was opened: %d\n%s", status, text)
	}
}

// Accounts are added and changed; what the program posts to stays in use, and whoever saves what another changed is told.
func TestAccountsByTheirForms(t *testing.T) {
	t.Parallel()
	d := openBooks(t)
	c, clerk := d.person(tenancy.RoleAccountant, "Ada"), d.person(tenancy.RoleBookkeeper, "Bea")
	c.says("/books/accounts/new", nil, http.StatusOK, "Add account", `name="keeper"`)
	form := url.Values{"code": {"4050"}, "name": {"Laundry income"}, "type": {"income"}, "keeper": {"owner"}, "parent_id": {d.accounts["4090"]}, "key": {"one"}}
	c.leads("/books/accounts", form, "/books/accounts")
	c.leads("/books/accounts", form, "/books/accounts")
	text := c.says("/books/accounts", nil, http.StatusOK, "Laundry income")
	if n := strings.Count(text, ">Laundry income</a>"); n != 1 {
		t.Errorf("%d accounts of one form", n)
	}
	before, _, _ := strings.Cut(text, ">Laundry income</a>")
	edit, _, _ := strings.Cut(before[strings.LastIndex(before, "/books/accounts/"):], `"`)
	at := strings.TrimSuffix(edit, "/edit")
	for what, bad := range map[string]url.Values{
		"Another account has that code.":      {"code": {"4000"}, "name": {"Vending"}, "type": {"income"}},
		"Only an income account has a keeper": {"code": {"5900"}, "name": {"Vending"}, "type": {"expense"}, "keeper": {"owner"}},
		"Use 1 to 20 letters":                 {"code": {"4 0"}, "name": {""}, "type": {"income"}},
		"below one of its own type":           {"code": {"4060"}, "name": {"Vending"}, "type": {"income"}, "parent_id": {d.accounts["5000"]}},
		"Choose one of the list":              {"code": {"4060"}, "name": {"Vending"}, "type": {"wish"}},
	} {
		if status, _, text := c.send("/books/accounts", bad); status != http.StatusUnprocessableEntity && status != http.StatusConflict || !strings.Contains(text, what) {
			t.Errorf("%d does not say %q\n%s", status, what, text)
		}
	}
	version := formOf(c.says(edit, nil, http.StatusOK, `value="Laundry income"`, "Save account"), at).Get("version")
	change := url.Values{"code": {"4050"}, "name": {"Laundry"}, "keeper": {"owner"}, "active": {"false"}, "version": {version}}
	c.leads(at, change, "/books/accounts")
	c.says("/books/accounts", nil, http.StatusOK, "Not in use")
	change.Set("name", "Vending")
	c.says(at, change, http.StatusPreconditionFailed, "Changed since you opened it", "Laundry", "Vending")
	change.Set("code", "4000")
	change.Set("version", "2")
	c.says(at, change, http.StatusConflict, "Another account has that code.")
	if text := c.says("/books/journal/new", nil, http.StatusOK); strings.Contains(text, "Laundry") {
		t.Error("an account that is not in use is offered")
	}
	rent := "/books/accounts/" + d.accounts["4000"]
	c.says(rent, url.Values{"code": {"4000"}, "name": {"Rent"}, "keeper": {"owner"}, "active": {"false"}, "version": {"1"}}, http.StatusConflict, "The program posts to that account")
	clerk.says(at, change, http.StatusForbidden)
	clerk.says("/books/accounts", form, http.StatusForbidden)
	if text := clerk.says("/books/accounts", nil, http.StatusOK, "Rent income"); strings.Contains(text, "/edit") {
		t.Error("a bookkeeper is offered to change accounts")
	}
	c.says("/books/accounts/"+id.New().String()+"/edit", nil, http.StatusNotFound)
}
