package evidence

import (
	"maps"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// nations are the words, folded, for countries, peoples, creeds and parties that
// no ending makes of each other; words of one key are one.
var nations = sync.OnceValue(func() map[string]string {
	out := maps.Clone(text.Countries())
	for _, row := range lexicon.Section("en", "peoples") {
		for _, w := range row.Words {
			out[text.Fold(w)] = row.Key
		}
	}
	return out
})

// sameNation reports whether two folded words of names name one country or
// place, as France and French, Canada and Canadian.
func sameNation(a, b string) bool {
	if n := nations()[a]; n != "" && n == nations()[b] {
		return true
	}
	return demonym(a, b) || demonym(b, a)
}

// demonym reports whether an ending makes b of the place a: of at least four
// letters, so that "Mali" is not "Malay".
func demonym(a, b string) bool {
	for _, cut := range []string{"", "a", "e", "o", "y", "s", "ia"} {
		root, ok := strings.CutSuffix(a, cut)
		if !ok || len(root) < 4 {
			continue
		}
		if end, ok := strings.CutPrefix(b, root); ok && demonymEnds[strings.TrimSuffix(end, "s")] && end != cut {
			return true
		}
	}
	return false
}

var demonymEnds = text.WordSet("n an ian ean ese ish i ic er vian lese")

// states are the names, folded, of the states of the United States, each with how it is
// shortened: ", Calif." and ", CA".
var states = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, row := range lexicon.Section("en", "states") {
		out[text.Fold(row.Words[0])] = append(row.Words[1:], row.Key)
	}
	return out
})

// place is how many words from the first on name a country or a state that the window
// has under another name ("U.S.", "Calif."); 0 where they do not.
func (p *Page) place(words []string) int {
	for n := min(len(words), 3); n > 0; n-- {
		said := strings.Join(words[:n], " ")
		if nation := nations()[said]; n > 1 && nation != "" && p.hasNation(nation) || p.shortens(said) {
			return n
		}
	}
	return 0
}

// hasNation reports whether a word of the window is a country's.
func (p *Page) hasNation(nation string) bool {
	for x := range p.allWords() {
		if nations()[x] == nation {
			return true
		}
	}
	return false
}

func (p *Page) shortens(state string) bool {
	for _, form := range states()[state] {
		behind := "." // and a comma before: "Albany, N.Y."
		if form == strings.ToUpper(form) && !strings.Contains(form, ".") {
			behind = ""
		}
		for _, x := range p.parts {
			for rest := x.s; ; {
				_, tail, found := strings.Cut(rest, ", "+form+behind)
				if !found {
					break
				}
				if behind != "" || !letterFirst(tail) {
					return true
				}
				rest = tail
			}
		}
	}
	return false
}

func letterFirst(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}
