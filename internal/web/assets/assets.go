// Package assets holds the browser assets (stylesheet, scripts, icons) that `npm run build` makes, embedded in the
// program, and serves them under names that carry a hash of their content, so that browsers may keep them forever.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// Prefix is where Handler must be mounted.
const Prefix = "/assets/"

// ErrNotBuilt says that the program was compiled before its assets were, and what to run.
var ErrNotBuilt = errors.New("the browser assets are not built: run `npm ci && npm run build` and build the program again")

//go:embed all:dist
var dist embed.FS

// required are the files without which no page works.
var required = []string{"app.css", "app.js", "controls.js", "early.js", "live.js", "passkey.js", "upload.js", "htmx.min.js", "icons.svg", "favicon.svg", "inter-latin.woff2"}

type file struct {
	name    string // as built, such as "app.css"
	hashed  string // as served, such as "app.1f3a9c0b2d4e.css"
	mime    string
	etag    string
	body    []byte
	gzipped []byte // nil where compressing does not pay
}

type set struct {
	byName   map[string]*file
	byHashed map[string]*file
}

// load reads the embedded files once: they cannot change while the program runs.
var load = sync.OnceValue(func() set {
	root, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // unreachable: the folder is embedded
	}
	return read(root)
})

func read(root fs.FS) set {
	s := set{byName: map[string]*file{}, byHashed: map[string]*file{}}
	names, err := fs.Glob(root, "*.*")
	if err != nil {
		panic(err) // unreachable: the pattern is a constant
	}
	for _, name := range names {
		if strings.HasPrefix(name, ".") {
			continue
		}
		body, err := fs.ReadFile(root, name)
		if err != nil {
			continue // a folder: nothing of ours
		}
		f := newFile(name, body)
		s.byName[f.name], s.byHashed[f.hashed] = f, f
	}
	return s
}

func newFile(name string, body []byte) *file {
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:6])
	ext := path.Ext(name)
	f := &file{
		name:   name,
		hashed: strings.TrimSuffix(name, ext) + "." + hash + ext,
		mime:   mime.TypeByExtension(ext),
		etag:   hash,
		body:   body,
	}
	switch ext { // the table of the machine may lack or differ in these
	case ".js":
		f.mime = "text/javascript; charset=utf-8"
	case ".css":
		f.mime = "text/css; charset=utf-8"
	case ".svg":
		f.mime = "image/svg+xml"
	case ".woff2":
		f.mime = "font/woff2"
	case ".txt":
		f.mime = "text/plain; charset=utf-8"
	}
	var z bytes.Buffer
	w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression) // the level is valid
	_, werr := w.Write(body)
	if err := errors.Join(werr, w.Close()); err == nil && z.Len() < len(body)*9/10 {
		f.gzipped = z.Bytes()
	}
	return f
}

// Present reports whether the assets were built into this program.
func Present() bool { return Check() == nil }

// Check returns nil, or ErrNotBuilt when a needed file is missing.
func Check() error { return load().check() }

func (s set) check() error {
	for _, name := range required {
		if s.byName[name] == nil {
			return ErrNotBuilt
		}
	}
	return nil
}

// Path returns the address of the built file name ("app.css"), with its content's hash. For a file that was not
// built it is the plain address, which answers 404.
func Path(name string) string {
	if f := load().byName[name]; f != nil {
		return Prefix + f.hashed
	}
	return Prefix + name
}

// Handler serves the assets below Prefix: hashed names to be kept for a year, plain names to be asked for again by
// ETag.
func Handler() http.Handler { return load() }

// ServeHTTP implements http.Handler.
func (s set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, Prefix)
	f, caching := s.byHashed[name], "public, max-age=31536000, immutable"
	if f == nil {
		f, caching = s.byName[name], "no-cache"
	}
	if f == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.mime)
	h.Set("Cache-Control", caching)
	h.Set("X-Content-Type-Options", "nosniff")
	body, etag := f.body, f.etag
	if f.gzipped != nil {
		h.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			body, etag = f.gzipped, f.etag+"-gz"
		}
	}
	h.Set("ETag", `"`+etag+`"`)
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(body))
}

// acceptsGzip reports whether the header allows gzip; "gzip;q=0" refuses it.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		coding, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			continue
		}
		q := strings.TrimPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		return strings.Trim(q, "0.") != "" || q == ""
	}
	return false
}
