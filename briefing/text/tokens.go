package text

import "slices"

// tokens are the words, figures and marks of a text. Beyond its ends stands
// nothing: no word, no figure, and nothing that closes up.
type tokens []timeTok

func (t tokens) at(i int) timeTok {
	if i < 0 || i >= len(t) {
		return timeTok{gap: true}
	}
	return t[i]
}

// is reports whether one of the words stands at i.
func (t tokens) is(i int, words ...string) bool {
	return i >= 0 && i < len(t) && slices.Contains(words, t[i].s)
}

// figure reports whether digits stand at i.
func (t tokens) figure(i int) bool { return t.at(i).digits > 0 }

// tight reports whether the token at i closes up to the one before it.
func (t tokens) tight(i int) bool { return !t.at(i).gap }

// closing reports whether one of the marks stands at i and closes up to what is before.
func (t tokens) closing(i int, marks ...string) bool { return t.tight(i) && t.is(i, marks...) }

// joining reports whether one of the marks stands at i with a figure behind it and
// no space around it: "7:30".
func (t tokens) joining(i int, marks ...string) bool {
	return t.closing(i, marks...) && t.tight(i+1) && t.figure(i+1)
}
