package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/store/recall"
	"dateline/store/state"
)

// What a channel was told is told again to one person, the newest state of each story
// with what it was told of it before in one line; the next time only what came since.
func TestCatchUp_TellsOnePersonWhatTheChannelWasTold(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	catchUp := func(in discordtest.Interaction) *discordtest.Reply {
		t.Helper()
		w.rested()
		in.Name = "catchup"
		if in.User == "" {
			in.User = w.member
		}
		return w.interact(in)
	}
	wants(t, "without a channel", catchUp(discordtest.Interaction{}).Text(), "I post no briefings in this channel.")
	first := w.tell("World")
	w.press.Publish("Rescuers count 15 dead in Senn", "The rescue service in Senn counts 15 dead after the flood, it said on Monday. Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.")
	srcs, err := w.store.Sources(context.Background(), "guild:"+w.guild)
	if err != nil || len(srcs) != 1 {
		t.Fatal(srcs, err)
	}
	if _, err := w.poller.One(context.Background(), srcs[0]); err != nil {
		t.Fatal(err)
	}
	w.settle()
	second := w.tell("Evening")
	r := catchUp(discordtest.Interaction{})
	got := r.Text()
	wants(t, "the first time", got, "What #news was told since", "in Senn", first.ID, second.ID, "it is the last 24 hours")
	if !r.Private() {
		t.Error("others see it")
	}
	if n := strings.Count(got, "### "); n > 2 {
		t.Errorf("%d headings\n%s", n, got)
	}
	wants(t, "the second time", catchUp(discordtest.Interaction{}).Text(), "#news was told nothing since", "The next time I begin here.")
	wants(t, "somebody else", catchUp(discordtest.Interaction{User: w.boss}).Text(), "What #news was told since")
	wants(t, "a direct message", catchUp(discordtest.Interaction{Channel: w.d.DM(w.member)}).Text(), "/catchup works in a channel of a server")
}

// A sentence that served as the heading too stands below it once.
func TestCatchUp_SaysNoSentenceTwice(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.reads("Who closed the port of Karsk?", "The port of Karsk was closed by a storm, the harbour master said.")
	w.tell("World")
	got := w.interact(discordtest.Interaction{User: w.member, Name: "catchup"}).Text()
	wants(t, "a heading without its full stop", got, "### The port of Karsk was closed by a storm, the harbour master said\n")
	if n := strings.Count(got, "“The port of Karsk was closed by a storm"); n != 1 {
		t.Errorf("quoted %d times in\n%s", n, got)
	}
}

// A sentence that was taken back is told no more, and it is said that one was.
func TestCatchUp_LeavesOutWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	ctx := context.Background()
	m := w.tell("World")
	post, _, err := w.store.PostedAs(ctx, int64(id(w.guild)), int64(id(m.ID)))
	if err != nil {
		t.Fatal(err)
	}
	claims, err := w.store.ClaimsIn(ctx, post.ID)
	if err != nil || len(claims) < 2 || claims[0].State != state.ClaimShown {
		t.Fatal(claims, err)
	}
	for i, want := range []string{"One sentence was taken back since.", "One story was taken back since."} {
		if _, err := w.store.Retract(ctx, recall.Order{Target: fmt.Sprintf("claim:%d", claims[1-i].ID), Action: recall.Corrected, Why: "a test", Actor: "7"}); err != nil {
			t.Fatal(err)
		}
		w.rested()
		user := []string{w.member, w.boss}[i]
		got := w.interact(discordtest.Interaction{User: user, Name: "catchup"}).Text()
		if wants(t, "after it was taken back", got, want); strings.Contains(got, strings.TrimSuffix(claims[1-i].Text, ".")) {
			t.Errorf("%q is told again:\n%s", claims[1-i].Text, got)
		}
	}
}

// A channel that was told a correction alone was not told nothing.
func TestCatchUp_CountsCorrections(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	ctx := context.Background()
	m := w.tell("World")
	w.interact(discordtest.Interaction{User: w.member, Name: "catchup"})
	claims, err := w.store.ClaimsInMessage(ctx, int64(id(m.ID)))
	if err != nil || len(claims) < 2 {
		t.Fatal(claims, err)
	}
	if _, err := w.store.Retract(ctx, recall.Order{Target: fmt.Sprintf("claim:%d", claims[1].ID), Action: recall.Corrected, Why: "a test", Words: "it was 14", Actor: "7"}); err != nil {
		t.Fatal(err)
	}
	evening := w.tell("Evening")
	wants(t, "the next briefing", evening.Content, "Our mistake")
	w.rested()
	got := w.interact(discordtest.Interaction{User: w.member, Name: "catchup"}).Text()
	told(t, "what the channel was told", got, "1 correction: [", "/"+evening.ID, "!told nothing", "The next time I begin here.")
}

// What a person has hidden is not told to him or her again, and it is said how much that is.
func TestCatchUp_LeavesOutWhatThePersonHasHidden(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.reads("Parliament keeps the coal levy", "Parliament in Karsk kept the coal levy by 61 votes to 58 on Monday after a long debate.")
	w.tell("World")
	card := w.storyOpened(w.member)
	w.tap(w.member, card.Message(), "Hide from me")
	w.rested()
	told(t, "who has hidden it", w.interact(discordtest.Interaction{User: w.member, Name: "catchup"}).Text(), "One story is left out: you have hidden it.", "coal levy", "!in Senn")
	told(t, "somebody else", w.interact(discordtest.Interaction{User: w.boss, Name: "catchup"}).Text(), "!left out", "coal levy", "in Senn")
	late := w.d.AddUser("late")
	w.d.Join(w.guild, late, 0)
	for _, words := range []string{"Rescuers Senn", "coal levy"} {
		w.tap(late, w.interact(discordtest.Interaction{User: late, Name: "story", Options: map[string]any{"story": words}}).Message(), "Hide from me")
	}
	told(t, "who has hidden all", w.interact(discordtest.Interaction{User: late, Name: "catchup"}).Text(), "2 stories are left out: you have hidden them.", "!told nothing", "!coal levy")
}
