// Package name reads names of people and outlets in text.
package name

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/number"
)

// Name is a capitalised name in running text. Key is its comparison key.
type Name struct {
	Text, Key string
	text.Span
}

// notNames are capital words that name nobody, folded.
var notNames = func() map[string]bool {
	out := text.FoldedSet(slices.Concat(lexicon.All("names", "titles"), lexicon.All("names", "small"), strings.Fields("ok tv pm am a.m p.m covid internet north south east west northern southern eastern western one two three four five six seven eight nine ten")))
	for _, lang := range []string{"en", "de"} {
		for _, row := range slices.Concat(lexicon.Section(lang, "months"), lexicon.Section(lang, "weekdays")) {
			maps.Copy(out, text.FoldedSet(row.Words))
		}
	}
	return out
}()

// particles join the parts of a name.
var particles = text.WordSet("of the de la le da do dos das di del della van von den der zu zur bin ibn al el y e af")

// Names lists names in running text: runs of capitalised words, with particles
// inside. A capital word at the start of a sentence counts only when it is no
// common word. Languages without capitals have none.
func Names(s, lang string) []Name {
	var out []Name
	start := true // at the start of a sentence
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !text.WordRune(r) {
			if strings.ContainsRune(".!?:\n“\"‘«„", r) {
				start = true
			}
			i += n
			continue
		}
		j := nameWordEnd(s, i)
		w := s[i:j]
		if !unicode.IsUpper(r) || plainWord(w, start, lang) {
			i, start = j, strings.HasSuffix(w, ".") && len(w) > 4
			continue
		}
		end := nameEnd(s, j, lang)
		whole := strings.TrimRight(trimPossessive(s[i:end]), ".,'’-")
		if key := NameKey(whole); key != "" {
			out = append(out, Name{Text: whole, Key: key, Span: text.Span{Start: i, End: i + len(whole)}})
		}
		i, start = end, false
	}
	return out
}

// nameWordEnd is the end of a word that may hold hyphens, apostrophes and the
// full stops of initials.
func nameWordEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if text.WordRune(r) || unicode.Is(unicode.Mn, r) {
			i += n
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		if (r == '-' || r == '\'' || r == '’') && text.WordRune(next) {
			i += n
			continue
		}
		if r == '.' && (unicode.IsUpper(next) || next == ' ') {
			if prev, size := utf8.DecodeLastRuneInString(s[:i]); unicode.IsUpper(prev) && (i == size || !WordBefore(s, i-size)) {
				i += n // an initial
				continue
			}
		}
		break
	}
	return i
}

func WordBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(r)
}

func plainWord(w string, start bool, lang string) bool {
	f := text.Fold(strings.TrimRight(trimPossessive(w), "."))
	if notNames[f] || start && (number.NumberWordsOf(lang)[f] > 0 || number.ScalesOf(lang)[f] > 1) {
		return true
	}
	if !start {
		return lang == "de" && utf8.RuneCountInString(w) > 1 && commonNoun(w)
	}
	t := text.Stem(f, lang)
	return text.Stop(t, lang) || text.CommonShare(t, lang) > 0 || strings.HasSuffix(f, "ing") || strings.HasSuffix(f, "ly") || len(f) < 2
}

// commonNoun guesses German nouns by their endings: capitals prove nothing there.
func commonNoun(w string) bool {
	for _, e := range []string{"ung", "ungen", "heit", "keit", "schaft", "tion", "tionen", "tät", "nis", "tum", "chen", "er", "en", "e"} {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// nameEnd extends a name over following capital words and particles.
func nameEnd(s string, j int, lang string) int {
	end := j
	for k := j; k < len(s); {
		if s[k] != ' ' || strings.HasSuffix(s[:k], ",") {
			break
		}
		k++
		m := nameWordEnd(s, k)
		w := s[k:m]
		if w == "" {
			break
		}
		r, _ := utf8.DecodeRuneInString(w)
		switch {
		case unicode.IsUpper(r) && !notNames[text.Fold(strings.TrimRight(trimPossessive(w), "."))]:
			end, k = m, m
			if strings.HasSuffix(trimPossessive(w), w) { // no possessive: the name may go on
				continue
			}
			return end
		case particles[w]:
			k = m
			continue
		}
		break
	}
	return end
}

func trimPossessive(s string) string {
	for _, p := range []string{"'s", "’s"} {
		if strings.HasSuffix(s, p) {
			return s[:len(s)-len(p)]
		}
	}
	return s
}

// NameKeys are the keys of the names in a text.
func NameKeys(s, lang string) map[string]bool {
	out := map[string]bool{}
	for _, n := range Names(s, lang) {
		out[n.Key] = true
	}
	return out
}
