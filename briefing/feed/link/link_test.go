package link

import "testing"

func TestCanonical_KeepsWhatNamesTheArticle(t *testing.T) {
	for in, want := range map[string]string{
		"HTTPS://News.Example:443/a?utm_source=x&id=7": "https://news.example/a?id=7",
		"http://x.example":                                    "http://x.example/",
		"https://x.example/a?b=1&a=2&fbclid=z":                "https://x.example/a?a=2&b=1",
		"not a url":                                           "not a url",
		"https://x.example/log#v2-1":                          "https://x.example/log#v2-1",
		"https://x.example/#!/story/7":                        "https://x.example/#!/story/7",
		"https://x.example/a#xtor=RSS-1":                      "https://x.example/a",
		"https://x.example/a#:~:text=pier":                    "https://x.example/a",
		"https://x.example/a?sid=0af31bc9&PHPSESSID=a1b2c3d4": "https://x.example/a",
		"https://x.example/article.php?sid=123":               "https://x.example/article.php?sid=123",
		"https://x.example/a;jsessionid=0AF31BC9?story=4":     "https://x.example/a?story=4",
		"https://user:secret@x.example/a":                     "https://x.example/a",
		"https://x.example/story?sid=12;cat=3":                "https://x.example/story?sid=12;cat=3",
		"https://x.example/a?q=50%&utm_source=rss&id=7":       "https://x.example/a?id=7&q=50%",
		"https://x.example/a?utm_source=rss;id=7":             "https://x.example/a?utm_source=rss;id=7",
		"https://x.example/a?utm_source=rss;utm_medium=x":     "https://x.example/a",
	} {
		if got := Canonical(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestKey_SpellingsOfOneLink(t *testing.T) {
	same := [][]string{
		{"http://x.example/news/pier", "https://www.x.example/news/pier/", "https://X.EXAMPLE/News/Pier", "https://m.x.example/news/pier?utm_source=rss", "https://x.example/news/pier/amp/", "https://amp.x.example/news/pier",
			"https://x.example/amp/news/pier", "https://x.example/news/pier?amp=1", "https://x.example/news/pier?outputType=amp", "https://www.google.com/amp/s/x.example/news/pier", "https://x-example.cdn.ampproject.org/c/s/x.example/news/pier/index.html"},
		{"https://x.example/pier.amp.html", "https://x.example/pier.html"},
		{"https://x.example", "http://www.x.example/"},
		{"https://x.example/a?n=4%&b=1", "https://www.x.example/a?b=1&n=4%&amp=1", "https://x.example/a?b=1&utm_source=rss&n=4%"},
	}
	for _, links := range same {
		for _, link := range links {
			if got, want := Key(link), Key(links[0]); got != want {
				t.Errorf("%s: got %q, want %q", link, got, want)
			}
		}
	}
	other := [][2]string{
		{"https://x.example/AbCdX", "https://x.example/aBcDx"}, {"https://x.example/a?id=1", "https://x.example/a?id=2"}, {"https://x.example/log#v1", "https://x.example/log#v2"},
		{"https://x.example/CBMiAAA", "https://x.example/CBMiaaa"}, {"https://blog.x.example/a", "https://x.example/a"}, {"https://x.example/watch?v=aB", "https://x.example/watch?v=Ab"},
		{"https://x.example/story?sid=12;cat=3", "https://x.example/story?sid=13;cat=3"}, {"https://x.example/a?id=7%&x=1", "https://x.example/a?id=8%&x=1"},
	}
	for _, pair := range other {
		if Key(pair[0]) == Key(pair[1]) {
			t.Errorf("%s and %s have one key", pair[0], pair[1])
		}
	}
}

func TestOwnPage_IsNoFrontPageAndNoFeed(t *testing.T) {
	for link, want := range map[string]bool{
		"https://x.example/a": true, "https://x.example/?p=1": true, "https://x.example/#/a": true,
		"https://x.example/": false, "https://www.x.example": false, "https://x.example/feed.xml": false, "": false, "pier": false,
	} {
		if got := OwnPage(link, "https://x.example/feed.xml"); got != want {
			t.Errorf("%q: got %v, want %v", link, got, want)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"https://x.example/a/amp?amp=1#b", "http://www.google.com/amp/s/x.example", "::", "http://[::1]:80/%zz", "https://x/é/É;sid=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if once := Canonical(s); Canonical(once) != once {
			t.Errorf("%q becomes %q and then %q", s, once, Canonical(once))
		}
		Key(s)
		OwnPage(s, s)
	})
}

func FuzzCanonical(f *testing.F) {
	f.Add("https://x.example/a?utm_source=b&c=d#e")
	f.Fuzz(func(t *testing.T, s string) {
		once := Canonical(s)
		if twice := Canonical(once); twice != once {
			t.Errorf("%q -> %q -> %q", s, once, twice)
		}
	})
}
