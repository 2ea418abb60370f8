package owner

import (
	"context"
	"fmt"
	"slices"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/owner/internal/ownerdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Ownership is who owns a property, from the first day of any share on.
type Ownership struct {
	Today  period.Date // the organization's day
	Shares []Share     // the later ones first
	Held   money.Amount
	Gaps   []Gap // the stretches for which less than all is spoken for
}

// Gap is a stretch of days of which a part of a property has no owner here.
type Gap struct {
	From, To period.Date  // To is none where it is open
	Missing  money.Amount // percent
}

// Ownership lists the shares of a property, and where they do not make 100 percent: nobody asks for that, and it is shown.
// Error: postgres.ErrNotFound.
func (s *Service) Ownership(ctx context.Context, p tenancy.Principal, property id.ID) (Ownership, error) {
	g, err := authz.Require(p, authz.OwnerRead)
	if err != nil {
		return Ownership{}, err
	}
	if !g.Covers(property) {
		return Ownership{}, postgres.ErrNotFound
	}
	var out Ownership
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		q := ownerdb.New(tx)
		if _, err := q.PropertyIsThere(ctx, tx.Organization(), property); err != nil {
			return err
		}
		if out.Today, err = q.Today(ctx, tx.Now(), tx.Organization()); err != nil {
			return err
		}
		out.Shares, err = shares(ctx, q, g, ownerdb.ListSharesParams{PropertyID: property})
		return err
	})
	if err != nil {
		return Ownership{}, fmt.Errorf("ownership: %w", err)
	}
	out.Held, out.Gaps = heldOn(out.Shares, out.Today), gaps(out.Shares)
	return out, nil
}

func heldOn(list []Share, day period.Date) money.Amount {
	sum := money.Zero
	for _, s := range list {
		if s.RunsOn(day) {
			sum = sum.Add(s.Percentage)
		}
	}
	return sum
}

// gaps are the stretches with less than 100 percent, from the first day of any share on. Between two of the days on which a
// share begins or has ended nothing changes.
func gaps(list []Share) []Gap {
	var days []period.Date
	for _, s := range list {
		days = append(days, s.From)
		if !s.To.IsZero() {
			days = append(days, s.To.AddDays(1))
		}
	}
	slices.SortFunc(days, period.Date.Compare)
	days = slices.Compact(days)
	var out []Gap
	for i, day := range days {
		missing := whole.Sub(heldOn(list, day))
		if missing.Sign() <= 0 {
			continue
		}
		var last period.Date
		if i+1 < len(days) {
			last = days[i+1].AddDays(-1)
		}
		if n := len(out); n > 0 && out[n-1].To.Equal(day.AddDays(-1)) && out[n-1].Missing.Equal(missing) {
			out[n-1].To = last
			continue
		}
		out = append(out, Gap{From: day, To: last, Missing: missing})
	}
	return out
}
