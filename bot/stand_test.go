package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/bot/layout"
	"dateline/briefing/deliver"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/retain"
)

// An answer that others see, or that stands in direct messages, goes when the article on which
// it rests is removed, through whatever door it came; one on something else stays.
func TestStands_AnswersGoWithWhatTheyRestOn(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.reads("Port of Karsk closed by a storm", "The port of Karsk was closed by a storm on Sunday, the harbour master of Karsk said. Ships wait outside.")
	ctx, dm := context.Background(), w.d.DM(w.member)
	ask := func(room, question string) *discordtest.Reply {
		return w.interact(discordtest.Interaction{User: w.member, Channel: room, Name: "ask", Options: map[string]any{"question": question}})
	}
	for _, question := range []string{foundAlive, "Who closed the port of Karsk?"} { // shown to all
		r := ask("", question)
		w.interact(discordtest.Interaction{User: w.member, Press: r.Message().CustomIDs()[0], Message: r.Message()})
	}
	w.d.Say(w.member, w.channel, foundAlive, true, nil)
	w.await("a reply to a mention", func() bool { return len(w.published(0)) >= 3 })
	w.asked("open")
	ask("", foundAlive)
	w.await("an open answer", func() bool { return len(w.published(0)) >= 4 })
	w.d.Say(w.member, dm, foundAlive, false, nil)
	w.await("an answer in direct messages", func() bool { return len(w.d.ByBot(dm)) > 0 })
	w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "search", Options: map[string]any{"words": "Senn"}})
	w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "story", Options: map[string]any{"story": "Rescuers find 40 alive in Senn"}})
	w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "brief"})
	w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "search", Options: map[string]any{"words": "Karsk"}})
	w.await("all are noted", func() bool {
		kept, err := w.store.KeptOf(ctx, int64(id(w.member)))
		return err == nil && len(kept["answers"]) == 5
	})
	found, err := w.store.Newest(ctx, store.Scope{Everything: true}, store.Range{To: w.bot.now()}, 9)
	if err != nil || len(found) != 2 {
		t.Fatal(found, err)
	}
	for _, it := range found {
		if strings.Contains(it.Version.Title, "Senn") {
			effect, err := w.store.Retract(ctx, recall.Order{Target: fmt.Sprint("article:", it.Article.ID), Action: recall.Removed, Why: "wrong", Actor: "command line"})
			if err != nil || effect.Messages != 7 || effect.Channels != 2 {
				t.Errorf("took back %+v, %v", effect, err)
			}
		}
	}
	after := &deliver.Follower{Store: w.store, Poster: w.bot, Holder: w.deliverer.Holder, Layout: layout.Parts, Log: w.deliverer.Log}
	if n, err := after.Run(ctx); n != 7 || err != nil {
		t.Errorf("edited %d, %v", n, err)
	}
	gone, stay := 0, 0
	for _, m := range append(w.d.ByBot(w.channel), w.d.ByBot(dm)...) {
		switch {
		case strings.Contains(m.Content, "It was removed") && strings.HasSuffix(m.Content, "My answer here rested on it: ask again to have a new one."):
			gone++
		case strings.Contains(m.Content, "Senn"):
			t.Errorf("it stands: %s", m.Content)
		case strings.Contains(m.Content, "closed by a storm"):
			stay++
		}
	}
	if gone != 7 || stay != 2 {
		t.Errorf("%d were taken back and %d stay", gone, stay)
	}
	kept, err := w.store.KeptOf(ctx, int64(id(w.member)))
	if err != nil || len(kept["answers"]) == 0 || len(kept["answer_rests"]) == 0 {
		t.Errorf("kept: %v, %v", kept, err)
	}
	if _, err := w.store.ErasePerson(ctx, int64(id(w.member))); err != nil {
		t.Fatal(err)
	}
	if kept, err := w.store.KeptOf(ctx, int64(id(w.member))); err != nil || len(kept["answers"]) > 0 {
		t.Errorf("after an erasure: %v, %v", kept, err)
	}
	if err := w.store.EraseGuild(ctx, int64(id(w.guild))); err != nil {
		t.Fatal(err)
	}
	if n, err := w.store.SweepAnswers(ctx, retain.Age{Evidence: w.bot.now().Add(1e12), Most: 10}); n != 0 || err != nil {
		t.Errorf("%d are left of the server, %v", n, err)
	}
}
