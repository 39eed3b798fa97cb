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
	context     int           // tokens a prompt with its reply may have
	measured    bool          // nobody said the context: what is read in time is what fits
	o           Options

	mu       sync.Mutex
	shape    shape
	guess    time.Time // when a shape was last guessed in vain
	formless int       // replies in a row without the form that was asked for
	pace     pace
	counted  int       // tokens of the last prompt that seemed cut, as the server said,
	sent     int       // and its pieces
	quiet    time.Time // until then it asked to be left alone
	failure  string    // how the last call failed, "" when it did not
	failed   time.Time // when
}

// Servers are endpoints that several clients share: what is known of one, its
// breaker, and whose turn it is at a local server, whatever its model. The zero
// value is ready.
type Servers struct {
	mu    sync.Mutex
	ends  map[Endpoint]*endpoint
	turns map[string]chan struct{} // by host
}

// endpoint is the one that is known by this, or a new one.
func (s *Servers) endpoint(e Endpoint, o Options) (*endpoint, error) {
	if s == nil {
		return newEndpoint(e, o, replyMost)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.ends[e]; old != nil {
		return old, nil
	}
	remote, err := newEndpoint(e, o, replyMost)
	if err != nil {
		return nil, err
	}
	if s.ends == nil {
		s.ends = map[Endpoint]*endpoint{}
	}
	s.ends[e] = remote
	s.share(remote)
	return remote, nil
}

// share lets an endpoint share the turn at its server, where one thing is computed at a
// time. s is locked.
func (s *Servers) share(e *endpoint) {
	switch {
	case e.local == nil:
		return
	case s.turns == nil:
		s.turns = map[string]chan struct{}{}
	}
	if turn := s.turns[e.host]; turn != nil {
		e.local = turn
	}
	s.turns[e.host] = e.local
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
	base := o.Transport
	if base == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.Proxy = nil
		base = transport
	}
	gate := &guard{base: base, most: most, key: e.Key, extra: o.Extra}
	cfg := openai.DefaultConfig(e.Key)
	cfg.BaseURL, gate.query, gate.azure = baseOf(address, e.Model, e.Key)
	cfg.HTTPClient = &http.Client{Transport: gate, CheckRedirect: stays}
	local := isLocal(address.Hostname())
	if o.First == 0 && local {
		o.First = localToken
	}
	o.First = cmp.Or(o.First, firstToken)
	remote := &endpoint{host: address.Host, model: e.Model, variable: cmp.Or(e.Variable, "OPENAI_MODEL"),
		keyVariable: cmp.Or(e.KeyVariable, "OPENAI_API_KEY"), api: openai.NewClientWithConfig(cfg),
		breaker: newBreaker[Reply](address.Host), context: o.Context, o: o, shape: startShape(e.Model, local)}
	if local {
		remote.local = make(chan struct{}, 1)
	}
	if remote.measured = o.Context == 0; remote.measured && local {
		remote.context = localContext
	} else if remote.measured {
		remote.context = remoteContext
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
		IsExcluded: func(err error) bool { // its caller went: it says nothing of the server
			return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
		},
		IsSuccessful: func(err error) bool {
			var refused *refusal
			return err == nil || errors.Is(err, ErrUnusable) || errors.As(err, &refused) && refused.rejects()
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

// generate asks until a reply is of use or another try would not help. The tokens of what
// was of none are in the reply, with an error too.
func (e *endpoint) generate(ctx context.Context, r Request) (Reply, error) {
	if wait := e.restsFor(); wait > waitMost {
		return Reply{}, free{e.explain(&refusal{status: http.StatusTooManyRequests, wait: wait})}
	}
	done, err := e.turn(ctx)
	if err != nil {
		return Reply{}, free{err} // it waited too long for its turn
	}
	defer done()
	var lost bill
	reply, err := backoff.Retry(ctx, func() (Reply, error) {
		if ctx.Err() != nil {
			return Reply{}, backoff.Permanent(ctx.Err())
		}
		var reply Reply
		_, err := e.breaker.Execute(func() (_ Reply, err error) {
			reply, err = e.once(ctx, r)
			return reply, err
		})
		if err != nil {
			lost.add(reply, err)
		}
		e.rest(err)
		return reply, permanent(err)
	}, backoff.WithMaxTries(uint(e.o.Tries)), backoff.WithMaxElapsedTime(10*time.Minute))
	if err == nil {
		e.ended(nil, false)
		return lost.with(reply, r), nil
	}
	left := leftAlone(err)
	err = e.explain(err)
	if ctx.Err() == nil {
		e.ended(err, left)
	}
	if lost == (bill{}) {
		return Reply{}, free{err}
	}
	return lost.alone(r), err
}

// waitMost is how long a server that asks for it is waited for. Beyond it the
// next endpoint is asked, and this one is left alone for as long as it said.
const waitMost = 30 * time.Second

// rest remembers how long a server asks to be left alone.
func (e *endpoint) rest(err error) {
	var refused *refusal
	if errors.As(err, &refused) && refused.wait > 0 {
		e.mu.Lock()
		e.quiet = time.Now().Add(refused.wait)
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
	var refused *refusal
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && !refused.passes(), errors.As(err, &refused) && refused.wait > waitMost:
		return backoff.Permanent(err)
	case errors.As(err, &refused) && refused.wait > 0:
		return errors.Join(err, backoff.RetryAfter(int(math.Ceil(refused.wait.Seconds()))))
	case refused != nil:
		return err
	case errors.Is(err, ErrUnusable), errors.Is(err, context.Canceled), errors.Is(err, errStalled), errors.Is(err, errMoved),
		leftAlone(err), errors.Is(err, openai.ErrChatCompletionInvalidModel):
		return backoff.Permanent(err)
	}
	return err
}

// leftAlone reports that the breaker let no request pass.
func leftAlone(err error) bool {
	return errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests)
}
