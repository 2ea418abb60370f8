package sample

import (
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

var documents = view.Link{Text: "Documents", Href: "/documents"}

func documentPages() []Page {
	list := view.DocumentList{Frame: frame("Documents", view.AreaDocuments), Rows: documentRows(), CanAdd: true}
	full := view.DocumentList{Frame: longFrame("Documents", view.AreaDocuments), CanAdd: true, Page: view.Page{Prev: "p", Next: "n"}, Filter: view.DocumentFilter{Q: "roof", Sort: "-size"}}
	for i := range 50 {
		r := documentRows()[i%5]
		r.ID, r.Name, r.Place = fmt.Sprintf("d%d", i), long+".pdf", long+" · 1204-B"
		full.Rows = append(full.Rows, r)
	}
	hostile := documentDetail()
	hostile.Frame, hostile.Name, hostile.Description, hostile.Tags, hostile.HoldReason, hostile.Held = hostileFrame(), Hostile, Hostile, []string{Hostile}, Hostile, true
	hostile.Owner, hostile.Versions[1].Name, hostile.Versions[1].Finding = view.Link{Text: Hostile, Href: "/" + Hostile}, Hostile, Hostile
	held := documentDetail()
	held.Held, held.HoldReason, held.Message = true, "Claim of the former renter, file 26-118", "This document is on legal hold and cannot be deleted."
	infected := documentDetail()
	infected.Scan, infected.Openable, infected.Preview = "infected", false, ""
	infected.Versions[0].Scan, infected.Versions[0].Finding, infected.Versions[0].Openable = "infected", "Eicar-Test-Signature", false
	deleted := documentDetail()
	deleted.DeletedOn, deleted.Deleted, deleted.Preview = &view.Deletion{On: period.New(2026, 10, 3)}, true, ""
	picture := documentDetail()
	picture.Preview, picture.Name, picture.Type, picture.Media = "picture", "Kitchen.jpg", "photo", "image/jpeg"
	form := view.DocumentForm{
		Frame: frame("Add document", view.AreaDocuments, documents), Owner: view.Link{Text: "Maple Court", Href: "/properties/p1"}, MaxSize: "50 MB",
		Values: view.DocumentValues{EntityType: "property", EntityID: "p1", Type: "report", Audience: "staff", Retention: "standard"},
		Accept: ".pdf,.jpg",
	}
	wrong := form
	wrong.Errors = view.FieldErrors{"file": "This is a program, whatever its name says, and programs are not kept.", "audience_email": "Name the person where the document is for one person, and nobody otherwise."}
	edit := form
	edit.Frame, edit.ID, edit.Version, edit.Values.Name = frame("Edit document", view.AreaDocuments, documents), "d1", "3", "Roof report.pdf"
	return []Page{
		{"documents", 200, view.DocumentsPage(list)},
		{"documents-empty", 200, view.DocumentsPage(view.DocumentList{Frame: frame("Documents", view.AreaDocuments), CanAdd: true})},
		{"documents-no-match", 200, view.DocumentsPage(view.DocumentList{Frame: frame("Documents", view.AreaDocuments), Filter: view.DocumentFilter{Q: "zzz", Deleted: true}})},
		{"documents-full", 200, view.DocumentsPage(full)},
		{"document", 200, view.DocumentPage(documentDetail())},
		{"document-picture", 200, view.DocumentPage(picture)},
		{"document-held", 409, view.DocumentPage(held)},
		{"document-infected", 200, view.DocumentPage(infected)},
		{"document-deleted", 200, view.DocumentPage(deleted)},
		{"document-hostile", 200, view.DocumentPage(hostile)},
		{"document-new", 200, view.DocumentFormPage(form)},
		{"document-new-errors", 422, view.DocumentFormPage(wrong)},
		{"document-edit", 200, view.DocumentFormPage(edit)},
	}
}

func documentRows() []view.DocumentRow {
	added := period.New(2026, 10, 12)
	return []view.DocumentRow{
		{ID: "d1", Name: "Roof report.pdf", Type: "report", Place: "Maple Court", Size: "1.8 MB", Added: added, Scan: "clean", Openable: true},
		{ID: "d2", Name: "Lease 204, Jørgensen.pdf", Type: "lease", Place: "Maple Court · 204", Size: "412 KB", Added: added, Scan: "clean", Openable: true, Held: true},
		{ID: "d3", Name: "Fire insurance 2026.pdf", Type: "insurance", Place: "Alder House", Size: "96.4 KB", Added: added, Expires: period.New(2026, 11, 20), Scan: "not_scanned", Openable: true},
		{ID: "d4", Name: "Kitchen after the repair.jpg", Type: "photo", Place: "Maple Court · 311", Size: "3.2 MB", Added: added, Scan: "pending"},
		{ID: "d5", Name: "Invoice.docx", Type: "invoice", Size: "88 KB", Added: added, Scan: "infected"},
	}
}

func documentDetail() view.DocumentDetail {
	return view.DocumentDetail{
		Frame: frame("Roof report.pdf", view.AreaDocuments, documents), DocumentRow: documentRows()[0], Media: "application/pdf",
		SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Audience: "owner", Retention: "financial",
		RetainUntil: period.New(2033, 10, 12), Tags: []string{"roof", "2026"}, Revision: 2, Owner: view.Link{Text: "Maple Court", Href: "/properties/p1"},
		Preview: "pdf", CanWrite: true, CanHold: true, Accept: ".pdf,.jpg", MaxSize: "50 MB", Versions: []view.DocumentVersion{
			{Number: 2, Name: "Roof report.pdf", Size: "1.8 MB", Scan: "clean", By: "Maren Lindqvist", Added: "12 Oct 2026, 09:14", Openable: true},
			{Number: 1, Name: "Roof draft.pdf", Size: "1.7 MB", Scan: "clean", By: "Maren Lindqvist", Added: "9 Oct 2026, 16:40", Openable: true},
		},
	}
}

// documentsOf are the documents of a property or a unit.
func documentsOf() *view.DocumentsOf {
	return &view.DocumentsOf{EntityType: "property", EntityID: "p1", CanAdd: true, Rows: documentRows()[:4], More: true}
}
