package document_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestAddReadAndVersions(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	long := append(pdf("canary-of-the-first"), bytes.Repeat([]byte("more of it "), 30_000)...) // several segments
	d := k.add(k.of("Roof report.pdf", long))
	if d.Name != "Roof report.pdf" || d.MediaType != "application/pdf" || d.Size != int64(len(long)) || d.Revision != 1 ||
		d.ScanStatus != document.NotScanned || d.PropertyID == nil || *d.PropertyID != k.property || d.Place != "Maple Court" {
		t.Errorf("added: %+v", d)
	}
	if got := k.read(k.admin, d.ID, 0); !bytes.Equal(got, long) {
		t.Errorf("%d bytes come back, other than the %d that were added", len(got), len(long))
	}
	second, err := k.s.AddVersion(t.Context(), k.admin, d.ID, "Roof report 2.pdf", bytes.NewReader(pdf("second")))
	k.check(err)
	if second.Revision != 2 || second.Name != "Roof report 2.pdf" {
		t.Errorf("the second file: %+v", second)
	}
	if got := k.read(k.admin, d.ID, 1); !bytes.Equal(got, long) {
		t.Error("the first file is not what it was")
	}
	if got := k.read(k.admin, d.ID, 0); !bytes.Equal(got, pdf("second")) {
		t.Error("the newest file is not the second")
	}
	versions, err := k.s.Versions(t.Context(), k.admin, d.ID)
	k.check(err)
	if len(versions) != 2 || versions[0].Revision != 2 || versions[1].UploadedBy != "Ada Ames" {
		t.Errorf("versions: %+v", versions)
	}
	if _, err := k.s.Link(t.Context(), k.admin, d.ID, 3, false); !fault.As(err).Is404() {
		t.Errorf("a version that is not there: %v", err)
	}
	k.recorder.mu.Lock()
	defer k.recorder.mu.Unlock()
	files := 0
	for _, e := range k.recorder.list {
		if e.Detail["shows"] == "file" && e.EntityIDs[0] == d.ID {
			files++
		}
	}
	if files != 3 {
		t.Errorf("%d reads of files are recorded, want 3", files)
	}
}

// What lies on the disk tells nothing, and a file that was changed or exchanged there is not given out.
func TestFilesAreEncrypted(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	one, other := k.add(k.of("one.txt", []byte("canary-word of one"))), k.add(k.of("other.txt", []byte("canary-word of other")))
	keys := k.stored()
	if len(keys) != 2 {
		t.Fatalf("the store has %v", keys)
	}
	raw := map[string][]byte{}
	for _, key := range keys {
		r, err := k.blobs.Store.Read(t.Context(), key)
		k.check(err)
		var b bytes.Buffer
		_, err = b.ReadFrom(r)
		k.check(err)
		k.check(r.Close())
		raw[key] = b.Bytes()
		if bytes.Contains(b.Bytes(), []byte("canary")) || strings.Contains(key, "one") {
			t.Errorf("%s tells what it is", key)
		}
	}
	k.exec(`UPDATE document_versions AS v SET file_path = (SELECT max(o.file_path) FROM document_versions AS o) || '-swapped' WHERE document_id = $1`, one.ID)
	_, err := k.s.Read(t.Context(), k.admin, one.ID)
	k.refused("a file that is gone", err, "file_unreadable")
	k.exec(`UPDATE document_versions SET file_key_encrypted = (SELECT file_key_encrypted FROM document_versions WHERE document_id = $2),
		file_key_key_id = (SELECT file_key_key_id FROM document_versions WHERE document_id = $2) WHERE document_id = $1`, one.ID, other.ID)
	if _, err := k.s.Read(t.Context(), k.admin, one.ID); err == nil {
		t.Error("another file's key opens it")
	}
}

func TestRefusedFiles(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	for _, c := range []struct{ what, name, content, code, says string }{
		{"nothing", "empty.pdf", "", "file_empty", "empty"},
		{"a program by another name", "invoice.pdf", string(dosProgram()), "file_kind_refused", "program"},
		{"a Linux program", "photo.jpg", "\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 60), "file_kind_refused", "program"},
		{"a script", "notes.txt", "#!/bin/sh\nrm -rf /\n", "file_kind_refused", "program"},
		{"a drawing with a script", "logo.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`, "file_kind_refused", "SVG"},
		{"a drawing that says it is a picture", "logo.png", `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`, "file_kind_refused", "SVG"},
		{"a page", "page.txt", "<!DOCTYPE html><html><script>alert(1)</script></html>", "file_kind_refused", "Web pages"},
		{"an archive", "all.zip", archive(t), "file_kind_refused", "Archives"},
		{"who knows what", "data.bin", "\x00\x01\x02\xff\xfe\x00\x03", "file_kind_refused", "Use PDF"},
	} {
		_, err := k.s.Add(t.Context(), k.admin, k.of(c.name, []byte(c.content)))
		k.refused(c.what, err, c.code)
		if err != nil && !strings.Contains(fault.As(err).Message, c.says) {
			t.Errorf("%s is told as %q", c.what, fault.As(err).Message)
		}
	}
	stream := &endless{}
	in := k.of("endless.pdf", nil)
	in.Content = stream
	_, err := k.s.Add(t.Context(), k.admin, in)
	k.refused("a stream above the limit", err, "file_too_large")
	if stream.read > limit+512<<10 {
		t.Errorf("%d bytes were read to refuse more than %d", stream.read, limit)
	}
	_, err = k.s.Begin(t.Context(), k.admin, k.of("film.pdf", nil), id.Nil, 2<<30)
	k.refused("2 GB announced", err, "file_too_large")
	if n := k.count("documents"); n != 0 || len(k.stored()) != 0 {
		t.Errorf("%d rows and the files %v stayed", n, k.stored())
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	for name, want := range map[string]string{
		`../../etc/passwd`:       "passwd.txt",
		`C:\Users\Ada\note.txt`:  "note.txt",
		"run.bat":                "run.bat.txt",
		"":                       "document.txt",
		"...":                    "document.txt",
		"a\x00b\nc.txt":          "abc.txt",
		"gpj.\u202eexe.txt":      "gpj.exe.txt",
		`what?"is<this>.TXT`:     "what__is_this_.TXT",
		strings.Repeat("ä", 300): strings.Repeat("ä", 200) + ".txt",
		"figures.csv":            "figures.csv",
	} {
		if d := k.add(k.of(name, []byte("plain words"))); d.Name != want {
			t.Errorf("%q is kept as %q, want %q", name, d.Name, want)
		}
	}
}

// A store that fails leaves no row, and a row that is refused leaves no file.
func TestStoreFails(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	k.blobs.set(func(s *shaky) { s.failWrite = true })
	_, err := k.s.Add(t.Context(), k.admin, k.of("a.pdf", pdf("a")))
	k.refused("a store that does not write", err, "file_store_unavailable")
	if n := k.count("documents"); n != 0 || fault.As(err).Kind != fault.Unavailable {
		t.Errorf("%d rows, kind %v", n, fault.As(err).Kind)
	}
	k.blobs.set(func(s *shaky) { s.failWrite = false })
	d := k.add(k.of("a.pdf", append(pdf("a"), bytes.Repeat([]byte("x"), 300_000)...)))
	link, err := k.s.Link(t.Context(), k.admin, d.ID, 0, false)
	k.check(err)
	k.blobs.set(func(s *shaky) { s.failRead = true })
	_, err = k.s.Open(t.Context(), link.Token)
	k.refused("a store that does not read", err, "file_store_unavailable")
	k.blobs.set(func(s *shaky) { s.failRead, s.breakReadAfter = false, 100 })
	_, err = k.s.Open(t.Context(), link.Token)
	k.refused("a store that breaks off at once", err, "file_store_unavailable")
	k.blobs.set(func(s *shaky) { s.breakReadAfter = 100_000 })
	f, err := k.s.Open(t.Context(), link.Token)
	k.check(err)
	var b bytes.Buffer
	if _, err := b.ReadFrom(f.Body); err == nil {
		t.Error("half a file is taken for the whole")
	}
	k.check(f.Body.Close())
	k.blobs.set(func(s *shaky) { s.breakReadAfter = 0 })
	in := k.of("b.pdf", pdf("b"))
	in.AccessLevel, in.AudienceID = "person", id.New()
	if _, err := k.s.Add(t.Context(), k.admin, in); err == nil {
		t.Error("a person who is not there is taken")
	}
	in = k.of("b.pdf", pdf("b"))
	in.AccessLevel, in.AudienceEmail = "person", "nobody@example.com"
	_, err = k.s.Add(t.Context(), k.admin, in)
	k.refused("the address of nobody", err, "invalid_input")
	if left := k.stored(); len(left) != 1 {
		t.Errorf("a refused row leaves its file: %v", left)
	}
}

func TestHoldAndRetention(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	d := k.add(k.of("a.pdf", pdf("a")))
	_, err := k.s.Hold(t.Context(), k.admin, d.ID, " ")
	k.refused("a hold without a reason", err, fault.CodeInvalid)
	held, err := k.s.Hold(t.Context(), k.admin, d.ID, "Claim of the former renter")
	k.check(err)
	if held.HeldAt == nil || held.HoldReason == "" {
		t.Errorf("held: %+v", held)
	}
	_, err = k.s.Delete(t.Context(), k.admin, d.ID, nil)
	k.refused("deleting what is on hold", err, "document_on_hold")
	if _, err := k.super.Exec(t.Context(), `UPDATE documents SET deleted_at = now() WHERE id = $1`, d.ID); err == nil {
		t.Error("the database lets what is on hold be deleted")
	}
	_, err = k.s.Release(t.Context(), k.person(k.admin.Organization, tenancy.RoleAccountant), d.ID)
	k.refused("an accountant lifts a hold", err, "forbidden")
	_, err = k.s.Release(t.Context(), k.admin, d.ID)
	k.check(err)
	gone, err := k.s.Delete(t.Context(), k.admin, d.ID, nil)
	k.check(err)
	if gone.DeletedAt == nil {
		t.Error("it is still there")
	}
	if _, err := k.s.Document(t.Context(), k.admin, d.ID, false); !fault.As(err).Is404() {
		t.Errorf("a deleted one: %v", err)
	}
	back, err := k.s.Restore(t.Context(), k.admin, d.ID)
	k.check(err)
	if back.DeletedAt != nil || !bytes.Equal(k.read(k.admin, d.ID, 0), pdf("a")) {
		t.Error("it did not come back")
	}

	in := k.of("lease.pdf", pdf("lease"))
	in.RetentionClass = "lease"
	kept := k.add(in)
	if want := period.In(k.clock.Now(), time.UTC).AddMonths(84); kept.RetainUntil != want {
		t.Errorf("kept until %s, want %s", kept.RetainUntil, want)
	}
	_, err = k.s.Delete(t.Context(), k.admin, kept.ID, nil)
	k.refused("deleting what has to be kept", err, "document_retained")
	shorten := func(in *document.New) { in.RetentionClass, in.RetainUntil = "standard", period.Date{} }
	_, err = k.s.Update(t.Context(), k.person(k.admin.Organization, tenancy.RoleAccountant), kept.ID, nil, shorten)
	k.refused("an accountant shortens it", err, "retention_shortened")
	_, err = k.s.Update(t.Context(), k.admin, kept.ID, nil, shorten)
	k.check(err)
	_, err = k.s.Delete(t.Context(), k.admin, kept.ID, nil)
	k.check(err)
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	k := setup(t, nil)
	d := k.add(k.of("a.pdf", pdf("a")))
	v := d.Version
	after, err := k.s.Update(t.Context(), k.admin, d.ID, &v, func(in *document.New) {
		in.Name, in.Description, in.Tags, in.Type = "Policy.exe", "What it covers", []string{"roof", " roof ", ""}, "insurance"
		in.EntityID = k.unit // not something that changes
	})
	k.check(err)
	if after.Name != "Policy.exe.pdf" || len(after.Tags) != 1 || after.EntityID != k.property || after.Type != "insurance" {
		t.Errorf("changed to %+v", after)
	}
	_, err = k.s.Update(t.Context(), k.admin, d.ID, &v, func(*document.New) {})
	k.refused("an older version", err, "changed_since")
	rows, _, err := k.s.Documents(t.Context(), k.admin, document.Filter{Tag: "roof", Query: "covers", Type: "insurance", PropertyID: k.property}, page.Request{})
	k.check(err)
	if len(rows) != 1 {
		t.Errorf("%d found", len(rows))
	}
}

// archive is a zip archive that is no Office document.
func archive(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.Create("all/photo.jpg")
	if err == nil {
		_, err = f.Write([]byte("photo"))
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
