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

	"dateline/briefing"
	"dateline/briefing/schedule"
	"dateline/store"
)

// schedulesMost is how many schedules one server may have.
const schedulesMost = 50

// guildProfile is what a server has set for all its channels.
type guildProfile struct {
	Zone string `json:"zone,omitempty"`
}

func (b *Bot) profile(ctx context.Context, guild int64) guildProfile {
	var p guildProfile
	if g, err := b.Store.Guild(ctx, guild); err == nil {
		_ = json.Unmarshal([]byte(g.Profile), &p) // ours; what cannot be read is the default
	}
	return p
}

// zone is a server's time zone, UTC until it has chosen one.
func (b *Bot) zone(ctx context.Context, guild int64) *time.Location {
	if loc, err := schedule.Load(b.profile(ctx, guild).Zone); err == nil {
		return loc
	}
	return time.UTC
}

// scheduleAdd makes a schedule after proving that its channel can be posted to.
func (b *Bot) scheduleAdd(ctx context.Context, c *call) (answer, error) {
	rule, err := schedule.Parse(c.text("when"))
	if err != nil {
		return answer{}, tell("I do not understand the time: %s.", err)
	}
	zone, err := b.askedZone(ctx, c)
	if err != nil {
		return answer{}, err
	}
	p, err := b.postable(ctx, c)
	if err != nil {
		return answer{}, err
	}
	have, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return answer{}, err
	}
	if len(have) >= schedulesMost {
		return answer{}, tell("This server has %d schedules, which is all I take. Remove one first.", len(have))
	}
	ch, err := b.Store.DiscordChannel(ctx, store.Channel{Kind: p.kind(), Name: clip(p.Name.v, 100), DiscordID: int64(p.ID), GuildID: c.guild, Owner: c.owner(), SetBy: fmt.Sprint(c.user)})
	if err != nil {
		return answer{}, err
	}
	prof, err := json.Marshal(briefing.Profile{Stories: storiesOf(c), Length: lengthOf(c), Topic: clip(c.text("topic"), 100), Quiet: c.quiet(), Lang: languageOf(c)})
	if err != nil {
		return answer{}, err
	}
	x, err := b.Store.AddSchedule(ctx, store.Schedule{Channel: ch.ID, Name: scheduleName(c), Rule: rule.String(), Zone: zone.String(), From: b.now(), CatchUp: rule.CatchUp(), Profile: string(prof), SetBy: fmt.Sprint(c.user)})
	if errors.Is(err, store.ErrExists) {
		return answer{}, tell("#%s has a schedule %s already. Give the new one another name, or remove the old one.", ch.Name, scheduleName(c))
	}
	if err != nil {
		return answer{}, err
	}
	return b.scheduled(ctx, c, store.Planned{Schedule: x, Channel: ch}, rule, zone)
}

// languageOf is the language that was picked, else the server's: en-US is what
// a server has that has chosen none, and leaves the sources' own.
func languageOf(c *call) string {
	lang := c.text("language")
	if lang == "" && c.in.Locale.v != "en-US" {
		lang, _, _ = strings.Cut(c.in.Locale.v, "-")
	}
	if !slices.Contains(briefing.Languages(), lang) {
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
	unseen := func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) } // of these alone it would begin no line that can be read
	if strings.TrimFunc(name, unseen) == "" || strings.HasPrefix(strings.ToLower(name), strings.ToLower(ownBriefing)) {
		name = "World"
	}
	return clip(name, 40)
}

// askedZone is the zone of the city that was given, else the server's.
func (b *Bot) askedZone(ctx context.Context, c *call) (*time.Location, error) {
	typed := c.text("city")
	prof := b.profile(ctx, c.guild)
	if typed == "" {
		if loc, err := schedule.Load(prof.Zone); err == nil {
			return loc, nil
		}
		return nil, tell("Whose time is meant? Fill in the option city, like Berlin, and pick from the list. I remember it for this server.")
	}
	loc, err := schedule.Find(typed)
	if err != nil {
		return nil, tell("I do not know this city or zone. Type the next larger city into the option city and pick from the list.")
	}
	prof.Zone = loc.String()
	body, err := json.Marshal(prof)
	if err != nil {
		return nil, err
	}
	return loc, b.Store.SaveGuild(ctx, c.guild, string(body))
}

// postable is the channel that was picked, or the one the command was typed
// in, if it is this server's and the bot may post and prove its posts there.
func (b *Bot) postable(ctx context.Context, c *call) (place, error) {
	id := c.id("channel")
	if id == 0 {
		id = int64(c.in.ChannelID)
	}
	p, err := b.look(ctx, id)
	switch {
	case err != nil && closed(err):
		return p, tell("I cannot see that channel. Give my role View Channel, Send Messages and Read Message History there, then try again.")
	case err != nil:
		return p, err
	case int64(p.GuildID) != c.guild:
		return p, tell("That channel is not in this server.")
	case p.kind() == "":
		return p, tell("I can post to text channels, announcement channels and threads only.")
	}
	if lacks := p.lacks(); lacks != "" {
		return p, tell("In #%s I lack: %s. Open the channel's settings, page Permissions, add my role and allow it; then try again. Read Message History is how I make sure that nothing is posted twice.", p.Name.v, lacks)
	}
	return p, nil
}

func (b *Bot) scheduled(ctx context.Context, c *call, x store.Planned, rule schedule.Rule, zone *time.Location) (answer, error) {
	prof := briefing.ParseProfile(x.Schedule.Profile)
	in := ""
	if prof.Lang != "" {
		in = ", in " + briefing.LanguageName(prof.Lang)
	}
	if prof.Lang != "" && b.Model == "" {
		in += " where the sources are (there is no language model to translate)"
	}
	runs := []briefing.Run{{Text: "Saved. "}, {Text: x.Schedule.Name, Bold: true}, {Text: fmt.Sprintf(" is posted in #%s %s (%s), up to %s%s. ", x.Channel.Name, rule, zone, counted(prof.Stories, "story", "stories"), in)}}
	if next, ok := rule.Next(zone, b.now()); ok {
		runs = append(runs, briefing.Run{Text: "First "}, briefing.Run{Time: next.Due}, briefing.Run{Text: ". "})
	}
	srcs, err := b.Store.Chosen(ctx, c.owner())
	if err != nil {
		return answer{}, err
	}
	last := "/schedule preview shows what it would post now."
	if len(srcs) == 0 {
		last = "Nothing is read for this server yet: /source add adds a source."
	}
	return answer{blocks: []briefing.Block{{Kind: briefing.Para, Runs: append(runs, briefing.Run{Text: last})}}}, nil
}

func (b *Bot) scheduleList(ctx context.Context, c *call) (answer, error) {
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return answer{}, err
	}
	if len(all) == 0 {
		return say("Nothing is posted by itself yet. /schedule add makes a schedule."), nil
	}
	out := []briefing.Block{{Kind: briefing.Title, Runs: []briefing.Run{{Text: counted(len(all), "schedule", "schedules"), Bold: true}}}}
	for _, x := range all {
		out = append(out, briefing.Block{Kind: briefing.Item, Runs: b.scheduleLine(x)})
	}
	return answer{blocks: out}, nil
}

// scheduleLine is a schedule with its next time, or why it does not post.
func (b *Bot) scheduleLine(x store.Planned) []briefing.Run {
	runs := []briefing.Run{{Text: x.Schedule.Name, Bold: true}, {Text: fmt.Sprintf(" in #%s, %s (%s)", x.Channel.Name, x.Schedule.Rule, x.Schedule.Zone)}}
	if x.Channel.State != "active" {
		return append(runs, briefing.Run{Text: ": stopped, because " + x.Channel.Reason + afterStop(x.Channel.Reason)})
	}
	rule, err := schedule.Parse(x.Schedule.Rule)
	zone, errZone := schedule.Load(x.Schedule.Zone)
	if err != nil || errZone != nil {
		return append(runs, briefing.Run{Text: ": its time cannot be read; remove it and add it again"})
	}
	if next, ok := rule.Next(zone, b.now()); ok {
		runs = append(runs, briefing.Run{Text: ", next "}, briefing.Run{Time: next.Due})
	}
	return runs
}

// deleted is the one reason that does not mend.
const deleted = "the channel was deleted"

// afterStop says what comes of a stopped channel.
func afterStop(reason string) string {
	if reason == deleted {
		return "; remove it and add one for another channel"
	}
	return "; starts again by itself"
}

// findSchedule is this server's schedule that an option names.
func (b *Bot) findSchedule(ctx context.Context, c *call) (store.Planned, error) {
	typed := c.text("schedule")
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return store.Planned{}, err
	}
	id, _ := strconv.ParseInt(typed, 10, 64)
	for _, x := range all {
		if x.Schedule.ID == id || strings.EqualFold(x.Schedule.Name, typed) {
			return x, nil
		}
	}
	return store.Planned{}, tell("This server has no such schedule. Type a few letters of its name and pick from the list; /schedule list shows all.")
}

func (b *Bot) scheduleRemove(ctx context.Context, c *call) (answer, error) {
	x, err := b.findSchedule(ctx, c)
	if err != nil {
		return answer{}, err
	}
	if err := b.Store.RemoveSchedule(ctx, x.Schedule.ID); err != nil && !gone(err) {
		return answer{}, err
	}
	return say("%s in #%s is posted no more. What was posted stays.", x.Schedule.Name, x.Channel.Name), nil
}

func (b *Bot) schedulePreview(ctx context.Context, c *call) (answer, error) {
	x, err := b.findSchedule(ctx, c)
	if err != nil {
		return answer{}, err
	}
	br, err := b.Press.Preview(ctx, x)
	if err != nil {
		return answer{}, err
	}
	lead := briefing.Block{Kind: briefing.Small, Runs: []briefing.Run{{Text: "A preview that only you see. It does not count as told."}}}
	return answer{blocks: append(br.Blocks(), lead)}, nil
}

func (b *Bot) completeSchedule(ctx context.Context, c *call, typed string) ([]choice, error) {
	all, err := b.Store.Schedules(ctx, c.guild)
	var out []choice
	for _, x := range all {
		if name := fmt.Sprintf("%s in #%s, %s", x.Schedule.Name, x.Channel.Name, x.Schedule.Rule); holds(name, typed) {
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
