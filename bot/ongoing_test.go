package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/bot/wire"
	"dateline/briefing/phrases"
)

// asksSlowly is a world whose model waits until it is released, and the direct messages of a
// member who has asked there.
func asksSlowly(t *testing.T) (w *world, dm string, first discordtest.Message, release func()) {
	t.Helper()
	w = furnished(t)
	released := make(chan struct{})
	w.bot.Answerer.Model = slowModel{released}
	dm = w.d.DM(w.member)
	first = w.d.Say(w.member, dm, "How many people were found alive in Senn?", false, nil)
	w.await("the answer is being made", func() bool {
		w.bot.limits.mu.Lock()
		defer w.bot.limits.mu.Unlock()
		return w.bot.limits.busy[int64(id(w.member))]
	})
	return w, dm, first, func() { close(released) }
}

// alone waits until nothing but some things is being done.
func (w *world) alone(n int) {
	w.t.Helper()
	w.await("all else is done", func() bool {
		w.bot.pool.mu.Lock()
		defer w.bot.pool.mu.Unlock()
		return w.bot.pool.waiting == n
	})
}

func TestCatchUp_LeavesWhatIsBeingAnswered(t *testing.T) {
	t.Parallel()
	w, dm, _, release := asksSlowly(t)
	looks := len(w.d.Calls("GET", "/channels/"+dm+"/messages"))
	w.d.Drop()
	w.d.Forget() // the session is over: what was missed is looked for
	w.await("missed messages are looked for", func() bool { return len(w.d.Calls("GET", "/channels/"+dm+"/messages")) > looks })
	w.alone(1)
	release()
	w.await("the reply", func() bool { return len(w.d.ByBot(dm)) > 0 })
	w.alone(0)
	if got := contents(w.d.ByBot(dm)); len(got) != 1 || !strings.Contains(got[0], "found 40 people alive") {
		t.Errorf("the person reads %q", got)
	}
}

// What a crash ends is looked for again: a message counts as seen when all before it are.
func TestTake_MessagesAreSeenUpToTheOldestInWork(t *testing.T) {
	t.Parallel()
	w, dm, first, release := asksSlowly(t)
	second := w.d.Say(w.member, dm, "And the school?", false, nil)
	w.await("the second is refused", func() bool { return len(w.d.ByBot(dm)) > 0 })
	w.alone(1)
	seen := func() time.Time {
		person, err := w.store.Person(context.Background(), int64(id(w.member)))
		if err != nil {
			t.Fatal(err)
		}
		return person.CaughtUp
	}
	if got, most := seen(), id(first.ID).Time(); got.After(most) {
		t.Errorf("messages are seen up to %s, the first is of %s", got, most)
	}
	release()
	w.alone(0)
	if got, want := seen(), id(second.ID).Time(); !got.Equal(want) {
		t.Errorf("messages are seen up to %s, want %s", got, want)
	}
}

func TestCatchUp_AnswersWhoWroteLongAgo(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	dm := w.d.DM(w.member)
	err := w.store.SawDM(context.Background(), int64(id(w.member)), int64(id(dm)), time.Now().Add(-3*caughtUp))
	if err != nil {
		t.Fatal(err)
	}
	w.d.Fail(discordtest.Fault{Method: "GET", Path: "gateway-connect", Status: 502, Times: 2})
	w.d.Drop()
	w.d.Forget()
	w.d.Say(w.member, dm, "How many people were found alive in Senn?", false, nil)
	w.await("the missed one is answered", func() bool { return len(w.d.ByBot(dm)) == 1 })
}

// An erasure comes after all that was begun before it.
func TestForget_WhatIsBeingDoneKeepsNothing(t *testing.T) {
	t.Parallel()
	w, dm, _, _ := asksSlowly(t)
	w.bot.limits = newUserLimits() // of one question at a time
	asked := w.d.Interact(discordtest.Interaction{User: w.member, Channel: w.channel, Name: "ask", Options: map[string]any{"question": "Who reached Senn?"}})
	w.await("acknowledged", func() bool { _, ok := asked.Acked(); return ok })
	w.alone(2)
	done := phrases.In("en").Say("forgotten")
	if got := w.interact(discordtest.Interaction{User: w.member, Name: "forget"}).Text(); got != done {
		t.Errorf("/forget says %q", got)
	}
	w.await("the reply", func() bool { return len(w.d.ByBot(dm)) > 0 })
	w.alone(0)
	if got := contents(w.d.ByBot(dm)); !slices.Equal(got, []string{done}) || asked.Text() != done {
		t.Errorf("the questions are answered %q and %q", got, asked.Text())
	}
	kept, err := w.store.KeptOf(context.Background(), int64(id(w.member)))
	if err != nil || kept.Rows() != 0 {
		t.Errorf("%v is kept, %v", kept, err)
	}
	if turns, err := w.store.Turns(context.Background(), "dm:"+w.member, 9); err != nil || len(turns) != 0 {
		t.Errorf("kept questions: %+v, %v", turns, err)
	}
	if person, err := w.store.Person(context.Background(), int64(id(w.member))); err != nil || person.Known || person.DM != 0 {
		t.Errorf("the person is known: %+v, %v", person, err)
	}
}

// A direct message that still waits when its person is erased is not answered after that.
func TestForget_WhatWaitsIsNotAnswered(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	dm := w.d.DM(w.member)
	var m wire.Message
	if err := json.Unmarshal(fmt.Appendf(nil, `{"id":"99","channel_id":%q,"author":{"id":%q,"username":"ann"},"content":"Who reached Senn?"}`, dm, w.member), &m); err != nil {
		t.Fatal(err)
	}
	for i, forgotten := range []bool{true, false} {
		m.ID = wire.Snowflake(99 + i)
		w.bot.ongoing.Take(int64(m.Author.ID), int64(m.ID))
		if forgotten {
			w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "forget"})
		}
		before := len(w.d.ByBot(dm))
		w.bot.take(context.Background(), &m, false)
		if answered := len(w.d.ByBot(dm)) > before; answered == forgotten {
			t.Errorf("forgotten: %v, answered: %v", forgotten, answered)
		}
	}
}
