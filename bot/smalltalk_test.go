package bot

import (
	"strings"
	"testing"

	"dateline/bot/discordtest"
)

func TestChat_AnswersUnsearchedAndUncounted(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	dm := w.d.DM(w.boss)
	for i, text := range []string{"hi", "?", "👋", "danke", "Who are you?"} {
		w.d.Say(w.boss, dm, text, false, nil)
		w.await("a reply to "+text, func() bool { return len(w.d.ByBot(dm)) == i+1 })
		got := w.d.ByBot(dm)[i].Content
		wants(t, text, got, "Ask me about the news in a sentence", "/help")
		if strings.Contains(got, "I have read nothing") {
			t.Errorf("%s is refused: %s", text, got)
		}
	}
	for range questionsMost {
		got := w.interact(discordtest.Interaction{Name: "ask", Options: map[string]any{"question": "How many people were found alive in Senn?"}}).Text()
		wants(t, "a question after all that", got, "found 40 people alive")
	}
	wants(t, "/ask hi", w.interact(discordtest.Interaction{Name: "ask", Options: map[string]any{"question": "hi"}}).Text(), "Hello. Ask me about the news")
	w.d.Say(w.member, w.channel, "<@"+discordtest.AppID+"> thanks", true, nil)
	w.await("an answer to thanks in a channel", func() bool { return len(w.d.ByBot(w.channel)) == 1 })
	wants(t, "thanks", w.d.ByBot(w.channel)[0].Content, "You are welcome.")
}
