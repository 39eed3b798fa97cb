package write

import (
	"errors"

	"dateline/briefing/llm"
	"dateline/store/brake"
)

// WhyNot says why the model was not used. Who reads it in a channel can mend
// nothing, and must not learn of the operator's servers and keys: there only
// what concerns readers is said.
func WhyNot(err error, hideModelErrors bool) string {
	var spent *SpentError
	var long *llm.TooLongError
	switch {
	case !hideModelErrors, errors.As(err, &spent), errors.Is(err, ErrNothingHeld), errors.Is(err, ErrUnwritable),
		errors.Is(err, brake.ErrModel), errors.Is(err, ErrReserved):
		return err.Error()
	case errors.As(err, &long):
		return "it reads too little at once for these articles"
	}
	return "it gave no usable answer"
}
