package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/bot/setting"
	"dateline/bot/setup"
	"dateline/bot/sources"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/sample"
	"dateline/briefing/schedule"
	"dateline/store"
	"dateline/store/state"
)

// idSetup + the random id of a screen + ":" + what of it was pressed.
const idSetup = "setup:"

const (
	screensMost = 500              // of /setup that are open, the newest
	screenLives = 15 * time.Minute // after the last press: as long as Discord lets it be changed
)

// screen is a screen of /setup that somebody has open. It lives in memory alone.
type screen struct {
	mu sync.Mutex // held while it is changed and shown: what Discord gets last is what stands here
	*setup.Draft
	id     string
	used   time.Time
	turn   int       // grows with each preview: an older one is not shown
	result *response // what stands there once it is saved
}

// setupCommand opens the screen on which a server begins, or which shows what is set.
func (b *Bot) setupCommand(ctx context.Context, c *call) (response, error) {
	c.patient = true
	draft, err := b.newDraft(ctx, c)
	if err != nil {
		return response{}, err
	}
	opened := &screen{Draft: draft, id: rand.Text(), used: b.now()}
	b.screens.Add(opened.id, opened)
	return b.preview(ctx, c, opened)
}

// newDraft is what is set for a server, or what is usual for it.
func (b *Bot) newDraft(ctx context.Context, c *call) (*setup.Draft, error) {
	server := b.profile(ctx, c.guild)
	home := setup.HomeOf(server.Zone, c.in.Home.V, c.in.Locale.V)
	home.Lang = cmp.Or(server.Lang, home.Lang)
	chosen, err := b.chosen(ctx, c.owner())
	if err != nil {
		return nil, err
	}
	var read []setup.Source
	for _, s := range chosen {
		read = append(read, setup.Source{Name: sources.Name(s), URL: s.URL, ID: s.ID})
	}
	draft := setup.New(home, c.words, read)
	draft.Guild, draft.User, draft.Asking, draft.Moderators = c.guild, c.user, server.Asking, server.Moderators
	planned, others, err := b.beganWith(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, x := range others {
		draft.Others = append(draft.Others, scheduleChoice(c, x))
	}
	if planned.Schedule.ID == 0 {
		return draft, b.place(ctx, c, draft)
	}
	set := profile.ParseSchedule(planned.Schedule.Profile)
	draft.Schedule, draft.Name, draft.Stories = planned.Schedule.ID, planned.Schedule.Name, set.Stories
	channel := profile.ParseChannel(planned.Channel.Profile)
	draft.Lang, draft.Alerts, draft.Pings = cmp.Or(set.Lang, channel.Lang, home.Lang), channel.Alerts.On, set.Ping != 0
	if rule, err := schedule.Parse(planned.Schedule.Rule); err == nil {
		draft.Rule = rule
	}
	if zone, err := schedule.Load(planned.Schedule.Zone); err == nil {
		draft.Zone = zone
	}
	return draft, b.post(ctx, c, draft, wire.ResolvedChannel{ID: wire.Snowflake(planned.Channel.DiscordID),
		Name: wire.Soft[string]{V: planned.Channel.Name}})
}

// beganWith is the schedule that the screen shows, and the others: this channel's
// first by name, else the server's; without any it has no id.
func (b *Bot) beganWith(ctx context.Context, c *call) (shown store.Planned, others []store.Planned, err error) {
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil || len(all) == 0 {
		return shown, nil, err
	}
	here := func(x store.Planned) bool { return x.Channel.DiscordID == int64(c.in.ChannelID) }
	at := max(0, slices.IndexFunc(all, here))
	return all[at], slices.Delete(slices.Clone(all), at, at+1), nil
}

// place chooses where briefings are posted: where the command was typed if that
// can be, else in the best channel of the server.
func (b *Bot) place(ctx context.Context, c *call, d *setup.Draft) error {
	here := wire.ResolvedChannel{ID: c.in.ChannelID, Name: c.in.Channel.V.Name}
	if err := b.post(ctx, c, d, here); err != nil || d.Channel.Bar == "" {
		return err
	}
	best, err := b.bestChannel(ctx, c)
	if err != nil {
		b.note(ctx, "the channels of a server", err)
		return nil // what is wrong with this one is said
	}
	if best.ID != 0 {
		d.Channel = setup.Channel{ID: int64(best.ID), Name: best.Name.V}
	}
	return nil
}

// post chooses a channel, with what keeps the bot from posting there.
func (b *Bot) post(ctx context.Context, c *call, d *setup.Draft, room wire.ResolvedChannel) error {
	spot, err := b.postable(ctx, c, int64(room.ID))
	chosen := setup.Channel{ID: int64(room.ID), Name: cmp.Or(spot.Name.V, message.Printable(room.Name.V))}
	var barred userError
	switch {
	case errors.As(err, &barred) && (spot.GuildID == 0 || int64(spot.GuildID) == c.guild):
		chosen.Bar = barred.In(c.words)
	case err != nil:
		return err
	}
	d.Channel = chosen
	return nil
}

// screenOf draws the screen in the language of a call.
func (b *Bot) screenOf(c *call, id string) setup.Screen {
	return setup.Screen{Words: c.words, Model: b.Model != "", ID: func(press string) string { return idSetup + id + ":" + press }}
}

// show puts the screen as it stands where the call was answered. Whoever calls it
// holds its lock, so that nothing older comes later.
func (s *screen) show(ctx context.Context, b *Bot, c *call) response {
	reply := s.result
	if reply == nil {
		drawn := b.screenOf(c, s.id)
		reply = &response{blocks: drawn.Blocks(s.Draft), rows: drawn.Rows(s.Draft)}
	}
	body := b.draw(c, *reply)[0]
	if body["components"] == nil {
		body["components"] = []any{}
	}
	b.edit(ctx, c, body, nil)
	return response{sent: true}
}

// preview shows the screen at once, and again when the preview is drawn.
func (b *Bot) preview(ctx context.Context, c *call, s *screen) (response, error) {
	s.mu.Lock()
	s.turn++
	turn := s.turn
	s.Preview = setup.Preview{Reading: true}
	s.show(ctx, b, c)
	feeds, wish := s.Feeds(), sample.Wish{Name: s.Title(phrases.In(s.Lang)), Zone: s.Zone, Stories: s.Stories, Lang: s.Lang}
	s.mu.Unlock()
	drawn, err := b.sampler.Draw(ctx, feeds, wish)
	failed := err != nil && !errors.Is(err, sample.ErrNothing)
	if failed {
		b.Log.Warn("a preview was not drawn", "guild", c.guild, "err", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turn == turn {
		s.Preview = setup.Preview{Drawn: drawn, Failed: failed}
	}
	return s.show(ctx, b, c), nil
}

// setupPressed answers a menu, a button or a form of a screen, for whoever opened it.
func (b *Bot) setupPressed(c *call, arg string) {
	id, press, _ := strings.Cut(arg, ":")
	s, ok := b.screens.Get(id)
	err := b.commands["setup"].may(c)
	switch {
	case err != nil:
	case !ok:
		err = refuse("setup_lost")
	case s.User != c.user || s.Guild != c.guild:
		err = refuse("setup_others")
	}
	form := c.in.Type.V == wire.TypeModal
	switch {
	case err != nil:
		b.respond(c, b.replyForError(c.words, c.path, err))
	case !form && setup.Opens(press):
		b.openSetupForm(c, s, press)
	case form == setup.Opens(press):
		c.stays, c.patient = c.in.Message.V.ID != 0, true
		b.later(c, func(ctx context.Context) (response, error) { return b.setupChanged(ctx, c, s, press) })
	default:
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
	}
}

func (b *Bot) openSetupForm(c *call, s *screen, press string) {
	ctx, cancel := context.WithTimeout(context.Background(), completeTime)
	defer cancel()
	b.settle(ctx, c)
	drawn := b.screenOf(c, s.id)
	form := drawn.AddForm()
	s.mu.Lock()
	switch press {
	case setup.PressTime:
		form = drawn.TimeForm(s.Draft)
	case setup.PressServer:
		form = drawn.ServerForm(s.Draft)
	}
	s.mu.Unlock()
	b.openForm(c, form)
}

// setupChanged does what was pressed and shows the screen as it is then.
func (b *Bot) setupChanged(ctx context.Context, c *call, s *screen, press string) (response, error) {
	s.mu.Lock()
	if b.now().Sub(s.used) > screenLives {
		s.mu.Unlock()
		b.screens.Remove(s.id)
		return response{}, refuse("setup_lost")
	}
	s.used = b.now()
	s.mu.Unlock()
	switch press {
	case setup.PressSave:
		return b.setupSave(ctx, c, s)
	case setup.PressAgain:
		s.mu.Lock()
		room := wire.ResolvedChannel{ID: wire.Snowflake(s.Channel.ID), Name: wire.Soft[string]{V: s.Channel.Name}}
		err := b.post(ctx, c, s.Draft, room) // perhaps it may post there by now
		s.mu.Unlock()
		if err != nil {
			return response{}, err
		}
		return b.preview(ctx, c, s)
	case setup.PickChannel:
		rooms := component.PickedChannels(c.in.Data.V)
		if len(rooms) == 0 {
			return response{}, errOldButton
		}
		return b.settled(ctx, c, s, func(d *setup.Draft) error { return b.post(ctx, c, d, rooms[0]) })
	case setup.PressServer:
		return b.settled(ctx, c, s, func(d *setup.Draft) error { return b.setupServer(ctx, c, d) })
	case setup.PressTime:
		answers := component.Read(c.in.Data.V)
		return b.settled(ctx, c, s, func(d *setup.Draft) error {
			city := message.Printable(answers.Text(setup.FieldCity))
			err := d.Time(message.Printable(answers.Text(setup.FieldWhen)), city)
			if errors.Is(err, setting.ErrCity) {
				return refuse("setup_city_unknown", layout.Clip(city, 60))
			}
			return err
		})
	}
	s.mu.Lock()
	changed := s.result == nil && s.pick(c, press)
	s.mu.Unlock()
	if !changed {
		return response{}, errOldButton
	}
	return b.preview(ctx, c, s)
}

// setupServer takes what is set for the whole server.
func (b *Bot) setupServer(ctx context.Context, c *call, d *setup.Draft) error {
	answers := component.Read(c.in.Data.V)
	var room int64
	if chosen := answers.Channels(setup.FieldRoom); len(chosen) > 0 {
		spot, err := b.postable(ctx, c, int64(chosen[0].ID))
		switch {
		case err != nil:
			return err
		case spot.kind() == state.ChannelForum:
			return refuse("review_where")
		}
		room = int64(spot.ID)
	}
	if how := answers.Values(setup.FieldAsking); len(how) != 1 || !d.Ask(how[0]) {
		return errOldButton
	}
	d.Moderators = room
	return nil
}

// pick takes what changes the sources or the language.
func (s *screen) pick(c *call, press string) bool {
	values := c.in.Data.V.Values.V
	switch {
	case press == setup.PressAdd:
		s.Add(message.Printable(component.Read(c.in.Data.V).Text(setup.FieldNames)), c.words)
		return true
	case press == setup.PickSources:
		return s.Pick(values)
	case len(values) != 1:
		return false
	case press == setup.PickLanguage:
		return s.Speak(values[0], c.words)
	case press == setup.PickPack:
		return s.Take(values[0], c.words)
	}
	return false
}

// settled changes what no preview shows.
func (b *Bot) settled(ctx context.Context, c *call, s *screen, change func(*setup.Draft) error) (response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.result == nil {
		if err := change(s.Draft); err != nil {
			return response{}, err
		}
	}
	return s.show(ctx, b, c), nil
}
