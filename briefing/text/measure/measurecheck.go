package measure

import (
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// checked takes a measure for one of those without power only where it counts
// whom power is supplied to. Who marches is one of the people there, however
// they are called. What they lack or want besides, and for how long, limits both.
func (r *measureReader) checked(m *Measure, b int) {
	switch {
	case m.Class == "crowd" && r.lex.alike[m.Counts] == m.Counts:
		m.Counts, m.Thing = "", ""
	case m.Class == "outage" && !r.supplied(m.Counts, r.fold(b)):
		m.Class = ""
	}
	if m.Class != "outage" && m.Class != "crowd" {
		return
	}
	for i := range r.words {
		switch folded := r.fold(i); {
		case r.said[i]:
		case r.event(i) == m.Class:
			r.besides(m, i)
		case r.lex.remains[folded]:
			m.scope = append(m.scope, "still")
		case r.lex.aims[folded] && !r.inEvent(i):
			m.scope = append(m.scope, folded+" "+r.joined(i+1, min(2, len(r.words)-i-1)))
		}
	}
}

// supplied reports whether power is supplied to what is counted, or to people by
// the word for them.
func (r *measureReader) supplied(counts, people string) bool {
	if counts == "" {
		return r.lex.people[people]
	}
	return r.lex.served[counts]
}

// besides are what is named together with word i: "homes and businesses", "without
// power and water".
func (r *measureReader) besides(m *Measure, i int) {
	folded := r.fold(i + 2)
	if !joinWords[r.fold(i+1)] || folded == "" || r.comma(i+1) || r.at[i+2] >= 0 {
		return
	}
	if r.event(i+2) == "" && !r.lex.light[folded] && !r.lex.levels[folded] && !r.says(i+2) {
		m.scope = append(m.scope, "and "+text.Stem(folded, r.lang))
	}
}

// joinWords join two things that are counted as one number.
var joinWords = text.Set(lexicon.All("joins", "both"))

// inEvent reports whether word i is part of a phrase that says what happened:
// "in the dark".
func (r *measureReader) inEvent(i int) bool {
	for end := i; end < min(len(r.words), i+r.lex.eventMost); end++ {
		if _, n := r.eventAt(end); n > 1 && end-n < i {
			return true
		}
	}
	return false
}
