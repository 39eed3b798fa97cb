package archive

import (
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/search"
	"dateline/store"
)

// Found is one passage of a search result, with its article. Hit.Start and Hit.End
// are byte offsets in the text of the article's version.
type Found struct {
	search.Hit
	Last int // last sentence of the passage; Hit.First is its first. One before it where the article has none
	Src  claim.Article
}

// Text is the passage's text, as far as its publisher allows it to be shown.
func (f Found) Text() string {
	body := f.Src.Item.Version.Text
	return body[min(f.Start, len(body)):min(f.End, len(body))]
}

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

// Ref returns the reference to the passage's article.
func (f Found) Ref() ArticleRef {
	article := f.Src.Item.Article
	return ArticleRef{Article: article.Ref(), URL: article.URL, Title: f.Src.Item.Version.Title,
		Outlet: article.Outlet, Published: article.Published}
}

// Article returns the title, a line end, and the whole text of the passage's
// article.
func (f Found) Article() string {
	return f.Src.Item.Version.Title + "\n" + f.Src.Item.Version.Text
}

// QuestionMost is how many characters of a question are read.
const QuestionMost = 500

// ArticleRef names an article in an answer. Article is the id by which it is
// cited; Published is zero when the date is not known.
type ArticleRef struct {
	Article, URL, Title, Outlet string
	Published                   time.Time
}

// Originals drops copies: of each text family only the passages of its earliest
// article stay, in order. A further copy of a wire report so changes no answer.
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
