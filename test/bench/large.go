package main

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
)

//go:embed load_large.sql
var loadLarge string

// large is the number of the one organization that has as many units as a page must be quick at.
const large = 0xf00000

// The aims of a page or answer at 10,000 units, in milliseconds on the server: 99 of 100 are quicker.
const (
	aimSearch = 50
	aimPage   = 100
)

// largeCell is one page or answer of the large organization, asked for by one client at a time.
type largeCell struct {
	Request string  `json:"request"`
	Units   int     `json:"units"`
	AimMS   float64 `json:"aim_ms"`
	KiB     float64 `json:"kib"`
	result
}

// largeRequests are what is asked of the large organization. Pages are asked for as a browser does, the palette's search as
// htmx does; %d in a path is drawn anew each time.
var largeRequests = []struct {
	name, path string
	aim        float64
	palette    bool
}{
	{"search: a name", "/search?q=kowalski", aimSearch, true},
	{"search: a name and a surname", "/search?q=rosa+garcia", aimSearch, true},
	{"search: misspelled", "/search?q=abernethy", aimSearch, true},
	{"search: an address", "/search?q=elm+street+springfield", aimSearch, true},
	{"search: a unit in a property", "/search?q=elm+3b", aimSearch, true},
	{"search: an amount", "/search?q=1450", aimSearch, true},
	{"search: a telephone number", "/search?q=(217)+555-0123", aimSearch, true},
	{"search: one letter", "/search?q=s", aimSearch, true},
	{"search: nothing fits", "/search?q=zzyzx", aimSearch, true},
	{"search by API", "/v1/search?q=kowalski", aimSearch, false},
	{"dashboard", "/", aimPage, false},
	{"properties", "/properties", aimPage, false},
	{"a property", "/properties/{property}", aimPage, false},
	{"units", "/units", aimPage, false},
	{"units by rent", "/units?sort=-rent", aimPage, false},
	{"units that owe", "/units?with=past_due", aimPage, false},
	{"units of a renter", "/units?q=kowalski", aimPage, false},
	{"a unit", "/units/{unit}", aimPage, false},
	{"leases", "/leases", aimPage, false},
	{"tenancies", "/tenancies", aimPage, false},
	{"renters", "/renters", aimPage, false},
	{"documents", "/documents", aimPage, false},
	{"move-outs", "/move-outs", aimPage, false},
	{"units by API", "/v1/units?limit=50", aimPage, false},
	{"addresses by API", "/v1/addresses?limit=50", aimPage, false},
}

// What the large organization has, by load_large.sql.
const (
	kindProperty = 1
	unitsAPlace  = 50
	quickUnits   = 200
	largeUnits   = 10_000
)

// measureLarge loads an organization of 10,000 units (a quick run: few) and measures its pages and its search, one client at
// a time, on the product's server.
func (s *stand) measureLarge(ctx context.Context, o options, r *report, progress io.Writer) (err error) {
	units := largeUnits
	if o.quick {
		units = quickUnits
	}
	fmt.Fprintf(progress, "loading an organization of %d units\n", units)
	if err := s.loadLarge(ctx, units); err != nil {
		return err
	}
	who, err := s.makeMember(ctx, large)
	if err != nil {
		return err
	}
	server, err := s.startProduct(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	cookie, err := signedIn(ctx, server.address, who)
	if err != nil {
		return err
	}
	p := o.plan
	p.clients = 1
	for _, q := range largeRequests {
		fmt.Fprintf(progress, "%d units: %s\n", units, q.name)
		cell := largeCell{Request: q.name, Units: units, AimMS: q.aim}
		results, err := compare(ctx, p, []contender{{q.name, func(ctx context.Context, r *rand.Rand) (func() error, func(), error) {
			return largeClient(ctx, server.address, func() string { return largePath(q.path, r, units) }, largeHeaders(who, cookie, q.palette), &cell.KiB)
		}}}, 0)
		if err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		cell.result = results[0]
		r.Large = append(r.Large, cell)
	}
	return nil
}

func (s *stand) loadLarge(ctx context.Context, units int) error {
	err := script(ctx, s.url(cluster.Superuser), fmt.Sprintf("SET bench.large = %d; SET bench.units = %d; SET bench.today = '%s'", large, units,
		s.today.Format(time.DateOnly)), loadLarge)
	if err != nil {
		return fmt.Errorf("load the large organization: %w", err)
	}
	return script(ctx, s.url(cluster.Superuser), "VACUUM (ANALYZE)", "CHECKPOINT")
}

// largePath fills in rows of the large organization.
func largePath(path string, r *rand.Rand, units int) string {
	unit := r.IntN(units)
	return strings.NewReplacer("{unit}", ours(kindUnit, large, unit).String(), "{property}", ours(kindProperty, large, unit/unitsAPlace).String()).Replace(path)
}

func largeHeaders(who member, cookie string, palette bool) string {
	headers := "Cookie: " + cookie + "\r\nAuthorization: Bearer " + who.token.Reveal() + "\r\n"
	if palette {
		headers += "HX-Request: true\r\nHX-Target: palette-results\r\n"
	}
	return headers
}

// signedIn signs a member in by the page's form and returns the session's cookie.
func signedIn(ctx context.Context, address string, who member) (string, error) {
	form := url.Values{"email": {email(who.org)}, "password": {benchPassword}}.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+"/sign-in", strings.NewReader(form))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusSeeOther || len(response.Cookies()) == 0 {
		return "", fmt.Errorf("%w: status %d for a sign-in", errWrong, response.StatusCode)
	}
	var pairs []string
	for _, c := range response.Cookies() {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	return strings.Join(pairs, "; "), nil
}

// largeClient asks over one connection that stays open. size is what an answer had at most.
func largeClient(ctx context.Context, address string, path func() string, headers string, size *float64) (func() error, func(), error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	from := bufio.NewReaderSize(conn, 64<<10)
	op := func() error {
		target := path()
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\n%sUser-Agent: bench/1.0\r\n\r\n", target, address, headers); err != nil {
			return err
		}
		response, err := http.ReadResponse(from, nil)
		if err != nil {
			return err
		}
		defer func() { _ = response.Body.Close() }()
		n, err := io.Copy(io.Discard, response.Body)
		if err == nil && (response.StatusCode != http.StatusOK || n < 100) {
			err = fmt.Errorf("%w: status %d with %d bytes for %s", errWrong, response.StatusCode, n, target)
		}
		*size = max(*size, float64(n)/1024)
		return err
	}
	return op, func() { stop(); _ = conn.Close() }, nil
}

// writeLarge prints the table of the large organization.
func (r *report) writeLarge(w io.Writer) {
	if len(r.Large) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%-45s%21s%10s%10s  aim for p99\n", fmt.Sprintf("an organization of %d units", r.Large[0].Units), "p50 ms", "p99 ms", "KiB")
	for _, c := range r.Large {
		fmt.Fprintf(w, "%-45s%21.2f%10.2f%10.1f  %s\n", c.Request, c.P50, c.P99, c.KiB, r.verdict(c.AimMS, c.P99 < c.AimMS, "< %.0f"))
	}
}
