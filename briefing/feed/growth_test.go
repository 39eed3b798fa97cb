package feed

import (
	"html"
	"strings"
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
		{Name: "Date", Read: func(s, _ string) { clock.Date(s); clock.StatesNone(s) }},
		{Name: "Blocks of one overlay", Read: func(s, _ string) {
			blocks := strings.Repeat("<i></i>", len(s)/16) + strings.Repeat("<p>ab", len(s)/16)
			_, _ = Extract([]byte("<html><body><div class=overlay>"+blocks+"</div></body></html>"), "https://senn.example/")
		}},
		{Name: "Items of a channel with a long tag", Read: func(s, _ string) {
			channel := "<channel about=\"" + html.EscapeString(s) + "\">" + strings.Repeat("<item><title>Fire</title></item>", len(s)/64)
			_, _ = Parse([]byte("<rss version=\"2.0\">"+channel+"</channel></rss>"), "https://senn.example/feed", "text/xml")
		}},
		{Name: "Extract", Read: func(s, _ string) {
			_, _ = Extract([]byte("<html><body><article><p>"+s+"</p></article></body></html>"), "https://senn.example/")
		}},
		{Name: "Parse", Read: func(s, _ string) {
			item := "<item><title>Fire</title><description>" + html.EscapeString(s) + "</description></item>"
			_, _ = Parse([]byte("<rss version=\"2.0\"><channel>"+item+"</channel></rss>"), "https://senn.example/feed", "text/xml")
		}},
	})
}
