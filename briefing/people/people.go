// Package people says what may be said of people, votes and opinions.
package people

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"

	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
)

// Accusations and the results of votes. A sentence that accuses
// somebody, or names a victim or minor, is never a heading. What fewer than two
// independent reports say is shown as "OUTLET reports that …", and without a
// name that fewer than two of them bring beside an accusation: news of one
// source has ruined people who had done nothing.

// namedLeast is how many independent reports must name somebody.
const namedLeast = 2

// Rules knows who is accused in some articles, and by how many of them.
type Rules struct {
	// Asked: somebody asked. A sentence on what a court decided, or on a civil case, keeps
	// the names in it then, as its outlet's report; what is posted unasked does not.
	Asked bool

	byVersion map[int64]claim.Article
	sources   []claim.Article
	readings  func() []reading // of sources
	load      func() accusations

	mu     sync.Mutex
	counts map[string]int // independent reports, by what they have in common
	cache  *claim.Cache
}

// accusations are found out when they are first asked for: few sentences accuse.
type accusations struct {
	known map[string]bool              // surnames of everybody named in full, folded
	named map[string][]naming          // surname -> articles that name it in an accusation
	by    map[int64]map[string]accused // version -> whom it accuses, by surname
}

// naming is an article that names somebody in an accusation.
type naming struct {
	article claim.Article
	given   map[string]bool // the first names beside the surname; empty: it stands alone
}

// New guards those of whom articles tell.
func New(sources []claim.Article) *Rules {
	rules := &Rules{byVersion: map[int64]claim.Article{}, sources: sources, counts: map[string]int{}, cache: &claim.Cache{}}
	for _, s := range sources {
		rules.byVersion[s.Item.Version.ID] = s
	}
	rules.readings = sync.OnceValue(func() []reading {
		out := make([]reading, len(sources))
		for i, s := range sources {
			out[i] = readingOf(s)
		}
		return out
	})
	rules.load = sync.OnceValue(rules.read)
	return rules
}

// With are the rules when more articles have been read.
func (p *Rules) With(more []claim.Article) *Rules {
	all := slices.Clone(p.sources)
	for _, s := range more {
		if _, known := p.byVersion[s.Item.Version.ID]; !known {
			all = append(all, s)
		}
	}
	out := New(all)
	out.Asked, out.cache = p.Asked, p.cache
	return out
}

// read looks through the titles and sentences.
func (p *Rules) read() accusations {
	out := accusations{known: map[string]bool{}, named: map[string][]naming{}, by: map[int64]map[string]accused{}}
	for _, alone := range p.readings() {
		for _, surname := range alone.surnames {
			out.known[surname] = true
		}
	}
	for i, s := range p.sources {
		p.readReport(s, p.readings()[i], out)
	}
	return out
}

// anybody reports whether any of the articles accuses somebody.
func (p *Rules) anybody() bool {
	return slices.ContainsFunc(p.readings(), func(alone reading) bool { return len(alone.accusing) > 0 })
}

// Accuses reports whether a sentence accuses, or tells of a victim or minor;
// in a language without a list, any of the lists counts.
func Accuses(s, lang string) bool {
	s = withoutHarmless(WithoutTitles(s))
	return tellsOfMinor(s) || tellsOfVictim(s) || Guilty(s, lang)
}

// Guilty reports whether a sentence has a word of accusation, or tells that somebody took
// money from somebody.
func Guilty(s, lang string) bool {
	if takesMoney(s, lang) {
		return true
	}
	if words, ok := accusationWords[lang]; ok {
		return words.MatchString(s)
	}
	for _, words := range accusationWords {
		if words.MatchString(s) {
			return true
		}
	}
	return false
}

// namesNoSuspect reports whether a sentence with a word of accusation tells what a
// court has decided and of no victim, or of a civil case alone: who was killed stands in
// the suit. One on a minor never does.
func namesNoSuspect(s, lang string) bool {
	decided := decidedWords[lang].MatchString(s) && !openWords[lang].MatchString(s)
	civil := civilWords[lang].MatchString(s) && !suspectWords[lang].MatchString(s)
	return (civil || decided && !tellsOfVictim(s)) && !tellsOfMinor(s)
}

// opponentWord are words of those who fight what follows: "anti-corruption".
var opponentWord = regexp.MustCompile(`(?i)\b(?:anti|contre|counter)-\pL+|\bprotests? against \pL+`)

// WithoutTitles drops the titles of works, which stand in quotation marks with
// capitals, and what somebody is against.
func WithoutTitles(s string) string {
	if strings.Contains(s, "rotest") || strings.Contains(s, "nti-") || strings.Contains(s, "ontre-") || strings.Contains(s, "ounter-") {
		s = opponentWord.ReplaceAllString(s, "")
	}
	if !strings.ContainsAny(s, `"“‘«„`) {
		return s
	}
	var b strings.Builder
	at := 0
	for _, q := range speech.Quotes(s) {
		if titleCase(s[q.Start:q.End]) {
			b.WriteString(s[at:q.Start])
			at = q.End
		}
	}
	b.WriteString(s[at:])
	return b.String()
}

// withoutHarmless drops the phrases that accuse nobody and tell no result.
func withoutHarmless(s string) string { return harmlessWords.ReplaceAllString(s, " ") }

// victimNear is how many bytes stand at most between a name and the word that
// makes it a victim's: "Ada Brandt, 42, of Senn was found dead".
const victimNear = 40

// tellsOfVictim reports whether somebody named in full is said to be killed or hurt.
func tellsOfVictim(s string) bool {
	for at := range deathWords.places(s) {
		for _, m := range fullNames(s) {
			if m.start <= at+victimNear/2 && m.end >= at-victimNear {
				return true
			}
		}
	}
	return false
}

// tellsVoteResult reports whether a sentence says who won a vote.
func tellsVoteResult(s string) bool {
	s = withoutHarmless(s)
	return winWords.MatchString(s) && voteWords.MatchString(s) && !sportWords.MatchString(s)
}

// namesSpeaker reports whether a sentence says who says so: "alleged" alone does not.
func namesSpeaker(s, lang string) bool {
	return slices.ContainsFunc(speech.Read(s, lang).Sayings(), func(x speech.Saying) bool { return !x.Hedge || x.Object })
}

// lang is the language of the article that a claim cites.
func (p *Rules) lang(c claim.Claim) string {
	if len(c.Cites) == 0 {
		return ""
	}
	return cmp.Or(p.byVersion[c.Cites[0].Row].Item.Version.Lang, c.Cites[0].Lang)
}

// reports counts the independent reports of the story that a claim cites.
func (p *Rules) reports(c claim.Claim) int {
	cited := p.byVersion[c.Cites[0].Row].Item
	if cited.Article.Story == 0 {
		return 1
	}
	return p.countReports(fmt.Sprint("story ", cited.Article.Story), func() []claim.Article {
		var of []claim.Article
		for _, s := range p.sources {
			if s.Item.Article.Story == cited.Article.Story {
				of = append(of, s)
			}
		}
		return of
	})
}

// countReports counts the independent reports among some sources, once.
func (p *Rules) countReports(common string, sources func() []claim.Article) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, ok := p.counts[common]
	if !ok {
		_, n = p.cache.Origins(sources())
		p.counts[common] = n
	}
	return n
}

// naming is how many reports accuse the person of a mention. Another of the same
// surname, a victim perhaps, does not count; a surname alone may be anybody's of
// those who are named in full, so that the least of them counts.
func (p *Rules) naming(all []naming, m mention) int {
	given := map[string]bool{m.given: true}
	if m.given == "" {
		for _, n := range all {
			maps.Copy(given, n.given)
		}
		if len(given) > 1 {
			delete(given, "")
		}
	}
	least := math.MaxInt
	for name := range given {
		least = min(least, p.countReports("surname "+m.surname+" "+name, func() []claim.Article {
			var out []claim.Article
			for _, n := range all {
				if name == "" || len(n.given) == 0 || n.given[name] {
					out = append(out, n.article)
				}
			}
			return out
		}))
	}
	return least
}

// hiddenNames are the names in a sentence that too few reports bring.
func (p *Rules) hiddenNames(s string) []mention {
	var out []mention
	accused := p.load()
	for _, m := range accused.in(s) {
		if p.naming(accused.named[m.surname], m) < namedLeast {
			out = append(out, m)
		}
	}
	return out
}

// MayHead reports whether a text may stand as a heading.
func (p *Rules) MayHead(c claim.Claim) bool {
	if lang := p.lang(c); Accuses(c.Text, lang) {
		return !hidesNames(c.Text) && !OfficeWords.MatchString(c.Text) && len(p.load().in(c.Text)) == 0
	}
	if len(p.hidden(c, false)) > 0 {
		return false
	}
	return !tellsVoteResult(c.Text) || p.reports(c) >= namedLeast
}

// Claim is a sentence as it may be shown; false when it may not.
func (p *Rules) Claim(c claim.Claim) (claim.Claim, bool) {
	lang := p.lang(c)
	accuses := Accuses(c.Text, lang)
	if p.leansOnName(c, accuses) || p.overstates(c, lang) {
		return c, false
	}
	ok := true
	switch {
	case accuses:
		if c, ok = p.accusation(c, lang); !ok {
			return c, false
		}
	case len(p.hidden(c, false)) > 0:
		return c, false
	case tellsVoteResult(c.Text) && p.reports(c) < namedLeast:
		if !namesSpeaker(c.Text, lang) && !p.Asked {
			return c, false
		}
		c.Reported = true
	}
	if tellsVoteResult(c.Text) && c.Kind != claim.KindHeading {
		c = p.withShare(c)
	}
	return c, true
}

// accusation is a sentence that accuses as it may be shown; false when it may not.
func (p *Rules) accusation(c claim.Claim, lang string) (claim.Claim, bool) {
	if names := p.hidden(c, true); len(names) > 0 && !(p.Asked && namesNoSuspect(c.Text, lang)) {
		out, ok := dropNames(c.Text, names)
		if !ok {
			return c, false
		}
		c.Text, c.Kind = out, claim.KindWritten // no quotation any more
	}
	few := p.reports(c) < namedLeast
	if few && hidesNames(c.Text) {
		return c, false
	}
	c.Reported = few || c.Kind == claim.KindWritten && !namesSpeaker(c.Text, lang)
	return p.withDenial(c, lang), true
}

// Advice tells a model how to say what a claim says and may not (see Claim).
func (p *Rules) Advice(c claim.Claim) string {
	var names []string
	for _, m := range p.hidden(c, Accuses(c.Text, p.lang(c))) {
		names = append(names, c.Text[m.start:m.end])
	}
	switch {
	case len(names) == 0 && p.overstates(c, p.lang(c)):
		return "the cited sentences accuse nobody of this, or leave open whether it is so: say it as they do, with who says so"
	case len(names) == 0:
		return "one report alone tells this result: say which outlet or authority says so"
	}
	return fmt.Sprintf("too few reports name %s beside an accusation, a victim or a minor: say it without the name, as in \"a suspect\" "+
		"or \"a woman\"", strings.Join(names, " and "))
}

// Claims are those of a text that may be shown.
func (p *Rules) Claims(cs []claim.Claim) []claim.Claim {
	var out []claim.Claim
	for _, said := range cs {
		if said, ok := p.Claim(said); ok {
			out = append(out, said)
		}
	}
	return out
}

// Story are the claims of a story, the heading first; head may stand in for it.
func (p *Rules) Story(cs []claim.Claim, head claim.Claim) []claim.Claim {
	if !p.MayHead(cs[0]) {
		cs[0] = head
	}
	return append(cs[:1:1], p.Claims(cs[1:])...)
}

// Filter are the sentences that may be shown.
func (p *Rules) Filter(ps []claim.SentenceCandidate) []claim.SentenceCandidate {
	out := make([]claim.SentenceCandidate, 0, len(ps))
	for _, x := range ps {
		var ok bool
		if x.Claim, ok = p.Claim(x.Claim); ok && !p.leansOnHidden(x) {
			out = append(out, x)
		}
	}
	return out
}

// leansOnHidden reports a sentence that goes on about what the one before it accuses
// somebody of and may not be shown: "The payments were made in 2021" says nothing alone.
func (p *Rules) leansOnHidden(x claim.SentenceCandidate) bool {
	first, _, _ := strings.Cut(x.Claim.Text, " ")
	if x.Index == 0 || !articles[x.Src.Item.Version.Lang][text.Fold(first)] {
		return false
	}
	before := x.Src.Verbatim(x.Index - 1)
	_, shown := p.Claim(before)
	return !shown && Accuses(before.Text, x.Src.Item.Version.Lang)
}

// Unchanged reports whether a claim may be shown as it is, beside another that
// it is to be compared with.
func (p *Rules) Unchanged(c claim.Claim) bool {
	got, ok := p.Claim(c)
	return ok && got.Text == c.Text && !got.Reported
}
