package bot

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/bot/wire"
	"dateline/briefing/answer"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store/recall"
)

// shareable is a private answer that a button shows to everybody.
type shareable struct {
	headline string                       // of the source, where the answer is its bare words
	beside   []discordgo.MessageComponent // buttons behind that which shows it
}

// draft is such an answer as it stands in Discord, in parts, until its button is pressed.
type draft struct {
	user, guild int64
	headline    string
	parts       []message.Part
	asked       time.Time // it was found after that
}

// draftsMost is how many are kept, the newest: a button lives as long as the
// private message above it, which is gone when the person leaves the channel.
const draftsMost = 1000

// shareRow is the button that shows a private answer to everybody. It knows by
// which interaction the answer is kept.
func shareRow(words *phrases.Words, key string, beside []discordgo.MessageComponent) []discordgo.MessageComponent {
	return row(append([]discordgo.MessageComponent{component.Button(words.Say("show_button"), idShow+":"+key)}, beside...)...)
}

// share keeps an answer of some parts for its button, and draws it.
func (b *Bot) share(c *call, a *response, parts []message.Part) {
	key := c.in.ID.String()
	b.drafts.Add(key, draft{user: c.user, guild: c.guild, headline: a.share.headline, parts: parts, asked: c.asked})
	a.rows = append(shareRow(c.words, key, a.share.beside), a.rows...)
}

// show puts a private answer of ours into the channel, for members who may
// write there themselves.
func (b *Bot) show(c *call, arg string) {
	shown := c.in.Message.V
	switch {
	case c.guild == 0 || shown.Author.V.ID != b.self() || shown.Content.V == "" || layout.Units(shown.Content.V) > layout.PartMost:
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
		return
	case !c.mayWrite():
		b.respond(c, b.replyForError(c.words, c.path, refuse("may_not_write")))
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), completeTime)
	defer cancel()
	b.settle(ctx, c)
	parts, err := b.public(ctx, c, arg)
	if err != nil {
		b.respond(c, b.replyForError(c.words, c.path, err))
		return
	}
	key := "s" + shown.ID.String()
	fresh, err := b.Store.Arrived(ctx, key)
	if err == nil && !fresh {
		err = refuse("shown_already")
	}
	if err != nil {
		b.respond(c, b.replyForError(c.words, c.path, err))
		return
	}
	c.open = true
	var made wire.Made
	if err = b.answerNow(c, wire.AnswerNow, body(parts[0].Content), &made); err != nil {
		b.Log.Warn("an answer was not shown", "err", err)
		if refusedForGood(err) { // what may have landed is not shown again
			b.note(ctx, "an answer that was not shown", b.Store.Unseen(context.WithoutCancel(ctx), key))
		}
		return
	}
	c.stand(made.Resource.Message, parts[0].Rests)
	defer func() { b.stands(c.stood) }()
	later, stop := b.pool.saying(rest.Deadline)
	defer stop()
	b.sendBehind(later, c, parts[1:])
}

// mayWrite reports whether the person of a call may write in its channel.
func (c *call) mayWrite() bool {
	need := int64(wire.PermSend)
	if (place{ChannelInfo: c.in.Channel.V}).thread() {
		need = wire.PermSendInThreads
	}
	return wire.PermissionBits(c.in.Member.V.Permissions.V)&(need|wire.PermAdministrator) != 0
}

// public is a kept answer as all may read it: what was asked, now and before,
// is nobody else's business, and the channel's words are hidden.
func (b *Bot) public(ctx context.Context, c *call, arg string) ([]message.Part, error) {
	_, key, _ := strings.Cut(arg, ":")
	kept, ok := b.drafts.Get(key)
	if !ok || kept.user != c.user || kept.guild != c.guild {
		return nil, refuse("not_whole") // on what it rests is not known: it could not be taken back
	}
	c.asked = kept.asked
	return b.published(ctx, c, kept)
}

// published are the parts of an answer as all may read them.
func (b *Bot) published(ctx context.Context, c *call, kept draft) ([]message.Part, error) {
	words, err := b.listHere(ctx, c)
	if err != nil {
		return nil, err
	}
	var out []message.Part
	for i, part := range kept.parts {
		part.Content = answer.Publish(part.Content)
		head := "### " + layout.Cut(layout.Escape(kept.headline), headlineMost) + "\n"
		if i == 0 && kept.headline != "" && layout.Units(head+part.Content) <= layout.PartMost {
			part.Content = head + part.Content
		}
		if part.Content, err = words.hide(part.Content); err != nil {
			return nil, err
		}
		out = append(out, part)
	}
	return out, nil
}

// headlineMost is how long the headline above a shown quotation may be.
const headlineMost = 200

// sendShown sends messages that all see behind an answer, and reports whether the first
// arrived.
func (b *Bot) sendShown(ctx context.Context, c *call, parts []message.Part) bool {
	c.open = true
	if err := b.sendMore(ctx, c, body(parts[0].Content), parts[0].Rests); err != nil {
		b.Log.Warn("an answer was not shown", "err", err)
		c.open = false
		return false
	}
	b.sendBehind(ctx, c, parts[1:])
	return true
}

// sendBehind sends the parts behind the first of what all see; only that notifies.
func (b *Bot) sendBehind(ctx context.Context, c *call, parts []message.Part) {
	for _, part := range parts {
		object := body(part.Content)
		object["flags"] = wire.FlagNoEmbeds | wire.FlagNoPush
		if err := b.sendMore(ctx, c, object, part.Rests); err != nil {
			b.Log.Warn("a part of an answer was not shown", "err", err)
			return
		}
	}
}

// sendMore sends one message more to an interaction that was answered, which rests on some
// sentences.
func (b *Bot) sendMore(ctx context.Context, c *call, object map[string]any, rests []recall.Quote) error {
	var made wire.Landed
	err := b.onceMore(ctx, func() error {
		return b.api.Do(ctx, http.MethodPost, fmt.Sprintf("/webhooks/%s/%s", c.in.AppID, c.in.Token.V), object, &made)
	})
	if err == nil {
		c.stand(made, rests)
	}
	return err
}
