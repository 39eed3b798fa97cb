package answer

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

	"dateline/briefing/archive"
	"dateline/briefing/phrases"
	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/speech"
)

// What a follow-up takes over from the questions before it. "And how many are
// missing?" asks about the place of the question before; "Who won the vote in
// Karsk?" asks about nothing but itself, and must be answered as if it were
// the first.

const (
	followUpNames = 3 // names taken over at most
	followUpWords = 3 // words taken over at most, the rarest
	selfContained = 2 // words of content with which a question stands on its own
	// contentIDF is the information from which a word is content: "people",
	// in more than half of all articles, is none.
	contentIDF = .7
)

// followUp is what a question takes over from earlier ones, as it was typed:
// names, and words that are none. It is zero when the question stands on its own.
type followUp struct {
	names, words []string
	lang         string // of the question that takes it over
}

func (c followUp) isZero() bool { return len(c.names)+len(c.words) == 0 }

func (c followUp) terms() []string { return append(slices.Clone(c.names), c.words...) }

// resolve returns the question with the terms it takes over in brackets, for the
// model.
func (c followUp) resolve(q string) string {
	if c.isZero() {
		return q
	}
	return q + " (continuing: " + strings.Join(c.terms(), ", ") + ")"
}

// lookup returns the query to the archive. Terms from earlier questions are in
// Also and count half.
func (c followUp) lookup(q string, at time.Time) archive.Lookup {
	if !c.isZero() {
		q = withoutAsking(q, c.lang)
	}
	return archive.Lookup{Text: q, Also: strings.Join(c.terms(), " "), At: at, PerArticle: 2}
}

// parseFollowUp returns what question q takes over from the questions before it,
// oldest first. The zero followUp means that q stands on its own: it names
// something, or its language has no table for follow-ups.
func parseFollowUp(q string, before []string) followUp {
	lang := text.QuestionLang(q)
	if len(before) == 0 || !text.Follows(lang) {
		return followUp{}
	}
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

// topic returns what a conversation is about after its newest question: the names
// in that, or else its words, with those of the question that it follows.
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

// topicWords returns the content words of the newest question that are not part of
// a name, with those it takes over itself.
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

// contentWords returns the words of a question that say what it is about, as
// typed, each once: no question words, dates, figures, or words with an IDF below
// contentIDF.
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

// highestIDF returns the followUpWords words with the highest IDF; equal ones stay
// in order.
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

// shown returns the terms taken over that may be shown to others: those that stand
// in one of the sources, as the asker's own words must not be repeated. It takes
// the source that has most of them; "" when none has any.
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

// continuing returns the sentence of the last line that says what was taken over
// from earlier questions.
func (a Answer) continuing() string {
	if a.Continuing == "" {
		return ""
	}
	return " " + a.Words.Say("continuing", a.Continuing)
}

// Three things are asked only of a story that was spoken of before: more of
// it, who says so, and what changed since a day.

var (
	// storyReference stands for what the questions before were about.
	storyReference = regexp.MustCompile(`(?i)\b(?:that|this|the same) (?:story|news|report|article)\b|\b(?:diese[rn]? |die ` +
		`)(?:geschichte|meldung|nachricht)\b|\b(?:esa|esta) (?:noticia|historia)\b|\bcette ` +
		`(?:histoire|info|affaire|nouvelle)\b|\b(?:essa|esta) (?:notícia|história)\b`)
	// asksSource asks for the source of what was said.
	asksSource = regexp.MustCompile(`(?i)^\W*(?:and |but |und |y |et |e )?(?:who(?: says| said|['’]s saying) (?:so|that|this|it)|says ` +
		`who|according to (?:whom|who)|wer sagte? (?:das|so etwas)|qui[ée]n (?:lo )?(?:dice|dijo)(?: eso)?|qui (?:le )?dit(?: ça| ` +
		`cela)?|quem (?:o )?diz(?: isso)?)\W*$`)
	// asksChange asks what is new since a time.
	asksChange = regexp.MustCompile(`(?i)^\W*(?:and |but |und |y |et |e )?(?:what(?:['’]s| has| is|s)?(?: ` +
		`been)? (?:changed|new|happened)|what did change|anything new|any news|was (?:hat sich|ist|gibt ` +
		`es)\b.*\b(?:geändert|neu|neues|passiert)|gibt es (?:etwas )?neues|qu[ée] (?:ha cambiado|cambió|hay de nuevo|pasó|ha ` +
		`pasado)|qu['’]est-ce qui a changé|quoi de neuf|o que (?:mudou|há de novo|aconteceu))(.*)\b(?:since|seit|desde|depuis)\b`)
)

// changedSince returns the time since when a question asks for changes ("What has
// changed since Monday?"); zero for other questions, and for one that neither
// follows another nor names its subject. at is the reference for relative dates.
func changedSince(q, lang string, follow followUp, at time.Time) time.Time {
	if follow.isZero() {
		lang = text.QuestionLang(q)
	}
	if !asksChange.MatchString(q) || follow.isZero() && !hasContentWord(asksChange.ReplaceAllString(q, "$1"), lang) {
		return time.Time{}
	}
	for _, t := range date.Times(q, lang, at) {
		if !t.From.IsZero() && t.From.Before(at) {
			return t.From
		}
	}
	return time.Time{}
}

// splitBySince returns the passages of articles not older than since, and the
// fingerprints of all sentences of the older articles.
func splitBySince(found []archive.Found, since time.Time) (later []archive.Found, known map[uint64]bool) {
	known = map[uint64]bool{}
	for _, f := range found {
		if !f.Src.Item.Article.Time.Before(since) {
			later = append(later, f)
			continue
		}
		for i := range f.Src.Spans {
			known[speech.Fingerprint(f.Src.Sentence(i))] = true
		}
	}
	return later, known
}

// noChange says that nothing new was read; the day is ours, not the asker's.
func noChange(w *phrases.Words, since, now time.Time) phrases.Text {
	return phrases.Later("no_change", w.FullDay(since, now))
}

// storyQuestion returns the text to search for: without the words that only refer
// to an earlier story ("that story"), or that ask for changes; "" when nothing is
// left but the followUp.
func storyQuestion(q string, follow followUp, since time.Time) string {
	switch {
	case !since.IsZero() && follow.isZero():
		return strings.TrimSpace(asksChange.ReplaceAllString(q, "$1 "))
	case !since.IsZero():
		return ""
	case follow.isZero():
		return q
	}
	return storyReference.ReplaceAllString(q, "")
}
