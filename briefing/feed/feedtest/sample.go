package feedtest

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

// RSS is a feed of The Karsk Post with these items.
func RSS(items ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:x="http://x"><channel><title>The Karsk ` +
		`Post</title><link>https://post.example/</link>` + strings.Join(items, "") + `</channel></rss>`
}

// Item is the n-th item of a feed, with a teaser of two paragraphs.
func Item(n int) string {
	return fmt.Sprintf(`<item><title>Title %d</title><link>/news/%d?utm_source=rss</link><guid `+
		`isPermaLink="false">g%d</guid><pubDate>Mon, `+
		`23 Nov 2026 07:30:00 +0100</pubDate><description>&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;Second &amp;amp; `+
		`last.&lt;/p&gt;</description></item>`, n, n, n)
}

// Peak is how much the heap grows at most while f runs, in bytes.
func Peak(f func()) uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	start, most := m.HeapInuse, m.HeapInuse
	done := make(chan bool)
	go func() { f(); close(done) }()
	for {
		select {
		case <-done:
			return most - start
		case <-time.After(5 * time.Millisecond):
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapInuse)
		}
	}
}

// ArticlePage is a page of an article of three paragraphs between a menu and a foot.
const ArticlePage = `<!doctype html><html lang="en"><head><title>Boats leave - Post</title><meta property="og:site_name" content="Karsk ` +
	`Post">` + "\n" +
	`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Boats leave ` +
	`Karsk","datePublished":"2026-11-20T09:00:00Z","author":{"name":"Ann Lee"}}</script></head>` + "\n" +
	`<body><nav>Home Sport</nav><article><h1>Boats leave Karsk</h1><p>Ten boats left the harbour of Karsk on Friday before ` +
	`the storm came in, the harbour master said.</p><p>The harbour master closed the gates behind the boats and asked the ` +
	`people of Karsk to stay away from the water until Sunday night.</p><p>The storm is expected to bring waves of up to ` +
	`nine metres, and the weather office has warned everybody along the whole coast of ` +
	`Velland.</p></article><footer>Copyright</footer></body></html>`

// Namespaces declares the namespaces of feeds with sound and pictures.
const Namespaces = `xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" ` +
	`xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"`

// Channel is a feed with a title and a link, whose items may have sound and pictures.
func Channel(title, link string, items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0" ` + Namespaces + `><channel><title>` + title + `</title><link>` + link + `</link>` +
		strings.Join(items, "") + `</channel></rss>`
}

// Dated is an item n days after the start of 2020; n is its title too.
func Dated(n int, text string) string {
	return fmt.Sprintf(`<item><title>%d</title><guid>g%d</guid><pubDate>%s</pubDate><description>%s</description></item>`, n, n,
		time.Date(2020, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.RFC1123Z), text)
}
