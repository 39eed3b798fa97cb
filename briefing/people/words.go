package people

import (
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/speech"
)

// The words by which news accuses, names victims and tells results stand in the
// section "people" of the lexicon, most of them as beginnings of words.

// PrefixSet is a set of words and beginnings of words, indexed by their first two
// bytes. The zero value matches nothing. A regular expression with as many
// alternatives took 0.5 ms a sentence.
type PrefixSet struct {
	byHead map[string][]prefix // by their first two bytes
}

type prefix struct {
	text  string
	whole bool // a word of its own
}

// newPrefixSet makes a set of phrases, each at least two bytes long and in lower
// case. A phrase matches every word that begins with it; one that is marked with
// "=" in front matches that whole word only.
func newPrefixSet(list []string) PrefixSet {
	by := map[string][]prefix{}
	for _, phrase := range list {
		phrase, whole := strings.CutPrefix(phrase, "=")
		by[phrase[:2]] = append(by[phrase[:2]], prefix{phrase, whole})
	}
	return PrefixSet{by}
}

// MatchString reports whether a word of s, in any case, is in the set.
func (b PrefixSet) MatchString(s string) bool {
	for range b.places(s) {
		return true
	}
	return false
}

// places yields the byte offsets in s of the words that are in the set.
func (b PrefixSet) places(s string) iter.Seq[int] {
	return func(yield func(int) bool) {
		lower := strings.ToLower(s) // rune by rune, some of another length
		inside := false
		for i, r := range s {
			letter := unicode.IsLetter(r)
			if letter && !inside && b.at(lower) && !yield(i) {
				return
			}
			inside = letter && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) // no spaces there
			_, n := utf8.DecodeRuneInString(lower)
			lower = lower[n:]
		}
	}
}

func (b PrefixSet) at(s string) bool {
	if len(s) < 2 {
		return false
	}
	for _, x := range b.byHead[s[:2]] {
		if !strings.HasPrefix(s, x.text) {
			continue
		}
		if char, _ := utf8.DecodeRuneInString(s[len(x.text):]); !x.whole || !unicode.IsLetter(char) {
			return true
		}
	}
	return false
}

// articles are the definite ones, by language.
var articles = lexicon.Sets("questions", "articles")

// peopleWords are the words of a row in every language.
func peopleWords(key string) []string { return lexicon.All("people", key) }

// prefixSetsByLang returns the sets of a row of the lexicon's section "people", by
// language (ISO 639-1).
func prefixSetsByLang(key string) map[string]PrefixSet {
	out := map[string]PrefixSet{}
	for _, lang := range lexicon.In("people") {
		out[lang] = newPrefixSet(lexicon.Words(lang, "people", key))
	}
	if key == "accusing" {
		for _, lang := range lexicon.In("people.accusing") { // taken for it, a short text may be in another
			out[lang] = newPrefixSet(slices.Concat(lexicon.Words(lang, "people.accusing", key), peopleWords(key)))
		}
	}
	return out
}

// withoutCivil are the words of accusation by language, without those of civil cases.
func withoutCivil() map[string]PrefixSet {
	out := prefixSetsByLang("accusing")
	for _, lang := range lexicon.In("people") {
		civil := text.Set(lexicon.Words(lang, "people", "civil"))
		accusing := slices.Clone(lexicon.Words(lang, "people", "accusing"))
		out[lang] = newPrefixSet(slices.DeleteFunc(accusing, func(w string) bool { return civil[w] }))
	}
	return out
}

// minorYears are the numbers under 18 in the words of a language, each with text around.
func minorYears(lang, before, behind string) []string {
	var out []string
	for _, row := range lexicon.Section(lang, "numbers") {
		if years, _ := strconv.Atoi(row.Key); years < 18 {
			for _, w := range row.Words {
				out = append(out, before+w+behind)
			}
		}
	}
	return out
}

// anyOf is a regular expression that matches one of the words of a row.
func anyOf(key string) string { return "(?:" + speech.Alternatives(peopleWords(key)) + ")" }

var (
	accusationWords = prefixSetsByLang("accusing")          // accusations, charges and suspicion
	deathWords      = newPrefixSet(peopleWords("dying"))    // they make a victim of somebody whose name stands beside them
	InsultWords     = newPrefixSet(peopleWords("insults"))  // they accuse whomever a question puts them on, named or not
	DeedWords       = newPrefixSet(peopleWords("deeds"))    // verbs that accuse whomever a question names
	winWords        = newPrefixSet(peopleWords("winning"))  // results; a result of a vote has both
	voteWords       = newPrefixSet(peopleWords("voting"))   // and votes
	sportWords      = newPrefixSet(peopleWords("sport"))    // it has winners of no vote
	minorWords      = newPrefixSet(peopleWords("minors"))   // somebody under 18
	civilWords      = prefixSetsByLang("civil")             // of them those of a civil case,
	suspectWords    = withoutCivil()                        // and the others
	decidedWords    = prefixSetsByLang("decided")           // what a court has decided,
	openWords       = prefixSetsByLang("open")              // unless it may still decide, or decided otherwise
	unprovenWords   = prefixSetsByLang("unproven")          // suspicion, arrest and charge, which prove nothing
	denyingWords    = prefixSetsByLang("denying")           // by which somebody denies an accusation
	accuserWords    = prefixSetsByLang("accuser")           // active verbs, behind the one who accuses
	identifyWords   = prefixSetsByLang("identifies")        // before the name of whom the sentence before tells
	caseWords       = prefixSetsByLang("case")              // of police, courts and those who defend somebody before them
	nobodysAges     = peopleWords("ages")                   // behind an age that is nobody's: "aged 10 and younger", "6 años de cárcel"
	titleWords      = text.FoldedSet(peopleWords("titles")) // they stand before a name as a first name does
	agedThings      = text.FoldedSet(peopleWords("aged"))   // animals and things that an age may be of

	// minorAge matches an age under 18, in figures or in words; yearWords are words without which it matches none in words.
	minorAge = regexp.MustCompile(`(?:^|[^\pL\d])(?:(?:[1-9]|1[0-7])[- ](?:year[- ]olds?|[jJ]ährige\pL*|años|ans|anos)|` +
		`(?i:aged? (?:[1-9]|1[0-7]|` + englishYears + `)|(?:` + germanYears + `)\pL*))(?:[^\pL\d]|$)|` +
		`(?i:(?:^|[^\pL\d-])(?:` + englishYears + `)[- ]years?[- ]olds?)(?:[^\pL\d]|$)|` + // not "twenty-one-year-old"
		`, (?:[1-9]|1[0-7]),|\p{Lu}\pL+, (?:` + englishYears + `),`)
	yearWords    = newPrefixSet(slices.Concat(minorYears("en", "=", ""), minorYears("de", "", "jährig")))
	englishYears = speech.Alternatives(minorYears("en", "", ""))
	germanYears  = speech.Alternatives(minorYears("de", "", "jährig"))

	// OfficeWords matches offices, which identify a person as a name does; PersonPronoun matches a pronoun for a person in a question.
	OfficeWords   = regexp.MustCompile(`(?i)(?:^|\PL)` + anyOf("offices") + `(?:\PL|$)`)
	PersonPronoun = regexp.MustCompile(`(?i)(?:^|\PL)` + anyOf("someone") + `(?:\PL|$)`)

	// countedShare is the share of a vote that was counted.
	countedShare = regexp.MustCompile(`(?i)\b\d{1,3}(?:[.,]\d+)? ?(?:%|` + anyOf("percent") + `)(?:(?: \pL+){0,4} ` + anyOf("ballots") +
		`(?: \pL+){0,3} ` + anyOf("counted") + `| (?:of (?:the )?count|` + anyOf("counted") + `))\b`)
)

// harmlessWords match phrases that accuse nobody and tell no result, although one of
// their words does elsewhere: "stalking horse", "the win".
var harmlessWords = regexp.MustCompile(`(?i)(?:^|\PL)` + anyOf("harmless"))

// notPerson are words of names that are not people's, folded.
var notPerson = func() map[string]bool {
	out := text.FoldedSet(peopleWords("not_person"))
	for _, row := range slices.Concat(lexicon.Section("en", "months"), lexicon.Section("en", "weekdays")) {
		out[text.Fold(row.Words[0])] = row.Words[0] != "may" // a name too, as some short forms are
	}
	return out
}()

// speakerVerbs are the verbs of saying behind the name of somebody who reports.
func speakerVerbs() string {
	var all []string
	for _, lang := range lexicon.In("saying") {
		all = append(all, lexicon.Used(lang, "saying", "speaks")...)
	}
	return "(?:" + speech.Alternatives(all) + ")"
}

// speaks are words beside the name of somebody who reports, not one reported on.
var (
	speaksAfter  = regexp.MustCompile(`(?i)^,?(?: of the [\pL ]{3,60},?| (?:the|a|an) [\pL ]{3,40},)? ` + speakerVerbs() + `(?: (\pL+))?`)
	saidBefore   = regexp.MustCompile(`(?i)(?:^|\PL)(` + anyOf("said_by") + `) (?:\pL+ ){0,3}$`)
	saidEnds     = regexp.MustCompile(`^(?:[^\pL ]| (?:of|on|in|from|von|am|de|du|le|em) |$)`)
	speaksBefore = regexp.MustCompile(`(?i)(?:(?:^|\PL)` + anyOf("speakers") + ` )$`)
	himself      = text.FoldedSet(peopleWords("himself"))
)
