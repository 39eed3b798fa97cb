package deliver_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/store"
	"dateline/store/state"
)

func TestDeliverer_RestoredBackupSendsNothingTwice(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ps := r.Post("a", r.Ch, 2)
		r.CopyOf(ps[0])
		r.Restart(r.Clock.Now().Add(10 * time.Minute))
		r.After(10*time.Minute, ps, state.PostSent, state.PostSent)
		r.Stands(r.Ch, "a, part 1", "a, part 2")
		r.Count(1, 2)
	})
}

func TestDeliverer_RestoredBackupWaitsForHistory(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ps := r.Post("a", r.Ch, 1)
		r.CopyOf(ps[0])
		r.Restart(r.Clock.Now().Add(10 * time.Minute))
		r.D.Set(func(d *briefingtest.Discord) { d.Unread = true })
		r.After(10*time.Minute, ps, state.PostReady)
		for range 3 {
			r.After(61*time.Second, ps, state.PostReady) // also when its time has come again
		}
		r.Count(0, 4)
		r.D.Set(func(d *briefingtest.Discord) { d.Unread = false })
		r.After(61*time.Second, ps, state.PostSent)
		r.Stands(r.Ch, "a, part 1")
		r.Count(0, 5)
	})
}

func TestDeliverer_RestoredOldPostIsSoughtOnce(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		a, b, c := r.Post("a", r.Ch, 1), r.Post("b", r.Ch, 1), r.Post("c", r.Channel(71), 1)
		r.CopyOf(a[0])
		r.D.Set(func(d *briefingtest.Discord) { d.Closed[c[0].Channel] = true })
		r.Restart(r.Clock.Now().Add(2 * time.Hour))
		r.After(2*time.Hour, append(append(a, b...), c...), state.PostSent, state.PostExpired, state.PostExpired)
		r.Count(0, 3)
	})
}

func TestDeliverer_WithoutStartTimeProvesEarlierPosts(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ps := r.Post("a", r.Ch, 1)
		r.CopyOf(ps[0])
		r.Restart(time.Time{})
		r.After(time.Minute, ps, state.PostSent)
		r.Count(0, 1)
	})
}

func TestDeliverer_SleptAfterIntentSendsNothing(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ps := r.Post("a", r.Ch, 1)
		slept := false
		r.Out.Step = func(point string) {
			if point == "deliver: after intent" && !slept {
				slept = true
				r.Clock.Add(6 * time.Second)
			}
		}
		r.After(0, ps, state.PostReady)
		r.Count(0, 0)
		r.After(6*time.Second, ps, state.PostSent)
		r.Count(1, 0)
	})
}

func TestTooLate_ByEitherClock(t *testing.T) {
	now := time.Now()
	m := deliver.Message{Leave: now.Add(5 * time.Second)}
	if m.TooLate(now.Add(4*time.Second)) || !m.TooLate(now.Add(6*time.Second)) {
		t.Error("wrong by the running clock")
	}
	if woken := time.Unix(0, now.Add(time.Hour).UnixNano()); !m.TooLate(woken) {
		t.Error("a machine that slept for an hour sends")
	}
}

func TestDeliverer_ClockSetBackReopensNoWindow(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault, r.D.Memory = script(briefingtest.Lost), 3*time.Minute
		ps := r.Post("a", r.Ch, 1)
		r.After(0, ps, state.PostUnknown)
		r.S.Now = func() time.Time { return r.Clock.Now().Add(-30 * time.Minute) } // the database's clock; that of the process runs on
		r.After(15*time.Minute, ps, state.PostUnknown)
		r.After(15*time.Minute+5*time.Second, ps, state.PostSent) // by the row, five seconds have passed
		r.Stands(r.Ch, "a, part 1")
		r.Count(1, 1)
	})
}

func TestDeliverer_RowAheadOfClockIsSettled(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		r.D.Fault = script(briefingtest.Vanished)
		ps := r.Post("a", r.Ch, 1)
		r.After(0, ps, state.PostUnknown)
		ahead := r.Clock
		r.Clock = &briefingtest.Wall{T: ahead.Now().Add(-time.Hour)}
		r.Out.Now, r.D.Clock = r.Clock.Now, r.Clock // this process's clock is slow, the database's is right
		r.S.Now = ahead.Now
		ahead.Add(2 * time.Second)
		r.D.Fault = script(briefingtest.Vanished, briefingtest.Vanished)
		r.After(2*time.Second, ps, state.PostUnknown)
		ahead.Add(61 * time.Second)
		r.After(61*time.Second, ps, state.PostSent)
		r.Stands(r.Ch, "a, part 1")
	})
}

func TestDeliverer_TwoTakeTurns(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		ps := r.Post("a", r.Ch, 1)
		r.After(0, ps, state.PostSent)
		r.Restart(r.Clock.Now())
		if _, err := r.Out.Run(context.Background()); !errors.Is(err, store.ErrBusy) {
			t.Errorf("two holders at once: %v", err)
		}
		r.Clock.Add(-48 * time.Hour) // a lease from the future binds nobody
		if _, err := r.Out.Run(context.Background()); err != nil {
			t.Errorf("a lease of a clock that was set back: %v", err)
		}
	})
}
