package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
	"dateline/store/watching"
)

// waits keeps a watch of a person who has written.
func waits(t *testing.T, s *store.Store, user int64, question string) watching.Watch {
	t.Helper()
	ctx := context.Background()
	if err := s.SawDM(ctx, user, 100+user, noon); err != nil {
		t.Fatal(err)
	}
	w, fresh, err := s.AddWatch(ctx, watching.Watch{User: user, Question: question, Lang: "en"})
	if err != nil || !fresh {
		t.Fatal(w, fresh, err)
	}
	return w
}

func TestAddWatch_FiveOfWhoHasWritten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		if _, _, err := s.AddWatch(ctx, watching.Watch{User: 7, Question: "Who won?"}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("of who has not written: %v", err)
		}
		if _, err := s.Direct(ctx, 7); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the direct messages of who has not written: %v", err)
		}
		first := waits(t, s, 7, "Who won 0?")
		for i := range watching.Most - 1 {
			waits(t, s, 7, fmt.Sprintf("Who won %d?", i+1))
		}
		if _, _, err := s.AddWatch(ctx, watching.Watch{User: 7, Question: "Who won 9?"}); !errors.Is(err, store.ErrExists) {
			t.Errorf("one too many: %v", err)
		}
		if same, fresh, err := s.AddWatch(ctx, watching.Watch{User: 7, Question: "Who won 0?"}); err != nil || fresh || same.ID != first.ID {
			t.Errorf("the same again: %+v, %v, %v", same, fresh, err)
		}
		waits(t, s, 8, "Who won 0?")
		if _, err := s.DropWatch(ctx, 8, first.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("another's watch is ended: %v", err)
		}
		must[watching.Watch](t)(s.DropWatch(ctx, 7, first.ID))
		if mine := must[[]watching.Watch](t)(s.Watches(ctx, 7)); len(mine) != watching.Most-1 || slices.ContainsFunc(mine, func(w watching.Watch) bool { return w.ID == first.ID }) {
			t.Errorf("left are %+v", mine)
		}
		if all := must[[]watching.Watch](t)(s.ActiveWatches(ctx)); len(all) != watching.Most {
			t.Errorf("%d are active", len(all))
		}
		s.Now = func() time.Time { return time.Now().Add(watching.Lasts + time.Hour) }
		if mine := must[[]watching.Watch](t)(s.Watches(ctx, 7)); len(mine) != 0 {
			t.Errorf("after 30 days: %+v", mine)
		}
		if err := s.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		waits(t, s, 7, "Who won 1?")
	})
}

func TestTellWatch_OnceAndUnderTheLease(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		w := waits(t, s, 7, "Who won?")
		box := must[store.Channel](t)(s.Direct(ctx, 7))
		if again := must[store.Channel](t)(s.Direct(ctx, 7)); again.ID != box.ID || box.Kind != state.ChannelDM || box.DiscordID != 107 || box.Owner != "user:7" {
			t.Errorf("direct messages %+v, then %+v", box, again)
		}
		post := store.NewPost{Post: store.Post{Channel: box.ID, Payload: "{}", Marker: "x", Cut: noon, Due: time.Now(), Expire: time.Now().Add(time.Hour)}}
		old := must[store.Lease](t)(s.TakeLease(ctx, "watch", "a", time.Hour))
		if err := s.ReleaseLease(ctx, old); err != nil {
			t.Fatal(err)
		}
		lease := must[store.Lease](t)(s.TakeLease(ctx, "watch", "b", time.Hour))
		if err := s.TellWatch(ctx, old, w.ID, post); !errors.Is(err, store.ErrLost) {
			t.Errorf("under a lost lease: %v", err)
		}
		if err := s.TellWatch(ctx, lease, w.ID, post); err != nil {
			t.Fatal(err)
		}
		if err := s.TellWatch(ctx, lease, w.ID, post); !errors.Is(err, store.ErrLost) {
			t.Errorf("twice: %v", err)
		}
		if left := must[[]watching.Watch](t)(s.Watches(ctx, 7)); len(left) != 0 {
			t.Errorf("a told watch goes on: %+v", left)
		}
		claimed := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute))
		if len(claimed) != 1 || claimed[0].Kind != state.PostWatch || claimed[0].Key != fmt.Sprint("watch:", w.ID) {
			t.Errorf("posts %+v", claimed)
		}
	})
}

// What waits for its place or for the index is looked at later; what was stamped in one
// moment is not divided.
func TestReadSince_NothingIsPassedOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := noon
		s.Now = func() time.Time { return now }
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		read := func(at time.Time, names ...string) {
			var in []store.Incoming
			for _, name := range names {
				in = append(in, storetest.Article(src, name, name, "Of "+name+".", at))
			}
			must[[]store.Outcome](t)(s.AddArticles(ctx, in))
		}
		read(noon, "one", "two", "three")
		now = noon.Add(time.Minute)
		if got, until, err := s.ReadSince(ctx, noon.Add(-time.Hour), 10*time.Minute, 2); err != nil || len(got) != 0 || !until.Before(noon) {
			t.Errorf("before they are indexed: %+v until %s, %v", got, until, err)
		}
		got, until, err := s.ReadSince(ctx, noon.Add(-time.Hour), 30*time.Second, 2)
		if err != nil || len(got) != 3 || until.Before(noon) {
			t.Errorf("without patience: %+v until %s, %v", got, until, err)
		}
		if again, _, err := s.ReadSince(ctx, until, 30*time.Second, 2); err != nil || len(again) != 0 {
			t.Errorf("again: %+v, %v", again, err)
		}
	})
}

func TestErasePerson_ForgetsWhatWasWaitedFor(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		w := waits(t, s, 7, "Who won?")
		kept := waits(t, s, 8, "Who lost?")
		for _, watch := range []int64{w.ID, kept.ID, 99} {
			if err := s.ReadForWatch(ctx, watch, 5); err != nil {
				t.Fatal(err)
			}
		}
		must[store.Channel](t)(s.Direct(ctx, 7))
		must[int64](t)(s.ErasePerson(ctx, 7))
		if mine, read := must[[]watching.Watch](t)(s.Watches(ctx, 7)), must[map[int64]bool](t)(s.WatchReads(ctx, w.ID)); len(mine)+len(read) != 0 {
			t.Errorf("left are %+v and %v", mine, read)
		}
		if _, err := s.Mailbox(ctx, 7); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("direct messages: %v", err)
		}
		if others, read := must[[]watching.Watch](t)(s.Watches(ctx, 8)), must[map[int64]bool](t)(s.WatchReads(ctx, kept.ID)); len(others) != 1 || len(read) != 1 {
			t.Errorf("another has %+v and %v", others, read)
		}
	})
}
