package view

import (
	"context"

	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// RuleStarts are the days from which the days of a deposit rule count.
var RuleStarts = []Option{
	{"move_out", message.Mark("Move-out")},
	{"end_of_term", message.Mark("End of the term")},
	{"later_of_both", message.Mark("The later of both")},
	{"address_given", message.Mark("The day on which the new address is given")},
}

// DepositRules is the page of the law on returning deposits: what the organization confirmed, and what is proposed.
type DepositRules struct {
	Frame
	Rows      []DepositRule
	Proposals []DepositRule
	Write     bool
}

// DepositRule is one of them; a proposal has no ID.
type DepositRule struct {
	ID, Place, Starts, Citation, Source string
	Days, DaysWithClaim                 int
	From, To, Verified                  period.Date
}

// says is the rule in words.
func (r DepositRule) says(ctx context.Context) string {
	out := message.N(ctx, int64(r.Days), "%d day", "%d days")
	if r.DaysWithClaim != r.Days {
		out += ", " + message.N(ctx, int64(r.DaysWithClaim), "%d day where something is kept", "%d days where something is kept")
	}
	return out + " · " + Label(ctx, RuleStarts, r.Starts)
}

// Checklists are the organization's own checklists.
type Checklists struct {
	Frame
	Rows  []ChecklistRow
	Write bool
}

// ChecklistRow is one of them.
type ChecklistRow struct {
	ID, Name, Kind string
	Areas, Items   int
}
