package api

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// opt is a field of a request's body. Pointers and slices are cleared by null; other types do not take null.
type opt[T any] struct {
	given bool
	value T
}

// set puts the field into v, if it was given: a field that is absent leaves what is there.
func (o opt[T]) set(v *T) {
	if o.given {
		*v = o.value
	}
}

// Schema describes the field to huma; its documentation comes from the tags of the struct field.
func (opt[T]) Schema(r huma.Registry) *huma.Schema {
	t := reflect.TypeFor[T]()
	s := r.Schema(t, true, "")
	switch {
	case s.Ref != "":
		return &huma.Schema{AnyOf: []*huma.Schema{s, {Type: "null"}}}
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice:
		s.Nullable = true
	}
	return s
}

type field interface {
	bind(at string, value any, f *fault.Fields)
}

func (o *opt[T]) bind(at string, value any, f *fault.Fields) {
	o.given = true
	if !bindValue(any(&o.value), at, value, f) {
		o.bindObject(at, value, f)
	}
}

// bindObject reads an object inside the object. T is then a pointer to a struct, or a slice of structs.
func (o *opt[T]) bindObject(at string, value any, f *fault.Fields) {
	if value == nil {
		return
	}
	if reflect.TypeFor[T]().Kind() == reflect.Slice {
		o.bindObjects(at, value, f)
		return
	}
	inner := reflect.New(reflect.TypeFor[T]().Elem())
	bindObject(inner.Interface(), at, value, f)
	o.value, _ = inner.Interface().(T)
}

// bindObjects reads a list of objects. T is then a slice of structs.
func (o *opt[T]) bindObjects(at string, value any, f *fault.Fields) {
	list, ok := value.([]any)
	f.Check(ok, at, "wrong_type", "Send a list of JSON objects.")
	into := reflect.ValueOf(&o.value).Elem()
	for i, item := range list {
		inner := reflect.New(into.Type().Elem())
		bindObject(inner.Interface(), join(at, strconv.Itoa(i)), item, f)
		into.Set(reflect.Append(into, inner.Elem()))
	}
}

// bindObject reads an object into the opt fields of the struct that into points to, by their json tags.
func bindObject(into any, at string, value any, f *fault.Fields) {
	object, ok := value.(map[string]any)
	if !ok {
		f.Add(at, "wrong_type", "Send a JSON object.")
		return
	}
	known := map[string]bool{}
	s := reflect.ValueOf(into).Elem()
	for i := range s.NumField() {
		name := s.Type().Field(i).Tag.Get("json")
		known[name] = true
		v, given := object[name]
		target, ok := s.Field(i).Addr().Interface().(field)
		if given && ok {
			target.bind(join(at, name), v, f)
		}
	}
	var unknown []string
	for name := range object {
		if !known[name] {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		f.Add(join(at, name), "unknown_field", "There is no such field here.")
	}
}

// bindValue reads one value into a pointer of a type that fields have, and reports false for any other type.
func bindValue(into any, at string, value any, f *fault.Fields) bool {
	switch v := into.(type) {
	case *string:
		required(v, at, value, f, asText)
	case **string:
		optional(v, at, value, f, asText)
	case *bool:
		required(v, at, value, f, asBool)
	case **bool:
		optional(v, at, value, f, asBool)
	case **int32:
		optional(v, at, value, f, asInteger)
	case **float64:
		optional(v, at, value, f, asNumber)
	case *period.Date:
		required(v, at, value, f, asDate)
	case **period.Date:
		optional(v, at, value, f, asDate)
	case *money.Amount:
		required(v, at, value, f, asAmount)
	case **money.Amount:
		optional(v, at, value, f, asAmount)
	case **id.ID:
		optional(v, at, value, f, asID)
	case **[]string:
		optional(v, at, value, f, asTexts)
	case *[]string:
		*v = asTexts(at, value, f)
	default:
		return false
	}
	return true
}

func required[T any](into *T, at string, value any, f *fault.Fields, as func(string, any, *fault.Fields) T) {
	if value == nil {
		f.Add(at, "null_not_allowed", "This cannot be null.")
		return
	}
	*into = as(at, value, f)
}

func optional[T any](into **T, at string, value any, f *fault.Fields, as func(string, any, *fault.Fields) T) {
	if value == nil {
		*into = nil
		return
	}
	v := as(at, value, f)
	*into = &v
}

func asText(at string, value any, f *fault.Fields) string {
	v, ok := value.(string)
	f.Check(ok, at, "wrong_type", "Send text, in quotes.")
	return v
}

func asDate(at string, value any, f *fault.Fields) period.Date {
	text, ok := value.(string)
	v, err := period.Parse(text)
	f.Check(ok && err == nil, at, "date_invalid", "Use a date written YYYY-MM-DD.")
	return v
}

func asBool(at string, value any, f *fault.Fields) bool {
	v, ok := value.(bool)
	f.Check(ok, at, "wrong_type", "Send true or false, without quotes.")
	return v
}

var wholeNumber = regexp.MustCompile(`^-?[0-9]+$`)

func asInteger(at string, value any, f *fault.Fields) int32 {
	v, ok := value.(json.Number)
	if !ok || !wholeNumber.MatchString(v.String()) {
		f.Add(at, "wrong_type", "Send a whole number, without quotes.")
		return 0
	}
	n, err := strconv.ParseInt(v.String(), 10, 32)
	f.Check(err == nil, at, "out_of_range", "This number is out of range.")
	return int32(n) // ParseInt stays within 32 bits even where it fails
}

func asNumber(at string, value any, f *fault.Fields) float64 {
	v, ok := value.(json.Number)
	if !ok {
		f.Add(at, "wrong_type", "Send a number, without quotes.")
		return 0
	}
	n, err := v.Float64()
	f.Check(err == nil && !math.IsInf(n, 0), at, "out_of_range", "This number is out of range.")
	return n
}

func asID(at string, value any, f *fault.Fields) id.ID {
	text, ok := value.(string)
	v, err := id.Parse(text)
	f.Check(ok && err == nil && v != id.Nil, at, "id_invalid", "This is not an id.")
	return v
}

func asTexts(at string, value any, f *fault.Fields) []string {
	if value == nil {
		return nil
	}
	list, ok := value.([]any)
	f.Check(ok, at, "wrong_type", "Send a list of texts.")
	out := make([]string, 0, len(list))
	for _, item := range list {
		text, ok := item.(string)
		if !ok {
			f.Add(at, "wrong_type", "Send a list of texts.")
			break
		}
		out = append(out, text)
	}
	return out
}

var (
	plainDecimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	manyPlaces   = regexp.MustCompile(`\.[0-9]{3,}$`)
)

func asAmount(at string, value any, f *fault.Fields) money.Amount {
	text, ok := value.(string)
	if _, number := value.(json.Number); number {
		f.Add(at, "amount_not_string", `Send amounts as decimal strings, such as "1250.00", not as numbers.`)
		return money.Zero
	}
	switch {
	case !ok:
		f.Add(at, "wrong_type", `Send amounts as decimal strings, such as "1250.00".`)
	case !plainDecimal.MatchString(text):
		f.Add(at, "amount_invalid", `Use a plain decimal number, such as "1250.00": no signs of currency, separators or exponents.`)
	case manyPlaces.MatchString(text):
		f.Add(at, "too_many_decimals", "Use at most two decimal places.")
	default:
		v, err := money.Parse(text)
		f.Check(err == nil, at, "out_of_range", "This amount is out of range.")
		if err == nil || errors.Is(err, money.ErrRange) {
			return v
		}
	}
	return money.Zero
}
