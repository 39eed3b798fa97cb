package briefing

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
)

// Accusations and the results of votes (PRODUCT 6). A sentence that accuses
// somebody, or names a victim or minor, is never a heading. What fewer than two
// independent reports say is shown as "OUTLET reports that …", and without a
// name that fewer than two of them bring beside an accusation: news of one
// source has ruined people who had done nothing.

// namedLeast is how many independent reports must name somebody.
const namedLeast = 2

// people knows who is accused in some articles, and by how many of them.
type people struct {
	byVersion map[int64]source
	sources   []source
	load      func() accusations

	mu     sync.Mutex
	counts map[string]int // independent reports, by what they have in common
}

// accusations are found out when they are first asked for: few sentences accuse.
type accusations struct {
	known map[string]bool     // surnames of everybody named in full, folded
	named map[string][]source // surname -> articles that name it in an accusation
}

func newPeople(sources []source) *people {
	p := &people{byVersion: map[int64]source{}, sources: sources, counts: map[string]int{}}
	for _, s := range sources {
		p.byVersion[s.item.Version.ID] = s
	}
	p.load = sync.OnceValue(p.read)
	return p
}

// read looks through the titles and first sentences.
func (p *people) read() accusations {
	a := accusations{known: map[string]bool{}, named: map[string][]source{}}
	for _, s := range p.sources {
		for i := range min(len(s.spans), chooseDepth) {
			for _, m := range fullNames(s.sentence(i)) {
				// A word that stands there small too is not known as a name by itself.
				a.known[m.surname] = a.known[m.surname] || !strings.Contains(s.item.Version.Text, " "+m.surname+" ")
			}
		}
	}
	for _, s := range p.sources {
		lang := s.item.Version.Lang
		here := map[string]bool{}
		note := func(t string) {
			if accuses(t, lang) {
				for _, m := range a.in(t) {
					here[m.surname] = true
				}
			}
		}
		note(s.item.Version.Title)
		for i := range min(len(s.spans), chooseDepth) {
			note(s.sentence(i))
		}
		for name := range here {
			a.named[name] = append(a.named[name], s)
		}
	}
	return a
}

// mention is a person's name in a text.
type mention struct {
	surname    string // folded
	start, end int
}

// nameRun is two or more capital words in a row, as a person is named in full.
var nameRun = regexp.MustCompile(`\p{Lu}[\p{L}’'-]+(?: \p{Lu}\.)?(?: (?:de|da|do|dos|di|del|von|van|der|den|al|bin|ibn|el|la|le))*(?: \p{Lu}[\p{L}’'-]+)+`)

// fullNames are the names of people in a sentence; those of places and bodies
// are known by their words, or by the "in" before them.
func fullNames(s string) []mention {
	var out []mention
	for _, at := range nameRun.FindAllStringIndex(s, -1) {
		run := strings.TrimRight(s[at[0]:at[1]], "'’-")
		for _, end := range []string{"'s", "’s"} {
			run = strings.TrimSuffix(run, end)
		}
		words := plainWords(text.Fold(run))
		first := 0
		for i, w := range words {
			if notPerson[w] {
				first = i + 1 // "District Attorney Ada Brandt", "Karsk Police"
			}
		}
		if len(words)-first < 2 || joinedSmall.MatchString(run) || ofMany.MatchString(s[at[1]:]) || inPlace.MatchString(s[max(0, at[0]-inPlaceMost):at[0]]) {
			continue
		}
		last := words[len(words)-1]
		out = append(out, mention{last, at[0], at[0] + len(run)})
	}
	return out
}

var (
	joinedSmall = regexp.MustCompile(`\p{Lu}-\p{Ll}`) // "NATO-member Poland"
	ofMany      = regexp.MustCompile(`^ (?:members?|groups?|gang|cartel|party|movement|militants?|fighters?|troops|rebels|supporters|mitglieder|miembros|membres|membros)(?:\PL|$)`)
)

// inPlaceMost is more than the longest of the words before the name of a place
// has, in bytes.
const inPlaceMost = 32

// inPlace stands before the names of places.
var inPlace = regexp.MustCompile(`(?i)(?:^|\PL)(?:in|at|near|outside|around|inside|across|bei|nahe|en|cerca de|près de|à|em|perto de) (?:the |la |el |der |den |dem )?$`)

// in are the people a text names, but for those who are only quoted: in full,
// or by the surname of somebody who is named in full elsewhere; as they stand
// in the text. In a headline with a capital on each word no run is a name.
func (a accusations) in(s string) []mention {
	var out []mention
	if strings.HasSuffix(s, ".") || !titleCase(s) {
		out = fullNames(s)
	}
	taken := func(i int) bool {
		for _, m := range out {
			if i >= m.start && i < m.end {
				return true
			}
		}
		return false
	}
	for _, at := range capitalWord.FindAllStringIndex(s, -1) {
		w := strings.TrimSuffix(strings.TrimSuffix(s[at[0]:at[1]], "'s"), "’s")
		if f := text.Fold(w); a.known[f] && w != strings.ToUpper(w) && !taken(at[0]) {
			out = append(out, mention{f, at[0], at[0] + len(w)})
		}
	}
	kept := out[:0]
	for _, m := range out {
		if !speaks(s, m) {
			kept = append(kept, m)
		}
	}
	slices.SortFunc(kept, func(a, b mention) int { return a.start - b.start })
	return kept
}

var capitalWord = regexp.MustCompile(`\p{Lu}[\p{L}’'-]{2,}`)

// titleCase reports whether most words of a text begin with a capital.
func titleCase(s string) bool {
	words := strings.Fields(s)
	n := 0
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return len(words) > 1 && 5*n >= 3*len(words)
}

// speaks reports whether a name stands as that of a source of the sentence.
// Who speaks of "he" may speak of him- or herself.
func speaks(s string, m mention) bool {
	if t := speaksAfter.FindStringSubmatch(s[m.end:]); t != nil {
		return !himself[text.Fold(t[1])]
	}
	return speaksBefore.MatchString(s[:m.start]) || saidBefore.MatchString(s[:m.start]) && saidEnds.MatchString(s[m.end:])
}

// accuses reports whether a sentence accuses, or tells of a victim or minor;
// in a language without a list, any of the lists counts.
func accuses(s, lang string) bool {
	s = withoutTitles(s)
	return minor(s) || victim(s) || guilty(s, lang)
}

// guilty reports whether a sentence has a word of accusation.
func guilty(s, lang string) bool {
	if words, ok := accusing[lang]; ok {
		return words.MatchString(s)
	}
	for _, words := range accusing {
		if words.MatchString(s) {
			return true
		}
	}
	return false
}

// minor reports whether a text speaks of somebody under 18.
func minor(s string) bool {
	return minors.MatchString(s) || strings.ContainsAny(s, "123456789") && minorAge.MatchString(s)
}

// against are words of those who fight what follows: "anti-corruption".
var against = regexp.MustCompile(`(?i)\b(?:anti|contre|counter)-\pL+`)

// withoutTitles drops the titles of works, which stand in quotation marks with
// capitals, and what somebody is against.
func withoutTitles(s string) string {
	if strings.Contains(s, "nti-") || strings.Contains(s, "ontre-") || strings.Contains(s, "ounter-") {
		s = against.ReplaceAllString(s, "")
	}
	if !strings.ContainsAny(s, `"“‘«„`) {
		return s
	}
	var b strings.Builder
	at := 0
	for _, q := range text.Quotes(s) {
		if titleCase(s[q.Start:q.End]) {
			b.WriteString(s[at:q.Start])
			at = q.End
		}
	}
	b.WriteString(s[at:])
	return b.String()
}

// victimNear is how many bytes stand at most between a name and the word that
// makes it a victim's: "Ada Brandt, 42, of Senn was found dead".
const victimNear = 40

// victim reports whether somebody named in full is said to be killed or hurt.
func victim(s string) bool {
	for at := range dying.places(s) {
		for _, m := range fullNames(s) {
			if m.start <= at+victimNear/2 && m.end >= at-victimNear {
				return true
			}
		}
	}
	return false
}

// result reports whether a sentence says who won a vote.
func result(s string) bool {
	return winning.MatchString(s) && voting.MatchString(s) && !sport.MatchString(s)
}

// says reports whether a sentence says who says so.
func says(s, lang string) bool {
	return saying[lang].MatchString(s)
}

// lang is the language of the article that a claim cites.
func (p *people) lang(c Claim) string {
	if len(c.Cites) == 0 {
		return ""
	}
	return p.byVersion[c.Cites[0].version].item.Version.Lang
}

// reports counts the independent reports of the story that a claim cites.
func (p *people) reports(c Claim) int {
	cited := p.byVersion[c.Cites[0].version].item
	if cited.Article.Story == 0 {
		return 1
	}
	return p.counted(fmt.Sprint("story ", cited.Article.Story), func() []source {
		var of []source
		for _, s := range p.sources {
			if s.item.Article.Story == cited.Article.Story {
				of = append(of, s)
			}
		}
		return of
	})
}

// counted counts the independent reports among some sources, once.
func (p *people) counted(common string, sources func() []source) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, ok := p.counts[common]
	if !ok {
		n = reports(sources())
		p.counts[common] = n
	}
	return n
}

// hidden are the names in a sentence that too few reports bring.
func (p *people) hidden(s string) []mention {
	var out []mention
	a := p.load()
	for _, m := range a.in(s) {
		if p.counted("surname "+m.surname, func() []source { return a.named[m.surname] }) < namedLeast {
			out = append(out, m)
		}
	}
	return out
}

// mayHead reports whether a text may stand as a heading.
func (p *people) mayHead(c Claim) bool {
	if lang := p.lang(c); accuses(c.Text, lang) {
		return !offices.MatchString(c.Text) && len(p.load().in(c.Text)) == 0
	}
	return !result(c.Text) || p.reports(c) >= namedLeast
}

// claim is a sentence as it may be shown; false when it may not.
func (p *people) claim(c Claim) (Claim, bool) {
	lang := p.lang(c)
	switch {
	case accuses(c.Text, lang):
		if names := p.hidden(c.Text); len(names) > 0 {
			s, ok := leaveOut(c.Text, names)
			if !ok {
				return c, false
			}
			c.Text, c.Kind = s, KindWritten // no quotation any more
		}
		c.Reported = p.reports(c) < namedLeast || c.Kind == KindWritten && !says(c.Text, lang)
	case result(c.Text) && p.reports(c) < namedLeast:
		if !says(c.Text, lang) {
			return c, false
		}
		c.Reported = true
	}
	if result(c.Text) && c.Kind != KindHeading {
		c = p.withShare(c)
	}
	return c, true
}

// claims are those of a text that may be shown.
func (p *people) claims(cs []Claim) []Claim {
	var out []Claim
	for _, c := range cs {
		if c, ok := p.claim(c); ok {
			out = append(out, c)
		}
	}
	return out
}

// story are the claims of a story, the heading first; head may stand in for it.
func (p *people) story(cs []Claim, head Claim) []Claim {
	if !p.mayHead(cs[0]) {
		cs[0] = head
	}
	return append(cs[:1:1], p.claims(cs[1:])...)
}

// picks are the sentences that may be shown.
func (p *people) picks(ps []picked) []picked {
	out := make([]picked, 0, len(ps))
	for _, x := range ps {
		var ok bool
		if x.claim, ok = p.claim(x.claim); ok {
			out = append(out, x)
		}
	}
	return out
}
