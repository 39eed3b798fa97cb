package retain

import "time"

// SpellingNoted is how often it is noted that a spelling was met.
const SpellingNoted = 30 * 24 * time.Hour

// HeldNoted is how long after a feed held an article that is too old it must bring something
// new for it to be known that it no longer holds it: a list that is cut short for some days
// is no sign.
const HeldNoted = 30 * 24 * time.Hour

// Drawn is what one person was shown of articles word for word in one place, until it is
// forgotten: numbers alone, as package rights writes them.
type Drawn struct {
	Conversation, Owner string
	User                int64
	Shown               string
	Expire              time.Time
}

// Age is what is dropped: what was stored before a time, and was not shown; what was
// shown before another; and how many rows go in one transaction. Answers is the kind of
// texts that are shown without a post.
type Age struct {
	Archive, Evidence time.Time
	Most              int
	Answers           string
}

// Cited is a place in a text that a claim cites.
type Cited struct {
	Claim      int64
	No         int
	Start, End int
}

// Text is a version of an article that was shown, with the places that are cited of its
// text, and when it is shrunk what is left of it.
type Text struct {
	Article, Version int64
	Lang, Text       string
	Spans            []byte
	Cites            []Cited
}

// Shrunk is a text with what is left of it: Cites are those of the text, in the same
// order, at their new places.
type Shrunk struct {
	Text
	Left      string
	LeftSpans []byte
	Moved     []Cited
}

// SourceSize is how much the texts of a source take, in bytes.
type SourceSize struct {
	Source   int64
	Name     string
	Articles int
	Bytes    int64
}
