// Package claimtest makes articles for tests, and reads what is shown of them.
package claimtest

import (
	"fmt"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/text"
	"dateline/store"
)

// Report is an article of its own text family in one story.
func Report(id int64, lang, outlet, title, body string) claim.Article {
	spans := text.Sentences(body, lang)
	return claim.Article{Spans: spans, Item: store.Item{Article: store.Article{ID: id, Story: 7, Outlet: outlet, Domain: store.Public},
		Version: store.Version{ID: id, Article: id, No: 1, Family: id, Lang: lang, Title: title, Text: body}}}
}

// Said is what runs say, without their links.
func Said(runs []message.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Own is a sentence as an outlet of its own tells it: with words behind it that no other
// outlet has, so that two of them are two texts.
func Own(outlet, sentence string) string {
	var b strings.Builder
	b.WriteString(sentence)
	for i := range 30 {
		fmt.Fprintf(&b, " %s %d", outlet, i)
	}
	return b.String() + "."
}
