package bot

import (
	"context"
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/store/state"
)

// readAgain reads the sources of the world once more.
func (w *world) readAgain() {
	w.t.Helper()
	ctx := context.Background()
	srcs, err := w.store.Sources(ctx, "guild:"+w.guild)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, src := range srcs {
		if _, err := w.poller.One(ctx, src); err != nil {
			w.t.Fatal(err)
		}
	}
}

// staged runs a stage and sends what it left.
func (w *world) staged(stage func(context.Context) (int, error)) {
	w.t.Helper()
	for _, run := range []func(context.Context) (int, error){stage, w.deliverer.Run} {
		if _, err := run(context.Background()); err != nil {
			w.t.Fatal(err)
		}
	}
}

// waiting is a world in which the member waits for the harbour of Karsk.
func waiting(t *testing.T) (w *world, dm string) {
	t.Helper()
	w = furnished(t)
	dm = w.d.DM(w.member)
	w.d.Say(w.member, dm, "hello", false, nil)
	w.await("a reply", func() bool { return len(w.d.ByBot(dm)) == 1 })
	w.await("the person is known", func() bool {
		p, err := w.store.Person(context.Background(), int64(id(w.member)))
		return err == nil && p.DM != 0
	})
	refused := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "When does the harbour of Karsk reopen?"}})
	made := w.interact(discordtest.Interaction{User: w.member, Press: refused.Message().CustomIDs()[0], Message: refused.Message()})
	wants(t, "the press", made.Text(), "I watch for it until", "write to you once")
	if !made.Private() {
		t.Error("others see it")
	}
	return w, dm
}

// opens publishes what the member waits for, and looks.
func (w *world) opens() {
	w.press.Publish("Karsk harbour opens again", "The harbour of Karsk will reopen on Friday at noon, the port office said.")
	w.readAgain()
	w.settle()
	w.staged(w.bot.Watch)
}

func TestWatch_FromRefusalToOneMessage(t *testing.T) {
	t.Parallel()
	w, dm := waiting(t)
	w.opens()
	w.staged(w.bot.Watch)
	all := w.d.ByBot(dm)
	if len(all) != 2 {
		t.Fatalf("%d messages: %+v\n%s", len(all), all, w.logged())
	}
	m := all[1]
	wants(t, "the message", m.Content, "When does the harbour of Karsk reopen?", "will reopen on Friday", "Coast Radio")
	press := func(user, channel, id string) string {
		return w.interact(discordtest.Interaction{User: user, Channel: channel, Press: id, Message: &m}).Text()
	}
	on := m.CustomIDs()[1]
	wants(t, "of another", press(w.boss, w.d.DM(w.boss), on), "You wait for no such thing")
	wants(t, "watch on", press(w.member, dm, on), "I watch on, until")
	list := w.interact(discordtest.Interaction{User: w.member, Name: "watch list"})
	wants(t, "the list", list.Text(), "1: When does the harbour of Karsk reopen?")
	wants(t, "stop", w.interact(discordtest.Interaction{User: w.member, Press: list.Message().CustomIDs()[0], Message: list.Message()}).Text(), "I no longer watch for this")
	wants(t, "fine", press(w.member, dm, m.CustomIDs()[0]), "I no longer watch for it")
}

// Who takes no direct messages is told so once, and gets what waits when he or she writes.
func TestReach_SaysOnceThatMessagesAreRefused(t *testing.T) {
	t.Parallel()
	w, dm := waiting(t)
	w.d.Fail(discordtest.Fault{Method: "POST", Path: "/channels/" + dm + "/messages", Status: 403, Code: 50007, Times: 100})
	w.opens()
	box, err := w.store.Mailbox(context.Background(), int64(id(w.member)))
	if err != nil || box.State != state.ChannelPaused {
		t.Fatalf("the box is %+v, %v", box, err)
	}
	if _, err := w.bot.Mend(context.Background()); err != nil {
		t.Fatal(err)
	}
	said := w.interact(discordtest.Interaction{User: w.member, Name: "watch list"})
	wants(t, "the next interaction", said.Text(), "I could not write to you")
	if again := w.slashAs(w.member, "watch list"); strings.Contains(again, "I could not write") {
		t.Errorf("it is said again: %s", again)
	}
	w.d.Heal()
	wants(t, "resume", w.interact(discordtest.Interaction{User: w.member, Press: said.Message().CustomIDs()[0], Message: said.Message()}).Text(), "I try again now")
	w.await("what waited", func() bool { w.deliver(); return len(w.d.ByBot(dm)) == 2 })
	if all := w.d.ByBot(dm); !strings.Contains(all[1].Content, "harbour of Karsk") {
		t.Errorf("the box holds %+v", all)
	}
}

// What is said to one person alone is not shown to all with the answer above it.
func TestReach_WhatIsSaidOfMessagesIsNotShownToOthers(t *testing.T) {
	t.Parallel()
	w, dm := waiting(t)
	w.d.Fail(discordtest.Fault{Method: "POST", Path: "/channels/" + dm + "/messages", Status: 403, Code: 50007, Times: 100})
	w.opens()
	said := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	wants(t, "the answer", said.Text(), "found 40 people alive", "I could not write to you")
	before := len(w.d.ByBot(w.channel))
	w.interact(discordtest.Interaction{User: w.member, Press: said.Message().CustomIDs()[0], Message: said.Message()})
	all := contents(w.d.ByBot(w.channel))[before:]
	if len(all) != 1 || !strings.Contains(all[0], "found 40 people alive") || strings.Contains(all[0], "could not write") {
		t.Errorf("all read %q", all)
	}
}

// slashAs types a command as somebody.
func (w *world) slashAs(user, name string) string {
	w.t.Helper()
	return w.interact(discordtest.Interaction{User: user, Name: name}).Text()
}

// The card of a story is watched by whoever may be written to.
func TestWatch_AStoryFromItsCard(t *testing.T) {
	t.Parallel()
	w, _ := waiting(t)
	wants(t, "a stranger's press", w.tap(w.boss, w.storyOpened(w.boss).Message(), "Watch for it").Text(), "Send me a direct message")
	made := w.tap(w.member, w.storyOpened(w.member).Message(), "Watch for it")
	wants(t, "the press", made.Text(), "I watch for it until")
	wants(t, "the list", w.interact(discordtest.Interaction{User: w.member, Name: "watch list"}).Text(), "2: Rescuers find 40 alive in Senn")
}
