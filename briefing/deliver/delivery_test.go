package deliver_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// delivers runs a test on both databases.
func delivers(t *testing.T, f func(r *briefingtest.Room)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) { f(briefingtest.NewRoom(t, s)) })
}

func TestDeliverer_IntentIsStoredBeforeSending(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ps := r.Post("a", r.Ch, 1)
		r.D.During = func(ctx context.Context, _ store.Channel, m deliver.Message) {
			p := briefingtest.Must[store.Post](t)(r.S.Post(ctx, m.Post))
			if p.State != state.PostSending || p.Last.IsZero() || !m.Leave.Equal(r.Clock.Now().Add(5*time.Second)) {
				t.Errorf("while it leaves (until %v) the row is %+v", m.Leave, p)
			}
			if left, ok := ctx.Deadline(); !ok || time.Until(left) > 15*time.Second {
				t.Errorf("a request may take until %v", left)
			}
		}
		r.After(0, ps, state.PostSent)
		if p := briefingtest.Must[store.Post](t)(r.S.Post(context.Background(), ps[0].ID)); p.MessageID != 1000 || p.Error != "" {
			t.Errorf("sent as %+v", p)
		}
		r.After(time.Hour, ps, state.PostSent)
		r.Stands(r.Ch, "a, part 1")
		r.Count(1, 0)
	})
}

func TestDeliverer_PartsFollowInOrder(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.Post("a", r.Ch, 3)
		if n, err := r.Out.Run(context.Background()); n != 3 || err != nil {
			t.Errorf("%d sent, %v", n, err)
		}
		r.Stands(r.Ch, "a, part 1", "a, part 2", "a, part 3")
		if n, err := r.Out.Run(context.Background()); n != 0 || err != nil {
			t.Errorf("%d sent again, %v", n, err)
		}
	})
}

func TestDeliverer_LatePostExpires(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ps := r.Post("a", r.Ch, 2)
		r.After(time.Hour, ps, state.PostExpired, state.PostExpired)
		r.Stands(r.Ch)
		r.Count(0, 0)
	})
}

func TestDeliverer_LostReplySettledByNonce(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault = script(briefingtest.Lost)
		ps := r.Post("a", r.Ch, 2)
		r.After(0, ps, state.PostUnknown, state.PostReady)
		r.After(0, ps, state.PostUnknown, state.PostReady) // not at once again
		r.After(2*time.Second, ps, state.PostSent, state.PostSent)
		r.Stands(r.Ch, "a, part 1", "a, part 2")
		r.Count(3, 0)
	})
}

func TestDeliverer_LostReplySettledByHistory(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault, r.D.Memory = script(briefingtest.Lost), 0
		ps := r.Post("a", r.Ch, 2)
		r.After(0, ps, state.PostUnknown, state.PostReady)
		r.After(61*time.Second, ps, state.PostSent, state.PostSent)
		r.Stands(r.Ch, "a, part 1", "a, part 2")
		r.Count(2, 1)
	})
}

func TestDeliverer_LostRequestIsProvedThenResent(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault = script(briefingtest.Vanished, briefingtest.Vanished)
		ps := r.Post("a", r.Ch, 1)
		r.After(0, ps, state.PostUnknown)
		r.After(29*time.Second, ps, state.PostUnknown) // the second request
		r.After(20*time.Second, ps, state.PostUnknown) // may still land
		r.Count(2, 0)
		r.After(11*time.Second, ps, state.PostSent)
		r.Stands(r.Ch, "a, part 1")
		r.Count(3, 1)
	})
}

func TestDeliverer_LateLandingIsFound(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault, r.D.Memory = script(briefingtest.Late), 0
		ps := r.Post("a", r.Ch, 1)
		r.After(0, ps, state.PostUnknown)
		r.After(40*time.Second, ps, state.PostSent)
		r.Stands(r.Ch, "a, part 1")
	})
}

func TestDeliverer_NewProcessWaitsOutTheWindow(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault = script(briefingtest.Vanished)
		ps := r.Post("a", r.Ch, 1)
		r.After(0, ps, state.PostUnknown)
		r.Restart(r.Clock.Now())
		r.After(10*time.Minute, ps, state.PostUnknown) // the row's clock may have been set forward
		r.Count(1, 0)
		r.After(31*time.Second, ps, state.PostSent)
		r.Count(2, 1)
	})
}

func TestDeliverer_UnprovedIsNeverSentAgain(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault, r.D.Unread = script(briefingtest.Vanished), true
		ps := r.Post("a", r.Ch, 2)
		r.After(0, ps, state.PostUnknown, state.PostReady)
		for range 4 {
			r.After(29*time.Minute, ps, state.PostUnknown, state.PostReady)
		}
		r.After(6*time.Minute, ps, state.PostUnproven, state.PostExpired)
		r.D.Set(func(d *briefingtest.Discord) { d.Unread = false })
		r.After(time.Hour, ps, state.PostUnproven, state.PostExpired)
		r.Stands(r.Ch)
		if r.D.Requests != 1 {
			t.Errorf("%d requests", r.D.Requests)
		}
	})
}

func TestDeliverer_ClosedChannelPausesAndResumes(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Set(func(d *briefingtest.Discord) { d.Closed[r.Ch.ID] = true })
		ps := r.Post("a", r.Ch, 2)
		for range 3 {
			r.After(time.Minute, ps, state.PostReady, state.PostReady)
		}
		r.Count(1, 0)
		if ch := briefingtest.Must[store.Channel](t)(r.S.Channel(context.Background(), r.Ch.ID)); ch.State != state.ChannelPaused || ch.Reason != "I may not write here" {
			t.Errorf("the channel is %s: %s", ch.State, ch.Reason)
		}
		if len(r.Told) != 1 {
			t.Errorf("told %q, want it once", r.Told)
		}
		r.D.Set(func(d *briefingtest.Discord) { d.Closed[r.Ch.ID] = false })
		briefingtest.Must[bool](t)(r.S.SetChannel(context.Background(), r.Ch.ID, state.ChannelActive, ""))
		r.After(time.Minute, ps, state.PostSent, state.PostSent)
		r.Stands(r.Ch, "a, part 1", "a, part 2")
	})
}

func TestDeliverer_PausedChannelsPostsExpire(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ps := r.Post("a", r.Ch, 2)
		briefingtest.Must[bool](t)(r.S.SetChannel(context.Background(), r.Ch.ID, state.ChannelPaused, "asked to"))
		r.After(59*time.Minute, ps, state.PostReady, state.PostReady)
		r.After(time.Minute, ps, state.PostExpired, state.PostExpired)
		r.Count(0, 0)
	})
}

func TestDeliverer_DoubtIsSettledWhenChannelOpens(t *testing.T) {
	for name, f := range map[string]briefingtest.Fault{"it had landed": briefingtest.Lost, "it had not": briefingtest.Vanished} {
		t.Run(name, func(t *testing.T) {
			delivers(t, func(r *briefingtest.Room) {
				r.D.Fault = script(f)
				ps := r.Post("a", r.Ch, 1)
				r.After(0, ps, state.PostUnknown)
				r.D.Set(func(d *briefingtest.Discord) { d.Closed[r.Ch.ID] = true })
				for range 20 {
					r.After(time.Minute, ps, state.PostUnknown)
				}
				if n := r.D.Requests + r.D.Finds; n > 4 {
					t.Errorf("asked a closed channel %d times", n)
				}
				r.D.Set(func(d *briefingtest.Discord) { d.Closed[r.Ch.ID] = false })
				want := map[briefingtest.Fault]state.Post{briefingtest.Lost: state.PostSent, briefingtest.Vanished: state.PostReady}[f]
				r.After(11*time.Minute, ps, want) // nothing is sent into a paused channel
				briefingtest.Must[bool](t)(r.S.SetChannel(context.Background(), r.Ch.ID, state.ChannelActive, ""))
				r.After(time.Minute, ps, state.PostSent)
				r.Stands(r.Ch, "a, part 1")
			})
		})
	}
}

func TestDeliverer_RejectedPartEndsItsText(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault = script(briefingtest.None, briefingtest.Rejected)
		ps := r.Post("a", r.Ch, 3)
		r.After(0, ps, state.PostSent, state.PostFailed, state.PostExpired)
		for i, want := range []string{"", "invalid form body", "an earlier part did not arrive"} {
			if p := briefingtest.Must[store.Post](t)(r.S.Post(context.Background(), ps[i].ID)); p.Error != want {
				t.Errorf("part %d: %q, want %q", i, p.Error, want)
			}
		}
		r.Stands(r.Ch, "a, part 1")
	})
}

func TestDeliverer_RefusalSaysWhenToRetry(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault = script(briefingtest.Busy, briefingtest.Refused)
		ps := r.Post("a", r.Ch, 1)
		r.After(0, ps, state.PostReady)
		r.After(39*time.Second, ps, state.PostReady)
		r.Count(1, 0)
		r.After(2*time.Second, ps, state.PostReady)
		r.Count(2, 0)
		r.After(6*time.Second, ps, state.PostSent)
		r.Count(3, 0)
	})
}

func TestDeliverer_RefusedResendLeavesTheDoubt(t *testing.T) {
	for _, f := range []briefingtest.Fault{briefingtest.Busy, briefingtest.Refused, briefingtest.Rejected} {
		t.Run(string(f), func(t *testing.T) {
			delivers(t, func(r *briefingtest.Room) {
				r.D.Fault = script(briefingtest.Lost, f)
				ps := r.Post("a", r.Ch, 1)
				r.After(0, ps, state.PostUnknown)
				r.After(2*time.Second, ps, state.PostUnknown)
				r.After(41*time.Second, ps, state.PostSent)
				r.Stands(r.Ch, "a, part 1")
				r.Count(2, 1)
			})
		})
	}
}

func TestDeliverer_SlowChannelHoldsUpNoOther(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := briefingtest.NewRoom(t, s)
		n := map[string]int64{"sqlite": 1000, "postgres": 200}[s.Kind()]
		if briefingtest.Raced {
			n = 100
		}
		for i := range n {
			r.Post(fmt.Sprint(i), r.Channel(100+i), 1)
		}
		var arrived atomic.Int64
		others := make(chan struct{})
		r.D.During = func(_ context.Context, ch store.Channel, _ deliver.Message) {
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
		if got, err := r.Out.Run(context.Background()); int64(got) != n || err != nil {
			t.Errorf("%d sent, %v", got, err)
		}
	})
}
