package claim

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/speech"
)

// What a story is about: the event that most of its independent reports lead
// with. Each report votes once for the words of its title and its opening; a
// word counts for its share of the votes times how rare it is in news
// (a centroid in the manner of MEAD, Radev et al. 2004).

const (
	EventIDF     = 5.  // what a word for what happened counts: more than a common one by itself (1.6 to 2.5), less than a name (9.2)
	FurtherShare = .3  // what a word counts that a report has only further on in its lead
	ownHeading   = .2  // what a sentence gains that stands below its own article's headline
	opensGain    = 1.3 // and what it counts more as the opening of its article: news begins with what happened
	tellsMost    = .5  // share of the main sentence's weight that a claim holds which tells the same
	headingLeast = 20  // characters that are left of a headline whose teaser is cut off
)

// OpeningMost is how many sentences into an article its opening stands at most:
// bylines, summaries and service lines come before it.
const OpeningMost = 3

// EventTerms returns a term for each event that the words of a text tell: the same
// for all words of an event, in any language.
func EventTerms(s, lang string) map[string]bool {
	out := map[string]bool{}
	for _, w := range text.PlainWords(s) {
		if events := text.Events(w, lang); events.Happens() {
			out[fmt.Sprintf("event %x", uint64(events))] = true
		}
	}
	return out
}

// ScoringTerms returns the terms by which a text is scored: all its terms and
// EventTerms.
func ScoringTerms(s, lang string) map[string]bool {
	out := EventTerms(s, lang)
	maps.Copy(out, text.TermSet(s, lang))
	return out
}

// Telling is what a heading or a sentence tells: its terms, and the events that
// its words are words for, so that "dead" and "died" are one.
type Telling struct {
	terms  map[string]bool
	events map[string]text.Event // of a term
	all    text.Event
}

// NewTelling is what a text tells.
func NewTelling(s, lang string) Telling {
	telling := Telling{terms: text.ContentTerms(s, lang), events: map[string]text.Event{}}
	for _, w := range text.PlainWords(s) {
		events := text.Events(w, lang)
		if !events.Happens() {
			continue
		}
		telling.all |= events
		for _, term := range text.Terms(w, lang) {
			telling.events[term] |= events
		}
	}
	return telling
}

// Covers is the share of a heading's weight that a sentence holds, [0, 1]. In
// another language only names and numbers can tell.
func (t Telling) Covers(sentence Telling, lang string) float64 {
	all, held := 0.0, 0.0
	for _, term := range slices.Sorted(maps.Keys(t.terms)) {
		weight := text.IDF(term, lang)
		all += weight
		if sentence.terms[term] || t.events[term]&sentence.all != 0 {
			held += weight
		}
	}
	if all == 0 {
		return 0
	}
	return held / all
}

// MainOf is the place of the sentence that tells what a heading names and most
// reports lead with, and how well it does; -1 without one.
func MainOf(head Claim, lang string, ps []SentenceCandidate) (place int, worth float64) {
	heading, place := NewTelling(head.Text, lang), -1
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

// MainFirst moves that sentence to the front; the others keep their order.
func MainFirst(head Claim, lang string, ps []SentenceCandidate) []SentenceCandidate {
	main, _ := MainOf(head, lang, ps)
	if main <= 0 {
		return ps
	}
	return slices.Concat(ps[main:main+1], ps[:main], ps[main+1:])
}

// LedBy puts what tells the main event first among a model's claims: the claim
// that says what the main sentence says, else that sentence itself.
func LedBy(main SentenceCandidate, lang string, claims []Claim) []Claim {
	best, most := -1, tellsMost
	for k, c := range claims {
		if held := main.Tells.Covers(NewTelling(c.Text, lang), lang); held >= most && (best < 0 || held > most) {
			best, most = k, held
		}
	}
	if best < 0 {
		return append([]Claim{main.Claim}, claims...)
	}
	return slices.Concat(claims[best:best+1], claims[:best], claims[best+1:])
}

// InOne keeps the reports and sentences of one language: the briefing's, if the
// story has sentences in it, else that of the best one. What others report is
// not mixed in, and still counts.
func InOne(lang string, members []Article, ps []SentenceCandidate) ([]Article, []SentenceCandidate) {
	if len(ps) == 0 {
		return members, ps
	}
	foreign := func(want string) func(SentenceCandidate) bool {
		return func(p SentenceCandidate) bool { return p.Src.Item.Version.Lang != want }
	}
	if lang = cmp.Or(lang, "en"); !slices.ContainsFunc(ps, func(p SentenceCandidate) bool { return p.Src.Item.Version.Lang == lang }) {
		lang = ps[0].Src.Item.Version.Lang
	}
	ps = slices.DeleteFunc(slices.Clone(ps), foreign(lang))
	own := slices.DeleteFunc(slices.Clone(members), func(m Article) bool { return m.Item.Version.Lang != lang })
	if len(own) == 0 {
		own = members
	}
	return own, ps
}

// teaser is what stands behind a headline to make people read on.
var teaser = regexp.MustCompile(`(?i)^(?:` + speech.Alternatives(lexicon.All("headlines", "teaser")) + `)(?:\PL|$)`)

// Promises is a headline that says that something will be told, and not what.
var Promises = regexp.MustCompile(`(?i)(?:^|[:–—|-] ?)(?:` + speech.Alternatives(lexicon.All("headlines", "promise")) + `)(?:\PL|$)`)

// withoutTeaser is the beginning of a headline without a question, a promise or
// a broken end behind its first sentence.
func withoutTeaser(title, lang string) string {
	for _, sentence := range text.Sentences(title, lang) {
		rest := strings.TrimSpace(title[sentence.End:])
		first, _, _ := strings.Cut(rest, " ")
		head := strings.TrimRight(title[:sentence.End], ".")
		switch {
		case rest == "" || len([]rune(head)) < headingLeast || strings.HasSuffix(head, "?"):
		case speech.Questions(rest), CutShort(rest), teaser.MatchString(rest), text.Asks(strings.ToLower(first), lang):
			return head
		}
	}
	return title
}

// Asks reports a headline that is a question, with whatever stands behind it.
func Asks(headline string) bool {
	return speech.Questions(headline) || strings.ContainsAny(speech.Unquoted(headline), "?؟？")
}

// kicker is a word of the desk in front of a headline that is no part of the
// news.
var kicker = regexp.MustCompile(`(?i)^(?:` + speech.Alternatives(lexicon.All("headlines", "kicker")) + `)(?: ?[:|–—] +| - +)`)

// Notice reports an article that corrects another, or says that it was
// corrected or withdrawn, instead of telling news. What only bears the word in front
// of its own headline tells news.
func Notice(title, body string) bool {
	return CorrectionNote.MatchString(title) && !kicker.MatchString(title) || speech.Withdraws(title, body)
}
