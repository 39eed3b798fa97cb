package bot

import (
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/store"
)

func TestAskCommand_ChargesServerAndPerson(t *testing.T) {
	t.Parallel()
	w := furnished(t, func(o *Options, _ *discordtest.Options) { o.Model = "fake at here" })
	b := &write.Budget{Store: w.store, Daily: 1_000_000, Guild: 100_000, Person: 50_000}
	w.bot.Budget = b.Said
	fake := &llm.Fake{Replies: []string{`{"claims":[{"text":"Rescuers found 40 people alive in the school of Senn, the rescue service said.","cites":["S1"]}]}`}}
	w.bot.Answerer.Name, w.bot.Answerer.Model = "fake", b.Over(fake) // 110 tokens a call
	wants(t, "in the server", w.slash("ask", map[string]any{"question": "How many people were found alive in Senn?"}), "40 people alive")
	dm := w.d.DM(w.boss)
	w.d.Say(w.boss, dm, "Where were people found alive by rescuers in Senn?", false, nil)
	w.await("a reply", func() bool { return len(w.d.ByBot(dm)) > 0 })
	each := 110
	calls := len(fake.Asked())
	for owner, want := range map[string]int{store.All: calls * each, "guild:" + w.guild: each, "user:" + w.boss: calls * each, "user:" + w.member: 0} {
		got, err := w.store.Spent(t.Context(), time.Now().UTC().Format(time.DateOnly), owner)
		if err != nil || got.Used != want {
			t.Errorf("%s used %d (%v), want %d of %d calls", owner, got.Used, err, want, calls)
		}
	}
	wants(t, "/status", w.slash("status", nil), "This server: 110 of 100,000 tokens (0 %) used today. Of the share of all together 0 % is used.")
}
