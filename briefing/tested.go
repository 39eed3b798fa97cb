package briefing

import (
	"slices"
	"sync"

	"dateline/briefing/evidence"
	"dateline/briefing/text"
)

// testedMost is how many sentences are remembered, at about 200 bytes each.
const testedMost = 20_000

// tested remembers what was found out about a source's sentences. A version's
// text never changes, and one story is told in many channels: to test it anew
// for each was half the cost of a briefing.
type tested struct {
	mu       sync.Mutex
	known    map[sentenceKey]sentenceFacts
	measured map[sentenceKey]measured
}

// measured is what the numbers of a sentence measure, and on whose word.
type measured struct {
	measures []text.Measure
	speakers []string
}

// keyOf names a sentence, or with headlineAt the headline.
func (s source) keyOf(i int) sentenceKey {
	a := s.item.Article
	return sentenceKey{s.item.Version.ID, a.Published.UnixNano(), a.Outlet, i}
}

// measures are those of sentence i, or of the headline. A nil memory reads
// them each time.
func (t *tested) measures(s source, i int) measured {
	key := s.keyOf(i)
	if t != nil {
		t.mu.Lock()
		m, ok := t.measured[key]
		t.mu.Unlock()
		if ok {
			return m
		}
	}
	m := measured{measures: s.measuresOf(i)}
	if len(m.measures) > 0 && i != headlineAt {
		m.speakers = text.Speakers(s.sentence(i), s.item.Version.Lang)
	}
	if t != nil {
		t.mu.Lock()
		if t.measured == nil || len(t.measured) >= testedMost {
			t.measured = map[sentenceKey]measured{}
		}
		t.measured[key] = m
		t.mu.Unlock()
	}
	return m
}

// sentenceKey holds all that the test of a sentence reads: the version stands
// for its text, title and language.
type sentenceKey struct {
	version, published int64
	outlet             string
	i                  int
}

type sentenceFacts struct {
	facts []int64
	holds bool
}

// quoted is sentence i of a source as a claim, and whether it holds. A nil
// memory tests each time.
func (t *tested) quoted(s source, i int) (Claim, bool) {
	c := s.verbatim(i)
	if t == nil {
		f := s.test(c, i)
		c.facts = f.facts
		return c, f.holds
	}
	key := s.keyOf(i)
	t.mu.Lock()
	f, ok := t.known[key]
	t.mu.Unlock()
	if !ok {
		f = s.test(c, i)
		t.mu.Lock()
		if t.known == nil || len(t.known) >= testedMost {
			t.known = map[sentenceKey]sentenceFacts{}
		}
		t.known[key] = f
		t.mu.Unlock()
	}
	c.facts = slices.Clip(f.facts)
	return c, f.holds
}

// test finds the facts of sentence i, and whether it holds.
func (s source) test(c Claim, i int) sentenceFacts {
	return sentenceFacts{evidence.Facts(c.Cites[0].Quote, s.item.Version.Lang, s.item.Article.Published), s.checked(c, i)}
}
