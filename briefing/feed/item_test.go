package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/feed/feedtest"

	"github.com/google/go-cmp/cmp"
)

func parsed(t *testing.T, body, base string) Document {
	t.Helper()
	doc, err := Parse([]byte(body), base, "")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestItem_TextIsWhatTheFeedSaysOfIt(t *testing.T) {
	const notes = "The council meets on Monday and speaks of the bridge."
	atom := func(entry string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom" ` + feedtest.Namespaces + `><title>T</title><entry><id>1</id><title>A</title>` + entry + `</entry></feed>`
	}
	for _, c := range []struct{ name, body, want string }{
		{"video: the description of its group", atom(`<media:group><media:title>A</media:title><media:content url="v" type="video/mp4"/><media:description>` + notes + `</media:description></media:group>`), notes},
		{"video: the description within the content", feedtest.Channel("T", "", `<item><title>A</title><media:content url="v" medium="video"><media:description>`+notes+`</media:description></media:content></item>`), notes},
		{"video: a description of its own", feedtest.Channel("T", "", `<item><title>A</title><media:description>`+notes+`</media:description></item>`), notes},
		{"a picture's caption is no text", feedtest.Channel("T", "", `<item><title>A</title><media:content url="p" medium="image"><media:description>`+notes+`</media:description></media:content></item>`), ""},
		{"a caption does not replace a teaser", feedtest.Channel("T", "", `<item><title>A</title><description>Short.</description><media:content url="p"><media:description>`+notes+`</media:description></media:content></item>`), "Short."},
		{"podcast: its summary", feedtest.Channel("T", "", `<item><title>A</title><itunes:summary>`+notes+`</itunes:summary><enclosure url="https://x.example/a.mp3" type="audio/mpeg" length="1"/></item>`), notes},
		{"podcast: a longer summary than the description", feedtest.Channel("T", "", `<item><title>A</title><description>Episode 5.</description><itunes:summary>`+notes+`</itunes:summary></item>`), notes},
		{"podcast: notes", feedtest.Channel("T", "", `<item><title>A</title><itunes:subtitle>On bridges.</itunes:subtitle><content:encoded><![CDATA[<p>`+notes+`</p>]]></content:encoded></item>`), notes},
		{"Atom within RSS", `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title><item><title>A</title><atom:summary>` + notes + `</atom:summary></item></channel></rss>`, notes},
		{"full text without a namespace", feedtest.Channel("T", "", `<item><title>A</title><description>Short.</description><fulltext>`+notes+`</fulltext></item>`), notes},
		{"Atom: content before summary", atom(`<summary>Short.</summary><content type="html">&lt;p&gt;` + notes + `&lt;/p&gt;</content>`), notes},
		{"JSON Feed: plain text", `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"A","content_text":"` + notes + `"}]}`, notes},
		{"JSON Feed: a summary", `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","title":"A","summary":"` + notes + `"}]}`, notes},
	} {
		doc := parsed(t, c.body, "https://x.example/feed")
		if len(doc.Items) != 1 || doc.Items[0].Title != "A" || doc.Items[0].Text != c.want {
			t.Errorf("%s: got %+v, want the text %q", c.name, doc.Items, c.want)
		}
	}
}

// An aggregator's item speaks for the outlet it names.
func TestItem_AnAggregatorsItemIsItsOutlets(t *testing.T) {
	link := func(title, outlet string) string {
		return `&lt;a href="https://news.example/r/1"&gt;` + title + `&lt;/a&gt;&amp;nbsp;&amp;nbsp;&lt;font color="#6f6f6f"&gt;` + outlet + `&lt;/font&gt;`
	}
	for _, c := range []struct{ name, title, description, want, text string }{
		{"suffix and repeated link", "Dam holds - Karsk Post", link("Dam holds", "Karsk Post"), "Dam holds", ""},
		{"other dashes", "Dam holds | Karsk Post", link("Dam holds", "Karsk Post"), "Dam holds", ""},
		{"a dash of the headline's own stays", "Dam holds - for now - Karsk Post", "", "Dam holds - for now", ""},
		{"another ending stays", "Dam holds - a report", "", "Dam holds - a report", ""},
		{"a list of other reports", "Dam holds - Karsk Post", "&lt;ol&gt;&lt;li&gt;" + link("Dam holds", "Karsk Post") + "&lt;/li&gt;&lt;li&gt;" + link("Flood feared in Senn valley", "North Wire") + "&lt;/li&gt;&lt;/ol&gt;", "Dam holds", ""},
		{"a text of its own stays", "Dam holds - Karsk Post", "The dam of Senn holds, its keeper said on Monday.", "Dam holds", "The dam of Senn holds, its keeper said on Monday."},
		{"a short text of its own stays", "Dam holds - Karsk Post", "Nobody was hurt.", "Dam holds", "Nobody was hurt."},
		{"title and outlet as text", "Dam holds - Karsk Post", "Dam holds Karsk Post", "Dam holds", ""},
	} {
		doc := parsed(t, feedtest.Channel("&quot;dam&quot; - Google News", "https://news.google.com/search?q=dam",
			`<item><title>`+c.title+`</title><link>https://news.google.com/r/1</link><description>`+c.description+`</description><source url="https://post.example">Karsk Post</source></item>`), "https://news.google.com/rss/search?q=dam")
		if doc.Outlet != "Google News" || len(doc.Items) != 1 {
			t.Fatalf("%s: outlet %q, %d items", c.name, doc.Outlet, len(doc.Items))
		}
		if it := doc.Items[0]; it.Outlet != "Karsk Post" || it.Title != c.want || it.Text != c.text {
			t.Errorf("%s: got %q, %q, %q", c.name, it.Outlet, it.Title, it.Text)
		}
	}
	planet := parsed(t, `<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet Karsk</title><entry><id>1</id><title>A</title><link href="https://ann.example/1"/><source><title>Ann's Blog</title><link href="https://ann.example/"/></source><summary>x</summary></entry></feed>`, "https://planet.example/atom")
	if got := planet.Items[0].Outlet; got != "Ann's Blog" {
		t.Errorf("Atom: outlet %q", got)
	}
}

func TestItem_ADateThatCannotBeReadIsSaid(t *testing.T) {
	doc := parsed(t, feedtest.Channel("T", "",
		`<item><title>read</title><pubDate>Sat, 14 Mar 2026 13:05:00 GMT</pubDate></item>`,
		`<item><title>unread</title><pubDate>the Ides of March</pubDate></item>`,
		`<item><title>ambiguous</title><pubDate>03/04/2026</pubDate></item>`,
		`<item><title>none</title></item>`,
		`<item><title>zero</title><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>`,
		`<item><title>second</title><pubDate>the Ides of March</pubDate><dc:date>2026-03-14</dc:date></item>`), "https://x.example/feed")
	got := map[string]string{}
	for _, it := range doc.Items {
		got[it.Title] = it.PublishedFrom
		if it.Published.IsZero() != (it.PublishedFrom == "" || it.PublishedFrom == FromUnread) {
			t.Errorf("%s: %s from %q", it.Title, it.Published, it.PublishedFrom)
		}
	}
	want := map[string]string{"read": "feed", "unread": "unread", "ambiguous": "unread", "none": "", "zero": "", "second": "feed"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestExtract_ADateThatCannotBeReadIsSaid(t *testing.T) {
	at := time.Date(2026, 4, 3, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		lang, date, from string
		want             time.Time
	}{
		{"en", "the Ides of March", FromUnread, time.Time{}}, {"en", "03/04/2026", FromUnread, time.Time{}}, {"fr", "03/04/2026", "page", at}, {"en-US", "04/03/2026", "page", at},
		{"en", "", "", time.Time{}}, {"en", "1970-01-01T00:00:00Z", "", time.Time{}},
	} {
		body := strings.NewReplacer(`lang="en"`, `lang="`+c.lang+`"`, "2026-11-20T09:00:00Z", "", "<head>", `<head><meta name="date" content="`+c.date+`">`).Replace(feedtest.ArticlePage)
		it, err := Extract([]byte(body), "https://post.example/1")
		if err != nil || !it.Published.Equal(c.want) || it.PublishedFrom != c.from {
			t.Errorf("%s %q: %s from %q, %v", c.lang, c.date, it.Published, it.PublishedFrom, err)
		}
	}
}

func TestItem_OrderOfDayAndMonthIsTheFeeds(t *testing.T) {
	doc := parsed(t, feedtest.Channel("T", "", `<item><title>a</title><pubDate>03/04/2026 10:00</pubDate></item>`, `<item><title>b</title><pubDate>31/03/2026 10:00</pubDate></item>`), "https://x.example/feed")
	if got := doc.Items[0].Published; !got.Equal(time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("got %s, want 3 April", got)
	}
}

func TestParse_TheNewestItemsOfALargeFeedAreRead(t *testing.T) {
	const n = 1200
	undated := func(i int) string { return fmt.Sprintf(`<item><title>%d</title></item>`, i) }
	for _, c := range []struct {
		name        string
		item        func(place int) string
		first, last string
	}{
		{"oldest first", func(i int) string { return feedtest.Dated(i, "") }, "1199", "700"},
		{"newest first", func(i int) string { return feedtest.Dated(n-1-i, "") }, "1199", "700"},
		{"in no order", func(i int) string { return feedtest.Dated(i*7%n, "") }, "1199", "700"},
		{"without dates: the document's order", undated, "0", "499"},
		{"oldest first, some without a date", func(i int) string {
			if i%3 == 1 {
				return undated(i)
			}
			return feedtest.Dated(i, "")
		}, "1199", "699"},
	} {
		var items []string
		for i := range n {
			items = append(items, c.item(i))
		}
		doc := parsed(t, feedtest.Channel("T", "", items...), "https://x.example/feed")
		if len(doc.Items) != itemsMost || doc.Items[0].Title != c.first || doc.Items[itemsMost-1].Title != c.last {
			t.Errorf("%s: %d items from %s to %s, want %s to %s", c.name, len(doc.Items), doc.Items[0].Title, doc.Items[len(doc.Items)-1].Title, c.first, c.last)
		}
	}
}

func TestParse_ABrokenItemIsRefusedAlone(t *testing.T) {
	doc := parsed(t, feedtest.Channel("T", "", feedtest.Dated(1, ""), `<item><title>broken & <x:y z=></title><description><![CDATA[a</item>]]></description></item>`, feedtest.Dated(2, ""), `<item><title>deep</title>`+strings.Repeat("<x>", 100)+strings.Repeat("</x>", 100)+`</item>`), "https://x.example/feed")
	var got []string
	for _, it := range doc.Items {
		got = append(got, it.Title)
	}
	if !strings.Contains(strings.Join(got, " "), "2 1") || len(doc.Refused) == 0 || doc.Refused[len(doc.Refused)-1].Reason != ErrTooDeep.Error() {
		t.Errorf("got %q, refused %+v", got, doc.Refused)
	}
}
