package evidence

import (
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
)

// Article is a whole text a claim can be checked against.
type Article struct {
	Title, Outlet, Lang, Text string
	Published                 time.Time
	Spans                     []text.Span
}

// windowSize is how many sentences a citation may have: a swapped name of the
// same article is caught in 77 % of cases with three, in 3 % with all.
const windowSize = 3

// CheckArticle splits a claim in sentences and holds each against its best
// window of three sentences, which come with it. Of the score each sentence has the
// most that any window gives it, the claim the least of its sentences.
func CheckArticle(claim string, a Article) (Result, []text.Span) {
	spans := text.Sentences(claim, a.Lang)
	if len(spans) == 0 {
		spans = []text.Span{{Start: 0, End: len(claim)}}
	}
	out := Result{Coverage: 1, Score: 1}
	pages, at := windowsOf(a)
	var used []text.Span
	for _, sp := range spans {
		sentence := NewSentence(claim[sp.Start:sp.End], a.Lang)
		best, place := sentence.Check(pages[0]), 0
		score := best.Score
		for i, p := range pages[1:] {
			if !slices.ContainsFunc(p.parts[p.head:], func(x *part) bool { return sentence.share(x) > 0 }) {
				continue // it speaks of something else: most of a long article does
			}
			result := sentence.Check(p)
			score = max(score, result.Score)
			if result.better(best) {
				best, place = result, i+1
			}
		}
		out.Faults = append(out.Faults, best.Faults...)
		out.Coverage, out.Score = min(out.Coverage, best.Coverage), min(out.Score, score)
		used = append(used, at[place])
	}
	return out, used
}

// better compares what two windows hold of a claim: fewer faults, then more of
// its wording.
func (r Result) better(than Result) bool {
	if len(r.Faults) != len(than.Faults) {
		return len(r.Faults) < len(than.Faults)
	}
	return r.Score > than.Score
}

// within are the sentences of an article's first n bytes.
func (a Article) within(n int) []text.Span {
	if i := slices.IndexFunc(a.Spans, func(span text.Span) bool { return span.End > n }); i >= 0 {
		return a.Spans[:i]
	}
	return a.Spans
}

// windowsOf are the windows of an article; they share their sentences, each
// taken apart once.
func windowsOf(a Article) ([]*Page, []text.Span) {
	window := Window{Title: a.Title, Outlet: a.Outlet, Lang: a.Lang, Published: a.Published}
	a.Spans = a.within(articleMost)
	if len(a.Spans) == 0 { // a line that looks like no news is all there is
		a.Spans = []text.Span{{Start: 0, End: len(a.Text)}}
	}
	title := titleOf(window)
	body := make([]*part, len(a.Spans))
	for i, span := range a.Spans {
		body[i] = newPart(a.Text[span.Start:span.End], a.Lang, a.Published)
	}
	var pages []*Page
	var at []text.Span
	whole := bind(window, title, body)
	for i := 0; i == 0 || i+windowSize <= len(body); i++ {
		last := min(i+windowSize, len(body))
		pages = append(pages, bind(window, title, body[i:last]).Within(whole))
		span := text.Span{}
		if last > i {
			span = text.Span{Start: a.Spans[i].Start, End: a.Spans[last-1].End}
		}
		at = append(at, span)
	}
	return pages, at
}

// Facts are the hashes by which a channel remembers what it was told: first the
// fingerprint of the sentence, then one of (entity, kind, value) for each
// number, ordinal, date and name. The entity of a number is the counted noun, of a name
// the name itself, so that another wording of the same fact has the same hash.
// Of a sentence that is too long, they are those of its beginning.
func Facts(sentence, lang string, published time.Time) []int64 {
	out := []int64{int64(speech.Fingerprint(sentence))}
	sentence = text.Head(sentence, partMost)
	seen := map[int64]bool{}
	add := func(entity, kind, value string) {
		hash := fnv.New64a()
		for _, s := range []string{entity, kind, value} {
			hash.Write([]byte(s))
			hash.Write([]byte{0})
		}
		if fact := int64(hash.Sum64()); !seen[fact] {
			seen[fact] = true
			out = append(out, fact)
		}
	}
	for _, n := range number.Numbers(sentence, lang) {
		figure := strconv.FormatFloat(round(n.Value), 'g', 6, 64)
		if n.High != n.Value {
			figure += "-" + strconv.FormatFloat(round(n.High), 'g', 6, 64)
		}
		add(n.Noun+n.Unit, "number", figure)
	}
	for _, o := range number.Ordinals(sentence, lang) {
		add(o.Noun, "ordinal", strconv.Itoa(o.Value))
	}
	for _, t := range date.Times(sentence, lang, published) {
		if t = t.Days(); !t.From.IsZero() || !t.To.IsZero() {
			add("", "date", t.From.Format(time.DateOnly)+"/"+t.To.Format(time.DateOnly))
		}
	}
	for _, n := range name.Names(sentence, lang) {
		add(n.Key, "name", "")
	}
	return out
}

// round keeps six significant digits: hashes must not differ by a float's tail.
func round(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0
	}
	power := math.Pow(10, 5-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*power) / power
}
