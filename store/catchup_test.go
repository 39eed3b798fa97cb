package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestCatchUp_IsKeptByPersonAndChannelAndNeverGoesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		until := func(user, channel int64) time.Time {
			t.Helper()
			return must[time.Time](t)(s.CaughtUp(ctx, user, channel))
		}
		if got := until(7, 5); !got.IsZero() {
			t.Errorf("before: %v", got)
		}
		for _, err := range []error{s.CatchUp(ctx, 7, 1, 5, noon), s.CatchUp(ctx, 7, 1, 5, noon.Add(-time.Hour)), s.CatchUp(ctx, 7, 2, 6, noon.Add(time.Hour)),
			s.CatchUp(ctx, 8, 1, 5, noon.Add(2*time.Hour))} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if got := []time.Time{until(7, 5), until(7, 6), until(8, 5), until(8, 6)}; !got[0].Equal(noon) || !got[1].Equal(noon.Add(time.Hour)) ||
			!got[2].Equal(noon.Add(2*time.Hour)) || !got[3].IsZero() {
			t.Errorf("got %v", got)
		}
		if n := must[int64](t)(s.ErasePerson(ctx, 7)); n != 2 {
			t.Errorf("%d rows of a person are erased, want 2", n)
		}
		if got := []time.Time{until(7, 5), until(7, 6)}; !got[0].IsZero() || !got[1].IsZero() {
			t.Errorf("after an erasure: %v", got)
		}
		if _, err := s.SeeGuild(ctx, 1); err != nil {
			t.Fatal(err)
		}
		if err := s.LoseGuild(ctx, 1, "gone"); err != nil {
			t.Fatal(err)
		}
		if err := s.EraseGuilds(ctx, time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if got := until(8, 5); !got.IsZero() {
			t.Errorf("after the guild was erased: %v", got)
		}
	})
}

func TestToldSince_ListsWhatArrivedInATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		ch := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 5, GuildID: 1, Owner: "guild:1", SetBy: "7"}))
		var sent []int64
		for i, kind := range []state.PostKind{state.PostBriefing, state.PostAlert, state.PostReview, state.PostBriefing} {
			post := must[store.Post](t)(s.AddPost(ctx, store.Post{Key: fmt.Sprint("k", i), Channel: ch.ID, Kind: kind, Payload: "{}", State: state.PostSending, Due: noon, Expire: noon}, nil))
			if i == 3 {
				break // it has not arrived
			}
			post.MessageID = int64(90 + i)
			if err := s.MarkPost(ctx, post, state.PostSending, state.PostSent); err != nil {
				t.Fatal(err)
			}
			sent = append(sent, post.MessageID)
		}
		list := func(after, until time.Time, n int) (out []int64) {
			t.Helper()
			for _, p := range must[[]store.Post](t)(s.ToldSince(ctx, ch.ID, after, until, n)) {
				out = append(out, p.MessageID)
			}
			return out
		}
		now := time.Now()
		both := list(now.Add(-time.Hour), now.Add(time.Hour), 9)
		if diff := cmp.Diff(map[int64]bool{sent[0]: true, sent[1]: true}, setOf(both)); diff != "" || len(both) != 2 {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := list(now.Add(-time.Hour), now.Add(time.Hour), 1); len(got) != 1 {
			t.Errorf("at most one: %v", got)
		}
		if got := append(list(now.Add(time.Hour), now.Add(2*time.Hour), 9), list(now.Add(-2*time.Hour), now.Add(-time.Hour), 9)...); len(got) != 0 {
			t.Errorf("outside of the time: %v", got)
		}
	})
}

func setOf(ids []int64) map[int64]bool {
	out := map[int64]bool{}
	for _, id := range ids {
		out[id] = true
	}
	return out
}

func TestArticlesBehind_FindsWhatAReaderMaySeeByItsAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://a.example/feed", Kind: state.SourceFeed, Title: "A"}, "guild:1", "7")
		if err != nil {
			t.Fatal(err)
		}
		add := func(ident, url string) int64 {
			t.Helper()
			made := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{{Source: src.ID, Article: store.Article{Domain: store.Public, Ident: ident, URL: url, Outlet: "A", Seen: noon, Time: noon},
				Version: store.Version{Lang: "en", Title: url, Text: "Text of " + url, Hash: url, Seen: noon}}}))
			return made[0].Article
		}
		first, second := add("url:a.example/1", "https://a.example/1?at=x"), add("guid:1:2", "https://a.example/2")
		scope := must[store.Scope](t)(s.ScopeOf(ctx, "guild:1"))
		find := func(sc store.Scope, idents, addresses []string) (out []int64) {
			t.Helper()
			for _, a := range must[[]store.Article](t)(s.ArticlesBehind(ctx, sc, idents, addresses)) {
				out = append(out, a.ID)
			}
			return out
		}
		if diff := cmp.Diff([]int64{first, second}, find(scope, []string{"url:a.example/1"}, []string{"https://a.example/2"})); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if got := find(scope, nil, []string{"https://a.example/3"}); got != nil {
			t.Errorf("found %v", got)
		}
		if got := find(store.Scope{Domains: []string{"guild:2"}}, []string{"url:a.example/1"}, []string{"https://a.example/2"}); got != nil {
			t.Errorf("another reader found %v", got)
		}
	})
}
