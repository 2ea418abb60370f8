package app

import (
	"context"

	"github.com/propertyos/propertyos/internal/domain/organization"
)

// Feature is a feature as it stands, for commands.
type Feature struct {
	Name        string `json:"name"`
	On          bool   `json:"on"`
	Set         string `json:"set"` // default, everywhere or organization
	SwitchedBy  string `json:"switched_by"`
	Description string `json:"description"`
}

// Features lists the features as they stand in one organization, or for all where slug is "".
func (a *App) Features(ctx context.Context, slug string) ([]Feature, error) {
	list, err := a.organizations.FeaturesOf(ctx, slug)
	if err != nil {
		return nil, err
	}
	out := make([]Feature, 0, len(list))
	for _, f := range list {
		out = append(out, Feature{
			Name: string(f.Name), On: f.On, Set: f.Set, SwitchedBy: string(f.SwitchedBy), Description: f.Description,
		})
	}
	return out, nil
}

// SetFeature switches a feature in the operator's name, for one organization or, with "", for all. A nil on takes the
// switch away.
func (a *App) SetFeature(ctx context.Context, slug, name string, on *bool, reason string) error {
	return a.organizations.SetFeature(ctx, slug, organization.FeatureName(name), on, reason)
}

// SetPlan gives an organization another plan in the operator's name.
func (a *App) SetPlan(ctx context.Context, slug, plan, reason string) error {
	return a.organizations.SetPlan(ctx, slug, plan, reason)
}
