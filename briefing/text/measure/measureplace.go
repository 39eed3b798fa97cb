package measure

import "dateline/briefing/text"

// A toll is told with its place once, and then without: "The death toll has risen
// to 15." Within a story it is that of the place where the story's tolls are.

// InStory is the measure with the place that the others of its kind in a story
// have, where it has none and they have just one. A measure that says anything else
// beside its value ("the worst flood", "nationwide", "in 1987") keeps what it says.
func (m Measure) InStory(story []Measure) Measure {
	if !m.bare {
		return m
	}
	var place *Measure
	for i := range story {
		other := &story[i]
		switch {
		case other.Class != m.Class || other.Counts != m.Counts || other.Kind != m.Kind || len(other.names)+len(other.scope) == 0:
		case len(other.scope) > 0 || noCommonSource(m.causes, other.causes):
			return m // of a part, a time, or what else happened
		case place == nil:
			place = other
		case !sameNames(place.names, other.names):
			return m
		}
	}
	if place != nil {
		m.names, m.placed = place.names, true
	}
	return m
}

// AsStated is the measure without the place that InStory gave it.
func (m Measure) AsStated() Measure {
	if m.placed {
		m.names, m.placed = nil, false
	}
	return m
}

// bare reports whether a sentence says of measure m nothing but its value, what it
// counts and what it happened in: up to the end of the number's clause all words
// are those of lists. "A flood" may be another one. Taken are words that say who said it, or are numbers.
func (r *measureReader) bare(m *Measure, taken []bool) bool {
	if m.Class == "" || len(m.names)+len(m.scope)+len(m.doer) > 0 {
		return false
	}
	for i, w := range r.words {
		if w.Start > m.End && r.clause(i) {
			break
		}
		root := text.Stem(w.Fold, r.lang)
		if r.lex.causes[w.Fold] != "" && r.lex.indefinite[r.fold(i-1)] {
			return false
		}
		if !taken[i] && root != m.Counts && !r.listed(i) && !text.Stop(root, r.lang) {
			return false
		}
	}
	return true
}

// listed reports whether word i is one of those by which measures are read.
func (r *measureReader) listed(i int) bool {
	folded := r.fold(i)
	switch {
	case r.known(folded), r.inPhrase(i), r.lex.bounds[folded], r.lex.people[folded]:
		return true
	}
	return r.lex.levels[folded] || r.lex.reach[folded] || r.says(i) || r.lex.remains[folded]
}
