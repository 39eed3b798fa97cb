// Package guard has what each guard of the desk needs: a clock and a log that may be left out, and
// an end of panics that foreign input causes.
package guard

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"
)

// PanicError is a panic that was caught where it could have ended the process,
// with the stack of where it happened.
type PanicError struct{ Text, Stack string }

// Error is the panic's text without its stack.
func (e *PanicError) Error() string { return "panic: " + e.Text }

// Caught makes a recovered panic the error of the work it broke off. A
// goroutine that handles foreign input begins with
//
//	defer func() {
//		if v := recover(); v != nil {
//			err = Caught(v)
//		}
//	}()
func Caught(v any) *PanicError { return &PanicError{fmt.Sprint(v), string(debug.Stack())} }

// ErrFault is what is said of something over which the program panicked.
var ErrFault = errors.New("a fault of this program: it is in the log")

// Run runs f; a panic of it is logged with its stack, and is ErrFault.
func Run(log *slog.Logger, doing string, f func() error) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			caught := Caught(panicked)
			Logger(log).Error("panic", "doing", doing, "err", caught, "stack", caught.Stack)
			err = ErrFault
		}
	}()
	return f()
}

// Now returns f(), or time.Now() when f is nil.
func Now(f func() time.Time) time.Time {
	if f != nil {
		return f()
	}
	return time.Now()
}

// Logger returns l, or a logger that writes nothing when l is nil.
func Logger(l *slog.Logger) *slog.Logger {
	if l == nil {
		return slog.New(slog.DiscardHandler)
	}
	return l
}
