package text

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	behindMost = 9  // words behind a number within which it is said what happened to the counted
	aheadMost  = 8  // and before it,
	levelMost  = 16 // or before a verb that says what a count rose to
)

// measure reads what number i measures; the limits come later.
func (r *measureReader) measure(i int) (Measure, bool) {
	m := Measure{Number: r.numbers[i], lang: r.lang}
	if m.Kind == "ordinal" || m.Kind == "year" {
		return m, false
	}
	a, b := slices.Index(r.at, i), len(r.words) // of its words the first, and the first behind
	if a < 0 || r.glued(m.Start) {
		return m, false
	}
	for b > a && r.at[b-1] != i {
		b--
	}
	k := r.bound(&m, a)
	if r.before(k, r.lex.partial) > 0 || r.before(k, r.lex.beside) > 0 || r.phrase(b, r.lex.partial) > 0 {
		return m, false
	}
	if m.High > m.Value && r.lex.from[r.fold(k-1)] { // "from 12 to 15"
		m.Value = m.High
	}
	for r.phrase(b, r.lex.more) > 0 {
		m.scope = append(m.scope, "more")
		b += r.phrase(b, r.lex.more)
	}
	m.Class = r.class(k, b)
	r.counts(&m, b)
	r.checked(&m, b)
	m.scope = append(m.scope, r.kinds(b)...)
	m.doer, m.does = r.doer(k, m.Class)
	m.does = m.does || m.Class == "outage"
	if m.Counts == "" && k > 0 && !r.comma(k) && capital(r.words[k-1].raw) && !r.lex.people[r.fold(b)] && r.lex.events[r.fold(b)] == "" {
		return m, false // "Flight 370"
	}
	switch {
	case m.Class != "":
		m.Grows, m.Passes = growing[m.Class], passing[m.Class]
		return m, m.Kind == "count"
	case m.Kind == "count" && (m.Counts == "" || r.lex.units[m.Counts]):
		return m, false
	}
	if by := r.fold(k - 1); r.lex.step[by] { // "rose by 3 percent" is not "rose to 3 percent"
		m.scope = append(m.scope, "by")
	}
	return m, true
}

// doer are the content words before a number in its clause, which say who did it
// or what was done; does is whether what happened to the counted is their verb:
// "the army arrested 40", but "the clinic treated 40 injured people".
func (r *measureReader) doer(k int, what string) (words []string, does bool) {
	for i := k - 1; i >= 0 && r.at[i] < 0; i-- {
		w := r.fold(i)
		class, n := r.eventAt(i)
		switch {
		case r.said[i] || class == "" && (r.lex.levels[w] || r.lex.light[w]):
		case class != "":
			does = true
			i -= n - 1
		case what == "outage" && r.before(i+1, r.lex.outage) > 0:
			i -= r.before(i+1, r.lex.outage) - 1
		case r.lex.causes[w] != "":
			i-- // "the bus crash"
		case r.lex.places[w]:
			words = words[:0] // "in the bus": a place
		case capital(r.words[i].raw) && r.lang != "de" && len(Names(r.words[i].raw+" x", r.lang)) > 0 && i > 0:
		default:
			if t := stem(w, r.lang); !Stop(t, r.lang) {
				words = append(words, t)
			}
		}
		if i >= 0 && r.clause(i) {
			break
		}
	}
	slices.Sort(words)
	return slices.Compact(words), does
}

// glued reports a number that is a part of a word: "COVID-19".
func (r *measureReader) glued(at int) bool {
	if at < 2 || r.s[at-1] != '-' {
		return false
	}
	c, _ := utf8.DecodeLastRuneInString(r.s[:at-1])
	return unicode.IsLetter(c)
}

// bound reads the words before a number that bound it, and returns where they begin.
func (r *measureReader) bound(m *Measure, a int) int {
	for k := a; ; {
		switch {
		case k == 0 || r.comma(k):
			return k
		case r.before(k, r.lex.least) > 0:
			m.Bound, k = "least", k-r.before(k, r.lex.least)
		case r.before(k, r.lex.most) > 0:
			m.Bound, k = "most", k-r.before(k, r.lex.most)
		case r.before(k, r.lex.about) > 0:
			m.Bound, k = "about", k-r.before(k, r.lex.about)
		case r.before(k, r.lex.more) > 0:
			m.scope, k = append(m.scope, "more"), k-r.before(k, r.lex.more)
		case r.before(k, r.lex.fill) > 0:
			k -= r.before(k, r.lex.fill)
		default:
			return k
		}
	}
}

// class is what happened to the counted: what the number stands before ("15
// dead"), what it is the object of ("killed 15 people"), what is said behind
// ("15 people have died") or before it ("the number of dead rose to 15").
func (r *measureReader) class(k, b int) string {
	if b < len(r.words) && !r.clause(b) {
		if c := r.event(b); c != "" {
			return c
		}
	}
	if k > 0 && !r.comma(k) {
		if c := r.event(k - 1); c != "" && r.at[k-1] < 0 {
			return c
		}
	}
	for i := b; i < min(len(r.words), b+behindMost) && r.at[i] < 0 && !r.clause(i); i++ {
		if c := r.event(i); c != "" {
			return c
		}
	}
	level := r.lex.levels[r.fold(k-1)] || r.lex.levels[r.fold(k-2)] || b < len(r.words) && r.lex.levels[r.fold(b)]
	if r.lex.places[r.fold(k-1)] && !level {
		return "" // "12 cases in eight states"
	}
	far := aheadMost
	if level {
		far = levelMost
	}
	for i := k - 1; i >= max(0, k-far) && r.at[i] < 0 && (level || !r.clause(i+1)); i-- {
		if c := r.event(i); c != "" {
			return c
		}
	}
	return ""
}

// event is what word i, or the phrase that ends with it, says happened.
func (r *measureReader) event(i int) string {
	class, _ := r.eventAt(i)
	return class
}

// eventAt is an event with the number of its words, the last of them word i.
func (r *measureReader) eventAt(i int) (string, int) {
	for n := min(r.lex.eventMost, i+1); n > 0; n-- {
		if class := r.lex.events[r.joined(i-n+1, n)]; class != "" {
			return class, n
		}
	}
	return "", 0
}

// counts finds what is counted.
func (r *measureReader) counts(m *Measure, b int) {
	for i := b; i < min(len(r.words), b+3) && !r.clause(i) && r.at[i] < 0; i++ {
		w := r.fold(i)
		if r.lex.events[w] != "" || r.lex.levels[w] || r.lex.says[w] || r.lex.light[w] {
			if r.lex.adjective[w] { // "15 injured soldiers"
				continue
			}
			return
		}
		if r.lex.people[w] {
			return
		}
		if t := stem(w, r.lang); !Stop(t, r.lang) {
			m.Counts, m.Thing = cmp.Or(r.lex.alike[t], t), strings.ToLower(r.words[i].raw)
			r.besides(m, i)
			return
		}
		if i > b || m.Class != "" {
			return // "15 of the injured", "15 in the north"
		}
	}
}

// kinds are the nouns behind "of": "34 cases of measles".
func (r *measureReader) kinds(b int) []string {
	var out []string
	for i := b + 1; i < min(len(r.words), b+3) && !r.clause(i); i++ {
		if !r.lex.of[r.fold(i)] {
			continue
		}
		for k := i + 1; k < min(len(r.words), i+4) && !r.clause(k) && !r.lex.places[r.fold(k)] && r.at[k] < 0; k++ {
			w := r.fold(k)
			if t := stem(w, r.lang); !Stop(t, r.lang) && r.lex.causes[w] == "" && r.lex.events[w] == "" && !r.lex.light[w] && !r.said[k] && (r.lang == "de" || !capital(r.words[k].raw)) {
				out = append(out, "of "+t)
			}
		}
		break
	}
	return out
}

// limit finds what limits the measures of the sentence: they share it.
func (r *measureReader) limit(ms []Measure, published time.Time) {
	taken := make([]bool, len(r.words)) // by what is no other word: who said it, names, times, numbers
	copy(taken, r.said)
	mark := func(sp Span) {
		for i, w := range r.words {
			taken[i] = taken[i] || w.Start < sp.End && sp.Start < w.End
		}
	}
	for i := range r.words {
		taken[i] = taken[i] || r.at[i] >= 0
	}
	times, today := r.times(published, mark), days(published.UTC(), published.UTC().AddDate(0, 0, 1))
	names := r.namesOf(mark)
	scope := r.places(taken, slices.ContainsFunc(ms, func(m Measure) bool { return m.Class == "outage" }))
	var causes []string
	for i := range r.words {
		if n := r.phrase(i, r.lex.scope); n > 0 && !r.said[i] {
			scope = append(scope, r.joined(i, n))
			mark(Span{r.words[i].Start, r.words[i+n-1].End})
		}
		if c := r.lex.causes[r.fold(i)]; c != "" {
			causes = append(causes, c)
		}
		if w := r.words[i].raw; i > 0 && len(w) == 1 && w >= "A" && w <= "Z" && w != "I" {
			scope = append(scope, w) // "hospital B"
		}
	}
	by, others := slices.Sorted(maps.Keys(r.by)), r.others(taken)
	for i := range ms {
		m := &ms[i]
		m.names, m.causes, m.By = names, causes, by
		m.scope = append(m.scope, scope...)
		m.scope = append(m.scope, times...)
		if m.Passes { // what is so now is so on the day of the report
			m.scope = slices.DeleteFunc(m.scope, func(s string) bool { return s == today })
		}
		slices.Sort(m.scope)
		m.scope = slices.Compact(m.scope)
		if m.Class == "" {
			m.terms = others
		}
	}
}

// times are the times named in the sentence, but for when it was said: a day on
// which a count "rose" or somebody "said" it is that of the report.
func (r *measureReader) times(published time.Time, mark func(Span)) []string {
	var out []string
	for _, t := range Times(r.s, r.lang, published) {
		i := slices.IndexFunc(r.words, func(w word) bool { return w.End > t.Start })
		if i < 0 || r.said[i] {
			continue
		}
		mark(t.Span)
		report := t.From.Equal(published)
		for k := max(0, i-saidWhen); k < i && !report; k++ {
			report = r.lex.says[r.fold(k)] || r.said[k] && !r.comma(k+1)
		}
		report = report || slices.ContainsFunc(r.words, func(w word) bool { return r.lex.reach[w.fold] }) && t.Closed() && t.To.Sub(t.From) <= 24*time.Hour
		if !report {
			t = t.Days()
			out = append(out, days(t.From, t.To))
		}
	}
	return out
}

func days(from, to time.Time) string {
	return from.Format(time.DateOnly) + "/" + to.Format(time.DateOnly)
}

// namesOf are the names in the sentence but for speakers and outlets.
func (r *measureReader) namesOf(mark func(Span)) []Name {
	var out []Name
	outlets := OutletNames{}.In(r.s)
	for _, n := range Names(r.s, r.lang) {
		i := slices.IndexFunc(r.words, func(w word) bool { return w.End > n.Start })
		if i < 0 || r.said[i] || slices.ContainsFunc(outlets, func(o Outlet) bool { return n.Start < o.End && o.Start < n.End }) {
			continue
		}
		if r.lex.plain(r, i, n) {
			continue
		}
		mark(n.Span)
		out = append(out, n)
	}
	return out
}

// places are the nouns behind "in", "at", "aboard" that are no names and not
// what it happened in: "in the north", "in hospitals". Where the fire is that
// cuts off the power says nothing of where it is out.
func (r *measureReader) places(taken []bool, outage bool) []string {
	var out []string
	for i := range r.words {
		if taken[i] || !r.lex.places[r.fold(i)] || r.inEvent(i) {
			continue
		}
		if outage && (r.lex.causes[r.fold(i-1)] != "" || r.before(i, r.lex.outage) > 0) {
			continue
		}
		var nouns []string
		for k := i + 1; k < min(len(r.words), i+4) && !r.comma(k) && !taken[k]; k++ {
			w := r.fold(k)
			if k > i+1 && (r.lex.places[w] || r.lex.joins[w]) || r.lex.says[w] {
				break
			}
			if r.lex.causes[w] != "" { // "in the bus crash"
				nouns = nil
				break
			}
			if t := stem(w, r.lang); !Stop(t, r.lang) && r.lex.events[w] == "" && !r.lex.light[w] && !r.lex.bounds[w] {
				nouns = append(nouns, "in "+t)
			}
		}
		out = append(out, nouns...)
	}
	return out
}

// others are the content words of a measure that no list knows.
func (r *measureReader) others(taken []bool) []string {
	var out []string
	for i := range r.words {
		w := r.fold(i)
		if taken[i] || r.lex.light[w] || r.lex.says[w] || r.lex.bounds[w] {
			continue
		}
		if t := stem(w, r.lang); !Stop(t, r.lang) {
			out = append(out, t)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
