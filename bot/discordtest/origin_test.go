package discordtest_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/discordtest"
)

func TestGuildCreate_SaysWhatABotNeedsOnArrival(t *testing.T) {
	c := newClock()
	r := newQuick(t, discordtest.Options{Now: c.now})
	g, _ := r.join(guilds)
	id := r.NewGuild("Harbour")
	updates := r.AddChannel(id, "moderators", 0)
	news := r.AddChannel(id, "news", 5)
	thread := r.AddThread(news, "flood")
	r.SetLocale(id, "de")
	r.SetUpdates(id, updates)
	c.pass(time.Hour)
	r.Invite(id)
	var e struct {
		ID        string
		Joined    time.Time `json:"joined_at"`
		Updates   string    `json:"public_updates_channel_id"`
		Preferred string    `json:"preferred_locale"`
		Members   int       `json:"member_count"`
		Channels  []m
		Threads   []m
	}
	if err := json.Unmarshal(g.hear(0, "GUILD_CREATE").D, &e); err != nil {
		t.Fatal(err)
	}
	names := map[any]any{}
	for _, room := range append(e.Channels, e.Threads...) {
		names[room["id"]] = room["name"]
		if room["guild_id"] != nil {
			t.Errorf("%s names its server, which Discord leaves out here", room["name"])
		}
	}
	if diff := cmp.Diff(map[any]any{updates: "moderators", news: "news", thread: "flood"}, names); diff != "" {
		t.Error(diff)
	}
	if e.ID != id || !e.Joined.Equal(c.now()) || e.Updates != updates || e.Preferred != "de" || e.Members != 1 {
		t.Errorf("got %+v", e)
	}
	r.SetUpdates(id, "")
	if e := g.hear(0, "GUILD_UPDATE").data(); e["public_updates_channel_id"] != nil || e["channels"] != nil {
		t.Errorf("GUILD_UPDATE %v", e)
	}
}

// origin is where an interaction says that it comes from.
type origin struct {
	Owners  map[string]string `json:"authorizing_integration_owners"`
	Context int
	Guild   string `json:"guild_id"`
	Locale  string `json:"guild_locale"`
	App     string `json:"app_permissions"`
	User    *m
	Member  *m
}

func TestOrigin_SaysWhoseInstallItIs(t *testing.T) {
	r := newQuick(t, discordtest.Options{})
	other := r.AddUser("bob")
	elsewhere := r.NewGuild("Elsewhere")
	room := r.AddChannel(elsewhere, "talk", 0)
	r.SetLocale(r.guild, "fr")
	g, _ := r.join(guilds)
	for name, c := range map[string]struct {
		in      discordtest.Interaction
		owners  map[string]string
		context int
	}{
		"in a server":                           {discordtest.Interaction{Channel: r.channel}, map[string]string{"0": r.guild}, 0},
		"in a server, by one who installed it":  {discordtest.Interaction{Channel: r.channel, Installed: true}, map[string]string{"0": r.guild, "1": r.user}, 0},
		"in a direct message":                   {discordtest.Interaction{Channel: r.DM(r.user)}, map[string]string{"0": "0"}, 1},
		"in a server where the bot is not":      {discordtest.Interaction{Channel: room}, map[string]string{"1": r.user}, 0},
		"between people who do not have it all": {discordtest.Interaction{Channel: r.AddPrivate(r.user, other)}, map[string]string{"1": r.user}, 2},
	} {
		c.in.User, c.in.Name = r.user, "ask"
		r.Interact(c.in)
		var got origin
		if err := json.Unmarshal(g.hear(0, "INTERACTION_CREATE").D, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.owners, got.Owners); diff != "" || got.Context != c.context || (got.User == nil) != (c.context == 0) {
			t.Errorf("%s: %+v\n%s", name, got, diff)
		}
		if got.Guild == r.guild && got.Locale != "fr" || got.Guild == elsewhere && got.App != "180224" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestFollowup_FiveAtMostWhereTheBotIsNot(t *testing.T) {
	r := newRig(t, discordtest.Options{})
	r.channel = r.AddChannel(r.NewGuild("Elsewhere"), "talk", 0)
	x := r.ask()
	r.ack(x, 5, m{"flags": 64}).is(t, "ack", 204, 0)
	r.original(x, text("answer")).is(t, "answer", 200, 0)
	for range 5 {
		r.follow(x, text("more", m{"flags": 4 | 64})).is(t, "up to five more", 200, 0)
	}
	r.follow(x, text("more", m{"flags": 4 | 64})).is(t, "a sixth", 400, 40094)
	r.post(text("x")).is(t, "a message where the bot is not", 403, 50001)
}
