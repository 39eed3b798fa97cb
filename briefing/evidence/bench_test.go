package evidence

import (
	"strings"
	"testing"

	"dateline/briefing/text"
)

const benchClaim = "About 1,400 residents of Hale district were evacuated on Monday, Rescue chief Ivo Brandt said."

// One sentence against one window, both taken apart anew.
func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		Check(benchClaim, "en", flood)
	}
}

// The same against a page that is taken apart already, as a composer does.
func BenchmarkCheckPage(b *testing.B) {
	p := NewPage(flood, "en")
	for b.Loop() {
		NewSentence(benchClaim, "en").Check(p)
	}
}

// One sentence against the windows of an article of forty sentences.
func BenchmarkCheckArticle(b *testing.B) {
	body := strings.Repeat(flood.Text+"\n", 12)
	a := Article{Title: flood.Title, Outlet: flood.Outlet, Lang: "en", Text: body, Published: flood.Published, Spans: text.Sentences(body, "en")}
	for b.Loop() {
		CheckArticle(benchClaim, a)
	}
}

// The page of the longest article that is read, and a sentence's names against it.
func BenchmarkArticlePage(b *testing.B) {
	body := strings.Repeat(flood.Text+"\n", articleMost/len(flood.Text))
	a := Article{Title: flood.Title, Outlet: flood.Outlet, Lang: "en", Text: body, Published: flood.Published, Spans: text.Sentences(body, "en")}
	sentence, cited := NewSentence("Marr of "+benchClaim, "en"), []*Page{NewPage(flood, "en")}
	for b.Loop() {
		sentence.CheckTokens(cited, []*Page{NewArticlePage(a, "en")})
	}
}
