package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/test/cli/program"
)

func TestOrganizations(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	says(t, cmd(t, done, "org", "list").Out, slug)
	var list []struct{ Slug string }
	facts(t, shared.data, &list, "org", "list")
	if len(list) == 0 {
		t.Error("the list as JSON is empty")
	}
	says(t, cmd(t, refused, "org", "create", "--slug", slug, "--name", "Twice").Err, "already")
	says(t, cmd(t, refused, "org", "create", "--slug", "No Slug", "--name", "X").Err, "slug:", "lower-case")
	says(t, cmd(t, refused, "org", "create", "--slug", "nowhere", "--name", "X", "--time-zone", "Mars/Olympus").Err, "time")
	says(t, cmd(t, usage, "org", "create", "--slug", "half").Err, "--name")
}

func TestUsers(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(passphrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"user", "create", "--org", slug, "--email"}
	says(t, cmd(t, done, append(args, "bo@users.example", "--role", "accountant", "--password-file", file)...).Out, "bo@users.example", "accountant")
	weak := shared.binary.Do(t, refused, program.Call{In: "short", Args: append([]string{"--data", shared.data}, append(args, "cy@users.example", "--password-file", "-")...)})
	says(t, weak.Err, "password:", "too short")
	if strings.Contains(weak.Err, "short\n") && strings.Contains(weak.Err, `"short"`) {
		t.Error("the refusal repeats the password")
	}
	says(t, cmd(t, refused, append(args, "bo@users.example", "--password-file", file)...).Err, "already")
	says(t, cmd(t, refused, append(args, "not an address")...).Err, "email:")
	says(t, cmd(t, refused, append(args, "di@users.example", "--role", "king")...).Err, "role:")
	says(t, cmd(t, notFound, append(args, "di@users.example", "--password-file", "no-such-file")...).Err, "no-such-file")
	says(t, cmd(t, notFound, "user", "create", "--org", "no-such-org", "--email", "di@users.example").Err, "no organization")
}

func TestAPIKeys(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	var made struct{ ID, Key, Name, Role string }
	facts(t, shared.data, &made, "apikey", "create", "--org", slug, "--name", "reports", "--role", "accountant", "--expires", "24h")
	if made.Key == "" || made.Name != "reports" || made.Role != "accountant" {
		t.Fatalf("made %+v", made)
	}
	if status, _, _ := get(t, shared.server.URL+"/v1/summary", made.Key); status != 200 {
		t.Fatalf("the new key is answered %d", status)
	}
	list := cmd(t, done, "apikey", "list", "--org", slug).Out
	says(t, list, made.ID, "good", "reports")
	if strings.Contains(list, made.Key) {
		t.Error("the list shows the key itself")
	}
	cmd(t, done, "apikey", "revoke", "--org", slug, made.ID)
	await(t, "the server heeds the revocation", func() bool {
		status, _, _ := get(t, shared.server.URL+"/v1/summary", made.Key)
		return status == 401
	})
	says(t, cmd(t, done, "apikey", "list", "--org", slug).Out, "revoked")
	cmd(t, notFound, "apikey", "revoke", "--org", slug, "00000000-0000-7000-8000-000000000000")
	cmd(t, refused, "apikey", "revoke", "--org", slug, "x")
	cmd(t, refused, "apikey", "create", "--org", slug, "--expires=-1h")
	cmd(t, notFound, "apikey", "list", "--org", "no-such-org")
}

// TestSQL reaches the database as scripts do, and finds the wall there.
func TestSQL(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	cmd(t, done, "import", rentRoll(), "--org", slug, "--as-of", "2026-10-31")
	for _, form := range [][]string{
		{"-Atc", "select count(*) from units"},
		{"--role", "app", "-At", "-c", "select count(*) from units"},
		{"--role=app", "--", "-Atc", "select count(*) from units"},
	} {
		if got := cmd(t, done, append([]string{"db", "psql", "--reason", "a count"}, form...)...).Out; got != "0\n" {
			t.Errorf("%v printed %q", form, got)
		}
	}
	says(t, cmd(t, failed, "db", "psql", "--reason=a look", "--role", "app", "-c", "select * from platform.directory").Err, "permission denied")
	says(t, shared.binary.Do(t, done, program.Call{In: "select 40 + 2;\n", Args: []string{"--data", shared.data, "db", "psql", "--reason", "a sum", "--role", "readonly"}}).Out, "42")
	if n := count(t, connect(t, shared.data, "app"), "select count(*) from leases"); n != 0 {
		t.Errorf("the application role sees %d leases without context", n)
	}
	var url struct{ Role, URL string }
	facts(t, shared.data, &url, "db", "url", "--role", "owner")
	says(t, url.URL, "postgres://propertyos_owner:")
	cmd(t, usage, "db", "url", "--role", "postgres")
	says(t, cmd(t, done, "db", "bootstrap", "--sql").Out, "CREATE ROLE")
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	says(t, cmd(t, done, "doctor").Out, "browser assets", "role app is walled in", "schema current", "master key")
	var list []struct {
		Check string
		OK    bool
	}
	facts(t, shared.data, &list, "doctor")
	for _, f := range list {
		if !f.OK {
			t.Errorf("the doctor finds %s bad", f.Check)
		}
	}
	says(t, on(t, dir(t), done, "doctor").Out, "no data")
}

func TestRotateKeys(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	says(t, cmd(t, done, "keys", "rotate", "--org", slug).Out, "tenants.ssn", "encrypted again")
	cmd(t, notFound, "keys", "rotate", "--org", "no-such-org")
}

var usageCommand = regexp.MustCompile(`(?m)^  ([a-z][a-z ]*[a-z])  `)

// TestHelp walks the tree of commands: each explains itself, and each flag is told.
func TestHelp(t *testing.T) {
	t.Parallel()
	top := shared.binary.Do(t, done, program.Call{Args: []string{"--help"}})
	says(t, top.Out, "propertyos up", "Exit codes: 0 done, 1 failed, 2 usage, 3 refused, 4 not found, 5 unavailable", "DATABASE_URL", "./data")
	if shared.binary.Do(t, done, program.Call{}).Out != top.Out {
		t.Error("without a command there is no help")
	}
	flags := map[string][]string{
		"up": {"--listen", "--no-demo", "--data", "--json", "localhost:8080"}, "serve": {"--listen", "--no-worker"},
		"migrate down": {"--to"}, "migrate create": {"--dir"}, "db url": {"--role"}, "db psql": {"--role", "--reason", "--org"}, "db bootstrap": {"--sql"},
		"demo": {"--as-of"}, "org create": {"--slug", "--name", "--time-zone"}, "apikey list": {"--org"}, "apikey revoke": {"--org", "<id>"},
		"user create":   {"--org", "--email", "--role", "--first-name", "--last-name", "--password-file"},
		"apikey create": {"--org", "--user", "--name", "--role", "--expires"}, "import": {"--org", "--as-of", "--dry-run", "<file>"},
		"keys rotate": {"--org", "--reason"}, "audit verify": {"--org", "--pin"}, "audit prune": {"--before"},
	}
	seen := map[string]bool{}
	var walk func(help string)
	walk = func(help string) {
		_, commands, _ := strings.Cut(help, "\nCommands:\n")
		for _, m := range usageCommand.FindAllStringSubmatch(commands, -1) {
			name := m[1]
			if seen[name] {
				continue
			}
			seen[name] = true
			r := shared.binary.Do(t, done, program.Call{Args: append(strings.Fields(name), "--help")})
			says(t, r.Out, "Usage: propertyos "+name, "--data", "--json")
			says(t, r.Out, flags[name]...)
			walk(r.Out)
		}
	}
	walk(top.Out)
	for name := range flags {
		if !seen[name] {
			t.Errorf("no help leads to %s", name)
		}
	}
	if len(seen) < 25 {
		t.Errorf("only %d commands are told of: %v", len(seen), seen)
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"bogus"}, {"up", "--bogus"}, {"org"}, {"import", "file.csv"}, {"migrate", "down", "--to", "x"}} {
		r := shared.binary.Do(t, usage, program.Call{Args: args})
		says(t, r.Err, "--help")
		if r.Out != "" {
			t.Errorf("%v also wrote to standard output: %s", args, r.Out)
		}
	}
	says(t, shared.binary.Do(t, refused, program.Call{Args: []string{"up", "--listen", "nonsense"}}).Err, "HOST:PORT")
	says(t, on(t, dir(t), notFound, "org", "list").Err, "propertyos up")
	r := on(t, shared.data, notFound, "apikey", "list", "--org", "no-such-org", "--json")
	says(t, r.Err, `"error"`, `"message"`)
	says(t, shared.binary.Do(t, done, program.Call{Args: []string{"version"}}).Out, "propertyos")
}
