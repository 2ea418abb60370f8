package view

import (
	"context"
	"time"

	"github.com/propertyos/propertyos/internal/web/message"
)

// CarriedPrefix marks, in the form of a StepUp, the fields of the form that it carries.
const CarriedPrefix = "carried."

// waiting says how long to wait after too many tries.
func waiting(ctx context.Context, d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return message.T(ctx, "Wait %s, then try again.", wait(ctx, d))
}

// secondLook keeps one primary button on the page: the passkey's, where there is one.
func secondLook(m SecondFactor) string {
	if m.Passkey {
		return "plain"
	}
	return "primary"
}

func stepUpLook(m StepUp) string {
	if m.Passkey {
		return "plain"
	}
	return "primary"
}
