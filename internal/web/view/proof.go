package view

import (
	"context"
	"fmt"
	"strconv"
	"strings"
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

// proofFields are the fields of a page that asks for a proof, with the one marked where typing starts.
func proofFields(ctx context.Context, m Means, errs FieldErrors, password bool) []Field {
	var fields []Field
	if m.Password && password {
		fields = append(fields, Field{
			Name: "password", Label: message.T(ctx, "Password"), Type: "password", Error: errs["password"], Autocomplete: "current-password",
		})
	}
	if m.Code {
		fields = append(fields, Field{
			Name: "code", Label: message.T(ctx, "Code of your authenticator app"), Error: errs["code"], InputMode: "numeric",
			Autocomplete: "one-time-code", MaxLength: "7",
		})
	}
	if m.RecoveryCode && !password {
		fields = append(fields, Field{Name: "recovery_code", Label: message.T(ctx, "Recovery code"), Error: errs["recovery_code"], MaxLength: "40"})
	}
	focusFirst(fields, !m.Passkey)
	return fields
}

// QR is a QR code, one slice a row, true where it is dark.
type QR [][]bool

// quiet is the light border that a camera needs, in modules. Source: ISO/IEC 18004 section 5.3.8.
const quiet = 4

func (q QR) box() string {
	side := strconv.Itoa(len(q) + 2*quiet)
	return "0 0 " + side + " " + side
}

// path draws the dark modules, a run of them in each row at a time.
func (q QR) path() string {
	var b strings.Builder
	for y, row := range q {
		for x := 0; x < len(row); x++ {
			run := 0
			for x+run < len(row) && row[x+run] {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	return b.String()
}
