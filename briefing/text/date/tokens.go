package date

import "slices"

// Tokens are the words, figures and marks of a text. Beyond its ends stands
// nothing: no word, no figure, and nothing that closes up.
type Tokens []TimeTok

// At returns token i. Outside the text it is an empty token with Gap set.
func (t Tokens) At(i int) TimeTok {
	if i < 0 || i >= len(t) {
		return TimeTok{Gap: true}
	}
	return t[i]
}

// Is reports whether one of the words stands at i.
func (t Tokens) Is(i int, words ...string) bool {
	return i >= 0 && i < len(t) && slices.Contains(words, t[i].S)
}

// Figure reports whether digits stand at i.
func (t Tokens) Figure(i int) bool { return t.At(i).Digits > 0 }

// Tight reports whether the token at i closes up to the one before it.
func (t Tokens) Tight(i int) bool { return !t.At(i).Gap }

// Closing reports whether one of the marks stands at i and closes up to what is before.
func (t Tokens) Closing(i int, marks ...string) bool { return t.Tight(i) && t.Is(i, marks...) }

// Joining reports whether one of the marks stands at i with a figure behind it and
// no space around it: "7:30".
func (t Tokens) Joining(i int, marks ...string) bool {
	return t.Closing(i, marks...) && t.Tight(i+1) && t.Figure(i+1)
}
