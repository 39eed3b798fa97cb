package schedule

import (
	"slices"
)

// timesMost is how often a day a schedule posts at the most.
const timesMost = 24

// finish puts together what was read, and says what is missing or does not fit.
func (r *reader) finish() (Rule, *Error) {
	if err := r.finishDays(); err != nil {
		return Rule{}, err
	}
	if err := r.finishTimes(); err != nil {
		return Rule{}, err
	}
	found, err := r.found.Without(r.found.quiet)
	if err != nil {
		return found, problem("rule_all_quiet")
	}
	return found, nil
}

func (r *reader) finishDays() *Error {
	have := &r.found.days
	byDate := have.dates != 0 || have.ordinal != days{}.ordinal
	switch {
	case byDate && (r.weekly || r.excluded != 0):
		return problem("rule_mixed")
	case byDate:
		return nil
	case r.monthly, r.weekly && have.none():
		return problem("rule_no_day")
	case have.none():
		have.week = everyDay
	}
	if have.week &^= r.excluded; have.none() {
		return problem("rule_no_day")
	}
	return nil
}

func (r *reader) finishTimes() *Error {
	every, named := r.found.every, len(r.times)
	switch {
	case every != 0 && named+r.count > 0:
		return problem("rule_both")
	case every > 12, every != 0 && 24%every != 0:
		return problem("rule_hours", every)
	case every != 0:
		return nil
	case r.found.within != (Span{}):
		return problem("rule_span")
	case named == 0:
		return problem("rule_no_time")
	case r.count > 0 && r.count != named:
		return problem("rule_count", r.count, named)
	}
	for _, t := range r.times {
		minute, ok := t.minute()
		if !ok || minute == dayMinutes {
			return problem("rule_clock", r.quote(t))
		}
		r.found.times = append(r.found.times, minute)
	}
	if r.lone() {
		return problem("rule_bare", r.quote(r.times[0]))
	}
	slices.Sort(r.found.times)
	if r.found.times = slices.Compact(r.found.times); len(r.found.times) > timesMost {
		return problem("rule_many", timesMost)
	}
	return nil
}

// lone reports whether there are numbers and nothing that makes them times.
func (r *reader) lone() bool {
	if r.count > 0 || r.timed || slices.Contains(r.order, weekSet) {
		return false
	}
	return !slices.ContainsFunc(r.times, func(t token) bool { return t.kind == moment || t.half != unknown })
}
