// Package audit is the organization's evidence: who did what, when, from where and why. Changes of rows are written by the
// database's own triggers in the transaction that makes them; this package writes what is no change (reads of personal and
// financial data, exports, operator access), seals the log into a hash chain for each organization, verifies it, and reads it.
package audit

import (
	"context"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The actions of entries that are no change of a row.
const (
	ActionRead           = "read"
	ActionExport         = "export"
	ActionReveal         = "reveal"
	ActionOperatorAccess = "operator_access"
)

// Entry is one thing that a principal did.
type Entry struct {
	Action     string         // "read", "export", "reveal" or "operator_access"
	EntityType string         // a table's name, such as "units"
	EntityIDs  []id.ID        // the rows; none for a list as a whole
	Detail     map[string]any // what was asked for: filters, formats, counts; never the data itself
	Reason     string
}

// Recorder takes entries.
type Recorder interface {
	// Note queues an entry of a read and returns at once; it is written within 200 ms, in a batch.
	Note(p tenancy.Principal, e Entry)
	// Record writes an entry before it returns: for exports, revealed secrets and operator access.
	Record(ctx context.Context, p tenancy.Principal, e Entry) error
}

// Nobody is a Recorder for tools and tests that record nothing.
type Nobody struct{}

// Note implements Recorder.
func (Nobody) Note(tenancy.Principal, Entry) {}

// Record implements Recorder.
func (Nobody) Record(context.Context, tenancy.Principal, Entry) error { return nil }
