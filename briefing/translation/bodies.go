package translation

import (
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
)

// lostBody is a body that one text names and the other neither names nor
// describes as that of its country: "Bundestag", "Germany's parliament". "" in
// languages whose names for bodies are not known.
func lostBody(one, from, other, lang string) string {
	if !name.HasBodies(from) || !name.HasBodies(lang) {
		return ""
	}
	there := name.Bodies(other, lang)
	for _, b := range name.Bodies(one, from) {
		name := one[b.Start:b.End]
		if !slices.ContainsFunc(there, b.Meets) && !describes(other, lang, b) && !strings.Contains(other, name) {
			return name
		}
	}
	return ""
}

// describes reports whether a text speaks of a country's body by its country and
// what it is there.
func describes(s, lang string, b name.Body) bool {
	concepts := text.Concepts(s, lang)
	return slices.ContainsFunc(b.Keys, func(key string) bool {
		country, kind, ok := name.National(key)
		return ok && slices.ContainsFunc(concepts, func(c text.Concept) bool { return c.Place && c.Key == country }) &&
			(kind == landItself || tellsRemit(s, lang, kind))
	})
}

// landItself ends the key of a country.
const landItself = "country"

// tellsRemit reports whether a word of s tells a remit.
func tellsRemit(s, lang, remit string) bool {
	return slices.ContainsFunc(text.PlainWords(s), func(w string) bool { key, _ := name.Remit(w, lang); return key == remit })
}

// ofBody reports whether a name is of the country whose body the other text
// names, where this one says what it is there.
func ofBody(who, s, from, other, lang string) bool {
	return slices.ContainsFunc(name.Bodies(other, lang), func(b name.Body) bool {
		return describes(s, from, b) && slices.ContainsFunc(text.Concepts(who, from), func(c text.Concept) bool {
			return c.Place && slices.ContainsFunc(b.Keys, func(key string) bool { return strings.HasPrefix(key, c.Key+".") })
		})
	})
}

// withoutBodies is a text with a small letter for each body that it names: they
// are compared by themselves.
func withoutBodies(s, lang string) string {
	var b strings.Builder
	at := 0
	for _, body := range name.Bodies(s, lang) {
		b.WriteString(s[at:body.Start] + " x") // "L'Assemblée": no word with the article
		at = body.End
	}
	return b.String() + s[at:]
}

// otherRemit reports whether a name of an authority is of one for other things
// than those that the other text speaks of: the "Health Security Agency" is no
// "Umweltbehörde".
func otherRemit(called, from, other, lang string) bool {
	var remits []string
	agency := false
	for w := range text.Words(called, "") {
		key, authority := name.Remit(w, from)
		if key != "" {
			remits = append(remits, key)
		}
		agency = agency || authority && key == ""
	}
	return agency && len(remits) > 0 && !slices.ContainsFunc(remits, func(key string) bool { return tellsRemit(other, lang, key) })
}

// counts reports whether a word, or its first part, is a number or a place in a
// row: "Third", "Second-placed", "Dozens".
func counts(w, lang string) bool {
	w, _, _ = strings.Cut(w, "-")
	scale := func(n number.Number) bool { return n.Value > 2 }
	return len(number.Ordinals(w, lang)) > 0 || len(number.Numbers(w, lang)) > 0 ||
		slices.ContainsFunc(number.Numbers("2 "+strings.TrimSuffix(w, "s"), lang), scale)
}

// otherOrdinals reports whether both texts give places in a row, and not the same.
func otherOrdinals(src, from, said, lang string) bool {
	values := func(s, lang string) (out []int) {
		for _, o := range number.Ordinals(s, lang) {
			out = append(out, o.Value)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	ours, theirs := values(src, from), values(said, lang)
	return len(ours) > 0 && len(theirs) > 0 && !slices.Equal(ours, theirs)
}

// scores are what "3-1" and "3:1" put beside each other.
var scores = regexp.MustCompile(`\b(\d{1,3})[-–:](\d{1,3})\b`)

// otherScore reports whether both texts give scores, and not the same.
func otherScore(src, said string) bool {
	values := func(s string) (out []string) {
		for _, m := range scores.FindAllStringSubmatch(s, -1) {
			out = append(out, m[1]+":"+m[2])
		}
		slices.Sort(out)
		return out
	}
	ours, theirs := values(src), values(said)
	return len(ours) > 0 && len(theirs) > 0 && !slices.Equal(ours, theirs)
}
