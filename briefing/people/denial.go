package people

import (
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/text"
)

// Who is told to be accused is told with what he or she says to it, where the report that
// accuses has it.

// withDenial adds to a claim that names somebody accused the sentence of its report in
// which he or she denies it.
func (p *Rules) withDenial(c claim.Claim, lang string) claim.Claim {
	src, ok := p.byVersion[c.Cites[0].Row]
	if !ok || c.Cites[0].Field != "text" || denyingWords[lang].MatchString(c.Text) {
		return c
	}
	here := p.load().by[c.Cites[0].Row]
	told := namesOf(c.Text, lang, here)
	if len(told) == 0 {
		return c
	}
	quoted := text.Span{Start: c.Cites[0].Start, End: c.Cites[0].End}
	for i, span := range src.Spans {
		said := src.Sentence(i)
		before := func() string { return src.Sentence(max(i-1, 0)) }
		if c.Kind == claim.KindQuoted && span.Meets(quoted) || !p.denies(said, lang, told, before) {
			continue
		}
		denial := src.Verbatim(i)
		if len(p.hidden(denial, Accuses(denial.Text, lang))) > 0 {
			continue
		}
		cite := denial.Cites[0]
		if c.Denial = cite.Quote; c.Cites[len(c.Cites)-1].Quote != cite.Quote { // else it was added before
			c.Cites = append(c.Cites[:len(c.Cites):len(c.Cites)], cite)
		}
		return c
	}
	return c
}

// denies reports whether the subject of a sentence, one of those told to be accused, denies
// it, and the sentence tells of nobody else. A pronoun means the one person of the sentence before.
func (p *Rules) denies(s, lang string, told []mention, before func() string) bool {
	isTold := func(m mention) bool {
		return slices.ContainsFunc(told, func(o mention) bool { return o.surname == m.surname })
	}
	others := func(s string) bool {
		return slices.ContainsFunc(p.load().in(s), func(m mention) bool { return !isTold(m) })
	}
	for at := range denyingWords[lang].places(s) {
		if others(s) || objectBehind.MatchString(s[at:]) {
			return false
		}
		first, rest, _ := strings.Cut(s[:at], " ")
		if pronouns[lang][strings.ToLower(first)] && onlyBetween(rest, lang) {
			return onePerson(before(), lang, told)
		}
		subject := func(m mention) bool { return m.end <= at && onlyBetween(s[m.end:at], lang) }
		if slices.ContainsFunc(namesOf(s, lang, withSurnames(told)), subject) {
			return true
		}
	}
	return false
}

// onePerson reports whether a sentence names one of some people and has no other name of
// several words, be it that of a place.
func onePerson(s, lang string, of []mention) bool {
	people := namesOf(s, lang, withSurnames(of))
	another := func(m mention) bool { return m.surname != people[0].surname }
	if len(people) == 0 || slices.ContainsFunc(people, another) {
		return false
	}
	return !slices.ContainsFunc(nameRun.FindAllStringIndex(s, -1), func(at []int) bool {
		return !slices.ContainsFunc(people, func(m mention) bool { return m.within(at) })
	})
}

// within reports whether a mention begins between two offsets.
func (m mention) within(at []int) bool { return at[0] <= m.start && m.start < at[1] }

// withSurnames are some people by their surnames, as namesOf asks for them.
func withSurnames(of []mention) map[string]accused {
	out := map[string]accused{}
	for _, m := range of {
		out[m.surname] = accused{}
	}
	return out
}

// onlyBetween reports whether nothing but an age and words that may stand between a subject
// and its verb are in a text.
func onlyBetween(s, lang string) bool {
	return !slices.ContainsFunc(text.PlainWords(s), func(w string) bool {
		return !subjectWords[lang][text.Fold(w)] && strings.Trim(w, "0123456789") != ""
	})
}

var subjectWords = foldedByLang("before_denying")

// objectBehind is a name behind the verb: to that person something is denied.
var objectBehind = regexp.MustCompile(`^\pL+ \p{Lu}`)
