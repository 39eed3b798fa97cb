package feed

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestOutlet_AWellKnownNameIsBelievedFromItsOwnHosts(t *testing.T) {
	for _, c := range [][3]string{
		{"https://www.reuters.com/rss", "Reuters", "Reuters"},
		{"https://feeds.reuters.com/world", "Reuters | World", "Reuters"},
		{"https://reuters.com.evil.example/", "Reuters", "Reuters (reuters.com.evil.example)"},
		{"https://notreuters.com/", "Reuters", "Reuters (notreuters.com)"},
		{"https://evil.example/feed", "Reuters", "Reuters (evil.example)"},
		{"https://evil.example/feed", " REUTERS ", "REUTERS (evil.example)"},
		{"https://evil.example/feed", "R\u0435uters", "R\u0435uters (evil.example)"},
		{"https://evil.example/feed", "\uff32\uff45\uff55\uff54\uff45\uff52\uff53", "\uff32\uff45\uff55\uff54\uff45\uff52\uff53 (evil.example)"},
		{"https://evil.example/feed", "R e u t e r s", "R e u t e r s (evil.example)"},
		{"https://evil.example/feed", "Reu\u200bters", "Reu\u200bters (evil.example)"},
		{"https://evil.example/feed", "R\u00e9uters", "R\u00e9uters (evil.example)"},
		{"https://evil.example/feed", "Reuter5", "Reuter5 (evil.example)"},
		{"https://evil.example/feed", "Reuters.com", "Reuters.com (evil.example)"},
		{"https://evil.example/feed", "The Reuters", "The Reuters (evil.example)"},
		{"https://evil.example/feed", "Reuters Top Stories", "Reuters Top Stories (evil.example)"},
		{"https://evil.example/feed", "Inside Reuters Today", "Inside Reuters Today (evil.example)"},
		{"https://evil.example/feed", "Latest News - Reuters", "Reuters (evil.example)"},
		{"https://evil.example/feed", "Reuters (reuters.com)", "Reuters (evil.example)"},
		{"https://evil.example/feed", "Karsk Post (post.example)", "Karsk Post"},
		{"https://evil.example/feed", "BBC News", "BBC News (evil.example)"},
		{"https://feeds.bbci.co.uk/news/rss.xml", "BBC News - World", "BBC News"},
		{"https://www.theguardian.com/world/rss", "World news | The Guardian", "The Guardian"},
		{"https://guardian.ng/feed", "The Guardian", "The Guardian"},
		{"https://evil.example/feed", "\u0422\u0410\u0421\u0421", "\u0422\u0410\u0421\u0421 (evil.example)"},
		{"https://www3.nhk.or.jp/rss", "NHK\u30cb\u30e5\u30fc\u30b9", "NHK\u30cb\u30e5\u30fc\u30b9"},
		{"http://127.0.0.1:8081/feed", "Reuters", "Reuters (127.0.0.1:8081)"},
		{"https://karsk-post.example/feed", "Sport \u2014 Karsk Post", "Karsk Post"},
		{"https://post.example/feed", "The Karsk Times", "The Karsk Times"},
		{"https://post.example/feed", "Time Machine Diaries", "Time Machine Diaries"},
		{"https://www.bbc.co.uk/news/1", "", "BBC"},
		{"https://bbc.evil.example/news/1", "", "Evil"},
		{"https://\u00e4rzteblatt.de/feed", strings.Repeat("\u00c4rzte und Pflege ", 4), "\u00c4rzteblatt"},
		{"https://xn--rzteblatt-u2a.de/feed", "", "\u00c4rzteblatt"},
		{"https://\u65b0\u805e.example.jp/feed", "", "Example"},
		{"", "Reuters", "Reuters"},
	} {
		if got := Outlet(c[0], c[1]); got != c[2] || !utf8.ValidString(got) {
			t.Errorf("%s %q: got %q, want %q", c[0], c[1], got, c[2])
		}
		if got := Attributed(c[2], c[0]); got != c[2] {
			t.Errorf("%s %q: shown again it is %q", c[0], c[2], got)
		}
	}
}

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
		doc := parsed(t, rssOf(c.title, "https://www.reuters.com/", c.item), c.base)
		if len(doc.Items) != 1 || doc.Items[0].Outlet != c.want {
			t.Errorf("%s: got %+v, want %q", c.name, doc.Items, c.want)
		}
	}
}

func TestOutlet_APageSpeaksForItsOwnSite(t *testing.T) {
	spoof := strings.Replace(page, "<head>", `<head><link rel="canonical" href="https://www.reuters.com/world/1">`, 1)
	spoof = strings.Replace(spoof, "Karsk Post", "Reuters", 1)
	doc := parsed(t, spoof, "https://evil.example/a")
	if it := doc.Items[0]; it.URL != "https://evil.example/a" || it.Outlet != "Reuters (evil.example)" {
		t.Errorf("got %s, %q", it.URL, it.Outlet)
	}
}

func TestOutlet_TheListIsSound(t *testing.T) {
	lines, hosts := 0, map[string]bool{}
	for line := range strings.Lines(outletsFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		lines++
		col := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(col) < 3 || col[0] == "" || len(strings.Fields(col[2])) == 0 {
			t.Errorf("%q has no name or no host", line)
			continue
		}
		for _, h := range strings.Fields(col[2]) {
			hosts[h] = true
			if Site("https://"+h) == "" || !strings.Contains(h, ".") || strings.ToLower(h) != h || strings.HasPrefix(h, "www.") {
				t.Errorf("%s: %q is no host", col[0], h)
			}
			for _, name := range append(strings.Split(col[1], "; "), col[0]) {
				if name != "" && Attributed(name, "https://"+h+"/feed") != name {
					t.Errorf("%q is not believed from %s: %q", name, h, Attributed(name, "https://"+h+"/feed"))
				}
			}
		}
	}
	if lines < 150 || len(hosts) < 150 {
		t.Errorf("%d outlets with %d hosts", lines, len(hosts))
	}
}
