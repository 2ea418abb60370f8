package web

import (
	"math"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// A form carries text. These read it into the types of a service and note what cannot be read, by the field's name.

func whole(f *fault.Fields, name, text string) *int32 {
	if text == "" {
		return nil
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(text, ",", ""), 10, 32)
	if err != nil {
		f.Add("/"+name, "not_a_number", "Use a whole number.")
		return nil
	}
	v := int32(n)
	return &v
}

func amount(f *fault.Fields, name, text string) *money.Amount {
	if text == "" {
		return nil
	}
	v, err := money.Parse(strings.ReplaceAll(strings.TrimPrefix(text, "$"), ",", ""))
	if err != nil {
		f.Add("/"+name, "not_an_amount", "Use an amount such as 1250 or 1250.50.")
		return nil
	}
	return &v
}

// degrees reads a latitude or a longitude.
func degrees(f *fault.Fields, name, text string) *float64 {
	if text == "" {
		return nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) {
		f.Add("/"+name, "not_a_number", "Use degrees such as 39.7392 or -104.9903.")
		return nil
	}
	return &v
}

// coordinate shows degrees as they were given.
func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// lines reads a list that is written one entry a line.
func lines(text string) []string {
	out := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func orBlank[T any](v *T, show func(T) string) string {
	if v == nil {
		return ""
	}
	return show(*v)
}

func itoa(n int32) string { return strconv.Itoa(int(n)) }

// decimal shows a number without the zeros at its end: bathrooms are 1.5 or 2, not 2.00.
func decimal(a money.Amount) string {
	return strings.TrimSuffix(strings.TrimRight(a.String(), "0"), ".")
}

// merge puts the faults of reading and those of the service together, so that one answer names all.
func merge(read *fault.Fields, err error) error {
	first := fault.As(read.Err())
	second := fault.As(err)
	switch {
	case first == nil:
		return err
	case second == nil || second.Code != fault.CodeInvalid:
		return first
	}
	c := *first
	c.Fields = append(append([]fault.Field{}, first.Fields...), second.Fields...)
	return &c
}

// newKey is the key that makes a form which is sent twice act once: the one that was sent, or a new one for a new form.
func newKey(r *request) string {
	if key := r.text("key"); key != "" && len(key) <= 64 {
		return key
	}
	return id.New().String()
}

// key is the form's key for a service that acts once for it.
func (r *request) key(operation string) tenancy.Key {
	return tenancy.NewKey(r.text("key"), operation, []byte(r.PostForm.Encode()))
}
