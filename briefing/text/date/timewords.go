package date

import (
	"strings"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// Words of dates in the languages read here are the sections of the lexicon; a
// date may stand in any of them, so each table has the words of all.

// ValuesOf are the words of a section, folded, with the value that their key stands for.
func ValuesOf[V any](section string, value func(key string) V) map[string]V {
	out := map[string]V{}
	for _, row := range lexicon.Everywhere(section) {
		for _, w := range row.Words {
			out[text.Fold(w)] = value(row.Key)
		}
	}
	return out
}

var (
	MonthOf    = ValuesOf("months", func(key string) time.Month { return time.Month(num(key)) })
	weekdayOf  = ValuesOf("weekdays", num)
	unitOf     = ValuesOf("dates.units", func(key string) timeUnit { return timeUnit(key[0]) })
	shiftOf    = ValuesOf("dates.shifts", num)
	shiftAfter = ValuesOf("dates.shifts_after", num) // they follow their noun
	dayOffset  = ValuesOf("dates.days", num)         // how many days ahead of the reference
	seasonOf   = ValuesOf("dates.seasons", num)      // by their first month
	edgeOf     = ValuesOf("dates.edges", func(key string) timeEdge { return timeEdge(key[0]) })

	// dualUnit holds Arabic units that mean two of them.
	dualUnit = text.FoldedSet(lexicon.All("dates.dual", "two"))
)

// partOf is a part of the day, as hours.
var partOf = ValuesOf("dates.day_parts", func(key string) [2]int {
	before, after, _ := strings.Cut(key, "-")
	return [2]int{num(before), num(after)}
})

// falseFriends are words of the tables that mean something else in a language and
// are not read there: "hier" is "here" in German, "Mars" a planet in English.
var falseFriends = func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, lang := range lexicon.In("dates.strange") {
		out[lang] = text.FoldedSet(lexicon.Words(lang, "dates.strange", "words"))
	}
	return out
}()

// ownWord reports whether a word of the tables is read in a language.
func (p *timeParser) ownWord(w string) bool { return !falseFriends[p.lang][w] }
