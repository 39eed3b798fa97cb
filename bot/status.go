package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/bot/change"
	"dateline/bot/component"
	"dateline/bot/layout"
	"dateline/bot/reason"
	"dateline/bot/rest"
	"dateline/bot/sources"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/state"
)

// statusPage collects what /status looked at, in the words of whoever asks.
type statusPage struct {
	words    *phrases.Words
	blocks   []message.Block
	problems int
	barred   map[int64]bool // channels of which it says what they lack
}

// line adds what was found of one thing: its name, which is a text with args, and
// what is said of it.
func (p *statusPage) line(well bool, name []message.Run, said ...[]message.Run) {
	runs := make([]message.Run, 0, len(name)+2*len(said))
	for _, r := range name {
		r.Bold = true
		runs = append(runs, r)
	}
	for _, more := range said {
		if len(more) == 0 {
			continue
		}
		if len(runs) > 0 {
			runs = append(runs, message.Run{Text: " "})
		}
		runs = append(runs, more...)
	}
	if p.blocks = append(p.blocks, message.Block{Kind: message.Item, Runs: runs}); !well {
		p.problems++
	}
}

// say is a text in the page's language.
func (p *statusPage) say(key string, args ...any) []message.Run {
	return message.Say(p.words, key, args...)
}

// done is the page under its first line: how many things need a look.
func (p *statusPage) done() []message.Block {
	first := p.words.Say("status_works")
	if p.problems > 0 {
		first = p.words.Count(p.problems, "status_problems")
	}
	title := message.Block{Kind: message.Title, Lang: p.words.Lang(), Runs: []message.Run{{Text: first, Bold: true}}}
	return append([]message.Block{title}, p.blocks...)
}

// statusCommand is /status: what works for this server (or person), what does
// not, what to do, and who changed what lately.
func (b *Bot) statusCommand(ctx context.Context, c *call) (response, error) {
	page := &statusPage{words: c.words, barred: map[int64]bool{}}
	if b.Connected() {
		page.line(true, page.say("status_discord"), page.say("status_connected", time.Unix(b.since.Load(), 0)))
	} else {
		page.line(false, page.say("status_discord"), page.say("status_disconnected"))
	}
	if err := b.checkBrakes(ctx, c, page); err != nil {
		return response{}, err
	}
	if c.guild != 0 {
		if err := errors.Join(b.checkSchedules(ctx, c, page), b.checkAlerts(ctx, c, page)); err != nil {
			return response{}, err
		}
	}
	if err := b.checkSources(ctx, c.owner(), page); err != nil {
		return response{}, err
	}
	b.checkModel(ctx, c, page)
	if c.guild == 0 && slices.Contains(b.Operators, c.user) {
		if err := b.checkAll(ctx, page); err != nil {
			return response{}, err
		}
	}
	reply := response{blocks: page.done()}
	if c.guild == 0 {
		return reply, nil
	}
	changes, err := b.changes(ctx, c, "0")
	reply.blocks, reply.rows = append(reply.blocks, changes.blocks...), changes.rows
	return reply, err
}

// checkSchedules looks at every schedule of a server, and its channel, as it is now.
func (b *Bot) checkSchedules(ctx context.Context, c *call, page *statusPage) error {
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		page.line(true, page.say("status_schedules"), page.say("status_no_schedule"))
	}
	sayer := b.sayer(ctx, c, all...).Several()
	for _, x := range all {
		set := page.say("status_schedule", x.Schedule.Name, sayer.Settings(x))
		well, mend := b.checkOnce(ctx, x.Channel, page)
		last, err := b.lastSlot(ctx, x, page)
		if err != nil {
			return err
		}
		short, err := b.fallsShort(ctx, c.words, x)
		if err != nil {
			return err
		}
		if len(short) > 0 {
			last = append(last, message.Run{Text: " " + strings.Join(short, " ")})
		}
		page.line(well && len(short) == 0, page.say("status_channel", x.Channel.Name), set, mend, last)
	}
	return nil
}

// checkAlerts looks at every channel that is alerted, as it is now.
func (b *Bot) checkAlerts(ctx context.Context, c *call, page *statusPage) error {
	all, err := b.Store.GuildChannels(ctx, c.guild)
	if err != nil {
		return err
	}
	for _, channel := range all {
		set, active := profile.ParseChannel(channel.Profile).Alerts, channel.State == state.ChannelActive
		if !set.On || !active && channel.Reason == deleted {
			continue
		}
		said := b.alertsLine(ctx, c, channel, set)
		if !active && !page.barred[channel.ID] {
			said = append(said, message.Run{Text: " (" + reason.Say(page.words, channel.Reason) + ")"})
		}
		well, mend := b.checkOnce(ctx, channel, page)
		page.line(well, nil, said, mend)
	}
	return nil
}

// checkOnce looks at a channel, and says only once what it lacks.
func (b *Bot) checkOnce(ctx context.Context, ch store.Channel, page *statusPage) (well bool, mend []message.Run) {
	if page.barred[ch.ID] {
		return true, page.say("status_above")
	}
	well, mend = b.checkChannel(ctx, ch, page)
	page.barred[ch.ID] = !well
	return well, mend
}

// checkChannel looks whether a channel can be posted to, and says what
// to do if not.
func (b *Bot) checkChannel(ctx context.Context, ch store.Channel, page *statusPage) (well bool, mend []message.Run) {
	active := ch.State == state.ChannelActive
	if !active && ch.Reason == deleted {
		return false, nil // its settings say so
	}
	spot, err := b.look(ctx, ch.DiscordID)
	lacks := spot.lacking()
	switch {
	case err != nil && rest.Closed(err):
		return false, page.say("status_unseen", page.words.Say("perm_view"))
	case err != nil:
		return false, page.say("status_unlooked")
	case len(lacks) > 0 && !active && strings.Contains(ch.Reason, spot.lacks()): // its settings say so
		return false, page.say("status_allow")
	case len(lacks) > 0:
		names := make([]string, len(lacks))
		for i, key := range lacks {
			names[i] = page.words.Say(key)
		}
		return false, append(page.say("status_lacks", page.words.List(names)), message.Run{Text: " " + page.words.Say("status_allow")})
	case spot.wantsTag():
		return false, page.say("status_tag")
	case !active:
		return false, page.say("status_mended")
	}
	return true, nil
}

// lastSlot says how the newest slot of a schedule ended, if not well.
func (b *Bot) lastSlot(ctx context.Context, x store.Planned, page *statusPage) ([]message.Run, error) {
	slots, err := b.Store.Slots(ctx, x.Schedule.ID, 1)
	if err != nil || len(slots) == 0 {
		return nil, err
	}
	slot := slots[0]
	if slot.State == state.SlotSkipped {
		return page.say("status_skipped", slot.Due, reason.Say(page.words, slot.Reason)), nil
	}
	posts, err := b.Store.SlotPosts(ctx, slot.ID)
	for _, p := range posts {
		switch p.State {
		case state.PostUnproven:
			return page.say("status_unproven", slot.Due), err
		case state.PostFailed, state.PostExpired:
			return page.say("status_skipped", slot.Due, reason.Say(page.words, p.Error)), err
		case state.PostUnknown, state.PostSending:
			return page.say("status_looking", slot.Due), err
		}
	}
	return nil, err
}

// statusSources is how many sources that do not fare well /status names.
const statusSources = 20

func (b *Bot) checkSources(ctx context.Context, owner string, page *statusPage) error {
	all, err := b.Store.Chosen(ctx, owner)
	if err != nil {
		return err
	}
	own, err := b.chosen(ctx, owner)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		page.line(false, page.say("status_sources"), page.say("status_no_source"))
		return nil
	}
	var newest time.Time
	for _, s := range all {
		if s.Read.After(newest) {
			newest = s.Read
		}
	}
	count, desk := page.words.Count(len(all), "sources"), []message.Run(nil)
	if len(own) == 0 {
		desk = page.say("status_desk")
	}
	said := page.say("status_read", count, newest)
	if newest.IsZero() {
		said = page.say("status_unread", count)
	}
	page.line(true, page.say("status_sources"), said, desk)
	named := 0
	for _, s := range all {
		if said := sources.State(page.words, s); said != "" && named < statusSources {
			named++
			page.line(s.Paused || s.Fails == 0 && !s.Ended(), page.say("status_source", sources.Name(s)),
				message.Plain(layout.Clip(said, 200)+"."), page.doAbout(s))
		}
	}
	return nil
}

func (p *statusPage) doAbout(s store.Source) []message.Run {
	switch {
	case s.Paused:
		return p.say("status_do_resume")
	case s.Ended():
		return p.say("status_do_ended")
	case s.Fails > 0:
		return p.say("status_do_failing")
	}
	return nil
}

// checkModel says which model writes, and what this server (or person) has used of it today.
func (b *Bot) checkModel(ctx context.Context, c *call, page *statusPage) {
	if b.Model == "" {
		page.line(true, page.say("status_model"), page.say("status_no_model"))
		return
	}
	var used []message.Run
	if b.Budget != nil {
		who := "status_server_used"
		if c.guild == 0 {
			who = "status_you_used"
		}
		used = page.say(who, b.Budget(ctx, c.words, c.owner()))
	}
	page.line(true, page.say("status_model"), page.say("status_sees", b.Model), used)
}

// checkAll is the operator's view: how much there is, and what waits.
func (b *Bot) checkAll(ctx context.Context, page *statusPage) error {
	n, oldest, err := b.Store.Waiting(ctx)
	if err != nil {
		return err
	}
	b.registration.line(page)
	if n > 0 && b.now().Sub(oldest) > 10*time.Minute {
		page.line(false, page.say("status_waiting"), page.say("status_oldest", page.words.Thousands(n), oldest))
	} else {
		page.line(true, page.say("status_waiting"), page.say("status_number", page.words.Thousands(n)))
	}
	if b.Budget != nil {
		page.line(true, page.say("status_model_all"), b.Budget(ctx, page.words, store.All))
	}
	if b.ModelFault != nil {
		if why, at := b.ModelFault(); why != "" {
			page.line(false, page.say("status_model_fault"), page.say("status_fault", at, why))
		}
	}
	for _, table := range []string{"guilds", "channels", "sources"} {
		counts, err := b.Store.Counts(ctx, table)
		if err != nil {
			return err
		}
		active, stopped := counts[string(state.ChannelActive)], counts[string(state.ChannelPaused)]
		said := page.say("status_active", page.words.Thousands(active), page.words.Thousands(stopped))
		page.line(true, page.say("status_all_"+table), said)
	}
	return nil
}

// idChanges + how many newer ones were shown: earlier changes of settings.
const idChanges = "changes:"

// changesShown is how many changes are shown at once.
const changesShown = 10

// changes lists who changed what in a server, after the newest ones that were shown.
func (b *Bot) changes(ctx context.Context, c *call, shown string) (response, error) {
	if err := b.commands["status"].may(c); err != nil {
		return response{}, err
	}
	skip, err := strconv.Atoi(shown)
	if err != nil || skip < 0 {
		return response{}, errOldButton
	}
	lines, err := b.Store.Audit(ctx, c.owner(), skip, changesShown+1)
	if err != nil {
		return response{}, err
	}
	title := message.Run{Text: c.words.Say("audit_title"), Bold: true}
	reply := response{blocks: []message.Block{{Kind: message.Para, Runs: []message.Run{title}}}}
	if len(lines) == 0 {
		reply.blocks = append(reply.blocks, message.Block{Kind: message.Item, Runs: message.Plain(c.words.Say("audit_none"))})
	}
	for _, x := range lines[:min(len(lines), changesShown)] {
		reply.blocks = append(reply.blocks, change.Line(x, c.words))
	}
	if len(lines) > changesShown {
		reply.rows = row(component.Button(c.words.Say("audit_earlier"), fmt.Sprintf("%s%d", idChanges, skip+changesShown)))
	}
	return reply, nil
}
