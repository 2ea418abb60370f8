package journey

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/propertyos/propertyos/test/cli/program"
)

// exported sends the form of the page and returns the file that it answers with.
func (b *tab) exported() string {
	b.Helper()
	raw, err := base64.StdEncoding.DecodeString(value[string](b, `(async () => {
		const form = document.querySelector("main form");
		const answer = await fetch(form.action, {method: "POST", body: new URLSearchParams(new FormData(form))});
		if (answer.headers.get("Content-Type") !== "application/zip") return "";
		let text = "";
		for (const byte of new Uint8Array(await answer.arrayBuffer())) text += String.fromCharCode(byte);
		return btoa(text);
	})()`))
	if err != nil || len(raw) == 0 {
		b.Fatalf("no zip came: %v, at %s", err, b.where())
	}
	file := filepath.Join(b.TempDir(), "handover.zip")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		b.Fatal(err)
	}
	return file
}

// TestHandOver takes one property out by the page of its manager and into the organization of the next.
func TestHandOver(t *testing.T) {
	t.Parallel()
	const gives, takes = "gina@giving.example", "tom@taking.example"
	for _, args := range [][]string{
		{"org", "create", "--slug", "giving", "--name", "Giving Management"},
		{"user", "create", "--org", "giving", "--email", gives, "--role", "admin", "--first-name", "Gina", "--last-name", "Ward", "--password-file", "-"},
		{"import", filepath.Join(world.binary.Root, importedFile), "--org", "giving", "--as-of", importedAsOf},
		{"org", "create", "--slug", "taking", "--name", "Taking Management"},
		{"user", "create", "--org", "taking", "--email", takes, "--role", "manager", "--first-name", "Tom", "--last-name", "Reed", "--password-file", "-"},
	} {
		if r, err := propertyos(program.Call{Args: args, In: password}); err != nil || r.Code != 0 {
			t.Fatalf("%v: %v %s", args, err, r.Err)
		}
	}
	b := person(t, gives)
	b.open("/settings/export")
	b.says("main", "Export the organization", "The zip is not encrypted", "Personal numbers")
	b.bothWidths("export")
	b.open("/properties")
	b.follow("[data-row-link]")
	name := b.text("h1")
	b.follow("a[href$='/handover']")
	b.says("main", "Hand over "+name, "its units, owners, leases in force and past")
	b.bothWidths("hand over")
	file := b.exported()

	n := person(t, takes)
	n.open("/imports/new")
	n.says("main", "PropertyOS export")
	n.do(chromedp.SetUploadFiles(chromedp.CSS("#import-file"), []string{file}))
	n.do(pressed("form.upload button[type=submit]"))
	n.until(`/^\/imports\/[0-9a-f-]{36}$/.test(location.pathname)`)
	n.says("main", "To be confirmed", "PropertyOS export", name, "New property")
	n.bothWidths("preview of an export")
	n.do(pressed("form[action$='/confirm'] button"))
	n.until(`document.querySelector("#list").innerText.includes("Opening balances")`)
	n.open("/properties")
	n.says("main", name)
}
