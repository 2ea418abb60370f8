package transfer

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/transfer/internal/transferdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// fileTable is document_versions.csv: what the files of documents are, and where in the archive.
var fileTable = &table{
	name: strings.TrimSuffix(filesName, ".csv"), table: "document_versions",
	columns: []column{
		ref("document_id", "documents"),
		{name: "revision", kind: whole},
		{name: "file_name", kind: text},
		{name: "file", kind: text},     // its place in the archive; none where it is left out
		{name: "sha256", kind: text},   // of its content
		{name: "left_out", kind: text}, // why it is
	},
}

// entryName is a file's place in the archive: its own name, in a folder that no other file has.
func entryName(f transferdb.ListFilesRow) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(f.FileName, "_"))
	if name = strings.Trim(name, ". "); name == "" {
		name = "file"
	}
	return filesFolder + f.ID.String() + "/" + name
}

// writeFiles writes the content of documents, and then what it is.
func (x *export) writeFiles(ctx context.Context, create func(string) (io.Writer, error)) error {
	from, err := x.files.reader()
	if err != nil {
		return err
	}
	index, err := newSpool()
	if err != nil {
		return err
	}
	defer index.close()
	t := newTally(index)
	out := csv.NewWriter(t)
	if err := out.Write(fileTable.headings()); err != nil {
		return err
	}
	n := 0
	for list := json.NewDecoder(from); list.More(); n++ {
		var f transferdb.ListFilesRow
		if err := list.Decode(&f); err != nil {
			return err
		}
		r, err := x.writeFile(ctx, f, create)
		if err == nil {
			err = out.Write(fileTable.cells(f.ID, r))
		}
		if err != nil {
			return err
		}
	}
	if out.Flush(); out.Error() != nil {
		return out.Error()
	}
	x.manifest.Files = append(x.manifest.Files, t.entry(filesName, n))
	rows, err := index.reader()
	if err != nil {
		return err
	}
	to, err := create(filesName)
	if err == nil {
		_, err = io.Copy(to, rows)
	}
	return err
}

// leftOut are the faults for which a file is listed without its content.
var leftOut = []struct {
	err *fault.Fault
	why string
}{
	{document.ErrInfected, "infected"},
	{document.ErrScanPending, "not_scanned_yet"},
	{document.ErrFileLost, "lost"},
	{crypt.ErrDecrypt, "lost"}, // its key cannot be read
}

// writeFile writes one file and returns its line.
func (x *export) writeFile(ctx context.Context, f transferdb.ListFilesRow, create func(string) (io.Writer, error)) (record, error) {
	r := record{
		"document_id": f.DocumentID.String(), "revision": strconv.Itoa(int(f.Revision)), "file_name": f.FileName,
		"sha256": fmt.Sprintf("%x", f.ContentHash),
	}
	why := "not_kept"
	if x.documents != nil {
		body, err := x.documents.Take(ctx, x.g, f.DocumentID, f.Revision)
		if err == nil {
			defer func() { _ = body.Close() }()
			x.manifest.Documents++
			r["file"] = entryName(f)
			return r, x.copyFile(body, r, create)
		}
		why = ""
		for _, known := range leftOut {
			if errors.Is(err, known.err) {
				why = known.why
			}
		}
		if why == "" {
			return nil, err
		}
	}
	x.manifest.LeftOut++
	r["left_out"] = why
	return r, nil
}

func (x *export) copyFile(body io.Reader, r record, create func(string) (io.Writer, error)) error {
	to, err := create(r["file"])
	if err != nil {
		return err
	}
	t := newTally(to)
	if _, err := io.Copy(t, body); err != nil {
		return err
	}
	if got := t.entry("", 0).SHA256; got != r["sha256"] {
		return fmt.Errorf("the content of %s is not what was stored", path.Base(path.Dir(r["file"])))
	}
	return nil
}
