package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/blob"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// files is a file store of the test's own.
func files(t *testing.T) *blob.Store {
	t.Helper()
	s, err := blob.Open(t.Context(), "file://"+t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// document adds a small file to a property.
func (w *world) document(t *testing.T, p tenancy.Principal, at string) string {
	t.Helper()
	entity, err := id.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	d, err := w.deps.Documents.Add(t.Context(), p, document.New{
		Type: "report", EntityType: "property", EntityID: entity, Name: "report.txt", Content: strings.NewReader("All is well."),
	})
	if err != nil {
		t.Fatal(err)
	}
	return d.ID.String()
}

// part sends a part of a file as a program would.
func (c *client) part(t *testing.T, upload, offset, media string, content []byte) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPatch, c.w.server.URL+"/v1/uploads/"+upload, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	p, err := json.Marshal(c.as)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+string(p))
	r.Header.Set("Content-Type", media)
	r.Header.Set(offsetHeader, offset)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var b bytes.Buffer
	if _, err := b.ReadFrom(answer.Body); err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, b.String()
}

// A file goes in by parts and its document is worked with.
func TestDocumentByParts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.person(w.org, tenancy.RoleManager)
	at := c.property("Maple Court")
	content := []byte("%PDF-1.4\n% in parts\n%%EOF\n")
	upload := c.must(201, "POST", "/v1/uploads", map[string]any{
		"name": "report.exe", "size": len(content), "entity_type": "property", "entity_id": at, "tags": []string{"roof"},
	})["id"].(string)
	for _, bad := range []struct {
		offset, media string
		status        int
		code          string
	}{
		{"", "application/octet-stream", 422, "invalid_input"},
		{"-1", "application/octet-stream", 422, "invalid_input"},
		{"0", "application/json", 415, "media_type_unsupported"},
		{"5", "application/octet-stream", 409, "upload_offset"},
	} {
		if status, body := c.part(t, upload, bad.offset, bad.media, content); status != bad.status || !strings.Contains(body, bad.code) {
			t.Errorf("%+v: %d %s", bad, status, body)
		}
	}
	if status, body := c.part(t, upload, "0", "application/octet-stream", content); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	made := c.must(201, "POST", "/v1/uploads/"+upload+"/complete", nil)
	if made["name"] != "report.exe.pdf" || made["media_type"] != "application/pdf" || made["property_id"] != at {
		t.Errorf("%v", made)
	}
	one := "/v1/documents/" + made["id"].(string)
	if link := c.must(201, "POST", one+"/link", map[string]any{"inline": true}); !strings.HasPrefix(link["url"].(string), "/files/") {
		t.Errorf("%v", link)
	}
	c.must(200, "POST", one+"/hold", map[string]any{"reason": "claim"})
	if got := c.must(409, "DELETE", one, nil); got["code"] != "document_on_hold" {
		t.Errorf("%v", got)
	}
	c.must(200, "POST", one+"/release", nil)
	c.must(204, "DELETE", one, nil)
	c.must(404, "GET", one, nil)
	c.must(200, "POST", one+"/restore", nil)
	c.must(422, "PATCH", one, map[string]any{"expires_on": "soon"})
	c.must(200, "PATCH", one, map[string]any{"expires_on": "2027-03-14", "retention_class": "lease"})
	if got := c.must(409, "DELETE", one, nil); got["code"] != "document_retained" {
		t.Errorf("%v", got)
	}
}
