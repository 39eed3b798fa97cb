package bot

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dateline/bot/command"
	"dateline/bot/discordtest"
	"dateline/bot/follow"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed/feedtest"
	"dateline/store/audit"
	"dateline/store/state"
	"dateline/store/watching"
)

// tenant is a server whose every row bears its mark.
type tenant struct {
	mark, guild, channel string
	ids                  []string                  // what names its rows: schedules, sources, posts, messages, addresses
	doors                []discordtest.Interaction // buttons, menus and forms that it was shown
}

// tenants make servers with sources, schedules, hidden words, alerts, changes and a
// briefing, each marked with "canary" and its number.
func tenants(t *testing.T, w *world, n int) []*tenant {
	t.Helper()
	ctx := context.Background()
	var out []*tenant
	for i := range n {
		x := &tenant{mark: fmt.Sprint("canary", i), guild: w.d.AddGuild(fmt.Sprint("canary", i))}
		x.channel = w.d.AddChannel(x.guild, x.mark, 0)
		w.d.Join(x.guild, w.boss, discordtest.ManageGuild)
		press := feedtest.New(t, fmt.Sprint("Outlet ", x.mark))
		press.Publish(fmt.Sprintf("Harbour of Karsk closes, %s says", x.mark), fmt.Sprintf("The harbour of Karsk closes on Friday, the office %s said on Monday in the town hall of Karsk.", x.mark))
		do := func(name string, options map[string]any) {
			t.Helper()
			w.rested()
			if got := w.interact(discordtest.Interaction{Channel: x.channel, Name: name, Options: options}); !strings.Contains(got.Text(), x.mark) {
				t.Fatalf("%s: %s", name, got.Text())
			}
		}
		do("source add", map[string]any{"sources": press.URL})
		do("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC", "name": x.mark})
		do("schedule words", map[string]any{"words": "word" + x.mark})
		do("alerts on", map[string]any{"topic": x.mark})
		if err := w.store.Note(audit.By(ctx, w.boss), "guild:"+x.guild, state.SourceAdded, audit.Detail{Name: x.mark}); err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
		x.ids = append(x.ids, x.guild, x.channel, press.URL, strings.TrimSuffix(press.URL, "/feed")+"/0")
	}
	w.settle()
	for _, x := range out {
		w.post(x)
	}
	return out
}

// post tells a tenant's channel its briefing, and notes what its rows are named by.
func (w *world) post(x *tenant) {
	w.t.Helper()
	ctx := context.Background()
	guild := int64(id(x.guild))
	all, err := w.store.Schedules(ctx, guild)
	if err != nil || len(all) != 1 {
		w.t.Fatal(all, err)
	}
	lease, err := w.store.TakeLease(ctx, "plan", "test", hang)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.store.AddSlots(ctx, lease, slotNow(all[0].Schedule.ID, "07:30")); err != nil {
		w.t.Fatal(err)
	}
	for _, run := range []func(context.Context) (int, error){w.bot.Press.Run, w.deliverer.Run} {
		if _, err := run(ctx); err != nil {
			w.t.Fatal(err)
		}
	}
	posted := w.d.ByBot(x.channel)
	if len(posted) == 0 || !strings.Contains(posted[len(posted)-1].Content, x.mark) {
		w.t.Fatalf("%s has no briefing\n%s", x.mark, w.logged())
	}
	message := posted[len(posted)-1]
	x.shown(&message)
	srcs, err := w.store.Sources(ctx, "guild:"+x.guild)
	if err != nil {
		w.t.Fatal(err)
	}
	post, _, err := w.store.PostedAs(ctx, guild, int64(id(message.ID)))
	if err != nil {
		w.t.Fatal(err)
	}
	x.ids = append(x.ids, message.ID, "https://discord.com/channels/"+x.guild+"/"+x.channel+"/"+message.ID, fmt.Sprint(all[0].Schedule.ID), fmt.Sprint(srcs[0].ID), fmt.Sprint(post.ID))
}

// shown notes what can be pressed under a message.
func (x *tenant) shown(m *discordtest.Message) {
	if m == nil {
		return
	}
	for _, id := range m.CustomIDs() {
		x.doors = append(x.doors, discordtest.Interaction{Press: id, Message: m}, discordtest.Interaction{Press: id, Message: m, Values: []string{"0"}})
	}
}

// door is a command with its options, by name and kind.
type door struct {
	path    string
	options map[string]int
	typed   []string // options that are completed while they are typed
}

// commands are all that Discord is told of.
func commandDoors() (out []door) {
	for _, c := range command.Definitions() {
		whole := door{c.Name, map[string]int{}, nil}
		for _, o := range c.Options {
			if o.Type != 1 {
				whole.options[o.Name] = int(o.Type)
				if o.Autocomplete {
					whole.typed = append(whole.typed, o.Name)
				}
				continue
			}
			part := door{c.Name + " " + o.Name, map[string]int{}, nil}
			for _, p := range o.Options {
				part.options[p.Name] = int(p.Type)
				if p.Autocomplete {
					part.typed = append(part.typed, p.Name)
				}
			}
			out = append(out, part)
		}
		if len(c.Options) == 0 || len(whole.options) > 0 {
			out = append(out, whole)
		}
	}
	return out
}

// read is all that a reply shows.
func read(r *discordtest.Reply) string {
	return fmt.Sprint(r.Text(), r.Choices(), r.Modal(), r.Message())
}

// Whoever manages one server opens every door with what names the rows of another:
// commands, suggestions, buttons, menus and forms. Nothing of the other is shown, and
// nothing of it is changed.
func TestScope_NoDoorOpensAnotherServersRows(t *testing.T) {
	t.Parallel()
	guilds, tries := 2, 1
	if briefingtest.Full() {
		guilds, tries = 3, 3
	}
	w := newWorld(t)
	rnd := rand.New(rand.NewPCG(3, 4))
	all := tenants(t, w, guilds)
	opened, whole := map[string]bool{}, 0
	for _, x := range all { // each looks at its own: what it is shown becomes doors
		for _, name := range []string{"schedule list", "source list", "status", "alerts list", "sources", "why", "setup", "catchup", "story", "ask"} {
			w.rested()
			r := w.interact(discordtest.Interaction{Channel: x.channel, Name: name, Options: ownOptions(name, x)})
			x.shown(r.Message())
			opened[name] = strings.Contains(read(r), x.mark)
		}
		for _, own := range slices.Clone(x.doors) {
			w.rested()
			own.Channel = x.channel
			r := w.interact(own)
			if strings.Contains(read(r), x.mark) {
				whole++
			}
			x.shown(r.Message())
			if form := r.Modal(); form != nil {
				x.doors = append(x.doors, discordtest.Interaction{Form: form})
			}
		}
	}
	for name, own := range opened {
		if !own {
			t.Errorf("%s shows a server nothing of its own", name)
		}
	}
	if whole < 5*guilds {
		t.Errorf("%d buttons, menus and forms show a server something of its own", whole)
	}
	before, n := snapshot(t, w, all), 0
	for i, here := range all {
		there := all[(i+1)%guilds]
		try := func(in discordtest.Interaction) {
			t.Helper()
			if n++; briefingtest.Raced && n%4 != 0 {
				return
			}
			w.rested()
			in.Channel = here.channel
			got := read(w.interact(in))
			for _, other := range all {
				if other != here && strings.Contains(strings.ReplaceAll(got, `"name":"`+other.mark, ""), other.mark) {
					t.Errorf("%+v in %s shows %s:\n%s", in, here.mark, other.mark, got)
				}
			}
		}
		for _, d := range commandDoors() {
			if d.path == "source add" {
				continue // anybody may choose a public feed, and is shown it then
			}
			for range tries {
				try(discordtest.Interaction{Name: d.path, Options: foreignOptions(d, there, rnd)})
			}
			for _, focus := range d.typed {
				for _, typed := range []string{"", "c", there.ids[rnd.IntN(len(there.ids))]} {
					try(discordtest.Interaction{Name: d.path, Options: map[string]any{focus: typed}, Focus: focus})
				}
			}
		}
		for _, said := range []string{fmt.Sprintf("The harbour of Karsk closes on Friday, the office %s said.", there.mark), there.ids[3]} {
			try(discordtest.Interaction{Name: command.CheckMenu(), Message: &discordtest.Message{ID: "9", Channel: here.channel, Author: w.member, Content: said}})
		}
		for _, pressed := range there.doors {
			try(pressed)
		}
	}
	if t.Failed() {
		return
	}
	for mark, now := range snapshot(t, w, all) {
		if now != before[mark] {
			t.Errorf("%s was changed by another:\n%s\nbefore:\n%s", mark, now, before[mark])
		}
	}
}

// Somebody opens every door with what names what another waits for and follows: nothing
// of it is shown, and nothing of it is changed.
func TestScope_NoDoorOpensAnotherPersonsRows(t *testing.T) {
	t.Parallel()
	w, dm, followed := follows(t, map[string]any{"topic": "Senn canary"})
	ctx, owner := context.Background(), int64(id(w.member))
	made, _, err := w.store.AddWatch(ctx, watching.Watch{User: owner, Question: "When does the canary sing in Karsk?", Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	screen := w.interact(discordtest.Interaction{User: w.member, Channel: dm, Name: "follow topic", Options: map[string]any{"topic": "canary"}}).Message()
	told := w.personal(dm, followed[0])
	var doors []discordtest.Interaction
	for _, pressed := range screen.CustomIDs() {
		doors = append(doors, discordtest.Interaction{Press: pressed, Message: screen})
	}
	for _, pressed := range told[0].CustomIDs() {
		doors = append(doors, discordtest.Interaction{Press: pressed, Message: &told[0]}, discordtest.Interaction{Press: pressed, Values: []string{"0"}, Message: &told[0]})
	}
	watch, topic := fmt.Sprint(made.ID), fmt.Sprint(followed[0].Schedule.ID)
	for _, do := range []string{follow.DoAsk, follow.DoFine, follow.DoAgain, follow.DoStop, follow.DoResume} {
		doors = append(doors, discordtest.Interaction{Press: follow.Watch + do + watch, Message: screen}, discordtest.Interaction{Press: follow.Watch + do + follow.Key(made.Question), Message: screen})
	}
	doors = append(doors, discordtest.Interaction{Press: follow.Topic + follow.DoEnd + topic, Message: screen})
	for _, name := range []string{"watch list", "follow list", "privacy", "status", "why"} {
		doors = append(doors, discordtest.Interaction{Name: name})
	}
	for name, option := range map[string]string{"watch stop": "watch", "follow stop": "follow"} {
		for _, typed := range []string{watch, topic, "1", "Senn", "canary"} {
			doors = append(doors, discordtest.Interaction{Name: name, Options: map[string]any{option: typed}}, discordtest.Interaction{Name: name, Options: map[string]any{option: typed}, Focus: option})
		}
	}
	for _, channel := range []string{w.channel, w.d.DM(w.boss)} {
		for n, door := range doors {
			if briefingtest.Raced && n%4 != 0 {
				continue
			}
			w.rested()
			door.User, door.Channel = w.boss, channel
			if got := read(w.interact(door)); strings.Contains(got, "canary") {
				t.Errorf("%+v shows\n%s", door, got)
			}
		}
	}
	watches, err := w.store.Watches(ctx, owner)
	left, errLeft := w.store.Follows(ctx, owner)
	if err != nil || errLeft != nil || len(watches) != 1 || watches[0] != made || len(left) != 1 || left[0].Schedule != followed[0].Schedule {
		t.Errorf("left are %+v and %+v, %v, %v", watches, left, err, errLeft)
	}
}

// A member presses what only those who manage the server are shown: nothing is changed.
func TestMay_MembersChangeNothingByWhatManagersAreShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here := tenants(t, w, 1)[0]
	w.d.Join(here.guild, w.member, 0)
	for _, name := range []string{"schedule list", "source list", "status", "alerts list", "setup"} {
		w.rested()
		here.shown(w.interact(discordtest.Interaction{Channel: here.channel, Name: name}).Message())
	}
	w.rested()
	here.shown(w.interact(discordtest.Interaction{Channel: here.channel, Name: "schedule preview", Options: map[string]any{"schedule": here.mark}}).Message())
	before := snapshot(t, w, []*tenant{here})
	pressed := map[string]bool{}
	for i := 0; i < len(here.doors); i++ {
		w.rested()
		door := here.doors[i]
		if key := fmt.Sprint(door.Press, door.Values, door.Form["custom_id"]); pressed[key] {
			continue
		} else {
			pressed[key] = true
		}
		door.Channel, door.User = here.channel, w.member
		r := w.interact(door)
		here.shown(r.Message())
		if form := r.Modal(); form != nil {
			here.doors = append(here.doors, discordtest.Interaction{Form: form})
		}
	}
	if now := snapshot(t, w, []*tenant{here}); now[here.mark] != before[here.mark] {
		t.Errorf("a member has changed\n%s\nbefore:\n%s", now[here.mark], before[here.mark])
	}
	if len(pressed) < 15 {
		t.Errorf("only %d doors were tried", len(pressed))
	}
}

// ownOptions are options with which a command that needs one shows something of a tenant.
func ownOptions(name string, x *tenant) map[string]any {
	switch name {
	case "story":
		return map[string]any{"story": x.mark}
	case "ask":
		return map[string]any{"question": "When does the harbour of Karsk close, says " + x.mark + "?"}
	}
	return nil
}

// foreignOptions fills in a command with what names rows of another server. What
// adds something of one's own is left out: it may be anything.
func foreignOptions(d door, there *tenant, rnd *rand.Rand) map[string]any {
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(d.options)) {
		switch kind := d.options[name]; {
		case kind == 3:
			out[name] = there.ids[rnd.IntN(len(there.ids))]
		case kind == 4:
			out[name] = 1 + rnd.IntN(5)
		case kind == 5:
			out[name] = rnd.IntN(2) == 0
		case kind == 7:
			out[name] = there.channel
		}
	}
	return out
}

// snapshot is what each server has.
func snapshot(t *testing.T, w *world, all []*tenant) map[string]string {
	t.Helper()
	ctx := context.Background()
	out := map[string]string{}
	for _, x := range all {
		guild := int64(id(x.guild))
		srcs, err := w.store.Sources(ctx, "guild:"+x.guild)
		plans, errPlans := w.store.Schedules(ctx, guild)
		home, errHome := w.store.Guild(ctx, guild)
		channels, errChannels := w.store.GuildChannels(ctx, guild)
		if err != nil || errPlans != nil || errHome != nil || errChannels != nil {
			t.Fatal(err, errPlans, errHome, errChannels)
		}
		var b strings.Builder
		for _, s := range srcs {
			fmt.Fprintln(&b, s.URL, s.State, s.Paused)
		}
		for _, p := range plans {
			fmt.Fprintln(&b, p.Schedule.Name, p.Schedule.Rule, p.Schedule.Profile, p.Schedule.State)
		}
		for _, c := range channels {
			fmt.Fprintln(&b, c.DiscordID, c.Profile, c.State)
		}
		fmt.Fprintln(&b, home.Profile)
		out[x.mark] = b.String()
	}
	return out
}
