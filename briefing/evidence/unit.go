package evidence

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/number"
)

// unitsOf are the stems of units of measure, by language, each with the one under which
// its spellings are compared.
var unitsOf = sync.OnceValue(func() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, lang := range lexicon.In("measures") {
		units := map[string]string{}
		for _, w := range lexicon.Words(lang, "measures", "units") {
			unit := text.Stem(text.Fold(w), lang)
			units[unit] = unit
		}
		for _, row := range lexicon.Section(lang, "measures.alike") {
			for _, w := range row.Words {
				if unit := text.Stem(text.Fold(w), lang); units[unit] != "" {
					units[unit] = text.Stem(text.Fold(row.Key), lang)
				}
			}
		}
		out[lang] = units
	}
	return out
})

// unit is the stem of the unit of measure that a number of the claim has, for a text of a
// language; "" is none, one of another language, or what is counted ("three times" may be
// three goals).
func (c *Sentence) unit(n number.Number, lang string) string {
	if lang != c.lang || n.Kind != "count" || text.Stem("times", c.lang) == n.Noun {
		return ""
	}
	return unitsOf()[c.lang][n.Noun]
}

// mayCount reports whether a number of a part may be one of a unit: the first unit of
// measure behind it in its clause and before another number is that one, else the last
// before it ("magnitude of 7"); or nothing says what it counts.
func (x *part) mayCount(m number.Number, unit string) bool {
	behind, before := x.s[m.End:], x.s[:m.Start]
	if r, _ := utf8.DecodeRuneInString(behind); !unicode.IsSpace(r) && r != '-' && r != '\u2011' {
		return true // it ends a clause, or a sign or a letter stands at it
	}
	for _, n := range x.numbersOf() {
		switch {
		case n.Start >= m.End && n.Start-m.End < len(behind):
			behind = behind[:n.Start-m.End]
		case n.End <= m.Start && m.Start-n.End < len(before):
			before = before[len(before)-(m.Start-n.End):]
		}
	}
	const marks = text.BreakMarks + text.EndMarks + "\n"
	if i := strings.IndexAny(behind, marks); i >= 0 {
		behind = behind[:i]
	}
	if i := strings.LastIndexAny(before, marks); i >= 0 {
		before = before[i:]
	}
	units, after, backward := unitsOf()[x.lang], text.Terms(behind, x.lang), text.Terms(before, x.lang)
	slices.Reverse(backward)
	for _, w := range slices.Concat(after, backward) {
		if units[w] != "" {
			return units[w] == unit
		}
	}
	return len(after) == 0 || m.Noun == "" || utf8.RuneCountInString(m.Noun) <= shortUnit
}

// shortUnit is how many letters what may be a unit has, shortened: km, mph.
const shortUnit = 3
