package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/bot/layout"
	"dateline/briefing/deliver"
)

// reviewed is a world in which moderators see a briefing that is due in twenty
// minutes; step writes and sends what waits.
func reviewed(t *testing.T) (w *world, room string, step func()) {
	t.Helper()
	w = furnished(t)
	room = w.d.AddChannel(w.guild, "moderators", 0)
	due := time.Now().UTC().Add(20 * time.Minute).Format("15:04")
	got := w.slash("schedule add", map[string]any{"when": "daily " + due, "city": "UTC", "channel": w.channel, "review": room})
	wants(t, "schedule add", got, "Saved.")
	follower := &deliver.Follower{Store: w.store, Poster: w.bot, Holder: "test", Layout: layout.Parts, Log: w.deliverer.Log}
	step = func() {
		t.Helper()
		for _, run := range []func(context.Context) (int, error){w.planner.Run, w.bot.Press.Run, w.deliverer.Run, follower.Run} {
			if _, err := run(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	}
	step()
	return w, room, step
}

// act presses what stands under the moderators' message, as it is drawn now.
func act(w *world, room, user, verb string, values ...string) *discordtest.Reply {
	w.t.Helper()
	for _, m := range w.d.ByBot(room) {
		for _, pressed := range m.CustomIDs() {
			if strings.HasPrefix(pressed, idReview+verb+":") {
				return w.interact(discordtest.Interaction{User: user, Channel: room, Press: pressed, Values: values, Message: &m})
			}
		}
	}
	w.t.Fatalf("moderators see no %q:\n%+v", verb, w.d.ByBot(room))
	return nil
}

func TestReview_NothingIsPostedBeforeAModeratorActs(t *testing.T) {
	t.Parallel()
	w, room, step := reviewed(t)
	seen := w.d.ByBot(room)
	if len(seen) != 1 || len(w.d.ByBot(w.channel)) != 0 {
		t.Fatalf("moderators see %d messages, %d are posted", len(seen), len(w.d.ByBot(w.channel)))
	}
	wants(t, "the review", seen[0].Content, "to be posted", "1. Rescuers find 40 alive in Senn", "If nobody acts by")
	wants(t, "a member", act(w, room, w.member, "hold").Text(), "Only members with the permission Manage Server or Manage Messages")
	wants(t, "a story", act(w, room, w.boss, "open", "0").Text(), "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.” [Coast Radio](<http")
	wants(t, "hold", act(w, room, w.boss, "hold").Text(), "Held.")
	wants(t, "hold by another", w.interact(discordtest.Interaction{Channel: room, Press: pressedOf(seen[0], "hold"), Message: &seen[0]}).Text(),
		"It has changed meanwhile.")
	step()
	wants(t, "held", w.d.ByBot(room)[0].Content, "held by", "Release")
	if posted := w.d.ByBot(w.channel); len(posted) != 0 {
		t.Fatalf("posted though held: %q", posted[0].Content)
	}
	wants(t, "release", act(w, room, w.boss, "release").Text(), "Released. It is posted <t:")
	step()
	wants(t, "post", act(w, room, w.boss, "post").Text(), "It is posted now.")
	step()
	step()
	posted := w.d.ByBot(w.channel)
	if len(posted) != 1 {
		t.Fatalf("%d messages are posted", len(posted))
	}
	wants(t, "the briefing", posted[0].Content, "Rescuers find 40 alive in Senn")
	late := w.interact(discordtest.Interaction{Channel: room, Press: pressedOf(seen[0], "post"), Message: &seen[0]}).Text()
	wants(t, "a press after it was posted", late, "It is posted already.")
	if rows := w.d.ByBot(room)[0].CustomIDs(); len(rows) != 0 {
		t.Errorf("under what is over stand %v", rows)
	}
	if step(); len(w.d.ByBot(w.channel)) != 1 || len(w.d.ByBot(room)) != 1 {
		t.Error("something was posted twice")
	}
}

func TestReview_ADroppedStoryIsNotPosted(t *testing.T) {
	t.Parallel()
	w, room, step := reviewed(t)
	seen := w.d.ByBot(room)[0]
	opened := act(w, room, w.boss, "open", "0")
	shown := opened.Message()
	wants(t, "drop", w.interact(discordtest.Interaction{Channel: room, Press: shown.CustomIDs()[0], Message: shown}).Text(), "Dropped.")
	step()
	step()
	old := w.interact(discordtest.Interaction{Channel: room, Press: pressedOf(seen, "open"), Values: []string{"0"}, Message: &seen}).Text()
	wants(t, "a menu of before", old, "It has changed meanwhile.")
	wants(t, "what moderators see", w.d.ByBot(room)[0].Content, "1 story was dropped.")
	for _, m := range w.d.ByBot(w.channel) {
		if strings.Contains(m.Content, "Senn") {
			t.Errorf("posted though dropped: %q", m.Content)
		}
	}
}

// pressedOf is the id of what does something under a message.
func pressedOf(m discordtest.Message, verb string) string {
	for _, id := range m.CustomIDs() {
		if strings.HasPrefix(id, idReview+verb+":") {
			return id
		}
	}
	return ""
}
