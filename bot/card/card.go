// Package card has what the card of a story needs beside its text: the ids of its
// buttons, and which stories somebody means by some words. It reads no database,
// draws nothing and answers nobody.
package card

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/people"
	"dateline/briefing/text"
	"dateline/store"
)

// Press begins the ids under a card: what is done, and the story's handle.
const Press = "card:"

// What is done with a story.
const (
	DoOpen     = "open"
	DoAsk      = "ask"
	DoAsked    = "asked" // the form of a question
	DoTimeline = "time"
	DoPicture  = "plot"
	DoWatch    = "watch"
	DoHide     = "hide"
	DoUndo     = "undo"
	DoReport   = "report"
)

const (
	// Span is how far back stories are suggested and looked for by their headlines.
	Span = 30 * 24 * time.Hour
	// Read is how many articles are looked through for that, the newest.
	Read = 2000
	// HiddenFor is how long a story stays hidden from a person.
	HiddenFor = 30 * 24 * time.Hour

	// Most is how many stories are offered.
	Most = 25

	titleMost = 100 // characters of a suggestion
	wordsMost = 20  // that are looked at of what was typed

	// Near is the share of what was typed that a passage must hold at least.
	Near = .5
)

// ID is that of a button.
func ID(do string, handle int64) string { return fmt.Sprintf("%s%s:%d", Press, do, handle) }

// Parse reads what stands behind Press; false of what is no id of ours.
func Parse(id string) (do string, handle int64, ok bool) {
	do, number, _ := strings.Cut(id, ":")
	handle, err := strconv.ParseInt(number, 10, 64)
	return do, handle, err == nil && handle > 0
}

// Story is a story as it is offered to somebody.
type Story struct {
	ID    int64
	Title string // the newest of its headlines that fits, cut to a suggestion
}

// Match lists up to 25 stories of some articles, newest first, that have a headline
// with all words of a text, each of which may be half typed; any for none. Whether a
// headline that accuses may be shown, mayHead says.
func Match(newestFirst []store.Item, words string, mayHead func(store.Item) bool) []Story {
	var out []Story
	words = text.Fold(strings.TrimSpace(words))
	stories, titles := map[int64]bool{}, map[string]bool{}
	for _, it := range newestFirst {
		version, story := it.Version, it.Article.Story
		title := Cut(strings.Join(strings.Fields(message.Printable(version.Title)), " "))
		if story == 0 || stories[story] || titles[title] || !claim.NewsGenre(version.Genre) {
			continue // one of two titles alike could not be told apart
		}
		if !claim.Worded(title) || claim.Notice(title, version.Text) || !fits(version.Title, words) {
			continue
		}
		if people.Accuses(version.Title, version.Lang) && !mayHead(it) {
			continue
		}
		stories[story], titles[title] = true, true
		if out = append(out, Story{story, title}); len(out) == Most {
			break
		}
	}
	return out
}

// Exactly is the story of some whose title was picked; false when none was.
func Exactly(all []Story, picked string) (Story, bool) {
	i := slices.IndexFunc(all, func(s Story) bool { return s.Title == picked })
	if i < 0 {
		return Story{}, false
	}
	return all[i], true
}

// fits reports whether a title holds a folded text, or a word for each of its words.
func fits(title, words string) bool {
	title = text.Fold(title)
	if strings.Contains(title, words) {
		return true
	}
	have := text.PlainWords(title)
	asked := text.PlainWords(words)
	for _, w := range asked[:min(len(asked), wordsMost)] {
		if !slices.ContainsFunc(have, func(x string) bool { return strings.HasPrefix(x, w) }) {
			return false
		}
	}
	return len(asked) > 0
}

// Cut is the start of a title of at most 100 characters, that ends with a word.
func Cut(s string) string {
	runes := []rune(s)
	if len(runes) <= titleMost {
		return s
	}
	cut := string(runes[:titleMost])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		return cut[:i]
	}
	return cut
}
