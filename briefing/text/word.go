package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is one word of a text: as it is written without a possessive, the same folded,
// and where it stands with it.
type Word struct {
	Raw, Fold string
	Span
}

// Inside are marks that are part of the word around them.
type Inside uint8

const (
	Hyphens     Inside = 1 << iota // between letters or digits: "Lower-Oru"
	Apostrophes                    // the same: "O'Brien", "l'eau"
	Figures                        // points and commas between digits: "3.5", "1,400"
	Initials                       // full stops behind a single capital: "U.S.", "J. Roos"

	Running = Apostrophes | Figures            // words of running text
	Named   = Hyphens | Apostrophes | Initials // words as names are written
)

// Split are the words of s in order: letters and digits with their marks, and the marks
// inside.
func Split(s string, inside Inside) []Word {
	out := make([]Word, 0, len(s)/6) // most words are longer
	for i := 0; i < len(s); {
		char, n := utf8.DecodeRuneInString(s[i:])
		if !WordRune(char) {
			i += n
			continue
		}
		end := EndOfWord(s, i, inside)
		raw := strings.TrimSuffix(strings.TrimSuffix(s[i:end], "'s"), "’s")
		folded := strings.TrimSuffix(strings.TrimLeft(strings.TrimRight(Fold(raw), "'."), "'"), "'s")
		if folded != "" { // a letter that folds to an apostrophe is no word
			out = append(out, Word{raw, folded, Span{i, end}})
		}
		i = end
	}
	return out
}

// EndOfWord is the end of the word at byte i of s.
func EndOfWord(s string, i int, inside Inside) int {
	for i < len(s) {
		char, n := utf8.DecodeRuneInString(s[i:])
		if !WordRune(char) && !unicode.Is(unicode.Mn, char) && !inside.has(s, i, char) {
			break
		}
		i += n
	}
	return i
}

// has reports whether the mark at byte i of s is inside of a word.
func (in Inside) has(s string, i int, mark rune) bool {
	if !strings.ContainsRune("-'’.,", mark) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(mark):])
	switch mark {
	case '-':
		return in&Hyphens != 0 && WordRune(next)
	case '\'', '’':
		return in&Apostrophes != 0 && WordRune(next)
	case '.', ',':
		if in&Figures != 0 && i > 0 && isFigure(s[i-1]) && isFigure(s[min(i+1, len(s)-1)]) {
			return true
		}
		return in&Initials != 0 && mark == '.' && (unicode.IsUpper(next) || next == ' ') && initialBefore(s, i)
	}
	return false
}

// initialBefore reports whether a single capital stands right before byte i of s.
func initialBefore(s string, i int) bool {
	char, size := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsUpper(char) && !LetterBefore(s, i-size)
}

// LetterBefore reports whether a letter stands right before byte i of s.
func LetterBefore(s string, i int) bool {
	char, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(char)
}

// BreakMarks end a part of a sentence, EndMarks a sentence.
const BreakMarks, EndMarks = ",;:–—()\"“”„«»", ".!?"

// Breaks reports whether a clause may end in the text between two words.
func Breaks(gap string) bool { return strings.ContainsAny(gap, BreakMarks) }

func isFigure(c byte) bool { return c >= '0' && c <= '9' }
