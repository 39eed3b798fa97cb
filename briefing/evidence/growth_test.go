package evidence

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/texttest"
)

func TestGrowth_NoClaimOrWindowIsQuadratic(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	window := func(s, lang string) Window {
		return Window{Text: s, Title: "Fire in Senn", Outlet: "Coast Radio", Lang: lang, Published: noon}
	}
	// A claim with everything that is looked for, and a window with a part that is no sentence.
	const claim = "NATO has allegedly not paid more than 12.5 million euros to Mayor Ann Hill since 3 May 2026, he told Reuters: “It fell on us.”"
	texttest.Grows(t, []texttest.Reader{
		{Name: "window", Read: func(s, lang string) { Check(claim, lang, window(s, lang)) }},
		{Name: "windows", Read: func(s, lang string) { Check(claim, lang, window(s, lang), window(claim+" "+s, lang)) }},
		{Name: "lines", Read: func(s, lang string) { Check(claim, lang, window(notices(claim, s), lang)) }},
		{Name: "header", Read: func(s, lang string) {
			Check(claim, lang, Window{Text: claim, Title: s, Outlet: s, Lang: lang, Published: noon})
		}},
		{Name: "claim", Read: func(s, lang string) { Check(s, lang, window(s, lang)) }},
		{Name: "longest claim", Read: func(s, lang string) { Check(text.Head(s, partMost), lang, window(s, lang)) }},
		{Name: "CheckArticle", Read: func(s, lang string) {
			CheckArticle(claim, Article{Title: "Fire in Senn", Outlet: "Coast Radio", Lang: lang, Text: s, Published: noon, Spans: text.Sentences(s, lang)})
		}},
		{Name: "Facts", Read: func(s, lang string) { Facts(s, lang, noon) }},
	})
}

// notices are lines that are no sentences of news, the claim and then pieces of
// s, between two sentences.
func notices(claim, s string) string {
	var b strings.Builder
	b.WriteString("The mayor spoke.\nRead more: " + claim + "\n")
	for len(s) > 0 {
		n := min(len(s), 100)
		b.WriteString("Read more: " + strings.ReplaceAll(s[:n], "\n", " ") + "\n")
		s = s[n:]
	}
	b.WriteString("The mayor left.")
	return b.String()
}
