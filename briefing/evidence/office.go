package evidence

import (
	"maps"
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// office is one that a sentence gives to somebody: "President Tilda Roos", or to a country or a
// place: "the Polish president", "president of Poland".
type office struct {
	key, country string
	holder       []string  // the words of the name beside it, folded
	title        text.Span // the words of the office
	apart        bool      // of something else, or not held now: "club president", "former mayor"
}

// officesOf are the offices of a sentence with who holds them and where.
func officesOf(words []text.Word, s, lang string) []office {
	var out []office
	for i := 0; i < len(words); i++ {
		key, n := officeAt(words[i:], lang)
		if n == 0 {
			continue
		}
		last := i + n - 1
		found := office{key: key, title: text.Span{Start: words[i].Start, End: words[last].End}}
		beside := besideWords{words: words, s: s, lang: lang}
		var named int
		found.holder, named = beside.holder(i, last)
		found.country, found.apart = beside.country(i, last, named), beside.apart(i, last)
		if key == "minister" { // of a field, which is no other's
			found.apart = false
			if beside.qualifies(i) {
				found.key += " " + words[i-1].Fold
			}
		}
		out = append(out, found)
		i = last
	}
	return out
}

// officeAt is the office that words begin with, and how many words name it; 0 where none does.
func officeAt(words []text.Word, lang string) (key string, n int) {
	for n := min(2, len(words)); n > 0; n-- {
		said := words[0].Fold
		if n == 2 {
			said += " " + words[1].Fold
		}
		if key := held[lang][said]; key != "" {
			return key, n
		}
	}
	return "", 0
}

// held are the words for offices that one person holds, folded, by language; those with
// which it is another's have the key apart.
var held = func() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, lang := range lexicon.In("offices.held") {
		out[lang] = map[string]string{}
		for _, row := range lexicon.Section(lang, "offices.held") {
			if row.Key == "apart" {
				continue
			}
			for _, w := range row.Words {
				out[lang][text.Fold(w)] = row.Key
			}
		}
	}
	return out
}()

// notHeld are words that make an office another's: "former", "elect".
var notHeld = lexicon.Sets("offices.held", "apart")

// besideWords are the words of a sentence that are looked at beside an office.
type besideWords struct {
	words   []text.Word
	s, lang string
}

// country is the country beside the office of words first to last, "" for none: an adjective or
// an owner before it, with one word between ("Polish foreign minister"), or behind it or the
// name that ends with word named.
func (b besideWords) country(first, last, named int) string {
	if hyphen := strings.IndexByte(b.words[first].Fold, '-'); hyphen > 0 {
		if key := nations()[b.words[first].Fold[:hyphen]]; key != "" {
			return key
		}
	}
	for i := first - 1; i >= max(0, first-2) && b.near(i, i+1); i-- {
		if key := b.nation(i); key != "" {
			return key
		}
	}
	last = max(last, named)
	for i := last + 1; i < min(len(b.words), last+4) && b.near(i-1, i); i++ {
		if key := b.nation(i); key != "" {
			return key
		}
		if !small[b.words[i].Fold] && !owners[b.words[i].Fold] && !articles[b.lang][b.words[i].Fold] {
			break
		}
	}
	return ""
}

// owners are words that stand before whose an office is.
var owners = text.WordSet("of de du des da do del dos das la von der")

// apart reports whether the office of words first to last is another's than a country's or
// town's, or is not held now: "former mayor", "Commission President", "president of the bank".
func (b besideWords) apart(first, last int) bool {
	for i := max(0, first-2); i < min(len(b.words), last+3); i++ {
		for _, w := range strings.Split(b.words[i].Fold, "-") {
			if notHeld[b.lang][w] {
				return true
			}
		}
	}
	if b.qualifies(first) {
		return true
	}
	return last+1 < len(b.words) && b.near(last, last+1) && owners[b.words[last+1].Fold] && b.country(first, last, last) == ""
}

// days are the words for days, folded, which stand in front of titles: "on Monday President Roos".
var days = func() map[string]bool {
	out := map[string]bool{}
	for _, lang := range lexicon.In("offices.held") {
		for _, row := range lexicon.Section(lang, "weekdays") {
			maps.Copy(out, text.FoldedSet(row.Words))
		}
	}
	return out
}()

// qualifies reports whether the word before word i says what the office is of: a noun before
// one in small letters, a name before a title.
func (b besideWords) qualifies(i int) bool {
	if i == 0 || !b.near(i-1, i) || b.nation(i-1) != "" {
		return false
	}
	if i > 1 && b.nation(i-2) != "" {
		return false // "Polish foreign minister"
	}
	before := b.words[i-1]
	if text.Stop(before.Fold, b.lang) || small[before.Fold] || articles[b.lang][before.Fold] {
		return false
	}
	return text.Capital(before.Raw) && !days[before.Fold] || b.lang == "en" && !text.Capital(b.words[i].Raw)
}

// near reports whether nothing but a space or an owner's mark stands between two words.
func (b besideWords) near(i, j int) bool {
	gap := strings.TrimSpace(b.s[b.words[i].End:b.words[j].Start])
	return gap == "" || gap == "'s" || gap == "’s" || gap == "'" || gap == "’"
}

func (b besideWords) nation(i int) string {
	w := b.words[i]
	if i+1 < len(b.words) && b.near(i, i+1) && text.Capital(w.Raw) { // "United States"
		if found := text.Concepts(w.Raw+" "+b.words[i+1].Raw, b.lang); len(found) == 1 && found[0].Place && len(found[0].Key) == 2 {
			return found[0].Key
		}
	}
	if found := text.Concepts(w.Raw, b.lang); len(found) == 1 && found[0].Place && len(found[0].Key) == 2 {
		return found[0].Key
	}
	if text.Capital(w.Raw) {
		return nations()[w.Fold]
	}
	return ""
}

// holder are the words of the name right behind the office of words first to last and where it
// ends, or those before the comma in front of it: "Caio Orva, the governor, said".
func (b besideWords) holder(first, last int) (name []string, end int) {
	end = last
	for i := last + 1; i < len(b.words) && b.near(i-1, i) && b.ofName(i); i++ {
		name, end = append(name, b.words[i].Fold), i
		if rest := b.s[b.words[i].End:]; strings.HasPrefix(rest, "'s") || strings.HasPrefix(rest, "’s") {
			break
		}
	}
	closed := last+1 == len(b.words) || strings.HasPrefix(b.s[b.words[last].End:], ",") || owners[b.words[last+1].Fold]
	if len(name) == 0 && closed {
		name = b.before(first)
	}
	return name, end
}

// before is the name that stands before the comma in front of an office's first word.
func (b besideWords) before(first int) []string {
	i := first
	for i > max(0, first-2) && b.near(i-1, i) {
		i--
	}
	if i == 0 || strings.TrimSpace(b.s[b.words[i-1].End:b.words[i].Start]) != "," {
		return nil
	}
	var out []string
	for i--; i >= 0 && b.ofName(i); i-- {
		if out = append([]string{b.words[i].Fold}, out...); i == 0 || !b.near(i-1, i) {
			break
		}
	}
	return out
}

// ofName reports whether word i may be one of somebody's name.
func (b besideWords) ofName(i int) bool {
	w := b.words[i]
	return text.Capital(w.Raw) && b.nation(i) == "" && !days[w.Fold] && !text.Stop(w.Fold, b.lang)
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

// misgiven is an office that the claim gives to somebody or a country, and the pages to
// another; "" where there is none.
func (c *Sentence) misgiven(pages []*Page) string {
	for _, own := range officesOf(c.clauses.Words, c.s, c.lang) {
		if !own.apart && (own.holdsOther(pages) || own.abroad(pages)) {
			return c.s[own.title.Start:own.title.End]
		}
	}
	return ""
}

// holdsOther reports whether the pages give an office, of the same country or as little of
// none, to another name, and to its holder in the claim another office or none.
func (own office) holdsOther(pages []*Page) bool {
	if len(own.holder) == 0 || strings.HasPrefix(own.key, "minister") {
		return false
	}
	has := false
	var others []office
	for _, p := range pages {
		for i, x := range p.parts {
			for _, found := range x.officesOf() {
				mine := found.sharesHolder(own)
				switch {
				case found.key != own.key:
					has = has || mine
				case mine, len(found.holder) == 0 && own.besideHolder(p, i):
					return false
				default:
					others = append(others, found)
				}
			}
		}
	}
	return slices.ContainsFunc(others, func(x office) bool {
		if len(x.holder) == 0 || x.apart {
			return false
		}
		country := x.countryIn(others)
		return country == own.country || has && (country == "" || own.country == "")
	})
}

func (own office) sharesHolder(with office) bool {
	return slices.ContainsFunc(own.holder, func(w string) bool { return slices.Contains(with.holder, w) })
}

// besideHolder reports whether part i of a page or the sentence before it has the last word
// of the holder's name.
func (own office) besideHolder(p *Page, i int) bool {
	family := own.holder[len(own.holder)-1]
	return p.parts[i].hasWord(family) || i > p.head && p.parts[i-1].hasWord(family)
}

// countryIn is the country of an office, which another mention of its holder may tell.
func (own office) countryIn(mentions []office) string {
	for _, x := range mentions {
		if own.country != "" {
			break
		}
		if x.key == own.key && len(x.holder) > 0 && len(own.holder) > 0 && x.holder[len(x.holder)-1] == own.holder[len(own.holder)-1] {
			own.country = x.country
		}
	}
	return own.country
}

// abroad reports whether the pages give an office that the claim gives to a country, and to
// nobody by name, only to other countries, and to that one another office.
func (own office) abroad(pages []*Page) bool {
	if own.country == "" || len(own.holder) > 0 {
		return false
	}
	var found []office
	for _, p := range pages {
		for _, x := range p.parts {
			found = append(found, x.officesOf()...)
		}
	}
	other, has := false, false
	for _, x := range found {
		country := x.countryIn(found)
		switch {
		case x.key != own.key:
			has = has || country == own.country
		case country == own.country || country == "":
			return false
		default:
			other = other || !x.apart
		}
	}
	return other && has
}

func (p *part) hasWord(folded string) bool {
	return slices.ContainsFunc(p.clauses().Words, func(w text.Word) bool { return w.Fold == folded })
}

func (p *part) officesOf() []office {
	if !p.officed {
		p.offices, p.officed = officesOf(p.clauses().Words, p.s, p.lang), true
	}
	return p.offices
}
