package claim

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/speech"
)

// Telling is what a heading or a sentence tells: its terms, and the events that
// its words are words for, so that "dead" and "died" are one.
type Telling struct {
	terms  map[string]bool
	events map[string]text.Event // of a term
	all    text.Event
}

// NewTelling is what a text tells.
func NewTelling(s, lang string) Telling {
	telling := Telling{terms: text.ContentTerms(s, lang), events: map[string]text.Event{}}
	for _, w := range text.PlainWords(s) {
		events := text.Events(w, lang)
		if !events.Happens() {
			continue
		}
		telling.all |= events
		for _, term := range text.Terms(w, lang) {
			telling.events[term] |= events
		}
	}
	return telling
}

// Covers is the share of a heading's weight that a sentence holds, [0, 1]. In
// another language only names and numbers can tell.
func (t Telling) Covers(sentence Telling, lang string) float64 {
	all, held := 0.0, 0.0
	for _, term := range slices.Sorted(maps.Keys(t.terms)) {
		weight := text.IDF(term, lang)
		all += weight
		if sentence.terms[term] || t.events[term]&sentence.all != 0 {
			held += weight
		}
	}
	if all == 0 {
		return 0
	}
	return held / all
}

// teaser is what stands behind a headline to make people read on.
var teaser = regexp.MustCompile(`(?i)^(?:` + speech.Alternatives(lexicon.All("headlines", "teaser")) + `)(?:\PL|$)`)

const headingLeast = 20 // characters that are left of a headline whose teaser is cut off

// withoutTeaser is the beginning of a headline without a question, a promise or
// a broken end behind its first sentence.
func withoutTeaser(title, lang string) string {
	for _, sentence := range text.Sentences(title, lang) {
		rest := strings.TrimSpace(title[sentence.End:])
		first, _, _ := strings.Cut(rest, " ")
		head := strings.TrimRight(title[:sentence.End], ".")
		switch {
		case rest == "" || len([]rune(head)) < headingLeast || strings.HasSuffix(head, "?"):
		case speech.Questions(rest), CutShort(rest), teaser.MatchString(rest), text.Asks(strings.ToLower(first), lang):
			return head
		}
	}
	return title
}

// Asks reports a headline that is a question, with whatever stands behind it.
func Asks(headline string) bool {
	return speech.Questions(headline) || strings.ContainsAny(speech.Unquoted(headline), "?؟？")
}

// kicker is a word of the desk in front of a headline that is no part of the
// news.
var kicker = regexp.MustCompile(`(?i)^(?:` + speech.Alternatives(lexicon.All("headlines", "kicker")) + `)(?: ?[:|–—] +| - +)`)

// Notice reports an article that corrects another, or says that it was
// corrected or withdrawn, instead of telling news. What only bears the word in front
// of its own headline tells news.
func Notice(title, body string) bool {
	return CorrectionNote.MatchString(title) && !kicker.MatchString(title) || speech.Withdraws(title, body)
}
