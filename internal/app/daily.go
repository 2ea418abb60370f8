package app

import (
	"context"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/jobs"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// leaseWork has the leases and stays of every organization that is active brought up to its day.
func (a *App) leaseWork(c *jobs.Client) {
	jobs.Handle(c, leasing.DailyTimeout, func(ctx context.Context, _ leasing.DailyArgs) error {
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
		return a.leases.DailyAll(ctx, list)
	})
	jobs.Every(c, leasing.DailyEvery, leasing.DailyArgs{}, "Bring leases and stays up to the day")
}
