package evidence

import (
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/name"
)

// Names that a weak model puts together, in strict checks alone: every word of them stands
// in the text, and the whole does not.

// blended are two words that stand side by side in a name of the claim and belong to two
// names of the article: the last two of "Overton Park Zoo", where it has "Overton Park" and
// "Memphis Zoo". They are "" where there are none.
func (c *Sentence) blended(n name.Name, pages []*Page) (first, second string) {
	if slices.ContainsFunc(pages, func(p *Page) bool { return strings.Contains(p.folded, plain(n.Text)) }) {
		return "", ""
	}
	words := slices.DeleteFunc(text.Split(n.Text, text.Running), func(w text.Word) bool { return !text.Capital(w.Raw) })
	for i := 1; i < len(words); i++ {
		if pair := (namePair{words[i-1], words[i], c.lang}); !slices.ContainsFunc(pages, pair.joined) && pair.apart(pages) {
			return words[i-1].Raw, words[i].Raw
		}
	}
	return "", ""
}

// namePair are two words of a name, one right behind the other.
type namePair struct {
	first, second text.Word
	lang          string
}

// joined reports whether the words stand in one name of a page, in any order ("Luiz Lula",
// "Karsk University").
func (np namePair) joined(p *Page) bool {
	return slices.ContainsFunc(p.parts, func(x *part) bool {
		holds := func(n name.Name) bool {
			words := text.Terms(n.Text, "")
			return np.among(words, np.first) && np.among(words, np.second)
		}
		return slices.ContainsFunc(x.namesOf(), holds)
	})
}

func (np namePair) among(words []string, w text.Word) bool {
	return slices.ContainsFunc(words, func(x string) bool { return np.is(x, w) })
}

// is reports whether a folded word is a word of the pair, in another form too.
func (np namePair) is(x string, w text.Word) bool {
	return x == w.Fold || text.Stem(x, np.lang) == text.Stem(w.Fold, np.lang) || sameNation(x, w.Fold)
}

// apart reports whether the words belong to two names of an article: the first never ends a
// name there, or the second never begins one. What has another spelling there is not known.
func (np namePair) apart(pages []*Page) bool {
	var first, second usage
	for _, p := range pages {
		if !np.known(p, np.first) || !np.known(p, np.second) {
			return false
		}
		for _, x := range p.parts[p.head:] {
			for _, n := range x.namesOf() {
				words := text.Terms(n.Text, "")
				first.count(words, func(w string) bool { return np.is(w, np.first) })
				second.count(words, func(w string) bool { return np.is(w, np.second) })
			}
		}
	}
	return first.used && !first.ends || second.used && !second.begins
}

func (np namePair) known(p *Page, w text.Word) bool {
	for x := range p.allWords() {
		if np.is(x, w) {
			return true
		}
	}
	return false
}

// usage is where a word stands in names.
type usage struct{ used, begins, ends bool }

func (u *usage) count(words []string, is func(string) bool) {
	for i, w := range words {
		if is(w) {
			u.used, u.begins = true, u.begins || i == 0
			u.ends = u.ends || i == len(words)-1
		}
	}
}
