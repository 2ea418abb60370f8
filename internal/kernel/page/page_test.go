package page

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

type row struct {
	key string
	id  id.ID
}

func keyOf(r row) (string, id.ID) { return r.key, r.id }

func compare(a, b row) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id.String(), b.id.String()))
}

// fetch answers as the lists' SQL does.
func fetch(all []row, q Query) []row {
	sorted := slices.SortedFunc(slices.Values(all), compare)
	if q.Descending {
		slices.Reverse(sorted)
	}
	var out []row
	for _, r := range sorted {
		after := compare(r, row{q.Key, q.ID})
		if q.Descending {
			after = -after
		}
		if (!q.HasCursor || after > 0) && len(out) < int(q.Fetch()) {
			out = append(out, r)
		}
	}
	return out
}

func parsed(t interface{ Fatalf(string, ...any) }, r Request) Query {
	q, err := Parse(r, "name", "rent")
	if err != nil {
		t.Fatalf("Parse(%+v): %v", r, err)
	}
	return q
}

// TestWalkSeesEveryRowOnce goes through random lists with many equal keys to the end and back again.
func TestWalkSeesEveryRowOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "b", "ü", "Ωmega", `q"uote`, "é\n"}), 0, 40).Draw(t, "keys")
		var all []row
		for _, k := range keys {
			all = append(all, row{k, id.New()})
		}
		r := Request{Limit: rapid.IntRange(1, 12).Draw(t, "limit"), Sort: rapid.SampledFrom([]string{"", "name", "-name", "rent", "-rent", "-"}).Draw(t, "sort")}
		want := slices.SortedFunc(slices.Values(all), compare)
		if strings.HasPrefix(r.Sort, "-") {
			slices.Reverse(want)
		}
		walk := func(back bool) (pages [][]row) {
			for {
				q := parsed(t, r)
				rows, around := Cut(q, fetch(all, q), keyOf)
				if len(rows) > r.Limit {
					t.Fatalf("%d rows on a page of %d", len(rows), r.Limit)
				}
				pages = append(pages, rows)
				if len(pages) > len(all)+1 {
					t.Fatalf("the pages do not end")
				}
				next := around.Next
				if back {
					next = around.Prev
				}
				if next == "" {
					return pages
				}
				r.Cursor = next
			}
		}
		forward := walk(false)
		if got := slices.Concat(forward...); !slices.Equal(got, want) {
			t.Fatalf("forward: %v, want %v", got, want)
		}
		backward := walk(true)
		slices.Reverse(backward)
		if !slices.EqualFunc(backward, forward, slices.Equal) {
			t.Fatalf("backward: %v, forward %v", backward, forward)
		}
	})
}

func TestFirstAndLastPage(t *testing.T) {
	t.Parallel()
	all := []row{{"a", id.New()}, {"b", id.New()}, {"c", id.New()}}
	q := parsed(t, Request{Limit: 2})
	rows, first := Cut(q, fetch(all, q), keyOf)
	if len(rows) != 2 || first.Prev != "" || first.Next == "" {
		t.Fatalf("first page %v, %+v", rows, first)
	}
	q = parsed(t, Request{Limit: 2, Cursor: first.Next})
	rows, last := Cut(q, fetch(all, q), keyOf)
	if len(rows) != 1 || last.Prev == "" || last.Next != "" {
		t.Fatalf("last page %v, %+v", rows, last)
	}
	q = parsed(t, Request{Limit: 2, Cursor: last.Prev})
	rows, again := Cut(q, fetch(all, q), keyOf)
	if !slices.Equal(rows, all[:2]) || again.Prev != "" || again.Next != first.Next {
		t.Fatalf("back on the first page %v, %+v", rows, again)
	}
	if rows, p := Cut(parsed(t, Request{}), []row(nil), keyOf); len(rows) != 0 || p != (Page{}) {
		t.Fatalf("an empty list has %v, %+v", rows, p)
	}
}

func TestRowsAddedMeanwhileAreNotRepeated(t *testing.T) {
	t.Parallel()
	all := []row{{"b", id.New()}, {"d", id.New()}, {"f", id.New()}}
	q := parsed(t, Request{Limit: 2})
	_, first := Cut(q, fetch(all, q), keyOf)
	all = append(all, row{"a", id.New()}, row{"e", id.New()})
	q = parsed(t, Request{Limit: 2, Cursor: first.Next})
	rows, _ := Cut(q, fetch(all, q), keyOf)
	if len(rows) != 2 || rows[0].key != "e" || rows[1].key != "f" {
		t.Errorf("the second page is %v", rows)
	}
}

func TestParseDefaults(t *testing.T) {
	t.Parallel()
	q := parsed(t, Request{})
	if q.Sort != "name" || q.Descending || q.Limit != DefaultLimit || q.HasCursor || q.Fetch() != DefaultLimit+1 {
		t.Errorf("%+v", q)
	}
	if q := parsed(t, Request{Sort: "-rent", Limit: MaxLimit}); q.Sort != "rent" || !q.Descending || q.Fetch() != MaxLimit+1 {
		t.Errorf("%+v", q)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		r       Request
		pointer string
		code    string
	}{
		{Request{Sort: "password"}, "sort", "not_allowed"},
		{Request{Sort: "--name"}, "sort", "not_allowed"},
		{Request{Sort: "name; DROP TABLE units"}, "sort", "not_allowed"},
		{Request{Sort: "NAME"}, "sort", "not_allowed"},
		{Request{Limit: -1}, "limit", "out_of_range"},
		{Request{Limit: MaxLimit + 1}, "limit", "out_of_range"},
	} {
		_, err := Parse(c.r, "name", "rent")
		f := fault.As(err)
		if err == nil || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Pointer != c.pointer || f.Fields[0].Code != c.code {
			t.Errorf("Parse(%+v): %v %+v", c.r, err, f)
		}
		if err != nil && c.r.Sort != "" && strings.Contains(fmt.Sprintf("%+v", f), c.r.Sort) {
			t.Errorf("Parse(%+v) repeats what was sent: %+v", c.r, f)
		}
	}
}

func TestCursorOfAnotherList(t *testing.T) {
	t.Parallel()
	list := []row{{"a", id.New()}, {"b", id.New()}}
	q := parsed(t, Request{Limit: 1, Sort: "-rent"})
	_, p := Cut(q, fetch(list, q), keyOf)
	parsed(t, Request{Sort: "-rent", Cursor: p.Next})
	for _, sort := range []string{"", "name", "rent", "-name"} {
		if _, err := Parse(Request{Sort: sort, Cursor: p.Next}, "name", "rent"); !errors.Is(err, ErrCursor) {
			t.Errorf("a cursor of -rent sorted by %q: %v", sort, err)
		}
	}
}

func TestTamperedCursors(t *testing.T) {
	t.Parallel()
	encode := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	row := id.New().String()
	parsed(t, Request{Cursor: encode(`{"s":"name","k":"x","i":"` + row + `"}`)})
	for _, c := range []string{
		"x", "%", "====", "null", encode("null"), encode("{}"), encode("[]"), encode(`{"s":"name","k":"x"}`), encode("\xff\x00"),
		encode(`{"s":"name","k":"x","i":"1"}`), encode(`{"s":"name","k":1,"i":"` + row + `"}`), encode(`{"s":"name","k":"\u0000","i":"` + row + `"}`),
		encode(`{"s":"-name","k":"x","i":"` + row + `"}`), encode(`{"s":"name","k":"x","i":"` + row + `"} more`),
		encode(`{"s":"name","k":"x","i":"` + row + `","b":"yes"}`), strings.Repeat("A", 100_000),
	} {
		if q, err := Parse(Request{Cursor: c}, "name", "rent"); !errors.Is(err, ErrCursor) || q.HasCursor {
			t.Errorf("cursor %.60q: %+v, %v", c, q, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		for _, c := range []string{string(b), base64.RawURLEncoding.EncodeToString(b)} {
			if q, err := Parse(Request{Cursor: c}, "name"); c != "" && (!errors.Is(err, ErrCursor) || q.HasCursor) {
				t.Fatalf("cursor %q: %+v, %v", c, q, err)
			}
		}
	})
}
