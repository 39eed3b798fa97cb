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
	mu    sync.Mutex
	known map[sentenceKey]sentenceFacts
	alone map[aloneKey]bool
}

// aloneKey is sentence i of a version, which stands for its text and language.
type aloneKey struct {
	version int64
	i       int
}

// standsAlone reports whether sentence i of a source can be understood without
// the ones before it; shown is the sentence without its dateline.
func (t *tested) standsAlone(s source, i int, shown string) bool {
	test := func() bool { return text.StandsAlone(shown, s.item.Version.Lang) == nil }
	if t == nil {
		return test()
	}
	key := aloneKey{s.item.Version.ID, i}
	t.mu.Lock()
	alone, ok := t.alone[key]
	t.mu.Unlock()
	if !ok {
		alone = test()
		t.mu.Lock()
		if t.alone == nil || len(t.alone) >= testedMost {
			t.alone = map[aloneKey]bool{}
		}
		t.alone[key] = alone
		t.mu.Unlock()
	}
	return alone
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
	a := s.item.Article
	key := sentenceKey{s.item.Version.ID, a.Published.UnixNano(), a.Outlet, i}
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
