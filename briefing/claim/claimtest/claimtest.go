// Package claimtest makes articles for tests, and reads what is shown of them.
package claimtest

import (
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
