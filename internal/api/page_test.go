package api

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

const pagedRows = 137

// TestPages walks every list in every order, forward and backward, over rows that are often equal in that order.
func TestPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	home := w.fillPages()
	for _, list := range []struct {
		path  string
		sorts []string
	}{
		{"/v1/properties?q=Tower", property.PropertySorts},
		{"/v1/units?property_id=" + home.String(), property.UnitSorts},
		{"/v1/addresses?city=Dayton", property.AddressSorts},
	} {
		for _, sort := range list.sorts {
			t.Run(list.path+" "+sort, func(t *testing.T) {
				t.Parallel()
				at := list.path + "&sort="
				up := w.walk(t, at+sort, 7)
				down := w.walk(t, at+"-"+sort, 50)
				slices.Reverse(down)
				if !slices.Equal(up, down) {
					t.Error("descending is not ascending turned round")
				}
				if whole := w.walk(t, at+sort, 200); !slices.Equal(whole, up) {
					t.Error("pages of 7 and one page differ")
				}
			})
		}
	}
}

// walk reads a list to its end and back, and returns the ids in order.
func (w *world) walk(t *testing.T, path string, limit int) []string {
	t.Helper()
	var forward, backward []string
	page := w.page(t, path, limit, "")
	if page.PrevCursor != nil {
		t.Error("the first page has one before it")
	}
	for {
		forward = append(forward, page.ids()...)
		if page.NextCursor == nil {
			break
		}
		page = w.page(t, path, limit, *page.NextCursor)
	}
	for {
		backward = append(page.ids(), backward...)
		if page.PrevCursor == nil {
			break
		}
		page = w.page(t, path, limit, *page.PrevCursor)
	}
	if !slices.Equal(forward, backward) {
		t.Errorf("%d forward and %d backward are not the same", len(forward), len(backward))
	}
	sorted := slices.Sorted(slices.Values(forward))
	if len(slices.Compact(sorted)) != pagedRows || len(forward) != pagedRows {
		t.Errorf("saw %d rows, %d of them different, want %d", len(forward), len(slices.Compact(sorted)), pagedRows)
	}
	return forward
}

type rowID struct {
	ID string `json:"id"`
}

type idPage pageView[rowID]

func (p idPage) ids() []string {
	var out []string
	for _, row := range p.Data {
		out = append(out, row.ID)
	}
	return out
}

func (w *world) page(t *testing.T, path string, limit int, cursor string) idPage {
	t.Helper()
	c := w.manager()
	if cursor != "" {
		c.fast = true // the first page has been checked
		path += "&cursor=" + url.QueryEscape(cursor)
	}
	got := c.do("GET", fmt.Sprintf("%s&limit=%d", path, limit), nil)
	if got.status != 200 {
		t.Fatalf("%s: %d %s", path, got.status, got.body)
	}
	var out idPage
	if err := json.Unmarshal(got.body, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// fillPages adds rows of which many have the same name, type, rent and moment, and returns the property of the units.
func (w *world) fillPages() id.ID {
	w.t.Helper()
	home := id.New()
	super := w.db.Pool(pgtest.Superuser)
	for _, sql := range []string{
		`INSERT INTO properties (tenant_id, id, name, type, created_at) SELECT $1, CASE n WHEN 1 THEN $2::uuid ELSE gen_random_uuid() END, 'Tower ' || n % 9,
			(ARRAY['land', 'residential', 'industrial'])[1 + n % 3], timestamptz '2026-01-01' + make_interval(hours => n % 5) FROM generate_series(1, $3::int) AS n`,
		`INSERT INTO units (tenant_id, id, property_id, number, bedrooms, square_feet, base_rent, status, created_at) SELECT $1, gen_random_uuid(), $2, n::text,
			nullif(n % 4, 3), nullif(n % 6, 1) * 100, (n % 11) * 100.5, (ARRAY['vacant', 'occupied', 'down'])[1 + n % 3],
			timestamptz '2026-01-01' + make_interval(hours => n % 5) FROM generate_series(1, $3::int) AS n`,
		`INSERT INTO addresses (tenant_id, id, street1, city, state, zip_code, country, created_at) SELECT $1, gen_random_uuid(), 'Elm ' || n % 7, 'Dayton', 'OH', '45402', 'US',
			timestamptz '2026-01-01' + make_interval(hours => n % 5) FROM generate_series(1, $3::int) AS n WHERE $2::uuid IS NOT NULL`,
	} {
		if _, err := super.Exec(w.t.Context(), sql, w.org, home, pagedRows); err != nil {
			w.t.Fatal(err)
		}
	}
	return home
}

func TestCursorBelongsToItsSort(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	for i := range 3 {
		c.property(fmt.Sprint("P", i))
	}
	first := w.page(t, "/v1/properties?sort=name", 1, "")
	got := c.do("GET", "/v1/properties?sort=-name&limit=1&cursor="+*first.NextCursor, nil)
	if code, _ := got.problem(t); got.status != 422 || code != "cursor_invalid" {
		t.Errorf("%d %s", got.status, got.body)
	}
	// A cursor is not a way into another organization: it names a place in an order, nothing more.
	foreign := w.as(w.other, "manager").must(200, "GET", "/v1/properties?sort=name&limit=1&cursor="+*first.NextCursor, nil)
	if len(foreign["data"].([]any)) != 0 {
		t.Errorf("%v", foreign)
	}
}
