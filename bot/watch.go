package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dateline/bot/component"
	"dateline/bot/follow"
	"dateline/bot/layout"
	"dateline/briefing/answer"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/watching"
)

// Watch holds what was read against what people wait for: a stage of the program.
func (b *Bot) Watch(ctx context.Context) (int, error) { return b.watcher.Run(ctx) }

// watchPressed answers a button of watches, for the person whose watch it is.
func (b *Bot) watchPressed(c *call, arg string) {
	do, what, _ := strings.Cut(arg, ":")
	id, _ := strconv.ParseInt(what, 10, 64) // 0 is no watch
	b.later(c, func(ctx context.Context) (response, error) {
		switch do + ":" {
		case follow.DoAsk:
			return b.watchFor(ctx, c, what)
		case follow.DoResume:
			return b.resume(ctx, c)
		case follow.DoFine:
			return b.watchEnded(ctx, c, id, "watch_thanks")
		case follow.DoStop:
			return b.watchEnded(ctx, c, id, "")
		case follow.DoAgain:
			return b.watchAgain(ctx, c, id)
		}
		return response{}, errOldButton
	})
}

// watchFor watches for the answer to a question that the person has asked here.
func (b *Bot) watchFor(ctx context.Context, c *call, key string) (response, error) {
	for _, open := range []bool{false, true} {
		query := c.here()
		query.open = open
		turns, err := b.Store.Turns(ctx, query.conversation(), memoryTurns)
		if err != nil {
			return response{}, fmt.Errorf("read the conversation: %w", err)
		}
		question := answer.Question{}
		for i, t := range turns {
			if follow.Key(t.Question) == key {
				question.Text = t.Question
				return b.addWatch(ctx, c, watching.Watch{User: c.user, Question: b.Answerer.Alone(question), Lang: c.words.Lang(),
					Seen: t.At})
			}
			question.Turns = append(question.Turns, answer.Turn{Question: turns[i].Question, Shown: turns[i].Shown})
		}
	}
	return response{}, refuse("watch_gone")
}

// watchStory watches for what is new in a story whose card is open.
func (b *Bot) watchStory(ctx context.Context, c *call, story int64) (response, error) {
	opened, err := b.cardOf(ctx, c, story, nil)
	if err != nil {
		return response{}, err
	}
	return b.addWatch(ctx, c, watching.Watch{User: c.user, Question: opened.Title, Story: opened.Story, Lang: c.words.Lang(),
		Seen: b.now()})
}

// addWatch keeps a watch, and says so.
func (b *Bot) addWatch(ctx context.Context, c *call, w watching.Watch) (response, error) {
	if _, err := b.greetDirect(ctx, c); err != nil {
		return response{}, err
	}
	made, fresh, err := b.Store.AddWatch(ctx, w)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return response{}, refuse("watch_write_first")
	case errors.Is(err, store.ErrExists):
		return response{}, refuse("watch_full", watching.Most)
	case err != nil:
		return response{}, err
	}
	if _, err := b.Store.Direct(ctx, c.user); err != nil {
		return response{}, err
	}
	if !fresh {
		return c.say("watch_already", c.words.Day(made.Expire, b.now())), nil
	}
	return c.say("watch_made", c.words.Day(made.Expire, b.now())), nil
}

// watchEnded ends a watch of the person. One that is over already needs no other word.
func (b *Bot) watchEnded(ctx context.Context, c *call, id int64, key string) (response, error) {
	ended, err := b.Store.DropWatch(ctx, c.user, id)
	switch {
	case gone(err) && key != "":
		return c.say(key), nil
	case gone(err):
		return response{}, refuse("watch_unknown")
	case err != nil:
		return response{}, err
	case key != "":
		return c.say(key), nil
	}
	return c.say("watch_stopped", ended.Label(c.words.Say("recall_removed"))), nil
}

// watchAgain goes on with a watch that was told something else.
func (b *Bot) watchAgain(ctx context.Context, c *call, id int64) (response, error) {
	old, err := b.Store.DropWatch(ctx, c.user, id)
	if gone(err) {
		return response{}, refuse("watch_unknown")
	}
	if err != nil {
		return response{}, err
	}
	old.Seen = b.now()
	made, _, err := b.Store.AddWatch(ctx, old)
	if errors.Is(err, store.ErrExists) {
		return response{}, refuse("watch_full", watching.Most)
	}
	return c.say("watch_again", c.words.Day(made.Expire, b.now())), err
}

// watchList is /watch list.
func (b *Bot) watchList(ctx context.Context, c *call) (response, error) {
	all, err := b.Store.Watches(ctx, c.user)
	blocks, rows := follow.List(c.words, all, b.now())
	return response{blocks: blocks, rows: rows}, err
}

// watchStop is /watch stop.
func (b *Bot) watchStop(ctx context.Context, c *call) (response, error) {
	all, err := b.Store.Watches(ctx, c.user)
	if err != nil {
		return response{}, err
	}
	picked, ok := follow.Pick(all, c.text("watch"))
	if !ok {
		return response{}, refuse("watch_unknown")
	}
	return b.watchEnded(ctx, c, picked.ID, "")
}

// completeWatch suggests what the person waits for.
func (b *Bot) completeWatch(ctx context.Context, c *call, typed string) ([]choice, error) {
	all, err := b.Store.Watches(ctx, c.user)
	var out []choice
	for _, x := range all {
		if label := x.Label(c.words.Say("recall_removed")); holds(label, typed) {
			out = append(out, choice{layout.Clip(message.Printable(label), 100), fmt.Sprint(x.ID)})
		}
	}
	return out, err
}

// reach tries direct messages again that Discord refused, once the person writes there;
// elsewhere it says once a day, below what is answered, that they wait.
func (b *Bot) reach(ctx context.Context, c *call, reply *response) {
	box, err := b.Store.Mailbox(ctx, c.user)
	if err != nil || box.State != state.ChannelPaused {
		return // nobody asked for messages, or they arrive
	}
	if c.direct() {
		_, err := b.Store.SetChannel(ctx, box.ID, state.ChannelActive, "")
		b.note(ctx, "direct messages", err)
		return
	}
	if reply.sent || len(reply.rows) > 4 {
		return
	}
	if fresh, err := b.Store.Arrived(ctx, fmt.Sprintf("u%d %d", box.ID, box.Since.UnixMilli())); err != nil || !fresh {
		return
	}
	reply.aside = append(reply.aside, message.Block{Kind: message.Small, Runs: message.Say(c.words, "unreached")})
	reply.rows = append(reply.rows, component.Row(follow.Resume(c.words)))
}

// resume has direct messages tried again at once.
func (b *Bot) resume(ctx context.Context, c *call) (response, error) {
	box, err := b.Store.Mailbox(ctx, c.user)
	if gone(err) {
		return response{}, errOldButton
	}
	if err != nil {
		return response{}, err
	}
	_, err = b.Store.SetChannel(ctx, box.ID, state.ChannelActive, "")
	return c.say("resumed"), err
}
