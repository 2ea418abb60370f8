package clock

import (
	"sync"
	"testing"
	"time"
)

func TestSystemIsUTCAndRuns(t *testing.T) {
	t.Parallel()
	first, second := System{}.Now(), System{}.Now()
	if first.Location() != time.UTC || second.Before(first) || first.Year() < 2026 {
		t.Errorf("%s, then %s", first, second)
	}
}

func TestFixedStandsUntilAdvanced(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 10, 31, 23, 59, 0, 0, time.FixedZone("east", 5*60*60))
	c := At(at)
	if now := c.Now(); !now.Equal(at) || now.Location() != time.UTC || !c.Now().Equal(now) {
		t.Errorf("stands at %s", now)
	}
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() { c.Advance(time.Minute); _ = c.Now() })
	}
	wg.Wait()
	c.Advance(-20 * time.Minute)
	if got := c.Now().Sub(at); got != 30*time.Minute {
		t.Errorf("%s later, want 30 minutes", got)
	}
	var _ Clock = c
}
