package organization

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/organization/internal/organizationdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// FeatureName names a feature that can be switched.
type FeatureName string

// The features.
const (
	FeatureLiveUpdates    FeatureName = "live_updates"
	FeatureRentRollImport FeatureName = "rent_roll_import"
)

// Switcher says who may switch a feature.
type Switcher string

// The switchers.
const (
	ByOrganization Switcher = "organization" // its administrators, and the operator
	ByOperator     Switcher = "operator"     // the operator alone
)

// Definition is a feature as the program knows it.
type Definition struct {
	Name        FeatureName
	Description string
	Default     bool
	SwitchedBy  Switcher
}

// Features lists every feature that can be switched. A flag that is not here does nothing.
var Features = []Definition{
	{FeatureLiveUpdates, "Pages say so when somebody else has just changed what they show.", true, ByOrganization},
	{FeatureRentRollImport, "Rent rolls can be brought in.", true, ByOperator},
}

// Feature is a feature as it stands in an organization.
type Feature struct {
	Definition
	On bool
	// Set tells where the value comes from: "default", "everywhere" (for all organizations) or "organization".
	Set string
}

var (
	// ErrFeature says that there is no such feature.
	ErrFeature = fault.New(fault.NotFound, "feature_not_found", "There is no such feature.")
	// ErrFeatureOperator says that the feature is not the organization's to switch.
	ErrFeatureOperator = fault.New(fault.Forbidden, "feature_not_yours", "This feature is switched by whoever runs PropertyOS.")
	// ErrFeatureOff says that something asks for a feature that is switched off.
	ErrFeatureOff = fault.New(fault.Conflict, "feature_off", "This is switched off at the moment.")
)

// FeatureSwitched happens when an organization switches a feature. Its entity is the organization.
var FeatureSwitched = event.Define[Switched]("feature.switched", "organization", "A feature was switched on or off.")

// Switched is what FeatureSwitched carries.
type Switched struct {
	Feature FeatureName `json:"feature"`
	On      bool        `json:"on"`
}

// Events lists the domain's types of events.
var Events = []event.Definition{FeatureSwitched.Definition}

// featureTTL is how old what is known of an organization's switches may be: a switch is heeded everywhere within it.
const featureTTL = 5 * time.Second

// maxFlagged bounds the organizations whose switches are remembered.
const maxFlagged = 10_000

type flags struct {
	until time.Time
	list  []Feature
}

// flagCache remembers the switches of organizations for a moment: they are asked for with many requests.
type flagCache struct {
	mu   sync.Mutex
	byID map[id.ID]flags
}

func (c *flagCache) get(org id.ID, now time.Time) ([]Feature, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, ok := c.byID[org]
	return f.list, ok && now.Before(f.until)
}

func (c *flagCache) put(org id.ID, list []Feature, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil || len(c.byID) >= maxFlagged {
		c.byID = map[id.ID]flags{}
	}
	c.byID[org] = flags{until: now.Add(featureTTL), list: list}
}

func (c *flagCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.byID)
}

func define(name FeatureName) (Definition, bool) {
	for _, d := range Features {
		if d.Name == name {
			return d, true
		}
	}
	return Definition{}, false
}

// Feature reports whether a feature is on in p's organization, as of the last five seconds. It asks for no leave: it is
// the program that wants to know. Error: ErrFeature.
func (s *Service) Feature(ctx context.Context, p tenancy.Principal, name FeatureName) (bool, error) {
	list, ok := s.flags.get(p.Organization, s.db.Clock().Now())
	if !ok {
		var err error
		if list, err = s.features(ctx, p.Organization); err != nil {
			return false, err
		}
		s.flags.put(p.Organization, list, s.db.Clock().Now())
	}
	for _, f := range list {
		if f.Name == name {
			return f.On, nil
		}
	}
	return false, ErrFeature
}

// ListFeatures returns every feature as it stands in p's organization.
func (s *Service) ListFeatures(ctx context.Context, p tenancy.Principal) ([]Feature, error) {
	g, err := authz.Require(p, authz.PlanRead)
	if err != nil {
		return nil, err
	}
	return s.features(ctx, g.Organization())
}

func (s *Service) features(ctx context.Context, org id.ID) ([]Feature, error) {
	list := make([]Feature, len(Features))
	at := map[string]int{}
	for i, d := range Features {
		list[i] = Feature{Definition: d, On: d.Default, Set: "default"}
		at[string(d.Name)] = i
	}
	err := tenancy.InSystemTx(ctx, s.db, "read feature flags", func(ctx context.Context, tx tenancy.SystemTx) error {
		rows, err := organizationdb.New(tx).Flags(ctx, org)
		for _, r := range rows { // the organization's own come after those for all
			i, known := at[r.Name]
			if !known {
				continue
			}
			list[i].On, list[i].Set = r.Enabled, "everywhere"
			if r.OrganizationID != nil {
				list[i].Set = "organization"
			}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read feature flags: %w", err)
	}
	return list, nil
}

// SwitchFeature switches a feature for p's organization. The event of it is written right after: where that fails the
// caller is told, and switching again writes it. Errors: authz.ErrForbidden, ErrFeature, ErrFeatureOperator.
func (s *Service) SwitchFeature(ctx context.Context, p tenancy.Principal, name FeatureName, on bool) (Feature, error) {
	g, err := authz.Require(p, authz.FeatureWrite)
	if err != nil {
		return Feature{}, err
	}
	d, ok := define(name)
	if !ok {
		return Feature{}, ErrFeature
	}
	if d.SwitchedBy != ByOrganization {
		return Feature{}, ErrFeatureOperator
	}
	if err := s.setFlag(ctx, g.Principal(), name, &on, "switch feature"); err != nil {
		return Feature{}, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		return event.Write(ctx, tx, FeatureSwitched, tx.Organization(), Switched{Feature: name, On: on})
	})
	if err != nil {
		return Feature{}, fmt.Errorf("switch feature: %w", err)
	}
	return Feature{Definition: d, On: on, Set: "organization"}, nil
}

// SetFeature is the operator's switch, with a reason: for one organization by its slug, or for all with "". A nil on takes
// the switch away, so that the next wider one counts. Errors: ErrFeature, ErrNotFound, ErrReason.
func (s *Service) SetFeature(ctx context.Context, slug string, name FeatureName, on *bool, reason string) error {
	if reason = strings.TrimSpace(reason); !saidWhy(reason) {
		return ErrReason
	}
	if _, ok := define(name); !ok {
		return ErrFeature
	}
	org := id.Nil
	if slug != "" {
		entry, err := s.Find(ctx, slug)
		if err != nil {
			return err
		}
		org = entry.ID
	}
	return s.setFlag(ctx, tenancy.Operator(org, "set feature"), name, on, reason)
}

// FeaturesOf lists the features for commands: as they stand in one organization, or everywhere for "".
func (s *Service) FeaturesOf(ctx context.Context, slug string) ([]Feature, error) {
	org := id.Nil
	if slug != "" {
		entry, err := s.Find(ctx, slug)
		if err != nil {
			return nil, err
		}
		org = entry.ID
	}
	return s.features(ctx, org)
}

func (s *Service) setFlag(ctx context.Context, p tenancy.Principal, name FeatureName, on *bool, reason string) error {
	err := tenancy.InSystemTx(ctx, s.db, reason, func(ctx context.Context, tx tenancy.SystemTx) error {
		q := organizationdb.New(tx)
		if p.Organization != id.Nil { // the query heeds whose name it runs in
			if err := tx.EnterAs(ctx, p); err != nil {
				return err
			}
		}
		if on == nil {
			_, err := q.UnsetFlag(ctx, string(name), p.Organization)
			return err
		}
		set, err := q.SetFlag(ctx, organizationdb.SetFlagParams{
			Name: string(name), OrganizationID: p.Organization, Enabled: *on, Reason: &reason, Now: tx.Now(),
		})
		if err == nil && set == 0 {
			err = authz.ErrForbidden
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("set feature flag: %w", err)
	}
	s.flags.forget()
	return nil
}
