package answer

import (
	"regexp"
	"strings"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/message"
	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/speech"
)

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

// changedSince is since when a question asks for changes of what was spoken
// of, or of what it names itself; zero when it asks for none.
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

// splitBySince are the passages of articles since then, and the sentences of those
// before, by their fingerprints.
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
func noChange(since, now time.Time) string {
	return "I have read nothing new on this since " + message.FullDay(since, now) + "."
}

// storyQuestion is what is asked of a story that was spoken of before: without the
// words that only stand for it, or that ask for changes.
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
