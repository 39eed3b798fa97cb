package briefing

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"dateline/briefing/text"
)

// Which sentences of what was found may stand as an answer.

// leadArticles are how many of the best articles are read from their first
// sentence on, and readFirst how many sentences: news says who, where and how many
// there, which a passage further down takes as known.
const leadArticles, readFirst = 4, 15

// readIn are the sentences read of a passage and, of one ranked high, of the
// beginning of its article.
func (f Found) readIn(rank int) []int {
	var out []int
	if rank < leadArticles {
		for i := range min(len(f.src.spans), readFirst) {
			out = append(out, i)
		}
	}
	for i := max(f.First, len(out)); i <= f.Last; i++ {
		out = append(out, i)
	}
	return out
}

// sentences lists sentences of the found passages that may stand as an
// answer, best first.
func (a asked) sentences(found []Found) []picked {
	var out []picked
	seen := map[uint64]bool{}
	names, whether := a.subjects(found), asksWhether(a.text)
	for rank, f := range found {
		v := f.src.item.Version
		if !a.genre(f.src) || !a.about(f) || !a.concerns(f) {
			continue
		}
		head := a.held(v.Title, v.Lang)
		for _, i := range f.readIn(rank) {
			s := f.src.sentence(i)
			fp := text.Fingerprint(s)
			shown := s[text.Dateline(s):]
			if seen[fp] || text.Answers(shown, v.Lang) != nil || !a.answers(shown, v.Lang, f.src.item.Article.Published) || !a.guilt(shown, v.Lang) || !a.sameCase(f, shown) || !a.stands(names, f.src, i) {
				continue
			}
			p := picked{src: f.src, i: i, terms: a.held(shown, v.Lang), claim: f.src.quoted(i)}
			if a.views {
				p.claim.By = argument(f.src)
			}
			own := a.cover(p.terms)
			if own < .3 || (a.blames && !a.fact || whether) && own < guiltLeast || adds(contentTerms(shown, v.Lang), a.weight) < 2 || !f.src.checked(p.claim, i) {
				continue
			}
			seen[fp] = true
			p.own = own
			p.score = (own + .25*a.cover(union(p.terms, head)) + .15*f.Coverage) / (1 + .02*float64(rank))
			p.score *= a.nearness(shown, v.Lang)
			if (a.event || a.kind == kindWhen) && (background(shown, v.Lang, f.src.item.Article.Published) || a.stale(f.src.item.Article.Published)) {
				p.score *= backgroundWeight
			}
			if a.defines(shown) {
				p.score *= definitionWeight
			}
			out = append(out, p)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].score > out[j].score })
	if a.kind == kindNumber {
		newestFirst(out)
	}
	return out
}

// genre reports whether an article may answer: opinion, advertising and the
// like give no claims, but where opinions are asked for, only those do.
func (a asked) genre(s source) bool {
	if a.views {
		return argues(s)
	}
	return newsGenre(s.item.Version.Genre)
}

// sameStory is the share of the best sentence's score from which a newer one of
// its story goes before it: there the thing counted is the same.
const sameStory = .7

// newestFirst puts the newest of those that score nearly as well as the best in
// front: a toll is what the last report says.
func newestFirst(ps []picked) {
	best := 0
	for i, p := range ps {
		story := p.src.item.Article.Story
		near := p.score >= nearlyBest*ps[0].score && p.own >= ps[0].own
		near = near || story != 0 && story == ps[0].src.item.Article.Story && p.score >= sameStory*ps[0].score && p.own >= sameStory*ps[0].own
		if near && p.src.item.Article.Published.After(ps[best].src.item.Article.Published) {
			best = i
		}
	}
	for ; best > 0; best-- {
		ps[best], ps[best-1] = ps[best-1], ps[best]
	}
}

func union(a, b map[string]bool) map[string]bool {
	out := make(map[string]bool, len(a)+len(b))
	for t := range a {
		out[t] = true
	}
	for t := range b {
		out[t] = true
	}
	return out
}

// confidence is how much of the question the best sentence covers, alone, with
// its headline, and in the best passage, before any prior.
func (a asked) confidence(found []Found, ps []picked) float64 {
	if len(found) == 0 || len(ps) == 0 || !a.words() {
		return 0
	}
	best := 0.0
	for _, f := range found {
		best = max(best, f.Coverage)
	}
	p := ps[0]
	headed := a.cover(union(p.terms, a.held(p.src.item.Version.Title, p.src.item.Version.Lang)))
	return min(1, .6*p.own+.25*headed+.15*best)
}

// saidLeast is the information of a question that can be answered though it asks
// for nothing of a kind: "help" has 1.05, a name 4.
const saidLeast = 2.0

// words reports whether a question has words to answer by: numbers alone stand
// in too many sentences for any of them to be meant.
func (a asked) words() bool {
	return (a.kind != "" || a.total >= saidLeast) && slices.ContainsFunc(a.terms, func(t string) bool { return strings.ContainsFunc(t, unicode.IsLetter) })
}

// answerSentences takes the best sentence and up to two more that add to it
// and score nearly as well.
func answerSentences(ps []picked, kind string) []picked {
	near := nearlyBest
	switch kind {
	case "":
	case kindNumber, kindWhen, kindAge:
		return ps[:1] // a second toll is another one's
	default:
		near = nearlySame
	}
	out := ps[:1]
	shown := []map[string]bool{nil, contentTerms(ps[0].claim.Text, ps[0].src.item.Version.Lang)}
	for _, p := range ps[1:] {
		terms := contentTerms(p.claim.Text, p.src.item.Version.Lang)
		if len(out) == answerMost || p.score < near*ps[0].score {
			break
		}
		if p.own >= .9*ps[0].own && !repeats(terms, shown) {
			out, shown = append(out, p), append(shown, terms)
		}
	}
	return out
}
