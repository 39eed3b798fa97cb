package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"dateline/bot/component"
	"dateline/bot/setup"
	"dateline/bot/sources"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/store"
)

// lookTime is what looking for the feeds of all typed addresses may take; those that
// need longer are added unread.
const lookTime = 15 * time.Second

// setupSave saves what stands on a screen: the schedule, then the sources. What
// Discord would not let the bot do is found before anything is saved.
func (b *Bot) setupSave(ctx context.Context, c *call, s *screen) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.result != nil {
		return s.show(ctx, b, c), nil
	}
	spot, err := b.postable(ctx, c, s.Channel.ID)
	if err != nil {
		var barred userError
		if !errors.As(err, &barred) {
			return response{}, err
		}
		s.Channel.Bar = barred.In(c.words)
		return s.show(ctx, b, c), nil
	}
	have, err := b.Store.Sources(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	fresh := slices.DeleteFunc(s.Chosen(), func(x setup.Source) bool { return x.ID != 0 })
	if len(have)+len(fresh) > sources.Most {
		return response{}, refuse("setup_full", sources.Most, len(have))
	}
	planned, err := b.setupSchedule(ctx, c, s, spot)
	if err != nil {
		return response{}, err
	}
	if err := b.setupLanguage(ctx, c, planned.Channel, s.Draft); err != nil {
		return response{}, err
	}
	refused, err := b.setupSources(ctx, c, fresh, s.Draft)
	if err != nil {
		return response{}, err
	}
	s.result = b.setupResult(c, s, planned, refused)
	return s.show(ctx, b, c), nil
}

// setupSchedule makes the schedule of a screen, or changes the one it began with.
func (b *Bot) setupSchedule(ctx context.Context, c *call, s *screen, spot place) (store.Planned, error) {
	change := &scheduleChange{when: &s.Rule, zone: s.Zone.String(), by: c.user}
	change.set = append(change.set, func(set *profile.Schedule) { set.Lang, set.Stories = languageNamed(s.Lang), s.Stories })
	var planned store.Planned
	var err error
	if s.Schedule != 0 {
		if planned, err = b.scheduleByID(ctx, c, s.Schedule); err != nil {
			return planned, err
		}
	} else {
		have, err := b.Store.Schedules(ctx, c.guild)
		if err != nil {
			return planned, err
		}
		if len(have) >= schedulesMost {
			return planned, refuse("schedule_full", len(have))
		}
		change.name = s.Title(phrases.In(s.Lang))
	}
	if planned.Channel.DiscordID != s.Channel.ID {
		change.room = &spot
	}
	saved, err := b.save(ctx, c, planned, change)
	if errors.Is(err, refuse("schedule_same")) {
		saved, err = planned, nil
	}
	if err != nil {
		return saved, err
	}
	return saved, b.changeServer(ctx, c.guild, func(set *profile.Server) {
		set.Zone, set.Asking, set.Moderators = s.Zone.String(), s.Asking, s.Moderators
		if set.Lang == "" && phrases.Speaks(s.Lang) { // else the bot's own words follow what a day's sources speak
			set.Lang = s.Lang
		}
	})
}

// setupLanguage sets in which language the bot speaks in the channel, where that is
// not the server's: there each reader may be answered in his or her own.
func (b *Bot) setupLanguage(ctx context.Context, c *call, channel store.Channel, d *setup.Draft) error {
	usual, _, _ := strings.Cut(c.in.Home.V, "-")
	wanted := d.Lang
	if !phrases.Speaks(wanted) || wanted == usual && wanted == b.profile(ctx, c.guild).Lang {
		wanted = ""
	}
	if profile.ParseChannel(channel.Profile).Lang == wanted {
		return nil
	}
	return b.changeChannel(ctx, channel.ID, func(set *profile.Channel) { set.Lang = wanted })
}

// setupSources chooses what was chosen and drops what was not. A feed of the
// catalogue is taken at its word: it is read as soon as it answers. Others are
// looked for, all at the same time. It gives back what could not be added.
func (b *Bot) setupSources(ctx context.Context, c *call, fresh []setup.Source, d *setup.Draft) ([]sources.Outcome, error) {
	looking, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	atOnce, stop := context.WithCancel(ctx)
	stop() // no time to look: it is added unread
	outcomes := make([]sources.Outcome, len(fresh))
	var group sync.WaitGroup
	for i, source := range fresh {
		wish := sources.Wish{Name: source.Name, URL: source.URL, Ours: source.Listed}
		if source.Listed {
			outcomes[i] = b.fulfilOne(ctx, atOnce, c, wish)
			continue
		}
		group.Go(func() { outcomes[i] = b.fulfilOne(ctx, looking, c, wish) })
	}
	group.Wait()
	for _, source := range d.Sources {
		if source.ID != 0 && !source.Chosen {
			if err := b.Store.Unsubscribe(ctx, c.owner(), source.ID); err != nil && !gone(err) {
				return nil, err
			}
		}
	}
	return slices.DeleteFunc(outcomes, func(o sources.Outcome) bool { return o.Result != sources.Failed }), nil
}

// setupResult is what stands on the screen once it is saved.
func (b *Bot) setupResult(c *call, s *screen, x store.Planned, refused []sources.Outcome) *response {
	key := "setup_saved"
	if s.Schedule != 0 {
		key = "setup_changed"
	}
	first, _ := s.First(b.now())
	blocks := []message.Block{{Kind: message.Para, Runs: message.Say(c.words, key, first, x.Channel.Name)}}
	if len(refused) > 0 {
		blocks = append(blocks, sources.Report(c.words, refused)...)
	}
	blocks = append(blocks, message.Block{Kind: message.Small, Runs: message.Say(c.words, "setup_after")})
	return &response{blocks: blocks, rows: row(component.Button(c.words.Say("button_preview"), scheduleID("see", x)),
		component.Button(c.words.Say("button_change"), scheduleID("form", x)))}
}

// bestChannel is the channel of a server that the bot may post in and that looks
// most like one for news; none has no id.
func (b *Bot) bestChannel(ctx context.Context, c *call) (place, error) {
	var all []wire.ChannelInfo
	if err := b.api.Do(ctx, http.MethodGet, fmt.Sprintf("/guilds/%d/channels", c.guild), nil, &all); err != nil {
		return place{}, err
	}
	mine, err := b.standing(ctx, wire.Snowflake(c.guild))
	if err != nil {
		return place{}, err
	}
	var fit []place
	for _, info := range all {
		spot := place{ChannelInfo: info, perms: mine.in(info, b.self())}
		if spot.Type.V == wire.ChannelText || spot.Type.V == wire.ChannelNews {
			if len(spot.lacking()) == 0 {
				fit = append(fit, spot)
			}
		}
	}
	if len(fit) == 0 {
		return place{}, nil
	}
	return slices.MinFunc(fit, func(x, y place) int {
		return cmp.Or(cmp.Compare(newsLike(x), newsLike(y)), cmp.Compare(x.Position.V, y.Position.V), cmp.Compare(x.ID, y.ID))
	}), nil
}

// newsLike ranks a channel by how much it looks like one for news, the less the
// better: by its name in any language that the bot speaks, then by its kind.
func newsLike(p place) int {
	name := strings.ToLower(p.Name.V)
	for _, lang := range phrases.Languages() {
		for _, word := range strings.Fields(phrases.In(lang).Say("setup_hear")) {
			if strings.Contains(name, word) {
				return 0
			}
		}
	}
	if p.Type.V == wire.ChannelNews {
		return 1
	}
	return 2
}
