package blob_test

import (
	"errors"
	"io"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/propertyos/propertyos/internal/platform/blob"
)

var errSource = errors.New("the source fails")

func put(t *testing.T, s *blob.Store, key, content string) {
	t.Helper()
	if err := s.Write(t.Context(), key, func(w io.Writer) error { _, err := io.WriteString(w, content); return err }); err != nil {
		t.Fatal(err)
	}
}

// keeps is what every kind of store has to do.
func keeps(t *testing.T, s *blob.Store) {
	t.Helper()
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	put(t, s, "a/one", strings.Repeat("content ", 200_000))
	put(t, s, "a/two", "2")
	put(t, s, "b/three", "3")
	r, err := s.Read(t.Context(), "a/one")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil || len(b) != 1_600_000 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	err = s.Write(t.Context(), "a/half", func(w io.Writer) error {
		_, _ = io.WriteString(w, strings.Repeat("half ", 200_000))
		return errSource
	})
	if !errors.Is(err, errSource) {
		t.Errorf("a source that fails: %v", err)
	}
	if _, err := s.Read(t.Context(), "a/half"); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("half a file stays: %v", err)
	}
	var keys []string
	if err := s.List(t.Context(), "a/", func(o blob.Object) error { keys = append(keys, o.Key); return nil }); err != nil || strings.Join(keys, " ") != "a/one a/two" {
		t.Errorf("listed %v, %v", keys, err)
	}
	for range 2 {
		if err := s.Delete(t.Context(), "a/two"); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Read(t.Context(), "a/two"); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("deleted: %v", err)
	}
}

func TestFolder(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "files")
	s, err := blob.Open(t.Context(), "file://"+root)
	if err != nil {
		t.Fatal(err)
	}
	keeps(t, s)
	info, err := os.Stat(root)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is open to others: %v, %v", info.Mode(), err)
	}
	if err := os.RemoveAll(root); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(root, nil, 0o600); err != nil { // no folder can be made there any more
		t.Fatal(err)
	}
	if err := s.Write(t.Context(), "x/y", func(io.Writer) error { return nil }); !errors.Is(err, blob.ErrUnavailable) {
		t.Errorf("a store that is gone: %v", err)
	}
	for _, bad := range []string{"", "files", "file://relative/x", "http://example.com", "s3://", "%"} {
		if _, err := blob.Open(t.Context(), bad); !errors.Is(err, blob.ErrURL) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestS3(t *testing.T) { // sets the environment, as an operator does
	backend := s3mem.New()
	if err := backend.CreateBucket("files"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	t.Setenv("AWS_ACCESS_KEY_ID", "key")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "not-a-secret")
	q := url.Values{"region": {"us-east-1"}, "endpoint": {server.URL}, "use_path_style": {"true"}}
	s, err := blob.Open(t.Context(), "s3://files?"+q.Encode())
	if err != nil {
		t.Fatal(err)
	}
	keeps(t, s)
	server.Close()
	if err := s.Check(t.Context()); !errors.Is(err, blob.ErrUnavailable) {
		t.Errorf("a store that is away: %v", err)
	}
}
