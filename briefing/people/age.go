package people

import (
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/text"
)

// Whom an age is of: a minor must not be known by his or her name.

// tellsOfMinor reports whether a text speaks of somebody under 18.
func tellsOfMinor(s string) bool {
	if minorWords.MatchString(s) {
		return true
	}
	if !strings.ContainsAny(s, "123456789") && !yearWords.MatchString(s) {
		return false
	}
	return slices.ContainsFunc(minorAge.FindAllStringIndex(s, -1), func(at []int) bool {
		behind := strings.TrimLeft(s[at[1]-1:], " ")
		return !ofThing(s[:at[0]], behind) && !slices.ContainsFunc(nobodysAges, func(phrase string) bool {
			return strings.HasPrefix(behind, phrase)
		})
	})
}

// ofThing reports whether an age between two texts is that of an animal or a thing:
// "a 5-year-old giant schnauzer", "un perro de 5 años". What is none of those known is
// somebody; so is who has to do with one, "a 14-year-old dog trainer".
func ofThing(before, behind string) bool {
	if i := strings.IndexAny(behind, text.BreakMarks+text.EndMarks); i >= 0 {
		behind = behind[:i]
	}
	words := text.PlainWords(behind)
	words = words[:min(len(words), nounNear)]
	for i, w := range words {
		folded := text.Fold(w)
		if agedThings[folded] {
			return i+1 == len(words) || !personEnds.MatchString(words[i+1])
		}
		if text.Stop(folded, "en") || text.Stop(folded, "de") || text.Capital(w) && text.Countries()[folded] == "" {
			break // the noun stands before it, or somebody is named
		}
	}
	last := text.PlainWords(before)
	if n := len(last); n > 1 && last[n-1] == "de" {
		return agedThings[text.Fold(last[n-2])]
	}
	return false
}

// nounNear is how many words behind an age are looked at for the noun that it belongs to.
const nounNear = 4

// personEnds are endings of nouns for people behind that of an animal or a thing.
var personEnds = regexp.MustCompile(`(?:[eo]rs?|ists?|m[ae]n|girls?|boys?)$`)
