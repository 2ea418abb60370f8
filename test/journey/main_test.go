package journey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/propertyos/propertyos/test/cli/program"
)

// The people of the stories. Each signs in once, for signing in is throttled.
const (
	password = "a lamp beside the harbor"
	demoWord = "just-for-trying-out"

	demoPerson   = "manager@harbor.demo.example"
	importPerson = "ida@imported.example"
	emptyPerson  = "emil@empty.example"
	craftPerson  = "cora@craft.example"
	importedFile = "internal/domain/intake/rentroll/testdata/appfolio-rent-roll.csv"
	importedAsOf = "2026-10-31"
)

// world is the one server of this run and how to get into it.
var world struct {
	binary  *program.Binary
	server  *program.Process
	data    string
	browser context.Context
	axe     string

	mu       sync.Mutex
	sessions map[string]string
	keys     map[string]string // API keys by organization
}

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	end, err := begin()
	defer end()
	if err != nil {
		fmt.Fprintln(os.Stderr, "journey:", err)
		return 1
	}
	return m.Run()
}

// begin starts the product with everything that the stories need, and a browser. end is never nil.
func begin() (end func(), err error) {
	var ends []func()
	end = func() {
		for i := len(ends) - 1; i >= 0; i-- {
			ends[i]()
		}
	}
	world.sessions, world.keys = map[string]string{}, map[string]string{}
	if world.binary, err = program.Build(); err != nil {
		return end, err
	}
	ends = append(ends, func() { _ = world.binary.Remove() })
	axe, err := os.ReadFile(filepath.Join(world.binary.Root, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return end, fmt.Errorf("the accessibility checker (run npm ci): %w", err)
	}
	world.axe = string(axe)
	if world.data, err = world.binary.MakeDir("data"); err != nil {
		return end, err
	}
	if world.server, err = world.binary.Start(program.Call{
		Args: []string{"up", "--data", world.data}, Env: []string{"PROPERTYOS_LOOPBACK_PROVIDERS=true"},
	}); err != nil {
		return end, err
	}
	ends = append(ends, func() {
		if _, err := world.server.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "journey:", err)
		}
	})
	if err := furnish(); err != nil {
		return end, err
	}
	closeBrowser, err := startBrowser()
	ends = append(ends, closeBrowser)
	return end, err
}

// furnish adds to the demo an imported organization, an empty one, and one to write in.
func furnish() error {
	for _, c := range []program.Call{
		{Args: []string{"org", "create", "--slug", "imported", "--name", "Hudson Valley Homes"}},
		{Args: []string{"user", "create", "--org", "imported", "--email", importPerson, "--role", "admin", "--first-name", "Ida", "--last-name", "Marsh", "--password-file", "-"}},
		{Args: []string{"import", filepath.Join(world.binary.Root, importedFile), "--org", "imported", "--as-of", importedAsOf}},
		{Args: []string{"org", "create", "--slug", "empty", "--name", "Nothing Yet Rentals"}},
		{Args: []string{"user", "create", "--org", "empty", "--email", emptyPerson, "--role", "manager", "--password-file", "-"}},
		{Args: []string{"org", "create", "--slug", "craft", "--name", "Craft & Sons"}},
		{Args: []string{"user", "create", "--org", "craft", "--email", craftPerson, "--role", "admin", "--first-name", "Cora", "--last-name", "Bell", "--password-file", "-"}},
	} {
		c.In = password
		if r, err := propertyos(c); err != nil || r.Code != 0 {
			return errors.Join(err, fmt.Errorf("%v: %s%s", c.Args, r.Out, r.Err))
		}
	}
	for _, org := range []string{"imported", "demo-harbor", "craft"} {
		r, err := propertyos(program.Call{Args: []string{"apikey", "create", "--org", org}})
		if err != nil || r.Code != 0 {
			return errors.Join(err, fmt.Errorf("API key of %s: %s", org, r.Err))
		}
		world.keys[org] = strings.TrimSpace(r.Out)
	}
	return nil
}

func propertyos(c program.Call) (program.Result, error) {
	c.Args = append([]string{"--data", world.data}, c.Args...)
	return world.binary.Run(c)
}

// session signs a person in by the form's own request, once, and returns the session's cookie.
func session(t *testing.T, email, word string) string {
	t.Helper()
	world.mu.Lock()
	defer world.mu.Unlock()
	if s := world.sessions[email]; s != "" {
		return s
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	form := url.Values{"email": {email}, "password": {word}}
	r, err := client.PostForm(world.server.URL+"/sign-in", form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	for _, c := range r.Cookies() {
		if c.Name == sessionCookie {
			world.sessions[email] = c.Value
			return c.Value
		}
	}
	t.Fatalf("%s could not sign in: %s", email, r.Status)
	return ""
}

// api asks the REST interface with an organization's key.
func api(t *testing.T, org, path string, into any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, world.server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+world.keys[org])
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s %s %v", path, answer.Status, body, err)
	}
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatal(err)
	}
}
