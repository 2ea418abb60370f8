package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
	"github.com/propertyos/propertyos/test/cli/program"
)

// TestFirstMinute is what a newcomer sees without the demo: an address, and the two commands to go on with.
func TestFirstMinute(t *testing.T) {
	t.Parallel()
	says(t, shared.server.Said(), "PropertyOS is running at "+shared.server.URL, "migrations",
		"propertyos org create", "propertyos user create", "/docs/api", "Stop with Ctrl-C", shared.data)
	if status, _, _ := get(t, shared.server.URL+"/sign-in", ""); status != 200 {
		t.Errorf("the sign-in page answers %d", status)
	}
	for _, path := range []string{"/livez", "/readyz", "/metrics", "/openapi.json", "/docs/api"} {
		if status, _, _ := get(t, shared.server.URL+path, ""); status != 200 {
			t.Errorf("%s answers %d", path, status)
		}
	}
}

// TestInTheWay starts where something else is already.
func TestInTheWay(t *testing.T) {
	t.Parallel()
	free, err := program.FreeAddress()
	if err != nil {
		t.Fatal(err)
	}
	says(t, on(t, shared.data, refused, "up", "--listen", free).Err, "already run by process "+strconv.Itoa(shared.server.PID()), "--data")
	taken := strings.TrimPrefix(shared.server.URL, "http://")
	says(t, on(t, dir(t), unavailable, "up", "--listen", taken).Err, "Something else is using "+taken, "--listen")
}

// TestStopAndStart keeps the demo over a stop, the death of PostgreSQL and the death of the server.
func TestStopAndStart(t *testing.T) {
	t.Parallel()
	data := dir(t)
	args := []string{"up", "--data", data}
	first, err := shared.binary.Start(program.Call{Args: args})
	if err != nil {
		t.Fatal(err)
	}
	says(t, first.Said(), "Loading the demo", "Applied", "Demo sign-ins:", "manager@harbor.demo.example", "just-for-trying-out")
	token := key(t, data, "demo-harbor")
	_, _, before := get(t, first.URL+"/v1/summary", token)
	says(t, on(t, data, refused, "demo").Err, "demo")
	if code, err := first.Stop(); code != done || err != nil {
		t.Fatalf("stopped with %d, %v", code, err)
	}
	if status, _, _ := get(t, first.URL+"/livez", ""); status != 0 {
		t.Errorf("after the stop the address answers %d", status)
	}

	second, err := shared.binary.Start(program.Call{Args: args})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Kill()
	says(t, second.Said(), "Demo sign-ins:")
	if strings.Contains(second.Said(), "Loading the demo") || strings.Contains(second.Said(), "Applied") {
		t.Errorf("the second start does the work of the first: %s", second.Said())
	}
	if _, _, after := get(t, second.URL+"/v1/summary", token); after["units"] != before["units"] || after["past_due"] != before["past_due"] {
		t.Errorf("before the stop %v, after it %v", before, after)
	}
	postgresDies(t, second, data, token)

	second.Kill()
	third := start(t, args...)
	if _, _, after := get(t, third.URL+"/v1/summary", token); after["units"] != before["units"] {
		t.Errorf("after the server's death %v", after)
	}
}

// postgresDies ends PostgreSQL under a running server: requests are told to try again until it is back by itself.
func postgresDies(t *testing.T, p *program.Process, data, token string) {
	t.Helper()
	info, err := cluster.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	old := info.PID()
	if err := syscall.Kill(old, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	var seen []int
	await(t, "the database is back", func() bool {
		status, header, _ := get(t, p.URL+"/v1/summary", token)
		if !slices.Contains(seen, status) {
			seen = append(seen, status)
		}
		if status == 503 && header.Get("Retry-After") == "" {
			t.Error("503 without Retry-After")
		}
		return status == 200 && info.PID() != 0 && info.PID() != old
	})
	for _, status := range seen {
		if status != 200 && status != 503 {
			t.Errorf("while the database was gone the API answered %d", status)
		}
	}
	if !slices.Contains(seen, 503) {
		t.Errorf("nobody noticed that the database was gone: %v", seen)
	}
}

// TestServe refuses roles that row-level security does not hold, and serves as the right ones.
func TestServe(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	url := func(role string) string { return strings.TrimSpace(cmd(t, done, "db", "url", "--role", role).Out) }
	info, err := cluster.Open(shared.data)
	if err != nil {
		t.Fatal(err)
	}
	empty := dir(t)
	for _, strong := range []string{url("owner"), info.URL(cluster.Superuser, "propertyos").Reveal(), url("mover")} {
		free, err := program.FreeAddress()
		if err != nil {
			t.Fatal(err)
		}
		r := shared.binary.Do(t, refused, program.Call{
			Args: []string{"serve", "--data", empty, "--listen", free, "--json"},
			Env:  []string{"DATABASE_URL=" + strong, "DATABASE_SYSTEM_URL=" + url("system")},
		})
		says(t, r.Err, "role_too_strong")
		if strings.Contains(r.Out+r.Err, strong) {
			t.Error("the refusal shows the URL with its password")
		}
	}
	file := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(file, []byte(url("app")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := shared.binary.Start(program.Call{
		Args: []string{"serve", "--data", empty},
		Env:  []string{"DATABASE_URL_FILE=" + file, "DATABASE_SYSTEM_URL=" + url("system")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if status, _, s := get(t, p.URL+"/v1/summary", key(t, shared.data, slug)); status != 200 || s["units"] != 0.0 {
		t.Errorf("serve answers %d %v", status, s)
	}
	if code, err := p.Stop(); code != done || err != nil {
		t.Errorf("serve stopped with %d, %v", code, err)
	}
	r := shared.binary.Do(t, refused, program.Call{Args: []string{"serve", "--data", empty}, Env: []string{"DATABASE_URL=" + url("app")}})
	says(t, r.Err, "DATABASE_SYSTEM_URL")
}
