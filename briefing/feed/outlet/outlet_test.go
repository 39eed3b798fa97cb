package outlet

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
		if got := Name(c[0], c[1]); got != c[2] || !utf8.ValidString(got) {
			t.Errorf("%s %q: got %q, want %q", c[0], c[1], got, c[2])
		}
		if got := Attributed(c[2], c[0]); got != c[2] {
			t.Errorf("%s %q: shown again it is %q", c[0], c[2], got)
		}
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
