package briefing

import (
	"strings"

	"dateline/briefing/text"
)

// Who won is told by a sentence that says so: one that holds the other words of
// the question, and nothing of winning, answers something else, and so does one
// that expects it.

// aheadWords say in a question or a sentence that something is still to come.
var aheadWords = wordSet(`will would could may might can should shall won't wouldn't expects expected expect predict predicts predicted plan plans planned hopes hope aims agreed agrees agree vowed vows promised promises likely going if
 wird werden würde könnte soll sollen gehen`)

// aheadNear is how far before an event, in words, such a word stands at most:
// "is expected to be arrested".
const aheadNear = 3

// wordsAhead reports whether a question asks for what is to come.
func wordsAhead(q string) bool {
	for _, w := range plainWords(strings.ToLower(q)) {
		if w == "will" || w == "next" || w == "going" || w == "is" || w == "are" || w == "does" || w == "do" || w == "wird" || w == "werden" {
			return true
		}
	}
	return false
}

// tells reports whether a sentence tells the event asked for, and, where it is
// past, as something that has come about.
func (a asked) tells(s, lang string) bool {
	if a.kind == "" || !a.told.Happens() {
		return true
	}
	ahead := -aheadNear - 1
	for i, w := range plainWords(s) {
		if aheadWords[strings.ToLower(w)] {
			ahead = i
		}
		for _, t := range text.Terms(w, lang) {
			if e := text.Events(t, lang) & a.told; e.Happens() && (!a.past || i-ahead > aheadNear) {
				return true
			}
		}
	}
	return false
}
