package retention_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/retention"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/retain"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestShrink_CitationsFindTheirWordsAndTheRestIsGone(t *testing.T) {
	const body = "The port opened. Nobody came. “Never again”, said Orr. The levy is 4 percent, Senn said. It rained."
	quotes := []string{"The port opened.", "levy is 4 percent", "“Never again”, said Orr.", "The levy is 4 percent, Senn said."}
	x := retain.Text{Lang: "en", Text: body, Spans: text.MarshalSpans(text.Sentences(body, "en"))}
	for i, q := range quotes {
		at := strings.Index(body, q)
		x.Cites = append(x.Cites, retain.Cited{Claim: int64(i), Start: at, End: at + len(q)})
	}
	x.Cites = append(x.Cites, retain.Cited{Claim: 9, Start: -1, End: 4}, retain.Cited{Claim: 9, Start: 3, End: 9000})
	got := retention.Shrink(x)
	const want = "The port opened.\n[…]\n“Never again”, said Orr. The levy is 4 percent, Senn said."
	if got.Left != want {
		t.Errorf("%q is left, want %q", got.Left, want)
	}
	for i, q := range quotes {
		if c := got.Moved[i]; got.Left[c.Start:c.End] != q {
			t.Errorf("a citation of %q finds %q", q, got.Left[c.Start:c.End])
		}
	}
	if sentences := text.StoredSentences(got.Left, "en", got.LeftSpans); len(sentences) != 3 {
		t.Errorf("%d sentences are left, want 3", len(sentences))
	}
}

// aged is a store with an article that a channel was shown, one that it was not, and one
// that only a text nobody was shown cites.
func aged(t *testing.T, s *store.Store) (sweep func(days int), in []store.Incoming, key string) {
	t.Helper()
	ctx, now := context.Background(), time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC)
	s.Now = func() time.Time { return now }
	src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://a.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"shown", "unshown", "cited"} {
		body := "Nothing stands here. The " + id + " port opened in Karsk. Nobody came."
		x := storetest.Article(src, id, "Port "+id, body, now)
		x.Article.Seen, x.Version.Seen, x.Version.Spans = now, now, text.MarshalSpans(text.Sentences(body, "en"))
		in = append(in, x)
	}
	outs := must[[]store.Outcome](t)(s.AddArticles(ctx, in))
	channel := must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
	for i, k := range []string{"key shown", "key cited"} {
		sum, _, err := s.BeginSummary(ctx, store.Summary{Key: k, Kind: "story", Domain: store.Public, Lang: "en", Model: "m"}, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		quote := in[2*i].Version.Text[21:52]
		sum.Claims = []store.Claim{{Text: quote, Kind: "quoted", Cites: []store.Cite{{Version: outs[2*i].Version, Field: "text", Start: 21, End: 52, Quote: quote}}}}
		sum = must[store.Summary](t)(s.FinishSummary(ctx, sum))
		if i == 0 {
			must[store.Post](t)(s.AddPost(ctx, store.Post{Key: k, Channel: channel.ID, Kind: state.PostTerminal, Payload: "{}", State: state.PostSent, Cut: now, Due: now, Expire: now}, []int64{sum.Claims[0].ID}))
		}
	}
	index := &archive.Indexer{Store: s, Holder: "test"}
	must[int](t)(index.Run(ctx))
	sweeper := &retention.Sweeper{Store: s, Index: index, Holder: "test", Archive: 180 * 24 * time.Hour, Evidence: 730 * 24 * time.Hour, Now: s.Now}
	began := now
	return func(days int) {
		t.Helper()
		now = began.Add(time.Duration(days) * 24 * time.Hour)
		must[int](t)(sweeper.Run(ctx))
	}, in, "key shown"
}

func TestSweeper_TextsGoAndWhatWasShownStaysAsLongAsItMay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, all := context.Background(), store.Scope{Everything: true}
		sweep, in, key := aged(t, s)
		left := func() (names string) {
			t.Helper()
			for _, id := range []string{"shown", "unshown", "cited"} {
				if a, err := s.Article(ctx, all, id); err == nil {
					names += id + " " + must[[]store.Version](t)(s.Versions(ctx, a.ID))[0].Text + ";"
				} else if !errors.Is(err, store.ErrNotFound) {
					t.Fatal(err)
				}
			}
			return names
		}
		sweep(179)
		if got := strings.Count(left(), ";"); got != 3 {
			t.Errorf("%d articles after 179 days, want all", got)
		}
		sweep(181)
		if got := left(); got != "shown "+in[0].Version.Text[21:52]+";" {
			t.Errorf("after 181 days is left %q", got)
		}
		sum, _, err := s.BeginSummary(ctx, store.Summary{Key: key}, time.Minute)
		if err != nil || len(sum.Claims) != 1 || sum.Claims[0].Cites[0].Start != 0 || sum.Claims[0].Cites[0].End != 31 {
			t.Errorf("what was shown is %+v, %v", sum.Claims, err)
		}
		hits := must[[]archive.Found](t)((&archive.Archive{Store: s}).Search(ctx, all, archive.Lookup{Text: "Karsk port", At: s.Now(), Limit: 9}))
		if n := len(must[[]store.SegmentRow](t)(s.Segments(ctx))); len(hits) != 0 || n != 0 {
			t.Errorf("%d hits in %d segments of what is gone", len(hits), n)
		}
		in[0].Version.Hash = "edited"
		for i, o := range must[[]store.Outcome](t)(s.AddArticles(ctx, in)) {
			if o.Status != "duplicate" {
				t.Errorf("what the feed still holds of %d is %s", i, o.Status)
			}
		}
		sweep(731)
		if got := left(); got != "" {
			t.Errorf("after 731 days is left %q", got)
		}
	})
}

// Each step takes no more rows than it was told: whoever waits for one waits for so much.
func TestSweepPosts_AStepTakesNoMoreThanItsMost(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := context.Background(), time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC)
		s.Now = func() time.Time { return now }
		channel := must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		for i := range 7 {
			x := storetest.Article(src, fmt.Sprint("a", i), "Title", "Text of it.", now)
			x.Article.Seen, x.Version.Seen = now, now
			must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{x}))
			must[store.Post](t)(s.AddPost(ctx, store.Post{Key: fmt.Sprint(i), Channel: channel.ID, Kind: state.PostTerminal, Payload: "{}", State: state.PostFailed, Due: now, Expire: now}, nil))
			sum, _, err := s.BeginSummary(ctx, store.Summary{Key: fmt.Sprint(i), Kind: "story", Domain: store.Public, Lang: "en"}, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			must[store.Summary](t)(s.FinishSummary(ctx, sum))
		}
		late := now.Add(time.Hour)
		age := retain.Age{Archive: late, Evidence: late, Most: 3, Answers: "answer"}
		for name, step := range map[string]func(context.Context, retain.Age) (int, error){"posts": s.SweepPosts, "summaries": s.SweepSummaries} {
			if a, b, c, d := must[int](t)(step(ctx, age)), must[int](t)(step(ctx, age)), must[int](t)(step(ctx, age)), must[int](t)(step(ctx, age)); a != 3 || b != 3 || c != 1 || d != 0 {
				t.Errorf("%s: steps took %d, %d, %d and %d rows, want 3, 3, 1 and 0", name, a, b, c, d)
			}
		}
		unshown, _, err := s.SweepArticles(ctx, age)
		if err != nil || len(unshown) != 3 {
			t.Errorf("a step would take %d articles, want 3; %v", len(unshown), err)
		}
	})
}

// However many articles a step may take, it takes no more than a megabyte of texts, or one
// article.
func TestSweepArticles_AStepTakesAMegabyte(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := context.Background(), time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC)
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		var want []int64
		for i, size := range []int{700, 700, 3000, 1, 1, 1} { // KiB
			x := storetest.Article(src, fmt.Sprint("a", i), "Title", strings.Repeat("x", size<<10), now)
			x.Article.Seen, x.Version.Seen = now, now
			want = append(want, must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{x}))[0].Article)
		}
		for _, want := range [][]int64{want[:2], want[2:3], want[3:]} {
			got, _, err := s.SweepArticles(ctx, retain.Age{Archive: now.Add(time.Hour), Most: 20})
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("a step takes %v, want %v; %v", got, want, err)
			}
			if err := s.DropArticles(ctx, got); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Where texts are kept for ever, what has an end of its own goes all the same.
func TestSweeper_WithoutAnEndOfTextsAnswersGo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, all := context.Background(), store.Scope{Everything: true}
		_, in, _ := aged(t, s)
		now := s.Now()
		s.Now = func() time.Time { return now }
		shown := must[store.Article](t)(s.Article(ctx, all, "shown"))
		quote := recall.Quote{Article: shown.ID, Text: in[0].Version.Text[21:52]}
		if err := s.AnswersStand(ctx, recall.Answer{Message: 1, Channel: 9, Owner: "user:5", Lang: "en", Found: now, Rests: []recall.Quote{quote}}); err != nil {
			t.Fatal(err)
		}
		forever := &retention.Sweeper{Store: s, Index: &archive.Indexer{Store: s, Holder: "test"}, Holder: "test", Now: s.Now}
		for _, c := range []struct {
			later time.Duration
			want  int
		}{{retain.AnswersKept - time.Hour, 1}, {2 * time.Hour, 0}, {100 * 365 * 24 * time.Hour, 0}} {
			now = now.Add(c.later)
			must[int](t)(forever.Run(ctx))
			if n := must[map[string]int](t)(s.CountsOf(ctx, 5))["answers"]; n != c.want {
				t.Errorf("at %s %d answers are known, want %d", now, n, c.want)
			}
		}
		for _, id := range []string{"shown", "unshown", "cited"} {
			a := must[store.Article](t)(s.Article(ctx, all, id))
			if got := must[[]store.Version](t)(s.Versions(ctx, a.ID))[0].Text; !strings.Contains(got, "Nothing stands here.") {
				t.Errorf("of %s is left %q", id, got)
			}
		}
	})
}
