package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/briefing/brief"
	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/briefing/why"
	"dateline/store"
)

// whyMenu answers the entry of the menu of a message: why it was posted.
func (b *Bot) whyMenu(ctx context.Context, c *call) (response, error) {
	return b.whyMessage(ctx, c, int64(c.in.Data.V.Target))
}

// whyRows are the buttons by which those who may change the schedules of a channel
// have it tell what it did not.
func (b *Bot) whyRows(c *call, got why.Answer) []discordgo.MessageComponent {
	if !c.manager || got.Asked == "" || len(got.Schedules) == 0 {
		return nil
	}
	const stories, letters = 10, 60 // that a schedule then holds; of a topic that an id of a button has room for
	var buttons []discordgo.MessageComponent
	seen := map[string]bool{}
	add := func(label, act string, x store.Planned, value string) {
		id := scheduleID(act, x) + "." + value
		if !seen[id] && len(buttons) < 5 {
			buttons = append(buttons, component.Button(label, id))
		}
		seen[id] = true
	}
	followed := func(x store.Planned) bool {
		return strings.EqualFold(profile.ParseSchedule(x.Schedule.Profile).Topic, got.Asked)
	}
	if got.Words() && len([]rune(got.Asked)) <= letters && !slices.ContainsFunc(got.Schedules, followed) {
		add(c.words.Say("why_follow", got.Asked), "follow", got.Schedules[0], got.Asked)
	}
	for _, found := range got.Stories {
		at := slices.IndexFunc(got.Schedules, func(x store.Planned) bool { return x.Schedule.ID == found.Slot.Schedule })
		if at < 0 {
			continue
		}
		switch x := got.Schedules[at]; b.cureOf(found, x, stories) {
		case "stories":
			add(c.words.Count(stories, "why_hold"), "stories", x, strconv.Itoa(stories))
		case "reports":
			add(c.words.Say("why_allow"), "reports", x, "1")
		}
	}
	if len(buttons) == 0 {
		return nil
	}
	return row(buttons...)
}

// cureOf is what of a schedule has to change for a story to be told: stories, reports, or
// nothing that a press can set.
func (b *Bot) cureOf(found why.Found, x store.Planned, stories int) string {
	set := profile.ParseSchedule(x.Schedule.Profile)
	switch {
	case found.Weighed.Outcome == brief.Outranked && set.Stories < stories:
		return "stories"
	case found.Weighed.Outcome == brief.FewReports && set.Reports > 1:
		return "reports"
	}
	return ""
}

// whyChange sets how many stories a schedule tells, or how many reports each needs; a
// button sets it back.
func (b *Bot) whyChange(ctx context.Context, c *call, x store.Planned, what, value string) (response, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > 15 {
		return response{}, errOldButton
	}
	set := profile.ParseSchedule(x.Schedule.Profile)
	before, change := set.Stories, func(set *profile.Schedule) { set.Stories = n }
	if what == "reports" {
		before, change = max(set.Reports, 1), func(set *profile.Schedule) { set.Reports = min(n, 10) }
	}
	x, err = b.save(ctx, c, x, &scheduleChange{by: c.user, set: []func(*profile.Schedule){change}})
	if err != nil {
		return response{}, err
	}
	reply, err := b.scheduled(ctx, c, "schedule_changed", x)
	reply.rows = row(component.Button(c.words.Say("button_undo"), fmt.Sprintf("%s.%d", scheduleID(what, x), before)),
		component.Button(c.words.Say("button_preview"), scheduleID("see", x)))
	return reply, err
}

// whyFollow makes a schedule like another, in its channel and at its times, that tells
// one topic, and is silent when it holds nothing new; a button removes it.
func (b *Bot) whyFollow(ctx context.Context, c *call, x store.Planned, words string) (response, error) {
	words = layout.Clip(strings.Join(strings.Fields(message.Printable(words)), " "), topicMost)
	rule, err := schedule.Parse(x.Schedule.Rule)
	if words == "" || err != nil {
		return response{}, errOldButton
	}
	have, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return response{}, err
	}
	if len(have) >= schedulesMost {
		return response{}, refuse("schedule_full", len(have))
	}
	spot, err := b.postable(ctx, c, x.Channel.DiscordID)
	if err != nil {
		return response{}, err
	}
	like := profile.ParseSchedule(x.Schedule.Profile)
	like.Topic, like.Quiet, like.Ping, like.Publish = words, true, 0, false
	name := layout.Clip(words, 40)
	if ownBriefing(name) {
		name = c.words.Say("schedule_world")
	}
	made, err := b.save(ctx, c, store.Planned{}, &scheduleChange{by: c.user, when: &rule, zone: x.Schedule.Zone, name: name, room: &spot,
		set: []func(*profile.Schedule){func(set *profile.Schedule) { *set = like }}})
	if err != nil {
		return response{}, err
	}
	reply, err := b.scheduled(ctx, c, "schedule_saved", made)
	reply.rows = row(component.Button(c.words.Say("button_undo"), scheduleID("end", made)),
		component.Button(c.words.Say("button_change"), scheduleID("form", made)))
	return reply, err
}
