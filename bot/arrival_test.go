package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/briefingtest"
	"dateline/briefing/profile"
)

// invited brings the bot into a server that has a channel for Discord's updates,
// and waits until the bot knows it.
func (w *world) invited(locale string, change ...func(guild, updates string)) (guild, updates string) {
	w.t.Helper()
	guild = w.d.NewGuild("Harbour")
	updates = w.d.AddChannel(guild, "moderators", 0)
	w.d.AddChannel(guild, "news", 0)
	w.d.SetUpdates(guild, updates)
	w.d.SetLocale(guild, locale)
	for _, f := range change {
		f(guild, updates)
	}
	w.d.Invite(guild)
	w.known(guild)
	return guild, updates
}

// known waits until the bot has dealt with its arrival in a server.
func (w *world) known(guild string) {
	w.t.Helper()
	w.await("a greeted server", func() bool { return w.bot.profile(context.Background(), int64(id(guild))).Greeted })
	done := make(chan struct{})
	w.bot.follow(func(context.Context) { close(done) }) // events are dealt with one after another
	<-done
}

func contents(messages []discordtest.Message) (out []string) {
	for _, m := range messages {
		out = append(out, m.Content)
	}
	return out
}

func TestGreet_OneLineInTheUpdatesChannelOnceEver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	guild, updates := w.invited("de")
	said := contents(w.d.ByBot(updates))
	for _, locale := range []string{"en-US", "es-ES", "fr", "pt-BR", "ar", "ko"} {
		_, updates := w.invited(locale)
		said = append(said, contents(w.d.ByBot(updates))...)
	}
	briefingtest.Golden(t, "arrival", strings.Join(said, "\n"))
	calls := len(w.d.Calls("POST", "/messages"))
	w.d.Drop() // a RESUME may bring the event again
	w.await("resumed", func() bool { return len(w.d.Calls("WS", "resume")) == 1 && w.d.Connected() == 1 && w.bot.Connected() })
	w.d.Kick(guild)
	w.d.Invite(guild)
	w.known(guild)
	w.d.Drop()
	w.d.Forget() // and a fresh session brings it once more
	w.await("a fresh session", func() bool { return len(w.d.Calls("WS", "identify")) == 2 && w.bot.Connected() })
	w.known(guild)
	if n := len(w.d.Calls("POST", "/messages")); n != calls || len(w.d.ByBot(updates)) != 1 || len(w.d.Calls("POST", "/users/@me/channels")) != 0 {
		t.Errorf("%d messages at first, %d at last; in the channel: %q", calls, n, contents(w.d.ByBot(updates)))
	}
}

func TestGreet_SilentWhereThereIsNoPlaceForIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, change := range map[string]func(guild, updates string){
		"no channel for updates":      func(guild, _ string) { w.d.SetUpdates(guild, "") },
		"one that the bot sees not":   func(_, updates string) { w.d.Deny(updates, discordtest.ViewChannel) },
		"one that it may not use":     func(_, updates string) { w.d.Deny(updates, discordtest.SendMessages) },
		"one of another server":       func(guild, _ string) { w.d.SetUpdates(guild, w.channel) },
		"one that is no text":         func(guild, _ string) { w.d.SetUpdates(guild, w.d.AddChannel(guild, "voice", 2)) },
		"one that is no longer there": func(_, updates string) { w.d.DeleteChannel(updates) },
	} {
		before := len(w.d.Calls("POST", "/messages"))
		guild, updates := w.invited("en-US", change)
		w.d.Deny(updates, 0)
		w.d.SetUpdates(guild, updates)
		w.d.Kick(guild)
		w.d.Invite(guild)
		w.known(guild)
		if n := len(w.d.Calls("POST", "/messages")) - before; n != 0 {
			t.Errorf("%s: %d messages", name, n)
		}
	}
}

func TestGreet_SilentWhereTheBotHasBeenForLong(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *Options, _ *discordtest.Options) {
		o.Now = func() time.Time { return time.Now().Add(25 * time.Hour) }
	})
	if _, updates := w.invited("en-US"); len(w.d.ByBot(updates)) != 0 {
		t.Errorf("said: %q", contents(w.d.ByBot(updates)))
	}
}

// Of two processes that get the same event one writes; what is set for the server
// meanwhile stays.
func TestGreet_OnceAlsoByTwoProcesses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	first := 0
	for range 20 {
		go func() {
			_ = w.bot.changeServer(ctx, 77, func(set *profile.Server) { set.Zone = "Europe/Berlin" })
		}()
	}
	won := make(chan bool, 20)
	for range 20 {
		go func() {
			mine := false
			err := w.bot.changeServer(ctx, 77, func(set *profile.Server) { mine, set.Greeted = !set.Greeted, true })
			won <- mine && err == nil
		}()
	}
	for range 20 {
		if <-won {
			first++
		}
	}
	w.await("the zone", func() bool { return w.bot.profile(ctx, 77) == profile.Server{Zone: "Europe/Berlin", Greeted: true} })
	if first != 1 {
		t.Errorf("%d were the first", first)
	}
}
