package view

import (
	"slices"

	"github.com/propertyos/propertyos/internal/web/message"
)

// Menu is one entry of a side menu.
type Menu struct {
	Section    Section
	Area       Area
	word, icon string
	Href       string
}

// menus are the side menus of the settings and of the account, in their order.
var menus = []Menu{
	{SectionOrganization, AreaSettings, message.Mark("Organization"), "building-2", "/settings/organization"},
	{SectionLeasing, AreaSettings, message.Mark("Leasing rules"), "file-text", "/settings/leasing"},
	{SectionUsers, AreaSettings, message.Mark("Users"), "users", "/settings/users"},
	{SectionRoles, AreaSettings, message.Mark("Roles"), "user-check", "/settings/roles"},
	{SectionSignOn, AreaSettings, message.Mark("Single sign-on"), "log-in", "/settings/sign-on"},
	{SectionKeys, AreaSettings, message.Mark("API keys"), "key-round", "/settings/api-keys"},
	{SectionAudit, AreaSettings, message.Mark("Audit log"), "scroll-text", "/settings/audit"},
	{SectionPlan, AreaSettings, message.Mark("Plan and features"), "gauge", "/settings/plan"},
	{SectionJobs, AreaSettings, message.Mark("Jobs"), "list-checks", "/settings/jobs"},
	{SectionImports, AreaSettings, message.Mark("Imports"), "upload", "/imports"},
	{SectionExport, AreaSettings, message.Mark("Export"), "download", "/settings/export"},
	{SectionTemplates, AreaSettings, message.Mark("Templates"), "file-text", "/templates"},
	{SectionProfile, AreaAccount, message.Mark("Profile"), "user", "/account"},
	{SectionSecurity, AreaAccount, message.Mark("Security"), "shield", "/account/security"},
	{SectionSessions, AreaAccount, message.Mark("Sessions"), "monitor", "/account/sessions"},
}

// Menus lists every section, for whoever decides which of them a person sees.
func Menus() []Menu { return slices.Clone(menus) }

// menu is the side menu of an area, of what this person may open.
func (f Frame) menu(area Area) []Menu {
	var out []Menu
	for _, m := range menus {
		if m.Area == area && slices.Contains(f.Sections, m.Section) {
			out = append(out, m)
		}
	}
	return out
}

// settings is where the settings begin for this person, "" where there are none.
func (f Frame) settings() string {
	if list := f.menu(AreaSettings); len(list) > 0 {
		return list[0].Href
	}
	return ""
}

// items are the entries of the sidebar, which is the bar at the bottom of a phone.
func (f Frame) items() []navItem {
	if f.portal() {
		if f.Person.Role == "tenant" {
			return renterNav
		}
		return portalNav
	}
	out := slices.DeleteFunc(slices.Clone(nav), func(item navItem) bool {
		return slices.Contains(f.Hidden, item.area) || item.area == AreaRenters && f.Person.Role == "technician"
	})
	if at := f.settings(); at != "" {
		out = append(out, navItem{AreaSettings, message.Mark("Settings"), "settings", at, true})
	}
	return out
}

// bar parts the entries into those that stay in the bar of a phone and those behind its last button.
func bar(items []navItem) (first, more []navItem) {
	if len(items) <= barred {
		return items, nil
	}
	return items[:barred-1], items[barred-1:]
}

// among reports whether the page's area is one of the entries.
func (f Frame) among(items []navItem) bool {
	return slices.ContainsFunc(items, func(item navItem) bool { return item.area == f.Area })
}
