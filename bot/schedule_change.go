package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/layout"
	"dateline/bot/setting"
	"dateline/bot/sources"
	"dateline/bot/wire"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/state"
)

// scheduleChange is what somebody sets of a schedule: what is nil, empty or zero
// stays as it is.
type scheduleChange struct {
	when    *schedule.Rule
	quiet   *schedule.Span // hours; apart from those that are part of when
	zone    string
	name    string
	clear   string // the option that is put back to the usual
	set     []func(*profile.Schedule)
	room    *place // where it posts from now on
	channel int64  // that channel's row
	by      int64
}

// apply is a schedule with what was set.
func (g *scheduleChange) apply(x store.Schedule, now time.Time) (store.Schedule, error) {
	before := x
	rule, err := g.rule(x.Rule)
	if err != nil {
		return x, err
	}
	set := profile.ParseSchedule(x.Profile)
	setting.Clear(&set, g.clear)
	for _, change := range g.set {
		change(&set)
	}
	x.Rule, x.CatchUp, x.Profile = rule.String(), rule.CatchUp(), set.String()
	x.Zone, x.Name, x.Channel = cmp.Or(g.zone, x.Zone), cmp.Or(g.name, x.Name), cmp.Or(g.channel, x.Channel)
	if x.Rule != before.Rule || x.Zone != before.Zone || x.Channel != before.Channel {
		if x.From, err = begun(rule, x, now); err != nil {
			return x, err
		}
	}
	if profile.ParseSchedule(before.Profile).String() == x.Profile {
		x.Profile = before.Profile // the usual may be left out of it
	}
	if known := g.room == nil || g.channel != 0; known && x == before {
		return x, refuse("schedule_same")
	}
	x.SetBy = fmt.Sprint(g.by)
	return x, nil
}

// begun is from when on a schedule with a rule is planned: now if it is new, else the
// last time at which it would have been due. What would have been due is not made up
// for, and what was read since then is still told where it has told nothing yet.
func begun(rule schedule.Rule, x store.Schedule, now time.Time) (time.Time, error) {
	if x.ID == 0 {
		return now, nil
	}
	zone, err := schedule.Load(x.Zone)
	if err != nil {
		return x.From, err
	}
	if due := rule.Between(zone, x.From, now); len(due) > 0 {
		return due[len(due)-1].Due, nil
	}
	return x.From, nil
}

// rule is the rule of a schedule with what was set of it. Quiet hours stay where
// only the times were set.
func (g *scheduleChange) rule(stored string) (schedule.Rule, error) {
	rule, err := schedule.Parse(stored)
	if err != nil && g.when == nil {
		return rule, err
	}
	quiet := rule.Quiet()
	if g.when != nil {
		rule = *g.when
		if rule.Quiet() != (schedule.Span{}) {
			quiet = rule.Quiet()
		}
	}
	if g.quiet != nil {
		quiet = *g.quiet
	}
	if g.clear == "quiet-hours" {
		quiet = schedule.Span{}
	}
	return rule.Without(quiet)
}

// scheduleOptions reads the options of a schedule and looks whether Discord lets
// the bot do all of it. x is the schedule that is changed; one without a channel is new.
func (b *Bot) scheduleOptions(ctx context.Context, c *call, x store.Planned) (*scheduleChange, error) {
	g := &scheduleChange{by: c.user, clear: c.text("clear")}
	if typed := c.text("when"); typed != "" || x.Channel.ID == 0 {
		rule, err := schedule.Parse(typed)
		if err != nil {
			return nil, err
		}
		g.when = &rule
	}
	if typed := c.text("quiet-hours"); typed != "" {
		quiet, err := schedule.ParseSpan(typed)
		if err != nil {
			return nil, err
		}
		g.quiet = &quiet
	}
	if c.text("name") != "" {
		g.name = scheduleName(c)
	}
	zone, err := b.askedZone(ctx, c, x.Channel.ID != 0)
	if err != nil {
		return nil, err
	}
	g.zone = zone
	for _, read := range []func(context.Context, *call, *scheduleChange) error{b.toldOptions, b.outletOptions} {
		if err := read(ctx, c, g); err != nil {
			return nil, err
		}
	}
	return g, b.placeOptions(ctx, c, x, g)
}

// toldOptions reads what a briefing is like.
func (b *Bot) toldOptions(_ context.Context, c *call, g *scheduleChange) error {
	has := func(name string, change func(*profile.Schedule)) {
		if c.opts[name].Value != nil {
			g.set = append(g.set, change)
		}
	}
	has("stories", func(set *profile.Schedule) { set.Stories = storiesOf(c) })
	has("length", func(set *profile.Schedule) { set.Length = lengthOf(c) })
	has("topic", func(set *profile.Schedule) { set.Topic = layout.Clip(c.text("topic"), topicMost) })
	has("quiet", func(set *profile.Schedule) { set.Quiet = c.truth("quiet") })
	has("language", func(set *profile.Schedule) { set.Lang = languageOf(c) })
	has("reports", func(set *profile.Schedule) { set.Reports = min(max(c.number("reports", 1), 1), 10) })
	if typed := c.text("languages"); typed != "" {
		found, strange := setting.Languages(typed, write.Languages())
		if strange != "" || len(found) == 0 {
			var names []string
			for _, code := range write.Languages() {
				names = append(names, c.words.Language(code))
			}
			return refuse("language_strange", layout.Clip(strange, 40), c.words.List(names))
		}
		g.set = append(g.set, func(set *profile.Schedule) { set.Languages = found })
	}
	return nil
}

// topicMost is how long a topic may be.
const topicMost = 100

// outletOptions reads the outlets that are told alone, or not.
func (b *Bot) outletOptions(ctx context.Context, c *call, g *scheduleChange) error {
	for name, put := range map[string]func(*profile.Schedule, []string){
		"outlets": func(set *profile.Schedule, names []string) { set.Only = names },
		"without": func(set *profile.Schedule, names []string) { set.Without = names },
	} {
		typed := c.text(name)
		if typed == "" {
			continue
		}
		known, err := b.outlets(ctx, c)
		if err != nil {
			return err
		}
		found, strange := setting.Outlets(typed, known)
		if strange != "" {
			return refuse("outlet_strange", layout.Clip(strange, 40), layout.Clip(c.words.List(known), 300))
		}
		g.set = append(g.set, func(set *profile.Schedule) { put(set, found) })
	}
	return nil
}

// outlets are the names of those that are read for a server.
func (b *Bot) outlets(ctx context.Context, c *call) ([]string, error) {
	all, err := b.Store.Chosen(ctx, c.owner())
	var names []string
	for _, x := range all {
		names = append(names, sources.Name(x))
	}
	return setting.Names(strings.Join(names, ";")), err
}

// placeOptions reads where a schedule posts, whom it pings, to whom it is
// published and where it is shown before; and proves that the bot may do that.
func (b *Bot) placeOptions(ctx context.Context, c *call, x store.Planned, g *scheduleChange) error {
	old := profile.ParseSchedule(x.Schedule.Profile)
	moved, ping := x.Channel.ID == 0 || c.id("channel") != 0, c.id("ping")
	if ping != 0 {
		g.set = append(g.set, func(set *profile.Schedule) { set.Ping = ping })
	} else if moved && g.clear != "ping" {
		ping = old.Ping
	}
	publish := old.Publish
	if c.opts["publish"].Value != nil {
		publish = c.truth("publish")
		g.set = append(g.set, func(set *profile.Schedule) { set.Publish = publish })
	}
	var spot place
	var err error
	switch {
	case moved:
		spot, err = b.postable(ctx, c, cmp.Or(c.id("channel"), int64(c.in.ChannelID)))
		g.room = &spot
	case ping != 0 || publish && !old.Publish:
		spot, err = b.postable(ctx, c, x.Channel.DiscordID)
		g.room = &spot // it may have been made an announcement channel since
	}
	if err != nil {
		return err
	}
	if publish && spot.ID != 0 && spot.kind() != state.ChannelNews {
		return refuse("publish_where", spot.Name.V)
	}
	if err := b.mayPing(ctx, c, spot, ping); err != nil {
		return err
	}
	return b.reviewOption(ctx, c, g)
}

// reviewOption reads where a briefing is shown before it is posted.
func (b *Bot) reviewOption(ctx context.Context, c *call, g *scheduleChange) error {
	review := c.id("review")
	if review == 0 {
		return nil
	}
	spot, err := b.postable(ctx, c, review)
	if err != nil {
		return err
	}
	if spot.kind() != state.ChannelText {
		return refuse("review_where")
	}
	g.set = append(g.set, func(set *profile.Schedule) { set.Review = review })
	return nil
}

// guildRoles are the roles of a server by their ids.
func (b *Bot) guildRoles(ctx context.Context, guild int64) (map[int64]*discordgo.Role, error) {
	var list []*discordgo.Role
	if err := b.api.Do(ctx, http.MethodGet, fmt.Sprintf("/guilds/%d/roles", guild), nil, &list); err != nil {
		return nil, err
	}
	out := map[int64]*discordgo.Role{}
	for _, role := range list {
		if role != nil {
			id, _ := strconv.ParseInt(role.ID, 10, 64)
			out[id] = role
		}
	}
	return out, nil
}

// mayPing proves that a message of the bot pings a role: the role is open to all,
// or the bot may mention all.
func (b *Bot) mayPing(ctx context.Context, c *call, spot place, id int64) error {
	switch id {
	case 0: // nobody is pinged
		return nil
	case c.guild:
		return refuse("ping_everyone")
	}
	roles, err := b.guildRoles(ctx, c.guild)
	if err != nil {
		return err
	}
	role := roles[id]
	switch {
	case role == nil:
		return refuse("ping_gone")
	case role.Mentionable || spot.perms&(wire.PermAdministrator|wire.PermMentionAll) != 0:
		return nil
	}
	return refuse("ping_closed", role.Name, spot.Name.V)
}

// scheduleName is the first word of each briefing.
func scheduleName(c *call) string {
	name := strings.Join(strings.Fields(c.text("name")), " ")
	if name == "" {
		name = c.text("topic")
	}
	// of these alone it would begin no line that can be read
	unseen := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }
	if strings.TrimFunc(name, unseen) == "" || ownBriefing(name) {
		name = c.words.Say("schedule_world")
	}
	return layout.Clip(name, 40)
}

// truth is a yes or no.
func (c *call) truth(name string) bool {
	var yes bool
	_ = json.Unmarshal(c.opts[name].Value, &yes)
	return yes
}

// save makes a schedule, or changes one, as was set.
func (b *Bot) save(ctx context.Context, c *call, x store.Planned, g *scheduleChange) (store.Planned, error) {
	before := x.Schedule
	if before.ID == 0 {
		before.Profile = "{}"
	}
	if _, err := g.apply(before, b.now()); err != nil {
		return x, err // before anything is saved
	}
	var err error
	if g.room != nil {
		if x.Channel, err = b.channelOf(ctx, c, *g.room); err != nil {
			return x, err
		}
		g.channel = x.Channel.ID
	}
	if g.zone != "" && c.text("city") != "" {
		if err := b.changeServer(ctx, c.guild, func(set *profile.Server) { set.Zone = g.zone }); err != nil {
			return x, err
		}
	}
	if x.Schedule.ID != 0 {
		x.Schedule, err = b.Store.ChangeSchedule(ctx, x.Schedule.ID, func(before store.Schedule) (store.Schedule, error) {
			return g.apply(before, b.now())
		})
	} else if x.Schedule, err = g.apply(before, b.now()); err == nil {
		x.Schedule, err = b.Store.AddSchedule(ctx, x.Schedule)
	}
	switch {
	case errors.Is(err, store.ErrExists):
		return x, refuse("schedule_exists", x.Channel.Name, cmp.Or(g.name, x.Schedule.Name))
	case errors.Is(err, store.ErrNotFound):
		return x, refuse("schedule_gone")
	}
	return x, err
}

// channelOf is the row of a channel that was proved to be postable.
func (b *Bot) channelOf(ctx context.Context, c *call, spot place) (store.Channel, error) {
	return b.Store.DiscordChannel(ctx, store.Channel{Kind: spot.kind(), Name: layout.Clip(spot.Name.V, 100), DiscordID: int64(spot.ID),
		GuildID: c.guild, Owner: c.owner(), SetBy: fmt.Sprint(c.user)})
}
