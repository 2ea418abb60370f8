package assets

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func built() set {
	files := fstest.MapFS{".keep": {}}
	for _, name := range required {
		files[name] = &fstest.MapFile{Data: []byte(strings.Repeat("/* "+name+" */\n", 100))}
	}
	return read(files)
}

func get(t *testing.T, s set, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestUnbuiltAssetsSayWhatToRun(t *testing.T) {
	t.Parallel()
	err := read(fstest.MapFS{".keep": {}}).check()
	if !errors.Is(err, ErrNotBuilt) || !strings.Contains(err.Error(), "npm ci && npm run build") {
		t.Fatalf("got %v", err)
	}
	if err := built().check(); err != nil {
		t.Fatalf("complete set: %v", err)
	}
}

func TestHashedNamesAreKeptForever(t *testing.T) {
	t.Parallel()
	s := built()
	f := s.byName["app.css"]
	if f.hashed == "app.css" || !strings.HasSuffix(f.hashed, ".css") {
		t.Fatalf("hashed name %q", f.hashed)
	}
	res := get(t, s, Prefix+f.hashed)
	if res.StatusCode != 200 || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
		t.Fatalf("%d %v", res.StatusCode, res.Header)
	}
	if got := res.Header.Get("Content-Type"); got != "text/css; charset=utf-8" {
		t.Errorf("content type %q", got)
	}
	if body(t, res.Body) != string(f.body) {
		t.Error("another body")
	}
	if res := get(t, s, Prefix+"app.css"); res.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("plain name: %v", res.Header)
	}
}

func TestUnchangedAssetIsNotSentAgain(t *testing.T) {
	t.Parallel()
	s := built()
	for _, enc := range []string{"identity", "gzip"} {
		etag := get(t, s, Prefix+"app.js", "Accept-Encoding", enc).Header.Get("ETag")
		res := get(t, s, Prefix+"app.js", "Accept-Encoding", enc, "If-None-Match", etag)
		if res.StatusCode != http.StatusNotModified {
			t.Errorf("%s: %d for ETag %s", enc, res.StatusCode, etag)
		}
	}
}

func TestGzipOnlyWhereAccepted(t *testing.T) {
	t.Parallel()
	s := built()
	for header, want := range map[string]bool{
		"": false, "br": false, "gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "gzip; q=0.0": false, "GZIP": true,
	} {
		res := get(t, s, Prefix+"app.css", "Accept-Encoding", header)
		if got := res.Header.Get("Content-Encoding") == "gzip"; got != want {
			t.Errorf("Accept-Encoding %q: gzip %v", header, got)
			continue
		}
		if !want {
			continue
		}
		z, err := gzip.NewReader(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		if body(t, z) != string(s.byName["app.css"].body) {
			t.Errorf("%q: another body", header)
		}
	}
}

func TestOnlyBuiltFilesAreServed(t *testing.T) {
	t.Parallel()
	s := built()
	for _, p := range []string{".keep", "nope.css", "../assets.go", "app.000000000000.css", ""} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path = Prefix + p
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusNotFound {
			t.Errorf("%q: %d", p, w.Code)
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, Prefix+"app.css", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
