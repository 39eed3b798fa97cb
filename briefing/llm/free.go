package llm

import (
	"errors"
	"net"
	"net/http"

	"github.com/sony/gobreaker/v2"
)

// free marks the error of a call that no model computed anything for.
type free struct{ error }

// Unwrap gives the error itself.
func (f free) Unwrap() error { return f.error }

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
	var ra *retryAfter
	var op *net.OpError
	switch {
	case errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		return true
	case errors.As(err, &ra):
		return ra.status < 500 && ra.status != http.StatusRequestTimeout
	case errors.As(err, &op):
		return op.Op == "dial"
	}
	return false
}
