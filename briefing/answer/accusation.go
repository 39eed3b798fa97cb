package answer

import (
	"slices"
	"strings"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
)

// What an asker types is never printed: a bot that repeats a rumour has spread
// it. And whoever asks if somebody is guilty gets a report of just that, or a
// refusal that names nobody.

// accuses reports whether a question accuses somebody, or asks whether somebody is
// guilty. Such a question is answered by a report of that same accusation only,
// and the asker's words are never repeated.
func accuses(q string) bool {
	if people.InsultWords.MatchString(q) {
		return true
	}
	asksDeed := people.DeedWords.MatchString(q) && (!asksDetail(q) || !asksFact(q))
	if !asksDeed && !people.Guilty(people.WithoutTitles(q), text.QuestionLang(q)) {
		return false
	}
	if people.PersonPronoun.MatchString(q) || people.OfficeWords.MatchString(q) {
		return true
	}
	for _, n := range name.Names(q, text.QuestionLang(q)) {
		if !name.Placed(q, n) && !siteNamed(n) {
			return true
		}
	}
	return false
}

// deedPrefix is how many letters two words for one deed must share at the start:
// "murder" and "murderer", "charged" and "charges".
const deedPrefix = 5

// asksFact reports whether a question begins by asking for more than whether
// somebody did it, or why. "Is she the one who did?" asks for nothing more.
func asksFact(q string) bool {
	words := text.PlainWords(strings.ToLower(q))
	if len(words) > 0 && leadingConjunctions[words[0]] {
		words = words[1:]
	}
	if len(words) == 0 || asksReason(words) {
		return false
	}
	return beginsAsking(strings.Join(words, " "))
}

// asksReason reports whether a question begins with "why": of two words in "por qué".
func asksReason(words []string) bool {
	return asksWhy[text.Fold(words[0])] || words[0] == "por" && len(words) > 1 && asksWhat[text.Fold(words[1])]
}

// mayMeetAccusation reports whether a sentence may be shown for a question that
// accuses somebody. The sentence must accuse too, of the same deed, and name
// everybody whom the question names. It is true for questions that accuse nobody,
// and for those that ask for a time, a place or a number. lang is the sentence's
// language.
func (q question) mayMeetAccusation(s, lang string) bool {
	if !q.accuses || q.asksFact && !q.asksPerson {
		return true
	}
	if !people.Accuses(s, lang) {
		return false
	}
	if q.asksFact {
		return true // the guilt is not what is asked for, and the sentence tells of it
	}
	have := text.TermSet(s, lang)
	for _, n := range archive.NamesAsked(q.text, q.lang) {
		if claim.CountMissing(text.ContentTerms(n, lang), have) > 0 && !placedIn(q.text, n) {
			return false
		}
	}
	return q.lang != lang || q.sameDeeds(s)
}

// sameDeeds reports whether a sentence has, for each deed that the question names,
// a word that begins with the same deedPrefix letters. Both are in one language.
func (q question) sameDeeds(s string) bool {
	said := text.PlainWords(text.Fold(s))
	for _, w := range text.PlainWords(text.Fold(q.text)) {
		if len(w) < deedPrefix || !people.Guilty(w, q.lang) && !people.InsultWords.MatchString(w) && !people.Guilty(w+" with", q.lang) {
			continue
		}
		if !slices.ContainsFunc(said, func(t string) bool { return strings.HasPrefix(t, w[:deedPrefix]) }) {
			return false
		}
	}
	return true
}

// sameCase reports whether an accusing sentence may be shown for a question that
// names a deed: its passage, or the lead of its article, must hold every name of
// the question.
func (q question) sameCase(f archive.Found, s string) bool {
	lang := f.Src.Item.Version.Lang
	if !q.namesDeed || !people.Accuses(s, lang) {
		return true
	}
	have := q.wordMask(f.Src.Lead()+"\n"+f.Text(), lang)
	return !slices.ContainsFunc(archive.NamesAsked(q.text, q.lang), func(name string) bool { return !q.maskHasName(name, have) })
}

func placedIn(q, called string) bool {
	for _, n := range name.Names(q, "") {
		if n.Text == called {
			return name.Placed(q, n)
		}
	}
	return false
}

// lackedWord is a content word of the question that a sentence has and its source has
// not, "" without one: the sentence takes over what was only asked. A name is none, as it
// is looked for elsewhere. With accusing set only a word that accuses counts, as nothing
// of the source does. Words are compared in the source's language; a word for an event
// that the source tells in other words is not counted.
func lackedWord(sentence, source, question string, accusing bool) string {
	words := func(s string) map[string]bool { return text.Set(text.PlainWords(text.Fold(s))) }
	have, said := words(source), words(sentence)
	lang := text.QuestionLang(source)
	stems, told := text.TermSet(source, lang), text.Events(source, lang)
	for _, w := range text.PlainWords(question) {
		folded := text.Fold(w)
		switch {
		case !said[folded] || have[folded] || accusing && !accusesAlone(w, source, lang):
		case text.Asks(w, lang) || grammarWords[lang][folded] || archive.WordIDF(w, lang) < contentIDF:
		case claim.CountMissing(text.ContentTerms(w, lang), stems) == 0 || text.PlainEvents(w, lang)&told != 0:
		case !accusing && inName(sentence, folded, lang):
		default:
			return w
		}
	}
	return ""
}

// grammarWords are words that say nothing by themselves, by language.
var grammarWords = lexicon.Sets("openers", "small")

// inName reports whether a folded word stands in a name of a sentence.
func inName(sentence, word, lang string) bool {
	return slices.ContainsFunc(name.Names(sentence, lang), func(n name.Name) bool {
		return slices.Contains(text.PlainWords(text.Fold(n.Text)), word)
	})
}

// accusesAlone reports whether a word accuses whomever it is said of, and the source
// does not: an insult in any case.
func accusesAlone(w, source, lang string) bool {
	return people.InsultWords.MatchString(w) ||
		(people.Guilty(w, lang) || people.DeedWords.MatchString(w)) && !people.Guilty(source, lang)
}

// siteWords are folded nouns of buildings and sites ("mine", "airport"): a name that ends with one is a place.
var siteWords = text.FoldedSet(lexicon.All("places.words", "sites"))

// siteNamed reports whether a name of two words or more ends with a word for a site.
func siteNamed(n name.Name) bool {
	parts := text.PlainWords(text.Fold(n.Text))
	return len(parts) > 1 && siteWords[parts[len(parts)-1]]
}
