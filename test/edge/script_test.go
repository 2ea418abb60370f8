package edge

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/web"
)

// hostile is stored in every text that can hold it. A page that shows it as anything but text makes the element.
const hostile = `<img src=x onerror=alert(1)>`

// poison puts the hostile text into every text column of every tenant table where the database takes it, and returns how
// many columns did. A column with a list of values, a form or a length of its own cannot hold it.
func (w *world) poison() (columns int) {
	w.Helper()
	list, err := fill.Tables(w.Context(), w.super)
	w.check(err)
	for _, table := range list {
		if table.PartitionOf != "" || strings.HasPrefix(table.Name, "audit_") {
			continue
		}
		rows, err := w.super.Query(w.Context(), `SELECT attname FROM pg_attribute WHERE attrelid = ('public.' || $1)::regclass
			AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND atttypid = 'text'::regtype`, table.Name)
		w.check(err)
		var names []string
		for rows.Next() {
			var name string
			w.check(rows.Scan(&name))
			names = append(names, name)
		}
		w.check(rows.Err())
		for _, name := range names {
			// A refusal is the database's own: a CHECK, or a trigger of what is final.
			if tag, err := w.super.Exec(w.Context(), `UPDATE public.`+table.Name+` SET `+name+` = $1`, hostile); err == nil && tag.RowsAffected() > 0 {
				columns++
			}
		}
		// Lists of texts, such as amenities.
		_, _ = w.super.Exec(w.Context(), `UPDATE public.`+table.Name+` SET amenities = ARRAY[$1]`, hostile)
	}
	return columns
}

// TestStoredTextStaysText opens every page in Chromium over an organization whose every text is hostile.
func TestStoredTextStaysText(t *testing.T) {
	t.Parallel()
	w := build(t)
	if n := w.poison(); n < 40 {
		t.Fatalf("only %d columns took the text", n)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.WSURLReadTimeout(time.Minute))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(allocator)
	t.Cleanup(closeTab)
	w.check(chromedp.Do(tab, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.SetCookie, network.SetCookieParams{Name: web.SessionCookie, Value: w.cookie, URL: w.server.URL})
		return err
	})))
	asked := chromedp.Events(tab, page.JavascriptDialogOpening)
	go func() {
		for dialog, err := range asked {
			if err != nil {
				return // the tab has been closed
			}
			t.Errorf("a script ran: %+v", dialog)
		}
	}()
	shown := 0
	for _, path := range w.pages(true) {
		a := w.send(request{method: http.MethodGet, path: path})
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			continue
		}
		w.check(chromedp.Do(tab, chromedp.Navigate(w.server.URL+path)))
		made, err := chromedp.Run(tab, chromedp.Evaluate[int](
			`document.querySelectorAll("[onerror], img[src=x], script:not([src])").length`))
		w.check(err)
		if made != 0 {
			t.Errorf("%s makes %d elements of stored text", path, made)
		}
		text, err := chromedp.Run(tab, chromedp.Evaluate[bool](
			`document.documentElement.textContent.includes("onerror=alert(1)") ||
			 [...document.querySelectorAll("input, textarea")].some(f => f.value.includes("onerror=alert(1)"))`))
		w.check(err)
		if text {
			shown++
		}
	}
	if shown < 8 {
		t.Errorf("only %d pages show the text, so the others prove nothing", shown)
	}
}
