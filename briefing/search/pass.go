package search

import (
	"cmp"
	"slices"
	"sort"
)

// A pass finds the best passages without scoring every document that holds a
// word (after MaxScore, Turtle & Flood 1995): each document has an upper bound
// of its score, and is scored, exactly, only if the bound reaches the worst hit
// that has a place.

// slack covers the rounding of bounds, which are sums in float32.
const slack = 1 + 1e-5

// commonShare is how much of the worst hit's score the second hop's common
// words may add whose lists, the longest, are not read for the bounds. From .1
// to .4 the time is the same; at .9 five times as many documents are scored.
const commonShare = .2

// pass scores documents of parts, first for the question's words, then for
// those of the second hop as well.
type pass struct {
	*ranker
	cursors [][][]cursor // by part, word and stem
	bounds  [][]float32  // by part and document: what the words that were read add at most
	done    [][]bool     // by part and document: it was scored
	unread  float64      // what the words add at most that were not read
	most    float64      // the highest prior of any document
	limit   int
	per     int
	found   []Hit
	twice   bool  // flat is looked for as well
	flat    []Hit // the best without the recency prior
}

// candidate is a document that may hold hits.
type candidate struct {
	part  int
	doc   int32
	bound float64
}

func newPass(r *ranker, words []word) *pass {
	round := &pass{ranker: r, most: 1}
	if r.dated {
		round.most = datedBoost
	}
	if r.x.Preferred != nil {
		round.most *= preferredBoost
	}
	for _, part := range r.parts {
		round.bounds = append(round.bounds, make([]float32, len(part.seg.docs)))
		round.done = append(round.done, make([]bool, len(part.seg.docs)))
	}
	round.cursors = make([][][]cursor, len(r.parts))
	round.add(words)
	for i := range round.words {
		round.read(i)
	}
	return round
}

// add gives the pass more words.
func (p *pass) add(words []word) {
	p.words = append(p.words, words...)
	for i, part := range p.parts {
		for _, w := range words {
			var cs []cursor
			for _, s := range w.stems {
				if list := part.lists[s]; list != nil {
					cs = append(cs, list.cursor())
				}
			}
			p.cursors[i] = append(p.cursors[i], cs)
		}
	}
}

// run finds the best hits for the pass's words, of which the first n were
// read. It begins with the documents of the highest bounds, so that the others
// meet a worst hit that is good.
func (p *pass) run(n int, q Query) []Hit {
	p.q, p.found, p.flat = q, nil, nil
	p.limit, p.per = q.limits()
	for i := range p.done {
		clear(p.done[i])
	}
	for _, c := range p.highest() {
		p.take(c.part, c.doc)
	}
	p.readRare(n)
	for i, part := range p.parts {
		for doc, b := range p.bounds[i] {
			meta := part.seg.docs[doc]
			if p.done[i][doc] || !p.reaches(float64(b), p.most, p.most) {
				continue
			}
			if prior, flat := p.priors(meta); p.reaches(float64(b), prior, flat) && p.visible(meta) {
				p.take(i, int32(doc))
			}
		}
	}
	return p.found
}

// both gives the last places, Weights.Background of them, to what is best without
// the recency prior: what the days before a question repeat is not all there is to know.
// The prior still orders the list.
func (p *pass) both(n int, q Query) []Hit {
	p.twice = p.w.Background > 0
	hits := p.run(n, q)
	if !p.twice {
		return hits
	}
	return p.join(hits[:min(len(hits), p.limit-int(p.w.Background*float64(p.limit)))], p.flat)
}

// join fills hits up with the best of the background. An article's best
// passages are the same in both.
func (p *pass) join(hits, background []Hit) []Hit {
	type passage struct {
		version int64
		first   int
	}
	have := map[passage]bool{}
	for _, h := range hits {
		have[passage{h.Version, h.First}] = true
	}
	for _, h := range background {
		if have[passage{h.Version, h.First}] || len(hits) == p.limit {
			continue
		}
		at := h.Time.UnixMilli()
		if _, ok := p.namedPrior(at); !ok {
			h.Score *= p.recency(at)
		}
		hits = insert(hits, p.limit, h)
	}
	return hits
}

// reaches reports whether a document with a bound can become a hit.
func (p *pass) reaches(bound, prior, flat float64) bool {
	bound += p.unread
	return p.enters(p.found, bound*prior) || p.twice && p.enters(p.flat, bound*flat)
}

// enters reports whether a score of at most this may have a place among hits.
func (p *pass) enters(hits []Hit, most float64) bool {
	if len(hits) < p.limit {
		return most > 0
	}
	return most*slack >= hits[len(hits)-1].Score
}

// readRare reads the lists of words from n on, but for the most common.
func (p *pass) readRare(n int) {
	var order []int
	for i := range p.words[n:] {
		order = append(order, n+i)
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(p.words[i].idf, p.words[j].idf) })
	may := 0.0
	if len(p.found) == p.limit {
		may = commonShare * p.found[p.limit-1].Score
	}
	for _, i := range order {
		most := p.words[i].idf * mostImpact
		if p.unread+most <= may {
			p.unread += most
		} else {
			p.read(i)
		}
	}
}

// read adds to the bounds what a word adds at most.
func (p *pass) read(word int) {
	var step [impactSteps + 1]float32
	for i := range step {
		step[i] = float32(p.words[word].idf * mostImpact / impactSteps * float64(i))
	}
	for i := range p.parts {
		bounds := p.bounds[i]
		for _, c := range p.cursors[i][word] {
			highest := c.l.impacts()
			for k, doc := range highest.docs {
				bounds[doc] += step[highest.most[k]]
			}
		}
	}
}

// highest are the visible documents of the highest bounds, as many as there are places.
func (p *pass) highest() []candidate {
	var out []candidate
	low := func(bound float64) bool { return bound == 0 || len(out) == p.limit && bound <= out[p.limit-1].bound }
	for i, part := range p.parts {
		for doc := len(part.seg.docs) - 1; doc >= 0; doc-- { // the newest first: they are mostly the higher
			bound, meta := float64(p.bounds[i][doc]), part.seg.docs[doc]
			if low(bound * p.most) {
				continue
			}
			prior, _ := p.priors(meta)
			rated := candidate{i, int32(doc), bound * prior}
			if low(rated.bound) || !p.visible(meta) {
				continue
			}
			found := sort.Search(len(out), func(k int) bool { return out[k].bound < rated.bound })
			if len(out) < p.limit {
				out = append(out, rated)
			}
			copy(out[found+1:], out[found:])
			out[found] = rated
		}
	}
	return out
}

// take scores a document and keeps its best passages if they are good enough.
func (p *pass) take(part int, doc int32) {
	segment := p.parts[part].seg
	p.done[part][doc] = true
	p.score(segment, doc, p.cursors[part])
	prior, flat := p.priors(segment.docs[doc])
	for _, h := range p.hits(segment, doc, p.per) {
		sum := h.Score
		h.Score = sum * prior
		p.found = insert(p.found, p.limit, h)
		if p.twice {
			h.Score = sum * flat
			p.flat = insert(p.flat, p.limit, h)
		}
	}
}
