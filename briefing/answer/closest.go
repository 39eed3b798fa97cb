package answer

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
)

// Without a model nothing is answered: the passages that come closest to a
// question are shown as they stand.

const (
	closestMost     = 3   // passages, each of another report
	closestArticles = 8   // reports looked at
	closestLong     = 3   // sentences of a passage
	closestRunes    = 350 // characters of a passage
	// nearLeast is the share of a question's information that the best passage
	// holds with its header at least, and closeEnough what each other holds.
	nearLeast, closeEnough = .4, .3
	// sameStory is the share of a report's score from which a newer one of its
	// story is shown in its place.
	sameStory = .7
)

// weigh are the weights of a passage's score: the first ones from a search by coordinates
// over the 719 questions of realtimeqa 2025 for which something is found, those of asked
// and opening from 1,246 of 2022 and 2025 and 161 typed over the articles of 2022. Values
// around these differ by up to 1 % of the answers shown, which is no difference.
var weigh = struct{ word, title, neighbour, asked, found, fresh, freshMost, opening float64 }{
	word:      3,   // information of a word at most: a verb that news often holds matters as much as a name
	title:     .7,  // of a word that the headline says already
	neighbour: .5,  // of a word that only the sentence before or behind holds
	asked:     1.2, // of what the best sentence holds by itself that holds what is asked for too: a number, a day, a place, somebody
	found:     .3,  // of each sentence of the passage that the search found
	fresh:     .5,  // of each name or number that the question does not hold,
	freshMost: 4,   // as far as it has more
	opening:   2,   // of the first sentence, falling to 0 at the last
}

// bestPassage is the best passage of a report.
type bestPassage struct {
	f     archive.Found
	claim claim.Claim
	score float64
}

// closest are the passages nearest to a question, best first.
func (ev findings) closest() []claim.Claim {
	var all []bestPassage
	hits := map[int64][]archive.Found{}
	var order []archive.Found
	for _, f := range archive.Originals(ev.found) {
		version := f.Src.Item.Version.ID
		if hits[version] == nil && (ev.prompted != nil || len(order) < closestArticles) {
			order = append(order, f)
		}
		hits[version] = append(hits[version], f)
	}
	if len(ev.cited) == 0 && !slices.ContainsFunc(order, func(f archive.Found) bool { return f.Coverage >= nearLeast }) {
		return nil
	}
	shown := map[uint64]bool{}
	for _, f := range order {
		if !ev.question.allowsGenre(f.Src) || !ev.question.matchesFollowUp(f) || !ev.close(f) {
			continue
		}
		if n, ok := ev.passage(f, hits[f.Src.Item.Version.ID], shown); ok {
			all = append(all, n)
		}
	}
	var out []claim.Claim
	for _, n := range newestFirst(all, closestMost) {
		out = append(out, n.claim)
	}
	return out
}

// close reports whether the report of a passage is close enough to a question. Where a
// model has read reports for it, it must be one of them, or of those that the model cited
// for what may not be shown, or that it might not read, and closer: the model said that
// the others do not answer.
func (ev findings) close(f archive.Found) bool {
	version := f.Src.Item.Version.ID
	switch _, read := ev.prompted[version]; {
	case len(ev.cited) > 0:
		return slices.Contains(ev.cited, version)
	case ev.prompted != nil:
		return (read || f.Src.Rights().Reserved) && f.Coverage >= nearLeast
	}
	return f.Coverage >= closeEnough
}

// holdsOwn reports whether a passage that may be shown for a follow-up holds, with its
// headline, half of what the question says itself. Where none does, what it takes over
// has found something else: "What about the strike?" after a question on a flood.
func (ev findings) holdsOwn() bool {
	own := ev.question.own()
	if own == 0 || !ev.since.IsZero() {
		return true
	}
	return slices.ContainsFunc(ev.found, func(f archive.Found) bool {
		version := f.Src.Item.Version
		held := ev.question.wordMask(version.Title+"\n"+f.Text(), version.Lang) & own
		return 2*ev.question.information(held) >= ev.question.information(own) && ev.question.matchesFollowUp(f) && ev.close(f)
	})
}

// newestFirst are the first reports; of those of one story the newest stands
// first, and one further down takes the place of an older one: a toll is what
// the last report says.
func newestFirst(all []bestPassage, most int) []bestPassage {
	out := slices.Clone(all[:min(len(all), most)])
	story := func(n bestPassage) int64 { return n.f.Src.Item.Article.Story }
	for i := range out {
		for k := range all {
			switch {
			case story(all[k]) == 0 || story(all[k]) != story(out[i]) ||
				!all[k].f.Src.Item.Article.Published.After(out[i].f.Src.Item.Article.Published):
			case all[k].score < sameStory*out[i].score:
			default:
				if at := slices.IndexFunc(out, func(n bestPassage) bool { return n.claim.Text == all[k].claim.Text }); at < 0 {
					out[i] = all[k]
				} else if at > i {
					out[i], out[at] = out[at], out[i]
				}
			}
		}
	}
	return out
}

// sentenceMatch is a sentence of a report as a question sees it.
type sentenceMatch struct {
	mask  uint64 // the question's words it holds
	runes int
	fresh float64 // its names and numbers that the question does not hold
	found bool    // the search found it
	asked bool    // it holds one of them, and what is asked for
	apart bool    // something else stands between it and the sentence before: a caption, a button
}

// span is a passage as a range of sentences.
type span struct {
	first, last int
	score       float64
}

// passage is the best passage of a report that may be shown and holds no sentence
// (by its fingerprint) that another passage shows; a report without a sentence has
// its headline alone.
func (ev findings) passage(f archive.Found, hits []archive.Found, shown map[uint64]bool) (bestPassage, bool) {
	held := ev.read(f, hits)
	if len(held) == 0 {
		head := f.Src.Headline()
		print := speech.Fingerprint(head.Text)
		again := shown[print]
		shown[print] = true
		return bestPassage{f: f, claim: head}, !again && ev.mayShow(head)
	}
	version := f.Src.Item.Version
	for _, w := range windows(held, ev.weights(held, ev.question.wordMask(version.Title, version.Lang))) {
		var prints []uint64
		for i := w.first; i <= w.last; i++ {
			sentence := f.Src.Sentence(i)
			prints = append(prints, speech.Fingerprint(sentence[speech.Dateline(sentence):]))
		}
		if slices.ContainsFunc(prints, func(print uint64) bool { return shown[print] }) {
			continue
		}
		if stated, ok := ev.show(f, w.first, w.last); ok {
			for _, print := range prints {
				shown[print] = true
			}
			return bestPassage{f, stated, w.score}, true
		}
	}
	return bestPassage{}, false
}

// mayShow reports whether a headline may be shown: it says something, asks
// nothing and accuses nobody.
func (ev findings) mayShow(head claim.Claim) bool {
	return claim.Worded(head.Text) && !speech.Questions(head.Text) && ev.people.MayHead(head) && !ev.question.accuses
}

// windows are the passages of a report that are short enough, best first.
func windows(held []sentenceMatch, weight []float64) []span {
	var out []span
	for i := range held {
		runes := -1
		for j := i; j < min(len(held), i+closestLong) && (j == i || !held[j].apart); j++ {
			if runes += held[j].runes + 1; runes > closestRunes {
				break
			}
			out = append(out, span{i, j, windowScore(held, i, j, weight)})
		}
	}
	slices.SortStableFunc(out, func(a, b span) int { return cmp.Compare(b.score, a.score) })
	return out
}

// show is a passage as it may be shown: each of its sentences may stand there,
// tells something instead of asking or speaking to the reader, and shows nobody's
// guilt but that which is asked for. What stands right behind a sentence that accuses and
// may not be shown would point at it: "The trial begins in May."
func (ev findings) show(f archive.Found, first, last int) (claim.Claim, bool) {
	out := f.Src.Passage(first, last)
	if fragment(out.Text) || first > 0 && ev.hidesAccusation(f.Src.Verbatim(first-1)) {
		return out, false
	}
	for i := first; i <= last; i++ {
		said, ok := ev.people.Claim(f.Src.Verbatim(i))
		if !ok || said.Kind != claim.KindQuoted || !ev.answers(f, i) || !f.Src.Checked(said, i) {
			return out, false
		}
		out = out.With(said)
	}
	if ev.question.asksOpinion {
		out.By = opinionAuthor(f.Src)
	}
	return out, true
}

// fragment reports one or two words, which tell nothing by themselves, in a script with
// capitals: "SENN."
func fragment(s string) bool {
	return len(text.PlainWords(s)) < 3 && strings.ToUpper(s) != strings.ToLower(s)
}

// hidesAccusation reports whether a sentence accuses somebody and may not be shown.
func (ev findings) hidesAccusation(said claim.Claim) bool {
	_, shown := ev.people.Claim(said)
	return !shown && people.Accuses(said.Text, said.Cites[0].Lang)
}

// answers reports whether a sentence tells something that was not shown, and
// nobody's guilt but that which is asked for.
func (ev findings) answers(f archive.Found, i int) bool {
	sentence := f.Src.Sentence(i)
	lang := f.Src.Item.Version.Lang
	if speech.Statement(sentence, lang) != nil || ev.known[speech.Fingerprint(sentence)] {
		return false
	}
	return ev.question.mayMeetAccusation(sentence, lang) && ev.question.sameCase(f, sentence)
}

// read looks through the sentences of a report.
func (ev findings) read(f archive.Found, hits []archive.Found) []sentenceMatch {
	version, said := f.Src.Item.Version, strings.ToLower(ev.question.text)
	out := make([]sentenceMatch, len(f.Src.Spans))
	for i := range out {
		sentence := f.Src.Sentence(i)
		held := sentenceMatch{mask: ev.question.wordMask(sentence, version.Lang), runes: utf8.RuneCountInString(sentence)}
		held.apart = i > 0 && strings.TrimSpace(version.Text[f.Src.Spans[i-1].End:f.Src.Spans[i].Start]) != ""
		held.asked = held.mask != 0 && ev.holdsAsked(f, sentence)
		held.found = slices.ContainsFunc(hits, func(f archive.Found) bool { return f.First <= i && i <= f.Last })
		for _, name := range name.Names(sentence, version.Lang) {
			if !strings.Contains(said, strings.ToLower(name.Text)) {
				held.fresh++
			}
		}
		for _, number := range number.Numbers(sentence, version.Lang) {
			if !strings.Contains(said, sentence[number.Start:number.End]) {
				held.fresh++
			}
		}
		out[i] = held
	}
	return out
}

// weights are those of the question's words in a report: their information, less
// where its headline or many of its sentences hold them.
func (ev findings) weights(held []sentenceMatch, title uint64) []float64 {
	out := make([]float64, min(len(ev.question.words), 64))
	for k := range out {
		n := 0
		for _, h := range held {
			n += int(h.mask >> k & 1)
		}
		out[k] = min(ev.question.words[k].IDF, weigh.word) * math.Log(float64(len(held)+1)/(float64(n)+.5)) /
			math.Log(float64(len(held)+1)/.5)
		if title>>k&1 == 1 {
			out[k] *= weigh.title
		}
	}
	return out
}

func windowScore(held []sentenceMatch, first, last int, weight []float64) float64 {
	sum := func(mask uint64) (whole float64) {
		for left := mask; left != 0; left &= left - 1 {
			whole += weight[bits.TrailingZeros64(left)]
		}
		return whole
	}
	var own, around uint64
	score, fresh, asked := 0.0, 0.0, 0.0
	for i := first; i <= last; i++ {
		own |= held[i].mask
		fresh += held[i].fresh
		if held[i].found {
			score += weigh.found
		}
		if held[i].asked {
			asked = max(asked, sum(held[i].mask))
		}
	}
	if first > 0 {
		around |= held[first-1].mask
	}
	if last+1 < len(held) {
		around |= held[last+1].mask
	}
	score += sum(own) + weigh.neighbour*sum(around&^own) + weigh.asked*asked
	return score + weigh.fresh*min(fresh, weigh.freshMost) + weigh.opening*(1-float64(first)/float64(len(held)))
}
