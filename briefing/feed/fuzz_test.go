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
	f.Add("Wed, 07 Oct 2026 10:00:00 AEST")
	f.Add("2026-10-25T02:30:00+02:00")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := Date(s); ok && (d.Year() < 1899 || d.Year() > 2101) {
			t.Errorf("%q is %s", s, d)
		}
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
