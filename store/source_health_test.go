package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/store"
	"dateline/store/health"
	"dateline/store/state"
	"dateline/store/storetest"
)

func chooseFeed(t *testing.T, s *store.Store, owner, name string) store.Source {
	t.Helper()
	src, _, err := s.AddSource(context.Background(), store.Source{Domain: store.Public, URL: "https://" + name + ".example/feed", Title: name,
		Kind: state.SourceFeed, Next: s.Now()}, owner, "7")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestSourceFigures_CountsItemsADayAndFullTexts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		s.Now = func() time.Time { return noon.AddDate(0, 0, -20) }
		busy, thin, still := chooseFeed(t, s, "guild:1", "busy"), chooseFeed(t, s, "guild:1", "thin"), chooseFeed(t, s, "guild:1", "still")
		chooseFeed(t, s, "guild:2", "other")
		s.Now = func() time.Time { return noon.Add(-36 * time.Hour) }
		fresh := chooseFeed(t, s, "guild:1", "fresh")
		var in []store.Incoming
		add := func(src store.Source, n int, age time.Duration, text string) {
			for range n {
				in = append(in, storetest.Article(src, fmt.Sprint("a", len(in)), "One", text, noon.Add(-age)))
			}
		}
		long := strings.Repeat("The pier is closed. ", 40)
		add(busy, 14, time.Hour, long)
		add(busy, 7, 50*time.Hour, "A teaser.")
		add(busy, 9, 9*24*time.Hour, long) // older than what is counted
		add(thin, 7, time.Hour, "A teaser.")
		add(fresh, 3, time.Hour, long)
		in[len(in)-1].Version.Rights = "page:snippet=0"
		again := in[20] // the teaser's page was read later: the newest version counts
		again.Version.Text, again.Version.Seen, again.Version.Hash = long, noon.Add(-time.Minute), "later"
		must[[]store.Outcome](t)(s.AddArticles(ctx, append(in, again)))
		s.Now = func() time.Time { return noon }
		got := must[map[int64]health.Figures](t)(s.SourceFigures(ctx, "guild:1", 7))
		want := map[int64]health.Figures{busy.ID: {ADay: 3, Full: 15.0 / 21, Items: 21}, thin.ID: {ADay: 1, Full: 0, Items: 7},
			fresh.ID: {ADay: 2, Full: 1, Items: 3, Rights: map[string]int{"page:snippet=0": 1}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got; the still one is %d)\n%s", still.ID, diff)
		}
	})
}

// fails notes a visit that failed, as the poller does.
func fails(t *testing.T, s *store.Store, src store.Source, reason string) {
	t.Helper()
	claimed := must[store.Source](t)(s.ClaimSource(context.Background(), "guild:1", src.ID, time.Minute))
	claimed.Fails, claimed.Reason, claimed.Tried = claimed.Fails+1, reason, s.Now()
	if reason == "" {
		claimed.Fails, claimed.Read = 0, s.Now()
	}
	if err := s.FinishSource(context.Background(), claimed); err != nil {
		t.Fatal(err)
	}
}

func notices(t *testing.T, s *store.Store) string {
	t.Helper()
	var out []string
	for _, x := range must[[]health.Notice](t)(s.SourceNotices(context.Background(), 24*time.Hour, time.Minute, 10)) {
		out = append(out, fmt.Sprintf("%s %s works %v ended %v again %v: %s", x.Owner, x.Title, x.Works, x.Ended, x.PerhapsToldBefore, x.Reason))
		if err := s.SettleSourceNotice(context.Background(), x); err != nil {
			t.Fatal(err)
		}
	}
	return strings.Join(out, "\n")
}

func TestSourceNotices_OnceAfterADayAndOnceWhenItWorks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := noon
		s.Now = func() time.Time { return now }
		src := chooseFeed(t, s, "guild:1", "coast")
		step := func(wait time.Duration, reason, want string) {
			t.Helper()
			now = now.Add(wait)
			fails(t, s, src, reason)
			if got := notices(t, s); got != want {
				t.Errorf("at %s: got %q, want %q", now, got, want)
			}
		}
		step(time.Hour, "status 503", "")
		step(23*time.Hour, "status 503", "")
		step(time.Hour, "status 503", "guild:1 coast works false ended false again false: status 503")
		step(time.Hour, "status 404", "")
		step(48*time.Hour, "status 404", "")
		if _, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: src.URL, Kind: state.SourceFeed}, "guild:2", "8"); err != nil {
			t.Fatal(err)
		}
		if got := notices(t, s); got != "" {
			t.Errorf("who has just chosen it is told: %s", got)
		}
		step(time.Hour, "", "guild:1 coast works true ended false again false: ")
		step(time.Hour, "", "")
		step(time.Hour, "status 503", "") // it fails anew
		step(25*time.Hour, "status 503", "guild:1 coast works false ended false again false: status 503\nguild:2 coast works false ended false again false: status 503")
		if err := s.PauseSource(ctx, "guild:1", src.ID, true); err != nil {
			t.Fatal(err)
		}
		if got := notices(t, s); got != "" {
			t.Errorf("who has paused it is told: %s", got)
		}
	})
}

// A process that ends while it tells somebody leaves a notice that the next one
// takes up, and says so.
func TestSourceNotices_ANoticeThatWasNotSettledComesAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := noon
		s.Now = func() time.Time { return now }
		src := chooseFeed(t, s, "guild:1", "coast")
		fails(t, s, src, "status 503")
		now = now.Add(25 * time.Hour)
		fails(t, s, src, "status 503")
		claim := func() []health.Notice {
			return must[[]health.Notice](t)(s.SourceNotices(context.Background(), 24*time.Hour, time.Minute, 10))
		}
		if first := claim(); len(first) != 1 || first[0].PerhapsToldBefore || !first[0].Since.Equal(noon) || first[0].By != "7" {
			t.Fatalf("got %+v", first)
		}
		if meanwhile := claim(); len(meanwhile) != 0 {
			t.Errorf("another process gets it too: %+v", meanwhile)
		}
		now = now.Add(2 * time.Minute)
		if again := claim(); len(again) != 1 || !again[0].PerhapsToldBefore {
			t.Errorf("after a crash: got %+v", again)
		}
	})
}

func TestSourceNotices_ASourceThatEndedIsToldOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		s.Now = func() time.Time { return noon }
		src := chooseFeed(t, s, "guild:1", "coast")
		claimed := must[store.Source](t)(s.ClaimSource(context.Background(), "guild:1", src.ID, time.Minute))
		if err := s.EndSource(context.Background(), claimed, "its publisher says it is gone"); err != nil {
			t.Fatal(err)
		}
		if got, want := notices(t, s), "guild:1 coast works false ended true again false: its publisher says it is gone"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if got := notices(t, s); got != "" {
			t.Errorf("told again: %s", got)
		}
		fails(t, s, src, "") // somebody has it tried, and it is there
		if got, want := notices(t, s), "guild:1 coast works true ended false again false: "; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestClaimSources_OneThatEndedIsTriedWhileSomebodyWantsIt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := context.Background(), noon
		s.Now = func() time.Time { return now }
		src := chooseFeed(t, s, "guild:1", "coast")
		due := func() []store.Source { return must[[]store.Source](t)(s.ClaimSources(ctx, 5, time.Minute)) }
		claimed := due()[0]
		claimed.Next = noon.Add(24 * time.Hour)
		if err := s.EndSource(ctx, claimed, "its publisher says it is gone"); err != nil {
			t.Fatal(err)
		}
		if got := due(); len(got) > 0 {
			t.Errorf("it is tried before its time: %+v", got)
		}
		now = noon.Add(25 * time.Hour)
		if err := s.PauseSource(ctx, "guild:1", src.ID, true); err != nil {
			t.Fatal(err)
		}
		if got := due(); len(got) > 0 {
			t.Errorf("nobody wants it: %+v", got)
		}
		if err := s.PauseSource(ctx, "guild:1", src.ID, false); err != nil {
			t.Fatal(err)
		}
		claimed = due()[0]
		claimed.Next = now.Add(24 * time.Hour)
		if err := s.EndSource(ctx, claimed, "its publisher says it is gone"); err != nil {
			t.Fatal(err)
		}
		now = now.Add(25 * time.Hour)
		claimed = due()[0]
		if err := s.FinishSource(ctx, claimed); err != nil { // given back unread
			t.Fatal(err)
		}
		if all := must[[]store.Source](t)(s.Sources(ctx, "guild:1")); !all[0].Ended() {
			t.Errorf("unread it is %+v", all[0])
		}
		claimed = due()[0]
		claimed.Read, claimed.Reason, claimed.Next = now, "", now.Add(time.Hour)
		if err := s.FinishSource(ctx, claimed); err != nil {
			t.Fatal(err)
		}
		if all := must[[]store.Source](t)(s.Sources(ctx, "guild:1")); all[0].State != state.SourceActive {
			t.Errorf("read again it is %+v", all[0])
		}
	})
}

func TestClaimSource_IsTheOwnersAndOneAtATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		s.Now = func() time.Time { return noon }
		src := chooseFeed(t, s, "guild:1", "coast")
		if _, err := s.ClaimSource(ctx, "guild:2", src.ID, time.Minute); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another server: %v", err)
		}
		claimed := must[store.Source](t)(s.ClaimSource(ctx, "guild:1", src.ID, time.Minute))
		if _, err := s.ClaimSource(ctx, "guild:1", src.ID, time.Minute); !errors.Is(err, store.ErrLost) {
			t.Errorf("while it is read: %v", err)
		}
		if err := s.FinishSource(ctx, claimed); err != nil {
			t.Fatal(err)
		}
		if err := s.PauseSource(ctx, "guild:1", src.ID, true); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ClaimSource(ctx, "guild:1", src.ID, time.Minute); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a paused one: %v", err)
		}
	})
}
