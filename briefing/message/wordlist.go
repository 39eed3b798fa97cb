package message

import (
	"slices"
	"strings"

	"dateline/briefing/text"
)

// WordList is words that a channel does not want to meet unawares.
// "suicid*" takes every word that begins so. It stands in the channel's profile.
type WordList struct {
	Words  []string `json:"words,omitempty"`
	Action string   `json:"words_action,omitempty"` // one of Spoiler, LeaveOut
}

// What is done with a story, or an answer that others read, that holds a word of the list.
const (
	Spoiler  = "spoiler"   // what holds the word is shown once it is touched
	LeaveOut = "leave out" // it is not told
)

const (
	wordsMost  = 50 // words of a list
	wordLength = 60 // characters of one
)

// NewWordList takes words as they are typed, with commas between them.
func NewWordList(typed, action string) WordList {
	list := WordList{Action: action}
	for w := range strings.SplitSeq(typed, ",") {
		star := strings.HasSuffix(strings.TrimSpace(w), "*")
		w = strings.Join(text.PlainWords(text.Fold(w)), " ")
		if w == "" || len([]rune(w)) > wordLength {
			continue
		}
		if star {
			w += "*"
		}
		if !slices.Contains(list.Words, w) && len(list.Words) < wordsMost {
			list.Words = append(list.Words, w)
		}
	}
	return list
}

// Holds reports whether a text holds a word of the list.
func (l WordList) Holds(s string) bool {
	if len(l.Words) == 0 {
		return false
	}
	row := text.Row(s)
	return slices.ContainsFunc(l.Words, func(w string) bool {
		if begins, star := strings.CutSuffix(w, "*"); star {
			return strings.Contains(row, " "+begins)
		}
		return strings.Contains(row, " "+w+" ")
	})
}

// Spoil returns the blocks with those hidden that hold a word of the list: a block
// whole where whole says so, else only its runs with such a word.
func (l WordList) Spoil(blocks []Block, whole func(Block) bool) []Block {
	if l.Action != Spoiler || len(l.Words) == 0 {
		return blocks
	}
	for _, b := range blocks {
		if b.Kind == Title || b.Kind == Small {
			continue
		}
		all := whole(b)
		for i, r := range b.Runs {
			b.Runs[i].Spoiler = l.Holds(r.Text) || all && !r.Open
		}
	}
	return blocks
}

// InBlock reports whether a block's text, as it is read, holds a word of the
// list. A line of our own words alone does not count.
func (l WordList) InBlock(b Block) bool {
	if b.Kind == Small || !slices.ContainsFunc(b.Runs, func(r Run) bool { return !r.Open && r.Time.IsZero() }) {
		return false
	}
	var s strings.Builder
	for _, r := range b.Runs {
		s.WriteString(r.Text)
	}
	return l.Holds(s.String())
}
