package schedule

import (
	"math/bits"
	"slices"
)

// turn notes that days or times are named. One of them may follow the other once:
// "mondays 09:00 and fridays 18:00" are two schedules.
func (r *reader) turn(what kind, t token) *Error {
	if n := len(r.order); n > 0 && r.order[n-1] == what {
		return nil
	}
	if r.order = append(r.order, what); len(r.order) > 2 {
		return problem("rule_split", r.quote(t))
	}
	return nil
}

// week reads days of the week: one, a range, or a set.
func (r *reader) week(t token) *Error {
	if t.also.kind == ordinal && r.peek(1).kind == weekSet && r.monthAhead(r.at) {
		return r.ordinals()
	}
	if err := r.turn(weekSet, t); err != nil {
		return err
	}
	set := uint8(t.n)
	r.at++
	if until := r.peek(1); r.peek(0).is(to) && until.kind == weekSet {
		if !single(t) || !single(until) {
			return r.strange(until)
		}
		set = reach(set, uint8(until.n))
		r.at += 2
	}
	have := &r.found.days
	switch {
	case have.dates != 0 || have.ordinal != days{}.ordinal:
		return problem("rule_mixed")
	case have.week == everyDay: // "every day, Monday to Friday"
		have.week = set
	case have.week == 0 || set != everyDay:
		have.week |= set
	}
	return nil
}

// single reports whether a token names one day of the week.
func single(t token) bool { return t.kind == weekSet && bits.OnesCount8(uint8(t.n)) == 1 }

// reach is the set of the days from one to another.
func reach(first, last uint8) uint8 {
	set := first
	for day := first; day != last; {
		day = day<<1&everyDay | day>>6
		set |= day
	}
	return set
}

// ordinals reads dates of the month, "1st and 15th", or days that are counted in
// it, "first and third Monday".
func (r *reader) ordinals() *Error {
	begin := r.peek(0)
	if err := r.turn(weekSet, begin); err != nil {
		return err
	}
	if r.found.days.week != 0 {
		return problem("rule_mixed")
	}
	named := r.ordinalList()
	switch after := r.peek(0); {
	case after.kind == weekSet && single(after):
		r.at++
		return r.counted(named, uint8(after.n))
	case after.kind == weekSet:
		return r.strange(after)
	case after.kind == dayWord:
		r.at++
	case !r.monthly && after.kind != month && slices.ContainsFunc(named, inWords):
		return problem("rule_no_day") // the first of what?
	}
	return r.dates(named)
}

func inWords(t token) bool { return t.kind == ordinal && !t.digits }

// ordinalList reads on while there are ordinals and numbers.
func (r *reader) ordinalList() (named []token) {
	for ; r.peek(0).is(ordinal, bare, and, noise); r.at++ {
		t := r.peek(0)
		if t.kind == weekSet && len(named) > 0 && !r.peek(1).is(and, weekSet) {
			break // the Monday of "primeira segunda"
		}
		if t.also.kind == ordinal {
			t.meaning = t.also
		}
		if t.is(ordinal, bare) {
			named = append(named, t)
		}
	}
	return named
}

// dates notes dates of the month.
func (r *reader) dates(named []token) *Error {
	for _, t := range named {
		switch {
		case t.n == lastDay:
			r.found.days.dates |= lastDate
		case t.n < 1 || t.n > 31:
			return r.strange(t)
		default:
			r.found.days.dates |= 1 << t.n
		}
	}
	return nil
}

// counted notes the first, second and so on of a day of the week.
func (r *reader) counted(named []token, day uint8) *Error {
	for _, t := range named {
		switch {
		case t.n == lastDay:
			r.found.days.ordinal[lastOne] |= day
		case t.n == 5:
			return problem("rule_fifth")
		case t.n < 1 || t.n > lastOne:
			return r.strange(t)
		default:
			r.found.days.ordinal[t.n-1] |= day
		}
	}
	return nil
}

// time reads a time of day, or the span that begins with it.
func (r *reader) time(t token) *Error {
	if r.peek(1).is(to) && r.peek(2).is(moment, bare) && !r.peek(1).is(at) {
		return r.span(&r.found.within)
	}
	if err := r.turn(moment, t); err != nil {
		return err
	}
	if t.half == unknown && r.half != unknown {
		t.half = r.half
	}
	if t.half != unknown { // "7 and 9 pm"
		for i := len(r.times) - 1; i >= 0 && r.times[i].kind == bare && r.times[i].half == unknown; i-- {
			r.times[i].half = t.half
		}
	}
	r.times = append(r.times, t)
	return nil
}

// exception reads what follows "except": quiet hours, or days of the week.
func (r *reader) exception() *Error {
	begin := r.peek(0)
	r.skip(except, noise, and)
	if r.spanAhead() {
		if r.found.quiet != (Span{}) {
			return r.strange(begin)
		}
		return r.span(&r.found.quiet)
	}
	r.skip(from, noise, at)
	if r.peek(0).kind != weekSet {
		return problem("rule_quiet", r.quote(r.peek(0)))
	}
	for ; r.peek(0).kind == weekSet || r.peek(0).is(and, noise) && r.peek(1).kind == weekSet; r.at++ {
		if r.peek(0).kind == weekSet {
			r.excluded |= uint8(r.peek(0).n)
		}
	}
	return nil
}

// spanAhead reports whether a time follows here.
func (r *reader) spanAhead() bool {
	for _, t := range r.tokens[r.at:] {
		if t.is(bare, moment) {
			return true
		}
		if !t.is(from, noise, at) {
			return false
		}
	}
	return false
}

// span reads a span of hours.
func (r *reader) span(into *Span) *Error {
	r.skip(from, noise, at)
	begin := r.peek(0)
	r.at++
	if !r.peek(0).is(to, and, at) {
		return problem("rule_quiet", r.quote(begin))
	}
	r.skip(to, and, at, noise)
	end := r.peek(0)
	r.at++
	first, okFirst := begin.minute()
	until, okUntil := end.minute()
	if !okFirst || !okUntil || first%dayMinutes == until%dayMinutes || *into != (Span{}) {
		return problem("rule_quiet", r.quote(begin))
	}
	*into = Span{first % dayMinutes, until % dayMinutes}
	return nil
}

// minute is the minute of the day of a time, at most that of 24:00.
func (t token) minute() (int, bool) {
	n := t.n
	switch t.kind {
	case bare:
		n *= 60
	case moment:
	default:
		return 0, false
	}
	if t.half == unknown {
		return n, n <= dayMinutes
	}
	if n < 60 || n >= 13*60 {
		return 0, false
	}
	n %= 12 * 60
	if t.half == evening || t.half == night && n >= 6*60 {
		n += 12 * 60
	}
	return n, true
}
