package api

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestIdempotency(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p, q := c.property("Maple Court"), c.property("Oak Court")
	for _, it := range []struct{ path, body, key string }{
		{"/v1/properties", `{"name":"Elm","type":"land","lot_size":"2.5"}`, "for-a-property"},
		{"/v1/addresses", `{"street1":"1 Elm","city":"Dayton","state":"OH","zip_code":"45402","latitude":1.5,"longitude":2}`, "for-an-address"},
		{"/v1/properties/" + p + "/units", `{"number":"7","base_rent":"10","bathrooms":"1.5"}`, "for-a-unit"},
	} {
		path, body, key := it.path, it.body, []string{keyHeader, it.key}
		elsewhere := `{"number":"99"}`
		if strings.HasSuffix(path, "/units") {
			elsewhere = body // another property is another request
		}
		first := c.do("POST", path, body, key...)
		again := c.do("POST", path, body, key...)
		if first.status != 201 || again.status != 201 || string(first.body) != string(again.body) ||
			first.header.Get("Location") != again.header.Get("Location") || first.header.Get("ETag") != again.header.Get("ETag") {
			t.Errorf("%s: %d %s, then %d %s", path, first.status, first.body, again.status, again.body)
		}
		for name, other := range map[string]answer{
			"another body":      c.do("POST", path, strings.Replace(body, "{", "{ ", 1), key...),
			"another operation": c.do("POST", "/v1/properties/"+q+"/units", elsewhere, key...),
		} {
			if code, _ := other.problem(t); other.status != 409 || code != "idempotency_key_reused" {
				t.Errorf("%s: %s: %d %s", path, name, other.status, other.body)
			}
		}
		// A key is its owner's: another user, or another organization, has the same key for something else.
		stranger := w.as(w.org, tenancy.RoleManager)
		stranger.as.User = id.New()
		if path == "/v1/properties" {
			if theirs := stranger.do("POST", path, body, key...); theirs.status != 201 || string(theirs.body) == string(first.body) {
				t.Errorf("%s: another user's %d %s", path, theirs.status, theirs.body)
			}
			if theirs := w.as(w.other, tenancy.RoleManager).do("POST", path, body, key...); theirs.status != 201 || string(theirs.body) == string(first.body) {
				t.Errorf("%s: another organization's %d %s", path, theirs.status, theirs.body)
			}
		}
	}
	// A request that failed has used up nothing.
	c.must(422, "POST", "/v1/properties", `{"name":""}`, keyHeader, "failed-first")
	c.must(201, "POST", "/v1/properties", `{"name":"b","type":"land"}`, keyHeader, "failed-first")
	c.must(409, "POST", "/v1/properties/"+p+"/units", `{"number":"7"}`, keyHeader, "conflict-first")
	c.must(201, "POST", "/v1/properties/"+p+"/units", `{"number":"8"}`, keyHeader, "conflict-first")
}

func TestTwentyIdenticalRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	var all sync.WaitGroup
	answers := make([]answer, 20)
	for i := range answers {
		all.Go(func() {
			answers[i] = c.do("POST", "/v1/properties", `{"name":"Once","type":"land"}`, keyHeader, "the-same")
		})
	}
	all.Wait()
	for _, a := range answers {
		if a.status != 201 || string(a.body) != string(answers[0].body) {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if list := c.must(200, "GET", "/v1/properties", nil)["data"].([]any); len(list) != 1 {
		t.Errorf("made %d properties", len(list))
	}
}

func TestLeasesForbidDeletion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.property("Maple Court")
	u := c.unit(p, "12B")
	rent := money.MustParse("1250.00")
	err := tenancy.InTx(t.Context(), w.door, c.as, func(ctx context.Context, tx tenancy.Tx) error {
		return leasing.RecordTx(ctx, tx, []leasing.Household{{
			UnitID: uuidOf(t, u), PropertyID: uuidOf(t, p),
			MovedInOn: period.New(2026, time.January, 1), Renters: []leasing.NewRenter{{FirstName: "Ana", LastName: "Lopez"}},
			Leases: []leasing.NewLease{{
				Start: period.New(2026, time.January, 1), End: period.New(2026, time.December, 31),
				MonthlyRent: &rent, Status: leasing.StatusActive,
			}},
		}})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/v1/properties/" + p, "/v1/units/" + u} {
		got := c.do("DELETE", path, nil)
		code, _ := got.problem(t)
		if got.status != 409 || code != "leases_in_force" || !strings.Contains(string(got.body), "unit 12B from 1 Jan 2026") {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
		c.must(200, "GET", path, nil)
	}
	list := c.must(200, "GET", "/v1/units?q=lopez", nil)["data"].([]any)
	if len(list) != 1 || list[0].(map[string]any)["household"].(map[string]any)["monthly_rent"] != "1250.00" {
		t.Errorf("%v", list)
	}
}

func uuidOf(t *testing.T, s string) id.ID {
	t.Helper()
	v, err := id.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
