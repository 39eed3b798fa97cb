package search

import (
	"math"
	"regexp"
	"strings"
	"time"
	"unicode"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
)

// Weights are the parts of a passage's score, BM25F (Robertson, Zaragoza, Taylor
// 2004) and its priors. 0 takes a part out, for RecencyFloor 1 does.
type Weights struct {
	Title, Outlet float64 // of a word there, beside one of the text
	Whole         float64 // of a word anywhere in the article, beside the passage's score
	Common        float64 // articles that the table of common words counts for: weights mean the same in a tiny archive
	Hop           float64 // of the strongest word of the second hop, beside one of the question
	RecencyFloor  float64 // what is left of the score of the oldest passage
	Background    float64 // share of the places that recency does not give
}

// DefaultWeights are the product's, tuned on realtimeqa and summhay: a passage answers, its whole article says what it is about. How often
// the article says a word, and how long it and its windows are, tells nothing
// more: with the usual norms of length fewer articles that hold the answer are
// found. Tried and left out as well: a floor of recency of .5 and .7, a bonus for
// the newest week, the words of the question alone for the whole article.
var DefaultWeights = Weights{Title: titleMost, Outlet: outletMost, Whole: wholeMost, Common: pseudoArticles, Hop: .3, RecencyFloor: .6,
	Background: .5}

// Other weights must not be higher than these: the bounds of a pass rest on them.
const titleMost, outletMost, wholeMost = 3.0, 1.0, 1.0

const (
	pseudoArticles  = 10000
	fewArticles     = 100.0 // searched, at which the counted shares of words and the table of common ones rank in equal parts
	saturation      = 1.2   // k1; b is 0
	recencyHalfLife = 30.0  // days: a question is mostly about the days before it
	datedBoost      = 1.3   // of passages published in the time a question names
	preferredBoost  = 1.3   // of Index.Preferred
)

const (
	datedSlack = 3 * 24 * time.Hour  // reports appear some days after what they report
	olderThan  = 45 * 24 * time.Hour // a question that names an older time gets no recency prior
)

// ranker scores the documents of all parts for the words.
type ranker struct {
	x     *Index
	q     Query
	w     Weights
	parts []part
	words []word
	lang  string // of the question
	docs  int64
	at    int64
	total float64 // information of the question
	named date.Time
	dated bool
	times map[string]bool // words of the times it names without a figure ("today"), as a query's words are written
	since int64           // Unix ms: nothing that is older is asked for,
	until int64           // and nothing that is not older

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
		held := false
		for k := range cursors[i] {
			if walk := &cursors[i][k]; walk.seek(doc) {
				if !held {
					clear(r.doc.freq)
				}
				held = true
				r.add(walk)
			}
		}
		if held {
			r.sum(w)
		}
	}
}

// add sums the weighted frequencies of one stem.
func (r *ranker) add(c *cursor) {
	title, outlet, places := c.read(r.places[:0])
	r.places = places
	if weight := r.w.Title*float64(title) + r.w.Outlet*float64(outlet); weight > 0 {
		for i := range r.doc.freq {
			r.doc.freq[i] += weight
		}
	}
	for _, p := range places {
		r.doc.freq[p.passage] += float64(p.times)
	}
}

// sum adds a word to the scores of what holds it.
func (r *ranker) sum(w word) {
	held := false
	for i, f := range r.doc.freq {
		if f > 0 {
			held = true
			r.doc.passage[i] += w.idf * f * (saturation + 1) / (saturation + f)
			if !w.hop {
				r.doc.cover[i] += w.cover
			}
		}
	}
	if held {
		r.doc.whole += r.w.Whole * w.idf
	}
}

// visible reports whether a document may be found: what may not be seen is
// never scored.
func (r *ranker) visible(d docMeta) bool {
	if d.visible > r.at || d.time < r.since || d.time >= r.until {
		return false
	}
	return r.x.Versions.current(d, r.at) && (r.x.Visible == nil || r.x.Visible(d.article))
}

// hits are the best passages of a document that was scored, before any prior.
func (r *ranker) hits(s *Segment, doc int32, per int) []Hit {
	var own []Hit
	meta := s.docs[doc]
	from, to := s.passagesOf(doc)
	for i, p := range s.passages[from:to] {
		if r.doc.passage[i] == 0 {
			continue
		}
		own = insert(own, per, Hit{Article: meta.article, Version: meta.version, First: i * passageStep, Start: int(p.start),
			End:  int(p.end),
			Time: time.UnixMilli(meta.time).UTC(), Score: r.doc.passage[i] + r.doc.whole, Coverage: min(1, r.doc.cover[i]/r.total)})
	}
	return own
}

// sincePhrase matches the beginning of a phrase for a time up to now: "since May".
var sincePhrase = regexp.MustCompile(`(?i)^(?:since|seit|desde|depuis)\b`)

// readTimes finds the time a question names, within that which its asker set. "Since Monday" asks for nothing
// older, and most for the last days of it; "on Monday" and "in May" only prefer
// reports of that time: of 55 questions of realtimeqa with such a date many tell
// by it what they are about, or name a year to come.
func (r *ranker) readTimes() {
	r.since, r.until = math.MinInt64, math.MaxInt64
	if !r.q.From.IsZero() {
		r.since = r.q.From.UnixMilli()
	}
	if !r.q.To.IsZero() {
		r.until = r.q.To.UnixMilli()
	}
	r.times = map[string]bool{}
	for _, t := range date.Times(r.q.Text, text.QuestionLang(r.q.Text), r.q.At) {
		if !strings.ContainsFunc(t.Text, unicode.IsDigit) { // "20 January" is written in reports too
			for _, w := range text.Terms(t.Text, "") {
				r.times[w] = true
			}
		}
		switch {
		case !t.Closed() || t.From.Equal(r.q.At): // what begins now is to come
		case sincePhrase.MatchString(t.Text):
			r.since = max(r.since, t.Days().From.UnixMilli())
		case !r.dated:
			r.named, r.dated = t.Days(), true
		}
	}
}

// priors are what a document's score is multiplied by: the days before the
// question, or the time and the outlet it names, are preferred; flat leaves the
// days out.
func (r *ranker) priors(d docMeta) (prior, flat float64) {
	flat, ok := r.namedPrior(d.time)
	if r.x.Preferred != nil && r.x.Preferred(d.article) {
		flat *= preferredBoost
	}
	if ok {
		return flat, flat
	}
	return flat * r.recency(d.time), flat
}

// namedPrior is the prior of a time (Unix ms) for a question that names one,
// if recency does not decide.
func (r *ranker) namedPrior(at int64) (boost float64, ok bool) {
	if !r.dated {
		return 1, false
	}
	when := time.UnixMilli(at)
	if !when.Before(r.named.From) && when.Before(r.named.To.Add(datedSlack)) {
		return datedBoost, true
	}
	return 1, r.q.At.Sub(r.named.From) > olderThan
}

func (r *ranker) recency(at int64) float64 {
	return r.w.RecencyFloor + (1-r.w.RecencyFloor)*r.halved(at, recencyHalfLife)
}

// halved is 1 at the time of the question and half of it after each so many days.
func (r *ranker) halved(at int64, days float64) float64 {
	return math.Exp2(-float64(max(0, r.at-at)) / (days * 24 * float64(time.Hour.Milliseconds())))
}
