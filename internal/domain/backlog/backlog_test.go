package backlog

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

type args struct {
	Tenant id.ID `json:"tenant_id"`
}

func (args) Kind() string          { return "test.visit" }
func (a args) Organization() id.ID { return a.Tenant }

func TestBacklog(t *testing.T) {
	t.Parallel()
	pg := pgtest.New(t)
	queue, err := jobs.New(pg.Pool(postgres.RoleSystem), jobs.Deps{
		DB: pg.DB(clock.System{}), Log: slog.New(slog.DiscardHandler), InsertOnly: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	s, mine, other := New(queue), pg.Org(t), pg.Org(t)
	for range 5 {
		if err := queue.Insert(t.Context(), args{mine}, args{other}); err != nil {
			t.Fatal(err)
		}
	}
	as := func(org id.ID, role tenancy.Role) tenancy.Principal {
		return tenancy.Principal{Organization: org, User: id.New(), Role: role}
	}
	admin := as(mine, tenancy.RoleAdmin)
	seen := map[int64]bool{}
	for at := (page.Request{Limit: 2}); ; {
		list, err := s.List(t.Context(), admin, "", at)
		if err != nil {
			t.Fatal(err)
		}
		for _, j := range list.Jobs {
			seen[j.ID] = true
		}
		if at.Cursor = list.Next; at.Cursor == "" {
			break
		}
	}
	if len(seen) != 5 {
		t.Fatalf("%d jobs on all pages, want 5", len(seen))
	}
	one := slices.Collect(maps.Keys(seen))[0]
	acts := map[string]func(context.Context, tenancy.Principal) error{
		"list": func(ctx context.Context, p tenancy.Principal) error {
			_, err := s.List(ctx, p, "", page.Request{})
			return err
		},
		"count":     func(ctx context.Context, p tenancy.Principal) error { _, err := s.Count(ctx, p); return err },
		"get":       func(ctx context.Context, p tenancy.Principal) error { _, err := s.Get(ctx, p, one); return err },
		"schedules": func(ctx context.Context, p tenancy.Principal) error { _, err := s.Schedules(ctx, p); return err },
		"retry":     func(ctx context.Context, p tenancy.Principal) error { _, err := s.Retry(ctx, p, one); return err },
		"discard":   func(ctx context.Context, p tenancy.Principal) error { _, err := s.Discard(ctx, p, one); return err },
	}
	for name, act := range acts {
		writes := name == "retry" || name == "discard"
		for _, role := range tenancy.Roles {
			may := role == tenancy.RoleAdmin || role == tenancy.RoleAuditor && !writes
			if err := act(t.Context(), as(mine, role)); may != (err == nil) || !may && !errors.Is(err, authz.ErrForbidden) {
				t.Errorf("%s as %s: %v", name, role, err)
			}
		}
		if err := act(t.Context(), as(other, tenancy.RoleAdmin)); (name == "get" || writes) && !errors.Is(err, postgres.ErrNotFound) {
			t.Errorf("%s of another organization: %v", name, err)
		}
	}
	if _, err := s.List(t.Context(), admin, "asleep", page.Request{}); fault.As(err).Kind != fault.Invalid {
		t.Errorf("an unknown state: %v", err)
	}
	if _, err := s.List(t.Context(), admin, "", page.Request{Limit: page.MaxLimit + 1}); fault.As(err).Kind != fault.Invalid {
		t.Errorf("too many: %v", err)
	}
	for _, cursor := range []string{"x", "-1", "0", "9999999999999999999999"} {
		if _, err := s.List(t.Context(), admin, "", page.Request{Cursor: cursor}); !errors.Is(err, page.ErrCursor) {
			t.Errorf("cursor %q: %v", cursor, err)
		}
	}
}
