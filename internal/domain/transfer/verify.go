package transfer

import (
	"context"
	"io"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// Contents is what an archive was found to hold, after all of it was read and held against its manifest.
type Contents struct {
	*Archive
	Totals Totals
	ids    map[string]map[id.ID]bool // by file
	files  map[id.ID][]storedFile    // by document, in the order of their revisions
	rows   int
}

// storedFile is a file of a document.
type storedFile struct {
	id       id.ID
	revision string
	name     string
	entry    string // "": it was left out
}

// Verify reads all of an archive: every file of rows has the length, hash and number of rows that the manifest says, every link
// leads to a row, every file of a document is there with the content that its row says, and the totals are those of the rows.
// Errors: ErrDamaged, ErrUnsafe.
func (a *Archive) Verify(ctx context.Context) (*Contents, error) {
	c := &Contents{Archive: a, ids: map[string]map[id.ID]bool{}, files: map[id.ID][]storedFile{}}
	for _, t := range append(tables[:len(tables):len(tables)], a.extras()...) {
		if err := c.verify(ctx, t); err != nil {
			return nil, err
		}
	}
	if !c.Totals.same(a.Manifest.Totals) {
		return nil, damaged("its control totals are not those of its rows.")
	}
	for _, t := range tables {
		if err := c.verifyLinks(ctx, t); err != nil {
			return nil, err
		}
	}
	return c, c.verifyFiles(ctx)
}

// extras are the files of rows that are of no table of their own.
func (a *Archive) extras() []*table {
	list := []*table{fileTable}
	if a.Manifest.PersonalData {
		list = append(list, personalTable)
	}
	return list
}

// verify holds one file against the manifest.
func (c *Contents) verify(ctx context.Context, t *table) error {
	sum, ids := newTally(io.Discard), map[id.ID]bool{}
	n, err := c.scan(ctx, t, sum, func(at id.ID, r record) error {
		if t != personalTable && ids[at] {
			return damaged("%s has a row twice.", t.file())
		}
		ids[at] = true
		if t == fileTable {
			document, _ := id.Parse(r["document_id"])
			c.files[document] = append(c.files[document], storedFile{at, r["revision"], r["file_name"], r["file"]})
		}
		if err := c.Totals.count(t.name, r); err != nil {
			return damaged("an amount in %s is out of reach.", t.file())
		}
		return nil
	})
	if err != nil {
		return err
	}
	want := c.manifestFile(t.file())
	switch got := sum.entry(want.Name, n); {
	case got.Rows != want.Rows:
		return damaged("%s has %d rows, its manifest says %d.", t.file(), got.Rows, want.Rows)
	case got != want:
		return damaged("%s is not what was exported.", t.file())
	}
	c.ids[t.name] = ids
	c.rows += n
	return nil
}

// verifyLinks finds out whether every link of a file leads to a row.
func (c *Contents) verifyLinks(ctx context.Context, t *table) error {
	return c.each(ctx, t, func(_ id.ID, r record) error {
		for _, l := range t.columns {
			to := l.to
			switch l.kind {
			case link:
			case entity:
				if to = documentEntities[r["entity_type"]]; to == "" {
					if r["entity_type"] == "organization" {
						continue
					}
					return damaged("%s has a row of something that is not exported.", t.file())
				}
			default:
				continue
			}
			at, err := id.Parse(r[l.name])
			if r[l.name] == "" && l.kind == link {
				continue
			}
			if err != nil || !c.ids[to][at] {
				return damaged("a row of %s belongs to something that is not in it.", t.file())
			}
		}
		return nil
	})
}

// verifyFiles finds out whether the files of documents are there, each once, and what was exported.
func (c *Contents) verifyFiles(ctx context.Context) error {
	seen, want := map[string]bool{}, map[string]string{}
	err := c.each(ctx, fileTable, func(_ id.ID, r record) error {
		at, _ := id.Parse(r["document_id"])
		switch entry := r["file"]; {
		case !c.ids["documents"][at]:
			return damaged("a row of %s belongs to something that is not in it.", filesName)
		case entry == "":
		case !strings.HasPrefix(entry, filesFolder) || c.entries[entry] == nil:
			return damaged("a file of a document is missing.")
		case seen[entry]:
			return damaged("a file is of two documents.")
		default:
			seen[entry], want[entry] = true, r["sha256"]
		}
		return nil
	})
	if err != nil {
		return err
	}
	for name := range c.entries {
		if strings.HasPrefix(name, filesFolder) && !seen[name] {
			return damaged("it holds a file that is of no document.")
		}
	}
	for entry, sum := range want {
		if err := ctx.Err(); err != nil {
			return err
		}
		if got, err := c.hashOf(entry); err != nil {
			return err
		} else if got != sum {
			return damaged("a file of a document is not what was exported.")
		}
	}
	return nil
}
