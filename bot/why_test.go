package bot

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"dateline/bot/command"
	"dateline/bot/discordtest"
)

func TestWhyCommand_KnowsWhatWasNeverPosted(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.tell("World")
	why := func(words string) string {
		t.Helper()
		return w.slash("why", map[string]any{"story": words})
	}
	wants(t, "posted", why("alive Senn"), "“alive Senn” in #news, last 7 days: 1 story read, 1 posted", "posted <t:", ", ranked 1st")
	w.press.Publish("Harbour at Karsk frozen", "The harbour at Karsk is frozen, the port master said on Monday in Karsk.")
	srcs, err := w.store.Sources(context.Background(), "guild:"+w.guild)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.poller.One(context.Background(), srcs[0]); err != nil {
		t.Fatal(err)
	}
	w.settle()
	wants(t, "read since", why("Karsk harbour"), "1 story read, 0 posted", "Harbour at Karsk frozen](<http", "read "+time.Now().UTC().Format("2 Jan")+"; the next briefing weighs it")
	link := regexp.MustCompile(`\(<(http[^>]*)>\)`).FindStringSubmatch(why("Karsk harbour"))
	wants(t, "by the article's address", why(link[1]+"?utm_source=x"), "1 story read, 0 posted", "Harbour at Karsk frozen")
	wants(t, "never read", why("Sudan elections"), "I have read nothing on this here in the last 7 days")
	talk := w.d.AddChannel(w.guild, "talk", 0)
	wants(t, "a channel without briefings", w.interact(discordtest.Interaction{Channel: talk, Name: "why"}).Text(), "No briefings are posted in this channel.")
}

func TestWhyCommand_ExplainsAMessage(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	m := w.tell("World")
	talk := w.d.AddChannel(w.guild, "talk", 0)
	other := w.d.Say(w.member, w.channel, "hello", false, nil)
	for what, x := range map[string]struct{ asked, channel, want string }{
		"by its link":     {"https://discord.com/channels/" + w.guild + "/" + w.channel + "/" + m.ID, w.channel, "#news: 1 story weighed, 1 posted"},
		"by its number":   {m.ID, w.channel, "1 story weighed, 1 posted"},
		"of a test build": {"<https://ptb.discord.com/channels/" + w.guild + "/" + w.channel + "/" + m.ID + ">", w.channel, "1 story weighed, 1 posted"},
		"from elsewhere":  {m.ID, talk, "That message is in another channel."},
		"of a member":     {other.ID, w.channel, "That message is no briefing of mine"},
		"of nobody":       {"99999999999999999999", w.channel, "That message is no briefing of mine"},
	} {
		got := w.interact(discordtest.Interaction{User: w.member, Channel: x.channel, Name: "why", Options: map[string]any{"story": x.asked}})
		wants(t, what, got.Text(), x.want)
		if !got.Private() {
			t.Errorf("%s: others see it", what)
		}
	}
}

func TestWhyCommand_NewChannelTellsItsFirstBriefing(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC", "name": "World"})
	wants(t, "/why", w.slash("why", nil), "The first briefing is still to come:", "**World** in #news: every day at 07:30 (UTC); next <t:")
	wants(t, "/why of what was read", w.slash("why", map[string]any{"story": "Senn"}), "1 story read, 0 posted", "the next briefing weighs it")
	wants(t, "/why of what was not", w.slash("why", map[string]any{"story": "chess"}), "“chess” in #news: I have read nothing on this here", "The first briefing is still to come:")
}

func TestWhyCommand_EmptyDayHadNothingNew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tell("World")
	wants(t, "/why", w.slash("why", nil), "#news: Nothing was new on "+time.Now().UTC().Format("2 Jan"))
}

func TestWhyCommand_UndeliveredBriefingIsNotPosted(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC", "name": "World", "channel": w.channel})
	w.plan("World")
	if _, err := w.bot.Press.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	wants(t, "written only", w.slash("why", nil), "1 story weighed, 0 posted", "in the briefing of <t:", ", which is not posted yet")
	w.deliver()
	wants(t, "delivered", w.slash("why", nil), "1 story weighed, 1 posted")
}

// What a briefing left out can be had by a press, which can be taken back; only those
// who may change the schedule see it.
func TestWhyCommand_ButtonsChangeTheSchedule(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC", "name": "World", "channel": w.channel, "reports": 2, "stories": 3})
	w.plan("World")
	if _, err := w.bot.Press.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	asked := map[string]any{"story": "alive Senn"}
	member := w.interact(discordtest.Interaction{User: w.member, Name: "why", Options: asked})
	wants(t, "why", member.Text(), "1 independent report, this schedule asks for 2")
	if ids := member.Message().CustomIDs(); len(ids) != 0 {
		t.Errorf("a member sees %v", ids)
	}
	r := w.interact(discordtest.Interaction{Name: "why", Options: asked})
	done := w.tap(w.boss, r.Message(), "Allow one source")
	wants(t, "allowed", done.Text(), "Changed. **World** in #news: every day at 07:30 (UTC), up to 3 stories; next")
	wants(t, "in the log", w.slash("status", nil), "Reports a story needs: 1 (was: 2).")
	wants(t, "undone", w.tap(w.boss, done.Message(), "Undo").Text(), "only with at least 2 independent reports")
	wants(t, "a member's press", w.interact(discordtest.Interaction{User: w.member, Press: r.Message().CustomIDs()[0], Message: r.Message()}).Text(), "Only members who may manage this server")
	followed := w.tap(w.boss, r.Message(), "Follow alive Senn here")
	wants(t, "followed", followed.Text(), "Saved. **alive Senn** in #news: every day at 07:30 (UTC), up to 3 stories, only “alive Senn”, only with at least 2 independent reports, silent when nothing is new")
	wants(t, "followed no more", w.tap(w.boss, followed.Message(), "Undo").Text(), "alive Senn in #news is posted no more.")
	for _, press := range []string{"stories:%d.99", "reports:%d.x", "follow:%d.", "stories:%d"} {
		plans, err := w.store.Schedules(context.Background(), int64(id(w.guild)))
		if err != nil {
			t.Fatal(err)
		}
		got := w.interact(discordtest.Interaction{Press: fmt.Sprintf(idSchedule+press, plans[0].Schedule.ID), Message: r.Message()}).Text()
		wants(t, press, got, "I no longer know what this belongs to")
	}
}

func TestWhyCommand_AFullBriefingCanHoldMore(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.press.Publish("Harbour at Karsk frozen", "The harbour at Karsk is frozen, the port master said on Monday in Karsk.")
	srcs, err := w.store.Sources(context.Background(), "guild:"+w.guild)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.poller.One(context.Background(), srcs[0]); err != nil {
		t.Fatal(err)
	}
	w.settle()
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC", "name": "World", "channel": w.channel, "stories": 1})
	w.plan("World")
	if _, err := w.bot.Press.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, words := range []string{"Karsk", "Senn"} {
		m := w.interact(discordtest.Interaction{Name: "why", Options: map[string]any{"story": words}}).Message()
		if strings.Contains(m.Content, "the briefing holds 1") {
			held++
			done := w.tap(w.boss, m, "Hold 10 stories")
			wants(t, "held", done.Text(), "up to 10 stories")
			wants(t, "undone", w.tap(w.boss, done.Message(), "Undo").Text(), "up to 1 story")
		}
	}
	if held != 1 {
		t.Errorf("%d stories found no place", held)
	}
}

// The menu of a message asks what /why of its number asks.
func TestWhyMenu_AnswersAsWhyOfThatMessage(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	m := w.tell("World")
	entry := func(on discordtest.Message) *discordtest.Reply {
		return w.interact(discordtest.Interaction{User: w.member, Name: command.WhyMenu(), Message: &on})
	}
	got := entry(m)
	by := w.interact(discordtest.Interaction{User: w.member, Name: "why", Options: map[string]any{"story": m.ID}})
	wants(t, "a briefing", got.Text(), "#news: 1 story weighed, 1 posted")
	if !got.Private() || got.Text() != by.Text() {
		t.Errorf("%q, by its number %q", got.Text(), by.Text())
	}
	wants(t, "a member's message", entry(w.d.Say(w.member, w.channel, "hello", false, nil)).Text(), "That message is no briefing of mine")
}
