package evidence

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
	"dateline/briefing/text/speech"
)

// namesHold asks that each name stands in a window and, where the claim follows
// a sentence word by word, that it is not put in the place of another.
func (c *Sentence) namesHold(r *Result, against citation) {
	if noCapitals[c.lang] {
		return
	}
	for _, n := range c.names {
		holds := func(p *Page) bool {
			return p.holdsName(n) || p.holdsOne(c, n) || p.knows(n) || p.holdsCompound(n.Text) ||
				opens(c.s, n.Start) && p.holdsOpening(n.Text)
		}
		about := func(p *Page) bool { return c.tells(p, n.Span) }
		if as := c.stands(against.whole, against.strict, holds, about); as != present {
			r.tokenFault("name", n.Text, fmt.Sprintf("the name %s is not in the cited text", n.Text), as)
			continue
		}
		if against.strict && c.misplaced(r, n, against) {
			continue
		}
		at, swapped := against.aligned.instead(n.Span)
		if !swapped {
			continue
		}
		for _, m := range against.src.namesOf() {
			if at.Meets(m.Span) && c.takesPlace(n, m) {
				r.fault("name", n.Text, "the cited text has %s where the sentence has %s", m.Text, n.Text)
				break
			}
		}
	}
}

// misplaced notes a name whose words all stand in the cited text and that does not stand
// there as the claim has it.
func (c *Sentence) misplaced(r *Result, n name.Name, against citation) bool {
	found := len(r.Faults)
	if first, second := c.blended(n, against.articles()); first != "" {
		r.fault("name", n.Text, "the cited text has no %s: %s and %s are of two names there", n.Text, first, second)
	} else if c.doubled(n, against.pages) {
		r.fault("name", n.Text, "no cited sentence has %s twice: one of the two is somebody else", n.Text)
	} else if c.datelined(n, against.pages) {
		r.fault("name", n.Text, "%s is where the report was written: say where it happened", n.Text)
	}
	return len(r.Faults) > found
}

// takesPlace reports whether a name of the claim cannot be the source's name
// whose place it has: each has a word that the other has not, and the claim
// does not speak of the other elsewhere.
func (c *Sentence) takesPlace(n, m name.Name) bool {
	own, other := text.Terms(n.Text, ""), text.Terms(m.Text, "")
	oneOfSeveral := c.several(n) && plain(m.Text+"s") == plain(n.Text)
	if oneOfSeveral || lacks(own, other) == "" || name.SameName(n.Text, m.Text) {
		return false
	}
	if initials(m.Text) == strings.ToLower(n.Text) || initials(n.Text) == strings.ToLower(m.Text) {
		return false
	}
	if lacks(other, own) == "" {
		return false
	}
	for _, x := range own {
		for _, y := range other {
			if x != y && sameNation(x, y) {
				return false
			}
		}
	}
	return true
}

// lacks is the last word of a that b has not; family names stand last.
func lacks(a, b []string) string {
	for _, w := range slices.Backward(a) {
		if !slices.Contains(b, w) {
			return w
		}
	}
	return ""
}

// holdsName: every word of the name stands in the window, as itself, in
// another spelling, as the adjective of a country or its country; or the name
// is an acronym of words there, or the reverse.
func (p *Page) holdsName(n name.Name) bool {
	if strings.Contains(p.folded, plain(n.Text)) {
		return true
	}
	words, capitals := text.Terms(n.Text, ""), acronyms(n.Text)
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case i == 0 && titleWord[w], p.holdsWord(w), capitals[w] && p.spells(w):
		case p.place(words[i:]) > 0:
			i += p.place(words[i:]) - 1
		default:
			return false
		}
	}
	return len(words) > 0
}

// several reports whether a name of the claim stands there as one that several may have: behind
// a definite article, "the Clintons". "Peters" without one is another than Peter.
func (c *Sentence) several(n name.Name) bool {
	before := strings.TrimSuffix(c.s[:n.Start], " ")
	word := text.Fold(before[strings.LastIndexByte(before, ' ')+1:])
	return before != c.s[:n.Start] && articles[c.lang][word] && (c.lang == "en" || c.lang == "de" || strings.HasSuffix(word, "s"))
}

// holdsOne reports whether a window has one of what a name of a claim has several of: "the Oscars"
// of the Oscar race, "the Golden Globes" of a Golden Globe. Behind a first name stands another.
func (p *Page) holdsOne(c *Sentence, n name.Name) bool {
	one, several := strings.CutSuffix(plain(n.Text), "s ")
	if !several || !c.several(n) || strings.HasSuffix(one, "s") || !strings.Contains(p.folded, one+" ") {
		return false
	}
	one = one[1:]
	return strings.Contains(one, " ") || slices.ContainsFunc(p.parts, func(x *part) bool {
		return slices.ContainsFunc(x.namesOf(), func(m name.Name) bool { return text.Fold(m.Text) == one })
	})
}

// acronyms are the words of a name in capitals alone, folded.
func acronyms(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range text.Split(s, text.Running) {
		if raw := s[w.Start:w.End]; len(raw) > 1 && raw == strings.ToUpper(raw) {
			out[w.Fold] = true
		}
	}
	return out
}

// knows reports whether a window has the last word of a name whose article has all of
// it: "Roos" where the article told of Tilda Roos. It does not where the window has
// another name of that last word, nor for what is named after a place ("University of Karsk").
func (p *Page) knows(n name.Name) bool {
	words := text.Terms(n.Text, "")
	if p.article == nil || len(words) < 2 || slices.Contains(words, "of") || !strings.Contains(p.article.folded, plain(n.Text)) {
		return false
	}
	last := words[len(words)-1]
	one := func(of *Page) (found, only bool) {
		for _, x := range of.parts {
			for _, m := range x.namesOf() {
				if own := text.Terms(m.Text, ""); len(own) > 0 && own[len(own)-1] == last {
					if found = true; lacks(own, words) != "" {
						return true, false
					}
				}
			}
		}
		return found, true
	}
	found, only := one(p)
	if !found && p.allWords()[last] { // "the court", of one Supreme Court
		found, only = one(p.article)
	}
	return found && only
}

// holdsWord: as itself, in another spelling, as the adjective of a country or its country.
func (p *Page) holdsWord(w string) bool { return p.allWords()[w] || p.spelled(w) || p.nation(w) }

// titleWord may stand before a name that has none in the source.
var titleWord = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true}

// allWords are the words of the window, folded and not stemmed.
func (p *Page) allWords() map[string]bool {
	if p.all != nil {
		return p.all
	}
	p.all = map[string]bool{}
	for _, x := range p.parts {
		for _, t := range text.Terms(x.s, "") {
			p.all[t] = true
		}
	}
	for _, t := range text.Terms(p.w.Outlet, "") {
		p.all[t] = true
	}
	return p.all
}

// spelled reports whether a word of a name stands in the window in another
// spelling: of the names with its key there, one alone can be the same.
func (p *Page) spelled(w string) bool {
	alike := 0
	for _, key := range name.Keys(w) {
		for _, own := range p.nameWords()[key] {
			if name.SameName(w, own) {
				alike++
			}
		}
	}
	return alike == 1
}

func (p *Page) nation(w string) bool {
	for _, ws := range p.nameWords() {
		for _, x := range ws {
			if sameNation(w, x) {
				return true
			}
		}
	}
	nation := nations()[w]
	return nation != "" && p.hasNation(nation) // "US" has too few letters for a key
}

// initials are the first letters of a name's capital words.
func initials(name string) string {
	var b strings.Builder
	for _, w := range text.Split(name, text.Running) {
		if char, _ := utf8.DecodeRuneInString(name[w.Start:w.End]); unicode.IsUpper(char) {
			b.WriteRune(unicode.ToLower(char))
		}
	}
	if letters := b.String(); len(letters) > 1 {
		return letters
	}
	return ""
}

// spells: an acronym of the claim whose words stand in a row in the window,
// with capitals.
func (p *Page) spells(w string) bool {
	if len(w) < 2 || len(w) > 6 {
		return false
	}
	for _, x := range p.parts {
		var row strings.Builder
		for _, v := range x.clauses().Words {
			char, _ := utf8.DecodeRuneInString(x.s[v.Start:v.End])
			switch {
			case unicode.IsUpper(char):
				row.WriteRune(unicode.ToLower(char))
			case !small[v.Fold]:
				row.WriteByte(' ')
			}
		}
		if strings.Contains(row.String(), w) {
			return true
		}
	}
	return false
}

var small = map[string]bool{"of": true, "the": true, "and": true, "for": true, "in": true, "on": true, "de": true, "der": true, "fur": true}

// apart are names without what belongs to another: "Nissan's Michael Bunce" are two.
func apart(in []name.Name) []name.Name {
	var out []name.Name
	for _, n := range in {
		for {
			at := possessive.FindStringIndex(n.Text)
			if at == nil {
				break
			}
			owner := n.Text[:at[0]]
			out = append(out, name.Name{Text: owner, Key: name.NameKey(owner), Span: text.Span{Start: n.Start, End: n.Start + at[0]}})
			n = name.Name{Text: n.Text[at[1]:], Span: text.Span{Start: n.Start + at[1], End: n.End}}
			n.Key = name.NameKey(n.Text)
		}
		out = append(out, n)
	}
	return out
}

var possessive = regexp.MustCompile(`['’]s `)

// names are the names of a claim. German writes all nouns with capitals: there
// a word after an article or with a noun's ending is none, but a capital word
// right behind another is ("Kanzler Wagner"), and one behind "in".
func names(s, lang string) []name.Name {
	found := withoutOpeners(apart(name.Names(s, lang)), s, lang)
	if lang != "de" {
		return found
	}
	tested := german{s, speech.Read(s, lang).Words}
	out := slices.DeleteFunc(found, tested.common)
	for i := 1; i < len(tested.words); i++ {
		span := tested.words[i].Span
		if tested.named(i) && !slices.ContainsFunc(out, func(n name.Name) bool { return n.Meets(span) }) {
			out = append(out, name.Name{Text: tested.written(i), Key: name.NameKey(tested.written(i)), Span: span})
		}
	}
	return out
}

// german is a sentence in the language in which capitals make no names.
type german struct {
	s     string
	words []text.Word
}

// written is word i as it stands there.
func (g german) written(i int) string { return g.s[g.words[i].Start:g.words[i].End] }

func (g german) capital(i int) bool {
	char, _ := utf8.DecodeRuneInString(g.written(i))
	return unicode.IsUpper(char)
}

// common reports whether what has the form of a name is a noun: one word that has
// a noun's ending, is one of saying, or stands behind what stands before nouns.
func (g german) common(n name.Name) bool {
	i := slices.IndexFunc(g.words, func(w text.Word) bool { return w.Start >= n.Start })
	if i < 0 || strings.Contains(n.Text, " ") {
		return i < 0
	}
	return germanNoun(n.Text) || germanVerbs[g.words[i].Fold] || i > 0 && beforeNoun[g.words[i-1].Fold]
}

// named reports whether word i is a name by the word right before it: one with a
// capital, or "in".
func (g german) named(i int) bool {
	last, this := g.words[i-1], g.words[i]
	if !g.capital(i) || g.s[last.End:this.Start] != " " {
		return false
	}
	if germanNoun(g.written(i)) || units[last.Fold] || units[this.Fold] {
		return false
	}
	if _, _, ok := name.AdjectiveAndNoun(g.s, last.Start); ok && opens(g.s, last.Start) {
		return false
	}
	place := last.Fold == "in" && !idioms[this.Fold]
	return place || g.capital(i-1) && !text.Stop(text.Root(last.Fold, "de"), "de")
}

// germanVerbs are the verbs of saying, nouns with a capital too: "Angaben".
var germanVerbs = text.FoldedSet(strings.Fields(strings.Join(lexicon.Used("de", "saying", "speech"), " ")))

// beforeNoun a common noun stands an article, a possessive or a number.
var beforeNoun = text.FoldedSet(lexicon.Words("de", "nouns", "before"))

// units stand between a number and a noun, both with capitals.
var units = func() map[string]bool {
	out := text.FoldedSet(lexicon.Words("de", "nouns", "units"))
	for _, row := range slices.Concat(lexicon.Section("de", "months"), lexicon.Section("de", "weekdays")) {
		maps.Copy(out, text.FoldedSet(row.Words))
	}
	return out
}()

// idioms are nouns that stand behind "in" without an article, as towns do.
var idioms = text.FoldedSet(lexicon.Words("de", "nouns", "idioms"))

// germanNoun: endings that family names seldom have.
func germanNoun(w string) bool {
	for _, e := range []string{"ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen", "tät", "täten",
		"nis", "nisse", "tum", "chen", "ismus", "ment", "minister", "ministerin"} {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}
