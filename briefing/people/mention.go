package people

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
)

// mention is a person's name in a text.
type mention struct {
	surname    string   // folded
	given      string   // the first name, folded; "": the surname stands alone
	middle     []string // what stands between them, folded
	start, end int
}

// nameRun is two or more capital words in a row, as a person is named in full.
var nameRun = regexp.MustCompile(`\p{Lu}[\p{L}’'-]+(?: \p{Lu}\.)?(?: (?:de|da|do|dos|di|del|von|van|der|den|al|bin|ibn|el|la|le))*(?: ` +
	`\p{Lu}[\p{L}’'-]+)+`)

// fullNames are the names of people in a sentence; those of places and bodies
// are known by their words, or by the "in" before them.
func fullNames(s string) []mention {
	var out []mention
	for _, at := range nameRun.FindAllStringIndex(s, -1) {
		end := at[1]
		for from := at[0]; from < end; {
			to, next := end, end
			if owns := possessive.FindStringIndex(s[from:end]); owns != nil {
				to, next = from+owns[0], from+owns[1] // "Paris' Louvre Museum" are two
			}
			if who, ok := fullName(s, from, to); ok {
				out = append(out, who)
			}
			from = next
		}
	}
	return out
}

// hidesNames reports whether most letters of a text have no capitals, as in Arabic and
// Japanese: nobody can tell by them whether it names somebody.
func hidesNames(s string) bool {
	bare := 0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Lo, r):
			bare++
		case unicode.IsLetter(r):
			bare--
		}
	}
	return bare > 0
}

// possessive joins the name of somebody or something to what belongs to it.
var possessive = regexp.MustCompile(`(?:['’]s|s['’]) `)

// fullName is whom a run of capital words between two places of a sentence names.
func fullName(s string, from, to int) (mention, bool) {
	run := strings.TrimRight(s[from:to], "'’-")
	for _, end := range []string{"'s", "’s"} {
		run = strings.TrimSuffix(run, end)
	}
	if joinedSmall.MatchString(run) || ofMany.MatchString(s[to:]) || inPlace.MatchString(s[max(0, from-inPlaceMost):from]) {
		return mention{}, false
	}
	words := text.PlainWords(text.Fold(run))
	first, surname, end := firstName(words), len(words)-1, from+len(run)
	if first < 0 {
		return mention{}, false
	}
	who := mention{surname: words[surname], start: end - len(withoutOffice(run)), end: end}
	if first < surname {
		who.given, who.middle = words[first], words[first+1:surname]
	}
	return who, true
}

// firstName is the place of the first word, folded, of somebody's name among the words of a
// run, -1 where it names nobody: "Karsk Police", "Hale CEO".
func firstName(words []string) int {
	first, surname := 0, len(words)-1
	for i, w := range words {
		// "District Attorney Ada Brandt"; "North Wire CEO Tom Hale" has an office inside
		if notPerson[w] || i > 0 && i < surname-1 && isOffice(w) {
			first = i + 1
		}
	}
	if first >= surname || titleWords[words[surname]] {
		return -1
	}
	for first < surname && isOffice(words[first]) {
		first++ // "Mayor Jonas Pell", "President-elect Pell"
	}
	return first
}

// isOffice reports whether a folded word says what somebody is.
func isOffice(w string) bool { return titleWords[w] || OfficeWords.MatchString(w) }

// withoutOffice is a name without what stands before it: "US Attorney Jane Roe".
func withoutOffice(run string) string {
	name := run
	for rest := run; rest != ""; {
		var word string
		if word, rest, _ = strings.Cut(rest, " "); notPerson[text.Fold(word)] {
			name = rest
		}
	}
	return name
}

var (
	joinedSmall = regexp.MustCompile(`\p{Lu}-\p{Ll}`) // "NATO-member Poland"
	ofMany      = regexp.MustCompile(`^ (?:members?|groups?|gang|cartel|party|movement|militants?|fighters?|troops|rebels|supporters` +
		`|mitglieder|miembros|membres|membros)(?:\PL|$)`)
)

// inPlaceMost is more than the longest of the words before the name of a place
// has, in bytes.
const inPlaceMost = 32

// inPlace stands before the names of places.
var inPlace = regexp.MustCompile(`(?i)(?:^|\PL)(?:in|at|near|outside|around|inside|across|bei|nahe|en|cerca de|près de|à|em|perto de) ` +
	`(?:the |la |el |der |den |dem )?$`)

// in are the people a text names, but for those who are only quoted: in full,
// or by the surname of somebody who is named in full elsewhere; as they stand
// in the text. In a headline with a capital on each word no run is a name.
func (a accusations) in(s string) []mention {
	var out []mention
	if !inCapitals(s) {
		out = fullNames(s)
	}
	taken := func(i int) bool {
		for _, m := range out {
			if i >= m.start && i < m.end {
				return true
			}
		}
		return false
	}
	for _, at := range capitalWord.FindAllStringIndex(s, -1) {
		word := strings.TrimSuffix(strings.TrimSuffix(s[at[0]:at[1]], "'s"), "’s")
		if plain := text.Fold(word); a.known[plain] && word != strings.ToUpper(word) && !taken(at[0]) {
			out = append(out, mention{surname: plain, start: at[0], end: at[0] + len(word)})
		}
	}
	kept := out[:0]
	for _, m := range out {
		if !isSpeaker(s, m) {
			kept = append(kept, m)
		}
	}
	slices.SortFunc(kept, func(a, b mention) int { return a.start - b.start })
	return kept
}

var capitalWord = regexp.MustCompile(`\p{Lu}[\p{L}’'-]{2,}`)

// inCapitals reports a headline with a capital on each word.
func inCapitals(s string) bool { return !strings.HasSuffix(s, ".") && titleCase(s) }

// titleCase reports whether most words of a text begin with a capital.
func titleCase(s string) bool {
	words := strings.Fields(s)
	n := 0
	for _, w := range words {
		if char, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(char) || unicode.IsDigit(char) {
			n++
		}
	}
	return len(words) > 1 && 5*n >= 3*len(words)
}

// isSpeaker reports whether a name stands as that of a source of the sentence.
// Who speaks of "he" may speak of him- or herself.
func isSpeaker(s string, m mention) bool {
	if verb := speaksAfter.FindStringSubmatch(s[m.end:]); verb != nil {
		return !himself[text.Fold(verb[1])]
	}
	if speaksBefore.MatchString(s[:m.start]) {
		return true
	}
	at := saidBefore.FindStringSubmatchIndex(s[:m.start])
	return at != nil && !hasSubject(s, at[2], at[3]) && saidEnds.MatchString(s[m.end:])
}

// hasSubject reports whether an English "said" has its speaker before it, so that a name
// behind it is what is told: "Police said Erik Moss, 40, was arrested".
func hasSubject(s string, start, end int) bool {
	before := strings.TrimSpace(s[:start])
	last, _ := utf8.DecodeLastRuneInString(before)
	return saidPlain[text.Fold(s[start:end])] && before != "" && unicode.IsLetter(last)
}

var saidPlain = map[string]bool{"said": true, "says": true}
