package briefing_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/store"
	"dateline/store/storetest"
)

// room is a channel with a deliverer and the place it posts to.
type room struct {
	t     *testing.T
	s     *store.Store
	clock *wall
	d     *discord
	out   *briefing.Deliverer
	ch    store.Channel
	told  []string // reasons for which the channel was stopped
}

func newRoom(t *testing.T, s *store.Store) *room {
	t.Helper()
	r := &room{t: t, s: s, clock: &wall{t: noon}}
	s.Now = r.clock.now
	r.d = newDiscord(r.clock)
	r.ch = r.channel(70)
	r.clock.add(time.Second)
	r.restart(noon)
	return r
}

func (r *room) channel(id int64) store.Channel {
	r.t.Helper()
	ctx := context.Background()
	must[bool](r.t)(r.s.SeeGuild(ctx, 7))
	return must[store.Channel](r.t)(r.s.DiscordChannel(ctx, store.Channel{Kind: store.ChannelText, Name: "news", DiscordID: id, GuildID: 7, Owner: store.Desk, SetBy: "ann"}))
}

// restart begins another process.
func (r *room) restart(started time.Time) {
	r.out = &briefing.Deliverer{Store: r.s, Poster: r.d, Holder: fmt.Sprint("holder ", started.UnixNano()), Started: started, Now: r.clock.now,
		Stopped: func(_ context.Context, _ store.Channel, reason string) { r.told = append(r.told, reason) }}
}

// post stores a text of some parts that is due now and ends in an hour.
func (r *room) post(key string, ch store.Channel, parts int) []store.Post {
	r.t.Helper()
	var out []store.Post
	now := r.clock.now()
	for i := range parts {
		marker := fmt.Sprintf("%s, part %d", key, i+1)
		body := must[[]byte](r.t)(json.Marshal(briefing.Payload{Content: marker + "\ntext"}))
		out = append(out, must[store.Post](r.t)(r.s.AddPost(context.Background(), store.Post{Key: key, Part: i, Channel: ch.ID, Kind: store.PostBriefing, Payload: string(body), Marker: marker, State: store.PostReady,
			Cut: now, Due: now, Expire: now.Add(time.Hour)}, nil)))
	}
	r.clock.add(10 * time.Millisecond)
	return out
}

// after moves the clock, runs one pass, and compares the states of posts.
func (r *room) after(wait time.Duration, posts []store.Post, want ...store.PostState) {
	r.t.Helper()
	r.clock.add(wait)
	if _, err := r.out.Run(context.Background()); err != nil {
		r.t.Fatal(err)
	}
	var got []store.PostState
	for _, p := range posts {
		got = append(got, must[store.Post](r.t)(r.s.Post(context.Background(), p.ID)).State)
	}
	if !slices.Equal(got, want) {
		r.t.Fatalf("after %v: posts are %v, want %v", wait, got, want)
	}
}

// stands compares what stands in the channel, by its first lines.
func (r *room) stands(ch store.Channel, want ...string) {
	r.t.Helper()
	var got []string
	for _, s := range r.d.texts(ch.ID) {
		got = append(got, strings.SplitN(s, "\n", 2)[0])
	}
	if !slices.Equal(got, want) {
		r.t.Errorf("the channel holds %q, want %q", got, want)
	}
}

func (r *room) count(requests, finds int) {
	r.t.Helper()
	if r.d.requests != requests || r.d.finds != finds {
		r.t.Errorf("%d requests and %d looks at the history, want %d and %d", r.d.requests, r.d.finds, requests, finds)
	}
}

// delivers runs a test on both databases.
func delivers(t *testing.T, f func(r *room)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) { f(newRoom(t, s)) })
}

func TestTheIntentIsStoredBeforeAMessageLeaves(t *testing.T) {
	delivers(t, func(r *room) {
		ps := r.post("a", r.ch, 1)
		r.d.during = func(ctx context.Context, _ store.Channel, m briefing.Message) {
			p := must[store.Post](t)(r.s.Post(ctx, m.Post))
			if p.State != store.PostSending || p.Last.IsZero() || !m.Leave.Equal(r.clock.now().Add(5*time.Second)) {
				t.Errorf("while it leaves (until %v) the row is %+v", m.Leave, p)
			}
			if left, ok := ctx.Deadline(); !ok || time.Until(left) > 15*time.Second {
				t.Errorf("a request may take until %v", left)
			}
		}
		r.after(0, ps, store.PostSent)
		if p := must[store.Post](t)(r.s.Post(context.Background(), ps[0].ID)); p.MessageID != 1000 || p.Error != "" {
			t.Errorf("sent as %+v", p)
		}
		r.after(time.Hour, ps, store.PostSent)
		r.stands(r.ch, "a, part 1")
		r.count(1, 0)
	})
}

func TestPartsFollowOneAnotherAndAreCounted(t *testing.T) {
	delivers(t, func(r *room) {
		r.post("a", r.ch, 3)
		if n, err := r.out.Run(context.Background()); n != 3 || err != nil {
			t.Errorf("%d sent, %v", n, err)
		}
		r.stands(r.ch, "a, part 1", "a, part 2", "a, part 3")
		if n, err := r.out.Run(context.Background()); n != 0 || err != nil {
			t.Errorf("%d sent again, %v", n, err)
		}
	})
}

func TestAPostThatIsTooLateExpires(t *testing.T) {
	delivers(t, func(r *room) {
		ps := r.post("a", r.ch, 2)
		r.after(time.Hour, ps, store.PostExpired, store.PostExpired)
		r.stands(r.ch)
		r.count(0, 0)
	})
}

func TestALostReplyIsSettledByTheNonceInItsWindow(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault = script(lost)
		ps := r.post("a", r.ch, 2)
		r.after(0, ps, store.PostUnknown, store.PostReady)
		r.after(0, ps, store.PostUnknown, store.PostReady) // not at once again
		r.after(2*time.Second, ps, store.PostSent, store.PostSent)
		r.stands(r.ch, "a, part 1", "a, part 2")
		r.count(3, 0)
	})
}

func TestALostReplyIsSettledByHistoryAfterTheWindow(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault, r.d.memory = script(lost), 0
		ps := r.post("a", r.ch, 2)
		r.after(0, ps, store.PostUnknown, store.PostReady)
		r.after(61*time.Second, ps, store.PostSent, store.PostSent)
		r.stands(r.ch, "a, part 1", "a, part 2")
		r.count(2, 1)
	})
}

func TestALostRequestIsSentAgainOnceItsAbsenceIsProved(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault = script(vanished, vanished)
		ps := r.post("a", r.ch, 1)
		r.after(0, ps, store.PostUnknown)
		r.after(29*time.Second, ps, store.PostUnknown) // the second request
		r.after(20*time.Second, ps, store.PostUnknown) // may still land
		r.count(2, 0)
		r.after(11*time.Second, ps, store.PostSent)
		r.stands(r.ch, "a, part 1")
		r.count(3, 1)
	})
}

func TestAMessageThatLandsAfterItsReplyWasGivenUpIsFound(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault, r.d.memory = script(late), 0
		ps := r.post("a", r.ch, 1)
		r.after(0, ps, store.PostUnknown)
		r.after(40*time.Second, ps, store.PostSent)
		r.stands(r.ch, "a, part 1")
	})
}

func TestANewProcessWaitsUntilNothingCanLandAnyMore(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault = script(vanished)
		ps := r.post("a", r.ch, 1)
		r.after(0, ps, store.PostUnknown)
		r.restart(r.clock.now())
		r.after(10*time.Minute, ps, store.PostUnknown) // the row's clock may have been set forward
		r.count(1, 0)
		r.after(31*time.Second, ps, store.PostSent)
		r.count(2, 1)
	})
}

func TestWhatCannotBeProvedIsNeverSentAgain(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault, r.d.unread = script(vanished), true
		ps := r.post("a", r.ch, 2)
		r.after(0, ps, store.PostUnknown, store.PostReady)
		for range 4 {
			r.after(29*time.Minute, ps, store.PostUnknown, store.PostReady)
		}
		r.after(6*time.Minute, ps, store.PostUnproven, store.PostExpired)
		r.d.set(func(d *discord) { d.unread = false })
		r.after(time.Hour, ps, store.PostUnproven, store.PostExpired)
		r.stands(r.ch)
		if r.d.requests != 1 {
			t.Errorf("%d requests", r.d.requests)
		}
	})
}

func TestAClosedChannelIsPausedWithItsPostsAndTakenUpAgain(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.set(func(d *discord) { d.closed[r.ch.ID] = true })
		ps := r.post("a", r.ch, 2)
		for range 3 {
			r.after(time.Minute, ps, store.PostReady, store.PostReady)
		}
		r.count(1, 0)
		if ch := must[store.Channel](t)(r.s.Channel(context.Background(), r.ch.ID)); ch.State != store.ChannelPaused || ch.Reason != "I may not write here" {
			t.Errorf("the channel is %s: %s", ch.State, ch.Reason)
		}
		if len(r.told) != 1 {
			t.Errorf("told %q, want it once", r.told)
		}
		r.d.set(func(d *discord) { d.closed[r.ch.ID] = false })
		must[bool](t)(r.s.SetChannel(context.Background(), r.ch.ID, store.ChannelActive, ""))
		r.after(time.Minute, ps, store.PostSent, store.PostSent)
		r.stands(r.ch, "a, part 1", "a, part 2")
	})
}

func TestAPausedChannelsPostsExpire(t *testing.T) {
	delivers(t, func(r *room) {
		ps := r.post("a", r.ch, 2)
		must[bool](t)(r.s.SetChannel(context.Background(), r.ch.ID, store.ChannelPaused, "asked to"))
		r.after(59*time.Minute, ps, store.PostReady, store.PostReady)
		r.after(time.Minute, ps, store.PostExpired, store.PostExpired)
		r.count(0, 0)
	})
}

func TestAPostInDoubtInAClosedChannelIsProvedOrSentWhenItOpens(t *testing.T) {
	for name, f := range map[string]fault{"it had landed": lost, "it had not": vanished} {
		t.Run(name, func(t *testing.T) {
			delivers(t, func(r *room) {
				r.d.fault = script(f)
				ps := r.post("a", r.ch, 1)
				r.after(0, ps, store.PostUnknown)
				r.d.set(func(d *discord) { d.closed[r.ch.ID] = true })
				for range 20 {
					r.after(time.Minute, ps, store.PostUnknown)
				}
				if n := r.d.requests + r.d.finds; n > 4 {
					t.Errorf("asked a closed channel %d times", n)
				}
				r.d.set(func(d *discord) { d.closed[r.ch.ID] = false })
				want := map[fault]store.PostState{lost: store.PostSent, vanished: store.PostReady}[f]
				r.after(11*time.Minute, ps, want) // nothing is sent into a paused channel
				must[bool](t)(r.s.SetChannel(context.Background(), r.ch.ID, store.ChannelActive, ""))
				r.after(time.Minute, ps, store.PostSent)
				r.stands(r.ch, "a, part 1")
			})
		})
	}
}

func TestARejectedPartEndsItsTextAndSaysWhy(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault = script(none, rejected)
		ps := r.post("a", r.ch, 3)
		r.after(0, ps, store.PostSent, store.PostFailed, store.PostExpired)
		for i, want := range []string{"", "invalid form body", "an earlier part did not arrive"} {
			if p := must[store.Post](t)(r.s.Post(context.Background(), ps[i].ID)); p.Error != want {
				t.Errorf("part %d: %q, want %q", i, p.Error, want)
			}
		}
		r.stands(r.ch, "a, part 1")
	})
}

func TestARefusalSaysWhenToTryAgain(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault = script(busy, refused)
		ps := r.post("a", r.ch, 1)
		r.after(0, ps, store.PostReady)
		r.after(39*time.Second, ps, store.PostReady)
		r.count(1, 0)
		r.after(2*time.Second, ps, store.PostReady)
		r.count(2, 0)
		r.after(6*time.Second, ps, store.PostSent)
		r.count(3, 0)
	})
}

func TestARefusedResendLeavesTheDoubt(t *testing.T) {
	for _, f := range []fault{busy, refused, rejected} {
		t.Run(string(f), func(t *testing.T) {
			delivers(t, func(r *room) {
				r.d.fault = script(lost, f)
				ps := r.post("a", r.ch, 1)
				r.after(0, ps, store.PostUnknown)
				r.after(2*time.Second, ps, store.PostUnknown)
				r.after(41*time.Second, ps, store.PostSent)
				r.stands(r.ch, "a, part 1")
				r.count(2, 1)
			})
		})
	}
}

func TestASlowChannelHoldsUpNoOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRoom(t, s)
		n := map[string]int64{"sqlite": 1000, "postgres": 200}[s.Kind()]
		if raced {
			n = 100
		}
		for i := range n {
			r.post(fmt.Sprint(i), r.channel(100+i), 1)
		}
		var arrived atomic.Int64
		others := make(chan struct{})
		r.d.during = func(_ context.Context, ch store.Channel, _ briefing.Message) {
			if ch.DiscordID == 100 {
				select {
				case <-others:
				case <-time.After(30 * time.Second):
					t.Error("the others waited for a slow channel")
				}
			} else if arrived.Add(1) == n-1 {
				close(others)
			}
		}
		if got, err := r.out.Run(context.Background()); int64(got) != n || err != nil {
			t.Errorf("%d sent, %v", got, err)
		}
	})
}
