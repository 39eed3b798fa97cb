// Package speech reads who says something: credits, quotations and reports, and whether a sentence
// can be read without the one before it.
package speech

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
)

const (
	aloneLeast = 40  // characters a sentence shown alone has at least
	aloneMost  = 240 // and at most
)

// pointingWords are first words that point back at an earlier sentence; allowedStart
// those of them behind which a sentence can go on without; pronouns stand for
// somebody or something that is named.
var (
	pointingWords = text.Set(lexicon.All("alone", "pointing"))
	allowedStart  = text.Set(lexicon.Words("en", "alone.english", "goes_on"))
	pronouns      = text.Set(lexicon.Words("en", "alone.english", "pronouns"))
)

var promotion = regexp.MustCompile(`(?i)\b(click|subscribe|sign up|newsletter|podcast|our app|read more|watch live|follow us|download|` +
	`tickets? (are|is) available|use code|for more|full story|see below|pictured|above:|below:|file photo|` +
	`editor's note|updated at|correction:|clarification:|visit our|tune in)\b`)
var backReference = regexp.MustCompile(`(?i)\b(the (two|pair|duo|three|former|latter|same|trio|group|couple)\b ` +
	`(said|were|was|had|have|are)|` +
	`according to (him|her|them)|as mentioned|above-mentioned|mentioned above|the (man|woman|suspect|victim|` +
	`author|company|report|study|move|statement|announcement|decision|latter|actor|singer|official|` +
	`spokesperson|spokesman|spokeswoman)'?s? (said|added|told|continued|went on|also|noted|explained|wrote))\b`)

// bareBody are bodies, and those who speak for them, that a name in front says
// which one is meant: "Arianespace put off the launch, the company said".
var bareBody = regexp.MustCompile(`(?i)^the (company|official|spokesperson|spokesman|spokeswoman)\b`)

// namesBefore reports whether a text holds a name: a word with a capital that is
// not its first, or that no sentence begins with otherwise.
func namesBefore(s string) bool {
	return slices.ContainsFunc(name.Names(s, "en"), func(n name.Name) bool {
		return n.Start > 0 || text.CommonShare(strings.Join(text.Terms(n.Text, "en"), ""), "en") == 0
	})
}

// laterThan are first words that count time from something said before.
var laterThan = regexp.MustCompile(`(?i)^(just |only |about )?((a|an|one|two|three|four|five|six|several|some|a few|a couple of|` +
	`\d+) )?(moments?|minutes?|hours?|days?|weeks?|months?|years?|decades?) (later|earlier|after|before|` +
	`prior)\b|^(per|at the time|in the meantime|at that point|around the same time|on the other hand|` +
	`in other words|as a result|in response|in addition|in contrast|by contrast|for example|for instance|` +
	`in fact|of course|to that end|part of|the same|last but not least)\b`)

// vagueNoun are nouns that, with "The" in front and nothing behind that says
// which one, mean something named before.
var vagueNoun = regexp.MustCompile(`^The (` + Alternatives(lexicon.Words("en", "alone.english", "vague")) + `) (\p{Ll}+)`)

// Alternatives is a regular expression of words, the longest first.
func Alternatives(words []string) string {
	words = slices.Clone(words)
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	for i, w := range words {
		words[i] = regexp.QuoteMeta(w)
	}
	return strings.Join(words, "|")
}

// specifyingWords are words behind such a noun that say which one is meant.
var specifyingWords = text.Set(lexicon.Words("en", "alone.english", "specifies"))

// captionCredit is how photographers are named in front of a picture's text.
var captionCredit = regexp.MustCompile(`^(\p{Lu}[\p{L}.'’-]+ ` +
	`){1,3}?\p{L}*/(AP|AFP|Getty|Reuters|USGS|EPA|USA|NurPhoto|Bloomberg|Shutterstock|` +
	`Pool|CNN)\b|\b(Hide Caption|Photos?:|File Photo)|(speaks|speak|poses?|waves?|arrives?|looks on|stands?|` +
	`celebrates?) (to|during|at|with|as|in|for|outside|near) .*\b(January|February|March|April|May|June|July|` +
	`August|September|October|November|December) \d{1,2}, \d{4}\.$`)

// noNews are sentences about the reporting, not the event.
var noNews = regexp.MustCompile(`(?i)\b(reached out to|declined to comment|did not (immediately )?(respond|return|reply)|` +
	`didn't (immediately )?respond|could not be reached|(has|have) (previously )?contacted|asked for comment|` +
	`for comment|request(s)? for comment|not immediately (clear|available|known)|do so\b|did so\b|` +
	`corrections? and clarifications?|previous version of this|earlier version of this|this (story|article|` +
	`report))\b`)
var firstPerson = regexp.MustCompile(`\b(I|I'm|I've|my|we|We|our|Our|us|We're|we're|My|you|You|your|Your|you'll|You'll)\b`)

var secondPerson = regexp.MustCompile(`(?i)\b(you|your|yours|you'll|you're|you've)\b`)

// stampWords say which time of an article follows; besideTimes stand with it.
var (
	stampWords  = text.FoldedSet(lexicon.All("stamps", "stamps"))
	besideTimes = text.FoldedSet(lexicon.All("stamps", "beside"))
)

// isTimestamp reports a line that only dates its article: "Dec. 18, 2025 Updated
// Dec. 19, 2025, 9:45 a.m."
func isTimestamp(s string) bool {
	words, stamps := 0, 0
	for w := range text.Words(text.Fold(strings.ReplaceAll(s, ".m.", "m")), "") {
		switch _, month := date.MonthOf[w]; {
		case stampWords[w]:
			stamps++
		case !month && !besideTimes[w] && strings.IndexFunc(w, unicode.IsLetter) >= 0:
			if words++; words > 1 {
				return false
			}
		}
	}
	return stamps > 0
}

// Statement returns nil when a sentence is a whole statement of news, though what
// it means may stand in another sentence; else the reason why it is none: a stamp,
// a caption, a heading, a question, a line to the reader.
func Statement(sentence, lang string) error {
	trimmed := strings.TrimSpace(sentence)
	unquoted := strings.TrimLeft(trimmed, `"“«„‘'(`)
	switch {
	case isTimestamp(trimmed):
		return errors.New("it is only the time of its article")
	case !beginsSentence(unquoted):
		return errors.New("it does not start like a sentence")
	case !endsStatement(trimmed) || Questions(trimmed):
		return errors.New("it does not end like a statement")
	case captionCredit.MatchString(trimmed):
		return errors.New("it is the caption of a picture")
	case text.Boilerplate(trimmed, lang) || ofReporting(trimmed):
		return errors.New("it is no news")
	case Speaks(trimmed):
		return errors.New("it speaks as its writer")
	}
	return nil
}

// StandsAlone returns nil when a source's own sentence can be understood by
// itself, else the reason why it cannot be shown alone.
func StandsAlone(sentence, lang string) error {
	trimmed := strings.TrimSpace(sentence)
	switch n := utf8.RuneCountInString(trimmed); {
	case n < aloneLeast:
		return errors.New("it is too short to say something")
	case n > aloneMost:
		return errors.New("it is too long to be read at a glance")
	case !beginsSentence(trimmed):
		return errors.New("it does not start like a sentence")
	}
	if err := balanced(trimmed); err != nil {
		return err
	}
	if err := Statement(trimmed, lang); err != nil {
		return err
	}
	return PointsBack(trimmed)
}

func beginsSentence(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(first) || unicode.IsDigit(first) || unicode.Is(unicode.Lo, first)
}

func endsStatement(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	asks := strings.HasSuffix(s, `?"`) || strings.HasSuffix(s, "?”")
	return strings.ContainsRune(".!。؟", last) || strings.ContainsRune(`"”»’)`, last) && !asks
}

// ofReporting reports a sentence about the reporting or its outlet, or one that
// was cut off.
func ofReporting(s string) bool {
	return promotion.MatchString(s) || noNews.MatchString(s) || strings.Contains(s, "http") || strings.ContainsAny(s, "@…")
}

// PointsBack looks in a sentence for words whose meaning stands in another one, or in
// what comes before: nil when there are none.
func PointsBack(s string) error {
	back := errors.New("it points back at an earlier sentence")
	words := strings.Fields(s)
	switch {
	case len(words) == 0:
		return nil
	case beginsPointing(words), laterThan.MatchString(s), saidBefore(s), vagueStart(s), beginsUnnamed(words):
		return back
	case strings.ContainsAny(string([]rune(s)[0]), `"“«„`):
		return errors.New("it begins inside a quotation")
	}
	return nil
}

// beginsPointing reports whether the first word points back, or one that goes on
// has a pointing one behind it.
func beginsPointing(words []string) bool {
	first := strings.ToLower(strings.Trim(strings.ReplaceAll(words[0], "’", "'"), ",.;:"))
	if !allowedStart[first] {
		return pointingWords[first]
	}
	return len(words) > 1 && pointingWords[strings.ToLower(strings.Trim(words[1], ",.'’"))]
}

// saidBefore reports a phrase for somebody named before, unless the sentence itself
// names the body that speaks.
func saidBefore(s string) bool {
	at := backReference.FindStringIndex(s)
	return at != nil && !(bareBody.MatchString(s[at[0]:at[1]]) && namesBefore(s[:at[0]]))
}

func vagueStart(s string) bool {
	match := vagueNoun.FindStringSubmatch(s)
	return match != nil && !specifyingWords[match[2]]
}

// beginsUnnamed reports a pronoun before any name or noun phrase: "As he left, ...".
func beginsUnnamed(words []string) bool {
	for i := 1; i < min(len(words), 4); i++ {
		if pronouns[strings.ToLower(strings.Trim(words[i], ",.;:"))] && !named(words[:i]) {
			return true
		}
	}
	return false
}

// Speaks reports a sentence in which its writer speaks, or speaks to the
// reader, outside quotations: "we", "your".
func Speaks(s string) bool {
	return firstPerson.MatchString(numeral.ReplaceAllStringFunc(Unquoted(s), func(m string) string {
		if before, _, _ := strings.Cut(m, " "); beforeNames[strings.ToLower(before)] {
			return m
		}
		return ""
	}))
}

// numeral is an I behind a name: "World War I", "the Artemis I rocket". Behind
// one of beforeNames it begins a clause: "on Monday I went", "in Kyiv I met".
var (
	numeral     = regexp.MustCompile(`\pL[\pL’'-]* \p{Lu}[\pL’'-]+ I(?:[^\pL’']|$)`)
	beforeNames = text.Set(lexicon.Words("en", "alone.english", "before_i"))
)

// Addresses reports a sentence that speaks to the reader outside quotations:
// "your".
func Addresses(s string) bool { return secondPerson.MatchString(Unquoted(s)) }

// Questions reports a question. One that is only quoted is told: "A guard shouted,
// “Where is she?”".
func Questions(s string) bool {
	out := Unquoted(s)
	if strings.IndexFunc(out, text.WordRune) < 0 {
		out = s
	}
	char, _ := utf8.DecodeLastRuneInString(strings.TrimRight(out, "\"'“”’»«)]）」』 \u00a0\u202f"))
	return strings.ContainsRune("?？؟", char)
}

func named(words []string) bool {
	for i, w := range words {
		char, _ := utf8.DecodeRuneInString(w)
		if unicode.IsUpper(char) && (i > 0 || len(w) > 4) {
			return true
		}
	}
	return false
}

func balanced(s string) error {
	if strings.Count(s, "(") != strings.Count(s, ")") || strings.Count(s, "[") != strings.Count(s, "]") {
		return errors.New("a bracket is left open")
	}
	if text.OpenQuote(s) || strings.Count(s, "”") > strings.Count(s, "“")+strings.Count(s, "„") {
		return errors.New("a quotation is left open")
	}
	return nil
}

var datelines = []*regexp.Regexp{
	// SENN (North Wire) - ; LONDON, Jan 3 (Reuters) — ; PARIS, 4 mai (AFP) - ; (CNN) - ; WASHINGTON — ; (Reuters) -
	regexp.MustCompile(`^(?:\p{Lu}[\p{Lu}'’.\-]+(?:[ ,/]+\p{Lu}[\p{L}'’.\-]*){0,5},?(?: \d{1,2}(?: \p{L}{3,9}\.?)?)?\s*)?\((?:[A-Z][\w' ` +
		`.&/\-]{1,30})\)\s*(?:\.?[-–—−:]+\s*)?`),
	regexp.MustCompile(`^\p{Lu}[\p{Lu}'’.\-]{2,}(?:[ ,]+\p{Lu}[\p{L}'’.\-]*){0,5},?(?: \d{1,2},?)?(?: \d{4})?\s*(?:[–—−]+|-+)\s+`),
	regexp.MustCompile(`^\p{Lu}[\p{L}.'’-]+(?:,? \p{Lu}[\p{L}.'’-]+){0,3},?(?: \d{1,2} \p{L}{3,9}\.?)? ` +
		`\((?:CNN|Reuters|AP|AFP|Bloomberg|UPI|dpa|EFE)[^)]{0,14}\)\s*(?:\.?[-–—−]+\s*)?`),
	regexp.MustCompile(`^(?:CNN|Reuters|AP|AFP)\s*[-–—−]+\s*`),
	placeAndDash,
}

var (
	placeAndDash = regexp.MustCompile(`^\p{Lu}[\p{L}'’.\-]{2,}(?:,? \p{Lu}[\p{L}'’.\-]*){0,3}\s*(?:—|−|--)\s+`)
	dash         = regexp.MustCompile(`\s(?:—|−|--)\s`)
)

// Dateline is how many bytes of place and agency stand in front of a sentence:
// "KARSK (North Wire) - ". 0 if none: what goes on small, or behind another dash, is its
// subject, "Ada Roos — the mayor of Karsk — resigned".
func Dateline(sentence string) int {
	for _, re := range datelines {
		match := re.FindStringIndex(sentence)
		if match == nil || match[1] == len(sentence) || match[1] == 0 {
			continue
		}
		rest := sentence[match[1]:]
		char, _ := utf8.DecodeRuneInString(rest)
		if inserted := re == placeAndDash && len(dash.FindAllString(rest, -1))%2 == 1; !inserted && !unicode.IsLower(char) {
			return match[1]
		}
	}
	return 0
}

var relativeDay = regexp.MustCompile(`(?i)\b(` + Alternatives(dayNames()) + `|tonight|last (week|month|year|night)|this ` +
	`(week|month|year|morning|afternoon|evening|weekend)|next (week|month|year)|earlier this|aujourd'hui)\b`)

// dayNames are the names of weekdays, and of days as they stand to today.
func dayNames() []string {
	var out []string
	for _, row := range lexicon.Everywhere("weekdays") {
		out = append(out, row.Words[0])
	}
	for _, row := range lexicon.Everywhere("dates.days") {
		out = append(out, row.Words...)
	}
	return out
}

// RelativeDay reports whether a sentence holds a day that means another one by
// tomorrow: yesterday, Tuesday, last week.
func RelativeDay(sentence string) bool { return relativeDay.MatchString(sentence) }
