// Command gallery shows every page with every kind of data, to be looked at by a person: it serves them on a loopback
// address under the product's content security policy, or takes pictures of them in headless Chromium.
//
//	go run ./internal/web/view/gallery                      serve on 127.0.0.1:8099, all pages at /pages
//	go run ./internal/web/view/gallery -out DIR             write pictures and report overflow, accessibility and policy faults
//	go run ./internal/web/view/gallery -out DIR -only unit  of the pages whose name matches
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"html"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"regexp"
	"syscall"
	"time"

	"github.com/propertyos/propertyos/internal/web/assets"
	"github.com/propertyos/propertyos/internal/web/view/sample"
)

const policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'; report-uri /csp-report"

func main() {
	listen := flag.String("listen", "127.0.0.1:8099", "address to serve on")
	out := flag.String("out", "", "folder for pictures; empty only serves")
	only := flag.String("only", "", "regular expression of page names")
	widths := flag.String("widths", "1440,1024,390", "window widths of the pictures")
	axe := flag.String("axe", "node_modules/axe-core/axe.min.js", "accessibility checker to run in each page")
	flag.Parse()
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *listen, *out, *only, *widths, *axe); err != nil {
		log.Fatal("gallery: ", err)
	}
}

func run(ctx context.Context, listen, out, only, widths, axe string) error {
	if err := assets.Check(); err != nil {
		return err
	}
	match, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	if out != "" {
		listen = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler(func(fault string) { log.Print("policy violated: ", fault) }), ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	defer server.Close()
	base := "http://" + l.Addr().String()
	if out != "" {
		return shoot(ctx, base, out, widths, axe, match)
	}
	log.Print(base)
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return err
	}
}

// handler serves all pages; violated is told what the browser reports against the policy.
func handler(violated func(fault string)) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(assets.Prefix, assets.Handler())
	mux.HandleFunc("POST /csp-report", func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(r.Body, 4096)) // a report cut short still names the fault
		violated(string(body))
	})
	mux.HandleFunc("GET /pages", func(w http.ResponseWriter, _ *http.Request) {
		for _, p := range sample.Pages() {
			name := html.EscapeString(p.Name)
			fmt.Fprintf(w, "<a href=\"/page/%s\">%s</a><br>", name, name)
		}
	})
	mux.HandleFunc("POST /upload", func(w http.ResponseWriter, r *http.Request) {
		if n, err := io.Copy(io.Discard, io.LimitReader(r.Body, 10<<20)); err != nil || n < 300_000 {
			http.Error(w, "that was not all of it", http.StatusUnprocessableEntity)
			return
		}
		http.Redirect(w, r, "/uploaded", http.StatusSeeOther)
	})
	for _, p := range sample.Pages() {
		show := func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", policy)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(p.Status)
			if err := p.Body.Render(r.Context(), w); err != nil {
				log.Printf("%s: %v", p.Name, err)
			}
		}
		mux.HandleFunc("GET /page/"+p.Name, show)
		if route := routes[p.Name]; route != "" {
			mux.HandleFunc(route, show)
		}
	}
	return mux
}

// routes make the gallery walkable: the product's addresses show an ordinary page, and forms are refused.
var routes = map[string]string{
	"dashboard": "GET /{$}", "properties": "GET /properties", "property-new": "GET /properties/new",
	"property-units": "GET /properties/{id}", "property-edit": "GET /properties/{id}/edit",
	"property-delete": "GET /properties/{id}/delete", "property-edit-errors": "POST /properties/{id}",
	"property-history": "GET /uploaded", "unit-new": "GET /properties/{id}/units/new", "units": "GET /units", "unit": "GET /units/{id}",
	"unit-edit": "GET /units/{id}/edit", "unit-delete": "GET /units/{id}/delete", "unit-edit-conflict": "POST /units/{id}",
	"search": "GET /search", "sign-in-after-sign-out": "POST /sign-out", "sign-in": "GET /sign-in", "sign-in-error": "POST /sign-in",
	"second-factor": "GET /sign-in/second-factor", "step-up": "GET /step-up", "account": "GET /account", "security": "GET /account/security",
	"sessions": "GET /account/sessions", "authenticator-app": "GET /account/security/app",
}
