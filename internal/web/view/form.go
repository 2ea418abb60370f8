package view

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/web/message"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// FieldErrors holds, by input name, how to fix what was typed.
type FieldErrors map[string]string

// ErrorsOf turns a fault's fields into errors by input name: the last part of each pointer ("/address/street1" is
// "street1"). The first fault of a field stands.
func ErrorsOf(fields []fault.Field) FieldErrors {
	if len(fields) == 0 {
		return nil
	}
	out := FieldErrors{}
	for _, f := range fields {
		if f.Code == "not_allowed" { // its message lists codes; the form shows the choices by their names
			f.Message = "Choose one of the list."
		}
		name := f.Pointer[strings.LastIndexByte(f.Pointer, '/')+1:]
		if out[name] == "" {
			out[name] = f.Message
		}
	}
	return out
}

// Field is one labeled input of a form.
type Field struct {
	Name         string
	Label        string
	Value        string
	Error        string
	Help         string
	Type         string // of the input; "" is text
	Prefix       string // inside the field, before what is typed: a currency
	Suffix       string // inside the field, after it: a unit
	Optional     bool
	Together     bool   // needed only where others of its part are given, which the part itself says
	InputMode    string // "numeric", "decimal"
	Autocomplete string // "" is "off": what is typed here is about a property, not about the person who types
	MaxLength    string
	Autofocus    bool
	Options      []Option // of a Select
	Blank        string   // a Select's label for no value; "" offers none
	Rows         int      // of a Textarea; 0 is four
}

func (f Field) rows() string { return strconv.Itoa(cmp.Or(f.Rows, 4)) }

func (f Field) id() string { return "f-" + f.Name }

func (f Field) inputType() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) autocomplete() string {
	if f.Autocomplete == "" {
		return "off"
	}
	return f.Autocomplete
}

// describedBy names the help and the error of the field, for those who listen.
func (f Field) describedBy() string {
	var ids []string
	if f.Error != "" {
		ids = append(ids, f.id()+"-error")
	}
	if f.Help != "" {
		ids = append(ids, f.id()+"-help")
	}
	return strings.Join(ids, " ")
}

func (f Field) boxClass() string {
	c := "field-box"
	if f.Prefix != "" {
		c += " has-prefix"
	}
	if f.Suffix != "" {
		c += " has-suffix"
	}
	return c
}

// formErrors lists the errors in the order of the form: those with a field first, then the rest.
type formError struct {
	id, text string // id is "" for an error without a field on this form
}

func formErrors(ctx context.Context, fields []Field, errs FieldErrors) []formError {
	var out []formError
	known := map[string]bool{}
	for _, f := range fields {
		known[f.Name] = true
		if f.Error != "" {
			out = append(out, formError{f.id(), message.T(ctx, "%s: %s", f.Label, f.Error)})
		}
	}
	rest := make([]string, 0, len(errs))
	for name := range errs {
		if !known[name] {
			rest = append(rest, errs[name])
		}
	}
	slices.Sort(rest)
	for _, text := range rest {
		out = append(out, formError{"", text})
	}
	return out
}

// focusFirst marks where typing starts: the first field in error, else the first field when fresh.
func focusFirst(fields []Field, fresh bool) {
	for i := range fields {
		if fields[i].Error != "" {
			fields[i].Autofocus = true
			return
		}
	}
	if fresh && len(fields) > 0 {
		fields[0].Autofocus = true
	}
}

// Conflict tells that what is being edited was changed by somebody else meanwhile.
type Conflict struct {
	ChangedBy string // "" when not known
	ChangedAt string // in words, such as "today at 14:02"
	Rows      []ConflictRow
}

// ConflictRow is one field in which the saved and the typed value may differ.
type ConflictRow struct {
	Label string
	Saved string // as it now stands
	Typed string // as this person typed it
}
