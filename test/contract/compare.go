// Package contract holds the API to what it has promised: no change of the committed OpenAPI document breaks a client,
// unless docs/api-changes.md says that it does.
package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

type object = map[string]any

// Breaking lists what a client that was written for the document before may trip over in the document after, in order.
func Breaking(before, after []byte) ([]string, error) {
	c := comparison{seen: map[string]bool{}}
	for raw, into := range map[*[]byte]*object{&before: &c.was, &after: &c.is} {
		if err := json.Unmarshal(*raw, into); err != nil {
			return nil, fmt.Errorf("read document: %w", err)
		}
	}
	for path, item := range inner(c.was, "paths") {
		for method, op := range asObject(item) {
			name := strings.ToUpper(method) + " " + path
			now := inner(c.is, "paths", path, method)
			if now == nil {
				c.add("%s is gone", name)
				continue
			}
			c.operation(name, asObject(op), now)
		}
	}
	slices.Sort(c.found)
	return slices.Compact(c.found), nil
}

type comparison struct {
	was, is object
	found   []string
	seen    map[string]bool // pairs of schemas that were compared, so that one that holds itself ends
}

func (c *comparison) add(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

func inner(o object, steps ...string) object {
	for _, s := range steps {
		o = asObject(o[s])
	}
	return o
}

func asObject(v any) object {
	o, _ := v.(object)
	return o
}

func (c *comparison) operation(name string, was, is object) {
	c.parameters(name, params(was), params(is))
	c.body(name, inner(was, "requestBody"), inner(is, "requestBody"))
	for status, answer := range inner(was, "responses") {
		now := inner(is, "responses", status)
		if now == nil {
			c.add("%s no longer answers %s", name, status)
			continue
		}
		for header := range inner(asObject(answer), "headers") {
			if inner(now, "headers", header) == nil {
				c.add("%s %s lacks the header %s", name, status, header)
			}
		}
		for media, content := range inner(asObject(answer), "content") {
			sent := inner(now, "content", media)
			if sent == nil {
				c.add("%s %s is no longer %s", name, status, media)
				continue
			}
			c.schema(name+" "+status, asObject(content)["schema"], sent["schema"], false)
		}
	}
}

func params(op object) map[string]object {
	out := map[string]object{}
	list, _ := op["parameters"].([]any)
	for _, p := range list {
		o := asObject(p)
		out[fmt.Sprintf("%v %v", o["in"], o["name"])] = o
	}
	return out
}

func (c *comparison) parameters(name string, was, is map[string]object) {
	for key, p := range was {
		now, ok := is[key]
		if !ok {
			c.add("%s no longer takes the %s", name, key)
			continue
		}
		c.schema(name+" "+key, p["schema"], now["schema"], true)
	}
	for key, p := range is {
		if p["required"] == true && asObject(was[key])["required"] != true {
			c.add("%s requires the %s", name, key)
		}
	}
}

func (c *comparison) body(name string, was, is object) {
	if is["required"] == true && was["required"] != true {
		c.add("%s requires a body", name)
	}
	for media, content := range inner(was, "content") {
		now := inner(is, "content", media)
		if now == nil {
			c.add("%s no longer takes %s", name, media)
			continue
		}
		c.schema(name+" body", asObject(content)["schema"], now["schema"], true)
	}
}

// resolve follows a reference and gives what it leads to a name.
func resolve(doc object, at string, s object) (string, object) {
	if ref, ok := s["$ref"].(string); ok {
		name := ref[strings.LastIndexByte(ref, '/')+1:]
		return name, inner(doc, "components", "schemas", name)
	}
	return at, s
}

// schema compares what is sent (request) or answered. What is sent may be taken more freely, and what is answered may be
// more than it was; the other way round breaks.
func (c *comparison) schema(at string, before, after any, request bool) {
	at, was := resolve(c.was, at, asObject(before))
	_, is := resolve(c.is, at, asObject(after))
	key := fmt.Sprint(at, "|", asObject(before)["$ref"], "|", asObject(after)["$ref"], "|", request)
	if c.seen[key] && asObject(before)["$ref"] != nil {
		return
	}
	c.seen[key] = true
	c.types(at, typesOf(was), typesOf(is), request)
	c.enum(at, was, is, request)
	if request {
		c.limits(at, was, is)
	}
	for i, part := range list(was["allOf"]) {
		if now := list(is["allOf"]); i < len(now) {
			c.schema(at, part, now[i], request)
		}
	}
	if part, now := notNull(was), notNull(is); part != nil && now != nil {
		c.schema(at, part, now, request)
	}
	if was["items"] != nil && is["items"] != nil {
		c.schema(at+"[]", was["items"], is["items"], request)
	}
	c.properties(at, was, is, request)
}

func list(v any) []any {
	out, _ := v.([]any)
	return out
}

// notNull is the part of an anyOf that is not null.
func notNull(s object) any {
	for _, part := range list(s["anyOf"]) {
		if asObject(part)["type"] != "null" {
			return part
		}
	}
	return nil
}

// typesOf are the JSON types that a schema lets through, with the format; none for any.
func typesOf(s object) []string {
	var out []string
	switch t := s["type"].(type) {
	case string:
		out = []string{t}
	case []any:
		for _, v := range t {
			out = append(out, fmt.Sprint(v))
		}
	}
	for _, part := range list(s["anyOf"]) {
		if asObject(part)["$ref"] != nil {
			out = append(out, "object")
		}
		out = append(out, typesOf(asObject(part))...)
	}
	for i, t := range out {
		if format, ok := s["format"].(string); ok && t != "null" {
			out[i] = t + " " + format
		}
	}
	return out
}

func (c *comparison) types(at string, was, is []string, request bool) {
	from, to := was, is // everything in from must be in to
	if !request {
		from, to = is, was
	}
	if len(to) == 0 {
		return
	}
	for _, t := range from {
		if !slices.Contains(to, t) {
			word := map[bool]string{true: "%s no longer takes %s", false: "%s may be %s now"}[request]
			c.add(word, at, t)
		}
	}
	if len(from) == 0 {
		c.add("%s has a narrower type", at)
	}
}

func (c *comparison) enum(at string, was, is object, request bool) {
	before, after := list(was["enum"]), list(is["enum"])
	if !request || after == nil {
		return // answers may have values that are new: a client has to bear one that it does not know
	}
	if before == nil {
		c.add("%s takes only some values now", at)
	}
	for _, v := range before {
		if !slices.Contains(after, v) {
			c.add("%s no longer takes %v", at, v)
		}
	}
}

func (c *comparison) limits(at string, was, is object) {
	for name, tighter := range map[string]func(was, is float64) bool{
		"maxLength": less, "maxItems": less, "maximum": less, "minLength": more, "minItems": more, "minimum": more,
	} {
		now, limited := is[name].(float64)
		before, had := was[name].(float64)
		if limited && (!had || tighter(before, now)) {
			c.add("%s has the tighter %s %v", at, name, now)
		}
	}
	if is["pattern"] != nil && is["pattern"] != was["pattern"] {
		c.add("%s has another pattern", at)
	}
}

func less(was, is float64) bool { return is < was }
func more(was, is float64) bool { return is > was }

func (c *comparison) properties(at string, was, is object, request bool) {
	for name, p := range inner(was, "properties") {
		now, ok := inner(is, "properties")[name]
		if !ok {
			c.add("%s.%s is gone", at, name)
			continue
		}
		c.schema(at+"."+name, p, now, request)
	}
	before, after := list(was["required"]), list(is["required"])
	for _, name := range after {
		if request && !slices.Contains(before, name) {
			c.add("%s.%v is required", at, name)
		}
	}
	for _, name := range before {
		if !request && !slices.Contains(after, name) {
			c.add("%s.%v may be absent now", at, name)
		}
	}
}

// Declared lists the changes that a document like docs/api-changes.md declares: the items of its lists that are code.
func Declared(markdown string) []string {
	var out []string
	for line := range strings.Lines(markdown) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "- `"); ok {
			text, _, _ = strings.Cut(text, "`")
			out = append(out, text)
		}
	}
	return out
}
