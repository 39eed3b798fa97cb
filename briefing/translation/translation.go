// Package translation holds a translated sentence against the sentence that it stands
// for, by what code can compare: numbers, dates, names, bodies of state, length and
// language. It is pure.
package translation

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
)

// longer is how much longer than its claim a translation may be:
// twice as long, or 60 characters.
const longer, spare = 2, 60

// Fault says why a translation may not stand for its claim: "" when
// numbers and dates are the same, no name of the same script is lost or added,
// and it is one text in the right language, without links.
func Fault(c claim.Claim, said, lang string) string {
	src, from := strings.TrimPrefix(c.Text, "… "), c.Cites[0].Lang
	if fault := formFault(c, src, said, lang); fault != "" {
		return fault
	}
	faults := evidence.Check(said, lang, evidence.Window{Text: src, Lang: from}).Faults
	faults = append(faults, evidence.Check(src, from, evidence.Window{Text: said, Lang: lang}).Faults...)
	for _, f := range faults {
		if f.Kind == "length" {
			return "it is too long to be held against what it translates"
		}
		if f.Kind == "number" && !sameNumbers(src, from, said, lang) {
			return "of claim and translation only one has " + f.Token
		}
	}
	published := c.Cites[0].Published
	was, is := date.Times(src, from, published), date.Times(said, lang, published)
	if day := cmp.Or(otherDay(was, is), otherDay(is, was)); day != "" {
		return "of claim and translation only one has " + day
	}
	if otherOrdinals(src, from, said, lang) || otherScore(src, said) {
		return "claim and translation count up differently"
	}
	if n := cmp.Or(lostBody(src, from, said, lang), nameLost(c, src, said, lang)); n != "" {
		return "the name " + n + " is lost"
	}
	if n := cmp.Or(lostBody(said, lang, src, from), nameAdded(src, from, said, lang)); n != "" {
		return "the name " + n + " is added"
	}
	return ""
}

// formFault says why a text cannot be a translation of src, whatever its words mean.
func formFault(c claim.Claim, src, said, lang string) string {
	from := c.Cites[0].Lang
	sentences := func(s, lang string) int { return len(text.Sentences(dayPoint.ReplaceAllString(s, "$1 "), lang)) }
	switch {
	case said == "":
		return "it is missing"
	case strings.EqualFold(said, src):
		return "it is not translated"
	case claim.Forbidden(said):
		return "it holds a link, a mention or markup"
	case len([]rune(said)) > max(longer*len([]rune(src)), len([]rune(src))+spare):
		return "it is much longer"
	case sentences(said, lang) > sentences(src, from):
		return "it has more sentences"
	case OtherLanguage(said, from, lang):
		return "it is in another language"
	case Quotes(src) && (c.Kind == claim.KindHeading || c.Kind == claim.KindHeadline):
		return "a heading cannot be marked as a translated quotation"
	}
	return ""
}

// dayPoint is a day with its point, which ends no sentence: "am 11. Dezember".
var dayPoint = regexp.MustCompile(`\b(\d{1,2})\. `)

// tellsLanguage is how many words a text has whose language can be told: a
// headline of fewer is mistaken for one of a language beside it.
const tellsLanguage = 8

// OtherLanguage reports whether a translation is not in the language asked for:
// nothing is said of a text that is too short to tell, but for the one it came from.
func OtherLanguage(said, from, lang string) bool {
	if script, _ := language.Make(lang).Script(); script.String() == "Latn" && scriptOf(said) != "latin" {
		return true
	}
	got := text.Detect(said, "")
	if got == "" || got == lang || got != from && len(strings.Fields(said)) < tellsLanguage {
		return false
	}
	own, other := smallWords(said, lang), smallWords(said, got)
	return own == 0 || own < other
}

// smallWords counts the words of a text that every text of a language has: a sentence
// full of names is taken for one of another language, its small words are not.
func smallWords(s, lang string) int {
	n := 0
	for w := range text.Words(text.Fold(s), "'") {
		if text.Stop(w, lang) {
			n++
		}
	}
	return n
}

// sameNumbers reports whether both texts hold the same numbers, however each
// language puts them: "from 1.75 percent to 1.50 percent", "von 1,75 auf 1,50
// Prozent". What they count must be told alike: money, shares, or neither.
func sameNumbers(src, from, said, lang string) bool {
	values := func(s, lang string) (out []float64, kinds []string) {
		for _, n := range number.Numbers(s, lang) {
			out = append(out, n.Value)
			if (n.Kind == "money" || n.Kind == "percent") && !slices.Contains(kinds, n.Kind) {
				kinds = append(kinds, n.Kind)
			}
		}
		slices.Sort(out)
		slices.Sort(kinds)
		return out, kinds
	}
	ours, kindsA := values(src, from)
	theirs, kindsB := values(said, lang)
	return len(ours) > 0 && slices.Equal(ours, theirs) && slices.Equal(kindsA, kindsB)
}

// otherDay is a time of one text that no time of the other touches.
func otherDay(one, other []date.Time) string {
	for _, t := range one {
		t = t.Days()
		if !slices.ContainsFunc(other, func(o date.Time) bool {
			o = o.Days()
			return (t.To.IsZero() || o.From.Before(t.To)) && (o.To.IsZero() || t.From.Before(o.To))
		}) {
			return t.Text
		}
	}
	return ""
}

// nameLost is a name of the claim that the translation lacks. In German a
// capital marks every noun, so none is looked for there.
func nameLost(c claim.Claim, src, said, lang string) string {
	from := c.Cites[0].Lang
	if from == "de" {
		return ""
	}
	for _, n := range name.Names(withoutBodies(src, from), from) {
		opens := n.Start == 0
		if opens {
			n = evidence.WithoutOpener(n, from)
		}
		if n.Text == "" || ofBody(n.Text, src, from, said, lang) {
			continue
		}
		words := strings.Fields(n.Text)
		small := func() bool { return slices.Contains(text.PlainWords(c.Cites[0].Body), strings.ToLower(words[0])) }
		if opens && len(words) == 1 && (plainWord(words[0], from) || small()) {
			continue // the article writes it small elsewhere, or everybody does: "Rescuers", "Third"
		}
		if !keepsName(n.Text, from, said, lang) {
			return n.Text
		}
	}
	return ""
}

// nameAdded is a name of the translation that the claim lacks. A capital at
// the start proves nothing, and in German one alone does not: there only a
// run of them is a name, and its first word may be a title.
func nameAdded(src, from, said, lang string) string {
	for _, n := range name.Names(withoutBodies(said, lang), lang) {
		words := strings.Fields(n.Text)
		switch {
		case lang == "de" && counts(words[0], lang):
			words = words[min(2, len(words)):] // "Dritter Verdächtiger"
		case n.Start == 0 && evidence.WithoutOpener(n, lang).Text == "":
			continue // "Ihre Gewerkschaft"
		case lang == "de" && ofPlace(said, n.Start): // "Britische Polizisten" of police there
			if keepsAdjective(words[0], lang, src, from) {
				words = words[1:]
			}
		case n.Start == 0 || lang == "de":
			words = words[1:]
		}
		if rest := strings.Join(words, " "); rest != "" && !keepsName(rest, lang, src, from) && !ofBody(rest, said, lang, src, from) {
			return n.Text
		}
	}
	return ""
}

// keepsName reports whether each word of a name, and each part of one with a
// hyphen, stands in the other text: as it is, with another ending, in another
// spelling, or as that language calls a country, its language or what an
// authority is for. Other scripts cannot be compared.
func keepsName(who, from, other, lang string) bool {
	if scriptOf(who) != scriptOf(other) {
		return true
	}
	if placesIn(who, from, other, lang) {
		return true
	}
	words := slices.Collect(text.Words(text.Fold(other), "'"))
	many, renamed := strings.Contains(who, " "), false
	for _, w := range strings.Fields(who) {
		if char, _ := utf8.DecodeRuneInString(w); unicode.IsLower(char) {
			continue // "of", "von"
		}
		w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
		remit, authority := name.Remit(w, from)
		if placesIn(w, from, other, lang) || remit != "" && tellsRemit(other, lang, remit) {
			continue
		}
		if many && (authority || plainWord(w, from)) {
			renamed = true // "the Health Security Agency" has another name elsewhere
			continue
		}
		held := !slices.ContainsFunc(strings.Split(w, "-"), func(part string) bool { return !holdsPart(words, part, lang) })
		if !held && !isCalled(w, from, other, lang) {
			return isCalled(who, from, other, lang)
		}
	}
	return !renamed || !otherRemit(who, from, other, lang)
}

// plainWord reports whether a word is one of the language's own, so that a
// capital makes no name of it: it is a common one, counts, or names a thing.
func plainWord(w, lang string) bool {
	terms := text.Terms(w, lang)
	if len(terms) != 1 {
		return len(terms) == 0
	}
	return text.CommonShare(terms[0], lang) > 0 || text.Stop(terms[0], lang) || len(number.Numbers(w, lang)) > 0 ||
		slices.ContainsFunc(text.Concepts(w, lang), func(c text.Concept) bool { return !c.Place })
}

// placesIn reports whether a name is of places, and the other text names each.
func placesIn(name, from, other, lang string) bool {
	there, places := text.Concepts(other, lang), 0
	for _, c := range text.Concepts(name, from) {
		if !c.Place {
			continue
		}
		if !slices.Contains(there, c) {
			return false
		}
		places++
	}
	return places > 0 && places >= len(strings.Fields(name))
}

// endingLeast is how many letters a name has that takes endings: "Ali" is not in "alive".
const endingLeast = 4

// endings are what the languages put behind a name, folded: "Senner", but
// "Niger" is not in "Nigeria", nor "Roos" in "Roosevelt". A language without a
// list puts nothing there.
var endings = func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, lang := range lexicon.In("names.endings") {
		out[lang] = text.Set(lexicon.Words(lang, "names.endings", "endings"))
	}
	return out
}()

// holdsPart reports whether one of the words, folded, is w, with an ending of
// their language maybe, or w in another spelling.
func holdsPart(words []string, w, lang string) bool {
	w = strings.Trim(text.Fold(w), "'’.,-")
	bare := w
	if len(w) > 4 {
		bare = strings.TrimSuffix(w, "s") // "Philippines", "Philippinen"
	}
	for _, x := range words {
		end, ok := strings.CutPrefix(x, w)
		if !ok {
			end, ok = strings.CutPrefix(x, bare)
		}
		if ok && (isPossessive(end) || utf8.RuneCountInString(w) >= endingLeast && lengthens(end, lang)) {
			return true
		}
	}
	return false
}

// lengthens reports whether a name may go on so: with an ending, or in German with a noun
// that makes one word with it, "Tovebrücke".
func lengthens(end, lang string) bool {
	if endings[lang][end] {
		return true
	}
	noun := func(c text.Concept) bool { return !c.Place }
	return lang == "de" && utf8.RuneCountInString(end) >= endingLeast && slices.ContainsFunc(text.Concepts(end, lang), noun)
}

// isPossessive reports what may stand behind every name: an apostrophe, or nothing.
func isPossessive(end string) bool {
	return end == "" || strings.HasPrefix(end, "'") || strings.HasPrefix(end, "’")
}

// isCalled reports whether a country or a language that the name is in one
// language stands in the other text under its name there (Unicode CLDR).
func isCalled(name, from, other, lang string) bool {
	first, errA := language.Parse(from)
	second, errB := language.Parse(lang)
	if errA != nil || errB != nil {
		return false
	}
	folded, asked := text.Fold(other), text.Fold(name)
	same := func(x, y string) bool {
		return x != "" && y != "" && text.Fold(x) == asked && standsIn(folded, text.Fold(y), lang)
	}
	if of, to := display.Regions(first), display.Regions(second); of != nil && to != nil {
		for _, r := range display.Values.Regions() {
			if same(of.Name(r), to.Name(r)) {
				return true
			}
		}
	}
	if of, to := display.Languages(first), display.Languages(second); of != nil && to != nil {
		for _, l := range display.Values.BaseLanguages() {
			if same(of.Name(l), to.Name(l)) {
				return true
			}
		}
	}
	return false
}

// standsIn reports whether a name, folded, stands in a text as words of its own,
// the last with an ending maybe: "Deutschlands", but "Niger" is not in "Nigeria".
func standsIn(s, name, lang string) bool {
	if script := scriptOf(name); script != "latin" && script != "cyrillic" {
		return strings.Contains(s, name) // no spaces, or particles before and behind
	}
	for from := 0; ; {
		i := strings.Index(s[from:], name)
		if i < 0 {
			return false
		}
		at := from + i
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		rest := s[at+len(name):]
		end := rest
		if n := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) }); n >= 0 {
			end = rest[:n]
		}
		if !unicode.IsLetter(before) && (end == "" || endings[lang][end]) {
			return true
		}
		from = at + len(name)
	}
}

// scriptOf names the script of a text's first letter that has one of its own.
func scriptOf(s string) string {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		for name, table := range map[string]*unicode.RangeTable{"latin": unicode.Latin, "cyrillic": unicode.Cyrillic,
			"greek": unicode.Greek, "arabic": unicode.Arabic, "hebrew": unicode.Hebrew, "han": unicode.Han,
			"devanagari": unicode.Devanagari} {
			if unicode.Is(table, r) {
				return name
			}
		}
		return fmt.Sprintf("U+%04X", r)
	}
	return ""
}
