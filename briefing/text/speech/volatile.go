package speech

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/lexicon"
)

// countedWords are what a page counts of its readers, folded; besideCounts stand
// with it and say nothing of the news.
var (
	countedWords = text.FoldedSet(lexicon.All("counters", "counted"))
	agoWords     = text.FoldedSet(lexicon.All("counters", "ago"))
	besideCounts = text.FoldedSet(lexicon.All("counters", "beside"))
)

// Volatile reports a line that counts its readers or dates its last change: it
// differs at every visit and tells nothing ("117 points, 13 comments",
// "Updated 5 minutes ago", "1.2k views"). A line of news that holds a number
// has other words.
func Volatile(line string) bool {
	if len(line) > volatileMost {
		return false
	}
	figures := strings.ContainsFunc(line, unicode.IsDigit)
	if !figures && len(line) > noFigureMost {
		return false
	}
	if figures && isTimestamp(line) {
		return true
	}
	counts, stamps := 0, 0
	named := false // the word after "by": who posted it
	for w := range text.Words(text.Fold(line), "") {
		_, month := date.MonthOf[w]
		by := named
		named = w == "by"
		switch {
		case countedWords[w]:
			counts++
		case stampWords[w], agoWords[w]:
			stamps++
		case month, besideCounts[w], besideTimes[w], by, startsWithDigit(w):
		default:
			return false
		}
	}
	return counts > 0 && figures || stamps > 0
}

func startsWithDigit(w string) bool { return w[0] >= '0' && w[0] <= '9' }

func startsLower(s string) bool {
	char, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(char)
}

// noFigureMost is how many bytes one without a figure has: "Updated a minute ago".
const noFigureMost = 60

// volatileMost is how many bytes such a line has at most: three counters with
// their words and a date.
const volatileMost = 160

// tailStart is where in a sentence a counter may begin that follows what is told:
// behind a bar, a bullet, a stop before a figure or a small letter ("… said. 117
// points", "… said. il y a 5 minutes"), at a dash or at brackets with a figure; -1
// when there is none.
func tailStart(s string) int {
	for i, mark := range s {
		switch mark {
		case '|', '·', '•':
			return i + utf8.RuneLen(mark)
		case '(', '[':
			if i > 0 && isCounter(s[i:]) {
				return i
			}
		case '.', '!', '?':
			next := strings.TrimLeft(s[i+1:], " \t\u00a0")
			if len(next) < len(s[i+1:]) && beginsSmall(next) {
				return len(s) - len(next)
			}
		case '—', '–':
			if i > 0 && s[i-1] == ' ' && strings.HasPrefix(s[i+utf8.RuneLen(mark):], " ") {
				return i
			}
		}
	}
	return -1
}

// beginsSmall reports a figure or a small letter at the beginning.
func beginsSmall(s string) bool { return s != "" && (startsWithDigit(s) || startsLower(s)) }

// isCounter reports brackets that hold a figure, as a counter behind a sentence does.
func isCounter(s string) bool {
	end := strings.IndexAny(s[:min(len(s), noFigureMost)], ")]")
	return end > 0 && strings.ContainsAny(s[:end], "0123456789")
}

// Template is a short line with its figures left out, by which a counter of one
// item is known again in another ("1037 просмотров" and "4 просмотров"); "" for
// one without a figure, or too long for a counter.
func Template(line string) string {
	if len(line) > volatileMost || !strings.ContainsFunc(line, unicode.IsDigit) {
		return ""
	}
	return strings.Join(strings.FieldsFunc(text.Fold(line), func(r rune) bool { return !unicode.IsLetter(r) }), " ") + " #"
}

// SaidParts is what a text says, sentence by sentence, without what is Volatile.
// Parts are for comparing two texts, not for showing.
func SaidParts(body string, spans []text.Span) []string {
	out := make([]string, 0, len(spans))
	for _, sp := range spans {
		rest := body[sp.Start:sp.End]
		for rest != "" {
			end := tailStart(rest)
			if end < 0 {
				end = len(rest)
			}
			if part := strings.TrimSpace(rest[:end]); part != "" && !Volatile(part) {
				out = append(out, part)
			}
			rest = rest[end:]
		}
	}
	return out
}
