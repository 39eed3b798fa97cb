package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dateline/bot/component"
	"dateline/bot/follow"
	"dateline/bot/layout"
	"dateline/bot/setting"
	"dateline/bot/setup"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/topic"
	"dateline/store"
)

// followTopic is /follow topic: one screen with what is usual filled in.
func (b *Bot) followTopic(ctx context.Context, c *call) (response, error) {
	first, err := b.greetDirect(ctx, c)
	if err != nil {
		return response{}, err
	}
	all, err := b.Store.Follows(ctx, c.user)
	if err != nil {
		return response{}, err
	}
	if len(all) >= follow.Most {
		return response{}, refuse("follow_full", follow.Most)
	}
	near := "" // the zone of the server that it is typed in
	if c.guild != 0 {
		near = b.profile(ctx, c.guild).Zone
	}
	draft := follow.New(follow.ZoneOf(all, setup.HomeOf(near, c.in.Home.V, c.in.Locale.V).Zone))
	draft.User, draft.Topic, draft.Lang = c.user, layout.Clip(c.text("topic"), topicMost), c.words.Lang()
	if phrases.Speaks(c.in.Locale.V) && c.in.Locale.V != "en-US" { // which is that of who has chosen none
		draft.Told = languageNamed(draft.Lang)
	}
	draft.Name, draft.Stories, draft.Length = scheduleName(c), storiesOf(c), lengthOf(c)
	if err := b.followTime(&draft, c.text("when"), c.text("city")); err != nil {
		return response{}, err
	}
	screen := rand.Text()
	b.follows.Add(screen, draft)
	return response{blocks: append(first, draft.Blocks(c.words)...), rows: draft.Rows(c.words, screen)}, nil
}

// greetDirect notes the direct messages of a person who uses a command there; whoever is
// new reads first what is kept.
func (b *Bot) greetDirect(ctx context.Context, c *call) ([]message.Block, error) {
	if !c.direct() {
		return nil, nil
	}
	return b.introduce(ctx, c.words, store.Person{ID: c.user, DM: int64(c.in.ChannelID), CaughtUp: c.in.ID.Time()})
}

// followTime sets when and where a draft is told.
func (b *Bot) followTime(draft *follow.Draft, when, city string) error {
	err := draft.Time(when, city)
	if errors.Is(err, setting.ErrCity) {
		return refuse("setup_city_unknown")
	}
	return err
}

// followPressed answers a button of followed topics, for the person whose they are.
func (b *Bot) followPressed(c *call, arg string) {
	do, what, _ := strings.Cut(arg, ":")
	draft, ok := b.follows.Get(what)
	own := ok && draft.User == c.user
	form := c.in.Type.V == wire.TypeModal
	switch {
	case do+":" == follow.DoEnd:
		id, _ := strconv.ParseInt(what, 10, 64) // 0 is no schedule
		b.later(c, func(ctx context.Context) (response, error) { return b.followEnded(ctx, c, fmt.Sprint(id)) })
	case !own:
		b.respond(c, b.replyForError(c.words, c.path, refuse("follow_lost")))
	case do+":" == follow.DoTime && !form:
		b.openForm(c, draft.Form(c.words, what))
	case do+":" == follow.DoTime:
		c.stays = c.in.Message.V.ID != 0
		b.later(c, func(context.Context) (response, error) {
			answers := component.Read(c.in.Data.V)
			when, city := message.Printable(answers.Text(follow.FieldWhen)), message.Printable(answers.Text(follow.FieldCity))
			if err := b.followTime(&draft, when, city); err != nil {
				return response{}, err
			}
			b.follows.Add(what, draft)
			return response{blocks: draft.Blocks(c.words), rows: draft.Rows(c.words, what)}, nil
		})
	case do+":" == follow.DoSave:
		c.stays = c.in.Message.V.ID != 0
		b.later(c, func(ctx context.Context) (response, error) { return b.followSave(ctx, c, what, draft) })
	default:
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
	}
}

// followSave begins what stands on a screen.
func (b *Bot) followSave(ctx context.Context, c *call, screen string, draft follow.Draft) (response, error) {
	box, err := b.Store.Direct(ctx, c.user)
	if gone(err) {
		return response{}, refuse("watch_write_first")
	}
	if err != nil {
		return response{}, err
	}
	all, err := b.Store.Follows(ctx, c.user)
	if err != nil {
		return response{}, err
	}
	if len(all) >= follow.Most {
		return response{}, refuse("follow_full", follow.Most)
	}
	if err := b.changeChannel(ctx, box.ID, func(set *profile.Channel) { set.Lang = draft.Lang }); err != nil {
		return response{}, err
	}
	made, err := b.Store.AddSchedule(ctx, draft.Schedule(box.ID, b.now()))
	if errors.Is(err, store.ErrExists) {
		return response{}, refuse("follow_exists", made.Name)
	}
	if err != nil {
		return response{}, err
	}
	b.follows.Remove(screen)
	next, _ := draft.Rule.Next(draft.Zone, b.now())
	said := message.Say(c.words, "follow_saved", message.Run{Text: made.Name, Bold: true}, next.Due)
	return response{blocks: []message.Block{{Kind: message.Para, Runs: said}}}, nil
}

// followList is /follow list.
func (b *Bot) followList(ctx context.Context, c *call) (response, error) {
	all, err := b.Store.Follows(ctx, c.user)
	blocks, rows := follow.Topics(b.speaker(c.words), all)
	return response{blocks: blocks, rows: rows}, err
}

// followStop is /follow stop.
func (b *Bot) followStop(ctx context.Context, c *call) (response, error) {
	return b.followEnded(ctx, c, c.text("follow"))
}

// followEnded ends what a person follows: what is not his or hers is not found.
func (b *Bot) followEnded(ctx context.Context, c *call, typed string) (response, error) {
	all, err := b.Store.Follows(ctx, c.user)
	if err != nil {
		return response{}, err
	}
	picked, ok := follow.PickTopic(all, typed)
	if !ok {
		return response{}, refuse("follow_unknown")
	}
	if err := b.Store.RemoveSchedule(ctx, picked.Schedule.ID); err != nil && !gone(err) {
		return response{}, err
	}
	return response{blocks: []message.Block{{Kind: message.Para,
		Runs: message.Say(c.words, "follow_ended", message.Run{Text: picked.Schedule.Name, Bold: true})}}}, nil
}

// completeFollow suggests what the person follows.
func (b *Bot) completeFollow(ctx context.Context, c *call, typed string) ([]choice, error) {
	all, err := b.Store.Follows(ctx, c.user)
	var out []choice
	for _, x := range all {
		if holds(x.Schedule.Name, typed) {
			out = append(out, choice{x.Schedule.Name, fmt.Sprint(x.Schedule.ID)})
		}
	}
	return out, err
}

// completeTopic suggests the built-in topics; what is typed is one too.
func (b *Bot) completeTopic(_ context.Context, c *call, typed string) ([]choice, error) {
	var out []choice
	if typed = strings.TrimSpace(typed); typed != "" {
		out = append(out, choice{layout.Clip(typed, topicMost), layout.Clip(typed, topicMost)})
	}
	for _, name := range topic.Names(c.words.Lang()) {
		if holds(name, typed) && !strings.EqualFold(name, typed) {
			out = append(out, choice{name, name})
		}
	}
	return out, nil
}
