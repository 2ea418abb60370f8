package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/clock"
)

// plan says how long and how often is measured.
type plan struct {
	clients  int
	duration time.Duration // of a cell, over all rounds
	rounds   int
	warmUp   time.Duration
}

// slice is how long one contender runs in one round.
func (p plan) slice() time.Duration { return p.duration / time.Duration(p.rounds) }

// contender is one of those that are compared: a function that makes one transaction or request.
type contender struct {
	name string
	// client returns what one of the concurrent clients does again and again, from a source of randomness that is the
	// same for all contenders.
	client func(ctx context.Context, r *rand.Rand) (func() error, func(), error)
}

// result is what one contender did, the median of its rounds. Times are in milliseconds.
type result struct {
	PerSecond float64 `json:"per_second"`
	P50       float64 `json:"p50_ms"`
	P99       float64 `json:"p99_ms"`
	// OfBaseline is the median over the rounds of its rate by that of the base line in the same round.
	OfBaseline float64 `json:"of_baseline"`
}

// compare runs the contenders in turn, round after round, so that a machine which gets slower or faster meanwhile does so
// for all. baseline is an index into contenders.
func compare(ctx context.Context, p plan, contenders []contender, baseline int) ([]result, error) {
	for _, c := range contenders {
		if _, err := drive(ctx, p.clients, p.warmUp, 1, c); err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	rounds := make([][]round, len(contenders))
	for n := range p.rounds {
		for i, c := range contenders {
			r, err := drive(ctx, p.clients, p.slice(), uint64(n)+2, c)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			rounds[i] = append(rounds[i], r)
		}
	}
	results := make([]result, len(contenders))
	for i := range contenders {
		var rate, p50, p99, ratio []float64
		for n, r := range rounds[i] {
			rate, p50, p99 = append(rate, r.rate), append(p50, r.p50), append(p99, r.p99)
			ratio = append(ratio, r.rate/rounds[baseline][n].rate)
		}
		results[i] = result{PerSecond: median(rate), P50: median(p50), P99: median(p99), OfBaseline: median(ratio)}
	}
	return results, nil
}

// round is what one contender did in one round.
type round struct{ rate, p50, p99 float64 }

// drive lets clients work at the same time for a while and returns what they did. A transaction that is under way when
// the time is over is finished and counted, and so is its time.
func drive(ctx context.Context, clients int, d time.Duration, seed uint64, c contender) (round, error) {
	var wg sync.WaitGroup
	took, errs := make([][]time.Duration, clients), make([]error, clients)
	ready, begin := make(chan struct{}, clients), make(chan time.Time)
	var end time.Time
	for i := range clients {
		wg.Go(func() {
			op, done, err := c.client(ctx, rand.New(rand.NewPCG(seed, uint64(i))))
			ready <- struct{}{}
			began := <-begin
			if err != nil {
				errs[i] = err
				return
			}
			defer done()
			for at := began; at.Sub(began) < d && ctx.Err() == nil; {
				if err := op(); err != nil {
					errs[i] = err
					return
				}
				now := clock.Monotonic()
				took[i] = append(took[i], now.Sub(at))
				at = now
			}
		})
	}
	for range clients {
		<-ready
	}
	began := clock.Monotonic()
	for range clients {
		begin <- began
	}
	wg.Wait()
	end = clock.Monotonic()
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return round{}, err
	}
	all := slices.Concat(took...)
	return round{
		rate: float64(len(all)) / end.Sub(began).Seconds(), p50: milliseconds(percentile(all, 50)),
		p99: milliseconds(percentile(all, 99)),
	}, nil
}

// percentile returns the value that so many percent of the values do not exceed; 0 without values. It sorts them.
func percentile(values []time.Duration, percent int) time.Duration {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[(len(values)*percent+99)/100-1]
}

// median returns the middle value, the lower of two.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[(len(sorted)-1)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// sqlContenders are the variants of one query.
func (s *stand) sqlContenders(q query) []contender {
	var list []contender
	for _, v := range variants {
		list = append(list, contender{v.name, func(ctx context.Context, r *rand.Rand) (func() error, func(), error) {
			return func() error {
				n, _, err := v.run(ctx, s, q, draw(r, s.loaded, s.today))
				if err == nil && n == 0 {
					err = fmt.Errorf("%w: no row", errWrong)
				}
				return err
			}, func() {}, nil
		}})
	}
	return list
}
