package measure

import (
	"maps"
	"slices"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/name"
)

// What limits the measures of a sentence: times, places, names, causes.

// limit finds what limits the measures of the sentence: they share it.
func (r *measureReader) limit(ms []Measure, published time.Time) {
	taken := make([]bool, len(r.words)) // by what is no other word: who said it, names, times, numbers
	copy(taken, r.said)
	mark := func(sp text.Span) {
		for i, w := range r.words {
			taken[i] = taken[i] || w.Meets(sp)
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
			mark(text.Span{Start: r.words[i].Start, End: r.words[i+n-1].End})
		}
		if cause := r.lex.causes[r.fold(i)]; cause != "" {
			causes = append(causes, cause)
		}
		if i > 0 && letterName(r.words[i].Raw) {
			scope = append(scope, r.words[i].Raw)
		}
	}
	scope = append(scope, times...)
	by, others := slices.Sorted(maps.Keys(r.by)), r.others(taken)
	for i := range ms {
		measure := &ms[i]
		measure.names, measure.causes, measure.By = names, causes, by
		measure.scope = append(measure.scope, scope...)
		if measure.Passes { // what is so now is so on the day of the report
			measure.scope = slices.DeleteFunc(measure.scope, func(s string) bool { return s == today })
		}
		slices.Sort(measure.scope)
		measure.scope = slices.Compact(measure.scope)
		if measure.Class == "" {
			measure.terms = others
		}
		measure.bare = r.bare(measure, taken)
	}
}

// letterName reports a letter that tells two of a kind apart: "hospital B".
func letterName(w string) bool { return len(w) == 1 && text.Capital(w) && w != "I" }

// times are the times named in the sentence, but for when it was said: a day on
// which a count "rose" or somebody "said" it is that of the report.
func (r *measureReader) times(published time.Time, mark func(text.Span)) []string {
	var out []string
	for _, t := range date.Times(r.s, r.lang, published) {
		i := slices.IndexFunc(r.words, func(w text.Word) bool { return w.End > t.Start })
		if i < 0 || r.said[i] {
			continue
		}
		mark(t.Span)
		if !r.reported(i, t, published) {
			t = t.Days()
			out = append(out, days(t.From, t.To))
		}
	}
	return out
}

// reported reports whether a time, which word i begins, is when the report was made.
func (r *measureReader) reported(i int, t date.Time, published time.Time) bool {
	if t.From.Equal(published) {
		return true
	}
	for pos := max(0, i-saidWhen); pos < i; pos++ {
		if r.says(pos) || r.said[pos] && !r.comma(pos+1) {
			return true
		}
	}
	day := t.Closed() && t.To.Sub(t.From) <= 24*time.Hour
	return day && slices.ContainsFunc(r.words, func(w text.Word) bool { return r.lex.reach[w.Fold] })
}

func days(from, to time.Time) string {
	return from.Format(time.DateOnly) + "/" + to.Format(time.DateOnly)
}

// namesOf are the names in the sentence but for speakers and outlets.
func (r *measureReader) namesOf(mark func(text.Span)) []name.Name {
	var out []name.Name
	outlets := name.OutletNames{}.In(r.s)
	for _, n := range name.Names(r.s, r.lang) {
		i := slices.IndexFunc(r.words, func(w text.Word) bool { return w.End > n.Start })
		if i < 0 || r.said[i] || slices.ContainsFunc(outlets, func(o name.Outlet) bool { return n.Meets(o.Span) }) {
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
		out = append(out, r.place(i, taken)...)
	}
	return out
}

// place are the nouns behind the preposition at i, none if it is what it happened
// in: "in the bus crash".
func (r *measureReader) place(i int, taken []bool) []string {
	var nouns []string
	for pos := i + 1; pos < min(len(r.words), i+4) && !r.comma(pos) && !taken[pos]; pos++ {
		folded := r.fold(pos)
		if r.says(pos) || pos > i+1 && (r.lex.places[folded] || r.lex.joins[folded]) {
			break
		}
		if r.lex.causes[folded] != "" {
			return nil
		}
		if !r.known(folded) && !r.lex.bounds[folded] {
			nouns = r.withContent(nouns, folded, "in ")
		}
	}
	return nouns
}

// others are the content words of a measure that no list knows.
func (r *measureReader) others(taken []bool) []string {
	var out []string
	for i := range r.words {
		folded := r.fold(i)
		if !taken[i] && !r.lex.light[folded] && !r.says(i) && !r.lex.bounds[folded] {
			out = r.withContent(out, folded, "")
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
