package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/state"
)

// idSchedule + action + ":" + schedule are the ids of what changes or shows a
// schedule: see, now, form, set (the form itself), end, back; and stories, reports and
// follow, each with a point and its value.
const idSchedule = "plan:"

// scheduleID is the custom id of an action on a schedule.
func scheduleID(action string, x store.Planned) string {
	return fmt.Sprintf("%s%s:%d", idSchedule, action, x.Schedule.ID)
}

// schedulePressed answers a button or a form of a schedule, for those who may use
// its commands.
func (b *Bot) schedulePressed(c *call, arg string) {
	action, typed, _ := strings.Cut(arg, ":")
	typed, value, _ := strings.Cut(typed, ".")
	id, _ := strconv.ParseInt(typed, 10, 64)
	change := func(ctx context.Context, c *call, x store.Planned) (response, error) {
		return b.whyChange(ctx, c, x, action, value)
	}
	follow := func(ctx context.Context, c *call, x store.Planned) (response, error) {
		return b.whyFollow(ctx, c, x, value)
	}
	run := map[string]func(context.Context, *call, store.Planned) (response, error){"see": b.previewOf, "now": b.nowOf, "end": b.removeOf,
		"set": b.scheduleForm, "stories": change, "reports": change, "follow": follow}[action]
	err := b.commands["schedule edit"].may(c)
	switch {
	case err != nil:
		b.respond(c, b.replyForError(c.words, c.path, err))
	case action == "form":
		b.openScheduleForm(c, id)
	case action == "back":
		b.later(c, func(ctx context.Context) (response, error) { return b.scheduleBack(ctx, c, id) })
	case run == nil:
		b.respond(c, b.replyForError(c.words, c.path, errOldButton))
	default:
		b.later(c, func(ctx context.Context) (response, error) {
			x, err := b.scheduleByID(ctx, c, id)
			if err != nil {
				return response{}, err
			}
			return run(ctx, c, x)
		})
	}
}

// scheduleByID is this server's schedule of an id.
func (b *Bot) scheduleByID(ctx context.Context, c *call, id int64) (store.Planned, error) {
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return store.Planned{}, err
	}
	for _, x := range all {
		if x.Schedule.ID == id {
			return x, nil
		}
	}
	return store.Planned{}, refuse("schedule_gone")
}

// scheduleCommand is a command that does something with the schedule its option names.
func (b *Bot) scheduleCommand(act func(context.Context, *call, store.Planned) (response, error)) handler {
	run := func(ctx context.Context, c *call) (response, error) {
		x, err := b.findSchedule(ctx, c)
		if err != nil {
			return response{}, err
		}
		return act(ctx, c, x)
	}
	return handler{server: true, manage: true, run: run, complete: completer{"schedule": b.completeSchedule}}
}

// previewOf shows how a schedule's briefing looks, with what can be done then.
func (b *Bot) previewOf(ctx context.Context, c *call, x store.Planned) (response, error) {
	if err := b.mayTell(ctx, c.guild, state.BrakeWriting); err != nil {
		return response{}, err
	}
	brief, err := b.Press.Preview(ctx, x)
	if err != nil {
		return response{}, err
	}
	if !brief.Begun() && brief.Articles == 0 {
		reply := c.say("preview_unread", x.Schedule.Name, x.Channel.Name)
		reply.rows = row(component.Primary(c.words.Say("button_preview"), scheduleID("see", x)),
			component.Button(c.words.Say("button_change"), scheduleID("form", x)))
		return reply, nil
	}
	lead := message.Block{Kind: message.Small, Runs: message.Plain(c.words.Say("preview_lead"))}
	return response{blocks: append(brief.Blocks(), lead), rows: row(component.Primary(c.words.Say("button_now"), scheduleID("now", x)),
		component.Button(c.words.Say("button_change"), scheduleID("form", x)),
		component.Danger(c.words.Say("button_remove"), scheduleID("end", x)))}, nil
}

// nowOf plans a briefing that is due at once: a slot like any other, so it is
// posted once and counts as told.
func (b *Bot) nowOf(ctx context.Context, c *call, x store.Planned) (response, error) {
	if err := b.mayTell(ctx, c.guild, state.BrakeWriting, state.BrakePosting); err != nil {
		return response{}, err
	}
	zone, err := schedule.Load(x.Schedule.Zone)
	if err != nil {
		return response{}, err
	}
	if x.Schedule.State == state.SchedulePaused {
		return response{}, refuse("now_held", x.Schedule.Name)
	}
	spot, err := b.postable(ctx, c, x.Channel.DiscordID)
	if err != nil {
		return response{}, err
	}
	if x.Channel.State != state.ChannelActive { // it can be posted to again, which nobody has noticed yet
		if x.Channel, err = b.channelOf(ctx, c, spot); err != nil {
			return response{}, err
		}
	}
	now := b.now().In(zone)
	switch err := b.Store.AddSlotNow(ctx, x.Schedule.ID, now.Format("2006-01-02"), now.Format("15:04")); {
	case errors.Is(err, store.ErrExists):
		return response{}, refuse("now_busy", x.Schedule.Name)
	case errors.Is(err, store.ErrNotFound):
		return response{}, refuse("now_held", x.Schedule.Name)
	case err != nil:
		return response{}, err
	}
	return c.say("now_posting", x.Schedule.Name, x.Channel.Name), nil
}

// removeOf ends a schedule; a button brings it back.
func (b *Bot) removeOf(ctx context.Context, c *call, x store.Planned) (response, error) {
	err := b.Store.RemoveSchedule(ctx, x.Schedule.ID)
	if errors.Is(err, store.ErrNotFound) {
		return response{}, refuse("schedule_gone")
	}
	if err != nil {
		return response{}, err
	}
	reply := c.say("schedule_removed", x.Schedule.Name, x.Channel.Name)
	reply.rows = row(component.Button(c.words.Say("button_undo"), scheduleID("back", x)))
	return reply, nil
}

// pauseOf stops a schedule until it is resumed.
func (b *Bot) pauseOf(ctx context.Context, c *call, x store.Planned) (response, error) {
	err := b.Store.PauseSchedule(ctx, x.Schedule.ID)
	if errors.Is(err, store.ErrNotFound) {
		return response{}, refuse("schedule_held_already", x.Schedule.Name)
	}
	return c.say("schedule_held", x.Schedule.Name, x.Channel.Name), err
}

// resumeOf lets a paused schedule post again.
func (b *Bot) resumeOf(ctx context.Context, c *call, x store.Planned) (response, error) {
	if x.Schedule.State != state.SchedulePaused {
		return response{}, refuse("schedule_running", x.Schedule.Name)
	}
	return b.scheduleBack(ctx, c, x.Schedule.ID)
}

// scheduleBack plans a schedule of this server that was paused or removed.
func (b *Bot) scheduleBack(ctx context.Context, c *call, id int64) (response, error) {
	have, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return response{}, err
	}
	counted := slices.ContainsFunc(have, func(x store.Planned) bool { return x.Schedule.ID == id }) // it is paused
	if len(have) >= schedulesMost && !counted {
		return response{}, refuse("schedule_full", len(have))
	}
	x, err := b.Store.ResumeSchedule(ctx, c.guild, id, b.now())
	if errors.Is(err, store.ErrNotFound) {
		return response{}, refuse("schedule_back")
	}
	if err != nil {
		return response{}, err
	}
	return b.scheduled(ctx, c, "schedule_resumed", x)
}

// openScheduleForm opens the form with the main settings of a schedule, as they are.
func (b *Bot) openScheduleForm(c *call, id int64) {
	b.atOnce(c, func(ctx context.Context) (component.Form, error) {
		x, err := b.scheduleByID(ctx, c, id)
		if err != nil {
			return component.Form{}, err
		}
		return b.settingsForm(c.words, x), nil
	})
}

// settingsForm is the form with the main settings of a schedule, as they are.
func (b *Bot) settingsForm(w *phrases.Words, x store.Planned) component.Form {
	set := profile.ParseSchedule(x.Schedule.Profile)
	when := x.Schedule.Rule
	if rule, err := schedule.Parse(when); err == nil {
		when = rule.Say(w)
	}
	lengths := []component.Option{}
	for _, length := range []string{"short", "normal", "long"} {
		lengths = append(lengths, component.Option{Label: w.Say("choice " + length), Value: length})
	}
	languages := []component.Option{{Label: w.Say("form_language_own"), Value: ownLanguages}}
	for _, code := range write.Languages() {
		languages = append(languages, component.Option{Label: w.Language(code), Value: code})
	}
	spoken := set.Lang
	if spoken == "" {
		spoken = ownLanguages
	}
	return component.Form{ID: scheduleID("set", x), Title: w.Say("form_schedule", x.Schedule.Name), Labels: []component.Label{
		{Text: w.Say("form_when"), Help: w.Say("form_when_help"), Field: component.Text{ID: "when", Value: when, Most: 300}},
		{Text: w.Say("form_topic"), Help: w.Say("form_topic_help"),
			Field: component.Text{ID: "topic", Value: set.Topic, Optional: true, Most: topicMost}},
		{Text: w.Say("form_stories"), Field: component.Text{ID: "stories", Value: strconv.Itoa(set.Stories), Most: 2}},
		{Text: w.Say("form_length"), Field: component.Menu{ID: "length", Options: lengths, Chosen: []string{set.Length}}},
		{Text: w.Say("form_language"), Field: component.Menu{ID: "language", Options: languages, Chosen: []string{spoken}}},
	}}
}

// ownLanguages is the line of a menu for the languages of the sources.
const ownLanguages = "own"

// scheduleForm changes a schedule as its form was filled in.
func (b *Bot) scheduleForm(ctx context.Context, c *call, x store.Planned) (response, error) {
	answers := component.Read(c.in.Data.V)
	rule, err := schedule.Parse(message.Printable(answers.Text("when")))
	if err != nil {
		return response{}, err
	}
	typed := strings.TrimSpace(message.Printable(answers.Text("stories")))
	stories, err := strconv.Atoi(typed)
	if err != nil || stories < 1 || stories > 15 {
		return response{}, refuse("form_stories_wrong")
	}
	quiet := rule.Quiet()
	g := &scheduleChange{when: &rule, quiet: &quiet, by: c.user}
	g.set = append(g.set, func(set *profile.Schedule) {
		set.Stories = stories
		set.Topic = layout.Clip(strings.TrimSpace(message.Printable(answers.Text("topic"))), topicMost)
		if length := answers.Values("length"); len(length) == 1 {
			set.Length = lengthNamed(length[0])
		}
		if lang := answers.Values("language"); len(lang) == 1 {
			set.Lang = languageNamed(lang[0])
		}
	})
	if x, err = b.save(ctx, c, x, g); err != nil {
		return response{}, err
	}
	return b.scheduled(ctx, c, "schedule_changed", x)
}
