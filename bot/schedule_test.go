package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/discordtest"
	"dateline/briefing/briefingtest"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/schedule"
	"dateline/store"
	"dateline/store/state"
)

// schedules are those of the world's server, by name.
func (w *world) schedules() map[string]store.Planned {
	w.t.Helper()
	all, err := w.store.Schedules(context.Background(), int64(id(w.guild)))
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]store.Planned{}
	for _, x := range all {
		out[x.Schedule.Name] = x
	}
	return out
}

// run runs the stages that post what is due.
func (w *world) run() {
	w.t.Helper()
	for _, run := range []func(context.Context) (int, error){w.bot.Press.Run, w.deliverer.Run} {
		if _, err := run(context.Background()); err != nil {
			w.t.Fatal(err)
		}
	}
}

// tap presses the button with a label under a message.
func (w *world) tap(user string, m *discordtest.Message, label string) *discordtest.Reply {
	w.t.Helper()
	for _, button := range buttons(m) {
		if button[0] == label {
			return w.interact(discordtest.Interaction{User: user, Press: button[1], Message: m})
		}
	}
	w.t.Fatalf("no button %q under %q, but %q", label, m.Content, buttons(m))
	return nil
}

// buttons are the labels and the ids of a message's buttons.
func buttons(m *discordtest.Message) (out [][2]string) {
	body, _ := json.Marshal(m.Components)
	var rows []struct {
		Components []struct {
			Type     int    `json:"type"`
			Label    string `json:"label"`
			CustomID string `json:"custom_id"`
		} `json:"components"`
	}
	_ = json.Unmarshal(body, &rows)
	for _, row := range rows {
		for _, x := range row.Components {
			if x.Type == 2 {
				out = append(out, [2]string{x.Label, x.CustomID})
			}
		}
	}
	return out
}

func TestScheduleAdd_EverythingChosenIsSaidAndListed(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	news, mods, role := w.d.AddChannel(w.guild, "wire", 5), w.d.AddChannel(w.guild, "mods", 0), w.d.AddRole(w.guild)
	said := w.slash("schedule add", map[string]any{"when": "mondays and thursdays 9 am", "city": "Berlin", "channel": news, "name": "Digest", "topic": `strike -football`,
		"stories": 3, "length": "short", "language": "de", "quiet": true, "outlets": "coast radio, example.org", "without": "Coast Radio", "reports": 2, "languages": "en, Deutsch",
		"quiet-hours": "22-7", "ping": role, "publish": true, "review": mods})
	want := "**Digest** in #wire: every Monday and Thursday at 09:00, not between 22:00 and 07:00 (Berlin), up to 3 stories, only “strike -football”, only from Coast Radio, example.org, " +
		"without Coast Radio, only with at least 2 independent reports, only articles in: English, German, short, in German when a language model is set (now in the sources’ languages), silent when nothing is new, " +
		"pings the role "
	wants(t, "saved", said, "Saved. "+want, "published to the servers that follow it, shown in #mods 30 minutes before it is posted; next <t:", "/schedule preview shows")
	listed := strings.Replace(want, " when a language model is set (now in the sources’ languages)", "", 1)
	wants(t, "the list", w.slash("schedule list", nil), "1 schedule", listed, "shown in #mods", "No language model is set: for now all of it stands in the languages of the sources.")
	x := w.schedules()["Digest"]
	got := profile.ParseSchedule(x.Schedule.Profile)
	stored := profile.Schedule{Stories: 3, Length: "short", Topic: "strike -football", Lang: "de", Quiet: true, Only: []string{"Coast Radio", "example.org"}, Without: []string{"Coast Radio"},
		Reports: 2, Languages: []string{"en", "de"}, Ping: int64(id(role)), Publish: true, Review: int64(id(mods)), ReviewFor: profile.ReviewFor}
	if diff := cmp.Diff(stored, got); diff != "" || x.Schedule.Rule != "mondays and thursdays 09:00 except 22:00-07:00" || x.Channel.Kind != state.ChannelNews {
		t.Errorf("stored %s in a %s channel (-want +got):\n%s", x.Schedule.Rule, x.Channel.Kind, diff)
	}
	wants(t, "the usual is not said", w.slash("schedule add", map[string]any{"when": "07:30 and 18:00"}), "Saved. **World** in #news: every day at 07:30 and 18:00 (Berlin); next <t:")
}

func TestScheduleAdd_WhatDiscordWouldRefuseIsNotSaved(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	closed, mods, voice := w.d.AddRole(w.guild), w.d.AddChannel(w.guild, "mods", 0), w.d.AddChannel(w.guild, "voice", 2)
	w.d.CloseRole(w.guild, closed)
	w.d.Deny(mods, discordtest.SendMessages)
	other := w.d.AddGuild("Other")
	foreign := w.d.AddChannel(other, "foreign", 0)
	add := func(options map[string]any) string {
		options["city"] = "Berlin"
		if options["when"] == nil {
			options["when"] = "daily 07:30"
		}
		return w.slash("schedule add", options)
	}
	for what, x := range map[string]struct {
		options map[string]any
		want    string
	}{
		"everyone":            {map[string]any{"ping": w.guild}, "I never ping everyone"},
		"a closed role":       {map[string]any{"ping": closed}, "I may not ping the role role"},
		"a role that is gone": {map[string]any{"ping": "12345678901234567"}, "This server has no such role."},
		"published":           {map[string]any{"publish": true}, "#news is no announcement channel"},
		"review, no right":    {map[string]any{"review": mods}, "In #mods I lack: Send Messages. Open the channel’s settings"},
		"review by voice":     {map[string]any{"review": voice}, "I can post to text channels"},
		"another server's":    {map[string]any{"review": foreign}, "That channel is not in this server."},
		"a strange outlet":    {map[string]any{"outlets": "Nonesuch Times"}, "I read no outlet called “Nonesuch Times” for this server. I read: Coast Radio."},
		"a strange language":  {map[string]any{"languages": "en, Klingon"}, "I cannot tell articles in “Klingon” apart. I can: "},
		"bad quiet hours":     {map[string]any{"quiet-hours": "at night"}, "is no span of hours. Write it like 22:00-07:00."},
		"all quiet":           {map[string]any{"quiet-hours": "06:00-09:00"}, "The quiet hours leave no time to post."},
		"a bad rule":          {map[string]any{"when": "every 5 hours"}, "Every 5 hours is not possible"},
	} {
		wants(t, what, add(x.options), x.want)
	}
	if got := w.schedules(); len(got) != 0 || w.bot.profile(context.Background(), int64(id(w.guild))).Zone != "" {
		t.Errorf("something was saved: %+v", got)
	}
}

func TestScheduleEdit_OnlyWhatIsGivenFromTheNextTimeOn(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	late := w.d.AddChannel(w.guild, "late", 0)
	began := time.Now().UTC()
	w.slash("schedule add", map[string]any{"when": "every 3 hours except 22:00-07:00", "city": "UTC", "topic": "strike", "stories": 3})
	edit := func(options map[string]any) string {
		for _, x := range w.schedules() {
			options["schedule"] = fmt.Sprint(x.Schedule.ID)
		}
		return w.slash("schedule edit", options)
	}
	wants(t, "length", edit(map[string]any{"length": "long"}), "Changed. **strike** in #news: every 3 hours, not between 22:00 and 07:00 (UTC), up to 3 stories, only “strike”, long; next <t:")
	first := w.schedules()["strike"]
	if !first.Schedule.From.Before(time.Now()) || first.Schedule.From.Before(began.Add(-time.Second)) {
		t.Errorf("from %v", first.Schedule.From)
	}
	wants(t, "the same", edit(map[string]any{"length": "long", "stories": 3}), "Nothing was given that differs.")
	wants(t, "the usual", edit(map[string]any{"clear": "topic"}), "(UTC), up to 3 stories, long; next")
	wants(t, "times", edit(map[string]any{"when": "every 2 hours"}), "every 2 hours, not between 22:00 and 07:00 (UTC)")
	wants(t, "no quiet hours", edit(map[string]any{"clear": "quiet-hours"}), "every 2 hours (UTC)")
	wants(t, "here already", edit(map[string]any{"channel": w.channel}), "Nothing was given that differs.")
	wants(t, "elsewhere", edit(map[string]any{"channel": late}), "Changed. **strike** in #late: every 2 hours (UTC)")
	wants(t, "a bad rule", edit(map[string]any{"when": "now and then"}), "I do not understand “now”.")
	earlier := time.Now().UTC().Add(-2 * time.Minute).Format("15:04")
	wants(t, "moved", edit(map[string]any{"when": "daily " + earlier, "channel": late, "name": "Evening"}), "Changed. **Evening** in #late: every day at "+earlier+" (UTC)")
	if n, err := w.planner.Run(context.Background()); err != nil || n != 0 {
		t.Errorf("%d slots from before the change, %v", n, err)
	}
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "name": "World", "channel": late})
	wants(t, "a name that is taken", w.slash("schedule edit", map[string]any{"schedule": fmt.Sprint(w.schedules()["World"].Schedule.ID), "name": "Evening"}), "#late has a schedule Evening already.")
	wants(t, "one of another channel", w.slash("schedule edit", map[string]any{"schedule": "world", "stories": 2}), "pick the schedule you mean from the list")
	wants(t, "none", w.slash("schedule edit", map[string]any{"schedule": "Nothing", "stories": 2}), "This server has no such schedule.")
}

// A weekly schedule whose time is changed before it has told anything tells of all the
// week; nothing that was due before is planned.
func TestScheduleChange_CoversWhatWasReadSinceItWasLastDue(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) } // 2 November is a Monday
	old := store.Schedule{ID: 1, Channel: 1, Name: "World", Rule: "mondays 09:00", Zone: "UTC", From: at(2, 10), CatchUp: 24 * time.Hour, Profile: "{}"}
	for name, x := range map[string]struct {
		when string
		now  time.Time
		want time.Time
	}{
		"not due yet":              {"mondays 08:00", at(6, 12), at(2, 10)},
		"due with the new rule":    {"daily 08:00", at(6, 12), at(6, 8)},
		"due at this very time":    {"daily 12:00", at(6, 12), at(6, 12)},
		"due long after the start": {"mondays 08:00", at(20, 12), at(16, 8)},
	} {
		rule, err := schedule.Parse(x.when)
		if err != nil {
			t.Fatal(err)
		}
		got, err := (&scheduleChange{when: &rule}).apply(old, x.now)
		if err != nil || !got.From.Equal(x.want) {
			t.Errorf("%s: from %v, %v, want %v", name, got.From, err, x.want)
		}
	}
}

// People turn a text channel into an announcement channel where it stands.
func TestScheduleEdit_PublishesInAChannelThatWasATextChannel(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	wire := w.d.AddChannel(w.guild, "wire", 5)
	text, err := w.store.DiscordChannel(context.Background(), store.Channel{Kind: state.ChannelText, Name: "wire", DiscordID: int64(id(wire)), GuildID: int64(id(w.guild)),
		Owner: fmt.Sprintf("guild:%d", id(w.guild)), SetBy: "1"})
	if err != nil {
		t.Fatal(err)
	}
	made, err := w.store.AddSchedule(context.Background(), store.Schedule{Channel: text.ID, Name: "Digest", Rule: "daily 09:00", Zone: "UTC", From: time.Now(), CatchUp: time.Hour, Profile: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "published", w.slash("schedule edit", map[string]any{"schedule": fmt.Sprint(made.ID), "publish": true}), "Changed. **Digest** in #wire", "published to the servers that follow it")
	if got := w.schedules()["Digest"].Channel; got.ID != text.ID || got.Kind != state.ChannelNews {
		t.Errorf("it is in channel %d, a %s channel, want %d, an announcement channel", got.ID, got.Kind, text.ID)
	}
}

// A channel that was stopped and can be posted to again is, as soon as somebody asks.
func TestScheduleNow_StartsAChannelThatWasStopped(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC"})
	if _, err := w.store.SetChannel(context.Background(), w.schedules()["World"].Channel.ID, state.ChannelPaused, "the thread is locked"); err != nil {
		t.Fatal(err)
	}
	wants(t, "posted at once", w.slash("schedule now", map[string]any{"schedule": "World"}), "World")
	if got := w.schedules()["World"].Channel; got.State != state.ChannelActive {
		t.Errorf("the channel is %s", got.State)
	}
}

func TestSchedulePause_NothingIsPostedUntilResumed(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC"})
	on := map[string]any{"schedule": "World"}
	wants(t, "resumed too early", w.slash("schedule resume", on), "World is not paused.")
	wants(t, "paused", w.slash("schedule pause", on), "World in #news is paused: it posts nothing until /schedule resume.")
	wants(t, "paused twice", w.slash("schedule pause", on), "World is paused already.")
	wants(t, "listed", w.slash("schedule list", nil), "every day at 07:30 (UTC); paused")
	wants(t, "now", w.slash("schedule now", on), "World is paused. /schedule resume continues it.")
	wants(t, "resumed", w.slash("schedule resume", on), "It posts again. **World** in #news: every day at 07:30 (UTC); next <t:")
	removed := w.interact(discordtest.Interaction{Name: "schedule remove", Options: on})
	wants(t, "removed", removed.Text(), "World in #news is posted no more.")
	wants(t, "a member may not undo", w.tap(w.member, removed.Message(), "Undo").Text(), "Only members who may manage this server can do this")
	wants(t, "undone", w.tap(w.boss, removed.Message(), "Undo").Text(), "It posts again. **World** in #news")
	wants(t, "undone twice", w.tap(w.boss, removed.Message(), "Undo").Text(), "It cannot be brought back")
}

func TestSchedulePreview_PostChangeRemove(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC"})
	preview := w.interact(discordtest.Interaction{Name: "schedule preview", Options: map[string]any{"schedule": "World"}})
	wants(t, "preview", preview.Text(), "40 alive in Senn", "A preview that only you see")
	m := preview.Message()
	if len(w.d.ByBot(w.channel)) != 0 {
		t.Error("a preview was posted")
	}
	wants(t, "now", w.tap(w.boss, m, "Post now").Text(), "World is being written for #news.")
	wants(t, "now twice", w.tap(w.boss, m, "Post now").Text(), "A briefing of World is being written or posted already")
	w.run()
	w.run()
	posted := w.d.ByBot(w.channel)
	if len(posted) != 1 || !strings.Contains(posted[0].Content, "40 alive in Senn") {
		t.Fatalf("posted %+v", posted)
	}
	x := w.schedules()["World"]
	if again, err := w.bot.Press.Preview(context.Background(), x); err != nil || len(again.Items()) != 1 {
		t.Errorf("a preview shows what was told too: %v, %v", again.Items(), err)
	}
	w.told(x, 1)

	form := w.tap(w.boss, m, "Change")
	if form.Modal() == nil {
		t.Fatalf("no form: %s", form.Text())
	}
	submit := func(fields map[string]string) string {
		return w.interact(discordtest.Interaction{Form: form.Modal(), Fields: fields, Picks: map[string][]string{"length": {"short"}, "language": {"own"}}, Message: m}).Text()
	}
	wants(t, "a bad time", submit(map[string]string{"when": "whenever"}), "I do not understand “whenever”.")
	wants(t, "too many", submit(map[string]string{"stories": "16"}), "must be a number from 1 to 15")
	wants(t, "changed", submit(map[string]string{"when": "every 3 hours except 22-7", "topic": "floods", "stories": "7"}),
		"Changed. **World** in #news: every 3 hours, not between 22:00 and 07:00 (UTC), up to 7 stories, only “floods”, short; next <t:")
	again := w.tap(w.boss, m, "Change")
	wants(t, "as it is, but for the quiet hours", w.interact(discordtest.Interaction{Form: again.Modal(), Fields: map[string]string{"when": "every 3 hours"}, Message: m}).Text(),
		"every 3 hours (UTC), up to 7 stories, only “floods”, short")
	wants(t, "a member may not change", w.tap(w.member, m, "Change").Text(), "Only members who may manage this server can do this")
	wants(t, "removed", w.tap(w.boss, m, "Remove").Text(), "World in #news is posted no more.")
	wants(t, "removed twice", w.tap(w.boss, m, "Remove").Text(), "It is removed already.")
	wants(t, "posted after", w.tap(w.boss, m, "Post now").Text(), "It is removed already.")
}

// told checks how many claims a schedule's channel was told.
func (w *world) told(x store.Planned, want int) {
	w.t.Helper()
	last, err := w.store.LastPost(context.Background(), x.Channel.ID, x.Schedule.ID)
	if err != nil || last.State != state.PostSent {
		w.t.Errorf("what was posted now is not told: %+v, %v", last, err)
	}
}

func TestSchedulePressed_NothingOfAnotherServer(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC"})
	m := w.interact(discordtest.Interaction{Name: "schedule preview", Options: map[string]any{"schedule": "World"}}).Message()
	removed := w.interact(discordtest.Interaction{Name: "schedule remove", Options: map[string]any{"schedule": "World"}}).Message()
	other := w.d.AddGuild("Other")
	theirs := w.d.AddChannel(other, "theirs", 0)
	w.d.Join(other, w.boss, discordtest.ManageGuild)
	press := func(m *discordtest.Message, label string) string {
		for _, button := range buttons(m) {
			if button[0] == label {
				return w.interact(discordtest.Interaction{Channel: theirs, Press: button[1], Message: m}).Text()
			}
		}
		t.Fatalf("no button %q", label)
		return ""
	}
	wants(t, "undone elsewhere", press(removed, "Undo"), "It cannot be brought back")
	wants(t, "undone here", w.tap(w.boss, removed, "Undo").Text(), "It posts again.")
	for _, label := range []string{"Post now", "Change", "Remove"} {
		wants(t, label, press(m, label), "It is removed already.")
	}
	if got := w.schedules(); len(got) != 1 {
		t.Errorf("left are %v", got)
	}
}

func TestAlerts_OnOffAndListed(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	wants(t, "none", w.slash("alerts list", nil), "No channel gets alerts. /alerts on switches them on.")
	wants(t, "whose night", w.slash("alerts on", map[string]any{"quiet-hours": "22-7"}), "Whose time is meant?")
	wants(t, "on", w.slash("alerts on", map[string]any{"quiet-hours": "22-7", "city": "Berlin", "topic": "floods"}),
		"Saved. Alerts in #news: when 4 independent reports come within an hour, only “floods”, silent from 22:00 to 07:00 (Berlin). At most 4 a day")
	wants(t, "status", w.slash("status", nil), "- Alerts in #news: when 4 independent reports come within an hour, only “floods”")
	wants(t, "changed", w.slash("alerts on", map[string]any{"reports": 3}), "when 3 independent reports come within an hour, only “floods”, silent from 22:00 to 07:00 (Berlin).")
	channels, err := w.store.GuildChannels(context.Background(), int64(id(w.guild)))
	if err != nil || len(channels) != 1 {
		t.Fatalf("channels: %+v, %v", channels, err)
	}
	got := profile.ParseChannel(channels[0].Profile).Alerts
	if got.Since.IsZero() || time.Since(got.Since) > time.Minute {
		t.Errorf("since %v", got.Since)
	}
	got.Since = time.Time{}
	if diff := cmp.Diff(profile.Alerts{On: true, Reports: 3, Quiet: "22:00-07:00", Topic: "floods"}, got); diff != "" || strings.Contains(channels[0].Profile, w.boss) {
		t.Errorf("stored, which names nobody, is %s (-want +got):\n%s", channels[0].Profile, diff)
	}
	wants(t, "listed", w.slash("alerts list", nil), "Alerts in #news: when 3 independent reports", "At most 4 a day")
	w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "name": "World"})
	w.d.Deny(w.channel, discordtest.SendMessages)
	wants(t, "status without the right", w.slash("status", nil), "1 thing needs", "I lack: Send Messages", "only “floods”, silent from 22:00 to 07:00 (Berlin). As above")
	wants(t, "no schedule", w.slash("schedule remove", map[string]any{"schedule": "World"}), "World in #news is posted no more.")
	w.bot.Stop(context.Background(), channels[0], "in #news I lack: Send Messages")
	wants(t, "status of a stopped channel", w.slash("status", nil), "1 thing needs", "I lack: Send Messages)")
	wants(t, "off", w.slash("alerts off", nil), "#news gets no alerts.")
	wants(t, "none again", w.slash("alerts list", nil), "No channel gets alerts.")
	wants(t, "no right", w.slash("alerts on", nil), "In #news I lack: Send Messages.")
}

func TestCompleteOutlets_TheLastNameOfAList(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	complete := func(user, typed string) [][2]string {
		t.Helper()
		return w.interact(discordtest.Interaction{User: user, Name: "schedule add", Options: map[string]any{"without": typed}, Focus: "without"}).Choices()
	}
	for typed, want := range map[string][][2]string{
		"":                  {{"Coast Radio", "Coast Radio"}},
		"coa":               {{"Coast Radio", "Coast Radio"}},
		"example.org, RADI": {{"example.org, Coast Radio", "example.org, Coast Radio"}},
		"herald":            {},
	} {
		if got := complete(w.boss, typed); len(got) != len(want) || len(got) > 0 && got[0] != want[0] {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
	if got := complete(w.member, "coa"); len(got) != 0 {
		t.Errorf("a member is suggested %q", got)
	}
}

// screens are all that a server's manager sees of schedules and alerts in a language.
func screens(t *testing.T, locale string) string {
	w := furnished(t)
	role, mods, wire := w.d.AddRole(w.guild), w.d.AddChannel(w.guild, "mods", 0), w.d.AddChannel(w.guild, "wire", 5)
	closed := w.d.AddRole(w.guild)
	w.d.CloseRole(w.guild, closed)
	var out strings.Builder
	see := func(in discordtest.Interaction) *discordtest.Reply {
		t.Helper()
		in.Locale = locale
		reply := w.interact(in)
		options, _ := json.Marshal(in.Options)
		said := reply.Text()
		if in.Name == "schedule preview" { // its stories are not what is looked at here
			said = said[strings.LastIndex(said, "-# "):]
		}
		fmt.Fprintf(&out, "/%s %s\n%s\n", in.Name, options, said)
		if m := reply.Message(); m != nil {
			for _, button := range buttons(m) {
				fmt.Fprintf(&out, "[%s] ", button[0])
			}
		}
		if form := reply.Modal(); form != nil {
			body, _ := json.Marshal(form)
			out.Write(body)
		}
		out.WriteString("\n\n")
		return reply
	}
	slash := func(name string, options map[string]any) *discordtest.Reply {
		t.Helper()
		return see(discordtest.Interaction{Name: name, Options: options})
	}
	slash("schedule list", nil)
	slash("schedule add", map[string]any{"when": "xyzzy"})
	slash("schedule add", map[string]any{"when": "daily 07:30"})
	slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Atlantis"})
	slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "ping": closed})
	slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "ping": w.guild})
	slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "publish": true})
	slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "outlets": "Nonesuch"})
	slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "languages": "Klingon"})
	w.d.Deny(w.channel, discordtest.SendMessages|discordtest.ReadHistory)
	slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin"})
	w.d.Deny(w.channel, discordtest.ViewChannel)
	slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin"})
	w.d.Deny(w.channel, 0)
	slash("schedule add", map[string]any{"when": "daily 07:30", "city": "Berlin", "name": "Alpha", "language": "de"})
	slash("schedule add", map[string]any{"when": "daily 07:30", "name": "Alpha"})
	slash("schedule add", map[string]any{"when": "first monday and last friday 09:00", "channel": wire, "name": "Beta", "topic": "Rotterdam", "stories": 3, "length": "long", "quiet": true,
		"outlets": "Coast Radio", "without": "example.org", "reports": 3, "languages": "en,fr", "quiet-hours": "22:00-07:00", "ping": role, "publish": true, "review": mods})
	slash("schedule list", nil)
	slash("schedule edit", map[string]any{"schedule": "Alpha", "stories": 5})
	slash("schedule edit", map[string]any{"schedule": "Beta", "stories": 5})
	slash("schedule edit", map[string]any{"schedule": "Alpha", "stories": 1})
	slash("schedule pause", map[string]any{"schedule": "Alpha"})
	slash("schedule pause", map[string]any{"schedule": "Alpha"})
	slash("schedule now", map[string]any{"schedule": "Alpha"})
	slash("schedule list", nil)
	slash("schedule resume", map[string]any{"schedule": "Alpha"})
	slash("schedule resume", map[string]any{"schedule": "Alpha"})
	slash("schedule pause", map[string]any{"schedule": "Beta"})
	slash("schedule now", map[string]any{"schedule": "Alpha"})
	slash("schedule now", map[string]any{"schedule": "Alpha"})
	preview := slash("schedule preview", map[string]any{"schedule": "Alpha"}).Message()
	form := see(discordtest.Interaction{Press: buttons(preview)[1][1], Message: preview}).Modal()
	see(discordtest.Interaction{Form: form, Fields: map[string]string{"stories": "99"}, Message: preview})
	removed := slash("schedule remove", map[string]any{"schedule": "Alpha"}).Message()
	see(discordtest.Interaction{Press: buttons(preview)[2][1], Message: preview})
	see(discordtest.Interaction{Press: buttons(removed)[0][1], Message: removed})
	see(discordtest.Interaction{Press: buttons(removed)[0][1], Message: removed})
	slash("schedule remove", map[string]any{"schedule": "Nothing"})
	slash("alerts list", nil)
	slash("alerts on", map[string]any{"quiet-hours": "night"})
	slash("alerts on", map[string]any{"reports": 5, "topic": "Rotterdam", "quiet-hours": "22:00-07:00"})
	slash("alerts list", nil)
	slash("alerts off", nil)
	return longNumbers.ReplaceAllString(out.String(), "NUMBER")
}

var longNumbers = regexp.MustCompile(`\d{10,}`)

func TestSchedule_EveryScreenInEveryLanguage(t *testing.T) {
	for _, lang := range languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			briefingtest.Golden(t, "schedule-"+lang, screens(t, locales[lang]))
		})
	}
}

func TestSchedule_EveryScreenFitsALongerLanguage(t *testing.T) {
	t.Parallel()
	if said := screens(t, phrases.Pseudo); strings.Contains(said, "Saved. ") || !strings.Contains(said, `\[Saved.\~\~`) {
		t.Errorf("not in the pseudo-language:\n%.2000s", said)
	}
}

// A server with as many schedules as it may have can pause and resume each of them.
func TestScheduleBack_APausedOneIsCountedAlready(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range schedulesMost {
		got := w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC", "name": fmt.Sprint("desk ", i), "channel": w.channel})
		if !strings.HasPrefix(got, "Saved.") {
			t.Fatalf("%d: %s", i, got)
		}
	}
	all, err := w.store.Schedules(context.Background(), int64(id(w.guild)))
	if err != nil || len(all) != schedulesMost {
		t.Fatalf("%d schedules, %v", len(all), err)
	}
	name := map[string]any{"schedule": fmt.Sprint(all[7].Schedule.ID)}
	w.slash("schedule pause", name)
	if got := w.slash("schedule resume", name); strings.Contains(got, "50") {
		t.Errorf("it says %q", got)
	}
	if all, err = w.store.Schedules(context.Background(), int64(id(w.guild))); err != nil || all[7].Schedule.State != state.ScheduleActive {
		t.Errorf("it is %s, %v", all[7].Schedule.State, err)
	}
}
