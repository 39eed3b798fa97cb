package feed

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func mustURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{rss(item(1)), page, `{"version":"https://jsonfeed.org/version/1","items":[{"id":1}]}`, `<opml><body><outline xmlUrl="http://x/"></body></opml>`, `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml"><div>x`, `<urlset><url><loc>http://x/</loc></url></urlset>`} {
		f.Add([]byte(s))
	}
	f.Add([]byte(rss(`<item><title>a</title><item>`, `<ITEM/>`, `<x:item><![CDATA[</item>`)))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1},`))
	f.Fuzz(func(t *testing.T, b []byte) {
		doc, err := Parse(b, "https://x.example/feed", "text/xml")
		if err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
		for _, it := range doc.Items {
			if !utf8.ValidString(it.Title) || !utf8.ValidString(it.Text) || it.URL != "" && !strings.HasPrefix(it.URL, "http") {
				t.Errorf("item %+v", it)
			}
		}
	})
}

func FuzzJSONL(f *testing.F) {
	f.Add([]byte("{\"id\":\"a\",\"text\":\"b\"}\n[]\n\n{"))
	f.Fuzz(func(t *testing.T, b []byte) {
		lines := 0
		err := JSONL(strings.NewReader(string(b)), func(line int, _ Item, _ error) error {
			if line <= lines {
				t.Errorf("line %d after %d", line, lines)
			}
			lines = line
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func FuzzDate(f *testing.F) {
	for _, line := range strings.Split(strings.TrimSpace(dateForms), "\n") {
		_, in, _ := strings.Cut(line, " | ")
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := Date(s)
		if ok && (d.Year() < 1899 || d.Year() > 10000) {
			t.Errorf("%q is %s", s, d)
		}
		if ok && statesNone(s) {
			t.Errorf("%q states a date and none", s)
		}
		orderOf([]string{s}, s)
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

func FuzzAttributed(f *testing.F) {
	f.Add("Reuters (reuters.com)", "https://evil.example/feed")
	f.Add("R\u0435uters | World", "http://127.0.0.1:81/")
	f.Add("", "https://\u00e4rzteblatt.de/")
	f.Fuzz(func(t *testing.T, name, address string) {
		once := Attributed(name, address)
		if twice := Attributed(once, address); twice != once {
			t.Errorf("%q of %q: %q, then %q", name, address, once, twice)
		}
		if utf8.ValidString(name) && utf8.ValidString(address) && !utf8.ValidString(Outlet(address, name)) {
			t.Errorf("%q of %q: broken letters", name, address)
		}
	})
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$", "/a/b")
	f.Fuzz(func(t *testing.T, rules, p string) {
		u := &url.URL{Path: "/" + p}
		if !(&robots{rules: parseRobots([]byte("User-agent: *\nDisallow:\nAllow: /\n"), agentName)}).allowed(u) {
			t.Errorf("%q is forbidden by nothing", p)
		}
		(&robots{rules: parseRobots([]byte(rules), agentName)}).allowed(u)
	})
}

func FuzzPage(f *testing.F) {
	f.Add(page)
	f.Add("<html><body><article><p>Senn is <b>flooded<p>&amp; <script>x</script>")
	f.Fuzz(func(t *testing.T, s string) {
		if out := Plain(s); utf8.ValidString(s) && !utf8.ValidString(out) {
			t.Fatalf("%q is %q in plain text", s, out)
		}
		it, err := Extract([]byte(s), "https://x.example/a")
		if err == nil && (!utf8.ValidString(it.Title) || !utf8.ValidString(it.Text) || strings.TrimSpace(it.Text) != it.Text) {
			t.Fatalf("item %+v", it)
		}
	})
}
