package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/fault"
)

type planView struct {
	Code                 string `json:"code" example:"essential"`
	Name                 string `json:"name" example:"Essential"`
	Units                int64  `json:"units" doc:"In use: what the limit counts. Deleted units do not count." example:"120"`
	UnitLimit            *int32 `json:"unit_limit" doc:"How many units the plan includes; null is any number." example:"500"`
	AuditRetentionMonths int32  `json:"audit_retention_months" doc:"How long the audit log is kept." example:"24"`
}

type featureView struct {
	Name        string `json:"name" example:"live_updates"`
	Description string `json:"description" example:"Pages say so when somebody else has just changed what they show."`
	On          bool   `json:"on"`
	SwitchedBy  string `json:"switched_by" enum:"organization,operator" doc:"Who may switch it: your administrators, or whoever runs this installation."`
}

type featuresView struct {
	Data []featureView `json:"data" nullable:"false"`
}

type featureBody struct {
	Name opt[string] `json:"name" minLength:"1" maxLength:"63" doc:"Which feature."`
	On   opt[bool]   `json:"on" doc:"Whether it is to be on."`
}

func viewFeature(f organization.Feature) featureView {
	return featureView{Name: string(f.Name), Description: f.Description, On: f.On, SwitchedBy: string(f.SwitchedBy)}
}

func (a *api) planOperations() []operation {
	const tag = "Plan"
	return []operation{
		{
			id: "get-plan", method: http.MethodGet, needs: authz.PlanRead, path: "/v1/plan", tag: tag, summary: "Read your plan and how much of it is used",
			result: planView{}, handle: a.getPlan,
		},
		{
			id: "list-features", method: http.MethodGet, needs: authz.PlanRead, path: "/v1/features", tag: tag, summary: "List what can be switched on and off",
			result: featuresView{}, handle: a.listFeatures,
		},
		{
			id: "switch-feature", method: http.MethodPatch, needs: authz.FeatureWrite, path: "/v1/features", tag: tag, summary: "Switch a feature on or off",
			doc:  "Heeded everywhere within five seconds.",
			body: &featureBody{}, create: []string{"name", "on"}, example: map[string]any{"name": "live_updates", "on": true},
			result: featureView{}, codes: []string{"not_found", "feature_not_yours"}, handle: a.switchFeature,
		},
	}
}

func (a *api) getPlan(ctx context.Context, c *call) (reply, error) {
	p, err := a.Organizations.Plan(ctx, c.principal)
	return reply{body: planView{
		Code: p.Plan.Code, Name: p.Plan.Name, Units: p.Units, UnitLimit: p.Plan.UnitLimit, AuditRetentionMonths: p.Plan.AuditRetentionMonths,
	}}, err
}

func (a *api) listFeatures(ctx context.Context, c *call) (reply, error) {
	list, err := a.Organizations.ListFeatures(ctx, c.principal)
	v := featuresView{Data: []featureView{}}
	for _, f := range list {
		v.Data = append(v.Data, viewFeature(f))
	}
	return reply{body: v}, err
}

func (a *api) switchFeature(ctx context.Context, c *call) (reply, error) {
	var b featureBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	var missing fault.Fields
	missing.Check(b.Name.given, "/name", "required", "Say which feature.")
	missing.Check(b.On.given, "/on", "required", "Say whether it is to be on.") // nothing is switched off by leaving it out
	if err := missing.Err(); err != nil {
		return reply{}, err
	}
	f, err := a.Organizations.SwitchFeature(ctx, c.principal, organization.FeatureName(b.Name.value), b.On.value)
	return reply{body: viewFeature(f)}, err
}
