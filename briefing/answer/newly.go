package answer

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"dateline/briefing/archive"
	"dateline/briefing/people"
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
)

// Whoever waits for an answer is told once: a passage that is only near is none. It must
// be about all that the question names, hold what it asks for, and leave nothing open.

// newlyLeast is the share of a question's words, beside its names, that a passage and its
// headline hold at least.
const newlyLeast = .75

// Watchable reports whether somebody may wait for an answer: nothing read gives one, and
// something read later may.
func (a Answer) Watchable() bool {
	return a.Abstained && a.Why.Key == "" && a.Searched.Articles > 0 && !a.Person && !a.Chat
}

// Alone is a question as it stands without its conversation: with what it takes over.
func (a *Answerer) Alone(q Question) string {
	said, _ := cutQuestion(q.Text)
	if carried := parseFollowUp(said, questions(q.Turns)).terms(); len(carried) > 0 {
		said += " (" + strings.Join(carried, ", ") + ")"
	}
	return said
}

// Near lists those of the articles q.Only, best first, that are about all that a question
// names and hold enough of its words for a model to read them.
func (a *Answerer) Near(ctx context.Context, q Question) ([]int64, error) {
	ev, err := a.findOnly(ctx, &q)
	if err != nil {
		return nil, err
	}
	var out []int64
	for _, f := range archive.Originals(ev.found) {
		article := f.Src.Item.Article.ID
		if f.Coverage >= nearLeast && ev.question.allowsGenre(f.Src) && ev.holdsNames(f, f.Article()) && !slices.Contains(out, article) {
			out = append(out, article)
		}
	}
	return out, nil
}

// findOnly finds the passages of a question that stands alone.
func (a *Answerer) findOnly(ctx context.Context, q *Question) (findings, error) {
	q.Text, _ = cutQuestion(q.Text)
	return a.find(ctx, *q, followUp{})
}

// Newly answers a question from the articles q.Only without a model, in their own words;
// false when they do not answer it, or state no more than what was read before.
func (a *Answerer) Newly(ctx context.Context, q Question) (Answer, bool, error) {
	ans := Answer{At: q.At, Words: q.Words, Abstained: true}
	ev, err := a.findOnly(ctx, &q)
	if err != nil || unanswerable(q.Text).Key != "" {
		return ans, false, err
	}
	fresh := ev.evident()
	if len(fresh) == 0 {
		return ans, false, nil
	}
	before := q
	before.Only = nil
	old, err := a.findOnly(ctx, &before)
	if err != nil {
		return ans, false, err
	}
	old.found = slices.DeleteFunc(old.found, func(f archive.Found) bool { return slices.Contains(q.Only, f.Src.Item.Article.ID) })
	told := map[string]bool{}
	for _, n := range old.evident() {
		for _, fact := range n.facts() {
			told[fact] = true
		}
	}
	if len(told) > 0 {
		fresh = slices.DeleteFunc(fresh, func(n bestPassage) bool {
			return !slices.ContainsFunc(n.facts(), func(fact string) bool { return !told[fact] })
		})
	}
	for _, n := range newestFirst(fresh, closestMost) {
		ans.Passages = append(ans.Passages, n.claim)
	}
	ans.within(rights.Together.In(q.Talk))
	if len(ans.Passages) == 0 {
		return ans, false, nil
	}
	ans.Used = articlesIn(ans.Passages)
	if ans.Searched, err = a.Store.Extent(ctx, q.Scope, q.At); err != nil {
		return ans, false, fmt.Errorf("count what can be searched: %w", err)
	}
	return ans, true, nil
}

// facts are the names, numbers and days that a passage states.
func (n bestPassage) facts() []string {
	said, lang := n.claim.Text, n.f.Lang()
	out := append(Answer{}.stated(said, lang), "") // that it is stated at all
	for _, t := range date.Times(said, lang, n.f.Src.Item.Article.Published) {
		out = append(out, "time "+t.Text)
	}
	return out
}

// evident are the passages found that answer the question, one of a report.
func (ev findings) evident() []bestPassage {
	hits := map[int64][]archive.Found{}
	var order []archive.Found
	for _, f := range archive.Originals(ev.found) {
		version := f.Src.Item.Version.ID
		if hits[version] == nil {
			order = append(order, f)
		}
		hits[version] = append(hits[version], f)
	}
	ev.people = people.New(sourcesOf(ev.found))
	var out []bestPassage
	for _, f := range order {
		if f.Coverage < closeEnough || !ev.question.allowsGenre(f.Src) || ev.question.accuses {
			continue
		}
		held := ev.read(f, hits[f.Src.Item.Version.ID])
		if head := f.Src.Headline(); len(held) == 0 && ev.mayShow(head) && ev.proves(f, head.Text, head.Text) {
			out = append(out, bestPassage{f: f, claim: head})
		}
		for _, w := range windows(held, ev.weights(held, ev.question.wordMask(f.Src.Item.Version.Title, f.Lang()))) {
			if !ev.proves(f, ev.core(f, held, w), f.Src.Passage(w.first, w.last).Text) {
				continue
			}
			if shown, ok := ev.show(f, w.first, w.last); ok {
				out = append(out, bestPassage{f, shown, w.score})
				break
			}
		}
	}
	return out
}

// core is the sentence of a passage that holds most of what is asked.
func (ev findings) core(f archive.Found, held []sentenceMatch, w span) string {
	best, most := w.first, -1.0
	for i := w.first; i <= w.last; i++ {
		weight := 0.0
		for left := held[i].mask; left != 0; left &= left - 1 {
			weight += ev.question.words[bits.TrailingZeros64(left)].IDF
		}
		if weight > most {
			best, most = i, weight
		}
	}
	return f.Src.Sentence(best)
}

// proves reports whether a passage, whose main sentence is core, answers the question.
func (ev findings) proves(f archive.Found, core, passage string) bool {
	q, title := ev.question, f.Src.Item.Version.Title
	if !ev.holdsNames(f, title+"\n"+passage+"\n"+f.Src.Lead()) || !q.holdsFigures(title+"\n"+passage+"\n"+f.Src.Lead()) {
		return false
	}
	whole, said := 0.0, 0.0
	for _, w := range q.outcome() {
		weight := 1.0
		if archive.WordIDF(w.Plain, q.lang) < 1 { // "people" and "government" say little
			weight = .5
		}
		whole += weight
		if q.tells(w, title+"\n"+passage, f.Lang()) {
			said += weight
		}
	}
	if said < newlyLeast*whole {
		return false
	}
	return ev.holdsAsked(f, core) && q.settled(core, f.Lang())
}

// outcome are the words of a question that say what is asked of what it names.
func (q question) outcome() []archive.Word {
	names := archive.NamesAsked(q.text, q.lang)
	size := text.FoldedSet(lexicon.Words(q.lang, "watched", "size"))
	return slices.DeleteFunc(slices.Clone(q.words), func(w archive.Word) bool {
		return text.Asks(w.Plain, q.lang) || size[w.Plain] || allWithin([]string{w.Plain}, names)
	})
}

// tells reports whether a text of a language holds a word of the question, or another
// that tells the same event.
func (q question) tells(w archive.Word, said, lang string) bool {
	have := text.TermSet(said, lang)
	if slices.ContainsFunc(w.Stems, func(stem string) bool { return have[stem] }) {
		return true
	}
	for _, row := range lexicon.Section(q.lang, "forms") {
		forms := append([]string{row.Key}, row.Words...)
		held := slices.ContainsFunc(forms, func(form string) bool { return have[text.Stem(form, lang)] })
		if held && slices.Contains(forms, w.Plain) {
			return true
		}
	}
	event := text.PlainEvents(w.Plain, q.lang)
	return slices.ContainsFunc(text.PlainWords(said), func(word string) bool { return text.Events(word, lang)&event != 0 })
}

// holdsNames reports whether a text of a found article holds all that the question
// names, in any spelling that the archive or the names' own sound knows.
func (ev findings) holdsNames(f archive.Found, said string) bool {
	lang := f.Lang()
	mask, row := ev.question.wordMask(said, lang), text.Row(said)
	for _, asked := range ev.question.named() {
		switch {
		case strings.Contains(row, text.Row(asked)):
		case !strings.Contains(asked, " ") && ev.question.maskHasName(asked, mask):
		default:
			return false
		}
	}
	return true
}

// named are the names of a question, and what looks like one: a word with a capital that
// no list of common words has, as German writes nouns and names alike.
func (q question) named() []string {
	const rareIDF = 8 // of a word that no list of common words has
	out := archive.NamesAsked(q.text, q.lang)
	for i, w := range text.PlainWords(q.text) {
		if i == 0 || !text.Capital(w) || text.Asks(w, q.lang) {
			continue
		}
		if archive.WordIDF(w, q.lang) >= rareIDF && !allWithin([]string{w}, out) {
			out = append(out, w)
		}
	}
	return out
}

// holdsFigures reports whether a text holds every number of the question.
func (q question) holdsFigures(said string) bool {
	row := text.Row(said)
	return !slices.ContainsFunc(text.PlainWords(q.text), func(w string) bool {
		return strings.ContainsAny(w, "0123456789") && !strings.Contains(row, text.Row(w))
	})
}

// holdsAsked reports whether a sentence holds what the question asks for and does not
// hold itself: a number, a time, a place, somebody.
func (ev findings) holdsAsked(f archive.Found, said string) bool {
	q, lang := ev.question, f.Lang()
	asks := func(key string) bool {
		words := text.Set(lexicon.Words(q.lang, "watched", key))
		return slices.ContainsFunc(text.PlainWords(strings.ToLower(q.text)), func(w string) bool { return words[w] })
	}
	switch {
	case asksCount(q.text), asks("size"):
		return slices.ContainsFunc(number.Numbers(said, lang), func(n number.Number) bool {
			return !strings.Contains(q.text, said[n.Start:n.End])
		})
	case asks("when"):
		return len(date.Times(said, lang, f.Src.Item.Article.Published)) > 0
	case asksWho(q.text), asks("where"):
		row := text.Row(q.text)
		return slices.ContainsFunc(name.Names(said, lang), func(n name.Name) bool {
			single := n.Start == 0 && !strings.Contains(n.Text, " ") // a capital begins a sentence too
			return !single && !strings.Contains(row, text.Row(n.Text))
		})
	}
	return true
}

// settled reports whether a sentence leaves nothing open that the question asks for: it
// denies nothing, and what it tells of has happened, unless the question is about what
// will. Of a short text the language may be mistaken, so that of the question counts too.
func (q question) settled(said, lang string) bool {
	ahead := text.Set(lexicon.Words(q.lang, "watched", "open"))
	when := text.Set(lexicon.Words(q.lang, "watched", "when"))
	future := slices.ContainsFunc(text.PlainWords(strings.ToLower(q.text)), func(w string) bool { return ahead[w] || when[w] })
	both := func(section, key string) map[string]bool {
		return text.FoldedSet(slices.Concat(lexicon.Words(lang, section, key), lexicon.Words(q.lang, section, key)))
	}
	open, denies := both("watched", "open"), both("stance", "negations")
	const deniedBehind, deniedBefore = 2, 4 // a negation denies the words so far behind and before it
	words := text.Spoken(text.Fold(said), lang)
	asked := make([]bool, len(words))
	for i, w := range words {
		asked[i] = slices.ContainsFunc(q.outcome(), func(o archive.Word) bool { return q.tells(o, w, lang) })
	}
	about := func(from, to int) bool {
		return slices.Contains(asked[min(max(from, 0), len(asked)):min(to, len(asked))], true)
	}
	for i, w := range words {
		if denies[w] && about(i-deniedBehind, i+deniedBefore+1) {
			return false
		}
		if open[w] && !future {
			return false
		}
	}
	return true
}
