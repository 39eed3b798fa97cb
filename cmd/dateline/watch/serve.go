// Package watch is what the program shows to whoever runs it: /healthz says that
// it does its work or why not, /metrics what it does, for Prometheus.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"dateline/store"
)

const (
	headerTime = 5 * time.Second  // a client that sends its header slower is cut off
	answerTime = 20 * time.Second // for a whole request
	idleTime   = time.Minute
	pingTime   = 3 * time.Second // for the database's answer to a health check
	partTime   = time.Second     // requests that still run at the end may take
)

// Listen opens HTTP_ADDR; nil without one.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	if addr == "" {
		return nil, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("HTTP_ADDR %s cannot be served: %w; choose an address of this machine with a free port, "+
			"or leave HTTP_ADDR empty", addr, err)
	}
	return listener, nil
}

// Health is what /healthz looks at.
type Health struct {
	Ping func(context.Context) error
	Late func() (stage string, since time.Duration, late bool)

	Broken  func() string                                                                   // a stage that fails again and again, in words
	Reading func(ctx context.Context, late time.Duration) (r store.SourceHealth, err error) // how the reading of sources stands
	Started time.Time                                                                       // of this process
	Now     func() time.Time
	Redact  func(string) string // of what others may not read
}

// unreadMost is how long nothing may be read although sources are due. A pass
// over hundreds of sources takes less than an hour, and so does the back-off of
// a source that failed for the first few times.
const unreadMost = time.Hour

// ServeHTTP says ok, or in one line what is wrong and why, without addresses and
// secrets.
func (h Health) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	line := h.fault(r.Context())
	if line != "" {
		w.WriteHeader(http.StatusServiceUnavailable)
	} else {
		line = "ok"
	}
	_, _ = io.WriteString(w, line+"\n") // a client that left is no fault
}

func (h Health) fault(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, pingTime)
	defer cancel()
	if h.Ping(ctx) != nil {
		return "the database does not answer"
	}
	if name, since, late := h.Late(); late {
		return fmt.Sprintf("the stage %q has not passed well for %s", name, since.Round(time.Second))
	}
	if why := h.Broken(); why != "" {
		return clip(strings.Join(strings.Fields(h.Redact(why)), " "), causeMost)
	}
	return h.unread(ctx)
}

// causeMost is how many characters of a cause are shown.
const causeMost = 300

func clip(s string, n int) string {
	if runes := []rune(s); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return s
}

// unread says that nothing has been read for long: sources are due and nobody
// visits them, or every visit fails. A process that has just begun has time to read.
func (h Health) unread(ctx context.Context) string {
	reading, err := h.Reading(ctx, unreadMost)
	if err != nil {
		return "the database does not answer"
	}
	last := reading.Last
	if last.Before(h.Started) {
		last = h.Started
	}
	gone := h.Now().Sub(last)
	switch {
	case reading.Sources == 0 || gone < unreadMost:
	case reading.Failing == reading.Sources:
		return fmt.Sprintf("nothing has been read for %s: none of %d sources can be read; \"dateline feeds list\" says why",
			gone.Round(time.Minute), reading.Sources)
	case reading.Overdue > 0:
		return fmt.Sprintf("nothing has been read for %s, and %d of %d sources have been due for more than %s", gone.Round(time.Minute),
			reading.Overdue, reading.Sources, unreadMost)
	}
	return ""
}

// Handler is what HTTP_ADDR shows. It only reads, so only GET and HEAD are known.
func Handler(h Health, metrics http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", h)
	mux.Handle("GET /metrics", metrics)
	return mux
}

// Serve answers on ln until ctx ends.
func Serve(ctx context.Context, ln net.Listener, h http.Handler, log *slog.Logger) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: answerTime, WriteTimeout: answerTime, IdleTimeout: idleTime,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelInfo)}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve health and metrics: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), partTime)
	defer cancel()
	if err := srv.Shutdown(last); errors.Is(err, context.DeadlineExceeded) {
		return srv.Close()
	} else if err != nil {
		return err
	}
	return nil
}
