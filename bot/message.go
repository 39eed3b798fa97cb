package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"dateline/bot/ongoing"
	"dateline/bot/rest"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/smalltalk"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
)

const (
	typingShown = 8 * time.Second // Discord shows it for ten
	caughtUp    = 24 * time.Hour  // direct messages older than this are not answered after an outage
	caughtMost  = 100             // people whose messages are looked for, those who wrote last: Discord allows 50 requests a second
)

// onMessage takes a message of a person: every direct message is a question; in
// channels one that mentions the bot, or replies to it.
func (b *Bot) onMessage(m *wire.Message) {
	if !m.Readable() || m.Author.ID == b.self() {
		return
	}
	if m.GuildID != 0 && b.rooms.closed(int64(m.ChannelID)) {
		return
	}
	if m.GuildID != 0 && !b.addressed(m) {
		if len(m.Roles.V) > 0 {
			b.onRoleMessage(m)
		}
		return
	}
	if m.GuildID == 0 && !b.ongoing.Take(int64(m.Author.ID), int64(m.ID)) {
		return
	}
	if !b.do(func(ctx context.Context) { b.take(ctx, m, false) }) && m.GuildID == 0 {
		b.ongoing.Drop(int64(m.Author.ID), int64(m.ID)) // too many wait
	}
}

// onRoleMessage takes a message to a role where the bot's own is not known yet: once
// Discord has said which it is.
func (b *Bot) onRoleMessage(m *wire.Message) {
	done, first := b.roles.ask(m.GuildID, time.Now())
	if done == nil {
		return
	}
	b.do(func(ctx context.Context) {
		if first {
			b.note(ctx, "the roles of a server", b.learnRoles(ctx, m.GuildID))
			b.roles.looked(m.GuildID)
		}
		select {
		case <-done:
		case <-ctx.Done():
			return
		}
		if b.addressed(m) {
			b.take(ctx, m, false)
		}
	})
}

// take answers one message, once: inbound remembers it. One that was begun and
// not finished, before a crash, is taken up again where missed ones are looked
// for: its reply has the same nonce. A direct message has been noted as ongoing:
// what this process is answering is never taken up again.
func (b *Bot) take(ctx context.Context, m *wire.Message, missed bool) {
	key, user := "m"+m.ID.String(), int64(m.Author.ID)
	if m.GuildID == 0 {
		defer b.ongoing.Drop(user, int64(m.ID))
	}
	fresh, err := b.Store.Arrived(ctx, key)
	if err == nil && !fresh && missed {
		fresh, err = b.Store.Unfinished(ctx, key)
	}
	if err != nil {
		b.Log.Error("a message was not noted", "err", err)
	}
	if !fresh && err == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	ctx, job := b.ongoing.Begin(ctx, user)
	defer job.End()
	if b.unanswered(ctx, m) {
		return
	}
	asked, stop, words := b.now(), b.typing(ctx, m.ChannelID), b.spoken(ctx, m)
	said := b.guarded(words, func() response { return b.reply(ctx, m, words) })
	stop()
	said.asked = asked
	if ongoing.Stopped(ctx) {
		said = response{blocks: paras(words.Say("forgotten"))}
	}
	if len(said.blocks) == 0 || b.send(m, words, said) {
		b.note(ctx, "a message", b.Store.Finished(context.WithoutCancel(ctx), key))
	}
	if m.GuildID == 0 {
		b.reach(ctx, &call{user: user}, nil)
		upTo := wire.Snowflake(b.ongoing.Dealt(user, int64(m.ID))).Time()
		b.note(ctx, "a direct message", b.Store.SawDM(context.WithoutCancel(ctx), user, int64(m.ChannelID), upTo))
	}
}

// unanswered reports that nothing is said to a message: /forget came while it waited, or the
// operator has blocked its server.
func (b *Bot) unanswered(ctx context.Context, m *wire.Message) bool {
	if m.GuildID == 0 {
		return !b.ongoing.Taken(int64(m.Author.ID), int64(m.ID))
	}
	blocked, err := b.Store.Stopped(ctx, state.BrakeBlocked, int64(m.GuildID))
	return err == nil && blocked
}

// addressed reports whether a message in a channel is meant for the bot.
func (b *Bot) addressed(m *wire.Message) bool {
	for _, u := range m.Mentions.V {
		if u.ID == b.self() {
			return true
		}
	}
	if m.Pings(b.roles.in(m.GuildID)) {
		return true
	}
	return b.MessageContent && m.Referenced.V != nil && m.Referenced.V.Author.ID == b.self()
}

// reply is what is said to a message; nothing has no blocks.
func (b *Bot) reply(ctx context.Context, m *wire.Message, words *phrases.Words) response {
	var first []message.Block
	if m.GuildID == 0 {
		var err error
		asker := store.Person{ID: int64(m.Author.ID), DM: int64(m.ChannelID), CaughtUp: m.ID.Time()}
		if first, err = b.introduce(ctx, words, asker); err != nil {
			return b.replyForError(words, "direct message", err)
		}
		if len(m.Snapshots.V) > 0 {
			return response{blocks: append(first, b.checkForwarded(ctx, m, words)...)}
		}
	} else if err := b.mayAsk(ctx, int64(m.GuildID)); err != nil {
		return b.refused(m, words, err)
	}
	question := b.question(m)
	if m.Content.V == "" && m.Pings(b.roles.in(m.GuildID)) {
		return response{blocks: paras(words.Say("role_unseen"))}
	}
	if said, ok := chat(question, words); ok {
		if b.limits.chats(int64(m.Author.ID), time.Now()) {
			first = append(first, said...)
		}
		return response{blocks: first}
	}
	answer, err := b.ask(ctx, asking{guild: int64(m.GuildID), channel: int64(m.ChannelID), user: int64(m.Author.ID), open: m.GuildID != 0,
		text: question, words: words})
	if errors.Is(err, errQuiet) && m.GuildID != 0 {
		return response{}
	}
	if err != nil {
		return response{blocks: append(first, b.replyForError(words, "question", err).blocks...)}
	}
	reply := response{rows: b.answerRows(ctx, words, answer, question)}
	if m.GuildID == 0 {
		reply.blocks = append(first, answer.Blocks()...)
		return reply
	}
	hidden, err := b.wordsOf(ctx, int64(m.GuildID), wire.ChannelInfo{ID: m.ChannelID})
	if err != nil {
		return b.replyForError(words, "question", err)
	}
	reply.blocks = answer.For(hidden.WordList)
	return reply
}

// refused is what is said in a channel where nothing is answered. Others read along: to
// one person it is said as often as a greeting.
func (b *Bot) refused(m *wire.Message, words *phrases.Words, err error) response {
	if !b.limits.chats(int64(m.Author.ID), time.Now()) {
		return response{}
	}
	return b.replyForError(words, "question", err)
}

// introduce notes the channel of direct messages of a person who writes there up to
// CaughtUp; whoever is new reads first what is kept, and who sees questions.
func (b *Bot) introduce(ctx context.Context, words *phrases.Words, p store.Person) ([]message.Block, error) {
	person, err := b.Store.Person(ctx, p.ID)
	if err != nil || person.Known {
		return nil, err
	}
	return b.introduction(words), b.Store.SawDM(ctx, p.ID, p.DM, p.CaughtUp.Add(-time.Millisecond))
}

// typing shows that an answer is being made; stop ends it.
func (b *Bot) typing(ctx context.Context, channel wire.Snowflake) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer b.survive()
		for ctx.Err() == nil {
			if err := b.api.Do(ctx, http.MethodPost, "/channels/"+channel.String()+"/typing", nil, nil); err != nil && ctx.Err() == nil {
				return // an ornament
			}
			_ = rest.Sleep(ctx, typingShown)
		}
	}()
	return cancel
}

// send replies to a message, and reports whether it arrived. The nonce lets a request that is sent again land
// once; that a message is answered once is for inbound to see to.
func (b *Bot) send(m *wire.Message, words *phrases.Words, said response) bool {
	ctx, cancel := b.pool.saying(20 * time.Second)
	defer cancel()
	about := asking{guild: int64(m.GuildID), user: int64(m.Author.ID), channel: int64(m.ChannelID), words: words}
	var stood []recall.Answer
	defer func() { b.stands(stood) }()
	parts := b.laid(words, said.blocks)
	for i, msg := range drawn(parts, said.rows) {
		msg["nonce"], msg["enforce_nonce"] = fmt.Sprintf("r%s.%d", m.ID, i), true
		if i == 0 {
			msg["message_reference"] = map[string]any{"message_id": m.ID.String(), "fail_if_not_exists": false}
		} else {
			msg["flags"] = wire.FlagNoEmbeds | wire.FlagNoPush
		}
		var made wire.Landed
		post := func() error {
			return b.api.Do(ctx, http.MethodPost, "/channels/"+m.ChannelID.String()+"/messages", msg, &made)
		}
		err := b.again(ctx, post)
		if rest.Code(err) == rest.CodeNoReply { // it was refused, so nothing landed
			delete(msg, "message_reference")
			err = b.again(ctx, post)
		}
		if err != nil {
			b.Log.Warn("a reply was not sent", "err", err)
			if rest.Closed(err) {
				b.rooms.close(int64(m.GuildID), int64(m.ChannelID))
			}
			return false
		}
		if rests := parts[i].Rests; made.ID != 0 && len(rests) > 0 {
			stood = append(stood, about.answer(made, rests, said.asked))
		}
	}
	return true
}

// again tries what may be sent twice until it is answered, at most thrice.
func (b *Bot) again(ctx context.Context, f func() error) error {
	var err error
	for i := range 3 {
		err = f()
		limited := rest.Status(err) == http.StatusTooManyRequests // the limiter has waited
		if err == nil || limited || rest.Meaning(err) != rest.FailedForNow {
			return err
		}
		if rest.Sleep(ctx, time.Duration(i+1)*time.Second) != nil {
			return err
		}
	}
	return err
}

// onceMore is again for what has no nonce: only what certainly did not land is
// sent again.
func (b *Bot) onceMore(ctx context.Context, f func() error) error {
	var landed error // or perhaps landed
	err := b.again(ctx, func() error {
		err := f()
		var e *rest.Error
		if errors.As(err, &e) && !e.Unsent {
			landed = err
			return nil
		}
		return err
	})
	return cmp.Or(err, landed)
}

// catchUp answers direct messages that came while no session stood: a fresh
// one replays nothing.
func (b *Bot) catchUp(ctx context.Context) {
	people, err := b.Store.RecentDMs(ctx, caughtMost)
	if err != nil {
		b.Log.Error("missed direct messages were not looked for", "err", err)
		return
	}
	for _, p := range people {
		var list []wire.Message
		after := max(wire.SnowflakeAt(p.CaughtUp), wire.SnowflakeAt(b.now().Add(-caughtUp)))
		path := fmt.Sprintf("/channels/%d/messages?limit=20&after=%d", p.DM, after)
		if err := b.api.Do(ctx, http.MethodGet, path, nil, &list); err != nil {
			b.Log.Debug("a person's messages were not looked through", "err", err)
			continue
		}
		slices.SortFunc(list, func(a, b wire.Message) int { return cmp.Compare(a.ID, b.ID) })
		list = slices.DeleteFunc(list, func(m wire.Message) bool {
			return !m.Readable() || m.Author.ID == b.self() || !b.ongoing.Take(int64(m.Author.ID), int64(m.ID))
		})
		for i := range list { // one after another, as they were asked
			b.take(ctx, &list[i], true)
		}
	}
}

// chat is what is said to a text that is no question.
func chat(text string, words *phrases.Words) ([]message.Block, bool) {
	kind, ok := smalltalk.Kind(text)
	if !ok {
		return nil, false
	}
	return paras(words.Say("chat_"+kind) + " " + words.Say("chat_more")), true
}
