package api

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// param is a query parameter of an operation.
type param struct {
	name, doc string
	schema    *huma.Schema // for an array, parameters of the same name are its items
	example   any

	names            []string // where the value is a list of these, separated by commas
	unknown, message string   // the fault of one that is not among them
}

// maxItems bounds how often an array parameter may be given.
const maxItems = 20

// query are the parameters of a request, checked against those of its operation.
type query struct{ values url.Values }

// parseQuery refuses what the operation does not know, what is given twice, and what is not of the parameter's type.
// Whether a value makes sense is the domain's to say.
func parseQuery(raw string, params []param) (query, error) {
	if raw == "" {
		return query{}, nil
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return query{}, errQuery
	}
	var f fault.Fields
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		i := slices.IndexFunc(params, func(p param) bool { return p.name == name })
		if i < 0 {
			shown := name
			if !plainName.MatchString(name) {
				shown = "" // not one of ours, and nothing to repeat
			}
			f.Add(shown, "unknown_parameter", "There is no such parameter here.")
			continue
		}
		params[i].check(values[name], &f)
	}
	return query{values}, f.Err()
}

func (p param) check(values []string, f *fault.Fields) {
	s := p.schema
	if p.names != nil {
		p.checkNames(values, f)
		return
	}
	if s.Type == huma.TypeArray {
		s = s.Items
		f.Check(len(values) <= maxItems, p.name, "too_many", "This is given too often.")
		values = values[:min(len(values), maxItems)]
	} else if len(values) > 1 {
		f.Add(p.name, "repeated", "Give this parameter once.")
		return
	}
	for _, v := range values {
		switch {
		case s.Type == huma.TypeBoolean:
			f.Check(v == "true" || v == "false", p.name, "wrong_type", "Use true or false.")
		case s.Type == huma.TypeInteger:
			p.checkNumber(s, v, f)
		case s.Format == "uuid":
			parsed, err := id.Parse(v)
			f.Check(err == nil && parsed != id.Nil, p.name, "id_invalid", "This is not an id.")
		case s.Format == "date":
			_, err := period.Parse(v)
			f.Check(err == nil, p.name, "date_invalid", "Use a date written YYYY-MM-DD.")
		default:
			most := math.MaxInt
			if s.MaxLength != nil {
				most = *s.MaxLength
			}
			f.Text(p.name, v, false, most)
		}
	}
}

func (p param) checkNames(values []string, f *fault.Fields) {
	if len(values) > 1 {
		f.Add(p.name, "repeated", "Give this parameter once, with commas between the names.")
		return
	}
	list := strings.Split(values[0], ",")
	f.Check(len(list) <= maxSelected, p.name, "too_many", "These are too many names.")
	if slices.ContainsFunc(list, func(name string) bool { return !slices.Contains(p.names, name) }) {
		f.Add(p.name, p.unknown, p.message)
	}
}

func (p param) checkNumber(s *huma.Schema, v string, f *fault.Fields) {
	if !wholeNumber.MatchString(v) {
		f.Add(p.name, "wrong_type", "Use a whole number.")
		return
	}
	n, err := strconv.ParseInt(v, 10, 32)
	f.Check(err == nil && float64(n) >= *s.Minimum && float64(n) <= *s.Maximum, p.name, "out_of_range", "This number is out of range.")
}

func (q query) text(name string) string    { return q.values.Get(name) }
func (q query) texts(name string) []string { return q.values[name] }

// names are the names in a value that separates them by commas; none where it is not given.
func (q query) names(name string) []string {
	if v := q.values.Get(name); v != "" {
		return strings.Split(v, ",")
	}
	return nil
}

func (q query) deleted() bool { return q.values.Get("deleted") == "true" }

func (q query) number(name string) *int32 {
	n, err := strconv.ParseInt(q.values.Get(name), 10, 32)
	if err != nil {
		return nil // not given: what is given has been checked
	}
	v := int32(n)
	return &v
}

func (q query) id(name string) id.ID {
	v, err := id.Parse(q.values.Get(name))
	if err != nil {
		return id.Nil
	}
	return v
}

func (q query) date(name string) period.Date {
	v, err := period.Parse(q.values.Get(name))
	if err != nil {
		return period.Date{}
	}
	return v
}

// Parameters that several operations share.

func textParam(name, doc string, most int) param {
	return param{name: name, doc: doc, schema: &huma.Schema{Type: huma.TypeString, MaxLength: &most}}
}

func deletedParam(doc string) param { return boolParam("deleted", doc) }

func numberParam(name, doc string, low, high float64) param {
	return param{name: name, doc: doc, schema: &huma.Schema{Type: huma.TypeInteger, Format: "int32", Minimum: &low, Maximum: &high}}
}

func choiceParam(name, doc string, values []string) param {
	return param{name: name, doc: doc, schema: &huma.Schema{Type: huma.TypeString, Enum: anys(values)}}
}

func choicesParam(name, doc string, values []string) param {
	most := maxItems
	return param{name: name, doc: doc, schema: &huma.Schema{
		Type: huma.TypeArray, MaxItems: &most,
		Items: &huma.Schema{Type: huma.TypeString, Enum: anys(values)},
	}}
}

func formatParam(name, doc, format string) param {
	return param{name: name, doc: doc, schema: &huma.Schema{Type: huma.TypeString, Format: format}}
}

// sortParam is the parameter of the order.
func sortParam(sorts []string) param {
	both := make([]string, 0, 2*len(sorts))
	for _, s := range sorts {
		both = append(both, s, "-"+s)
	}
	order := choiceParam("sort", "The order; a leading `-` turns it round. Rows that are equal in it are told apart by id.", both)
	order.schema.Default = sorts[0]
	return order
}

func boolParam(name, doc string) param {
	return param{name: name, doc: doc, schema: &huma.Schema{Type: huma.TypeBoolean, Default: false}}
}

// pageParams are the parameters of every list, after its own filters.
func pageParams(sorts []string, filters ...param) []param {
	limit := numberParam("limit", "How many rows a page has.", 1, page.MaxLimit)
	limit.schema.Default = page.DefaultLimit
	cursor := textParam("cursor", "The `next_cursor` or `prev_cursor` of an earlier answer, with the same `sort` and filters.", 4096)
	return append(filters, sortParam(sorts), limit, cursor)
}

func anys(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
