package bot

import (
	"cmp"
	"context"
	"strings"

	"dateline/bot/wire"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/text"
	"dateline/store"
)

// said is a response of one plain sentence.
func said(sentence string) response { return response{blocks: paras(sentence)} }

// say is a response of one sentence of the catalogue, in the language of the call.
func (c *call) say(key string, args ...any) response { return said(c.words.Say(key, args...)) }

// userError is an error whose text is meant for the person who asked. It is worded
// when it is said: where it arises, the language need not be known.
type userError struct{ phrases.Text }

// refuse is an error with a text of the catalogue for the person who asked.
func refuse(key string, args ...any) error { return userError{phrases.Later(key, args...)} }

// Error is the text in English, for the log.
func (e userError) Error() string { return e.In(nil) }

// Is reports the same text, whatever is put into it: errors.Is cannot compare what is.
func (e userError) Is(target error) bool {
	other, ok := target.(userError)
	return ok && other.Key == e.Key
}

// hear is the language to answer an interaction in before the settings are read: the
// person's, else the server's in Discord, else English.
func (b *Bot) hear(c *call) *phrases.Words {
	if phrases.Speaks(c.in.Locale.V) {
		b.locales.Add(c.user, c.in.Locale.V)
	}
	return phrases.First(c.in.Locale.V, c.in.Home.V)
}

// settle reads in which language to answer an interaction. What only the person sees
// is in his or her own; where the bot does not speak it, in what is set for the
// channel, then for the server, before the one that the server has in Discord.
func (b *Bot) settle(ctx context.Context, c *call) {
	if phrases.Speaks(c.in.Locale.V) {
		return // as it was heard
	}
	set, home := b.languagesAt(ctx, c.guild, int64(c.in.ChannelID), int64(c.in.Channel.V.Parent))
	c.words = phrases.First(set, home, c.in.Home.V)
}

// hearsQuestion puts what is said around an answer into the language that the question is
// clearly written in, as the answer is: one message has one language.
func (c *call) hearsQuestion(question string) {
	c.words = phrases.First(text.SpokenIn(question), c.words.Lang())
}

// languagesAt are the languages that are set for the first of some channels that has
// one, a thread before what it hangs on, and for the server; "" where none is.
func (b *Bot) languagesAt(ctx context.Context, guild int64, channels ...int64) (channel, server string) {
	if guild == 0 {
		return "", ""
	}
	all, err := b.Store.GuildChannels(ctx, guild)
	b.note(ctx, "the languages of channels", err)
	set := map[int64]string{}
	for _, ch := range all {
		set[ch.DiscordID] = profile.ParseChannel(ch.Profile).Lang
	}
	for _, id := range channels {
		channel = cmp.Or(channel, set[id])
	}
	return channel, b.profile(ctx, guild).Lang
}

// spoken is the language to answer a message in: the one it is clearly written in, as
// its answer will be; else the channel's, that of the person when he or she last used a
// command, else the server's, else English.
func (b *Bot) spoken(ctx context.Context, m *wire.Message) *phrases.Words {
	set, home := b.languagesAt(ctx, int64(m.GuildID), int64(m.ChannelID))
	known, _ := b.locales.Get(int64(m.Author.ID))
	return phrases.First(text.SpokenIn(b.question(m)), set, known, home, b.roles.locale(m.GuildID))
}

// learnLanguage keeps the language of those to whom notices may go: who manages a server, and
// who uses the bot in direct messages.
func (b *Bot) learnLanguage(ctx context.Context, c *call) {
	lang, _, _ := strings.Cut(c.in.Locale.V, "-")
	if !phrases.Speaks(lang) || c.guild != 0 && !c.manager || c.path == "forget" {
		return
	}
	person, err := b.Store.Person(ctx, c.user)
	if err == nil && person.Lang != lang {
		err = b.Store.Reads(ctx, c.user, lang)
	}
	b.note(ctx, "the language of a person", err)
}

// owned is the language of a notice to whoever set a channel up.
func (b *Bot) owned(ctx context.Context, ch store.Channel, owner int64) *phrases.Words {
	known, _ := b.locales.Get(owner)
	if known == "" {
		person, err := b.Store.Person(ctx, owner)
		b.note(ctx, "the language of a person", err)
		known = person.Lang
	}
	return phrases.First(profile.ParseChannel(ch.Profile).Lang, known, b.profile(ctx, ch.GuildID).Lang,
		b.roles.locale(wire.Snowflake(ch.GuildID)))
}
