package text

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"dateline/briefing/text/lexicon"
)

// abbreviations after which a full stop does not end a sentence; false for the states of
// places, which are words too: see placed.
var abbreviations = func() map[string]bool {
	out := Set(lexicon.All("abbreviations", "words"))
	for _, row := range slices.Concat(lexicon.Section("en", "months"), lexicon.Section("en", "weekdays")) {
		maps.Copy(out, Set(row.Words[1:])) // behind the name, how it is cut short
	}
	for _, row := range lexicon.Section("en", "states") {
		for _, w := range row.Words[1:] {
			out[strings.ToLower(w)] = false
		}
	}
	return out
}()

// Sentences splits an article's body into sentences: byte ranges without the
// white space around them. A line end is a hard border. Text that is no news
// (bylines, invitations, licences; see Boilerplate) gets no span.
// It uses the sentence rules of UAX 29 with a list of abbreviations, and joins
// what those cut inside a quotation or after an initial.
func Sentences(body, lang string) []Span {
	var out []Span
	for start := 0; start < len(body); {
		end := strings.IndexByte(body[start:], '\n')
		if end < 0 {
			end = len(body)
		} else {
			end += start
		}
		if line := trim(body, Span{start, end}); line.End > line.Start && !Boilerplate(body[line.Start:line.End], lang) {
			out = append(out, splitLine(body, line, lang)...)
		}
		start = end + 1
	}
	return out
}

func trim(s string, sp Span) Span {
	for sp.Start < sp.End {
		char, n := utf8.DecodeRuneInString(s[sp.Start:sp.End])
		if !unicode.IsSpace(char) && char != '\uFEFF' && char != '\u200B' {
			break
		}
		sp.Start += n
	}
	for sp.End > sp.Start {
		char, n := utf8.DecodeLastRuneInString(s[sp.Start:sp.End])
		if !unicode.IsSpace(char) && char != '\uFEFF' && char != '\u200B' {
			break
		}
		sp.End -= n
	}
	return sp
}

// QuoteMost is the longest quotation that is looked for, in bytes: beyond it a
// mark was forgotten.
const QuoteMost = 2000

// sentenceMost is the longest sentence, in bytes: the longest quotation that is
// looked for. What is longer is a list or no language, and is cut, so that
// nobody who reads a sentence gets a text.
const sentenceMost = QuoteMost

// splitWindow is how much of a line is split at once, in bytes. The rules of UAX
// 29 look ahead and back as far as the text goes, which is quadratic in some texts.
const splitWindow = 4 * sentenceMost

// splitLine splits one line, which as a whole is no boilerplate.
func splitLine(body string, line Span, lang string) []Span {
	var out []Span
	open := line.Start
	keep := func(end int) {
		if span := trim(body, Span{open, end}); span.End > span.Start && (span == line || !Boilerplate(body[span.Start:span.End], lang)) {
			out = append(out, span)
		}
		open = end
	}
	for at := line.Start; at < line.End; {
		window := Span{at, cutBefore(body[:line.End], at, splitWindow)}
		iterator := sentences.FromString(body[window.Start:window.End])
		for iterator.Next() {
			end := window.Start + iterator.End()
			if end == window.End && end < line.End && at > window.Start {
				break // the window may have cut it: the next one begins with it
			}
			if end-open > sentenceMost && at > open {
				keep(at)
			}
			at = end
			for end-open > sentenceMost {
				keep(cutBefore(body[:end], open, sentenceMost))
			}
			if end > open && (end == line.End || !continuesSentence(body[open:end], body[end:line.End], lang)) {
				keep(end)
			}
		}
	}
	return out
}

// cutBefore is where s is cut at most n bytes behind from: at its end, else
// behind the last space, else between two characters.
func cutBefore(s string, from, n int) int {
	if len(s)-from <= n {
		return len(s)
	}
	to := from + n
	if i := strings.LastIndexFunc(s[from:to], unicode.IsSpace); i > 0 {
		_, size := utf8.DecodeRuneInString(s[from+i:])
		return from + i + size
	}
	for to > from+utf8.UTFMax && !utf8.RuneStart(s[to]) {
		to--
	}
	return to
}

// continuesSentence reports whether a border between two parts is none: after an
// abbreviation or an initial, inside an open quotation, before a lower-case
// letter.
func continuesSentence(before, after, lang string) bool {
	const quotedMost = 600 // bytes of the sentences that an open quotation joins
	const joinWithin = 64  // bytes from the border in which the word beside it is looked for
	trimmed := strings.TrimRightFunc(before, unicode.IsSpace)
	after = strings.TrimLeftFunc(after, unicode.IsSpace)
	after = after[:cutBefore(after, 0, joinWithin)]
	char, _ := utf8.DecodeRuneInString(after)
	if unicode.IsLower(char) {
		return true
	}
	if len(trimmed) < quotedMost && OpenQuote(trimmed) {
		return true
	}
	if !strings.HasSuffix(trimmed, ".") {
		return false
	}
	word := lastWord(strings.TrimSuffix(trimmed[max(0, len(trimmed)-joinWithin):], "."))
	if initial(word) || ordinalBefore(lang, strings.TrimSuffix(trimmed, word+"."), word, after) {
		return true
	}
	low := strings.ToLower(word)
	never, known := abbreviations[low]
	if !never {
		return known && lang == "en" && placed(strings.TrimSuffix(trimmed, word+"."), word, char)
	}
	switch low { // these may also end a sentence: a capital word after them mostly starts a new one
	case "a.m", "p.m", "u.s", "u.k", "u.n", "d.c", "inc", "ltd", "co", "corp", "etc", "jr", "sr", "plc", "llc":
		return !unicode.IsUpper(char) || startsName(after) && (low == "u.s" || low == "u.k" || low == "u.n")
	}
	return true
}

// ordinalBefore reports whether a German number of one or two figures with a full stop is an
// ordinal: where a sentence begins with it, behind an article, or before a month. "Er kam am
// 14. Dezember in der 40. Minute. Sie wurde 40."
var ordinalBefore = func() func(lang, before, number, after string) bool {
	articles, months := Set(lexicon.Words("de", "ordinals.behind", "words")), map[string]bool{}
	for _, row := range lexicon.Section("de", "months") {
		maps.Copy(months, Set(row.Words))
	}
	return func(lang, before, number, after string) bool {
		const figuresMost = 2
		if lang != "de" || len(number) > figuresMost || strings.Trim(number, "0123456789") != "" {
			return false
		}
		before = strings.TrimSpace(before)
		next := after[:len(after)-len(strings.TrimLeftFunc(after, unicode.IsLetter))]
		return before == "" || articles[strings.ToLower(lastWord(before))] || months[strings.ToLower(next)]
	}
}()

// initial reports whether a word is a letter that stands for a name: "J. Smith".
func initial(word string) bool {
	char, n := utf8.DecodeRuneInString(word)
	return n == len(word) && unicode.IsUpper(char) && word != "I"
}

// placed reports whether a word is the state of a place before it, "Memphis, Tenn.", and
// not a word of the sentence, as in "They fell ill.", and goes on with a character that
// begins no sentence.
func placed(before, word string, next rune) bool {
	return Capital(word) && strings.HasSuffix(strings.TrimRightFunc(before, unicode.IsSpace), ",") &&
		!unicode.IsUpper(next) && !strings.ContainsRune("\"“‘'«„", next)
}

// startsName guesses whether a capital word goes on a name ("U.S. Senate").
func startsName(after string) bool {
	word := after
	if i := strings.IndexFunc(after, unicode.IsSpace); i > 0 {
		word = after[:i]
	}
	return !sentenceStarters[strings.ToLower(strings.Trim(word, ",.'’\"“"))]
}

// sentenceStarters are words that mostly begin a sentence.
var sentenceStarters = Set(lexicon.Words("en", "starters", "words"))

func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("(“\"‘'—–", r) })
	if i < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[i+n:]
}

// OpenQuote reports whether a quotation is still open at the end of s.
func OpenQuote(s string) bool {
	curly := strings.Count(s, "“") + strings.Count(s, "„") - strings.Count(s, "”")
	if strings.Contains(s, "„") { // German closes with “
		curly = strings.Count(s, "„") - strings.Count(s, "“") - strings.Count(s, "”")
	}
	guillemets := strings.Count(s, "«") - strings.Count(s, "»")
	return curly > 0 || guillemets > 0 || strings.Count(s, `"`)%2 == 1
}
