package cluster

import (
	"math"
	"sort"
	"time"
)

// Options are the thresholds; the zero value is the product's. They were
// tuned on the development halves of uci6k, news-t and basil.
type Options struct {
	Window    time.Duration // a story without a new article for this long is closed; 0 is 72 h
	Join      float64       // least score to join, 0 is joinScore
	Quorum    float64       // least share of members that are alike, 0 is quorumShare (quorumTitle for headlines)
	NoAnchors bool          // ablations
	NoNames   bool
	NoQuorum  bool
	NoTime    bool
}

const (
	storyWindow = 72 * time.Hour
	joinScore   = .18 // full articles
	joinTitle   = .10 // headlines alone: few words, so cosines are small
	quorumShare = .20
	quorumTitle = .10
	memberAlike = .16 // least cosine of two articles that count as alike
	titleAlike  = .07 // the same for headlines
	seedTerms   = 12  // terms of highest information that look for candidates
	quorumLast  = 24  // members that are asked, newest first
	sigmaDays   = 3.0 // Miranda: exp(-days^2 / (2 sigma^2))
)

// story is an active story.
type story struct {
	id          int64
	lang        string
	title, all  sum
	names       sum
	first, last time.Time
	members     []member
}

type member struct {
	title, all vector
	doc        Doc
}

// Clusterer holds the active stories.
type Clusterer struct {
	o       Options
	freq    map[string]*frequencies // by language: words
	names   map[string]*frequencies
	stories map[int64]*story
	index   map[string]map[int64]bool // term -> stories
	temp    int64
	swept   time.Time
}

// New makes an empty clusterer.
func New(o Options) *Clusterer {
	if o.Window == 0 {
		o.Window = storyWindow
	}
	return &Clusterer{o: o, freq: map[string]*frequencies{}, names: map[string]*frequencies{}, stories: map[int64]*story{}, index: map[string]map[int64]bool{}}
}

// features are a document's vectors under the frequencies of the moment.
type features struct {
	title, all, names vector
	full              bool
}

func (c *Clusterer) features(d Doc) features {
	f, n := c.freq[d.Lang], c.names[d.Lang]
	if f == nil {
		f, n = &frequencies{df: map[string]int32{}}, &frequencies{df: map[string]int32{}}
		c.freq[d.Lang], c.names[d.Lang] = f, n
	}
	x := features{title: f.vector(d.TitleTerms, d.Lang), all: f.vector(d.AllTerms, d.Lang), full: len(d.AllTerms) > 2*len(d.TitleTerms)}
	if !c.o.NoNames {
		x.names = n.vector(d.Names, "")
	}
	return x
}

// Restore puts back a document whose story is known. Documents come in the
// order in which they were placed.
func (c *Clusterer) Restore(id int64, d Doc) {
	f := c.features(d)
	c.join(id, d, f)
}

// Add places a document; a new story gets a negative temporary id.
func (c *Clusterer) Add(d Doc) (id int64, isNew bool) {
	c.sweep(d.Time)
	f := c.features(d)
	id = c.find(d, f)
	if id == 0 {
		c.temp--
		id, isNew = c.temp, true
	}
	c.join(id, d, f)
	return id, isNew
}

// Match finds the story a document would join, and changes nothing.
func (c *Clusterer) Match(d Doc) (int64, bool) {
	id := c.find(d, c.features(d))
	return id, id != 0
}

// Rename gives a story its lasting id.
func (c *Clusterer) Rename(temp, real int64) {
	s := c.stories[temp]
	if s == nil || temp == real {
		return
	}
	delete(c.stories, temp)
	s.id = real
	c.stories[real] = s
	for _, m := range s.members {
		for _, x := range m.all {
			c.reindex(x.term, temp, real)
		}
		for _, x := range m.title {
			c.reindex(x.term, temp, real)
		}
	}
}

func (c *Clusterer) reindex(term string, temp, real int64) {
	if in := c.index[term]; in[temp] {
		delete(in, temp)
		in[real] = true
	}
}

// join makes a document a member of a story and counts its terms.
func (c *Clusterer) join(id int64, d Doc, f features) {
	c.freq[d.Lang].add(d.AllTerms)
	c.names[d.Lang].add(d.Names)
	s := c.stories[id]
	if s == nil {
		s = &story{id: id, lang: d.Lang, first: d.Time, last: d.Time}
		c.stories[id] = s
	}
	if d.Time.After(s.last) {
		s.last = d.Time
	}
	if d.Time.Before(s.first) {
		s.first = d.Time
	}
	if d.RoundUp {
		return // it is there, but nothing is found through it
	}
	s.title.add(f.title)
	s.all.add(f.all)
	s.names.add(f.names)
	s.members = append(s.members, member{f.title, f.all, d})
	for _, v := range []vector{f.title, f.all} {
		for _, x := range v {
			in := c.index[x.term]
			if in == nil {
				in = map[int64]bool{}
				c.index[x.term] = in
			}
			in[id] = true
		}
	}
}

// find is the best story a document may join, 0 if none.
func (c *Clusterer) find(d Doc, f features) int64 {
	if d.RoundUp {
		return 0
	}
	best, bestScore := int64(0), 0.0
	for _, id := range c.candidates(f) {
		s := c.stories[id]
		if s == nil || s.lang != d.Lang || len(s.members) == 0 || d.Time.Sub(s.last) > c.o.Window || s.first.Sub(d.Time) > c.o.Window {
			continue
		}
		score := c.score(s, d, f)
		if score < c.threshold(f) || score < bestScore || score == bestScore && best != 0 {
			continue
		}
		if c.holds(s, d, f) {
			best, bestScore = id, score
		}
	}
	return best
}

func (c *Clusterer) threshold(f features) float64 {
	if c.o.Join > 0 {
		return c.o.Join
	}
	if f.full {
		return joinScore
	}
	return joinTitle
}

// candidates are the stories that hold one of the document's most telling
// terms, in order of id.
func (c *Clusterer) candidates(f features) []int64 {
	terms := append(append(vector(nil), f.all...), f.title...)
	sort.SliceStable(terms, func(i, j int) bool { return terms[i].w > terms[j].w })
	found := map[int64]int{}
	seen := map[string]bool{}
	for _, x := range terms {
		if len(seen) == seedTerms {
			break
		}
		if seen[x.term] {
			continue
		}
		seen[x.term] = true
		for id := range c.index[x.term] {
			found[id]++
		}
	}
	out := make([]int64, 0, len(found))
	for id := range found {
		out = append(out, id)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// score is how alike a document and a story are, in words, names and time.
func (c *Clusterer) score(s *story, d Doc, f features) float64 {
	title, all, names := s.title.cos(f.title), s.all.cos(f.all), s.names.cos(f.names)
	score := .55*title + .45*all
	if f.full {
		score = .25*title + .5*all + .25*names
	}
	if c.o.NoTime {
		return score
	}
	days := math.Abs(d.Time.Sub(s.last).Hours()) / 24
	if d.Time.Before(s.last) && d.Time.After(s.first) {
		days = 0
	}
	return score * (.6 + .4*math.Exp(-days*days/(2*sigmaDays*sigmaDays)))
}

// holds asks the members: enough of them must be like the document, and none
// may be the same title about another thing.
func (c *Clusterer) holds(s *story, d Doc, f features) bool {
	asked := s.members[max(0, len(s.members)-quorumLast):]
	alike, least, quorum := 0, memberAlike, quorumShare
	if !f.full {
		least, quorum = titleAlike, quorumTitle
	}
	if c.o.Quorum > 0 {
		quorum = c.o.Quorum
	}
	for _, m := range asked {
		if !c.o.NoAnchors && conflict(m.doc, d) {
			return false
		}
		if sim := max(m.all.dot(f.all), m.title.dot(f.title)); sim >= least {
			alike++
		}
	}
	return c.o.NoQuorum || float64(alike) >= quorum*float64(len(asked)) && alike > 0
}

// conflict reports two titles of one template about different things: the same
// words with other numbers, or with one name changed.
func conflict(a, b Doc) bool {
	plainA, plainB := a.Template, b.Template
	if len(plainA) < 2 || len(plainB) < 2 {
		return false
	}
	common := 0
	for t := range plainA {
		if plainB[t] {
			common++
		}
	}
	if float64(common) < .8*float64(max(len(plainA), len(plainB))) {
		return false
	}
	if len(a.Anchors) > 0 && len(b.Anchors) > 0 && !meet(a.Anchors, b.Anchors) {
		return true
	}
	return differ(a.TitleNames, b.TitleNames) && differ(b.TitleNames, a.TitleNames)
}

func meet(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// differ reports whether a has a name that b lacks.
func differ(a, b []string) bool {
	for _, x := range a {
		if !meet([]string{x}, b) {
			return true
		}
	}
	return false
}

// sweep forgets stories that no document of this time can join.
func (c *Clusterer) sweep(now time.Time) {
	if now.Sub(c.swept) < c.o.Window/3 {
		return
	}
	c.swept = now
	for id, s := range c.stories {
		if now.Sub(s.last) <= 2*c.o.Window {
			continue
		}
		for _, m := range s.members {
			for _, v := range []vector{m.title, m.all} {
				for _, x := range v {
					delete(c.index[x.term], id)
					if len(c.index[x.term]) == 0 {
						delete(c.index, x.term)
					}
				}
			}
		}
		delete(c.stories, id)
	}
}
