package matrix

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/api"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web"
)

var update = flag.Bool("update", false, "write docs/authorization.md")

const documentPath = "../../docs/authorization.md"

// TestTheDocumentIsCurrent holds docs/authorization.md against the tables that the program decides by.
func TestTheDocumentIsCurrent(t *testing.T) {
	t.Parallel()
	want := document()
	if *update {
		if err := os.WriteFile(documentPath, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(documentPath)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/authorization.md is not current: run go test ./test/matrix -run TestTheDocumentIsCurrent -update and read the diff")
	}
}

const preface = `# Authorization

Written by ` + "`go test ./test/matrix -run TestTheDocumentIsCurrent -update`" + ` from the tables that the program decides by:
` + "`internal/authz`" + ` (who may do what), the operations of ` + "`internal/api`" + ` and the pages of ` + "`internal/web`" + ` (what each needs).
A test fails when it is not current.

A person is a user of an organization with one role; a role is a preset of permissions. Which rows an action holds for is its
relation:

| | relation | rows |
| --- | --- | --- |
| **all** | all of the organization | those that belong to the organization as a whole |
| **scope** | the properties given | those of the properties that the person was given; of every property unless they were limited |
| **own** | one's own | one's account; a renter's home and lease, an owner's shares and properties, a vendor's work |
| – | none | the answer is 403, or the page sends them to their own first page |

What lies outside the relation is answered like what does not exist: 404 with the same body. So is everything of another
organization. Acts marked with * ask for a fresh proof of who the person is. API keys are for staff, and do what both their role and
their scopes allow; a scope is an action or the area before its dot, and acts marked with * have to be named.

` + "`authz.Require`" + ` gives a grant, and the grant is the only key that use cases have to the rows of an organization. Restrictive
row-level security policies hold the same line a second time for renters, owners and vendors, and the organization's border for
everybody. Jobs and the switches of features are in tables of the platform that have none: there the statements themselves ask the
database whose name they run in. ` + "`test/matrix`" + ` tries everything below as every role, also with either of the two switched off.
`

func document() string {
	var b strings.Builder
	b.WriteString(preface)
	b.WriteString("\n## Roles\n\n| role | code | works for the organization | what for |\n| --- | --- | --- | --- |\n")
	for _, r := range authz.Roles() {
		staff := "no"
		if r.Staff {
			staff = "yes"
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", r.Name, r.Role, staff, r.Meaning)
	}
	b.WriteString("\n## Actions\n")
	for _, area := range authz.Areas() {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n\n", area.Name, area.Meaning)
		head(&b, "action", "what it is")
		for _, a := range area.Actions {
			mark := ""
			if authz.Sensitive(a) {
				mark = "*"
			}
			fmt.Fprintf(&b, "| `%s`%s | %s |", a, mark, authz.Meaning(a))
			cells(&b, a)
		}
	}
	b.WriteString("\n## Operations of the API\n\n")
	head(&b, "operation", "needs")
	for _, o := range api.Operations() {
		fmt.Fprintf(&b, "| %s `%s` | `%s` |", o.Method, o.Path, o.Needs)
		cells(&b, o.Needs)
	}
	b.WriteString("\n## Pages\n\n")
	head(&b, "page", "needs")
	var public []web.Page
	for _, p := range web.Pages() {
		if p.Needs == "" {
			public = append(public, p)
			continue
		}
		away := ""
		if p.Otherwise != "" {
			away = " (others are sent to `" + p.Otherwise + "`)"
		}
		fmt.Fprintf(&b, "| %s `%s` | `%s`%s |", p.Method, p.Path, p.Needs, away)
		cells(&b, p.Needs)
	}
	b.WriteString("\nAnybody may open these, signed in or not:\n\n| page | why |\n| --- | --- |\n")
	for _, p := range public {
		fmt.Fprintf(&b, "| %s `%s` | %s |\n", p.Method, p.Path, p.Why)
	}
	return b.String()
}

// head begins a table with a column for each role.
func head(b *strings.Builder, columns ...string) {
	for _, c := range columns {
		fmt.Fprintf(b, "| %s ", c)
	}
	for _, r := range authz.Roles() {
		fmt.Fprintf(b, "| %s ", strings.ToLower(r.Name))
	}
	fmt.Fprintf(b, "|\n%s|\n", strings.Repeat("| --- ", len(columns)+len(tenancy.Roles)))
}

// cells ends a line with who may do an action, to which rows.
func cells(b *strings.Builder, a authz.Action) {
	for _, r := range authz.Roles() {
		relation := string(authz.RelationOf(r.Role, a))
		if relation == "" {
			relation = "–"
		}
		fmt.Fprintf(b, " %s |", relation)
	}
	b.WriteString("\n")
}
