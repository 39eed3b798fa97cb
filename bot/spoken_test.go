package bot

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"dateline/bot/command"
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

func TestSettle_ThePersonBeforeTheChannelTheChannelBeforeTheServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	if _, err := w.store.SeeGuild(ctx, int64(id(w.guild))); err != nil {
		t.Fatal(err)
	}
	if err := w.bot.changeServer(ctx, int64(id(w.guild)), func(set *profile.Server) { set.Lang = "fr" }); err != nil {
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
	if err := w.store.ChangeChannel(ctx, channel.ID, func(string) string { return profile.Channel{Lang: "ar"}.String() }); err != nil {
		t.Fatal(err)
	}
	if got := c("it") + c("de"); got != "arde" {
		t.Errorf("with a language of the channel: %q, want ar and de", got)
	}
}

// What is said around an answer is in the language of the question, as the answer is.
func TestSpoken_TheQuestionBeforeThePersonTheChannelAndTheServer(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	if err := w.bot.changeServer(t.Context(), int64(id(w.guild)), func(set *profile.Server) { set.Lang = "de" }); err != nil {
		t.Fatal(err)
	}
	const german, english = "1 Artikel", "1 article"
	for _, c := range []struct{ locale, question, want string }{
		{"de", "How many people were found alive in Senn?", english},
		{"en-US", "Wie viele Menschen wurden in Senn lebend gefunden?", german},
		{"de", "Senn school", german},
		{"en-US", "Senn school", english},
		{"it", "Senn school", german},
	} {
		r := w.interact(discordtest.Interaction{User: w.member, Name: "ask", Options: map[string]any{"question": c.question}, Locale: c.locale})
		if !strings.Contains(r.Text(), c.want) {
			t.Errorf("/ask %q, Discord in %q: no %q in\n%s", c.question, c.locale, c.want, r.Text())
		}
	}
	m := &wire.Message{ID: 1, GuildID: id(w.guild), ChannelID: id(w.channel), Author: wire.User{ID: 999}}
	for question, want := range map[string]string{"How many people were found alive in Senn?": "en", "Senn school": "de"} {
		m.Content.V = question
		if got := w.bot.spoken(t.Context(), m).Lang(); got != want {
			t.Errorf("a mention, %q: %q, want %q", question, got, want)
		}
	}
	w.interact(discordtest.Interaction{User: w.member, Channel: w.d.DM(w.member), Name: "help", Locale: "de"})
	direct := &wire.Message{ID: 1, Author: wire.User{ID: id(w.member)}}
	for question, want := range map[string]string{"How many people were found alive in Senn?": "en", "Senn school": "de"} {
		direct.Content.V = question
		if got := w.bot.spoken(t.Context(), direct).Lang(); got != want {
			t.Errorf("a direct message, %q: %q, want %q", question, got, want)
		}
	}
}

func TestTable_HasAHandlerForEveryCommand(t *testing.T) {
	var paths []string
	for _, c := range command.Definitions() {
		single := true
		for _, o := range c.Options {
			if o.Type == discordgo.ApplicationCommandOptionSubCommand {
				paths, single = append(paths, c.Name+" "+o.Name), false
				for _, given := range o.Options {
					if complete := (&Bot{}).table()[c.Name+" "+o.Name].complete; given.Autocomplete != (complete[given.Name] != nil) {
						t.Errorf("%s %s: the option %s has no suggestions, or needs none", c.Name, o.Name, given.Name)
					}
				}
			}
		}
		if single {
			paths = append(paths, c.Name)
		}
	}
	slices.Sort(paths)
	if diff := cmp.Diff(slices.Sorted(maps.Keys((&Bot{}).table())), paths); diff != "" {
		t.Errorf("(-handled +defined):\n%s", diff)
	}
}
