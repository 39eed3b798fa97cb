package llm

import (
	"errors"
	"net"
	"net/http"

	openai "github.com/sashabaranov/go-openai"
)

// free marks the error of a call that no model computed anything for.
type free struct{ error }

// Unwrap gives the error itself.
func (f free) Unwrap() error { return f.error }

// computedFor marks the error of a call of which an earlier request was computed.
type computedFor struct{ error }

// Unwrap gives the error itself.
func (c computedFor) Unwrap() error { return c.error }

// spoiled marks the error of a reply that the service spoiled, not the model.
type spoiled struct{ error }

// Unwrap gives the error itself.
func (s spoiled) Unwrap() error { return s.error }

// Written reports that a call failed because the model wrote what cannot be used; false
// where a service failed, or spoiled the reply.
func Written(err error) bool {
	return errors.Is(err, ErrUnusable) && !errors.As(err, new(spoiled))
}

// bill is what failed requests cost.
type bill struct {
	in, out int  // tokens that servers counted
	unknown bool // one was computed and nobody said for how many
}

// add adds a failed request.
func (b *bill) add(reply Reply, err error) {
	b.in, b.out = b.in+reply.In, b.out+reply.Out
	b.unknown = b.unknown || reply.In+reply.Out == 0 && !refused(err) && !Free(err)
}

// with is the reply that came in the end, with what the others cost as far as a server
// counted it. One that nobody counted is then taken for the most it can have cost.
func (b bill) with(reply Reply, r Request) Reply {
	if b.in+b.out > 0 && reply.In+reply.Out == 0 {
		reply.In = r.Most()
	}
	reply.In, reply.Out = reply.In+b.in, reply.Out+b.out
	return reply
}

// alone is what a call cost that brought no reply; without tokens where nobody counted any.
func (b bill) alone(r Request) Reply {
	if b.unknown && b.in+b.out > 0 {
		b.in += r.Most()
	}
	return Reply{In: b.in, Out: b.out}
}

// Free reports that a failed call certainly cost nothing: it was not sent, or
// every endpoint refused it before any work. False is "not known".
func Free(err error) bool {
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range all.Unwrap() {
			if !Free(e) {
				return false
			}
		}
		return true
	}
	var f free
	return errors.As(err, &f)
}

// refused reports that one try certainly cost nothing. A status of 500 or more
// may come from a proxy whose model has done the work.
func refused(err error) bool {
	var fault *refusal
	var op *net.OpError
	switch {
	case errors.As(err, new(computedFor)):
		return false
	case leftAlone(err), errors.Is(err, openai.ErrChatCompletionInvalidModel), errors.Is(err, errMoved):
		return true
	case errors.As(err, &fault):
		return fault.status >= 400 && fault.status < 500 && fault.status != http.StatusRequestTimeout
	case errors.As(err, &op):
		return op.Op == "dial"
	}
	return false
}
