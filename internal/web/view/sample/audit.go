package sample

import (
	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/web/view"
)

func auditFrame(title string, crumbs ...view.Link) view.Frame {
	f := frame(title, view.AreaSettings, crumbs...)
	f.Section = view.SectionAudit
	return f
}

var auditRows = []view.AuditRow{
	{
		ID: "a1", Moment: "1793451912000000", When: "31 Oct 2026, 09:05:12", Who: "Maren Lindqvist", Role: "manager", Action: "update",
		Kind: "units", Address: "203.0.113.7", More: 2,
		Changes: []view.AuditChange{{Field: "base_rent", Old: "1,450.00", New: "1,495.00"}, {Field: "number", Old: "204", New: "204-B"}},
	},
	{
		ID: "a2", Moment: "2", When: "31 Oct 2026, 09:05:11", Who: "Maren Lindqvist", Role: "manager", Action: "read",
		Kind: "tenants", Address: "203.0.113.7", Changes: []view.AuditChange{{Field: "unit_id", New: "0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"}},
	},
	{ID: "a3", Moment: "3", When: "31 Oct 2026, 08:59:40", Who: "Nobody known", Action: "sign_in_failed", Kind: "users", Address: "2001:db8:85a3::8a2e:370:7334"},
	{
		ID: "a4", Moment: "4", When: "30 Oct 2026, 17:20:00", Who: "Teodor Abelsen", Role: "accountant", Action: "export",
		Kind: "audit_logs", Address: "198.51.100.23", Changes: []view.AuditChange{{Field: "format", New: "csv"}},
	},
	{
		ID: "a5", Moment: "5", When: "30 Oct 2026, 03:12:09", Who: "PropertyOS", Action: "operator_access",
		Kind: "organizations", Reason: "Ticket 4711: a rent roll that came in twice",
		Changes: []view.AuditChange{{Field: "command", New: "keys rotate"}, {Field: "system_user", New: "operator"}},
	},
	{
		ID: "a6", Moment: "6", When: "29 Oct 2026, 11:00:00", Who: "A former colleague", Role: "manager", Action: "insert",
		Kind: "properties", Address: "203.0.113.7", Changes: []view.AuditChange{{Field: "name", New: "Maple Court"}, {Field: "year_built", New: "1987"}}, More: 9,
	},
}

func auditLog(rows ...view.AuditRow) view.AuditLog {
	return view.AuditLog{
		Frame: auditFrame("Audit log"), Export: true, Rows: rows,
		Actors:  []view.Option{{Value: "u1", Label: "Maren Lindqvist"}, {Value: "u2", Label: "Teodor Abelsen"}},
		Actions: []string{"update", "read"}, Kinds: []string{"units", "users"},
		Seal: &view.AuditSeal{When: "31 Oct 2026, 09:05:00", Hash: "2add0b4f85af9b3d33c83659f9da08e7c0009451cb0cf8837a35b9c8d432ca16"},
	}
}

// longAudit is more than fits, by everybody's longest names.
func longAudit() view.AuditLog {
	rows := make([]view.AuditRow, 0, 50)
	for i := range 50 {
		r := auditRows[i%len(auditRows)]
		r.Who, r.Reason = longFrame("", "").Person.Name, long
		r.Changes = []view.AuditChange{{Field: "name", Old: long, New: long + long}, {Field: "amenities", New: long}}
		rows = append(rows, r)
	}
	m := auditLog(rows...)
	m.Frame = longFrame("Audit log", view.AreaSettings)
	m.Filter = view.AuditFilter{User: "u1", Action: "update", From: "2026-10-01", To: "2026-10-31", Address: "203.0.113.7"}
	m.Page = view.Page{Next: "n", Prev: "p"}
	return m
}

func hostileAudit() view.AuditRow {
	return view.AuditRow{
		ID: Hostile, Moment: Hostile, When: Hostile, Who: Hostile, Role: Hostile, Action: Hostile, Kind: Hostile, Reason: Hostile,
		Address: Hostile, Changes: []view.AuditChange{{Field: Hostile, Old: Hostile, New: Hostile}},
	}
}

func auditPages() []Page {
	back := view.Link{Text: "Audit log", Href: "/settings/audit"}
	page := func(name string, status int, body templ.Component) Page {
		return Page{Name: name, Status: status, Body: body}
	}
	nothing, empty, wrong, hostile := auditLog(), auditLog(), auditLog(), auditLog(hostileAudit())
	nothing.Filter.Request = "req-17"
	empty.Actors, empty.Actions, empty.Kinds, empty.Seal, empty.Export = nil, nil, nil, nil, false
	wrong.Filter.Address = "here"
	wrong.Errors = view.FieldErrors{"address": "Give an address such as 203.0.113.7."}
	hostile.Frame = hostileFrame()
	hostile.Filter = view.AuditFilter{User: Hostile, Action: Hostile, Entity: Hostile, ID: Hostile, From: Hostile, To: Hostile, Request: Hostile, Address: Hostile}
	entry := view.AuditEntry{
		Frame: auditFrame("Unit", back), AuditRow: auditRows[0], EntityID: "0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10", EntityURL: "/units/u1",
		RequestID: "0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c11", Agent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/144.0", Diff: true, Others: auditRows[1:2],
	}
	read := view.AuditEntry{Frame: auditFrame("Audit log", back), AuditRow: auditRows[3], EntityID: "e1", APIKey: "k1"}
	bad := view.AuditEntry{
		Frame: hostileFrame(), AuditRow: hostileAudit(), EntityID: Hostile, EntityURL: "/" + Hostile, RequestID: Hostile, APIKey: Hostile,
		Agent: Hostile, Diff: true, Others: []view.AuditRow{hostileAudit()},
	}
	return []Page{
		page("audit", 200, view.AuditPage(auditLog(auditRows...))), page("audit-empty", 200, view.AuditPage(empty)),
		page("audit-nothing", 200, view.AuditPage(nothing)), page("audit-wrong", 422, view.AuditPage(wrong)),
		page("audit-full", 200, view.AuditPage(longAudit())), page("audit-hostile", 200, view.AuditPage(hostile)),
		page("audit-entry", 200, view.AuditEntryPage(entry)), page("audit-entry-read", 200, view.AuditEntryPage(read)),
		page("audit-entry-hostile", 200, view.AuditEntryPage(bad)),
	}
}
