package llm

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/url"
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
	variable    string // that names the model,
	keyVariable string // and the one that names the key
	api         *openai.Client
	breaker     *gobreaker.CircuitBreaker[Reply]
	local       chan struct{} // holds one: whose turn it is
	o           Options

	mu       sync.Mutex
	noSchema bool      // the server refused a JSON schema: ask in words
	quiet    time.Time // until then it asked to be left alone
}

// ParseAddress reads the address of a service. Its errors hold nothing of it. An @
// behind the host belongs to a password that was not escaped, whose beginning
// would be taken for the host, and shown.
func ParseAddress(s string) (*url.URL, error) {
	address, err := url.Parse(s)
	switch {
	case err != nil || address.Hostname() == "" || address.Scheme != "http" && address.Scheme != "https":
		return nil, errors.New("it is no http(s) URL: write it like https://HOST/PATH")
	case strings.Contains(address.Path+address.RawQuery+address.Fragment, "@"):
		return nil, errors.New("it holds an @ behind the host: write %2F for a / in a password, %3F for ?, %23 for # and %40 for @")
	}
	return address, nil
}

func newEndpoint(e Endpoint, o Options, most int) (*endpoint, error) {
	address, err := ParseAddress(e.URL)
	if err != nil {
		variable := e.Variable
		if variable != "LLM_FALLBACKS" {
			variable = "OPENAI_BASE_URL"
		}
		return nil, fmt.Errorf("the model's address: %w: correct %s", err, variable)
	}
	if e.Model == "" {
		return nil, errors.New("OPENAI_MODEL is not set: name the model to ask")
	}
	cfg := openai.DefaultConfig(e.Key)
	cfg.BaseURL = strings.TrimSuffix(e.URL, "/")
	base := o.Transport
	if base == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.Proxy = nil
		base = transport
	}
	cfg.HTTPClient = &http.Client{Transport: &guard{base, most}}
	remote := &endpoint{host: address.Host, model: e.Model, variable: cmp.Or(e.Variable, "OPENAI_MODEL"),
		keyVariable: cmp.Or(e.KeyVariable, "OPENAI_API_KEY"), api: openai.NewClientWithConfig(cfg),
		breaker: newBreaker[Reply](address.Host), o: o}
	if isLocal(address.Hostname()) {
		remote.local = make(chan struct{}, 1)
	}
	return remote, nil
}

// isLocal reports a server in the house: this machine, a private network, a
// container's name.
func isLocal(host string) bool {
	if parsed := net.ParseIP(host); parsed != nil {
		return parsed.IsLoopback() || parsed.IsPrivate() || parsed.IsLinkLocalUnicast()
	}
	return !strings.Contains(host, ".") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".internal")
}

// newBreaker leaves a server alone for a minute after five failures in a row. A
// request that is refused for what stands in it is none.
func newBreaker[T any](host string) *gobreaker.CircuitBreaker[T] {
	return gobreaker.NewCircuitBreaker[T](gobreaker.Settings{Name: host, Timeout: time.Minute,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= 5 },
		IsExcluded:  func(err error) bool { return errors.Is(err, context.Canceled) },
		IsSuccessful: func(err error) bool {
			var ra *retryAfter
			return err == nil || errors.Is(err, ErrUnusable) || errors.As(err, &ra) && ra.rejects()
		}})
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

func (e *endpoint) generate(ctx context.Context, r Request) (Reply, error) {
	if wait := e.restsFor(); wait > waitMost {
		return Reply{}, free{e.explain(&retryAfter{status: http.StatusTooManyRequests, wait: wait})}
	}
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
		e.rest(err)
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

// waitMost is how long a server that asks for it is waited for. Beyond it the
// next endpoint is asked, and this one is left alone for as long as it said.
const waitMost = 30 * time.Second

// rest remembers how long a server asks to be left alone.
func (e *endpoint) rest(err error) {
	var ra *retryAfter
	if errors.As(err, &ra) && ra.wait > 0 {
		e.mu.Lock()
		e.quiet = time.Now().Add(ra.wait)
		e.mu.Unlock()
	}
}

func (e *endpoint) restsFor() time.Duration {
	e.mu.Lock()
	defer e.mu.Unlock()
	return time.Until(e.quiet)
}

// permanent marks errors that another try would not mend.
func permanent(err error) error {
	var ra *retryAfter
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ra):
		if ra.status == 408 || ra.status == 409 || ra.status == 429 || ra.status >= 500 {
			switch {
			case ra.wait > waitMost:
				return backoff.Permanent(err)
			case ra.wait > 0:
				return backoff.RetryAfter(int(math.Ceil(ra.wait.Seconds())))
			}
			return err
		}
		return backoff.Permanent(err)
	case errors.Is(err, ErrUnusable), errors.Is(err, context.Canceled), errors.Is(err, errStalled), errors.Is(err, gobreaker.ErrOpenState),
		errors.Is(err, gobreaker.ErrTooManyRequests):
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
	case errors.As(err, &ra) && ra.wait > 0:
		return fmt.Errorf("the model at %s asks to wait %s: its limit is reached", e.host, ra.wait.Round(time.Second))
	case errors.As(err, &ra) && (ra.status == 401 || ra.status == 403):
		return fmt.Errorf("the model at %s refuses the key: check %s", e.host, e.keyVariable)
	case errors.As(err, &ra) && ra.status == 404:
		return fmt.Errorf("the model %s is not known at %s: check %s and the address", e.model, e.host, e.variable)
	case errors.As(err, &ra) && ra.rejects():
		return fmt.Errorf("the model at %s: %w (status %d)", e.host, ErrRefused, ra.status)
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
