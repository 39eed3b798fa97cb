// Package llm asks language models: prompt in, whole and valid text out, or an
// error that says what to do, with the service's own words. It wraps go-openai,
// which takes a cut stream, an HTML page and an error body for success, and
// refuses some requests by the name of their model.
//
// Services that call themselves compatible differ. A shape says how one takes a
// request; it is found from what a service refuses and kept in memory (shape.go,
// refusal.go). A guard at the network puts the shape into a request and turns a
// reply of any form into go-openai's (guard.go, events.go). Speeds are measured on
// the way (pace.go). The package has no database, and decides nothing about what a
// reply means.
package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Message is one message of a conversation; Role is system, user or assistant.
type Message struct{ Role, Content string }

// Request asks for one reply. With a Schema the reply must be JSON that fits it.
type Request struct {
	Messages   []Message
	SchemaName string
	Schema     json.RawMessage
	MaxTokens  int  // of the reply; 0 is 500
	Spare      bool // the first to go without when tokens run short
}

// Most is about how many tokens a request can cost: its prompt and the longest
// reply it allows.
func (r Request) Most() int {
	n := r.MaxTokens
	if n == 0 {
		n = defaultReply
	}
	if len(r.Schema) > 0 {
		n += Tokens(string(r.Schema)) // servers put it into the prompt
	}
	for _, m := range r.Messages {
		n += Tokens(m.Content)
	}
	return n
}

// Reply is a whole reply with the tokens it cost.
type Reply struct {
	Text, Model string
	In, Out     int
}

// Generator writes text.
type Generator interface {
	Generate(ctx context.Context, r Request) (Reply, error)
}

// ErrUnusable says that a reply came and cannot be used; asking the same
// endpoint again would not help.
var ErrUnusable = errors.New("the model's reply cannot be used")

// ErrRefused says that a server refused a request for what stands in it: one
// that is longer than the model's context, or has a part that it does not know.
var ErrRefused = errors.New("the server refuses the request")

// TooLongError says that a prompt with its reply does not fit the model's
// context; it was not sent.
type TooLongError struct{ Need, Most int } // tokens

// Error says what to do.
func (e *TooLongError) Error() string {
	return fmt.Sprintf("the prompt needs about %d tokens, the model is said to take %d: raise LLM_CONTEXT if it takes more", e.Need, e.Most)
}

// Endpoint is one OpenAI-compatible server and a model on it. Variable and
// KeyVariable are what an operator must look at when the model or the key is
// wrong, OPENAI_MODEL and OPENAI_API_KEY if empty.
type Endpoint struct{ URL, Model, Key, Variable, KeyVariable string }

// Options of a Client; the zero value is usable.
type Options struct {
	Context   int                 // tokens a prompt with its reply may have; 0 is what Client.Context says
	Extra     Extra               // added to every request
	Transport http.RoundTripper   // nil is http.DefaultTransport without a proxy
	Servers   *Servers            // shared with other clients of the same options; nil is none
	Hide      func(string) string // keeps secrets out of what a service says of a failure; nil: the key alone is kept out
	Log       *slog.Logger
	First     time.Duration // stall limit to the first token, 0 is 120 s, 5 min at a local endpoint
	Next      time.Duration // stall limit between tokens, 0 is 30 s
	Tries     int           // tries at one endpoint, 0 is 3
}

const (
	localContext  = 4096   // what Ollama takes unless told otherwise
	remoteContext = 16_000 // services take more; it bounds what a text costs
	defaultReply  = 500
	firstToken    = 120 * time.Second
	localToken    = 5 * time.Minute // a machine in the house reads a long prompt slowly, and costs nothing
	nextToken     = 30 * time.Second
	replyMost     = 8 << 20 // bytes of a reply that are read: 16,000 thought tokens in parts of 300 bytes
	partsMost     = 20_000  // parts of a stream beside those of the reply: what a model thinks
	thoughtMost   = 1 << 20 // bytes that a model thinks
	tokenBytes    = 16      // bytes a token of a reply has at most, on average
)

// Client asks endpoints in order until one answers.
type Client struct {
	ends []*endpoint
	o    Options
}

// filled puts the defaults in.
func (o Options) filled() Options {
	if o.Next == 0 {
		o.Next = nextToken
	}
	if o.Tries == 0 {
		o.Tries = 3
	}
	return o
}

// New makes a client of one or more endpoints.
func New(ends []Endpoint, o Options) (*Client, error) {
	if len(ends) == 0 {
		return nil, errors.New("no language model is named: set OPENAI_BASE_URL and OPENAI_MODEL")
	}
	o = o.filled()
	client := &Client{o: o}
	for _, e := range ends {
		remote, err := o.Servers.endpoint(e, o)
		if err != nil {
			return nil, err
		}
		client.ends = append(client.ends, remote)
	}
	return client, nil
}

// Generate asks each endpoint in order; the error names what each said. The reply's tokens
// are those of all that were asked, and with an error those of what was of no use; 0 is
// not known.
func (c *Client) Generate(ctx context.Context, r Request) (Reply, error) {
	if r.MaxTokens == 0 {
		r.MaxTokens = defaultReply
	}
	want := r.Most()
	var all []error
	var lost bill
	for _, e := range c.ends {
		if want > e.context {
			all = append(all, free{&TooLongError{want, e.context}})
			continue
		}
		reply, err := e.generate(ctx, r)
		if err == nil {
			reply = lost.with(reply, r)
			Count(ctx, r, reply)
			return reply, nil
		}
		all = append(all, err)
		if lost.add(reply, err); ctx.Err() != nil {
			break
		}
		if c.o.Log != nil {
			c.o.Log.Info("model endpoint failed", "host", e.host, "model", e.model, "err", err)
		}
	}
	err := errors.Join(all...)
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if lost == (bill{}) {
		return Reply{}, free{err}
	}
	reply := lost.alone(r)
	Count(ctx, r, reply)
	return reply, err
}

// ParseFallbacks reads LLM_FALLBACKS: "URL MODEL KEY_VARIABLE; …".
func ParseFallbacks(s string, getenv func(string) string) ([]Endpoint, error) {
	var out []Endpoint
	for i, part := range strings.Split(s, ";") {
		fields := strings.Fields(part)
		switch {
		case len(fields) == 0:
			continue
		case len(fields) < 2 || len(fields) > 3:
			return nil, fmt.Errorf("LLM_FALLBACKS: server %d is not written as \"URL MODEL KEY_VARIABLE\"", i+1)
		}
		if _, query, _ := strings.Cut(fields[0], "?"); query != "" && !strings.HasPrefix(query, "api-version=") ||
			strings.Contains(query+strings.Join(fields[1:], ""), "@") || strings.Contains(query, "&") {
			return nil, fmt.Errorf("LLM_FALLBACKS: the address of server %d holds a key or a password: put it into a variable of its own "+
				"and name that one behind the model (of what may stand behind a ? api-version alone is known)", i+1)
		}
		if _, err := ParseAddress(fields[0]); err != nil {
			return nil, fmt.Errorf("LLM_FALLBACKS: the address of server %d: %w", i+1, err)
		}
		fallback := Endpoint{URL: fields[0], Model: fields[1], Variable: "LLM_FALLBACKS", KeyVariable: "the key that LLM_FALLBACKS names"}
		if len(fields) == 3 {
			if fallback.Key = getenv(fields[2]); fallback.Key == "" {
				return nil, fmt.Errorf("LLM_FALLBACKS: the last word of server %d is no variable that is set: "+
					"name one that holds the key, do not write the key itself", i+1)
			}
		}
		out = append(out, fallback)
	}
	return out, nil
}

// Fake is a scripted Generator: it gives its replies in order, then the last
// one again, and records what it was asked.
type Fake struct {
	Replies []string
	Err     error // instead of a reply

	mu    sync.Mutex
	asked []Request
}

// Generate gives the next reply.
func (f *Fake) Generate(_ context.Context, r Request) (Reply, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, r)
	if f.Err != nil {
		return Reply{}, f.Err
	}
	if len(f.Replies) == 0 {
		return Reply{}, ErrUnusable
	}
	i := min(len(f.asked), len(f.Replies)) - 1
	return Reply{Text: f.Replies[i], Model: "fake", In: 100, Out: 10}, nil
}

// Asked is what was asked so far.
func (f *Fake) Asked() []Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Request(nil), f.asked...)
}
