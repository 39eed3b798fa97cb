package deliver_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
)

func TestDeliverer_ForumTextStandsInOneThread(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		forum := r.ChannelOf(state.ChannelForum, 71)
		ps := r.Post("a", forum, 3)
		r.After(0, ps, state.PostSent, state.PostSent, state.PostSent)
		r.Stands(forum, "a, part 1", "a, part 2", "a, part 3")
		first := briefingtest.Must[store.Post](t)(r.S.Post(context.Background(), ps[0].ID))
		for _, m := range r.D.Msgs {
			if m.Thread != first.MessageID {
				t.Errorf("%q stands in thread %d, want %d", m.Text, m.Thread, first.MessageID)
			}
		}
	})
}

// A thread has no nonce: what may have landed is looked for, and not sent again at once.
func TestDeliverer_DoubtfulThreadIsProvedBeforeItIsMadeAgain(t *testing.T) {
	for name, x := range map[string]struct {
		fault    briefingtest.Fault
		requests int
	}{"it had landed": {briefingtest.Lost, 2}, "it lands late": {briefingtest.Late, 2}, "it had not": {briefingtest.Vanished, 3}} {
		t.Run(name, func(t *testing.T) {
			delivers(t, func(r *briefingtest.Room) {
				r.D.Fault = script(x.fault)
				forum := r.ChannelOf(state.ChannelForum, 71)
				ps := r.Post("a", forum, 2)
				r.After(0, ps, state.PostUnknown, state.PostReady)
				r.After(2*time.Second, ps, state.PostUnknown, state.PostReady) // a message would be sent again here
				r.Count(1, 0)
				r.After(31*time.Second, ps, state.PostSent, state.PostSent)
				r.Stands(forum, "a, part 1", "a, part 2")
				r.Count(x.requests, 1)
			})
		})
	}
}

// What follows in a thread that a moderator deleted has no place; the forum is not to blame.
func TestDeliverer_DeletedThreadEndsItsTextAlone(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		forum := r.ChannelOf(state.ChannelForum, 71)
		ps := r.Post("a", forum, 3)
		r.D.Fault = script(briefingtest.None, briefingtest.Refused)
		r.After(0, ps, state.PostSent, state.PostReady, state.PostReady)
		first := briefingtest.Must[store.Post](t)(r.S.Post(context.Background(), ps[0].ID))
		r.D.Delete(first.MessageID)
		r.After(time.Minute, ps, state.PostSent, state.PostFailed, state.PostExpired)
		if ch := briefingtest.Must[store.Channel](t)(r.S.Channel(context.Background(), forum.ID)); ch.State != state.ChannelActive || len(r.Told) > 0 {
			t.Errorf("the forum is %s, told %q", ch.State, r.Told)
		}
		next := r.Post("b", forum, 1)
		r.After(0, next, state.PostSent)
	})
}

func TestDeliverer_DoubtInADeletedThreadIsUnproven(t *testing.T) {
	delivers(t, func(r *briefingtest.Room) {
		forum := r.ChannelOf(state.ChannelForum, 71)
		ps := r.Post("a", forum, 2)
		r.D.Fault = script(briefingtest.None, briefingtest.Vanished)
		r.After(0, ps, state.PostSent, state.PostUnknown)
		first := briefingtest.Must[store.Post](t)(r.S.Post(context.Background(), ps[0].ID))
		r.D.Delete(first.MessageID)
		r.After(2*time.Second, ps, state.PostSent, state.PostUnknown)
		r.After(61*time.Second, ps, state.PostSent, state.PostUnproven)
		if len(r.Told) > 0 {
			t.Errorf("the forum was stopped: %q", r.Told)
		}
	})
}

// A story that moves on is linked to the thread of the forum where it was told.
func TestSlotWriter_LinksToTheThreadThatToldAStory(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		forum := n.ChannelOf(state.ChannelForum, 71)
		n.Schedule(forum, "World", "daily 12:30")
		n.Report(briefingtest.Strike, briefingtest.Reactor, briefingtest.Chess)
		n.At("12:30")
		n.At("2 12:00")
		moved := briefingtest.Article("strike2", "Harbour Post", "Dockers of Lund end their strike", briefingtest.Strike.Text+
			" The ministry of labour named 3 conditions that the dockers of Lund had dropped.")
		n.Report(moved)
		var links []string
		n.Press.Layout = func(blocks []message.Block) []message.Part {
			for _, b := range blocks {
				for _, run := range b.Runs {
					links = append(links, run.Link)
				}
			}
			return briefingtest.OneEach(blocks)
		}
		n.At("2 12:30")
		n.Holds(forum, "Update")
		told := n.D.Msgs[slices.IndexFunc(n.D.Texts(forum.ID), func(s string) bool { return strings.Contains(s, "strike") })]
		if want := fmt.Sprintf("https://discord.com/channels/7/%d/%d", n.D.Msgs[0].ID, told.ID); !slices.Contains(links, want) {
			t.Errorf("links %q, want %s", links, want)
		}
	})
}
