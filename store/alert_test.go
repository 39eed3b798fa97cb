package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// burst reads an article of one story from each of some feeds; its outlets are
// o0, o1, … Each is published at a time, and first seen now.
func burst(t *testing.T, s *store.Store, feeds []store.Source, published time.Time) int64 {
	t.Helper()
	ctx := context.Background()
	var outs []store.Outcome
	for i, src := range feeds {
		in := storetest.Article(src, fmt.Sprint("a", i, published.Unix()), "One", fmt.Sprintf("Text %d of %s.", i, published), published)
		in.Article.Outlet, in.Article.Seen, in.Version.Seen = fmt.Sprint("o", i), s.Now(), s.Now()
		outs = append(outs, must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{in}))...)
	}
	l := must[store.Lease](t)(s.TakeLease(ctx, "cluster", "test", time.Minute))
	var as []store.Assignment
	for _, o := range outs {
		as = append(as, store.Assignment{Version: o.Version, Article: o.Article, Story: -1, Family: o.Version})
	}
	ids := must[map[int64]int64](t)(s.SaveClusters(ctx, l, []store.Story{{ID: -1, Domain: store.Public, Lang: "en", First: noon, Last: noon}}, as, nil))
	return ids[-1]
}

// feeds are n feeds that an owner has chosen.
func feeds(t *testing.T, s *store.Store, owner string, n int) []store.Source {
	t.Helper()
	var out []store.Source
	for i := range n {
		src, _, err := s.AddSource(context.Background(), store.Source{Domain: store.Public, URL: fmt.Sprintf("https://f%d.example/%s", i, owner), Kind: state.SourceFeed}, owner, "test")
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, src)
	}
	return out
}

func TestBursts_ByOutletsFirstSeenInARange(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c := &clock{noon}
		s.Now = c.now
		srcs := feeds(t, s, "guild:7", 3)
		c.t = noon.Add(time.Minute)
		three := burst(t, s, srcs, c.t)
		two := burst(t, s, srcs[:2], c.t.Add(-time.Second))
		late := burst(t, s, srcs, noon.Add(-4*time.Hour)) // read now, published long before
		for name, x := range map[string]struct {
			r       store.Range
			outlets int
			want    []int64
		}{
			"three": {store.Range{From: noon, To: c.t}, 3, []int64{three}},
			"two":   {store.Range{From: noon, To: c.t}, 2, []int64{three, two}},
			"four":  {store.Range{From: noon, To: c.t}, 4, nil},
			"after": {store.Range{From: c.t, To: c.t.Add(time.Hour)}, 2, nil},
			"old":   {store.Range{From: noon.Add(-3 * time.Hour), To: c.t}, 3, []int64{three, late}},
		} {
			if diff := cmp.Diff(x.want, must[[]int64](t)(s.Bursts(ctx, x.r, x.outlets))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	})
}

func TestFirstSeen_OnlyWhatWasPublishedAfterItsFeedWasChosen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c := &clock{noon}
		s.Now = c.now
		srcs := feeds(t, s, "guild:7", 2)
		c.t = noon.Add(10 * time.Minute)
		srcs = append(srcs, feeds(t, s, "guild:8", 1)...)
		if _, _, err := s.AddSource(ctx, srcs[0], "guild:8", "test"); err != nil { // 8 chooses ten minutes later what 7 has
			t.Fatal(err)
		}
		c.t = noon.Add(20 * time.Minute)
		story := burst(t, s, srcs, noon.Add(5*time.Minute))
		fresh := burst(t, s, srcs, noon.Add(15*time.Minute))
		hour := store.Range{From: noon.Add(-time.Hour), To: c.t}
		for owner, want := range map[string][]int{"guild:7": {2, 2}, "guild:8": {0, 2}, "guild:9": {0, 0}} {
			var got []int
			for _, id := range []int64{story, fresh} {
				got = append(got, len(must[[]store.Item](t)(s.FirstSeen(ctx, owner, []int64{id}, hour))))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, of what was published before and after its choice (-want +got):\n%s", owner, diff)
			}
		}
		if got := must[[]store.Item](t)(s.FirstSeen(ctx, "guild:7", []int64{fresh}, store.Range{From: c.t, To: c.t.Add(time.Hour)})); len(got) != 0 {
			t.Errorf("%d articles were first seen after the last one", len(got))
		}
	})
}

func TestAddAlert_OnceAndNeverBesideABriefing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, p := stage(t, s)
		lease := must[store.Lease](t)(s.TakeLease(ctx, "alert", "me", time.Hour))
		alert := func(key string) store.NewPost {
			return store.NewPost{Post: store.Post{Key: key, Channel: p.Channel.ID, Payload: "{}", Marker: "m", Cut: c.t, Due: c.t, Expire: c.t.Add(time.Hour)}}
		}
		add := func(what, key string, want error) {
			t.Helper()
			if err := s.AddAlert(ctx, lease, alert(key)); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", what, err, want)
			}
		}
		idle := func(want bool) {
			t.Helper()
			if got := must[bool](t)(s.Idle(ctx, p.Channel.ID)); got != want {
				t.Errorf("the channel is idle: %v, want %v", got, want)
			}
		}
		// A slot that is due comes first, and while it is written.
		slotAt(t, s, p, "2026-11-20")
		idle(false)
		add("beside a slot that is due", "alert:1", store.ErrBusy)
		x, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		add("beside a slot that is written", "alert:1", store.ErrBusy)
		x.Cut = c.t
		if err := s.FinishSlot(ctx, x, nil); err != nil {
			t.Fatal(err)
		}
		idle(true)
		add("alone", "alert:1", nil)
		idle(false)
		add("again", "alert:1", store.ErrBusy)

		// A slot waits for the alert.
		c.t = c.t.Add(time.Second)
		slotAt(t, s, p, "2026-11-21")
		if _, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a slot is written beside an alert: %v", err)
		}
		sent := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute))
		if len(sent) != 1 || sent[0].Kind != state.PostAlert {
			t.Fatalf("claimed %+v", sent)
		}
		if err := s.Settle(ctx, sent[0], state.PostSent, 0, false); err != nil {
			t.Fatal(err)
		}
		if x, _, err = s.ClaimSlot(ctx, time.Minute, store.Reading{}); err != nil {
			t.Fatalf("claim after the alert: %v", err)
		}
		if err := s.FinishSlot(ctx, x, nil); err != nil {
			t.Fatal(err)
		}
		add("the same key", "alert:1", store.ErrLost)
		early := alert("alert:2")
		early.Cut = noon.Add(-time.Second) // the channel was told something since
		if err := s.AddAlert(ctx, lease, early); !errors.Is(err, store.ErrBusy) {
			t.Errorf("an alert from before the last post: %v", err)
		}
		c.t = c.t.Add(time.Second)
		must[bool](t)(s.SetChannel(ctx, p.Channel.ID, state.ChannelPaused, "closed"))
		add("in a channel that is closed", "alert:2", store.ErrBusy)
		idle(false)
		must[bool](t)(s.SetChannel(ctx, p.Channel.ID, state.ChannelActive, ""))
		add("the next", "alert:2", nil)
		if got := must[[]store.Post](t)(s.Alerts(ctx, p.Channel.ID, noon)); len(got) != 1 || got[0].Key != "alert:2" {
			t.Errorf("alerts after noon: %+v", got)
		}
		if got := must[[]store.Post](t)(s.Alerts(ctx, p.Channel.ID, noon.Add(-time.Second))); len(got) != 2 || got[0].Key != "alert:2" {
			t.Errorf("alerts, newest first: %+v", got)
		}
		if err := s.ReleaseLease(ctx, lease); err != nil {
			t.Fatal(err)
		}
		add("without the lease", "alert:3", store.ErrLost)
	})
}

// Alerts that were switched off are not sent, though somebody holds one to send it.
func TestWithdrawAlerts_NoneIsSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, p := stage(t, s)
		lease := must[store.Lease](t)(s.TakeLease(ctx, "alert", "me", time.Hour))
		if err := s.AddAlert(ctx, lease, store.NewPost{Post: store.Post{Key: "alert:1", Channel: p.Channel.ID, Payload: "{}", Marker: "m", Cut: c.t, Due: c.t, Expire: c.t.Add(time.Hour)}}); err != nil {
			t.Fatal(err)
		}
		held := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute))
		if err := s.WithdrawAlerts(ctx, p.Channel.ID); err != nil || len(held) != 1 {
			t.Fatalf("%d are to be sent, %v", len(held), err)
		}
		if _, err := s.Intend(ctx, held[0], store.First, time.Second, time.Minute); !errors.Is(err, store.ErrLost) {
			t.Errorf("it is sent: %v", err)
		}
		if all := must[[]store.Post](t)(s.Alerts(ctx, p.Channel.ID, c.t.Add(-time.Minute))); len(all) != 1 || all[0].State != state.PostExpired {
			t.Errorf("left: %+v", all)
		}
	})
}
