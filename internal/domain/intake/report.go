// Package intake brings what a manager has elsewhere into the organization: a rent roll becomes properties, units, renters
// and leases, with deposits and balances kept as the facts that the earlier system stated.
package intake

import (
	"time"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Report tells what an import did, would do (DryRun) or refused to do (Failed).
type Report struct {
	ImportID        id.ID               `json:"import_id,omitzero"` // none where nothing was written
	DryRun          bool                `json:"dry_run"`
	AlreadyImported *Earlier            `json:"already_imported,omitempty"` // the same bytes came before: nothing was done
	Layout          string              `json:"layout"`
	AsOf            period.Date         `json:"as_of"`
	AsOfSource      rentroll.AsOfSource `json:"as_of_source"`
	Properties      Count               `json:"properties"`
	Units           Count               `json:"units"`
	Renters         Count               `json:"renters"` // lease by lease: somebody on two leases counts twice
	Leases          Count               `json:"leases"`
	Totals          rentroll.Totals     `json:"totals"` // of the file
	Errors          int                 `json:"errors"`
	Warnings        int                 `json:"warnings"`
	// Issues are in the order of the file, at most about twice rentroll.MaxIssues; Errors and Warnings count all.
	Issues []rentroll.Issue `json:"issues"`
}

// Failed reports whether the file was refused for its errors.
func (r Report) Failed() bool { return r.Errors > 0 }

// Count is how many things of one kind the file names, by what became of them.
type Count struct {
	Created   int `json:"created"`
	Changed   int `json:"changed"` // a unit that was here and has another status now
	Unchanged int `json:"unchanged"`
}

// Earlier is the import that brought the same bytes before.
type Earlier struct {
	ID       id.ID     `json:"id"`
	FileName string    `json:"file_name"`
	At       time.Time `json:"at"`
}

// Counts is what stays of a report in the imports table: figures, nothing personal.
type Counts struct {
	Properties Count           `json:"properties"`
	Units      Count           `json:"units"`
	Renters    Count           `json:"renters"`
	Leases     Count           `json:"leases"`
	Warnings   int             `json:"warnings"`
	Totals     rentroll.Totals `json:"totals"`
}

func (r Report) counts() Counts {
	return Counts{
		Properties: r.Properties, Units: r.Units, Renters: r.Renters, Leases: r.Leases, Warnings: r.Warnings,
		Totals: r.Totals,
	}
}
