package api

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type testJob struct {
	Tenant id.ID `json:"tenant_id"`
}

func (testJob) Kind() string          { return "test.visit" }
func (a testJob) Organization() id.ID { return a.Tenant }

// job inserts a job of an organization and returns its id in the API.
func (w *world) job(t *testing.T, org id.ID) string {
	t.Helper()
	if err := w.queue.Insert(t.Context(), testJob{org}); err != nil {
		t.Fatal(err)
	}
	list, err := w.queue.List(t.Context(), tenancy.Operator(org, "test"), nil, 0, 1)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	return jobID(list[0].ID).String()
}

func TestJobIDs(t *testing.T) {
	t.Parallel()
	for _, n := range []int64{1, 1234, 1 << 32, 1<<48 - 1} {
		v := jobID(n)
		if jobNumber(v) != n || v.Version() != 8 {
			t.Errorf("%d: %s is %d", n, v, jobNumber(v))
		}
	}
	if jobNumber(id.New()) != 0 || jobNumber(id.Nil) != 0 {
		t.Error("any id is a job's")
	}
}

func TestJobs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.as(w.org, tenancy.RoleAdmin)
	mine := w.job(t, w.org)
	w.job(t, w.org)
	theirs := w.job(t, w.other)
	var page struct {
		Data []struct{ ID, State string }
		Next *string `json:"next_cursor"`
	}
	read := func(path string) {
		t.Helper()
		page.Next = nil
		if err := json.Unmarshal(c.do("GET", path, nil).body, &page); err != nil {
			t.Fatal(err)
		}
	}
	read("/v1/jobs?limit=1")
	if len(page.Data) != 1 || page.Next == nil || page.Data[0].State != "waiting" {
		t.Fatalf("%+v", page)
	}
	read("/v1/jobs?limit=1&cursor=" + *page.Next)
	if len(page.Data) != 1 || page.Data[0].ID != mine || page.Next != nil {
		t.Errorf("%+v", page)
	}
	c.must(200, "POST", "/v1/jobs/"+mine+"/discard", nil)
	read("/v1/jobs?state=discarded")
	if len(page.Data) != 1 || page.Data[0].ID != mine {
		t.Errorf("%+v", page)
	}
	if a := c.do("POST", "/v1/jobs/"+mine+"/retry", nil); a.status != 200 || !strings.Contains(string(a.body), `"waiting"`) {
		t.Errorf("%s", a.body)
	}
	c.must(200, "GET", "/v1/jobs/"+mine, nil)
	c.must(404, "GET", "/v1/jobs/"+theirs, nil)
	c.must(404, "POST", "/v1/jobs/"+theirs+"/discard", nil)
	c.must(422, "GET", "/v1/jobs?state=asleep", nil)
	c.must(422, "GET", "/v1/jobs?cursor=x", nil)
	w.as(w.org, tenancy.RoleAuditor).must(403, "POST", "/v1/jobs/"+mine+"/retry", nil)
	w.manager().must(403, "GET", "/v1/jobs", nil)
}

func TestPlanAndFeatures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.as(w.org, tenancy.RoleAdmin)
	if a := c.do("GET", "/v1/plan", nil); a.status != 200 || !strings.Contains(string(a.body), `"unit_limit":500`) {
		t.Errorf("%s", a.body)
	}
	if a := c.do("GET", "/v1/features", nil); a.status != 200 || !strings.Contains(string(a.body), `"live_updates"`) {
		t.Errorf("%s", a.body)
	}
	off := map[string]any{"name": "live_updates", "on": false}
	if a := c.do("PATCH", "/v1/features", off); a.status != 200 || !strings.Contains(string(a.body), `"on":false`) {
		t.Errorf("%s", a.body)
	}
	c.must(403, "PATCH", "/v1/features", map[string]any{"name": "rent_roll_import", "on": false})
	c.must(404, "PATCH", "/v1/features", map[string]any{"name": "unheard_of", "on": false})
	c.must(422, "PATCH", "/v1/features", map[string]any{"name": "live_updates"})
	w.manager().must(403, "PATCH", "/v1/features", off)
	w.manager().must(403, "GET", "/v1/plan", nil)
}
