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

// ranker scores the documents of all parts for the words.
type ranker struct {
	x     *Index
	q     Query
	parts []part
	words []word
	lang  string // of the question
	docs  int64
	at    int64
	averages
	total float64 // information of the question
	named text.Time
	dated bool

	doc    docScores
	places []place
}

// docScores are the sums of one document, by its passages.
type docScores struct {
	passage, cover, freq []float64 // freq is of one word
	whole                float64   // of the document
}

func (s *docScores) reset(n int) {
	if n > cap(s.freq) {
		s.passage, s.cover, s.freq = make([]float64, n), make([]float64, n), make([]float64, n)
	}
	s.passage, s.cover, s.freq, s.whole = s.passage[:n], s.cover[:n], s.freq[:n], 0
	clear(s.passage)
	clear(s.cover)
}

// score sums a document word by word.
func (r *ranker) score(s *Segment, doc int32, cursors [][]cursor) {
	from, to := s.passagesOf(doc)
	r.doc.reset(int(to - from))
	for i, w := range r.words {
		whole := 0.0
		for k := range cursors[i] {
			if c := &cursors[i][k]; c.seek(doc) {
				if whole == 0 {
					clear(r.doc.freq)
				}
				whole += r.add(s.passages[from:to], c)
			}
		}
		if whole > 0 {
			r.sum(w, whole)
		}
	}
}

// add sums the weighted frequencies of one stem, and returns its frequency in
// the whole document.
func (r *ranker) add(passages []passageMeta, c *cursor) (whole float64) {
	title, outlet, places := c.read(r.places[:0])
	r.places = places
	if w := titleWeight*float64(title) + outletWeight*float64(outlet); w > 0 && !r.q.Without.Header {
		whole += w
		for i := range r.doc.freq {
			r.doc.freq[i] += w
		}
	}
	for _, p := range places {
		whole += float64(p.times)
		r.doc.freq[p.passage] += float64(p.times) / r.norm(passages[p.passage].length)
	}
	return whole
}

// sum adds a word to the scores of what holds it.
func (r *ranker) sum(w word, whole float64) {
	for i, f := range r.doc.freq {
		if f > 0 {
			r.doc.passage[i] += w.idf * f * (saturation + 1) / (saturation + f)
			if !w.hop {
				r.doc.cover[i] += w.idf
			}
		}
	}
	r.doc.whole += r.wholeScore(w, whole, int32(len(r.doc.freq)))
}

// wholeScore is what a word adds for the whole document.
func (r *ranker) wholeScore(w word, f float64, passages int32) float64 {
	if r.q.Without.Whole {
		return 0
	}
	f /= r.wholeNorm(passages)
	return wholeWeight * w.idf * f * (wholeSaturation + 1) / (wholeSaturation + f)
}

// visible reports whether a document may be found: what may not be seen is
// never scored.
func (r *ranker) visible(d docMeta) bool {
	return d.visible <= r.at && r.x.Versions.current(d, r.at) && (r.x.Visible == nil || r.x.Visible(d.article))
}

// hits are the best passages of a document that was scored.
func (r *ranker) hits(s *Segment, doc int32, per int) []Hit {
	var own []Hit
	d, prior := s.docs[doc], r.prior(s.docs[doc])
	from, to := s.passagesOf(doc)
	for i, p := range s.passages[from:to] {
		if r.doc.passage[i] == 0 {
			continue
		}
		own = insert(own, per, Hit{Article: d.article, Version: d.version, First: i * passageStep, Start: int(p.start), End: int(p.end),
			Time: time.UnixMilli(d.time).UTC(), Score: (r.doc.passage[i] + r.doc.whole) * prior, Coverage: min(1, r.doc.cover[i]/r.total)})
	}
	return own
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
