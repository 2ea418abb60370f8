package jobs

import "github.com/prometheus/client_golang/prometheus"

// How a try of a job can end.
const (
	outcomeCompleted = "completed"
	outcomeFailed    = "failed"    // and will be tried again
	outcomeWaiting   = "waiting"   // for something that is not there; the try does not count
	outcomeDiscarded = "discarded" // for good: somebody should look
)

type metrics struct {
	finished *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	strays   prometheus.Gauge
	expired  *prometheus.CounterVec
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		finished: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "propertyos_jobs_finished_total",
			Help: "Tries of jobs by kind and outcome: completed, failed (tried again later), discarded (given up).",
		},
			[]string{"kind", "outcome"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "propertyos_job_duration_seconds",
			Help: "How long a try of a job ran.", Buckets: []float64{.005, .02, .1, .5, 2, 10, 60, 300},
		}, []string{"kind"}),
		strays: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "propertyos_partition_stray_rows",
			Help: "Rows of partitioned tables, about, that no month took. Anything but 0 is an alarm.",
		}),
		expired: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "propertyos_rows_expired_total",
			Help: "Rows removed because their time was over, by what they were.",
		}, []string{"what"}),
	}
	if r != nil {
		r.MustRegister(m.finished, m.seconds, m.strays, m.expired)
	}
	return m
}
