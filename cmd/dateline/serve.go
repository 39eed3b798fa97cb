package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	headerTime = 5 * time.Second  // a client that sends its header slower is cut off
	answerTime = 20 * time.Second // for a whole request
	idleTime   = time.Minute
	pingTime   = 3 * time.Second // for the database's answer to a health check
	partTime   = time.Second     // requests that still run at the end may take
)

// listen opens HTTP_ADDR; nil without one.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	if addr == "" {
		return nil, nil
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("HTTP_ADDR %s cannot be served: %w; choose an address of this machine with a free port, or leave HTTP_ADDR empty", addr, err)
	}
	return ln, nil
}

// health is what /healthz looks at.
type health struct {
	ping func(context.Context) error
	late func() (stage string, since time.Duration, late bool)
}

// ServeHTTP says ok, or in one line what is wrong: without the cause's text,
// for that may name hosts and files, and stands in the log.
func (h health) ServeHTTP(w http.ResponseWriter, r *http.Request) {
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

func (h health) fault(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, pingTime)
	defer cancel()
	if h.ping(ctx) != nil {
		return "the database does not answer"
	}
	if name, since, late := h.late(); late {
		return fmt.Sprintf("the stage %q has not passed well for %s", name, since.Round(time.Second))
	}
	return ""
}

// watch is the handler of HTTP_ADDR. It only reads, so only GET and HEAD are known.
func watch(h health, metrics http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", h)
	mux.Handle("GET /metrics", metrics)
	return mux
}

// serve answers on ln until ctx ends.
func serve(ctx context.Context, ln net.Listener, h http.Handler, log *slog.Logger) error {
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
