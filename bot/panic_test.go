package bot

import (
	"context"
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/briefing/answer"
	"dateline/briefing/phrases"
)

// An answerer without an archive panics at every question.
func TestSurvive_AnswersAndLogsTheStack(t *testing.T) {
	t.Parallel()
	w := furnished(t, func(o *Options, _ *discordtest.Options) { o.Answerer = &answer.Answerer{Store: o.Store} })
	const question = "How many people were found alive in Senn?"
	answered := func(what, got string) {
		t.Helper()
		if !strings.Contains(got, phrases.In("en").Say("went_wrong")) {
			t.Errorf("%s: got %q, want %q", what, got, phrases.In("en").Say("went_wrong"))
		}
	}
	replied := func(user, channel, text string, mention bool) string {
		t.Helper()
		before := len(w.d.ByBot(channel))
		w.d.Say(user, channel, text, mention, nil)
		w.await("a reply to "+text, func() bool { return len(w.d.ByBot(channel)) > before })
		return w.d.ByBot(channel)[before].Content
	}
	answered("a mention", replied(w.member, w.channel, "<@"+discordtest.AppID+"> "+question, true))
	answered("a direct message", replied(w.boss, w.d.DM(w.boss), question, false))
	answered("/ask", w.slash("ask", map[string]any{"question": question}))
	if n := strings.Count(w.logged(), "panic survived"); n != 3 || !strings.Contains(w.logged(), "(*Answerer)") {
		t.Errorf("%d panics are logged, want 3 with their stacks:\n%s", n, w.logged())
	}
	// Nothing is left to be answered again after a restart.
	if people, err := w.store.RecentDMs(context.Background(), caughtMost); err != nil || len(people) != 1 {
		t.Errorf("%d people with direct messages, %v", len(people), err)
	}
	wants(t, "the next command", w.slash("source list", nil), "1 source")
}
