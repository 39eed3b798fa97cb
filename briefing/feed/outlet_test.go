package feed

import (
	"strings"
	"testing"

	"dateline/briefing/feed/feedtest"
)

// What an item says of its outlet is believed as far as who says it.
func TestOutlet_WhoIsBelievedForAnItem(t *testing.T) {
	source := func(url, name, link string) string {
		return `<item><title>A</title><link>` + link + `</link><source url="` + url + `">` + name + `</source></item>`
	}
	own := `<item><title>A</title><link>https://www.reuters.com/world/1</link></item>`
	for _, c := range []struct{ name, base, title, item, want string }{
		{"an aggregator, the outlet's own address", "https://news.google.com/rss", "x", source("https://www.reuters.com", "Reuters", "https://news.google.com/r/1"), "Reuters"},
		{"an aggregator, another address", "https://news.google.com/rss", "x", source("https://evil.example", "Reuters", "https://news.google.com/r/1"), "Reuters (evil.example)"},
		{"an aggregator of the operator's", "http://127.0.0.1:81/feed", "x", source("https://www.reuters.com", "Reuters", "http://127.0.0.1:81/r"), "Reuters"},
		{"somebody who calls another an outlet", "https://evil.example/feed", "x", source("https://www.reuters.com", "Reuters", "https://evil.example/1"), "Reuters (evil.example)"},
		{"somebody who links to the outlet", "https://evil.example/feed", "Reuters", own, "Reuters (evil.example)"},
		{"an outlet nobody knows", "https://evil.example/feed", "x", source("https://post.example", "Karsk Post", "https://evil.example/1"), "Karsk Post"},
		{"a carrier whose item leads to the outlet", "https://feeds.feedburner.com/reuters", "Reuters", own, "Reuters"},
		{"a carrier whose item leads elsewhere", "https://feeds.feedburner.com/reuters", "Reuters", `<item><title>A</title><link>https://evil.example/1</link></item>`, "Reuters (evil.example)"},
		{"what somebody handed in", "", "Reuters", own, "Reuters"},
	} {
		doc := parsed(t, feedtest.Channel(c.title, "https://www.reuters.com/", c.item), c.base)
		if len(doc.Items) != 1 || doc.Items[0].Outlet != c.want {
			t.Errorf("%s: got %+v, want %q", c.name, doc.Items, c.want)
		}
	}
}

func TestOutlet_APageSpeaksForItsOwnSite(t *testing.T) {
	spoof := strings.Replace(feedtest.ArticlePage, "<head>", `<head><link rel="canonical" href="https://www.reuters.com/world/1">`, 1)
	spoof = strings.Replace(spoof, "Karsk Post", "Reuters", 1)
	doc := parsed(t, spoof, "https://evil.example/a")
	if it := doc.Items[0]; it.URL != "https://evil.example/a" || it.Outlet != "Reuters (evil.example)" {
		t.Errorf("got %s, %q", it.URL, it.Outlet)
	}
}
