package leasing

import "slices"

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
