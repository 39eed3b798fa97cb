package briefing

import (
	"fmt"
	"runtime/debug"
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
