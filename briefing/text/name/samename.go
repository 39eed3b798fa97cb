package name

import (
	"strings"
	"unicode/utf8"
)

// SameName reports whether two names can be one name in two spellings or
// scripts: "Haftar", "Hifter" and "خليفة حفتر". It says no where two people are
// likely: another first name, a junior, a father's name, other vowels in a
// short name. A family name alone is the same as the full name.
func SameName(a, b string) bool {
	if len(a) > mostName || len(b) > mostName {
		return a == b
	}
	short, long := formOf(a), formOf(b)
	if len(short.words) > len(long.words) {
		short, long = long, short
	}
	if len(short.words) == 0 || short.number != long.number {
		return false
	}
	pair := namePair{short: short.words, long: long.words, east: short.fromArabic() || long.fromArabic()}
	switch {
	case len(pair.short) == len(pair.long):
		return pair.inOrder(0) || pair.inOrder(len(pair.long)-1) // family name first
	case joinedKey(short) == joinedKey(long):
		return true
	case len(pair.short) == 1:
		return pair.familyOnly()
	}
	return pair.within()
}

// namePair are the words of two names that are compared.
type namePair struct {
	short, long []nameWord
	east        bool // one of the names looks Arabic
}

func (p namePair) same(i, j int) bool {
	return sameWord(p.short[i], p.long[j], gapRules{east: p.east, family: j == len(p.long)-1})
}

// inOrder reports whether names of as many words are one, the words of the second
// turned by some places.
func (p namePair) inOrder(turned int) bool {
	for i := range p.short {
		if !p.same(i, (i+turned)%len(p.long)) {
			return false
		}
	}
	return true
}

// familyOnly reports whether the one word of a name is the family name of the
// other, which does not begin with an initial.
func (p namePair) familyOnly() bool {
	last := len(p.long) - 1
	return p.same(0, last) && p.short[0].father == p.long[last].father && len(p.long[0].plain) > 1
}

// within reports whether the first and last words of both are the same, and those
// between stand in the longer name, where what else stands is a word.
func (p namePair) within() bool {
	if !p.same(0, 0) || !p.same(len(p.short)-1, len(p.long)-1) {
		return false
	}
	found := 0
	for j, word := range p.long {
		if found < len(p.short) && p.same(found, j) {
			found++
		} else if word.father || utf8.RuneCountInString(word.plain) < 2 {
			return false
		}
	}
	return found == len(p.short)
}

// mostName is the longest name that is compared by sound, in bytes.
const mostName = 200

// joinedKey is the key of a name with its words written as one, so that "Nasr
// Allah" and "Nasrallah" are the same.
func joinedKey(f nameForm) string {
	var b strings.Builder
	for _, w := range f.words {
		sound := sounds(w.plain)
		if w.arabic && len(sound) > 2 {
			sound = strings.TrimSuffix(sound, "h")
		}
		b.WriteString(strings.ReplaceAll(sound, "ʋ", "u"))
	}
	name := b.String()
	return squeeze(consonants(name)) + "/" + f.number
}

func sameWord(a, b nameWord, r gapRules) bool {
	if a.plain == b.plain {
		return true
	}
	if len([]rune(a.plain)) < 2 || len([]rune(b.plain)) < 2 {
		return false // an initial is no name
	}
	r.arabic, r.foreign = a.arabic || b.arabic, a.foreign != b.foreign
	r.hiss = hasGermanSch(a.plain) != hasGermanSch(b.plain)
	first, second := readings(a, r.east), readings(b, r.east)
	if slavic(a.plain) && slavic(b.plain) {
		first, second = withG(first), withG(second)
	}
	for _, x := range first {
		for _, y := range second {
			if soundAlike(x, y, r) {
				return true
			}
		}
	}
	return false
}

// hasGermanSch reports whether the last "sch" of a word stands behind its first
// letter and behind no t, as in German spellings.
func hasGermanSch(w string) bool {
	i := strings.LastIndex(w, "sch")
	return i > 0 && w[i-1] != 't'
}

// readings are the ways a spelling can sound: ch is English, French or German,
// a j may be a y, and a g a k in names out of Arabic.
func readings(w nameWord, east bool) []string {
	out := []string{sounds(w.plain)}
	if w.spoken != "" {
		out = append(out, sounds(w.spoken))
	}
	either := func(sign, with string) {
		for _, s := range out[:len(out):len(out)] {
			if strings.Contains(s, sign) && len(out) < 32 {
				out = append(out, strings.ReplaceAll(s, sign, with))
			}
		}
	}
	either("X", "S")
	either("X", "h")
	either("X", "C")
	either("Y", "i")
	either("Y", "J")
	either("Y", "S")
	either("Q", "k")
	either("Q", "G")
	either("ʋ", "u")
	either("ʋ", "v")
	if east {
		either("G", "k")
	}
	if w.arabic { // Arabic has no p and no v
		either("b", "p")
		either("f", "v")
	}
	either("z", "s")
	return out
}

// withG adds to readings that begin with an h those with a g: see Keys.
func withG(readings []string) []string {
	for _, s := range readings[:len(readings):len(readings)] {
		if rest, ok := strings.CutPrefix(s, "h"); ok {
			readings = append(readings, "G"+rest)
		}
	}
	return readings
}

// gapRules say what is known about two words: no vowels are short in Arabic
// script, and another script writes them by ear.
type gapRules struct {
	arabic, foreign bool
	east            bool // the name looks Arabic
	family          bool // the last word: "Poutine" is Putin, "Simone" not Simon
	hiss            bool // one word has a German sch inside: "Fischer", "Fisher"
}

// soundAlike compares two readings: the same consonants, and vowels of one kind
// between them. Without a vowel (Arabic script, "Dmitri") any will do.
func soundAlike(a, b string, rules gapRules) bool {
	consonants, vowels := splitSounds(a)
	others, otherVowels := splitSounds(b)
	if consonants != others {
		return false
	}
	n := utf8.RuneCountInString(strings.TrimPrefix(consonants, "a"))
	if n == 0 {
		return a == b
	}
	if rules.hiss && n <= 3 && !rules.east && !rules.foreign {
		return false
	}
	gaps := nameGaps{gapRules: rules, consonants: n, leads: strings.HasPrefix(consonants, "a"), a: vowels, b: otherVowels}
	gaps.loose = n >= 4 && !europeanEnding(a) && !europeanEnding(b) || rules.east && n >= 2 || rules.foreign && n >= 3
	for i := range vowels {
		if !gaps.agree(i) {
			return false
		}
	}
	return true
}

// nameGaps are the vowels in the gaps of two readings of the same consonants.
type nameGaps struct {
	gapRules
	consonants int
	leads      bool // a vowel comes first
	loose      bool // vowels near each other are taken for one
	a, b       []string
}

// agree reports whether the vowels in gap i can be one.
func (g nameGaps) agree(i int) bool {
	first, second := g.a[i], g.b[i]
	switch {
	case i == 0 && g.leads:
		return g.loose || vowelKind(dropGlide(first)) == vowelKind(dropGlide(second))
	case first == second:
		return true
	case first == "" || second == "":
		return g.arabic || g.silent(i)
	case i == len(g.a)-1:
		return g.endings(normalEnding(first), normalEnding(second))
	case g.arabic && strings.ContainsAny(first, second), g.foreign && g.consonants >= 4:
		return true
	}
	return matching(first, second, g.loose, g.consonants)
}

// silent reports whether the vowels that only one has in gap i may be left out: an
// e at the end of a family name ("Poutine"), any inside a long word.
func (g nameGaps) silent(i int) bool {
	if i < len(g.a)-1 {
		return g.consonants >= 4
	}
	return g.family && g.a[i]+g.b[i] == "e" && i > 0 && vowelKind(g.a[i-1]) == "i"
}

// endings reports whether two different words may end so.
func (g nameGaps) endings(x, y string) bool {
	if x == y || g.consonants >= 4 {
		return true
	}
	return (g.arabic || g.east && swappableEndings(x, y)) && matching(x, y, true, g.consonants)
}

// swappableEndings reports endings that are written for each other in names out of Arabic:
// e and i, or groups of as many vowels.
func swappableEndings(x, y string) bool {
	return len(x) == len(y) && (len(x) > 1 || x+y == "ei" || x+y == "ie")
}

// splitSounds parts a reading into its consonants, once each, and the vowels in the
// gaps: before the first, between them, behind the last.
func splitSounds(s string) (string, []string) {
	var cons strings.Builder
	gaps := []string{""}
	last := rune(-1)
	for i, r := range s {
		if isVowel(r) {
			if i == 0 {
				cons.WriteByte('a')
				gaps = append(gaps, "")
				gaps[0] = string(r)
				last = -1
				continue
			}
			if len(gaps) == 2 && cons.String() == "a" {
				gaps[0] += string(r) // the rest of a leading group
				continue
			}
			if r == 'y' {
				r = 'i'
			}
			gaps[len(gaps)-1] += string(r)
			last = -1
			continue
		}
		if r == last {
			continue
		}
		last = r
		cons.WriteRune(r)
		gaps = append(gaps, "")
	}
	return cons.String(), gaps
}

// dropGlide drops the glide of a first group: "Yeltsin" and "Eltsine".
func dropGlide(v string) string {
	if len(v) > 1 && (v[0] == 'i' || v[0] == 'y') {
		return v[1:]
	}
	return v
}

// normalEnding writes an ending's y as an i.
func normalEnding(v string) string { return squeeze(strings.ReplaceAll(v, "y", "i")) }

// vowelKind is how a group of vowels sounds: i, e, a, or u for the round ones.
func vowelKind(v string) string {
	v = strings.ReplaceAll(v, "y", "i")
	switch {
	case v == "":
		return ""
	case strings.HasPrefix(v, "o"), strings.HasPrefix(v, "u"):
		return "u"
	}
	switch v {
	case "ie", "ii", "ee", "iie", "iei":
		return "i"
	case "ai", "ei":
		return "e"
	}
	return v[:1]
}

// matching reports vowels that stand for each other: a and e, e and i, and in
// long names a and i. Round ones go with round ones only.
func matching(x, y string, loose bool, n int) bool {
	first, second := vowelKind(x), vowelKind(y)
	if first == "u" && first == second && !loose && x[0] != y[0] { // Müller is not Möller
		return false
	}
	if first == second {
		plain := first == "i" || first == "u"
		return loose || plain || n > 2 || len(x) == len(y)
	}
	if first > second {
		first, second = second, first
	}
	switch first + second {
	case "ae", "ei":
		return loose
	case "ai":
		return loose && n >= 4
	}
	return false
}

// europeanEnding are endings of family names that differ by one vowel on purpose:
// Jansen and Jensen, Merkel and Markel.
func europeanEnding(s string) bool {
	for _, e := range []string{"sen", "son", "man", "mann", "berG", "stein", "el", "ton", "ham", "ley", "es", "in", "ert"} {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
