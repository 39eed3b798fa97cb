package brief

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/speech"
)

// What a story is about: the event that most of its independent reports lead
// with. Each report votes once for the words of its title and its opening; a
// word counts for its share of the votes times how rare it is in news
// (a centroid in the manner of MEAD, Radev et al. 2004).

const (
	eventIDF     = 5.  // what a word for what happened counts: more than a common one by itself (1.6 to 2.5), less than a name (9.2)
	furtherShare = .3  // what a word counts that a report has only further on in its lead
	ownHeading   = .2  // what a sentence gains that stands below its own article's headline
	opensGain    = 1.3 // and what it counts more as the opening of its article: news begins with what happened
	tellsMost    = .5  // share of the main sentence's weight that a claim holds which tells the same
)

// openingMost is how many sentences into an article its opening stands at most:
// bylines, summaries and service lines come before it.
const openingMost = 3

// eventTerms returns a term for each event that the words of a text tell: the same
// for all words of an event, in any language.
func eventTerms(s, lang string) map[string]bool {
	out := map[string]bool{}
	for _, w := range text.PlainWords(s) {
		if events := text.Events(w, lang); events.Happens() {
			out[fmt.Sprintf("event %x", uint64(events))] = true
		}
	}
	return out
}

// scoringTerms returns the terms by which a text is scored: all its terms and
// eventTerms.
func scoringTerms(s, lang string) map[string]bool {
	out := eventTerms(s, lang)
	maps.Copy(out, text.TermSet(s, lang))
	return out
}

// mainOf is the place of the sentence that tells what a heading names and most
// reports lead with, and how well it does; -1 without one.
func mainOf(head claim.Claim, lang string, ps []claim.SentenceCandidate) (place int, worth float64) {
	heading, place := claim.NewTelling(head.Text, lang), -1
	for k, p := range ps {
		if p.Claim.Text == head.Text {
			continue
		}
		about := ownHeading + heading.Covers(p.Tells, lang)
		if p.Opens {
			about *= opensGain
		}
		if len(head.Cites) > 0 && head.Cites[0].Row == p.Src.Item.Version.ID {
			about += ownHeading
		}
		if value := p.Score * about; value > worth {
			place, worth = k, value
		}
	}
	return place, worth
}

// mainFirst moves that sentence to the front; the others keep their order.
func mainFirst(head claim.Claim, lang string, ps []claim.SentenceCandidate) []claim.SentenceCandidate {
	main, _ := mainOf(head, lang, ps)
	if main <= 0 {
		return ps
	}
	return slices.Concat(ps[main:main+1], ps[:main], ps[main+1:])
}

// ledBy puts what tells the main event first among a model's claims: the claim
// that says what the main sentence says, else that sentence itself.
func ledBy(main claim.SentenceCandidate, lang string, claims []claim.Claim) []claim.Claim {
	best, most := -1, tellsMost
	for k, c := range claims {
		if held := main.Tells.Covers(claim.NewTelling(c.Text, lang), lang); held >= most && (best < 0 || held > most) {
			best, most = k, held
		}
	}
	if best < 0 {
		return append([]claim.Claim{main.Claim}, claims...)
	}
	return slices.Concat(claims[best:best+1], claims[:best], claims[best+1:])
}

// inOne keeps the reports and sentences of one language: the briefing's, if the
// story has sentences in it, else that of the best one. What others report is
// not mixed in, and still counts.
func inOne(lang string, members []claim.Article, ps []claim.SentenceCandidate) ([]claim.Article, []claim.SentenceCandidate) {
	if len(ps) == 0 {
		return members, ps
	}
	lang = cmp.Or(lang, "en")
	in := func(p claim.SentenceCandidate) bool { return p.Src.Item.Version.Lang == lang }
	if !slices.ContainsFunc(ps, in) {
		lang = ps[0].Src.Item.Version.Lang
	}
	ps = slices.DeleteFunc(slices.Clone(ps), func(p claim.SentenceCandidate) bool { return !in(p) })
	own := slices.DeleteFunc(slices.Clone(members), func(m claim.Article) bool { return m.Item.Version.Lang != lang })
	if len(own) == 0 {
		own = members
	}
	return own, ps
}

// promises is a headline that says that something will be told, and not what.
var promises = regexp.MustCompile(`(?i)(?:^|[:–—|-] ?)(?:` + speech.Alternatives(lexicon.All("headlines", "promise")) + `)(?:\PL|$)`)
