package people

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/speech"
)

// Whom of the people in an accusing sentence it accuses.

// accusedNear is how many bytes stand at most between a name and the word that accuses.
const accusedNear = 40

// accusedOf are those of the people in an accusing sentence beside whose names it says so,
// with no other name between: "Police arrested NAME", "NAME, 44, is accused of". The
// sentence names others too.
func accusedOf(s, lang string, names []mention) []mention {
	if len(names) == 0 || takesMoney(s, lang) {
		return names
	}
	places := accusingPlaces(s, lang)
	active := activePlaces(s, lang)
	found := make([]bool, len(names))
	for i, m := range names {
		placed := inPlace.MatchString(s[max(0, m.start-inPlaceMost):m.start])
		found[i] = !placed && !m.accuses(s, lang) && slices.ContainsFunc(places, func(at int) bool {
			return m.beside(at, names) && !slices.ContainsFunc(active, func(verb int) bool { return m.end <= verb && verb <= at })
		})
	}
	for _, group := range joined(s, names) {
		if slices.Contains(found[group[0]:group[1]], true) {
			for i := group[0]; i < group[1]; i++ {
				found[i] = !names[i].accuses(s, lang)
			}
		}
	}
	var out []mention
	for i, m := range names {
		if found[i] {
			out = append(out, m)
		}
	}
	return out
}

// accusingPlaces are the places of words that accuse somebody, or tell of a victim or minor.
func accusingPlaces(s, lang string) []int {
	sets := []PrefixSet{minorWords, deathWords}
	if words, ok := suspectWords[lang]; ok {
		sets = append(sets, words) // who is sued over money is no suspect
	} else {
		sets = slices.AppendSeq(sets, maps.Values(suspectWords))
	}
	var out []int
	for _, words := range sets {
		out = slices.AppendSeq(out, words.places(s))
	}
	if tellsOfMinor(s) {
		for _, at := range minorAge.FindAllStringIndex(s, -1) {
			out = append(out, at[0])
		}
	}
	return out
}

// joined are the names of a sentence that stand in one list, each list as the index of its
// first name and the one behind its last: "Tom Hale, 40, Jonas Pell and Erik Moss". A comma
// alone joins none, it may begin what somebody is: "Tom Hale, Jonas Pell's driver".
func joined(s string, names []mention) [][2]int {
	var out [][2]int
	first, ends := 0, 0
	for i := 1; i <= len(names); i++ {
		var link []string
		if i < len(names) && names[i-1].end <= names[i].start {
			link = listLink.FindStringSubmatch(s[names[i-1].end:names[i].start])
		}
		switch {
		case link == nil:
			if ends > first {
				out = append(out, [2]int{first, ends + 1})
			}
			first, ends = i, i
		case link[1] != "":
			ends = i
		}
	}
	return out
}

// listLink stands between two names of a list, with the word that joins the last of them.
var listLink = regexp.MustCompile(`^(?:, ?\d{1,3})?(?:,? (` + speech.Alternatives(lexicon.All("joins", "both")) + `) |, )$`)

// accuses reports whether the one who is named accuses somebody else: "Ada Brandt accused
// Tom Hale". In "Tom Hale accused of fraud" the verb is no active one.
func (m mention) accuses(s, lang string) bool {
	behind := strings.TrimPrefix(s[m.end:], " ")
	return behind != s[m.end:] && accuserWords[lang].at(strings.ToLower(behind)) && !accusedBehind.MatchString(behind)
}

// activePlaces are the places of active verbs of accusing: whom they accuse stands behind
// them, "Tom Hale denied it and accused the police of fraud". In "was accused Monday" and
// "whom the police accused" is none.
func activePlaces(s, lang string) []int {
	var out []int
	for at := range accuserWords[lang].places(s) {
		at = min(at, len(s)) // small letters may be longer
		object := accusedObject.FindStringSubmatch(s[at:])
		if object != nil && !notPerson[text.Fold(object[1])] && !passiveBefore.MatchString(s[:at]) {
			out = append(out, at)
		}
	}
	return out
}

var (
	// accusedObject is a verb with a capital word behind it, or one that stands before a noun:
	// "her" may be somebody whom the sentence has named.
	accusedObject = regexp.MustCompile(`^\pL+ (\p{Lu}[\pL’'-]*|(?:the|an?|his|their|its|la|les?|los|las|el|al|os?|as|` +
		`die|den|das)(?:\PL|$))`)
	// passiveBefore is what makes the one before an English "accused" the one who is.
	passiveBefore = regexp.MustCompile(`(?i)(?:^|\PL)(?:is|are|was|were|be|been|being|stands?|stood|whom|the)(?: \pL+ly)? $`)
)

// accusedBehind is a participle of accusing behind the one who is accused.
var accusedBehind = regexp.MustCompile(`^\pL+ (?:of|by)(?:\PL|$)`)

// beside reports whether a word at a place stands near a name and is none of it, with no
// other full name between.
func (m mention) beside(at int, names []mention) bool {
	from, to := m.end, at
	if at < m.end {
		from, to = at, m.start
	}
	between := func(o mention) bool { return o.given != "" && o.start >= from && o.end <= to }
	return from <= to && to-from <= accusedNear && !slices.ContainsFunc(names, between)
}
