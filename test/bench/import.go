package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// importAim is how long the import of a rent roll of 5,000 units may take, in seconds.
const importAim = 60

// brought is the import of one large file.
type brought struct {
	Units     int     `json:"units"`
	Renters   int     `json:"renters"`
	Seconds   float64 `json:"seconds"`
	PerSecond float64 `json:"units_per_second"`
	Aim       float64 `json:"aim_seconds,omitempty"`
}

// measureImport brings a rent roll of 5,000 occupied units with two renters each into an organization of its own.
func (s *stand) measureImport(ctx context.Context, o options, r *report, progress io.Writer) error {
	units := 5000
	if o.quick {
		units = 50
	}
	fmt.Fprintf(progress, "import of %d units\n", units)
	organizations := organization.New(s.db)
	org, err := organizations.Create(ctx, organization.CreateInput{Slug: "bench-import", Name: "Import", TimeZone: "America/New_York"})
	if err != nil {
		return err
	}
	if err := organizations.SetPlan(ctx, "bench-import", "enterprise", "the benchmark"); err != nil {
		return err
	}
	began := clock.System{}.Now()
	report, err := intake.New(s.db).Import(ctx, tenancy.Operator(org.ID, "bench"),
		intake.Input{FileName: "rent_roll.csv", Data: rentRoll(units), AsOf: period.New(2026, 10, 31)}, nil)
	if err != nil {
		return err
	}
	took := clock.System{}.Now().Sub(began).Seconds()
	r.Import = brought{Units: report.Units.Created, Renters: report.Renters.Created, Seconds: took, PerSecond: float64(report.Units.Created) / took}
	if !o.quick {
		r.Import.Aim = importAim
	}
	return nil
}

// rentRoll is a list of occupied units, a hundred to a property.
func rentRoll(units int) []byte {
	var b strings.Builder
	b.WriteString("property,address,city,state,zip,unit,bedrooms,market_rent,status,renters,rent,deposit,lease_start,lease_end,balance\n")
	for i := range units {
		fmt.Fprintf(&b, "Block %d,%d Main Street,Tulsa,OK,74104,%d,2,1200.00,occupied,Ann Smith%d; Carl Smith%d,1100.00,1000.00,2026-01-01,2026-12-31,-10.00\n",
			i/100, 100+i/100, 100+i%100, i, i)
	}
	return []byte(b.String())
}
