package sample

import "github.com/propertyos/propertyos/internal/web/view"

func signOnFrame(title string) view.Frame { return settingsFrame(title, view.SectionSignOn) }

func signOnPages() []Page {
	const back = "https://app.harborlight.example.com/sign-in/oidc/callback/0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c11"
	rows := []view.SignOnRow{
		{ID: "1", Host: "login.example.com", Issuer: "https://login.example.com/harborlight/v2.0", Domains: []string{"harborlight.example.com", "willoughby.example.com"}, Role: "leasing_agent", Enabled: true, Enforced: true},
		{ID: "2", Host: "id.example.org", Issuer: "https://id.example.org", Domains: []string{"example.org"}, Enabled: true},
		{ID: "3", Host: "old.example.net", Issuer: "https://old.example.net", Domains: []string{"example.net"}, Role: "auditor"},
	}
	add := view.SignOnForm{Frame: signOnFrame("Add an identity provider"), RedirectURI: back, Values: view.SignOnValues{Enabled: true}}
	refused := add
	refused.Values.Issuer = "ftp://login.example.com"
	refused.Errors = view.FieldErrors{
		"issuer": "The address has to begin with https://.", "client_id": "This is required.",
		"email_domains": "Name at least one e-mail domain that this provider may vouch for.",
	}
	edit := view.SignOnForm{
		Frame: signOnFrame("login.example.com"), ID: "1", Version: "3", RedirectURI: back, HasSecret: true, Works: true,
		Values: view.SignOnValues{
			Issuer: rows[0].Issuer, ClientID: "propertyos", Domains: "harborlight.example.com\nwilloughby.example.com", Role: "leasing_agent", Enabled: true, Enforced: true,
		},
	}
	broken := edit
	broken.Works, broken.Broken = false, "The provider did not answer in time."
	odd := edit
	odd.Frame, odd.Broken, odd.RedirectURI = hostileFrame(), Hostile, Hostile
	odd.Values = view.SignOnValues{Issuer: Hostile, ClientID: Hostile, Domains: Hostile, Role: Hostile}
	choices := []view.SignOnChoice{{Slug: "harborlight", Host: "login.example.com"}, {Slug: "willoughby", Host: "id.example.org"}}
	return []Page{
		{"sign-on", 200, view.SignOnListPage(view.SignOnList{Frame: signOnFrame("Single sign-on"), RedirectURI: back, Rows: rows})},
		{"sign-on-empty", 200, view.SignOnListPage(view.SignOnList{Frame: signOnFrame("Single sign-on"), RedirectURI: back})},
		{"sign-on-hostile", 200, view.SignOnListPage(view.SignOnList{Frame: hostileFrame(), Rows: []view.SignOnRow{{ID: Hostile, Host: Hostile, Issuer: Hostile, Domains: []string{Hostile}, Role: Hostile}}})},
		{"sign-on-new", 200, view.SignOnFormPage(add)},
		{"sign-on-new-errors", 422, view.SignOnFormPage(refused)},
		{"sign-on-edit", 200, view.SignOnFormPage(edit)},
		{"sign-on-edit-broken", 200, view.SignOnFormPage(broken)},
		{"sign-on-edit-hostile", 422, view.SignOnFormPage(odd)},
		{"sign-on-remove", 200, view.SignOnRemovePage(view.SignOnRemove{Frame: signOnFrame("Remove login.example.com?"), ID: "1", Host: "login.example.com", Version: "3"})},
		{"sign-on-connect", 200, view.SignOnConnectPage(view.SignOnConnect{Frame: frame("Connect your account", view.AreaAccount), Host: "login.example.com", Slug: "harborlight", Email: "maren@harborlight.example.com"})},
		{"sign-on-find", 200, view.SignOnFindPage(view.SignOnFind{})},
		{"sign-on-choices", 200, view.SignOnFindPage(view.SignOnFind{Name: "maren@harborlight.example.com", Choices: choices})},
		{"sign-on-find-hostile", 404, view.SignOnFindPage(view.SignOnFind{Name: Hostile, Message: Hostile})},
		{"sign-on-failed", 401, view.SignOnFailedPage(view.SignOnFailed{Message: "The provider has not verified your e-mail address."})},
	}
}
