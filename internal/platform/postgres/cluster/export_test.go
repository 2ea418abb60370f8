package cluster

import "time"

// Elsewhere makes homes that cannot be in their own folder live below dir.
func (o Options) Elsewhere(dir string) Options {
	o.elsewhere = dir
	return o
}

// Impatient gives up after two restarts without a pause worth mentioning.
func (o Options) Impatient() Options {
	o.retry = retry{first: time.Millisecond, max: time.Millisecond, limit: 2, stable: time.Minute}
	return o
}
