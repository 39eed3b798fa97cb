package text

import (
	"strings"
)

// SameName reports whether two names can be one name in two spellings or
// scripts: "Haftar", "Hifter" and "خليفة حفتر". It says no where two people are
// likely: another first name, a junior, a father's name, other vowels in a
// short name. A family name alone is the same as the full name.
func SameName(a, b string) bool {
	if len(a) > mostName || len(b) > mostName {
		return a == b
	}
	x, y := formOf(a), formOf(b)
	if len(x.words) > len(y.words) {
		x, y = y, x
	}
	if len(x.words) == 0 || x.number != y.number {
		return false
	}
	east := x.fromArabic() || y.fromArabic()
	n, m := len(x.words), len(y.words)
	same := func(i, j int) bool {
		r := gapRules{east: east, family: j == len(y.words)-1}
		return sameWord(x.words[i], y.words[j], r)
	}
	switch {
	case n == m:
		all, turned := true, n > 1
		for i := range n {
			all = all && same(i, i)
			turned = turned && same(i, (i+m-1)%m) // family name first
		}
		return all || turned
	case joined(x) == joined(y):
		return true
	case n == 1:
		return same(0, m-1) && x.words[0].father == y.words[m-1].father && len(y.words[0].plain) > 1
	}
	if !same(0, 0) || !same(n-1, m-1) {
		return false
	}
	k := 0 // the words between must stand in the longer name, and be words
	for j := range m {
		if k < n && same(k, j) {
			k++
		} else if y.words[j].father || len([]rune(y.words[j].plain)) < 2 {
			return false
		}
	}
	return k == n
}

// mostName is the longest name that is compared by sound, in bytes.
const mostName = 200

// joined is the key of all words in one: "Nasr Allah" and "Nasrallah".
func joined(f nameForm) string {
	var b strings.Builder
	for _, w := range f.words {
		s := sounds(w.plain)
		if w.arabic && len(s) > 2 {
			s = strings.TrimSuffix(s, "h")
		}
		b.WriteString(strings.ReplaceAll(s, "ʋ", "u"))
	}
	s := b.String()
	return squeeze(consonants(s)) + "/" + f.number
}

func sameWord(a, b nameWord, r gapRules) bool {
	if a.plain == b.plain {
		return true
	}
	if len([]rune(a.plain)) < 2 || len([]rune(b.plain)) < 2 {
		return false // an initial is no name
	}
	r.arabic, r.foreign = a.arabic || b.arabic, a.foreign != b.foreign
	r.hiss = germanHiss(a.plain) != germanHiss(b.plain)
	for _, x := range readings(a, r.east) {
		for _, y := range readings(b, r.east) {
			if alike(x, y, r) {
				return true
			}
		}
	}
	return false
}

// germanHiss: an sch inside a word.
func germanHiss(w string) bool {
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

// gapRules say what is known about two words: no vowels are short in Arabic
// script, and another script writes them by ear.
type gapRules struct {
	arabic, foreign bool
	east            bool // the name looks Arabic
	family          bool // the last word: "Poutine" is Putin, "Simone" not Simon
	hiss            bool // one word has a German sch inside: "Fischer", "Fisher"
}

// alike compares two readings: the same consonants, and vowels of one kind
// between them. Without a vowel (Arabic script, "Dmitri") any will do.
func alike(a, b string, rules gapRules) bool {
	arabic, east := rules.arabic, rules.east
	ca, va := apart(a)
	cb, vb := apart(b)
	if ca != cb {
		return false
	}
	n := len([]rune(strings.TrimPrefix(ca, "a")))
	if n == 0 {
		return a == b
	}
	if rules.hiss && n <= 3 && !east && !rules.foreign {
		return false
	}
	loose := n >= 4 && !european(a) && !european(b) || east && n >= 2
	if rules.foreign && n >= 3 {
		loose = true
	}
	last := len(va) - 1
	for i := range va {
		x, y := va[i], vb[i]
		switch {
		case i == 0 && strings.HasPrefix(ca, "a"): // the leading vowel
			if !loose && kind(leading(x)) != kind(leading(y)) {
				return false
			}
		case x == y:
		case x == "" || y == "":
			// an e may be silent at the end, a vowel left out inside
			if v := x + y; i == last && !(v == "e" && rules.family && i > 0 && kind(va[i-1]) == "i") && !arabic || i != last && n < 4 && !arabic {
				return false
			}
		case i == last:
			if final(x) != final(y) && n < 4 && !((arabic || east && len(final(x)) == len(final(y)) && (len(final(x)) > 1 || final(x)+final(y) == "ei" || final(x)+final(y) == "ie")) && matching(final(x), final(y), true, n)) {
				return false
			}
		case arabic && strings.ContainsAny(x, y), rules.foreign && n >= 4:
		case !matching(x, y, loose, n):
			return false
		}
	}
	return true
}

// apart parts a reading into its consonants, once each, and the vowels in the
// gaps: before the first, between them, behind the last.
func apart(s string) (string, []string) {
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

// leading drops the glide of a first group: "Yeltsin" and "Eltsine".
func leading(v string) string {
	if len(v) > 1 && (v[0] == 'i' || v[0] == 'y') {
		return v[1:]
	}
	return v
}

// final writes an ending's y as an i.
func final(v string) string { return squeeze(strings.ReplaceAll(v, "y", "i")) }

// kind is how a group of vowels sounds: i, e, a, or u for the round ones.
func kind(v string) string {
	v = strings.ReplaceAll(v, "y", "i")
	switch {
	case v == "":
		return ""
	case strings.HasPrefix(v, "o"), strings.HasPrefix(v, "u"):
		return "u"
	case v == "ie" || v == "ii" || v == "ee" || v == "iie" || v == "iei":
		return "i"
	case v == "ai" || v == "ei":
		return "e"
	}
	return v[:1]
}

// matching reports vowels that stand for each other: a and e, e and i, and in
// long names a and i. Round ones go with round ones only.
func matching(x, y string, loose bool, n int) bool {
	a, b := kind(x), kind(y)
	if a == "u" && a == b && !loose && x[0] != y[0] { // Müller is not Möller
		return false
	}
	if a == b && (loose || n > 2 || len(x) == len(y) || a == "i" || a == "u") {
		return true
	}
	if a > b {
		a, b = b, a
	}
	switch a + b {
	case "ae", "ei":
		return loose
	case "ai":
		return loose && n >= 4
	}
	return false
}

// european are endings of family names that differ by one vowel on purpose:
// Jansen and Jensen, Merkel and Markel.
func european(s string) bool {
	for _, e := range []string{"sen", "son", "man", "mann", "berG", "stein", "el", "ton", "ham", "ley", "es", "in", "ert"} {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}
