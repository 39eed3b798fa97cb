package llm

import (
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// State is what a Client knows of the endpoint that it asks first.
type State struct {
	Shape   string  // of its requests, in words
	Context int     // tokens a prompt with its reply may have
	Slow    bool    // Context is what it reads in a minute
	In, Out float64 // tokens a second it reads and writes; 0 is not known
}

// State is what is known so far, in this process.
func (c *Client) State() State {
	first := c.ends[0]
	first.mu.Lock()
	defer first.mu.Unlock()
	known := State{Shape: first.shape.String(), Context: first.context, In: median(first.pace.in), Out: median(first.pace.out)}
	if first.measured {
		known.Context, known.Slow = first.pace.sizedFor(first.context)
	}
	return known
}

// First is a client of the first endpoint alone, which shares what is known of it.
func (c *Client) First() *Client { return &Client{ends: c.ends[:1], o: c.o} }

// Context is how many tokens a prompt with its reply may have: LLM_CONTEXT;
// where that is not set 4,096 at a local endpoint and 16,000 elsewhere, or what
// the endpoint reads in a minute when it was measured to be slower. What a local
// model thinks stands in the same context, so that room is not in it.
func (c *Client) Context() int {
	first := c.ends[0]
	size := c.State().Context
	if first.local == nil {
		return size
	}
	return max(size-first.current().room, size/2, min(size, ContextLow))
}

// Room is how many tokens a request may take beyond its Most, for thinking.
func (c *Client) Room() int {
	first := c.ends[0]
	if first.local == nil {
		return first.current().room
	}
	return min(first.current().room, first.context)
}

// Fault is how the last call of each endpoint failed and when; "" when none did.
func (c *Client) Fault() (why string, at time.Time) {
	var all []string
	for _, e := range c.ends {
		e.mu.Lock()
		if e.failure != "" {
			all, at = append(all, e.failure), e.failed
		}
		e.mu.Unlock()
	}
	return strings.Join(all, "; "), at
}

// ended remembers how a call ended. That a server is left alone is no news.
func (e *endpoint) ended(err error, left bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case err == nil:
		e.failure = ""
	case !left:
		e.failure, e.failed = err.Error(), time.Now()
	}
}

// inner is the first of a Generator and of those that it wraps (Unwrap) that is a T.
func inner[T any](g Generator) (found T, ok bool) {
	for g != nil {
		if found, ok = g.(T); ok {
			return found, true
		}
		outer, wraps := g.(interface{ Unwrap() Generator })
		if !wraps {
			break
		}
		g = outer.Unwrap()
	}
	return found, false
}

// ClientOf is the Client in a Generator or in what it wraps, nil without one.
func ClientOf(g Generator) *Client {
	client, _ := inner[*Client](g)
	return client
}

// ContextOf is the Context of a Generator that has one, 4,096 for others.
func ContextOf(g Generator) int {
	if sized, ok := inner[interface{ Context() int }](g); ok {
		return sized.Context()
	}
	return localContext
}

// RoomOf is the Room of a Generator that has one, 0 for others.
func RoomOf(g Generator) int {
	if sized, ok := inner[interface{ Room() int }](g); ok {
		return sized.Room()
	}
	return 0
}

func (e *endpoint) current() shape {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.shape
}

// keep remembers a shape.
func (e *endpoint) keep(s shape) {
	e.mu.Lock()
	changed := e.shape != s
	e.shape = s
	e.mu.Unlock()
	if changed && e.o.Log != nil {
		e.o.Log.Debug("requests to the model changed their shape", "host", e.host, "model", e.model, "shape", s.String())
	}
}

// formlessMost is how many replies in a row may be without the form that was asked for:
// one says nothing of the service.
const formlessMost = 2

// keepHelped remembers the shape in which a reply came. formless: in the one before no
// service refused anything, a reply had no form, and that is held against it only when
// it comes again.
func (e *endpoint) keepHelped(s shape, formless bool) {
	e.mu.Lock()
	e.formless++
	if !formless {
		e.formless = 0
	}
	wait := formless && e.formless < formlessMost
	e.mu.Unlock()
	if !wait {
		e.keep(s)
	}
}

func (e *endpoint) mayGuess() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return time.Since(e.guess) > 10*time.Minute // after guesses that did not help
}

func (e *endpoint) guessedInVain() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.guess = time.Now()
}

// room is what a request may take for thinking. At a local server it is bound by
// the context: what is asked for beyond it pushes the prompt out.
func (e *endpoint) room(s shape, r Request) int {
	if e.local == nil {
		return s.room
	}
	return min(s.room, max(e.context-r.Most(), 0))
}

// note measures a reply. A server in the house shows what its model thinks.
func (e *endpoint) note(g *reading, s shape) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pace.note(g, s.stream, s.room > 0 && e.local == nil)
}

const (
	contextUnit  = 256 // tokens: the lengths of contexts are multiples of it
	contextLeast = 512 // tokens of the smallest
)

// readsPart reports a prompt that was cut without a word. A count of its tokens
// that is far too low is no proof: some servers leave out what their cache held.
// One that is the length of a context, or the same for a longer prompt, is.
func (e *endpoint) readsPart(r Request, u openai.Usage) bool {
	in, sent := u.PromptTokens, r.pieces()
	cached := u.PromptTokensDetails != nil && u.PromptTokensDetails.CachedTokens > 0
	if in < contextLeast || cached || float64(in) >= cutPrompt*float64(sent) {
		return false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	again := e.counted == in && e.sent != sent
	e.counted, e.sent = in, sent
	return again || in%contextUnit == 0 || in%contextUnit == contextUnit-1
}
