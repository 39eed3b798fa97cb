package briefing_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/store"
)

// copyOf stands in a channel as an earlier life of the database posted it.
func (r *room) copyOf(p store.Post) {
	r.d.set(func(d *discord) {
		d.land(landed{channel: p.Channel, at: r.clock.now(), text: p.Marker + "\nas it was then", nonce: "of another life"})
	})
}

func TestARestoredBackupSendsNothingTwice(t *testing.T) {
	delivers(t, func(r *room) {
		ps := r.post("a", r.ch, 2)
		r.copyOf(ps[0])
		r.restart(r.clock.now().Add(10 * time.Minute))
		r.after(10*time.Minute, ps, store.PostSent, store.PostSent)
		r.stands(r.ch, "a, part 1", "a, part 2")
		r.count(1, 2)
	})
}

func TestARestoredBackupWaitsForTheHistory(t *testing.T) {
	delivers(t, func(r *room) {
		ps := r.post("a", r.ch, 1)
		r.copyOf(ps[0])
		r.restart(r.clock.now().Add(10 * time.Minute))
		r.d.set(func(d *discord) { d.unread = true })
		r.after(10*time.Minute, ps, store.PostReady)
		for range 3 {
			r.after(61*time.Second, ps, store.PostReady) // also when its time has come again
		}
		r.count(0, 4)
		r.d.set(func(d *discord) { d.unread = false })
		r.after(61*time.Second, ps, store.PostSent)
		r.stands(r.ch, "a, part 1")
		r.count(0, 5)
	})
}

func TestARestoredPostThatIsOverIsLookedForOnce(t *testing.T) {
	delivers(t, func(r *room) {
		a, b, c := r.post("a", r.ch, 1), r.post("b", r.ch, 1), r.post("c", r.channel(71), 1)
		r.copyOf(a[0])
		r.d.set(func(d *discord) { d.closed[c[0].Channel] = true })
		r.restart(r.clock.now().Add(2 * time.Hour))
		r.after(2*time.Hour, append(append(a, b...), c...), store.PostSent, store.PostExpired, store.PostExpired)
		r.count(0, 3)
	})
}

func TestAProcessWithoutAStartTimeProvesWhatWasDueBefore(t *testing.T) {
	delivers(t, func(r *room) {
		ps := r.post("a", r.ch, 1)
		r.copyOf(ps[0])
		r.restart(time.Time{})
		r.after(time.Minute, ps, store.PostSent)
		r.count(0, 1)
	})
}

func TestAMachineThatStoodStillAfterItsIntentSendsNothing(t *testing.T) {
	delivers(t, func(r *room) {
		ps := r.post("a", r.ch, 1)
		slept := false
		r.out.Step = func(point string) {
			if point == "deliver: after intent" && !slept {
				slept = true
				r.clock.add(6 * time.Second)
			}
		}
		r.after(0, ps, store.PostReady)
		r.count(0, 0)
		r.after(6*time.Second, ps, store.PostSent)
		r.count(1, 0)
	})
}

func TestAMessageIsTooLateByEitherClock(t *testing.T) {
	now := time.Now()
	m := briefing.Message{Leave: now.Add(5 * time.Second)}
	if m.TooLate(now.Add(4*time.Second)) || !m.TooLate(now.Add(6*time.Second)) {
		t.Error("wrong by the running clock")
	}
	if woken := time.Unix(0, now.Add(time.Hour).UnixNano()); !m.TooLate(woken) {
		t.Error("a machine that slept for an hour sends")
	}
}

func TestAClockSetBackReopensNoWindow(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault, r.d.memory = script(lost), 3*time.Minute
		ps := r.post("a", r.ch, 1)
		r.after(0, ps, store.PostUnknown)
		r.s.Now = func() time.Time { return r.clock.now().Add(-30 * time.Minute) } // the database's clock; that of the process runs on
		r.after(15*time.Minute, ps, store.PostUnknown)
		r.after(15*time.Minute+5*time.Second, ps, store.PostSent) // by the row, five seconds have passed
		r.stands(r.ch, "a, part 1")
		r.count(1, 1)
	})
}

func TestARowAheadOfTheClockWaitsNoLongerThanNeeded(t *testing.T) {
	delivers(t, func(r *room) {
		r.d.fault = script(vanished)
		ps := r.post("a", r.ch, 1)
		r.after(0, ps, store.PostUnknown)
		ahead := r.clock
		r.clock = &wall{t: ahead.now().Add(-time.Hour)}
		r.out.Now, r.d.clock = r.clock.now, r.clock // this process's clock is slow, the database's is right
		r.s.Now = ahead.now
		ahead.add(2 * time.Second)
		r.d.fault = script(vanished, vanished)
		r.after(2*time.Second, ps, store.PostUnknown)
		ahead.add(61 * time.Second)
		r.after(61*time.Second, ps, store.PostSent)
		r.stands(r.ch, "a, part 1")
	})
}

func TestTwoDeliverersTakeTurns(t *testing.T) {
	delivers(t, func(r *room) {
		ps := r.post("a", r.ch, 1)
		r.after(0, ps, store.PostSent)
		r.restart(r.clock.now())
		if _, err := r.out.Run(context.Background()); !errors.Is(err, briefing.ErrBusy) {
			t.Errorf("two holders at once: %v", err)
		}
		r.clock.add(-48 * time.Hour) // a lease from the future binds nobody
		if _, err := r.out.Run(context.Background()); err != nil {
			t.Errorf("a lease of a clock that was set back: %v", err)
		}
	})
}
