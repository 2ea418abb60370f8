package demo

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// dice is a repeatable source of choices. Each subject of each organization has its own, so that one more choice in one
// subject does not change all the others.
type dice struct{ r *rand.Rand }

// newDice depends on the organization and the subject only, never on the as-of date: the same people live in the same
// houses whenever the demo is made.
func newDice(organization, subject string) dice {
	h := fnv.New64a()
	h.Write([]byte(organization))
	seed := h.Sum64()
	h.Write([]byte{0})
	h.Write([]byte(subject))
	return dice{rand.New(rand.NewPCG(seed, h.Sum64()))} //nolint:gosec // G404: the data must be repeatable, nothing here is a secret
}

// between returns a number from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.r.IntN(hi-lo+1) }

// chance is true in permille of 1000 cases.
func (d dice) chance(permille int) bool { return d.r.IntN(1000) < permille }

// pick returns one of a list.
func pick[T any](d dice, list []T) T { return list[d.r.IntN(len(list))] }

// shuffle puts a list into a random order.
func shuffle[T any](d dice, list []T) {
	d.r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// newID makes an id of the form of version 7, with the moment that the row tells of in front, so that rows sort by it as
// rows of real use do, and repeatable bits behind.
func (d dice) newID(at time.Time) id.ID {
	var v id.ID
	ms := uint64(at.UnixMilli())
	binary.BigEndian.PutUint64(v[:8], ms<<16|0x7000|d.r.Uint64()&0x0fff)
	binary.BigEndian.PutUint64(v[8:], 1<<63|d.r.Uint64()>>2)
	return v
}

// firstHour and lastHour bound the moments of a day, in UTC: between them it is the same date, and waking hours, in every
// time zone of the mainland.
const firstHour, lastHour = 14, 22

// moment returns a moment within the day.
func (d dice) moment(on period.Date) time.Time {
	return on.Time().Add(time.Duration(d.between(firstHour*60, lastHour*60+59)) * time.Minute)
}

func earlier(a, b period.Date) period.Date {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b period.Date) period.Date {
	if b.After(a) {
		return b
	}
	return a
}
