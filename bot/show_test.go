package bot

import (
	"fmt"
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/bot/wire"
)

func TestShow_OfTwoMessagesShowsBoth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, town := range []string{"Senn", "Lysk", "Karsk", "Hale", "Marr", "Oru", "Norde", "Velland", "Amber", "Iven", "Port Lune", "Sel", "Tarn", "Brod", "Usk"} {
		w.press.Publish(fmt.Sprintf("Council of %s keeps its %d schools open for another year and mends the roof of the oldest", town, i+3), fmt.Sprintf("The council of %s voted on Monday to keep its %d schools open for another year, and to mend the roof of the oldest of them before the winter, the mayor of %s said.", town, i+3, town))
	}
	wants(t, "the source", w.slash("source add", map[string]any{"sources": w.press.URL}), "is read from now on")
	w.settle()
	r := w.interact(discordtest.Interaction{User: w.member, Name: "brief", Options: map[string]any{"stories": 15, "length": "long"}})
	w.await("the second part", func() bool { return strings.Contains(r.Text(), "continued, 2 of 2") })
	ids := r.Message().CustomIDs()
	if len(ids) != 1 || !strings.HasPrefix(ids[0], idShow) {
		t.Fatalf("buttons %v", ids)
	}
	press := func(user string) *discordtest.Reply {
		t.Helper()
		return w.interact(discordtest.Interaction{User: user, Press: ids[0], Message: r.Message()})
	}
	wants(t, "somebody else", press(w.boss).Text(), "I no longer have the whole of it.")
	before := len(w.d.ByBot(w.channel))
	shown := press(w.member)
	w.await("both parts", func() bool { return shown.Text() == r.Text() })
	all := w.d.ByBot(w.channel)[before:]
	for i, m := range all {
		if m.Flags&wire.FlagPrivate != 0 {
			t.Errorf("part %d is private", i)
		}
	}
	wants(t, "pressed again", press(w.member).Text(), "It is shown already.")
}

// An answer that Discord did not take has not been shown.
func TestShow_WhatWasRefusedMayBeShownAgain(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": foundAlive}})
	press := discordtest.Interaction{User: w.member, Channel: w.channel, Press: r.Message().CustomIDs()[0], Message: r.Message()}
	w.d.Fail(discordtest.Fault{Method: "POST", Path: "/callback", Status: 400, Code: 50035})
	w.d.Interact(press)
	w.await("the refusal", func() bool { return strings.Contains(w.logged(), "an answer was not shown") })
	w.interact(press)
	if all := w.published(0); len(all) != 1 {
		t.Errorf("all see %q", all)
	}
	wants(t, "pressed again", w.interact(press).Text(), "It is shown already.")
}

// What may stand is not shown again: not while it is being sent, by another process or after
// a crash, and not when Discord took it and the connection was cut.
func TestShow_WhatMayStandIsNotShownAgain(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]bool{"being sent": false, "cut": true} {
		t.Run(name, func(t *testing.T) {
			w := furnished(t)
			r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": foundAlive}})
			press := discordtest.Interaction{User: w.member, Channel: w.channel, Press: r.Message().CustomIDs()[0], Message: r.Message()}
			sent := make(chan struct{})
			fault := discordtest.Fault{Method: "POST", Path: "/callback", Until: sent}
			if cut {
				fault = discordtest.Fault{Method: "POST", Path: "/callback", Commit: true, Drop: true}
			}
			w.d.Fail(fault)
			w.d.Interact(press)
			w.await("that it is sent", func() bool { return w.d.Pending() == 0 })
			if cut {
				w.await("the cut", func() bool { return strings.Contains(w.logged(), "an answer was not shown") })
			}
			w.bot.ongoing.Reset() // as in another process
			wants(t, "pressed again", w.interact(press).Text(), "It is shown already.")
			close(sent)
			w.await("the answer", func() bool { return len(w.published(0)) > 0 })
			if all := w.published(0); len(all) != 1 {
				t.Errorf("all see %q", all)
			}
		})
	}
}

// An answer of which it is no longer known on what it rests could not be taken back.
func TestShow_WhatIsNotKeptIsAskedForAgain(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": foundAlive}})
	w.bot.drafts.Purge()
	wants(t, "after a restart", w.interact(discordtest.Interaction{User: w.member, Press: r.Message().CustomIDs()[0], Message: r.Message()}).Text(), "I no longer have the whole of it. Please ask for it again.")
	if all := w.published(0); len(all) > 0 {
		t.Errorf("all see %q", all)
	}
}

func TestShow_AQuotationHasItsHeadline(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	w.interact(discordtest.Interaction{User: w.member, Press: r.Message().CustomIDs()[0], Message: r.Message()})
	all := w.d.ByBot(w.channel)
	if len(all) != 1 || !strings.HasPrefix(all[0].Content, "### Rescuers find 40 alive in Senn\nThe closest I have read\n\n“Rescuers reached") {
		t.Errorf("shown: %+v", all)
	}
	wants(t, "with the channel's words", w.slash("schedule words", map[string]any{"words": "alive"}), "#news hides stories that hold one of these behind a spoiler: alive.")
	again := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	w.interact(discordtest.Interaction{User: w.member, Press: again.Message().CustomIDs()[0], Message: again.Message()})
	if all := w.d.ByBot(w.channel); len(all) != 2 || !strings.HasPrefix(all[1].Content, "### ||Rescuers find 40 alive in Senn||\nThe closest I have read\n\n||") {
		t.Errorf("with hidden words: %+v", all)
	}
}
