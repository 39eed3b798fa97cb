package bot

import (
	"testing"

	"dateline/bot/discordtest"
)

func TestClosedRooms_OpenWhenPermissionReturns(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	asked := 0
	ask := func() {
		t.Helper()
		asked++
		w.d.Say([]string{w.member, w.boss}[asked%2], w.channel, "<@"+discordtest.AppID+"> How many people were found alive in Senn?", true, nil)
	}
	posts := func(status int) (n int) {
		for _, c := range w.d.Calls("POST", "/channels/"+w.channel+"/messages") {
			if c.Status == status {
				n++
			}
		}
		return n
	}
	answered := 0
	for name, change := range map[string][2]func(){
		"an overwrite": {func() { w.d.Deny(w.channel, discordtest.SendMessages) }, func() { w.d.Deny(w.channel, 0) }},
		"a role":       {func() { w.d.Grant(w.guild, discordtest.Ordinary&^discordtest.SendMessages) }, func() { w.d.Grant(w.guild, discordtest.Ordinary) }},
	} {
		refused := posts(403)
		change[0]()
		ask()
		w.await(name+": a refusal", func() bool { return posts(403) > refused })
		w.await(name+": silence", func() bool { return w.bot.rooms.closed(int64(id(w.channel))) })
		change[1]()
		w.await(name+": the silence ends", func() bool { return !w.bot.rooms.closed(int64(id(w.channel))) })
		ask()
		answered++
		w.await(name+": an answer", func() bool { return len(w.d.ByBot(w.channel)) == answered })
	}
}

func TestClosedRooms_IgnoreRefusalsNotOfDiscord(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	path := "/channels/" + w.channel + "/messages"
	for i, fault := range []discordtest.Fault{
		{Status: 403, HTML: true}, {Status: 503, HTML: true}, {Status: 500}, {Status: 404, HTML: true}, {Status: 403, Code: 40333}, {Drop: true},
	} {
		fault.Method, fault.Path = "POST", path
		w.d.Fail(fault)
		asker := w.d.AddUser("asker") // the limit of questions is a person's
		w.d.Join(w.guild, asker, 0)
		w.d.Say(asker, w.channel, "<@"+discordtest.AppID+"> How many people were found alive in Senn?", true, nil)
		w.await("an answer in spite of it", func() bool { return len(w.d.ByBot(w.channel)) == i+1 })
		if w.bot.rooms.closed(int64(id(w.channel))) {
			t.Errorf("%+v silences the channel", fault)
		}
	}
}

func TestEdit_AnswerIsSentAgainAfterOutage(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.d.Fail(discordtest.Fault{Method: "PATCH", Path: "/webhooks/", Status: 503, HTML: true})
	got := w.slash("ask", map[string]any{"question": "How many people were found alive in Senn?"})
	wants(t, "the answer", got, "found 40 people alive")
}
