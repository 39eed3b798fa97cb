// Package message holds what is shown before it takes the form of a place: blocks and runs, a
// post's payload, the words for counts and days, and the lists of words that a channel hides.
package message

import (
	"time"

	"dateline/store/recall"
)

// BlockKind is what a block of a message is.
type BlockKind int

// The kinds of blocks.
const (
	Title   BlockKind = iota // the first line: name, date, time
	Heading                  // the heading of a story
	Para                     // a paragraph of sentences
	Item                     // one line of a list
	Small                    // a small line: how much was read, how it was written
)

// Block is a part of a message, free of any medium: the terminal and Discord
// draw the same blocks, so that they cannot drift.
type Block struct {
	Kind  BlockKind
	Runs  []Run
	Lang  string // of a title: the language of the message (ISO 639-1), "" is English
	No    int    // of an item: its number in a list, from 1; 0 is none
	Story int64  // the story it tells, so that a message split in parts knows what each told; 0 is none
}

// Run is a piece of text. Link is a URL from our own rows, or empty. The text
// may be foreign: whoever draws it escapes it. A run with a Time shows that
// time in the way of its medium instead of a text, one with a Ref the person, role
// or channel of Discord that it names ("@7", "@&8", "#9"). A Spoiler is hidden until
// it is touched, where the medium can.
type Run struct {
	Text    string
	Link    string
	Bold    bool
	Spoiler bool
	Open    bool // an outlet's name, or our own words: it is not hidden with its story
	Time    time.Time
	Ref     string
	Ago     bool // the time is shown as what it is from now: two hours ago, in a minute

	Claim int64 // the stored claim that it shows, or that it speaks of; 0 is none
	Aside bool  // it may be left out, without harm to what stands beside it

	Rests []recall.Quote // sentences of articles on which what it shows, or what stands beside it, rests
}

// Part is one message of several: its text, the marker it begins with (by which it
// is found in the channel's history), and the ids of the stories in it.
type Part struct {
	Content, Marker string
	Stories         []int64
	Shows           []Shown
	Rests           []recall.Quote // sentences of articles on which what is in it rests
}

// Rests are the sentences of articles on which some blocks rest.
func Rests(blocks []Block) []recall.Quote {
	var out []recall.Quote
	for _, b := range blocks {
		for _, r := range b.Runs {
			out = append(out, r.Rests...)
		}
	}
	return out
}

// Shown is a block of a message as it is drawn: where it stands in the content, in
// bytes, and where in it claims stand.
type Shown struct {
	Story  int64        `json:"story"`
	Kind   BlockKind    `json:"kind,omitempty"`
	From   int          `json:"from"`
	To     int          `json:"to"`
	Claims []ShownClaim `json:"claims,omitempty"`
}

// ShownClaim is where a claim stands, or is spoken of.
type ShownClaim struct {
	Claim int64 `json:"claim"`
	From  int   `json:"from"`
	To    int   `json:"to"`
	Aside bool  `json:"aside,omitempty"`
}

// Moved is a block that stands so many bytes further on.
func (s Shown) Moved(by int) Shown {
	out := s
	out.From, out.To, out.Claims = s.From+by, s.To+by, nil
	for _, c := range s.Claims {
		c.From, c.To = c.From+by, c.To+by
		out.Claims = append(out.Claims, c)
	}
	return out
}

// Within is a block of a text that ends there.
func (s Shown) Within(end int) Shown {
	out := s
	out.From, out.To, out.Claims = min(s.From, end), min(s.To, end), nil
	for _, c := range s.Claims {
		c.From, c.To = min(c.From, end), min(c.To, end)
		out.Claims = append(out.Claims, c)
	}
	return out
}
