package transfer

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/sheet"
)

// What an archive may unpack to. Text packs to a twentieth and files hardly at all, so that a hundredfold is no export.
const (
	mostEntries  = 1 << 20
	mostRatio    = 100
	mostSpare    = 64 << 20 // a small archive may unpack to this whatever its ratio
	mostManifest = 4 << 20
)

// Archive is an export that was opened. Nothing of what it says of itself has been believed yet: see verify.
type Archive struct {
	Manifest Manifest
	entries  map[string]*zip.File
}

// IsArchive reports whether data is a zip and no Excel workbook, so that Open says what is wrong with it. Of one that is cut off
// only the beginning is known: it is that of an export or not.
func IsArchive(from io.ReaderAt, size int64) bool {
	head := make([]byte, headSize)
	n, _ := from.ReadAt(head, 0)
	if head = head[:n]; !sheet.IsWorkbook(head) {
		return false
	}
	z, err := zip.NewReader(from, size)
	if err != nil {
		return len(head) > localHeader && strings.HasPrefix(string(head[localHeader:]), tables[0].file())
	}
	return !slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" })
}

// A zip begins with a header, which the name of the first file follows.
const (
	localHeader = 30
	headSize    = 64
)

// Open opens an archive. Errors: ErrNotExport, ErrVersion, ErrDamaged, ErrUnsafe, ErrTooLarge.
func Open(from io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(from, size)
	if err != nil {
		return nil, damaged("it is no zip that can be read.")
	}
	a := &Archive{entries: make(map[string]*zip.File, len(z.File))}
	if len(z.File) > mostEntries {
		return nil, ErrTooLarge
	}
	var unpacked uint64
	for _, f := range z.File {
		if err := a.add(f); err != nil {
			return nil, err
		}
		if unpacked += f.UncompressedSize64; f.UncompressedSize64 > 1<<50 || unpacked > uint64(size)*mostRatio+mostSpare {
			return nil, ErrTooLarge
		}
	}
	return a, a.readManifest()
}

// add takes an entry whose name leads nowhere.
func (a *Archive) add(f *zip.File) error {
	name := f.Name
	switch {
	case !utf8.ValidString(name), strings.ContainsAny(name, "\\\x00"), path.IsAbs(name), path.Clean(name) != name, strings.HasPrefix(name, ".."),
		strings.Contains(name, ":"):
		return hostile("a name in it leads out of it.")
	case !f.Mode().IsRegular():
		return hostile("it holds something that is no file.")
	case f.Flags&1 != 0 || f.Method != zip.Deflate && f.Method != zip.Store:
		return hostile("it is encrypted or packed in a way that exports are not.")
	case a.entries[name] != nil:
		return hostile("it holds %s twice.", path.Base(name))
	}
	a.entries[name] = f
	return nil
}

func (a *Archive) readManifest() error {
	f := a.entries[manifestName]
	if f == nil {
		return ErrNotExport
	}
	raw, err := a.slurp(f, mostManifest)
	if err != nil {
		return err
	}
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(raw, &head); err != nil || head.Format != Format {
		return ErrNotExport
	}
	if head.Version != Version {
		return ErrVersion
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&a.Manifest); err != nil {
		return damaged("its manifest cannot be read.")
	}
	m := a.Manifest
	if m.Organization.ID == id.Nil || m.AsOf.IsZero() {
		return damaged("its manifest does not say where it comes from.")
	}
	return a.expect()
}

// expect holds what is in the archive against what has to be.
func (a *Archive) expect() error {
	want := []string{}
	for _, t := range tables {
		want = append(want, t.file())
	}
	want = append(want, filesName)
	if a.Manifest.PersonalData {
		want = append(want, personalName)
	}
	listed := map[string]bool{}
	for _, f := range a.Manifest.Files {
		if listed[f.Name] || !slices.Contains(want, f.Name) {
			return damaged("its manifest names %q, which exports do not have.", short(f.Name))
		}
		listed[f.Name] = true
	}
	for _, name := range want {
		if !listed[name] || a.entries[name] == nil {
			return damaged("%s is missing.", name)
		}
	}
	for name := range a.entries {
		if name != manifestName && !listed[name] && !strings.HasPrefix(name, filesFolder) {
			return damaged("it holds %q, which its manifest does not name.", short(name))
		}
	}
	return nil
}

// short bounds a text of the archive's that is told.
func short(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

// slurp reads a small entry.
func (a *Archive) slurp(f *zip.File, most int64) ([]byte, error) {
	from, err := f.Open()
	if err != nil {
		return nil, damaged("%s cannot be unpacked.", path.Base(f.Name))
	}
	defer func() { _ = from.Close() }()
	raw, err := io.ReadAll(io.LimitReader(from, most+1))
	if err != nil || int64(len(raw)) > most {
		return nil, damaged("%s cannot be unpacked.", path.Base(f.Name))
	}
	return raw, nil
}

// content opens an entry. No more comes out of it than it says of itself, or reading it fails.
func (a *Archive) content(name string) (io.ReadCloser, error) {
	f := a.entries[name]
	if f == nil {
		return nil, damaged("%s is missing.", path.Base(name))
	}
	from, err := f.Open()
	if err != nil {
		return nil, damaged("%s cannot be unpacked.", path.Base(name))
	}
	return struct {
		io.Reader
		io.Closer
	}{&sound{from: from, left: f.UncompressedSize64, name: name}, from}, nil
}

// sound reads an entry and tells of what is wrong with it as of the archive.
type sound struct {
	from io.Reader
	left uint64
	name string
}

func (s *sound) Read(p []byte) (int, error) {
	n, err := s.from.Read(p)
	if uint64(n) > s.left {
		return 0, hostile("%s unpacks to more than it says.", path.Base(s.name))
	}
	s.left -= uint64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, damaged("%s cannot be unpacked.", path.Base(s.name))
	}
	return n, err
}

// each calls fn with every row of a file of the archive.
func (a *Archive) each(ctx context.Context, t *table, fn func(id.ID, record) error) error {
	_, err := a.scan(ctx, t, io.Discard, fn)
	return err
}

// scan is each, through which the whole file also goes to a writer. It returns how many rows there were.
func (a *Archive) scan(ctx context.Context, t *table, to io.Writer, fn func(id.ID, record) error) (n int, err error) {
	from, err := a.content(t.file())
	if err != nil {
		return 0, err
	}
	defer func() { _ = from.Close() }()
	in := newLines(io.TeeReader(from, to))
	for ; ; n++ {
		line, err := in.next()
		if errors.Is(err, io.EOF) && n > 0 {
			return n - 1, nil
		}
		switch {
		case ctx.Err() != nil:
			return n, ctx.Err()
		case err != nil:
			return n, damaged("line %d of %s cannot be read.", n+1, t.file())
		case n == 0:
			if !slices.Equal(line, t.headings()) {
				return n, damaged("the headings of %s are others.", t.file())
			}
			continue
		}
		at, r, err := t.fromCells(line)
		if err != nil {
			return n, damaged("line %d of %s cannot be read: %s.", n+1, t.file(), err)
		}
		if err := fn(at, r); err != nil {
			return n, err
		}
	}
}

// sums are what a file says of itself.
func (a *Archive) manifestFile(name string) ManifestFile {
	i := slices.IndexFunc(a.Manifest.Files, func(f ManifestFile) bool { return f.Name == name })
	return a.Manifest.Files[i] // expect has seen it
}

// hashOf reads an entry to its end.
func (a *Archive) hashOf(name string) (string, error) {
	from, err := a.content(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = from.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, from); err != nil {
		return "", fmt.Errorf("read %s: %w", path.Base(name), err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
