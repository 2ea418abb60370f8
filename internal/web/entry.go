package web

import (
	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/web/view"
)

// entry is one form: how what was typed is taken from the request, what is done with it, and how the form is shown again
// when that is refused. V is the view's struct of typed values, all text, so that nothing typed is lost.
type entry[V any] struct {
	values func(*request) V
	// do reads V into the service's types and calls it. Faults of reading and of the service are put together by merge.
	do func(V) (done, error)
	// again draws the form with what was typed. On a stale form it shows what the other person saved beside it and takes
	// their version, so that saving once more is done in the knowledge of it.
	again func(V, refusal) (templ.Component, error)
}

// done is where the browser goes after a form, what the next page says, and the address that takes it back ("" for none).
type done struct{ Next, Say, Undo string }

// refusal is why a form is shown again.
type refusal struct {
	Errors  view.FieldErrors // by input name
	Message string           // a fault that is of no field
	Stale   bool             // somebody else saved another version since the form was opened
}

// submit runs a form: 303 to the next page when it was done, and otherwise the form again with 422 (a field is wrong), 409
// (it does not fit how things stand) or 412 (somebody else was faster). Any other fault is the page's.
func submit[V any](s *site, r *request, e entry[V]) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	typed := e.values(r)
	result, err := e.do(typed)
	if err == nil {
		if result.Say != "" {
			s.tell(r, result.Say, result.Undo)
		}
		return r.see(result.Next)
	}
	no, ok := refusalOf(err)
	if !ok {
		return err
	}
	page, again := e.again(typed, no)
	if again != nil {
		return again
	}
	return s.show(r.ResponseWriter, r.Request, fault.As(err).Kind.Status(), page)
}

// refusalOf tells a form what is wrong with it; not ok for no fault, and for one that is not the form's.
func refusalOf(err error) (no refusal, ok bool) {
	if err == nil {
		return no, false
	}
	f := fault.As(err)
	switch f.Kind {
	case fault.Invalid, fault.Conflict, fault.Precondition:
	default:
		return no, false
	}
	no = refusal{Errors: view.ErrorsOf(f.Fields), Stale: f.Kind == fault.Precondition}
	if no.Errors == nil && !no.Stale { // a stale form says so by itself
		no.Message = f.Message
	}
	return no, true
}

// refuse is the second half of submit, for a form that is run step by step: it shows the form again, with what was typed
// (the caller has it) and what is wrong with it. A conflict that the form itself shows needs no message.
func (s *site) refuse(r *request, err error, shown bool, form func(view.FieldErrors, string) templ.Component) error {
	no, ok := refusalOf(err)
	if !ok {
		return err
	}
	if no.Stale && !shown {
		no.Message = fault.As(err).Message
	}
	return s.show(r.ResponseWriter, r.Request, fault.As(err).Kind.Status(), form(no.Errors, no.Message))
}
