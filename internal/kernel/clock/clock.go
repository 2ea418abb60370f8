// Package clock is the only place that reads the wall clock. Everything else takes a Clock, so that a
// test can stand on any day and a report can be asked for any day.
package clock

import (
	"sync"
	"time"
)

// Clock tells the present moment.
type Clock interface {
	// Now returns the present moment in UTC.
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now returns the machine's time in UTC.
func (System) Now() time.Time { return time.Now().UTC() }

// Fixed is a clock for tests and for repeatable demo data: it stands still until it is set or advanced.
// It is safe for concurrent use.
type Fixed struct {
	mu  sync.Mutex
	now time.Time
}

// At returns a clock that stands at t.
func At(t time.Time) *Fixed { return &Fixed{now: t.UTC()} }

// Now returns the moment at which the clock stands.
func (f *Fixed) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock by d.
func (f *Fixed) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// Monotonic returns the present moment with its monotonic reading, for measuring how long something takes. It is no
// source of dates: nothing can set it.
func Monotonic() time.Time { return time.Now() }
