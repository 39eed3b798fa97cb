package search

import (
	"context"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"time"

	"dateline/briefing/text"
)

// alsoWeight is how much a word of Query.Also counts beside one of
// Query.Text: it ranks among what the text finds, and does not outweigh it.
const alsoWeight = .5

// Postings reads the lists of terms in segments: term -> segment -> blob.
type Postings func(ctx context.Context, terms []string, segments []int64) (map[string]map[int64][]byte, error)

// Index is what one reader may search.
type Index struct {
	Segments []*Segment
	Postings Postings
	Fresh    []*Memory
	Versions Versions                 // of articles with more than one
	Visible  func(article int64) bool // nil: everything
	Cache    *Cache                   // nil: every list is read anew

	// Preferred are articles that the question seems to ask for; nil: none.
	Preferred func(article int64) bool

	// Passages reads the text of hits, in their order, for the second hop; nil: there is none.
	Passages func(ctx context.Context, hits []Hit) ([]Passage, error)
	// Near is how close the first hits are to the question, [-1,1], as many as are known; nil: words alone rank.
	Near func(ctx context.Context, hits []Hit) []float64
}

// Passage is the text of a hit.
type Passage struct{ Text, Lang string }

// Query is what is looked for.
type Query struct {
	Text       string
	Also       string              // words that count half, in score and coverage; its dates are not looked at
	At         time.Time           // nothing visible later is found
	From, To   time.Time           // only what is dated in this half-open time; zero: no bound
	Spelled    map[string][]string // other spellings of words of Text, both folded
	Limit      int                 // passages, 0 is 10
	PerArticle int                 // passages of one article at most, 0 is 2

	Weights *Weights // nil: DefaultWeights
}

func (q Query) weights() Weights {
	if q.Weights == nil {
		return DefaultWeights
	}
	return *q.Weights
}

// Hit is a passage that was found. Coverage is the share of the query's
// information that it holds with its header, [0,1], before any prior.
type Hit struct {
	Article, Version int64
	First            int // its first sentence
	Start, End       int // bytes of the text
	Time             time.Time
	Score, Coverage  float64
}

// part is one searched segment with its lists.
type part struct {
	seg   *Segment
	lists map[string]*postings
}

// word is one word of the query: its stems in the archive's languages.
type word struct {
	plain  string // as it is written, folded
	stems  []string
	weight float64 // 1, or alsoWeight
	idf    float64 // its information times the weight, for the rank,
	cover  float64 // and for coverage: by it "open", which none of twenty articles happens to hold, does not outweigh the bridge
	hop    bool    // it is not the question's: it adds to the rank, never to coverage
}

// Search ranks passages, best first; equal scores go to the newer passage,
// then the lower version and position. The same documents give the same list
// however they are cut into segments.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	words := x.words(q)
	if len(words) == 0 {
		return nil, nil
	}
	parts := x.parts()
	if err := x.load(ctx, parts, words); err != nil {
		return nil, err
	}
	round := x.pass(parts, words, q)
	if x.Passages != nil && round.w.Hop > 0 {
		first := q
		first.Limit, first.PerArticle = hopArticles, 1
		more, err := x.hop(ctx, words, round.run(len(words), first), round.w.Hop)
		if err != nil {
			return nil, fmt.Errorf("read the best passages: %w", err)
		}
		if err := x.load(ctx, parts, more); err != nil {
			return nil, err
		}
		round.weigh(more)
		round.add(more)
	}
	if x.Near == nil {
		return round.both(len(words), q), nil
	}
	wide := q
	wide.Limit = max(q.Limit, nearDepth)
	return round.near(ctx, round.run(len(words), wide)), nil
}

// pass prepares to rank the passages of all parts for the words of the question.
func (x *Index) pass(parts []part, words []word, q Query) *pass {
	scorer := &ranker{x: x, q: q, w: q.weights(), at: q.At.UnixMilli()}
	for _, p := range parts {
		scorer.docs += int64(len(p.seg.docs))
	}
	scorer.readTimes()
	scorer.parts, scorer.lang = parts, text.QuestionLang(q.Text)
	scorer.total = scorer.weigh(words)
	return newPass(scorer, words)
}

// words stems the query in every language of the archive; stop words go,
// unless there are no others.
func (x *Index) words(q Query) []word {
	langs := map[string]bool{}
	for _, s := range x.Segments {
		for _, l := range s.langs {
			langs[l] = true
		}
	}
	for _, m := range x.Fresh {
		for _, l := range m.seg.langs {
			langs[l] = true
		}
	}
	order := slices.Sorted(maps.Keys(langs))
	q.Text = markup.ReplaceAllString(q.Text, " ")
	main := text.QuestionLang(q.Text)
	seen := map[string]bool{}
	out := wordsOf(q.Text, main, order, seen, 1)
	for i := range out {
		out[i].spell(q.Spelled[out[i].plain], order)
	}
	out = append(out, wordsOf(q.Also, text.Detect(q.Also, main), order, seen, alsoWeight)...)
	return out[:min(len(out), maxWords)]
}

// markup is what a pasted question may hold and nobody asks about.
var markup = regexp.MustCompile(`<[a-zA-Z/][^<>]*>|https?://\S+`)

// wordsOf are the words of s that were not seen before, with their stems in
// the languages langs.
func wordsOf(s, main string, langs []string, seen map[string]bool, weight float64) []word {
	plain := text.Terms(s, "")
	var out []word
	for i, t := range text.Terms(s, main) {
		if seen[t] || text.Stop(t, main) || i >= len(plain) {
			continue
		}
		seen[t] = true
		asked := word{plain: plain[i], stems: []string{t}, weight: weight}
		asked.spell(plain[i:i+1], langs)
		for _, l := range langs {
			asked.add(text.Translated(plain[i], main, l))
		}
		out = append(out, asked)
	}
	return out
}

// spell adds the stems of other spellings in languages.
func (w *word) spell(spellings, langs []string) {
	for _, s := range spellings {
		for _, l := range langs {
			w.add(text.Terms(s, l))
		}
	}
}

func (w *word) add(stems []string) {
	for _, t := range stems {
		if !slices.Contains(w.stems, t) {
			w.stems = append(w.stems, t)
		}
	}
}

// maxWords is how many different words of a query count.
const maxWords = 64

// parts are the searched segments, without lists.
func (x *Index) parts() []part {
	var out []part
	for _, s := range x.Segments {
		out = append(out, part{s, map[string]*postings{}})
	}
	for _, m := range x.Fresh {
		out = append(out, part{m.seg, m.lists})
	}
	return out
}

// load gives the parts the lists of words.
func (x *Index) load(ctx context.Context, parts []part, words []word) error {
	stored := parts[:len(x.Segments)]
	var terms []string
	for _, w := range words {
		for _, t := range w.stems {
			for _, p := range stored {
				list, ok := x.Cache.get(listKey{p.seg.ID, t})
				if p.lists[t] = list; !ok && (len(terms) == 0 || terms[len(terms)-1] != t) {
					terms = append(terms, t)
				}
			}
		}
	}
	if len(terms) == 0 {
		return nil
	}
	ids := make([]int64, len(stored))
	for i, p := range stored {
		ids[i] = p.seg.ID
	}
	got, err := x.Postings(ctx, terms, ids)
	if err != nil {
		return err
	}
	for _, t := range terms {
		for _, p := range stored {
			if data := got[t][p.seg.ID]; data != nil && p.lists[t] == nil {
				if p.lists[t], err = newPostings(data, p.seg); err != nil {
					return err
				}
			}
			x.Cache.put(listKey{p.seg.ID, t}, p.lists[t])
		}
	}
	return nil
}

// weigh gives each word its information, for the rank and for coverage, and returns the
// sum of the latter. A time is held by the day of a report, not by its words: where a
// question says more, "today" counts for no coverage.
func (r *ranker) weigh(words []word) (total float64) {
	timeAlone := !slices.ContainsFunc(words, func(w word) bool { return !r.times[w.plain] })
	for i := range words {
		asked := &words[i]
		docs, common, counted := 0, 0.0, 0.0
		for _, s := range asked.stems {
			for _, p := range r.parts {
				if list := p.lists[s]; list != nil {
					docs += list.df
				}
			}
			common = max(common, text.CommonShare(s, r.lang))
			counted = max(counted, text.FrequentShare(s, r.lang))
		}
		few := fewArticles / (fewArticles + float64(r.docs))
		asked.idf = r.information(docs, common+(counted-common)*few) * asked.weight
		if timeAlone || !r.times[asked.plain] {
			asked.cover = r.information(docs, counted) * asked.weight
		}
		total += asked.cover
	}
	return total
}

// information of a word that so many of the searched articles hold, and by a table a share of all.
func (r *ranker) information(docs int, share float64) float64 {
	return -math.Log(min((float64(docs)+.5+r.w.Common*share)/(float64(r.docs)+1+r.w.Common), .95))
}
