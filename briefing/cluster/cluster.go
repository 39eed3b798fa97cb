package cluster

import (
	"cmp"
	"math"
	"slices"
	"time"

	"dateline/briefing/text"
)

// Options are the thresholds; the zero value is the product's. They were
// tuned on the development halves of uci6k, news-t and basil, by the mean over
// shuffled streams: F1 of one order of news-t is off by .004 (standard
// deviation). The switches leave a mechanism out, to measure what it is worth.
type Options struct {
	Window     time.Duration // a story without a new article for this long is closed; 0 is 72 h
	Join       float64       // least score to join, 0 is joinScore (joinTitle for headlines)
	Merge      float64       // least link of two stories of headlines that are one, 0 is mergeTitle
	Temp       func() int64  // ids of new stories, each below the one before; nil is -1, -2 ...
	NoAnchors  bool
	NoNames    bool
	NoQuorum   bool
	NoTime     bool
	NoRoundUps bool
	NoMerge    bool
	NoPseudo   bool
}

const (
	storyWindow = 72 * time.Hour
	joinScore   = .18 // full articles
	joinTitle   = .14 // headlines alone: few words, so cosines are small
	quorumShare = .20
	memberAlike = .16 // least cosine of two articles that count as alike
	quorumLast  = 24  // members that are asked, newest first
	sigmaDays   = 3.0 // Miranda: exp(-days^2 / (2 sigma^2))
	nameWeight  = 1.5 // of a name's words in a headline: who it is about
)

// story is an active story: a strand for each language it is told in.
type story struct {
	id          int64
	strands     map[string]*strand
	traits      sum
	first, last time.Time
	dead        bool
	languages   languages
	matched     match
}

// strand is the articles of a story in one language.
type strand struct {
	story   *story
	lang    string
	title   sum
	all     sum
	names   sum
	members []member
	full    int // members with a text

	languages languages
	matched   match
}

type member struct {
	title, all vector
	doc        Doc // without its terms: they would be most of the memory
}

// Clusterer holds the active stories.
type Clusterer struct {
	o       Options
	freq    map[string]*frequencies // by language: words
	names   map[string]*frequencies
	traits  *frequencies // of all languages
	stories map[int64]*story
	index   map[uint64][]*strand // by term

	traitIndex map[uint64][]*story

	languages map[string]int // bits of languages
	queries   uint64
	swept     time.Time
	merged    []Merge
}

// New makes an empty clusterer.
func New(o Options) *Clusterer {
	if o.Window == 0 {
		o.Window = storyWindow
	}
	if o.Temp == nil {
		last := int64(0)
		o.Temp = func() int64 { last--; return last }
	}
	shareOf := func(t term) float64 { return traitShares[t.h&kindMask] }
	return &Clusterer{o: o, freq: map[string]*frequencies{}, names: map[string]*frequencies{}, traits: newFrequencies(o, shareOf),
		stories: map[int64]*story{}, index: map[uint64][]*strand{}, traitIndex: map[uint64][]*story{}, languages: map[string]int{}}
}

// features are a document's vectors under the frequencies of the moment.
type features struct {
	title, all, names   vector
	traits              vector
	full                bool
	distinct, distNames []term
}

// frequencies are those of the words and names of a language; join keeps those of
// a new one.
func (c *Clusterer) frequencies(lang string) (words, names *frequencies) {
	if counts := c.freq[lang]; counts != nil {
		return counts, c.names[lang]
	}
	return newFrequencies(c.o, func(t term) float64 { return text.CommonShare(t.s, lang) }), newFrequencies(c.o, nil)
}

func (c *Clusterer) features(d Doc) features {
	counts, n := c.frequencies(d.Lang)
	profile := features{distinct: distinct(d.AllTerms), distNames: distinct(d.Names), full: len(d.AllTerms) > 2*len(d.TitleTerms),
		traits: c.weighTraits(d.traits)}
	if profile.full {
		profile.title, profile.all = counts.vector(distinct(d.TitleTerms), nil), counts.vector(profile.distinct, nil)
		if !c.o.NoNames {
			profile.names = n.vector(profile.distNames, nil)
		}
		return profile
	}
	names := d.NameTerms // a headline, or one with a line below it
	if c.o.NoNames {
		names = nil
	}
	profile.all = counts.vector(profile.distinct, names)
	profile.title = profile.all
	if len(d.AllTerms) > len(d.TitleTerms) {
		profile.title = counts.vector(distinct(d.TitleTerms), names)
	}
	return profile
}

// Restore puts back a document whose story is known. In the order in which
// documents were placed it gives the state that Add left; in another, weights
// differ by what had been counted when a document came.
func (c *Clusterer) Restore(id int64, d Doc) {
	c.join(id, d, c.features(d))
}

// Add places a document; a new story gets a negative temporary id. A story
// that grew into another by that is told by Merged; id is the one that lives on,
// and no new one if the document's own story went into it at once.
func (c *Clusterer) Add(d Doc) (id int64, isNew bool) {
	c.sweep(d.Time)
	if c.o.NoRoundUps {
		d.RoundUp = false
	}
	profile := c.features(d)
	id = c.find(d, profile)
	if id == 0 {
		id, isNew = c.o.Temp(), true
	}
	group := c.join(id, d, profile)
	if !c.o.NoMerge && !d.RoundUp {
		group = c.grown(group.strands[d.Lang])
	}
	return group.id, isNew && group.id == id
}

// Match finds the story a document would join, and changes nothing.
func (c *Clusterer) Match(d Doc) (int64, bool) {
	id := c.find(d, c.features(d))
	return id, id != 0
}

// Rename gives a story its lasting id.
func (c *Clusterer) Rename(temp, real int64) {
	group := c.stories[temp]
	if group == nil || temp == real {
		return
	}
	delete(c.stories, temp)
	group.id = real
	c.stories[real] = group
}

// join makes a document a member of a story and counts its terms.
func (c *Clusterer) join(id int64, d Doc, f features) *story {
	c.freq[d.Lang], c.names[d.Lang] = c.frequencies(d.Lang)
	c.freq[d.Lang].add(f.distinct)
	c.names[d.Lang].add(f.distNames)
	c.traits.add(d.traits)
	group := c.stories[id]
	if group == nil {
		group = &story{id: id, strands: map[string]*strand{}, first: d.Time, last: d.Time}
		c.stories[id] = group
	}
	if d.Time.After(group.last) {
		group.last = d.Time
	}
	if d.Time.Before(group.first) {
		group.first = d.Time
	}
	if d.RoundUp {
		return group // it is there, but nothing is found through it
	}
	thread := group.strands[d.Lang]
	if thread == nil {
		thread = &strand{story: group, lang: d.Lang, languages: c.language(d.Lang)}
		group.strands[d.Lang] = thread
		group.languages |= thread.languages
	}
	post(c.index, thread, thread.all.v, f.all)
	post(c.traitIndex, group, group.traits.v, f.traits)
	thread.title.add(single(f.title))
	thread.all.add(single(f.all))
	thread.names.add(single(f.names))
	group.traits.add(single(f.traits))
	thread.members = append(thread.members, member{f.title, f.all, Doc{ID: d.ID, Time: d.Time, Template: d.Template, Anchors: d.Anchors,
		TitleNames: d.TitleNames, Names: d.Names, told: d.told}})
	if f.full {
		thread.full++
	}
	return group
}

// find is the best story a document may join, 0 if none: one that has its
// language, else one of other languages.
func (c *Clusterer) find(d Doc, f features) int64 {
	if d.RoundUp {
		return 0
	}
	type scored struct {
		strand *strand
		score  float64
	}
	var near []scored
	for _, st := range lookUp(c, c.index, slices.Concat(f.all, f.title), query{most: nearMost, in: c.language(d.Lang)}) {
		if st.lang != d.Lang || c.closed(st.story, d.Time, d.Time) {
			continue
		}
		if score := c.score(st, d, f); score >= c.threshold(f) {
			near = append(near, scored{st, score})
		}
	}
	slices.SortFunc(near, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(age(a.strand.story.id), age(b.strand.story.id)))
	})
	for _, n := range near {
		if c.holds(n.strand, d, f) {
			return n.strand.story.id
		}
	}
	if group := c.findAcrossLanguages(d, f); group != nil {
		return group.id
	}
	return 0
}

// closed reports whether a story is too old or too new for a span of time.
func (c *Clusterer) closed(s *story, from, to time.Time) bool {
	return from.Sub(s.last) > c.o.Window || s.first.Sub(to) > c.o.Window
}

// age orders stories by their ids, oldest first: lasting ids count up,
// temporary ones down from -1.
func age(id int64) uint64 {
	if id < 0 {
		return uint64(-id) | 1<<63
	}
	return uint64(id)
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

// score is how alike a document and a story are, in words, names and time.
func (c *Clusterer) score(s *strand, d Doc, f features) float64 {
	title, all := s.title.cos(f.title), s.all.cos(f.all)
	score := .55*title + .45*all
	if f.full {
		score = .25*title + .5*all + .25*s.names.cos(f.names)
	}
	return score * c.decay(s.story, d.Time)
}

// decay is how much of a score the time between a document and a story leaves.
func (c *Clusterer) decay(s *story, at time.Time) float64 {
	if c.o.NoTime || at.Before(s.last) && at.After(s.first) {
		return 1
	}
	days := math.Abs(at.Sub(s.last).Hours()) / 24
	return .6 + .4*math.Exp(-days*days/(2*sigmaDays*sigmaDays))
}

// holds asks the members: enough of them must be like the document, and none
// may be the same title about another thing. A headline has too few words to
// ask for more than one of them.
func (c *Clusterer) holds(s *strand, d Doc, f features) bool {
	asked := newest(s.members, quorumLast)
	alike, conflicts := 0, 0
	for _, m := range asked {
		if !c.o.NoAnchors && conflict(m.doc, d) {
			conflicts++
		}
		switch {
		case !f.full && m.all.common(f.all) < headlineLeast:
		case f.full && (max(m.all.dot(f.all), m.title.dot(f.title)) < memberAlike || !tellsSame(m.doc, d)):
		default:
			alike++
		}
	}
	if vetoed(conflicts, len(asked)) {
		return false
	}
	if !f.full {
		return alike > 0
	}
	return c.o.NoQuorum || alike > 0 && float64(alike) >= quorumShare*float64(len(asked))
}

func newest(ms []member, n int) []member { return ms[max(0, len(ms)-n):] }
