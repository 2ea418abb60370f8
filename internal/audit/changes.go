package audit

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Change is one column of a row. Values are as they are stored; empty stands for none.
type Change struct{ Name, Old, New string }

// ParseChanges reads what the triggers wrote: the columns that changed, or for a row that was made or removed all that had a value,
// by name. What cannot be read is no change.
func ParseChanges(raw json.RawMessage) []Change {
	var change struct {
		Old map[string]any `json:"old"`
		New map[string]any `json:"new"`
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber() // an amount is shown as it is stored, not as a float
	if len(raw) == 0 || decoder.Decode(&change) != nil {
		return nil
	}
	names := make([]string, 0, len(change.New)+len(change.Old))
	for name := range change.New {
		names = append(names, name)
	}
	for name := range change.Old {
		if _, both := change.New[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	out := make([]Change, 0, len(names))
	for _, name := range names {
		out = append(out, Change{Name: name, Old: plain(change.Old[name]), New: plain(change.New[name])})
	}
	return out
}

// plain is a stored value as text.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case []any:
		parts := make([]string, 0, len(v))
		for _, x := range v {
			parts = append(parts, plain(x))
		}
		return strings.Join(parts, ", ")
	default:
		b, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(b)
	}
}

// details reads what was asked for, by name.
func details(raw json.RawMessage) []Change {
	var all map[string]any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if len(raw) == 0 || decoder.Decode(&all) != nil {
		return nil
	}
	out := make([]Change, 0, len(all))
	for name, v := range all {
		out = append(out, Change{Name: name, New: plain(v)})
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.Name, b.Name) })
	return out
}
