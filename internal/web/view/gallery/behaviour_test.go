package main

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/propertyos/propertyos/internal/web/assets"
)

// tab opens an address of the gallery in a browser of its own. At the end of the test nothing may have violated the
// content security policy.
func tab(t *testing.T, path string) context.Context {
	t.Helper()
	if err := assets.Check(); err != nil {
		t.Fatal(err)
	}
	faults := make(chan string, 100)
	server := httptest.NewServer(handler(func(fault string) { faults <- fault }))
	ctx, closeBrowser := browser(t.Context())
	t.Cleanup(func() {
		closeBrowser()
		server.Close()
		close(faults)
		for f := range faults {
			t.Errorf("policy violated: %s", f)
		}
	})
	do(ctx, t, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+path))
	return ctx
}

func do(ctx context.Context, t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// until waits for a condition in the page.
func until(ctx context.Context, t *testing.T, condition string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool]("Boolean("+condition+")")); err != nil {
		t.Fatalf("%s: %v", condition, err)
	}
}

func script(ctx context.Context, t *testing.T, code string) {
	t.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](code+"; true")); err != nil {
		t.Fatalf("%s: %v", code, err)
	}
}

func TestDeleteAsksInADialog(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/properties/p1")
	do(ctx, t, chromedp.Click("a[href$='/delete']"))
	until(ctx, t, `document.querySelector("#dialog[open] #confirm-title")`)
	until(ctx, t, `document.querySelector("#dialog form[action='/properties/p1/delete'][method=post]")`)
	do(ctx, t, chromedp.Click("#dialog [data-dialog-close]"))
	until(ctx, t, `!document.getElementById("dialog").open && location.pathname === "/properties/p1"`)
}

func TestThemeIsKeptAndThereFromTheStart(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/")
	do(ctx, t, chromedp.Click(".menu-account summary"), chromedp.Click("[data-theme-choice=dark]"))
	until(ctx, t, `document.documentElement.dataset.theme === "dark"`)
	until(ctx, t, `document.querySelector("[data-theme-choice=dark]").getAttribute("aria-pressed") === "true"`)
	do(ctx, t, chromedp.Reload())
	until(ctx, t, `document.documentElement.dataset.theme === "dark"`)
	until(ctx, t, `getComputedStyle(document.body).colorScheme === "dark" || getComputedStyle(document.documentElement).colorScheme === "dark"`)
	do(ctx, t, chromedp.Click(".menu-account summary"), chromedp.Click("[data-theme-choice=system]"))
	until(ctx, t, `!("theme" in document.documentElement.dataset) && localStorage.getItem("theme") === null`)
	do(ctx, t, chromedp.KeyEvent(kb.Escape))
	until(ctx, t, `!document.querySelector(".menu-account").open && document.activeElement.tagName === "SUMMARY"`)
}

func TestSidebarStaysNarrow(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/")
	do(ctx, t, chromedp.Click("[data-sidebar-toggle]"))
	until(ctx, t, `document.querySelector(".side").offsetWidth < 80`)
	do(ctx, t, chromedp.Reload())
	until(ctx, t, `document.querySelector(".side").offsetWidth < 80`)
	until(ctx, t, `document.querySelector("[data-sidebar-toggle]").getAttribute("aria-expanded") === "false"`)
}

func TestKeyboardInTables(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/units")
	// As one event: chromedp would also send the character, which a browser holds back after preventDefault.
	script(ctx, t, `document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true}))`)
	until(ctx, t, `document.activeElement.id === "q"`)
	script(ctx, t, `document.activeElement.blur()`)
	do(ctx, t, chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowUp))
	until(ctx, t, `document.activeElement.getAttribute("href") === "/units/u2"`)
}

func TestPaletteFindsByKeyboard(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/units")
	do(ctx, t, chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	until(ctx, t, `document.querySelector("#palette[open]") && document.activeElement.id === "palette-q"`)
	until(ctx, t, `document.querySelector("#palette-results [data-hit][data-marked]")?.getAttribute("href") === "/properties/p1"`)
	do(ctx, t, chromedp.KeyEvent("map"+kb.ArrowDown+kb.ArrowDown+kb.ArrowUp))
	until(ctx, t, `document.querySelector("#palette-results [data-hit][data-marked]").getAttribute("href") === "/units/u1"`)
	until(ctx, t, `document.querySelector("[data-palette-said]").textContent.includes("Unit 101")`)
	do(ctx, t, chromedp.KeyEvent(kb.Escape))
	until(ctx, t, `!document.querySelector("#palette[open]") && location.pathname === "/units"`)
	do(ctx, t, chromedp.Click("#global-search"))
	until(ctx, t, `document.querySelector("#palette[open] [data-hit][data-marked]")`)
	do(ctx, t, chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(".tabs-line"))
	until(ctx, t, `location.pathname === "/properties/p1"`)
}

func TestKeysLeadAndAreListed(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/")
	do(ctx, t, chromedp.KeyEvent("?"))
	until(ctx, t, `document.querySelector("#help[open] kbd") && document.getElementById("help").innerText.includes("Go to units")`)
	do(ctx, t, chromedp.Click("#help [data-dialog-close]"))
	until(ctx, t, `!document.querySelector("#help[open]")`)
	do(ctx, t, chromedp.KeyEvent("gu"), chromedp.WaitVisible("#list table"))
	until(ctx, t, `location.pathname === "/units"`)
	do(ctx, t, chromedp.KeyEvent("gp"), chromedp.WaitVisible(".switch"))
	until(ctx, t, `location.pathname === "/properties"`)
	script(ctx, t, `document.getElementById("q").focus()`)
	do(ctx, t, chromedp.KeyEvent("gd")) // typed, not gone to
	until(ctx, t, `document.getElementById("q").value === "gd" && location.pathname === "/properties"`)
}

func TestRowsAreChosenTogether(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/units")
	do(ctx, t, chromedp.WaitNotVisible("[data-bulk-bar]"), chromedp.Click("#pick-u2"), chromedp.WaitVisible("[data-bulk-bar]"))
	until(ctx, t, `document.querySelector("[data-bulk-count]").textContent === "1 chosen" && document.getElementById("pick-all").indeterminate`)
	script(ctx, t, `document.getElementById("pick-u5").dispatchEvent(new MouseEvent("click", {bubbles: true, shiftKey: true}))`)
	until(ctx, t, `document.querySelector("[data-bulk-count]").textContent === "4 chosen"`)
	do(ctx, t, chromedp.Click("#pick-all"))
	until(ctx, t, `document.querySelector("[data-bulk-count]").textContent === "9 chosen"`)
	do(ctx, t, chromedp.WaitVisible("#bulk-value"))
	script(ctx, t, `const s = document.getElementById("bulk-action"); s.value = "delete"; s.dispatchEvent(new Event("change", {bubbles: true}))`)
	do(ctx, t, chromedp.WaitNotVisible("#bulk-value"))
	script(ctx, t, `window.sent = new URLSearchParams(new FormData(document.querySelector("form[data-bulk]"))).toString()`)
	until(ctx, t, `window.sent.includes("ids=u1&ids=u2") && window.sent.includes("action=delete")`)
	do(ctx, t, chromedp.Click("#pick-all"), chromedp.WaitNotVisible("[data-bulk-bar]"))
}

func TestControls(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/page/components-controls")
	do(ctx, t, chromedp.SendKeys("#f-property-filter", "court"))
	until(ctx, t, `Array.from(document.querySelectorAll(".checks-box .check")).filter((l) => l.offsetParent).length === 1`)
	do(ctx, t, chromedp.Click("[data-copy]"))
	until(ctx, t, `document.querySelector("[data-copy-word]").textContent === "Copied"`)
	script(ctx, t, `const d = new DataTransfer(); d.items.add(new File([new Uint8Array(300000)], "a.pdf")); document.getElementById("certificate").files = d.files`)
	do(ctx, t, chromedp.Click("[data-upload] button[type=submit]"), chromedp.WaitVisible(".history"))
	until(ctx, t, `location.pathname === "/uploaded"`) // where the gallery sends those who have sent 300,000 bytes
}

func TestRefusedFormKeepsThePage(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/properties/p1/edit")
	script(ctx, t, `window.samePage = true`)
	do(ctx, t, chromedp.Click("form.form button[type=submit]"))
	until(ctx, t, `document.querySelector("[role=alert] a[href='#f-name']")`)
	until(ctx, t, `window.samePage && location.pathname === "/properties/p1/edit"`)
	until(ctx, t, `document.activeElement.id === "f-name"`)
	until(ctx, t, `!document.querySelector("form[data-sending]")`)
}

func TestFailingServerKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/properties/new") // the gallery cannot take its POST and answers 405
	do(ctx, t, chromedp.SendKeys("#f-name", "Typed"), chromedp.Click("form.form button[type=submit]"))
	until(ctx, t, `document.querySelector("#toasts [data-message]")?.textContent.includes("did not work")`)
	until(ctx, t, `document.getElementById("f-name").value === "Typed" && location.pathname === "/properties/new"`)
	do(ctx, t, chromedp.Click("#toasts [data-toast-close]"))
	until(ctx, t, `!document.querySelector("#toasts [data-toast]")`)
}

func TestFiltersFollowAndStandInTheAddress(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/units")
	script(ctx, t, `window.samePage = true`)
	do(ctx, t, chromedp.Click("label[for=filter-status-vacant]"))
	until(ctx, t, `location.search === "?status=vacant"`)
	do(ctx, t, chromedp.SendKeys("#q", "jør"))
	until(ctx, t, `new URLSearchParams(location.search).get("q") === "jør" && window.samePage`)
	do(ctx, t, chromedp.Click("thead a.sort"))
	until(ctx, t, `new URLSearchParams(location.search).get("sort") === "number" && window.samePage`)
}

func TestWithoutJavaScript(t *testing.T) {
	t.Parallel()
	ctx := tab(t, "/pages")
	off := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
	do(ctx, t, off, chromedp.Click("a[href='/page/units']"), chromedp.WaitVisible(".filters button.without-js"))
	do(ctx, t, chromedp.Click(".menu-account summary"), chromedp.WaitVisible("form[action='/sign-out'] button"))
	do(ctx, t, chromedp.WaitNotVisible("[data-theme-choice]"))
	do(ctx, t, chromedp.Click(".menu-account summary"), chromedp.Click("label[for=filter-status-down]"))
	do(ctx, t, chromedp.Click(".filters button.without-js"))
	do(ctx, t, chromedp.WaitReady("#filter-status-down:not(:checked)")) // the sample that answers has none chosen
	where, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil || !strings.Contains(where, "status=down") {
		t.Fatalf("at %s, %v", where, err)
	}
}
