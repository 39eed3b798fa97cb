package briefing

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/store"
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

// omitted is why a story that omittedBy names is not told.
const omitted = "it holds a word that this channel leaves out"

// omittedBy reports whether a story is not told: it touches a word of a list, or
// its outlets' names hold one.
func (s Story) omittedBy(l WordList) bool {
	return l.Action == LeaveOut && (s.touches || s.touchedBy(l) || slices.ContainsFunc(s.Outlets, l.Holds) || slices.ContainsFunc(s.claims(), func(c Claim) bool {
		return slices.ContainsFunc(c.Cites, func(ct Cite) bool { return l.Holds(ct.Outlet) })
	}))
}

// touchedBy reports whether what is told of a story holds a word of a list. The names
// of outlets are not about it, nor are addresses.
func (s Story) touchedBy(l WordList) bool {
	return l.Holds(s.Title) || l.Holds(s.Earlier) || s.Differ != nil && l.Holds(s.Differ.What) || slices.ContainsFunc(s.claims(), func(c Claim) bool { return c.touchedBy(l) })
}

// touchedBy reports whether a claim, or the title of an article that it cites,
// holds a word of a list.
func (c Claim) touchedBy(l WordList) bool {
	return l.Holds(c.Text) || l.Holds(c.By) || l.Holds(c.Share) || slices.ContainsFunc(c.Cites, func(ct Cite) bool { return l.Holds(ct.Title) })
}

// touchedBy reports whether a story is about what a list names: a headline or
// one of the first sentences of its articles holds a word, or what its channel
// was told of it. So an update goes with its story, whatever words it uses.
func (c *candidate) touchedBy(l WordList) bool {
	if len(l.Words) == 0 {
		return false
	}
	if c.told != nil && (l.Holds(c.told.title) || slices.ContainsFunc(c.told.cites, func(x store.ToldCite) bool { return l.Holds(x.Text) })) {
		return true
	}
	all := c.all()
	if c.told != nil { // what it was told from may have changed since
		all = slices.AppendSeq(all, maps.Values(c.told.sources))
	}
	return slices.ContainsFunc(all, func(m source) bool {
		if l.Holds(m.item.Version.Title) {
			return true
		}
		for i := range min(len(m.spans), chooseDepth) {
			if l.Holds(m.sentence(i)) {
				return true
			}
		}
		return false
	})
}

// claims are all that is told of a story.
func (s Story) claims() []Claim {
	if s.Differ == nil {
		return s.Claims
	}
	return append(slices.Clip(s.Claims), s.Differ.A, s.Differ.B)
}

// spoil hides the blocks of which whole says so, and of the others the runs that
// hold a word.
func (l WordList) spoil(blocks []Block, whole func(Block) bool) []Block {
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

// hidden are the stories of a briefing that are hidden whole, with their lines
// and corrections, by the ids of their blocks.
func (b Briefing) hidden() map[int64]bool {
	of := map[int64]bool{} // by the ids of stories
	for _, s := range b.Stories {
		of[s.ID] = of[s.ID] || s.touches || s.touchedBy(b.words)
	}
	for _, a := range b.Again {
		of[a.Story] = of[a.Story] || a.touches || b.words.Holds(a.Title)
	}
	for _, c := range b.Corrections {
		of[c.story()] = of[c.story()] || c.touches || b.words.Holds(c.Old) || c.Now.touchedBy(b.words)
	}
	for i, c := range b.Corrections {
		of[correctionID(i)] = of[c.story()]
	}
	return of
}

// For is the answer as a channel with a list of words may read it. A list with "AI"
// does not mean the words that say how it was written.
func (a Answer) For(l WordList) []Block {
	touches := slices.ContainsFunc(slices.Concat(a.Claims, a.Passages), func(c Claim) bool { return c.touchedBy(l) })
	if l.Action == LeaveOut && (touches || l.Holds(a.Continuing) || slices.ContainsFunc(a.Blocks(), l.inBlock)) {
		return []Block{{Kind: Para, Runs: plain("What I have read on this holds words that this channel leaves out. Ask me in a direct message.")}}
	}
	return l.spoil(a.Blocks(), func(Block) bool { return touches })
}

// inBlock reports whether a block's text, as it is read, holds a word of the
// list. A line of our own words alone does not count.
func (l WordList) inBlock(b Block) bool {
	if b.Kind == Small || !slices.ContainsFunc(b.Runs, func(r Run) bool { return !r.Open && r.Time.IsZero() }) {
		return false
	}
	var s strings.Builder
	for _, r := range b.Runs {
		s.WriteString(r.Text)
	}
	return l.Holds(s.String())
}
