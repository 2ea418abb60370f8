package journey

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/propertyos/propertyos/test/cli/program"
)

// mover manages an organization that has nothing yet.
const mover = "mina@moving.example"

// send chooses a file and sends it.
func (b *tab) send(file string) {
	b.Helper()
	b.open("/imports/new")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#import-file"), []string{filepath.Join(world.binary.Root, file)}))
	b.do(pressed("form.upload button[type=submit]"))
	b.until(`/^\/imports\/[0-9a-f-]{36}$/.test(location.pathname)`)
}

// bothWidths is clean at the width of a phone and of a desk.
func (b *tab) bothWidths(what string) {
	b.Helper()
	for _, width := range []int64{390, 1440} {
		b.do(chromedp.EmulateViewport(width, 900))
		b.clean(what)
	}
}

// TestImportAndUndo brings a rent roll in by the pages to its control totals and takes it back: every list is as before.
func TestImportAndUndo(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"org", "create", "--slug", "moving", "--name", "Moving In Management"},
		{"user", "create", "--org", "moving", "--email", mover, "--role", "manager", "--first-name", "Mina", "--last-name", "Ward", "--password-file", "-"},
	} {
		if r, err := propertyos(program.Call{Args: args, In: password}); err != nil || r.Code != 0 {
			t.Fatalf("%v: %v %s", args, err, r.Err)
		}
	}
	b := person(t, mover)
	b.open("/properties")
	b.says("main", "No properties yet", "Import a rent roll")
	b.open("/units")
	before := b.text("main")
	b.send(importedFile)
	b.says("main", "To be confirmed", "AppFolio rent roll", "Which day the file tells of", "Harborlight", "New property", "New unit", "New lease")
	b.bothWidths("preview")
	b.choose("#f-as_of", importedAsOf)
	b.do(pressed(save))
	b.until(`document.body.innerText.includes("Import this file")`)
	b.says("main", "31 Oct 2026", "$541,088.21", "$497,366.60", "$106,940.52", "$19,002.34")
	b.do(pressed("form[action$='/confirm'] button"))
	b.until(`document.querySelector("#list").innerText.includes("Opening balances")`) // the page follows by itself
	at := b.where()
	b.open(at)
	b.says(".page-head", "Imported", "Undo this import")
	b.says("main", "420", "372", "602", "$541,088.21", "$106,940.52", "$497,366.60")
	b.bothWidths("result")
	b.open("/units")
	if n, amounts := foot(b); n != 420 || strings.Join(amounts, " ") == "" {
		t.Errorf("%d units, %v", n, amounts)
	}
	b.send(importedFile)
	b.says("main", "This file was imported before")
	if !strings.HasPrefix(b.where(), at) {
		t.Errorf("the file again leads to %s", b.where())
	}
	b.open(at + "/undo")
	b.bothWidths("undo")
	b.do(pressed("#confirm button[type=submit]"))
	b.until(`document.body.innerText.includes("This import was undone")`)
	b.open("/units")
	if after := b.text("main"); after != before {
		t.Errorf("the units are not as before: %s", after)
	}
	b.open("/properties")
	b.says("main", "No properties yet")
	for _, f := range otherRolls {
		t.Log(f.name)
		b.send(filepath.Join(filepath.Dir(importedFile), f.name))
		if value[bool](b, `!!document.querySelector("#f-as_of") && document.querySelector("#f-as_of").value !== "`+importedAsOf+`"`) {
			b.choose("#f-as_of", importedAsOf)
			b.do(pressed(save))
		}
		b.until(`document.body.innerText.includes("Import this file")`)
		b.says("main", f.totals...)
		b.do(pressed("form[action$='/confirm'] button"))
		b.until(`document.querySelector("#list").innerText.includes("Opening balances")`)
		at := b.where()
		b.says("main", f.totals...)
		b.open("/units")
		if n, _ := foot(b); n != f.units {
			t.Errorf("%s: %d units, want %d", f.name, n, f.units)
		}
		b.open(at + "/undo")
		b.do(pressed("#confirm button[type=submit]"))
		b.until(`document.body.innerText.includes("This import was undone")`)
		b.open("/units")
		if after := b.text("main"); after != before {
			t.Errorf("%s: the units are not as before: %s", f.name, after)
		}
	}
}

// otherRolls are the files of the other layouts with the control totals of their README: rent, deposits, past due, prepaid.
var otherRolls = []struct {
	name   string
	units  int
	totals []string
}{
	{"buildium-rent-roll.csv", 260, []string{"$340,818.14", "$337,299.54", "$31,024.26", "$17,059.81"}},
	{"doorloop-units-leases.csv", 120, []string{"$158,838.52", "$139,011.50", "$35,940.15", "$8,875.03"}},
	{"plain.csv", 60, []string{"$74,269.25", "$69,582.85", "$16,028.85", "$2,859.11"}},
	{"yardi-style.xlsx", 300, []string{"$397,814.44", "$373,886.00", "$40,078.17", "$8,960.24"}},
}
