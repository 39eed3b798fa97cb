package bot

import (
	"strings"
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

func TestStatusCommand_OperatorsReadHowTheModelFailed(t *testing.T) {
	t.Parallel()
	why := ""
	at := time.Unix(1_795_000_000, 0)
	w := furnished(t, func(o *Options, _ *discordtest.Options) {
		o.Model = "fake at here"
		o.ModelFault = func() (string, time.Time) { return why, at }
	})
	w.bot.Operators = []int64{int64(id(w.boss))}
	private := func() string {
		return w.interact(discordtest.Interaction{Channel: w.d.DM(w.boss), Name: "status"}).Text()
	}
	if got := private(); strings.Contains(got, "last failure") {
		t.Errorf("of a model that answers: %s", got)
	}
	why = "the account at here has no money or quota left; it says: Insufficient credits"
	wants(t, "/status", private(), "**Model, last failure:** <t:1795000000", ": "+why+". Until it answers")
	if got := w.slash("status", nil); strings.Contains(got, "Insufficient") {
		t.Errorf("everybody reads it: %s", got)
	}
}
