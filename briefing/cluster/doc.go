// Package cluster decides which story an article belongs to: online, from
// TF-IDF over words and names of title, lead and text, with time decay
// (Miranda et al. 2018, with the linear scan replaced by an inverted index
// over active stories), a member quorum against chaining, and anchors that
// keep look-alike titles apart. A story has a strand for each language; across
// languages names, places, figures and concepts join what tells one event. It
// also finds text families (MinHash). It is pure: it stores nothing, and the
// same stream gives the same stories.
package cluster

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
	"dateline/briefing/text/speech"
)

// Doc is an article as clustering sees it. Terms are stemmed, without stop
// words; names are comparison keys.
type Doc struct {
	ID                   int64
	Time                 time.Time
	Lang                 string
	Title                string
	TitleTerms, AllTerms []string
	Names                []string
	Anchors              []string // numbers, ordinals, weekdays and months of the title
	TitleNames           []string
	NameTerms            []string        // words of the title's names
	Template             map[string]bool // words of the title without numbers and names
	RoundUp              bool            // never joins stories: round-ups, live blogs, lists
	traits               []term          // what reports in other languages share with it
	told                 []uint64        // hashes of the words that are neither of a name nor of the calendar, in order
}

const bodySentences = 30 // later sentences are background

// roundUp are titles of pages that speak of many things, in the languages of the
// lexicon.
var roundUp = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + speech.Alternatives(lexicon.All("roundups", "titles")) + `)(?:[^\pL\pN]|$)` +
	// elsewhere in a title a singer is live
	`|(?:^|[|:,–—-]\s*)(?:` + speech.Alternatives(lexicon.All("roundups", "live")) + `)(?:\s*[|:,]|\s[–—-]\s|$)`)

var figure = regexp.MustCompile(`\d+(?:[.,]\d+)*`)

// calendarWords are weekdays, months and ordinals of a language, folded and stemmed.
type calendarWords struct{ words, stems map[string]bool }

// calendar are words that tell one instance of a template from another, by language.
var calendar = sync.OnceValue(func() map[string]calendarWords {
	out := map[string]calendarWords{}
	for _, lang := range lexicon.Languages() {
		words := calendarWords{map[string]bool{}, map[string]bool{}}
		for _, row := range slices.Concat(lexicon.Section(lang, "months"), lexicon.Section(lang, "weekdays"),
			lexicon.Section(lang, "ordinals")) {
			for _, w := range row.Words {
				words.words[text.Fold(w)] = true
				for _, stem := range text.Terms(w, lang) {
					words.stems[stem] = true
				}
			}
		}
		out[lang] = words
	}
	return out
})

// Article is what a Doc is made of; Spans are the sentences of its text.
type Article struct {
	ID                       int64
	Time                     time.Time
	Lang, Genre, Title, Text string
	Spans                    []text.Span
}

// NewDoc prepares an article.
func NewDoc(a Article) Doc {
	doc := Doc{ID: a.ID, Time: a.Time, Lang: a.Lang, Title: a.Title, RoundUp: a.Genre == "live" || a.Genre == "roundup" ||
		roundUp.MatchString(a.Title)}
	doc.TitleTerms = text.Content(text.Terms(a.Title, a.Lang), a.Lang)
	names := map[string]bool{}
	named := map[string]bool{}
	doc.Template = map[string]bool{}
	for _, t := range doc.TitleTerms {
		if t[0] < '0' || t[0] > '9' {
			doc.Template[t] = true
		}
	}
	for _, n := range name.Names(a.Title, a.Lang) {
		doc.TitleNames = append(doc.TitleNames, n.Key)
		for _, t := range text.Terms(n.Text, a.Lang) {
			delete(doc.Template, t)
			doc.NameTerms = append(doc.NameTerms, t)
			named[t] = true
		}
	}
	doc.AllTerms = append(doc.AllTerms, doc.TitleTerms...)
	for _, sp := range a.Spans[:min(len(a.Spans), bodySentences)] {
		sentence := a.Text[sp.Start:sp.End]
		doc.AllTerms = append(doc.AllTerms, text.Content(text.Terms(sentence, a.Lang), a.Lang)...)
		for _, n := range name.Names(sentence, a.Lang) {
			names[n.Key] = true
			for _, t := range text.Terms(n.Text, a.Lang) {
				named[t] = true
			}
		}
	}
	for _, n := range doc.TitleNames {
		names[n] = true
	}
	doc.Names = slices.Sorted(maps.Keys(names))
	doc.told = plainTerms(doc.AllTerms, named, a.Lang)
	doc.Anchors = anchors(a.Title, a.Lang)
	doc.traits = countTraits(traitsOf(a))
	return doc
}

// anchors are the numbers and the words of the calendar in a title.
func anchors(title, lang string) []string {
	out := figure.FindAllString(title, -1)
	words := calendar()[lang].words
	for _, w := range strings.Fields(text.Fold(title)) {
		if w = strings.Trim(w, ".,:;!?'\"«»„“”"); words[w] {
			out = append(out, w)
		}
	}
	return out
}
