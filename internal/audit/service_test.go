package audit

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// service makes the service over a log of five entries by two people, and returns the first's.
func (k *kit) service() (*Service, tenancy.Principal) {
	k.t.Helper()
	k.exec(`INSERT INTO users (tenant_id, id, email, first_name, last_name, role) VALUES ($1, $2, 'ada@example.com', 'Ada', 'Admin', 'admin')`,
		k.org, id.New())
	p := k.principal(tenancy.RoleAdmin)
	p.User = one[id.ID](k, `SELECT id FROM users WHERE tenant_id = $1`, k.org)
	p.APIKey = id.New()
	l := k.recorder(Options{})
	for _, e := range []Entry{
		{Action: ActionExport, EntityType: "units", Detail: map[string]any{"format": "csv"}},
		{Action: ActionReveal, EntityType: "tenants", EntityIDs: []id.ID{id.New()}, Reason: "=1+1"},
		{Action: ActionExport, EntityType: "units", Detail: map[string]any{"format": "json"}},
	} {
		if err := l.Record(k.t.Context(), p, e); err != nil {
			k.t.Fatal(err)
		}
	}
	err := tenancy.InTx(k.t.Context(), k.db, p, func(ctx context.Context, tx tenancy.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE users SET first_name = 'Adele', phone = '555-0100' WHERE tenant_id = $1 AND id = $2`, k.org, p.User)
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return NewService(k.db, l), p
}

func TestWritesTellEverything(t *testing.T) {
	t.Parallel()
	k := setup(t)
	s, p := k.service()
	list, _, err := s.List(t.Context(), p, Filter{Action: "update", EntityType: "users"}, page.Request{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d entries, %v", len(list), err)
	}
	e := list[0]
	if e.User != p.User || e.APIKey != p.APIKey || e.RequestID != p.RequestID || e.Address != "203.0.113.7" || e.Agent != p.UserAgent ||
		e.Role != "admin" || e.Name != "Adele Admin" || e.EntityID != p.User {
		t.Errorf("entry %+v", e)
	}
	want := []Change{{"first_name", "Ada", "Adele"}, {"phone", "", "555-0100"}}
	if len(e.Changes) != 2 || e.Changes[0] != want[0] || e.Changes[1] != want[1] {
		t.Errorf("changes %+v", e.Changes)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	k := setup(t)
	s, p := k.service()
	all, _, err := s.List(t.Context(), k.principal(tenancy.RoleAuditor), Filter{User: p.User}, page.Request{})
	if err != nil || len(all) != 4 {
		t.Fatalf("%d entries, %v", len(all), err)
	}
	// Reading the log is recorded too: somebody else does it, from elsewhere.
	reader := k.principal(tenancy.RoleAuditor)
	reader.IP = netip.MustParseAddr("203.0.113.9")
	newest, oldest := all[0], all[len(all)-1]
	for name, c := range map[string]struct {
		f    Filter
		want int
	}{
		"action":            {Filter{Action: "export"}, 2},
		"kind":              {Filter{EntityType: "tenants"}, 1},
		"row":               {Filter{EntityID: p.User, Action: "update"}, 1},
		"request":           {Filter{RequestID: p.RequestID}, 4},
		"another request":   {Filter{RequestID: "no-such"}, 0},
		"address":           {Filter{Address: " 203.0.113.7", User: p.User}, 4},
		"another address":   {Filter{Address: "203.0.113.8"}, 0},
		"key":               {Filter{APIKey: p.APIKey}, 4},
		"since the newest":  {Filter{User: p.User, Since: newest.At}, 1},
		"until the newest":  {Filter{User: p.User, Until: newest.At}, 3},
		"another person":    {Filter{User: id.New()}, 0},
		"between":           {Filter{User: p.User, Since: oldest.At, Until: newest.At}, 3},
		"everything is one": {Filter{User: p.User, Action: "export", EntityType: "units", RequestID: p.RequestID}, 2},
	} {
		list, _, err := s.List(t.Context(), reader, c.f, page.Request{})
		if err != nil || len(list) != c.want {
			t.Errorf("%s: %d entries, want %d, %v", name, len(list), c.want, err)
		}
	}
	for _, f := range []Filter{{Address: "nowhere"}, {Action: "a\x00b"}, {RequestID: strings.Repeat("x", 201)}, {Since: newest.At, Until: oldest.At}} {
		if _, _, err := s.List(t.Context(), reader, f, page.Request{}); fault.As(err).Kind != fault.Invalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
	choices, err := s.Choices(t.Context(), reader)
	if err != nil || len(choices.Actors) != 1 || choices.Actors[0].Name != "Adele Admin" || !contains(choices.Actions, "reveal") || !contains(choices.EntityTypes, "tenants") {
		t.Errorf("choices %+v, %v", choices, err)
	}
}

func contains(list []string, v string) bool {
	return strings.Contains(" "+strings.Join(list, " ")+" ", " "+v+" ")
}

// TestPages walks the log forward, back and from its other end: every entry once, in order.
func TestPages(t *testing.T) {
	t.Parallel()
	k := setup(t)
	s, p := k.service()
	k.write(23)                                                // of one moment, so that only the id tells them apart
	filter := Filter{Until: one[time.Time](k, `SELECT now()`)} // reading is recorded too
	for _, sort := range []string{"", "-newest"} {
		var seen []id.ID
		var back string
		r := page.Request{Limit: 5, Sort: sort}
		for {
			list, around, err := s.List(t.Context(), p, filter, r)
			if err != nil {
				t.Fatal(err)
			}
			for i, e := range list {
				if i > 0 && (sort == "" && e.At.After(list[i-1].At) || sort != "" && e.At.Before(list[i-1].At)) {
					t.Error("out of order")
				}
				seen = append(seen, e.ID)
			}
			if around.Next == "" {
				back = around.Prev
				break
			}
			r.Cursor = around.Next
		}
		want := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND created_at < $2`, k.org, filter.Until)
		distinct := map[id.ID]bool{}
		for _, v := range seen {
			distinct[v] = true
		}
		if len(seen) != want || len(distinct) != want {
			t.Errorf("sort %q: %d entries, %d of them different, want %d", sort, len(seen), len(distinct), want)
		}
		rest := len(seen) % 5
		if rest == 0 {
			rest = 5
		}
		list, _, err := s.List(t.Context(), p, filter, page.Request{Limit: 5, Sort: sort, Cursor: back})
		if err != nil || len(list) != 5 || list[4].ID != seen[len(seen)-rest-1] {
			t.Errorf("sort %q: back to the page before: %d entries, %v", sort, len(list), err)
		}
	}
	if _, _, err := s.List(t.Context(), p, filter, page.Request{Cursor: "x"}); !errors.Is(err, page.ErrCursor) {
		t.Errorf("a cursor of nothing: %v", err)
	}
}

func TestEntryAndItsRequest(t *testing.T) {
	t.Parallel()
	k := setup(t)
	s, p := k.service()
	list, _, err := s.List(t.Context(), p, Filter{Action: "reveal"}, page.Request{})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d entries, %v", len(list), err)
	}
	for _, at := range []time.Time{{}, list[0].At} {
		e, others, err := s.Entry(t.Context(), p, list[0].ID, at)
		if err != nil || e.ID != list[0].ID || len(others) != 3 {
			t.Errorf("entry %+v with %d others, %v", e, len(others), err)
		}
	}
	if _, _, err := s.Entry(t.Context(), p, id.New(), time.Time{}); !errors.Is(err, postgres.ErrNotFound) {
		t.Errorf("an entry that is not there: %v", err)
	}
	elsewhere := p
	elsewhere.Organization = k.pg.Org(t)
	if _, _, err := s.Entry(t.Context(), elsewhere, list[0].ID, time.Time{}); !errors.Is(err, postgres.ErrNotFound) {
		t.Errorf("an entry of another organization: %v", err)
	}
}

func TestOnlyAuditorsRead(t *testing.T) {
	t.Parallel()
	k := setup(t)
	s, _ := k.service()
	for _, role := range tenancy.Roles {
		p := k.principal(role)
		_, _, err := s.List(t.Context(), p, Filter{}, page.Request{})
		_, _, eerr := s.Entry(t.Context(), p, id.New(), time.Time{})
		_, cerr := s.Choices(t.Context(), p)
		_, _, herr := s.Head(t.Context(), p)
		xerr := s.Export(t.Context(), p, Filter{}, FormatCSV, func() io.Writer { return io.Discard })
		may := role == tenancy.RoleAdmin || role == tenancy.RoleAuditor
		for _, err := range []error{err, eerr, cerr, herr, xerr} {
			if errors.Is(err, authz.ErrForbidden) == may {
				t.Errorf("%s: %v", role, err)
			}
		}
	}
}

func TestExport(t *testing.T) {
	t.Parallel()
	k := setup(t)
	s, p := k.service()
	k.write(1200) // more than is read at a time
	const recorded = `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND action = 'export' AND entity_type = 'audit_logs'`
	file := func(f Filter, format string) []byte {
		t.Helper()
		var b bytes.Buffer
		before := one[int](k, recorded, k.org)
		err := s.Export(t.Context(), p, f, format, func() io.Writer {
			if one[int](k, recorded, k.org) != before+1 {
				t.Error("the first byte is written before the export is in the log")
			}
			return &b
		})
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	filter := Filter{EntityType: "units"}
	want := one[int](k, `SELECT count(*) FROM audit_logs WHERE tenant_id = $1 AND entity_type = 'units'`, k.org)
	rows, err := csv.NewReader(bytes.NewReader(file(filter, FormatCSV))).ReadAll()
	if err != nil || len(rows) != want+1 {
		t.Fatalf("%d lines, want %d and a heading, %v", len(rows), want, err)
	}
	for _, r := range rows[1:] {
		if r[6] != "units" || r[5] == "" || r[0] == "" {
			t.Fatalf("line %v", r)
		}
	}
	var list []struct {
		ID     id.ID
		Action string
		Detail map[string]string
	}
	if err := json.Unmarshal(file(filter, FormatJSON), &list); err != nil || len(list) != want {
		t.Fatalf("%d entries, want %d, %v", len(list), want, err)
	}
	// A reason that a spreadsheet would work out is text.
	rows, err = csv.NewReader(bytes.NewReader(file(Filter{Action: "reveal"}, FormatCSV))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][10] != "'=1+1" {
		t.Errorf("lines %v, %v", rows, err)
	}
	if got := string(file(Filter{Action: "nothing"}, FormatJSON)); got != "[]\n" {
		t.Errorf("an empty export is %q", got)
	}
	if got := string(file(Filter{Action: "nothing"}, FormatCSV)); !strings.HasPrefix(got, "time,person,") {
		t.Errorf("an empty export is %q", got)
	}
	opened := false
	if err := s.Export(t.Context(), p, Filter{}, "xml", func() io.Writer { opened = true; return io.Discard }); fault.As(err).Kind != fault.Invalid || opened {
		t.Errorf("an unknown format: %v", err)
	}
	broken := NewService(k.db, refusing{})
	if err := broken.Export(t.Context(), p, Filter{}, FormatCSV, func() io.Writer { opened = true; return io.Discard }); err == nil || opened {
		t.Error("exported though it could not be recorded")
	}
}

type refusing struct{ Nobody }

func (refusing) Record(context.Context, tenancy.Principal, Entry) error { return io.ErrClosedPipe }

func TestHead(t *testing.T) {
	t.Parallel()
	k := setup(t)
	s, p := k.service()
	if _, sealed, err := s.Head(t.Context(), p); err != nil || sealed {
		t.Errorf("a head before the first seal, %v", err)
	}
	k.seal()
	h, sealed, err := s.Head(t.Context(), p)
	if err != nil || !sealed || !k.verify(h.Hash).OK() {
		t.Errorf("head %+v, %v", h, err)
	}
}

func TestHarmless(t *testing.T) {
	t.Parallel()
	for cell, want := range map[string]string{
		"": "", "plain": "plain", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@x": "'@x", "\tx": "'\tx", "\rx": "'\rx", "a=1": "a=1",
	} {
		if got := harmless(cell); got != want {
			t.Errorf("%q becomes %q", cell, got)
		}
	}
}
