package write

import (
	"errors"

	"dateline/store/brake"
)

// WhyNot says why the model was not used. Who reads it in a channel can mend
// nothing, and must not learn of the operator's servers and keys: there only
// what concerns readers is said.
func WhyNot(err error, hideModelErrors bool) string {
	var spent *SpentError
	switch {
	case !hideModelErrors, errors.As(err, &spent), errors.Is(err, ErrNothingHeld), errors.Is(err, ErrUnwritable),
		errors.Is(err, brake.ErrModel), errors.Is(err, ErrReserved):
		return err.Error()
	}
	return "it gave no usable answer"
}
