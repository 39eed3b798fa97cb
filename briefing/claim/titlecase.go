package claim

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// SmallLetters is an English heading that has capitals as titles have them, with small
// letters where a text has them inside a sentence, in whichever form: of "Storm Hits White
// House" the word "Hits". A word that stands there with a capital beside the same neighbour is part of a name;
// one in capitals alone, a day, a month or a people stays as it is, and so does one that does not stand
// there, but for the little words of the language, and one that stands there alone with a
// capital inside a sentence, "met Baker on". Any other heading stays as it is.
func SmallLetters(heading, read, lang string) string {
	words := strings.Split(heading, " ")
	bare := make([]string, len(words))
	for i, w := range words {
		bare[i] = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
	}
	if lang != "en" || !titled(bare) {
		return heading
	}
	small, alone := smallIn(read, lang), aloneIn(read)
	capital := func(i int) bool { return i >= 0 && i < len(bare) && text.Capital(bare[i]) }
	named := func(i int) bool { // word i and the next
		return capital(i) && capital(i+1) && strings.Contains(read, bare[i]+" "+bare[i+1])
	}
	out := slices.Clone(words)
	for i := 1; i < len(words); i++ {
		w := strings.ToLower(bare[i])
		if fixed(bare[i]) || named(i-1) || named(i) || alone[w] {
			continue
		}
		if small[text.Stem(w, lang)] || text.Stop(w, lang) {
			out[i] = strings.ToLower(words[i])
		}
	}
	return strings.Join(out, " ")
}

// aloneIn are the words, in small letters, that have a capital between two words of a text that
// have none.
func aloneIn(read string) map[string]bool {
	out := map[string]bool{}
	words := strings.Fields(read)
	small := func(w string) bool {
		first, _ := utf8.DecodeRuneInString(w)
		return unicode.IsLower(first)
	}
	for i := 1; i+1 < len(words); i++ {
		before := strings.TrimSuffix(words[i-1], ",")
		end, _ := utf8.DecodeLastRuneInString(before)
		if text.Capital(words[i]) && unicode.IsLetter(end) && small(before) && small(words[i+1]) {
			out[strings.ToLower(strings.TrimFunc(words[i], func(r rune) bool { return !unicode.IsLetter(r) }))] = true
		}
	}
	return out
}

// smallIn are the stems of the words that a text has in small letters.
func smallIn(read, lang string) map[string]bool {
	out := map[string]bool{}
	for w := range text.Words(read, "'’-") {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			out[text.Stem(text.Fold(w), lang)] = true
		}
	}
	return out
}

// fixed reports whether a word has its capitals everywhere: it has no others, or is a day, a
// month or a people.
func fixed(w string) bool {
	small := strings.ToLower(w)
	return len(w) > 1 && w == strings.ToUpper(w) || calendar()[small] || text.Countries()[small] != ""
}

// titled reports whether nearly all words of some length have a capital.
func titled(words []string) bool {
	const long = 4 // letters
	all, capitals := 0, 0
	for _, w := range words[1:] {
		if utf8.RuneCountInString(w) < long {
			continue
		}
		if all++; text.Capital(w) {
			capitals++
		}
	}
	return all > 0 && capitals >= all-all/4
}

// calendar are the days and months of English, in small letters.
var calendar = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, row := range slices.Concat(lexicon.Section("en", "months"), lexicon.Section("en", "weekdays")) {
		for _, w := range row.Words {
			out[strings.ToLower(w)] = true
		}
	}
	return out
})
