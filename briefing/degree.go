package briefing

import (
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/text"
)

// How big, long, high or far something is, is told in a unit: the crews that
// fight a fire are not its size.

// degree is a question for a degree: no sentence that says how big has to say
// "big".
var degree = regexp.MustCompile(`(?i)\b(how|wie) (high|long|old|far|big|large|tall|hoch|alt|lange|groß|weit)\b`)

const (
	lengthUnits = "miles?|kilomet(?:er|re)s?|kilometern|km|met(?:er|re)s?|metern|feet|foot|inch(?:es)?"
	timeUnits   = "years?|months?|weeks?|days?|hours?|minutes?|seconds?|jahren?|jahre|monate?n?|wochen?|tage?n?|stunden?|minuten?|sekunden?"
	areaUnits   = "acres?|hectares?|hektar|square|quadratkilometer|tons?|tonnes?|tonnen|pounds?"
	numberSaid  = `(?:\d|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|million|billion|half|eine[nrm]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|hundert|tausend|millionen))`
)

// degreeSaid are a number and a unit by the word that asks for them; money and
// shares are big and high as well.
var degreeSaid = map[string]*regexp.Regexp{
	"long": unitSaid(timeUnits + "|" + lengthUnits), "lange": unitSaid(timeUnits),
	"far": unitSaid(lengthUnits), "weit": unitSaid(lengthUnits), "tall": unitSaid(lengthUnits),
	"big": unitSaid(areaUnits + "|" + lengthUnits), "large": unitSaid(areaUnits + "|" + lengthUnits), "groß": unitSaid(areaUnits + "|" + lengthUnits),
	"high": unitSaid(lengthUnits + "|degrees?"), "hoch": unitSaid(lengthUnits + "|grad"),
}

func unitSaid(units string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + numberSaid + `[ -](?:(?:million|billion|cubic|nautical|consecutive|more|full|millionen) )?(` + units + `)\b`)
}

// degreeOf is the word of a question that asks for a degree, "" when none does.
func degreeOf(q string) string {
	if m := degree.FindStringSubmatch(q); m != nil {
		return strings.ToLower(m[2])
	}
	return ""
}

// amounts reports whether a sentence says a degree: a number in a unit that the
// question does not name itself, money or a share, or the size of what is
// asked for, "a crowd of 5,000".
func (a asked) amounts(s, lang string, by *regexp.Regexp) bool {
	said := plainWords(strings.ToLower(a.text))
	for _, m := range by.FindAllStringSubmatch(s, -1) {
		if unit := strings.TrimSuffix(strings.ToLower(m[1]), "s"); !slices.Contains(said, unit) && !slices.Contains(said, unit+"s") {
			return true
		}
	}
	if by == degreeSaid["long"] || by == degreeSaid["lange"] {
		return false
	}
	return slices.ContainsFunc(text.Numbers(s, lang), func(n text.Number) bool {
		before := strings.Fields(s[:n.Start])
		of := len(before) > 1 && before[len(before)-1] == "of" && a.says(before[len(before)-2], lang)
		return n.Kind == "money" || n.Kind == "percent" || of
	})
}
