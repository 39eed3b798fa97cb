package briefing

import (
	"encoding/json"
	"slices"
	"strings"

	"dateline/briefing/text"
)

// WordList is words that a channel does not want to meet unawares (PRODUCT 7).
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

// ParseWordList reads the list of a channel's profile.
func ParseWordList(profile string) WordList {
	var l WordList
	_ = json.Unmarshal([]byte(profile), &l) // ours; what cannot be read is no list
	return l
}

// NewWordList takes words as they are typed, with commas between them.
func NewWordList(typed, action string) WordList {
	l := WordList{Action: action}
	for w := range strings.SplitSeq(typed, ",") {
		star := strings.HasSuffix(strings.TrimSpace(w), "*")
		w = strings.Join(plainWords(text.Fold(w)), " ")
		if w == "" || len([]rune(w)) > wordLength {
			continue
		}
		if star {
			w += "*"
		}
		if !slices.Contains(l.Words, w) && len(l.Words) < wordsMost {
			l.Words = append(l.Words, w)
		}
	}
	return l
}

// Holds reports whether a text holds a word of the list.
func (l WordList) Holds(s string) bool {
	if len(l.Words) == 0 {
		return false
	}
	row := inRow(s)
	return slices.ContainsFunc(l.Words, func(w string) bool {
		if begins, star := strings.CutSuffix(w, "*"); star {
			return strings.Contains(row, " "+begins)
		}
		return strings.Contains(row, " "+w+" ")
	})
}

// omitted is why a story that omits names is not told.
const omitted = "it holds a word that this channel leaves out"

// omits reports whether a story is not told: its titles, its sentences, their
// outlets or the address of a link hold a word, as in an answer.
func (l WordList) omits(s Story) bool {
	read, claims := []string{s.Title, s.Earlier, strings.Join(s.Outlets, ", ")}, s.Claims
	if d := s.Differ; d != nil {
		read, claims = append(read, d.What), append(slices.Clip(claims), d.A, d.B)
	}
	for _, c := range claims {
		read = append(read, c.Text, c.By, c.Share)
		for _, ct := range c.Cites {
			read = append(read, ct.Outlet, ct.URL)
		}
	}
	return l.Action == LeaveOut && slices.ContainsFunc(read, l.Holds)
}

// spoil hides the runs of stories and answers that hold a word, and the links
// whose address tells it.
func (l WordList) spoil(blocks []Block) []Block {
	if l.Action != Spoiler || len(l.Words) == 0 {
		return blocks
	}
	for _, b := range blocks {
		for i, r := range b.Runs {
			if b.Kind != Title && b.Kind != Small && (l.Holds(r.Text) || l.Holds(r.Link)) {
				b.Runs[i].Spoiler = true
			}
		}
	}
	return blocks
}

// In is the answer as a channel with this list may read it. A list with "AI"
// does not mean the words that say how it was written.
func (l WordList) In(a Answer) []Block {
	if l.Action == LeaveOut && (l.Holds(a.Continuing) || slices.ContainsFunc(a.said(), l.inBlock)) {
		return []Block{{Kind: Para, Runs: plain("What I have read on this holds words that this channel leaves out. Ask me in a direct message.")}}
	}
	return l.spoil(a.Blocks())
}

// inBlock reports whether a block holds a word of the list: its text as it is
// read, or the address of a link.
func (l WordList) inBlock(b Block) bool {
	var s strings.Builder
	for _, r := range b.Runs {
		s.WriteString(r.Text)
	}
	return l.Holds(s.String()) || slices.ContainsFunc(b.Runs, func(r Run) bool { return l.Holds(r.Link) })
}
