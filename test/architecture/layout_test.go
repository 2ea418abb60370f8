package architecture

import (
	"slices"
	"strings"
)

// module is the import path that all of our packages begin with.
const module = "github.com/propertyos/propertyos"

// row is a line of the layout: the folders it speaks of and what their code may import besides itself. Tests may
// import what they like, for they put real parts together.
type row struct {
	// folder is a path below the module; a last element of * stands for each folder there, and every row covers
	// what lies below it unless a longer row does.
	folder string
	// imports are folders, with all below them.
	imports []string
}

// below names what a use case may stand on.
var below = []string{
	"internal/authz", "internal/audit", "internal/jobs", "internal/event",
	"internal/tenancy", "internal/platform", "internal/kernel",
}

// layout is the table of docs/architecture.md. Imports go down, never up or sideways.
var layout = []row{
	{"cmd/propertyos", []string{"internal/cli"}},
	{"internal/cli", []string{"internal/app", "internal/config", "internal/kernel"}},
	{"internal/app", append([]string{"internal/config", "internal/api", "internal/web", "internal/domain", "db"}, below...)},
	{"internal/config", []string{"internal/kernel"}},
	// The log of what happened is shown and exported like any other list.
	{"internal/api", []string{"internal/domain", "internal/audit", "internal/authz", "internal/tenancy", "internal/kernel"}},
	{"internal/web", []string{"internal/domain", "internal/audit", "internal/authz", "internal/tenancy", "internal/kernel"}},
	{"internal/domain/*", below}, // and the domains below it: see domainImports
	{"internal/authz", []string{"internal/tenancy", "internal/platform", "internal/kernel"}},
	// The log is read by grant, like any other rows.
	{"internal/audit", []string{"internal/authz", "internal/tenancy", "internal/platform", "internal/kernel"}},
	{"internal/jobs", []string{"internal/tenancy", "internal/platform", "internal/kernel"}},
	{"internal/event", []string{"internal/jobs", "internal/tenancy", "internal/platform", "internal/kernel"}},
	{"internal/tenancy", []string{"internal/platform/postgres", "internal/kernel"}},
	{"internal/platform/*", []string{"internal/kernel"}},
	{"internal/platform/postgres", []string{"internal/kernel", "db"}}, // it runs the migrations
	{"internal/kernel", nil},
	{"internal/testkit", []string{""}}, // anything
	{"db", nil},
	{"client", nil},
	{"test/*", []string{""}}, // whole-program suites
}

// domainLevels is the order of the business capabilities, the lowest first: each may import those of the levels
// before its own.
var domainLevels = [][]string{
	{"organization", "export"},
	{"identity"},
	{"property"},
	{"owner", "document", "notify", "template"},
	{"leasing", "transfer"},
	{"intake", "maintenance"},
	{"trust"},
	{"billing"},
	{"payable", "banking"},
	{"owning"},
}

// domainExtras are the domains outside that order, and what else a domain may import.
var domainExtras = map[string][]string{
	"ledger":  {},
	"webhook": {},
	"trust":   {"ledger"},
	"billing": {"ledger"},
	"payable": {"ledger"},
	"banking": {"ledger"},
	"owning":  {"ledger"},
	"report":  {"*"}, // reads all
	"demo":    {"*"}, // fills all
	"backlog": {},
	"search":  {},
	"live":    {"organization"},
}

// outside says who alone may import a third-party module; a folder covers what lies below it, and every *db package
// that sqlc wrote may import pgx.
var outside = []struct {
	prefix  string
	folders []string
}{
	{"github.com/jackc/pgx/", []string{"internal/platform/postgres", "internal/tenancy", "internal/jobs", "internal/testkit", "test"}},
	{"github.com/stripe/stripe-go", []string{"internal/platform/payment"}},
	{"github.com/danielgtaylor/huma", []string{"internal/api"}},
	{"github.com/a-h/templ", []string{"internal/web"}},
	{"codeberg.org/go-pdf/fpdf", []string{"internal/platform/pdf"}},
}

// impure are the standard packages that kernel, which does no I/O, has no use for.
var impure = []string{"os", "os/exec", "net", "net/http", "io/fs", "database/sql", "syscall"}

// systemTx are the packages that may work across organizations, each with its reason.
var systemTx = map[string]string{
	"internal/tenancy":             "defines it",
	"internal/domain/organization": "makes organizations and looks up their home, before anybody is inside one",
	"internal/domain/identity":     "signs people in and reads API keys, before their organization is known",
	"internal/audit":               "writes the log, which no request may write by itself, and seals it, organization by organization",
	"internal/event":               "relays the events of all organizations to the job queue",
	"internal/jobs":                "runs work that belongs to no organization: partitions, refreshes, sweeps",
}

// untenanted are the queries that touch tenant tables and yet name no tenant_id, "folder/Name", each with its reason.
var untenanted = map[string]string{}

// rowOf returns the row for a folder: the longest that covers it.
func rowOf(folder string) (row, bool) {
	best, found := row{}, false
	for _, r := range layout {
		if covers(r.folder, folder) && (!found || specificity(r.folder) > specificity(best.folder)) {
			best, found = r, true
		}
	}
	return best, found
}

func specificity(pattern string) int {
	n := 2 * strings.Count(pattern, "/")
	if !strings.HasSuffix(pattern, "*") {
		n++
	}
	return n
}

// covers reports whether the folder is the pattern's or lies below it.
func covers(pattern, folder string) bool {
	if parent, ok := strings.CutSuffix(pattern, "/*"); ok {
		return strings.HasPrefix(folder, parent+"/")
	}
	return pattern == "" || folder == pattern || strings.HasPrefix(folder, pattern+"/")
}

// unit returns the part of the tree inside which imports are free: the domain, the adapter, the folder of the row.
func unit(folder string) string {
	r, ok := rowOf(folder)
	if !ok {
		return folder
	}
	parent, star := strings.CutSuffix(r.folder, "*")
	if !star {
		return r.folder
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(folder, parent), "/")
	return parent + first
}

// domainOf returns the domain that the folder belongs to.
func domainOf(folder string) (string, bool) {
	rest, ok := strings.CutPrefix(folder, "internal/domain/")
	name, _, _ := strings.Cut(rest, "/")
	return name, ok
}

func knownDomain(name string) bool {
	_, extra := domainExtras[name]
	return extra || level(name) >= 0
}

func level(domain string) int {
	return slices.IndexFunc(domainLevels, func(names []string) bool { return slices.Contains(names, domain) })
}

// mayImportDomain reports whether one domain may import another.
func mayImportDomain(from, to string) bool {
	if extra := domainExtras[from]; slices.Contains(extra, to) || slices.Contains(extra, "*") {
		return true
	}
	return level(from) >= 0 && level(to) >= 0 && level(to) < level(from)
}
