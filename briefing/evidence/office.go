package evidence

import (
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// office is one that a sentence gives to somebody: "President Tilda Roos", or to a country or a
// place: "the Polish president", "president of Poland".
type office struct {
	text.Span
	key, country string
	holder       []string // the words of the name right behind it, folded
}

// officesOf are the offices of a sentence with who holds them and where.
func officesOf(words []text.Word, s, lang string) []office {
	var out []office
	for i := 0; i < len(words); i++ {
		key, n := officeAt(words[i:], lang)
		if n == 0 {
			continue
		}
		found := office{Span: text.Span{Start: words[i].Start, End: words[i+n-1].End}, key: key}
		beside := besideWords{words: words, s: s, lang: lang}
		found.country, found.holder = beside.country(i, i+n-1), beside.holder(i, i+n-1)
		out = append(out, found)
		i += n - 1
	}
	return out
}

// officeAt is the office that words begin with, and how many words name it; 0 where none does.
func officeAt(words []text.Word, lang string) (key string, n int) {
	for n := min(2, len(words)); n > 0; n-- {
		said := words[0].Raw
		if n == 2 {
			said += " " + words[1].Raw
		}
		if found := text.Concepts(said, lang); len(found) == 1 && found[0].Office && holders[found[0].Key] {
			return found[0].Key, n
		}
	}
	if titles[words[0].Fold] {
		return words[0].Fold, 1
	}
	return "", 0
}

// holders are the offices that one person has; a government or a ministry's field is none.
var holders = text.WordSet("president primeminister minister mayor king pope")

// titles are those that stand before names, folded.
var titles = text.FoldedSet(lexicon.All("names", "titles"))

// besideWords are the words of a sentence that are looked at beside an office.
type besideWords struct {
	words   []text.Word
	s, lang string
}

// country is the country beside the office of words first to last, "" for none: an adjective or
// an owner before it, with one word between ("Polish foreign minister"), or behind it.
func (b besideWords) country(first, last int) string {
	for i := first - 1; i >= max(0, first-2) && b.near(i, i+1); i-- {
		if key := b.nation(i); key != "" {
			return key
		}
	}
	for i := last + 1; i < min(len(b.words), last+4) && b.near(i-1, i); i++ {
		if key := b.nation(i); key != "" {
			return key
		}
		if i > last && !small[b.words[i].Fold] && !articles[b.lang][b.words[i].Fold] {
			break
		}
	}
	return ""
}

// near reports whether nothing but a space or an owner's mark stands between two words.
func (b besideWords) near(i, j int) bool {
	gap := strings.TrimSpace(b.s[b.words[i].End:b.words[j].Start])
	return gap == "" || gap == "'s" || gap == "’s" || gap == "'" || gap == "’"
}

func (b besideWords) nation(i int) string {
	w := b.words[i]
	if found := text.Concepts(w.Raw, b.lang); len(found) == 1 && found[0].Place && len(found[0].Key) == 2 {
		return found[0].Key
	}
	if text.Capital(w.Raw) {
		return nations()[w.Fold]
	}
	return ""
}

// holder are the words of the name right behind the office of words first to last, or before
// the comma in front of it: "Caio Orva, the governor".
func (b besideWords) holder(first, last int) []string {
	var out []string
	for i := last + 1; i < len(b.words) && b.near(i-1, i) && text.Capital(b.words[i].Raw); i++ {
		out = append(out, b.words[i].Fold)
	}
	i := first
	for i > max(0, first-2) && b.near(i-1, i) {
		i--
	}
	if len(out) > 0 || i == 0 || strings.TrimSpace(b.s[b.words[i-1].End:b.words[i].Start]) != "," {
		return out
	}
	for i--; i >= 0 && text.Capital(b.words[i].Raw); i-- {
		if out = append([]string{b.words[i].Fold}, out...); i == 0 || !b.near(i-1, i) {
			break
		}
	}
	return out
}

// articles are the definite ones, by language.
var articles = lexicon.Sets("questions", "articles")

// officesHold asks, in a strict check, that an office is given to nobody but who has it.
func (c *Sentence) officesHold(r *Result, against citation) {
	if !against.strict || noCapitals[c.lang] {
		return
	}
	if wrong := c.misgiven(against.articles()); wrong != "" {
		r.fault("name", wrong, "in the cited text %q is another's office: take who holds it from there", wrong)
	}
}

// misgiven is an office that the claim gives to somebody or a country, and the pages only to
// another; "" where there is none.
func (c *Sentence) misgiven(pages []*Page) string {
	for _, own := range officesOf(c.clauses.Words, c.s, c.lang) {
		if own.country == "" && len(own.holder) == 0 {
			continue
		}
		var country, holder balance
		for _, p := range pages {
			for _, x := range p.parts {
				x.weigh(own, &country, &holder)
			}
		}
		if country.wrong() || holder.wrong() {
			return c.s[own.Start:own.End]
		}
	}
	return ""
}

// balance says whether an office was found as it is given, and whether with another.
type balance struct{ given, other bool }

func (b balance) wrong() bool { return b.other && !b.given }

// weigh looks in a sentence for the office of a claim, with its country and its holder.
func (p *part) weigh(own office, country, holder *balance) {
	for _, x := range p.officesOf() {
		if x.key != own.key {
			continue
		}
		if own.country != "" && x.country != "" {
			country.given = country.given || x.country == own.country
			country.other = country.other || x.country != own.country
		}
		if len(own.holder) == 0 {
			continue
		}
		family := own.holder[len(own.holder)-1]
		named := slices.ContainsFunc(p.clauses().Words, func(w text.Word) bool { return w.Fold == family })
		switch {
		case slices.Contains(x.holder, family), len(x.holder) == 0 && named:
			holder.given = true
		case len(x.holder) > 0 && !slices.ContainsFunc(x.holder, func(w string) bool { return slices.Contains(own.holder, w) }):
			holder.other = true
		}
	}
}

func (p *part) officesOf() []office {
	if !p.officed {
		p.offices, p.officed = officesOf(p.clauses().Words, p.s, p.lang), true
	}
	return p.offices
}
