package archive

import (
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/search"
	"dateline/store"
)

// Found is a passage that was found, with its article.
type Found struct {
	search.Hit
	Last int // last sentence of the passage; Hit.First is its first. One before it where the article has none
	Src  claim.Article
}

// Text is the passage's text.
func (f Found) Text() string { return f.Src.Item.Version.Text[f.Start:f.End] }

// HasText reports whether the passage holds a sentence: one that was found by
// its headline alone does not.
func (f Found) HasText() bool { return f.First <= f.Last }

// Lang is the language of the passage's article (ISO 639-1).
func (f Found) Lang() string { return f.Src.Item.Version.Lang }

// Sentences are those of the passage's article, in order.
func (f Found) Sentences() []string {
	out := make([]string, len(f.Src.Spans))
	for i := range out {
		out[i] = f.Src.Sentence(i)
	}
	return out
}

// Ref names the passage's article.
func (f Found) Ref() ArticleRef {
	article := f.Src.Item.Article
	return ArticleRef{Article: store.ArticleRef(article.ExtID, article.ID), URL: article.URL, Title: f.Src.Item.Version.Title,
		Outlet: article.Outlet, Published: article.Published}
}

// Article is the title and text of the article a passage stands in.
func (f Found) Article() string {
	return f.Src.Item.Version.Title + "\n" + f.Src.Item.Version.Text
}

const QuestionMost = 500 // characters of a question that are read

// ArticleRef is an article that is close to a question.
type ArticleRef struct {
	Article, URL, Title, Outlet string
	Published                   time.Time
}

// Originals leaves wire copies out: of the passages of a text family those of
// its earliest article stay, so that another copy changes no answer.
func Originals(found []Found) []Found {
	first := map[int64]store.Article{}
	for _, f := range found {
		article, family := f.Src.Item.Article, f.Src.Item.Version.Family
		if old, ok := first[family]; !ok || article.Time.Before(old.Time) || article.Time.Equal(old.Time) && article.ID < old.ID {
			first[family] = article
		}
	}
	var out []Found
	for _, f := range found {
		if family := f.Src.Item.Version.Family; family == 0 || first[family].ID == f.Src.Item.Article.ID {
			out = append(out, f)
		}
	}
	return out
}
