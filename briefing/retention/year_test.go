package retention_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/retention"
	"dateline/briefing/text"
	"dateline/briefing/text/texttest"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// year is a simulated installation: so many articles a day from some sources, a briefing
// a day in a channel, each of three sentences that cite the day's articles.
type year struct {
	t       *testing.T
	s       *store.Store
	now     time.Time
	rng     *rand.Rand
	words   []string
	sources []store.Source
	index   *archive.Indexer
	archive *archive.Archive
	sweeper *retention.Sweeper
	channel store.Channel
	shown   []shown
	known   []item // of the last days, each with a word of its own
}

type shown struct {
	article, version int64
	quote, key       string
	day              int
}

type item struct {
	article, version int64
	word             string
	day              int
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func newYear(t *testing.T, s *store.Store, sources int, archiveDays, evidenceDays int) *year {
	t.Helper()
	y := &year{t: t, s: s, now: time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC), rng: rand.New(rand.NewPCG(1, 1))}
	s.Now = func() time.Time { return y.now }
	for range 20_000 { // a vocabulary in which few words are in most texts
		y.words = append(y.words, strings.ToLower(fmt.Sprintf("%s%s", syllables[y.rng.IntN(len(syllables))], syllables[y.rng.IntN(len(syllables))]))+strconv.Itoa(y.rng.IntN(10)))
	}
	ctx := context.Background()
	for i := range sources {
		src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: fmt.Sprintf("https://s%d.example/feed", i), Kind: state.SourceFeed, Outlet: fmt.Sprint("Outlet ", i)}, store.Desk, "test")
		if err != nil {
			t.Fatal(err)
		}
		y.sources = append(y.sources, src)
	}
	y.channel = must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
	y.index, y.archive = &archive.Indexer{Store: s, Holder: "test"}, &archive.Archive{Store: s}
	y.sweeper = &retention.Sweeper{Store: s, Index: y.index, Holder: "test", Archive: time.Duration(archiveDays) * 24 * time.Hour,
		Evidence: time.Duration(evidenceDays) * 24 * time.Hour, Now: s.Now}
	return y
}

var syllables = []string{"ka", "lo", "mir", "sen", "tor", "vel", "dan", "rus", "bel", "nor", "fin", "gar", "hol", "pra", "sti", "wen", "zor", "que", "ill", "ost"}

// sentence makes one of some words; rare words are rare.
func (y *year) sentence(first string) string {
	parts := []string{first}
	for range 12 + y.rng.IntN(10) {
		i := int(float64(len(y.words)) * y.rng.Float64() * y.rng.Float64() * y.rng.Float64())
		parts = append(parts, y.words[i])
	}
	return strings.ToUpper(parts[0][:1]) + strings.Join(parts, " ")[1:] + "."
}

// day brings a day's articles, writes a briefing, and indexes.
func (y *year) day(n, articles int) {
	y.t.Helper()
	ctx := context.Background()
	var in []store.Incoming
	var found []item
	for i := range articles {
		word := fmt.Sprintf("zq%dx%d", n, i)
		var body []string
		for j := range 20 {
			if j == 0 {
				body = append(body, y.sentence(word))
			} else {
				body = append(body, y.sentence(y.words[y.rng.IntN(len(y.words))]))
			}
		}
		full := strings.Join(body, " ")
		src := y.sources[i%len(y.sources)]
		x := storetest.Article(src, fmt.Sprintf("d%d-%d", n, i), body[0][:40], full, y.now)
		x.Article.Seen, x.Version.Seen = y.now, y.now
		x.Version.Lang = "en"
		x.Version.Spans = text.MarshalSpans(text.Sentences(full, "en"))
		x.Version.Sketch = make([]byte, 256)
		_, _ = y.rngBytes(x.Version.Sketch)
		in = append(in, x)
		found = append(found, item{word: word, day: n})
	}
	for i := 0; i < len(in); i += 50 {
		for k, o := range must[[]store.Outcome](y.t)(y.s.AddArticles(ctx, in[i:min(i+50, len(in))])) {
			found[i+k].article, found[i+k].version = o.Article, o.Version
		}
	}
	y.brief(n, in, found)
	if n%4 == 0 {
		must[int](y.t)(y.index.Run(ctx))
	}
	if n%5 == 0 {
		y.known = append(y.known, found[0], found[len(found)/2])
	}
}

func (y *year) rngBytes(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(y.rng.Uint32())
	}
	return len(b), nil
}

func (y *year) brief(n int, in []store.Incoming, found []item) {
	y.t.Helper()
	ctx := context.Background()
	for k := range 3 * (n*len(in)/20 - (n-1)*len(in)/20) / 2 { // of twenty articles one is shown
		i := y.rng.IntN(len(in))
		body := in[i].Version.Text
		spans := text.Sentences(body, "en")
		span := spans[y.rng.IntN(len(spans))]
		sum, _, err := y.s.BeginSummary(ctx, store.Summary{Key: fmt.Sprintf("%d-%d", n, k), Kind: "story", Domain: store.Public, Lang: "en", Model: "m"}, time.Minute)
		if err != nil {
			y.t.Fatal(err)
		}
		quote := body[span.Start:span.End]
		sum.Claims = []store.Claim{{Text: quote, Kind: "quoted", Cites: []store.Cite{{Version: found[i].version, Field: "text", Start: span.Start, End: span.End, Quote: quote}}, Facts: []int64{y.rng.Int64()}}}
		sum = must[store.Summary](y.t)(y.s.FinishSummary(ctx, sum))
		if k%3 == 2 {
			continue // nobody is shown it
		}
		must[store.Post](y.t)(y.s.AddPost(ctx, store.Post{Key: fmt.Sprintf("%d-%d", n, k), Channel: y.channel.ID, Kind: state.PostTerminal, Payload: `{"content":"` + quote + `"}`, Marker: "m",
			State: state.PostSent, Cut: y.now, Due: y.now, Expire: y.now}, []int64{sum.Claims[0].ID}))
		y.shown = append(y.shown, shown{found[i].article, found[i].version, quote, sum.Key, n})
	}
}

// opens proves that every sentence shown since a day opens: its citation finds the words.
func (y *year) opens(since int) {
	y.t.Helper()
	ctx := context.Background()
	for _, x := range y.shown {
		if x.day < since {
			continue
		}
		sum, _, err := y.s.BeginSummary(ctx, store.Summary{Key: x.key, Kind: "story", Domain: store.Public, Lang: "en", Model: "m"}, time.Minute)
		if err != nil || len(sum.Claims) != 1 || len(sum.Claims[0].Cites) != 1 {
			y.t.Fatalf("the sentence of day %d is gone: %+v, %v", x.day, sum, err)
		}
		must[store.Article](y.t)(y.s.Article(ctx, store.Scope{Everything: true}, fmt.Sprintf("+%d", x.article)))
		c, whole := sum.Claims[0].Cites[0], ""
		for _, v := range must[[]store.Version](y.t)(y.s.Versions(ctx, x.article)) {
			if v.ID == c.Version {
				whole = v.Text
			}
		}
		if c.End > len(whole) || whole[c.Start:c.End] != x.quote || c.Quote != x.quote {
			y.t.Fatalf("the citation of day %d finds other words than %q", x.day, x.quote)
		}
	}
}

// finds counts the known articles since a day that a search for their word finds first.
func (y *year) finds(since int) (n int) {
	y.t.Helper()
	for _, x := range y.known {
		if x.day < since {
			continue
		}
		hits := must[[]archive.Found](y.t)(y.archive.Search(context.Background(), store.Scope{Everything: true}, archive.Lookup{Text: x.word, At: y.now, Limit: 3}))
		if len(hits) > 0 && hits[0].Version == x.version {
			n++
		}
	}
	return n
}

// waits are the longest that others waited.
type waits struct{ write, read, search time.Duration }

func (w waits) String() string {
	return fmt.Sprintf("writer %s, reader %s, search %s", w.write.Round(time.Millisecond), w.read.Round(time.Millisecond), w.search.Round(time.Millisecond))
}

// beside runs f, and beside it again and again a small write, a reading of the last hour
// and, where it is asked for, a search: it measures the longest of each.
func (y *year) beside(search bool, f func()) (longest waits) {
	y.t.Helper()
	ctx, all, stop := context.Background(), store.Scope{Everything: true}, make(chan struct{})
	var probes sync.WaitGroup
	probe := func(longest *time.Duration, once func(i int) error) {
		probes.Go(func() {
			pause := time.NewTicker(5 * time.Millisecond)
			defer pause.Stop()
			for i := 0; ; i++ {
				began := time.Now()
				if err := once(i); err != nil {
					y.t.Error(err)
					return
				}
				*longest = max(*longest, time.Since(began))
				select {
				case <-stop:
					return
				case <-pause.C:
				}
			}
		})
	}
	probe(&longest.write, func(i int) error { return y.s.SetMeta(ctx, "waits", fmt.Sprint(i)) })
	probe(&longest.read, func(int) error {
		_, err := y.s.Window(ctx, all, store.Range{From: y.now.Add(-time.Hour), To: y.now, NoText: true})
		return err
	})
	if search {
		probe(&longest.search, func(int) error {
			_, err := y.archive.Search(ctx, all, archive.Lookup{Text: y.known[len(y.known)-1].word, At: y.now, Limit: 3})
			return err
		})
	}
	f()
	close(stop)
	probes.Wait()
	return longest
}

// more keeps the longest of two measurements.
func (w waits) more(o waits) waits {
	return waits{max(w.write, o.write), max(w.read, o.read), max(w.search, o.search)}
}

// asked is a number that a variable gives, or another: DATELINE_YEAR is how many articles a
// day the year has (1500 is the full one), DATELINE_YEAR_DAYS how many days.
func asked(variable string, other int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil && n > 0 {
		return n
	}
	return other
}

func perDay() int { return asked("DATELINE_YEAR", 5) }

// evidenceDays is how long what was shown is kept.
const evidenceDays = 730

// gone counts the sentences shown before a day of whose articles no text is left.
func (y *year) gone(before int) (all, gone int) {
	y.t.Helper()
	for _, x := range y.shown {
		if x.day >= before {
			continue
		}
		all++
		texts := must[[]store.Version](y.t)(y.s.Versions(context.Background(), x.article))
		if !slices.ContainsFunc(texts, func(v store.Version) bool { return v.Text != "" }) {
			gone++
		}
	}
	return all, gone
}

// After a year the database is as large as after half of it, what was shown opens, and
// what is not too old is found as before.
func TestSweeper_AYearEndsAsLargeAsItsHalf(t *testing.T) {
	archiveDays, days := 180, asked("DATELINE_YEAR_DAYS", 365)
	if texttest.Raced {
		archiveDays, days = 45, 100
	}
	url := "sqlite:" + filepath.Join(storetest.Dir(t), "year.db")
	if os.Getenv("DATELINE_YEAR_ON") == "postgres" {
		url = storetest.PostgresURL(t)
	}
	s := must[*store.Store](t)(store.Open(context.Background(), url))
	defer s.Close()
	y := newYear(t, s, max(2, perDay()*200/1500), archiveDays, evidenceDays)
	var half int64
	var calm, swept waits
	for n := range days {
		y.day(n, perDay())
		if n >= archiveDays && n%5 == 0 || n == days-1 {
			looked := n%45 == 0 || n == days-1
			before := 0
			if looked {
				before = y.finds(n - archiveDays + 2)
				calm = calm.more(y.beside(true, func() { y.finds(n - 30) }))
			}
			swept = swept.more(y.beside(looked, func() {
				must[int](t)(y.sweeper.Run(context.Background()))
				if looked {
					if err := y.archive.Refresh(context.Background()); err != nil { // as the program does each hour
						t.Error(err)
					}
				}
			}))
			if looked {
				if after := y.finds(n - archiveDays + 2); after < before || before == 0 { // more: what is gone took a place
					t.Errorf("day %d: %d of the known articles are found, before the sweep it were %d", n, after, before)
				}
			}
		}
		if n == archiveDays+10 {
			half = must[int64](t)(s.Size(context.Background()))
		}
		if n%30 == 0 || n == days-1 {
			t.Logf("day %d: %.1f MiB; beside a sweep %s; beside searches %s; longest transaction %s", n,
				float64(must[int64](t)(s.Size(context.Background())))/(1<<20), swept, calm, y.sweeper.Longest())
		}
		y.now = y.now.Add(24 * time.Hour)
	}
	y.opens(days - evidenceDays)
	if all, gone := y.gone(days - evidenceDays - 10); gone < all {
		t.Errorf("%d of %d sentences shown more than %d days ago are left", all-gone, all, evidenceDays)
	}
	end := must[int64](t)(s.Size(context.Background()))
	extent := must[store.Extent](t)(s.Extent(context.Background(), store.Scope{Everything: true}, y.now))
	t.Logf("%d articles a day: %.1f MiB after %d days, %.1f MiB after %d (%+.1f %%); %d articles live", perDay(),
		float64(half)/(1<<20), archiveDays+10, float64(end)/(1<<20), days, 100*(float64(end)/float64(half)-1), extent.Articles)
	if end > half+half/10 {
		t.Errorf("%d bytes after a year, %d after half of it: more than a tenth", end, half)
	}
	if extent.Articles > (archiveDays+7)*perDay() {
		t.Errorf("%d articles live", extent.Articles)
	}
}
