package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
	"github.com/propertyos/propertyos/test/cli/program"
)

// controlTotals are the figures of the published file, as the command prints them.
var controlTotals = []string{"14 new", "420 new", "602 new", "372 new", "640,310.00", "541,088.21", "22,754.00", "497,366.60", "106,940.52", "19,002.34"}

func TestImport(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	dry := cmd(t, done, "import", rentRoll(), "--org", slug, "--dry-run", "--as-of", "2026-10-31").Out
	says(t, dry, append(controlTotals, "Dry run", "as given")...)
	token := key(t, shared.data, slug)
	if _, _, s := get(t, shared.server.URL+"/v1/summary", token); s["units"] != 0.0 {
		t.Errorf("a dry run left %v units", s["units"])
	}
	var report struct {
		Layout string
		AsOf   string `json:"as_of"`
		Totals struct {
			MonthlyRent string `json:"monthly_rent"`
		}
		Units struct{ Created int }
	}
	facts(t, shared.data, &report, "import", rentRoll(), "--org", slug, "--as-of", "2026-10-31")
	if report.Layout != "appfolio" || report.AsOf != "2026-10-31" || report.Totals.MonthlyRent != "541088.21" || report.Units.Created != 420 {
		t.Errorf("the report as JSON says %+v", report)
	}
	_, _, s := get(t, shared.server.URL+"/v1/summary", token)
	for name, want := range map[string]any{
		"properties": 14.0, "units": 420.0, "occupied": 372.0, "vacant": 48.0, "current_leases": 372.0, "renters": 602.0,
		"monthly_rent": "541088.21", "deposits_held": "497366.60", "past_due": "106940.52", "prepaid": "19002.34", "balances_as_of": "2026-10-31",
	} {
		if s[name] != want {
			t.Errorf("the API says %s %v, want %v", name, s[name], want)
		}
	}
	twice := cmd(t, done, "import", rentRoll(), "--org", slug, "--as-of", "2026-10-31").Out
	says(t, twice, "imported before", "Nothing was changed")
	if _, _, again := get(t, shared.server.URL+"/v1/summary", token); again["units"] != 420.0 || again["past_due"] != "106940.52" {
		t.Errorf("the same file twice: %v", again)
	}
}

// TestEveryLayout brings the files of the other layouts in to the control totals of their README, twice as if once, and takes
// them back to nothing.
func TestEveryLayout(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	cmd(t, done, "org", "plan", slug, "enterprise", "--reason", "a test") // there are more units than the plan of a beginner has
	for _, f := range []struct {
		name   string
		totals []string
	}{
		{"buildium-rent-roll.csv", []string{"11 new", "260 new", "340,818.14", "337,299.54", "31,024.26", "17,059.81"}},
		{"doorloop-units-leases.csv", []string{"8 new", "120 new", "158,838.52", "139,011.50", "35,940.15", "8,875.03"}},
		{"plain.csv", []string{"5 new", "60 new", "74,269.25", "69,582.85", "16,028.85", "2,859.11"}},
		{"yardi-style.xlsx", []string{"3 new", "300 new", "397,814.44", "373,886.00", "40,078.17", "8,960.24"}},
	} {
		file := filepath.Join(filepath.Dir(rentRoll()), f.name)
		says(t, cmd(t, done, "import", file, "--org", slug, "--as-of", "2026-10-31").Out, f.totals...)
		says(t, cmd(t, done, "import", file, "--org", slug, "--as-of", "2026-10-31").Out, "imported before", "Nothing was changed")
	}
	_, _, s := get(t, shared.server.URL+"/v1/summary", key(t, shared.data, slug))
	for name, want := range map[string]any{
		"properties": 27.0, "units": 740.0, "occupied": 664.0, "monthly_rent": "971740.35", "deposits_held": "919779.89", "past_due": "123071.43", "prepaid": "37754.19",
	} {
		if s[name] != want {
			t.Errorf("the API says %s %v, want %v", name, s[name], want)
		}
	}
	for _, name := range []string{"plain.csv", "yardi-style.xlsx", "buildium-rent-roll.csv", "doorloop-units-leases.csv"} {
		file := filepath.Join(filepath.Dir(rentRoll()), name)
		says(t, cmd(t, done, "import", file, "--org", slug, "--undo").Out, name, "was undone")
		says(t, cmd(t, notFound, "import", file, "--org", slug, "--undo").Err, "has not come into that organization")
	}
	if _, _, s := get(t, shared.server.URL+"/v1/summary", key(t, shared.data, slug)); s["units"] != 0.0 || s["properties"] != 0.0 || s["past_due"] != "0.00" {
		t.Errorf("after all is undone the API says %v", s)
	}
}

// TestAsOf takes the day from the file's name when nobody says it.
func TestAsOf(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	named := copyOf(t, "rent_roll-20261031.csv", func(s string) string { return s })
	says(t, cmd(t, done, "import", named, "--org", slug, "--dry-run").Out, "as of 31 Oct 2026 (from the file's name)")
	says(t, cmd(t, done, "import", rentRoll(), "--org", slug, "--dry-run").Out, "today, because", "--as-of")
	says(t, cmd(t, refused, "import", rentRoll(), "--org", slug, "--as-of", "31.10.2026").Err, "YYYY-MM-DD")
}

func copyOf(t *testing.T, name string, change func(string) string) string {
	t.Helper()
	b, err := os.ReadFile(rentRoll())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(change(string(b))), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBrokenFiles(t *testing.T) {
	t.Parallel()
	slug, _ := organization(t, shared.data)
	broken := copyOf(t, "broken.csv", func(s string) string {
		lines := strings.Split(s, "\n")
		lines[5] = strings.Replace(lines[5], ".00", ".x0", 1)
		return strings.Join(lines, "\n")
	})
	out := cmd(t, refused, "import", broken, "--org", slug, "--as-of", "2026-10-31").Out
	says(t, out, "error: line 6, column", "Nothing was imported")
	if strings.Contains(out, ".x0") {
		t.Errorf("the message repeats what is in the file: %s", out)
	}
	cut := copyOf(t, "cut.csv", func(s string) string { return s[:len(s)/2] })
	says(t, cmd(t, refused, "import", cut, "--org", slug, "--as-of", "2026-10-31").Out, "error: line")
	other := copyOf(t, "other.csv", func(string) string { return "a,b\n1,2\n" })
	cmd(t, refused, "import", other, "--org", slug)
	cmd(t, notFound, "import", "no-such-file.csv", "--org", slug)
	cmd(t, notFound, "import", rentRoll(), "--org", "no-such-org")
	if _, _, s := get(t, shared.server.URL+"/v1/summary", key(t, shared.data, slug)); s["units"] != 0.0 || s["properties"] != 0.0 {
		t.Errorf("refused files left %v", s)
	}
}

// superuser connects past the wall, to look at what is really there.
func superuser(t *testing.T, data string) *pgx.Conn {
	t.Helper()
	info, err := cluster.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), info.URL(cluster.Superuser, "propertyos").Reveal())
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// TestKilledInTheMiddle ends an import and its server without warning while the import has written half of the file:
// nothing of it is there after the restart, and the file comes in whole the next time.
func TestKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	data := dir(t)
	server, err := shared.binary.Start(program.Call{Args: []string{"up", "--data", data, "--no-demo"}})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Kill()
	slug, _ := organization(t, data)
	inTheWay, conn := superuser(t, data), superuser(t, data)
	tx, err := inTheWay.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Properties and units come before leases: the import waits here with them written.
	if _, err := tx.Exec(t.Context(), "LOCK TABLE leases IN SHARE ROW EXCLUSIVE MODE"); err != nil {
		t.Fatal(err)
	}
	half, err := shared.binary.Launch(program.Call{Args: []string{"import", rentRoll(), "--org", slug, "--as-of", "2026-10-31", "--data", data}})
	if err != nil {
		t.Fatal(err)
	}
	await(t, "the import reaches the leases", func() bool {
		return count(t, conn, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = 'propertyos'") > 0
	})
	half.Kill()
	server.Kill()
	_ = inTheWay.Close(t.Context())
	_ = conn.Close(t.Context())

	start(t, "up", "--data", data, "--no-demo")
	conn = superuser(t, data)
	for _, table := range []string{"properties", "addresses", "units", "tenants", "leases", "lease_parties", "imports"} {
		if n := count(t, conn, "SELECT count(*) FROM "+table); n != 0 {
			t.Errorf("%d %s are left of the import", n, table)
		}
	}
	_ = conn.Close(t.Context())
	says(t, on(t, data, done, "import", rentRoll(), "--org", slug, "--as-of", "2026-10-31").Out, controlTotals...)
}
