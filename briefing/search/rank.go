package search

import (
	"math"
	"time"

	"dateline/briefing/text"
)

// Weights of BM25F (Robertson, Zaragoza, Taylor 2004), tuned on realtimeqa and
// summhay: a passage answers, its whole article says what it is about. Tried
// and left out: a floor of recency of .3 and .7, half-lives of 7 and 30 days, a
// title weight of 1.5, k1 of 2, a bonus for covering more of the question.
const (
	titleWeight  = 3.0
	outletWeight = 1.0
	saturation   = 1.2 // k1
	lengthNorm   = .4  // b: windows differ little in length

	wholeWeight     = 1.0 // the article's score beside the passage's
	wholeSaturation = 3.0
	wholeNorm       = .5

	recencyHalfLife = 14.0 // days: a question is mostly about the days before it
	recencyFloor    = .5
	datedBoost      = 1.6 // of passages published in the time a question names
)

const (
	datedSlack = 3 * 24 * time.Hour  // reports appear some days after what they report
	olderThan  = 45 * 24 * time.Hour // a question that names an older time gets no recency prior
)

// ranker scores the passages of one segment after the other.
type ranker struct {
	x     *Index
	q     Query
	at    int64
	avg   float64 // terms of a passage
	whole float64 // passages of a document
	total float64
	named text.Time
	dated bool
}

// scores are dense arrays over a segment: segments hold tens of thousands of
// passages, and a question touches many of them. The frequencies are of one
// word, and are zero between words.
type scores struct {
	passage, cover, freq []float64 // by passage
	doc, docFreq         []float64 // by document

	passages, docs []int32 // that hold the word
}

func newScores(s *Segment) *scores {
	n, docs := len(s.passages), len(s.docs)
	return &scores{passage: make([]float64, n), cover: make([]float64, n), freq: make([]float64, n), doc: make([]float64, docs), docFreq: make([]float64, docs)}
}

// rank scores word by word.
func (r *ranker) rank(p part, words []word) ([]Hit, error) {
	sc := newScores(p.seg)
	for _, w := range words {
		sc.passages, sc.docs = sc.passages[:0], sc.docs[:0]
		for _, s := range w.stems {
			b := p.lists[s]
			if b == nil {
				continue
			}
			l, err := parseList(b, len(p.seg.docs), len(p.seg.passages))
			if err != nil {
				return nil, err
			}
			r.add(p.seg, l, sc)
		}
		r.sum(p.seg, w, sc)
	}
	return r.collect(p.seg, sc), nil
}

// add sums the weighted frequencies of one stem.
func (r *ranker) add(s *Segment, l list, sc *scores) {
	put := func(i int32, w float64) {
		if sc.freq[i] == 0 {
			sc.passages = append(sc.passages, i)
		}
		sc.freq[i] += w
	}
	putDoc := func(d int32, w float64) {
		if sc.docFreq[d] == 0 {
			sc.docs = append(sc.docs, d)
		}
		sc.docFreq[d] += w
	}
	if !r.q.Without.Header {
		for _, h := range l.headers {
			w := titleWeight*float64(h.title) + outletWeight*float64(h.outlet)
			putDoc(h.doc, w)
			from, to := s.passagesOf(h.doc)
			for i := from; i < to; i++ {
				put(i, w)
			}
		}
	}
	for _, t := range l.texts {
		p := s.passages[t.passage]
		putDoc(p.doc, float64(t.times))
		put(t.passage, float64(t.times)/(1-lengthNorm+lengthNorm*float64(p.length)/r.avg))
	}
}

// sum adds a word to the scores of what holds it.
func (r *ranker) sum(s *Segment, w word, sc *scores) {
	for _, i := range sc.passages {
		if f := sc.freq[i]; f > 0 {
			sc.passage[i] += w.idf * f * (saturation + 1) / (saturation + f)
			if !w.hop {
				sc.cover[i] += w.idf
			}
			sc.freq[i] = 0
		}
	}
	for _, d := range sc.docs {
		if f := sc.docFreq[d]; f > 0 {
			from, to := s.passagesOf(d)
			f /= 1 - wholeNorm + wholeNorm*float64(to-from)/r.whole
			sc.doc[d] += w.idf * f * (wholeSaturation + 1) / (wholeSaturation + f)
			sc.docFreq[d] = 0
		}
	}
}

// collect turns scores into hits, the best of each document; what may not be
// seen never becomes one.
func (r *ranker) collect(s *Segment, sc *scores) []Hit {
	var out, own []Hit
	_, per := r.q.limits()
	whole := wholeWeight
	if r.q.Without.Whole {
		whole = 0
	}
	for doc := range s.docs {
		d := s.docs[doc]
		if sc.doc[doc] == 0 || d.visible > r.at || !r.x.Versions.current(d, r.at) || r.x.Visible != nil && !r.x.Visible(d.article) {
			continue
		}
		prior := r.prior(d)
		own = own[:0]
		from, to := s.passagesOf(int32(doc))
		for i := from; i < to; i++ {
			if sc.passage[i] == 0 {
				continue
			}
			p := s.passages[i]
			own = insert(own, per, Hit{Article: d.article, Version: d.version, First: int(i-from) * passageStep, Start: int(p.start), End: int(p.end),
				Time: time.UnixMilli(d.time).UTC(), Score: (sc.passage[i] + whole*sc.doc[doc]) * prior, Coverage: min(1, sc.cover[i]/r.total)})
		}
		out = append(out, own...)
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
	if r.q.Without.Recency {
		return 1
	}
	age := float64(max(0, r.at-d.time)) / (recencyHalfLife * 24 * float64(time.Hour.Milliseconds()))
	return recencyFloor + (1-recencyFloor)*math.Exp2(-age)
}
