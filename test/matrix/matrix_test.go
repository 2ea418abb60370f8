package matrix

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/api"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// try is one request to make.
type try struct {
	target
	who *actor
	relation
	outcome
	of *fill.Rows
}

// run is the matrix in one mode.
type run struct {
	*world
	mode    string
	judge   func(target, tenancy.Role, relation) (outcome, bool)
	targets int
	tries   int
	holes   []string
	// before and theirs are the fingerprints of the organization, nil after something was let through to change it, and of
	// the foreign one, which nothing may change.
	before, theirs map[string]string
}

// TestEverythingIsInTheMatrix: nothing is served that the tables do not know, and the contract has nothing else.
func TestEverythingIsInTheMatrix(t *testing.T) {
	t.Parallel()
	list, faults := targets()
	for _, f := range faults {
		t.Error(f)
	}
	raw, err := os.ReadFile("../../internal/api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	contract, err := committed(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range api.Operations() {
		if name := o.Method + " " + o.Path; !contract[name] {
			t.Errorf("%s is not in the committed OpenAPI document", name)
		}
		delete(contract, o.Method+" "+o.Path)
	}
	for name := range contract {
		t.Errorf("%s of the committed OpenAPI document is not in the matrix", name)
	}
	if len(list) < 40 {
		t.Errorf("only %d operations and pages are found", len(list))
	}
}

// TestMatrix tries everything as the product is.
func TestMatrix(t *testing.T) {
	t.Parallel()
	report(t, matrix(t, "as it is", false, byTheTables))
}

// TestWithoutRowSecurity tries everything with authz and the filters of the queries alone.
func TestWithoutRowSecurity(t *testing.T) {
	t.Parallel()
	report(t, matrix(t, "row-level security off", true, byTheTables))
}

// mark begins the line in which the program without authz says how it went.
const mark = "matrix (authz off): "

// TestWithoutAuthz tries everything with row-level security alone: in a program of its own, since nothing in this one can
// make authz allow everything.
func TestWithoutAuthz(t *testing.T) {
	t.Parallel()
	if allowAll {
		report(t, matrix(t, "authz off", false, meantWithoutAuthz))
		blind(t)
		return
	}
	child := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-timeout=20m", "-tags=authz_allow_all", "-run=^TestWithoutAuthz$", "-v", ".")
	out, err := child.CombinedOutput()
	line := string(out)
	if i := strings.Index(line, mark); i >= 0 {
		line, _, _ = strings.Cut(line[i:], "\n")
	}
	if err != nil || !strings.HasPrefix(line, mark) || !strings.HasSuffix(line, ", 0 holes") {
		t.Fatalf("the program without authz: %v\n%s", err, out)
	}
	fmt.Fprintln(os.Stdout, line)
}

func byTheTables(t target, role tenancy.Role, r relation) (outcome, bool) {
	if allowAll {
		panic("this program cannot hold the tables")
	}
	return meant(t, role, r), true
}

func matrix(t *testing.T, mode string, bare bool, judge func(target, tenancy.Role, relation) (outcome, bool)) *run {
	t.Helper()
	if got := authz.Allowed(tenancy.Principal{Role: tenancy.RoleRenter}, authz.UserWrite); got != allowAll {
		t.Fatalf("authz allows everything: %t, want %t", got, allowAll)
	}
	list, faults := targets()
	if len(faults) > 0 {
		t.Fatal(strings.Join(faults, "\n"))
	}
	nOwn, nSpare := 0, 0
	for _, target := range list {
		for _, role := range tenancy.Roles {
			for _, r := range relations {
				if o, sent := judge(target, role, r); sent && o == allowed && target.writes() && target.find != nil && target.needs != "" {
					if r == own {
						nOwn++
					} else {
						nSpare++
					}
				}
			}
		}
	}
	m := &run{world: build(t, nOwn, nSpare), mode: mode, judge: judge, targets: len(list)}
	if bare {
		m.withoutRowSecurity()
	}
	m.theirs = m.fingerprint(m.foreign.Org)
	for _, target := range list {
		m.run(target)
	}
	return m
}

// report fails for every hole and says what was tried.
func report(t *testing.T, m *run) {
	t.Helper()
	for _, hole := range m.holes {
		t.Error("HOLE: " + hole)
	}
	fmt.Fprintf(os.Stdout, "matrix (%s): %d operations × %d roles × %d relations = %d tries, %d holes\n",
		m.mode, m.targets, len(tenancy.Roles), len(relations), m.tries, len(m.holes))
}

// blind looks whether the matrix would see what it looks for: with neither authz nor row-level security there must be
// holes for everybody whom row-level security stops.
func blind(t *testing.T) {
	t.Helper()
	m := matrix(t, "both off", true, meantWithoutAuthz)
	for _, role := range []tenancy.Role{tenancy.RoleRenter, tenancy.RoleOwner, tenancy.RoleVendor} {
		if !slices.ContainsFunc(m.holes, func(h string) bool { return strings.Contains(h, " as "+string(role)+", ") }) {
			t.Errorf("with authz and row-level security off, the matrix sees nothing wrong as %s", role)
		}
	}
}

// hole notes what must not be.
func (m *run) hole(t try, format string, args ...any) {
	who := "nobody"
	if t.who != nil {
		who = string(t.who.role)
	}
	m.holes = append(m.holes, fmt.Sprintf("%s as %s, %s: %s", t.name, who, t.relation, fmt.Sprintf(format, args...)))
}

// run tries one target: first whatever must come to nothing, then what is allowed.
func (m *run) run(t target) {
	m.t.Helper()
	m.stranger(t)
	if t.needs == "" {
		return
	}
	var closed, open []try
	for _, who := range m.actors {
		for _, r := range relations {
			o, sent := m.judge(t, who.role, r)
			if !sent || t.find == nil && r != own {
				continue
			}
			if one := (try{target: t, who: who, relation: r, outcome: o}); o == allowed {
				open = append(open, one)
			} else {
				closed = append(closed, one)
			}
		}
	}
	if m.before == nil {
		m.before = m.fingerprint(m.org)
	}
	answers := map[tenancy.Role]map[relation]answer{}
	for _, one := range closed {
		if answers[one.who.role] == nil {
			answers[one.who.role] = map[relation]answer{}
		}
		answers[one.who.role][one.relation] = m.closed(one)
	}
	for role, of := range answers {
		for r, a := range of {
			if gone, ok := of[missing]; ok && a.status == http.StatusNotFound && a.plain() != gone.plain() {
				m.holes = append(m.holes, fmt.Sprintf("%s as %s, %s: is answered otherwise than a missing one: %s / %s", t.name, role, r, a.plain(), gone.plain()))
			}
		}
	}
	if tables := changed(m.before, m.fingerprint(m.org)); len(tables) > 0 {
		m.before = nil
		m.holes = append(m.holes, fmt.Sprintf("%s: tries that must come to nothing changed %v", t.name, tables))
	}
	for _, one := range open {
		m.open(one)
	}
	if t.writes() && len(open) > 0 {
		m.before = nil
	}
	now := m.fingerprint(m.foreign.Org)
	if tables := changed(m.theirs, now); len(tables) > 0 {
		m.theirs = now
		m.holes = append(m.holes, fmt.Sprintf("%s: another organization's rows changed: %v", t.name, tables))
	}
}

// stranger tries as nobody.
func (m *run) stranger(t target) {
	one := try{target: t, relation: own, outcome: refused, of: m.own[0]}
	a := m.send(t, nil, m.object(one), one.of)
	m.tries++
	for _, f := range []*fill.Rows{m.own[0], m.other, m.foreign} {
		if said := a.reveals(f, m.object(one)); said != "" {
			m.hole(one, "shows %s", said)
		}
	}
	switch {
	case t.needs == "" && a.status >= http.StatusInternalServerError:
		m.hole(one, "answers %d", a.status)
	case t.needs == "":
	case t.api && a.status != http.StatusUnauthorized:
		m.hole(one, "answers %d, want 401", a.status)
	case !t.api && (a.status != http.StatusSeeOther || !strings.HasPrefix(a.header.Get("Location"), "/sign-in")):
		m.hole(one, "answers %d, want to be sent to the sign-in page", a.status)
	}
}

// object is the id that a try names.
func (m *run) object(t try) id.ID {
	switch {
	case t.find == nil || t.relation == missing:
		return id.New()
	case t.of == nil:
		return t.find(m.world, t.who, m.of(t.relation))
	}
	return t.find(m.world, t.who, t.of)
}

// of is the shared family of a relation.
func (m *run) of(r relation) *fill.Rows {
	switch r {
	case other:
		return m.other
	case foreign:
		return m.foreign
	}
	return m.own[0]
}

// closed sends a try that must come to nothing.
func (m *run) closed(t try) answer {
	m.t.Helper()
	t.of = m.of(t.relation)
	named := m.object(t)
	a := m.send(t.target, t.who, named, t.of)
	m.tries++
	secret := []*fill.Rows{m.other, m.foreign}
	if t.outcome != stopped {
		secret = append(secret, m.own[0])
	}
	for _, f := range secret {
		if said := a.reveals(f, named); said != "" {
			m.hole(t, "shows %s", said)
		}
	}
	away := t.otherwise != "" && a.status == http.StatusSeeOther && a.header.Get("Location") == t.otherwise
	switch {
	case t.outcome == refused && (a.status != http.StatusForbidden && t.otherwise == "" || t.otherwise != "" && !away):
		m.hole(t, "answers %d, want to be refused: %.300s", a.status, a.body)
	case t.outcome == absent && a.status != http.StatusNotFound:
		m.hole(t, "answers %d, want 404: %.300s", a.status, a.body)
	case t.outcome == stopped && t.find != nil && t.relation != own && a.status < http.StatusBadRequest:
		m.hole(t, "answers %d to what row-level security must hide: %.300s", a.status, a.body)
	}
	return a
}

// without is an answer without the rows of a family that the page names beside what it is about, to who may see all of those.
func (m *run) without(a answer, t try, f *fill.Rows) answer {
	m.t.Helper()
	for table, action := range t.beside {
		if authz.RelationOf(t.who.role, action) != authz.All {
			continue
		}
		var row string
		if err := m.super.QueryRow(m.t.Context(), `SELECT x::text FROM public.`+table+` AS x WHERE tenant_id = $1 AND id = $2`, f.Org, f.IDs[table]).Scan(&row); err != nil {
			m.t.Fatal(err)
		}
		for _, word := range append(regexp.MustCompile(`(?i)`+f.Canary+`\w*`).FindAllString(row, -1), f.IDs[table].String()) {
			a.body = regexp.MustCompile(`(?i)\b`+word+`\b`).ReplaceAllString(a.body, "")
		}
	}
	return a
}

// open sends a try that must succeed.
func (m *run) open(t try) {
	m.t.Helper()
	t.of = m.of(t.relation)
	if t.writes() && t.find != nil {
		if t.relation == own {
			m.used++
			t.of = m.own[m.used]
		} else {
			t.of, m.spare = m.family(m.spare)
		}
		if t.prepare != nil {
			t.prepare(m.t.Context(), m.world, t.of)
		}
	}
	switch {
	case t.once:
		t.who = m.person(t.who.role, nil)
	case below(t.who.role) && t.writes() && t.find != nil && t.needs != "":
		t.who = m.person(t.who.role, t.of) // who stands behind just this family
		m.furnish(m.t.Context(), t.who, t.of)
	}
	named := m.object(t)
	a := m.send(t.target, t.who, named, t.of)
	m.tries++
	secret := []*fill.Rows{m.foreign}
	if below(t.who.role) || authz.RelationOf(t.who.role, t.needs) != authz.All && !allowAll {
		secret = append(secret, m.other)
	}
	for _, f := range secret {
		shown := a
		if f == m.other {
			shown = m.without(a, t, f)
		}
		if said := shown.reveals(f, named); said != "" {
			m.hole(t, "shows %s", said)
		}
	}
	ok := a.status >= 200 && a.status < 400
	if t.want != 0 {
		ok = a.status == t.want
	}
	if unfit := slices.Contains([]int{http.StatusBadRequest, http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity}, a.status); t.unfit || t.either && unfit {
		ok = unfit
	}
	if !ok && !allowAll {
		m.hole(t, "answers %d, want to be let through: %.500s", a.status, a.body)
	}
	packed := a.header.Get("Content-Type") == "application/pdf" // its text is compressed
	shows := slices.Contains(t.shows, t.who.role) || !packed && t.method == http.MethodGet && t.find != nil && t.api && t.want != http.StatusNotFound && t.want != http.StatusForbidden
	shown := t.who.upload != id.Nil && named == t.who.upload && strings.Contains(a.body, named.String()) // an upload is of a person, not of a family
	if shows && !allowAll && !shown && !slices.ContainsFunc(append(m.own, t.of), func(f *fill.Rows) bool { return a.reveals(f, id.Nil) != "" }) {
		m.hole(t, "shows nothing of what is theirs: %.300s", a.body)
	}
}
