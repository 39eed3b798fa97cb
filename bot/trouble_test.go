package bot

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/bot/gateway"
	"dateline/store/state"
)

func (w *world) channelState() (state state.Channel, reason string) {
	w.t.Helper()
	chs, err := w.store.GuildChannels(context.Background(), int64(id(w.guild)))
	if err != nil || len(chs) != 1 {
		w.t.Fatalf("%d channels, %v", len(chs), err)
	}
	return chs[0].State, chs[0].Reason
}

// due plans another slot and runs press and deliverer once.
func (w *world) due(title, text string) {
	w.t.Helper()
	w.press.Publish(title, text)
	ctx := context.Background()
	srcs, err := w.store.Sources(ctx, "guild:"+w.guild)
	if err != nil || len(srcs) == 0 {
		w.t.Fatal(srcs, err)
	}
	if _, err := w.poller.One(ctx, srcs[0]); err != nil {
		w.t.Fatal(err)
	}
	w.settle()
	lease, err := w.store.TakeLease(ctx, "plan", "test", time.Minute)
	if err != nil {
		w.t.Fatal(err)
	}
	all, err := w.store.Schedules(ctx, int64(id(w.guild)))
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.store.AddSlots(ctx, lease, slotNow(all[0].Schedule.ID, title)); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.bot.Press.Run(ctx); err != nil {
		w.t.Fatal(err)
	}
	w.deliver()
}

func (w *world) deliver() {
	w.t.Helper()
	if _, err := w.deliverer.Run(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

func TestMend_ReturnedPermissionResumesTheChannel(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.tell("World")
	w.d.Deny(w.channel, discordtest.SendMessages)
	w.due("Bridge at Lysk reopens", "The bridge at Lysk reopens for cars on Monday, the roads agency said in Lysk.")
	w.await("the channel is stopped", func() bool { s, _ := w.channelState(); return s == state.ChannelPaused })
	if _, reason := w.channelState(); reason != "in #news I lack the permission Send Messages" {
		t.Errorf("reason %q", reason)
	}
	dm := w.d.DM(w.boss)
	w.await("its owner is told", func() bool { return len(w.d.ByBot(dm)) == 1 })
	wants(t, "the notice", w.d.ByBot(dm)[0].Content, "Briefings in #news of Newsroom are stopped, because I lack the permission Send Messages. They start again by themselves")
	wants(t, "/status", w.slash("status", nil), "1 thing needs a look", "stopped, because I lack the permission Send Messages; starts again by itself", "Allow it for my role")
	n := len(w.d.ByBot(w.channel))
	w.d.Deny(w.channel, 0)
	w.await("the channel works again", func() bool { s, _ := w.channelState(); return s == state.ChannelActive })
	w.await("what waited is posted", func() bool { w.deliver(); return len(w.d.ByBot(w.channel)) > n })
	w.deliver()
	if got := len(w.d.ByBot(w.channel)); got != n+1 {
		t.Errorf("%d messages, want %d: what waited is posted once", got, n+1)
	}
	w.await("its owner is told that it works", func() bool { return len(w.d.ByBot(dm)) == 2 })
	wants(t, "the second notice", w.d.ByBot(dm)[1].Content, "Briefings in #news of Newsroom work again.")
	if got := len(w.d.ByBot(dm)); got != 2 {
		t.Errorf("the owner was told %d times", got)
	}
}

func TestWorldEvent_DeletionAndKickForgetNothing(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.tell("World")
	w.d.DeleteChannel(w.channel)
	w.await("stopped", func() bool { s, _ := w.channelState(); return s == state.ChannelPaused })
	if _, reason := w.channelState(); reason != "the channel was deleted" {
		t.Errorf("reason %q", reason)
	}
	ctx := context.Background()
	guildState := func() state.Guild {
		g, err := w.store.Guild(ctx, int64(id(w.guild)))
		if err != nil {
			t.Fatal(err)
		}
		return g.State
	}
	w.d.Kick(w.guild)
	w.await("the server is lost", func() bool { return guildState() == state.GuildPaused })
	if all, err := w.store.ActiveSchedules(ctx); err != nil || len(all) != 0 {
		t.Errorf("still planned: %v, %v", all, err)
	}
	w.d.Invite(w.guild)
	w.await("the server is back", func() bool { return guildState() == state.GuildActive })
	if all, err := w.store.Schedules(ctx, int64(id(w.guild))); err != nil || len(all) != 1 {
		t.Errorf("its schedules: %v, %v", all, err)
	}
	w.d.Fail(discordtest.Fault{Method: "GET", Path: "gateway-connect", Status: http.StatusBadGateway, Times: 2})
	w.d.Drop()
	w.d.Forget()
	w.d.Kick(w.guild) // while nobody listens
	w.await("the kick is found out", func() bool { return guildState() == state.GuildPaused })
}

func TestScheduleAdd_RefusedWhereNothingCanBePosted(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	add := func(options map[string]any) string {
		if options["when"] == nil {
			options["when"] = "daily 07:30"
		}
		return w.slash("schedule add", options)
	}
	wants(t, "no city", add(map[string]any{}), "Whose time is meant?")
	wants(t, "no such city", add(map[string]any{"city": "Atlantis"}), "I do not know this city")
	wants(t, "a strange time", add(map[string]any{"when": "sometimes", "city": "Berlin"}), "I do not understand “sometimes”.", "daily 07:30")
	w.d.Deny(w.channel, discordtest.ReadHistory|discordtest.SendMessages)
	wants(t, "no permission", add(map[string]any{"city": "Europe/Berlin"}), "In #news I lack: Send Messages, Read Message History", "Permissions")
	w.d.Deny(w.channel, discordtest.ViewChannel)
	wants(t, "not visible", add(map[string]any{"city": "Europe/Berlin"}), "I cannot see that channel")
	w.d.Deny(w.channel, 0)
	wants(t, "a voice channel", add(map[string]any{"city": "Europe/Berlin", "channel": w.d.AddChannel(w.guild, "voice", 2)}), "text channels, announcement channels, forums and threads only")
	wants(t, "good", add(map[string]any{"city": "Munich", "name": "Morning"}), "Saved. **Morning** in #news: every day at 07:30 (Berlin); next <t:")
	wants(t, "a name that nobody sees", add(map[string]any{"name": "\u200b \u2060"}), "Saved. **World** in #news")
	w.slash("schedule remove", map[string]any{"schedule": "World"})
	wants(t, "the same name", add(map[string]any{"name": "Morning"}), "has a schedule Morning already")
	wants(t, "hourly, the city is remembered", add(map[string]any{"when": "hourly", "name": "Ticker"}), "every hour (Berlin)")
	wants(t, "the list", w.slash("schedule list", nil), "2 schedules", "Morning", "Ticker")
	wants(t, "a preview", w.slash("schedule preview", map[string]any{"schedule": "Morning"}), "40 alive in Senn", "A preview that only you see")
	wants(t, "removed", w.slash("schedule remove", map[string]any{"schedule": "Ticker"}), "is posted no more")
	wants(t, "removed twice", w.slash("schedule remove", map[string]any{"schedule": "Ticker"}), "no such schedule")
	wants(t, "in German", add(map[string]any{"city": "Munich", "name": "Morgen", "language": "de"}), "Saved.", "in German when a language model is set (now in the sources’ languages)")
	all := add(map[string]any{"when": "weekdays 8:00", "name": "Digest", "topic": "Rotterdam strike", "length": "short", "quiet": true, "stories": 3})
	wants(t, "with everything", all, "**Digest** in #news: Monday to Friday at 08:00 (Berlin), up to 3 stories, only “Rotterdam strike”, short, silent when nothing is new; next <t:")
	wants(t, "the list says the same", w.slash("schedule list", nil), "only “Rotterdam strike”, short, silent when nothing is new")
}

func TestSourceAdd_SaysWhyUnreadable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for url, want := range map[string]string{
		"not a url":                   "no feed of this name is known",
		"https://u:p@a.example/feed":  "a name or a password",
		"http://10.0.0.1/feed":        "10.0.0.1 could not be added: the address is private",
		"javascript:alert(1)":         "no web address",
		"http://127.0.0.1:1/feed.xml": "127.0.0.1:1 could not be added",
	} {
		wants(t, url, w.slash("source add", map[string]any{"sources": url}), want)
	}
	wants(t, "the list", w.slash("source list", nil), "No sources are chosen yet")
	wants(t, "/status", w.slash("status", nil), "nothing can be told before")
}

func TestPost_OnceAfterAnOutage(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.tell("World")
	n := len(w.d.ByBot(w.channel))
	w.deliverer.Settle = 50 * time.Millisecond
	w.d.Fail(discordtest.Fault{Status: http.StatusBadGateway, HTML: true, Times: -1, Path: "/"})
	w.d.Fail(discordtest.Fault{Method: "GET", Path: "gateway-connect", Status: http.StatusBadGateway, Times: -1})
	w.d.Drop()
	w.due("Bridge at Lysk reopens", "The bridge at Lysk reopens for cars on Monday, the roads agency said in Lysk.")
	w.await("it notices", func() bool { return !w.bot.Connected() })
	w.d.Heal()
	w.await("connected again", func() bool { return w.d.Connected() == 1 && w.bot.Connected() })
	w.await("what waited is posted", func() bool { w.deliver(); return len(w.d.ByBot(w.channel)) > n }) // after the pause of a refused post
	w.deliver()
	if got := len(w.d.ByBot(w.channel)); got != n+1 {
		t.Errorf("%d messages, want %d", got, n+1)
	}
}

func TestRun_WrongTokenEndsWithASentence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.bot.Options
	o.Token, o.Holder = "wrong", "other"
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	b, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	var fatal gateway.FatalError
	if err := b.Run(ctx); !errors.As(err, &fatal) || !strings.Contains(err.Error(), "Reset Token") {
		t.Errorf("got %v", err)
	}
	if f := b.Diagnose(ctx); len(f) != 1 || f[0].OK || !strings.Contains(f[0].Detail, "Reset Token") {
		t.Errorf("doctor: %+v", f)
	}
}

func TestEdit_LogHoldsNoQuestionOrToken(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.d.Fail(discordtest.Fault{Method: "PATCH", Path: "/webhooks/", Status: 500, Times: -1})
	r := w.d.Interact(discordtest.Interaction{User: w.member, Channel: w.channel, Name: "ask", Options: map[string]any{"question": "Is my xylophone alive in Senn?"}})
	w.await("the failure is logged", func() bool { return strings.Contains(w.logged(), "an answer was not sent") })
	if log := w.logged(); strings.Contains(log, "xylophone") || strings.Contains(log, r.Token) {
		t.Errorf("the log says too much:\n%s", log)
	}
}
