package sample

import "github.com/propertyos/propertyos/internal/web/view"

func keyFrame(title string) view.Frame {
	f := frame(title, view.AreaSettings)
	f.Section, f.Person.Role = view.SectionKeys, "admin"
	return f
}

func keyPages() []Page {
	rows := []view.KeyRow{
		{
			ID: "k1", Name: "Rent roll to accounting", Prefix: "pos_live_k7q2m4x5", Role: "accountant", Limited: true, Live: true,
			Scopes: []string{"portfolio.read", "leasing.read"}, Created: "3 Mar 2026, 09:12", Expires: "3 Mar 2027, 09:12",
			LastUsed: "31 Oct 2026, 08:55", LastUsedFrom: "203.0.113.7",
		},
		{ID: "k2", Name: "Website listings", Prefix: "pos_live_b3n6p2aa", Role: "manager", Live: true, Replaced: true, Created: "1 Jan 2026, 12:00", Expires: "2 Nov 2026, 12:00"},
		{ID: "k3", Name: "Old importer", Prefix: "pos_live_zz6p2aab", Role: "admin", Revoked: true, Created: "1 Jan 2026, 12:00", LastUsed: "2 Jan 2026, 12:00"},
	}
	form := view.KeyForm{
		Frame: keyFrame("New API key"), Values: view.KeyValues{Name: "Website", Role: "manager", Expires: "90", Access: "chosen", Scopes: []string{"portfolio.read"}},
		Roles: view.Roles[:3], Actions: []view.KeyAction{
			{Name: "api_key.read", Area: "api_key"},
			{Name: "api_key.write", Area: "api_key", Sensitive: true},
			{Name: "portfolio.read", Area: "portfolio"},
			{Name: "portfolio.write", Area: "portfolio"},
			{Name: "leasing.read", Area: "leasing"},
		},
	}
	refused := form
	refused.Errors = view.FieldErrors{"name": "This is required.", "scopes": "Choose at least one thing that the key may do."}
	sandbox := keyFrame("API keys")
	sandbox.Sandbox = true
	hostile := view.KeyRow{ID: Hostile, Name: Hostile, Prefix: Hostile, Role: Hostile, Scopes: []string{Hostile}, Limited: true, Live: true, LastUsed: Hostile, LastUsedFrom: Hostile}
	confirm := view.KeyConfirm{Frame: keyFrame("Website listings"), ID: "k2", Name: "Website listings", Prefix: "pos_live_b3n6p2aa", Overlaps: []string{"0", "1", "24", "72", "168"}}
	return []Page{
		{"keys", 200, view.KeysPage(view.KeyList{Frame: keyFrame("API keys"), Rows: rows, MayWrite: true, MaySandbox: true})},
		{"keys-empty", 200, view.KeysPage(view.KeyList{Frame: keyFrame("API keys"), MayWrite: true, MaySandbox: true, SandboxSlug: "harborlight-sandbox-k7q2m4x5"})},
		{"keys-in-sandbox", 200, view.KeysPage(view.KeyList{Frame: sandbox, Rows: rows[:1], All: true})},
		{"keys-hostile", 200, view.KeysPage(view.KeyList{Frame: hostileFrame(), Rows: []view.KeyRow{hostile}, MayWrite: true, MaySandbox: true, SandboxSlug: Hostile})},
		{"key-new", 200, view.KeyFormPage(form)},
		{"key-new-errors", 422, view.KeyFormPage(refused)},
		{"key-shown", 200, view.KeyShownPage(view.KeyShown{Frame: keyFrame("Your new API key"), Name: "Website", Token: "pos_live_b3n6p2aa_" + "7q2m4x5k7q2m4x5k7q2m4x5k7q2m4x5k7q2m4x5k7q2m4x5k7q2m", Rotated: true, Hours: 24})},
		{"key-rotate", 200, view.KeyRotatePage(confirm)},
		{"key-revoke", 200, view.KeyRevokePage(confirm)},
	}
}
