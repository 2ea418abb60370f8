package api

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/export"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

const (
	requestIDHeader = "X-Request-Id"
	keyHeader       = "Idempotency-Key"
)

var (
	requestIDForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)
	keyForm       = regexp.MustCompile(`^[!-~]{1,255}$`)
	etagForm      = regexp.MustCompile(`^(?:W/)?"[!#-~]*"$`)
)

// requestID is the one that came with the request, if it is a short token, or a new one.
func requestID(r *http.Request) string {
	if given := r.Header.Get(requestIDHeader); requestIDForm.MatchString(given) {
		return given
	}
	return id.New().String()
}

// call is one request to an operation, read as far as every operation needs it.
type call struct {
	w         http.ResponseWriter
	r         *http.Request
	op        *operation
	principal tenancy.Principal
	query     query
	raw       []byte // the body, once it has been read
}

// newCall authenticates the request and checks all of it but the body, so that a stranger learns nothing else.
func (a *api) newCall(w http.ResponseWriter, r *http.Request, op *operation) (*call, error) {
	if err := a.crossOrigin.Check(r); err != nil {
		return nil, errCrossOrigin
	}
	if err := a.fromLimit.take(w.Header(), network(a.addressOf(r))); err != nil {
		return nil, err
	}
	p, err := a.Authenticate(r)
	if err != nil {
		return nil, err
	}
	if err := a.keyLimit.take(w.Header(), counted(p)); err != nil {
		return nil, err
	}
	p.RequestID, p.UserAgent = w.Header().Get(requestIDHeader), r.UserAgent()
	if !p.IP.IsValid() {
		p.IP = a.addressOf(r)
	}
	q, err := parseQuery(r.URL.RawQuery, op.query)
	if err != nil {
		return nil, err
	}
	c := &call{w: w, r: r, op: op, principal: p, query: q}
	return c, c.mayExpand()
}

// id is the id in the path. One that is malformed becomes the id that no row has, so that it meets the same checks and
// the same answer as one that does not exist.
func (c *call) id() id.ID {
	v, err := id.Parse(c.r.PathValue("id"))
	if err != nil {
		return id.Nil
	}
	return v
}

// page is the page that the query asks for.
func (c *call) page() page.Request {
	r := page.Request{Cursor: c.query.text("cursor"), Sort: c.query.text("sort")}
	if limit := c.query.number("limit"); limit != nil {
		r.Limit = int(*limit)
	}
	return r
}

// noVersion is a version that no row has: an entity tag that is not one of ours never matches.
const noVersion int32 = -1

// version is what If-Match asks the row to be at; nil if anything will do.
func (c *call) version() (*int32, error) {
	given := c.r.Header.Values("If-Match")
	if len(given) == 0 {
		return nil, nil
	}
	tag := strings.TrimSpace(given[0])
	if len(given) == 1 && tag == "*" {
		return nil, nil
	}
	if len(given) > 1 || !etagForm.MatchString(tag) {
		return nil, errIfMatch
	}
	version := noVersion
	if n, err := strconv.ParseInt(strings.Trim(tag, `"`), 10, 32); err == nil && n > 0 && tag == etag(int32(n)) {
		version = int32(n)
	}
	return &version, nil
}

func etag(version int32) string { return `"` + strconv.Itoa(int(version)) + `"` }

// key is the request's Idempotency-Key, which holds for this operation and this very body. The zero key if it has none.
func (c *call) key(operation string) (tenancy.Key, error) {
	given := c.r.Header.Values(keyHeader)
	if len(given) == 0 {
		return tenancy.Key{}, nil
	}
	var f fault.Fields
	f.Check(len(given) == 1, keyHeader, "repeated", "Send this header once.")
	f.Check(keyForm.MatchString(given[0]), keyHeader, "key_invalid", "Use 1 to 255 visible ASCII characters.")
	if err := f.Err(); err != nil {
		return tenancy.Key{}, err
	}
	return tenancy.NewKey(given[0], operation, c.raw), nil
}

// reply is the answer of an operation.
type reply struct {
	body     any
	version  int32  // for the ETag; 0 is none
	location string // of what was made
	file     *export.File
	written  bool // the handler has written the answer, as a file
}

func (a *api) write(w http.ResponseWriter, req *http.Request, status int, r reply) {
	if r.written {
		return
	}
	if r.version != 0 {
		w.Header().Set("ETag", etag(r.version))
	}
	if r.location != "" {
		w.Header().Set("Location", r.location)
	}
	if r.file != nil {
		a.send(w, req, *r.file)
		return
	}
	if r.body == nil {
		w.WriteHeader(status)
		return
	}
	writeJSON(w, status, "application/json", r.body)
}

type handler func(ctx context.Context, c *call) (reply, error)

// readChange reads the body of a PATCH and its If-Match.
func (c *call) readChange(into any) (*int32, error) {
	if err := c.read(into); err != nil {
		return nil, err
	}
	return c.version()
}

func viewPage[T, V any](rows []T, around page.Page, view func(T) V) pageView[V] {
	out := pageView[V]{Data: make([]V, 0, len(rows))}
	for _, row := range rows {
		out.Data = append(out.Data, view(row))
	}
	if around.Next != "" {
		out.NextCursor = &around.Next
	}
	if around.Prev != "" {
		out.PrevCursor = &around.Prev
	}
	return out
}
