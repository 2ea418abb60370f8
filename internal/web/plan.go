package web

import (
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

func (s *site) planRoutes() map[string]handler {
	return map[string]handler{
		"GET /settings/plan":                  s.plan,
		"POST /settings/plan/features/{name}": s.switchFeature,
	}
}

func (s *site) plan(r *request) error {
	ctx := r.Context()
	facts, err := s.Organizations.Plan(ctx, r.p)
	if err != nil {
		return err
	}
	features, err := s.Organizations.ListFeatures(ctx, r.p)
	if err != nil {
		return err
	}
	m := view.PlanPageModel{
		Frame: r.settingsFrame(message.T(ctx, "Plan and features"), view.SectionPlan), Code: facts.Plan.Code, Units: int(facts.Units),
	}
	for _, p := range facts.Plans {
		row := view.PlanRow{Code: p.Code, Name: p.Name, AuditMonths: int(p.AuditRetentionMonths)}
		if p.UnitLimit != nil {
			row.UnitLimit = int(*p.UnitLimit)
		}
		m.Plans = append(m.Plans, row)
	}
	may := authz.Allowed(r.p, authz.FeatureWrite)
	for _, f := range features {
		m.Features = append(m.Features, view.FeatureRow{
			Name: string(f.Name), Description: f.Description, On: f.On,
			Operator: f.SwitchedBy == organization.ByOperator, MaySwitch: may && f.SwitchedBy == organization.ByOrganization,
		})
	}
	return s.page(r, view.PlanPage(m))
}

func (s *site) switchFeature(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	on := r.text("on") == "true"
	if _, err := s.Organizations.SwitchFeature(r.Context(), r.p, organization.FeatureName(r.PathValue("name")), on); err != nil {
		return err
	}
	if on {
		s.tell(r, message.T(r.Context(), "The feature is on."), "")
	} else {
		s.tell(r, message.T(r.Context(), "The feature is off."), "")
	}
	return r.see("/settings/plan")
}
