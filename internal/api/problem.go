package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// statuses is the one table from the kind of a fault to the status of an answer.
var statuses = map[fault.Kind]int{
	fault.Internal:     http.StatusInternalServerError,
	fault.Invalid:      http.StatusUnprocessableEntity,
	fault.Unauthorized: http.StatusUnauthorized,
	fault.Forbidden:    http.StatusForbidden,
	fault.NotFound:     http.StatusNotFound,
	fault.Conflict:     http.StatusConflict,
	fault.Precondition: http.StatusPreconditionFailed,
	fault.TooLarge:     http.StatusRequestEntityTooLarge,
	fault.RateLimited:  http.StatusTooManyRequests,
	fault.Unavailable:  http.StatusServiceUnavailable,
	fault.Malformed:    http.StatusBadRequest,
	fault.Unsupported:  http.StatusUnsupportedMediaType,
}

// statusGone is for the record of a request whose client has gone: nobody reads an answer, and its going is no fault of
// ours.
const statusGone = 499

const problemType = "application/problem+json"

// problemView is an RFC 9457 problem.
type problemView struct {
	Type    string      `json:"type" format:"uri-reference" doc:"A page that explains this kind of problem." example:"/problems/invalid_input"`
	Title   string      `json:"title" doc:"The kind of problem in a few words; the same for every problem with this code." example:"Some of the input is not acceptable"`
	Status  int         `json:"status" minimum:"400" maximum:"599" doc:"The HTTP status." example:"422"`
	Detail  string      `json:"detail" doc:"What happened, in words that may be shown to a person." example:"Some fields need attention."`
	Code    string      `json:"code" doc:"What happened, for programs. Codes do not change." example:"invalid_input"`
	TraceID string      `json:"trace_id,omitempty" doc:"With status 500 only: the id under which the fault was logged. The same as the X-Request-Id header."`
	Errors  []fieldView `json:"errors,omitempty" nullable:"false" maxItems:"50" doc:"The faults of single fields or parameters, the first 50."`
}

// fieldView is a fault of one field or parameter.
type fieldView struct {
	Pointer string `json:"pointer" doc:"A JSON pointer into the body, or the name of a query parameter or header." example:"/base_rent"`
	Code    string `json:"code" doc:"What is wrong, for programs." example:"too_many_decimals"`
	Message string `json:"message" doc:"What is wrong, in words. Never repeats what was sent." example:"Use at most two decimal places."`
}

// maxFaults bounds the list of faults, since a body may hold thousands.
const maxFaults = 50

func newProblem(status int, f *fault.Fault) problemView {
	p := problemView{Type: problemPath(f.Code), Title: titleOf(f.Code, status), Status: status, Detail: f.Message, Code: f.Code}
	for i, field := range f.Fields {
		if i == maxFaults {
			break
		}
		p.Errors = append(p.Errors, fieldView(field))
	}
	return p
}

func writeProblem(w http.ResponseWriter, status int, p problemView) {
	writeJSON(w, status, problemType, p)
}

// fail answers with the problem that err is. Whatever is not a fault that somebody foresaw becomes a bare 500; its cause
// goes to the log, once, under the request's id.
func (a *api) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(r.Context().Err(), context.Canceled) {
		w.WriteHeader(statusGone)
		return
	}
	f := fault.As(err)
	status, known := statuses[f.Kind]
	if !known {
		f, status = fault.As(errors.New("fault of unknown kind")).With(err), http.StatusInternalServerError
	}
	trace := w.Header().Get(requestIDHeader)
	switch f.Kind {
	case fault.NotFound:
		f = errNoRoute // one body for the unknown, the malformed and the foreign
	case fault.Unauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="PropertyOS"`)
	case fault.Unavailable:
		a.Log.WarnContext(r.Context(), "request refused", "trace_id", trace, "code", f.Code, "cause", causeOf(err))
	}
	if f.Kind == fault.Unavailable || f.Kind == fault.RateLimited {
		w.Header().Set("Retry-After", retryAfter(f.RetryAfter))
	}
	if status == http.StatusInternalServerError {
		a.Log.ErrorContext(r.Context(), "request failed", "trace_id", trace, "method", r.Method, "route", r.Pattern, "cause", causeOf(err))
		p := newProblem(status, errInternal)
		p.TraceID = trace
		writeProblem(w, status, p)
		return
	}
	writeProblem(w, status, newProblem(status, f))
}

func causeOf(err error) string {
	if f := fault.As(err); f.Cause != nil {
		return f.Cause.Error()
	}
	return err.Error()
}

// survive turns a panic into a logged 500. Answers are written whole and last, so none has begun.
func (a *api) survive(w http.ResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v) // the way to break a connection off
	}
	trace := w.Header().Get(requestIDHeader)
	a.Log.ErrorContext(r.Context(), "request panicked", "trace_id", trace, "method", r.Method, "route", r.Pattern,
		"panic", v, "stack", string(debug.Stack()))
	p := newProblem(http.StatusInternalServerError, errInternal)
	p.TraceID = trace
	writeProblem(w, http.StatusInternalServerError, p)
}

// writeJSON writes a whole answer. A failure to write is the client's going away, which nobody needs to be told.
func writeJSON(w http.ResponseWriter, status int, contentType string, body any) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		panic(err) // a defect: every answer is made of our own types
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(buffer.Len()))
	w.WriteHeader(status)
	_, _ = w.Write(buffer.Bytes())
}
