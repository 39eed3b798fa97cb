package bot

import (
	"strings"
	"testing"

	"dateline/bot/discordtest"
)

func TestFindSchedule_PrefersThisChannelElseAsks(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	sport, third := w.d.AddChannel(w.guild, "sport", 0), w.d.AddChannel(w.guild, "talk", 0)
	add := func(channel, name string) {
		t.Helper()
		wants(t, "schedule add", w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC", "name": name, "channel": channel}), "Saved.")
	}
	add(w.channel, "World")
	add(sport, "World")
	add(sport, "Cup")
	remove := func(channel, name string) *discordtest.Reply {
		t.Helper()
		return w.interact(discordtest.Interaction{Channel: channel, Name: "schedule remove", Options: map[string]any{"schedule": name}})
	}
	asked := remove(third, "World")
	wants(t, "neither is here", asked.Text(), "World: several schedules have this name. Which one do you mean?")
	elsewhere := remove(third, "cup")
	wants(t, "the only one is elsewhere", elsewhere.Text(), "Cup is not in this channel but in #sport.")
	wants(t, "nothing was removed", w.slash("schedule list", nil), "3 schedules")
	wants(t, "a preview asks nothing where nothing can be mistaken", w.interact(discordtest.Interaction{Channel: third, Name: "schedule preview", Options: map[string]any{"schedule": "Cup"}}).Text(), "A preview that only you see")
	wants(t, "this channel's", remove(sport, "world").Text(), "World in #sport is posted no more")
	wants(t, "the other stays", w.slash("schedule list", nil), "2 schedules", "World** in #news")
	menu := elsewhere.Message()
	pick := func(user, value string) string {
		t.Helper()
		return w.interact(discordtest.Interaction{User: user, Channel: third, Press: menu.CustomIDs()[0], Values: []string{value}, Message: menu}).Text()
	}
	var value string
	for _, o := range w.options(menu) {
		value = o
	}
	wants(t, "a member may not pick", pick(w.member, value), "Only members who may manage this server can do this")
	wants(t, "picked", pick(w.boss, value), "Cup in #sport is posted no more")
	wants(t, "picked again", pick(w.boss, value), "no such schedule")
}

// options are the values of a message's menu.
func (w *world) options(m *discordtest.Message) (values []string) {
	w.t.Helper()
	var walk func(x any)
	walk = func(x any) {
		switch v := x.(type) {
		case []any:
			for _, y := range v {
				walk(y)
			}
		case map[string]any:
			if value, ok := v["value"].(string); ok {
				values = append(values, value)
			}
			walk(v["components"])
			walk(v["options"])
		}
	}
	walk(m.Components)
	return values
}

func TestFindSource_AsksWhichOfTwo(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	again := w.press.URL + "?edition=2"
	wants(t, "a second feed of that name", w.slash("source add", map[string]any{"sources": again}), "is read from now on")
	for _, name := range []string{"source remove", "source pause", "source resume"} {
		r := w.interact(discordtest.Interaction{Name: name, Options: map[string]any{"source": "coast radio"}})
		wants(t, name, r.Text(), "2 sources are called Coast Radio. Which one do you mean?")
		if n := len(w.options(r.Message())); n != 2 {
			t.Errorf("%s: %d to choose from", name, n)
		}
	}
	for _, x := range w.interact(discordtest.Interaction{Name: "source remove", Options: map[string]any{"source": "coast"}, Focus: "source"}).Choices() {
		if !strings.Contains(x[0], "http://") {
			t.Errorf("a suggestion that cannot be told from another: %q", x[0])
		}
	}
	r := w.interact(discordtest.Interaction{Name: "source remove", Options: map[string]any{"source": "Coast Radio"}})
	picked := w.interact(discordtest.Interaction{Press: r.Message().CustomIDs()[0], Values: w.options(r.Message())[:1], Message: r.Message()})
	wants(t, "picked", picked.Text(), "Coast Radio is read no more")
	wants(t, "one is left", w.slash("source pause", map[string]any{"source": "Coast Radio"}), "Coast Radio is paused")
}

func TestSchedulePreview_ShowsADayAndChangesNothing(t *testing.T) {
	t.Parallel()
	w := furnished(t)
	w.tell("World")
	preview := func() string { return w.slash("schedule preview", map[string]any{"schedule": "World"}) }
	first := preview()
	wants(t, "after it was told", first, "40 alive in Senn", "A preview that only you see: the last 24 hours")
	w.slash("schedule remove", map[string]any{"schedule": "World"})
	wants(t, "added again", w.slash("schedule add", map[string]any{"when": "daily 07:30", "city": "UTC", "name": "World", "length": "short"}), "Saved.")
	wants(t, "with new settings", preview(), "40 alive in Senn")
	posts := len(w.d.ByBot(w.channel))
	w.due("Bridge at Lysk reopens", "The bridge at Lysk reopens for cars on Monday, the roads agency said in Lysk.")
	wants(t, "the briefing after a preview", w.d.ByBot(w.channel)[posts].Content, "Bridge at Lysk")
}
