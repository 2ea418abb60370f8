package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The parameters of every operation that reads rows of ours.
const (
	fieldsName = "fields"
	expandName = "expand"
)

// expansion puts what a row refers to into the row, under a name that the schema of the row has as an optional field.
type expansion struct {
	name, doc string
	key       string       // the field of the row whose value is looked up
	action    authz.Action // that the reader needs for it, beside that for the rows
	load      func(ctx context.Context, p tenancy.Principal, keys []id.ID) (map[id.ID]any, error)
}

// maxSelected bounds how many names a list of names has.
const maxSelected = 100

// namesParam is a parameter that is a list of names in one value, separated by commas.
func namesParam(name, doc string, names []string, unknown, message string) param {
	most := maxSelected
	return param{name: name, doc: doc, names: names, unknown: unknown, message: message, schema: &huma.Schema{
		Type: huma.TypeArray, MaxItems: &most, Items: &huma.Schema{Type: huma.TypeString, Enum: anys(names)},
	}}
}

// selectParams are fields and expand, as far as the operation offers them.
func (op *operation) selectParams() []param {
	if op.method != http.MethodGet || op.result == nil {
		return nil
	}
	list := []param{namesParam(fieldsName, "Only these fields of each row, separated by commas; `address.city` is a field inside a "+
		"field. What is not asked for is absent, whether the schema requires it or not.", fieldNames(rowType(op.result)), "unknown_field",
		"There is no field of that name here.")}
	if len(op.expand) > 0 {
		names := make([]string, 0, len(op.expand))
		docs := make([]string, 0, len(op.expand))
		for _, e := range op.expand {
			names, docs = append(names, e.name), append(docs, "`"+e.name+"`: "+e.doc)
		}
		list = append(list, namesParam(expandName, "What to put into each row beside its own fields, separated by commas. "+
			strings.Join(docs, " "), names, "unknown_expansion", "This cannot be expanded here."))
	}
	return list
}

// rowType is the type of what an answer has one of, or a list of.
func rowType(result any) reflect.Type {
	t := reflect.TypeOf(result)
	if data, ok := t.FieldByName("Data"); ok && strings.HasPrefix(t.Name(), "pageView[") {
		return data.Type.Elem()
	}
	return t
}

// fieldNames are the names of the fields of a struct in JSON, and those of the structs in it as "outer.inner".
func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
		inner := t.Field(i).Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if inner.Kind() != reflect.Struct || !strings.HasSuffix(inner.Name(), "View") {
			continue
		}
		for j := range inner.NumField() {
			below, _, _ := strings.Cut(inner.Field(j).Tag.Get("json"), ",")
			names = append(names, name+"."+below)
		}
	}
	return names
}

// expansions are those that the request asks for.
func (c *call) expansions() []expansion {
	wanted := c.query.names(expandName)
	return slices.DeleteFunc(slices.Clone(c.op.expand), func(e expansion) bool { return !slices.Contains(wanted, e.name) })
}

// mayExpand refuses what the reader may not see, before anything is read, and fields of what is not asked for.
func (c *call) mayExpand() error {
	for _, e := range c.expansions() {
		if _, err := authz.Require(c.principal, e.action); err != nil {
			return err
		}
	}
	var f fault.Fields
	wanted := c.query.names(expandName)
	for _, name := range c.query.names(fieldsName) {
		top, _, _ := strings.Cut(name, ".")
		expandable := slices.ContainsFunc(c.op.expand, func(e expansion) bool { return e.name == top })
		f.Check(!expandable || slices.Contains(wanted, top), fieldsName, "not_expanded", "Ask for this with expand too.")
	}
	return f.Err()
}

// choose puts into an answer what the request wants expanded and takes out what it does not want.
func (c *call) choose(ctx context.Context, body any) (any, error) {
	expand, fields := c.expansions(), c.query.names(fieldsName)
	if body == nil || len(expand) == 0 && len(fields) == 0 {
		return body, nil
	}
	whole, err := toMap(body)
	if err != nil {
		return nil, err
	}
	rows := []map[string]any{whole}
	list, paged := whole["data"].([]any)
	if paged {
		rows = rows[:0]
		for _, row := range list {
			if object, ok := row.(map[string]any); ok {
				rows = append(rows, object)
			}
		}
	}
	for _, e := range expand {
		if err := e.into(ctx, c.principal, rows); err != nil {
			return nil, err
		}
	}
	if len(fields) == 0 {
		return whole, nil
	}
	for i, row := range rows {
		rows[i] = onlyFields(row, fields)
	}
	if paged {
		whole["data"] = rows
		return whole, nil
	}
	return rows[0], nil
}

func (e expansion) into(ctx context.Context, p tenancy.Principal, rows []map[string]any) error {
	keys := make([]id.ID, 0, len(rows))
	for _, row := range rows {
		if key, ok := keyOf(row, e.key); ok && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	found, err := e.load(ctx, p, keys)
	if err != nil {
		return err
	}
	for _, row := range rows {
		row[e.name] = nil
		if key, ok := keyOf(row, e.key); ok && found[key] != nil {
			if row[e.name], err = toMap(found[key]); err != nil {
				return err
			}
		}
	}
	return nil
}

func keyOf(row map[string]any, name string) (id.ID, bool) {
	text, _ := row[name].(string)
	key, err := id.Parse(text)
	return key, err == nil
}

// toMap is a value as its JSON has it. Numbers keep their text.
func toMap(v any) (map[string]any, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var out map[string]any
	return out, d.Decode(&out)
}

func onlyFields(row map[string]any, fields []string) map[string]any {
	out := make(map[string]any, len(fields))
	for _, name := range fields {
		top, below, inside := strings.Cut(name, ".")
		value, there := row[top]
		if !there {
			continue // an optional field that this row has not
		}
		object, ok := value.(map[string]any)
		if !inside || !ok {
			out[top] = value
			continue
		}
		part, ok := out[top].(map[string]any)
		if !ok {
			part = map[string]any{}
			out[top] = part
		}
		if v, there := object[below]; there {
			part[below] = v
		}
	}
	return out
}
