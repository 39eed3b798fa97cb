package schedule

import (
	"strings"
	"unicode/utf8"
)

// textMost is how long a rule may be, in letters: the longest that String writes
// with 24 times and a few days is shorter.
const textMost = 400

// Parse reads a rule as people of the languages of package phrases write it:
// "daily 07:30", "weekdays 7 am and 6 pm", "mondays and thursdays 09:00", "every 3
// hours except 22:00-07:00", "first monday 09:00", "am 15. um 9 Uhr". The error is
// an *Error.
func Parse(text string) (Rule, error) { return inAny(text, (*reader).rule) }

// inAny reads a text in every language. Of those in which it means something that
// one is taken which passes over the fewest words, of the others the complaint of
// that which knows the most.
func inAny[T any](text string, read func(*reader) (T, *Error)) (T, error) {
	var best, none T
	var fault *Error
	if utf8.RuneCountInString(text) > textMost {
		return none, problem("rule_unknown", clip(text, quoteMost))
	}
	pieces, passed, strange := cut(text), -1, -1
	for _, words := range vocabularies() {
		r := &reader{tokens: tokens(pieces, words), parts: strings.Fields(text)}
		found, err := read(r)
		switch {
		case err != nil && (strange < 0 || r.number(unknown) < strange):
			fault, strange = err, r.number(unknown)
		case err == nil && (passed < 0 || r.number(noise) < passed):
			best, passed = found, r.number(noise)
		}
		if passed == 0 { // what is stored ends here: planners read it every second
			break
		}
	}
	if passed < 0 {
		return none, fault
	}
	return best, nil
}

// reader reads the tokens of one language.
type reader struct {
	tokens []token
	parts  []string // what was written, between spaces
	at     int      // the token that is read next

	found           Rule // without its times
	times           []token
	order           []kind // weekSet for days, moment for times: how they take turns
	timed           bool   // "at" or the like says that a number is a time
	half            kind   // of the day, named before the time it belongs to
	count           int    // of times a day, as said
	excluded        uint8  // days of the week
	weekly, monthly bool
}

func (r *reader) number(k kind) (n int) {
	for _, t := range r.tokens {
		if t.kind == k {
			n++
		}
	}
	return n
}

// peek is the n-th token from here; an unknown one after the last.
func (r *reader) peek(n int) token {
	if i := r.at + n; i >= 0 && i < len(r.tokens) {
		return r.tokens[i]
	}
	return token{field: -1}
}

// quoteMost is how much is quoted of what was not understood, in letters.
const quoteMost = 40

// quote is what was written where a token stands.
func (r *reader) quote(t token) string {
	if t.field < 0 || t.field >= len(r.parts) {
		return clip(strings.Join(r.parts, " "), quoteMost)
	}
	return clip(r.parts[t.field], quoteMost)
}

func (r *reader) strange(t token) *Error { return problem("rule_unknown", r.quote(t)) }

// skip goes on past tokens of these kinds.
func (r *reader) skip(kinds ...kind) {
	for r.at < len(r.tokens) && r.tokens[r.at].is(kinds...) {
		r.at++
	}
}

// rule reads all tokens.
func (r *reader) rule() (Rule, *Error) {
	if len(r.tokens) == 0 {
		return Rule{}, problem("rule_none")
	}
	for _, t := range r.tokens {
		if t.kind == unknown {
			return Rule{}, r.strange(t)
		}
	}
	for r.at < len(r.tokens) {
		before := r.at
		if err := r.step(r.tokens[r.at]); err != nil {
			return Rule{}, err
		}
		if r.at == before {
			r.at++
		}
	}
	return r.finish()
}

// step reads what begins with a token. It leaves r.at where it is for a token alone.
func (r *reader) step(t token) *Error {
	switch {
	case t.kind == weekSet:
		return r.week(t)
	case t.kind == ordinal, t.kind == bare && r.date():
		return r.ordinals()
	case t.kind == bare, t.kind == moment:
		return r.time(t)
	case t.kind == interval:
		if r.found.every != 0 {
			return r.strange(t)
		}
		r.found.every = t.n
		return r.turn(moment, t)
	case t.kind == except:
		return r.exception()
	case t.kind == from && r.spanAhead():
		return r.span(&r.found.within)
	}
	return r.remark(t)
}

// remark reads a word that says how others are meant.
func (r *reader) remark(t token) *Error {
	switch {
	case t.kind == noise, t.kind == and, t.kind == from:
	case t.is(at):
		r.timed = true
	case t.kind == every:
		return r.repeated(r.peek(1))
	case t.kind == weekly:
		r.weekly = true
	case t.kind == monthly, t.kind == month:
		r.monthly = true
	case t.kind == count:
		r.count = t.n
	case t.kind == morning, t.kind == evening, t.kind == night:
		r.half = t.kind
	case t.kind == minutes:
		return problem("rule_minutes")
	case t.kind == weeks:
		return problem("rule_weeks")
	case t.kind == dayWord && r.peek(1).is(bare, ordinal): // "day 15"
	default:
		return r.strange(t)
	}
	return nil
}

// repeated looks at what stands after "every": every second Monday is every other
// week to some and one in a month to others.
func (r *reader) repeated(t token) *Error {
	ahead := r.at + 1
	switch {
	case t.kind == ordinal && t.n >= 2 && r.tokens[min(ahead+1, len(r.tokens)-1)].kind == weekSet && !r.monthAhead(ahead+1),
		t.kind == bare && !r.monthAhead(ahead):
		return problem("rule_weeks")
	}
	return nil
}

// monthAhead reports whether a month is named after a token, before another time.
func (r *reader) monthAhead(i int) bool {
	for _, t := range r.tokens[min(i, len(r.tokens)):] {
		if t.kind == month {
			return true
		}
		if t.kind == moment {
			return false
		}
	}
	return false
}

// date reports whether the number here is a day of the month: a month follows the
// list it stands in, or "day" or "monthly" stands before it.
func (r *reader) date() bool {
	if r.peek(-1).is(dayWord) {
		return true
	}
	if r.peek(-1).is(at) {
		return false
	}
	if r.monthly && r.found.days.none() {
		return true
	}
	for _, t := range r.tokens[r.at:] {
		if t.kind == month {
			return true
		}
		if !t.is(bare, ordinal, and, noise, dayWord) {
			return false
		}
	}
	return false
}
