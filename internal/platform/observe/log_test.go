package observe

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// hush is what must be in no line of any test here.
const hush = "hunter2hunter2"

type hidden struct {
	Name string
	key  secret.Text
}

type nested struct{ inner map[string][]*hidden }

type login struct{ User, Password string }

func TestNoSecretReachesTheLog(t *testing.T) {
	t.Parallel()
	u, err := url.Parse("postgres://app:" + hush + "@db/propertyos")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]slog.Attr{
		"secret.Text":             slog.Any("value", secret.New(hush)),
		"in a struct":             slog.Any("value", hidden{"x", secret.New(hush)}),
		"deep":                    slog.Any("value", &nested{map[string][]*hidden{"a": {{"x", secret.New(hush)}}}}),
		"field by its name":       slog.Any("value", login{"ada", hush}),
		"key password":            slog.String("Password", hush),
		"key in parts":            slog.String("api_key", hush),
		"key authorization":       slog.String("Authorization", hush),
		"key e-mail":              slog.String("user_email", hush),
		"group":                   slog.Group("credentials", slog.String("value", hush)),
		"group in a group":        slog.Group("a", slog.Group("tokens", slog.Int("n", 1), slog.String("value", hush))),
		"URL":                     slog.Any("value", u),
		"URL in text":             slog.String("value", "cannot reach postgres://app:"+hush+"@db/x?y=z"),
		"URL with an odd secret":  slog.String("value", "redis://:p@"+hush+"@host"),
		"connection string":       slog.String("value", "host=db password="+hush+" user=app"),
		"quoted":                  slog.String("value", "host=db PASSWORD = '"+hush+" "+hush+"'"),
		"error":                   slog.Any("error", fmt.Errorf("dial postgres://app:%s@db", hush)),
		"fault":                   slog.Any("error", fault.New(fault.Internal, "x", "y").With(errors.New("Bearer "+hush))),
		"header":                  slog.Any("value", http.Header{"Authorization": {"Basic " + hush}}),
		"header in text":          slog.String("value", "authorization: bearer "+hush),
		"map":                     slog.Any("value", map[string]any{"x": map[string]string{"session_cookie": hush}}),
		"printed":                 slog.String("value", fmt.Sprintf("%v %+v %#v", secret.New(hush), secret.New(hush), secret.New(hush))),
		"too deep to be searched": slog.Any("value", [][][][][][][]any{{{{{{{secret.New(hush)}}}}}}}),
	}
	for name, attr := range values {
		for _, format := range []Format{FormatJSON, FormatText} {
			t.Run(fmt.Sprint(name, " ", format), func(t *testing.T) {
				t.Parallel()
				var out bytes.Buffer
				log := NewLogger(&out, LogOptions{Format: format})
				log.LogAttrs(t.Context(), slog.LevelInfo, "before", attr)
				log.With(attr).Info("bound")
				log.WithGroup("g").With(attr).Info("in a group", attr)
				log.Info("postgres://app:" + hush + "@db is away")
				if strings.Contains(out.String(), hush) || strings.Count(out.String(), secret.Redacted) < 4 {
					t.Errorf("log:\n%s", &out)
				}
			})
		}
	}
}

func TestWhatMayBeLoggedIs(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := NewLogger(&out, LogOptions{Format: FormatJSON})
	org := id.New()
	ctx := Begin(t.Context(), "abc-1")
	SetOrganization(ctx, org)
	log.InfoContext(ctx, "unit created", "unit_id", org, "took", 3*time.Second, "n", 4, "list", []int{1, 2},
		"nothing", nil, "error", errors.New("unit 4 is at https://example.com/a:b"), "pair", struct{ A, B int }{1, 2},
		"url", (*url.URL)(nil))
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%v: %s", err, &out)
	}
	for key, want := range map[string]any{
		"level": "INFO", "msg": "unit created", "unit_id": org.String(), "n": 4.0, "took": 3e9,
		"error": "unit 4 is at https://example.com/a:b", "request_id": "abc-1", "organization_id": org.String(), "nothing": nil,
	} {
		if got := line[key]; got != want {
			t.Errorf("%s is %v, want %v", key, got, want)
		}
	}
	if fmt.Sprint(line["list"], line["pair"]) != "[1 2] map[A:1 B:2]" {
		t.Errorf("%v %v", line["list"], line["pair"])
	}
}

func TestConsole(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := NewLogger(&out, LogOptions{Format: FormatText, Level: slog.LevelWarn})
	log.Info("too quiet")
	r := slog.NewRecord(time.Date(2026, 3, 9, 7, 8, 9, 0, time.UTC), slog.LevelWarn, "disk is nearly full", 0)
	r.AddAttrs(slog.Int("free_mb", 12), slog.String("dir", "a b"))
	if err := log.With("part", "cluster").Handler().Handle(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	bare := slog.NewRecord(r.Time, slog.LevelError, "over", 0)
	if err := log.Handler().Handle(t.Context(), bare); err != nil {
		t.Fatal(err)
	}
	want := "07:08:09 WARN  disk is nearly full part=cluster free_mb=12 dir=\"a b\"\n07:08:09 ERROR over\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", &out, want)
	}
}

func TestAutoFormatIsJSONWithoutTerminal(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	NewLogger(&out, LogOptions{}).Info("x")
	if !json.Valid(out.Bytes()) {
		t.Errorf("%s", &out)
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]slog.Level{"": slog.LevelInfo, "DEBUG": slog.LevelDebug, "warn": slog.LevelWarn} {
		if got, err := ParseLevel(in); got != want || err != nil {
			t.Errorf("level %q: %s, %v", in, got, err)
		}
	}
	if _, err := ParseLevel("loud"); fault.As(err).Code != "log_level_invalid" {
		t.Error(err)
	}
	for in, want := range map[string]Format{"": FormatAuto, "json": FormatJSON, "text": FormatText, "auto": FormatAuto} {
		if got, err := ParseFormat(in); got != want || err != nil {
			t.Errorf("format %q: %s, %v", in, got, err)
		}
	}
	if _, err := ParseFormat("xml"); fault.As(err).Code != "log_format_invalid" {
		t.Error(err)
	}
}

func TestWithoutBegin(t *testing.T) {
	t.Parallel()
	SetOrganization(t.Context(), id.New())
	if RequestID(t.Context()) != "" || Organization(t.Context()) != id.Nil {
		t.Error("a context that knows something")
	}
}
