package document

import (
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// retentionYears is how many years after it was added a document of a class is kept at least: what most managers choose, since
// claims from written contracts lapse after at most that long in most states, and the tax authority of the United States advises
// it for records of losses (IRS Publication 583, "How long to keep records"). 0 is no minimum.
var retentionYears = map[string]int{"standard": 0, "lease": 7, "financial": 7}

// permanent is the class of what is never deleted.
const permanent = "permanent"

// retainUntil is the first day on which a document may be deleted: the one that was asked for, or what its class says from the
// day on which it was added. A class never gives less.
func retainUntil(class string, asked, added period.Date) period.Date {
	years := retentionYears[class]
	if years == 0 {
		return asked
	}
	if least := added.AddMonths(12 * years); asked.Before(least) {
		return least
	}
	return asked
}

// shortens reports whether a change would let a document be deleted earlier.
func shortens(from, to New) bool {
	if from.RetentionClass == permanent {
		return to.RetentionClass != permanent
	}
	return to.RetentionClass != permanent && to.RetainUntil.Before(from.RetainUntil)
}

// deletable says whether a document may be deleted on a day. Errors: ErrOnHold, ErrRetained.
func deletable(held bool, class string, until, today period.Date) error {
	switch {
	case held:
		return ErrOnHold
	case class == permanent:
		return ErrRetained.Saying("This document is kept for good and cannot be deleted.")
	case today.Before(until):
		return ErrRetained.Saying("This document has to be kept until %s and cannot be deleted before.", until.Words())
	}
	return nil
}
