package observe

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics is the registry of one process. Nothing is registered globally.
type Metrics struct{ registry *prometheus.Registry }

// NewMetrics makes a registry with what Go and the operating system know of the process.
func NewMetrics() *Metrics {
	r := prometheus.NewRegistry()
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return &Metrics{registry: r}
}

// Registerer is where other packages register what they measure.
func (m *Metrics) Registerer() prometheus.Registerer { return m.registry }

// Handler serves the metrics to Prometheus. They name no organization and no person, but tell how much goes on: serve
// them where the public cannot reach.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}

// PoolStat are the figures of a connection pool; a *pgxpool.Stat has them.
type PoolStat interface {
	AcquiredConns() int32
	IdleConns() int32
	MaxConns() int32
	AcquireCount() int64
	EmptyAcquireCount() int64
	CanceledAcquireCount() int64
}

// Pool measures a pool under a name, such as "app". It asks stat at each scrape.
func (m *Metrics) Pool(name string, stat func() PoolStat) {
	labels := prometheus.Labels{"pool": name}
	gauge := func(what, help string, value func(PoolStat) float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "propertyos_db_pool_" + what, Help: help,
			ConstLabels: labels,
		}, func() float64 { return value(stat()) }))
	}
	counter := func(what, help string, value func(PoolStat) int64) {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "propertyos_db_pool_" + what, Help: help,
			ConstLabels: labels,
		}, func() float64 { return float64(value(stat())) }))
	}
	gauge("connections_used", "Connections in use.", func(s PoolStat) float64 { return float64(s.AcquiredConns()) })
	gauge("connections_idle", "Connections that wait for work.", func(s PoolStat) float64 { return float64(s.IdleConns()) })
	gauge("connections_max", "The most connections that the pool opens.", func(s PoolStat) float64 { return float64(s.MaxConns()) })
	counter("acquires_total", "Connections handed out.", PoolStat.AcquireCount)
	counter("acquires_waited_total", "Connections handed out that had to be waited for.", PoolStat.EmptyAcquireCount)
	counter("acquires_canceled_total", "Waits for a connection that were given up.", PoolStat.CanceledAcquireCount)
}

// httpMetrics are the figures of requests.
type httpMetrics struct {
	seconds *prometheus.HistogramVec
	running prometheus.Gauge
	panics  prometheus.Counter
}

func newHTTPMetrics(r prometheus.Registerer) *httpMetrics {
	m := &httpMetrics{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "propertyos_http_request_duration_seconds",
			Help:    "Requests and how long they took, by route pattern, method and class of status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		},
			[]string{"route", "method", "status"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "propertyos_http_requests_running",
			Help: "Requests under way.",
		}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "propertyos_http_panics_total",
			Help: "Requests that ended in a panic. Each is a defect.",
		}),
	}
	r.MustRegister(m.seconds, m.running, m.panics)
	return m
}
