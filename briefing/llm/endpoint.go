package llm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	openai "github.com/sashabaranov/go-openai"
	"github.com/sony/gobreaker/v2"
)

// endpoint is one server with its breaker; a local one is asked one question
// at a time, because it computes only one.
type endpoint struct {
	host, model string
	variable    string // that names the model
	api         *openai.Client
	breaker     *gobreaker.CircuitBreaker[Reply]
	local       chan struct{} // holds one: whose turn it is
	o           Options

	mu       sync.Mutex
	noSchema bool // the server refused a JSON schema: ask in words
}

func newEndpoint(e Endpoint, o Options, most int) (*endpoint, error) {
	u, err := url.Parse(e.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("the model's address %q is no http(s) URL: correct OPENAI_BASE_URL", e.URL)
	}
	if e.Model == "" {
		return nil, errors.New("OPENAI_MODEL is not set: name the model to ask")
	}
	cfg := openai.DefaultConfig(e.Key)
	cfg.BaseURL = strings.TrimSuffix(e.URL, "/")
	base := o.Transport
	if base == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.Proxy = nil
		base = t
	}
	cfg.HTTPClient = &http.Client{Transport: &guard{base, most}}
	ep := &endpoint{host: u.Host, model: e.Model, variable: "OPENAI_MODEL", api: openai.NewClientWithConfig(cfg), breaker: newBreaker[Reply](u.Host), o: o}
	if ip := net.ParseIP(u.Hostname()); u.Hostname() == "localhost" || ip != nil && ip.IsLoopback() {
		ep.local = make(chan struct{}, 1)
	}
	return ep, nil
}

// newBreaker leaves a server alone for a minute after five failures in a row.
func newBreaker[T any](host string) *gobreaker.CircuitBreaker[T] {
	return gobreaker.NewCircuitBreaker[T](gobreaker.Settings{Name: host, Timeout: time.Minute,
		ReadyToTrip:  func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= 5 },
		IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) },
		IsSuccessful: func(err error) bool { return err == nil || errors.Is(err, ErrUnusable) }})
}

// turn waits until the server may be asked; done ends the turn.
func (e *endpoint) turn(ctx context.Context) (done func(), err error) {
	if e.local == nil {
		return func() {}, nil
	}
	select {
	case e.local <- struct{}{}:
		return func() { <-e.local }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// retryAfter carries what go-openai drops: how long the server asks to wait.
type retryAfter struct {
	status int
	wait   time.Duration
	body   string
}

func (e *retryAfter) Error() string { return fmt.Sprintf("status %d: %s", e.status, e.body) }

// guard caps replies and keeps Retry-After, which go-openai's errors do not hold.
type guard struct {
	base http.RoundTripper
	most int // bytes of a reply
}

// RoundTrip sends a request; a failed status becomes an error of our own.
func (g *guard) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := g.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode >= 400 {
		defer resp.Body.Close()
		b, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		e := &retryAfter{status: resp.StatusCode, body: strings.Join(strings.Fields(string(b)), " ")}
		if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s >= 0 {
			e.wait = time.Duration(min(s, 300)) * time.Second
		}
		return nil, e
	}
	if ct := resp.Header.Get("Content-Type"); strings.HasPrefix(ct, "text/html") {
		resp.Body.Close()
		return nil, fmt.Errorf("%w: the server sent a web page, not a reply: check OPENAI_BASE_URL", ErrUnusable)
	}
	resp.Body = &capped{resp.Body, g.most, g.most}
	return resp, nil
}

// capped ends a reply that is too large.
type capped struct {
	io.ReadCloser
	left, most int
}

// Read reads until the cap.
func (c *capped) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, fmt.Errorf("%w: it is larger than %d bytes", ErrUnusable, c.most)
	}
	n, err := c.ReadCloser.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}

func (e *endpoint) generate(ctx context.Context, r Request) (Reply, error) {
	done, err := e.turn(ctx)
	if err != nil {
		return Reply{}, free{err} // it waited too long for its turn
	}
	defer done()
	cost := false
	reply, err := backoff.Retry(ctx, func() (Reply, error) {
		if ctx.Err() != nil {
			return Reply{}, backoff.Permanent(ctx.Err())
		}
		reply, err := e.breaker.Execute(func() (Reply, error) { return e.once(ctx, r) })
		cost = cost || !refused(err)
		return reply, permanent(err)
	}, backoff.WithMaxTries(uint(e.o.Tries)), backoff.WithMaxElapsedTime(10*time.Minute))
	switch {
	case err != nil && !cost:
		return Reply{}, free{e.explain(err)}
	case err != nil:
		return Reply{}, e.explain(err)
	}
	return reply, nil
}

// permanent marks errors that another try would not mend.
func permanent(err error) error {
	var ra *retryAfter
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ra):
		if ra.status == 408 || ra.status == 409 || ra.status == 429 || ra.status >= 500 {
			if ra.wait > 0 {
				return backoff.RetryAfter(int(ra.wait.Seconds()))
			}
			return err
		}
		return backoff.Permanent(err)
	case errors.Is(err, ErrUnusable), errors.Is(err, context.Canceled), errors.Is(err, errStalled), errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		return backoff.Permanent(err)
	}
	return err
}

// explain says in one sentence what happened at this endpoint.
func (e *endpoint) explain(err error) error {
	var ra *retryAfter
	var wait *backoff.RetryAfterError
	var dial *net.OpError
	switch {
	case errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		return fmt.Errorf("the model at %s failed several times and is left alone for a minute", e.host)
	case errors.As(err, &wait):
		return fmt.Errorf("the model at %s asks to wait %s: its limit is reached", e.host, wait.Duration)
	case errors.As(err, &ra) && (ra.status == 401 || ra.status == 403):
		return fmt.Errorf("the model at %s refuses the key: check OPENAI_API_KEY", e.host)
	case errors.As(err, &ra) && ra.status == 404:
		return fmt.Errorf("the model %s is not known at %s: check %s and OPENAI_BASE_URL", e.model, e.host, e.variable)
	case errors.As(err, &ra):
		return fmt.Errorf("the model at %s answered with status %d", e.host, ra.status)
	case errors.As(err, &dial):
		return fmt.Errorf("the model at %s cannot be reached: check that it runs", e.host)
	}
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err // without the address, which stands in front already
	}
	return fmt.Errorf("the model at %s: %w", e.host, err)
}
