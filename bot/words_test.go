package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/bot/layout"
	"dateline/bot/wire"
	"dateline/briefing/answer"
	"dateline/briefing/llm"
	"dateline/briefing/message"
)

const halfAsked = "How many people were found alive in Senn, and who painted the ceiling of the school?"

func TestPublic_HidesTheAskersWords(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.bot.Answerer.Model = &llm.Fake{Replies: []string{`{"abstain":false,"claims":[{"text":"Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.","cites":["S1"]}],"unanswered":["who painted the ceiling of the school"]}`}}
	r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": halfAsked}})
	wants(t, "the private answer", r.Text(), "found 40 people alive", "Not in what I have read: who painted the ceiling of the school.")
	before := len(w.d.ByBot(w.channel))
	w.interact(discordtest.Interaction{User: w.member, Press: r.Message().CustomIDs()[0], Message: r.Message()})
	w.d.Say(w.boss, w.channel, "<@"+discordtest.AppID+"> "+halfAsked, true, nil)
	w.await("two messages for all", func() bool { return len(w.d.ByBot(w.channel)) == before+2 })
	for _, m := range w.d.ByBot(w.channel)[before:] {
		wants(t, "what all see", m.Content, "found 40 people alive", "Not in what I have read: a part of the question.")
		if strings.Contains(m.Content, "paint") || strings.Contains(m.Content, "ceiling") {
			t.Errorf("the asker's words are shown to all:\n%s", m.Content)
		}
	}
}

func TestReply_RepeatsNothingThatWasTyped(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	before := len(w.d.ByBot(w.channel))
	typed := []string{"is zorblax a murderer?", "", "say zorblax", strings.Repeat("zorblax ", 200), "https://zorblax.example/ @everyone what is this?"}
	for i, s := range typed {
		user := w.member
		if i%2 == 1 {
			user = w.boss
		}
		w.d.Say(user, w.channel, "<@"+discordtest.AppID+"> "+s, true, nil)
		w.await("a reply", func() bool { return len(w.d.ByBot(w.channel)) == before+i+1 })
	}
	for _, m := range w.d.ByBot(w.channel)[before:] {
		if s := strings.ToLower(m.Content); strings.Contains(s, "zorblax") || strings.Contains(s, "murder") || strings.Contains(s, "everyone") {
			t.Errorf("an echo:\n%s", m.Content)
		}
	}
}

func TestScheduleWords_HideOrLeaveOut(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	if got := w.interact(discordtest.Interaction{User: w.member, Name: "schedule words", Options: map[string]any{"words": "alive"}}).Text(); !strings.Contains(got, "Only members who may manage this server") {
		t.Errorf("a member sets them: %s", got)
	}
	wants(t, "/schedule words", w.slash("schedule words", map[string]any{"words": "Rescue*, school"}), "#news hides stories that hold one of these behind a spoiler: rescue\\*, school.")
	m := w.tell("First")
	wants(t, "a briefing", m.Content, "### ||Rescuers find 40 alive in Senn||", "**First, ")
	if menu := fmt.Sprint(m.Components); strings.Contains(menu, "Rescuers") || !strings.Contains(menu, "Story 1") {
		t.Errorf("the menu tells what is hidden: %s", menu)
	}
	before := len(w.d.ByBot(w.channel))
	w.interact(discordtest.Interaction{User: w.member, Press: r.Message().CustomIDs()[0], Message: r.Message()})
	w.d.Say(w.boss, w.channel, "<@"+discordtest.AppID+"> How many people were found alive in Senn?", true, nil)
	w.await("two messages", func() bool { return len(w.d.ByBot(w.channel)) == before+2 })
	for _, m := range w.d.ByBot(w.channel)[before:] {
		wants(t, "an answer for all", m.Content, "||“Rescuers reached")
	}

	wants(t, "/schedule words", w.slash("schedule words", map[string]any{"words": "rescue*", "action": message.LeaveOut}), "#news leaves out stories that hold one of these: rescue\\*.")
	if m := w.tell("Second"); !strings.Contains(m.Content, "holds words that this channel leaves out") || strings.Contains(m.Content, "Rescuers") {
		t.Errorf("a briefing that leaves it out:\n%s", m.Content)
	}
	private := w.interact(discordtest.Interaction{User: w.boss, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}}).Message()
	for range 2 { // it was not shown "already"
		wants(t, "show", w.interact(discordtest.Interaction{User: w.boss, Press: private.CustomIDs()[0], Message: private}).Text(), "leaves out")
	}
	w.d.Say(w.member, w.channel, "<@"+discordtest.AppID+"> How many people were found alive in Senn?", true, nil)
	w.await("an answer", func() bool {
		all := w.d.ByBot(w.channel)
		return strings.Contains(all[len(all)-1].Content, "words that this channel leaves out")
	})
	wants(t, "/schedule words", w.slash("schedule words", map[string]any{"words": "-"}), "#news hides no words.")
	wants(t, "a briefing", w.tell("Third").Content, "### Told here before", "- Rescuers find 40 alive in Senn ([")
}

func TestWordsOf_ThreadHasItsChannels(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule words", map[string]any{"words": "alive", "action": message.LeaveOut})
	for where, want := range map[string]bool{w.d.AddThread(w.channel, "flood"): true, w.d.AddChannel(w.guild, "other", 0): false, w.d.AddThread(w.d.AddChannel(w.guild, "third", 0), "talk"): false} {
		w.d.Say(w.boss, where, "<@"+discordtest.AppID+"> How many people were found alive in Senn?", true, nil)
		w.await("a reply", func() bool { return len(w.d.ByBot(where)) == 1 })
		if got := strings.Contains(w.d.ByBot(where)[0].Content, "words that this channel leaves out"); got != want {
			t.Errorf("left out: %v, want %v: %s", got, want, w.d.ByBot(where)[0].Content)
		}
	}
}

// An interaction brings what its channel is: Discord is not asked.
func TestWordsOf_AnInteractionBringsItsChannel(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule words", map[string]any{"words": "alive", "action": message.Spoiler})
	thread := w.d.AddThread(w.channel, "flood")
	w.d.Fail(discordtest.Fault{Method: "GET", Path: "/channels/" + thread, Status: 503, Times: -1})
	asked := w.interact(discordtest.Interaction{User: w.member, Channel: thread, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	w.interact(discordtest.Interaction{User: w.member, Channel: thread, Press: asked.Message().CustomIDs()[0], Message: asked.Message()})
	if all := w.d.ByBot(thread); len(all) != 1 || !strings.Contains(all[0].Content, "||“Rescuers reached") {
		t.Errorf("all read %q\n%s", contents(all), w.logged())
	}
}

func TestWordsOf_FailureIsNotAnEmptyList(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.bot.wordsOf(ctx, 1, wire.ChannelInfo{ID: 2}); err == nil {
		t.Error("the words would be shown")
	}
}

func TestHide_SparesTheGenerationNotice(t *testing.T) {
	spent := answer.Answer{At: time.Now(), SpentUntil: time.Now()}
	head := layout.Parts(spent.Blocks()[:1])[0].Content
	text := head + "\n“Forty are alive.” [Coast Radio]\n-# From 1 of 9 articles. Written by AI, checked by a program."
	for _, action := range []string{message.Spoiler, message.LeaveOut} {
		if got, err := (roomWords{message.NewWordList("ai", action)}).hide(text); err != nil || got != text {
			t.Errorf("%s: %q, %v", action, got, err)
		}
	}
	if got, err := (roomWords{message.NewWordList("alive", message.LeaveOut)}).hide(text); err == nil {
		t.Errorf("what is said is shown: %q", got)
	}
}
