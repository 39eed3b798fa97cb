package schedule

import (
	"fmt"
	"time"

	"dateline/briefing/phrases"
)

// Span is a part of the day, by the clock: from 22:00, included, to 07:00,
// excluded. The zero value is no time at all.
type Span struct {
	from, to int // minutes of the day
}

// ParseSpan reads a span as people write it: "22:00-07:00", "from 10 pm to 7 am".
// The error is an *Error.
func ParseSpan(text string) (Span, error) {
	return inAny(text, func(r *reader) (Span, *Error) {
		var found Span
		if !r.spanAhead() {
			return found, problem("rule_quiet", clip(text, quoteMost))
		}
		err := r.span(&found)
		if err == nil && r.at < len(r.tokens) {
			err = r.strange(r.peek(0))
		}
		return found, err
	})
}

// String is the span in the form that ParseSpan reads and stores keep.
func (s Span) String() string {
	if s == (Span{}) {
		return ""
	}
	return clock(s.from) + "-" + clock(s.to)
}

// Holds reports whether a clock that shows this time is within the span.
func (s Span) Holds(shown time.Time) bool { return s.holds(shown.Hour()*60 + shown.Minute()) }

func (s Span) holds(minute int) bool {
	if s.from <= s.to {
		return s.from <= minute && minute < s.to
	}
	return minute >= s.from || minute < s.to
}

// Say is the span as people read it.
func (s Span) Say(words *phrases.Words) string {
	return words.Say("say_span", clock(s.from), clock(s.to))
}

// clock is a minute of the day as clocks show it.
func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }
