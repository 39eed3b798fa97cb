package archive_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unicode"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/llm"
	"dateline/briefing/stories"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// copyist is a model that states the first sentence of its prompt that the
// printer has made.
type copyist struct {
	mu    sync.Mutex
	asked int
}

var printed = regexp.MustCompile(`The ([a-z]+ ){8}of ([A-Z][a-z]+ ){1,2}([a-z]+ ){8}[a-z]+\.`)

func (c *copyist) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	c.mu.Lock()
	c.asked++
	c.mu.Unlock()
	prompt := strings.Join(strings.FieldsFunc(r.Messages[1].Content, func(r rune) bool { return !unicode.IsLetter(r) && r != '.' }), " ")
	return llm.Reply{Text: briefingtest.Reply("", printed.FindString(prompt)), In: 700, Out: 80}, nil
}

// BenchmarkWarmBriefing writes a briefing of 10 stories, of which another
// channel has had all, from 100,000 articles on SQLite (1,440 of them in its
// day); BENCH_ARTICLES is another number.
func BenchmarkWarmBriefing(b *testing.B) {
	n := 100_000
	if v := os.Getenv("BENCH_ARTICLES"); v != "" {
		n = briefingtest.Must[int](b)(strconv.Atoi(v))
	}
	s, ctx := storetest.Open(b), context.Background()
	src := briefingtest.Must[store.Source](b)(s.OwnSource(ctx, store.Desk, state.SourceFile))
	in, p := &ingest.Ingester{Store: s, Now: func() time.Time { return briefingtest.Noon }}, briefingtest.NewPrinter()
	for p.ID < n {
		body, _ := p.Feed(min(100, n-p.ID))
		d := briefingtest.Must[feed.Document](b)(feed.Parse(body, "https://bench.example/", "application/rss+xml"))
		briefingtest.Must[[]ingest.Outcome](b)(in.Add(ctx, src, "bench", d.Items))
		if p.ID%5000 == 0 || p.ID >= n {
			briefingtest.Must[int](b)((&stories.Assigner{Store: s, Holder: "bench"}).Run(ctx))
		}
	}
	model := &copyist{}
	w := &brief.Writer{Store: s, Name: "fake", Model: (&write.Budget{Store: s}).Over(model), Now: func() time.Time { return briefingtest.Noon }}
	at := briefingtest.Noon.Add(time.Duration(n-1_000_000) * time.Minute)
	write := func(i int) {
		ch := briefingtest.Must[store.Channel](b)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: int64(100 + i), GuildID: int64(i), Owner: store.Desk, SetBy: "ann"}))
		got := briefingtest.Must[brief.Briefing](b)(w.Write(ctx, brief.Request{Name: "World", Scope: briefingtest.Must[store.Scope](b)(s.ScopeOf(ctx, store.Desk)), From: at.Add(-24 * time.Hour), At: at, Zone: time.UTC, Stories: 10, Length: "normal", Channel: ch}))
		if len(got.Stories) != 10 || got.Model == "" {
			b.Fatalf("%d stories by %q: %s", len(got.Stories), got.Model, briefingtest.Say(got.Blocks()))
		}
	}
	write(0)
	cold := model.asked
	var took []time.Duration
	began := processorTime()
	for b.Loop() {
		start := time.Now()
		write(len(took) + 1)
		took = append(took, time.Since(start))
	}
	b.ReportMetric(float64((processorTime()-began).Microseconds())/1000/float64(len(took)), "processor-ms")
	slices.Sort(took)
	for _, q := range []int{50, 95} {
		b.ReportMetric(float64(took[len(took)*q/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", q))
	}
	if model.asked != cold {
		b.Errorf("the memo was warm and %d calls were made", model.asked-cold)
	}
	b.ReportMetric(float64(cold), "calls-of-the-first")
}

// processorTime is what this process has used, which a busy machine does not lengthen.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkSourceLists counts the calls of 1,000 servers that each read 20 of
// 200 sources, drawn by Zipf's law: 300 stories a day, each told by 1 to 12
// sources, the larger ones first. Nothing is equal but what two lists have in
// common.
func BenchmarkSourceLists(b *testing.B) {
	const sources, list, told = 200, 20, 300
	for b.Loop() {
		s, ctx := storetest.Open(b), context.Background()
		r := rand.New(rand.NewPCG(7, 8))
		drawn := func(n int) []int { // different sources, by Zipf's law
			z := rand.NewZipf(r, 1.1, 4, sources-1)
			var out []int
			for len(out) < n {
				if x := int(z.Uint64()); !slices.Contains(out, x) {
					out = append(out, x)
				}
			}
			return out
		}
		items, p := make([][]feed.Item, sources), briefingtest.NewPrinter()
		for i := range told {
			name := p.Name() + " " + p.Name()
			for _, x := range drawn(1 + int(11*r.Float64()*r.Float64())) {
				var text strings.Builder
				for range 8 {
					fmt.Fprintf(&text, "The %s of %s %s. ", p.Words(8), name, p.Words(9))
				}
				it := briefingtest.Article(fmt.Sprint(i, "-", x), fmt.Sprint("Outlet ", x), fmt.Sprintf("%s %s", name, p.Words(5)), text.String())
				it.Published = briefingtest.Noon.Add(-time.Duration(r.IntN(23*60)) * time.Minute)
				items[x] = append(items[x], it)
			}
		}
		in := &ingest.Ingester{Store: s, Now: func() time.Time { return briefingtest.Noon }}
		srcs := make([]store.Source, sources)
		for i := range srcs {
			srcs[i], _, _ = s.AddSource(ctx, store.Source{Domain: store.Public, URL: fmt.Sprintf("https://s%d.example/feed", i), Kind: state.SourceFeed}, store.Desk, "ann")
			briefingtest.Must[[]ingest.Outcome](b)(in.Add(ctx, srcs[i], "bench", items[i]))
		}
		briefingtest.Must[int](b)((&stories.Assigner{Store: s, Holder: "bench"}).Run(ctx))
		model := &copyist{}
		w := &brief.Writer{Store: s, Name: "fake", Model: (&write.Budget{Store: s}).Over(model), Now: func() time.Time { return briefingtest.Noon }}
		told := 0
		for i := range 1000 {
			sc := store.Scope{}
			for _, x := range drawn(list) {
				sc.Sources = append(sc.Sources, srcs[x].ID)
			}
			slices.Sort(sc.Sources)
			got := briefingtest.Must[brief.Briefing](b)(w.Write(ctx, brief.Request{Name: "World", Scope: sc, From: briefingtest.Noon.Add(-24 * time.Hour), At: briefingtest.Noon, Zone: time.UTC, Stories: 10, Length: "normal"}))
			told += len(got.Stories)
			if n := i + 1; n == 1 || n == 10 || n == 100 || n == 1000 {
				b.ReportMetric(float64(model.asked), fmt.Sprintf("calls-of-%d", n))
			}
		}
		b.ReportMetric(float64(told), "stories-told")
	}
}
