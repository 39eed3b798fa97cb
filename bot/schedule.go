package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/bot/component"
	"dateline/bot/rest"
	"dateline/bot/setting"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/briefing/write"
	"dateline/store"
)

// schedulesMost is how many schedules one server may have.
const schedulesMost = 50

// profile is what a server has set for all its channels.
func (b *Bot) profile(ctx context.Context, guild int64) profile.Server {
	home, err := b.Store.Guild(ctx, guild)
	if err != nil {
		return profile.Server{}
	}
	return profile.ParseServer(home.Profile)
}

// changeServer changes what a server has set for all its channels.
func (b *Bot) changeServer(ctx context.Context, guild int64, change func(*profile.Server)) error {
	return b.Store.ChangeGuild(ctx, guild, func(before string) string {
		set := profile.ParseServer(before)
		change(&set)
		return set.String()
	})
}

// zone is a server's time zone, UTC until it has chosen one.
func (b *Bot) zone(ctx context.Context, guild int64) *time.Location {
	if loc, err := schedule.Load(b.profile(ctx, guild).Zone); err == nil {
		return loc
	}
	return time.UTC
}

// scheduleAdd makes a schedule after proving that its channel can be posted to.
func (b *Bot) scheduleAdd(ctx context.Context, c *call) (response, error) {
	g, err := b.scheduleOptions(ctx, c, store.Planned{})
	if err != nil {
		return response{}, err
	}
	have, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return response{}, err
	}
	if len(have) >= schedulesMost {
		return response{}, refuse("schedule_full", len(have))
	}
	g.name = scheduleName(c)
	g.set = append(g.set, func(set *profile.Schedule) { set.Lang = languageOf(c) })
	made, err := b.save(ctx, c, store.Planned{}, g)
	if err != nil {
		return response{}, err
	}
	return b.scheduled(ctx, c, "schedule_saved", made)
}

// scheduleEdit changes of a schedule what is given.
func (b *Bot) scheduleEdit(ctx context.Context, c *call) (response, error) {
	x, err := b.findSchedule(ctx, c)
	if err != nil {
		return response{}, err
	}
	g, err := b.scheduleOptions(ctx, c, x)
	if err != nil {
		return response{}, err
	}
	if x, err = b.save(ctx, c, x, g); err != nil {
		return response{}, err
	}
	return b.scheduled(ctx, c, "schedule_changed", x)
}

// languageOf is the language that was picked, else the server's: en-US is what
// a server has that has chosen none, and leaves the sources' own.
func languageOf(c *call) string {
	lang := c.text("language")
	if lang == "" && c.in.Home.V != "en-US" {
		lang, _, _ = strings.Cut(c.in.Home.V, "-")
	}
	return languageNamed(lang)
}

// languageNamed is a language that briefings can be told in; "" is none of them.
func languageNamed(lang string) string {
	if !slices.Contains(write.Languages(), lang) {
		return ""
	}
	return lang
}

// askedZone is the zone of the city that was given, else the server's; "" where
// neither is and none is needed.
func (b *Bot) askedZone(ctx context.Context, c *call, optional bool) (string, error) {
	typed := c.text("city")
	if typed == "" && optional {
		return "", nil
	}
	if typed == "" {
		loc, err := schedule.Load(b.profile(ctx, c.guild).Zone)
		if err != nil {
			return "", refuse("zone_missing")
		}
		return loc.String(), nil
	}
	loc, err := schedule.Find(typed)
	if err != nil {
		return "", refuse("zone_unknown")
	}
	return loc.String(), nil
}

// postable is a channel of this server in which the bot may post and prove its posts.
func (b *Bot) postable(ctx context.Context, c *call, id int64) (place, error) {
	spot, err := b.look(ctx, id)
	switch {
	case err != nil && rest.Closed(err):
		needed := []string{c.words.Say("perm_view"), c.words.Say("perm_send"), c.words.Say("perm_history")}
		return spot, refuse("channel_closed", c.words.List(needed))
	case err != nil:
		return spot, err
	case int64(spot.GuildID) != c.guild:
		return spot, refuse("channel_foreign")
	case spot.kind() == "":
		return spot, refuse("channel_kinds")
	}
	if spot.wantsTag() {
		return spot, refuse("forum_wants_tag", spot.Name.V)
	}
	if lacks := spot.lacking(); len(lacks) > 0 {
		var names []string
		for _, key := range lacks {
			names = append(names, c.words.Say(key))
		}
		key := "channel_lacks"
		if slices.Contains(lacks, "perm_history") {
			key = "channel_lacks_history"
		}
		return spot, refuse(key, spot.Name.V, c.words.List(names))
	}
	return spot, nil
}

// scheduled confirms what was set, with all of it.
func (b *Bot) scheduled(ctx context.Context, c *call, key string, x store.Planned) (response, error) {
	srcs, err := b.Store.Chosen(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	runs := append([]message.Run{{Text: c.words.Say(key) + " "}}, b.sayer(ctx, c, x).Line(x)...)
	reply := response{rows: row(component.Button(c.words.Say("button_preview"), scheduleID("see", x)),
		component.Button(c.words.Say("button_change"), scheduleID("form", x)))}
	last := "schedule_see"
	if len(srcs) == 0 {
		last = "schedule_sources"
	}
	runs = append(runs, message.Run{Text: ". " + c.words.Say(last)})
	reply.blocks = []message.Block{{Kind: message.Para, Runs: runs}}
	return reply, nil
}

// sayer words schedules in the language of a call, with the names of the roles and
// channels that they name by id.
func (b *Bot) sayer(ctx context.Context, c *call, all ...store.Planned) setting.Sayer {
	s := b.speaker(c.words)
	for _, x := range all {
		set := profile.ParseSchedule(x.Schedule.Profile)
		if set.Ping != 0 && s.Names[set.Ping] == "" {
			roles, err := b.guildRoles(ctx, c.guild)
			b.note(ctx, "the names of roles", err)
			for id, role := range roles {
				s.Names[id] = role.Name
			}
		}
		if set.Review != 0 && s.Names[set.Review] == "" {
			spot, err := b.channel(ctx, set.Review)
			b.note(ctx, "the name of a channel", err)
			s.Names[set.Review] = spot.Name.V
		}
	}
	return s
}

// speaker words schedules without asking Discord for names.
func (b *Bot) speaker(words *phrases.Words) setting.Sayer {
	return setting.Sayer{Words: words, Model: b.Model != "", Names: map[int64]string{}, Now: b.now()}
}

func (b *Bot) scheduleList(ctx context.Context, c *call) (response, error) {
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return response{}, err
	}
	if len(all) == 0 {
		return c.say("schedules_none"), nil
	}
	out := []message.Block{{Kind: message.Title, Runs: []message.Run{{Text: c.words.Count(len(all), "schedules"), Bold: true}}}}
	sayer := b.sayer(ctx, c, all...).Several()
	for _, x := range all {
		out = append(out, message.Block{Kind: message.Item, Runs: sayer.Line(x)})
	}
	if last := sayer.Last(all); last != "" {
		out = append(out, message.Block{Kind: message.Small, Runs: message.Plain(last)})
	}
	return response{blocks: out}, nil
}

// deleted is the one reason that does not mend.
const deleted = setting.Deleted

// findSchedule is this server's schedule that an option names: the one that was
// picked, else the one of that name in this channel. Another channel's is not
// changed before the person has said so.
func (b *Bot) findSchedule(ctx context.Context, c *call) (store.Planned, error) {
	typed := c.text("schedule")
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return store.Planned{}, err
	}
	if len(all) == 0 {
		return store.Planned{}, refuse("schedules_none")
	}
	id, _ := strconv.ParseInt(typed, 10, 64)
	var fits, here, exact []store.Planned
	for _, x := range all {
		if x.Schedule.ID == id {
			return x, nil
		}
		if !strings.EqualFold(x.Schedule.Name, typed) {
			continue
		}
		fits = append(fits, x)
		if x.Channel.DiscordID == int64(c.in.ChannelID) {
			here = append(here, x)
			if x.Schedule.Name == typed {
				exact = append(exact, x)
			}
		}
	}
	switch {
	case len(here) == 1:
		return here[0], nil
	case len(exact) == 1:
		return exact[0], nil
	case len(fits) == 1 && c.path == "schedule preview": // which changes nothing
		return fits[0], nil
	case len(fits) == 0:
		return store.Planned{}, refuse("schedule_unknown")
	case c.path == "schedule edit": // a menu would lose what else was filled in
		return store.Planned{}, refuse("schedule_pick", fits[0].Schedule.Name)
	}
	return store.Planned{}, whichSchedule(c, fits)
}

// whichSchedule asks which of several schedules is meant, or whether the one of
// another channel is.
func whichSchedule(c *call, fits []store.Planned) error {
	fit := manyFit{path: c.path, ask: c.words.Say("schedule_several", fits[0].Schedule.Name)}
	if len(fits) == 1 {
		fit.ask = c.words.Say("schedule_elsewhere", fits[0].Schedule.Name, fits[0].Channel.Name)
	}
	for _, x := range fits {
		fit.choices = append(fit.choices, choice{scheduleChoice(c, x), fmt.Sprint(x.Schedule.ID)})
	}
	return fit
}

func scheduleChoice(c *call, x store.Planned) string {
	said := x.Schedule.Rule
	if rule, err := schedule.Parse(said); err == nil {
		said = rule.Say(c.words)
	}
	return c.words.Say("schedule_choice", x.Schedule.Name, x.Channel.Name, said)
}

func (b *Bot) completeSchedule(ctx context.Context, c *call, typed string) ([]choice, error) {
	all, err := b.Store.Schedules(ctx, c.guild)
	var out []choice
	for _, x := range all {
		if name := scheduleChoice(c, x); holds(name, typed) {
			out = append(out, choice{name, fmt.Sprint(x.Schedule.ID)})
		}
	}
	return out, err
}

// completeCity suggests time zones by city, each with its time of day.
func (b *Bot) completeCity(_ context.Context, c *call, typed string) ([]choice, error) {
	var out []choice
	for _, z := range schedule.Zones(typed, 25) {
		loc, err := schedule.Load(z.Name)
		if err != nil {
			continue
		}
		out = append(out, choice{c.words.Say("zone_now", z.City, b.now().In(loc).Format("15:04"), z.Name), z.Name})
	}
	return out, nil
}

// completeOutlets suggests outlets for the last name of a list.
func (b *Bot) completeOutlets(ctx context.Context, c *call, typed string) ([]choice, error) {
	known, err := b.outlets(ctx, c)
	first, begun := "", typed
	if i := strings.LastIndexAny(typed, ",;،؛"); i >= 0 {
		first, begun = strings.TrimSpace(typed[:i])+", ", strings.TrimLeft(typed[i:], ",;،؛ ")
	}
	var out []choice
	for _, name := range known {
		if holds(name, begun) {
			out = append(out, choice{first + name, first + name})
		}
	}
	return out, err
}
