package web

import (
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/view"
)

// opens says what each section of settings and account asks for. A section that is not here is shown to nobody.
var opens = map[view.Section]authz.Action{
	view.SectionOrganization: authz.OrganizationRead,
	view.SectionLeasing:      authz.LeasingRead,
	view.SectionUsers:        authz.UserRead,
	view.SectionRoles:        authz.UserRead,
	view.SectionSignOn:       authz.SecurityWrite,
	view.SectionKeys:         authz.KeyRead,
	view.SectionAudit:        authz.AuditRead,
	view.SectionPlan:         authz.PlanRead,
	view.SectionJobs:         authz.JobRead,
	view.SectionImports:      authz.ImportRun,
	view.SectionExport:       authz.OrganizationExport,
	view.SectionTemplates:    authz.TemplateRead,
	view.SectionProfile:      authz.AccountRead,
	view.SectionSecurity:     authz.AccountRead,
	view.SectionSessions:     authz.AccountRead,
}

// hiddenAreas lists the working areas that a person may not open.
func hiddenAreas(p tenancy.Principal) []view.Area {
	var out []view.Area
	if !authz.Allowed(p, authz.OwnerRead) {
		out = append(out, view.AreaOwners)
	}
	if !authz.Allowed(p, authz.LedgerRead) {
		out = append(out, view.AreaBooks)
	}
	return out
}

// sections lists what a person may open of the settings and their account.
func sections(p tenancy.Principal) []view.Section {
	var out []view.Section
	for _, m := range view.Menus() {
		if action, ok := opens[m.Section]; ok && authz.Allowed(p, action) {
			out = append(out, m.Section)
		}
	}
	return out
}
