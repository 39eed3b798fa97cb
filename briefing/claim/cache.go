package claim

import (
	"slices"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"dateline/briefing/evidence"
	"dateline/briefing/text/measure"
	"dateline/briefing/text/speech"
)

// cacheMost is how many sentences or articles each remembers: of sentences
// 18 MB together, measured on English news (201, 323 and 371 bytes a sentence).
const cacheMost = 20_000

// Cache remembers what is computed from a source's sentences, by version and
// sentence: whether they stand alone, their facts, measures and credits. The text
// of a version never changes, and what is left of it where a sentence was taken back
// is another key, so nothing is ever invalidated; the least recently used entries are
// dropped. It may be used by several goroutines. A nil *Cache
// computes every time. Without it, the same story told in many channels doubled
// the cost of a briefing.
type Cache struct {
	known    sentenceCache[sentenceFacts]
	alone    sentenceCache[bool]
	measured sentenceCache[[]measure.Measure]

	credited sentenceCache[[]string] // by article and the outlets of its story
	sourced  sentenceCache[bool]     // by article
	shingled sentenceCache[[]uint32] // by article: 2 KB of one of 500 words
}

// sentenceKey holds everything that a result depends on. version stands for text,
// title and language, left for what may be shown of them.
type sentenceKey struct {
	version, published int64
	left               uint64
	outlet             string
	i                  int
}

// cacheKey is the key of sentence i, or with HeadlineIndex of the headline.
func (s Article) cacheKey(i int) sentenceKey {
	article := s.Item.Article
	return sentenceKey{s.Item.Version.ID, article.Published.UnixNano(), s.left, article.Outlet, i}
}

// sentenceCache is an LRU of one kind of result; the zero value is empty.
type sentenceCache[V any] struct {
	once sync.Once
	lru  *lru.Cache[sentenceKey, V]
}

func (r *sentenceCache[V]) get(key sentenceKey, find func() V) V {
	r.once.Do(func() { r.lru, _ = lru.New[sentenceKey, V](cacheMost) }) // it fails on sizes below 1
	if value, ok := r.lru.Get(key); ok {
		return value
	}
	value := find()
	r.lru.Add(key, value)
	return value
}

// StandsAlone reports whether sentence i of a source can be understood without
// the ones before it; shown is the sentence without its dateline.
func (t *Cache) StandsAlone(s Article, i int, shown string) bool {
	find := func() bool { return speech.StandsAlone(shown, s.Item.Version.Lang) == nil }
	if t == nil {
		return find()
	}
	return t.alone.get(s.cacheKey(i), find)
}

// leadAt is the index in the key of results about an article's lead.
const leadAt = -2

// credits are the outlets, of those of its story and the known ones, that a
// source's beginning names as its own source.
func (t *Cache) credits(s Article, outlets storyOutlets) []string {
	find := func() []string {
		credits := outlets.names.Credits(s.Lead())
		if agency := agencyOf(s); agency != "" {
			credits = append(credits, agency)
		}
		return credits
	}
	if t == nil {
		return find()
	}
	return t.credited.get(sentenceKey{version: s.Item.Version.ID, left: s.left, outlet: outlets.sum, i: leadAt}, find)
}

// CitesSomebody reports whether one of the first LeadSentences sentences gives
// what somebody said. It is true as well for a language whose verbs of reporting
// are not listed.
func (t *Cache) CitesSomebody(s Article) bool {
	find := func() bool {
		for i := range min(len(s.Spans), LeadSentences) {
			if said, ok := speech.Reports(s.Sentence(i), s.Item.Version.Lang); said || !ok {
				return true
			}
		}
		return false
	}
	if t == nil {
		return find()
	}
	return t.sourced.get(sentenceKey{version: s.Item.Version.ID, left: s.left, i: leadAt}, find)
}

// Measures are those of sentence i, or of the headline.
func (t *Cache) Measures(s Article, i int) []measure.Measure {
	find := func() []measure.Measure { return s.measuresOf(i) }
	if t == nil {
		return find()
	}
	return t.measured.get(s.cacheKey(i), find)
}

type sentenceFacts struct {
	facts []int64
	holds bool
}

// Quoted returns sentence i of a source as a claim with its facts, and whether the
// claim passes the evidence check.
func (t *Cache) Quoted(s Article, i int) (Claim, bool) {
	verbatim := s.Verbatim(i)
	find := func() sentenceFacts {
		return sentenceFacts{evidence.Facts(verbatim.Cites[0].Quote, s.Item.Version.Lang, s.Item.Article.Published), s.Checked(verbatim, i)}
	}
	if t == nil {
		facts := find()
		verbatim.Facts = facts.facts
		return verbatim, facts.holds
	}
	facts := t.known.get(s.cacheKey(i), find)
	verbatim.Facts = slices.Clip(facts.facts)
	return verbatim, facts.holds
}
