package write

import (
	"errors"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/llm"
)

// ErrUnwritable says that the articles are in languages in which written sentences
// cannot be checked: there the sources' own are shown.
var ErrUnwritable = errors.New("in the language of these articles I use the sources' own sentences: written ones cannot be checked in it")

// ErrReserved says that the publishers of the articles do not allow that a model is given
// them (rights.Rights).
var ErrReserved = errors.New("the publishers of these articles do not allow that a model reads them")

// Extract is what a prompt shows of one article: some of its sentences, by their
// place in Src.Spans, in the article's order.
type Extract struct {
	Src   claim.Article
	Picks []int
}

// Wanted is an article for a prompt with the sentences that it is wanted for, the
// most important first. Lead is the sentence that it begins with: bylines and dates
// may stand before it.
type Wanted struct {
	Src  claim.Article
	Hits []int
	Lead int
}

const (
	headerTokens = 40 // of an article's header in a prompt, about
	labelTokens  = 6  // of a sentence's label
	leadPicks    = 2  // first sentences that are shown of every article
	steps        = 12 // in which neighbourhoods grow
)

// startShare is the part of the tokens by which every article may show where it was
// found: where there is little room the best ones grow all the same.
const startShare = 2

// Extracts chooses what a prompt of so many tokens shows of articles, the most
// important first. Of each the first sentences and those it is wanted for with their
// neighbours come first; then the neighbourhoods grow, those of the best articles
// faster, until the tokens are used or every article stands there whole. An article of which
// nothing fits, in whose language claims cannot be checked, or that its publisher reserves,
// is left out. Where all are, the error says why: ErrReserved, ErrUnwritable, ErrGone, or an
// llm.TooLongError.
func Extracts(articles []Wanted, tokens int) ([]Extract, error) {
	rooms, err := newRooms(articles)
	if err != nil {
		return nil, err
	}
	start := tokens / startShare
	left := start
	for near := range 2 {
		for i := range rooms {
			left = rooms[i].grow(near, left)
		}
	}
	return extracts(rooms, tokens-start+left, bestFaster)
}

// Reports is Extracts where all articles grow alike: they tell of one thing, and what
// one of them leaves out stands in another. Of each its beginning is shown, or nothing.
func Reports(articles []Wanted, tokens int) ([]Extract, error) {
	rooms, err := newRooms(articles)
	if err != nil {
		return nil, err
	}
	for i := range rooms {
		if tokens = rooms[i].take(rooms[i].Lead, tokens); !rooms[i].open {
			rooms[i].taken = nil
		}
	}
	return extracts(rooms, tokens, []int{1})
}

// newRooms are the articles that a model may be given, in whose language claims can be
// checked, with nothing taken. No prompt shows another. The error says why there is none.
func newRooms(articles []Wanted) ([]room, error) {
	rooms := make([]room, 0, len(articles))
	reserved := 0
	for _, a := range articles {
		switch allowed := a.Src.Rights(); {
		case allowed.Reserved, allowed.Limited && len(a.Src.Spans) == 0:
			reserved++
		case evidence.Writable(a.Src.Item.Version.Lang) && len(a.Src.Spans) > 0:
			rooms = append(rooms, room{Wanted: a, taken: make([]bool, len(a.Src.Spans))})
		}
	}
	switch {
	case len(rooms) > 0:
		return rooms, nil
	case reserved > 0 && reserved == len(articles):
		return nil, ErrReserved
	}
	return nil, ErrUnwritable
}

// extracts lets neighbourhoods grow at the paces of their articles: so many sentences in
// each step.
func extracts(rooms []room, tokens int, paces []int) ([]Extract, error) {
	whole := tokens // where nothing is taken in the end
	for step := range steps {
		for i := range rooms {
			pace := paces[min(i, len(paces)-1)]
			for near := range pace {
				tokens = rooms[i].grow(step*pace+near, tokens)
			}
		}
	}
	for i := range rooms {
		tokens = rooms[i].fill(tokens)
	}
	var out []Extract
	for _, r := range rooms {
		if picks := r.picks(); len(picks) > 0 {
			out = append(out, Extract{r.Src, picks})
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	least := 0
	for _, r := range rooms {
		if need := r.least(whole); need > 0 && (least == 0 || need < least) {
			least = need
		}
	}
	if least == 0 {
		return nil, ErrGone
	}
	return nil, &llm.TooLongError{Need: instructions + replyTokens + least, Most: instructions + replyTokens + whole}
}

// least is how many tokens the shortest sentence takes of those that do not fit into so
// many; 0 without one.
func (r *room) least(tokens int) int {
	least := 0
	for i := range r.Src.Spans {
		need := llm.Tokens(r.Src.Sentence(i)) + labelTokens + headerTokens
		if r.Src.Sentence(i) != "" && need > tokens && (least == 0 || need < least) {
			least = need
		}
	}
	return least
}

// bestFaster are paces, best article first: the answer stands in the best far more
// often than in the fifth.
var bestFaster = []int{24, 6, 2, 1}

// instructions are the tokens of a prompt beside its articles.
const instructions = 900

// Room is how many tokens of articles a prompt may show: most, or what the model's
// context leaves for them.
func Room(model llm.Generator, most int) int {
	return min(most, llm.ContextOf(model)-instructions-replyTokens)
}

// room is an article of which a prompt shows more and more.
type room struct {
	Wanted
	taken []bool
	open  bool // its header is paid for
}

// grow takes the sentences that are near places away from a hit, or from the lead,
// while tokens are left; it returns what is left of them.
func (r *room) grow(near, tokens int) int {
	for i := range leadPicks {
		tokens = r.take(r.Lead+i+near, tokens)
	}
	for _, hit := range r.Hits {
		tokens = r.take(hit+near, r.take(hit-near, tokens))
	}
	return tokens
}

// fill takes what is left of an article, in its order.
func (r *room) fill(tokens int) int {
	for i := range r.taken {
		tokens = r.take(i, tokens)
	}
	return tokens
}

// take takes one sentence if it fits.
func (r *room) take(i, tokens int) int {
	if i < 0 || i >= len(r.taken) || r.taken[i] || r.Src.Sentence(i) == "" { // taken back
		return tokens
	}
	need := llm.Tokens(r.Src.Sentence(i)) + labelTokens
	if !r.open {
		need += headerTokens
	}
	if need > tokens {
		return tokens
	}
	r.taken[i], r.open = true, true
	return tokens - need
}

func (r *room) picks() []int {
	var out []int
	for i, taken := range r.taken {
		if taken {
			out = append(out, i)
		}
	}
	return out
}

// Cites point at all that extracts show, as evidence: sentences beside one another
// are one citation, and where search ranks an article does not matter. What else a
// text may show (a headline that stands in for a heading) is evidence too: who has
// the key has seen all of it.
func Cites(extracts []Extract, also ...claim.Cite) []claim.Cite {
	out := slices.Clone(also)
	for _, x := range extracts {
		for _, run := range runs(x.Src, x.Picks) {
			out = append(out, run.Cite())
		}
	}
	slices.SortFunc(out, byPlace)
	return slices.CompactFunc(out, func(a, b claim.Cite) bool { return byPlace(a, b) == 0 })
}

// runs are sentences of an article, ascending, joined where they stand side by side.
func runs(src claim.Article, picks []int) []claim.Passage {
	var out []claim.Passage
	for _, i := range picks {
		if last := len(out) - 1; last >= 0 && out[last].Last+1 >= i {
			out[last].Last = i
			continue
		}
		out = append(out, claim.Passage{Src: src, First: i, Last: i})
	}
	return out
}

// Inside returns the candidates whose sentence stands in one of the extracts. No
// other may be shown to whoever has the memo's key.
func Inside(ps []claim.SentenceCandidate, extracts []Extract) []claim.SentenceCandidate {
	var out []claim.SentenceCandidate
	for _, p := range ps {
		if slices.ContainsFunc(extracts, func(x Extract) bool {
			return x.Src.Item.Version.ID == p.Src.Item.Version.ID && slices.Contains(x.Picks, p.Index)
		}) {
			out = append(out, p)
		}
	}
	return out
}
