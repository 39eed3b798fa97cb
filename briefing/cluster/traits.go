package cluster

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
)

// Reports of one event in two languages have few words in common, but they
// share its traits: names, places, figures, and the concepts of the lexicon.
// An article that finds no story in its own language joins one of other
// languages by them.
const (
	traitSentences = 6   // after the title: who, where and how many stand first
	joinTraits     = .30 // least cosine of an article's traits with a story of other languages
	mergeTraits    = .34 // the same of two stories: both are known better then
	sharedLeast    = 2   // least names, places and figures that both have, of which one is a name or a place
	nameKeyLeast   = 4   // letters of a name's key without vowels, below which the whole word is compared
	figureLeast    = 4   // smaller whole numbers stand in every second report
)

// traitKind is in the lowest bits of a trait's hash.
type traitKind uint64

const (
	conceptTrait traitKind = iota
	officeTrait            // who acts, and not what happens: every story of a minister has it
	nameTrait
	placeTrait
	figureTrait
	traitKinds

	kindMask = 7 // the mask of a kind
)

// traitShares are the shares of documents that hold a trait of a kind before
// any was counted: estimates by hand, which the counts soon outweigh.
var traitShares = [traitKinds]float64{conceptTrait: .03, officeTrait: .03, nameTrait: .001, placeTrait: .01, figureTrait: .003}

// trait is what reports of one event share in every language, under one key.
type trait struct {
	kind traitKind
	key  string
}

// hash is the trait as frequencies and vectors know it.
func (t trait) hash() uint64 { return hash(t.key)&^kindMask | uint64(t.kind) }

// traitsOf reads the traits of an article, in order.
func traitsOf(a Article) []trait {
	out := traitsIn(a.Title, a.Lang)
	for _, sp := range a.Spans[:min(len(a.Spans), traitSentences)] {
		out = append(out, traitsIn(a.Text[sp.Start:sp.End], a.Lang)...)
	}
	return out
}

func traitsIn(s, lang string) []trait {
	var out []trait
	for _, c := range text.Concepts(s, lang) {
		kind := conceptTrait
		switch {
		case c.Place:
			kind = placeTrait
		case c.Office:
			kind = officeTrait
		}
		out = append(out, trait{kind, c.Key})
	}
	for _, n := range name.Names(s, lang) {
		for _, word := range text.Terms(n.Text, "") {
			if len(word) > 2 && len(text.Concepts(word, lang)) == 0 {
				out = append(out, trait{nameTrait, spelling(word)})
			}
		}
	}
	for _, n := range number.Numbers(s, lang) {
		if n.Kind == "year" || n.Kind == "ordinal" || n.Value < figureLeast && n.Value == math.Trunc(n.Value) {
			continue
		}
		out = append(out, trait{figureTrait, fmt.Sprintf("%g", n.Value)})
	}
	return out
}

// spelling is a key that the spellings of a name's word share.
func spelling(word string) string {
	if key := name.NameKey(word); len(key) >= nameKeyLeast {
		return key
	}
	return word
}

// countTraits are the distinct traits, ordered by hash, ready to be weighed.
func countTraits(traits []trait) []term {
	terms := make([]term, len(traits))
	for i, t := range traits {
		terms[i] = term{t.hash(), "", 1}
	}
	return withCounts(terms)
}

// weighTraits is the vector of traits under the frequencies of the moment.
func (c *Clusterer) weighTraits(traits []term) vector {
	weights := make(vector, 0, len(traits))
	for _, t := range traits {
		weights = append(weights, weighted{t.h, c.traits.weight(t)})
	}
	weights = weights.heaviest(topTerms).clone()
	slices.SortFunc(weights, func(a, b weighted) int { return cmp.Compare(a.term, b.term) })
	return weights.unit()
}

// findAcrossLanguages is the best story of other languages that a document may
// join, nil if none: it has no strand in the document's language.
func (c *Clusterer) findAcrossLanguages(d Doc, f features) *story {
	alone := len(c.freq) == 0 || len(c.freq) == 1 && c.freq[d.Lang] != nil
	if alone || len(f.traits) == 0 {
		return nil
	}
	var best *story
	most := joinTraits
	for _, s := range lookUp(c, c.traitIndex, f.traits.clone(), query{most: nearMost, out: c.language(d.Lang)}) {
		if s.strands[d.Lang] != nil || c.closed(s, d.Time, d.Time) {
			continue
		}
		score := s.traits.cos(f.traits) * c.decay(s, d.Time)
		if score < most || score == most && best != nil && age(s.id) > age(best.id) {
			continue
		}
		if sameEvent(f.traits, s.traits.v) {
			best, most = s, score
		}
	}
	return best
}

// sameEvent reports whether two sets of traits have enough names, places and
// figures in common, and one concept or one more of them. An official is in many
// stories of a country: next to an office a place is not that one more.
func sameEvent(a, b vector) bool {
	var n [traitKinds]int
	for _, x := range a {
		if b.has(x.term) {
			n[x.term&kindMask]++
		}
	}
	named := n[nameTrait] + n[placeTrait]
	specific := named + n[figureTrait]
	if named == 0 || specific < sharedLeast {
		return false
	}
	if n[conceptTrait] > 0 {
		return true
	}
	if n[officeTrait] > 0 {
		specific -= n[placeTrait]
	}
	return specific > sharedLeast
}

// mergeAcrossLanguages looks whether a story that grew is one with a story of
// other languages, and returns the one that lives on.
func (c *Clusterer) mergeAcrossLanguages(s *story) *story {
	if len(c.freq) < 2 {
		return s
	}
	var best *story
	most := mergeTraits
	for _, o := range lookUp(c, c.traitIndex, s.traits.v.clone(), query{most: nearMerge, out: s.languages}) {
		if s.meets(o) || c.closed(o, s.first, s.last) {
			continue
		}
		score := s.traits.v.dot(o.traits.v) / math.Sqrt(s.traits.norm*o.traits.norm)
		if score < most || score == most && best != nil && age(o.id) > age(best.id) {
			continue
		}
		if sameEvent(s.traits.v, o.traits.v) {
			best, most = o, score
		}
	}
	if best == nil {
		return s
	}
	return c.merge(s, best)
}
