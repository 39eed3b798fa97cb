package bot

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dateline/bot/card"
	"dateline/bot/discordtest"
	"dateline/bot/setup"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/store/audit"
)

// asked sets for the server how questions are answered, as its manager does.
func (w *world) asked(how string) {
	w.t.Helper()
	w.bot.sampler.Wait = hang
	m := w.screen("en-US")
	form := w.interact(discordtest.Interaction{Press: menus(m)[setup.PressServer], Message: m}).Modal()
	m = w.interact(discordtest.Interaction{Form: form, Picks: map[string][]string{setup.FieldAsking: {how}}, Message: m}).Message()
	if got := w.tap(w.boss, m, "Save").Text(); !strings.HasPrefix(got, "Saved.") {
		w.t.Fatalf("saved: %s", got)
	}
}

// published are the messages of the bot in the channel that all see, from the n-th on.
func (w *world) published(n int) (all []string) {
	for _, m := range w.d.ByBot(w.channel)[n:] {
		if m.Flags&wire.FlagPrivate == 0 {
			all = append(all, m.Content)
		}
	}
	return all
}

const (
	foundAlive = "How many people were found alive in Senn, Zebediah?"
	askedOff   = "Whoever manages this server has switched questions off here. In direct messages I still answer."
)

func TestAsking_OffAtEveryDoorOfTheServerAndNowhereElse(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	old := w.tell("World")
	story := w.storyOpened(w.member)
	w.asked("off")
	wants(t, "the screen", w.screen("en-US").Content, "Questions: not answered in this server.")
	press := func(id string, m *discordtest.Message) discordtest.Interaction {
		return discordtest.Interaction{User: w.member, Press: id, Message: m}
	}
	ask := buttons(&old)[0]
	about := buttons(story.Message())[0]
	_, handle, _ := card.Parse(strings.TrimPrefix(about[1], card.Press))
	fields := map[string]string{fieldAsk: foundAlive}
	for what, in := range map[string]discordtest.Interaction{
		"/ask":                            {Name: "ask", Options: map[string]any{"question": foundAlive}},
		"/ask with a greeting":            {Name: "ask", Options: map[string]any{"question": "Hello"}},
		ask[0] + " of an older post":      press(ask[1], &old),
		about[0] + " of an older card":    press(about[1], story.Message()),
		"a form that was open":            {Submit: idAskNow, Fields: fields},
		"a form that was open on a story": {Submit: card.ID(card.DoAsked, handle), Fields: fields},
	} {
		in.User = w.member
		if r := w.interact(in); r.Text() != askedOff || !r.Private() {
			t.Errorf("%s: private %t, %q", what, r.Private(), r.Text())
		}
	}
	before := len(w.d.ByBot(w.channel))
	for i, said := range []string{"<@" + discordtest.AppID + "> " + foundAlive, "<@" + discordtest.AppID + "> hello"} {
		w.d.Say(w.member, w.channel, said, true, nil)
		w.await("a reply", func() bool { return len(w.published(before)) == i+1 })
	}
	w.d.Say(w.member, w.channel, "and who?", true, &old)
	w.await("a reply to a reply", func() bool { return len(w.published(before)) == 3 })
	for _, said := range w.published(before) {
		if said != askedOff {
			t.Errorf("a mention is met with %q", said)
		}
	}
	next := w.tell("Again")
	for _, m := range []*discordtest.Message{&next, w.storyOpened(w.member).Message()} {
		if said := fmt.Sprint(buttons(m)); strings.Contains(said, "Ask") || !strings.Contains(said, "Report a mistake") {
			t.Errorf("new buttons: %s", said)
		}
	}
	help := w.interact(discordtest.Interaction{User: w.member, Name: "help"}).Text()
	if wants(t, "/help", help, "Questions are switched off in this server"); strings.Contains(help, "Mention me") || strings.Contains(help, "/ask") {
		t.Errorf("/help offers questions: %s", help)
	}
	dm := w.d.DM(w.member)
	w.d.Say(w.member, dm, foundAlive, false, nil)
	w.await("an answer in direct messages", func() bool { return len(w.d.ByBot(dm)) > 0 })
	wants(t, "in direct messages", w.d.ByBot(dm)[0].Content, "found 40 people alive")
	w.asked("private")
	answered := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": foundAlive}})
	if wants(t, "switched on again", answered.Text(), "found 40 people alive"); !answered.Private() {
		t.Error("others see it")
	}
}

// In a channel it is not said for ever that questions are off.
func TestAsking_OffIsSaidToOnePersonAsOftenAsAGreeting(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	if err := w.bot.changeServer(context.Background(), int64(id(w.guild)), func(set *profile.Server) { set.Asking = profile.AskNever }); err != nil {
		t.Fatal(err)
	}
	m := &wire.Message{ID: 1, GuildID: id(w.guild), ChannelID: id(w.channel), Author: wire.User{ID: id(w.member)}}
	m.Content.V = foundAlive
	said := 0
	for range 2 * questionsMost {
		if w.bot.reply(context.Background(), m, phrases.In("en")).blocks != nil {
			said++
		}
	}
	if said != questionsMost {
		t.Errorf("said %d times", said)
	}
}

func TestAsking_OpenlyIsShownAsASharedAnswerIs(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	post := w.tell("World")
	story := w.storyOpened(w.member).Message()
	w.asked("open")
	for what, in := range map[string]discordtest.Interaction{
		"/ask":                {Name: "ask", Options: map[string]any{"question": foundAlive}},
		"the button of posts": {Press: buttons(&post)[0][1], Message: &post},
		"the button of cards": {Press: buttons(story)[0][1], Message: story},
	} {
		w.rested()
		before := len(w.d.ByBot(w.channel))
		in.User = w.member
		r := w.interact(in)
		if form := r.Modal(); form != nil {
			if said := fmt.Sprint(form); !strings.Contains(said, "All who read this channel see the answer.") {
				t.Errorf("%s: the form says %s", what, said)
			}
			r = w.interact(discordtest.Interaction{User: w.member, Form: form, Fields: map[string]string{fieldAsk: foundAlive}})
		}
		w.await("what all see of "+what+": "+r.Text(), func() bool { return len(w.published(before)) > 0 })
		all := w.published(before)
		if len(all) != 1 || !strings.HasPrefix(all[0], "### Rescuers find 40 alive in Senn\n") || !strings.Contains(all[0], "found 40 people alive") {
			t.Errorf("%s: all see %q", what, all)
		}
		if strings.Contains(all[0], "Zebediah") || !r.Private() || !strings.HasPrefix(r.Text(), "The answer stands below, for all to see.") {
			t.Errorf("%s: private %t, %q", what, r.Private(), r.Text())
		}
	}
	w.rested()
	refusal, before := "Who won the chess championship in Reykjavik?", len(w.d.ByBot(w.channel))
	none := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": refusal}})
	if wants(t, "a refusal", none.Text(), "I have read nothing near this."); !none.Private() || len(w.published(before)) != 0 {
		t.Errorf("others see a refusal: %q", w.published(before))
	}
	wants(t, "/help", w.interact(discordtest.Interaction{User: w.member, Name: "help"}).Text(), "for all who read the channel")
}

// Where the person may not write, the channel hides such words, or Discord takes no
// further message, the person alone is answered.
func TestAsking_OpenlyOnlyWhereItMayBeShown(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.asked("open")
	alone := func(what string) {
		t.Helper()
		w.rested()
		before := len(w.d.ByBot(w.channel))
		r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": foundAlive}})
		w.await(what, func() bool { return strings.Contains(r.Text(), "found 40 people alive") })
		if !r.Private() || len(w.published(before)) != 0 {
			t.Errorf("%s: all see %q", what, w.published(before))
		}
	}
	w.d.Fail(discordtest.Fault{Method: "POST", Path: "/webhooks/", Status: 403, Code: 50013})
	alone("a message that is refused")
	w.d.Heal()
	w.slash("schedule words", map[string]any{"words": "alive", "action": message.LeaveOut})
	alone("words that the channel leaves out")
	w.slash("schedule words", map[string]any{"words": "-"})
	w.d.Grant(w.guild, discordtest.ViewChannel|discordtest.ReadHistory)
	alone("a person who may not write")
}

// Who changed it is on record, in words.
func TestAsking_ChangeIsOnRecordAndNeedsTheServersManager(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.asked("open")
	lines, err := w.store.Audit(context.Background(), "guild:"+w.guild, 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	var got []audit.Change
	for _, x := range lines {
		for _, c := range x.Detail.Changes {
			if c.Field == "asking" && x.Actor == w.boss {
				got = append(got, c)
			}
		}
	}
	if len(got) != 1 || got[0].After != profile.AskOpenly {
		t.Errorf("on record: %+v", got)
	}
	m := w.screen("en-US")
	in := discordtest.Interaction{User: w.member, Press: menus(m)[setup.PressServer], Message: m}
	if r := w.interact(in); r.Modal() != nil {
		t.Error("a member may change it")
	}
}
