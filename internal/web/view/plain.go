package view

import (
	"github.com/a-h/templ"
)

// PlainForm is a page with one form of labeled fields, one below the other: Options make a field a choice, Type "area" a
// field of several lines.
type PlainForm struct {
	Frame
	Action   string // where it is posted to
	Verb     string // on its button
	Intro    string // above the fields; "" for none
	Back     string // where leaving leads
	Fields   []Field
	Hidden   []Hidden
	Errors   FieldErrors
	Message  string // a fault that is of no field
	Conflict *Conflict
}

func (m PlainForm) fields() []Field {
	fields := m.Fields
	focusFirst(fields, true)
	return fields
}

func (m PlainForm) to() templ.SafeURL { return templ.SafeURL(m.Action) }

// Confirm asks before something is done that a form's button does.
type Confirm struct {
	Frame
	Title, Text string
	Refused     string // why it cannot be done; then there is no button
	Verb        string
	Action      string
	Back        string
}
