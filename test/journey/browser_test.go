package journey

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/propertyos/propertyos/test/cli/program"
)

const sessionCookie = "propertyos_session"

type step = chromedp.Action[chromedp.Void]

// startBrowser starts the one Chromium of this run. Tests open tabs in it, each with storage of its own.
func startBrowser() (end func(), err error) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, // Chromium refuses its sandbox to root, as in containers
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.WSURLReadTimeout(program.Patience),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeBrowser := chromedp.NewContext(ctx)
	world.browser = ctx
	return func() { closeBrowser(); stop() }, chromedp.Do(ctx)
}

// tab is a browser window of one person.
type tab struct {
	*testing.T
	ctx context.Context
}

// visitor opens a tab of somebody who is not signed in.
func visitor(t *testing.T) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(world.browser, chromedp.WithNewBrowserContext())
	t.Cleanup(closeTab)
	b := &tab{t, ctx}
	b.do(chromedp.EmulateViewport(1440, 900))
	b.leaveFreely()
	return b
}

// leaveFreely answers yes when the page asks whether to leave what was typed. The tab is held until somebody does.
func (b *tab) leaveFreely() {
	asked := chromedp.Events(b.ctx, page.JavascriptDialogOpening)
	go func() {
		for _, err := range asked {
			if err != nil {
				return // the tab has been closed
			}
			if _, err := chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true}); err != nil {
				return
			}
		}
	}()
}

// person opens a tab of somebody who is signed in.
func person(t *testing.T, email string) *tab {
	t.Helper()
	b := visitor(t)
	b.enter(email)
	return b
}

func (b *tab) enter(email string) {
	b.Helper()
	word := password
	if strings.Contains(email, ".demo.") {
		word = demoWord
	}
	value := session(b.T, email, word)
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.SetCookie, network.SetCookieParams{Name: sessionCookie, Value: value, URL: world.server.URL})
		return err
	}))
}

// second opens another tab of the same window: the same cookies and storage.
func (b *tab) second() *tab {
	b.Helper()
	ctx, closeTab := chromedp.NewContext(b.ctx)
	b.Cleanup(closeTab)
	other := &tab{b.T, ctx}
	other.do(chromedp.EmulateViewport(1440, 900))
	other.leaveFreely()
	return other
}

func (b *tab) limit() (context.Context, context.CancelFunc) {
	return context.WithTimeout(b.ctx, program.Patience)
}

func (b *tab) do(steps ...step) {
	b.Helper()
	if chromedp.FromContext(b.ctx).Target == nil { // the first use opens the tab, which lives as long as its context
		if err := chromedp.Do(b.ctx); err != nil {
			b.Fatal(err)
		}
	}
	ctx, cancel := b.limit()
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.Fatalf("%v, at %s", err, b.where())
	}
}

func (b *tab) open(path string) {
	b.Helper()
	b.do(chromedp.Navigate(world.server.URL + path))
}

// follow presses a link or button and waits until another page has come.
func (b *tab) follow(selector string) {
	b.Helper()
	b.script(`window.leaving = true`)
	b.do(chromedp.Click(chromedp.CSS(selector)))
	b.until(`!window.leaving`)
}

// until waits for a condition in a page that is there whole, over navigations: a key pressed in a page whose scripts have
// yet to come is lost.
func (b *tab) until(condition string) {
	b.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	condition = `document.readyState === "complete" && Boolean(` + condition + `)`
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(5*time.Second)))
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			b.Fatalf("never came true: %s: %v, at %s\n%s", condition, err, b.where(), b.text("body"))
		}
	}
}

// value evaluates an expression in the page.
func value[V any](b *tab, expression string) V {
	b.Helper()
	ctx, cancel := b.limit()
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[V](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

func (b *tab) script(code string) { b.Helper(); value[bool](b, "(() => {"+code+"; return true})()") }

// text is what the page shows of an element, spaces made one.
func (b *tab) text(selector string) string {
	b.Helper()
	return value[string](b, fmt.Sprintf(`(document.querySelector(%q)?.innerText ?? "").replace(/\s+/g, " ").trim()`, selector))
}

func (b *tab) where() string {
	ctx, cancel := context.WithTimeout(b.ctx, 10*time.Second)
	defer cancel()
	at, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return err.Error()
	}
	return strings.TrimPrefix(at, world.server.URL)
}

// says fails unless the element shows all words.
func (b *tab) says(selector string, words ...string) {
	b.Helper()
	text := b.text(selector)
	for _, w := range words {
		if !strings.Contains(text, w) {
			b.Errorf("at %s, %s does not say %q: %s", b.where(), selector, w, text)
		}
	}
}

// typeInto replaces what a field holds.
func (b *tab) typeInto(selector, text string) {
	b.Helper()
	b.do(chromedp.Clear(chromedp.CSS(selector)), chromedp.SendKeys(chromedp.CSS(selector), text))
}

// withoutScripts turns JavaScript off.
func (b *tab) withoutScripts() {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
}

// hold asks the page for no motion: colors that are changed have changed at once.
func (b *tab) hold() {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	}))
}

// forget signs the tab's person out by taking the cookies away.
func forget(ctx context.Context, target *chromedp.Target) error {
	_, err := cdp.Call(ctx, target, network.ClearBrowserCookies, cdp.Empty{})
	return err
}
