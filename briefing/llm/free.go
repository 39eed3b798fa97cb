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
	case leftAlone(err), errors.Is(err, openai.ErrChatCompletionInvalidModel):
		return true
	case errors.As(err, &fault):
		return fault.status >= 400 && fault.status < 500 && fault.status != http.StatusRequestTimeout
	case errors.As(err, &op):
		return op.Op == "dial"
	}
	return false
}
