package feed

import (
	"html"
	"testing"

	"dateline/briefing/feed/clock"
	"dateline/briefing/feed/link"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/feed/page"
	"dateline/briefing/text/texttest"
)

func TestGrowth_NoReaderIsQuadratic(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "Plain", Read: func(s, _ string) { page.Plain(s) }},
		{Name: "Outlet", Read: func(s, _ string) { outlet.Name("https://senn.example/", s) }},
		{Name: "Attributed", Read: func(s, _ string) { outlet.Attributed(s, "https://senn.example/") }},
		{Name: "Canonical", Read: func(s, _ string) { link.Canonical(s); link.Canonical("https://senn.example/" + s); outlet.OwnSite(s) }},
		{Name: "Date", Read: func(s, _ string) { clock.Date(s) }},
		{Name: "Extract", Read: func(s, _ string) {
			_, _ = Extract([]byte("<html><body><article><p>"+s+"</p></article></body></html>"), "https://senn.example/")
		}},
		{Name: "Parse", Read: func(s, _ string) {
			item := "<item><title>Fire</title><description>" + html.EscapeString(s) + "</description></item>"
			_, _ = Parse([]byte("<rss version=\"2.0\"><channel>"+item+"</channel></rss>"), "https://senn.example/feed", "text/xml")
		}},
	})
}
