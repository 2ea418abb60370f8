package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/propertyos/propertyos/internal/config"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
	"github.com/propertyos/propertyos/internal/web/assets"
)

// Finding is one thing that the doctor looked at.
type Finding struct {
	Check  string `json:"check"`
	OK     bool   `json:"ok"`
	Warn   bool   `json:"warn,omitempty"` // it works, and deserves a look
	Detail string `json:"detail"`
}

// Doctor looks at this machine and the database. It changes nothing and starts nothing that stays.
func Doctor(ctx context.Context, cfg config.Config) []Finding {
	var list []Finding
	note := func(check string, err error, detail string) bool {
		if err != nil {
			detail = fault.As(err).Message
		}
		list = append(list, Finding{Check: check, OK: err == nil, Detail: detail})
		return err == nil
	}
	note("browser assets", assets.Check(), "built")
	list = append(list, mailFinding(cfg))
	list = append(list, fileFindings(ctx, cfg)...)
	if !cfg.Database.External() {
		found, err := cluster.Find(ctx, "")
		note("PostgreSQL programs", err, fmt.Sprintf("%s in %s", found.Version(), found.BinDir))
		if _, err := os.Stat(filepath.Join(cfg.Data, "cluster.json")); err != nil {
			note("data", nil, "no data in "+cfg.Data+" yet: propertyos up makes it")
			return list
		}
	}
	database, err := OpenDatabase(ctx, cfg, commandLog(os.Stderr))
	if !note("database", err, "reachable") {
		return list
	}
	defer func() { _ = database.Close(context.WithoutCancel(ctx)) }()
	for _, role := range []string{"app", "system"} {
		url, err := database.URL(role)
		if !note("role "+role, err, "set") {
			continue
		}
		facts, err := postgres.Inspect(ctx, url)
		if !note("role "+role+" connects", err, facts.Role) {
			continue
		}
		warning, err := facts.CheckServing()
		detail := warning
		if detail == "" {
			detail = fmt.Sprintf("PostgreSQL %d.%d, held by row-level security", facts.Version/10000, facts.Version%10000)
		}
		note("role "+role+" is walled in", err, detail)
		list[len(list)-1].Warn = warning != ""
	}
	if states, err := database.MigrationStatus(ctx); note("schema readable", err, "yes") {
		pending := 0
		for _, m := range states {
			if !m.Applied {
				pending++
			}
		}
		if pending > 0 {
			err = fault.New(fault.Invalid, "migrations_pending", fmt.Sprintf("%d migrations are pending: run propertyos migrate up.", pending))
		}
		note("schema current", err, fmt.Sprintf("%d migrations applied", len(states)-pending))
	}
	_, err = crypt.OpenMaster(ctx, cfg.MasterKey)
	note("master key", err, "opens")
	return list
}
