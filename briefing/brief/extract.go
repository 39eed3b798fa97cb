package brief

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
)

// A story told in the sources' own words: which headline, which sentences.

const (
	headingWidth = 70 // characters a heading should have at most
)

// wordsFor is how many words stand below a heading.
func wordsFor(length string) int {
	switch length {
	case "short":
		return 0
	case "long":
		return 90
	}
	return 45
}

// extractor selects the sentences of one story that are shown or given to the
// model.
type extractor struct {
	members []claim.Article
	weight  map[string]float64 // term -> share of the reports that lead with it x how rare it is in news
	names   map[string]bool    // keys of the story's main names
	cache   *claim.Cache       // nil: each sentence is tested anew
	people  *people.Rules      // who is accused in the story
	update  bool               // its channel was told of it before
}

func newExtractor(c *candidate, t *claim.Cache) *extractor {
	members, whose := representatives(c)
	if n := len(members) - claim.ChooseMembers; n > 0 {
		members, whose = members[n:], whose[n:]
	}
	picker := &extractor{members: members, weight: map[string]float64{}, names: map[string]bool{}, cache: t, people: people.New(c.members),
		update: c.history != nil}
	picker.weigh(members, whose)
	named := map[string]int{}
	for _, m := range members {
		for key := range m.MainNames() {
			named[key]++
		}
	}
	need := max(1, (len(members)+2)/3)
	for k, n := range named {
		if n >= need {
			picker.names[k] = true
		}
	}
	return picker
}

// representatives keeps the earliest member of each text family, so that a
// wire copy changes nothing, and says whose report each is.
func representatives(c *candidate) (out []claim.Article, origins []string) {
	seen := map[int64]bool{}
	for k, m := range c.members {
		family := m.Item.Version.Family
		if family != 0 && seen[family] {
			continue
		}
		seen[family] = true
		origin := fmt.Sprint(claim.FamilyOf(m))
		if k < len(c.origins) {
			origin = c.origins[k]
		}
		out, origins = append(out, m), append(origins, origin)
	}
	return out, origins
}

// score returns the sum of the weights of terms over the square root of (their
// number + 4), so that length alone gains little. Terms are summed in sorted
// order: floating-point sums are then the same everywhere.
func (ch *extractor) score(terms map[string]bool) float64 {
	sum := 0.0
	for _, t := range slices.Sorted(maps.Keys(terms)) {
		sum += ch.weight[t]
	}
	return sum / math.Sqrt(float64(len(terms))+4)
}

// headline is the best of the members' own headlines: of those that tell the
// story alike, the one that a sentence of ps says more of.
func (ch *extractor) headline(members []claim.Article, ps []claim.SentenceCandidate) (claim.Claim, bool) {
	best, found := claim.Claim{}, false
	bestScore := 0.0
	for _, m := range members {
		heading, ok := m.Heading()
		if !ok || !ch.people.MayHead(heading) {
			continue
		}
		lang := m.Item.Version.Lang
		score := ch.score(claim.ScoringTerms(heading.Text, lang)) * ch.freshness(m)
		if claim.CutShort(heading.Text) {
			score *= .4
		}
		switch n := len([]rune(heading.Text)); {
		case n > claim.HeadingMost:
			score *= .3
		case n > headingWidth+15:
			score *= .8
		case n < 20:
			score *= .5
		}
		if write.Imitates(heading.Text) {
			score *= .1 // it is quoted only when there is no other
		}
		if first, _, _ := strings.Cut(heading.Text, " "); strings.ContainsAny(heading.Text, "?") ||
			text.Asks(strings.ToLower(first), lang) {
			score *= .2 // never a question, or a promise of an answer, while there is another
		}
		if main, worth := claim.MainOf(heading, lang, ps); main >= 0 {
			score *= worth // with the age of its sentence: how things stand leads
		}
		if !found || score > bestScore {
			best, bestScore, found = heading, score, true
		}
	}
	return best, found
}

// heading is the best headline; of members without one, or with questions
// alone, a sentence of theirs.
func (ch *extractor) heading(members []claim.Article, ps []claim.SentenceCandidate) (claim.Claim, bool) {
	best, ok := ch.headline(members, ps)
	question := ok && claim.Asks(best.Text)
	if ok && (!question || ch.update && len(ps) < 2) { // an update's only sentence stands below its heading
		return best, ok
	}
	if !question {
		best = claim.Claim{}
	}
	for _, p := range ps {
		if p.Claim.Reported || !ch.people.MayHead(p.Claim) {
			continue
		}
		if len([]rune(p.Claim.Text)) <= claim.HeadingMost {
			return p.Claim, true
		}
		if best.Text == "" || len(p.Claim.Text) < len(best.Text) {
			best = p.Claim
		}
	}
	return best, best.Text != ""
}

// staleHalf is the age, before the story's newest report, at which a report
// has lost half of what it can lose: a briefing tells how things stand.
const staleHalf = 24 * time.Hour

// freshness is 1 for the newest member, falling to .4 for old ones.
func (ch *extractor) freshness(m claim.Article) float64 {
	newest := ch.members[len(ch.members)-1].Item.Article.Time
	age := max(newest.Sub(m.Item.Article.Time), 0)
	return .4 + .6*math.Exp2(-age.Hours()/staleHalf.Hours())
}

// sentences lists the sentences of the members that may be shown alone, best first.
func (ch *extractor) sentences(members []claim.Article, allow func(claim.Article, int) bool) []claim.SentenceCandidate {
	var out []claim.SentenceCandidate
	for _, m := range members {
		lang, opening := m.Item.Version.Lang, ch.opening(m)
		for i := range min(len(m.Spans), claim.ChooseDepth) {
			sentence := m.Sentence(i)
			shown := sentence[speech.Dateline(sentence):]
			long := rights.Words(shown) > rights.Briefing.Words
			if long || !ch.cache.StandsAlone(m, i, shown) || allow != nil && !allow(m, i) {
				continue
			}
			leads := i == opening || ch.update && i < claim.LeadSentences // what is new is told, whom it names or not
			if len(ch.names) > 0 && !leads && !anyName(ch.names, name.NameKeys(shown, lang)) {
				continue
			}
			stated, ok := ch.cache.Quoted(m, i)
			if !ok {
				continue
			}
			pick := claim.SentenceCandidate{Src: m, Index: i, Words: len(strings.Fields(shown)),
				Terms: text.TermSet(shown, lang), Claim: stated, Tells: claim.NewTelling(shown, lang), Opens: i == opening}
			pick.Score = ch.score(claim.ScoringTerms(shown, lang)) / (1 + .12*float64(i)) * ch.freshness(m)
			out = append(out, pick)
		}
	}
	slices.SortStableFunc(out, func(a, b claim.SentenceCandidate) int { return cmp.Compare(b.Score, a.Score) })
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

// fill selects sentences until there are words words: first the one that tells
// what the heading names, then from the best down those that repeat neither the
// heading nor another. One sentence is always selected, whatever its length.
func (f filling) fill(heading claim.Claim, lang string, ps []claim.SentenceCandidate, words int) []claim.SentenceCandidate {
	if words == 0 {
		return nil
	}
	filled := &f
	filled.terms, filled.said = []map[string]bool{text.ContentTerms(heading.Text, lang)}, map[float64]bool{}
	for _, p := range claim.MainFirst(heading, lang, ps) {
		if len(filled.out) == 3 {
			break
		}
		if fits := len(filled.out) == 0 || p.Words <= words; fits && p.Claim.Text != heading.Text && filled.take(p) {
			words -= p.Words
		}
	}
	out := filled.out
	if len(out) > 0 { // behind the first, an article's sentences stand in its order
		slices.SortStableFunc(out[1:], func(a, b claim.SentenceCandidate) int {
			if a.Src.Item.Article.ID != b.Src.Item.Article.ID {
				return 0
			}
			return cmp.Compare(a.Index, b.Index)
		})
	}
	return out
}

// filling are the sentences taken under a heading.
type filling struct {
	out   []claim.SentenceCandidate
	terms []map[string]bool // of the heading and of each of them
	said  map[float64]bool  // the numbers in them
	count *rights.Tally     // of what the briefing shows word for word
}

// take takes a sentence unless it repeats what is there.
func (f *filling) take(p claim.SentenceCandidate) bool {
	lang := p.Src.Item.Version.Lang
	terms, counts := text.ContentTerms(p.Claim.Text, lang), number.Numbers(p.Claim.Text, lang)
	if f.repeated(p, terms, counts) || !f.count.Take(p.Claim.Drawn()...) {
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
func (f *filling) repeated(p claim.SentenceCandidate, terms map[string]bool, counts []number.Number) bool {
	if len(f.out) == 0 {
		return claim.CountMissing(terms, f.terms[0]) < 2
	}
	if !claim.Repeats(terms, f.terms) {
		return false
	}
	older := p.Src.Item.Article.Time.Before(f.out[0].Src.Item.Article.Time)
	return older || !newCount(counts, f.said)
}

// newCount reports whether counts has a value that is not in said. A sentence
// whose words are repeated is still news when its count is new.
func newCount(counts []number.Number, said map[float64]bool) bool {
	return slices.ContainsFunc(counts, func(n number.Number) bool {
		return n.Kind != "year" && n.Kind != "ordinal" && !said[n.Value]
	})
}

// caseHeading returns the heading that names no one, "Fraud case in Senn", for the
// newest report that accuses; false when none does. See people.CaseKinds.
func (ch *extractor) caseHeading(members []claim.Article, w *phrases.Words) (claim.Claim, bool) {
	for _, m := range slices.Backward(members) {
		lang, lead := m.Item.Version.Lang, []string{m.Item.Version.Title}
		for i := range min(len(m.Spans), claim.LeadSentences) {
			lead = append(lead, m.Sentence(i))
		}
		at := slices.IndexFunc(lead, func(s string) bool { return people.Accuses(s, lang) })
		if at < 0 || m.Item.Version.Title == "" {
			continue
		}
		kind := "case_police"
		for _, k := range people.CaseKinds {
			if slices.ContainsFunc(lead, k.Words.MatchString) {
				kind = "case_" + k.Key
				break
			}
		}
		headline := m.Headline()
		headline.Kind, headline.Tongue, headline.Text = claim.KindHeading, w.Lang(), w.Say("case_of", w.Say(kind),
			cmp.Or(m.Item.Article.Outlet, claim.Unnamed))
		if place := ch.people.Place(lead, lang); place != "" {
			headline.Text = w.Say("case_in", w.Say(kind), place)
		}
		return headline, true
	}
	return claim.Claim{}, false
}

// opening is the place of the first sentence of an article that can be
// understood alone, else 0.
func (ch *extractor) opening(m claim.Article) int {
	for i := range min(len(m.Spans), claim.OpeningMost) {
		if sentence := m.Sentence(i); ch.cache.StandsAlone(m, i, sentence[speech.Dateline(sentence):]) {
			return i
		}
	}
	return 0
}

// weigh counts the votes of the reports: origins[k] is whose report members[k] is.
func (ch *extractor) weigh(members []claim.Article, origins []string) {
	votes := map[string]map[string]float64{} // term -> origin -> vote
	rare := map[string]float64{}
	vote := func(term, origin string, v, idf float64) {
		if votes[term] == nil {
			votes[term] = map[string]float64{}
		}
		votes[term][origin] = max(votes[term][origin], v)
		rare[term] = idf
	}
	for k, m := range members {
		lang := m.Item.Version.Lang
		lead := m.Item.Version.Title
		if at := ch.opening(m); at < len(m.Spans) {
			lead += "\n" + m.Sentence(at)
		}
		for t := range text.TermSet(lead, lang) {
			vote(t, origins[k], 1, text.IDF(t, lang))
		}
		for t := range claim.EventTerms(lead, lang) {
			vote(t, origins[k], 1, claim.EventIDF)
		}
		for t := range text.TermSet(m.Lead(), lang) {
			vote(t, origins[k], claim.FurtherShare, text.IDF(t, lang))
		}
	}
	all := float64(max(1, len(text.Distinct(origins))))
	for t, by := range votes {
		sum := 0.0
		for _, v := range by {
			sum += v // of 1 and claim.FurtherShare alone: any order gives the same story
		}
		ch.weight[t] = rare[t] * sum / all
	}
}
