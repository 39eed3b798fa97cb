package archive_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// both runs a benchmark on SQLite and PostgreSQL; size tells the bytes on disk.
func both(b *testing.B, f func(b *testing.B, s *store.Store, size func() int64)) {
	b.Run("sqlite", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "bench.db")
		s := briefingtest.Must[*store.Store](b)(store.Open(context.Background(), "sqlite:"+path))
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
		s := briefingtest.Must[*store.Store](b)(store.Open(context.Background(), url))
		defer s.Close()
		f(b, s, func() (n int64) {
			db := briefingtest.Must[*sql.DB](b)(sql.Open("pgx", url))
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
	src := briefingtest.Must[store.Source](b)(s.OwnSource(ctx, store.Desk, state.SourceFile))
	p, now := briefingtest.NewPrinter(), func() time.Time { return briefingtest.Noon }
	stages = map[string]time.Duration{}
	timed := func(stage string, f func() error) {
		start := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		stages[stage] += time.Since(start)
	}
	in := &ingest.Ingester{Store: s, Now: now}
	for p.ID < n {
		body, size := p.Feed(min(100, n-p.ID))
		text += size
		var d feed.Document
		timed("parse", func() (err error) {
			d, err = feed.Parse(bytes.Clone(body), "https://bench.example/", "application/rss+xml")
			return err
		})
		timed("store", func() error { _, err := in.Add(ctx, src, "bench", d.Items); return err })
		if p.ID%5000 == 0 || p.ID >= n {
			timed("cluster", func() error { _, err := (&stories.Assigner{Store: s, Holder: "bench"}).Run(ctx); return err })
			timed("index", func() error { _, err := (&archive.Indexer{Store: s, Holder: "bench"}).Run(ctx); return err })
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
		sizes = []int{briefingtest.Must[int](b)(strconv.Atoi(v))}
	}
	for _, n := range sizes {
		b.Run(fmt.Sprintf("passages=%d", n), func(b *testing.B) {
			both(b, func(b *testing.B, s *store.Store, _ func() int64) {
				ctx := context.Background()
				fill(b, s, n/passages)
				sc := briefingtest.Must[store.Scope](b)(s.ScopeOf(ctx, store.Desk))
				ar := &archive.Archive{Store: s}
				p := briefingtest.NewPrinter()
				ask := func() {
					q := fmt.Sprintf("What did %s say about %s?", p.Name(), p.Words(3))
					if _, err := ar.Search(ctx, sc, archive.Lookup{Text: q, At: briefingtest.Noon, Limit: 30, PerArticle: 3}); err != nil {
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
