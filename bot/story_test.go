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
)

// storyOpened is the card of the one story, as /story shows it to somebody.
func (w *world) storyOpened(user string) *discordtest.Reply {
	w.t.Helper()
	return w.interact(discordtest.Interaction{User: user, Name: "story", Options: map[string]any{"story": "Rescuers Senn"}})
}

// told tests what a text holds and, behind "!", what it does not.
func told(t testing.TB, what, got string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if bare, not := strings.CutPrefix(p, "!"); strings.Contains(got, bare) == not {
			t.Errorf("%s: %q in\n%s", what, p, got)
		}
	}
}

// reads publishes more and has it read.
func (w *world) reads(title, text string) {
	w.t.Helper()
	ctx := context.Background()
	w.press.Publish(title, text)
	srcs, err := w.store.Sources(ctx, "guild:"+w.guild)
	if err != nil || len(srcs) == 0 {
		w.t.Fatal(srcs, err)
	}
	if _, err := w.poller.One(ctx, srcs[0]); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
}

func TestStory_IsOpenedByWordsOfItsHeadline(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.reads("Parliament keeps the coal levy", "Parliament in Karsk kept the coal levy by 61 votes to 58 on Monday after a long debate.")
	w.reads("Parliament rejects the harbour law", "Parliament in Karsk rejected the harbour law by 70 votes to 49 on Tuesday evening.")
	typed := func(user, words string) string {
		t.Helper()
		return fmt.Sprint(w.interact(discordtest.Interaction{User: user, Name: "story", Focus: "story", Options: map[string]any{"story": words}}).Choices())
	}
	told(t, "two fit", typed(w.member, "parl"), "coal levy", "harbour law", "!Senn")
	told(t, "half a word", typed(w.member, "levy parl"), "coal levy", "!harbour")
	told(t, "nothing typed", typed(w.member, ""), "Senn", "coal levy", "harbour law")
	open := func(words string) *discordtest.Reply {
		t.Helper()
		w.rested()
		return w.interact(discordtest.Interaction{User: w.member, Name: "story", Options: map[string]any{"story": words}})
	}
	card := open("Rescuers find 40 alive in Senn")
	told(t, "the card", card.Text(), "### Rescuers find 40 alive in Senn", "1 article, 1 outlet, 1 independent report", "One source so far. Read: ")
	if card.Message().Flags&wire.FlagPrivate == 0 || layout.Units(card.Text()) > 2000 {
		t.Errorf("flags %d, %d units", card.Message().Flags, layout.Units(card.Text()))
	}
	many := open("Parliament")
	told(t, "several fit", many.Text(), "Several stories have these words. Which one?")
	picked := w.interact(discordtest.Interaction{User: w.member, Press: many.Message().CustomIDs()[0], Values: w.options(many.Message())[1:2], Message: many.Message()})
	told(t, "one is picked", picked.Text(), "### Parliament", "Coast Radio")
	told(t, "by its text", open("70 votes").Text(), "### Parliament rejects the harbour law")
	told(t, "nothing fits", open("zeppelin").Text(), "I have read nothing with these words")
	other := w.d.AddGuild("Elsewhere")
	w.d.Join(other, w.member, 0)
	elsewhere := w.d.AddChannel(other, "talk", 0)
	told(t, "in a server without the source", w.interact(discordtest.Interaction{User: w.member, Channel: elsewhere, Name: "story", Options: map[string]any{"story": "Senn"}}).Text(), "I have read nothing with these words")
	got := w.interact(discordtest.Interaction{User: w.member, Channel: elsewhere, Press: card.Message().CustomIDs()[0], Message: card.Message()})
	told(t, "a button carried there", got.Text(), "can no longer be shown here", "!Senn")
}

func TestStory_AQuestionOnItIsAnsweredFromItAlone(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.reads("School of Lysk gets a new roof", "The school of Lysk gets a new roof, and 300 pupils stay at home for two weeks, the town said.")
	ask := func(m *discordtest.Message, question string) *discordtest.Reply {
		t.Helper()
		w.rested()
		form := w.tap(w.member, m, "Ask about this").Modal()
		if form == nil {
			t.Fatal("no form is opened")
		}
		return w.interact(discordtest.Interaction{User: w.member, Form: form, Fields: map[string]string{fieldAsk: question}})
	}
	card := w.storyOpened(w.member)
	first := ask(card.Message(), "How many people were found in the school?")
	told(t, "what names nothing", first.Text(), "### Rescuers find 40 alive in Senn", "found 40 people alive", "!Lysk", "!/new")
	told(t, "once more, from the answer", ask(first.Message(), "Who said so in Senn?").Text(), "### Rescuers find", "!Lysk")
	told(t, "what another story tells", ask(card.Message(), "How many pupils of Lysk stay at home?").Text(), "I have read nothing", "1 article", "!300")
	told(t, "without a question", ask(card.Message(), " ").Text(), "The question is empty.")
}

func TestStory_AnAnswerOpensIt(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}})
	told(t, "under a private answer", w.tap(w.member, r.Message(), "Open the story").Text(), "### Rescuers find 40 alive in Senn")
	w.d.Say(w.member, w.channel, "How many people were found alive in Senn?", true, nil)
	w.await("a reply", func() bool { return len(w.d.ByBot(w.channel)) == 1 })
	public := w.d.ByBot(w.channel)[0]
	card := w.tap(w.boss, &public, "Open the story")
	told(t, "under a public one", card.Text(), "### Rescuers find 40 alive in Senn")
	if card.Message().Flags&wire.FlagPrivate == 0 {
		t.Error("the card is for all to see")
	}
	told(t, "a question that nothing answers", fmt.Sprint(w.interact(discordtest.Interaction{User: w.boss, Name: "ask", Options: map[string]any{"question": "Who won the chess cup of Reykjavik?"}}).Message().CustomIDs()), "!card:")
}

func TestStory_IsHiddenFromOnePersonUntilItIsShownAgain(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	hidden := w.tap(w.member, w.storyOpened(w.member).Message(), "Hide from me")
	told(t, "hidden", hidden.Text(), "Hidden from you until <t:", "/brief")
	all, err := w.store.Hidden(context.Background(), "user:"+w.member, time.Now())
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	for _, until := range all {
		if days := time.Until(until).Hours() / 24; days < 29 || days > 30 {
			t.Errorf("for %.1f days", days)
		}
	}
	brief := func(user string) string {
		t.Helper()
		w.rested()
		return w.interact(discordtest.Interaction{User: user, Name: "brief"}).Text()
	}
	suggested := func(user string) string {
		t.Helper()
		return fmt.Sprint(w.interact(discordtest.Interaction{User: user, Name: "story", Focus: "story", Options: map[string]any{"story": ""}}).Choices())
	}
	told(t, "his briefing", brief(w.member), "1 story is one that you have hidden", "!found 40")
	told(t, "his suggestions", suggested(w.member), "!Senn")
	told(t, "another's briefing", brief(w.boss), "found 40")
	told(t, "another's suggestions", suggested(w.boss), "Senn")
	posted := w.tell("World")
	opened := w.interact(discordtest.Interaction{User: w.member, Press: posted.CustomIDs()[0], Values: []string{"0"}, Message: &posted})
	told(t, "opened all the same", opened.Text(), "### Rescuers find 40", "Hidden from you until")
	told(t, "/privacy", w.interact(discordtest.Interaction{User: w.member, Name: "privacy"}).Text(), "which stories you have hidden (1)")
	again := w.tap(w.member, hidden.Message(), "Show it again")
	told(t, "shown again", again.Text(), "You see this story again")
	told(t, "his briefing then", brief(w.member), "found 40")
	if strings.Contains(fmt.Sprint(again.Message().CustomIDs()), "undo") {
		t.Error("the button stays")
	}
}

func TestTimeline_InWordsAndAsAPicture(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	line := w.tap(w.member, w.storyOpened(w.member).Message(), "Timeline")
	told(t, "in words", line.Text(), "### Timeline: Rescuers find 40 alive in Senn", ", [Coast Radio]", "“Rescuers find 40 alive in Senn”", "1 article from 1 outlet", "The first is by Coast Radio")
	picture := w.tap(w.member, line.Message(), "As a picture")
	files := picture.Message().Files
	if len(files) != 1 || !strings.HasPrefix(string(files[0].Content), "\x89PNG") || !strings.HasPrefix(files[0].Description, "1 article from 1 outlet") {
		t.Fatalf("files %+v", files)
	}
	told(t, "its text", picture.Text(), files[0].Description)
}
