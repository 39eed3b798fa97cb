package bot

import (
	"context"
	"regexp"
	"testing"
	"time"

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
