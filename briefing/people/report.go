package people

import (
	"cmp"
	"hash/maphash"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"

	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// Whom a report accuses it accuses in each of its sentences: "Krag denies it, his
// lawyer said" tells who was arrested.

// readMost is how many articles it is remembered of what was read of them: some 1 KB each.
const readMost = 20_000

// reading is what is read of an article alone: which of its sentences accuse,
// claim.HeadlineIndex for its headline, whom it names in full ("erik moss"), and of those
// of its first sentences the surnames that are nothing else; folded.
type reading struct {
	accusing        []int
	named, surnames []string
}

// readBefore remembers articles by a hash of their words: each is asked for again for each
// question and channel.
var readBefore, _ = lru.New[uint64, reading](readMost) // it fails on sizes below 1

var readSeed = maphash.MakeSeed()

// readingOf reads an article, once.
func readingOf(s claim.Article) reading {
	version := s.Item.Version
	var hash maphash.Hash
	hash.SetSeed(readSeed)
	for _, part := range []string{version.Lang, strconv.Itoa(len(s.Spans)), version.Title, version.Text} {
		_, _ = hash.WriteString(part + "\n") // never fails
	}
	key := hash.Sum64()
	if known, ok := readBefore.Get(key); ok {
		return known
	}
	var out reading
	if Accuses(version.Title, version.Lang) {
		out.accusing = append(out.accusing, claim.HeadlineIndex)
	}
	for i := range s.Spans {
		said := s.Sentence(i)
		if Accuses(said, version.Lang) {
			out.accusing = append(out.accusing, i)
		}
		for _, m := range fullNames(said) {
			if full := m.given + " " + m.surname; !slices.Contains(out.named, full) {
				out.named = append(out.named, full)
			}
			// A word that stands there small too is not known as a name by itself.
			if i < claim.ChooseDepth && !slices.Contains(out.surnames, m.surname) && !strings.Contains(version.Text, " "+m.surname+" ") {
				out.surnames = append(out.surnames, m.surname)
			}
		}
	}
	readBefore.Add(key, out)
	return out
}

// accused is somebody whom a report accuses: the first names beside the surname, what else
// stands between them, how the report names him or her first, and whether it tells of
// somebody under 18.
type accused struct {
	given, middle map[string]bool
	written       string
	minor         bool
}

// note adds how a sentence, which tells of somebody under 18 or not, names some people.
func note(people map[string]accused, said string, names []mention, minor bool) {
	for _, m := range names {
		who, ok := people[m.surname]
		if !ok {
			who = accused{given: map[string]bool{}, middle: map[string]bool{}, written: said[m.start:m.end]}
		}
		who.minor = who.minor || minor
		people[m.surname] = who
		if m.given != "" {
			who.given[m.given] = true
		}
		for _, w := range m.middle {
			who.middle[w] = !titleWords[w] && !OfficeWords.MatchString(w)
		}
	}
}

// readReport notes whom a report, of which was read what it says alone, accuses, and whom
// it names where it does.
func (p *Rules) readReport(s claim.Article, alone reading, out accusations) {
	named, here, lang := map[string]accused{}, map[string]accused{}, s.Item.Version.Lang
	var sentenced []mention
	for _, i := range alone.accusing {
		said := s.Item.Version.Title
		if i != claim.HeadlineIndex {
			said = s.Sentence(i)
		}
		all := out.in(said)
		note(named, said, all, false)
		if beside := accusedOf(said, lang, all); len(beside) > 0 {
			note(here, said, beside, tellsOfMinor(said))
		}
		if len(all) == 0 {
			behind, who := identifiedBehind(s, i, out)
			note(named, behind, who, false)
			note(here, behind, who, tellsOfMinor(said))
		}
		if len(all) > 0 && p.Asked && namesNoSuspect(said, lang) {
			sentenced = append(sentenced, all...)
		}
	}
	for _, m := range sentenced {
		delete(here, m.surname) // asked for, it may be told whom a court has sentenced
	}
	told := map[string]bool{}
	for surname, who := range here {
		told[surname] = len(who.given) > 0
	}
	for _, full := range alone.named {
		given, surname, _ := strings.Cut(full, " ")
		if who, ok := here[surname]; ok && given != "" && !told[surname] {
			who.given[given] = true // else another of the surname
		}
	}
	for name, who := range named {
		out.named[name] = append(out.named[name], naming{s, who.given})
	}
	out.by[s.Item.Version.ID] = here
}

// unnamedMost is how many names Unnamed lists.
const unnamedMost = 8

// Unnamed are those whom some of the articles accuse and too few others do, as they are
// named there, so that a text can be written without their names.
func (p *Rules) Unnamed(articles []claim.Article) []string {
	if !p.anybody() {
		return nil
	}
	var out []string
	for _, s := range articles {
		here := p.load().by[s.Item.Version.ID]
		for _, surname := range slices.Sorted(maps.Keys(here)) {
			if who := here[surname]; p.hides(mention{surname: surname}, who) && !slices.Contains(out, who.written) {
				out = append(out, who.written)
			}
		}
	}
	return out[:min(len(out), unnamedMost)]
}

// hides reports whether too few reports accuse or know somebody whom one accuses.
func (p *Rules) hides(m mention, who accused) bool {
	return p.naming(p.load().named[m.surname], m) < namedLeast && !p.known(m, who)
}

// hiddenAccused are the names in a claim of those whom a report that it cites accuses,
// while too few others do: all of them where the claim tells of the case, elsewhere of
// whom no other report tells.
func (p *Rules) hiddenAccused(c claim.Claim) []mention {
	if !p.anybody() {
		return nil
	}
	var out []mention
	ofCase := caseWords[p.lang(c)].MatchString(c.Text)
	for _, cite := range c.Cites {
		here := p.load().by[cite.Row]
		for _, m := range namesOf(c.Text, p.lang(c), here) {
			if p.naming(p.load().named[m.surname], m) < namedLeast && (ofCase || !p.known(m, here[m.surname])) {
				out = append(out, m)
			}
		}
	}
	return out
}

// known reports whether two independent reports name somebody who is accused: of whom news tells
// anyway, what has nothing to do with the case may be told.
func (p *Rules) known(m mention, who accused) bool {
	names := []string{m.given + " " + m.surname}
	if m.given == "" {
		names = nil
		for given := range who.given {
			names = append(names, given+" "+m.surname)
		}
		slices.Sort(names)
	}
	of := func(name string) bool { return slices.Contains(names, name) }
	return p.countReports(strings.Join(append(names, "known"), ","), func() []claim.Article {
		var out []claim.Article
		for i, s := range p.sources {
			if slices.ContainsFunc(p.readings()[i].named, of) {
				out = append(out, s)
			}
		}
		return out
	}) >= namedLeast
}

// hidden are the names in a claim that may not be told, in the order of the text; a name
// of several words is one.
func (p *Rules) hidden(c claim.Claim, accuses bool) []mention {
	all := p.hiddenAccused(c)
	if accuses {
		all = append(all, p.hiddenNames(c.Text)...)
	}
	slices.SortFunc(all, func(a, b mention) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	var out []mention
	for _, m := range all {
		last := len(out) - 1
		switch {
		case last >= 0 && m.end <= out[last].end:
		case last >= 0 && (m.start <= out[last].end || c.Text[out[last].end:m.start] == " "):
			out[last].end = m.end
		default:
			out = append(out, m)
		}
	}
	return out
}

// namesOf are the places where a text names one of some people, speaking or not: by
// surname, a first name alone, or a name between them.
func namesOf(s, lang string, people map[string]accused) []mention {
	if len(people) == 0 {
		return nil
	}
	var out []mention
	full := fullNames(s)
	for _, at := range capitalRun.FindAllStringIndex(s, -1) {
		for _, form := range formsOf(s[at[0]:at[1]]) {
			if m, ok := oneOf(form, people); ok && (form == m.surname || m.given != form || !commonFirst(form, at[0])) {
				m.start, m.end = at[0], at[1]
				if form == m.surname && m.another(s, lang, full, people[form]) {
					break
				}
				if n := len(out) - 1; n >= 0 && out[n].surname == m.surname && s[out[n].end:m.start] == " " {
					out[n].end = m.end
				} else {
					out = append(out, m)
				}
				break
			}
		}
	}
	return out
}

// another reports whether a word that is the surname of somebody accused names a place, a
// day or another of the surname in a sentence with some full names: "in Washington", "May 5",
// "Fire officer John Smith". Where every noun has a capital, one before it may be no first name.
func (m mention) another(s, lang string, full []mention, who accused) bool {
	_, dated := notPerson[m.surname] // months are among them, "may" too
	if inPlace.MatchString(s[max(0, m.start-inPlaceMost):m.start]) || dated && dayBehind.MatchString(s[m.end:]) {
		return true
	}
	i := slices.IndexFunc(full, func(o mention) bool { return o.start < m.start && m.start < o.end })
	if i < 0 || lang == "de" || full[i].surname != m.surname {
		return false
	}
	given := full[i].given
	if given == "" || len(who.given) == 0 || noFirst(given) {
		return false
	}
	same := func(w string) bool { return who.given[w] || who.middle[w] }
	return !same(given) && !slices.ContainsFunc(full[i].middle, same)
}

// noFirst reports whether a word before a surname may be no first name but what somebody is:
// "Chief Smith", "Firefighter Smith".
func noFirst(word string) bool {
	return commonFirst(word, -1) || speaksBefore.MatchString(word+" ") || personEnds.MatchString(word)
}

// dayBehind is the day behind the name of a month.
var dayBehind = regexp.MustCompile(`^ \d{1,2}(?:\D|$)`)

// capitalRun is a word with a capital, of two letters at least.
var capitalRun = regexp.MustCompile(`\p{Lu}[\p{L}’'-]+`)

// formsOf are the folded forms under which a word may be known as a name: without the
// ending of a genitive, and the last of several with hyphens.
func formsOf(word string) []string {
	word = strings.TrimRight(word, "'’-")
	for _, end := range []string{"'s", "’s"} {
		word = strings.TrimSuffix(word, end)
	}
	folded := text.Fold(word)
	out := []string{folded}
	if i := strings.LastIndexByte(folded, '-'); i > 0 {
		out = append(out, folded[i+1:])
	}
	if bare := strings.TrimSuffix(folded, "s"); bare != folded && len(bare) > 2 {
		out = append(out, bare)
	}
	return out
}

// oneOf is whom of some people a folded word names; given is set where it is a first name.
func oneOf(word string, people map[string]accused) (mention, bool) {
	if who, ok := people[word]; ok {
		m := mention{surname: word}
		for given := range who.given {
			if m.given = given; len(who.given) > 1 {
				m.given = "" // it may be anybody's of them
			}
		}
		return m, true
	}
	for _, surname := range slices.Sorted(maps.Keys(people)) { // in one order, whoever is meant
		who := people[surname]
		if who.middle[word] {
			return mention{surname: surname}, true
		}
		if who.minor && who.given[word] {
			return mention{surname: surname, given: word}, true
		}
	}
	return mention{}, false
}

// commonFirst reports whether a first name is a word of its language too, or an office.
func commonFirst(word string, at int) bool {
	return OfficeWords.MatchString(word) || text.Asks(word, "en") || text.CommonShare(strings.Join(text.Terms(word, "en"), ""), "en") > 0 ||
		at == 0 && text.Stop(word, "en")
}

// pronouns are those for somebody named before, by language, in lower case: "él" is one,
// "el" is not.
var pronouns = lexicon.Sets("people", "pronouns")

// leanMost is how many sentences behind the one that names somebody go on about him or her.
const leanMost = 3

// leansOnName reports whether a claim that quotes a sentence speaks of "her" where a
// sentence before it, which says who she is, may not be shown.
func (p *Rules) leansOnName(c claim.Claim, accuses bool) bool {
	src, ok := p.byVersion[c.Cites[0].Row]
	if !ok || c.Cites[0].Field != "text" || !p.anybody() || len(p.load().by[c.Cites[0].Row]) == 0 {
		return false
	}
	at := c.Cites[0].Start
	i := slices.IndexFunc(src.Spans, func(span text.Span) bool { return at >= span.Start && at < span.End })
	if i < 1 || !leans(c.Text, src.Item.Version.Lang, accuses) {
		return false
	}
	for before := i - 1; before >= max(i-leanMost, 0); before-- {
		said := src.Verbatim(before)
		accuses := Accuses(said.Text, src.Item.Version.Lang)
		if len(p.hidden(said, accuses)) > 0 {
			return true
		}
		if !leans(said.Text, src.Item.Version.Lang, accuses) {
			return false
		}
	}
	return false
}

// leans reports whether a sentence begins with a pronoun for a person, or accuses somebody
// by one: "A former aide accused her".
func leans(s, lang string, accuses bool) bool {
	for i, w := range text.Split(s, 0) {
		said := strings.ToLower(w.Raw)
		if pronouns[lang][said] && (i == 0 || accuses && !himself[said]) {
			return true
		}
	}
	return false
}
