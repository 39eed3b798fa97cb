package follow

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/component"
	"dateline/bot/setting"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/store"
)

// Topic begins the custom ids of all that belongs to followed topics; what is done
// follows, and the id of a screen or of a schedule.
const Topic = "follow:"

// What is done by a button. DoTime is also the form that it opens.
const (
	DoSave = "save:" // + a screen
	DoTime = "time:" // + a screen
	DoEnd  = "stop:" // + a schedule

	FieldWhen, FieldCity = "when", "city"
)

// Most is how many topics one person follows: each is a message a day.
const Most = 5

// usualRule is when a briefing comes where nothing else is said: at breakfast.
const usualRule = "daily 07:30"

// Draft is what stands on the screen of one person who is about to follow a topic.
type Draft struct {
	User    int64
	Topic   string // as it was typed; "" is everything
	Name    string // of its briefings
	Rule    schedule.Rule
	Zone    *time.Location
	Stories int
	Length  string
	Lang    string // in which the bot speaks there
	Told    string // the language that all is told in; "" is the sources' own
}

// New is a draft at the usual time of a zone.
func New(zone *time.Location) Draft {
	rule, err := schedule.Parse(usualRule)
	if err != nil {
		panic(err) // it is ours
	}
	return Draft{Rule: rule, Zone: zone}
}

// Time takes what was typed for when and where; what is empty stays. Errors: setting.ErrCity, or
// why the rule is none, in words.
func (d *Draft) Time(when, city string) (err error) {
	d.Rule, d.Zone, err = setting.When(d.Rule, d.Zone, when, city)
	return err
}

// Schedule is the row of a draft in a channel, from now on. A day without news brings no
// message.
func (d Draft) Schedule(channel int64, now time.Time) store.Schedule {
	set := profile.Schedule{Topic: d.Topic, Lang: d.Told, Stories: d.Stories, Length: d.Length, Quiet: true}
	return store.Schedule{Channel: channel, Name: d.Name, Rule: d.Rule.String(), Zone: d.Zone.String(), From: now,
		CatchUp: d.Rule.CatchUp(), Profile: set.String(), SetBy: fmt.Sprint(d.User)}
}

// Blocks are what stands on the screen.
func (d Draft) Blocks(words *phrases.Words) []message.Block {
	line := words.Say("follow_line", message.Printable(d.Name), d.Rule.Say(words), setting.City(d.Zone),
		words.Count(d.Stories, "setup_stories"))
	return []message.Block{
		{Kind: message.Title, Lang: words.Lang(), Runs: []message.Run{{Text: words.Say("follow_ready"), Bold: true}}},
		{Kind: message.Item, Runs: message.Plain(line)},
		{Kind: message.Item, Runs: message.Say(words, "follow_from")},
		{Kind: message.Small, Runs: message.Say(words, "follow_quiet")},
	}
}

// Rows are the buttons under the screen.
func (d Draft) Rows(words *phrases.Words, screen string) []discordgo.MessageComponent {
	return []discordgo.MessageComponent{component.Row(component.Primary(words.Say("follow_save"), Topic+DoSave+screen),
		component.Button(words.Say("setup_time"), Topic+DoTime+screen))}
}

// Form asks when and by whose clock.
func (d Draft) Form(words *phrases.Words, screen string) component.Form {
	when := component.Text{ID: FieldWhen, Value: d.Rule.Say(words), Most: 200}
	city := component.Text{ID: FieldCity, Value: setting.City(d.Zone), Most: 60}
	return component.Form{ID: Topic + DoTime + screen, Title: words.Say("setup_time_title"), Labels: []component.Label{
		{Text: words.Say("setup_when"), Help: words.Say("setup_when_help"), Field: when},
		{Text: words.Say("setup_city"), Help: words.Say("setup_city_help"), Field: city}}}
}

// Topics is what a person follows, with a button to end each.
func Topics(say setting.Sayer, all []store.Planned) ([]message.Block, []discordgo.MessageComponent) {
	if len(all) == 0 {
		return []message.Block{{Kind: message.Para, Runs: message.Say(say.Words, "follow_none")}}, nil
	}
	var blocks []message.Block
	var row []discordgo.MessageComponent
	for i, x := range all[:min(len(all), Most)] {
		runs := message.Say(say.Words, "follow_number", i+1, message.Run{Text: x.Schedule.Name, Bold: true}, say.Settings(x))
		blocks = append(blocks, message.Block{Kind: message.Item, Runs: runs})
		row = append(row, component.Button(say.Words.Say("watch_stop", i+1), fmt.Sprint(Topic, DoEnd, x.Schedule.ID)))
	}
	return blocks, []discordgo.MessageComponent{component.Row(row...)}
}

// PickTopic finds the topic that is meant by its id, its number in the list, or its name.
func PickTopic(all []store.Planned, typed string) (store.Planned, bool) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	n, err := strconv.ParseInt(typed, 10, 64)
	at := slices.IndexFunc(all, func(x store.Planned) bool {
		return err == nil && x.Schedule.ID == n || strings.ToLower(x.Schedule.Name) == typed
	})
	if at < 0 && err == nil && n >= 1 && n <= int64(len(all)) {
		at = int(n) - 1
	}
	if at < 0 {
		return store.Planned{}, false
	}
	return all[at], true
}

// ZoneOf is the zone of what a person follows already, else the one guessed.
func ZoneOf(all []store.Planned, guessed *time.Location) *time.Location {
	for _, x := range all {
		if zone, err := schedule.Load(x.Schedule.Zone); err == nil {
			return zone
		}
	}
	return cmp.Or(guessed, time.UTC)
}
