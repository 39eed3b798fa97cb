package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/dustin/go-humanize/english"

	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/state"
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
	rule, err := schedule.Parse(c.text("when"))
	if err != nil {
		return response{}, err
	}
	zone, err := b.askedZone(ctx, c)
	if err != nil {
		return response{}, err
	}
	postable, err := b.postable(ctx, c)
	if err != nil {
		return response{}, err
	}
	have, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return response{}, err
	}
	if len(have) >= schedulesMost {
		return response{}, userErrorf("This server has %d schedules, which is all I take. Remove one first.", len(have))
	}
	channel, err := b.Store.DiscordChannel(ctx, store.Channel{Kind: postable.kind(), Name: layout.Clip(postable.Name.V, 100),
		DiscordID: int64(postable.ID), GuildID: c.guild, Owner: c.owner(), SetBy: fmt.Sprint(c.user)})
	if err != nil {
		return response{}, err
	}
	prof := profile.Schedule{Stories: storiesOf(c), Length: lengthOf(c), Topic: layout.Clip(c.text("topic"), 100),
		Quiet: c.quiet(), Lang: languageOf(c)}
	planned, err := b.Store.AddSchedule(ctx, store.Schedule{Channel: channel.ID, Name: scheduleName(c), Rule: rule.String(),
		Zone: zone.String(), From: b.now(), CatchUp: rule.CatchUp(), Profile: prof.String(), SetBy: fmt.Sprint(c.user)})
	if errors.Is(err, store.ErrExists) {
		return response{}, userErrorf("#%s has a schedule %s already. Give the new one another name, or remove the old one.", channel.Name,
			scheduleName(c))
	}
	if err != nil {
		return response{}, err
	}
	return b.scheduled(ctx, c, store.Planned{Schedule: planned, Channel: channel})
}

// languageOf is the language that was picked, else the server's: en-US is what
// a server has that has chosen none, and leaves the sources' own.
func languageOf(c *call) string {
	lang := c.text("language")
	if lang == "" && c.in.Home.V != "en-US" {
		lang, _, _ = strings.Cut(c.in.Home.V, "-")
	}
	if !slices.Contains(write.Languages(), lang) {
		return ""
	}
	return lang
}

func (c *call) quiet() bool {
	var q bool
	_ = json.Unmarshal(c.opts["quiet"].Value, &q)
	return q
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
		name = "World"
	}
	return layout.Clip(name, 40)
}

// askedZone is the zone of the city that was given, else the server's.
func (b *Bot) askedZone(ctx context.Context, c *call) (*time.Location, error) {
	typed := c.text("city")
	prof := b.profile(ctx, c.guild)
	if typed == "" {
		if loc, err := schedule.Load(prof.Zone); err == nil {
			return loc, nil
		}
		return nil, userErrorf("Whose time is meant? Fill in the option city, like Berlin, and pick from the list. " +
			"I remember it for this server.")
	}
	loc, err := schedule.Find(typed)
	if err != nil {
		return nil, userErrorf("I do not know this city or zone. Type the next larger city into the option city and pick from the list.")
	}
	return loc, b.changeServer(ctx, c.guild, func(set *profile.Server) { set.Zone = loc.String() })
}

// postable is the channel that was picked, or the one the command was typed
// in, if it is this server's and the bot may post and prove its posts there.
func (b *Bot) postable(ctx context.Context, c *call) (place, error) {
	id := c.id("channel")
	if id == 0 {
		id = int64(c.in.ChannelID)
	}
	spot, err := b.look(ctx, id)
	switch {
	case err != nil && rest.Closed(err):
		return spot, userErrorf("I cannot see that channel. Give my role View Channel, Send Messages and Read Message History there, " +
			"then try again.")
	case err != nil:
		return spot, err
	case int64(spot.GuildID) != c.guild:
		return spot, userErrorf("That channel is not in this server.")
	case spot.kind() == "":
		return spot, refuse("channel_kinds")
	}
	if spot.wantsTag() {
		return spot, refuse("forum_wants_tag", spot.Name.V)
	}
	if lacks := spot.lacks(); lacks != "" {
		return spot, userErrorf("In #%s I lack: %s. Open the channel's settings, page Permissions, add my role and allow it; then "+
			"try again. Read Message History is how I make sure that nothing is posted twice.", spot.Name.V, lacks)
	}
	return spot, nil
}

// scheduled confirms a new schedule with all its settings.
func (b *Bot) scheduled(ctx context.Context, c *call, x store.Planned) (response, error) {
	runs := []message.Run{{Text: "Saved. "}}
	runs = append(runs, b.scheduleLine(x)...)
	srcs, err := b.Store.Chosen(ctx, c.owner())
	if err != nil {
		return response{}, err
	}
	last := " /schedule preview shows how it looks, with what was read in the last 24 hours."
	if len(srcs) == 0 {
		last = " Nothing is read for this server yet: /source add adds a source."
	}
	return response{blocks: []message.Block{{Kind: message.Para, Runs: append(runs, message.Run{Text: "." + last})}}}, nil
}

func (b *Bot) scheduleList(ctx context.Context, c *call) (response, error) {
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return response{}, err
	}
	if len(all) == 0 {
		return say("Nothing is posted by itself yet. /schedule add makes a schedule."), nil
	}
	out := []message.Block{{Kind: message.Title,
		Runs: []message.Run{{Text: english.Plural(len(all), "schedule", "schedules"), Bold: true}}}}
	for _, x := range all {
		out = append(out, message.Block{Kind: message.Item, Runs: b.scheduleLine(x)})
	}
	return response{blocks: out}, nil
}

// scheduleLine is a schedule with its channel and its settings, and when it
// posts next or why it does not.
func (b *Bot) scheduleLine(x store.Planned) []message.Run {
	return append([]message.Run{{Text: x.Schedule.Name, Bold: true}, {Text: fmt.Sprintf(" in #%s: ", x.Channel.Name)}}, b.settings(x)...)
}

// settings are a schedule's settings in words, and when it posts next.
func (b *Bot) settings(x store.Planned) []message.Run {
	if x.Channel.Reason == deleted && x.Channel.State != state.ChannelActive {
		return []message.Run{{Text: "the channel was deleted; remove this schedule"}}
	}
	rule, err := schedule.Parse(x.Schedule.Rule)
	zone, errZone := schedule.Load(x.Schedule.Zone)
	if err != nil || errZone != nil {
		return []message.Run{{Text: "its time cannot be read; remove it and add it again"}}
	}
	runs := []message.Run{{Text: fmt.Sprintf("%s (%s)%s", rule.Say(nil), zone, b.form(profile.ParseSchedule(x.Schedule.Profile)))}}
	if x.Channel.State != state.ChannelActive {
		return append(runs, message.Run{Text: "; stopped, because " + strings.Replace(x.Channel.Reason, "in #"+x.Channel.Name+" ", "", 1) +
			"; starts again by itself"})
	}
	if next, ok := rule.Next(zone, b.now()); ok {
		runs = append(runs, message.Run{Text: "; next "}, message.Run{Time: next.Due})
	}
	return runs
}

// form says in words what a schedule's briefings are like, where that is not
// the usual.
func (b *Bot) form(prof profile.Schedule) string {
	said := ", up to " + english.Plural(prof.Stories, "story", "stories")
	if prof.Topic != "" {
		said += ", only “" + prof.Topic + "”"
	}
	if prof.Length == "short" || prof.Length == "long" {
		said += ", " + prof.Length
	}
	if prof.Lang != "" {
		said += ", in " + write.LanguageName(prof.Lang)
		if b.Model == "" {
			said += " when a language model is set (now in the sources’ languages)"
		}
	}
	if prof.Quiet {
		said += ", silent when nothing is new"
	}
	return said
}

// deleted is the one reason that does not mend.
const deleted = "the channel was deleted"

// findSchedule is this server's schedule that an option names: the one that was
// picked, else the one of that name in this channel. Another channel's is not
// changed before the person has said so.
func (b *Bot) findSchedule(ctx context.Context, c *call) (store.Planned, error) {
	typed := c.text("schedule")
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return store.Planned{}, err
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
		return store.Planned{}, userErrorf("This server has no such schedule. Type a few letters of its name and pick from the list; " +
			"/schedule list shows all.")
	}
	return store.Planned{}, whichSchedule(c, fits)
}

// whichSchedule asks which of several schedules is meant, or whether the one of
// another channel is.
func whichSchedule(c *call, fits []store.Planned) error {
	fit := manyFit{path: c.path, ask: fmt.Sprintf("%d schedules are called %s. Which one do you mean?", len(fits), fits[0].Schedule.Name)}
	if len(fits) == 1 {
		fit.ask = fmt.Sprintf("%s is not in this channel but in #%s. Pick it if you mean that one.", fits[0].Schedule.Name,
			fits[0].Channel.Name)
	}
	for _, x := range fits {
		fit.choices = append(fit.choices, choice{scheduleChoice(x), fmt.Sprint(x.Schedule.ID)})
	}
	return fit
}

func scheduleChoice(x store.Planned) string {
	return fmt.Sprintf("%s in #%s, %s", x.Schedule.Name, x.Channel.Name, x.Schedule.Rule)
}

func (b *Bot) scheduleRemove(ctx context.Context, c *call) (response, error) {
	planned, err := b.findSchedule(ctx, c)
	if err != nil {
		return response{}, err
	}
	if err := b.Store.RemoveSchedule(ctx, planned.Schedule.ID); err != nil && !gone(err) {
		return response{}, err
	}
	return say("%s in #%s is posted no more. What was posted stays.", planned.Schedule.Name, planned.Channel.Name), nil
}

func (b *Bot) schedulePreview(ctx context.Context, c *call) (response, error) {
	planned, err := b.findSchedule(ctx, c)
	if err != nil {
		return response{}, err
	}
	brief, err := b.Press.Preview(ctx, planned)
	if err != nil {
		return response{}, err
	}
	lead := message.Block{Kind: message.Small, Runs: []message.Run{{Text: "A preview that only you see: the last 24 hours, " +
		"whatever was told before. It changes nothing."}}}
	return response{blocks: append(brief.Blocks(), lead)}, nil
}

func (b *Bot) completeSchedule(ctx context.Context, c *call, typed string) ([]choice, error) {
	all, err := b.Store.Schedules(ctx, c.guild)
	var out []choice
	for _, x := range all {
		if name := scheduleChoice(x); holds(name, typed) {
			out = append(out, choice{name, fmt.Sprint(x.Schedule.ID)})
		}
	}
	return out, err
}

// completeCity suggests time zones by city, each with its time of day.
func (b *Bot) completeCity(_ context.Context, _ *call, typed string) ([]choice, error) {
	var out []choice
	for _, z := range schedule.Zones(typed, 25) {
		loc, err := schedule.Load(z.Name)
		if err != nil {
			continue
		}
		out = append(out, choice{fmt.Sprintf("%s, now %s (%s)", z.City, b.now().In(loc).Format("15:04"), z.Name), z.Name})
	}
	return out, nil
}
