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
	out := text.FoldedSet(slices.Concat(lexicon.All("names", "titles"), lexicon.All("names", "small"),
		strings.Fields("ok tv pm am a.m p.m covid internet north south east west northern southern eastern western one two three four "+
			"five six seven eight nine ten")))
	for _, lang := range []string{"en", "de"} {
		for _, row := range slices.Concat(lexicon.Section(lang, "months"), lexicon.Section(lang, "weekdays")) {
			maps.Copy(out, text.FoldedSet(row.Words))
		}
	}
	return out
}()

// abbreviated are titles, folded, that stand before a name with a full stop: "Sen."
// is nobody, and "Sen" somebody's name.
var abbreviated = text.FoldedSet(lexicon.All("names", "abbreviated"))

// particles join the parts of a name.
var particles = text.WordSet("of the de la le da do dos das di del della van von den der zu zur bin ibn al el y e af")

// Names lists names in running text: runs of capitalised words, with particles
// inside. A capital word at the start of a sentence counts only when it is no
// common word. Languages without capitals have none.
func Names(s, lang string) []Name {
	var out []Name
	start := true // at the start of a sentence
	for i := 0; i < len(s); {
		char, n := utf8.DecodeRuneInString(s[i:])
		if !text.WordRune(char) {
			if strings.ContainsRune(".!?:\n“\"‘«„", char) {
				start = true
			}
			i += n
			continue
		}
		j := text.EndOfWord(s, i, text.Named)
		word := s[i:j]
		if abbreviated[text.Fold(word)] && strings.HasPrefix(s[j:], ". ") {
			i, start = j+2, false
			continue
		}
		if !unicode.IsUpper(char) || plainWord(word, start, lang) {
			i, start = j, strings.HasSuffix(word, ".") && len(word) > 4
			continue
		}
		end := nameEnd(s, j, lang)
		after := end
		if start && lang == "de" {
			if noun, place, ok := AdjectiveAndNoun(s, i); ok && place {
				end, after = j, noun.End
			} else if ok {
				i, start = noun.End, false
				continue
			}
		}
		whole := strings.TrimRight(trimPossessive(s[i:end]), ".,'’-")
		if key := NameKey(whole); key != "" {
			out = append(out, Name{Text: whole, Key: key, Span: text.Span{Start: i, End: i + len(whole)}})
		}
		i, start = after, false
	}
	return out
}

func plainWord(w string, start bool, lang string) bool {
	folded := text.Fold(strings.TrimRight(trimPossessive(w), "."))
	if notNames[folded] || start && (number.NumberWordsOf(lang)[folded] > 0 || number.ScalesOf(lang)[folded] > 1) {
		return true
	}
	if !start {
		return lang == "de" && utf8.RuneCountInString(w) > 1 && commonNoun(w)
	}
	root := text.Stem(folded, lang)
	return text.Stop(root, lang) || text.CommonShare(root, lang) > 0 || strings.HasSuffix(folded, "ing") ||
		strings.HasSuffix(folded, "ly") || len(folded) < 2
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
	for pos := j; pos < len(s); {
		if s[pos] != ' ' || strings.HasSuffix(s[:pos], ",") {
			break
		}
		pos++
		stop := text.EndOfWord(s, pos, text.Named)
		word := s[pos:stop]
		if word == "" {
			break
		}
		char, _ := utf8.DecodeRuneInString(word)
		switch {
		case unicode.IsUpper(char) && particles[text.Fold(word)] && trimPossessive(s[:end]) == s[:end]: // "Marine Le Pen"
			pos = stop
			continue
		case unicode.IsUpper(char) && !notNames[text.Fold(strings.TrimRight(trimPossessive(word), "."))]:
			end, pos = stop, stop
			if strings.HasSuffix(trimPossessive(word), word) { // no possessive: the name may go on
				continue
			}
			return end
		case particles[word] && (word != "den" || strings.HasSuffix(s[:pos], "van ") || strings.HasSuffix(s[:pos], "von ")):
			pos = stop // "Mark van den Berg", not "Roos den Kanzler"
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
