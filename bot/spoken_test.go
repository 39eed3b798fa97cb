package bot

import (
	"context"
	"strings"
	"testing"

	"dateline/bot/discordtest"
	"dateline/bot/wire"
	"dateline/briefing/profile"
	"dateline/store"
)

func TestHear_ThePersonThenTheServerThenEnglish(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for locale, want := range map[string]string{
		"de": "Das geht in einem Kanal eines Servers, nicht in Direktnachrichten.", "es-419": "Esto funciona en un canal",
		"pt-BR": "Isso funciona em um canal", "ar": "هذا يعمل في قناة", "it": "This works in a server's channel", "": "This works in a server's channel",
	} {
		reply := w.interact(discordtest.Interaction{User: w.member, Channel: w.d.DM(w.member), Name: "why", Locale: locale})
		if got := reply.Text(); !strings.Contains(got, want) {
			t.Errorf("%q: got %q, want %q", locale, got, want)
		}
	}
}

func TestSettle_TheChannelBeforeThePersonThePersonBeforeTheServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	if _, err := w.store.SeeGuild(ctx, int64(id(w.guild))); err != nil {
		t.Fatal(err)
	}
	if err := w.store.SaveGuild(ctx, int64(id(w.guild)), profile.Server{Lang: "fr"}.String()); err != nil {
		t.Fatal(err)
	}
	c := func(locale string) string {
		in := &wire.Interaction{ChannelID: id(w.channel)}
		in.Locale.V, in.Home.V = locale, "es-ES"
		asked := &call{in: in, guild: int64(id(w.guild)), user: 1}
		asked.words = w.bot.hear(asked)
		w.bot.settle(ctx, asked)
		return asked.words.Lang()
	}
	if got := c("it") + c("de"); got != "frde" {
		t.Errorf("with a language of the server: %q, want fr and de", got)
	}
	channel, err := w.store.DiscordChannel(ctx, store.Channel{Kind: "text", Name: "news", DiscordID: int64(id(w.channel)), GuildID: int64(id(w.guild)),
		Owner: "guild:" + w.guild, SetBy: w.boss})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.SetProfile(ctx, channel.ID, profile.Channel{Lang: "ar"}.String()); err != nil {
		t.Fatal(err)
	}
	if got := c("it") + c("de"); got != "arar" {
		t.Errorf("with a language of the channel: %q, want ar twice", got)
	}
}
