// Package topic is what a reader wants to hear about, as it is typed, and how much
// a story is about it. A topic may hold
//
//   - the name of a built-in topic in one of its languages: sport, Wirtschaft;
//   - any other words: a story is the more about it, the more of them it holds,
//     in any form of theirs that the language's stems know;
//   - phrases in quotation marks: "sea level". A story holds each of them as it
//     stands, but for case and accents;
//   - words, names of built-in topics and phrases behind a minus: -football,
//     -sport, -"transfer window". A story of which one report holds one is left out.
//
// Looked at are the headline and the first sentences of each report, which say
// what it is about. There is no OR and no bracket. The package ranks nothing and
// knows no outlets and no languages that a reader asks for.
package topic

import (
	"strings"

	"dateline/briefing/text"
)

// Report is one report of a story, as a topic sees it.
type Report struct {
	Lead string // its headline and first sentences
	Lang string // ISO 639-1
	URL  string // a section in it, like /sport/, speaks for a built-in topic
}

// Topic is what a reader asks for. The zero value is everything.
type Topic struct {
	builtIn int // index + 1 of a built-in topic; 0: none
	words   string
	phrases []part
	without []part
}

// part is a phrase, or what is left out.
type part struct {
	typed   string // as it was typed, on one line
	builtIn int    // index + 1; 0: none
	exact   bool   // a phrase
}

// partsMost is how many phrases and exclusions of a topic count: more than the
// hundred characters that a schedule takes hold.
const partsMost = 20

// Parse reads a topic. Whatever is typed is one: a phrase that is not closed ends
// where the text does.
func Parse(typed string) Topic {
	var t Topic
	var words []string
	for rest := text.OneLine(typed); rest != ""; rest = strings.TrimLeft(rest, " ") {
		minus := strings.IndexAny(rest, "-−–") == 0
		if minus {
			rest = strings.TrimLeft(rest, "-−–")
		}
		var p part
		p, rest = cut(rest)
		switch {
		case len(text.PlainWords(p.typed)) == 0: // nothing that a text could hold
		case minus && len(t.without) < partsMost:
			if !p.exact {
				p.builtIn = named(p.typed) + 1
			}
			t.without = append(t.without, p)
		case minus:
		case p.exact && len(t.phrases) < partsMost:
			t.phrases = append(t.phrases, p)
		default:
			words = append(words, p.typed)
		}
	}
	t.words = strings.Join(words, " ")
	t.builtIn = named(t.words) + 1
	return t
}

// quotes open a phrase, with those that close it. One mark may do both.
var quotes = map[string]string{`"`: `"`, "“": "”“\"", "„": "“”\"", "”": "”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』"}

// cut takes the first word or phrase off a text.
func cut(s string) (p part, rest string) {
	for opens, closes := range quotes {
		inner, ok := strings.CutPrefix(s, opens)
		if !ok {
			continue
		}
		end := strings.IndexAny(inner, closes)
		if end < 0 {
			return part{typed: strings.TrimSpace(inner), exact: true}, ""
		}
		rest = inner[end:]
		for _, char := range rest {
			return part{typed: strings.TrimSpace(inner[:end]), exact: true}, rest[len(string(char)):]
		}
	}
	word, rest, _ := strings.Cut(s, " ")
	return part{typed: word}, rest
}

// Narrow reports whether something was asked for: not everything, and not
// everything but what is left out.
func (t Topic) Narrow() bool { return t.words != "" || len(t.phrases) > 0 }

// Match is how much a story is about the topic, [0, 1]: 0 without one of its
// phrases. Of words that name no built-in topic it is the share that the
// reports of one language hold. What the topic leaves out is not asked here.
func (t Topic) Match(story []Report) float64 {
	for _, p := range t.phrases {
		if !p.in(story) {
			return 0
		}
	}
	switch {
	case t.words == "":
		return 1
	case t.builtIn > 0:
		if n := counts(story)[t.builtIn-1]; n >= hits {
			return min(1, float64(n)/(2*hits))
		}
		return 0
	}
	return share(t.words, story)
}

// Excluded is what the topic leaves out and the story holds, as it was typed; ""
// when nothing.
func (t Topic) Excluded(story []Report) string {
	for _, p := range t.without {
		if p.in(story) {
			return p.typed
		}
	}
	return ""
}

// in reports whether one of the reports holds a phrase or word, or whether they
// are about a built-in topic.
func (p part) in(story []Report) bool {
	if p.builtIn > 0 {
		return counts(story)[p.builtIn-1] >= hits
	}
	for _, r := range story {
		if p.exact && holds(r.Lead, p.typed) || !p.exact && share(p.typed, []Report{r}) == 1 {
			return true
		}
	}
	return false
}

// holds reports whether a text holds the words of a phrase one after the other.
// Where a script puts no spaces between words, its characters are.
func holds(lead, phrase string) bool {
	if strings.IndexFunc(phrase, text.Spaceless) >= 0 {
		return strings.Contains(text.Fold(lead), text.Fold(phrase))
	}
	return strings.Contains(text.Row(lead), text.Row(phrase))
}

// share is the share of some words that the reports of one language hold, of the
// language in which it is greatest.
func share(words string, story []Report) float64 {
	have := map[string]map[string]bool{} // by language
	for _, r := range story {
		if have[r.Lang] == nil {
			have[r.Lang] = map[string]bool{}
		}
		for _, term := range text.Terms(r.Lead, r.Lang) {
			have[r.Lang][term] = true
		}
	}
	best := 0.0
	for lang, terms := range have {
		n, all := 0, 0
		for term := range text.ContentTerms(words, lang) {
			if all++; terms[term] {
				n++
			}
		}
		if all > 0 {
			best = max(best, float64(n)/float64(all))
		}
	}
	return best
}
