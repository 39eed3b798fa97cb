package claim

import (
	"dateline/briefing/text"
	"dateline/store"
)

// Report is an article of its own text family in one story.
func Report(id int64, lang, outlet, title, body string) Article {
	spans := text.Sentences(body, lang)
	return Article{Spans: spans, Item: store.Item{Article: store.Article{ID: id, Story: 7, Outlet: outlet, Domain: store.Public},
		Version: store.Version{ID: id, Article: id, No: 1, Family: id, Lang: lang, Title: title, Text: body}}}
}

// Reports counts independent reports.
func Reports(members []Article) int {
	_, n := (*Cache)(nil).Origins(members)
	return n
}
