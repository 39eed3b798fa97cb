package feed

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/briefing/feed/feedtest"
	"dateline/briefing/feed/page"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{feedtest.RSS(feedtest.Item(1)), feedtest.ArticlePage, `{"version":"https://jsonfeed.org/version/1","items":[{"id":1}]}`, `<opml><body><outline xmlUrl="http://x/"></body></opml>`, `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="xhtml"><div>x`, `<urlset><url><loc>http://x/</loc></url></urlset>`} {
		f.Add([]byte(s))
	}
	f.Add([]byte(feedtest.RSS(`<item><title>a</title><item>`, `<ITEM/>`, `<x:item><![CDATA[</item>`)))
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

func FuzzPage(f *testing.F) {
	f.Add(feedtest.ArticlePage)
	f.Add("<html><body><article><p>Senn is <b>flooded<p>&amp; <script>x</script>")
	f.Fuzz(func(t *testing.T, s string) {
		if out := page.Plain(s); utf8.ValidString(s) && !utf8.ValidString(out) {
			t.Fatalf("%q is %q in plain text", s, out)
		}
		it, err := Extract([]byte(s), "https://x.example/a")
		if err == nil && (!utf8.ValidString(it.Title) || !utf8.ValidString(it.Text) || strings.TrimSpace(it.Text) != it.Text) {
			t.Fatalf("item %+v", it)
		}
	})
}
