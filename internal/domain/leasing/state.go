package leasing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// transitions are the states that may follow a lease's state. A lease that was renewed binds until its end, as the one
// before the next; a lease past its end with the renter in place stays active, and expires when possession is returned.
var transitions = map[string][]string{
	StatusDraft:        {StatusPending},
	StatusPending:      {StatusDraft, StatusActive, StatusCancelled},
	StatusActive:       {StatusExpiringSoon, StatusRenewed, StatusExpired, StatusTerminated, StatusCancelled},
	StatusExpiringSoon: {StatusActive, StatusRenewed, StatusExpired, StatusTerminated},
	StatusRenewed:      {StatusExpired, StatusTerminated},
}

// Next lists the states that may follow a lease's state. A lease that is active can be cancelled only before the
// household moves in.
func Next(status string) []string { return slices.Clone(transitions[status]) }

// transition fails with a fault of the code lease_transition, which names the states that may follow, unless to may
// follow from.
func transition(from, to string) error {
	next := transitions[from]
	if slices.Contains(next, to) {
		return nil
	}
	allowed := "none"
	if len(next) > 0 {
		allowed = strings.Join(next, ", ")
	}
	return fault.New(fault.Conflict, "lease_transition",
		fmt.Sprintf("A lease that is %s cannot become %s. Possible: %s.", from, to, allowed)).On("/status")
}
