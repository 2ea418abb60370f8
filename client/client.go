// Package client calls the API of PropertyOS. Its types and methods are generated from the committed OpenAPI document
// (make generate), so that they are what the server answers; this file is how a request travels.
package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client calls one server as one API key. It is safe for concurrent use.
type Client struct {
	base    string
	key     string
	http    *http.Client
	retries int
	wait    func(context.Context, time.Duration) error
}

// Setting shapes a Client.
type Setting func(*Client)

// WithHTTP sends requests through another http.Client than http.DefaultClient.
func WithHTTP(h *http.Client) Setting { return func(c *Client) { c.http = h } }

// WithRetries sets how often a request is sent again that was refused with 429 or 503: 3 times unless said.
func WithRetries(n int) Setting { return func(c *Client) { c.retries = n } }

// WithWait sets how the client waits before it sends a request again.
func WithWait(wait func(context.Context, time.Duration) error) Setting {
	return func(c *Client) { c.wait = wait }
}

// New makes a client of the server at base, such as "https://example.com", for an API key.
func New(base, key string, settings ...Setting) *Client {
	c := &Client{base: strings.TrimSuffix(base, "/"), key: key, http: http.DefaultClient, retries: 3, wait: sleep}
	for _, set := range settings {
		set(c)
	}
	return c
}

// Option shapes one request.
type Option func(http.Header)

// IdempotencyKey makes a request happen once, however often it is sent within 24 hours.
func IdempotencyKey(key string) Option {
	return func(h http.Header) { h.Set("Idempotency-Key", key) }
}

// NewKey returns a key that nobody has used, for IdempotencyKey.
func NewKey() string { return rand.Text() }

// IfVersion lets a change happen only if the row is still at this version; else it is refused with 412.
func IfVersion(version int64) Option {
	return func(h http.Header) { h.Set("If-Match", `"`+strconv.FormatInt(version, 10)+`"`) }
}

// RequestID gives a request an id of yours, of up to 64 letters, digits, dots, dashes and underscores.
func RequestID(id string) Option {
	return func(h http.Header) { h.Set("X-Request-Id", id) }
}

// Problem is a refusal, as RFC 9457 has it. Look at Code, which does not change; the server's /problems explains each.
type Problem struct {
	Type    string  `json:"type"`
	Title   string  `json:"title"`
	Status  int     `json:"status"`
	Detail  string  `json:"detail"`
	Code    string  `json:"code"`
	TraceID string  `json:"trace_id"`
	Errors  []Field `json:"errors"`

	RetryAfter time.Duration `json:"-"` // with 429 and 503
	RequestID  string        `json:"-"` // to name when asking for help
}

// Error implements error.
func (p *Problem) Error() string {
	text := fmt.Sprintf("%d %s: %s", p.Status, p.Code, p.Detail)
	for _, f := range p.Errors {
		text += fmt.Sprintf("; %s: %s", f.Pointer, f.Message)
	}
	return text
}

// Is reports whether err is a Problem with the code.
func Is(err error, code string) bool {
	var p *Problem
	return errors.As(err, &p) && p.Code == code
}

// call is a request before it is sent.
type call struct {
	method, path string
	query        url.Values
	body         any // nil for none; octets are sent as they are
	options      []Option
}

// octets is a part of a file.
type octets []byte

// uploadOffset says where in the file a part begins.
func uploadOffset(at int64) Option {
	return func(h http.Header) { h.Set("Upload-Offset", strconv.FormatInt(at, 10)) }
}

// do sends a request and reads the answer into out, unless that is nil.
func (c *Client) do(ctx context.Context, r call, out any) error {
	body, err := c.open(ctx, r)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	if out == nil {
		_, err := io.Copy(io.Discard, body)
		return err
	}
	if err := json.NewDecoder(body).Decode(out); err != nil {
		return fmt.Errorf("%s %s: read answer: %w", r.method, r.path, err)
	}
	return nil
}

// open sends a request, again where that is safe, and returns the body of a good answer. Errors: *Problem, and whatever
// kept an answer from coming.
func (c *Client) open(ctx context.Context, r call) (io.ReadCloser, error) {
	var raw []byte
	if part, ok := r.body.(octets); ok {
		raw = part
	} else if r.body != nil {
		var err error
		if raw, err = json.Marshal(r.body); err != nil {
			return nil, fmt.Errorf("%s %s: write body: %w", r.method, r.path, err)
		}
	}
	for try := 0; ; try++ {
		req, err := c.request(ctx, r, raw)
		if err != nil {
			return nil, err
		}
		resp, err := c.http.Do(req)
		if err != nil {
			// Nobody knows whether it has happened: only what may happen twice is sent again.
			again := r.method == http.MethodGet || req.Header.Get("Idempotency-Key") != ""
			if !again || try >= c.retries || ctx.Err() != nil {
				return nil, err
			}
			if err := c.wait(ctx, time.Second<<try); err != nil {
				return nil, err
			}
			continue
		}
		if resp.StatusCode < http.StatusBadRequest {
			return resp.Body, nil
		}
		problem := readProblem(resp)
		busy := problem.Status == http.StatusTooManyRequests || problem.Status == http.StatusServiceUnavailable
		if !busy || try >= c.retries {
			return nil, problem
		}
		if err := c.wait(ctx, problem.RetryAfter); err != nil {
			return nil, errors.Join(err, problem)
		}
	}
}

func (c *Client) request(ctx context.Context, r call, raw []byte) (*http.Request, error) {
	address := c.base + r.path
	if q := r.query.Encode(); q != "" {
		address += "?" + q
	}
	req, err := http.NewRequestWithContext(ctx, r.method, address, bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.method, r.path, err)
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	req.Header.Set("User-Agent", "propertyos-go")
	if _, ok := r.body.(octets); ok {
		req.Header.Set("Content-Type", "application/octet-stream")
	} else if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, set := range r.options {
		set(req.Header)
	}
	return req, nil
}

// maxProblem bounds what is read of a refusal, in bytes.
const maxProblem = 1 << 20

func readProblem(resp *http.Response) *Problem {
	defer func() { _ = resp.Body.Close() }()
	p := &Problem{}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxProblem)).Decode(p); err != nil || p.Code == "" {
		*p = Problem{Title: http.StatusText(resp.StatusCode), Detail: "The answer is not one of PropertyOS.", Code: "not_a_problem"}
	}
	p.Status, p.RequestID, p.RetryAfter = resp.StatusCode, resp.Header.Get("X-Request-Id"), time.Second
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 {
		p.RetryAfter = time.Duration(seconds) * time.Second
	}
	return p
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Opt is a field of a body: absent, null, or a value. The zero Opt is absent.
type Opt[T any] struct {
	state byte
	value T
}

// Set returns a field with a value.
func Set[T any](v T) Opt[T] { return Opt[T]{state: 1, value: v} }

// Null returns a field that clears what is stored.
func Null[T any]() Opt[T] { return Opt[T]{state: 2} }

// IsZero reports whether the field is absent.
func (o Opt[T]) IsZero() bool { return o.state == 0 }

// MarshalJSON implements json.Marshaler.
func (o Opt[T]) MarshalJSON() ([]byte, error) {
	if o.state != 1 {
		return []byte("null"), nil
	}
	return json.Marshal(o.value)
}

// query builds the parameters of a request, leaving out what is zero.
type query url.Values

func (q query) text(name, v string) {
	if v != "" {
		url.Values(q).Set(name, v)
	}
}

func (q query) texts(name string, v []string) { url.Values(q)[name] = v }

func (q query) names(name string, v []string) { q.text(name, strings.Join(v, ",")) }

func (q query) flag(name string, v bool) {
	if v {
		q.text(name, "true")
	}
}

func (q query) number(name string, v *int64) {
	if v != nil {
		q.text(name, strconv.FormatInt(*v, 10))
	}
}
