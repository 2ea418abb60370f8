package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/test/cli/program"
)

// Exit codes as the help tells them.
const (
	done        = 0
	failed      = 1
	usage       = 2
	refused     = 3
	notFound    = 4
	unavailable = 5
)

const passphrase = "a lamp beside the harbor"

// shared is the binary, and one server without the demo that most tests send their commands to.
var shared struct {
	binary *program.Binary
	server *program.Process
	data   string
}

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if shared.binary, err = program.Build(); err != nil {
		fmt.Fprintln(os.Stderr, "cli:", err)
		return 1
	}
	defer func() { _ = shared.binary.Remove() }()
	if shared.data, err = shared.binary.MakeDir("shared"); err == nil {
		shared.server, err = shared.binary.Start(program.Call{Args: []string{"up", "--data", shared.data, "--no-demo"}})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cli:", err)
		return 1
	}
	defer func() {
		if _, err := shared.server.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "cli:", err)
		}
	}()
	return m.Run()
}

// dir makes a data folder for one test, which is removed after it.
func dir(t *testing.T) string {
	t.Helper()
	d, err := shared.binary.MakeDir(strings.ToLower(t.Name()))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// start runs a server of a test's own.
func start(t *testing.T, args ...string) *program.Process {
	t.Helper()
	p, err := shared.binary.Start(program.Call{Args: args})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// on runs a command on the data of a folder.
func on(t *testing.T, data string, want int, args ...string) program.Result {
	t.Helper()
	return shared.binary.Do(t, want, program.Call{Args: append([]string{"--data", data}, args...)})
}

// cmd runs a command on the shared server.
func cmd(t *testing.T, want int, args ...string) program.Result {
	t.Helper()
	return on(t, shared.data, want, args...)
}

// facts runs a command with --json and reads its facts.
func facts(t *testing.T, data string, into any, args ...string) {
	t.Helper()
	r := on(t, data, done, append(args, "--json")...)
	if err := json.Unmarshal([]byte(r.Out), into); err != nil {
		t.Fatalf("%v printed %s: %v", args, r.Out, err)
	}
}

// says fails unless text holds all words.
func says(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in: %s", w, text)
		}
	}
}

// organization makes an organization with an administrator, and returns its slug and administrator.
func organization(t *testing.T, data string) (slug, email string) {
	t.Helper()
	slug = strings.ToLower(strings.NewReplacer("/", "-", "_", "-").Replace(t.Name()))
	email = "ada@" + slug + ".example"
	on(t, data, done, "org", "create", "--slug", slug, "--name", "Organization of "+t.Name())
	r := shared.binary.Do(t, done, program.Call{In: passphrase, Args: []string{
		"--data", data, "user", "create", "--org", slug,
		"--email", email, "--role", "admin", "--password-file", "-",
	}})
	says(t, r.Out, email, "admin")
	return slug, email
}

// key makes an API key.
func key(t *testing.T, data, slug string) string {
	t.Helper()
	return strings.TrimSpace(on(t, data, done, "apikey", "create", "--org", slug).Out)
}

// get asks a server; the status is 0 when nobody answers.
func get(t *testing.T, url, key string) (status int, header http.Header, body map[string]any) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), program.Patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, nil
	}
	defer func() { _ = answer.Body.Close() }()
	_ = json.NewDecoder(answer.Body).Decode(&body) // pages are not JSON
	return answer.StatusCode, answer.Header, body
}

// await repeats a look until it is satisfied.
func await(t *testing.T, what string, look func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	limit := time.NewTimer(program.Patience)
	defer limit.Stop()
	for !look() {
		select {
		case <-tick.C:
		case <-limit.C:
			t.Fatal("in vain: " + what)
		}
	}
}

// rentRoll is the file of the published layout.
func rentRoll() string {
	return filepath.Join(shared.binary.Root, "internal", "domain", "intake", "rentroll", "testdata", "appfolio-rent-roll.csv")
}

// connect opens a connection to a cluster's database as a role.
func connect(t *testing.T, data, role string) *pgx.Conn {
	t.Helper()
	url := strings.TrimSpace(on(t, data, done, "db", "url", "--role", role).Out)
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func count(t *testing.T, conn *pgx.Conn, sql string) int {
	t.Helper()
	var n int
	if err := conn.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
