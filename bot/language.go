package bot

import (
	"dateline/bot/wire"
	"dateline/briefing/phrases"
	speech "dateline/briefing/text"
)

// said is a response of one plain sentence.
func said(sentence string) response { return response{blocks: paras(sentence)} }

// say is a response of one sentence of the catalogue, in the language of the call.
func (c *call) say(key string, args ...any) response { return said(c.words.Say(key, args...)) }

// userError is an error whose text is meant for the person who asked. It is worded
// when it is said: where it arises, the language need not be known.
type userError struct {
	phrases.Text
	text string // in plain English, where the catalogue has none
}

// refuse is an error with a text of the catalogue for the person who asked.
func refuse(key string, args ...any) error { return userError{Text: phrases.Later(key, args...)} }

// Error is the text in English, for the log.
func (e userError) Error() string { return e.in(nil) }

func (e userError) in(words *phrases.Words) string {
	if e.text != "" {
		return e.text
	}
	return e.In(words)
}

// hear is the language to answer an interaction in: the person's, else the
// server's, else English.
func (b *Bot) hear(c *call) *phrases.Words {
	if phrases.Speaks(c.in.Locale.V) {
		b.locales.Add(c.user, c.in.Locale.V)
		return phrases.In(c.in.Locale.V)
	}
	return phrases.In(c.in.Home.V)
}

// spoken is the language to answer a message in: that of the person when he or she
// last used a command, else the one the message is clearly written in, else the
// server's, else English.
func (b *Bot) spoken(m *wire.Message) *phrases.Words {
	known, _ := b.locales.Get(int64(m.Author.ID))
	return phrases.First(known, speech.SpokenIn(b.question(m)), b.roles.locale(m.GuildID))
}
