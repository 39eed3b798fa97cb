package briefing

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"dateline/briefing/text"
)

// A story told in the sources' own words: which headline, which sentences.

const (
	headingWidth  = 70  // characters a heading should have at most (PRODUCT 2.2)
	headingMost   = 120 // a headline beyond this is shown only when a story has no other
	chooseDepth   = 12  // sentences of an article that are looked at: news comes first
	chooseMembers = 24  // members of a story that are looked at, newest first
	sameSentence  = .5  // share of words two shown sentences may have in common
)

// wordsFor is how many words stand below a heading (PRODUCT 2.2).
func wordsFor(length string) int {
	switch length {
	case "short":
		return 0
	case "long":
		return 90
	}
	return 45
}

// picked is a sentence of a source that may be shown.
type picked struct {
	src   source
	i     int
	words int
	terms map[string]bool
	claim Claim
	tells telling
	opens bool // it is its article's opening
	score float64
	own   float64 // of an answer: the share of the question it covers by itself
}

// chooser weighs the words of one story.
type chooser struct {
	members []source
	weight  map[string]float64 // term -> share of the reports that lead with it x how rare it is in news
	names   map[string]bool    // keys of the story's main names
	tested  *tested            // nil: each sentence is tested anew
	people  *people            // who is accused in the story
	update  bool               // its channel was told of it before
}

func newChooser(c *candidate, t *tested) *chooser {
	members, whose := representatives(c)
	if n := len(members) - chooseMembers; n > 0 {
		members, whose = members[n:], whose[n:]
	}
	ch := &chooser{members: members, weight: map[string]float64{}, names: map[string]bool{}, tested: t, people: newPeople(c.members), update: c.told != nil}
	ch.weigh(members, whose)
	named := map[string]int{}
	for _, m := range members {
		for key := range m.mainNames() {
			named[key]++
		}
	}
	need := max(1, (len(members)+2)/3)
	for k, n := range named {
		if n >= need {
			ch.names[k] = true
		}
	}
	return ch
}

// mainNames are the names in the first sentences. A capital proves nothing at
// the start of a sentence or in a headline, so a single word counts only when
// it stands inside a sentence too; without any, the headline's names are taken.
func (s source) mainNames() map[string]bool {
	lang := s.item.Version.Lang
	out := map[string]bool{}
	for i := range min(len(s.spans), leadSentences) {
		for _, n := range text.Names(s.sentence(i), lang) {
			if n.Start > 0 || strings.Contains(n.Text, " ") {
				out[n.Key] = true
			}
		}
	}
	if len(out) == 0 {
		return nameKeys(s.item.Version.Title, lang)
	}
	return out
}

// representatives keeps the earliest member of each text family, so that a
// wire copy changes nothing, and says whose report each is.
func representatives(c *candidate) (out []source, origins []string) {
	seen := map[int64]bool{}
	for k, m := range c.members {
		f := m.item.Version.Family
		if f != 0 && seen[f] {
			continue
		}
		seen[f] = true
		origin := fmt.Sprint(familyOf(m))
		if k < len(c.origins) {
			origin = c.origins[k]
		}
		out, origins = append(out, m), append(origins, origin)
	}
	return out, origins
}

// rarity is the information a term carries in news: 0 for stop words, about 9
// for a word nobody lists.
func rarity(term, lang string) float64 {
	if text.Stop(term, lang) {
		return 0
	}
	return -math.Log(max(text.CommonShare(term, lang), 1.0/10000))
}

func termSet(s, lang string) map[string]bool {
	out := map[string]bool{}
	for _, t := range text.Terms(s, lang) {
		out[t] = true
	}
	return out
}

func nameKeys(s, lang string) map[string]bool {
	out := map[string]bool{}
	for _, n := range text.Names(s, lang) {
		out[n.Key] = true
	}
	return out
}

// score is how much of the story a piece of text tells for its length.
// Summed in sorted order: the same story gets the same sentences everywhere.
func (ch *chooser) score(terms map[string]bool) float64 {
	sum := 0.0
	for _, t := range slices.Sorted(maps.Keys(terms)) {
		sum += ch.weight[t]
	}
	return sum / math.Sqrt(float64(len(terms))+4)
}

// headline is the best of the members' own headlines: of those that tell the
// story alike, the one that a sentence of ps says more of.
func (ch *chooser) headline(members []source, ps []picked) (Claim, bool) {
	best, found := Claim{}, false
	bestScore := 0.0
	for _, m := range members {
		c, ok := m.heading()
		if !ok || !ch.people.mayHead(c) {
			continue
		}
		lang := m.item.Version.Lang
		s := ch.score(scored(c.Text, lang)) * ch.freshness(m)
		if cutShort(c.Text) {
			s *= .4
		}
		switch n := len([]rune(c.Text)); {
		case n > headingMost:
			s *= .3
		case n > headingWidth+15:
			s *= .8
		case n < 20:
			s *= .5
		}
		if imitates(c.Text) {
			s *= .1 // it is quoted only when there is no other
		}
		if first, _, _ := strings.Cut(c.Text, " "); strings.ContainsAny(c.Text, "?") || text.Asks(strings.ToLower(first), lang) {
			s *= .2 // never a question, or a promise of an answer, while there is another
		}
		if k, worth := mainOf(c, lang, ps); k >= 0 {
			s *= worth // with the age of its sentence: how things stand leads
		}
		if !found || s > bestScore {
			best, bestScore, found = c, s, true
		}
	}
	return best, found
}

// heading is the best headline; of members without one, or with questions
// alone, a sentence of theirs.
func (ch *chooser) heading(members []source, ps []picked) (Claim, bool) {
	best, ok := ch.headline(members, ps)
	question := ok && text.Questions(best.Text)
	if ok && (!question || ch.update && len(ps) < 2) { // an update's only sentence stands below its heading
		return best, ok
	}
	if !question {
		best = Claim{}
	}
	for _, p := range ps {
		if p.claim.Reported || !ch.people.mayHead(p.claim) {
			continue
		}
		if len([]rune(p.claim.Text)) <= headingMost {
			return p.claim, true
		}
		if best.Text == "" || len(p.claim.Text) < len(best.Text) {
			best = p.claim
		}
	}
	return best, best.Text != ""
}

// staleHalf is the age, before the story's newest report, at which a report
// has lost half of what it can lose: a briefing tells how things stand.
const staleHalf = 24 * time.Hour

// freshness is 1 for the newest member, falling to .4 for old ones.
func (ch *chooser) freshness(m source) float64 {
	newest := ch.members[len(ch.members)-1].item.Article.Time
	age := max(newest.Sub(m.item.Article.Time), 0)
	return .4 + .6*math.Exp2(-age.Hours()/staleHalf.Hours())
}

// cutShort reports a headline that its source cut: "Lava flow is miles from ...".
func cutShort(s string) bool {
	return strings.HasSuffix(s, "...") || strings.HasSuffix(s, "…")
}

// heading is the source's headline without the outlet's name at its end.
func (s source) heading() (Claim, bool) {
	c := s.headline()
	title := c.Text
	from := len(kicker.FindString(title))
	if len([]rune(title[from:])) < headingLeast {
		from = 0
	}
	if i := strings.LastIndex(title, " | "); i > 0 && cutShort(title) {
		title = title[:i] // "Why it melts down | CNN ..."
	}
	outlet := text.Fold(s.item.Article.Outlet)
	for _, sep := range []string{" | ", " - ", " – ", " — ", " : "} {
		if i := strings.LastIndex(title, sep); i > 0 {
			tail := text.Fold(title[i+len(sep):])
			if len(tail) < 30 && outlet != "" && (strings.Contains(outlet, tail) || strings.Contains(tail, outlet)) {
				title = title[:i]
			}
		}
	}
	title = withoutTeaser(title[min(from, len(title)):], s.item.Version.Lang)
	if !worded(title) || linking(small(title)) {
		return c, false
	}
	c.Text = title
	c.Cites = []Cite{s.cite("title", from, from+len(title))}
	return c, true
}

// sentences lists the sentences of the members that may be shown alone, best first.
func (ch *chooser) sentences(members []source, allow func(source, int) bool) []picked {
	var out []picked
	for _, m := range members {
		lang, opening := m.item.Version.Lang, ch.opening(m)
		for i := range min(len(m.spans), chooseDepth) {
			s := m.sentence(i)
			shown := s[text.Dateline(s):]
			if !ch.tested.standsAlone(m, i, shown) || allow != nil && !allow(m, i) {
				continue
			}
			leads := i == opening || ch.update && i < leadSentences // what is new is told, whom it names or not
			if len(ch.names) > 0 && !leads && !anyName(ch.names, nameKeys(shown, lang)) {
				continue
			}
			claim, ok := ch.tested.quoted(m, i)
			if !ok {
				continue
			}
			p := picked{src: m, i: i, words: len(strings.Fields(shown)), terms: termSet(shown, lang), claim: claim, tells: newTelling(shown, lang), opens: i == opening}
			p.score = ch.score(scored(shown, lang)) / (1 + .12*float64(i)) * ch.freshness(m)
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b picked) int { return cmp.Compare(b.score, a.score) })
	return out
}

func anyName(want, have map[string]bool) bool {
	for k := range have {
		if want[k] {
			return true
		}
	}
	return false
}

// fill takes the sentence that tells what the heading names, and then from the
// best down what does not repeat the heading or one another, as many words as
// the length allows; a first one is always taken.
func fill(heading Claim, lang string, ps []picked, words int) []picked {
	if words == 0 {
		return nil
	}
	f := filling{terms: []map[string]bool{contentTerms(heading.Text, lang)}, said: map[float64]bool{}}
	for _, p := range mainFirst(heading, lang, ps) {
		if len(f.out) == 3 {
			break
		}
		if fits := len(f.out) == 0 || p.words <= words; fits && p.claim.Text != heading.Text && f.take(p) {
			words -= p.words
		}
	}
	out := f.out
	if len(out) > 0 { // behind the first, an article's sentences stand in its order
		slices.SortStableFunc(out[1:], func(a, b picked) int {
			if a.src.item.Article.ID != b.src.item.Article.ID {
				return 0
			}
			return cmp.Compare(a.i, b.i)
		})
	}
	return out
}

// filling are the sentences taken under a heading.
type filling struct {
	out   []picked
	terms []map[string]bool // of the heading and of each of them
	said  map[float64]bool  // the numbers in them
}

// take takes a sentence unless it repeats what is there.
func (f *filling) take(p picked) bool {
	lang := p.src.item.Version.Lang
	terms, counts := contentTerms(p.claim.Text, lang), text.Numbers(p.claim.Text, lang)
	if f.repeated(p, terms, counts) {
		return false
	}
	for _, n := range counts {
		f.said[n.Value] = true
	}
	f.out, f.terms = append(f.out, p), append(f.terms, terms)
	return true
}

// repeated reports whether a first sentence says little more than the heading, or
// a further one what another says, without a new count.
func (f *filling) repeated(p picked, terms map[string]bool, counts []text.Number) bool {
	if len(f.out) == 0 {
		return adds(terms, f.terms[0]) < 2
	}
	if !repeats(terms, f.terms) {
		return false
	}
	older := p.src.item.Article.Time.Before(f.out[0].src.item.Article.Time)
	return older || !newCount(counts, f.said)
}

// newCount reports a count that no sentence before said: in a report that is not
// older, one that stands among the words of another sentence, "15 people had died
// in the village where 40 were found", is news all the same.
func newCount(counts []text.Number, said map[float64]bool) bool {
	return slices.ContainsFunc(counts, func(n text.Number) bool {
		return n.Kind != "year" && n.Kind != "ordinal" && !said[n.Value]
	})
}

func contentTerms(s, lang string) map[string]bool {
	out := termSet(s, lang)
	for t := range out {
		if text.Stop(t, lang) {
			delete(out, t)
		}
	}
	return out
}

// adds is how many words of a are not in b.
func adds[V any](a map[string]bool, b map[string]V) int {
	n := 0
	for t := range a {
		if _, ok := b[t]; !ok {
			n++
		}
	}
	return n
}

// repeats reports whether a says mostly what one of the others says.
func repeats(a map[string]bool, others []map[string]bool) bool {
	for _, b := range others[1:] {
		if common := len(a) - adds(a, b); float64(common) >= sameSentence*float64(min(len(a), len(b))) {
			return true
		}
	}
	return false
}
