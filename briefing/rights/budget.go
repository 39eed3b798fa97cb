package rights

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Budget is how much of one article may be shown word for word. Sentences 0: it is not
// counted. Words are counted as Words does.
type Budget struct{ Sentences, Words int }

// The budgets, whatever publishers allow: of one briefing, of one story card, and of
// one conversation, card and export together.
var (
	Briefing = Budget{Sentences: 2, Words: 60}
	Card     = Budget{Words: 120}
	Together = Budget{Words: 300}
)

// CharactersOfWord is how many characters count as one word in scripts without spaces
// between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese).
const CharactersOfWord = 2

// unspaced are the scripts that are written without spaces between words.
var unspaced = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer,
	unicode.Myanmar}

// Words counts the words of a text: what stands between spaces and holds a letter or a
// digit. In scripts without spaces every two characters begun are one.
func Words(s string) int {
	words, characters := 0, 0
	for field := range strings.FieldsSeq(s) {
		spaced := false
		for _, r := range field {
			switch {
			case unicode.In(r, unspaced...):
				characters++
			case unicode.IsLetter(r) || unicode.IsNumber(r):
				spaced = true
			}
		}
		if spaced {
			words++
		}
	}
	return words + (characters+CharactersOfWord-1)/CharactersOfWord
}

// Piece is a part of an article that stands word for word in what is shown: bytes Start
// to End of the text of one of its versions. What of it was shown before costs nothing.
type Piece struct {
	Article, Version int64
	Start, End       int
	Text             string // Text[i] is byte Start+i of the version's text
	Sentence         bool   // it counts as a sentence, where sentences are counted
}

// Tally counts what was shown of each article against a budget. Make one with
// Budget.Tally, In or ParseTally for each message, card or conversation.
type Tally struct {
	budget Budget
	outer  *Tally // of the conversation that it is part of; nil: of none

	mu    sync.Mutex
	shown map[int64]*share // by article
	order []int64          // the articles, the one drawn from last at the end
}

// share is what was shown of one article.
type share struct {
	words, sentences int
	parts            map[int64][]part // by version; in order, apart
}

// part is a range of bytes.
type part struct{ start, end int }

// Tally is a count at nothing.
func (b Budget) Tally() *Tally { return b.In(nil) }

// In is a count at nothing of what is shown within a conversation, whose own count, which
// may be nil, counts it too.
func (b Budget) In(outer *Tally) *Tally {
	return &Tally{budget: b, outer: outer, shown: map[int64]*share{}}
}

// Take counts pieces that are shown together and reports true; when they would draw more
// of an article than the budget, or than that of the conversation, it counts none of them
// and reports false.
func (t *Tally) Take(pieces ...Piece) bool {
	var next []map[int64]*share
	for count := t; count != nil; count = count.outer {
		count.mu.Lock()
		defer count.mu.Unlock()
		drawn := count.with(pieces)
		if drawn == nil {
			return false
		}
		next = append(next, drawn)
	}
	for count := t; count != nil; count = count.outer {
		for article, drawn := range next[0] {
			count.note(article, drawn)
		}
		next = next[1:]
	}
	return true
}

// with is what would be shown of the articles of some pieces; nil when that is too much.
func (t *Tally) with(pieces []Piece) map[int64]*share {
	next := map[int64]*share{}
	for _, p := range pieces {
		if p.Start < 0 || p.End <= p.Start || len(p.Text) < p.End-p.Start {
			continue
		}
		drawn := next[p.Article]
		if drawn == nil {
			drawn = t.shown[p.Article].clone()
			next[p.Article] = drawn
		}
		drawn.add(p)
		if drawn.words > t.budget.Words || t.budget.Sentences > 0 && drawn.sentences > t.budget.Sentences {
			return nil
		}
	}
	return next
}

// note puts what was shown of an article last.
func (t *Tally) note(article int64, drawn *share) {
	t.order = append(slices.DeleteFunc(t.order, func(other int64) bool { return other == article }), article)
	t.shown[article] = drawn
}

// Clone is a count that goes on by itself, also within its conversation.
func (t *Tally) Clone() *Tally {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	out := t.budget.In(t.outer.Clone())
	for _, article := range t.order {
		out.note(article, t.shown[article].clone())
	}
	return out
}

// Shown is how many words of an article were shown.
func (t *Tally) Shown(article int64) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	if drawn := t.shown[article]; drawn != nil {
		return drawn.words
	}
	return 0
}

func (s *share) clone() *share {
	out := &share{parts: map[int64][]part{}}
	if s == nil {
		return out
	}
	out.words, out.sentences = s.words, s.sentences
	for version, parts := range s.parts {
		out.parts[version] = slices.Clone(parts)
	}
	return out
}

// add counts what of a piece was not shown before.
func (s *share) add(p Piece) {
	fresh, at := 0, p.Start
	for _, old := range s.parts[p.Version] {
		if old.end <= at || old.start >= p.End {
			continue
		}
		if old.start > at {
			fresh += Words(p.Text[at-p.Start : old.start-p.Start])
		}
		at = max(at, old.end)
	}
	if at < p.End {
		fresh += Words(p.Text[at-p.Start : p.End-p.Start])
	}
	if fresh == 0 {
		return
	}
	s.words += fresh
	if p.Sentence {
		s.sentences++
	}
	s.parts[p.Version] = joined(append(s.parts[p.Version], part{p.Start, p.End}))
}

// joined puts ranges in order and joins those that meet.
func joined(parts []part) []part {
	slices.SortFunc(parts, func(a, b part) int { return a.start - b.start })
	out := parts[:0:0]
	for _, p := range parts {
		if last := len(out) - 1; last >= 0 && p.start <= out[last].end {
			out[last].end = max(out[last].end, p.end)
			continue
		}
		out = append(out, p)
	}
	return out
}

// tallied is a share as it is stored: the article, its words and sentences, and of each
// part version, start and end.
type tallied struct {
	Article   int64      `json:"a"`
	Words     int        `json:"w"`
	Sentences int        `json:"s,omitempty"`
	Parts     [][3]int64 `json:"p"`
}

// keptMost is how many articles a stored count holds: of a conversation that has gone on
// to so many others, the first are forgotten.
const keptMost = 200

// String is the count as ParseTally reads it: numbers alone, no text. "" of nothing.
func (t *Tally) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.shown) == 0 {
		return ""
	}
	var out []tallied
	for _, article := range t.order[max(0, len(t.order)-keptMost):] {
		drawn := t.shown[article]
		row := tallied{Article: article, Words: drawn.words, Sentences: drawn.sentences}
		for version, parts := range drawn.parts {
			for _, p := range parts {
				row.Parts = append(row.Parts, [3]int64{version, int64(p.start), int64(p.end)})
			}
		}
		slices.SortFunc(row.Parts, func(a, b [3]int64) int { return slices.Compare(a[:], b[:]) })
		out = append(out, row)
	}
	encoded, err := json.Marshal(out)
	if err != nil {
		return "" // numbers are always written
	}
	return string(encoded)
}

// ParseTally goes on with a count that was stored; what cannot be read counts nothing.
func (b Budget) ParseTally(s string) *Tally {
	out := b.Tally()
	var rows []tallied
	if json.Unmarshal([]byte(s), &rows) != nil {
		return out
	}
	for _, row := range rows {
		drawn := &share{words: max(row.Words, 0), sentences: max(row.Sentences, 0), parts: map[int64][]part{}}
		for _, p := range row.Parts {
			if p[1] >= 0 && p[1] < p[2] {
				drawn.parts[p[0]] = append(drawn.parts[p[0]], part{int(p[1]), int(p[2])})
			}
		}
		for version, parts := range drawn.parts {
			drawn.parts[version] = joined(parts)
		}
		out.note(row.Article, drawn)
	}
	return out
}
