package property

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

func oneOf(f *fault.Fields, pointer, value string, allowed []string) {
	f.Check(slices.Contains(allowed, value), pointer, "not_allowed", "Use one of: "+strings.Join(allowed, ", ")+".")
}

func within(f *fault.Fields, pointer string, value *int32, low, high int32) {
	f.Check(value == nil || (*value >= low && *value <= high), pointer, "out_of_range", "This number is out of range.")
}

// maxAmenities bounds the list of amenities.
const maxAmenities = 100

func checkAmenities(f *fault.Fields, amenities []string) {
	f.Check(len(amenities) <= maxAmenities, "/amenities", "too_many", "Use at most 100 amenities.")
	for _, a := range amenities {
		f.Text("/amenities", a, true, 100)
	}
}

func list(v []string) json.RawMessage {
	if v == nil {
		v = []string{}
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: strings only
	}
	return b
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// pattern makes a contains-pattern for ILIKE of what somebody typed; nothing typed is no pattern.
func pattern(q string) string {
	if q = strings.TrimSpace(q); q == "" {
		return ""
	}
	return "%" + likeEscape.Replace(q) + "%"
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// texts makes an empty list of none, which SQL would take for NULL.
func texts(v []string) []string {
	if v == nil {
		return []string{}
	}
	return v
}
