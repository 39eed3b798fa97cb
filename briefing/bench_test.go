package briefing_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/storetest"
)

// printer writes articles of a Zipf vocabulary of 60,000 words, about 380 words
// long, in stories of eight with three names each.
type printer struct {
	r     *rand.Rand
	z     *rand.Zipf
	id    int
	names []string
}

func newPrinter() *printer {
	r := rand.New(rand.NewPCG(5, 6))
	return &printer{r: r, z: rand.NewZipf(r, 1.07, 10, 60_000)}
}

// word is a word of the vocabulary: its number in syllables of which a text is
// taken for English, so that a model may write over it.
func (p *printer) word() string {
	var b strings.Builder
	for n := p.z.Uint64() + 20; n > 0; n /= 20 {
		b.WriteString("thineranrehaatesto"[2*(n%9) : 2*(n%9)+2])
		if n%20 > 8 {
			b.WriteByte("rstnl"[n%5])
		}
	}
	return b.String()
}

func (p *printer) words(n int) string {
	ws := make([]string, n)
	for i := range ws {
		ws[i] = p.word()
	}
	return strings.Join(ws, " ")
}

func (p *printer) name() string {
	w := p.word()
	return strings.ToUpper(w[:1]) + w[1:]
}

type rss struct {
	XMLName xml.Name  `xml:"rss"`
	Version string    `xml:"version,attr"`
	Items   []rssItem `xml:"channel>item"`
}

type rssItem struct {
	Title string `xml:"title"`
	Link  string `xml:"link"`
	GUID  string `xml:"guid"`
	Date  string `xml:"pubDate"`
	Body  string `xml:"http://purl.org/rss/1.0/modules/content/ encoded"`
}

// feed is an RSS document of n articles, one a minute, and the bytes of their text.
func (p *printer) feed(n int) (doc []byte, text int) {
	d := rss{Version: "2.0"}
	for range n {
		if p.id%8 == 0 {
			p.names = []string{p.name(), p.name() + " " + p.name(), p.name()}
		}
		var b strings.Builder
		for s := range 20 {
			if s%4 == 0 {
				b.WriteString("<p>")
			}
			fmt.Fprintf(&b, "The %s of %s %s. ", p.words(8), p.names[s%3], p.words(9))
			if s%4 == 3 {
				b.WriteString("</p>\n")
			}
		}
		p.id++
		text += b.Len()
		d.Items = append(d.Items, rssItem{Title: fmt.Sprintf("%s %s %s", p.names[0], p.words(5), p.names[1]), Link: fmt.Sprintf("https://bench.example/%d", p.id),
			GUID: fmt.Sprint(p.id), Date: noon.Add(time.Duration(p.id-1_000_000) * time.Minute).Format(time.RFC1123Z), Body: b.String()})
	}
	out, err := xml.Marshal(d)
	if err != nil {
		panic(err)
	}
	return out, text
}

// both runs a benchmark on SQLite and PostgreSQL; size tells the bytes on disk.
func both(b *testing.B, f func(b *testing.B, s *store.Store, size func() int64)) {
	b.Run("sqlite", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "bench.db")
		s := must[*store.Store](b)(store.Open(context.Background(), "sqlite:"+path))
		defer s.Close()
		f(b, s, func() (n int64) {
			for _, end := range []string{"", "-wal"} {
				if i, err := os.Stat(path + end); err == nil {
					n += i.Size()
				}
			}
			return n
		})
	})
	b.Run("postgres", func(b *testing.B) {
		url := storetest.PostgresURL(b)
		s := must[*store.Store](b)(store.Open(context.Background(), url))
		defer s.Close()
		f(b, s, func() (n int64) {
			db := must[*sql.DB](b)(sql.Open("pgx", url))
			defer db.Close()
			if err := db.QueryRow(`SELECT pg_database_size(current_database())`).Scan(&n); err != nil {
				b.Fatal(err)
			}
			return n
		})
	})
}

// fill takes feeds of 100 articles through every stage until there are n, and
// returns how long each stage took.
func fill(b *testing.B, s *store.Store, n int) (stages map[string]time.Duration, text int) {
	b.Helper()
	ctx := context.Background()
	src := must[store.Source](b)(s.OwnSource(ctx, store.Desk, store.SourceFile))
	p, now := newPrinter(), func() time.Time { return noon }
	stages = map[string]time.Duration{}
	timed := func(stage string, f func() error) {
		start := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		stages[stage] += time.Since(start)
	}
	in := &briefing.Ingester{Store: s, Now: now}
	for p.id < n {
		body, size := p.feed(min(100, n-p.id))
		text += size
		var d feed.Document
		timed("parse", func() (err error) {
			d, err = feed.Parse(bytes.Clone(body), "https://bench.example/", "application/rss+xml")
			return err
		})
		timed("store", func() error { _, err := in.Add(ctx, src, "bench", d.Items); return err })
		if p.id%5000 == 0 || p.id >= n {
			timed("cluster", func() error { _, err := (&briefing.Stories{Store: s, Holder: "bench"}).Run(ctx); return err })
			timed("index", func() error { _, err := (&briefing.Indexer{Store: s, Holder: "bench"}).Run(ctx); return err })
		}
	}
	return stages, text
}

// BenchmarkIngest takes 5,000 articles from the bytes of a feed into the
// database, stories and the search index, per database.
func BenchmarkIngest(b *testing.B) {
	const n = 5000
	both(b, func(b *testing.B, s *store.Store, size func() int64) {
		empty := size()
		stages, text := fill(b, s, n) // takes longer than -benchtime: it runs once
		all := time.Duration(0)
		for stage, d := range stages {
			all += d
			b.ReportMetric(n/d.Seconds(), stage+"/s")
		}
		b.ReportMetric(n/all.Seconds(), "articles/s")
		b.ReportMetric(float64(size()-empty)/n, "B/article")
		b.ReportMetric(float64(text)/n, "textB/article")
	})
}

// BenchmarkArchive asks questions of three words and a name, as one reader,
// of 10,000 and 100,000 passages; BENCH_PASSAGES=1000000 asks that many.
func BenchmarkArchive(b *testing.B) {
	const passages = 10 // of an article of 20 sentences
	sizes := []int{10_000, 100_000}
	if v := os.Getenv("BENCH_PASSAGES"); v != "" {
		sizes = []int{must[int](b)(strconv.Atoi(v))}
	}
	for _, n := range sizes {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			both(b, func(b *testing.B, s *store.Store, _ func() int64) {
				ctx := context.Background()
				fill(b, s, n/passages)
				sc := must[store.Scope](b)(s.ScopeOf(ctx, store.Desk))
				ar := &briefing.Archive{Store: s}
				p := newPrinter()
				ask := func() {
					q := fmt.Sprintf("What did %s say about %s?", p.name(), p.words(3))
					if _, err := ar.Search(ctx, sc, briefing.Lookup{Text: q, At: noon, Limit: 30, PerArticle: 3}); err != nil {
						b.Fatal(err)
					}
				}
				ask() // loads the segments
				var took []time.Duration
				for b.Loop() {
					start := time.Now()
					ask()
					took = append(took, time.Since(start))
				}
				slices.Sort(took)
				for _, q := range []int{50, 95, 99} {
					b.ReportMetric(float64(took[len(took)*q/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", q))
				}
			})
		})
	}
}
