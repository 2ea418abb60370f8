package fault

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	errTaken = New(Conflict, "unit_number_taken", "This number is taken.")
	errOther = New(Conflict, "other", "This number is taken.")
)

func TestCopiesMatchTheirSentinel(t *testing.T) {
	t.Parallel()
	cause := errors.New("duplicate key")
	for name, err := range map[string]error{
		"itself": errTaken, "with a cause": errTaken.With(cause), "told otherwise": errTaken.Saying("Number %d is taken.", 7),
		"at a field": errTaken.On("/number"), "wrapped": fmt.Errorf("create unit: %w", errTaken.On("/number").With(cause)),
		"joined": errors.Join(errors.New("first"), errTaken),
	} {
		if !errors.Is(err, errTaken) || errors.Is(err, errOther) || errors.Is(err, errors.New("x")) {
			t.Errorf("%s: %v matches wrongly", name, err)
		}
		if f := As(err); f.Code != "unit_number_taken" || f.Kind != Conflict {
			t.Errorf("%s: %+v", name, f)
		}
	}
	if errors.Is(cause, errTaken) {
		t.Error("a plain error matches")
	}
	if !errors.Is(errTaken.With(cause), cause) || !errors.Is(errors.Unwrap(errTaken.With(cause)), cause) {
		t.Error("the cause is lost")
	}
	if want := New(Conflict, "unit_number_taken", "This number is taken."); !cmp.Equal(errTaken, want) {
		t.Errorf("a copy changed its sentinel: %+v", errTaken)
	}
}

func TestOnDoesNotShareFields(t *testing.T) {
	t.Parallel()
	base := errTaken.On("/a")
	first, second := base.On("/b"), base.On("/c")
	if len(base.Fields) != 1 || first.Fields[1].Pointer != "/b" || second.Fields[1].Pointer != "/c" {
		t.Errorf("%v %v %v", base.Fields, first.Fields, second.Fields)
	}
	if f := first.Fields[1]; f.Code != "unit_number_taken" || f.Message != "This number is taken." {
		t.Errorf("%+v", f)
	}
}

func TestSaying(t *testing.T) {
	t.Parallel()
	said := errTaken.Saying("Unit %s is taken, 100%% sure.", "7").With(errors.New("cause"))
	if said.Message != "Unit 7 is taken, 100% sure." || said.Error() != "unit_number_taken: Unit 7 is taken, 100% sure.: cause" {
		t.Errorf("%q, %q", said.Message, said.Error())
	}
	if got := errTaken.Error(); got != "unit_number_taken: This number is taken." {
		t.Error(got)
	}
}

func TestAs(t *testing.T) {
	t.Parallel()
	if As(nil) != nil || As(nil).Is404() {
		t.Error("no error is a fault")
	}
	cause := errors.New("password authentication failed for user x")
	f := As(fmt.Errorf("get: %w", cause))
	if f.Kind != Internal || f.Code != "internal" || strings.Contains(f.Message, "password") || !errors.Is(f, cause) || f.Is404() {
		t.Errorf("%+v", f)
	}
	if !As(New(NotFound, "not_found", "Nothing here.")).Is404() {
		t.Error("not found is not 404")
	}
}

func TestFieldsKeepOrderAndNeverTheValue(t *testing.T) {
	t.Parallel()
	var c Fields
	if c.Err() != nil {
		t.Error("no faults are an error")
	}
	c.Check(true, "/ok", "x", "y")
	c.Text("/fine", "a b", true, 3)
	if c.Err() != nil {
		t.Errorf("sound input is an error: %v", c.Err())
	}
	c.Text("/name", "swordfish swordfish", true, 10)
	c.Check(false, "/type", "not_allowed", "Use one of: a, b.")
	c.Add("/type", "other", "Again.")
	f := As(fmt.Errorf("create: %w", c.Err()))
	want := &Fault{Kind: Invalid, Code: CodeInvalid, Message: "Some fields need attention.", Fields: []Field{
		{"/name", "too_long", "Use at most 10 characters."}, {"/type", "not_allowed", "Use one of: a, b."}, {"/type", "other", "Again."},
	}}
	if d := cmp.Diff(want, f); d != "" {
		t.Error(d)
	}
	if strings.Contains(fmt.Sprintf("%+v %v", f, f.Fields), "swordfish") {
		t.Error("the submitted value is repeated")
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, value string
		required    bool
		most        int
		code        string
	}{
		{"empty, optional", "", false, 10, ""},
		{"empty, required", "", true, 10, "required"},
		{"blank, required", " \t\n\u00a0", true, 10, "required"},
		{"blank, optional", "   ", false, 10, ""},
		{"as long as allowed", "1234567890", true, 10, ""},
		{"characters, not bytes", "ééééé", true, 5, ""},
		{"beyond the first plane", "🏠🏠", true, 2, ""},
		{"too long", "12345678901", true, 10, "too_long"},
		{"too long, optional", "ééééééé", false, 6, "too_long"},
		{"10,000 characters", strings.Repeat("x", 10_000), true, 255, "too_long"},
		{"NUL", "a\x00b", true, 10, "text_invalid"},
		{"only NUL", "\x00", false, 10, "text_invalid"},
		{"bell", "a\ab", false, 10, "text_invalid"},
		{"delete", "a\x7f", false, 10, "text_invalid"},
		{"C1 control", "a\u0085b", false, 10, "text_invalid"},
		{"escape", "\x1b[31m", false, 10, "text_invalid"},
		{"invalid UTF-8", "a\xffb", false, 10, "text_invalid"},
		{"half a character", "a\xc3", false, 10, "text_invalid"},
		{"surrogate", "\xed\xa0\x80", false, 10, "text_invalid"},
		{"what invalid UTF-8 became", "a\ufffdb", false, 10, "text_invalid"},
		{"invalid and too long tells the worse", strings.Repeat("\x00", 20), true, 10, "text_invalid"},
		{"lines and tabs", "a\r\n\tb", true, 10, ""},
		{"right to left", "שלום", true, 10, ""},
		{"markup is text", "<b>&", true, 10, ""},
	} {
		var f Fields
		f.Text("/x", c.value, c.required, c.most)
		got := ""
		if err := f.Err(); err != nil {
			fields := As(err).Fields
			got = fields[0].Code
			if len(fields) != 1 || fields[0].Pointer != "/x" || fields[0].Message == "" {
				t.Errorf("%s: %+v", c.what, fields)
			}
		}
		if got != c.code {
			t.Errorf("%s: %q, want %q", c.what, got, c.code)
		}
	}
}

func TestEveryKindHasItsStatus(t *testing.T) {
	t.Parallel()
	seen := map[int]Kind{}
	for k := Internal; k <= Unsupported; k++ {
		if other, twice := seen[k.Status()]; twice || k.Status() < 400 || k.Status() > 599 {
			t.Errorf("kind %d has status %d as kind %d has", k, k.Status(), other)
		}
		seen[k.Status()] = k
	}
	if len(seen) != len(statuses) {
		t.Errorf("%d kinds, %d statuses", len(seen), len(statuses))
	}
	for k, want := range map[Kind]int{NotFound: 404, Conflict: 409, Precondition: 412, Invalid: 422, Unavailable: 503, Internal: 500} {
		if k.Status() != want {
			t.Errorf("kind %d has status %d, want %d", k, k.Status(), want)
		}
	}
}
