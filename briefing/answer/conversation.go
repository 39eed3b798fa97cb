package answer

import (
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

	"dateline/briefing/archive"
	"dateline/briefing/text"
	"dateline/briefing/text/date"
)

// What a follow-up takes over from the questions before it. "And how many are
// missing?" asks about the place of the question before; "Who won the vote in
// Karsk?" asks about nothing but itself, and must be answered as if it were
// the first.

const (
	turnsRead     = 10 // earlier questions that count (PRODUCT 3: "our last 10 messages")
	followUpNames = 3  // names taken over at most
	followUpWords = 3  // words taken over at most, the rarest
	carriedWeight = .5 // of what is asked now (DESIGN 6)
	selfContained = 2  // words of content with which a question stands on its own
	// contentIDF is the information from which a word is content: "people",
	// in more than half of all articles, is none.
	contentIDF = .7
)

// followUp is what a question takes over, as it was typed.
type followUp struct {
	names, words []string
	lang         string // of the question that takes it over
}

func (c followUp) isZero() bool { return len(c.names)+len(c.words) == 0 }

func (c followUp) terms() []string { return append(slices.Clone(c.names), c.words...) }

// resolve is the question with what it takes over.
func (c followUp) resolve(q string) string {
	if c.isZero() {
		return q
	}
	return q + " (continuing: " + strings.Join(c.terms(), ", ") + ")"
}

// lookup is what the archive is asked.
func (c followUp) lookup(q string, at time.Time) archive.Lookup {
	if !c.isZero() {
		q = withoutAsking(q, c.lang)
	}
	return archive.Lookup{Text: q, Also: strings.Join(c.terms(), " "), At: at, PerArticle: 2}
}

// parseFollowUp finds what a question takes over from those before it, oldest first:
// nothing, when it stands on its own.
func parseFollowUp(q string, before []string) followUp {
	lang := text.QuestionLang(q)
	if len(before) == 0 || !text.Follows(lang) {
		return followUp{}
	}
	before = before[max(0, len(before)-turnsRead):]
	words := contentWords(q, lang)
	if names := archive.NamesAsked(q, lang); len(names) > 0 {
		if !text.Continues(q, lang) || !allWithin(words, names) {
			return followUp{}
		}
		// "And in Karsk?" asks the same of another place.
		return followUp{words: highestIDF(topicWords(before), lang), lang: lang}
	}
	pronoun := text.Leans(q, lang)
	if !pronoun && !text.Continues(q, lang) && len(words) >= selfContained {
		return followUp{}
	}
	held := topic(before)
	held.lang = lang
	// "What about the bridge?" says itself what of Senn is meant; "When will it
	// reopen?" and "Who said so?" do not.
	if !pronoun && len(words) > 0 && len(held.names) > 0 {
		held.words = nil
	}
	return held
}

// topic is what a conversation is about after its newest question: the names
// of that, else its words with the names of the one it leans on itself.
func topic(before []string) followUp {
	newest, rest := before[len(before)-1], before[:len(before)-1]
	newest, _ = cutQuestion(newest)
	lang := text.QuestionLang(newest)
	older := parseFollowUp(newest, rest)
	held := followUp{names: archive.NamesAsked(newest, lang)}
	if len(held.names) == 0 {
		held.names, held.words = older.names, contentWords(newest, lang)
	}
	held.names = held.names[:min(len(held.names), followUpNames)]
	held.words = highestIDF(text.Distinct(append(held.words, older.words...)), lang)
	return held
}

// topicWords is what was asked of the names of the newest question.
func topicWords(before []string) []string {
	newest, _ := cutQuestion(before[len(before)-1])
	lang := text.QuestionLang(newest)
	names := archive.NamesAsked(newest, lang)
	var out []string
	for _, w := range contentWords(newest, lang) {
		if !allWithin([]string{w}, names) {
			out = append(out, w)
		}
	}
	return append(out, parseFollowUp(newest, before[:len(before)-1]).words...)
}

// contentWords are the words of a question that name something, as typed:
// without those that ask, without dates and figures.
func contentWords(q, lang string) []string {
	dates := map[string]bool{}
	for _, t := range date.Times(q, lang, time.Time{}) {
		for _, w := range text.PlainWords(t.Text) {
			dates[text.Fold(w)] = true
		}
	}
	var out []string
	for _, w := range text.PlainWords(q) {
		if !text.Asks(w, lang) && !dates[text.Fold(w)] && strings.ContainsFunc(w, unicode.IsLetter) &&
			archive.WordIDF(w, lang) >= contentIDF {
			out = append(out, w)
		}
	}
	return text.Distinct(out)
}

// withoutAsking drops the words that only ask.
func withoutAsking(q, lang string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(q), func(w string) bool { return text.Asks(w, lang) }), " ")
}

// highestIDF are the words with most information; equal ones stay in order.
func highestIDF(words []string, lang string) []string {
	words = slices.Clone(words)
	sort.SliceStable(words, func(i, j int) bool { return archive.WordIDF(words[i], lang) > archive.WordIDF(words[j], lang) })
	return words[:min(len(words), followUpWords)]
}

// allWithin reports whether every word stands in one of the names.
func allWithin(words, names []string) bool {
	have := map[string]bool{}
	for _, w := range text.PlainWords(strings.Join(names, " ")) {
		have[text.Fold(w)] = true
	}
	for _, w := range words {
		if !have[text.Fold(w)] {
			return false
		}
	}
	return true
}

// shown is what was carried, the names or, without any, the words, as far as
// it may be shown: others may read the reply, and it must hold none of the
// asker's words that no source has. So all of it stands, name by name, in one
// of the sources shown.
func (c followUp) shown(sources []string) string {
	var best []string
	said := c.names
	if len(said) == 0 {
		said = c.words
	}
	for _, s := range sources {
		have := " " + text.Fold(strings.Join(text.PlainWords(s), " ")) + " "
		var held []string
		for _, w := range said {
			if strings.Contains(have, " "+text.Fold(strings.Join(text.PlainWords(w), " "))+" ") {
				held = append(held, w)
			}
		}
		if len(held) > len(best) {
			best = held
		}
	}
	return strings.Join(best, ", ")
}

// sources are the texts an answer shows: what is cited of an article with its title.
func (a Answer) sources() []string {
	var out []string
	for _, c := range slices.Concat(a.Claims, a.Passages) {
		for _, ct := range c.Cites {
			out = append(out, ct.Title+"\n"+ct.Quote)
		}
	}
	return out
}

// continuing says in the last line what was carried over, and how to begin anew.
func (a Answer) continuing() string {
	if a.Continuing == "" {
		return ""
	}
	return " Continuing: " + a.Continuing + ". /new starts afresh."
}
