package view

import (
	"context"
	"strconv"

	"github.com/propertyos/propertyos/internal/web/message"
)

// PlanPageModel is the page of the organization's plan and features.
type PlanPageModel struct {
	Frame
	Code     string // of the organization's plan
	Units    int    // in use
	Plans    []PlanRow
	Features []FeatureRow
}

// PlanRow is one plan. A UnitLimit of 0 is any number.
type PlanRow struct {
	Code, Name             string
	UnitLimit, AuditMonths int
}

// FeatureRow is one feature that can be switched.
type FeatureRow struct {
	Name, Description string
	On                bool
	Operator          bool // switched by whoever runs the installation
	MaySwitch         bool
}

// current is the organization's plan.
func (m PlanPageModel) current() PlanRow {
	for _, p := range m.Plans {
		if p.Code == m.Code {
			return p
		}
	}
	return PlanRow{Code: m.Code, Name: m.Code}
}

// full reports that no unit can be added.
func (m PlanPageModel) full() bool {
	limit := m.current().UnitLimit
	return limit > 0 && m.Units >= limit
}

// share is how much of the plan is used, as a <progress> takes it.
func (m PlanPageModel) share() (value, limit string) {
	return strconv.Itoa(min(m.Units, m.current().UnitLimit)), strconv.Itoa(m.current().UnitLimit)
}

func onOff(on bool) string { return strconv.FormatBool(on) }

// featureAct is what a switch's button does, for those who do not see the line that it stands in.
func featureAct(ctx context.Context, f FeatureRow) string {
	if f.On {
		return message.T(ctx, "Switch off: %s", f.Description)
	}
	return message.T(ctx, "Switch on: %s", f.Description)
}
