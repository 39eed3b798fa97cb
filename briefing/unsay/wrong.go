package unsay

import (
	"strings"

	"dateline/store/recall"
)

// wrong is a sentence that is taken back, plain, and the words that are right instead
// where they repeat it: with these it may stand.
type wrong struct{ words, right string }

// newWrong is the sentence of a retraction of one.
func newWrong(back recall.Retraction) wrong {
	out := wrong{words: plain(back.Claims[0].Text), right: plain(back.Words)}
	if back.Action == recall.Removed || !strings.Contains(out.right, out.words) {
		out.right = ""
	}
	return out
}

// in reports whether a text, plain, shows the sentence other than within what is right.
func (w wrong) in(said string) bool {
	if w.right != "" {
		said = strings.ReplaceAll(said, w.right, " ")
	}
	return w.words != "" && strings.Contains(said, w.words)
}
