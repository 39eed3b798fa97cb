package catalogue

import (
	_ "embed"
	"slices"
	"sync"

	"dateline/briefing/phrases"
)

// Pack is a list of sources to start with: of a topic in a language, or of a
// country.
type Pack struct {
	Key     string // unique: world-en, DE
	Topic   string // a section; "" for a country
	Country string // ISO 3166 alpha-2; "" for a topic
	Lang    string // the language of most of its sources
	Sources []Source
}

//go:embed packs.tsv
var packLines string

var packs = sync.OnceValue(func() []Pack {
	var out []Pack
	for _, fields := range table(packLines) {
		pack := Pack{Lang: fields[2]}
		if fields[0] == "topic" {
			pack.Topic, pack.Key = fields[1], fields[1]+"-"+fields[2]
		} else {
			pack.Country, pack.Key = fields[1], fields[1]
		}
		for _, name := range fields[3:] {
			source, ok := Named(name)
			if !ok {
				panic("no source is called " + name) // built in
			}
			pack.Sources = append(pack.Sources, source)
		}
		out = append(out, pack)
	}
	return out
})

// Packs lists the packs, those of a language first, topics before countries.
func Packs(lang string) []Pack {
	out := slices.Clone(packs())
	slices.SortStableFunc(out, func(a, b Pack) int {
		switch {
		case (a.Lang == lang) == (b.Lang == lang):
			return 0
		case a.Lang == lang:
			return -1
		}
		return 1
	})
	return out
}

// PackOf is the pack of a key.
func PackOf(key string) (Pack, bool) {
	i := slices.IndexFunc(packs(), func(p Pack) bool { return p.Key == key })
	if i < 0 {
		return Pack{}, false
	}
	return packs()[i], true
}

// Title names a pack in a language: its topic or its country.
func (p Pack) Title(words *phrases.Words) string {
	if p.Country != "" {
		return place(p.Country, words)
	}
	return words.Say("section_" + p.Topic)
}

// ownMost is how many of the proposed sources are of the server's own country, and
// at most of any: of six no three come from one, so that they are of three
// countries at least.
const ownMost = 2

// Suggest proposes n sources to a server of a language, in a country where that is
// known. World news come first, the language's own before English; no two belong
// to one owner and at most a third come from one country, so that two reports of a
// story can be independent.
func Suggest(lang, country string, n int) []Source {
	choice := proposal{most: max(1, (n+ownMost)/3), n: n, owners: map[string]bool{}, countries: map[string]int{}}
	own := func(s Source) bool { return s.Lang == lang && s.Country == country }
	choice.take(min(n, ownMost), func(s Source) bool { return own(s) && s.Section == world })
	choice.take(min(n, ownMost), func(s Source) bool { return own(s) && s.Section == national })
	for _, section := range []string{world, national} {
		choice.take(n, func(s Source) bool { return s.Lang == lang && s.Section == section })
	}
	choice.take(n, func(s Source) bool { return s.Lang == "en" && s.Section == world })
	return choice.out
}

type proposal struct {
	most, n   int // of a country; in all
	owners    map[string]bool
	countries map[string]int
	out       []Source
}

// take adds what fits in the order of the list, up to so many in all.
func (p *proposal) take(most int, fits func(Source) bool) {
	for _, source := range sources() {
		switch {
		case len(p.out) >= min(most, p.n):
			return
		case !fits(source), p.owners[source.Holder()], p.countries[source.Country] >= p.most:
			continue
		}
		p.owners[source.Holder()] = true
		p.countries[source.Country]++
		p.out = append(p.out, source)
	}
}
