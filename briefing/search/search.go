package search

import (
	"context"
	"fmt"
	"math"
	"sort"
	"time"

	"dateline/briefing/text"
)

// Weights of BM25F (Robertson, Zaragoza, Taylor 2004), tuned on realtimeqa 2022.
const (
	titleWeight  = 3.0
	outletWeight = 1.0
	saturation   = 1.2 // k1
	lengthNorm   = .4  // b: windows differ little in length

	// pseudoArticles is how many articles the table of common words counts
	// for, so that weights mean the same in a tiny archive and in a large one.
	pseudoArticles = 10000

	recencyHalfLife = 14 * 24 * time.Hour // a question is mostly about the days before it
	recencyFloor    = .5
	datedBoost      = 1.6                 // of passages published in the time a question names
	datedSlack      = 3 * 24 * time.Hour  // reports appear some days after what they report
	olderThan       = 45 * 24 * time.Hour // a question that names an older time gets no recency prior

	// alsoWeight is how much a word of Query.Also counts beside one of
	// Query.Text: it ranks among what the text finds, and does not outweigh it.
	alsoWeight = .5
)

// Postings reads the lists of terms in segments: term -> segment -> blob.
type Postings func(ctx context.Context, terms []string, segments []int64) (map[string]map[int64][]byte, error)

// Index is what one reader may search.
type Index struct {
	Segments []*Segment
	Postings Postings
	Fresh    []*Memory
	Versions Versions                 // of articles with more than one
	Visible  func(article int64) bool // nil: everything
}

// Versions lists, for articles with more than one version, from when each is
// visible.
type Versions map[int64][]VersionTime

// VersionTime is a version and when it became visible (Unix ms).
type VersionTime struct{ Version, Visible int64 }

// NewVersions finds the articles with more than one version.
func NewVersions(segs []*Segment, fresh []*Memory) Versions {
	first := map[int64]VersionTime{}
	out := Versions{}
	add := func(s *Segment) {
		for _, d := range s.docs {
			v := VersionTime{d.version, d.visible}
			if f, ok := first[d.article]; ok {
				if out[d.article] == nil {
					out[d.article] = []VersionTime{f}
				}
				out[d.article] = append(out[d.article], v)
				continue
			}
			first[d.article] = v
		}
	}
	for _, s := range segs {
		add(s)
	}
	for _, m := range fresh {
		add(m.seg)
	}
	return out
}

// current reports whether a version is the newest of its article visible at a time.
func (v Versions) current(d docMeta, at int64) bool {
	for _, o := range v[d.article] {
		if o.Version > d.version && o.Visible <= at {
			return false
		}
	}
	return true
}

// Query is what is looked for.
type Query struct {
	Text       string
	Also       string    // words that count half, in score and coverage; its dates are not looked at
	At         time.Time // nothing visible later is found
	Limit      int       // passages, 0 is 10
	PerArticle int       // passages of one article at most, 0 is 2

	NoRecency, NoHeader, NoCommon bool // ablations, for evaluation
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
	lists map[string][]byte
}

// word is one word of the query: its stems in the archive's languages.
type word struct {
	stems  []string
	weight float64 // 1, or alsoWeight
	idf    float64 // times the weight
}

// Search ranks passages, best first; equal scores go to the newer passage,
// then the lower version and position. The same documents give the same list
// however they are cut into segments.
func (x *Index) Search(ctx context.Context, q Query) ([]Hit, error) {
	words := x.words(q)
	if len(words) == 0 {
		return nil, nil
	}
	parts, err := x.parts(ctx, words)
	if err != nil {
		return nil, err
	}
	var docs, passages, length int64
	for _, p := range parts {
		docs += int64(len(p.seg.docs))
		passages += int64(len(p.seg.passages))
		length += p.seg.length
	}
	if passages == 0 {
		return nil, nil
	}
	total := weigh(words, parts, docs, q)
	r := ranker{q: q, at: q.At.UnixMilli(), avg: max(1, float64(length)/float64(passages)), total: total, x: x}
	r.named, r.dated = namedTime(q)
	var hits []Hit
	for _, p := range parts {
		got, err := r.rank(p, words)
		if err != nil {
			return nil, fmt.Errorf("segment %d: %w", p.seg.ID, err)
		}
		hits = append(hits, got...)
	}
	return best(hits, q), nil
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
	order := make([]string, 0, len(langs))
	for l := range langs {
		order = append(order, l)
	}
	sort.Strings(order)
	main := text.Detect(q.Text, "en")
	seen := map[string]bool{}
	out := wordsOf(q.Text, main, order, seen, 1)
	out = append(out, wordsOf(q.Also, text.Detect(q.Also, main), order, seen, alsoWeight)...)
	return out[:min(len(out), maxWords)]
}

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
		w := word{stems: []string{t}, weight: weight}
		have := map[string]bool{t: true}
		for _, l := range langs {
			for _, s := range text.Terms(plain[i], l) {
				if !have[s] {
					have[s] = true
					w.stems = append(w.stems, s)
				}
			}
		}
		out = append(out, w)
	}
	return out
}

// maxWords is how many different words of a query count.
const maxWords = 64

func (x *Index) parts(ctx context.Context, words []word) ([]part, error) {
	var terms []string
	for _, w := range words {
		terms = append(terms, w.stems...)
	}
	var out []part
	if len(x.Segments) > 0 {
		ids := make([]int64, len(x.Segments))
		for i, s := range x.Segments {
			ids[i] = s.ID
		}
		got, err := x.Postings(ctx, terms, ids)
		if err != nil {
			return nil, err
		}
		for _, s := range x.Segments {
			p := part{s, map[string][]byte{}}
			for _, t := range terms {
				if b := got[t][s.ID]; b != nil {
					p.lists[t] = b
				}
			}
			out = append(out, p)
		}
	}
	for _, m := range x.Fresh {
		out = append(out, part{m.seg, m.lists})
	}
	return out, nil
}

// weigh gives each word its information and returns the sum.
func weigh(words []word, parts []part, docs int64, q Query) float64 {
	lang := text.Detect(q.Text, "en")
	total := 0.0
	for i := range words {
		w := &words[i]
		df, common := 0, 0.0
		for _, s := range w.stems {
			for _, p := range parts {
				df += DF(p.lists[s])
			}
			common = max(common, text.CommonShare(s, lang))
		}
		pseudo := float64(pseudoArticles)
		if q.NoCommon {
			pseudo = 0
		}
		share := (float64(df) + .5 + pseudo*common) / (float64(docs) + 1 + pseudo)
		w.idf = -math.Log(min(share, .95)) * w.weight
		total += w.idf
	}
	return total
}

// namedTime is the time range a question names, if it does.
func namedTime(q Query) (text.Time, bool) {
	for _, t := range text.Times(q.Text, text.Detect(q.Text, "en"), q.At) {
		if t.Closed() && !t.From.Equal(q.At) { // "now" is no time a question names
			return t.Days(), true
		}
	}
	return text.Time{}, false
}

// ranker scores the passages of one segment after the other.
type ranker struct {
	x     *Index
	q     Query
	at    int64
	avg   float64
	total float64
	named text.Time
	dated bool
}

// rank accumulates word by word over dense arrays: segments hold tens of
// thousands of passages, and a question touches many of them.
func (r *ranker) rank(p part, words []word) ([]Hit, error) {
	n := len(p.seg.passages)
	score, cover := make([]float64, n), make([]float64, n)
	weight := make([]float64, n)
	var touched []int32
	for _, w := range words {
		touched = touched[:0]
		for _, s := range w.stems {
			b := p.lists[s]
			if b == nil {
				continue
			}
			l, err := parseList(b, len(p.seg.docs), n)
			if err != nil {
				return nil, err
			}
			touched = r.add(p.seg, l, weight, touched)
		}
		for _, i := range touched {
			if weight[i] > 0 {
				score[i] += w.idf * weight[i] * (saturation + 1) / (saturation + weight[i])
				cover[i] += w.idf
				weight[i] = 0
			}
		}
	}
	return r.collect(p.seg, score, cover), nil
}

// add sums the weighted frequencies of one stem into weight.
func (r *ranker) add(s *Segment, l list, weight []float64, touched []int32) []int32 {
	put := func(i int32, w float64) {
		if weight[i] == 0 {
			touched = append(touched, i)
		}
		weight[i] += w
	}
	if !r.q.NoHeader {
		for _, h := range l.headers {
			w := titleWeight*float64(h.title) + outletWeight*float64(h.outlet)
			from, to := s.passagesOf(h.doc)
			for i := from; i < to; i++ {
				put(i, w)
			}
		}
	}
	for _, t := range l.texts {
		put(t.passage, float64(t.times)/(1-lengthNorm+lengthNorm*float64(s.passages[t.passage].length)/r.avg))
	}
	return touched
}

// collect turns scores into hits; what may not be seen never becomes one.
func (r *ranker) collect(s *Segment, score, cover []float64) []Hit {
	var out []Hit
	for doc := range s.docs {
		d := s.docs[doc]
		from, to := s.passagesOf(int32(doc))
		checked := false
		prior := 1.0
		for i := from; i < to; i++ {
			if score[i] == 0 {
				continue
			}
			if !checked {
				if d.visible > r.at || !r.x.Versions.current(d, r.at) || r.x.Visible != nil && !r.x.Visible(d.article) {
					break
				}
				checked, prior = true, r.prior(d)
			}
			p := s.passages[i]
			out = append(out, Hit{Article: d.article, Version: d.version, First: int(i-from) * passageStep, Start: int(p.start), End: int(p.end),
				Time: time.UnixMilli(d.time).UTC(), Score: score[i] * prior, Coverage: min(1, cover[i]/r.total)})
		}
	}
	return out
}

// prior prefers the days before the question, or the time it names.
func (r *ranker) prior(d docMeta) float64 {
	if r.dated {
		t := time.UnixMilli(d.time)
		if !t.Before(r.named.From) && t.Before(r.named.To.Add(datedSlack)) {
			return datedBoost
		}
		if r.q.At.Sub(r.named.From) > olderThan {
			return 1
		}
	}
	if r.q.NoRecency {
		return 1
	}
	age := float64(max(0, r.at-d.time)) / float64(recencyHalfLife.Milliseconds())
	return recencyFloor + (1-recencyFloor)*math.Exp2(-age)
}
