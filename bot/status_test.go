package bot

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/bot/reason"
	"dateline/bot/wire"
	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/audit"
	"dateline/store/state"
)

// roles are those who ask for help, each with what Discord says of him or her.
func roles() map[string]*call {
	as := func(guild int64, permissions string) *call {
		in := &wire.Interaction{}
		in.Member.V.Permissions.V = permissions
		return &call{in: in, guild: guild, user: 7, manager: wire.PermissionBits(permissions)&wire.PermManageGuild != 0}
	}
	operator := as(0, "")
	operator.user = 9
	return map[string]*call{"member": as(1, "3072"), "moderator": as(1, fmt.Sprint(3072|wire.PermManageMessages)), "fresh": as(2, fmt.Sprint(wire.PermManageGuild)),
		"admin": as(1, fmt.Sprint(wire.PermManageGuild)), "dm": as(0, ""), "operator": operator}
}

// set is a bot whose server 1 has a schedule, and server 2 none.
func set(t *testing.T) *Bot {
	t.Helper()
	b := &Bot{Options: Options{Model: "large at api.example.com", ModelHost: "api.example.com", Store: opened(t), Operators: []int64{9}, Now: func() time.Time { return monday }}}
	ctx := context.Background()
	channel, err := b.Store.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 5, GuildID: 1, Owner: "guild:1", SetBy: "7"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Store.AddSchedule(ctx, store.Schedule{Channel: channel.ID, Name: "World", Rule: "daily 07:30", Zone: "UTC", Profile: "{}", SetBy: "7"}); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestHelpCommand_EachRoleReadsThreeThingsToDo(t *testing.T) {
	t.Parallel()
	b := set(t)
	for role, c := range roles() {
		briefingtest.Golden(t, "help-"+role, spoken(func(w *phrases.Words) []message.Block {
			c.words = w
			reply, err := b.helpCommand(context.Background(), c)
			if err != nil {
				t.Fatal(err)
			}
			items := 0
			for _, x := range reply.blocks[1:] {
				if x.Kind != message.Item {
					break // the rest
				}
				items++
			}
			if items != 3 {
				t.Errorf("%s in %s: %d things to do", role, w.Lang(), items)
			}
			return reply.blocks
		}))
	}
}

// commandIn is a command that a text names.
var commandIn = regexp.MustCompile(`(?:^|[\s(“„«])/([a-z]+)( [a-z]+)?`)

func TestHelpCommand_NamesCommandsThatThereAre(t *testing.T) {
	t.Parallel()
	table := (&Bot{}).table()
	for _, key := range slices.Concat(phrases.Keys("help_"), phrases.Keys("status_"), phrases.Keys("why_"), phrases.Keys("audit_")) {
		for _, found := range commandIn.FindAllStringSubmatch(phrases.In("en").Say(key), -1) {
			_, alone := table[found[1]]
			_, whole := table[found[1]+found[2]]
			if !alone && !whole {
				t.Errorf("%s: there is no command /%s%s", key, found[1], found[2])
			}
		}
	}
}

func TestStatusCommand_ReadsAsDesigned(t *testing.T) {
	t.Parallel()
	b := &Bot{Options: Options{Model: "large at api.example.com"}}
	b.Budget = func(context.Context, *phrases.Words, string) []message.Run {
		return message.Plain("12,300 of 200,000.")
	}
	stopped := store.Planned{Schedule: store.Schedule{Name: "World", Rule: "daily 07:30", Zone: "Europe/Berlin", Profile: "{}"}, Channel: store.Channel{Name: "world-news", State: state.ChannelPaused, Reason: "in #world-news I lack the permission Send Messages"}}
	held, lost := stopped, stopped
	held.Schedule.State, held.Channel.State, lost.Channel.Reason = state.SchedulePaused, state.ChannelActive, deleted
	briefingtest.Golden(t, "status", spoken(func(w *phrases.Words) []message.Block {
		page := &statusPage{words: w}
		page.line(true, page.say("status_discord"), page.say("status_connected", monday.Add(-90*time.Minute)))
		page.line(false, page.say("status_discord"), page.say("status_disconnected"))
		page.line(true, page.say("status_schedules"), page.say("status_no_schedule"))
		speak := b.speaker(w)
		for _, x := range []store.Planned{stopped, held, lost} {
			page.line(x.Channel.State == state.ChannelActive, page.say("status_channel", x.Channel.Name), page.say("status_schedule", x.Schedule.Name, speak.Settings(x)))
		}
		mend := append(page.say("status_lacks", w.Say("perm_send")+", "+w.Say("perm_history")), message.Run{Text: " " + w.Say("status_allow")})
		page.line(false, page.say("status_channel", "news"), mend, page.say("status_unproven", monday))
		page.line(false, page.say("status_channel", "news"), page.say("status_unseen", w.Say("perm_view")), page.say("status_looking", monday))
		page.line(false, page.say("status_channel", "news"), page.say("status_unlooked"), page.say("status_skipped", monday, "missed"))
		page.line(false, page.say("status_channel", "news"), page.say("status_tag"))
		page.line(false, page.say("status_channel", "news"), page.say("status_mended"))
		page.line(true, page.say("status_sources"), page.say("status_read", w.Count(8, "sources"), monday), page.say("status_desk"))
		page.line(true, page.say("status_sources"), page.say("status_unread", w.Count(1, "sources")))
		page.line(false, page.say("status_sources"), page.say("status_no_source"))
		for _, s := range []store.Source{{Paused: true}, {State: state.SourcePaused, Reason: "gone"}, {Fails: 3}} {
			page.line(false, page.say("status_source", "North Wire"), page.doAbout(s))
		}
		b.checkModel(context.Background(), &call{guild: 1, words: w}, page)
		b.checkModel(context.Background(), &call{words: w}, page)
		(&Bot{}).checkModel(context.Background(), &call{words: w}, page)
		return page.done()
	}))
	all := set(t)
	all.Budget = (&write.Budget{Store: all.Store, Daily: 1000, Now: all.Now}).Said
	all.ModelFault = func() (string, time.Time) { return "no money is left", monday }
	briefingtest.Golden(t, "status-operator", spoken(func(w *phrases.Words) []message.Block {
		page := &statusPage{words: w}
		if err := all.checkAll(context.Background(), page); err != nil {
			t.Fatal(err)
		}
		page.line(false, page.say("status_commands"), page.say("status_unregistered", "400 Max number of commands", monday))
		page.line(false, page.say("status_commands"), page.say("status_registered"))
		page.line(false, page.say("status_waiting"), page.say("status_oldest", w.Thousands(3), monday))
		return page.done()
	}))
}

func TestReasonOfCode_IsSaidInEachLanguage(t *testing.T) {
	t.Parallel()
	stored := []string{"in #news " + lackWords + " Send Messages", "Discord refuses my messages in #news", "Discord refuses: Missing Access"}
	for _, x := range slices.Concat(stored, slices.Collect(maps.Values(reasonOfCode))) {
		for _, lang := range phrases.Languages()[1:] {
			if got := reason.Say(phrases.In(lang), x); got == x {
				t.Errorf("%s: %q stays English", lang, x)
			}
		}
	}
}

func TestStatusCommand_SaysWhoChangedWhat(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "name": "World"})
	first := w.interact(discordtest.Interaction{Name: "status"})
	wants(t, "/status", first.Text(), "**Latest changes**", "<@"+w.boss+">: schedule World in #news made. Time: every day at 07:30.", "<@"+w.boss+">: source Coast Radio added.")
	if len(first.Message().CustomIDs()) != 0 {
		t.Errorf("there are no earlier changes: %v", first.Message().CustomIDs())
	}
	for i := range 11 {
		if err := w.store.Note(audit.By(context.Background(), w.member), "guild:"+w.guild, state.SourceAdded, audit.Detail{Name: fmt.Sprintf("Feed %d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	full := w.interact(discordtest.Interaction{Name: "status"})
	wants(t, "/status", full.Text(), "source Feed 10 added", "source Feed 1 added")
	if strings.Contains(full.Text(), "Feed 0 added") {
		t.Errorf("more than ten are shown: %s", full.Text())
	}
	ids := full.Message().CustomIDs()
	earlier := w.interact(discordtest.Interaction{Press: ids[0], Message: full.Message()})
	wants(t, "earlier", earlier.Text(), "source Feed 0 added", "source Coast Radio added")
	if !earlier.Private() || strings.Contains(earlier.Text(), "Feed 1 added") {
		t.Errorf("private %v: %s", earlier.Private(), earlier.Text())
	}
	wants(t, "a member", w.interact(discordtest.Interaction{User: w.member, Press: ids[0], Message: full.Message()}).Text(), "Only members who may manage this server")
	wants(t, "a button of nobody's", w.interact(discordtest.Interaction{Press: "changes:-3", Message: full.Message()}).Text(), "I no longer know what this belongs to")
}

func TestStatusCommand_SpeaksGerman(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "name": "World"})
	got := w.interact(discordtest.Interaction{Name: "status", Locale: "de"}).Text()
	wants(t, "/status", got, "**Alles funktioniert**", "verbunden seit <t:", "**#news:** World, ", "1 Quelle; zuletzt besucht <t:", "**Letzte Änderungen**", "Quelle Coast Radio hinzugefügt")
}
