package evidence

import (
	"strings"

	"dateline/briefing/text"
)

func (c sentence) names(r *Result, pages []page) {
	if noCapitals[c.lang] {
		return
	}
	for _, n := range text.Names(c.s, c.lang) {
		ok := c.beside(pages, n.Span, func(p page) bool { return p.holdsName(n) })
		if !ok {
			r.fault("name", n.Text, "the name %s is not in the cited text", n.Text)
		}
	}
}

// noCapitals are languages whose names do not show: they cannot be checked.
var noCapitals = map[string]bool{"ar": true, "he": true, "zh": true, "ja": true, "ko": true, "hi": true, "th": true}

// holdsName: every word of the name stands in the window, as itself, by its
// key, as a demonym, or the name is an acronym of words there (or the reverse).
func (p page) holdsName(n text.Name) bool {
	if strings.Contains(p.folded, plain(n.Text)) {
		return true
	}
	words := text.Terms(n.Text, "")
	for i, w := range words {
		if strings.Contains(p.folded, " "+w+" ") || strings.Contains(p.folded, " "+w+"'s ") || p.spelled(w) || p.demonym(w) || i == 0 && titleWord[w] {
			continue
		}
		if len(words) == 1 && (p.spells(w) || p.acronym(w)) {
			continue
		}
		return false
	}
	return len(words) > 0
}

// titleWord may stand before a name that has none in the source.
var titleWord = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true}

// demonym: France/French, China/Chinese: four letters in common and short ends.
func (p page) demonym(w string) bool {
	if len(w) < 5 {
		return false
	}
	return strings.Contains(p.folded, " "+w[:max(4, len(w)-3)])
}

// spells: an acronym of the claim whose words stand in a row in the window.
func (p page) spells(w string) bool {
	if len(w) < 2 || len(w) > 6 {
		return false
	}
	fields := strings.Fields(p.folded)
	for i := range fields {
		k := 0
		for j := i; j < len(fields) && k < len(w); j++ {
			if fields[j][0] == w[k] {
				k++
				continue
			}
			if !small[fields[j]] {
				break
			}
		}
		if k == len(w) {
			return true
		}
	}
	return false
}

var small = map[string]bool{"of": true, "the": true, "and": true, "for": true, "in": true, "on": true}

func (p page) acronym(w string) bool { return strings.Contains(p.folded, " "+w+" ") }
