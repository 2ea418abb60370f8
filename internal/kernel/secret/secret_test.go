package secret

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

const hush = "hunter2-correct-horse"

// outer holds a secret in every way that a printer can come upon.
type outer struct {
	Shown  Text
	hidden Text
	List   []Text
	Keyed  map[string]Text
	keys   map[Text]bool
	Ptr    *Text
	Any    any
}

func values() map[string]any {
	s := New(hush)
	o := outer{s, s, []Text{s}, map[string]Text{"a": s}, map[Text]bool{s: true}, &s, s}
	return map[string]any{
		"text": s, "pointer": &s, "list": []Text{s}, "array": [1]Text{s}, "map": map[string]Text{"a": s}, "map key": map[Text]int{s: 1},
		"struct": o, "struct pointer": &o, "hidden": struct{ password Text }{s}, "deep": []any{map[string]any{"x": []outer{o}}},
		"error": fmt.Errorf("could not use %v", s),
	}
}

// told reports whether text gives the secret away, as it is or in hexadecimal.
func told(text string) bool {
	low := strings.ToLower(text)
	return strings.Contains(low, hush) || strings.Contains(strings.ReplaceAll(low, " ", ""), fmt.Sprintf("%x", hush)) ||
		strings.Contains(text, fmt.Sprint([]byte(hush)))
}

func TestNoVerbPrintsIt(t *testing.T) {
	t.Parallel()
	for name, v := range values() {
		for verb := rune('A'); verb <= 'z'; verb++ {
			if verb == 'w' || verb > 'Z' && verb < 'a' {
				continue
			}
			for _, flags := range []string{"", "+", "#", " ", "0", "-", "40", ".3", "# "} {
				if got := fmt.Sprintf("%"+flags+string(verb), v); told(got) {
					t.Errorf("%s with %%%s%c: %s", name, flags, verb, got)
				}
			}
		}
		if got := fmt.Sprint(v) + fmt.Sprintln(v); told(got) {
			t.Errorf("%s printed: %s", name, got)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		if got := fmt.Sprintf(verb, New(hush)); got != Redacted {
			t.Errorf("%s gives %s", verb, got)
		}
	}
}

func TestNoEncoderWritesIt(t *testing.T) {
	t.Parallel()
	for name, v := range values() {
		b, err := json.Marshal(v)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if told(string(b)) {
			t.Errorf("%s in JSON: %s", name, b)
		}
		for kind, handler := range map[string]func(*bytes.Buffer) slog.Handler{
			"text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
			"JSON": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		} {
			var out bytes.Buffer
			slog.New(handler(&out)).With("before", v).WithGroup("g").Error("failed", "value", v, slog.Any("any", v))
			if out.Len() == 0 || told(out.String()) {
				t.Errorf("%s in a %s log: %s", name, kind, out.String())
			}
		}
	}
	type element struct{ Shown Text }
	b, err := xml.Marshal(element{New(hush)})
	if err != nil || told(string(b)) {
		t.Errorf("XML: %s, %v", b, err)
	}
	if b, err := json.Marshal(New(hush)); err != nil || string(b) != `"`+Redacted+`"` {
		t.Errorf("JSON: %s, %v", b, err)
	}
}

func TestReveal(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "a", hush, "nul\x00", "\xff", strings.Repeat("x", 100_000)} {
		if got := New(s); got.Reveal() != s || got.IsZero() != (s == "") || got != New(s) || (got == New(s+"b")) {
			t.Errorf("New(%.20q).Reveal() = %.20q", s, got.Reveal())
		}
	}
	var none Text
	if !none.IsZero() || none.Reveal() != "" || fmt.Sprint(none) != Redacted {
		t.Error("the zero Text is not empty")
	}
}
