package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/ongoing"
	"dateline/bot/rest"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/schedule"
	"dateline/store/audit"
	"dateline/store/recall"
)

// response is what is said in return.
type response struct {
	blocks []message.Block
	aside  []message.Block // below them, for the person alone: what is shown to others leaves it out
	rows   []discordgo.MessageComponent
	files  []rest.File
	share  *shareable     // it may be shown to all
	shown  []message.Part // messages that all see besides; they are sent behind the answer
	unseen *response      // what is answered where those cannot be sent
	beside bool           // it leaves the message whose button was pressed as it is
	sent   bool           // it stands in Discord already
	asked  time.Time      // of a reply to a message: it was found after that
}

// replyForError turns an error into a calm sentence; what people cannot mend goes to the log.
func (b *Bot) replyForError(words *phrases.Words, what string, err error) response {
	var t userError
	var many manyFit
	var rule *schedule.Error
	switch {
	case errors.As(err, &many):
		return many.answer(words)
	case errors.As(err, &t):
		return said(t.In(words))
	case errors.As(err, &rule):
		return said(rule.Say(words))
	case errors.Is(err, context.Canceled):
		return said(words.Say("restarting"))
	case errors.Is(err, context.DeadlineExceeded):
		return said(words.Say("too_long"))
	}
	b.Log.Error("a command failed", "command", what, "err", err)
	return said(words.Say("went_wrong"))
}

// interacted takes one interaction apart and answers it.
func (b *Bot) interacted(in *wire.Interaction) {
	invoked := &call{in: in, guild: int64(in.GuildID), user: int64(in.User.V.ID), began: time.Now()}
	if invoked.guild != 0 {
		invoked.user = int64(in.Member.V.User.ID)
		invoked.manager = wire.PermissionBits(in.Member.V.Permissions.V)&(wire.PermManageGuild|wire.PermAdministrator) != 0
	}
	if in.Away() { // what a server has there is none of its business, and nobody else's what is answered
		invoked.guild, invoked.manager, invoked.away = 0, false, true
	}
	if in.ID == 0 || in.Token.V == "" || invoked.user == 0 || url.PathEscape(in.Token.V) != in.Token.V {
		return // a token is part of a path
	}
	invoked.acked = b.pool.urge()
	defer invoked.acked()
	_, job := b.ongoing.Begin(context.Background(), invoked.user)
	defer job.End()
	invoked.path, invoked.opts, invoked.focus = unfold(in.Data.V)
	invoked.words = b.hear(invoked)
	if b.blocked(invoked) {
		return
	}
	switch in.Type.V {
	case wire.TypeCommand:
		b.commanded(invoked)
	case wire.TypeComplete:
		b.completed(invoked)
	case wire.TypeComponent, wire.TypeModal:
		b.pressed(invoked)
	}
}

// unfold walks down subcommands to the options that were given.
func unfold(d wire.InteractionData) (path string, opts map[string]wire.Option, focus string) {
	path, opts = d.Name.V, map[string]wire.Option{}
	list := d.Options.V
	for range 2 {
		if len(list) != 1 || list[0].Type.V != wire.OptionSub && list[0].Type.V != wire.OptionGroup {
			break
		}
		path += " " + list[0].Name.V
		list = list[0].Options.V
	}
	for _, o := range list[:min(len(list), 25)] {
		opts[o.Name.V] = o
		if o.Focused.V {
			focus = o.Name.V
		}
	}
	return path, opts, focus
}

func (b *Bot) commanded(c *call) {
	cmd, ok := b.commands[c.path]
	if !ok {
		b.respond(c, c.say("command_unknown"))
		return
	}
	if err := cmd.may(c); err != nil {
		b.respond(c, b.replyForError(c.words, c.path, err))
		return
	}
	if cmd.form != nil {
		ctx, cancel := context.WithTimeout(context.Background(), completeTime)
		defer cancel()
		b.settle(ctx, c)
		if form, ok := cmd.form(c); ok {
			b.openForm(c, form)
			return
		}
	}
	if cmd.quick {
		ctx, cancel := context.WithTimeout(context.Background(), completeTime)
		defer cancel()
		b.settle(ctx, c)
		b.respond(c, b.guarded(c.words, func() response {
			reply, err := cmd.run(ctx, c)
			if err != nil {
				reply = b.replyForError(c.words, c.path, err)
			}
			return reply
		}))
		return
	}
	b.later(c, func(ctx context.Context) (response, error) { return cmd.run(ctx, c) })
}

// may tests on our side what Discord's own settings should have seen to.
func (m handler) may(c *call) error {
	switch {
	case m.server && c.guild == 0:
		return refuse("only_server")
	case m.manage && c.guild != 0 && !c.manager:
		return refuse("only_managers")
	}
	return nil
}

// private is the flag of an answer only one person sees.
func (c *call) private() int {
	if !c.direct() && !c.open {
		return wire.FlagPrivate
	}
	return 0
}

// ackTime is a little more than the three seconds that Discord gives.
const ackTime = 4 * time.Second

// callback sends the first response to an interaction.
func (b *Bot) callback(c *call, kind int, data any) error { return b.answerNow(c, kind, data, nil) }

// answerNow is callback that reads, where made is not nil, which message that made.
func (b *Bot) answerNow(c *call, kind int, data any, made *wire.Made) error {
	ctx, cancel := context.WithTimeout(context.Background(), ackTime)
	defer cancel()
	sent := map[string]any{"type": kind}
	if data != nil {
		sent["data"] = data
	}
	path, reply := fmt.Sprintf("/interactions/%s/%s/callback", c.in.ID, c.in.Token.V), any(nil)
	if made != nil {
		path, reply = path+"?with_response=true", made
	}
	err := b.api.Do(ctx, http.MethodPost, path, sent, reply)
	if c.acked != nil {
		c.acked()
	}
	if err == nil && b.Meter.Acked != nil {
		b.Meter.Acked(kindName(c.in.Type.V), time.Since(c.began))
	}
	return err
}

// respond answers at once, without a deferral.
func (b *Bot) respond(c *call, a response) {
	first := b.draw(c, a)[0]
	first["flags"] = wire.FlagNoEmbeds | c.private()
	if err := b.callback(c, wire.AnswerNow, first); err != nil {
		b.Log.Warn("an interaction was not answered", "err", err)
	}
}

// later acknowledges at once and answers when the work is done. The same
// event may come twice, after a RESUME or to two processes: inbound lets one
// of them go on.
func (b *Bot) later(c *call, f func(context.Context) (response, error)) {
	release, err := b.limits.acquire(c.user)
	if err != nil {
		b.respond(c, b.replyForError(c.words, c.path, err))
		return
	}
	ctx, left, ok := b.pool.reserve()
	if !ok {
		release()
		b.respond(c, c.say("too_busy"))
		return
	}
	ctx, c.job = b.ongoing.Begin(ctx, c.user)
	done := func() { c.job.End(); left(); release() }
	if c.stays {
		err = b.callback(c, wire.AnswerLaterInPlace, nil)
	} else {
		err = b.callback(c, wire.AnswerLater, map[string]any{"flags": c.private()})
	}
	if err != nil {
		b.Log.Warn("an interaction may not be acknowledged", "err", err)
	}
	if refusedForGood(err) {
		done()
		return
	}
	go func() {
		defer done()
		defer b.survive()
		reply, mine := b.replyForError(c.words, c.path, context.Canceled), true
		b.runInPool(ctx, func(ctx context.Context) {
			if mine = b.first(ctx, c); mine {
				reply = b.guarded(c.words, func() response { return b.worked(ctx, c, f) })
			}
		})
		if ongoing.Stopped(ctx) { // perhaps before its turn
			reply = c.say("forgotten")
		}
		if mine {
			b.finish(c, reply)
		}
	}()
}

// first reports that no other process has begun to answer an interaction, nor this
// one before a RESUME. Without the database: rather twice than never.
func (b *Bot) first(ctx context.Context, c *call) bool {
	fresh, err := b.Store.Arrived(ctx, "i"+c.in.ID.String())
	return fresh || err != nil
}

// refusedForGood reports that an acknowledgement certainly did not land, and
// that none did before: there is nothing to fill in later.
func refusedForGood(err error) bool {
	var e *rest.Error
	return errors.As(err, &e) && e.Unsent && e.Code != rest.CodeAcknowledged
}

// worked does the work of one call in the time that its token lives.
func (b *Bot) worked(ctx context.Context, c *call, f func(context.Context) (response, error)) response {
	ctx, cancel := context.WithTimeout(audit.By(ctx, fmt.Sprint(c.user)), answerTime)
	defer cancel()
	c.asked = b.now()
	b.settle(ctx, c)
	b.learnLanguage(ctx, c)
	defer b.slow(ctx, c)()
	if c.guild != 0 { // whoever types here proves that the bot is here
		if _, err := b.Store.SeeGuild(ctx, c.guild); err != nil {
			return b.replyForError(c.words, c.path, err)
		}
	}
	reply, err := f(ctx)
	if err != nil {
		reply = b.replyForError(c.words, c.path, err)
		reply.beside = true
	}
	b.reach(ctx, c, &reply)
	return reply
}

// patience is how long an answer takes before it is said that it takes a while.
const patience = 10 * time.Second

// slow says once that an answer takes a while; stop ends it. A message whose button was
// pressed stays as it is: where the work fails, nothing would take the place of that line.
func (b *Bot) slow(ctx context.Context, c *call) (stop func()) {
	if b.Model == "" || c.patient || c.stays {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer b.survive()
		if rest.Sleep(ctx, cmp.Or(b.patience, patience)) == nil {
			b.edit(ctx, c, b.draw(c, c.say("slow"))[0], nil)
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// draw lays an answer out as bodies of messages, buttons under the last.
func (b *Bot) draw(c *call, a response) []map[string]any {
	return drawn(b.laid(c.words, slices.Concat(a.blocks, a.aside)), a.rows)
}

// drawn are parts as bodies of messages, buttons under the last.
func drawn(parts []message.Part, rows []discordgo.MessageComponent) []map[string]any {
	out := make([]map[string]any, len(parts))
	for i, p := range parts {
		out[i] = body(p.Content)
	}
	if len(rows) > 0 {
		out[len(out)-1]["components"] = rows
	}
	return out
}

// body is a message as every one of ours leaves: nobody is mentioned, no link
// is unfolded.
func body(content string) map[string]any {
	return map[string]any{"content": content, "flags": wire.FlagNoEmbeds, "allowed_mentions": map[string]any{"parse": []string{}}}
}

// finish puts the answer where the deferral stands; more parts follow it. It
// goes out also while the bot shuts down.
func (b *Bot) finish(c *call, a response) {
	if a.sent {
		return
	}
	defer func() { b.stands(c.stood) }()
	ctx, cancel := b.pool.saying(10 * time.Second)
	defer cancel()
	if a.share != nil {
		b.share(c, &a, b.laid(c.words, a.blocks))
	}
	parts := b.laid(c.words, slices.Concat(a.blocks, a.aside))
	beside := a.beside && c.stays
	for i, m := range drawn(parts, a.rows) {
		if i == 0 && !beside {
			if c.stays && m["components"] == nil {
				m["components"] = []any{} // else what stood under the message stays
			}
			if !b.edit(ctx, c, withFiles(m, a.files), parts[i].Rests) {
				return
			}
			continue
		}
		m["flags"] = wire.FlagNoEmbeds | wire.FlagNoPush | c.private()
		if err := b.sendMore(ctx, c, m, parts[i].Rests); err != nil {
			b.Log.Warn("a part of an answer was not sent", "err", err)
			return
		}
	}
	if a.shown != nil && !b.sendShown(ctx, c, a.shown) {
		b.finish(c, *a.unseen)
	}
}

// edit writes the message of a call, which rests on some sentences.
func (b *Bot) edit(ctx context.Context, c *call, m any, rests []recall.Quote) bool {
	var made wire.Landed
	err := b.again(ctx, func() error { // an edit may land twice
		return b.api.Do(ctx, http.MethodPatch, fmt.Sprintf("/webhooks/%s/%s/messages/@original", c.in.AppID, c.in.Token.V), m, &made)
	})
	if err == nil {
		c.stand(made, rests)
	}
	if err != nil && ctx.Err() == nil {
		b.Log.Warn("an answer was not sent", "err", err)
	}
	return err == nil
}
