package watch

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"dateline/bot"
	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/store"
)

// Metrics counts what the process does. Its methods may be called from many
// goroutines, and on nil, where nothing is counted.
type Metrics struct {
	reg       *prometheus.Registry
	passes    *prometheus.CounterVec
	failures  *prometheus.CounterVec
	seconds   *prometheus.GaugeVec
	requests  *prometheus.CounterVec
	acks      *prometheus.HistogramVec
	gateway   prometheus.Gauge
	questions *prometheus.CounterVec
	tokens    *prometheus.CounterVec
	claims    *prometheus.CounterVec
	alerts    prometheus.Counter
}

// ackBuckets are seconds. Discord drops an interaction that is not
// acknowledged within 3 s.
var ackBuckets = []float64{.05, .1, .25, .5, 1, 2, 3}

// NewMetrics begins to count; version is the running program's.
func NewMetrics(version string) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	counters := &Metrics{
		reg:      prometheus.NewRegistry(),
		passes:   counter("dateline_stage_passes_total", "Passes of a stage that ended, well or not.", "stage"),
		failures: counter("dateline_stage_failures_total", "Passes of a stage that failed.", "stage"),
		seconds: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "dateline_stage_last_pass_seconds", Help: "How long the last pass " +
			"of a stage took."}, []string{"stage"}),
		requests: counter("dateline_discord_requests_total", "Answers of Discord's REST interface by class; 429 is not in 4xx, "+
			"none is no answer.", "class"),
		acks: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "dateline_interaction_ack_seconds",
			Help: "How long an interaction waited for its acknowledgement; Discord drops it after 3.", Buckets: ackBuckets},
			[]string{"kind"}),
		gateway: prometheus.NewGauge(prometheus.GaugeOpts{Name: "dateline_gateway_connected", Help: "1 while Discord's gateway is " +
			"connected."}),
		questions: counter("dateline_answers_total", "Questions that ended, by how: answered, refused.", "kind"),
		alerts: prometheus.NewCounter(prometheus.CounterOpts{Name: "dateline_alerts_total", Help: "Alerts that were written for " +
			"channels."}),
		tokens: counter("dateline_model_tokens_total", "Tokens the language model was sent (in) and wrote (out), by what "+
			"for: search, answer, story, repair (a text once more), verdicts, translation, vectors, other.", "direction", "step"),
		claims: counter("dateline_model_claims_total", "Sentences of the model by what became of them: kept, "+
			"replaced (another citation), regenerated, quoted (the source's own instead), dropped.", "rung"),
	}
	build := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "dateline_build_info", Help: "1; the label says which version runs."},
		[]string{"version"})
	build.WithLabelValues(version).Set(1)
	for _, step := range llm.Steps {
		counters.tokens.WithLabelValues("in", step)
		counters.tokens.WithLabelValues("out", step)
	}
	counters.reg.MustRegister(counters.passes, counters.failures, counters.seconds, counters.requests, counters.acks, counters.gateway,
		counters.questions, counters.tokens, counters.claims, counters.alerts, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return counters
}

// Pass counts a pass of a stage.
func (m *Metrics) Pass(stage string, took time.Duration, err error) {
	if m == nil {
		return
	}
	m.passes.WithLabelValues(stage).Inc()
	m.seconds.WithLabelValues(stage).Set(took.Seconds())
	failed := m.failures.WithLabelValues(stage) // made now, so that its first failure is seen as a rise
	if err != nil {
		failed.Inc()
	}
}

// CountAlerts counts what the stage that writes alerts says it wrote.
func (m *Metrics) CountAlerts(run func(context.Context) (int, error)) func(context.Context) (int, error) {
	if m == nil {
		return run
	}
	return func(ctx context.Context) (int, error) {
		n, err := run(ctx)
		m.alerts.Add(float64(n))
		return n, err
	}
}

// Claims counts what became of a reply's claims.
func (m *Metrics) Claims(l write.RepairStats) {
	if m == nil {
		return
	}
	for rung, n := range map[string]int{"kept": l.Kept, "replaced": l.Replaced, "regenerated": l.Regenerated, "quoted": l.Quoted,
		"dropped": l.Dropped} {
		m.claims.WithLabelValues(rung).Add(float64(n))
	}
}

// Meter is what the bot reports to.
func (m *Metrics) Meter() bot.Meter {
	return bot.Meter{
		Request: func(status int) { m.requests.WithLabelValues(class(status)).Inc() },
		Acked:   func(kind string, took time.Duration) { m.acks.WithLabelValues(kind).Observe(took.Seconds()) },
		Connected: func(up bool) {
			m.gateway.Set(0)
			if up {
				m.gateway.Set(1)
			}
		},
		Answered: func(kind string) { m.questions.WithLabelValues(kind).Inc() },
	}
}

func class(status int) string {
	switch {
	case status == http.StatusTooManyRequests:
		return "429"
	case status < 100 || status > 599:
		return "none"
	}
	return strconv.Itoa(status/100) + "xx"
}

// counted counts the tokens of a model.
type counted struct {
	llm.Generator
	m *Metrics
}

// Unwrap is the model itself.
func (c counted) Unwrap() llm.Generator { return c.Generator }

// Generate asks the model.
func (c counted) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	reply, err := c.Generator.Generate(ctx, r)
	c.m.tokens.WithLabelValues("in", r.Step()).Add(float64(reply.In))
	c.m.tokens.WithLabelValues("out", r.Step()).Add(float64(reply.Out))
	return reply, err
}

// countedVectors counts the tokens of an embedder.
type countedVectors struct {
	llm.Embedder
	m *Metrics
}

// Embed asks the embedder.
func (c countedVectors) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	var made llm.Tally
	out, err := c.Embedder.Embed(made.Under(ctx), texts)
	used := made.Steps()[llm.Vectors]
	c.m.tokens.WithLabelValues("in", llm.Vectors).Add(float64(used.In))
	llm.Count(ctx, llm.Request{SchemaName: llm.Vectors}, llm.Reply{In: used.In})
	return out, err
}

// OverVectors counts the tokens of an embedder; on nil it is the embedder.
func (m *Metrics) OverVectors(vectors llm.Embedder) llm.Embedder {
	if m == nil {
		return vectors
	}
	return countedVectors{vectors, m}
}

// OverModel counts the tokens of a model; on nil it is the model.
func (m *Metrics) OverModel(gen llm.Generator) llm.Generator {
	if m == nil {
		return gen
	}
	return counted{gen, m}
}

// OverStore reads gauges from a database at each scrape; log is told what
// could not be read.
func (m *Metrics) OverStore(s *store.Store, now func() time.Time, log func(error)) {
	m.reg.MustRegister(rows{store: s, now: now, log: log})
}

// Handler serves everything in Prometheus' text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.reg, promhttp.HandlerOpts{MaxRequestsInFlight: scrapesMost, Timeout: 2 * scrapeTime})
}

const (
	scrapeTime  = 3 * time.Second // what a scrape may ask of the database
	scrapesMost = 2               // at once
)

// rows reads gauges from the database when it is scraped. What cannot be read
// in time is left out, and dateline_database_up is 0.
type rows struct {
	store *store.Store
	now   func() time.Time
	log   func(err error)
}

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("dateline_"+name, help, labels, nil)
}

var (
	descUp      = desc("database_up", "1 when the database answered everything this scrape asked.")
	descWaiting = desc("posts_waiting", "Posts that are not sent yet.")
	descOldest  = desc("posts_oldest_waiting_seconds", "How long the oldest of them has been due.")
	descArticle = desc("articles", "Articles in the archive.")
	descStates  = map[string]*prometheus.Desc{
		"posts":    desc("posts", "Posts by state.", "state"),
		"sources":  desc("sources", "Sources by state.", "state"),
		"guilds":   desc("guilds", "Discord servers by state.", "state"),
		"channels": desc("channels", "Channels by state.", "state"),
	}
)

// Describe names the gauges.
func (r rows) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descUp, descWaiting, descOldest, descArticle} {
		out <- d
	}
	for _, d := range descStates {
		out <- d
	}
}

// Collect reads them.
func (r rows) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	up := 1.0
	if err := r.collect(ctx, gauge); err != nil {
		up = 0
		r.log(err)
	}
	gauge(descUp, up)
}

func (r rows) collect(ctx context.Context, gauge func(*prometheus.Desc, float64, ...string)) error {
	n, oldest, err := r.store.Waiting(ctx)
	if err != nil {
		return err
	}
	age := 0.0
	if n > 0 {
		age = max(0, r.now().Sub(oldest).Seconds())
	}
	gauge(descWaiting, float64(n))
	gauge(descOldest, age)
	for table, d := range descStates {
		counts, err := r.store.Counts(ctx, table)
		if err != nil {
			return err
		}
		for state, n := range counts {
			gauge(d, float64(n), state)
		}
	}
	ext, err := r.store.Extent(ctx, store.Scope{Everything: true}, r.now()) // last: the slowest
	if err == nil {
		gauge(descArticle, float64(ext.Articles))
	}
	return err
}
