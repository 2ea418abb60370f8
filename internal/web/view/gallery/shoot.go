package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/chromedp/chromedp"

	"github.com/propertyos/propertyos/internal/web/view/sample"
)

// faultsOf runs in the page: text that the window cuts off or scrolls for, and what axe finds.
const faultsOf = `(async () => {
	const out = [];
	// A part that is still fading in has less contrast than it will have.
	await Promise.all(document.getAnimations().filter((a) => a.effect.getComputedTiming().iterations !== Infinity).map((a) => a.finished));
	const wide = document.documentElement.scrollWidth - innerWidth;
	if (wide > 0) {
		out.push("overflows by " + wide + " px");
		for (const e of document.body.querySelectorAll("*")) {
			if (e.getBoundingClientRect().right > innerWidth + 1) { out.push("  wide: " + e.tagName + "." + e.className); break; }
		}
	}
	if (window.axe) {
		const r = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]});
		for (const v of r.violations) {
			out.push(v.id + ": " + v.help);
			for (const n of v.nodes.slice(0, 3)) out.push("  " + n.html.slice(0, 160) + " :: " + (n.any[0] ? n.any[0].message : ""));
		}
	}
	return out.join("\n");
})()`

// browser starts a headless Chromium that talks only to what it is sent to.
func browser(ctx context.Context) (context.Context, context.CancelFunc) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, // Chromium refuses its sandbox to root, as in containers
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
	)
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	ctx, closeTab := chromedp.NewContext(ctx)
	return ctx, func() {
		closeTab()
		stop()
	}
}

// shoot takes a picture of each page at each width in both themes and logs what is wrong with it.
func shoot(ctx context.Context, base, out, widths, axe string, match *regexp.Regexp) error {
	checker, err := os.ReadFile(axe)
	if err != nil {
		return fmt.Errorf("the accessibility checker (run npm ci): %w", err)
	}
	if err := os.MkdirAll(out, 0o750); err != nil {
		return err
	}
	ctx, closeBrowser := browser(ctx)
	defer closeBrowser()
	for _, theme := range []string{"light", "dark"} {
		// The choice is kept as the product keeps it.
		keep := chromedp.Evaluate[string](fmt.Sprintf("localStorage.setItem('theme', %q), ''", theme))
		if err := chromedp.Do(ctx, chromedp.Navigate(base+"/pages")); err != nil {
			return err
		}
		if _, err := chromedp.Run(ctx, keep); err != nil {
			return err
		}
		for _, p := range sample.Pages() {
			if !match.MatchString(p.Name) {
				continue
			}
			for width := range strings.SplitSeq(widths, ",") {
				if err := picture(ctx, base, out, p.Name, theme, width, string(checker)); err != nil {
					return fmt.Errorf("%s: %w", p.Name, err)
				}
			}
		}
	}
	return nil
}

func picture(ctx context.Context, base, out, name, theme, width, checker string) error {
	w, err := strconv.ParseInt(width, 10, 64)
	if err != nil {
		return err
	}
	err = chromedp.Do(ctx, chromedp.EmulateViewport(w, 900), chromedp.Navigate(base+"/page/"+name))
	if err != nil {
		return err
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return err
	}
	file := filepath.Join(out, fmt.Sprintf("%s-%s-%s.png", name, width, theme))
	if err := os.WriteFile(file, png, 0o600); err != nil {
		return err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[string](checker+"; ''")); err != nil {
		return err
	}
	faults, err := chromedp.Run(ctx, chromedp.Evaluate[string](faultsOf, chromedp.EvalAwaitPromise))
	if err != nil {
		return err
	}
	if faults != "" {
		log.Printf("%s %s %s\n%s", name, width, theme, faults)
	}
	return nil
}
