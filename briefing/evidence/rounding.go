package evidence

import (
	"math"
	"strings"

	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/number"
)

// bound is what a claim says before a number: that it is exactly so much, at
// least, at most, a little less, or about so much.
type bound int

const (
	exactly bound = iota
	atLeast
	atMost
	nearly
	about
)

// boundPhrases are the words of the bounds, folded, by language, in the order in
// which they are looked for.
var boundPhrases = func() map[string][][]string {
	out := map[string][][]string{}
	for _, lang := range lexicon.In("measures") {
		for _, key := range []string{"least", "most", "nearly", "about"} {
			var phrases []string
			for _, w := range lexicon.Words(lang, "measures", key) {
				phrases = append(phrases, strings.TrimSuffix(plain(w), " "))
			}
			out[lang] = append(out[lang], phrases)
		}
	}
	return out
}()

// boundWithin is how far before a number its bound is looked for, in bytes: the
// longest of them with marks between.
const boundWithin = 40

// bound is what the claim says right before a number of it.
func (c *Sentence) bound(n number.Number) bound {
	lead := strings.TrimSuffix(plain(c.s[max(0, n.Start-boundWithin):n.Start]), " ")
	for i, phrases := range boundPhrases[c.lang] {
		for _, w := range phrases {
			if strings.HasSuffix(lead, w) {
				return atLeast + bound(i)
			}
		}
	}
	return exactly
}

const (
	// boundSlack is how far "more than" and "less than" may be from the number,
	// beyond which they would mislead, aboutSlack "about" and "nearly", roundSlack
	// a number that is only written with fewer figures.
	boundSlack = .25
	aboutSlack = .05
	roundSlack = .02
)

// allows reports whether the source's number m may be written so: as n, rounded,
// or within what the claim says before it.
func (b bound) allows(n, m number.Number) bool {
	if same(n, m) {
		return true
	}
	if n.Value != n.High || m.Value != m.High || (n.Kind == "percent") != (m.Kind == "percent") || n.Unit != m.Unit {
		return false
	}
	if significant(n.Value) >= significant(m.Value) {
		return false // not rounder than the source: another number
	}
	least, most := n.Value, n.Value
	switch b {
	case atLeast:
		most *= 1 + boundSlack
	case atMost:
		least *= 1 - boundSlack
	case nearly:
		least *= 1 - aboutSlack
	case about:
		least, most = least*(1-aboutSlack), most*(1+aboutSlack)
	case exactly:
		return shortened(n.Value, m.Value)
	}
	return m.Value >= least && m.Value <= most
}

// shortened reports whether a, which is rounder than b, is b with two figures at
// least: 1.6 million of 1,576,000. Small whole numbers are exact.
func shortened(a, b float64) bool {
	if significant(a) < 2 || math.Abs(a) < thousand && a == math.Trunc(a) {
		return false
	}
	off := math.Abs(a - b)
	return off <= lastFigure(a)/2*(1+1e-9) && off <= roundSlack*math.Abs(b)
}

// thousand is the least whole number that is rounded without a word.
const thousand = 1000

// lastFigure is what a number's last figure counts: 100,000 in 1.6 million.
func lastFigure(v float64) float64 {
	return math.Pow(10, math.Floor(math.Log10(math.Abs(v)))-float64(significant(v)-1))
}

// same compares quantities: percent with percent, money with its currency,
// each end of a range within the rounding. A claim may be rounder than its
// source, never finer. A source's range holds its ends.
func same(a, b number.Number) bool {
	if (a.Kind == "percent") != (b.Kind == "percent") || a.Kind == "money" && b.Kind == "money" && a.Unit != b.Unit {
		return false
	}
	if a.Value == a.High && b.Value != b.High {
		return a.Value == b.Value || a.Value == b.High
	}
	return rounds(a.Value, b.Value) && rounds(a.High, b.High)
}

// rounds reports whether a is b or b rounded, by half a percent at most, to the
// figures that a has.
func rounds(a, b float64) bool {
	if a == b {
		return true
	}
	off := math.Abs(a - b)
	if off <= 1e-9*math.Abs(b) {
		return true
	}
	if math.Abs(b) <= 20 || off > rounding*math.Abs(b) {
		return false
	}
	return off <= lastFigure(a)/2*(1+1e-9) && significant(b) > significant(a)
}

// significant is how many figures a number has before its zeros, at most 9.
func significant(v float64) int {
	v = math.Abs(v)
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return 1
	}
	v /= math.Pow(10, math.Floor(math.Log10(v)))
	for n := 1; n < 9; n++ {
		if math.Abs(v-math.Round(v)) < 1e-7*v {
			return n
		}
		v *= 10
	}
	return 9
}
