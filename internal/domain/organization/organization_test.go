package organization

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestCreateWithDefaults(t *testing.T) {
	t.Parallel()
	k := setup(t)
	o, err := k.service.Create(t.Context(), CreateInput{Slug: " elm-1 ", Name: "  Elm & Sons "})
	k.check(err)
	if o.ID == id.Nil || o.Slug != "elm-1" || o.Name != "Elm & Sons" || o.Plan != "essential" || o.Status != "active" ||
		o.TimeZone != "America/New_York" || o.Currency != "USD" || o.Locale != "en-US" || o.Version != 1 {
		t.Errorf("%+v", o)
	}
	read, err := k.service.Get(t.Context(), admin(o.ID))
	if err != nil || read != o {
		t.Errorf("%+v, %v", read, err)
	}
	found, err := k.service.Find(t.Context(), "elm-1")
	if want := (Entry{ID: o.ID, Slug: "elm-1", Plan: "essential", Status: "active"}); err != nil || found != want {
		t.Errorf("%+v, %v", found, err)
	}
	if got := k.one(`SELECT concat_ws('|', actor_role, action, entity_type, reason) FROM audit_logs WHERE tenant_id = $1`, o.ID); got !=
		"system|insert|organizations|create organization" {
		t.Errorf("the audit log says %s", got)
	}
}

func TestCreateKeepsWhatIsSaid(t *testing.T) {
	t.Parallel()
	k := setup(t)
	in := CreateInput{
		ID: id.New(), Slug: "b", Name: strings.Repeat("é", 255), TimeZone: "Pacific/Honolulu", Currency: "CAD", Plan: "enterprise",
		Demo: true,
	}
	o, err := k.service.Create(t.Context(), in)
	k.check(err)
	if o.ID != in.ID || o.Slug != in.Slug || o.Name != in.Name || o.TimeZone != in.TimeZone || o.Currency != in.Currency || o.Plan != in.Plan {
		t.Errorf("%+v", o)
	}
	k.create("a")
	list, err := k.service.List(t.Context())
	if err != nil || len(list) != 2 || list[0].Slug != "a" || list[1] != (Entry{ID: in.ID, Slug: "b", Plan: "enterprise", Status: "active", Demo: true}) {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	k := setup(t)
	for _, c := range []struct {
		change func(*CreateInput)
		want   string
	}{
		{func(in *CreateInput) { in.Slug = "" }, "/slug"},
		{func(in *CreateInput) { in.Slug = "-elm" }, "/slug"},
		{func(in *CreateInput) { in.Slug = "elm-" }, "/slug"},
		{func(in *CreateInput) { in.Slug = "Elm" }, "/slug"},
		{func(in *CreateInput) { in.Slug = "elm court" }, "/slug"},
		{func(in *CreateInput) { in.Slug = "elm\n" + "x" }, "/slug"},
		{func(in *CreateInput) { in.Slug = strings.Repeat("x", 64) }, "/slug"},
		{func(in *CreateInput) { in.Name = " " }, "/name"},
		{func(in *CreateInput) { in.Name = strings.Repeat("x", 256) }, "/name"},
		{func(in *CreateInput) { in.Name = "a\x00b" }, "/name"},
		{func(in *CreateInput) { in.Name = "a\xffb" }, "/name"},
		{func(in *CreateInput) { in.TimeZone = "Mars/Olympus" }, "/time_zone"},
		{func(in *CreateInput) { in.TimeZone = "Local" }, "/time_zone"},
		{func(in *CreateInput) { in.TimeZone = "../../etc/passwd" }, "/time_zone"},
		{func(in *CreateInput) { in.Currency = "usd" }, "/currency"},
		{func(in *CreateInput) { in.Currency = "DOLLAR" }, "/currency"},
		{func(in *CreateInput) { in.Slug, in.Name, in.Currency = "", "", "$" }, "/slug /name /currency"},
	} {
		in := CreateInput{Slug: "elm", Name: "Elm"}
		c.change(&in)
		_, err := k.service.Create(t.Context(), in)
		if f := fault.As(err); err == nil || f.Kind != fault.Invalid || strings.Join(pointers(err), " ") != c.want {
			t.Errorf("%.40q: %v %v, want %s", in.Slug+in.Name, err, pointers(err), c.want)
		}
	}
	if got := k.one(`SELECT (SELECT count(*) FROM organizations) + (SELECT count(*) FROM platform.directory)`); got != "0" {
		t.Errorf("%s rows were written", got)
	}
}

func TestSlugIsTakenOnce(t *testing.T) {
	t.Parallel()
	k := setup(t)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = k.service.Create(t.Context(), CreateInput{Slug: "elm", Name: "Elm"}) })
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		switch {
		case err == nil:
			made++
		case fault.As(err).Code != "slug_taken" || fault.As(err).Kind != fault.Conflict:
			t.Errorf("%v, want slug_taken", err)
		}
	}
	if got := k.one(`SELECT count(*) FROM organizations`); made != 1 || got != "1" {
		t.Errorf("%d were made, %s are there", made, got)
	}
	if _, err := k.service.Find(t.Context(), "elm-2"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a slug that nobody has: %v", err)
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	k := setup(t)
	o, other := k.create("elm"), k.create("oak")
	in := UpdateInput{Name: " Elm ", TimeZone: "Pacific/Honolulu", Currency: "CAD", Locale: "fr-CA", Version: o.Version}
	got, err := k.service.Update(t.Context(), admin(o.ID), in)
	k.check(err)
	want := o
	want.Name, want.TimeZone, want.Currency, want.Locale, want.Version = "Elm", "Pacific/Honolulu", "CAD", "fr-CA", 2
	want.UpdatedAt = got.UpdatedAt
	if got != want || got.UpdatedAt.Before(o.UpdatedAt) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if read, err := k.service.Get(t.Context(), admin(other.ID)); err != nil || read != other {
		t.Errorf("the other organization: %+v, %v", read, err)
	}
	if _, err := k.service.Update(t.Context(), admin(o.ID), in); !errors.Is(err, ErrChanged) {
		t.Errorf("with a version that is gone: %v", err)
	}
	for change, pointer := range map[*UpdateInput]string{
		{TimeZone: "UTC", Currency: "USD", Locale: "en-US", Version: 2}:                                          "/name",
		{Name: "x\x00", TimeZone: "UTC", Currency: "USD", Locale: "en-US", Version: 2}:                           "/name",
		{Name: "x", Currency: "USD", Locale: "en-US", Version: 2}:                                                "/time_zone",
		{Name: "x", TimeZone: "UTC", Currency: "US", Locale: "en-US", Version: 2}:                                "/currency",
		{Name: "x", TimeZone: "UTC", Currency: "USD", Locale: "english please", Version: 2}:                      "/locale",
		{Name: "x", TimeZone: "UTC", Currency: "USD", Locale: "en" + strings.Repeat("-abcdefgh", 9), Version: 2}: "/locale",
	} {
		_, err := k.service.Update(t.Context(), admin(o.ID), *change)
		if err == nil || fault.As(err).Kind != fault.Invalid || !slices.Equal(pointers(err), []string{pointer}) {
			t.Errorf("%+v: %v %v", change, err, pointers(err))
		}
	}
}

func TestOneOfManyUpdatesWins(t *testing.T) {
	t.Parallel()
	k := setup(t)
	o := k.create("elm")
	errs := make([]error, 20)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = k.service.Update(t.Context(), admin(o.ID), UpdateInput{
				Name: "Elm", TimeZone: "UTC", Currency: "USD", Locale: "en-US",
				Version: o.Version,
			})
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, ErrChanged) {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d won", won)
	}
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	k := setup(t)
	o := k.create("elm")
	for _, role := range append([]tenancy.Role{"", "root"}, tenancy.Roles...) {
		p := tenancy.Principal{Organization: o.ID, User: id.New(), Role: role}
		if _, err := k.service.Get(t.Context(), p); authz.Allowed(p, authz.OrganizationRead) != (err == nil) ||
			err != nil && !errors.Is(err, authz.ErrForbidden) {
			t.Errorf("%q reads: %v", role, err)
		}
		_, err := k.service.Update(t.Context(), p, UpdateInput{Name: "x", TimeZone: "UTC", Currency: "USD", Locale: "en-US"})
		if want := map[bool]error{true: ErrChanged, false: authz.ErrForbidden}[role == tenancy.RoleAdmin]; !errors.Is(err, want) {
			t.Errorf("%q writes: %v, want %v", role, err, want)
		}
	}
	nowhere := admin(id.New())
	if _, err := k.service.Get(t.Context(), nowhere); !fault.As(err).Is404() {
		t.Errorf("an organization that is not there: %v", err)
	}
}

// TestOwnPlaceOnThePlatformCannotBeChanged goes past the service, as an injected statement would.
func TestOwnPlaceOnThePlatformCannotBeChanged(t *testing.T) {
	t.Parallel()
	k := setup(t)
	o, other := k.create("elm"), k.create("oak")
	try := func(sql string, args ...any) error {
		return tenancy.InTx(t.Context(), k.db, admin(o.ID), func(ctx context.Context, tx tenancy.Tx) error {
			tag, err := tx.Exec(ctx, sql, args...)
			if err == nil && tag.RowsAffected() == 0 {
				return errNoRows
			}
			return err
		})
	}
	for _, sql := range []string{
		`UPDATE organizations SET slug = 'x'`, `UPDATE organizations SET plan = 'enterprise'`, `UPDATE organizations SET status = 'closed'`,
		`UPDATE organizations SET id = gen_random_uuid()`, `UPDATE organizations SET deleted_at = now()`,
		`UPDATE organizations SET name = 'x', plan = 'enterprise'`, `DELETE FROM organizations`,
		`INSERT INTO organizations (id, name, slug) VALUES (gen_random_uuid(), 'x', 'x')`,
		`UPDATE platform.directory SET plan = 'enterprise'`, `SELECT * FROM platform.directory`, `SELECT * FROM platform.keysets`,
		`DELETE FROM platform.directory`,
	} {
		if err := try(sql); err == nil || errors.Is(err, errNoRows) || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v, want no permission", sql, err)
		}
	}
	if err := try(`UPDATE organizations SET name = 'x' WHERE id = $1`, other.ID); !errors.Is(err, errNoRows) {
		t.Errorf("another organization's name: %v", err)
	}
	k.check(try(`UPDATE organizations SET name = 'x'`))
	if got := k.one(`SELECT string_agg(concat_ws(' ', name, slug, plan, status), ', ' ORDER BY slug) FROM organizations`); got !=
		"x elm essential active, Elm & Sons oak essential active" {
		t.Error(got)
	}
}

var errNoRows = errors.New("no rows")
