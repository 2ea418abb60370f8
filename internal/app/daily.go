package app

import (
	"context"

	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// dailyWork has the leases, stays and charges of every organization that is active brought up to its day.
func (a *App) dailyWork(c *jobs.Client) {
	jobs.Handle(c, leasing.DailyTimeout, func(ctx context.Context, _ leasing.DailyArgs) error { return a.eachActive(ctx, a.leases.DailyAll) })
	jobs.Every(c, leasing.DailyEvery, leasing.DailyArgs{}, "Bring leases and stays up to the day")
	jobs.Handle(c, billing.DailyTimeout, func(ctx context.Context, _ billing.DailyArgs) error { return a.eachActive(ctx, a.billing.DailyAll) })
	jobs.Every(c, billing.DailyEvery, billing.DailyArgs{}, "Charge rent and late fees that are due")
}

// eachActive does something for the organizations that are active.
func (a *App) eachActive(ctx context.Context, do func(context.Context, []id.ID) error) error {
	entries, err := a.organizations.List(ctx)
	if err != nil {
		return err
	}
	list := make([]id.ID, 0, len(entries))
	for _, e := range entries {
		if e.Status == "active" {
			list = append(list, e.ID)
		}
	}
	return do(ctx, list)
}
